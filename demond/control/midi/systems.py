"""One MIDI system and its ports, as they come and go. For one thread, the MIDI input's; no torch."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from demond.control.mapping import MappedPort, Mappings
from demond.control.mapping.forms import unit_of
from demond.control.mapping.shows import Unit
from demond.control.midi.backends import Backend, MidiPort, OutputPort
from demond.control.midi.duplicates import Duplicates
from demond.control.midi.outputs import Outlet, Outputs
from demond.control.midi.surface import Surface
from demond.control.midi.twins import twin
from demond.control.midi.units import Units
from engine.errors import in_words

RETRY = 1.0
"""Seconds until a port or system that could not be opened is tried again."""
MOST_AT_ONCE = 512
SYSEX = 0xF0

ClockIn = Callable[[str, Sequence[int], float], None]
"""Takes a port's name, a system message (clock, start, song position ...) and when it came, by the monotonic clock."""

OWN_PORT = ("demond-midi", "control")
OWN_OUTPUT = ("demond-midi-out", "feedback")
OURS = ("demond-midi", "demond-in", "demond-out", "demond-list")
"""How the names of our own clients begin."""


@dataclass(slots=True)
class _Open:
    """An open port, and what plays it."""

    port: MidiPort
    mapped: MappedPort
    surface: Surface | None = None

    def unit(self) -> Unit | None:
        """What is said of its output, where something is shown."""
        return unit_of(self.mapped.mappings, self.mapped.name)

    def turned(self, outputs: Outputs) -> None:
        """Show what plays now, another than before."""
        if self.surface is not None:
            outputs.use(self.surface, self.mapped)


