"""The table of controls as text: for a terminal, or as Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from demond.parameters.row import Parameter, default_text, takes
from demond.parameters.table import ROWS

RATES: Mapping[str, str] = {
    "tick": "read by every slot at its next step",
    "slot": "read when a slot is admitted",
    "window": "read when audio is decoded or played",
    "rebuild": "prepared in the background, swapped in whole",
    "action": "done at once",
}


def reference(*, markdown: bool = False) -> str:
    """Return the whole table as aligned text for a terminal, or as a Markdown table."""
    head = ("name", "takes", "default", "read", "what it does")
    cells = [head, *(_cells(row) for row in ROWS if not _folded(row))]
    if markdown:
        lines = [f"| {' | '.join(_escape(cell) for cell in line)} |" for line in cells]
        lines.insert(1, "|" + "---|" * len(head))
        return "\n".join(lines) + "\n"
    widths = [max(len(line[column]) for line in cells) for column in range(len(head) - 1)]
    legend = "\n".join(f"{rate}: {meaning}" for rate, meaning in RATES.items())
    padded = ([*(c.ljust(w) for c, w in zip(line[:-1], widths, strict=True)), line[-1]] for line in cells)
    return "\n".join("  ".join(line) for line in padded) + "\n\nread =\n" + legend + "\n"


def _folded(row: Parameter) -> bool:
    family, _, number = row.name.partition("/")
    return family in ("group", "channel") and number != "0"


def _cells(row: Parameter) -> tuple[str, str, str, str, str]:
    name, description = row.name, row.description
    if name == "group/0":
        name, description = "group/0..7", "gain of the latent channels 8i to 8i+7"
    elif name == "channel/0":
        name, description = "channel/0..63", "gain of one latent channel, times that of its group"
    return name, takes(row), default_text(row), row.rate, description


def _escape(cell: str) -> str:
    return cell.replace("|", "\\|")
