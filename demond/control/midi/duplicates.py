"""Tells what our own MIDI port received alone from what a device sent as well: no clock of its own, no torch."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence


class Duplicates:
    """Drops what our own port receives a second time, because a device that we opened is connected to it as well.

    While devices are open, messages of our own port wait `PATIENCE` seconds for the same from a device.
    """

    PATIENCE = 0.01

    def __init__(self) -> None:
        self._held: deque[tuple[float, tuple[int, ...]]] = deque()
        self._heard: deque[tuple[float, tuple[int, ...]]] = deque()

    def hear(self, data: Sequence[int], now: float) -> None:
        """A device sent this."""
        self._heard.append((now, tuple(data)))

    def hold(self, data: Sequence[int], now: float) -> None:
        """Our own port received this."""
        self._held.append((now, tuple(data)))

    def due(self, now: float) -> list[tuple[int, ...]]:
        """The messages of our own port that no device sent."""
        while self._heard and now - self._heard[0][0] > 2 * self.PATIENCE:
            self._heard.popleft()
        played: list[tuple[int, ...]] = []
        waiting: deque[tuple[float, tuple[int, ...]]] = deque()
        for came, data in self._held:
            same = next((heard for heard in self._heard if heard[1] == data), None)
            if same is not None:
                self._heard.remove(same)
            elif now - came >= self.PATIENCE:
                played.append(data)
            else:
                waiting.append((came, data))
        self._held = waiting
        return played
