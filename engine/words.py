"""What the words of a caption say of tempo, key and meter; no torch."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BPM = re.compile(r"\b(\d{2,3}(?:\.\d+)?) ?bpm\b", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Said:
    """Tempo in beats a minute, key as "A minor", and beats in a bar as "4", each None where a caption says nothing of
    it; `took` tells what each was read from, in the order of the fields."""

    bpm: float | None = None
    key: str | None = None
    time_signature: str | None = None
    took: tuple[str, ...] = ()


def said(caption: str) -> Said:
    """What a caption says."""
    found = _BPM.search(caption)
    return Said() if found is None else Said(bpm=float(found[1]), took=(f"{found[1]} bpm",))
