"""MIDI input: finds ports as they come and go, and plays what they send by the mapping files.

One thread does everything (looks for ports, takes messages from rtmidi's queues, plays them); action handlers run in
it. Nothing that a device or driver does ends it. No torch.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from weakref import WeakSet

from demond.control.mapping import MappedPort, Mappings
from demond.control.mapping.binding import Binding
from demond.control.mapping.entries import named
from demond.control.mapping.learn import Learner
from demond.control.midi.backends import BUILD_COMMAND, Backend, RtMidiBackend, alsa, jack
from demond.control.midi.messages import MalformedMessage, MidiMessage, decode
from demond.control.midi.outputs import Outputs
from demond.control.midi.systems import OURS, RETRY, ClockIn, System
from demond.parameters import ControlError
from demond.store import Store
from engine.errors import in_words

LOOK = 0.25
"""Seconds between two looks at the list of ports."""
LOOK_FOR_SYSTEMS = 1.0
"""The same where no MIDI system is there."""
POLL = 0.002
"""Seconds between two looks at the queues while somebody plays."""
CLOCK_POLL = 0.005
"""The same at most while clock comes, which tells by itself when it came: start and stop do not wait longer."""
DOZES = ((1.0, 0.01), (30.0, 0.04))
"""The same after so many seconds without a message."""

OWN = "demond-"
"""How the names of our own ports begin."""
_THROUGH = "Midi Through"
_BRIDGES = ("a2j", "system:midi_", "Midi-Bridge")
"""JACK ports that are ALSA ports over a bridge."""

Unmapped = Callable[[str, int, MidiMessage], None]
"""Hears of a port, the number of the unit and a message."""

BACKENDS: dict[str, tuple[Callable[[], RtMidiBackend], ...]] = {"auto": (alsa, jack), "alsa": (alsa,), "jack": (jack,)}


class MidiInput:
    """Plays MIDI controllers.

    `ports`: parts of port names, or regular expressions; none means all. `backend`: "auto" (ALSA and JACK), "alsa" or
    "jack".
    """

    def __init__(
        self,
        store: Store,
        mappings: Mappings,
        log: logging.Logger | None = None,
        *,
        ports: Iterable[str] = (),
        backend: str = "auto",
        backends: Iterable[Backend] | None = None,
        learner: Learner | None = None,
        outputs: Outputs | None = None,
        clock_in: ClockIn = lambda port, data, at: None,
        unmapped: Unmapped = lambda port, number, message: None,
    ) -> None:
        """`backends` stands in for the systems of `backend`; `learner` hears every message before it is played; without
        `outputs` nothing is shown. `unmapped` is told what nothing is mapped to.

        ValueError for an unknown backend.
        """
        if backend not in BACKENDS:
            raise ValueError(f"unknown MIDI backend {backend!r}, expected one of {', '.join(BACKENDS)}")
        self._wanted = tuple(ports)
        self._store = store
        self._mappings = mappings
        self._learner = learner
        self._log = log or logging.getLogger("demond.control.midi")
        self.without = without(backend) if backends is None else ""
        chosen: list[Backend] = [*systems(backend)] if backends is None else list(backends)
        absence = logging.INFO if len(chosen) > 1 or self.without else logging.WARNING
        self._systems = [
            System(one, partial(self._wants, one), self._mapped, self._log, absence, outputs, self._clock)
            for one in chosen
        ]  # fmt: skip
        self._counts: Counter[str] = Counter()
        self._played = 0.0
        self._clock_in = clock_in
        self._unmapped = unmapped
        self._clocked = 0.0
        self._refusal = ""
        self._waiting: WeakSet[Binding] = WeakSet()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="midi", daemon=True)

    def start(self) -> None:
        """Begin to look for ports and to play them."""
        if self.without:
            self._log.warning("MIDI: %s", self.without)
        self._thread.start()

    def close(self, seconds: float = 3.0) -> None:
        """Close all ports; waits so long at most where a driver hangs."""
        self._stop.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(seconds)
            if self._thread.is_alive():
                self._log.warning("MIDI: a driver does not let go of its ports; going on without it")

    def set_mappings(self, mappings: Mappings) -> None:
        """Play by other mappings from the next message on."""
        self._mappings = mappings

    def ports(self) -> list[str]:
        """The open ports."""
        return [port for system in self._systems for port in system.ports()]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many messages were taken, and how many of them were not mapped, malformed, refused, or failed."""
        return self._counts

    def info(self) -> dict[str, object]:
        """Open ports, wanted ports that are not there, systems that are not there, and counts of messages."""
        opened = self.ports()
        return {
            "ports": opened,
            "waiting": [want for want in self._wanted if not any(named(port, want) for port in opened)],
            "absent": {s.backend.name: s.backend.absence() for s in self._systems if s.running is None},
            **{name: self._counts[name] for name in ("messages", "unmapped", "malformed", "refused", "failed")},
        }

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._serve()
            except BaseException:
                self._counts["failed"] += 1
                self._log.exception("MIDI: failed, and begins anew")
                self._stop.wait(RETRY)
        for system in self._systems:
            system.close()

    def _serve(self) -> None:
        look, used = 0.0, self._mappings
        while not self._stop.is_set():
            now = time.monotonic()
            if now >= look:
                before, used = used, self._mappings
                for system in self._systems:
                    if used is not before:
                        system.use(used)
                    system.look()
                look = time.monotonic() + LOOK
            for system in self._systems:
                for mapped, data in system.messages(now):
                    self._play(mapped, data)
                    self._played = now
            if self._learner is not None:
                self._learner.look()
            if all(system.running is None for system in self._systems):
                self._stop.wait(LOOK_FOR_SYSTEMS)
            else:
                time.sleep(_pause(now - self._played, now - self._clocked))

    def _wants(self, backend: Backend, port: str) -> bool:
        if port.startswith((OWN, *OURS)):
            return False
        bridged = backend.name == "JACK" and port.startswith(_BRIDGES)
        if bridged and any(other.backend.name == "ALSA" and other.running for other in self._systems):
            return False
        if self._wanted:
            return any(named(port, want) for want in self._wanted)
        return not port.startswith(_THROUGH)

    def _mapped(self, port: str, number: int) -> MappedPort:
        return MappedPort(port, self._mappings, self._store, number)

    def _play(self, mapped: MappedPort, data: Sequence[int]) -> None:
        """Play one message, then count it; whatever is wrong with it is counted and logged."""
        try:
            message = decode(data)
            if message is None:
                return
            mapped.use(self._mappings)
            readings = mapped.hear(message)
            if self._learner is not None and self._learner.hear(mapped.name, mapped.number, readings, mapped.pages):
                return
            bindings = mapped.play_heard(readings)
            if not bindings:
                self._counts["unmapped"] += 1
                self._log.debug("MIDI: %s: %s is not mapped", mapped.name, message)
                self._unmapped(mapped.name, mapped.number, readings[0])
            for binding in bindings:
                self._tell_waiting(mapped.name, binding)
        except MalformedMessage as error:
            self._counts["malformed"] += 1
            self._log.debug("MIDI: %s: %s", mapped.name, error)
        except ControlError as error:
            self._counts["refused"] += 1
            text = f"MIDI: {mapped.name}: {error}"
            if text != self._refusal:
                self._log.warning(text)
            self._refusal = text
        except Exception:
            self._counts["failed"] += 1
            self._log.exception("MIDI: %s: playing %s failed", mapped.name, list(data))
        finally:
            self._counts["messages"] += 1

    def _clock(self, port: str, data: Sequence[int], at: float) -> None:
        """Hand a message of the clock on, then count it; nothing that it leads to ends the thread."""
        self._clocked = time.monotonic()
        try:
            self._clock_in(port, data, at)
        except Exception:
            self._counts["failed"] += 1
            self._log.exception("MIDI: %s: %s failed", port, bytes(data).hex(" "))
        finally:
            self._counts["messages"] += 1

    def _tell_waiting(self, port: str, binding: Binding) -> None:
        """Log that a control has to be moved to its parameter first, once each time."""
        if binding.waiting is None:
            self._waiting.discard(binding)
            return
        level = logging.DEBUG if binding in self._waiting else logging.INFO
        self._waiting.add(binding)
        entry = binding.entry
        self._log.log(
            level, "MIDI: %s: %s moves %s, waiting: %.2f away", port, entry.control, entry.to, binding.waiting
        )


