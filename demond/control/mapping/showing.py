"""Reads what a mapping file says of what comes back to a controller, with every problem; no torch.

`[device]` init, exit and the like; `show`, `touch` and `label` of an entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from demond.control.mapping.entries import Entry, MidiControl, as_arguments
from demond.control.mapping.shows import DIN, WORDS_OF_ACTIONS, Carrier, Show, ShownType, Unit, Word
from demond.control.mapping.tables import Check, Table, found, number, one_of, text, whole, yes_or_no
from demond.control.mapping.templates import MOST_BYTES, Template, hex_bytes, message, template
from demond.parameters import ControlError, find_target, suggest

UNIT_KEYS = ("out", "init", "exit", "gap", "pace", "feedback", "verified")
SHOW_KEYS = ("show", "touch", "label")

_LONGEST_GAP = 1000.0
_MOST_SHOWS, _MOST_COLOURS, _MOST_MESSAGES = 16, 128, 64
_NUMBERED = ("cc", "note", "poly", "nrpn", "rpn")
_PAIRS = ("nrpn", "rpn")
_KEYS = (
    ("type", "channel", "number", "msb", "lsb", "send", "on", "off", "colours", "low", "high", "of", "fleeting")
)  # fmt: skip


def read_unit(device: Table | None) -> Unit:
    """What [device] says of the unit's output."""
    if device is None:
        return Unit()
    return Unit(
        out=device.take("out", None, text),
        init=_messages(device, "init"),
        exit=_messages(device, "exit"),
        gap=device.take("gap", 0.0, number(0.0, _LONGEST_GAP)),
        pace=device.take("pace", DIN, number(300.0, 100000.0)),
        echo=device.take("feedback", None, one_of(("echo",))) is not None,
        verified=device.take("verified", "", text),
    )


def read_touch(table: Table, control: MidiControl) -> MidiControl | None:
    """The message that says whether the control is touched."""
    touch = table.table("touch")
    if touch is None:
        return None
    touch.only(("type", "channel", "number"))
    kind = touch.take("type", "note", one_of(("note", "cc")), required=True)
    where = touch.take("number", 0, whole(0, 127), required=True)
    return MidiControl(kind, touch.take("channel", control.channel, whole(1, 16)), where)


def read_label(table: Table) -> str:
    """What displays call the control; nothing where the file does not say."""
    label: str = table.take("label", "", _ascii)
    return label


def read_shows(table: Table, entry: Entry) -> tuple[Show, ...] | None:
    """What is shown of an entry; None where its file does not say."""
    if "show" not in table:
        return None
    said = table.data["show"]
    each = said if isinstance(said, list) else [said]
    if said == "none":
        return ()
    if not 1 <= len(each) <= _MOST_SHOWS or not all(isinstance(one, dict) or one == "own" for one in each):
        table.problem("show", f'found {found(said)}, expected "own", "none", a table, or up to {_MOST_SHOWS} of them')
        return None
    inline = isinstance(said, list)
    shows = []
    for index, one in enumerate(each):
        step = ("show", index) if inline else ("show",)
        shows.append(_show(table.under(one if isinstance(one, dict) else {}, step), entry))
    return tuple(shows) if table.sound else None


def own_show(entry: Entry) -> Show | None:
    """How an entry shows by its own message; None where it has none, or nothing to show."""
    control = entry.control
    if not isinstance(control, MidiControl) or control.type not in ("cc", "cc14", "note", "bend", "nrpn", "rpn"):
        return None
    if entry.relative is not None or not has_state(entry):
        return None
    return Show(carrier=own_carrier(control), own=True)


def has_state(entry: Entry) -> bool:
    """Whether there is something to show of what an entry moves: a value, a page, or what an action's word says."""
    if entry.to == "scene/number":
        return scene_of(entry) is not None
    return entry.parameter.kind != "action" or entry.to in WORDS_OF_ACTIONS or entry.to.startswith("page/")


def scene_of(entry: Entry) -> int | None:
    """The number of the scene that an entry recalls; None where it recalls none, or any."""
    if entry.to != "scene/number" or entry.mode != "trigger":
        return None
    number = next(iter(as_arguments(entry.value)), None)
    return round(number) if isinstance(number, (int, float)) else None


def own_carrier(control: MidiControl) -> Carrier | None:
    """The message of a control itself, on channel 1 where it may be any; None where it is no message of one number."""
    if (control.number is None and control.type in _NUMBERED) or control.type not in get_args(ShownType):
        return None
    channel = control.channel if isinstance(control.channel, int) else 1
    return Carrier(control.type, channel, control.number or 0, control.fine or 0)


def _show(table: Table, entry: Entry) -> Show:
    table.only(_KEYS)
    control = entry.control
    assert isinstance(control, MidiControl)
    own = own_carrier(control)
    for key in ("type", "channel", "number", "msb", "lsb"):
        table.refuse(key, "send" in table, "does not go with send")
    carrier = None if "send" in table else _carrier(table, own)
    send = _templates(table)
    code = _code(by_hex="send" in table)
    of = table.take("of", "", _subject)
    lowest, highest = _ends(table, carrier, send)
    show = Show(
        carrier=carrier,
        send=send,
        own=carrier is not None and carrier == own and entry.relative is None,
        on=_coded(table.take("on", 127, code)),
        off=_coded(table.take("off", None, code)),
        colours=tuple(map(_coded, table.take("colours", [], _list_of(code)))),
        low=lowest,
        high=highest,
        of=of,
        fleeting=table.take("fleeting", False, yes_or_no),
    )
    if of == "scene" and scene_of(entry) is None:
        table.problem("of", 'goes with to = "scene/number" and a value')
    if not of and not show.text and not has_state(entry):
        table.problem("", f"{entry.to} has nothing to show; say what in of")
    if table.sound:
        _try(table, show)
    return show


