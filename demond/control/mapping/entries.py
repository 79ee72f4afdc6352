"""What a mapping file says, as immutable data; no torch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from demond.control.mapping.shows import SILENT, Show, Unit
from demond.control.mapping.takeover import Takeover
from demond.control.mapping.transform import Bend, bend, between, fraction, unbend
from demond.control.midi.messages import MidiKind, MidiMessage
from demond.parameters import Parameter, Value

MidiType = Literal["cc", "cc14", "note", "program", "bend", "pressure", "poly", "nrpn", "rpn"]
Mode = Literal["follow", "gate", "toggle", "trigger", "velocity", "cycle"]
Encoding = Literal["twos", "offset", "signbit"]
TriggerValue = bool | int | float | str | tuple[object, ...] | None


@dataclass(frozen=True, slots=True)
class MidiControl:
    """A control of a MIDI device: `number` is the controller (the coarse one of a pair), note, program or parameter.

    channel None: on any channel; `last`: up to that one. number None: every program or note. bank None: in any bank.
    """

    type: MidiType
    channel: int | None = None
    number: int | None = None
    fine: int | None = None
    last: int | None = None
    bank: int | None = None

    @property
    def rank(self) -> int:
        """How narrowly it says where it is: the channel as one, some or any, then the bank."""
        channel = 0 if self.channel is None else 1 if self.last is not None else 2
        return 2 * channel + (self.bank is not None)

    def sends(self, message: MidiMessage) -> bool:
        """Whether such a control sends this message."""
        if self.channel is not None and not self.channel <= message.channel <= (self.last or self.channel):
            return False
        if self.type == "cc14":
            return message.kind == "cc" and message.number in (self.number, self.fine)
        if self.bank is not None and self.bank != message.bank:
            return False
        return self.type == message.kind and self.number in (None, message.number)

    def example(self) -> MidiMessage:
        """A message that it sends."""
        kind: MidiKind = "cc" if self.type == "cc14" else self.type
        return MidiMessage(kind, self.channel or 1, self.number or 0, 0, self.bank or 0)

    def __str__(self) -> str:
        numbers = "/".join(str(n) for n in (self.number, self.fine) if n is not None)
        bank = "" if self.bank is None else f"bank {self.bank}"
        span = f"{self.channel}" if self.last is None else f"{self.channel} to {self.last}"
        where = "any channel" if self.channel is None else f"channel {span}"
        return " ".join(filter(None, [self.type, bank, numbers, where]))


@dataclass(frozen=True, slots=True)
class OscControl:
    """An argument (counted from 0) of an OSC address."""

    address: str
    arg: int = 0

    def __str__(self) -> str:
        return self.address + (f" argument {self.arg}" if self.arg else "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One control and what it moves.

    lowest, highest: ends of the control's travel; low, high: the values there, in the parameter's own units.
    mode: "follow" passes positions on; the others are for buttons.
    value: what a trigger sets or gives to its action; a tuple where that is several numbers or texts.
    latching: the button sends a number when it is pressed and another when it is pressed again, nothing on release.
    step: part of the travel that one click of an encoder moves; of a cycle, how many of its values a press goes on.
    acceleration: how much farther a fast turn moves.
    values: what a cycle steps through.
    page: the page that the entry belongs to; `turns`: the one that it brings up, if that is what it does.
    shows: what comes back of it, None where its file does not say; touch: the message that says that it is held; label:
    what displays call it.
    """

    control: MidiControl | OscControl
    parameter: Parameter
    mode: Mode = "follow"
    value: TriggerValue = None
    latching: bool = False
    lowest: float = 0.0
    highest: float = 127.0
    low: float = 0.0
    high: float = 1.0
    curve: Bend = "linear"
    steps: int = 2
    invert: bool = False
    takeover: Takeover = "jump"
    smooth: float = 0.0
    relative: Encoding | None = None
    step: float = 0.0
    shows: tuple[Show, ...] | None = None
    touch: MidiControl | None = None
    label: str = ""
    acceleration: float = 0.0
    values: tuple[TriggerValue, ...] = ()
    page: str | None = None
    turns: str | None = None
    line: int | None = field(default=None, compare=False)

    @property
    def to(self) -> str:
        """Name of the parameter or action."""
        return self.parameter.name

    def travel(self, raw: float) -> float:
        """Position 0..1 of the control that sends `raw`, inversion included."""
        x = fraction(raw, self.lowest, self.highest)
        return 1.0 - x if self.invert else x

    def position(self, travel: float) -> float:
        """Position 0..1 in the range of values for a position 0..1 of the control."""
        return bend(self.curve, travel, self.steps)

    def travel_to(self, position: float) -> float:
        """Position 0..1 of the control that leads to a position in the range."""
        return unbend(self.curve, position, self.steps)

    def sent_at(self, position: float) -> float:
        """What the control sends where it stands for a position 0..1 in the range."""
        x = self.travel_to(position)
        return between(1.0 - x if self.invert else x, self.lowest, self.highest)

    def value_at(self, position: float) -> bool | float | str:
        """The value at a position 0..1 in the range: a number, a word of an enum, for a bool on from 0.5."""
        match self.parameter.kind:
            case "bool":
                return position >= 0.5
            case "enum":
                return self.parameter.choices[round(between(position, self.low, self.high))]
        return between(position, self.low, self.high)

    def position_of(self, value: Value) -> float | None:
        """Where a value lies in the range, clamped to 0..1; None where it is no number or choice."""
        if isinstance(value, str) and value in self.parameter.choices:
            value = self.parameter.choices.index(value)
        if isinstance(value, (int, float)):
            return fraction(float(value), self.low, self.high)
        return None


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping file; `device` is for `named`: only MIDI ports of such a name are played by it.

    number: which of several alike units it is for, counted from 1; None is each of them.
    unit: what the device hears. entries: those of a shipped file for a device are read when they are first asked for.
    """

    path: Path
    name: str
    device: str | None
    shipped: bool
    entries: Sequence[Entry]
    number: int | None = None
    unit: Unit = SILENT

    @property
    def osc_entries(self) -> tuple[Entry, ...]:
        """The entries for OSC addresses; a shipped file for a MIDI device has none."""
        if self.shipped and self.device is not None:
            return ()
        return tuple(entry for entry in self.entries if isinstance(entry.control, OscControl))

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that entries belong to, in the order in which they are named; the first is up at the start."""
        return tuple(dict.fromkeys(entry.page for entry in self.entries if entry.page is not None))

    def plays(self, port: str, number: int = 1) -> bool:
        """Whether this file is meant for the MIDI port of that name, which is that one of the units alike."""
        if self.number is not None and self.number != number:
            return False
        return self.device is None or named(port, self.device)


def as_arguments(value: TriggerValue) -> tuple[object, ...]:
    """A value as the arguments of an action: none, one, or each of a tuple."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def named(port: str, pattern: str) -> bool:
    """Whether a port's name contains the pattern or matches it as a regular expression, whatever the case."""
    if pattern.lower() in port.lower():
        return True
    try:
        return re.search(pattern, port, re.IGNORECASE) is not None
    except re.error:
        return False
