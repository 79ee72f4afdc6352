"""What the prompts lead to: their tokens and, without a source, their plans, prepared in the workshop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch

from demond.performer.material import Material
from demond.performer.workshop import Finished, Workshop
from engine import Prompt, Session
from engine.conditioning import PromptTokens

LETTERS = ("a", "b", "c", "d")
PROMPT, PLAN, NEGATIVE = "prompt/", "plan/", "negative_prompt"
Values = Mapping[str, Any]
Key = tuple[Any, ...]


class Prompts:
    """The prompts in use by their letters; one that cannot be made leaves what there was of it.

    `negative` is None where nothing is written there.
    """

    def __init__(self, session: Session, workshop: Workshop) -> None:
        self._session = session
        self._workshop = workshop
        self._plans: dict[str, torch.Tensor] = {}
        self.tokens: dict[str, PromptTokens] = {}
        self.negative: PromptTokens | None = None

    def want(self, values: Values, material: Material, introduce: Callable[[str], str]) -> None:
        """Have what these values need for this material made, where it is not; prompt a always counts as written.

        `introduce` puts trigger words before a caption.
        """
        for letter in LETTERS:
            caption = values[PROMPT + letter]
            written = bool(caption.strip()) or letter == "a"
            spoken = introduce(caption) if values["lora_triggers"] else caption
            self._want(PROMPT + letter, text_key(values, spoken, material) if written else None, make_tokens)
            planned = written and material.source is None
            self._want(PLAN + letter, plan_key(values, caption, material.frames) if planned else None, make_plan)
        away = values[NEGATIVE]
        self._want(NEGATIVE, text_key(values, away, material) if away.strip() else None, make_tokens)

    def take(self, outcome: Finished) -> None:
        """Use what was made, or let go of what is no longer wanted."""
        name, made = outcome.name, outcome.result
        letter = name.rpartition("/")[2]
        if name == NEGATIVE:
            self.negative = made if isinstance(made, PromptTokens) else None
        elif isinstance(made, PromptTokens):
            self.tokens[letter] = made
        elif isinstance(made, torch.Tensor):
            self._plans[letter] = made
        else:
            (self._plans if name.startswith(PLAN) else self.tokens).pop(letter, None)

    def plans(self, frames: int) -> dict[str, torch.Tensor]:
        """The plans `[1, frames, 64]` there are of this length."""
        return {letter: plan for letter, plan in self._plans.items() if plan.shape[1] == frames}

    def _want(self, name: str, key: Key | None, make: Callable[[Session, Key], object]) -> None:
        session = self._session
        self._workshop.want(name, key, lambda: None if key is None else make(session, key))


def text_key(values: Values, caption: str, material: Material) -> Key:
    """The prompt that decides the tokens of one caption."""
    if material.source is not None and repaints(values):
        task = "repaint"
    else:
        task = "cover" if material.source is not None or values["structure"] is not None else "text2music"
    prompt = Prompt(
        caption,
        lyrics=values["lyrics"],
        bpm=values["bpm"],
        key=values["key"] or None,
        time_signature=values["time_signature"],
        language=values["language"],
        duration=material.frames / Session.frame_rate,
        task=task,
    )
    return (prompt,)


def repaints(values: Values) -> bool:
    """Whether only a region of a source is to be generated."""
    return bool(values["repaint_end"] > values["repaint_start"])


def make_tokens(session: Session, key: Key) -> PromptTokens:
    """Encode the prompt of a `text_key`; slow, for the workshop."""
    (prompt,) = key
    return session.encode_prompt(session.read_text(prompt))


def plan_key(values: Values, caption: str, frames: int) -> Key:
    """The prompt, the frames and the seed that decide the plan of one caption."""
    prompt = Prompt(caption, bpm=values["bpm"], key=values["key"] or None, time_signature=values["time_signature"])
    return (prompt, frames, values["seed"])


def make_plan(session: Session, key: Key) -> torch.Tensor:
    """Plan the structure of a `plan_key`; slow, for the workshop. Returns hints `[1, T, 64]`."""
    prompt, frames, seed = key
    return session.plan(frames, prompt, seed=seed)