def _carrier(table: Table, own: Carrier | None) -> Carrier | None:
    kind = table.take("type", own.type if own else None, one_of(get_args(ShownType)), required=own is None)
    channel = table.take("channel", own.channel if own else 1, whole(1, 16))
    usual = own.number if own else 0
    if kind is None:
        return None
    takes = ("msb", "lsb") if kind == "cc14" else ("number",) if kind in _NUMBERED else ()
    for key in ("number", "msb", "lsb"):
        table.refuse(key, key not in takes, f"does not go with type {kind!r}")
    if kind == "cc14":
        pair = own is not None and own.type == "cc14"
        msb = table.take("msb", usual if pair else 0, whole(0, 127), required=not pair)
        lsb = table.take("lsb", own.fine if own and pair else 0, whole(0, 127), required=not pair)
        return Carrier(kind, channel, msb, lsb)
    if kind not in _NUMBERED:
        return Carrier(kind, channel)
    most = 16383 if kind in _PAIRS else 127
    return Carrier(kind, channel, table.take("number", min(usual, most), whole(0, most)))


def _templates(table: Table) -> tuple[Template, ...]:
    said = table.data.get("send", [])
    each = said if isinstance(said, list) else [said]
    if not all(isinstance(one, str) for one in each) or ("send" in table and not 1 <= len(each) <= _MOST_MESSAGES):
        table.problem("send", f"found {found(said)}, expected a message in hex, or up to {_MOST_MESSAGES} of them")
        return ()
    parsed = []
    for one in each:
        try:
            parsed.append(template(one))
        except ValueError as error:
            table.problem("send", str(error))
    return tuple(parsed)


def _ends(table: Table, carrier: Carrier | None, send: Sequence[Template]) -> tuple[int | None, int | None]:
    wide = any(not isinstance(part, bytes) and part.what == "msb" for parts in send for part in parts)
    most = 16383 if wide else carrier.highest if carrier is not None else 127
    low, high = (table.take(key, None, whole(0, most)) for key in ("low", "high"))
    if (low is None) is not (high is None):
        table.problem("", "low and high go together")
    return low, high


def _try(table: Table, show: Show) -> None:
    """Note what is no message when it is filled in."""
    codes = [show.on, *([] if show.off is None else [show.off]), *show.colours]
    codes = [code for code in codes if isinstance(code, bytes)] or codes
    if show.carrier is not None:
        return
    for code in codes:
        for data in show.messages(code, "A", "A"):
            try:
                message(data)
            except ValueError as error:
                table.problem("send", str(error))
                return


def _messages(table: Table, key: str) -> tuple[bytes, ...]:
    """Complete messages, as hex."""
    said = table.take(key, [], _texts)
    if sum(map(len, said)) > 3 * MOST_BYTES:
        table.problem(key, f"more than {MOST_BYTES} bytes")
        return ()
    return tuple(_complete(table, key, said))


def _complete(table: Table, key: str, said: Sequence[str]) -> Iterator[bytes]:
    for one in said:
        try:
            yield message(hex_bytes(one))
        except ValueError as error:
            table.problem(key, str(error))


def _coded(value: Any) -> Any:
    """A number, or the bytes that hex stands for."""
    return hex_bytes(value) if isinstance(value, str) else value


def _code(by_hex: bool) -> Check:
    def check(value: Any) -> str | None:
        if isinstance(value, str) and by_hex:
            try:
                hex_bytes(value)
            except ValueError as error:
                return str(error).removeprefix("expected ")
            return None
        fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 127
        return None if fits else f"a whole number 0..127{' or hex' if by_hex else ''}"

    return check


def _list_of(check: Check) -> Check:
    def each(value: Any) -> str | None:
        if not isinstance(value, list) or not 2 <= len(value) <= _MOST_COLOURS:
            return f"2 to {_MOST_COLOURS} of them"
        return next((wrong for one in value if (wrong := check(one)) is not None), None)

    return each


def _subject(value: Any) -> str | None:
    words = get_args(Word)
    if not isinstance(value, str):
        return f"the name of a control, or one of {', '.join(words)}"
    if value in words:
        return None
    try:
        row = find_target(value)
    except ControlError:
        return f"the name of a control, or one of {', '.join(words)}{suggest(value, words)}"
    return f"a control that has a value: {value} is an action" if row.kind == "action" else None


def _texts(value: Any) -> str | None:
    fits = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return None if fits else "a list of messages in hex"


def _ascii(value: Any) -> str | None:
    fits = isinstance(value, str) and 1 <= len(value) <= 64 and all(" " <= letter <= "~" for letter in value)
    return None if fits else "a short text in ASCII"
