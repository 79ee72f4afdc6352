"""MIDI bytes to messages: pure, any thread, no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

MidiKind = Literal["cc", "note", "program", "bend", "pressure"]

BEND_MAX = 16383
_LENGTHS = {0x8: 3, 0x9: 3, 0xA: 3, 0xB: 3, 0xC: 2, 0xD: 2, 0xE: 3}


class MalformedMessage(ValueError):
    """Bytes that are no complete MIDI message."""


@dataclass(frozen=True, slots=True)
class MidiMessage:
    """One channel message: channel 1..16; number is the controller, note or program, 0 for bend and pressure.

    value: 0..127 (a note's velocity, 0 when released; 127 for a program change), 0..16383 for pitch bend.
    """

    kind: MidiKind
    channel: int
    number: int
    value: int

    def __str__(self) -> str:
        return f"{self.kind} channel={self.channel} number={self.number} value={self.value}"


def decode(data: Sequence[int]) -> MidiMessage | None:
    """The message in `data` (one status byte and its data bytes), None for kinds that demond does not play.

    System messages (SysEx, clock, active sensing) and polyphonic pressure are None.
    Raises MalformedMessage for missing or surplus bytes and for bytes outside their range.
    """
    if not data:
        raise MalformedMessage("empty message")
    status = data[0]
    if not 0x80 <= status <= 0xFF:
        raise MalformedMessage(f"{_hex(data)} does not begin with a status byte")
    if status >= 0xF0:
        return None
    nibble, channel = status >> 4, (status & 0x0F) + 1
    if len(data) != _LENGTHS[nibble]:
        raise MalformedMessage(f"{_hex(data)} has {len(data)} bytes, expected {_LENGTHS[nibble]}")
    if any(not 0 <= byte <= 127 for byte in data[1:]):
        raise MalformedMessage(f"{_hex(data)} has a data byte above 7F")
    match nibble:
        case 0x8:
            return MidiMessage("note", channel, data[1], 0)
        case 0x9:
            return MidiMessage("note", channel, data[1], data[2])
        case 0xB:
            return MidiMessage("cc", channel, data[1], data[2])
        case 0xC:
            return MidiMessage("program", channel, data[1], 127)
        case 0xD:
            return MidiMessage("pressure", channel, 0, data[1])
        case 0xE:
            return MidiMessage("bend", channel, 0, data[2] << 7 | data[1])
    return None


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
