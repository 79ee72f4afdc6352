"""MIDI clock: start, stop, continue, song position and ticks of whichever port runs first. No torch."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Literal

from demond.clock.beats import Anchor
from demond.clock.ticks import PER_BEAT, Ticks

TICK, START, CONTINUE, STOP, POSITION = 0xF8, 0xFA, 0xFB, 0xFC, 0xF2
SILENT_SECONDS = 1.0
"""Without a tick, after which another port may lead."""
SIXTEENTHS = 4
"""What song position counts, in a beat."""

Event = Literal["start", "continue", "stop", "position"]


class MidiClock:
    """Follows one port at a time; `take` is for the thread of MIDI, the rest for any.

    `heard(event, beat)` is called there as well: that playing starts or goes on from a beat, with the tick on which it
    is, that it stops, or where it would go on. `tempo()` is what is taken until ticks tell.
    """

    def __init__(
        self,
        heard: Callable[[Event, float], None],
        tempo: Callable[[], float],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._heard = heard
        self._tempo = tempo
        self._now = now
        self._lock = threading.Lock()
        self._name = ""
        self._last = -SILENT_SECONDS
        self._ticks = Ticks()
        self._first = 0.0  # tick 0, in beats
        self._position = 0.0
        self._begins: Event | None = None
        self._running = False

    @property
    def port(self) -> str:
        """The port that leads; empty where none sends ticks."""
        return self._name if self._now() - self._last <= SILENT_SECONDS else ""

    @property
    def settled(self) -> bool:
        """Whether enough ticks came to know the tempo well."""
        return bool(self.port) and self._ticks.settled

    def take(self, name: str, data: Sequence[int], at: float) -> None:
        """Take a system message of a port, which came at this time; what is no whole one of these is left out."""
        if not data or len(data) != (3 if data[0] == POSITION else 1):
            return
        with self._lock:
            if name != self._name and at - self._last <= SILENT_SECONDS:
                return
            if at - self._last > SILENT_SECONDS or name != self._name:
                self._ticks, self._first = Ticks(), self._position
            event = self._take(data, at)
            self._name = name
        if event is not None:
            self._heard(*event)

    def _take(self, data: Sequence[int], at: float) -> tuple[Event, float] | None:
        match data[0]:
            case 0xF8:
                return self._tick(at)
            case 0xFA:
                self._position, self._begins = 0.0, "start"
            case 0xFB:
                self._begins = "continue"
            case 0xFC:
                self._running, self._begins = False, None
                if self._ticks.number >= 0:
                    self._position = max(0.0, self._first + (self._ticks.number + 1) / PER_BEAT)
                return "stop", self._position
            case 0xF2 if all(byte < 0x80 for byte in data[1:]):
                self._position = (data[1] | data[2] << 7) / SIXTEENTHS
                if self._running:
                    self._begins = "continue"
                return "position", self._position
        return None

    def _tick(self, at: float) -> tuple[Event, float] | None:
        self._ticks.take(at)
        self._last = at
        if self._begins is None:
            return None
        event, self._begins, self._running = self._begins, None, True
        self._first = self._position - self._ticks.number / PER_BEAT
        return event, self._position

    def anchor(self) -> Anchor | None:
        """Where the beat is, as the ticks say; None while no port sends any."""
        with self._lock:
            if not self.port or self._ticks.number < 0:
                return None
            pulse = self._ticks.pulse
            if pulse is None or not self._ticks.settled:
                return Anchor(self._last, self._first + self._ticks.number / PER_BEAT, self._tempo())
            return Anchor(pulse.time, self._first + pulse.tick / PER_BEAT, 60.0 / (pulse.period * PER_BEAT))
