"""OSC address patterns: `?`, `*`, `[a-z]`, `[!a-z]`, `{one,two}` within a part, `//` across parts. No pattern is slow.

All addresses are matched at once: they are one long text, and a set of places in it is one number with a bit for each.
A pattern is walked once, character by character, with all ways through it in that number (Baeza-Yates and Gonnet 1992,
"A New Approach to Text Searching"), so what it costs grows with its length alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import numpy as np

LONGEST = 256

_SPECIAL = re.compile(r"[*?\[\]{}]|//")
_END = "\0"


class BadPattern(ValueError):
    """A pattern that says nothing; the text tells why."""


def is_pattern(address: str) -> bool:
    """Say whether an address has anything in it that could match more than itself."""
    return _SPECIAL.search(address) is not None


class Index:
    """Addresses among which patterns select; they stay as they are."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self.addresses = tuple(addresses)
        text = "".join(address + _END for address in self.addresses)
        characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        ends = characters == ord(_END)
        self._at = {chr(c): _number(characters == c) for c in np.unique(characters[~ends])}
        """Where each character is."""
        self._characters = sorted(self._at)
        self._ends = np.flatnonzero(ends)
        self._first = _number(np.concatenate((ends[-1:], ends[:-1]))) if text else 0
        self._inside = _number(~ends)
        self._slashes = self._at.get("/", 0)

    def select(self, pattern: str) -> tuple[str, ...]:
        """Return those addresses that the pattern matches, in their order; BadPattern if it is none."""
        if len(pattern) > LONGEST:
            raise BadPattern(f"an address pattern has at most {LONGEST} characters, this one {len(pattern)}")
        places = self._first
        position = 0
        while position < len(pattern):
            character = pattern[position]
            if character in "]}":
                raise BadPattern(f'"{character}" closes nothing in the pattern {pattern}')
            if character in "[{":
                stop = pattern.find("]" if character == "[" else "}", position + 1)
                if stop < 0:
                    raise BadPattern(f'"{character}" is never closed in the pattern {pattern}')
                inside = pattern[position + 1 : stop]
                places = self._one_of(inside, places) if character == "[" else self._words(inside, places)
                position = stop
            elif character == "?":
                places = (places & self._inside & ~self._slashes) << 1
            elif character == "*":
                places = _along(places, self._inside & ~self._slashes)
            elif character == "/" and pattern.startswith("//", position):
                # Whole parts are skipped, so that what follows starts a part.
                places = self._word("/", places)
                places |= _along(places, self._inside) & (self._slashes << 1)
                position += 1
            else:
                places = self._word(character, places)
            position += 1
        matched = places.to_bytes(len(self._ends) and int(self._ends[-1]) // 8 + 1, "little") if places else b""
        return tuple(
            address
            for address, end in zip(self.addresses, self._ends.tolist() if matched else (), strict=False)
            if matched[end >> 3] >> (end & 7) & 1
        )

    def _word(self, word: str, places: int) -> int:
        for character in word:
            places = (places & self._at.get(character, 0)) << 1
        return places

    def _words(self, inside: str, places: int) -> int:
        reached = 0
        for word in inside.split(","):
            reached |= self._word(word, places)
        return reached

    def _one_of(self, inside: str, places: int) -> int:
        inverted = inside.startswith("!")
        named: set[str] = set()
        for low, high in _ranges(inside[inverted:]):
            named.update(self._characters[bisect_left(self._characters, low) : bisect_right(self._characters, high)])
        wanted = 0
        for character in named:
            wanted |= self._at[character]
        if inverted:
            wanted = ~(wanted | self._slashes)
        return (places & wanted & self._inside) << 1


def _ranges(body: str) -> Iterable[tuple[str, str]]:
    position = 0
    while position < len(body):
        wide = position + 2 < len(body) and body[position + 1] == "-"
        low, high = sorted((body[position], body[position + 2 if wide else position]))
        yield low, high
        position += 3 if wide else 1


def _along(places: int, through: int) -> int:
    """All places that are reached from these by any number of steps, each from a place in `through`.

    Adding carries each place to the end of its run of ones.
    """
    return places | (((places & through) + through) ^ through)


def _number(flags: np.ndarray) -> int:
    """Flags as the bits of a number, the first one lowest."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
