"""Plays the messages of a MIDI port by the mapping entries that are meant for it.

For one thread, the MIDI input's; no torch.
"""

from __future__ import annotations

from demond.control.mapping.entries import Entry
from demond.control.mapping.hand import Hand
from demond.control.mapping.mappings import Mappings
from demond.control.midi_messages import Message
from demond.parameters import ControlError
from demond.store import Store


class Player:
    """Plays the messages of one MIDI port by the entries that are meant for it."""

    def __init__(self, port: str, mappings: Mappings, store: Store, kept: Player | None = None) -> None:
        """`kept`: the player before a reload, whose entries keep their state where they did not change."""
        self.port = port
        self.mappings = mappings
        self._store = store
        self._hands: dict[Entry, Hand] = {}
        self._routes: dict[tuple[str, int, int], tuple[Hand, ...]] = {}
        self._kept = dict(kept._hands) if kept is not None else {}

    def play(self, message: Message) -> tuple[Hand, ...]:
        """Play a message and return the hands that did; none where nothing is mapped.

        The first ControlError is raised after every hand had its turn.
        """
        where = (message.kind, message.channel, message.number)
        hands = self._routes.get(where)
        if hands is None:
            entries = self.mappings.entries_for(self.port, message)
            hands = self._routes[where] = tuple(self._hand(entry) for entry in entries)
        refused = None
        for hand in hands:
            try:
                hand.midi(message, self.port)
            except ControlError as error:
                refused = refused or error
        if refused is not None:
            raise refused
        return hands

    def _hand(self, entry: Entry) -> Hand:
        hand = self._hands.get(entry) or self._kept.get(entry) or Hand(entry, self._store)
        self._hands[entry] = hand
        return hand
