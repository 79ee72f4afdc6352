"""Conditioning average: one prompt that lies between two."""

from engine import Condition, Request
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """Tokens are averaged before the model sees them: one pass a step, where a prompt blend takes two."""
    session, source = stage.session, stage.source
    strings = session.encode_text("orchestral, strings, slow")
    techno = session.encode_text("techno, synth bass, energetic")
    conditions = {
        "strings": Condition(strings),
        "their average": session.blend_tokens([(strings, 0.5), (techno, 0.5)]),
        "techno": Condition(techno),
    }
    return [
        Take(said, session.render(Request(session.context(source), (condition,), seed=3), cyclic=True))
        for said, condition in conditions.items()
    ]
