"""A surface as a Max patch (.maxpat): strict JSON, as Max 8.6 and newer read it.

The format after py2max and a patch that Max 9.1.1 saved; Max itself was not run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from demond.layouts.lines import written
from demond.layouts.surface import Frame, Page, Widget, placed

WIDTH, HEIGHT, GAP, TITLE, LABEL = 1000, 560, 8, 30, 20
PORT = 7400
"""Where the patch hears what changes."""
AGAIN = 30000
"""Milliseconds between two subscriptions, which last for a minute."""
MOST_ROUTED = 100
"""Addresses of one route object."""

_OUT, _IN = "demond-out", "demond-in"
_UI = {
    "fader": ("slider", 1, [""]),
    "toggle": ("toggle", 1, ["int"]),
    "button": ("textbutton", 1, ["", "", "int"]),
    "choice": ("umenu", 1, ["int", "", ""]),
    "text": ("textedit", 1, ["", "int", "", ""]),
}


class _Patch:
    """Boxes and the cords between them."""

    def __init__(self) -> None:
        self.boxes: list[dict[str, Any]] = []
        self.lines: list[dict[str, Any]] = []

    def box(self, maxclass: str, at: Frame, inlets: int, outlets: Sequence[str], **more: object) -> str:
        """Add a box and return its id."""
        name = f"obj-{len(self.boxes) + 1}"
        box = {
            "id": name, "maxclass": maxclass, "numinlets": inlets, "numoutlets": len(outlets),
            "outlettype": list(outlets), "patching_rect": _rect(at), **more,
        }  # fmt: skip
        self.boxes.append({"box": box})
        return name

    def make(self, text: str, at: Frame, inlets: int = 1, outlets: Sequence[str] = ("",)) -> str:
        """Add an object that is written."""
        return self.box("newobj", at, inlets, outlets, text=text)

    def message(self, text: str, at: Frame) -> str:
        """Add a message box."""
        return self.box("message", at, 2, [""], text=text)

    def cord(self, source: str, destination: str, outlet: int = 0, inlet: int = 0) -> None:
        """Connect two boxes."""
        self.lines.append({"patchline": {"source": [source, outlet], "destination": [destination, inlet]}})


def layout(pages: Sequence[Page], host: str = "127.0.0.1", port: int = 9130) -> bytes:
    """Return the file of a patch that shows the pages one below the other, and what is behind them when unlocked."""
    patch = _Patch()
    _connection(patch, host, port)
    routed: list[tuple[str, str]] = []
    for number, page in enumerate(pages):
        top = number * (HEIGHT + TITLE)
        title = Frame(GAP, top, WIDTH, TITLE)
        patch.box("comment", _behind(title), 1, [], text=page.title, fontsize=18.0, **_shown(title))
        for widget, place in placed(page, WIDTH, HEIGHT, GAP):
            frame = Frame(place.x, place.y + top + TITLE, place.width, place.height)
            heard = _widget(patch, widget, frame)
            if heard:
                routed.append((widget.address, heard))
    _route(patch, routed)
    patcher = {
        "fileversion": 1,
        "appversion": {"major": 8, "minor": 6, "revision": 0, "architecture": "x64", "modernui": 1},
        "classnamespace": "box",
        "rect": [60.0, 80.0, WIDTH + 40.0, 700.0],
        "openinpresentation": 1,
        "default_fontsize": 12.0,
        "default_fontname": "Arial",
        "boxes": patch.boxes,
        "lines": patch.lines,
        "dependency_cache": [],
        "autosave": 0,
    }
    return written({"patcher": patcher})


def _connection(patch: _Patch, host: str, port: int) -> None:
    """Send what the pages say, subscribe again and again, and pass on what comes."""
    x = WIDTH + 40
    come = patch.make(f"r {_OUT}", Frame(x, 20, 120, 22), 0)
    send = patch.make(f"udpsend {host} {port}", Frame(x, 60, 180, 22), 1, [])
    patch.cord(come, send)
    bang = patch.make("loadbang", Frame(x, 120, 70, 22), 1, ["bang"])
    on = patch.message("1", Frame(x, 150, 30, 22))
    metro = patch.make(f"metro {AGAIN}", Frame(x, 180, 100, 22), 2, ["bang"])
    ask = patch.message(f"/demond/subscribe //* 30 {PORT}", Frame(x, 210, 220, 22))
    out = patch.make(f"s {_OUT}", Frame(x, 240, 120, 22), 1, [])
    for source, destination in ((bang, on), (on, metro), (metro, ask), (ask, out)):
        patch.cord(source, destination)
    hear = patch.make(f"udpreceive {PORT}", Frame(x, 300, 120, 22))
    come = patch.make(f"s {_IN}", Frame(x, 330, 120, 22), 1, [])
    patch.cord(hear, come)
    told = patch.make(f"r {_IN}", Frame(x, 380, 120, 22), 0)
    sort = patch.make("route /demond/error /demond/note", Frame(x, 410, 200, 22), 3, ["", "", ""])
    patch.cord(told, sort)
    for outlet, word in enumerate(("error", "note")):
        patch.cord(sort, patch.make(f"print demond-{word}", Frame(x + 150 * outlet, 440, 140, 22), 1, []), outlet)


def _widget(patch: _Patch, widget: Widget, frame: Frame) -> str:
    """Add a widget, and what sends for it; returns the box that takes what is heard of it, empty where nothing is."""
    maxclass, inlets, outlets = _UI[widget.kind]
    if widget.kind == "button":
        button = patch.box(maxclass, _behind(frame), inlets, outlets, text=widget.label, fontsize=10.0, **_shown(frame))
        words = " ".join(map(_atom, widget.send)) or "1"
        pressed = patch.message(f"{widget.address} {words}", _behind(frame, 30))
        out = patch.make(f"s {_OUT}", _behind(frame, 60), 1, [])
        patch.cord(button, pressed)
        patch.cord(pressed, out)
        return ""
    name = Frame(frame.x, frame.y, frame.width, LABEL)
    low = Frame(frame.x, frame.y + LABEL, frame.width, frame.height - LABEL)
    hint = f"{widget.label}: {widget.about}"
    patch.box("comment", _behind(name), 1, [], text=widget.label, fontsize=10.0, **_shown(name))
    more: dict[str, object] = {"hint": hint, "annotation": hint}
    if widget.kind == "fader":
        more |= {"size": widget.high - widget.low, "min": widget.low, "floatoutput": int(not widget.whole)}
    elif widget.kind == "choice":
        items: list[str] = []
        for word in widget.choices:
            items += [word, ","]
        more |= {"items": items[:-1]}
    shown = patch.box(maxclass, _behind(low), inlets, outlets, **more, **_shown(low))
    send = patch.make(f"prepend {widget.address}", _behind(frame, 30))
    out = patch.make(f"s {_OUT}", _behind(frame, 60), 1, [])
    if widget.kind == "text":
        words = patch.make("route text", _behind(frame, 90), 2, ["", ""])
        whole = patch.make("tosymbol", _behind(frame, 120))
        patch.cord(shown, words)
        patch.cord(words, whole)
        patch.cord(whole, send)
    else:
        patch.cord(shown, send)
    patch.cord(send, out)
    heard = patch.make("prepend setsymbol" if widget.kind == "choice" else "prepend set", _behind(frame, 150))
    patch.cord(heard, shown)
    return heard


def _route(patch: _Patch, routed: Sequence[tuple[str, str]]) -> None:
    """Bring what is heard to the widgets: all of one address together."""
    places: dict[str, list[str]] = {}
    for address, heard in routed:
        places.setdefault(address, []).append(heard)
    addresses = list(places)
    x = WIDTH + 340
    for row, first in enumerate(range(0, len(addresses), MOST_ROUTED)):
        part = addresses[first : first + MOST_ROUTED]
        come = patch.make(f"r {_IN}", Frame(x, 20 + 80 * row, 120, 22), 0)
        sort = patch.make(
            f"route {' '.join(part)}", Frame(x, 50 + 80 * row, 900, 22), len(part) + 1, [""] * (len(part) + 1)
        )
        patch.cord(come, sort)
        for outlet, address in enumerate(part):
            for heard in places[address]:
                patch.cord(sort, heard, outlet)


def _behind(frame: Frame, down: int = 0) -> Frame:
    """Where a box stands in the unlocked patch: right of what is shown."""
    return Frame(2 * WIDTH + 400 + frame.x, 2 * frame.y + 100 + down, max(frame.width, 60), 22)


def _shown(frame: Frame) -> dict[str, object]:
    return {"presentation": 1, "presentation_rect": _rect(frame)}


def _rect(frame: Frame) -> list[float]:
    return [float(frame.x), float(frame.y), float(frame.width), float(frame.height)]


def _atom(value: float | str) -> str:
    """A value as a message box has it: text that could be read otherwise in quotes."""
    if isinstance(value, str):
        return f'"{value}"'
    return f"{value:g}" if value == int(value) else f"{value}"
