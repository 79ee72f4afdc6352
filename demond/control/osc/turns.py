"""Work that peers ask for, done a few milliseconds a turn of the event loop, peer by peer. For one thread.

Work is an iterator: between two of its items something else may be done. What peers ask for while there is time is
done at once; the rest waits, in order for each peer, and is done round robin.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from demond.control.osc.seldom import SeldomLog

TURN_SECONDS, SLICE_SECONDS = 0.004, 0.001
"""Of a turn of the loop, and of it for one peer where several wait."""
REST_SECONDS = 0.004
"""What is left to others between two turns that had more to do than they had time."""
MOST_WORKS, MOST_BYTES = 4096, 1 << 20
"""Of one peer."""
MOST_PEERS, MOST_BYTES_IN_ALL, SHARE_BYTES = 256, 1 << 23, 1 << 14
"""Of all of them, who have their share even where others have taken all there is."""

Work = Iterator[None]


@dataclass(slots=True)
class _Queue:
    works: deque[tuple[int, Work]] = field(default_factory=deque)
    count: int = 0
    bytes: int = 0


class Turns:
    """Does work within its turns, and keeps what does not fit, as much as the bounds allow."""

    def __init__(self, loop: asyncio.AbstractEventLoop, log: SeldomLog) -> None:
        self._loop = loop
        self._log = log
        self._queues: dict[Hashable, _Queue] = {}
        self._bytes = 0
        self._until = 0.0
        self._timer: asyncio.Handle | None = None

    def waits(self, peer: Hashable) -> bool:
        """Whether something of this peer waits."""
        return peer in self._queues

    def free(self, peer: Hashable) -> bool:
        """Whether something may be done for this peer at once: nothing of it waits, and the turn has time left."""
        if peer in self._queues:
            return False
        now = perf_counter()
        if self._timer is None:
            self._until = now + TURN_SECONDS
            self._timer = self._loop.call_soon(self._next)
        return now < self._until

    def do(self, peer: Hashable, work: Work, size: int = 0) -> bool:
        """Do work at once as far as there is time, the rest in turns; False where there is no room for it.

        `size` is how many bytes it keeps while it waits.
        """
        if not self._room(self._queues.get(peer), size):
            return False
        if self.free(peer) and self._done(work, self._until):
            return True
        queue = self._queues.setdefault(peer, _Queue())
        queue.works.append((size, work))
        queue.count += 1
        queue.bytes += size
        self._bytes += size
        return True

    def _room(self, queue: _Queue | None, size: int) -> bool:
        """Whether work of this size may be kept in a queue, or in one more."""
        if queue is None:
            if len(self._queues) >= MOST_PEERS:
                return False
            queue = _Queue()
        if queue.count >= MOST_WORKS or queue.bytes + size > MOST_BYTES:
            return False
        return self._bytes + size <= MOST_BYTES_IN_ALL or queue.bytes + size <= SHARE_BYTES

    def close(self) -> None:
        """Forget what waits."""
        self._queues.clear()
        if self._timer is not None:
            self._timer.cancel()

    def _next(self) -> None:
        """Do what waits until the time of this turn is up."""
        self._timer = None
        if not self._queues:
            return
        self._until = perf_counter() + TURN_SECONDS
        self._timer = self._loop.call_later(REST_SECONDS, self._next)
        while self._queues and perf_counter() < self._until:
            self._serve(next(iter(self._queues)))

    def _serve(self, peer: Hashable) -> None:
        """Do the first work of a peer, who comes to the end of the row."""
        queue = self._queues.pop(peer)
        size, work = queue.works.popleft()
        waiting, queue.works = queue.works, deque()  # what is given while the work is done comes before its rest
        self._queues[peer] = queue
        if self._done(work, min(self._until, perf_counter() + SLICE_SECONDS)):
            self._bytes -= size
            queue.bytes -= size
            queue.count -= 1
        else:
            queue.works.append((size, work))
        waiting.extendleft(reversed(queue.works))
        queue.works = waiting
        if not waiting:
            del self._queues[peer]

    def _done(self, work: Work, until: float) -> bool:
        try:
            for _ in work:
                if perf_counter() >= until:
                    return False
        except Exception as error:
            self._log.warning("given up: %s", error, exc_info=error)
        return True
