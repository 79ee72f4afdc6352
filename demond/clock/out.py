"""MIDI clock for others: 24 ticks a beat, start, continue and stop, with the beats that are heard. No torch."""

from __future__ import annotations

import contextlib
import math
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from demond.clock.beats import Clock
from demond.clock.ticks import PER_BEAT

TICK, START, CONTINUE, STOP = b"\xf8", b"\xfa", b"\xfb", b"\xfc"
PER_SIXTEENTH = 6
FASTEST, SLOWEST = 0.6, 1.5
"""Parts of a period within which a tick follows another while the beat is caught up with."""
AWAY = 24
"""Ticks of distance beyond which counting goes on at the beat instead."""
POSITIONS = 1 << 14
PRIORITY = 10
"""Of the thread: below the audio's, above all that is not real-time."""


class Outlet(Protocol):
    """Output ports that are open, or will be when they come."""

    def send(self, data: bytes) -> None:
        """Send at once to those that are there; never raises."""

    def close(self) -> None: ...


class ClockOut:
    """Sends the clock to outlets, from a thread of its own.

    `playing()` and `restarts()` (which counts) tell of the transport, `loop_beat(at)` which beat of the loop is heard.
    """

    def __init__(
        self,
        clock: Clock,
        outlets: Sequence[Outlet],
        playing: Callable[[], bool],
        restarts: Callable[[], int],
        loop_beat: Callable[[float], float | None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._outlets = outlets
        self._playing = playing
        self._restarts = restarts
        self._loop_beat = loop_beat
        self._now = now
        self._next = math.ceil(clock.beat() * PER_BEAT)
        self._sent = now() - 60.0
        self._runs = False
        self._restarted = restarts()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock-out", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def close(self) -> None:
        """Stop whoever follows, and let go of the ports."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(1.0)
        if self._runs:
            self._send(STOP)
        for outlet in self._outlets:
            outlet.close()

    def wait(self) -> float:
        """Seconds until the next tick."""
        now, period = self._now(), 60.0 / (self._clock.tempo * PER_BEAT)
        away = self._next - self._clock.beat(now) * PER_BEAT
        if abs(away) > AWAY:
            self._next = math.ceil(self._clock.beat(now) * PER_BEAT)
            away = self._next - self._clock.beat(now) * PER_BEAT
        since = now - self._sent
        if since > AWAY * period:
            return away * period
        return max(FASTEST * period - since, min(SLOWEST * period - since, away * period))

    def tick(self) -> None:
        """Send a tick, and before it what became of the transport."""
        playing, restarts = self._playing(), self._restarts()
        if self._runs and (not playing or restarts != self._restarted):
            self._runs = False
            self._send(STOP)
        self._restarted = restarts
        if playing and not self._runs and self._next % PER_SIXTEENTH == 0:
            self._begin()
        self._send(TICK)
        self._sent = self._now()
        self._next += 1

    def _begin(self) -> None:
        beat = self._loop_beat(self._now())
        if beat is None:
            return
        self._runs = True
        sixteenths = round(beat * PER_BEAT / PER_SIXTEENTH) % POSITIONS
        if sixteenths == 0:
            self._send(START)
        else:
            self._send(bytes([0xF2, sixteenths & 0x7F, sixteenths >> 7]))
            self._send(CONTINUE)

    def _send(self, data: bytes) -> None:
        for outlet in self._outlets:
            outlet.send(data)

    def _run(self) -> None:
        with contextlib.suppress(OSError, AttributeError):  # where the system allows it
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))
        while not self._stop.is_set():
            wait = self.wait()
            if wait > 0.0:
                self._stop.wait(wait)
            else:
                self.tick()
