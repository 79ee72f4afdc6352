"""How the music moves by itself from turn to turn of the loop, and when a turn ends; pure, no torch.

Nothing is made of what was made before, which would fade in time. What moves is what a generation starts from: its
noise, turned from that of one seed towards that of another, and its piece, of which bars change over to another one.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from demond.performer.link import Values
from demond.playback.layout import SAMPLE_RATE
from demond.playback.loop import Loop, Walk
from engine.variation import AS_SEEDED, Variation

SHORTEST_TURN = 4.0
"""Seconds of music from one change to the next: shorter loops go around several times."""
JUMP = SAMPLE_RATE // 100
"""Samples by which the end of the loop comes no farther away while the playhead goes on."""
CYCLE = ("intro", "theme", "variation", "theme", "break", "variation", "theme")
CYCLE_TURNS, LEAST_TURNS, MOST_TURNS = 64, 4, 16
"""How long all sections of a cycle are together, and one at least and at most, in even numbers of turns."""
THIN = frozenset({"drums", "lead"})
"""The parts that do not play in intros and breaks."""
ROOM = 1 << 32
"""How many seeds and pieces there are on a path."""


class Section(NamedTuple):
    """A section of the long form: what it is, the turn that it begins with, and the path that it goes from the start;
    0 is that of the theme."""

    name: str
    begins: int
    path: int


@dataclass(frozen=True)
class Place:
    """What a turn is made from: the seed of its noise, that of another, how far it is turned towards that, in quarter
    turns, and the variation of the piece that is planned; `section` is empty where there is no long form."""

    seed: int
    toward: int = 0
    turned: float = 0.0
    variation: Variation = AS_SEEDED
    section: str = ""


def noise_step(drift: float) -> float:
    """How far the noise is turned from turn to turn, in quarter turns: at 1 nothing of it is left."""
    return drift * (2.0 - drift)


def piece_step(drift: float) -> float:
    """Which part of the bars are others from turn to turn: at 1 all of them."""
    return float(drift**2.5)


def section(turn: int, seed: int) -> Section:
    """The section that a turn belongs to."""
    cycle, at = divmod(turn, CYCLE_TURNS)
    ends = list(accumulate(_lengths(seed, cycle)))
    number = bisect_right(ends, at)
    begins = cycle * CYCLE_TURNS + (ends[number - 1] if number else 0)
    path = cycle * len(CYCLE) + number + 1 if CYCLE[number] in ("variation", "break") else 0
    return Section(CYCLE[number], begins, path)


@lru_cache(maxsize=8)
def _lengths(seed: int, cycle: int) -> tuple[int, ...]:
    drawn = random.Random(f"{seed}/{cycle}")
    lengths = [LEAST_TURNS] * len(CYCLE)
    while sum(lengths) < CYCLE_TURNS:
        lengths[drawn.choice([number for number, each in enumerate(lengths) if each < MOST_TURNS])] += 2
    return tuple(lengths)


def following(walk: Walk, values: Values) -> Walk:
    """The walk a turn later; a section begins where its path does."""
    drift, turn = values["drift"], walk.turn + 1
    if values["form"] == "sections" and section(turn, values["seed"]).begins == turn:
        return Walk(turn, 0.0, 0.0)
    piece = math.floor(walk.piece) + 1.0 if drift == 1.0 else walk.piece + piece_step(drift)
    return Walk(turn, walk.noise + noise_step(drift), piece)


def place(walk: Walk, values: Values) -> Place:
    """Where a walk is."""
    seed, drift, sections = values["seed"], values["drift"], values["form"] == "sections"
    now = section(walk.turn, seed) if sections and drift > 0.0 else Section("", 0, 0)
    noise, piece = math.floor(walk.noise), math.floor(walk.piece)
    variation = Variation(
        _number(now.path, piece),
        _number(now.path, piece + 1),
        walk.piece - piece,
        another=drift == 1.0,
        without=THIN if now.name in ("intro", "break") else frozenset(),
    )
    return Place(
        _seed(seed, _number(now.path, noise)),
        _seed(seed, _number(now.path, noise + 1)),
        walk.noise - noise,
        variation,
        now.name,
    )


def _number(path: int, step: int) -> int:
    """The number of a step of a path; all paths begin at 0."""
    return path * ROOM + step if step else 0


def _seed(seed: int, number: int) -> int:
    return seed if number == 0 else int(np.random.SeedSequence([seed, number]).generate_state(1)[0])


class Drift:
    """The walk of a loop, which keeps it for the next engine.

    A turn ends where the playhead comes around; its seam is where it does. What a turn is made from is other as soon as
    the one before it is about to end: what is made from then on is heard `after_seam` and not before.
    """

    def __init__(self, loop: Loop, values: Values) -> None:
        self._loop = loop
        self._near = False
        self._left = 0.0
        self._passed = 0.0
        self._before: Walk | None = None
        self._place = place(loop.walk, values)
        self._placed = loop.walk

    def place(self, values: Values) -> Place:
        """Where the newest turn is, as the values were when it was begun; one performer at a time walks."""
        if self._placed != (walk := self._loop.walk):
            self._move(walk, values)
        return self._place

    @property
    def turn(self) -> int:
        """The number of the newest turn; the first is 0."""
        return self._loop.walk.turn

    def restart(self, values: Values) -> None:
        """Go back to the start: the seed is another one."""
        self._before, self._passed = None, 0.0
        self._move(Walk(), values)

    def turns(self, values: Values, ahead: float) -> bool:
        """Whether another turn is to be made from now on, as its seam is at most `ahead` seconds away."""
        left = self._look()
        if self._near or left > self._ahead(ahead) or not self._loop.playing:
            return False
        self._near = True
        self._passed += self._seconds
        if values["freeze"] or values["drift"] == 0.0 or self._passed < SHORTEST_TURN:
            return False
        self._passed = 0.0
        self._before = self._loop.walk
        self._move(following(self._loop.walk, values), values)
        return True

    def turn_back(self, values: Values) -> None:
        """Do without the turn of which nothing is there yet."""
        if self._before is not None:
            walk, self._before = self._before, None
            self._move(walk, values)

    def begin(self) -> None:
        """Let the newest turn be heard at once: a hand has moved, which is not to wait."""
        self._before = None

    @property
    def after_seam(self) -> bool:
        """Whether the newest turn is still to begin."""
        self._look()
        return self._before is not None

    def rest(self, values: Values, ahead: float) -> float:
        """Seconds in which there is nothing to do of itself."""
        if values["freeze"] or values["drift"] == 0.0 or not self._loop.playing:
            return math.inf
        left = self._look()
        return max(0.0, left if self._near else left - self._ahead(ahead))

    @property
    def _seconds(self) -> float:
        """How long a turn of the loop takes."""
        first, last = self._loop.region(self._loop.length)
        return (last - first) / (SAMPLE_RATE * self._loop.speed)

    def _ahead(self, ahead: float) -> float:
        """As much, but no more than half a turn: the turn before is to be there in whole first."""
        return min(ahead, 0.5 * self._seconds)

    def _move(self, walk: Walk, values: Values) -> None:
        self._loop.walk = self._placed = walk
        self._place = place(walk, values)

    def _look(self) -> float:
        """Seconds until the playhead is at the seam; takes note where it went by, or was moved elsewhere."""
        before, self._left = self._left, self._loop.left
        if self._left > before + JUMP:
            self._near, self._before = False, None
        return self._left / (SAMPLE_RATE * self._loop.speed)
