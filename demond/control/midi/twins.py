"""Which output port belongs to an input port, by their names: pure, no torch."""

from __future__ import annotations

import re
from collections.abc import Iterable

from demond.control.mapping.entries import named

_ALSA = re.compile(r" (\d+):(\d+)$")
_BRIDGED = ("system", "a2j", "Midi-Bridge")
"""JACK clients that have ports of many units."""


def twin(port: str, outputs: Iterable[str], out: str | None = None) -> str | None:
    """The output that goes with an input; None where none does. `out` is the pattern of its name where a file says it.

    That of the same name, else one of the same client; of a pattern's, one of the same client, else the only one.
    """
    there = [each for each in outputs if out is None or named(each, out)]
    alike = [each for each in there if _bare(each) == _bare(port)]
    ours = [each for each in there if _client(each) == _client(port)]
    for found in (alike, ours):
        if found:
            return found[0]
    return there[0] if out is not None and len(there) == 1 else None


def _bare(name: str) -> str:
    """A name that the two directions of a unit share."""
    return re.sub(r"\b(midi_)?(capture|playback)", "", name)


def _client(name: str) -> str:
    """What tells units apart: ALSA's number, JACK's client, of bridges the part that names the unit."""
    if found := _ALSA.search(name):
        return found[1]
    client, _, rest = name.partition(":")
    if client in _BRIDGED:
        return f"{client}:{re.split(r'[(:]', rest.lstrip('('))[0] if client != 'system' else rest}"
    return client
