"""Files that are written for people: nothing that is there is ever written over; no torch."""

from __future__ import annotations

import itertools
from pathlib import Path


def new_path(path: Path) -> Path:
    """A new, empty file of this name or, where it is taken, with a number before its ending, as `take-2.wav`.

    Raises OSError, and ValueError for what is no name.
    """
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in itertools.count(2))
    for each in itertools.chain([path], numbered):
        try:
            each.open("xb").close()
            break
        except FileExistsError:
            continue
    return each
