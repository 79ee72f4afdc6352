"""Plays the messages of a MIDI port by the mapping entries that are meant for it.

For one thread, the MIDI input's; no torch.
"""

from __future__ import annotations

from collections.abc import Callable

from demond.control.mapping.binding import Binding
from demond.control.mapping.entries import Entry, MidiControl
from demond.control.mapping.mappings import Mappings
from demond.control.midi.messages import MidiMessage
from demond.parameters import ControlError
from demond.store import Store


class MappedPort:
    """One MIDI port under the entries that are meant for it; its name is the origin of what it sets."""

    def __init__(self, name: str, mappings: Mappings, store: Store) -> None:
        self.name = name
        self.mappings = mappings
        self._store = store
        self._listeners: list[Callable[[], None]] = []
        self._bindings: dict[Entry, Binding] = {}
        self._kept: dict[Entry, Binding] = {}
        self._routes: dict[tuple[str, int, int], tuple[Binding, ...]] = {}

    def use(self, mappings: Mappings) -> None:
        """Play by these mappings from now on; entries that did not change keep their state."""
        if mappings is not self.mappings:
            self.mappings = mappings
            self._kept, self._bindings = self._bindings, {}
            self._routes = {}
            for tell in self._listeners:
                tell()

    def files(self) -> list[str]:
        """Names of the mapping files for devices that are meant for this port."""
        return [file.name for file in self.mappings.files if file.device is not None and file.plays(self.name)]

    def play(self, message: MidiMessage) -> tuple[Binding, ...]:
        """Play a message and return the bindings that did; none where nothing is mapped.

        The first ControlError is raised after every binding had its turn.
        """
        where = (message.kind, message.channel, message.number)
        bindings = self._routes.get(where)
        if bindings is None:
            entries = self.mappings.entries_for(self.name, message)
            bindings = self._routes[where] = tuple(self._binding(entry) for entry in entries)
        refused = None
        for binding in bindings:
            try:
                binding.midi(message, self.name)
            except ControlError as error:
                refused = refused or error
        if refused is not None:
            raise refused
        return bindings

    def shown(self) -> tuple[Binding, ...]:
        """The bindings of the entries that play on this port now."""
        playing: dict[Entry, None] = {}
        for file in self.mappings.files:
            for entry in file.entries:
                control = entry.control
                if isinstance(control, MidiControl) and file.plays(self.name):
                    playing.update(dict.fromkeys(self.mappings.entries_for(self.name, sample(control))))
        return tuple(self._binding(entry) for entry in playing)

    def listen(self, do: Callable[[], None]) -> None:
        """Have `do` called, in the MIDI thread, after what plays here became another."""
        self._listeners.append(do)

    def _binding(self, entry: Entry) -> Binding:
        binding = self._bindings.get(entry) or self._kept.get(entry) or Binding(entry, self._store)
        self._bindings[entry] = binding
        return binding


def sample(control: MidiControl) -> MidiMessage:
    """A message that such a control sends."""
    kind = "cc" if control.type == "cc14" else control.type
    return MidiMessage(kind, control.channel or 1, control.number or 0, 0)
