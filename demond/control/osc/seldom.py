"""A log that a flood of messages cannot fill."""

from __future__ import annotations

import logging
import time

LOG_SECONDS = 1.0


class SeldomLog:
    """Passes on one warning a second, with how many were left out before it."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._logged = 0.0
        self._unlogged = 0

    def warning(self, text: str, *args: object, exc_info: BaseException | None = None) -> None:
        """Log a warning unless there was one within the last second."""
        now = time.monotonic()
        if now - self._logged < LOG_SECONDS:
            self._unlogged += 1
            return
        more = f" (and {self._unlogged} more not logged)" if self._unlogged else ""
        self._logged, self._unlogged = now, 0
        self._log.warning(text + more, *args, exc_info=exc_info)
