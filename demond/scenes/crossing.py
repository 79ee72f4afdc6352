"""Prompts that cross over: what is heard beside those of the controls, and how its share moves in time. No torch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from demond.parameters import SAID, Value
from demond.performer.link import MOST_SIDES, Side
from demond.store import Store

LETTERS = "abcd"
TEXTS = frozenset({*(f"prompt/{letter}" for letter in LETTERS), "lyrics", "language", "seed"} | SAID)
"""Controls of which prompts are made: where one of them is another, another prompt is heard."""
CROSSED = TEXTS | {f"{family}/{letter}" for family in ("weight", "prompt_start", "prompt_end") for letter in LETTERS}
CROSSED |= {"blend"}
"""Controls that belong to a set of prompts, and go from set to set with it."""


class Prompts(NamedTuple):
    """A set of prompts: the values of `CROSSED`, and those of them that follow what the prompts say."""

    values: Mapping[str, Value]
    following: frozenset[str]

    def other_texts(self, other: Prompts) -> bool:
        """Whether other prompts are heard than those of another set, not only in other shares."""
        loose = self.following | other.following
        return self.following != other.following or any(
            self.values[name] != other.values[name] for name in TEXTS - loose
        )


def prompts_of(store: Store, values: Mapping[str, Value] | None = None) -> Prompts:
    """The set of prompts that the controls are now, or would be with these values; None lets one follow."""
    now, given = store.snapshot(), values or {}
    loose = {name for name in SAID if given.get(name, now[name]) is None}
    following = {name for name in store.following() & SAID if name not in given} | loose
    merged = {name: now[name] if name in loose else given.get(name, now[name]) for name in CROSSED}
    return Prompts(merged, frozenset(following))


class _Way(NamedTuple):
    """A set of prompts beside the controls' own on its way from one share to another."""

    prompts: Prompts
    begin: float
    end: float


class Crossing:
    """The sets of prompts that are heard beside the controls' own, which have what is left of 1. For the event loop.

    `clock` returns seconds; `wake` is called when something begins to move.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.wake: Callable[[], object] = lambda: None
        self._clock = clock
        self._ways: list[_Way] = []
        self._began, self._seconds = 0.0, 0.0
        self._told: tuple[Side, ...] = ()

    def go(
        self, ways: Iterable[tuple[Prompts, float, float]], seconds: float = 0.0, since: float | None = None
    ) -> None:
        """Have these sets, and no others, move from shares to shares, from a time of the clock or from now on; of too
        many the quietest are left out."""
        merged: list[_Way] = []
        for prompts, begin, end in ways:
            same = next((at for at, way in enumerate(merged) if way.prompts == prompts), None)
            if same is None:
                merged.append(_Way(prompts, begin, end))
            else:
                merged[same] = _Way(prompts, merged[same].begin + begin, merged[same].end + end)
        loudest = sorted(merged, key=lambda way: -max(way.begin, way.end))[:MOST_SIDES]
        self._ways = [way for way in merged if way in loudest]
        self._began, self._seconds = self._clock() if since is None else since, seconds
        self.wake()

    def shares(self) -> list[tuple[Prompts, float]]:
        """The sets beside the controls' own, with their shares now."""
        gone = (self._clock() - self._began) / self._seconds if self._seconds > 0.0 else 1.0
        mix = min(max(gone, 0.0), 1.0)
        return [(way.prompts, way.begin + mix * (way.end - way.begin)) for way in self._ways]

    @property
    def busy(self) -> bool:
        """Whether there are sets beside the controls' own."""
        return bool(self._ways)

    def touch(self, name: str, value: Value) -> None:
        """Have a control that a hand set be so in every set."""
        self._ways = [
            way._replace(prompts=Prompts({**way.prompts.values, name: value}, way.prompts.following - {name}))
            for way in self._ways
        ]
        self.wake()

    def sides(self) -> tuple[Side, ...]:
        """What the engine is told of it."""
        return tuple(Side(share, prompts.values, prompts.following) for prompts, share in self.shares())

    def drain(self) -> tuple[Side, ...] | None:
        """What the engine is to be told now, None where that was told already."""
        if not self._ways and not self._told:
            return None
        sides = self.sides()
        if sides == self._told:
            return None
        self._told = sides
        return sides
