"""LoRA: a small file that teaches the model something, at three strengths."""

from dataclasses import replace
from pathlib import Path

from engine import Condition, LoraError, Request, pocket
from engine.examples.stage import Stage, Take
from engine.lora import Library

SHIPPED = Path(pocket.__file__).parent / "loras"


def play(stage: Stage) -> list[Take]:
    """A LoRA is loaded once; how strong it is belongs to every request, and costs nothing to change.

    Raises LoraError.
    """
    session, source = stage.session, stage.source
    lora = session.load_lora(stage.lora or shipped())
    about = session.loras[lora]
    tokens = session.encode_text(", ".join([*about.triggers, "electric piano, calm"]))
    plain = Request(session.context(source), (Condition(tokens),), seed=3)
    return [
        Take(
            f"{about.name} at {share * about.strength:g}",
            session.render(replace(plain, loras={lora: share * about.strength}), cyclic=True),
        )
        for share in (0.0, 0.5, 1.0)
    ]


def shipped() -> Path:
    """The first LoRA that comes with the pocket model. Raises LoraError."""
    entries = Library(SHIPPED).entries()
    if not entries:
        raise LoraError("no LoRA comes with this model; name a file with --lora FILE")
    return entries[0].path
