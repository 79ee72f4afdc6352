"""What the output does when one of its values changes: level, ceiling, the part that loops. No torch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from demond.parameters import Value
from demond.playback.layout import SAMPLE_RATE, SHORTEST
from demond.playback.loop import Loop

Get = Callable[[str], Value]


def _number(get: Get, name: str) -> float:
    value = get(name)
    assert isinstance(value, float), name
    return value


def _level(get: Get, playback: Loop) -> None:
    playback.set_gain(_number(get, "volume"), bool(get("mute")))


def _ceiling(get: Get, playback: Loop) -> None:
    playback.set_ceiling(_number(get, "ceiling"))


def _match(get: Get, playback: Loop) -> None:
    playback.set_match(bool(get("level_match")))


def _region(get: Get, playback: Loop) -> None:
    unit = SAMPLE_RATE * (60.0 / _number(get, "bpm") if get("loop_unit") == "beats" else 1.0)
    start, end = (round(_number(get, name) * unit) for name in ("loop_start", "loop_end"))
    playback.set_region(*((start, end) if end - start >= SHORTEST else (0, 0)))


_FOLLOWS: Mapping[str, Callable[[Get, Loop], None]] = {
    "volume": _level,
    "mute": _level,
    "ceiling": _ceiling,
    "level_match": _match,
    **dict.fromkeys(("loop_start", "loop_end", "loop_unit", "bpm"), _region),
}
VALUES = frozenset(_FOLLOWS)
"""The values that the output goes by."""


def follow(changed: Collection[str], get: Get, playback: Loop) -> None:
    """Have the output follow what changed; `get(name)` is what is played of a value."""
    for apply in dict.fromkeys(apply for name, apply in _FOLLOWS.items() if name in changed):
        apply(get, playback)
