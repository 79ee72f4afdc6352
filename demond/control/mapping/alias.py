"""An OSC address that mapping files add: what arrives there is played, what holds is shown there; no torch."""

from __future__ import annotations

from collections.abc import Sequence

from demond.control.mapping.binding import Binding
from demond.control.mapping.entries import Entry, OscControl
from demond.store import Store


class Alias:
    """The entries of one OSC address while they are played. Called by the event loop alone."""

    def __init__(self, entries: Sequence[Entry], store: Store) -> None:
        self.targets = frozenset(entry.to for entry in entries)
        self.rows = tuple(entry.parameter for entry in entries)
        self._bindings = tuple(Binding(entry, store) for entry in entries)

    def __call__(self, arguments: Sequence[object], origin: object = None) -> None:
        """Play arguments; ControlError, and nothing has changed, where they do not fit."""
        said = self.check(arguments)
        for binding, argument in zip(self._bindings, said, strict=True):
            binding.osc(argument, origin)

    def check(self, arguments: Sequence[object]) -> list[float | str | None]:
        """What these arguments say to each entry; ControlError where they do not fit."""
        return [binding.argument(arguments) for binding in self._bindings]

    def shows(self, name: str) -> bool:
        """Whether a change of this control changes what the address shows."""
        return any(binding.shows(name) for binding in self._bindings)

    def shown(self) -> tuple[float | str, ...] | None:
        """The arguments that a surface would send where it stood as the values are; None where it cannot say them."""
        told: dict[int, float | str] = {}
        for binding in self._bindings:
            control, argument = binding.entry.control, binding.shown()
            assert isinstance(control, OscControl)
            if argument is not None:
                told.setdefault(control.arg, argument)
        whole = range(max(told, default=-1) + 1)
        return tuple(told[place] for place in whole) if told and len(told) == len(whole) else None

    def places(self) -> tuple[Entry | None, ...]:
        """What each argument of the address plays, first of all; None where that is nothing."""
        entries: dict[int, Entry] = {}
        for binding in self._bindings:
            assert isinstance(binding.entry.control, OscControl)
            entries.setdefault(binding.entry.control.arg, binding.entry)
        return tuple(entries.get(place) for place in range(max(entries, default=-1) + 1))

    def holds(self, arguments: Sequence[object]) -> bool:
        """Whether all values are now, or are on their way to be, what these arguments said."""
        return all(binding.holds(said) for binding, said in zip(self._bindings, self.check(arguments), strict=True))
