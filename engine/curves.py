"""The curve language: numbers, breakpoint lists, waves, ramps; how they are written, read and drawn over frames.

A curve is a float (flat), a tuple of three or more floats (breakpoints spread evenly from the first frame to
the last), a `Ramp`, a `Wave`, or None (not in use). All are immutable and can be saved as TOML. What a request takes,
drawn already, is a `engine.series.Series`. No torch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

MOST_POINTS = 4096

Drawn = NDArray[np.float32]
"""A curve drawn over frames, `[frames]`."""

_Turns = NDArray[np.float64]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def _triangle(turns: _Turns) -> _Turns:
    return 1.0 - 4.0 * np.abs((turns + 0.25) % 1.0 - 0.5)


def _held_noise(turns: _Turns) -> _Turns:
    """Map cycle numbers to repeatable values in -1..1 (the SplitMix64 finalizer, Steele et al. 2014)."""
    with np.errstate(over="ignore"):
        z = (np.clip(np.floor(turns), -1e15, 1e15).astype(np.int64).astype(np.uint64) + np.uint64(1)) * _GOLDEN
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) * (2.0 / 2.0**53) - 1.0


_SHAPES: Mapping[str, Callable[[_Turns], _Turns]] = {
    "sine": lambda turns: np.sin(2.0 * np.pi * turns),
    "triangle": _triangle,
    "saw": lambda turns: 2.0 * (turns - np.floor(turns)) - 1.0,
    "square": lambda turns: np.where(turns - np.floor(turns) < 0.5, 1.0, -1.0),
    "random": _held_noise,
    "pulse": lambda turns: 0.5 + 0.5 * _triangle(turns - 0.25),
}
SHAPES = tuple(_SHAPES)
"""Shapes over cycles counted from 0: within -1..1, but for the pulse, which rises straight from 0 to 1 and falls."""


@dataclass(frozen=True, slots=True)
class Wave:
    """A repeating curve: `offset + depth * shape(phase + rate * time)`, see SHAPES, clipped to low..high.

    `rate` counts cycles per second, or per beat where `beats` is set; `phase` is in cycles. `random` holds
    one value per cycle, the same one every time the same cycle is rendered. ValueError says what cannot be.
    """

    shape: str
    rate: float
    depth: float
    offset: float
    phase: float = 0.0
    beats: bool = False
    low: float = -math.inf
    high: float = math.inf

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ValueError(f"wave shape wants one of {', '.join(SHAPES)}, got {shown(self.shape)}")
        if not 1e-6 <= self.rate <= 1000.0:
            unit = "cycles per beat" if self.beats else "Hz"
            raise ValueError(f"wave rate wants 0.000001 to 1000 {unit}, got {self.rate:g}")
        for number in (self.depth, self.offset, self.phase):
            if not abs(_number(number)) <= 1e6:
                raise ValueError(f"wave depth, offset and phase want at most 1000000, got {number:g}")


@dataclass(frozen=True, slots=True)
class Ramp:
    """A straight line from `start` at the first frame to `end` at the last."""

    start: float
    end: float

    def __post_init__(self) -> None:
        _number(self.start), _number(self.end)


Curve = float | tuple[float, ...] | Wave | Ramp | None


def render(curve: Curve, frames: int, frame_rate: float, bpm: float) -> float | Drawn | None:
    """Return the curve's values: a float where it is flat, else float32 `[frames]`; None stays None.

    `frame_rate` in frames per second, `bpm` in beats per minute (used by waves that follow the beat).
    """
    if curve is None or isinstance(curve, (int, float)):
        return curve
    if isinstance(curve, Wave):
        per_second = curve.rate * bpm / 60.0 if curve.beats else curve.rate
        turns = curve.phase + per_second * np.arange(frames, dtype=np.float64) / frame_rate
        shape = _SHAPES[curve.shape](turns)
        return np.clip(curve.offset + curve.depth * shape, curve.low, curve.high).astype(np.float32)
    return points((curve.start, curve.end) if isinstance(curve, Ramp) else curve, frames)


def mean(curve: Curve) -> float:
    """Return what a curve comes to on average, a wave over many cycles; 0 for None."""
    even = replace(curve, rate=8.0, beats=False) if isinstance(curve, Wave) else curve
    drawn = render(even, 512, 64.0, 60.0)
    return 0.0 if drawn is None else float(np.mean(drawn))


def points(values: Sequence[float], length: int) -> Drawn:
    """`[length]` values on the straight lines between breakpoints spread evenly from the first frame to the last."""
    return _between(values, length).astype(np.float32)


def _between(values: Sequence[float], length: int) -> NDArray[np.float64]:
    if len(values) == length:
        return np.array(values, np.float64)
    return np.interp(np.linspace(0.0, 1.0, length), np.linspace(0.0, 1.0, len(values)), values)


def ramp(start: float, end: float, length: int) -> Drawn:
    """`[length]` values from `start` to `end`, both included."""
    return points((start, end), length)


def wave(shape: str, period: int, length: int, amplitude: float = 1.0, offset: float = 0.0) -> Drawn:
    """`[length]` values of a wave with `period` frames a cycle: `offset + amplitude * shape`."""
    at = np.arange(length)
    return (offset + amplitude * _SHAPES[shape](at // period + at % period / period)).astype(np.float32)


def parse(words: Sequence[object]) -> Curve:
    """Read a curve from the words of a message or a text, e.g. ("wave", "sine", 0.5, 0.2, 0.5).

    ValueError says in a sentence what is wrong.
    """
    if len(words) == 1 and isinstance(words[0], str) and len(words[0].split()) > 1:
        words = words[0].split()
    if not words:
        raise ValueError("a curve needs at least one number")
    head = words[0]
    if not isinstance(head, str):
        return from_points(words)
    keyword = head.lower()
    if keyword == "none":
        if len(words) > 1:
            raise ValueError("none takes no arguments")
        return None
    if keyword == "ramp":
        if len(words) != 3:
            raise ValueError(f"ramp wants 2 numbers (start, end), got {len(words) - 1}")
        return Ramp(_number(words[1]), _number(words[2]))
    if keyword == "wave":
        return _parse_wave(words[1:])
    try:
        return from_points(words)
    except ValueError:
        raise ValueError(f"wants a number, a list of numbers, none, ramp or wave, got text {shown(head)}") from None


def from_points(points: Sequence[object]) -> Curve:
    """Make the simplest curve with these breakpoints; ValueError if they are none, too many or not finite."""
    if not points:
        raise ValueError("a curve needs at least one number")
    if len(points) > MOST_POINTS:
        raise ValueError(f"a curve takes at most {MOST_POINTS} points, got {len(points)}")
    values: tuple[float, ...] = tuple(points)  # type: ignore[arg-type]
    if set(map(type, points)) != {float} or not all(map(math.isfinite, values)):
        values = tuple(map(_number, points))
    if len(values) == 1:
        return values[0]
    return Ramp(*values) if len(values) == 2 else values


def words(curve: Curve) -> tuple[str | float, ...]:
    """Write a curve as the words that `parse` reads back."""
    if curve is None:
        return ("none",)
    if isinstance(curve, Ramp):
        return ("ramp", curve.start, curve.end)
    if isinstance(curve, Wave):
        rate = f"{1.0 / curve.rate:.9g}b" if curve.beats else curve.rate
        return ("wave", curve.shape, rate, curve.depth, curve.offset, curve.phase)
    return curve if isinstance(curve, tuple) else (curve,)


def bounded(curve: Curve, low: float, high: float) -> Curve:
    """Return the curve kept inside low..high: points are clamped now, waves clipped when rendered."""
    if curve is None:
        return None
    if isinstance(curve, Wave):
        return replace(curve, low=low, high=high)
    if isinstance(curve, Ramp):
        return Ramp(min(max(curve.start, low), high), min(max(curve.end, low), high))
    if isinstance(curve, tuple):
        inside = low <= min(curve) and max(curve) <= high
        return curve if inside else tuple(min(max(point, low), high) for point in curve)
    return min(max(curve, low), high)


def blend(start: Curve, end: Curve, mix: float) -> Curve:
    """Return the curve `mix` (0..1) of the way between two curves of numbers; others are already at `end`."""
    first, second = _points(start), _points(end)
    if first is None or second is None:
        return end
    if len(first) == len(second) == 1:
        return first[0] + mix * (second[0] - first[0])
    count = max(len(first), len(second))
    a, b = _between(first, count), _between(second, count)
    between = (a + mix * (b - a)).tolist()
    return Ramp(*between) if count == 2 else tuple(between)


def blendable(curve: Curve) -> bool:
    """Say whether `blend` can move gradually from or to this curve."""
    return _points(curve) is not None


def shown(value: object) -> str:
    """Quote a value for an error sentence, shortened."""
    text = f'"{value}"' if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else f"{text[:50]}... ({len(text)} characters)"


def _points(curve: Curve) -> tuple[float, ...] | None:
    if isinstance(curve, Ramp):
        return (curve.start, curve.end)
    if isinstance(curve, tuple):
        return curve
    return (float(curve),) if isinstance(curve, (int, float)) else None


def _number(word: object) -> float:
    if isinstance(word, bool) or not isinstance(word, (int, float, str)):
        raise ValueError(f"wants a number, got {shown(word)}")
    try:
        value = float(word)
    except ValueError:
        raise ValueError(f"wants a number, got text {shown(word)}") from None
    except OverflowError:
        raise ValueError("wants a number, got one too large to hold") from None
    if not math.isfinite(value):
        raise ValueError(f"wants a finite number, got {value}")
    return value


def _parse_wave(arguments: Sequence[object]) -> Wave:
    if not 4 <= len(arguments) <= 5:
        raise ValueError(f"wave wants shape, rate, depth, offset, maybe phase; got {len(arguments)} words")
    rate, beats = _parse_rate(arguments[1])
    depth, offset = _number(arguments[2]), _number(arguments[3])
    phase = _number(arguments[4]) if len(arguments) == 5 else 0.0
    return Wave(str(arguments[0]).lower(), rate, depth, offset, phase, beats)


def _parse_rate(word: object) -> tuple[float, bool]:
    """Read Hz from a number, or beats per cycle from "4b", "1/4b"; return cycles per second or per beat."""
    try:
        if not (isinstance(word, str) and word.endswith("b")):
            return _number(word), False
        over, _, under = word[:-1].partition("/")
        return float(under or 1.0) / float(over), True
    except (ValueError, ZeroDivisionError):
        raise ValueError(f'wave rate wants Hz, or beats per cycle like "4b" or "1/4b", got {shown(word)}') from None
