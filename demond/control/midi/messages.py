"""MIDI bytes to messages, by the specifications of mido: pure, any thread, no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from mido.messages.specs import CHANNEL_MESSAGES, SPEC_BY_STATUS

MidiKind = Literal["cc", "note", "program", "bend", "pressure", "poly", "nrpn", "rpn"]

BEND_MAX = 16383
WORDS: dict[str, MidiKind] = {
    "note_off": "note",
    "note_on": "note",
    "polytouch": "poly",
    "control_change": "cc",
    "program_change": "program",
    "aftertouch": "pressure",
    "pitchwheel": "bend",
}
"""What mido calls a message, and what mapping files do."""


class MalformedMessage(ValueError):
    """Bytes that are no complete MIDI message."""


class MidiMessage(NamedTuple):
    """One channel message: channel 1..16; number is the controller, note, program or (0..16383) parameter number, 0
    for bend and pressure.

    value: 0..127 (a note's velocity, 0 when released; 127 for a program change), 0..16383 for pitch bend and what is
    sent for a parameter number; where that was told to go up or down, `clicks` says how far. bank: the one that was
    selected before a program change.
    """

    kind: MidiKind
    channel: int
    number: int
    value: int
    bank: int = 0
    clicks: int = 0

    def __str__(self) -> str:
        return f"{self.kind} channel={self.channel} number={self.number} value={self.value}"


_SHAPES = {
    status: (SPEC_BY_STATUS[status]["type"], WORDS[SPEC_BY_STATUS[status]["type"]], (status & 0x0F) + 1)
    for status in sorted(CHANNEL_MESSAGES)
}
_LENGTHS = {status: SPEC_BY_STATUS[status]["length"] for status in CHANNEL_MESSAGES}


def decode(data: Sequence[int]) -> MidiMessage | None:
    """The message in `data` (one status byte and its data bytes), None for kinds that demond does not play.

    System messages (SysEx, clock, active sensing) are None.
    Raises MalformedMessage for missing or surplus bytes and for bytes outside their range.
    """
    if not data:
        raise MalformedMessage("empty message")
    shape = _SHAPES.get(data[0])
    if shape is None:
        if not 0x80 <= data[0] <= 0xFF:
            raise MalformedMessage(f"{_hex(data)} does not begin with a status byte")
        return None
    name, kind, channel = shape
    length = _LENGTHS[data[0]]
    if len(data) != length:
        raise MalformedMessage(f"{_hex(data)} has {len(data)} bytes, expected {length}")
    first, last = data[1], data[-1]
    if not (0 <= first <= 127 and 0 <= last <= 127):
        raise MalformedMessage(f"{_hex(data)} has a data byte above 7F")
    match kind:
        case "program":
            return MidiMessage(kind, channel, first, 127)
        case "pressure":
            return MidiMessage(kind, channel, 0, last)
        case "bend":
            return MidiMessage(kind, channel, 0, last << 7 | first)
    return MidiMessage(kind, channel, first, 0 if name == "note_off" else last)


def _hex(data: Sequence[int]) -> str:
    return " ".join(f"{byte & 0xFF:02X}" for byte in data[:8])


@dataclass(slots=True)
class Pair:
    """Joins the two halves of a 14-bit controller, in whichever order they come.

    A device that never sends the fine half still reaches both ends.
    """

    msb: int = 0
    lsb: int | None = None

    def coarse(self, value: int) -> float:
        self.msb = value
        return self._value()

    def fine(self, value: int) -> float:
        self.lsb = value
        return self._value()

    def _value(self) -> float:
        """Position of the control, 0..16383."""
        if self.lsb is None:
            return self.msb * (BEND_MAX / 127)
        return float(self.msb << 7 | self.lsb)


def relative_steps(encoding: str, value: int) -> int:
    """Clicks of an endless encoder in one CC value 0..127: negative to the left, 0 for no move.

    "twos": 1, 2, ... up and 127, 126, ... down; "offset": from 64 up or down; "signbit": bit 6 means down.
    """
    match encoding:
        case "twos":
            return value if value < 64 else value - 128
        case "offset":
            return value - 64
        case "signbit":
            return value if value < 64 else -(value - 64)
    raise ValueError(f"unknown encoding {encoding!r}")
