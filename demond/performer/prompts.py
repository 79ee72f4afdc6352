"""What the prompts lead to: their tokens and, without a source, their plans, prepared in the workshop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from functools import partial
from typing import TypeVar

import torch

from demond.performer.link import Refused, Report, Values
from demond.performer.material import Material
from demond.performer.workshop import Workshop
from engine import Prompt, Session
from engine.conditioning import PromptTokens
from engine.errors import in_words
from engine.prompt import LONGEST_TEXT

LETTERS = ("a", "b", "c", "d")
NEGATIVE = "negative"

T = TypeVar("T")


class Prompts:
    """The prompts in use by their letters; one that cannot be made leaves what there was of it, and is reported."""

    def __init__(self, session: Session, workshop: Workshop, report: Callable[[Report], None]) -> None:
        self._session = session
        self._workshop = workshop
        self._report = report
        self._tokens: dict[str, PromptTokens] = {}
        self._plans: dict[str, torch.Tensor] = {}

    def want(self, values: Values, material: Material, introduce: Callable[[str], str]) -> None:
        """Have what these values need for this material made, where it is not; prompt a always counts as written.

        `introduce` puts trigger words before a caption.
        """
        for letter in LETTERS:
            name, caption = f"prompt/{letter}", values[f"prompt/{letter}"]
            written = bool(caption.strip()) or letter == "a"
            spoken = introduce(caption) if values["lora_triggers"] else caption
            self._want_tokens(letter, name, told(values, spoken, material) if written else None)
            planned = written and material.source is None
            piece = (told(values, caption, material).outline(), material.frames, values["seed"]) if planned else None
            self._want_plan(letter, name, piece)
        away = values["negative_prompt"]
        self._want_tokens(NEGATIVE, "negative_prompt", told(values, away, material) if away.strip() else None)

    @property
    def tokens(self) -> dict[str, PromptTokens]:
        """The tokens of the prompts there are, by letter."""
        return {letter: self._tokens[letter] for letter in LETTERS if letter in self._tokens}

    @property
    def negative(self) -> PromptTokens | None:
        """The tokens of the negative prompt, None where nothing is written there."""
        return self._tokens.get(NEGATIVE)

    @property
    def planned(self) -> Collection[str]:
        """The letters of the prompts that have a plan."""
        return self._plans.keys()

    def plans(self, frames: int) -> dict[str, torch.Tensor]:
        """The plans `[1, frames, 64]` there are of this length."""
        return {letter: plan for letter, plan in self._plans.items() if plan.shape[1] == frames}

    def _want_tokens(self, letter: str, name: str, prompt: Prompt | None) -> None:
        def make() -> PromptTokens | None:
            return None if prompt is None else self._session.encode_prompt(self._session.read_text(prompt))

        self._want(f"tokens {letter}", name, prompt, make, partial(self._take, self._tokens, letter))

    def _want_plan(self, letter: str, name: str, key: tuple[Prompt, int, int] | None) -> None:
        def make() -> torch.Tensor | None:
            if key is None:
                return None
            prompt, frames, seed = key
            return self._session.plan(frames, prompt, seed=seed)

        self._want(f"plan {letter}", name, key, make, partial(self._take, self._plans, letter))

    def _want(
        self, job: str, name: str, key: Hashable, make: Callable[[], T | None], take: Callable[[T | None], None]
    ) -> None:
        self._workshop.want(job, key, make, take, partial(self._fail, name))

    def _take(self, kept: dict[str, T], letter: str, made: T | None) -> None:
        """Use what was made, or let go of what is no longer wanted."""
        if made is None:
            kept.pop(letter, None)
        else:
            kept[letter] = made

    def _fail(self, name: str, error: Exception) -> None:
        self._report(Refused(name, None, in_words(error)))


def told(values: Values, caption: str, material: Material) -> Prompt:
    """The prompt that the model is told, around one caption, which trigger words may have made too long."""
    if material.source is not None and repaints(values):
        task = "repaint"
    else:
        task = "cover" if material.source is not None or values["structure"] is not None else "text2music"
    return Prompt(
        caption[:LONGEST_TEXT],
        lyrics=values["lyrics"],
        bpm=values["bpm"],
        key=values["key"] or None,
        time_signature=values["time_signature"],
        language=values["language"],
        duration=material.frames / Session.frame_rate,
        task=task,
    )


def repaints(values: Values) -> bool:
    """Whether only a region of a source is to be generated."""
    return bool(values["repaint_end"] > values["repaint_start"])
