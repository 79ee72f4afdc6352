"""The table of controls as text: for a terminal, or as Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from fnmatch import fnmatchcase

from demond.parameters.row import Parameter, default_text, takes
from demond.parameters.table import ROWS

WIDTH = 100
RATES: Mapping[str, str] = {
    "tick": "read by every slot at its next step",
    "slot": "read when a slot is admitted",
    "window": "read when audio is decoded or played",
    "rebuild": "prepared in the background, swapped in whole",
    "action": "done at once",
}


def reference(only: str = "", *, markdown: bool = False) -> str:
    """Return the table as text for a terminal, `WIDTH` columns wide, or as a Markdown table.

    `only` is a word that is in a row's name or description, or a pattern of names; an empty text where no row has it.
    """
    rows = [row for row in ROWS if _meant(row, only) and (not _folded(row) or only)]
    if not rows:
        return ""
    cells = [_cells(row, folds=not only) for row in rows]
    if markdown:
        head = ("name", "takes", "default", "read", "what it does")
        lines = [f"| {' | '.join(_escape(cell) for cell in line)} |" for line in (head, *cells)]
        lines.insert(1, "|" + "---|" * len(head))
        return "\n".join(lines) + "\n"
    legend = [f"{rate}: {RATES[rate]}" for rate in RATES if rate in {row.rate for row in rows}]
    return "\n".join([*map(_entry, cells), "", *legend]) + "\n"


def _entry(cells: tuple[str, ...]) -> str:
    """A row for a terminal: its name and what it is, then what it does."""
    name, taken, default, rate, description = cells
    facts = taken if rate == "action" else f"{taken}, default {default}, {rate}"
    told = textwrap.wrap(description, WIDTH, initial_indent="    ", subsequent_indent="    ")
    return "\n".join([f"{name.ljust(20)} {facts}", *told])


def _meant(row: Parameter, only: str) -> bool:
    name, wanted = row.name.lower(), only.lower()
    if any(sign in wanted for sign in "*?["):
        return fnmatchcase(name, wanted)
    return wanted in name or wanted in row.description.lower()


def _folded(row: Parameter) -> bool:
    family, _, number = row.name.partition("/")
    return (family in ("group", "channel") and number != "0") or (family == "mod" and not number.startswith("1/"))


def _cells(row: Parameter, *, folds: bool) -> tuple[str, str, str, str, str]:
    name, description = row.name, row.description
    if folds and name == "group/0":
        name, description = "group/0..7", "gain of the latent channels 8i to 8i+7"
    elif folds and name == "channel/0":
        name, description = "channel/0..63", "gain of one latent channel, times that of its group"
    elif folds and name.startswith("mod/1/"):
        name, description = name.replace("1", "1..8"), description.replace("modulator 1", "this modulator")
    return name, takes(row), default_text(row), row.rate, description


def _escape(cell: str) -> str:
    return cell.replace("|", "\\|")
