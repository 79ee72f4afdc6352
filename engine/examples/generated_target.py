"""Generated target: another generation's latent as the x0 target, at three strengths."""

from dataclasses import replace

from engine import Condition, Request
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """A target is any latent of the same length; at strength 1 nothing else is left, in between two pieces meet."""
    session, source = stage.session, stage.source
    strings = session.encode_text("orchestral, strings, slow")
    techno = session.encode_text("techno, synth bass, energetic")
    target = session.generate(Request(session.context(source), (Condition(strings),), seed=7))
    request = Request(session.context(source), (Condition(techno),), seed=3, target=target)
    return [
        Take("the target", session.decode(target, cyclic=True)),
        *(
            Take(f"strength {strength}", session.render(replace(request, x0_target=strength), cyclic=True))
            for strength in (0.0, 0.5, 1.0)
        ),
    ]
