"""What a control that stands somewhere else than its parameter does: pure functions, no torch.

Positions are 0..1 along the mapped range. `current` is the parameter's own position, None where it has none
(a curve, a text): then the control takes over at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Takeover = Literal["jump", "pickup", "scale", "relative-delta"]

NEAR = 0.02
"""A control this close to its parameter has it: under three steps of a 7-bit fader."""

SAME = 1e-6
"""Positions closer than this are the same."""


@dataclass(frozen=True, slots=True)
class LastMove:
    """Where the control stood after its last move, and where that left the parameter: None if it did not move it.

    meant: where it would be left if it were not of whole numbers or words.
    """

    position: float | None = None
    left: float | None = None
    meant: float | None = None

    def holds(self, current: float | None) -> bool:
        """True while nobody else moved the parameter since this control did."""
        return self.left is not None and current is not None and abs(self.left - current) <= SAME


def jump(last: LastMove, position: float, current: float | None) -> float | None:
    """The parameter goes where the control is."""
    return position


def pickup(last: LastMove, position: float, current: float | None) -> float | None:
    """Nothing (None) until the control comes near the parameter or moves across it."""
    if current is None or last.holds(current) or abs(position - current) <= NEAR:
        return position
    if last.position is not None and min(last.position, position) <= current <= max(last.position, position):
        return position
    return None


def scale(last: LastMove, position: float, current: float | None) -> float | None:
    """The parameter moves in the control's direction, so that both reach the end together.

    A first touch only tells where the control stands, unless it is near.
    """
    if current is None or abs(position - current) <= SAME:
        return position
    if last.position is None:
        return position if abs(position - current) <= NEAR else None
    if position > last.position:
        return 1.0 - (1.0 - current) * (1.0 - position) / (1.0 - last.position)
    if position < last.position:
        return current * position / last.position
    return None


def relative_delta(last: LastMove, position: float, current: float | None) -> float | None:
    """The parameter moves by as much as the control does, as far as its ends; a first touch moves nothing."""
    if current is None:
        return position
    if last.position is None:
        return None
    start = last.meant if last.meant is not None and last.holds(current) else current
    return min(max(start + position - last.position, 0.0), 1.0)


TAKEOVERS = {"jump": jump, "pickup": pickup, "scale": scale, "relative-delta": relative_delta}
