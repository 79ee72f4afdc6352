"""How values move that nobody touches: on the way of a ramp, and as modulators move them. Pure functions; no torch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from demond.parameters import Parameter, Taper, Value
from engine import curves

MOST_RAMPED = 64
"""Points of a curve that moves as a ramp: all that moves is worked out anew at every drain."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """From one value to another in some seconds."""

    begin: float
    seconds: float
    start: Value
    target: Value
    taper: Taper

    def at(self, now: float) -> Value:
        """The value at a time."""
        return between(self.start, self.target, (now - self.begin) / self.seconds, self.taper)

    def done(self, now: float) -> bool:
        """Whether it has ended."""
        return now - self.begin >= self.seconds


def between(start: Value, target: Value, mix: float, taper: Taper) -> Value:
    """Return the value at `mix` 0..1 of the way between two that `ramps` says can have one, in a taper."""
    if mix >= 1.0:
        return target
    if mix <= 0.0:
        return start
    if taper == "log" and isinstance(start, float) and isinstance(target, float):
        return float(start * (target / start) ** mix)
    value = curves.blend(start, target, mix)  # type: ignore[arg-type]  # numbers only
    return round(value) if isinstance(target, int) and isinstance(value, float) else value


def ramps(value: Value) -> bool:
    """Say whether a ramp can begin or end with this value."""
    if isinstance(value, tuple):
        return len(value) <= MOST_RAMPED
    return not isinstance(value, (bool, str)) and curves.blendable(value)


class Move(NamedTuple):
    """What modulators make of a control: `share` (0..1) of the way from its own place to the place `drawn`, then
    `offset` further. Places are parts of the row's range, 0 at its low end and 1 at its high end, in its taper."""

    offset: float = 0.0
    drawn: float = 0.0
    share: float = 0.0

    def over(self, below: Move) -> Move:
        """This move, made of what another one has made."""
        share = 1.0 - (1.0 - self.share) * (1.0 - below.share)
        drawn = self.share * self.drawn + (1.0 - self.share) * below.share * below.drawn
        return Move(self.offset + below.offset, drawn / share if share else 0.0, share)

    def of(self, row: Parameter, value: Value) -> Value:
        """The value that is played; curves that are no numbers, words and switches stay as they are."""
        if row.kind not in MOVED or not isinstance(value, (int, float)):
            return value
        own = place(row, value)
        moved = own + self.share * (self.drawn - own) + self.offset
        return value if moved == own else value_at(row, moved)


MOVED = ("float", "int", "curve")
"""The kinds of rows that modulators move."""


def place(row: Parameter, value: float) -> float:
    """Return where a number lies in its row's range, 0..1, in the row's taper."""
    if row.taper == "log":
        return math.log(value / row.low) / math.log(row.high / row.low)
    return (value - row.low) / (row.high - row.low)


def value_at(row: Parameter, at: float) -> float | int:
    """Return the number at a place of a row's range, clamped to it, whole where the row's are."""
    if at <= 0.0 or at >= 1.0:
        value = row.low if at <= 0.0 else row.high
    elif row.taper == "log":
        value = row.low * (row.high / row.low) ** at
    else:
        value = row.low + at * (row.high - row.low)
    return math.floor(value + 0.5) if row.kind == "int" else float(value)
