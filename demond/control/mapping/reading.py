"""Mapping files from TOML to entries, with every problem found on the way; no torch."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import get_args

from demond.control.mapping.checks import NUMERIC, needs, note_clashes, note_lost_pages, note_misfits
from demond.control.mapping.entries import (
    Encoding,
    Entry,
    MappingFile,
    MidiControl,
    MidiType,
    Mode,
    OscControl,
    TriggerValue,
    as_arguments,
)
from demond.control.mapping.pages import STEPS
from demond.control.mapping.showing import SHOW_KEYS, UNIT_KEYS, read_label, read_shows, read_touch, read_unit
from demond.control.mapping.tables import (
    Check,
    Table,
    found,
    number,
    one_of,
    text,
    two_numbers,
    whole,
    yes_or_no,
)
from demond.control.mapping.takeover import Takeover
from demond.control.mapping.transform import Bend
from demond.control.midi.messages import BEND_MAX
from demond.parameters import PARAMETERS, ControlError, Parameter, find_target, suggest
from demond.problems import Problem, positions, text_of

_SHARED_KEYS = ("to", "in", "out", "curve", "steps", "invert", "takeover", "smooth", "mode", "latching", "value")
_MIDI_KEYS = (
    *("type", "channel", "number", "msb", "lsb", "bank", "relative", "step", "acceleration", "values", "page"),
    *_SHARED_KEYS,
    *SHOW_KEYS,
)
_PAGE_KEYS = ("type", "channel", "number", "msb", "lsb", "bank", "to", "mode", "latching", "in", "page", *SHOW_KEYS)
_OSC_KEYS = ("address", "arg", *_SHARED_KEYS)

_NUMBERS_OF: dict[str, tuple[str, ...]] = {
    "cc": ("number",),
    "note": ("number",),
    "cc14": ("msb", "lsb"),
    "nrpn": ("number",),
    "rpn": ("number",),
}
_MAY_HAVE: dict[str, tuple[str, ...]] = {"program": ("number", "bank"), "poly": ("number",)}
_BUTTON_MODES = ("follow", "gate", "toggle", "trigger")
_MODES: dict[str, tuple[str, ...]] = {
    "cc": (*_BUTTON_MODES, "cycle"),
    "osc": _BUTTON_MODES,
    "note": ("gate", "toggle", "trigger", "velocity", "cycle"),
    "program": ("follow", "trigger", "cycle"),
    "poly": (*_BUTTON_MODES, "cycle"),
    "nrpn": (*_BUTTON_MODES, "cycle"),
    "rpn": (*_BUTTON_MODES, "cycle"),
}
_FINE = ("cc14", "bend", "nrpn", "rpn")
"""Types whose controls send 0..16383."""
_TAKEN_OVER = ("cc", "cc14", "nrpn", "rpn")
"""Those of faders and knobs, which stand somewhere."""
_PAGE = re.compile(r"[A-Za-z][\w-]{0,31}", re.ASCII)
_MOST_CLICKS = 128
_LONGEST_SMOOTH = 60.0

Control = MidiControl | OscControl


def read(path: Path, *, shipped: bool = False, content: str | None = None) -> tuple[MappingFile | None, list[Problem]]:
    """The mapping file at `path`, or with this content there; or None and everything that is wrong with it."""
    try:
        content = text_of(path) if content is None else content
        data = tomllib.loads(content)
    except OSError as error:
        return None, [Problem(str(path), None, (), f"cannot be read: {error.strerror or error}")]
    except UnicodeDecodeError as error:
        return None, [Problem(str(path), None, (), f"is not UTF-8 text (at byte {error.start})")]
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else len((content or "").splitlines())
        return None, [Problem(str(path), line, (), f"is not valid TOML: {error}")]
    except RecursionError:
        return None, [Problem(str(path), None, (), "is not valid TOML: nested too deeply")]
    problems: list[Problem] = []
    top = Table(data, str(path), positions(content), problems)
    top.only(("name", "device", "midi", "osc"))
    name = top.take("name", path.stem, text)
    device = top.table("device")
    match = unit = None
    if device is not None:
        device.only(("match", "number", *UNIT_KEYS))
        match = device.take("match", None, text, required=True)
        unit = device.take("number", None, whole(1, 16))
    said = read_unit(device)
    entries = [_shown(table, _entry(table, _MIDI_KEYS, _midi_control(table))) for table in top.tables("midi")]
    entries += [_entry(table, _OSC_KEYS, _osc_control(table)) for table in top.tables("osc")]
    good = tuple(entry for entry in entries if entry is not None)
    note_clashes(top, good)
    note_lost_pages(top, good)
    if problems:
        return None, sorted(problems, key=lambda problem: problem.line or 0)
    return MappingFile(path, name, match, shipped, good, unit, said), []


def _midi_control(table: Table) -> MidiControl | None:
    kind = table.take("type", None, one_of(get_args(MidiType)), required=True)
    channels = table.take("channel", None, _channels)
    channel, last = channels if isinstance(channels, list) else (channels, None)
    if kind is None:
        return None
    needed = _NUMBERS_OF.get(kind, ())
    takes = needed or _MAY_HAVE.get(kind, ())
    highest = {"number": BEND_MAX if kind in _FINE else 127, "msb": 127, "lsb": 127, "bank": BEND_MAX}
    numbers = {key: table.take(key, None, whole(0, most), required=key in needed) for key, most in highest.items()}
    for key in numbers:
        table.refuse(key, key not in takes, f"does not go with type {kind!r} ({' and '.join(takes) or 'no number'})")
    if kind == "cc14":
        table.refuse("lsb", numbers["lsb"] == numbers["msb"], f"found {numbers['lsb']}, which is the msb already")
        return MidiControl(kind, channel, numbers["msb"], numbers["lsb"], last)
    return MidiControl(kind, channel, numbers["number"], None, last, numbers["bank"])


def _channels(value: object) -> str | None:
    """A channel, or the first and the last of some."""
    one = whole(1, 16)
    if isinstance(value, list) and len(value) == 2 and not any(map(one, value)) and value[0] < value[1]:
        return None
    return one(value) and "a channel 1..16, or the first and the last of several, as [2, 16]"


def _osc_control(table: Table) -> OscControl | None:
    address = table.take("address", None, _address, required=True)
    arg = table.take("arg", 0, whole(0, 255))
    return None if address is None else OscControl(address, arg)


def _entry(table: Table, keys: tuple[str, ...], control: Control | None) -> Entry | None:
    name = table.take("to", None, text, required=True)
    if name is not None and name.startswith("page/") and isinstance(control, MidiControl):
        return _page_button(table, control, name)
    table.only(keys)
    if name is None:
        return None
    try:
        row = find_target(name)
    except ControlError:
        hint = suggest(name.removeprefix("/demond/"), PARAMETERS)
        table.problem("to", f"found {name!r}, expected a parameter or an action{hint}")
        return None
    kind = control.type if isinstance(control, MidiControl) else "osc"
    relative = table.take("relative", None, one_of(get_args(Encoding)))
    mode = _mode(table, control, kind, row)
    lowest, highest = _ends(table, "in", (0.0, _travel(kind)))
    if lowest > highest:
        table.problem("in", f"found [{lowest:g}, {highest:g}], expected the lower end first (see invert)")
    low, high = _out(table, row)
    curve = table.take("curve", "linear", one_of(get_args(Bend)))
    pickup = mode == "follow" and row.kind in NUMERIC and kind in _TAKEN_OVER and relative is None
    click = table.take("step", 1, _whole_step) if mode == "cycle" else None
    entry = Entry(
        control=control or OscControl(""),
        parameter=row,
        mode=mode,
        latching=table.take("latching", False, yes_or_no),
        value=trigger_value(table, row, mode),
        lowest=lowest,
        highest=highest,
        low=low,
        high=high,
        curve=curve,
        steps=table.take("steps", 2, whole(2, 1024), required=curve == "steps"),
        invert=table.take("invert", False, yes_or_no),
        takeover=table.take("takeover", "pickup" if pickup else "jump", one_of(get_args(Takeover))),
        smooth=table.take("smooth", 0.0, number(0.0, _LONGEST_SMOOTH)),
        relative=relative,
        step=click or table.take("step", _click(row, low, high), number(1e-6, 1.0)),
        acceleration=table.take("acceleration", 0.0, number(0.0, 10.0)),
        values=_values(table, row) if mode == "cycle" else (),
        page=table.take("page", None, page_name),
        line=table.line,
    )
    note_misfits(table, entry, kind)
    return entry if table.sound else None


def _shown(table: Table, entry: Entry | None) -> Entry | None:
    """The entry with what comes back of it."""
    if entry is None or not isinstance(entry.control, MidiControl):
        return None
    shows = read_shows(table, entry)
    shown = replace(entry, shows=shows, touch=read_touch(table, entry.control), label=read_label(table))
    return shown if table.sound else None


def _page_button(table: Table, control: MidiControl, name: str) -> Entry | None:
    """An entry that brings up another page."""
    table.only(_PAGE_KEYS)
    page = name.removeprefix("page/")
    if page not in STEPS and page_name(page):
        table.problem("to", f"found {found(name)}, expected page/ and {page_name(page)}, or next or previous")
    if "gate" not in _MODES.get(control.type, ()) and (control.type != "program" or control.number is None):
        table.problem("to", f"{name} wants a button, this is a {control.type} that moves")
    lowest, highest = _ends(table, "in", (0.0, _travel(control.type)))
    entry = Entry(
        control=control,
        parameter=Parameter(name, "action", to=("daemon",)),
        mode=table.take("mode", "trigger", one_of(("trigger",) if control.type == "program" else ("trigger", "gate"))),
        latching=table.take("latching", False, yes_or_no),
        lowest=lowest,
        highest=highest,
        page=table.take("page", None, page_name),
        turns=page,
        line=table.line,
    )
    table.refuse("latching", entry.mode != "trigger", f"does not go with mode {entry.mode!r}")
    return entry if table.sound else None


def page_name(value: object) -> str | None:
    """What is wrong with the name of a page, if anything is."""
    if isinstance(value, str) and _PAGE.fullmatch(value) and value not in STEPS:
        return None
    return "the name of a page: letters, digits, - and _"


def _whole_step(value: object) -> str | None:
    return None if value != 0 and whole(-8, 8)(value) is None else "a whole number -8..8 that is not 0"


def _values(table: Table, row: Parameter) -> tuple[TriggerValue, ...]:
    """What a cycle steps through: the values that are listed, else the words of an enum, or on and off."""
    usual = {"enum": row.choices, "bool": (False, True)}.get(row.kind)
    raw = table.data.get("values")
    if raw is None:
        if usual is None:
            table.problem("", f"values is missing: what {row.name} is set to in turn")
        return usual or ()
    if not isinstance(raw, list) or not 2 <= len(raw) <= 128 or any(isinstance(each, (list, dict)) for each in raw):
        table.problem("values", f"found {found(raw)}, expected a list of 2..128 values of {row.name}")
        return ()
    for value in raw:
        try:
            _, note = (None, None) if row.lets_go(value) else row.coerce(value)
        except ControlError as error:
            table.problem("values", error.reason)
        else:
            if note:
                table.problem("values", f"found {found(value)}, which would be {note}")
    return tuple(raw)


def _travel(kind: str) -> float:
    """Upper end of what a control sends."""
    if kind == "osc":
        return 1.0
    return float(BEND_MAX) if kind in _FINE else 127.0


def _ends(table: Table, key: str, default: tuple[float, float]) -> tuple[float, float]:
    low, high = table.take(key, default, two_numbers)
    return float(low), float(high)


def _out(table: Table, row: Parameter) -> tuple[float, float]:
    """Ends of the values: the entry's own, else the parameter's; for an enum, places of its words."""
    if row.kind == "enum":
        words = table.take("out", [row.choices[0], row.choices[-1]], _two_of(row.choices))
        return float(row.choices.index(words[0])), float(row.choices.index(words[1]))
    if row.kind not in NUMERIC and row.argument != "float":
        return 0.0, 1.0
    low, high = _ends(table, "out", (row.low, row.high) if row.kind in NUMERIC else (0.0, 1.0))
    for end in (low, high):
        if not row.low <= end <= row.high:
            table.problem("out", f"found {end:g}, expected {row.low:g}..{row.high:g}, the range of {row.name}")
    return low, high


def _two_of(words: tuple[str, ...]) -> Check:
    def check(value: object) -> str | None:
        if (
            isinstance(value, list)
            and len(value) == 2
            and all(word in words for word in value)
            and value[0] != value[1]
        ):
            return None
        return f"two different ones of {', '.join(words)}"

    return check


def _click(row: Parameter, low: float, high: float) -> float:
    """Part of the travel that one click of an encoder moves: one value of a short list, else 1/128."""
    span = abs(high - low)
    return 1.0 / span if row.kind in ("int", "enum") and span <= _MOST_CLICKS else 1.0 / _MOST_CLICKS


def _mode(table: Table, control: Control | None, kind: str, row: Parameter) -> Mode:
    """How the control acts: what the entry says, else what is usual for such a control and parameter."""
    single = kind == "program" and isinstance(control, MidiControl) and control.number is not None
    allowed = ("trigger", "cycle") if single else _MODES.get(kind, ("follow",))
    if row.kind in ("action", "string"):
        allowed = tuple(mode for mode in allowed if mode in ("follow", "trigger", "cycle"))
    if row.kind == "action" or (kind == "program" and not single):
        allowed = tuple(mode for mode in allowed if mode != "cycle")
    plain = [mode for mode in allowed if mode != "cycle"]
    if "values" in table and "cycle" in allowed:
        usual = "cycle"
    elif len(plain) == 1 or "value" in table or (row.kind == "action" and not row.argument):
        usual = "trigger" if "trigger" in plain else plain[0]
    elif kind == "note":
        usual = "toggle" if row.kind == "bool" else "gate"
    else:
        usual = "gate" if row.kind == "bool" and "gate" in allowed else "follow"
    mode: Mode = table.take("mode", usual, one_of(allowed))
    return mode


def trigger_value(table: Table, row: Parameter, mode: Mode) -> TriggerValue:
    """What a trigger sets its parameter to, or hands to its action: of a list each as one argument."""
    raw = table.data.get("value")
    value: TriggerValue = tuple(raw) if isinstance(raw, list) else raw
    if mode != "trigger":
        table.refuse("value", True, f"goes only with mode 'trigger', not {mode!r}")
    elif value is None:
        if row.kind != "action" or needs(row.arguments):
            table.problem("", f"value is missing: what to give to {row.name}")
    elif row.kind != "action":
        try:
            _, note = (None, None) if row.lets_go(value) else row.coerce(value)
        except ControlError as error:
            table.problem("value", error.reason)
        else:
            if note:
                table.problem("value", f"found {found(raw)}, which would be {note}")
    else:
        try:
            if isinstance(raw, list) and len(row.arguments) < 2:
                raise ControlError(row.name, "takes no list")
            row.accept(as_arguments(value))
        except ControlError:
            table.problem("value", f"found {found(raw)}, expected {_expected(row)} for {row.name}")
    return value


def _expected(row: Parameter) -> str:
    """What an action takes, for people; several arguments as the list that a file has them in."""
    words = {"float": "a number", "string": "text"}
    each = [f"{'perhaps ' if a.optional else ''}{words[a.kind]} ({a.name})" for a in row.arguments]
    if len(each) > 1:
        return f"a list of {', '.join(each)}"
    return words[row.arguments[0].kind] if each else "none"


def _address(value: object) -> str | None:
    if not isinstance(value, str) or not re.fullmatch(r"(/[^\s#*,?\[\]{}/]+)+", value):
        return "an OSC address without patterns, such as /1/fader1"
    return "an address outside /demond/, which needs no mapping" if value.startswith("/demond/") else None
