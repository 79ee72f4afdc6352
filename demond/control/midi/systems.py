"""One MIDI system and its ports, as they come and go. For one thread, the MIDI input's; no torch."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from demond.control.mapping import MappedPort
from demond.control.midi.backends import Backend, MidiPort
from demond.control.midi.duplicates import Duplicates
from engine.errors import in_words

RETRY = 1.0
"""Seconds until a port or system that could not be opened is tried again."""
MOST_AT_ONCE = 512
SYSEX = 0xF0

ClockIn = Callable[[str, Sequence[int], float], None]
"""Takes a port's name, a system message (clock, start, song position ...) and when it came, by the monotonic clock."""

OWN_PORT = ("demond-midi", "control")


@dataclass(slots=True)
class _Open:
    """An open port, and what plays it."""

    port: MidiPort
    mapped: MappedPort


class System:
    """A MIDI system and what is open in it: our own port, and those of its ports that are wanted.

    `wanted(port)` says which to open, `play(port)` makes what plays one; `absence` is the level at which a system that
    is not there is logged; `clock_in` takes system messages, which are not played. Nothing that its driver does gets
    further.
    """

    def __init__(
        self,
        backend: Backend,
        wanted: Callable[[str], bool],
        play: Callable[[str], MappedPort],
        log: logging.Logger,
        absence: int = logging.WARNING,
        clock_in: ClockIn = lambda port, data, at: None,
    ) -> None:
        self.backend = backend
        self.running: str | None = None
        self._wanted = wanted
        self._play = play
        self._log = log
        self._absence = absence
        self._clock_in = clock_in
        self._told: str | None = None
        self._not_before = 0.0
        self._own: _Open | None = None
        self._open: dict[str, _Open] = {}
        self._retry: dict[str, float] = {}
        self._duplicates = Duplicates()

    def ports(self) -> list[str]:
        """The open ports, without our own; from any thread."""
        return list(self._open)

    def look(self) -> None:
        """Open what came, close what went; where the system is broken, close everything and find it again later."""
        try:
            self._look()
        except Exception as error:
            self._break(error)

    def messages(self, now: float) -> Iterator[tuple[MappedPort, Sequence[int]]]:
        """Yield what waits in the queues, each with what plays its port; ends early where the system is broken."""
        try:
            yield from self._messages(now)
        except Exception as error:
            self._break(error)

    def close(self) -> None:
        """Close everything of the system."""
        for port in list(self._open):
            self._close(port)
        if self._own is not None:
            self._let_go(self._own.port)
        self._let_go(self.backend)
        self._own, self.running = None, None
        self._retry.clear()
        self._duplicates = Duplicates()

    def _break(self, error: Exception) -> None:
        self._tell(f"MIDI: {self.backend.name} fails ({in_words(error)}); trying again")
        self.close()
        self._not_before = time.monotonic() + RETRY

    def _tell(self, text: str, level: int = logging.WARNING) -> None:
        """Log what the system's state is, once while it stays so."""
        if self._told != text:
            self._log.log(level, text)
            self._told = text

    def _look(self) -> None:
        backend = self.backend
        running = backend.running()
        if running != self.running and self.running is not None:
            self.close()
        if running is None:
            self._tell(f"MIDI: {backend.name} is not there, waiting for it: {backend.absence()}", self._absence)
            return
        if time.monotonic() < self._not_before:
            return
        if self.running is None:
            name = ":".join(OWN_PORT)
            self._own = _Open(backend.offer(*OWN_PORT), self._play(name))
            self.running = running
            self._tell(f"MIDI: {backend.name} is there, with our port {name}", logging.INFO)
        there = [port for port in backend.ports() if self._wanted(port)]
        for port in [port for port in self._open if port not in there]:
            self._log.warning("MIDI: %s is gone, waiting for it", port)
            self._close(port)
        for port in [port for port in self._retry if port not in there]:
            del self._retry[port]
        for port in there:
            if port not in self._open and time.monotonic() >= self._retry.get(port, 0.0):
                self._try(port)

    def _try(self, port: str) -> None:
        try:
            opened = self.backend.open(port)
        except Exception as error:
            if port not in self._retry:
                self._log.warning("MIDI: %s cannot be opened (%s); trying again", port, in_words(error))
            self._retry[port] = time.monotonic() + RETRY
            return
        self._retry.pop(port, None)
        mapped = self._play(port)
        self._open[port] = _Open(opened, mapped)
        files = ", ".join(mapped.files()) or "the mappings for any device"
        self._log.info("MIDI: %s is open, played by %s", port, files)

    def _close(self, port: str) -> None:
        self._let_go(self._open.pop(port).port)

    def _let_go(self, thing: MidiPort | Backend) -> None:
        try:
            thing.close()
        except Exception as error:
            self._log.debug("MIDI: closing failed: %s", error)

    def _messages(self, now: float) -> Iterator[tuple[MappedPort, Sequence[int]]]:
        if self._own is None:
            return
        for one in list(self._open.values()):
            for data in _waiting(one.port):
                if self._is_clock(one, data, now):
                    continue
                self._duplicates.hear(data, now)
                yield one.mapped, data
        for data in _waiting(self._own.port):
            if self._is_clock(self._own, data, now):
                continue
            if self._open:
                self._duplicates.hold(data, now)
            else:
                yield self._own.mapped, data
        for data in self._duplicates.due(now):
            yield self._own.mapped, data

    def _is_clock(self, one: _Open, data: Sequence[int], now: float) -> bool:
        """Hand a system message on, with the time of its arrival as exactly as the port tells; whether it was one."""
        if not data or data[0] <= SYSEX:
            return False
        self._clock_in(one.mapped.name, data, float(getattr(one.port, "arrived", now)))
        return True


def _waiting(port: MidiPort) -> Iterator[Sequence[int]]:
    for _ in range(MOST_AT_ONCE):
        data = port.receive()
        if data is None:
            return
        yield data
