"""Threads for work beside the ticks, which go first."""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

T = TypeVar("T")

NICER = 10
PATIENCE = 5.0
"""Seconds that the end of the process waits for work under way: torch ends badly amid it."""

TRACING = threading.RLock()
"""Held while torch traces, to compile or to export: what is traced in one thread is mistaken in another. Asked for last
of all locks."""
_THREADS: weakref.WeakSet[threading.Thread] = weakref.WeakSet()


def begin(work: Callable[[], None], name: str) -> threading.Thread:
    """Have work done in a thread of its own behind the others, where processors are short."""

    def run() -> None:
        stand_back()
        work()

    thread = threading.Thread(target=run, name=name, daemon=True)
    _THREADS.add(thread)
    thread.start()
    return thread


def in_front(work: Callable[[], T]) -> T:
    """Have work done in the thread that the first call of this started, and wait: threads begun in it have the priority
    of that call, also where this thread stands back."""
    return _front().submit(work).result()


def workers(threads: int, name: str, begun: Callable[[], None] = lambda: None) -> ThreadPoolExecutor:
    """As many threads that do ticks, each begun already, `in_front`."""
    pool, all_here = ThreadPoolExecutor(threads, name, initializer=begun), threading.Barrier(threads)
    in_front(lambda: list(pool.map(lambda _: all_here.wait(), range(threads))))
    return pool


@cache
def _front() -> ThreadPoolExecutor:
    pool = ThreadPoolExecutor(1, "front")
    pool.submit(int).result()
    return pool


def ending() -> bool:
    """Whether the interpreter ends, where no work can be shared with other threads any more."""
    return not threading.main_thread().is_alive()


def stand_back() -> None:
    """Let the other threads go first; only Linux has priorities of single threads."""
    thread = threading.get_native_id()
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + NICER)


@atexit.register
def _let_end() -> None:
    until = time.monotonic() + PATIENCE
    for thread in list(_THREADS):
        thread.join(max(0.0, until - time.monotonic()))
