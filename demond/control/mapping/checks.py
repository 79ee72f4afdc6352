"""What does not go together in an entry of a mapping file, and among the entries of one; no torch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from demond.control.mapping.entries import Entry, MidiControl, OscControl
from demond.control.mapping.pages import STEPS
from demond.control.mapping.tables import Table
from demond.parameters import Argument

NUMERIC = ("float", "int", "curve")


def needs(arguments: Iterable[Argument]) -> bool:
    """Say whether an action cannot be done without one of these arguments."""
    return any(not argument.optional for argument in arguments)


def note_misfits(table: Table, entry: Entry, kind: str) -> None:
    """Keys that say nothing in this entry, and what is missing in it."""
    row, follows = entry.parameter, entry.mode == "follow"
    numeric = row.kind in NUMERIC
    relative = entry.relative is not None
    table.refuse("steps", entry.curve != "steps", 'goes only with curve = "steps"')
    table.refuse("relative", kind != "cc", "goes only with type 'cc'")
    cycles = entry.mode == "cycle"
    table.refuse("relative", not follows and not cycles, f"does not go with mode {entry.mode!r}")
    table.refuse(
        "relative",
        not numeric and row.kind != "enum" and not cycles,
        f"goes only with numbers and choices: {row.name} is {row.kind}",
    )
    table.refuse("latching", entry.mode not in ("toggle", "trigger", "cycle"), f"does not go with mode {entry.mode!r}")
    steps = kind in ("nrpn", "rpn")
    table.refuse("step", not (relative or cycles or steps), "goes only with relative, nrpn, rpn or mode 'cycle'")
    table.refuse("acceleration", not (relative or steps) or cycles, "goes only with encoders that move numbers")
    table.refuse("values", not cycles, "goes only with mode 'cycle'")
    table.refuse("out", cycles, "does not go with mode 'cycle': see values")
    table.refuse("in", relative, "does not go with relative")
    table.refuse("takeover", relative, "does not go with relative: an endless encoder stands nowhere")
    table.refuse("takeover", not (follows and numeric), "goes only with numbers that follow a control")
    table.refuse("smooth", not numeric, f"goes only with numbers: {row.name} is {row.kind}")
    table.refuse("out", row.kind in ("bool", "string"), f"does not go with {row.name}, which is {row.kind}")
    if not follows:
        return
    if row.kind == "string" and kind != "osc":
        table.problem("to", f"{row.name} is text: it wants a button with a value, this is a {kind} that moves")
    if row.kind == "action" and (not row.arguments or needs(row.arguments[1:])):
        table.problem("to", f"{row.name} wants a button, this is a {kind} that moves")
    elif row.kind == "action" and row.argument == "string" and kind != "osc":
        table.problem("", f"value is missing: the text to give to {row.name}")
    elif row.kind == "action" and row.argument == "float" and "out" not in table:
        table.problem("", f"out is missing: the range of {row.name} on this control")


def note_clashes(top: Table, entries: Sequence[Entry]) -> None:
    """Controls that move the same thing twice, and controllers that are used alone and in a pair."""
    first: dict[tuple[object, ...], Entry] = {}
    alone: list[tuple[MidiControl, Entry]] = []
    for entry in entries:
        before = first.setdefault((entry.control, entry.to, entry.value, entry.page), entry)
        if before is not entry:
            _clash(top, entry, f"{entry.control} moves {entry.to} already, on line {before.line}")
        if isinstance(entry.control, MidiControl) and entry.control.type == "cc":
            alone.append((entry.control, entry))
    for entry in entries:
        if isinstance(entry.control, MidiControl) and entry.control.type == "cc14":
            control = entry.control
            for half in (control.number, control.fine):
                for single, other in alone:
                    pages = {entry.page, other.page} - {None}
                    if (single.channel, single.number) == (control.channel, half) and len(pages) < 2:
                        _clash(top, entry, f"controller {half} is used alone too, on line {other.line}")
                        break


def note_lost_pages(top: Table, entries: Sequence[Entry]) -> None:
    """Buttons that bring up a page that nothing is on, and pages that no button brings up."""
    pages = {entry.page for entry in entries if entry.page is not None}
    turns = {entry.turns for entry in entries if entry.turns is not None}
    for entry in entries:
        if entry.turns is not None and (not pages or entry.turns not in {*pages, *STEPS}):
            _clash(top, entry, f"nothing is on that page: no entry has page = {entry.turns!r}".replace("'", '"'))
    if pages and len(pages) > 1 and not turns:
        lost = next(entry for entry in entries if entry.page is not None)
        _clash(top, lost, 'no button brings up another page: an entry has to = "page/NAME" for that')


def _clash(top: Table, entry: Entry, reason: str) -> None:
    kind = "osc" if isinstance(entry.control, OscControl) else "midi"
    next(table for table in top.tables(kind) if table.line == entry.line).problem("", reason)
