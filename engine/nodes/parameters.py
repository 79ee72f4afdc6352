"""What a node can be set to, and how an argument of its function says so."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

ParameterKind = Literal["number", "integer", "boolean", "string", "select", "data"]

PLAIN: Mapping[object, ParameterKind] = {
    float: "number",
    int: "integer",
    bool: "boolean",
    str: "string",
    object: "data",
}
"""The kind of parameter that an argument of a plain type is; a text with choices is a `select`."""

HIDDEN = "hidden"
"""Of anything annotated: short listings leave it out."""


@dataclass(frozen=True)
class Number:
    """Of an annotated number: the least and the most that is taken, and the step of a knob, 1 for whole numbers."""

    low: float = -math.inf
    high: float = math.inf
    step: float = 0.01


@dataclass(frozen=True)
class Choices:
    """Of an annotated text: the only ones that are taken."""

    names: tuple[str, ...]


Share = Annotated[float, Number(0.0, 1.0)]
Duration = Annotated[float, Number(1.0, 600.0, 1.0)]
"""Seconds of music."""


@dataclass(frozen=True)
class NodeParameter:
    """A value a node is set to.

    `kind` `data` is plain data as TOML writes it, or none. `fixed` says why only the default is taken; such a
    parameter is there for graphs written elsewhere, and the function never sees it. `hidden` ones are left out of
    short listings.
    """

    name: str
    kind: ParameterKind
    default: Any
    low: float = -math.inf
    high: float = math.inf
    step: float | None = None
    choices: tuple[str, ...] = ()
    hidden: bool = False
    optional: bool = False
    fixed: str = ""

    @classmethod
    def of(cls, name: str, annotation: object, default: object) -> NodeParameter:
        """The parameter that an argument of a node's function is; ValueError says why there is none."""
        plain, optional, marks = take_apart(annotation)
        number = next((mark for mark in marks if isinstance(mark, Number)), Number())
        choices = get_args(plain) if get_origin(plain) is Literal else ()
        choices = next((mark.names for mark in marks if isinstance(mark, Choices)), choices)
        kind = "select" if choices else PLAIN.get(plain)
        if kind is None:
            raise ValueError(f"a parameter is a number, a switch, a text or plain data, not {spelled(plain)}")
        hidden = HIDDEN in marks or kind == "data"
        if kind in ("number", "integer"):
            step = 1.0 if kind == "integer" else number.step
            parameter = cls(name, kind, default, number.low, number.high, step, hidden=hidden, optional=optional)
        else:
            parameter = cls(name, kind, default, choices=choices, hidden=hidden, optional=optional)
        parameter.check(default)
        return parameter

    def check(self, value: object) -> Any:
        """`value` as the node takes it; raises ValueError that says what was expected."""
        if self.fixed:
            if value != self.default:
                raise ValueError(f"only takes {self.default!r}: {self.fixed}")
            return value
        if value is None and self.optional:
            return None
        if self.kind == "data":
            return _plain(value)
        if self.kind in ("number", "integer"):
            return self._number(value)
        if not isinstance(value, bool if self.kind == "boolean" else str):
            raise ValueError(f"expected {_A[self.kind]}, got {value!r}")
        if self.choices and value not in self.choices:
            raise ValueError(f"expected one of {_some(self.choices)}, got {value!r}{suggest(value, self.choices)}")
        return value

    def _number(self, value: object) -> float | int:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"expected {_A[self.kind]}, got {value!r}")
        if self.kind == "integer" and value != int(value):
            raise ValueError(f"expected a whole number, got {value!r}")
        if not self.low <= value <= self.high:
            raise ValueError(f"must lie in {self.low:g}..{self.high:g}, got {value:g}")
        return int(value) if self.kind == "integer" else float(value)

    def range(self) -> str:
        """The legal values in words."""
        if self.choices:
            return _some(self.choices)
        if math.isfinite(self.low) or math.isfinite(self.high):
            return f"{self.low:g}..{self.high:g}"
        return ""


def only(name: str, default: object, why: str) -> NodeParameter:
    """A hidden parameter that takes nothing but its default."""
    return NodeParameter(name, PLAIN.get(type(default), "data"), default, hidden=True, fixed=why)


def take_apart(annotation: object) -> tuple[object, bool, tuple[object, ...]]:
    """The type of an annotation, whether `None` may stand in for it, and what `Annotated` says of it."""
    plain, *marks = get_args(annotation) if get_origin(annotation) is Annotated else (annotation,)
    if get_origin(plain) not in (Union, UnionType):
        return plain, False, tuple(marks)
    members = [each for each in get_args(plain) if each is not NoneType]
    return members[0] if len(members) == 1 else plain, NoneType in get_args(plain), tuple(marks)


def spelled(annotation: object) -> str:
    """A type as it is written in code."""
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)


def suggest(name: object, known: Iterable[str]) -> str:
    """ "; did you mean ...?" where something known is close to `name`, else nothing."""
    lowered = {each.lower(): each for each in known}
    close = difflib.get_close_matches(str(name).lower(), lowered, n=1, cutoff=0.7)
    return f"; did you mean {lowered[close[0]]!r}?" if close else ""


_A: Mapping[ParameterKind, str] = {
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "string": "a text",
    "select": "a text",
}


def _some(choices: tuple[str, ...], most: int = 8) -> str:
    shown = ", ".join(choices[:most])
    return shown if len(choices) <= most else f"{shown} ... ({len(choices)} in all)"


def _plain(value: object) -> Any:
    """A copy of plain data."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"expected finite numbers, got {value!r}")
        return value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    raise ValueError(f"expected numbers, texts, lists or tables, got {type(value).__name__}")
