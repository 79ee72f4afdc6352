from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from demond.playback import Loop
from demond.playback.native import Renderer


class Played:
    """A loop and what a device would hear of it."""

    def __init__(self, seconds: float, *, native: bool | None, rate: float = 48000, channels: int = 2) -> None:
        self.loop = Loop.create(seconds)
        self.loop.set_device(rate, channels)
        self.loop.set_ceiling(0.0)
        self.renderer = Renderer(self.loop.segment, native=native)

    def fill(self, audio: np.ndarray, fade: int = 0) -> None:
        self.loop.begin(audio.shape[1])
        self.loop.patch(0, audio, fade=0, pending=True)
        self.loop.commit(fade=fade)

    def hear(self, frames: int, block: int = 256) -> np.ndarray:
        """Float32 [frames, channels]."""
        blocks = []
        while frames > 0:
            out = np.full((min(block, frames), self.loop.segment.header.channels), np.nan, np.float32)
            self.renderer.render(out)
            blocks.append(out)
            frames -= len(out)
        return np.concatenate(blocks)


def sine(hertz: float, samples: int, amplitude: float = 0.5, rate: float = 48000) -> np.ndarray:
    wave = amplitude * np.sin(2 * np.pi * hertz * np.arange(samples) / rate)
    return np.stack([wave, wave]).astype(np.float32)


@pytest.fixture(params=["c", "python"])
def played(request: pytest.FixtureRequest) -> Iterator[Callable[..., Played]]:
    """Makes loops rendered by the C callback, and again by its twin."""
    from demond.playback.native import is_built

    if request.param == "c" and not is_built():
        pytest.skip("the C callback was not built: there is no compiler")
    made: list[Played] = []

    def make(seconds: float = 2.0, **options: float) -> Played:
        made.append(Played(seconds, native=request.param == "c", **options))
        return made[-1]

    yield make
    for one in made:
        one.loop.unlink()


@pytest.fixture
def loop() -> Iterator[Loop]:
    one = Loop.create(2.0)
    yield one
    one.unlink()
