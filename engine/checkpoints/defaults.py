"""What suits a checkpoint as long as nobody says otherwise; no torch."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.checkpoints.contents import CONFIG, DEFAULTS, INDEX
from engine.checkpoints.settings import read_json
from engine.errors import CheckpointError


@dataclass(frozen=True)
class Defaults:
    """Values of a request and of what slots share, under the names of demond's controls.

    `guidance_mode` is `off` or a mode of `engine.request.Guidance`; `dcw_low` and `dcw_high` are the strengths of the
    wavelet correction where `dcw` is on.
    """

    steps: int = 8
    shift: float = 3.0
    guidance_mode: str = "off"
    guidance: float = 2.5
    dcw: bool = True
    dcw_low: float = 0.05
    dcw_high: float = 0.02


_RANGES = {"steps": (1, 100), "shift": (1, 6), "guidance": (1, 15), "dcw_low": (0, 0.5), "dcw_high": (0, 0.5)}
_CHOICES: dict[str, tuple[Any, ...]] = {
    "guidance_mode": ("off", "full", "initialize", "self"),
    "dcw": (False, True),
}


def defaults_of(config: Mapping[str, Any], called: str = "") -> Defaults:
    """The defaults of a transformer: turbo, or base and sft, which want guidance.

    Its configuration says which, or where that is silent what it is `called`. As in diffusers a version of turbo counts
    whatever `is_turbo` says, which is false where nobody said it.
    """
    known, version = config.get("is_turbo"), str(config.get("model_version") or "")
    if known or "turbo" in (version or (called if known is None else "")):
        return Defaults(shift=1.0) if "shift1" in f"{version} {called}" else Defaults()
    return Defaults(steps=50, shift=1.0, guidance_mode="full", guidance=7.0)


def defaults_at(folder: Path) -> Defaults:
    """The defaults of a checkpoint in either layout: `defaults_of`, and what a file of its own says.

    Raises CheckpointError.
    """
    inside = folder / "transformer" if (folder / INDEX).is_file() else folder
    named = folder.resolve()
    if named.parent.name == "snapshots":  # of the hub's cache, where folders are called by their revision
        named = named.parents[1]
    usual = defaults_of(read_json(inside / CONFIG), named.name)
    file = folder / DEFAULTS
    if not os.path.lexists(file):
        return usual
    own = read_json(file)
    try:
        return changed(usual, own)
    except ValueError as error:
        raise CheckpointError(f"{file}: {error}") from error


def changed(usual: Defaults, own: Mapping[str, Any]) -> Defaults:
    """The usual defaults but for what a checkpoint says for itself.

    Raises ValueError for a name that is none of theirs, and a value that it cannot have.
    """
    return replace(usual, **{name: _checked(name, value) for name, value in own.items()})


def _checked(name: str, value: Any) -> Any:
    if name in _CHOICES:
        for choice in _CHOICES[name]:
            if type(value) is type(choice) and value == choice:
                return choice
        raise ValueError(f"{name} must be {' or '.join(map(_written, _CHOICES[name]))}, not {_written(value)}")
    if name not in _RANGES:
        raise ValueError(f"{name!r} is no default; they are {', '.join(sorted({*_CHOICES, *_RANGES}))}")
    low, high = _RANGES[name]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not low <= value <= high or (name == "steps" and value != int(value)):
        kind = "a whole number" if name == "steps" else "a number"
        raise ValueError(f"{name} must be {kind} in {low:g}..{high:g}, not {_written(value)}")
    return int(value) if name == "steps" else float(value)


def _written(value: Any) -> str:
    return json.dumps(value)[:60]
