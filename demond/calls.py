"""Calls into the event loop from other threads: everything that the daemon decides is decided in its one loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import threading
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec

P = ParamSpec("P")

ACTION_SECONDS = 5.0
JOIN_SECONDS = 1.0

_log = logging.getLogger("demond")


class Calls:
    """Brings calls into the running loop, in whose thread it is made."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._tasks: set[asyncio.Task[object]] = set()

    def soon(self, take: Callable[P, None]) -> Callable[P, None]:
        """`take`, called in the loop whichever thread it is said in, and not waited for."""

        def relay(*args: P.args, **kwargs: P.kwargs) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(lambda: take(*args, **kwargs))

        return relay

    def inside(self, take: Callable[P, None]) -> Callable[P, None]:
        """`take`, called in the loop: at once where it is said there, else soon."""
        later = self.soon(take)

        def relay(*args: P.args, **kwargs: P.kwargs) -> None:
            (take if threading.get_ident() == self._thread else later)(*args, **kwargs)

        return relay

    def done(self, handler: Callable[..., object]) -> Callable[..., object]:
        """`handler`, done in the loop whichever thread asks for it; where it takes time, a task is returned."""

        def begin(args: tuple[Any, ...]) -> object:
            result = handler(*args)
            return self._task(result) if asyncio.iscoroutine(result) else result

        async def begun(args: tuple[Any, ...]) -> object:
            return begin(args)

        def do(*args: Any) -> object:
            if threading.get_ident() == self._thread:
                return begin(args)
            return asyncio.run_coroutine_threadsafe(begun(args), self._loop).result(ACTION_SECONDS)

        return do

    def joined(self, work: Callable[[], object]) -> Callable[[], object]:
        """`work`, begun at most once in `JOIN_SECONDS` and never beside itself: who asks sooner shares the next run."""
        begun = -math.inf
        running: asyncio.Task[object] | None = None
        following: asyncio.Task[object] | None = None

        async def follow() -> object:
            nonlocal following
            if running is not None:
                await asyncio.wait([running])
            await asyncio.sleep(begun + JOIN_SECONDS - self._loop.time())
            following = None
            result = begin()
            return await result if isinstance(result, asyncio.Task) else result

        def begin() -> object:
            nonlocal begun, running
            begun, running = self._loop.time(), None
            result = work()
            if asyncio.iscoroutine(result):
                result = running = self._task(result)
            return result

        def ask() -> object:
            nonlocal following
            busy = running is not None and not running.done()
            if following is None and not busy and self._loop.time() - begun >= JOIN_SECONDS:
                return begin()
            following = following or self._task(follow())
            return following

        return ask

    def _task(self, work: Coroutine[Any, Any, object]) -> asyncio.Task[object]:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.error("%s", task.exception())
