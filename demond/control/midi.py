"""MIDI input: finds ports as they come and go, and plays what they send by the mapping files.

One thread does everything (looks for ports, takes messages from rtmidi's queues, plays them); action handlers run in
it. Nothing that a device or driver does ends it. No torch.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from weakref import WeakSet

from demond.control.mapping import Mappings, Player
from demond.control.mapping.entries import named
from demond.control.mapping.hand import Hand
from demond.control.midi_backends import Backend, Input, alsa, jack
from demond.control.midi_messages import MalformedMessage, decode
from demond.parameters import ControlError
from demond.store import Store

LOOK = 0.25
"""Seconds between two looks at the list of ports."""
POLL = 0.002
"""Seconds between two looks at the queues while somebody plays."""
DOZE = 0.01
"""The same after a second without a message."""
RETRY = 1.0
"""Seconds until a port or system that could not be opened is tried again."""
MOST_AT_ONCE = 512

OWN_PORT = ("demond-midi", "control")
_THROUGH = "Midi Through"
_BRIDGES = ("a2j", "system:midi_", "Midi-Bridge")
"""JACK ports that are ALSA ports over a bridge."""

BACKENDS: dict[str, tuple[Callable[[], Backend], ...]] = {"auto": (alsa, jack), "alsa": (alsa,), "jack": (jack,)}


class Twins:
    """Drops what our own port receives a second time, because a device that we opened is connected to it as well.

    While devices are open, messages of our own port wait `PATIENCE` seconds for their twin.
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
            twin = next((heard for heard in self._heard if heard[1] == data), None)
            if twin is not None:
                self._heard.remove(twin)
            elif now - came >= self.PATIENCE:
                played.append(data)
            else:
                waiting.append((came, data))
        self._held = waiting
        return played


