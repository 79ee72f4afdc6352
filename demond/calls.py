"""Calls into the event loop from other threads: everything that the daemon decides is decided in its one loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from demond.parameters import ControlError

P = ParamSpec("P")
T = TypeVar("T")

ACTION_SECONDS = 5.0
LOG_SECONDS = 1.0
"""Between two lines of the log that say what failed: no flood fills it."""

_ASKER: ContextVar[object] = ContextVar("asker")

_log = logging.getLogger("demond")


class Calls:
    """Brings calls into the running loop, in whose thread it is made."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._tasks: set[asyncio.Task[object]] = set()
        self._logged, self._unlogged = -LOG_SECONDS, 0

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

    def done(self, action: str, handler: Callable[..., object]) -> Callable[..., object]:
        """`handler`, done in the loop whichever thread asks for it; where it takes time, a task is returned.

        ControlError where such a task is under way already: one that hangs holds nothing but its own action.
        """
        running: asyncio.Task[object] | None = None

        def begin(args: tuple[Any, ...]) -> object:
            nonlocal running
            if running is not None and not running.done():
                raise ControlError(action, "is under way already")
            result = handler(*args)
            if asyncio.iscoroutine(result):
                result = running = self.task(result)
            return result

        async def begun(args: tuple[Any, ...]) -> object:
            return begin(args)

        def do(*args: Any) -> object:
            if threading.get_ident() == self._thread:
                return begin(args)
            return asyncio.run_coroutine_threadsafe(begun(args), self._loop).result(ACTION_SECONDS)

        return do

    def task(self, work: Coroutine[Any, Any, object]) -> asyncio.Task[object]:
        """Work begun in the loop; where it ends by an error, the log says so, whoever else is told."""
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        now = self._loop.time()
        if now - self._logged < LOG_SECONDS:
            self._unlogged += 1
            return
        more = f" (and {self._unlogged} more not logged)" if self._unlogged else ""
        self._logged, self._unlogged = now, 0
        _log.error("%s%s", error, more)


@contextlib.contextmanager
def asked_by(who: object) -> Iterator[None]:
    """Note who asks for what is done within, and for all that is begun there and done later in the loop."""
    before = _ASKER.set(who)
    try:
        yield
    finally:
        _ASKER.reset(before)


def asker(otherwise: object) -> object:
    """Who asked for what is being done, where somebody did by an action."""
    return _ASKER.get(otherwise)


async def aside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` returns, done in a thread of its own: one that hangs holds up no other, nor the process's end."""
    done: Future[T] = Future()
    done.set_running_or_notify_cancel()

    def run() -> None:
        try:
            done.set_result(work(*args, **kwargs))
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, name=getattr(work, "__name__", "aside"), daemon=True).start()
    return await asyncio.wrap_future(done)


def settle(asked: asyncio.Future[T], result: T | Exception) -> None:
    """Answer who waits for a future of the loop, if anybody does still."""
    if asked.done():
        return
    if isinstance(result, Exception):
        asked.set_exception(result)
        asked.exception()  # nobody has to look
    else:
        asked.set_result(result)
