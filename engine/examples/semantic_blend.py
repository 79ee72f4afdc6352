"""Semantic blend: the structures of two sources in one piece."""

from engine import Condition, Request
from engine.examples.stage import Stage, Take, make_source


def play(stage: Stage) -> list[Take]:
    """Structure is what happens when, not how it sounds; halfway between those of two sources lies another piece.

    Raises RequestError when the model hears no structure.
    """
    session, source = stage.session, stage.source
    other = stage.other or make_source(session, "drum and bass, fast", source.seconds, seed=2)
    first, second = session.structure(source.latent), session.structure(other.latent)
    tokens = session.encode_text("synth pop, bright")
    takes = []
    for share in (0.0, 0.5, 1.0):
        context = session.context(session.mix(first, second, share))
        request = Request(context, (Condition(tokens),), seed=3)
        takes.append(Take(f"{share:.0%} of the second", session.render(request, cyclic=True)))
    return takes
