"""Velocity curve: steps that go too far, then not far enough."""

from dataclasses import replace

from engine import Condition, Request
from engine.curves import wave
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """What the model predicts is scaled frame by frame before the step is taken: 1 is as it was, less is calmer."""
    session, source = stage.session, stage.source
    tokens = session.encode_text("techno, synth bass, energetic")
    plain = Request(session.context(source), (Condition(tokens),), seed=3, source=source.latent, denoise=0.8)
    frames = source.latent.shape[1]
    curve = wave("sine", frames, frames, amplitude=0.5, offset=1.0)
    return [
        Take("as predicted", session.render(plain, cyclic=True)),
        Take("harder, then softer", session.render(replace(plain, velocity_scale=curve), cyclic=True), curve),
    ]
