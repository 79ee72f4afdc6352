"""Bars in latent frames: how long a loop is that holds whole ones. Pure; no torch."""

from __future__ import annotations

import re

FRAME_RATE = 25.0
"""Latent frames a second."""
USUAL_BPM = 120.0


def given(text: str | None) -> bool:
    """Whether a key or meter is named: neither empty nor N/A."""
    return bool(text and text.strip() and not text.upper().startswith("N/A"))


def beats_of(time_signature: str | None) -> int:
    """Beats to a bar of `4`, `3/4`, `6/8` ... ; eighths are counted in quarters, N/A is four."""
    if not time_signature or not given(time_signature):
        return 4
    upper, _, lower = time_signature.strip().partition("/")
    beats = int(float(upper)) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]*)?", upper) else 4
    if lower.strip() == "8" or (not lower and beats == 6):
        beats = max(1, beats // 2)
    return min(max(beats, 2), 8)


def whole_bars(near: int, bpm: float | None, time_signature: str | None) -> int:
    """The frame count nearest `near` that holds whole bars; an even number of them if one is within a quarter."""
    per_bar = beats_of(time_signature) * FRAME_RATE * 60.0 / (bpm or USUAL_BPM)
    even = max(2, 2 * round(near / per_bar / 2.0))
    bars = even if abs(even * per_bar - near) <= 0.25 * near else max(1, round(near / per_bar))
    return round(bars * per_bar)
