"""ODE noise: roughness that grows along the loop."""

from dataclasses import replace

from engine import Condition, Request
from engine.curves import ramp
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """A little noise is added after every step, scaled by the curve and by how much noise is left at that step."""
    session, source = stage.session, stage.source
    tokens = session.encode_text("techno, synth bass, energetic")
    plain = Request(session.context(source), (Condition(tokens),), seed=3, source=source.latent, denoise=0.8)
    curve = ramp(0.0, 0.6, source.latent.shape[1])
    return [
        Take("smooth", session.render(plain, cyclic=True)),
        Take("rougher and rougher", session.render(replace(plain, ode_noise=curve), cyclic=True), curve),
    ]
