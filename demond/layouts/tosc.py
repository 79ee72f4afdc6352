"""A surface as a TouchOSC layout (.tosc): zlib over XML of version 6.

The format as described by py2tosc, which checked it against TouchOSC 1.5.2.262; TouchOSC itself was not run.
"""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from textwrap import wrap
from xml.sax.saxutils import escape

from demond.layouts.surface import Frame, Page, Widget, by_number, placed

WIDTH, HEIGHT, TABS, GAP = 1024, 768, 40, 8
LABEL = 18
"""Points of a name over its widget."""
HEAR = 28
"""Points of the bar on which a surface asks to hear what changes, below all pages."""
CHARACTER = 6.2
"""Points that a character of a label takes, about: what is longer than its place goes to more lines, or is left out."""
PORT = 9000
"""The receive port that TouchOSC is set to."""

_NAMESPACE = uuid.UUID("6d0b3a4e-7c1f-5d0c-9e57-64656d6f6e64")
_ORANGE, _BLUE, _GREEN, _RED, _GREY, _DARK = (
    (0.95, 0.55, 0.15), (0.3, 0.6, 0.95), (0.25, 0.75, 0.45), (0.9, 0.3, 0.3), (0.35, 0.35, 0.4), (0.1, 0.1, 0.12),
)  # fmt: skip
_COLOURS = {"fader": _ORANGE, "toggle": _GREEN, "button": _GREY, "choice": _BLUE, "text": _GREY}

Property = tuple[str, object]
"""Its type (b, i, f, s, r, c) and its value."""


def layout(pages: Sequence[Page]) -> bytes:
    """Return the file of a layout with a tab for each page."""
    xml = f"<?xml version='1.0' encoding='UTF-8'?><lexml version='6'>{_root(pages)}</lexml>"
    return zlib.compress(xml.encode("utf-8"), 9)


def _root(pages: Sequence[Page]) -> str:
    tabs = "".join(_page(page) for page in pages)
    whole = Frame(0, 0, WIDTH, HEIGHT - HEAR)
    pager = _node("PAGER", "pages", whole, _PAGER, _values(page="0", touch="false"), "", tabs)
    ask = Widget("button", "/demond/subscribe", "hear what changes (press again each minute)", send=("//*", 30, PORT))
    bar = Frame(GAP, HEIGHT - HEAR + 2, WIDTH - 2 * GAP, HEAR - 4)
    root = Frame(0, 0, WIDTH, HEIGHT)
    return _node("GROUP", "demond", root, _GROUP, _values(touch="false"), "", pager + _button(ask, bar, "hear"), True)


def _page(page: Page) -> str:
    frame = Frame(0, TABS, WIDTH, HEIGHT - HEAR - TABS)
    inside = "".join(_widget(widget, place, page) for widget, place in placed(page, frame.width, frame.height, GAP))
    own = {**_GROUP, "tabLabel": ("s", page.title), "tabColorOff": ("c", _DARK), "tabColorOn": ("c", _GREY)}
    return _node("GROUP", page.title, frame, own, _values(touch="false"), "", inside)


