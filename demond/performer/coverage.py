"""Which part of the loop holds which generation, and which part to decode next; pure bookkeeping, no torch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

NOTHING = -1

Frames = NDArray[np.int64]


def playing_order(start: int, frames: int, first: int = 0, last: int | None = None) -> Frames:
    """All frames of a loop, in the order in which a playhead at frame `start` comes by.

    It goes around between `first` and `last` (all of the loop by default), the frames outside of them come last.
    """
    last = frames if last is None else last
    heard = np.roll(np.arange(first, last), -(max(0, start - first) % (last - first)))
    if len(heard) == frames:
        return heard
    return np.concatenate([heard, np.arange(first), np.arange(last, frames)])


class Coverage:
    """The generation number that each latent frame of the loop holds; `NOTHING` where none was decoded yet.

    An `order` is the frames to come, in playing order.
    """

    def __init__(self, frames: int) -> None:
        self.frames = frames
        self.held = np.full(frames, NOTHING, dtype=np.int64)

    def next_window(self, order: Frames, size: int, wanted: int) -> tuple[int, int] | None:
        """First window of `order` whose frames do not hold generation `wanted`.

        Returns (first frame, count up to `size`), or None where everything is up to date.
        """
        return self._first_run(order, self.held[order] != wanted, size)

    def next_gap(self, order: Frames, size: int) -> tuple[int, int] | None:
        """First window of `order` that holds nothing at all, or None where there is none."""
        return self._first_run(order, self.held[order] == NOTHING, size)

    def mark(self, start: int, count: int, generation: int) -> None:
        """Record that `count` frames from `start` now hold `generation`."""
        self.held[start : start + count] = generation

    def ahead(self, order: Frames, oldest: int) -> int:
        """How many frames of `order`, from its start on, hold generation `oldest` or a newer one."""
        lacking = np.flatnonzero(self.held[order] < oldest)
        return int(lacking[0]) if len(lacking) else len(order)

    @staticmethod
    def _first_run(order: Frames, due: NDArray[np.bool_], size: int) -> tuple[int, int] | None:
        if not due.any():
            return None
        first = int(np.argmax(due))
        unbroken = due[first:] & (order[first:] - order[first] == np.arange(len(order) - first))
        count = int(np.argmin(np.append(unbroken, False)))
        return int(order[first]), min(size, count)
