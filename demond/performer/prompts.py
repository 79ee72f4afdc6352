"""What the prompts lead to: their tokens and, without a source, their plans, prepared in the workshop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeVar

import torch

from demond.performer.link import MOST_SIDES, Refused, Report, Values
from demond.performer.material import Material
from demond.performer.workshop import Workshop
from engine import Prompt, Session
from engine.conditioning import PromptTokens
from engine.errors import in_words
from engine.prompt import LONGEST_TEXT
from engine.variation import Variation

LETTERS = ("a", "b", "c", "d")
NEGATIVE = "negative"
SIDES = ("", *(str(number) for number in range(1, 1 + MOST_SIDES)))
"""What comes behind the letters of the prompts of the controls, and of each side beside them."""

T = TypeVar("T")


class Piece:
    """What is planned of one prompt, in `frames` latent frames; the variation that was asked for last is kept."""

    def __init__(self, session: Session, prompt: Prompt, frames: int, seed: int) -> None:
        self.frames = frames
        self._plan = partial(session.plan, frames, prompt, seed=seed)
        self._kept: tuple[Variation, torch.Tensor] | None = None

    def hints(self, variation: Variation) -> torch.Tensor:
        """The plan `[1, frames, 64]` of a variation."""
        kept = self._kept
        if kept is None or kept[0] != variation:
            kept = self._kept = variation, self._plan(variation=variation)
        return kept[1]


@dataclass(frozen=True)
class Voice:
    """Prompts that are heard together: their share 0..1 of all, the values that weigh them, by letter their tokens and
    plans, and a name that no other voice has."""

    name: str
    share: float
    values: Values
    tokens: Mapping[str, PromptTokens]
    plans: Mapping[str, torch.Tensor]


@dataclass(frozen=True)
class _Made(Generic[T]):
    """What was made: of which words, of what in all, and the thing itself."""

    words: Hashable
    key: Hashable
    thing: T


@dataclass(frozen=True)
class _Wanted:
    """What is wanted of the prompts of a side: its values, by letter the words of each, whether they have plans."""

    values: Values
    words: Mapping[str, Hashable]
    planned: bool


class Prompts:
    """The prompts in use by their letters, those of the controls and of up to `MOST_SIDES` sides beside them; one that
    cannot be made leaves what there was of it, and is reported."""

    def __init__(self, session: Session, workshop: Workshop, report: Callable[[Report], None]) -> None:
        self._session = session
        self._workshop = workshop
        self._report = report
        self._tokens: dict[str, _Made[PromptTokens]] = {}
        self._plans: dict[str, _Made[Piece]] = {}
        self._negative: PromptTokens | None = None
        self._wanted: list[_Wanted] = []

    def want(self, values: Values, material: Material, introduce: Callable[[str], str], variation: Variation) -> None:
        """Have what these values need for this material made, where it is not; prompt a always counts as written.

        `introduce` puts trigger words before a caption, `variation` is that which is heard. What another side has made
        already is taken from there.
        """
        sides = [values, *({**values, **side.values} for side in values.get("beside", ())[:MOST_SIDES])]
        tokens = {made.key: made.thing for made in self._tokens.values()}
        plans = {made.key: made.thing for made in self._plans.values()}
        planned = material.source is None
        self._wanted = []
        for number in range(1 + MOST_SIDES):
            side = sides[number] if number < len(sides) else None
            words: dict[str, Hashable] = {}
            for letter in LETTERS:
                slot, name = letter + SIDES[number], f"prompt/{letter}"
                caption = side[name] if side is not None else ""
                if side is None or not (caption.strip() or letter == "a"):
                    self._want(f"tokens {slot}", name, None, None, self._tokens, {}, slot)
                    self._want(f"plan {slot}", name, None, None, self._plans, {}, slot)
                    continue
                words[letter] = said = caption, side["lyrics"], side["language"]
                spoken = told(side, introduce(caption) if side["lora_triggers"] else caption, material)
                self._want(f"tokens {slot}", name, said, spoken, self._tokens, tokens, slot, self._encode(spoken))
                piece = (told(side, caption, material).outline(), material.frames, side["seed"]) if planned else None
                self._want(f"plan {slot}", name, said, piece, self._plans, plans, slot, self._plan(piece, variation))
            if side is not None:
                self._wanted.append(_Wanted(side, words, planned))
        away = values["negative_prompt"]
        self._want_negative(told(values, away, material) if away.strip() else None)

    @property
    def tokens(self) -> dict[str, PromptTokens]:
        """The tokens of the controls' prompts there are, by letter."""
        return _of(self._tokens, "")

    @property
    def negative(self) -> PromptTokens | None:
        """The tokens of the negative prompt, None where nothing is written there."""
        return self._negative

    @property
    def planned(self) -> Collection[str]:
        """The letters of the controls' prompts that have a plan."""
        return _of(self._plans, "").keys()

    def plans(self, frames: int) -> bool:
        """Whether any of the controls' prompts has a plan of this length."""
        return any(piece.frames == frames for piece in _of(self._plans, "").values())

    def voices(self, values: Values, frames: int, variation: Variation) -> list[Voice]:
        """What is heard: the controls' prompts and those beside them by their shares, as far as they are ready, with
        this variation of their plans.

        What is not ready yet is left to those that are; where none is, each sounds as it was.
        """
        shares = [side.share for side in values.get("beside", ())[:MOST_SIDES]]
        voices = []
        for number, (share, wanted) in enumerate(
            zip([max(0.0, 1.0 - sum(shares)), *shares], self._wanted, strict=False)
        ):
            pieces = _of(self._plans, SIDES[number]).items()
            plans = {letter: piece.hints(variation) for letter, piece in pieces if piece.frames == frames}
            voices.append(Voice(SIDES[number], share, wanted.values, _of(self._tokens, SIDES[number]), plans))
        if len(voices) == 1:
            return voices
        numbered = list(zip(voices, self._wanted, strict=False))
        ready = [voice for voice, wanted in numbered if self._ready(voice, wanted, exactly=True)]
        ready = (
            ready or [voice for voice, wanted in numbered if self._ready(voice, wanted, exactly=False)] or voices[:1]
        )
        heard = [voice for voice in ready if voice.share > 0.0] or ready[:1]
        total = sum(voice.share for voice in heard)
        return [replace(voice, share=voice.share / total if len(heard) > 1 else 1.0) for voice in heard]

    def _ready(self, voice: Voice, wanted: _Wanted, exactly: bool) -> bool:
        """Whether there is something for all that is wanted of a voice, `exactly` of the words that are."""
        for letter, words in wanted.words.items():
            if letter not in voice.tokens or (wanted.planned and letter not in voice.plans):
                return False
            slot = letter + voice.name
            made: list[_Made[Any]] = [self._tokens[slot], *([self._plans[slot]] if wanted.planned else [])]
            if exactly and any(each.words != words for each in made):
                return False
        return True

    def _encode(self, prompt: Prompt) -> Callable[[], PromptTokens]:
        return lambda: self._session.encode_prompt(self._session.read_text(prompt))

    def _plan(self, piece: tuple[Prompt, int, int] | None, variation: Variation) -> Callable[[], Piece] | None:
        if piece is None:
            return None

        def make() -> Piece:
            made = Piece(self._session, *piece)
            made.hints(variation)
            return made

        return make

    def _want(
        self,
        job: str,
        name: str,
        words: Hashable,
        key: Hashable,
        kept: dict[str, _Made[T]],
        there: Mapping[Hashable, T],
        slot: str,
        make: Callable[[], T] | None = None,
    ) -> None:
        """Have something made for a slot, taken over where it is there, or let go where nothing is wanted."""
        if key is None or make is None:
            kept.pop(slot, None)
        elif key in there:
            kept[slot] = _Made(words, key, there[key])
        else:
            self._workshop.want(
                job, key, make, lambda made: _keep(kept, slot, words, key, made), partial(self._fail, name)
            )
            return
        if self._workshop.wanted(job) != key:
            self._workshop.have(job, key)

    def _want_negative(self, prompt: Prompt | None) -> None:
        def make() -> PromptTokens | None:
            return None if prompt is None else self._session.encode_prompt(self._session.read_text(prompt))

        fail = partial(self._fail, "negative_prompt")
        self._workshop.want(f"tokens {NEGATIVE}", prompt, make, self._take_negative, fail)

    def _take_negative(self, made: PromptTokens | None) -> None:
        self._negative = made

    def _fail(self, name: str, error: Exception) -> None:
        self._report(Refused(name, None, in_words(error)))


def _keep(kept: dict[str, _Made[T]], slot: str, words: Hashable, key: Hashable, thing: T) -> None:
    kept[slot] = _Made(words, key, thing)


def _of(kept: Mapping[str, _Made[T]], side: str) -> dict[str, T]:
    """What there is of a side, by letter."""
    return {letter: kept[letter + side].thing for letter in LETTERS if letter + side in kept}


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
