"""Mapping files as learning writes them: an entry put in or taken out, every comment and the order kept; no torch."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, Table

from demond.control.mapping.entries import MidiControl
from demond.problems import positions

MARK = "learned"
"""A word of the comment in the head of an entry that was learned."""
_MARKED = re.compile(rf"\b{MARK}\b")
_KEYS_OF = ("type", "channel", "number", "msb", "lsb", "bank", "page")
"""The keys that say which control an entry is for."""


class NotEditable(ValueError):
    """A file that is left as it is, and why."""


def entry_of(control: MidiControl, to: str, extra: Mapping[str, object]) -> dict[str, Any]:
    """The table of an entry."""
    numbers = {"msb": control.number, "lsb": control.fine} if control.type == "cc14" else {"number": control.number}
    said = {"type": control.type, "channel": control.channel, "bank": control.bank, **numbers, "to": to, **extra}
    return {key: value for key, value in said.items() if value is not None}


def beginning(name: str, device: str, number: int | None) -> str:
    """The text of a file for what is learned on a device."""
    head = tomlkit.document()
    head.add(tomlkit.comment("What was learned by /demond/midi/learn or `demond learn`; yours to edit."))
    head.add(tomlkit.nl())
    head["name"] = name
    where = {"match": device} if number is None else {"match": device, "number": number}
    head["device"] = where
    return tomlkit.dumps(head)


def with_entry(text: str, entry: Mapping[str, Any], page: str | None = None) -> tuple[str, str]:
    """The text with this entry in it, and what else its control moved before: in the place of one for the same control,
    which keeps its comments, else at the end; on the page that is up, where its control has pages. Of several for that
    control, as of the halves of a fader of 14 bits, the others go. Raises NotEditable.
    """
    document = _parsed(text)
    entries = _entries(document)
    if page is not None and any("page" in each and _same({**each, "page": None}, entry) for each in entries):
        entry = {**entry, "page": page}
    places = [place for place, each in enumerate(entries) if _same(each, entry)]
    place = min(places, key=lambda each: entries[each].get("to") != entry["to"], default=None)
    moved = dict.fromkeys(str(entries[each].get("to", "")) for each in places)
    before = " and ".join(to for to in moved if to != entry["to"])
    if len(places) > 1:
        fewer = _without(text, document, [each for each in places if each != place])
        return with_entry(fewer, entry)[0], before
    if place is not None:
        found = entries[place]
        for key in list(found):
            if key not in entry and key not in ("show", "touch", "label"):
                del found[key]
        for key, value in entry.items():
            if found.get(key) != value:
                found[key] = value
        _mark(found)
        fresh = tomlkit.dumps(document)
    elif isinstance(entries, AoT) or "midi" not in document:
        lines = tomlkit.dumps({"midi": [dict(entry)]}).replace("[[midi]]", f"[[midi]]  # {MARK}", 1).strip() + "\n"
        whole = text.rstrip() + ("\n\n" if text.strip() else "") + lines
        fresh = whole.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in text else whole
    else:
        inline = tomlkit.inline_table()
        inline.update(entry)
        entries.append(inline)
        fresh = tomlkit.dumps(document)

    def expected(data: dict[str, Any]) -> None:
        those = data.setdefault("midi", [])
        kept = {
            key: those[place][key] for key in ("show", "touch", "label") if place is not None and key in those[place]
        }
        fitting = {**kept, **entry}
        if place is None:
            those.append(fitting)
        else:
            those[place] = fitting

    return _checked(text, fresh, expected), before


def without(text: str, to: str, *, every: bool) -> tuple[str, int]:
    """The text without the learned entries that move this, and how many there were; `every`, also those that are not
    marked. Comments on lines of their own stay. Raises NotEditable.
    """
    document = _parsed(text)
    entries = _entries(document)
    gone = [
        place
        for place, each in enumerate(entries)
        if isinstance(each, MutableMapping) and each.get("to") == to and (every or _marked(each))
    ]
    return (_without(text, document, gone), len(gone)) if gone else (text, 0)


def _without(text: str, document: Any, gone: Sequence[int]) -> str:
    """The text of a document without these entries. Raises NotEditable."""
    entries = _entries(document)
    if isinstance(entries, AoT):
        fresh = _without_lines(text, gone)
    else:
        for place in reversed(gone):
            del entries[place]
        fresh = tomlkit.dumps(document)

    def expected(data: dict[str, Any]) -> None:
        for place in reversed(gone):
            del data["midi"][place]
        if isinstance(entries, AoT) and not data.get("midi", True):
            del data["midi"]

    return _checked(text, fresh, expected)


def _parsed(text: str) -> Any:
    try:
        return tomlkit.parse(text)
    except Exception as error:
        raise NotEditable(f"is not valid TOML: {error}") from None


def _entries(document: Any) -> Any:
    found = document.get("midi", [])
    if not isinstance(found, (AoT, Array, list)) or not all(isinstance(each, MutableMapping) for each in found):
        raise NotEditable("has no tables headed [[midi]] where they should be")
    return found


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two entries are for the same control, or one is for a half of the other's."""
    if _controllers(one) & _controllers(other):
        return all(one.get(key) == other.get(key) for key in ("channel", "page"))
    return all(one.get(key) == other.get(key) for key in _KEYS_OF)


def _controllers(entry: Mapping[str, Any]) -> set[object]:
    """The controllers that an entry takes: both of a fader of 14 bits."""
    keys = {"cc": ("number",), "cc14": ("msb", "lsb")}.get(str(entry.get("type")), ())
    return {entry[key] for key in keys if isinstance(entry.get(key), int)}


def _comment(entry: Any) -> str:
    trivia = getattr(entry, "trivia", None)
    return "" if trivia is None else str(trivia.comment)


def _marked(entry: Any) -> bool:
    return _MARKED.search(_comment(entry)) is not None


def _mark(entry: Any) -> None:
    if isinstance(entry, Table) and not _marked(entry):
        before, trivia = _comment(entry), entry.trivia
        trivia.comment = f"{before} ({MARK})" if before else f"# {MARK}"
        trivia.comment_ws = trivia.comment_ws or "  "


def _without_lines(text: str, places: Iterable[int]) -> str:
    """The text without these [[midi]] tables; blank lines and comments in lines of their own stay, but for blank ones
    before a table that goes."""
    where = positions(text)
    lines: list[str | None] = list(text.split("\n"))
    for place in places:
        head = where["midi", place]
        others = [line for each, line in where.items() if line > head and each[:2] != ("midi", place)]
        for at in range(head - 1, min(others, default=len(lines) + 1) - 1):
            line = lines[at]
            if line is not None and line.strip() and not line.lstrip().startswith("#"):
                lines[at] = None
        if head > 1 and not (lines[head - 2] or "").strip():
            lines[head - 2] = None
    return "\n".join(line for line in lines if line is not None)


def _checked(text: str, fresh: str, expected: Callable[[dict[str, Any]], None]) -> str:
    """What was made of a text, if it says what it should and lost no comment in a line of its own."""
    data = tomllib.loads(text)
    expected(data)
    try:
        fits = tomllib.loads(fresh) == data
    except ValueError:
        fits = False
    lines = [line.strip() for line in fresh.split("\n")]
    if not fits or any(line.strip() not in lines for line in text.split("\n") if line.lstrip().startswith("#")):
        raise NotEditable("is written in a way that cannot be edited here; do it by hand")
    return fresh
