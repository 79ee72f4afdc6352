"""Which control of which port was moved: what is to be learned is asked for, then heard in the messages that come.

Heard in the MIDI input's thread, asked for in any; no torch.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from demond.control.mapping.checks import NUMERIC, needs
from demond.control.mapping.entries import Encoding, MidiControl, TriggerValue
from demond.control.midi.messages import MidiMessage
from demond.parameters import ControlError, Parameter, find_target, number_in

PATIENCE = 30.0
"""Seconds from a wish, or from what was learned before it, in which a control has to be moved."""
WATCH = 0.5
"""Seconds from the first move, after which it is decided what moved."""
FORGETS = 2.0
"""Seconds after which a control that stood still begins anew."""
CLICKS = 6
"""Clicks after which an encoder is known however slowly it is turned."""
MOST = 64
_TOGETHER = 0.02
_REMEMBERED = 256
_SELECTORS = (98, 99, 100, 101)


@dataclass(frozen=True, eq=False, slots=True)
class Wish:
    """What the next control is to move; value: what it sets, or gives to an action."""

    row: Parameter
    value: TriggerValue = None

    @property
    def pressed(self) -> bool:
        """Whether that wants a button."""
        return self.value is not None or self.row.kind in ("bool", "action")


def wish_for(name: str, value: str | None = None) -> Wish:
    """The wish for a control of this name. Raises ControlError where no MIDI control can do that."""
    row = find_target(name)
    if value is None:
        if row.kind == "string" or (row.kind == "action" and needs(row.arguments)):
            raise ControlError(name, "wants a value too, which the control sets or gives to it")
        return Wish(row)
    if row.kind == "action":
        number = number_in(value) if row.argument == "float" else None
        given: TriggerValue = value if number is None else number
        row.accept((given,))
        return Wish(row, given)
    if row.lets_go(value):
        return Wish(row, value)
    number = None if row.kind in ("string", "enum") else number_in(value)
    known = row.coerce(value if number is None else number)[0]
    return Wish(row, known if isinstance(known, (bool, int, float, str)) else value)


@dataclass(frozen=True, slots=True)
class Learned:
    """A control that was moved: of this port, that one of the units alike; `extra` is what its entry says besides.

    pages: the page that was up in each file that has some.
    """

    port: str
    unit: int
    control: MidiControl
    extra: dict[str, object] = field(default_factory=dict)
    pages: Mapping[Path, str] = field(default_factory=dict)


class _Key(NamedTuple):
    port: str
    unit: int
    kind: str
    channel: int
    number: int


class _Heard:
    """What one control has sent, newest last."""

    def __init__(self) -> None:
        self.times: deque[float] = deque(maxlen=_REMEMBERED)
        self.values: deque[int] = deque(maxlen=_REMEMBERED)
        self.bank = 0
        self.pages: Mapping[Path, str] = {}

    def add(self, message: MidiMessage, now: float) -> None:
        if self.times and now - self.times[-1] > FORGETS:
            self.times.clear()
            self.values.clear()
        before = self.values[-1] if self.values else 0
        self.times.append(now)
        self.values.append(before + message.clicks if message.clicks else message.value)
        self.bank = message.bank

    @property
    def button(self) -> bool:
        """Whether it sends one number when it is down, and 0."""
        tops = set(self.values) - {0}
        return len(tops) == 1 and min(tops) >= 64

    def moved(self, kind: str, pressed: bool) -> bool:
        """Whether that is a move, and no noise; `pressed`, where a button is wanted."""
        values = self.values
        if kind in ("note", "program"):
            return any(values)
        if kind == "cc":
            if self.encoding is not None:
                return not pressed
            if self.button:
                return pressed or len(set(values)) > 1
            if 0 not in values and _jumps(values):
                return False
        return max(values) - min(values) >= (128 if kind == "bend" else 2)

    @property
    def encoding(self) -> Encoding | None:
        """How an endless encoder sends its clicks, where no other control would send these."""
        values, times = list(self.values), list(self.times)
        quick = any(later - sooner <= WATCH for sooner, later in zip(times, times[3:], strict=False))
        many = quick or len(values) >= CLICKS
        repeats = sum(a == b and a not in (0, 127) for a, b in pairwise(values))
        if not many or (2 * repeats < len(values) - 1 and _jumps(values) < 2):
            return None
        small, middle = [1 <= v <= 15 for v in values], [64 < v <= 79 for v in values]
        if all(49 <= v <= 79 and v != 64 for v in values):
            return "offset"
        if all(1 <= v <= 15 or 113 <= v <= 127 for v in values):
            return "twos"
        return "signbit" if all(a or b for a, b in zip(small, middle, strict=True)) else None


def _jumps(values: deque[int] | list[int]) -> int:
    """How often the value went from one end to the other at once."""
    return sum(abs(a - b) > 90 for a, b in pairwise(values))


class Learner:
    """Hears which controls are moved while there are wishes, each for the next one that was not learned just now.

    `learned(wish, what)` is called in the thread that hears, with None where nothing was moved for PATIENCE seconds.
    """

    def __init__(
        self, learned: Callable[[Wish, Learned | None], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._learned = learned
        self._clock = clock
        self._lock = threading.Lock()
        self._wishes: deque[Wish] = deque()
        self._until = 0.0
        self._heard: dict[_Key, _Heard] = {}
        self._decide = 0.0
        self._moved: dict[_Key, float] = {}
        self._just: dict[_Key, float] = {}

    def ask(self, wish: Wish) -> None:
        """Learn this after what was asked for before. ControlError where that is too much."""
        now = self._clock()
        with self._lock:
            if len(self._wishes) >= MOST:
                raise ControlError(wish.row.name, f"{MOST} controls are to be learned already")
            if not self._wishes:
                self._just = {key: last for key, last in self._just.items() if now - last <= FORGETS}
                self._begin(now)
            self._wishes.append(wish)

    def end(self) -> list[Wish]:
        """Learn no more; what was still to be learned."""
        with self._lock:
            left, self._wishes = list(self._wishes), deque()
            return left

    def hear(
        self,
        port: str,
        unit: int,
        readings: tuple[MidiMessage, ...],
        pages: Mapping[Path, str] = MappingProxyType({}),
    ) -> bool:
        """Take what a port's message says (the first of its readings); whether that is all that it is for."""
        if not self._wishes:
            return False
        message, now = readings[0], self._clock()
        key = _Key(port, unit, message.kind, message.channel, message.number)
        with self._lock:
            if not self._wishes:
                return False
            if key in self._just:
                self._just[key] = now
                return False
            if message.kind == "cc" and message.number in _SELECTORS:
                return True
            if key not in self._heard and len(self._heard) >= _REMEMBERED:
                del self._heard[next(iter(self._heard))]
            heard = self._heard.setdefault(key, _Heard())
            heard.add(message, now)
            heard.pages = pages
            if (
                key not in self._moved
                and _fits(self._wishes[0], key)
                and heard.moved(key.kind, self._wishes[0].pressed)
            ):
                self._decide = self._decide or now + WATCH
                self._moved[key] = now
        return True

    def look(self) -> None:
        """Decide what is due; to be called again and again."""
        if not self._wishes:
            return
        now = self._clock()
        ended: list[tuple[Wish, Learned | None]] = []
        with self._lock:
            if self._wishes and self._decide and now >= self._decide:
                wish = self._wishes.popleft()
                ended.append((wish, self._what(wish)))
                self._begin(now)
            elif self._wishes and not self._decide and now >= self._until:
                ended = [(wish, None) for wish in self._wishes]
                self._wishes.clear()
        for wish, what in ended:
            self._learned(wish, what)

    def _begin(self, now: float) -> None:
        self._until, self._decide = now + PATIENCE, 0.0
        self._heard, self._moved = {}, {}

    def _what(self, wish: Wish) -> Learned:
        """What moved, of all that did."""
        key = min(self._moved, key=lambda each: (_rank(wish, each, self._moved), self._moved[each]))
        heard = self._heard[key]
        halves = self._halves(key)
        self._just |= dict.fromkeys(halves or (key,), heard.times[-1])
        if halves:
            coarse, fine = (half.number for half in halves)
            return Learned(key.port, key.unit, MidiControl("cc14", key.channel, coarse, fine), pages=heard.pages)
        control, extra = _entry(wish, key, heard)
        return Learned(key.port, key.unit, control, extra, heard.pages)

    def _halves(self, key: _Key) -> tuple[_Key, _Key] | None:
        """The two controllers of a fader of 14 bits, where this is one of them and both came together."""
        if key.kind != "cc" or key.number >= 64:
            return None
        coarse, fine = key._replace(number=key.number % 32), key._replace(number=key.number % 32 + 32)
        if coarse not in self._heard or fine not in self._heard:
            return None
        ours, theirs = self._heard[coarse].times, self._heard[fine].times
        together = sum(any(abs(a - b) <= _TOGETHER for a in ours) for b in theirs)
        return (coarse, fine) if together >= 2 else None


