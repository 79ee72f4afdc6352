"""Threads beside the ticks, and those that do them."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from engine.background import NICER, begin, in_front, workers


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of single threads")
def test_who_does_ticks_goes_first_whoever_began_it() -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    found: list[int] = []

    def work() -> None:
        with workers(2, "rows") as pool:
            found.extend([priority(), in_front(priority), *pool.map(lambda _: priority(), range(2))])

    usual = in_front(priority)
    begin(work, "beside").join()
    assert found == [min(19, priority() + NICER), usual, usual, usual]
