"""The last problems that the log told, with their time, for all that shows how demond is. No torch."""

from __future__ import annotations

import logging
from collections import deque
from datetime import UTC, datetime
from typing import NamedTuple

from engine.names import shown

MOST, LONGEST = 100, 500
"""Problems that are kept, and characters of each."""


class Entry(NamedTuple):
    """A problem: seconds since the epoch, `warning` or `error`, what was said."""

    time: float
    level: str
    text: str


class Journal(logging.Handler):
    """Keeps the newest warnings and errors of the log, the oldest first; from any thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._kept: deque[Entry] = deque(maxlen=MOST)
        self.count = 0
        """How many there were since the start."""

    def emit(self, record: logging.LogRecord) -> None:
        level = "error" if record.levelno >= logging.ERROR else "warning"
        self._kept.append(Entry(record.created, level, shown(record.getMessage())[:LONGEST]))
        self.count += 1

    @property
    def entries(self) -> list[Entry]:
        """The problems that are kept."""
        self.acquire()
        try:
            return list(self._kept)
        finally:
            self.release()

    def listed(self) -> list[tuple[object, ...]]:
        """What `/demond/problems` tells of each: when it was, in UTC, its level and what was said."""
        return [(datetime.fromtimestamp(e.time, UTC).isoformat(timespec="milliseconds"), *e[1:]) for e in self.entries]
