"""Prompt blend: from one prompt to another along the loop."""

from dataclasses import replace

from engine import Condition, Request
from engine.curves import ramp
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """In every step each condition gives a velocity of its own; they are mixed frame by frame, by their weights."""
    session, source = stage.session, stage.source
    strings = session.encode_text("orchestral, strings, slow")
    techno = session.encode_text("techno, synth bass, energetic")
    share = ramp(0.0, 1.0, source.latent.shape[1])
    first = Request(session.context(source), (Condition(strings),), seed=3)
    second = replace(first, conditions=(Condition(techno),))
    blended = replace(first, conditions=(Condition(strings, weight=1.0 - share), Condition(techno, weight=share)))
    return [
        Take("strings", session.render(first, cyclic=True)),
        Take("techno", session.render(second, cyclic=True)),
        Take("from strings to techno", session.render(blended, cyclic=True), share),
    ]
