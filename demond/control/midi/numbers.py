"""What a channel was told before: the bank of its next program, and the parameter number that data entry is for.

For one thread, the MIDI input's; no torch.
"""

from __future__ import annotations

from typing import Literal

from demond.control.midi.messages import MidiMessage, Pair

_BANK, _BANK_FINE = 0, 32
_DATA, _DATA_FINE, _UP, _DOWN = 6, 38, 96, 97
_SELECTS: dict[int, tuple[Literal["nrpn", "rpn"], bool]] = {
    99: ("nrpn", True),
    98: ("nrpn", False),
    101: ("rpn", True),
    100: ("rpn", False),
}
"""Controllers that select a parameter number, and whether each is its coarse half."""
_ENTRIES = frozenset((_DATA, _DATA_FINE, _UP, _DOWN))
HEARD = frozenset((_BANK, _BANK_FINE, *_ENTRIES, *_SELECTS))
"""The controllers that `Numbers.hear` listens to; no other says anything to it."""
_NULL = 127
_MOST = 256
"""Parameter numbers of a channel whose last value is remembered."""


class Numbers:
    """The bank and the parameter number of one channel of one port."""

    def __init__(self) -> None:
        self._bank, self._bank_fine = 0, 0
        self._kind: Literal["nrpn", "rpn"] = "nrpn"
        self._halves: dict[str, list[int | None]] = {"nrpn": [None, None], "rpn": [None, None]}
        self._pairs: dict[tuple[str, int], Pair] = {}

    @property
    def bank(self) -> int:
        """What is selected by controllers 0 and 32, 0..16383."""
        return self._bank << 7 | self._bank_fine

    @property
    def selected(self) -> int | None:
        """The number that data entry is for; None where none is, or both halves are 127."""
        coarse, fine = self._halves[self._kind]
        if coarse == fine and coarse in (None, _NULL):
            return None
        return (coarse or 0) << 7 | (fine or 0)

    def hear(self, message: MidiMessage) -> MidiMessage | None:
        """Take a controller; what it says about the selected parameter number, as one message."""
        number, value = message.number, message.value
        if number == _BANK:
            self._bank = value
        elif number == _BANK_FINE:
            self._bank_fine = value
        elif number in _SELECTS:
            self._kind, coarse = _SELECTS[number]
            self._halves[self._kind][0 if coarse else 1] = value
        elif number in _ENTRIES and (selected := self.selected) is not None:
            return self._entered(message, selected)
        return None

    def _entered(self, message: MidiMessage, selected: int) -> MidiMessage:
        clicks = {_UP: 1, _DOWN: -1}.get(message.number, 0)
        position = 0
        if not clicks:
            position = self._position(selected, message.number == _DATA_FINE, message.value)
        return MidiMessage(self._kind, message.channel, selected, position, 0, clicks)

    def _position(self, selected: int, fine: bool, value: int) -> int:
        pair = self._pairs.pop((self._kind, selected), None) or Pair()
        self._pairs[self._kind, selected] = pair
        if len(self._pairs) > _MOST:
            del self._pairs[next(iter(self._pairs))]
        return round(pair.fine(value) if fine else pair.coarse(value))
