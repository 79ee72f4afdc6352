"""A clock that tests move, a store that reads it, and a loop."""

from collections.abc import Iterator

import pytest

from demond.playback.loop import Loop
from demond.store import Store


class Clock:
    """Seconds, called like `time.monotonic`."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Store:
    return Store(clock)


@pytest.fixture
def playback() -> Iterator[Loop]:
    loop = Loop.create(5)
    yield loop
    loop.close()
    loop.unlink()
