"""Units of the same kind, told apart: which is the first, the second and so on. No torch."""

from __future__ import annotations

import re
from collections.abc import Iterable

_GIVEN_OUT = re.compile(r" \d+:\d+$| \[\d+\](?= |$)|-\d\d(?=:)", re.ASCII)
"""What a system adds to a name to tell ports apart: ALSA's client and port, the same where it is bridged to JACK, and
JACK's number of a client."""
_MOST = 256
"""Kinds of units that are remembered while none is there."""
_NUMBER = re.compile(r"(\d+)", re.ASCII)


def kind_of(port: str) -> str:
    """A port's name without what its system adds to it: the same for alike units, and when one is plugged in again."""
    return _GIVEN_OUT.sub("", port) or port


class Units:
    """Gives numbers, from 1, to ports whose names are alike; one that goes leaves its number free for its return."""

    def __init__(self) -> None:
        self._holders: dict[str, list[str]] = {}

    def see(self, there: Iterable[str]) -> None:
        """These are all ports that are there now."""
        present = set(there)
        for port in sorted(present, key=_by_numbers):
            holders = self._holders.setdefault(kind_of(port), [])
            if port in holders:
                continue
            free = next((place for place, holder in enumerate(holders) if holder not in present), len(holders))
            holders[free : free + 1] = [port]
        if len(self._holders) > _MOST:
            self._holders = {kind: those for kind, those in self._holders.items() if not present.isdisjoint(those)}

    def number(self, port: str) -> int:
        """Which of those alike a port is; 1 for one that was not seen."""
        holders = self._holders.get(kind_of(port), [])
        return holders.index(port) + 1 if port in holders else 1


def _by_numbers(name: str) -> list[tuple[int, str]]:
    """What sorts "x 9:0" before "x 20:0"."""
    return [(int(part), "") if part.isdecimal() and len(part) < 19 else (0, part) for part in _NUMBER.split(name)]
