"""Which part of the song the decoder is to see next, and how what comes of it joins what is there; pure, no torch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from demond.performer.coverage import Frames

WHOLE = 60.0
USUAL = 15.0
SHORTEST = 2.0


def span_seconds(asked: float, song: float) -> float:
    """Seconds that the decoder sees of a song: all of it where that is asked for, or nothing and it is short enough."""
    if asked == 0.0:
        return song if song <= WHOLE else USUAL
    return min(max(asked, SHORTEST), song)


class Spans:
    """Spans of `size` frames over a loop of `frames`, each named by its first frame.

    A span's first and last `edge` frames have little around them: they hold only until a neighbour's span brings
    its own, which is blended in over them. A span of the whole loop has no edges.
    """

    def __init__(self, frames: int, size: int) -> None:
        self.frames = frames
        self.size = min(size, frames)
        self.edge = 0 if self.size == frames else min(max(1, size // 8), 25)

    def inside(self, at: int) -> Frames:
        """The frames in the span at `at`, around the loop's end if need be."""
        return (at + np.arange(self.size)) % self.frames

    def kept(self, at: int) -> Frames:
        """Those of them that need no other span."""
        return self.inside(at)[self.edge : self.size - self.edge]

    def next(self, order: Frames, lacking: NDArray[np.bool_]) -> int | None:
        """The span for the first frame of `order` that is `lacking`, or None where half a span lacks nothing.

        `order` is what will be heard, in playing order, from the first frame on that can still be brought in time. The
        decoder sees a quarter of the span before the frame that is needed. Where everything that is heard fits into
        one span, that one serves always. Spans begin at even frames.
        """
        whole = self.size == self.frames
        missing = lacking[order if whole else order[: self.size // 2]]
        if not missing.any():
            return None
        if whole:
            return 0
        if len(order) + 2 * self.edge + 2 <= self.size:
            at = int(order.min()) - (self.size - len(order)) // 2
        else:
            at = int(order[np.argmax(missing)]) - self.size // 4
        at %= self.frames
        return at - at % 2

    def shares(self, new: NDArray[np.bool_]) -> NDArray[np.float32]:
        """How much of a span to take, per frame: none where it is not `new`, rising over `edge` frames from there."""
        place = np.arange(self.size)
        before = np.maximum.accumulate(np.where(new, -self.frames, place))
        behind = np.minimum.accumulate(np.where(new, 2 * self.frames, place)[::-1])[::-1]
        distance = np.minimum(place - before, behind - place)
        return np.minimum(1.0, distance / (self.edge + 1)).astype(np.float32)
