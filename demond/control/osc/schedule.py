"""What is to be done later: packets with time tags, as many as the bounds allow. One asyncio loop, one thread."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Hashable

from demond.parameters import ControlError

HORIZON_SECONDS = 60.0
MOST_WAITING, MOST_WAITING_BYTES = 1024, 1 << 20
MOST_OF_ONE, MOST_BYTES_OF_ONE = 512, 1 << 18
MOST_PEERS, SHARE, SHARE_BYTES = 256, 8, 1 << 12
"""How many wait for something at a time, who have their share even where others have taken all there is."""


class Schedule:
    """Calls what is due; `size` is how many bytes it keeps until then."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._handles: set[asyncio.TimerHandle] = set()
        self._counts: Counter[Hashable] = Counter()
        self._bytes: Counter[Hashable] = Counter()

    def check(self, peer: Hashable, ahead: float, size: int, more: int = 0) -> None:
        """Raise ControlError where something of a peer cannot wait so long, or has no room beside `more` others."""
        if ahead > HORIZON_SECONDS:
            raise ControlError("bundle", f"is due in {ahead:.0f} seconds; at most {HORIZON_SECONDS:g} are kept")
        mine, everybody = self._counts[peer] + more, len(self._handles) + more
        crowded = peer not in self._counts and len(self._counts) >= MOST_PEERS
        if crowded or mine >= (MOST_OF_ONE if everybody < MOST_WAITING else SHARE):
            raise ControlError(
                "bundle", f"cannot wait: {MOST_OF_ONE} of one sender, {MOST_WAITING} in all wait already"
            )
        scarce = self._bytes.total() + size > MOST_WAITING_BYTES
        if self._bytes[peer] + size > (SHARE_BYTES if scarce else MOST_BYTES_OF_ONE):
            raise ControlError("bundle", "cannot wait: too many bytes wait already")

    def add(self, peer: Hashable, ahead: float, size: int, do: Callable[[], None]) -> None:
        """Call something so many seconds from now; raises what `check` does."""
        self.check(peer, ahead, size)

        def due() -> None:
            self._handles.discard(handle)
            self._counts[peer] -= 1
            self._bytes[peer] -= size
            if not self._counts[peer]:
                del self._counts[peer], self._bytes[peer]
            do()

        handle = self._loop.call_later(ahead, due)
        self._handles.add(handle)
        self._counts[peer] += 1
        self._bytes[peer] += size

    def close(self) -> None:
        """Forget everything."""
        for handle in self._handles:
            handle.cancel()
        self._handles.clear()