def _widget(widget: Widget, frame: Frame, page: Page) -> str:
    name = f"{page.title}/{widget.label}"
    if widget.kind == "button":
        return _button(widget, frame, name)
    above = Frame(frame.x, frame.y, frame.width, LABEL)
    below = Frame(frame.x, frame.y + LABEL, frame.width, frame.height - LABEL)
    label = _label(widget.label, above, f"{name} name")
    match widget.kind:
        case "toggle":
            own = {"buttonType": ("i", 2), "press": ("b", 1), "release": ("b", 0), "valuePosition": ("b", 0)}
            values = _values(x=f"{widget.default:g}", touch="false")
            made = _node("BUTTON", name, below, _plain(widget, own), values, _osc(widget, _value("x", "INTEGER", 0, 1)))
        case "choice":
            steps = len(widget.choices)
            own = {"orientation": ("i", 1), "radioType": ("i", 0), "steps": ("i", steps)}
            values = _values(x=f"{widget.default:g}", touch="false")
            sent = _osc(replace(widget, address=by_number(widget)), _value("x", "INTEGER", 0, 1))
            made = _node("RADIO", name, below, _plain(widget, own), values, sent)
            each = below.width / steps
            if max(map(len, widget.choices)) * CHARACTER <= each:
                for at, word in enumerate(widget.choices):
                    place = Frame(round(below.x + at * each), below.y, round(each), below.height)
                    label += _label(word, place, f"{name} {word}")
                return made + label
            if len(words := f"{widget.label}: {' '.join(widget.choices)}") * CHARACTER <= above.width:
                label = _label(words, above, f"{name} name")
        case "text":
            values = _values(text="", touch="false")
            made = _node(
                "TEXT",
                name,
                below,
                {**_TEXT, "color": ("c", _COLOURS["text"])},
                values,
                _osc(widget, _value("text", "STRING", 0, 1)),
            )
        case _:
            made = _fader(widget, below, name)
    return label + made


def _fader(widget: Widget, frame: Frame, name: str) -> str:
    own = {
        "bar": ("b", 1), "barDisplay": ("i", 0), "cursor": ("b", 1), "cursorDisplay": ("i", 0), "grid": ("b", 1),
        "gridColor": ("c", (0.0, 0.0, 0.0, 0.25)), "gridSteps": ("i", 13), "response": ("i", 0),
        "responseFactor": ("i", 100),
    }  # fmt: skip
    at = (widget.default - widget.low) / (widget.high - widget.low)
    sent = _osc(widget, _value("x", "INTEGER" if widget.whole else "FLOAT", widget.low, widget.high))
    return _node("FADER", name, frame, _plain(widget, own), _values(x=f"{at:g}", touch="false"), sent)


def _button(widget: Widget, frame: Frame, name: str) -> str:
    """A button that sends when it is pressed, and its label over it: labels let touches through."""
    own = {"buttonType": ("i", 0), "press": ("b", 1), "release": ("b", 1), "valuePosition": ("b", 0)}
    said = widget.send or (1.0,)
    arguments = "".join(_constant(each) for each in said)
    pressed = _osc(widget, arguments, condition="RISE", receive=False)
    button = _node("BUTTON", name, frame, _plain(widget, own), _values(x="0", touch="false"), pressed)
    lines = wrap(widget.label, max(1, int(frame.width / CHARACTER)))
    top = frame.y + (frame.height - LABEL * len(lines)) // 2
    return button + "".join(
        _label(line, Frame(frame.x, top + LABEL * at, frame.width, LABEL), f"{name} name {at}")
        for at, line in enumerate(lines)
    )


def _label(text: str, frame: Frame, name: str) -> str:
    own = {**_TEXT, "background": ("b", 0), "outline": ("b", 0), "textLength": ("i", 0), "textSize": ("i", 11)}
    del own["textWrap"]
    return _node("LABEL", name, frame, own, _values(text=text, touch="false"))


def _plain(widget: Widget, own: Mapping[str, Property]) -> dict[str, Property]:
    return {**_COMMON, "color": ("c", _COLOURS[widget.kind]), **own}


