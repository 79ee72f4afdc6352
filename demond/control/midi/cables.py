"""Tells a cable from a hand: whether what a port says is only what was sent before, come back. Pure.

A cable brings back all that is sent, in the order sent and within the wire's time; a hand presses what it likes. So
what answers a hand's own message is taken for a cable's only where the port is known to have one.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

Key = tuple[int, ...]
Values = tuple[int, ...]

WIRE_SECONDS = 0.15
"""In which a cable brings back what was sent; nobody answers a light with a finger as soon."""
LATE_SECONDS = 1.0
"""After which what did not come back does not come."""
PROMPT_SECONDS = 0.5
"""In which what is sent about a control answers a hand on it."""
ENOUGH = 2
"""In a row that came back: there is a cable."""
MOST_AWAITED = 1024


class Sent(NamedTuple):
    """A message: what control it is about, what it says of it, and when it went."""

    key: Key
    value: Values
    time: float


class Cable:
    """What may lead from one output to one input. `sent` is for the thread that sends, `brought` for that of the
    input."""

    def __init__(self, awaited: Iterable[Sent] = ()) -> None:
        """`awaited` was sent before."""
        self.known = False
        """Whether there is one."""
        self._awaited = deque(awaited, maxlen=MOST_AWAITED)
        self._row = 0
        self._hands: dict[Key, tuple[float, bool]] = {}

    def sent(self, sent: Sent) -> None:
        """Say what is sent."""
        self._awaited.append(sent)

    def brought(self, key: Key, value: Values, now: float) -> bool:
        """Say what the input heard about a control; whether a cable brought it."""
        awaited = self._awaited
        while awaited and now - awaited[0].time > LATE_SECONDS:
            awaited.popleft()
            self.known, self._row = False, 0
        if awaited and self._is_back(key, value, now):
            return True
        self._hands[key] = now, key[0] & 0xF0 == 0x90 and any(value)
        return False

    def _is_back(self, key: Key, value: Values, now: float) -> bool:
        awaited = tuple(self._awaited)
        same = (place for place, sent in enumerate(awaited) if sent.key == key and sent.value == value)
        place = next((place for place in same if self._may_be(place, awaited[place], now)), -1)
        if place < 0:
            self._row = 0
            return False
        for _ in range(place + 1):
            self._awaited.popleft()
        self._row += 1
        self.known = self.known or self._row >= ENOUGH
        return self.known or now - awaited[place].time <= WIRE_SECONDS

    def _may_be(self, place: int, sent: Sent, now: float) -> bool:
        """Whether what was sent may come back now: where no cable is known, the next in order or one that a wire may
        still carry, of a control that no hand is on, nor was a moment before."""
        if self.known:
            return True
        if place and now - sent.time > WIRE_SECONDS:
            return False
        when, down = self._hands.get(sent.key, (-math.inf, False))
        return not down and sent.time - when > PROMPT_SECONDS
