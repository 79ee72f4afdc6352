"""What failed is tried again, each time after twice as long. No torch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

SHORTEST_SECONDS, LONGEST_SECONDS = 15.0, 600.0


class Again:
    """Makes attempts for the event loop: the next one after each that `failed`, until it is `over`."""

    def __init__(self, attempt: Callable[[], object]) -> None:
        self.trying = False
        """Whether an attempt is under way."""
        self._attempt = attempt
        self._seconds = SHORTEST_SECONDS
        self._timer: asyncio.TimerHandle | None = None

    def failed(self) -> None:
        """Make an attempt later."""
        self._stop()
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._try)
        self._seconds = min(2 * self._seconds, LONGEST_SECONDS)

    def over(self) -> None:
        """Make no more, and begin anew where something fails again."""
        self._stop()
        self._seconds = SHORTEST_SECONDS

    def _try(self) -> None:
        self._stop()
        self.trying = True
        self._attempt()

    def _stop(self) -> None:
        self.trying = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
