"""What a mapping file says of what comes back to a controller, as immutable data; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from demond.control.mapping.templates import Place, Template, filled

ShownType = Literal["cc", "cc14", "note", "bend", "pressure", "poly", "program", "nrpn", "rpn"]
Word = Literal["playing", "stopped", "recording", "beat", "scene"]
"""What can be shown that is no control."""

WORDS_OF_ACTIONS: dict[str, Word] = {
    "play": "playing",
    "stop": "stopped",
    "record": "recording",
    "tap": "beat",
    "scene/number": "scene",
}
"""What a button for an action shows without being asked."""

DIN = 3000
"""Bytes a second; a DIN wire carries 3,125."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A message that carries a number: `number` is the controller (the coarse one of a pair, or the number of an NRPN),
    note or nothing."""

    type: ShownType
    channel: int = 1
    number: int = 0
    fine: int = 0

    @property
    def highest(self) -> int:
        """The greatest number that it carries."""
        return 16383 if self.type in ("cc14", "bend", "nrpn", "rpn") else 127

    def carry(self, value: int) -> tuple[bytes, ...]:
        """The messages that carry a number 0..`highest`."""
        status = self.channel - 1
        high, low = value >> 7 & 0x7F, value & 0x7F
        match self.type:
            case "cc":
                return (bytes((0xB0 | status, self.number, low)),)
            case "note":
                return (bytes((0x90 | status, self.number, low)),)
            case "poly":
                return (bytes((0xA0 | status, self.number, low)),)
            case "pressure":
                return (bytes((0xD0 | status, low)),)
            case "program":
                return (bytes((0xC0 | status, low)),)
            case "bend":
                return (bytes((0xE0 | status, low, high)),)
            case "cc14":
                return bytes((0xB0 | status, self.number, high)), bytes((0xB0 | status, self.fine, low))
        coarse, fine = (99, 98) if self.type == "nrpn" else (101, 100)
        pairs = ((coarse, self.number >> 7), (fine, self.number & 0x7F), (6, high), (38, low))
        return tuple(bytes((0xB0 | status, controller, data)) for controller, data in pairs)


@dataclass(frozen=True, slots=True)
class Show:
    """One thing that is shown of an entry: a number by `carrier`, or messages by `send`.

    own: it is the control's own message. on, off, colours: what stands for states: a number, or bytes for {byte}.
    low, high: numbers at the ends of the range. of: the control or word that is shown in place of the entry's.
    fleeting: only told when it changes.
    """

    carrier: Carrier | None = None
    send: tuple[Template, ...] = ()
    own: bool = False
    on: bytes | int = 127
    off: bytes | int | None = None
    colours: tuple[bytes | int, ...] = ()
    low: int | None = None
    high: int | None = None
    of: str = ""
    fleeting: bool = False

    @property
    def text(self) -> bool:
        """Whether it has words for a display."""
        return any(isinstance(part, Place) and part.length > 0 for parts in self.send for part in parts)

    def messages(self, code: bytes | int, label: str = "", value: str = "") -> tuple[bytes, ...]:
        """What is sent for a number, or for bytes, and for words."""
        if self.carrier is not None:
            assert isinstance(code, int)
            return self.carrier.carry(code)
        number = code if isinstance(code, int) else 0
        data = bytes((code & 0x7F,)) if isinstance(code, int) else code
        return tuple(filled(parts, data, number, label, value) for parts in self.send)


@dataclass(frozen=True, slots=True)
class Unit:
    """What `[device]` says of the unit's output: the port's name where it is not the input's, messages on coming and at
    the end, milliseconds between them, bytes a second, whether every control shows by its own message."""

    out: str | None = None
    init: tuple[bytes, ...] = ()
    exit: tuple[bytes, ...] = ()
    gap: float = 0.0
    pace: float = DIN
    echo: bool = False
    verified: str = ""


SILENT = Unit()
