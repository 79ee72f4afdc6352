"""Threads for work beside the ticks, which go first."""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import time
import weakref
from collections.abc import Callable

NICER = 10
PATIENCE = 5.0
"""Seconds that the end of the process waits for work under way: torch ends badly amid it."""

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
