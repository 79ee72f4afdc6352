"""The values that a performer plays: those of the daemon, and where they follow, its own model's and the prompts'."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from demond.parameters import PARAMETERS, SAID, ControlError, value_text
from demond.performer.link import Own, Saying, Side, Values
from demond.performer.prompts import LETTERS
from engine import Session
from engine.curves import mean


class Following:
    """What stands in for values that follow; `report` is told it whenever it changes."""

    def __init__(self, session: Session, report: Callable[[Own], None]) -> None:
        self._session = session
        self._report = report
        suits = asdict(session.defaults)
        self._suits = _playable((n, v, f"{n} {value_text(PARAMETERS[n], v)}") for n, v in suits.items())
        self._given: dict[str, Any] = {}
        self._said: dict[str, Mapping[str, Saying]] = {}
        self._own: Own | None = None

    def take(self, values: Values) -> Values:
        """Take changed values; return them as they are to be played, with all that follow."""
        self._given.update(values)
        known, self._said = self._said, {}
        own = Own({"model": self._suits, **self._listen(self._given, known)})
        if own != self._own:
            self._own = own
            self._report(own)
        following, given = self._given.get("following", ()), self._given
        played = {**values, **{n: value if n in following else given[n] for n, value in own.values.items()}}
        if beside := given.get("beside"):
            played["beside"] = tuple(self._heard(side, known) for side in beside)
        return played

    def _heard(self, side: Side, known: Mapping[str, Mapping[str, Saying]]) -> Side:
        """A side whose values that follow are what its own prompts say."""
        own = Own(self._listen({**self._given, **side.values}, known)).values
        return replace(side, values={**side.values, **{name: own[name] for name in side.following & SAID}})

    def _listen(self, values: Values, known: Mapping[str, Mapping[str, Saying]]) -> dict[str, Mapping[str, Saying]]:
        """What prompts say: of each control, the loudest that says something of it."""
        captions = {f"prompt/{letter}": values[f"prompt/{letter}"] for letter in _loudest(values)}
        for caption in filter(str.strip, captions.values()):
            found = known.get(caption, self._said.get(caption))
            self._said[caption] = self._read(caption) if found is None else found
        says, taken = dict[str, Mapping[str, Saying]](), set[str]()
        for prompt, caption in captions.items():
            said = {name: saying for name, saying in self._said.get(caption, {}).items() if name not in taken}
            taken |= said.keys()
            if said:
                says[prompt] = said
        return says

    def _read(self, caption: str) -> Mapping[str, Saying]:
        """What one caption says."""
        said = self._session.said(caption)
        values = [(field.name, getattr(said, field.name)) for field in fields(said) if field.name in SAID]
        given = [(name, value) for name, value in values if value is not None]
        return _playable((*each, words) for each, words in zip(given, said.took, strict=True))


def _loudest(values: Values) -> list[str]:
    """The letters of the prompts that are heard, the loudest first, of equals the first; where all are silent, a is."""
    blend = mean(values["blend"])
    crossfade = {"a": 1.0 - blend, "b": blend}
    shares = {letter: mean(values[f"weight/{letter}"]) * crossfade.get(letter, 1.0) for letter in LETTERS}
    return sorted((letter for letter in LETTERS if shares[letter] > 0.0), key=lambda letter: -shares[letter]) or ["a"]


def _playable(sayings: Iterable[tuple[str, Any, str]]) -> Mapping[str, Saying]:
    """Those of controls, values and words that the controls' rows take."""
    taken: dict[str, Saying] = {}
    for name, value, words in sayings:
        with contextlib.suppress(ControlError):
            taken[name] = Saying(PARAMETERS[name].coerce(value)[0], words)
    return taken
