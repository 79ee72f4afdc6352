"""Guidance curve: further and further from what the model would do without a prompt."""

from dataclasses import replace

from engine import Condition, Guidance, Request
from engine.curves import ramp
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """`full` asks the model in every step what the negative would do and steps away from it; scale 1 is no guidance."""
    session, source = stage.session, stage.source
    tokens = session.encode_text("techno, synth bass, energetic")
    plain = Request(session.context(source), (Condition(tokens),), seed=3, source=source.latent, denoise=0.8)
    curve = ramp(1.0, 6.0, source.latent.shape[1])
    guided = replace(plain, guidance=Guidance("full", scale=curve, negative=session.null_tokens()))
    return [
        Take("unguided", session.render(plain, cyclic=True)),
        Take("guided from 1 to 6", session.render(guided, cyclic=True), curve),
    ]
