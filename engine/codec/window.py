"""What backends of the codec do, and any window of a song out of windows of one size, as their shapes are fixed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from torch import Tensor

KEPT = 27
"""Frames that are kept of one of these windows: a second, and at both ends one that crosses over."""
SHORTEST = 2
"""Frames of audio that backends encode at the least."""


class WindowExecutor(Protocol):
    """Decodes windows of `frames` frames, which are KEPT and on both sides the margin of the VAE."""

    frames: int

    def run(self, latent: Tensor) -> Tensor:
        """Audio `[1, 2, frames * 1920]` of a latent `[1, 64, frames]`, both float32, as that of a whole song.

        It may lie in memory that the next run writes to. Raises EngineError.
        """
        ...


class AudioExecutor(Protocol):
    """Encodes audio of SHORTEST frames to as many as are encoded at once."""

    def run(self, audio: Tensor) -> Tensor:
        """The mean `[1, 64, frames]`, in a tensor of its own, of audio `[1, 2, frames * 1920]`, both float32.

        Raises EngineError.
        """
        ...


class Executors(NamedTuple):
    """What a backend has made: without `audio` the VAE itself encodes."""

    windows: WindowExecutor
    audio: AudioExecutor | None = None


class Piece(NamedTuple):
    """A window begins at frame `first`; frames `start`..`stop` are kept of it."""

    first: int
    start: int
    stop: int


def pieces(frames: int, start: int, stop: int, size: int, margin: int, *, cyclic: bool) -> Iterator[Piece]:
    """The windows of `size` frames that make up `start`..`stop` of a song of `frames`, for a decoder that hears
    `margin` frames around each.

    Plain ones lie within the song, whose ends sound as they do in the whole: at an end a window slides inwards, as
    nothing can be put around it that sounds like nothing. Such a song must have `size` frames. Cyclic ones go round.
    """
    while start < stop:
        first = start - margin
        last = first + size - margin
        if not cyclic:
            first = min(max(first, 0), frames - size)
            last = frames if first == frames - size else first + size - margin
        end = min(stop, last)
        yield Piece(first, start, end)
        start = end
