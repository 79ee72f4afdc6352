"""Which part of the loop holds which generation, and which part to decode next; pure bookkeeping, no torch."""

from __future__ import annotations

import numpy as np

NOTHING = -1


class Coverage:
    """The generation number that each latent frame of the loop holds; `NOTHING` where none was decoded yet."""

    def __init__(self, frames: int) -> None:
        self.frames = frames
        self.held = np.full(frames, NOTHING, dtype=np.int64)

    def next_window(self, start: int, reach: int, size: int, wanted: int) -> tuple[int, int] | None:
        """First window within `reach` frames after `start` whose frames do not hold generation `wanted`.

        Frames are counted around the loop; a window ends at its end. Returns (first frame in 0..frames-1, count up to
        `size`), or None where everything within reach is up to date.
        """
        order = (start + np.arange(min(reach, self.frames))) % self.frames
        due = np.flatnonzero(self.held[order] != wanted)
        if not len(due):
            return None
        first = int(due[0])
        frame = int(order[first])
        return frame, min(size, len(order) - first, self.frames - frame)

    def next_gap(self, start: int, size: int) -> tuple[int, int] | None:
        """First window at or after `start` that holds nothing at all, or None where the loop is full."""
        empty = np.roll(self.held == NOTHING, -(start % self.frames))
        if not empty.any():
            return None
        first = int(np.argmax(empty))
        count = int(np.argmin(np.append(empty[first:], False)))
        frame = (start + first) % self.frames
        return frame, min(size, count, self.frames - frame)

    def mark(self, start: int, count: int, generation: int) -> None:
        """Record that `count` frames from `start` (around the loop) now hold `generation`."""
        self.held[(start + np.arange(count)) % self.frames] = generation

    def ahead(self, start: int, wanted: int | None = None) -> int:
        """How many frames from `start` on, without a break, hold `wanted` (None: anything at all)."""
        order = self.held[(start + np.arange(self.frames)) % self.frames]
        lacking = np.flatnonzero(order == NOTHING if wanted is None else order != wanted)
        return int(lacking[0]) if len(lacking) else self.frames
