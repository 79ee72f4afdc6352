"""What a control that stands somewhere else than its parameter does: pure functions, no torch.

Positions are 0..1 along the mapped range. `current` is the parameter's own position, None where it has none
(a curve, a text): then the control takes over at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Takeover = Literal["jump", "pickup", "scale"]

NEAR = 0.02
"""A control this close to its parameter has it: under three steps of a 7-bit fader."""

SAME = 1e-6
"""Positions closer than this are the same."""


@dataclass(frozen=True, slots=True)
class Grip:
    """Where the control stood last, and where it left the parameter if it still holds it (else None)."""

    last: float | None = None
    left: float | None = None

    def holds(self, current: float | None) -> bool:
        """True while nobody else moved the parameter since this control did."""
        return self.left is not None and current is not None and abs(self.left - current) <= SAME


def jump(grip: Grip, position: float, current: float | None) -> float | None:
    """The parameter goes where the control is."""
    return position


def pickup(grip: Grip, position: float, current: float | None) -> float | None:
    """Nothing (None) until the control comes near the parameter or moves across it."""
    if current is None or grip.holds(current) or abs(position - current) <= NEAR:
        return position
    if grip.last is not None and min(grip.last, position) <= current <= max(grip.last, position):
        return position
    return None


def scale(grip: Grip, position: float, current: float | None) -> float | None:
    """The parameter moves in the control's direction, so that both reach the end together.

    A first touch only tells where the control stands, unless it is near.
    """
    if current is None or abs(position - current) <= SAME:
        return position
    if grip.last is None:
        return position if abs(position - current) <= NEAR else None
    if position > grip.last:
        return 1.0 - (1.0 - current) * (1.0 - position) / (1.0 - grip.last)
    if position < grip.last:
        return current * position / grip.last
    return None


TAKEOVERS = {"jump": jump, "pickup": pickup, "scale": scale}
