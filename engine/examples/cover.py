"""Cover: the source in another style, near to it and far from it."""

from dataclasses import replace

from engine import Condition, Prompt, Request
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """`denoise` is how far a cover goes: 0 is the source, 1 keeps nothing of it but the structure in the context."""
    session, source = stage.session, stage.source
    tokens = session.encode_text(Prompt("techno, synth bass, energetic", bpm=source.bpm, key=source.key))
    request = Request(session.context(source), (Condition(tokens),), seed=3, source=source.latent)
    return [
        Take(f"denoise {denoise}", session.render(replace(request, denoise=denoise), cyclic=True))
        for denoise in (0.0, 0.4, 0.7, 1.0)
    ]
