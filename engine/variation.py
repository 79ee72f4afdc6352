"""Which of many pieces a planner composes; pure, no torch."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

PARTS = ("drums", "bass", "chords", "lead")


@dataclass(frozen=True, slots=True)
class Variation:
    """Which piece a planner composes, of those in one style, key, tempo and meter: number 0 is that of the seed itself.

    Pieces of other numbers are played as that one, with its groove, and have other chords, melodies and fills; where
    they are `another`, nothing of it is kept but style, key, tempo and meter. Of the bars a `share` 0..1 are those of
    the piece `second`, the others those of `first`: bars change over one by one, in an order of their own. The `PARTS`
    that are in `without` do not play.
    """

    first: int = 0
    second: int = 0
    share: float = 0.0
    another: bool = False
    without: Collection[str] = frozenset()


AS_SEEDED = Variation()
