"""Covers: one source in another style, three times, a seed each."""

import torch

from engine import Condition, Prompt, Request
from engine.examples.stage import Stage, Take

SEEDS = (1, 2, 3)


def play(stage: Stage) -> list[Take]:
    """Seeds given together are rows of one batch; what they share is the structure, and the start near the source."""
    session, source = stage.session, stage.source
    tokens = session.encode_text(Prompt("techno, synth bass, energetic", bpm=source.bpm, key=source.key))
    request = Request(
        session.context(source),
        (Condition(tokens),),
        seed=SEEDS,
        source=source.latent,
        denoise=0.8,
    )
    rows = torch.split(session.generate(request), 1)
    return [Take(f"seed {seed}", session.decode(latent, cyclic=True)) for seed, latent in zip(SEEDS, rows, strict=True)]
