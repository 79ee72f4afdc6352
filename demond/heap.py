"""What glibc's malloc keeps of what was given back; other systems' is left as it is."""

from __future__ import annotations

import contextlib
import ctypes
import gc

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
"""glibc's names (malloc.h)."""


def bound() -> None:
    """Have threads share two heaps, and large blocks given back when they are free.

    glibc would make one for each thread, up to eight a core, and each keeps the most that it ever held: a daemon that
    runs for months would grow for days.
    """
    _tell("mallopt", M_ARENA_MAX, 2)
    _tell("mallopt", M_MMAP_THRESHOLD, 128 << 10)


def trim() -> None:
    """Give back what nothing refers to any more."""
    gc.collect()
    _tell("malloc_trim", 0)


def _tell(function: str, *arguments: int) -> None:
    with contextlib.suppress(AttributeError, OSError):  # only glibc has it
        getattr(ctypes.CDLL(None), function)(*arguments)
