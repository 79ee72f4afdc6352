"""What suits a checkpoint as long as nobody says otherwise; no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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


def defaults_of(config: Mapping[str, Any]) -> Defaults:
    """The defaults of a transformer by its configuration: turbo, or base and sft, which want guidance."""
    if config.get("is_turbo", True):
        return Defaults(shift=1.0) if "shift1" in str(config.get("model_version")) else Defaults()
    return Defaults(steps=50, shift=1.0, guidance_mode="full", guidance=7.0)
