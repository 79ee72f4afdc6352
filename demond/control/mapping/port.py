"""Plays the messages of a MIDI port by the mapping entries that are meant for it.

For one thread, the MIDI input's; no torch.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from demond.control.mapping.binding import Binding
from demond.control.mapping.entries import Entry, MappingFile, MidiControl
from demond.control.mapping.mappings import Mappings
from demond.control.mapping.pages import Pages
from demond.control.midi.messages import MidiMessage
from demond.control.midi.numbers import HEARD, Numbers
from demond.parameters import ControlError
from demond.store import Store

_MOST_ROUTES = 4096

Where = tuple[str, int, int, int]
"""What tells the messages of one control from those of another."""


class MappedPort:
    """One MIDI port under the entries that are meant for it; its name is the origin of what it sets.

    `number` is which it is of several units alike.
    """

    def __init__(
        self,
        name: str,
        mappings: Mappings,
        store: Store,
        number: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.number = number
        self.mappings = mappings
        self._store = store
        self._clock = clock
        self._bindings: dict[Entry, Binding] = {}
        self._kept: dict[Entry, Binding] = {}
        self._routes: dict[Where, tuple[Binding, ...]] = {}
        self._owed: dict[Where, tuple[Binding, ...]] = {}
        self._channels: dict[int, Numbers] = {}
        self._pages = Pages()
        self._pages.take(self._own())
        self._listeners: list[Callable[[], None]] = []

    def use(self, mappings: Mappings) -> None:
        """Play by these mappings from now on; entries that did not change keep their state."""
        if mappings is not self.mappings:
            self.mappings = mappings
            self._kept, self._bindings = self._bindings, {}
            self._pages.take(self._own())
            self._turned()

    def files(self) -> list[str]:
        """Names of the mapping files for devices that are meant for this port."""
        return [file.name for file in self._own() if file.device is not None]

    @property
    def pages(self) -> Mapping[Path, str]:
        """The page that is up in each file that has some."""
        return self._pages.up

    def listen(self, turned: Callable[[], None]) -> None:
        """Have `turned` called, in this thread, after another page came up or the mappings changed."""
        self._listeners.append(turned)

    def shown(self) -> tuple[Binding, ...]:
        """What is played by this port now: of the pages that are up, without what another file plays instead."""
        return tuple(
            self._binding(entry)
            for file in self._own()
            for entry in file.entries
            if isinstance(entry.control, MidiControl) and entry in self._entries(entry.control.example())
        )

    def hear(self, message: MidiMessage) -> tuple[MidiMessage, ...]:
        """What a message says together with those before it, best first: each goes through here once, in order.

        A program change has its bank then; what data entry does to a parameter number comes before its controller.
        """
        if message.kind == "cc" and message.number in HEARD:
            whole = self._numbers(message.channel).hear(message)
            return (message,) if whole is None else (whole, message)
        if message.kind == "program":
            return (message._replace(bank=self._numbers(message.channel).bank),)
        return (message,)

    def play(self, message: MidiMessage) -> tuple[Binding, ...]:
        """Hear a message and play it; as `play_heard`."""
        return self.play_heard(self.hear(message))

    def play_heard(self, readings: tuple[MidiMessage, ...]) -> tuple[Binding, ...]:
        """Play the first of what `hear` returned that is mapped; return the bindings that did, none if nothing is.

        The first ControlError is raised after every binding had its turn.
        """
        bindings: tuple[Binding, ...] = ()
        for message in readings:
            if bindings := self._route(message):
                break
        refused = None
        for binding in bindings:
            try:
                binding.midi(message, self.name)
            except ControlError as error:
                refused = refused or error
        if refused is not None:
            raise refused
        return bindings

    def _route(self, message: MidiMessage) -> tuple[Binding, ...]:
        where = (message.kind, message.channel, message.number, message.bank)
        if self._owed and (owed := self._owed.pop(where, ())):
            return owed
        bindings = self._routes.get(where)
        if bindings is None:
            if len(self._routes) >= _MOST_ROUTES:
                self._routes.clear()
            bindings = self._routes[where] = tuple(self._binding(entry) for entry in self._entries(message))
        return bindings

    def _own(self) -> list[MappingFile]:
        return [file for file in self.mappings.files if file.plays(self.name, self.number)]

    def _entries(self, message: MidiMessage) -> tuple[Entry, ...]:
        return self.mappings.entries_for(self.name, message, self.number, self._pages.up)

    def _numbers(self, channel: int) -> Numbers:
        numbers = self._channels.get(channel)
        if numbers is None:
            numbers = self._channels[channel] = Numbers()
        return numbers

    def _binding(self, entry: Entry) -> Binding:
        binding = self._bindings.get(entry)
        if binding is None:
            binding = self._kept.pop(entry, None) or Binding(
                entry, self._store, self._clock, self._turn, self._pages.is_up
            )
            self._bindings[entry] = binding
        return binding

    def _turn(self, entry: Entry, down: bool) -> None:
        if self._pages.turn(entry, down):
            for each, binding in self._bindings.items():
                if each.page is not None:
                    binding.begin_anew()
            self._turned()

    def _turned(self) -> None:
        """Find anew what plays which message; buttons that are held are let go by what they pressed."""
        for where, bindings in self._routes.items():
            if held := tuple(binding for binding in bindings if binding.held):
                self._owed[where] = held
        self._routes = {}
        for told in self._listeners:
            told()
