"""SDE curve: a loop that turns from the source into a cover and back."""

from dataclasses import replace

from engine import Condition, Request
from engine.curves import wave
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """Every step of an SDE adds fresh noise; where the curve is 0 it goes to the source, where it is 1 to the cover."""
    session, source = stage.session, stage.source
    tokens = session.encode_text("techno, synth bass, energetic")
    plain = Request(session.context(source), (Condition(tokens),), seed=3, source=source.latent, denoise=0.8, sde=True)
    frames = source.latent.shape[1]
    curve = wave("pulse", frames, frames)
    return [
        Take("an SDE", session.render(plain, cyclic=True)),
        Take("an SDE with a curve", session.render(replace(plain, sde_curve=curve), cyclic=True), curve),
    ]
