"""OSC arguments to values of rows, and back. Pure functions."""

from __future__ import annotations

import math

import numpy as np

from demond.control.osc.packets import Arguments
from demond.parameters import PREFIX, ControlError, Parameter, Value, number_in
from engine import curves

MOST_SINGLE = 256
"""Points of a curve that is told as that many arguments."""


def value_of(row: Parameter, arguments: Arguments) -> tuple[object, float]:
    """Return the value that arguments mean for a row, unchecked, and the seconds of its ramp; ControlError if none."""
    count = len(arguments)
    if count <= 2 and row.kind != "string":
        arguments = [_plain(row, argument) for argument in arguments]
    if count == 0:
        raise ControlError(row.name, f"wants a value; to ask for it, send {PREFIX}get {row.name}")
    if count and row.kind == "curve" and isinstance(arguments[0], bytes):
        arguments = [_points(row, arguments[0]), *arguments[1:]]
    if count == 1:
        return arguments[0], 0.0
    if row.kind == "string" and any(isinstance(a, str) for a in arguments):
        return " ".join(
            a if isinstance(a, str) else f"{a:g}" for a in arguments if isinstance(a, (str, int, float))
        ), 0.0
    if count == 2 and row.kind in ("float", "int", "curve") and not isinstance(arguments[0], str):
        seconds = number(arguments[1])
        if seconds is None or seconds < 0.0:
            raise ControlError(row.name, f"wants the ramp time in seconds after the value, got {arguments[1]!r}")
        return arguments[0], seconds
    if row.kind == "curve":
        return list(arguments), 0.0
    raise ControlError(
        row.name,
        f"wants one value{' and perhaps a time' if row.unit or row.kind in ('float', 'int') else ''}, got {count}",
    )


def _plain(row: Parameter, argument: object) -> object:
    """Take text that writes a number for that number, and on and off where a number is meant for 1 and 0."""
    if isinstance(argument, str) and argument not in row.choices:
        number = number_in(argument)
        return argument if number is None else number
    if isinstance(argument, bool) and row.kind in ("float", "int", "curve"):
        return int(argument)
    return argument


def _points(row: Parameter, blob: bytes) -> list[float]:
    """The points of a curve, big-endian single precision; ControlError for a blob that is no such thing."""
    if not blob or len(blob) % 4 or len(blob) > 4 * curves.MOST_POINTS:
        wanted = f"a blob of 1..{curves.MOST_POINTS} floats of 4 bytes each"
        raise ControlError(row.name, f"wants {wanted}, got {len(blob)} bytes")
    points: list[float] = np.frombuffer(blob, ">f4").tolist()
    return points


def told(value: Value) -> Arguments:
    """Write a value as clients are told it: as `arguments_of`, but curves of very many points as a blob of floats."""
    if isinstance(value, tuple) and len(value) > MOST_SINGLE:
        return (np.array(value, ">f4").tobytes(),)
    return arguments_of(value)


def heard(arguments: Arguments) -> Arguments:
    """Read what `told` wrote: the floats of a blob that stands alone, else the arguments as they are."""
    if len(arguments) == 1 and isinstance(arguments[0], bytes) and len(arguments[0]) % 4 == 0:
        points: list[float] = np.frombuffer(arguments[0], ">f4").tolist()
        return points
    return arguments


def arguments_of(value: Value) -> Arguments:
    """Write a value as OSC arguments: bools as 1 and 0, none as text, curves in the words that set them."""
    if isinstance(value, bool):
        return (int(value),)
    if isinstance(value, str):
        return (value,)
    return curves.words(value)


def number(argument: object) -> float | None:
    """Return a finite number, also one that text writes; None for anything else."""
    if isinstance(argument, str):
        return number_in(argument)
    if isinstance(argument, (int, float)) and not isinstance(argument, bool) and math.isfinite(argument):
        return float(argument)
    return None
