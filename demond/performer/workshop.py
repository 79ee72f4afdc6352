"""Slow work beside the tick: what takes long to make is made here and handed over between two ticks."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

NICER = 10


@dataclass(frozen=True)
class Finished:
    """One job's outcome: its name, the key it was made from, and its result or its error."""

    name: str
    key: Any
    result: object = None
    error: Exception | None = None


@dataclass
class _Job:
    key: Hashable
    future: Future[object]
    following: tuple[Hashable, Callable[[], object]] | None = None


class Workshop:
    """One worker thread, behind the others where processors are short. For every name one job runs and the newest wish
    waits, so that neither a flood of wishes nor a slow job keeps results from coming; a key is never made twice in a
    row.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "workshop", initializer=_stand_back)
        self._latest: dict[str, Hashable] = {}
        self._jobs: dict[str, _Job] = {}
        self._made: set[str] = set()

    def want(self, name: str, key: Hashable, make: Callable[[], object]) -> None:
        """Have `make()` run in the background, unless `key` is what `name` was last asked for."""
        if self._latest.get(name) == key:
            return
        self._latest[name] = key
        if name in self._jobs:
            self._jobs[name].following = (key, make)
        else:
            self._jobs[name] = _Job(key, self._pool.submit(make))

    def have(self, name: str, key: Hashable) -> None:
        """Say that what `key` makes is at hand already: what is being made for `name` is no longer wanted."""
        self._latest[name] = key
        if name in self._jobs:
            self._jobs.pop(name).future.cancel()

    def forget(self, name: str) -> None:
        """Say that a name that is done will not be asked for again."""
        self._latest.pop(name, None)

    def wanted(self, name: str) -> Hashable:
        """The key that `name` was last asked for."""
        return self._latest.get(name)

    def collect(self) -> list[Finished]:
        """Take the jobs that are done, in the order in which they were asked for, and begin those that waited."""
        outcomes = []
        for name, job in [(name, job) for name, job in self._jobs.items() if job.future.done()]:
            del self._jobs[name]
            self._made.add(name)
            if job.following is not None:
                key, make = job.following
                self._jobs[name] = _Job(key, self._pool.submit(make))
            error = job.future.exception()
            if error is None:
                outcomes.append(Finished(name, job.key, job.future.result()))
            else:
                reason = error if isinstance(error, Exception) else RuntimeError(str(error))
                outcomes.append(Finished(name, job.key, error=reason))
        return outcomes

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


def _stand_back() -> None:
    """Let the tick go first; only Linux has priorities of single threads."""
    thread = threading.get_native_id()
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + NICER)
