"""LoRA: a small file that teaches the model something, at three strengths."""

from dataclasses import replace

from engine import Condition, Request
from engine.checkpoints import loras_with
from engine.examples.stage import Stage, Take


def play(stage: Stage) -> list[Take]:
    """A LoRA is loaded once; how strong it is belongs to every request, and costs nothing to change.

    Raises LoraError: the file cannot be played, or not by this model.
    """
    session, source = stage.session, stage.source
    lora = session.load_lora(stage.lora or loras_with("pocket") / "8-bit.safetensors")
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