def _pause(quiet: float, clock: float) -> float:
    """Seconds until the next look at the queues where nothing came for so long, and no clock."""
    pause = next((doze for since, doze in reversed(DOZES) if quiet > since), POLL)
    return min(pause, CLOCK_POLL) if clock < DOZES[0][0] else pause


def systems(backend: str = "auto") -> list[RtMidiBackend]:
    """The MIDI systems that python-rtmidi can have as it is installed."""
    return [system for system in (make() for make in BACKENDS[backend]) if not system.lacking]


def without(backend: str = "auto") -> str:
    """What of MIDI is missing as python-rtmidi is installed, and the command that brings it; else empty."""
    lost = [system for system in (make() for make in BACKENDS[backend]) if system.lacking]
    if not lost:
        return ""
    problems = " and ".join(dict.fromkeys(system.lacking for system in lost))
    what = problems.replace(" and python-rtmidi was built", " and")
    left = " and ".join(system.name for system in systems(backend))
    plays = f"plays MIDI by {left} alone" if left else "plays without MIDI"
    return f"{what}, so demond {plays}: {BUILD_COMMAND}"


def port_names() -> list[str]:
    """Names of the MIDI ports that are there now, with the system they belong to."""
    names: list[str] = []
    for make in BACKENDS["auto"]:
        backend = make()
        try:
            if backend.running() is not None:
                names += [f"{port} ({backend.name})" for port in backend.ports()]
        except Exception as error:
            names.append(f"{backend.name} fails: {in_words(error)}")
        finally:
            backend.close()
    return names
