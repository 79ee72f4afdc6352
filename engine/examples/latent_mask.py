"""Latent mask: the second half is made anew, the first stays as it is."""

import torch

from engine import Condition, Request
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """Where the mask is 0 every step is led back to the source; what is generated at 1 joins on to it."""
    session, source = stage.session, stage.source
    frames = source.latent.shape[1]
    tokens = session.encode_text("techno, synth bass, energetic")
    mask = torch.zeros(frames)
    mask[frames // 2 :] = 1.0
    request = Request(
        session.context(source), (Condition(tokens),), seed=3, source=source.latent, denoise=0.8, mask=mask
    )
    return [
        Take("the source", session.decode(source.latent, cyclic=True)),
        Take("its second half anew", session.render(request, cyclic=True), mask),
    ]
