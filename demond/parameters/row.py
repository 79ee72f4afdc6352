"""A row of the table of controls: what one control takes, and how what was asked for becomes its value.

Immutable data and pure functions, safe in any thread; no torch.

What a message may carry, by kind:

- float: a number; out-of-range ones are clamped. int: the same, rounded.
- bool: true or false, on or off, or a number (0.5 and more is on).
- enum: one of its words, or the position of one, counted from 0.
- string: text, or "none" where the row allows it.
- curve: a number; a list of numbers; "ramp A B"; "wave SHAPE RATE DEPTH OFFSET [PHASE]" with RATE in Hz or,
  as "4b" or "1/4b", in beats per cycle; "none", which is the default.
- action: what its arguments say.

Of any kind, a row that follows takes "none" for letting it follow again; a text may be empty for that as well.
"""

from __future__ import annotations

import difflib
import math
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engine import curves
from engine.curves import Curve, Ramp, Wave, shown

Kind = Literal["float", "int", "bool", "enum", "string", "curve", "action"]
Taper = Literal["linear", "log", "db"]
Rate = Literal["tick", "slot", "window", "rebuild", "action"]
Destination = Literal["generation", "performer", "playback", "daemon"]
"""Who takes a row's value: the engine, which makes generations from it or runs by it; the output; the daemon itself."""
Lead = Literal["model", "prompts"]
LEADS: Mapping[Lead, str] = {"model": "the model's own", "prompts": "what prompts say"}
"""What a row may follow for as long as nobody sets it by hand."""

Value = float | int | bool | str | tuple[float, ...] | Wave | Ramp | None

PREFIX = "/demond/"
UNDER_WAY, HEARD, OVERTAKEN = "is under way", "is heard", "is not heard: something else was asked for meanwhile"
"""The notes that whoever asks for what takes time gets: at once, then at its end. Actions end with their own words."""
LONGEST_TEXT = 16384
NEAR, NEAR_SHORT = 0.7, 0.8
"""How much of a name, 0..1, a word must share to be taken for a slip of it; a short word has more."""
SINGLE = 2.0**-24
"""How far, in proportion, a number is off that came in single precision."""


_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*", re.ASCII | re.IGNORECASE)


def number_in(text: str) -> float | None:
    """Return the finite number that a text writes, as "0.5" or " 1e-1 "; None where it writes none."""
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


class ControlError(ValueError):
    """A control message that cannot be obeyed: `name` is what it was for, `reason` a sentence for people."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Argument:
    """What an action takes at one place of its message."""

    name: str
    kind: Literal["float", "string"]
    optional: bool = False

    def accept(self, action: str, value: object) -> object:
        """Return the value if this argument can be it; ControlError in the action's name if not."""
        if self.kind == "string":
            if not isinstance(value, str) or not value or not _writable(value):
                raise ControlError(action, f"wants text, got {_described(value)}")
            return value
        number = number_in(value) if isinstance(value, str) else value
        if not isinstance(number, (int, float)) or isinstance(number, bool) or not abs(number) <= sys.float_info.max:
            raise ControlError(action, f"wants a number, got {_described(value)}")
        return number


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of the table.

    `low` and `high` bound numbers; `taper` is the space in which ramps and faders move; `rate` says when a change is
    read and `to` who takes the value; `none`, whether None (not in use) is a value; `audio`, whether its text names
    audio; `read`, what makes its value of a text, or raises ValueError with a sentence; `arguments`, what an action
    takes, optional ones last; `follows`, what it stands at until it is set by hand. TypeError for a row that nobody
    would take, or that follows what nobody knows.
    """

    name: str
    kind: Kind
    low: float = -math.inf
    high: float = math.inf
    default: Value = None
    unit: str = ""
    taper: Taper = "linear"
    rate: Rate = "tick"
    description: str = ""
    choices: tuple[str, ...] = ()
    none: bool = False
    audio: bool = False
    read: Callable[[str], str] | None = None
    arguments: tuple[Argument, ...] = ()
    to: tuple[Destination, ...] = ()
    follows: Lead | None = None

    def __post_init__(self) -> None:
        if self.follows is not None and self.follows not in LEADS:
            raise TypeError(f"{self.name}: follows {self.follows!r}, which is none of {', '.join(LEADS)}")
        if not self.to:
            raise TypeError(f"{self.name}: nobody takes this row; name its destination")
        if self.kind == "action":
            object.__setattr__(self, "rate", "action")
        needed = [not argument.optional for argument in self.arguments]
        if needed != sorted(needed, reverse=True) or (needed and self.kind != "action"):
            raise TypeError(f"{self.name}: only actions take arguments, and optional ones come last")

    @property
    def address(self) -> str:
        """The OSC address."""
        return PREFIX + self.name

    @property
    def argument(self) -> Literal["", "float", "string"]:
        """The kind of an action's first argument, empty where it takes none."""
        return self.arguments[0].kind if self.arguments else ""

    def lets_go(self, value: object) -> bool:
        """Say whether this value lets a row that follows do so again: none or, where it is text, an empty one.

        Raises ControlError for text that the row does not take.
        """
        if self.follows is None:
            return False
        empty = self.kind == "string" and isinstance(value, str) and self.coerce(value)[0] == ""
        return empty or value is None or value == "none"

    def coerce(self, value: object) -> tuple[Value, str | None]:
        """Return the value this row stores for what was asked, and a note where they differ ("clamped to 1").

        Raises ControlError if the value has the wrong type, is not finite or is no choice of the row.
        """
        try:
            return _COERCE[self.kind](self, value)
        except ControlError:
            raise
        except ValueError as error:
            raise ControlError(self.name, str(error)) from None

    def accept(self, given: Sequence[object]) -> tuple[object, ...]:
        """Return the arguments an action is carried out with; ControlError if they are not what it takes."""
        if self.kind != "action":
            raise ControlError(self.name, "is a value to set, not an action")
        needed = sum(not argument.optional for argument in self.arguments)
        if not needed <= len(given) <= len(self.arguments):
            raise ControlError(self.name, f"takes {self._wanted()}, got {len(given)}")
        return tuple(a.accept(self.name, value) for a, value in zip(self.arguments, given, strict=False))

    def _wanted(self) -> str:
        if not self.arguments:
            return "no argument"
        if len(self.arguments) == 1 and not self.arguments[0].optional:
            return f"one argument ({takes(self)})"
        return "the arguments " + " ".join(f"[{a.name}]" if a.optional else a.name for a in self.arguments)


