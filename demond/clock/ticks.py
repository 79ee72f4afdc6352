"""Tempo and phase of a pulse whose ticks jitter, get lost or come twice; pure, for one thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

PER_BEAT = 24
"""Ticks of MIDI clock in a beat."""
WINDOW = 6 * PER_BEAT
"""Ticks that tempo and phase are averaged over."""
FIRST = 8
"""Ticks until something can be said of the next one."""
RECENT = 12
SHORT = 24
"""Ticks that are left of the window where the tempo changed."""
SHORTEST = 60.0 / (1000.0 * PER_BEAT)
"""Of periods: ticks that come all at once, or in the wrong order, tell no tempo."""
CHANGED = 0.06
"""Part of a period by which ticks that stray drift apart where it is the tempo that changed."""


class Pulse(NamedTuple):
    """A straight line through ticks: when number `tick` is due, and the seconds between two."""

    tick: int
    time: float
    period: float


class Ticks:
    """Numbers ticks by when they come, and draws a line through the newest of them by least squares.

    One that strays by half a period is held back until it is clear what it was: jitter, a tick lost or doubled (the
    numbers move on), or another tempo (the line begins anew).
    """

    def __init__(self) -> None:
        self.number = -1
        self._seen: deque[tuple[int, float]] = deque(maxlen=WINDOW)
        self._strays: list[tuple[int, float]] = []
        self._errors: deque[float] = deque(maxlen=RECENT)
        self.pulse: Pulse | None = None

    @property
    def settled(self) -> bool:
        """Whether the line goes through a beat at least."""
        return len(self._seen) >= PER_BEAT

    def take(self, time: float) -> None:
        """Take a tick that came at this time, in seconds."""
        self.number += 1
        pulse, here = self.pulse, (self.number, time)
        if pulse is None or len(self._seen) < FIRST:
            self._seen.append(here)
        else:
            error = time - (pulse.time + (self.number - pulse.tick) * pulse.period)
            if abs(error) > pulse.period / 2:
                self._strays.append(here)
                if len(self._strays) == FIRST:
                    self._decide(pulse)
            else:
                self._strays.clear()
                self._seen.append(here)
                self._follow(error)
        if len(self._seen) > 1 and not self._strays and (line := _line(self._seen)).period >= SHORTEST:
            self.pulse = line

    def _decide(self, pulse: Pulse) -> None:
        """Take the strays: as ticks with other numbers, or as those of another tempo."""
        strays, self._strays = self._strays, []
        own = _line(strays)
        off = own.time - (pulse.time + (own.tick - pulse.tick) * pulse.period)
        middle = off - (own.period - pulse.period) * (len(strays) - 1) / 2
        if abs(own.period - pulse.period) < CHANGED * pulse.period:
            moved = round(middle / pulse.period)
            self.number += moved
            self._seen.extend((tick + moved, time) for tick, time in strays)
        else:
            self._seen.clear()
            self._seen.extend(strays)
        self._errors.clear()

    def _follow(self, error: float) -> None:
        """Forget older ticks where the newest are all early or all late by more than they jitter."""
        self._errors.append(error)
        if len(self._errors) < RECENT or len(self._seen) <= SHORT:
            return
        mean = sum(self._errors) / RECENT
        spread = (sum((each - mean) ** 2 for each in self._errors) / RECENT) ** 0.5
        if abs(mean) > max(2.0 * spread, 0.0005):
            newest = list(self._seen)[-SHORT:]
            self._seen.clear()
            self._seen.extend(newest)
            self._errors.clear()


def _line(ticks: Sequence[tuple[int, float]]) -> Pulse:
    """The line through ticks by least squares, at the last of them."""
    last, end = ticks[-1]
    n = len(ticks)
    mean_tick = sum(tick - last for tick, _ in ticks) / n
    mean_time = sum(time - end for _, time in ticks) / n
    spread = sum((tick - last - mean_tick) ** 2 for tick, _ in ticks)
    slope = sum((tick - last - mean_tick) * (time - end) for tick, time in ticks) / spread
    return Pulse(last, end + mean_time - mean_tick * slope, slope)
