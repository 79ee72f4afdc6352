"""x0 target: a generation that begins free and is drawn back to the source along the loop."""

from dataclasses import replace

from engine import Condition, Request
from engine.curves import ramp
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """The predicted end x0 of every step is pulled to a target, more the later the step; the curve says where."""
    session, source = stage.session, stage.source
    tokens = session.encode_text("techno, synth bass, energetic")
    free = Request(session.context(source), (Condition(tokens),), seed=3)
    curve = ramp(0.0, 1.0, source.latent.shape[1])
    drawn = replace(free, target=source.latent, x0_curve=curve, x0_gate=0.25)
    return [
        Take("free", session.render(free, cyclic=True)),
        Take("drawn to the source", session.render(drawn, cyclic=True), curve),
    ]
