"""MIDI output: controllers that show what holds, and ports that others send to. No torch.

One thread sends what is shown; whoever sets a value only notes its name. Ports are opened by the MIDI input's thread.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from demond.control.mapping import MappedPort
from demond.control.mapping.binding import Binding
from demond.control.mapping.entries import named
from demond.control.mapping.forms import forms
from demond.control.mapping.shows import Show, Unit
from demond.control.midi.backends import OutputPort
from demond.control.midi.shown import Shown, Words
from demond.control.midi.surface import Surface
from demond.parameters import Value
from demond.store import Store
from engine.errors import in_words

PERIOD = 0.015
"""Seconds between two looks at what changed while something does."""
WORDS_PERIOD = 0.025
"""The same for how playing goes, which nobody tells."""
END_SECONDS = 1.0


class Outlet:
    """The ports whose names match a pattern, as they come and go; any thread may send."""

    def __init__(self, pattern: str, closed: Callable[[Outlet], None]) -> None:
        self.pattern = pattern
        self._closed = closed
        self._ports: Mapping[str, OutputPort] = {}

    def send(self, data: bytes) -> None:
        """Send a complete message to every port, at once; one that fails is found again."""
        for name, port in self._ports.items():
            try:
                port.send((data,))
            except OSError:
                self.lose(name)

    def ports(self) -> list[str]:
        """The ports that are open."""
        return list(self._ports)

    def close(self) -> None:
        """Send to no port any more."""
        self._ports = {}
        self._closed(self)

    def wants(self, name: str) -> bool:
        """Whether it is for a port of this name, which is not open."""
        return name not in self._ports and named(name, self.pattern)

    def take(self, name: str, port: OutputPort) -> None:
        """Send to this port too."""
        self._ports = {**self._ports, name: port}

    def lose(self, name: str) -> None:
        """Send to this port no more."""
        self._ports = {known: port for known, port in self._ports.items() if known != name}


class Outputs:
    """Every output: units that show (`surfaces`), and what others opened. `words` says what can be shown beside
    controls, by its word; any thread may ask there."""

    def __init__(
        self,
        store: Store,
        words: Words,
        log: logging.Logger | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._words = words
        self._log = log or logging.getLogger("demond.control.midi")
        self._now = now
        self._surfaces: tuple[Surface, ...] = ()
        self._outlets: tuple[Outlet, ...] = ()
        self._names: frozenset[str] = frozenset()
        self._places = False
        self._noted: dict[str, None] = {}
        self._said: dict[str, int] = {}
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._stepping = threading.Lock()
        self._told = ""
        self._thread: threading.Thread | None = None
        store.listen(self._changed)

    # -- for others -----------------------------------------------------------------------------------------------

    def open(self, pattern: str) -> Outlet:
        """Send to every port of such a name, from when it is there; any thread may open."""
        outlet = Outlet(pattern, self._forget)
        self._outlets = (*self._outlets, outlet)
        return outlet

    def outlets(self) -> tuple[Outlet, ...]:
        """What was opened, and is not closed."""
        return self._outlets

    def ports(self) -> list[str]:
        """The ports that show."""
        return [surface.name for surface in self._surfaces]

    def refresh(self) -> str:
        """Have every unit show everything anew."""
        surfaces = self._surfaces
        for surface in surfaces:
            surface.refresh()
        self._wake.set()
        return f"shown anew on {', '.join(surface.name for surface in surfaces) or 'no unit: none is there that shows'}"

    def close(self) -> None:
        """End the thread; ports are closed by who opened them."""
        self._store.unlisten(self._changed)
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(END_SECONDS)

    # -- in the MIDI input's thread -------------------------------------------------------------------------------

    def show(self, name: str, port: OutputPort, unit: Unit, mapped: MappedPort) -> Surface:
        """Have a unit show, from its init on."""
        surface = Surface(name, port, unit, self._wake.set)
        self.use(surface, mapped)
        self._have((*self._surfaces, surface))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="midi-out", daemon=True)
            self._thread.start()
        return surface

    def use(self, surface: Surface, mapped: MappedPort) -> None:
        """Have a unit show what its port's entries say now, all anew."""
        surface.use([(binding, self._shown(binding, shows)) for binding, shows in forms(mapped)])
        self._have(self._surfaces)

    def heard(self, own: Surface | None, port: str, data: Sequence[int], now: float) -> bool:
        """Say what an input heard, whose unit is `own` where it shows; whether that is for nobody else: what a cable
        brings back from any output, or a touch."""
        brought = [surface.brought(port, data, now) for surface in self._surfaces if surface is not own]
        return any(brought) or (own is not None and own.heard(data, now))

    def leave(self, surface: Surface) -> None:
        """Have a unit show no more, after what its file says for the end."""
        with self._stepping:
            self._have(tuple(each for each in self._surfaces if each is not surface))
        surface.end()

    # -- in any thread --------------------------------------------------------------------------------------------

    def _changed(self, name: str, value: Value, origin: object) -> None:
        if name in self._names or (self._places and name.startswith("lora/")):
            self._noted[name] = None
            if not self._wake.is_set():
                self._wake.set()

    def _forget(self, outlet: Outlet) -> None:
        self._outlets = tuple(each for each in self._outlets if each is not outlet)

    # -- in the thread that shows ---------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                due = self._step()
            except Exception as error:
                self._tell(f"MIDI: showing fails ({in_words(error)})", exc_info=True)
                due = self._now() + 1.0
            self._stop.wait(PERIOD)
            wait = due - self._now()
            if wait > 0:
                self._wake.wait(None if wait == math.inf else wait)
            self._wake.clear()

    def _step(self) -> float:
        """Send what is due on every unit; when there is more to do by itself."""
        names = list(self._noted)
        for name in names:
            self._noted.pop(name, None)
        with self._stepping:
            surfaces = self._surfaces
            wanted = frozenset[str]().union(*(surface.words() for surface in surfaces))
            said = {word: self._words[word]() for word in wanted}
            words = [word for word in said if said[word] != self._said.get(word)]
            self._said = said
            moving = self._store.ramping() & self._names
            now = self._now()
            due = now + WORDS_PERIOD if wanted else math.inf
            if moving:
                due = now
            for surface in surfaces:
                if not surface.failed:
                    due = min(due, self._step_one(surface, now, names, moving, words))
        return due

    def _step_one(
        self, surface: Surface, now: float, names: list[str], moving: frozenset[str], words: list[str]
    ) -> float:
        try:
            return surface.step(now, names, moving, words)
        except OSError as error:
            surface.failed = in_words(error)
        except Exception as error:
            self._tell(f"MIDI: showing on {surface.name} fails ({in_words(error)})", exc_info=True)
        return math.inf

    def _tell(self, text: str, exc_info: bool = False) -> None:
        if text != self._told:
            self._log.warning(text, exc_info=exc_info)
        self._told = text

    def _shown(self, binding: Binding, shows: Iterable[Show]) -> list[Shown]:
        return [Shown(binding, show, self._store, self._words) for show in shows]

    def _have(self, surfaces: tuple[Surface, ...]) -> None:
        """Show on these."""
        self._surfaces = surfaces
        self._names = frozenset[str]().union(*(surface.names() for surface in surfaces))
        self._places = any(surface.places for surface in surfaces)
        self._wake.set()
