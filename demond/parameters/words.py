"""What the words of the table may be: shapes, wavelets, keys, languages. No torch."""

from __future__ import annotations

import re

from engine.curves import shown
from engine.pocket.music import SCALES, parse_key

MOVEMENTS = (
    "sine", "triangle", "saw", "square", "random", "walk", "steps", "level", "onset", "day", "song",
)  # fmt: skip
"""The shapes of modulators, see `demond.shapes`."""

# Names as PyWavelets spells its orthogonal wavelets.
WAVELETS = (
    "haar",
    *(f"db{n}" for n in range(1, 39)),
    *(f"sym{n}" for n in range(2, 21)),
    *(f"coif{n}" for n in range(1, 18)),
    "dmey",
)


def key_of(text: str) -> str:
    """Give a key as it is told to the model, empty where there is none; ValueError for what is no key."""
    if text.strip().lower() in ("", "none", "n/a"):
        return ""
    if parse_key(text) is None:
        kinds = ", ".join(SCALES)
        raise ValueError(f'wants a key, as "A minor", "C# major" or "F#m" ({kinds}), or none, got text {shown(text)}')
    return " ".join(text.split())


def language_of(text: str) -> str:
    """Give a language as it is told to the model; ValueError for what is no code of one."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z_-]{1,31}", text.strip()):
        raise ValueError(f'wants the code of a language, as "en" or "ja", or "unknown", got text {shown(text)}')
    return text.strip()
