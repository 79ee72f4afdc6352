"""An output whose time is the monotonic clock: for nobody, for a pipe, for a device that has no clock of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np

from demond.playback.callback import OUTPUT_LOST
from demond.playback.native import Renderer
from demond.playback.segment import Float32

_LATE_SECONDS = 0.5  # by which it may lag behind before it gives the time up
_SHORT_SECONDS = 0.01


def dropped(block: Float32) -> bool:
    """Takes a block for nobody."""
    return True


class Clocked:
    """Renders blocks of `frames` at the pace of the clock, in a thread of its own, and hands them to `take`.

    What was late is caught up at twice the pace, unless blocks are too short to be waited for. `take` says whether a
    block was taken whole; one that was not counts as an xrun.
    """

    def __init__(self, renderer: Renderer, frames: int, take: Callable[[Float32], bool] = dropped) -> None:
        self._renderer, self._frames, self._take = renderer, frames, take
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clocked-output", daemon=True)

    @property
    def alive(self) -> bool:
        """Whether it goes on: an error of `take` ends it."""
        return self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        header = self._renderer.segment.header
        block = np.zeros((self._frames, header.channels), np.float32)
        seconds = self._frames / header.device_rate
        pause = seconds / 2 if seconds > _SHORT_SECONDS else 0.0
        due, flags = time.monotonic(), 0
        while not self._stop.is_set():
            self._renderer.render(block, flags=flags, began=due)
            flags = 0 if self._take(block) else OUTPUT_LOST
            due += seconds
            left = due - time.monotonic()
            if left < -_LATE_SECONDS:
                due = time.monotonic()
            self._stop.wait(max(pause, left))
