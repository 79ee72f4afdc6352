"""What time it is, as far as can be known: clocks that were not set yet, and that are set meanwhile. No torch."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
"""No clock that shows less is right."""
NEAR_SECONDS = 30 * 86400.0
"""By how much a clock that shows a time that can be may be behind what it showed once: more, and that was wrong."""
STEP_SECONDS = 2.0
"""By how much it has to differ from one that goes evenly to have been set."""


class Wall:
    """The time of the day's clock. `seen` is what it showed once, in an earlier run; None: nothing is known of one.

    A clock that stands before that is not set yet, as where a machine has none that goes on without power: time goes on
    from there until it is set. Where nothing is known and it shows a time that cannot be, `known` is False.
    """

    def __init__(
        self,
        seen: float | None,
        wall: Callable[[], float] = time.time,
        even: Callable[[], float] = time.monotonic,
    ) -> None:
        """`even` goes evenly and is never set."""
        self._wall = wall
        self._even = even
        self._apart = wall() - even()
        self._ahead = 0.0
        shown = wall()
        self.known = shown >= EARLIEST
        if seen is not None and seen >= EARLIEST and shown < seen and (not self.known or seen - shown < NEAR_SECONDS):
            self._ahead, self.known = seen - shown, True

    @property
    def guessed(self) -> bool:
        """Whether it is not what the clock shows."""
        return self._ahead > 0.0

    @property
    def shown(self) -> float:
        """What the clock shows."""
        return self._wall()

    def now(self) -> float:
        """Seconds since 1970."""
        return self._wall() + self._ahead

    def set_meanwhile(self) -> tuple[float, float] | None:
        """What it was and is, where the clock was set since this was asked last: then it is as the clock shows."""
        apart = self._wall() - self._even()
        by, self._apart = apart - self._apart, apart
        if abs(by) < STEP_SECONDS:
            return None
        before = self.now() - by
        if self._wall() >= EARLIEST or not self.guessed:
            self._ahead = 0.0
            self.known = self._wall() >= EARLIEST
        else:
            self._ahead -= by
        return before, self.now()
