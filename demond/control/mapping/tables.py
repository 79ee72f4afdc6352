"""Checked reading of TOML tables: what does not fit is noted with its line, and reading goes on; no torch."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from demond.parameters import suggest
from demond.problems import Place, Problem, line_of

Check = Callable[[Any], str | None]
"""Says what was expected where a TOML value is not that, else None."""


class Table:
    """A TOML table at `place` in `file`; its problems go to a list that all tables of the file share."""

    def __init__(
        self,
        data: dict[str, Any],
        file: str,
        lines: Mapping[Place, int],
        problems: list[Problem],
        place: Place = (),
    ) -> None:
        self.data = data
        self.place = place
        self._file = file
        self._lines = lines
        self._problems = problems

    def __contains__(self, key: str) -> bool:
        return key in self.data

    @property
    def line(self) -> int | None:
        """Line of the table's header."""
        return line_of(self._lines, self.place)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with this table and those under it so far."""
        return not any(problem.place[: len(self.place)] == self.place for problem in self._problems)

    def take(self, key: str, default: Any, check: Check, *, required: bool = False) -> Any:
        """The value of `key` if it passes the check; else the default, with the problem noted."""
        if key not in self.data:
            if required:
                self.problem("", f"{key} is missing: expected {check(None)}")
            return default
        value = self.data[key]
        expected = check(value)
        if expected is None:
            return value
        words = expected.removeprefix("one of ").split(", ") if expected.startswith("one of ") else ()
        hint = suggest(value, words) if isinstance(value, str) else ""
        self.problem(key, f"found {found(value)}, expected {expected}{hint}")
        return default

    def tables(self, key: str) -> list[Table]:
        """The tables headed [[key]]."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.problem(key, f"found {found(value)}, expected tables headed [[{key}]]")
            return []
        return [self.under(item, (key, index)) for index, item in enumerate(value)]

    def table(self, key: str) -> Table | None:
        """The table headed [key], None where there is none."""
        value = self.take(key, None, lambda value: None if isinstance(value, dict) else f"a table headed [{key}]")
        return None if value is None else self.under(value, (key,))

    def only(self, keys: Iterable[str]) -> None:
        """Note every other key."""
        known = tuple(keys)
        for key in self.data:
            if key not in known:
                self.problem(key, f"unknown key{suggest(key, known)}, expected one of {', '.join(known)}")

    def refuse(self, key: str, when: bool, why: str) -> None:
        """Note a key that is there and should not be."""
        if when and key in self.data:
            self.problem(key, why)

    def problem(self, key: str, text: str) -> None:
        """Note what is wrong with a key, or with the table where the key is empty."""
        place = (*self.place, key) if key else self.place
        self._problems.append(Problem(self._file, line_of(self._lines, place), place, text))

    def under(self, data: dict[str, Any], steps: Place) -> Table:
        """A table within this one, so many steps further."""
        return Table(data, self._file, self._lines, self._problems, (*self.place, *steps))


def found(value: object) -> str:
    """A TOML value as an error shows it."""
    text = repr(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def one_of(words: Iterable[str]) -> Check:
    known = tuple(words)
    return lambda value: None if isinstance(value, str) and value in known else f"one of {', '.join(known)}"


def whole(low: int, high: int) -> Check:
    def check(value: Any) -> str | None:
        fits = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if fits else f"a whole number {low}..{high}"

    return check


def number(low: float, high: float) -> Check:
    return lambda value: None if is_number(value) and low <= value <= high else f"a number {low:g}..{high:g}"


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def two_numbers(value: Any) -> str | None:
    fits = isinstance(value, list) and len(value) == 2 and all(map(is_number, value)) and value[0] != value[1]
    return None if fits else "two different numbers [low, high]"


def text(value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else "text"


def yes_or_no(value: Any) -> str | None:
    return None if isinstance(value, bool) else "true or false"
