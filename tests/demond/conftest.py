"""A clock that tests move, and a store that reads it."""

import pytest

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
