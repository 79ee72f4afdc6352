"""Slow work beside the tick: what takes long to make is made here and handed over between two ticks."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

NICER = 10

T = TypeVar("T")
Fail = Callable[[Exception], None]


@dataclass(frozen=True)
class _Work:
    """What is to be made from a key, and who takes it, or the error."""

    key: Hashable
    make: Callable[[], Any]
    take: Callable[[Any], None]
    fail: Fail


@dataclass
class _Job:
    work: _Work
    future: Future[Any]
    following: _Work | None = None


class Workshop:
    """One worker thread, behind the others where processors are short. For every name one job runs and the newest wish
    waits, so that neither a flood of wishes nor a slow job keeps results from coming; a key is never made twice in a
    row. What is made goes to the `take` it was asked for with, what cannot be made to its `fail`, both in `collect`.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "workshop", initializer=_stand_back)
        self._latest: dict[Hashable, Hashable] = {}
        self._jobs: dict[Hashable, _Job] = {}
        self._made: set[Hashable] = set()

    def want(self, name: str, key: Hashable, make: Callable[[], T], take: Callable[[T], None], fail: Fail) -> None:
        """Have `make()` run in the background, unless `key` is what `name` was last asked for."""
        if self._latest.get(name) == key:
            return
        self._latest[name] = key
        work = _Work(key, make, take, fail)
        if name in self._jobs:
            self._jobs[name].following = work
        else:
            self._begin(name, work)

    def do(self, make: Callable[[], T], take: Callable[[T], None], fail: Fail) -> None:
        """Have something made in any case, for its own sake."""
        once = object()
        self._begin(once, _Work(once, make, take, fail))

    def have(self, name: str, key: Hashable) -> None:
        """Say that what `key` makes is at hand already: what is being made for `name` is no longer wanted."""
        self._latest[name] = key
        if name in self._jobs:
            self._jobs.pop(name).future.cancel()

    def wanted(self, name: str) -> Hashable:
        """The key that `name` was last asked for."""
        return self._latest.get(name)

    def collect(self) -> bool:
        """Hand over what is done, in the order in which it was asked for, and begin what waited.

        Returns whether anything came, or failed, of what was wanted by name.
        """
        done = [(name, job) for name, job in self._jobs.items() if job.future.done()]
        named = [name for name, _ in done if name in self._latest]
        self._made.update(named)
        for name, job in done:
            del self._jobs[name]
            if job.following is not None:
                self._begin(name, job.following)
        for _, job in done:
            error = job.future.exception()
            if error is None:
                job.work.take(job.future.result())
            else:
                job.work.fail(error if isinstance(error, Exception) else RuntimeError(str(error)))
        return bool(named)

    @property
    def busy(self) -> bool:
        """True while anything is being prepared."""
        return bool(self._jobs)

    @property
    def opening(self) -> bool:
        """True until something, or an error, has come for every name that was asked for."""
        return not self._jobs.keys() <= self._made

    def close(self) -> None:
        """Drop what was not begun; what is running ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._jobs.clear()

    def _begin(self, name: Hashable, work: _Work) -> None:
        self._jobs[name] = _Job(work, self._pool.submit(work.make))


def _stand_back() -> None:
    """Let the tick go first; only Linux has priorities of single threads."""
    thread = threading.get_native_id()
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + NICER)
