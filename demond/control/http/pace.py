"""Shares out the event loop's time among all connections: never more than half of it, a few milliseconds at a time."""

from __future__ import annotations

import asyncio
from time import perf_counter

SLICE_SECONDS = 0.002
"""Of work before others have as long."""
ASIDE_SECONDS = 0.0002
"""What a request or a frame costs before and after what is counted."""


class Pace:
    """`async with pace:` around a piece of work that waits for nothing; those who wait come in their order."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._began = self._ended = self._free = self._spent = 0.0

    async def __aenter__(self) -> None:
        await self._lock.acquire()
        try:
            if (left := self._free - perf_counter()) > 0.0:
                await asyncio.sleep(left)
        except BaseException:
            self._lock.release()
            raise
        self._began = perf_counter()
        if self._began - self._ended > SLICE_SECONDS:
            self._spent = 0.0

    async def __aexit__(self, *_: object) -> None:
        self._ended = perf_counter()
        self._spent += self._ended - self._began + ASIDE_SECONDS
        if self._spent >= SLICE_SECONDS:
            self._free, self._spent = self._ended + self._spent, 0.0
        self._lock.release()
