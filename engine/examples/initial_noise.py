"""Initial noise curve: two seeds that begin alike and part along the loop."""

from dataclasses import replace

from engine import Condition, Request
from engine.curves import ramp
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """The curve is the share of noise, which the seed decides, in the start; the rest of it is the source."""
    session, source = stage.session, stage.source
    tokens = session.encode_text("techno, synth bass, energetic")
    curve = ramp(0.0, 1.0, source.latent.shape[1])
    request = Request(
        session.context(source), (Condition(tokens),), source=source.latent, denoise=0.8, initial_noise=curve
    )
    return [Take(f"seed {seed}", session.render(replace(request, seed=seed), cyclic=True), curve) for seed in (3, 4)]