@dataclass
class _System:
    """A MIDI system and what is open in it."""

    backend: Backend
    running: str | None = None
    told: str | None = None
    not_before: float = 0.0
    own: Input | None = None
    own_player: Player | None = None
    inputs: dict[str, Input] = field(default_factory=dict)
    players: dict[str, Player] = field(default_factory=dict)
    retry: dict[str, float] = field(default_factory=dict)
    twins: Twins = field(default_factory=Twins)


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
    ) -> None:
        """`backends` stands in for the systems of `backend`. ValueError for an unknown one."""
        if backend not in BACKENDS:
            raise ValueError(f"unknown MIDI backend {backend!r}, expected one of {', '.join(BACKENDS)}")
        chosen = [make() for make in BACKENDS[backend]] if backends is None else backends
        self._systems = [_System(one) for one in chosen]
        self._wanted = tuple(ports)
        self._store = store
        self._mappings = mappings
        self._log = log or logging.getLogger(__name__)
        self._counts: Counter[str] = Counter()
        self._played = 0.0
        self._refusal = ""
        self._waiting_hands: WeakSet[Hand] = WeakSet()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="midi", daemon=True)

    def start(self) -> None:
        """Begin to look for ports and to play them."""
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
        return [port for system in self._systems for port in list(system.inputs)]

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
        look = 0.0
        while not self._stop.is_set():
            now = time.monotonic()
            if now >= look:
                for system in self._systems:
                    self._guarded(system, self._look)
                look = time.monotonic() + LOOK
            for system in self._systems:
                self._guarded(system, self._receive)
            if all(system.running is None for system in self._systems):
                self._stop.wait(LOOK)
            else:
                time.sleep(POLL if now - self._played < 1.0 else DOZE)
        for system in self._systems:
            self._drop(system)

    def _guarded(self, system: _System, step: Callable[[_System], None]) -> None:
        """One step with a system that may be broken: then everything of it is closed and found again."""
        try:
            step(system)
        except Exception as error:
            self._tell(system, f"MIDI: {system.backend.name} fails ({error}); trying again")
            self._drop(system)
            system.not_before = time.monotonic() + RETRY

    def _tell(self, system: _System, text: str, level: int = logging.WARNING) -> None:
        """Log what a system's state is, once while it stays so."""
        if system.told != text:
            self._log.log(level, text)
            system.told = text

    # -- ports that come and go ---------------------------------------------------------------------------------

    def _look(self, system: _System) -> None:
        """Open what came, close what went."""
        backend = system.backend
        running = backend.running()
        if running != system.running and system.running is not None:
            self._drop(system)
        if running is None:
            level = logging.INFO if len(self._systems) > 1 else logging.WARNING
            self._tell(system, f"MIDI: {backend.name} is not there, waiting for it: {backend.absence()}", level)
            return
        if time.monotonic() < system.not_before:
            return
        if system.running is None:
            system.own = backend.offer(*OWN_PORT)
            system.own_player = Player(":".join(OWN_PORT), self._mappings, self._store)
            system.running = running
            self._tell(system, f"MIDI: {backend.name} is there, with our port {':'.join(OWN_PORT)}", logging.INFO)
        there = [port for port in backend.ports() if self._wants(system, port)]
        for port in [port for port in system.inputs if port not in there]:
            self._log.warning("MIDI: %s is gone, waiting for it", port)
            self._close(system, port)
        for port in [port for port in system.retry if port not in there]:
            del system.retry[port]
        for port in there:
            if port not in system.inputs and time.monotonic() >= system.retry.get(port, 0.0):
                self._open(system, port)

    def _wants(self, system: _System, port: str) -> bool:
        if port.startswith(":".join(OWN_PORT)):
            return False
        bridged = system.backend.name == "JACK" and port.startswith(_BRIDGES)
        if bridged and any(other.backend.name == "ALSA" and other.running for other in self._systems):
            return False
        if self._wanted:
            return any(named(port, want) for want in self._wanted)
        return not port.startswith(_THROUGH)

    def _open(self, system: _System, port: str) -> None:
        try:
            system.inputs[port] = system.backend.open(port)
        except Exception as error:
            if port not in system.retry:
                self._log.warning("MIDI: %s cannot be opened (%s); trying again", port, error)
            system.retry[port] = time.monotonic() + RETRY
            return
        system.retry.pop(port, None)
        system.players[port] = Player(port, self._mappings, self._store)
        files = [file.name for file in self._mappings.files if file.device is not None and file.plays(port)]
        self._log.info("MIDI: %s is open, played by %s", port, ", ".join(files) or "the mappings for any device")

    def _close(self, system: _System, port: str) -> None:
        system.players.pop(port, None)
        self._let_go(system.inputs.pop(port))

    def _drop(self, system: _System) -> None:
        """Close everything of a system."""
        for port in list(system.inputs):
            self._close(system, port)
        if system.own is not None:
            self._let_go(system.own)
        self._let_go(system.backend)
        system.own, system.own_player, system.running = None, None, None
        system.retry.clear()
        system.twins = Twins()

    def _let_go(self, thing: Input | Backend) -> None:
        try:
            thing.close()
        except Exception as error:
            self._log.debug("MIDI: closing failed: %s", error)

    # -- messages -----------------------------------------------------------------------------------------------

    def _receive(self, system: _System) -> None:
        """Play what waits in the queues."""
        if system.running is None or system.own is None or system.own_player is None:
            return
        now = time.monotonic()
        before = self._counts["messages"]
        for port, source in list(system.inputs.items()):
            player = system.players[port] = self._current(system.players[port])
            for data in self._waiting(source):
                system.twins.hear(data, now)
                self._play(player, data)
        system.own_player = self._current(system.own_player)
        for data in self._waiting(system.own):
            if system.inputs:
                system.twins.hold(data, now)
            else:
                self._play(system.own_player, data)
        for data in system.twins.due(now):
            self._play(system.own_player, data)
        if self._counts["messages"] != before:
            self._played = now

    @staticmethod
    def _waiting(source: Input) -> Iterable[Sequence[int]]:
        for _ in range(MOST_AT_ONCE):
            data = source.receive()
            if data is None:
                return
            yield data

    def _current(self, player: Player) -> Player:
        """The player, or its successor after the mappings were changed."""
        mappings = self._mappings
        return player if player.mappings is mappings else Player(player.port, mappings, self._store, player)

    def _play(self, player: Player, data: Sequence[int]) -> None:
        """Play one message; whatever is wrong with it is counted and logged."""
        self._counts["messages"] += 1
        try:
            message = decode(data)
            if message is None:
                return
            hands = player.play(message)
        except MalformedMessage as error:
            self._counts["malformed"] += 1
            self._log.debug("MIDI: %s: %s", player.port, error)
        except ControlError as error:
            self._counts["refused"] += 1
            text = f"MIDI: {player.port}: {error}"
            if text != self._refusal:
                self._log.warning(text)
            self._refusal = text
        except Exception:
            self._counts["failed"] += 1
            self._log.exception("MIDI: %s: playing %s failed", player.port, list(data))
        else:
            if not hands:
                self._counts["unmapped"] += 1
                self._log.debug("MIDI: %s: %s is not mapped", player.port, message)
            for hand in hands:
                self._tell_waiting(player.port, hand)

    def _tell_waiting(self, port: str, hand: Hand) -> None:
        """Log that a control has to be moved to its parameter first, once each time."""
        if hand.waiting is None:
            self._waiting_hands.discard(hand)
            return
        level = logging.DEBUG if hand in self._waiting_hands else logging.INFO
        self._waiting_hands.add(hand)
        entry = hand.entry
        self._log.log(level, "MIDI: %s: %s moves %s, waiting: %.2f away", port, entry.control, entry.to, hand.waiting)


def port_names() -> list[str]:
    """Names of the MIDI ports that are there now, with the system they belong to."""
    names: list[str] = []
    for make in BACKENDS["auto"]:
        backend = make()
        try:
            if backend.running() is not None:
                names += [f"{port} ({backend.name})" for port in backend.ports()]
        except Exception as error:
            names.append(f"{backend.name} fails: {error}")
        finally:
            backend.close()
    return names