def _coerce_float(row: Parameter, value: object) -> tuple[Value, str | None]:
    if isinstance(value, float) and row.low <= value <= row.high:
        return value, None
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ControlError(row.name, f"wants {_range(row)}, got {_described(value)}")
    if value != value or value in (math.inf, -math.inf):
        raise ControlError(row.name, f"wants {_range(row)}, got {value}")
    if row.low <= value <= row.high:
        return float(value), None
    end, told = (row.low, f"{row.low:g}") if value < row.low else (row.high, _high(row))
    meant = isinstance(value, float) and math.isclose(value, end, rel_tol=SINGLE)
    return float(end), None if meant else f"clamped to {told}"


def _coerce_int(row: Parameter, value: object) -> tuple[Value, str | None]:
    number, note = _coerce_float(row, value)
    assert isinstance(number, (int, float))
    rounded = value if isinstance(value, int) and note is None else math.floor(number + 0.5)
    if note is None and rounded != value:
        note = f"rounded to {rounded}"
    return rounded, note


_WORDS = dict.fromkeys(("on", "true", "yes", "1"), True) | dict.fromkeys(("off", "false", "no", "0"), False)


def _coerce_bool(row: Parameter, value: object) -> tuple[Value, str | None]:
    if isinstance(value, bool):
        return value, None
    if isinstance(value, (int, float)) and math.isfinite(value):
        return value >= 0.5, None
    if isinstance(value, str) and value.lower() in _WORDS:
        return _WORDS[value.lower()], None
    raise ControlError(row.name, f"wants on or off (or 1 or 0), got {_described(value)}")


def _coerce_enum(row: Parameter, value: object) -> tuple[Value, str | None]:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        written = f"{value:g}"
        if written in row.choices:
            return written, None
        index = min(max(math.floor(value + 0.5), 0), len(row.choices) - 1)
        return row.choices[index], None if index == value else f"clamped to {row.choices[index]}"
    if isinstance(value, str):
        if value in row.choices:
            return value, None
        folded = value.strip().lower()
        if folded in row.choices:
            return folded, None
    near = suggest(value, row.choices) if isinstance(value, str) else ""
    raise ControlError(row.name, f"wants one of {listed(row.choices)}, got {_described(value)}{near}")


