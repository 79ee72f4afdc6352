"""A surface as a session of Open Stage Control (.json), as its versions 1.30 save one; it was not run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from demond.layouts.lines import written
from demond.layouts.surface import Frame, Page, Widget, placed

WIDTH, HEIGHT, GAP, LABEL = 1180, 700, 8, 18
VERSION = "1.30.3"
PORT = 9000
"""The port that Open Stage Control is started with."""

_TYPES = {"fader": "fader", "toggle": "button", "button": "button", "choice": "dropdown", "text": "input"}


def layout(pages: Sequence[Page]) -> bytes:
    """Return the file of a session with a tab for each page."""
    tabs = [
        {"type": "tab", "id": f"page-{number}", "label": page.title, "widgets": _widgets(page, number)}
        for number, page in enumerate(pages, start=1)
    ]
    root = {"type": "root", "id": "root", "widgets": [], "tabs": tabs}
    session = {"createdWith": "Open Stage Control", "version": VERSION, "type": "session", "content": root}
    return written(session)


def _widgets(page: Page, number: int) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for place, (widget, frame) in enumerate(placed(page, WIDTH, HEIGHT, GAP)):
        if widget.kind == "button":
            made.append(_widget(widget, frame, f"{number}-{place}"))
        else:
            above = Frame(frame.x, frame.y, frame.width, LABEL)
            below = Frame(frame.x, frame.y + LABEL, frame.width, frame.height - LABEL)
            made.append({"type": "text", "id": f"{number}-{place}-name", **_at(above), "default": widget.label})
            made.append(_widget(widget, below, f"{number}-{place}"))
    if number == 1:
        ask = Widget("button", "/demond/subscribe", "hear", send=("//*", 30.0, float(PORT)))
        made.append(_widget(ask, Frame(GAP, HEIGHT + GAP, 120, 30), "hear"))
    return made


def _widget(widget: Widget, frame: Frame, name: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": _TYPES[widget.kind], "id": name, **_at(frame), "label": widget.label, "address": widget.address,
        "target": "", "comments": widget.about,
    }  # fmt: skip
    match widget.kind:
        case "fader":
            made |= {"range": {"min": widget.low, "max": widget.high}, "default": widget.default, "label": False}
            made |= {"decimals": 0 if widget.whole else 3, "doubleTap": True}
        case "toggle":
            made |= {"mode": "toggle", "on": 1, "off": 0, "default": int(widget.default), "label": "^circle"}
        case "choice":
            made |= {"values": list(widget.choices), "default": widget.choices[int(widget.default)], "label": False}
        case "button":
            *before, last = widget.send or (1.0,)
            made |= {"mode": "tap", "preArgs": before, "on": last, "off": 0}
        case "text":
            made |= {"default": "", "label": False}
    return made


def _at(frame: Frame) -> dict[str, int]:
    return {"left": frame.x, "top": frame.y, "width": frame.width, "height": frame.height}
