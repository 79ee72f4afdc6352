"""Waiting for what others do, and timing it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
from collections.abc import Callable, Iterator


def wait_for(test: Callable[[], object], seconds: float = 10.0) -> float:
    """Wait until the test holds; the seconds that took."""
    began = time.monotonic()
    while not test():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.001)
    return time.monotonic() - began


async def eventually(test: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until the test holds, and let the event loop go on."""
    began = time.monotonic()
    while not test():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        await asyncio.sleep(0.002)


@contextlib.contextmanager
def old_garbage_aside() -> Iterator[None]:
    """Collections look through what comes meanwhile, not through what the tests before left behind."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