_COMMON: dict[str, Property] = {
    "background": ("b", 1), "color": ("c", _GREY), "cornerRadius": ("f", 2), "grabFocus": ("b", 1),
    "interactive": ("b", 1), "locked": ("b", 0), "orientation": ("i", 0), "outline": ("b", 1),
    "outlineStyle": ("i", 1), "pointerPriority": ("i", 0), "shape": ("i", 1), "visible": ("b", 1),
}  # fmt: skip
_GROUP: dict[str, Property] = {
    **_COMMON, "color": ("c", _DARK), "grabFocus": ("b", 0), "interactive": ("b", 0), "outlineStyle": ("i", 0),
}  # fmt: skip
_PAGER: dict[str, Property] = {
    **_COMMON, "color": ("c", _DARK), "grabFocus": ("b", 0), "outlineStyle": ("i", 0), "tabLabels": ("b", 1),
    "tabbar": ("b", 1), "tabbarDoubleTap": ("b", 0), "tabbarSize": ("i", TABS), "textSizeOff": ("i", 14),
    "textSizeOn": ("i", 14),
}  # fmt: skip
_TEXT: dict[str, Property] = {
    **_COMMON, "color": ("c", _DARK), "interactive": ("b", 0), "font": ("i", 0), "textAlignH": ("i", 2),
    "textAlignV": ("i", 2), "textClip": ("b", 1), "textColor": ("c", (1.0, 1.0, 1.0)), "textSize": ("i", 14),
    "textWrap": ("b", 1),
}  # fmt: skip


def _node(
    kind: str,
    name: str,
    frame: Frame,
    own: Mapping[str, Property],
    values: str,
    messages: str = "",
    children: str = "",
    root: bool = False,
) -> str:
    properties = {**own, "frame": ("r", frame), "name": ("s", name)}
    return "".join(
        [
            f"<node ID='{uuid.uuid5(_NAMESPACE, f'{kind} {name}')}' type='{kind}'>",
            "<includes></includes>" if root else "",
            f"<properties>{''.join(_property(key, *properties[key]) for key in sorted(properties))}</properties>",
            f"<values>{values}</values>",
            f"<messages>{messages}</messages>" if messages else "",
            f"<children>{children}</children>" if children else "",
            "</node>",
        ]
    )


def _property(key: str, kind: str, value: object) -> str:
    match value:
        case Frame():
            written = f"<x>{value.x}</x><y>{value.y}</y><w>{value.width}</w><h>{value.height}</h>"
        case (r, g, b, *rest):
            written = f"<r>{r}</r><g>{g}</g><b>{b}</b><a>{rest[0] if rest else 1}</a>"
        case str():
            written = _cdata(value)
        case _:
            written = f"{value}"
    return f"<property type='{kind}'><key>{_cdata(key)}</key><value>{written}</value></property>"


def _values(**values: str) -> str:
    return "".join(
        f"<value><key>{_cdata(key)}</key><locked>0</locked><lockedDefaultCurrent>0</lockedDefaultCurrent>"
        f"<default>{_cdata(value)}</default><defaultPull>0</defaultPull></value>"
        for key, value in values.items()
    )


def _osc(widget: Widget, arguments: str, *, condition: str = "ANY", receive: bool = True) -> str:
    var = "text" if widget.kind == "text" else "x"
    return (
        f"<osc><enabled>1</enabled><send>1</send><receive>{int(receive)}</receive><feedback>0</feedback>"
        "<noDuplicates>0</noDuplicates><connections>1111111111</connections><triggers><trigger>"
        f"<var>{_cdata(var)}</var><condition>{condition}</condition></trigger></triggers>"
        f"<path>{_partial('CONSTANT', 'STRING', widget.address)}</path><arguments>{arguments}</arguments></osc>"
    )


def _value(key: str, conversion: str, low: float, high: float) -> str:
    return _partial("VALUE", conversion, key, low, high)


def _constant(value: float | str) -> str:
    if isinstance(value, str):
        return _partial("CONSTANT", "STRING", value)
    return _partial("CONSTANT", "INTEGER" if value == int(value) else "FLOAT", f"{value:g}")


def _partial(kind: str, conversion: str, value: str, low: float = 0, high: float = 1) -> str:
    return (
        f"<partial><type>{kind}</type><conversion>{conversion}</conversion><value>{_cdata(value)}</value>"
        f"<scaleMin>{low:g}</scaleMin><scaleMax>{high:g}</scaleMax></partial>"
    )


def _cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>" if "]]>" not in text else escape(text)
