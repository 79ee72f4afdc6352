"""Values of controls as tables of TOML, and back. No torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from demond.parameters import Value
from engine import curves
from engine.names import shown


def flat(tables: Mapping[str, object], above: str = "") -> dict[str, object]:
    """Values by the names of their controls, of the tables that `nested` makes."""
    values: dict[str, object] = {}
    for key, value in tables.items():
        if isinstance(value, dict):
            values |= flat(value, f"{above}{key}/")
        else:
            values[above + key] = value
    return values


def nested(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values as TOML has them: `group/0` as key 0 of the table group, and so on."""
    tables: dict[str, Any] = {}
    for name, value in values.items():
        *families, member = name.split("/")
        table = tables
        for family in families:
            table = table.setdefault(family, {})
        table[member] = _written(value)
    return tables


def _written(value: Value) -> object:
    """Write a value as TOML has it; numbers with 7 digits, which is what a float of OSC holds.

    A path that is no UTF-8 is written as it is shown: TOML has no other way.
    """
    if isinstance(value, str):
        return shown(value) if any("\ud800" <= character <= "\udfff" for character in value) else value
    if isinstance(value, float):
        return _rounded(value)
    if isinstance(value, tuple):
        return [_rounded(point) for point in value]
    if value is None or isinstance(value, (curves.Wave, curves.Ramp)):
        return " ".join(f"{w:.7g}" if isinstance(w, float) else str(w) for w in curves.words(value))
    return value


def _rounded(number: float) -> float:
    return float(f"{number:.7g}")
