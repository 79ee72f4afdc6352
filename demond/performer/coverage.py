"""What lies at every latent frame of the loop, and which part to decode next; pure bookkeeping, no torch."""

from __future__ import annotations

from collections.abc import Collection

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
    """Three numbers of every frame of the loop.

    `edition` counts the values it was generated with, `NOTHING` where it never was; `made` is the generation that last
    changed its latent, 0 where it is still as it came; `held` is the generation that was decoded into the loop,
    `NOTHING` where none was. An `order` is the frames to come, in playing order.
    """

    def __init__(self, frames: int) -> None:
        self.frames = frames
        self.edition = np.full(frames, NOTHING, dtype=np.int64)
        self.made = np.zeros(frames, dtype=np.int64)
        self.held = np.full(frames, NOTHING, dtype=np.int64)
        self._before = self.made.copy()

    def make(self, changed: NDArray[np.bool_], generation: int, margin: int) -> None:
        """Record that `generation` changed latents, and with them the sound of `margin` frames to either side."""
        heard = changed.copy()
        for shift in range(1, margin + 1):
            heard |= np.roll(changed, shift) | np.roll(changed, -shift)
        self._before[heard] = self.made[heard]
        self.made[heard] = generation

    def mark(self, start: int, count: int, but: Collection[int] = ()) -> None:
        """Record that `count` frames from `start` are in the loop as they are now, but for some."""
        fresh = [frame for frame in range(start, start + count) if frame not in but]
        self.held[fresh] = self.made[fresh]

    def next_window(self, order: Frames, size: int) -> tuple[int, int] | None:
        """First window of `order` that the loop does not hold as it is now.

        Returns (first frame, count up to `size`), or None where everything is up to date.
        """
        return self._first_run(order, self.held[order] != self.made[order], size)

    def next_gap(self, order: Frames, size: int) -> tuple[int, int] | None:
        """First window of `order` that holds nothing at all, or None where there is none."""
        return self._first_run(order, self.held[order] == NOTHING, size)

    def ahead(self, order: Frames) -> int:
        """How many frames of `order`, from its start on, were generated and are at most one generation old."""
        lacking = np.flatnonzero((self.held[order] < self._before[order]) | (self.edition[order] == NOTHING))
        return int(lacking[0]) if len(lacking) else len(order)

    @staticmethod
    def _first_run(order: Frames, due: NDArray[np.bool_], size: int) -> tuple[int, int] | None:
        if not due.any():
            return None
        first = int(np.argmax(due))
        unbroken = due[first:] & (order[first:] - order[first] == np.arange(len(order) - first))
        count = int(np.argmin(np.append(unbroken, False)))
        return int(order[first]), min(size, count)