def _coerce_string(row: Parameter, value: object) -> tuple[Value, str | None]:
    if row.none and (value is None or value == "" or value == "none"):
        return None, None
    if not isinstance(value, str):
        raise ControlError(row.name, f"wants text{' or none' if row.none else ''}, got {_described(value)}")
    if len(value) > LONGEST_TEXT:
        raise ControlError(row.name, f"wants at most {LONGEST_TEXT} characters of text, got {len(value)}")
    if not _writable(value):
        raise ControlError(row.name, "wants Unicode text without NUL characters")
    return value if row.read is None else row.read(value), None


def _coerce_curve(row: Parameter, value: object) -> tuple[Value, str | None]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _coerce_float(row, value)
    curve: Curve
    if value is None or isinstance(value, (Wave, Ramp)):
        curve = value
    elif isinstance(value, str):
        curve = curves.parse((value,))
    elif isinstance(value, (list, tuple)):
        curve = curves.parse(value)
    else:
        raise ControlError(row.name, f"wants a number or a curve, got {_described(value)}")
    if curve is None:
        return row.default, None if row.none else f"none is {value_text(row, row.default)}"
    bounded = curves.bounded(curve, row.low, row.high)
    if isinstance(curve, Wave):
        ends = sorted((curve.offset - curve.depth, curve.offset + curve.depth))
        beyond = ends[0] < row.low - 1e-6 or ends[1] > row.high + 1e-6
        return bounded, f"clipped to {row.low:g}..{row.high:g}" if beyond else None
    return bounded, None if bounded == curve else f"clamped to {row.low:g}..{row.high:g}"


def _coerce_action(row: Parameter, value: object) -> tuple[Value, str | None]:
    raise ControlError(row.name, "is an action: it can be done, but holds no value")


_COERCE: Mapping[Kind, Callable[[Parameter, object], tuple[Value, str | None]]] = {
    "float": _coerce_float,
    "int": _coerce_int,
    "bool": _coerce_bool,
    "enum": _coerce_enum,
    "string": _coerce_string,
    "curve": _coerce_curve,
    "action": _coerce_action,
}


def _writable(text: str) -> bool:
    """Say whether text can be sent over OSC and saved: no NUL, no lone surrogates."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text))


def _range(row: Parameter) -> str:
    what = {"int": "a whole number", "curve": "a number"}.get(row.kind, "a number")
    return f"{what} {row.low:g}..{_high(row)}"


def _high(row: Parameter) -> str:
    return str(int(row.high)) if row.kind == "int" else f"{row.high:g}"


def _described(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f"text {shown(value)}"
    if isinstance(value, (bytes, bytearray)):
        return f"{len(value)} bytes of binary data"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    return shown(value)


def listed(choices: tuple[str, ...]) -> str:
    if len(choices) <= 12:
        return ", ".join(choices)
    return f"{', '.join(choices[:8])} ... ({len(choices)} in all)"


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean "..."?)` where a known name is close to the word, else an empty text.

    Close by what they do not all have in common, and more so where there is little of it.
    """
    names = {name.removeprefix(PREFIX): name for name in known}
    bare = word[:200].lower().removeprefix(PREFIX)
    near = difflib.get_close_matches(bare, list(names), n=8, cutoff=NEAR if len(bare) > 3 else NEAR_SHORT)
    if not near:
        return ""
    first = max(sorted(near), key=lambda name: difflib.SequenceMatcher(None, name, bare).ratio())
    return f' (did you mean "{names[first]}"?)'


def takes(row: Parameter) -> str:
    """Say in a few words what a row takes, e.g. "float 0..1" or "curve 0..2"."""
    if row.kind == "action":
        words = {"float": "a number", "string": "text"}
        each = [f"perhaps {words[a.kind]}" if a.optional else words[a.kind] for a in row.arguments]
        text = "action" + (f" with {' and '.join(each)}" if each else "")
    elif row.kind == "enum":
        text = "one of " + (" ".join(row.choices if len(row.choices) <= 6 else (*row.choices[:3], "...")))
    elif row.kind in ("bool", "string"):
        text = {"bool": "on/off", "string": "text"}[row.kind]
    else:
        text = f"{row.kind} {row.low:g}..{_high(row)}"
    return text + (f" {row.unit}" if row.unit else "") + (" or none" if row.none or row.follows else "")


def default_text(row: Parameter) -> str:
    """Write a row's default for people, and what it follows."""
    if row.kind == "action":
        return ""
    return value_text(row, row.default) + (f" or {LEADS[row.follows]}" if row.follows else "")


def value_text(row: Parameter, value: Value) -> str:
    """Write a value of a row for people; curves in the words that set them."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return f'"{value}"' if row.kind == "string" else value
    return " ".join(f"{word:g}" if isinstance(word, float) else str(word) for word in curves.words(value))
