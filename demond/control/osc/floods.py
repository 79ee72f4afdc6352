"""Leaves out of a batch of packets what a later packet of the same batch overwrites. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from demond.control.osc.packets import encode
from demond.control.osc.peers import Address, Received
from demond.parameters import Parameter


def heads(rows: Iterable[Parameter]) -> frozenset[bytes]:
    """Everything but the 4 bytes of the number, for every address that takes any finite number."""
    return frozenset(
        encode(row.address, (number,))[:-4]
        for row in rows
        if row.kind in ("float", "int", "bool", "curve")
        for number in (0.0, 0)
    )


def newest(batch: Sequence[Received], plain: Collection[bytes]) -> Sequence[Received]:
    """Return the batch without settings that their sender overwrites later in it, nothing but settings between.

    What is left leads to the same values: of the numbers sent to one parameter, whose head is in `plain`, only the last
    needs to be obeyed.
    """
    if len(batch) < 2:
        return batch
    kept = []
    later: set[tuple[bytes, Address]] = set()
    for data, address in reversed(batch):
        head = data[:-4]
        if head not in plain:
            later.clear()
        elif _finite(data):
            if (head, address) in later:
                continue
            later.add((head, address))
        kept.append((data, address))
    kept.reverse()
    return kept


def _finite(data: bytes) -> bool:
    """Say whether the last 4 bytes cannot be a float that is infinite or no number."""
    return data[-4] & 0x7F != 0x7F or data[-3] < 0x80