def _fits(wish: Wish, key: _Key) -> bool:
    """Whether such a control can do what is wished for."""
    if key.kind in ("bend", "pressure", "poly"):
        return not wish.pressed and wish.row.kind in (*NUMERIC, "enum")
    return True


def _rank(wish: Wish, key: _Key, moved: dict[_Key, float]) -> int:
    """What counts more where several moved at once: for numbers what moves, else what was first.

    Banks that are selected before a program are none of them, and what a touch of a fader sends comes after it.
    """
    programs = any(other.kind == "program" and other[:2] == key[:2] for other in moved)
    if key.kind == "cc" and key.number in (0, 32) and programs:
        return 9
    if wish.pressed:
        return 0
    return {"nrpn": 0, "rpn": 0, "cc": 0, "bend": 0, "pressure": 2, "poly": 2, "note": 3, "program": 4}[key.kind]


def _entry(wish: Wish, key: _Key, heard: _Heard) -> tuple[MidiControl, dict[str, object]]:
    """The control, and what its entry says besides, for what is wished for."""
    kind, row = key.kind, wish.row
    program = kind == "program"
    follows = program and not wish.pressed and row.kind in NUMERIC
    number = None if kind in ("bend", "pressure") or follows else key.number
    bank = heard.bank if program and heard.bank and not follows else None
    control = MidiControl(kind, key.channel, number, bank=bank)  # type: ignore[arg-type]
    if wish.value is not None:
        return control, {"mode": "trigger", "value": wish.value}
    button = kind == "note" or (kind == "cc" and heard.button and heard.encoding is None)
    if row.kind == "action":
        return control, {"mode": "trigger"}
    if row.kind == "bool" and (button or program):
        return control, {"mode": "cycle" if program else "toggle"}
    if row.kind == "enum" and (button or program):
        return control, {"mode": "cycle"}
    if button:
        return control, {"mode": "gate"}
    if kind == "cc" and row.kind in (*NUMERIC, "enum") and heard.encoding is not None:
        return control, {"relative": heard.encoding}
    return control, {}