class System:
    """A MIDI system and what is open in it: our own port, and those of its ports that are wanted.

    `wanted(port)` says which to open, `play(port, number)` makes what plays one, which of alike units it is;
    `absence` is the level at which a system that is not there is logged; `clock_in` takes system messages, which are
    not played. Nothing that its driver does gets further.
    """

    def __init__(
        self,
        backend: Backend,
        wanted: Callable[[str], bool],
        play: Callable[[str, int], MappedPort],
        log: logging.Logger,
        absence: int = logging.WARNING,
        outputs: Outputs | None = None,
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
        self._units = Units()
        self._outputs = outputs
        self._own_output: OutputPort | None = None
        self._lent: dict[tuple[Outlet, str], OutputPort] = {}
        self._retry_output: dict[str, float] = {}

    def ports(self) -> list[str]:
        """The open ports, without our own; from any thread."""
        return list(self._open)

    def look(self) -> None:
        """Open what came, close what went; where the system is broken, close everything and find it again later."""
        try:
            self._look()
        except Exception as error:
            self._break(error)

    def use(self, mappings: Mappings) -> None:
        """Play, and show, by these mappings."""
        for one in self._all():
            one.mapped.use(mappings)

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
            self._leave(self._own)
            self._let_go(self._own.port)
        for outlet, name in list(self._lent):
            self._take_back(outlet, name)
        if self._own_output is not None:
            self._own_output.close()
        self._let_go(self.backend)
        self._own, self._own_output, self.running = None, None, None
        self._retry.clear()
        self._retry_output.clear()
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
            self._own = self._opened(backend.offer(*OWN_PORT), name, 1)
            self.running = running
            self._tell(f"MIDI: {backend.name} is there, with our port {name}", logging.INFO)
        there = [port for port in backend.ports() if self._wanted(port)]
        self._units.see(there)
        for port in [port for port in self._open if port not in there]:
            self._log.warning("MIDI: %s is gone, waiting for it", port)
            self._close(port)
        for port in [port for port in self._retry if port not in there]:
            del self._retry[port]
        for port in there:
            if port not in self._open and time.monotonic() >= self._retry.get(port, 0.0):
                self._try(port)
        if self._outputs is not None:
            self._look_for_outputs(self._outputs)

    def _try(self, port: str) -> None:
        try:
            opened = self.backend.open(port)
        except Exception as error:
            if port not in self._retry:
                self._log.warning("MIDI: %s cannot be opened (%s); trying again", port, in_words(error))
            self._retry[port] = time.monotonic() + RETRY
            return
        self._retry.pop(port, None)
        one = self._open[port] = self._opened(opened, port, self._units.number(port))
        files = ", ".join(one.mapped.files()) or "the mappings for any device"
        self._log.info("MIDI: %s is open, played by %s", port, files)

    def _opened(self, port: MidiPort, name: str, number: int) -> _Open:
        one = _Open(port, self._play(name, number))
        if self._outputs is not None:
            one.mapped.listen(partial(one.turned, self._outputs))
        return one

    def _all(self) -> list[_Open]:
        return [*self._open.values(), *([] if self._own is None else [self._own])]

    def _look_for_outputs(self, outputs: Outputs) -> None:
        """Open the outputs of units that show, and those that others wait for; close what went."""
        units = [(one, one.unit()) for one in self._all()]
        if not any(unit for _, unit in units) and not outputs.outlets() and not self._lent:
            for one in self._all():
                self._leave(one)
            return
        own = ":".join(OWN_OUTPUT)
        there = [port for port in self.backend.outputs() if not port.startswith(OURS)]
        for one, unit in units:
            name = None
            if unit is not None:
                name = own if one is self._own else twin(one.mapped.name, there, unit.out)
            known = one.surface
            if known is not None and (known.failed or known.name != name or known.unit != unit):
                if known.failed:
                    self._log.warning("MIDI: %s shows nothing (%s); trying again", known.name, known.failed)
                    self._retry_output[known.name] = time.monotonic() + RETRY
                self._leave(one)
            if unit is not None and name is not None and one.surface is None:
                port = self._output(name)
                if port is not None:
                    one.surface = outputs.show(name, port, unit, one.mapped)
                    self._log.info("MIDI: %s shows what holds", name)
        self._lend(outputs, [*there, own])

    def _lend(self, outputs: Outputs, there: list[str]) -> None:
        for outlet, name in list(self._lent):
            if name not in there or name not in outlet.ports():
                self._take_back(outlet, name)
        for outlet in outputs.outlets():
            for name in there:
                if outlet.wants(name) and (port := self._output(name)) is not None:
                    self._lent[outlet, name] = port
                    outlet.take(name, port)
                    self._log.info("MIDI: %s is open for what is sent to %s", name, outlet.pattern)

    def _take_back(self, outlet: Outlet, name: str) -> None:
        outlet.lose(name)
        port = self._lent.pop((outlet, name))
        if port is not self._own_output:
            port.close()

    def _output(self, name: str) -> OutputPort | None:
        """Open an output; None where that fails, or did a moment ago."""
        if time.monotonic() < self._retry_output.get(name, 0.0):
            return None
        try:
            if name != ":".join(OWN_OUTPUT):
                return self.backend.open_output(name)
            if self._own_output is None:
                self._own_output = self.backend.offer_output(*OWN_OUTPUT)
            return self._own_output
        except OSError as error:
            if name not in self._retry_output:
                self._log.warning("MIDI: %s cannot be opened to show (%s); trying again", name, in_words(error))
            self._retry_output[name] = time.monotonic() + RETRY
            return None

    def _leave(self, one: _Open) -> None:
        surface, one.surface = one.surface, None
        if surface is not None and self._outputs is not None:
            self._outputs.leave(surface)
            if one is self._own:
                self._own_output = None

    def _close(self, port: str) -> None:
        one = self._open.pop(port)
        self._leave(one)
        self._let_go(one.port)

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
                if self._outputs is not None and self._outputs.heard(one.surface, one.mapped.name, data, now):
                    continue
                self._duplicates.hear(data, now)
                yield one.mapped, data
        for data in _waiting(self._own.port):
            if self._is_clock(self._own, data, now):
                continue
            if self._outputs is not None and self._outputs.heard(self._own.surface, self._own.mapped.name, data, now):
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
