"""How far ahead of the playhead to decode, from measured times; pure, no torch."""

from __future__ import annotations

from collections import deque

SAFETY = 1.5
DEVICE_SECONDS = 0.03
RECENT = 12
LATEST = 4


class Lead:
    """Keeps the recent times of rounds (a tick and its windows), of ticks and of window decodes, all in seconds."""

    def __init__(self) -> None:
        self._rounds: deque[float] = deque(maxlen=RECENT)
        self._ticks: deque[float] = deque(maxlen=LATEST)
        self._decodes: deque[float] = deque(maxlen=RECENT)

    def round_took(self, seconds: float) -> None:
        """Note the time from one round's start to the next one's."""
        self._rounds.append(seconds)

    def tick_took(self, seconds: float) -> None:
        """Note the time of a tick alone."""
        self._ticks.append(seconds)

    def decode_took(self, seconds: float) -> None:
        """Note the time that one window took from its choice to its arrival in the loop."""
        self._decodes.append(seconds)

    def generation(self, steps: int) -> float:
        """Time from a generation's first tick to its end, as the latest ticks went."""
        return steps * sum(self._ticks) / max(len(self._ticks), 1)

    def turn(self, steps: int) -> float:
        """How long before it can be heard a generation is begun that is not to be late."""
        rounds = steps * sum(self._rounds) / max(len(self._rounds), 1)
        return SAFETY * max(self.generation(steps), rounds) + self.reach()

    def guard(self) -> float:
        """Distance from the playhead at which a window whose decode begins now arrives in time."""
        return DEVICE_SECONDS + SAFETY * max(self._decodes, default=0.1)

    def reach(self) -> float:
        """What the listener hears, beyond the guard, before the next round has its turn."""
        return SAFETY * max(self._rounds, default=0.5)
