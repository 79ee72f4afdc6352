"""A surface as a Pure Data patch (.pd), for plain Pd 0.50 and newer without externals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from demond.layouts.surface import Frame, Page, Widget, by_number, placed
from demond.parameters import PREFIX

WIDTH, HEIGHT, GAP, LABEL, SIZE = 1000, 590, 10, 18, 24
RATE = 30
AGAIN = 20000
"""Milliseconds between two pings, which keep the subscriptions."""
COLOURS = "#fcfcfc #000000 #000000"
PACKETS, FEEDBACK = "demond-packets", "demond-feedback"
_SPECIAL = str.maketrans({",": " \\, ", ";": " \\; ", "$": "\\$"})


class _Canvas:
    """A canvas: objects, cords and canvases within it."""

    def __init__(self, opening: str, closing: str = "") -> None:
        self._opening = opening
        self._closing = closing
        self._objects: list[str] = []
        self._cords: list[str] = []

    def add(self, line: str) -> int:
        """Add an object and return its number."""
        self._objects.append(line)
        return len(self._objects) - 1

    def make(self, x: int, y: int, text: str) -> int:
        """Add an object that is written."""
        return self.add(f"#X obj {x} {y} {text};")

    def message(self, x: int, y: int, text: str) -> int:
        """Add a message box."""
        return self.add(f"#X msg {x} {y} {text};")

    def text(self, x: int, y: int, text: str) -> int:
        """Add a comment."""
        return self.add(f"#X text {x} {y} {_escaped(text)};")

    def chain(self, *numbers: int) -> None:
        """Connect the first outlet of each with the first inlet of the next."""
        for source, destination in pairwise(numbers):
            self.cord(source, destination)

    def cord(self, source: int, destination: int, outlet: int = 0) -> None:
        """Connect two objects."""
        self._cords.append(f"#X connect {source} {outlet} {destination} 0;")

    def written(self) -> str:
        """Return the lines of the canvas."""
        return "\n".join(filter(None, [self._opening, *self._objects, *self._cords, self._closing]))


def layout(pages: Sequence[Page], host: str = "127.0.0.1", port: int = 9130) -> bytes:
    """Return the file of a patch with a window for each page, of which the first is open."""
    main = _Canvas("#N canvas 60 40 780 560 12;")
    main.text(
        20,
        10,
        "demond: play the running daemon over OSC. Start demond, open this patch, move things: what others change "
        "(MIDI, scripts, other surfaces) moves what is shown here. A click on a page opens its window.",
    )
    for number, page in enumerate(pages):
        main.add(_page(page, 20, 80 + 26 * number, shown=number == 0))
    _connect(main, host, port)
    main.text(
        320,
        400,
        "what comes back: your own patch can use r demond-feedback (all of it), r demond-denoise, r demond-prompt-a, "
        "and move widgets by demond-move-denoise",
    )
    main.add(_hearing(pages))
    return (main.written() + "\n").encode("utf-8")


def _connect(main: _Canvas, host: str, port: int) -> None:
    """Connect when the patch is opened, ask for what changes, keep that alive; send what the pages say."""
    x = 320
    main.text(x, 58, "connection")
    load = main.make(x, 80, "loadbang")
    order = main.make(x, 104, "t b b")
    connect = main.message(x, 130, f"connect {host} {port}")
    leave = main.message(x, 156, "disconnect")
    packets = main.make(x, 190, f"r {PACKETS}")
    send = main.make(x, 214, "list prepend send")
    trim = main.make(x, 238, "list trim")
    net = main.make(x, 262, "netsend -u -b")
    main.chain(load, order)
    main.cord(order, connect, 1)
    main.chain(connect, net)
    main.chain(leave, net)
    main.chain(packets, send, trim, net)
    later = main.make(x + 220, 130, "del 100")
    main.chain(order, later)
    subscribe = main.make(x + 220, 238, "oscformat demond subscribe")
    out = main.make(x + 220, 262, f"s {PACKETS}")
    for place, pattern in enumerate(("/demond//*", "/choice/*", "/3/*")):
        words = main.message(x + 220, 214 - 26 * place, f"list {pattern} {RATE}")
        main.chain(later, words, subscribe)
    main.chain(subscribe, out)
    metro = main.make(x + 220, 310, f"metro {AGAIN}")
    ping = main.make(x + 220, 334, "oscformat demond ping")
    on = main.message(x + 220, 286, "1")
    main.chain(later, on, metro, ping, main.make(x + 220, 358, f"s {PACKETS}"))
    parse = main.make(x, 310, "oscparse")
    trimmed = main.make(x, 334, "list trim")
    main.cord(net, parse, 1)
    main.chain(parse, trimmed, main.make(x, 358, f"s {FEEDBACK}-all"))


def _hearing(pages: Sequence[Page]) -> str:
    """A window that brings what comes to the widgets: what is said of demond/group/0 is sent to demond-group-0."""
    main = _Canvas("#N canvas 140 120 800 900 what-comes-back 0;", "#X restore 320 470 pd what-comes-back;")
    x, y = 20, 20
    come = main.make(x, y, f"r {FEEDBACK}-all")
    ours = main.make(x, y + 26, "route demond choice")
    main.chain(come, ours)
    main.chain(ours, main.make(x + 200, y, f"s {FEEDBACK}"))
    names = {widget.address for page in pages for widget in page.widgets() if widget.kind not in ("button", "choice")}
    parts = [name.removeprefix(PREFIX).split("/") for name in sorted(names) if name.startswith(PREFIX)]
    alone = [part[0] for part in parts if len(part) == 1]
    families = sorted({(part[0], len(part)) for part in parts if len(part) > 1})
    words = " ".join(["error", "note", *(family for family, _ in families), *alone])
    sort = main.make(x, y + 160, f"route {words}")
    main.chain(ours, sort)
    main.cord(sort, main.make(x, y + 300, "print demond-error"))
    main.cord(sort, main.make(x + 200, y + 300, "print demond-note"), 1)
    for outlet, (family, depth) in enumerate(families, start=2):
        where = "-".join(f"\\${n}" for n in range(1, depth))
        text = f"\\; demond-{family}-{where} list \\${depth}"
        _as_list(main, sort, outlet, text, x, y + 300 + 26 * outlet)
    for outlet, name in enumerate(alone, start=2 + len(families)):
        place = outlet - 2 - len(families)
        main.cord(sort, main.make(x + 300 + 200 * (place % 3), y + 352 + 26 * (place // 3), f"s demond-{name}"), outlet)
    chosen = {
        widget.address.removeprefix(PREFIX) for page in pages for widget in page.widgets() if widget.kind == "choice"
    }
    deep = sorted({(name.partition("/")[0], name.count("/")) for name in chosen if "/" in name})
    choices = main.make(x + 200, y + 54, f"route {' '.join(family for family, _ in deep)}")
    main.cord(ours, choices, 1)
    for outlet, (family, depth) in enumerate(deep):
        where = "-".join(f"\\${n}" for n in range(1, depth + 1))
        text = f"\\; demond-choice-{family}-{where} list \\${depth + 1}"
        _as_list(main, choices, outlet, text, x + 420, y + 26 * outlet)
    _as_list(main, choices, len(deep), "\\; demond-choice-\\$1 list \\$2", x + 200, y + 80)
    _as_list(main, ours, 2, "\\; demond-\\$1-\\$2 list \\$3", x + 200, y + 106)
    return main.written()


def _as_list(main: _Canvas, source: int, outlet: int, text: str, x: int, y: int) -> None:
    """Have what comes from an outlet fill a message: as a list, so that its first word is a value too."""
    plain = main.make(x, y, "list")
    main.cord(source, plain, outlet)
    main.chain(plain, main.message(x + 50, y, text))


def _page(page: Page, x: int, y: int, shown: bool) -> str:
    """A window with what is touched; what that does is in a window of its own within it, told by names."""
    name = page.title.replace(" ", "-")
    canvas = _Canvas(
        f"#N canvas 100 80 {WIDTH + 20} {HEIGHT + 20} {name} {int(shown)};", f"#X restore {x} {y} pd {name};"
    )
    inside = _Canvas(
        f"#N canvas 120 100 900 700 what-{name}-does 0;", f"#X restore {GAP} {HEIGHT} pd what-{name}-does;"
    )
    for place, (widget, frame) in enumerate(placed(page, WIDTH, HEIGHT - 30, GAP)):
        if widget.kind == "button":
            _button(canvas, inside, widget, frame, f"{name}-{place}", place)
        else:
            _widget(canvas, inside, widget, frame, f"{name}-{place}", place)
    canvas.add(inside.written())
    return canvas.written()


def _button(canvas: _Canvas, inside: _Canvas, widget: Widget, frame: Frame, name: str, place: int) -> None:
    words = " ".join(_atom(each) for each in widget.send) or "1"
    canvas.text(frame.x + SIZE + 2, frame.y + 2, widget.label)
    canvas.make(frame.x, frame.y + 2, f"bng {SIZE} 250 50 0 demond-did-{name} empty empty {_style()}")
    x, y = 20 + 300 * (place % 8), 20 + 160 * (place // 8)
    pressed = inside.make(x, y, f"r demond-did-{name}")
    inside.chain(pressed, inside.message(x, y + 26, f"list {words}"), *_out(inside, widget.address, x, y + 52))


def _widget(canvas: _Canvas, inside: _Canvas, widget: Widget, frame: Frame, name: str, place: int) -> None:
    """`demond-move-...` moves it as a hand does; what is touched says so by `demond-did-...`."""
    address = by_number(widget) if widget.kind == "choice" else widget.address
    symbol = "-".join(_parts(address))
    top = frame.y + LABEL
    names, style = f"demond-did-{name} demond-move-{symbol}", f"empty {_style()}"
    canvas.text(frame.x - 4, frame.y - 2, widget.label)
    match widget.kind:
        case "text":
            wide = max(10, frame.width // 9)
            canvas.add(f"#X symbolatom {frame.x} {top} {wide} 0 0 0 - demond-move-{symbol} demond-did-{name} 12;")
        case "toggle":
            canvas.make(frame.x, top, f"tgl {SIZE} 0 {names} {style} {widget.default:g} 1")
        case "choice":
            form = f"hradio {SIZE - 8} 1 0 {len(widget.choices)} {names} {style}"
            canvas.make(frame.x, top, f"{form} {widget.default:g}")
            canvas.text(frame.x - 4, top + SIZE - 8, " ".join(widget.choices))
        case _:
            tall = frame.height - LABEL - 10
            at = round((widget.default - widget.low) / (widget.high - widget.low) * (tall - 1) * 100)
            form = f"vsl 24 {tall} {widget.low:g} {widget.high:g} 0 0 {names} {style}"
            canvas.make(frame.x, top, f"{form} {at} 1")
            canvas.add(f"#X floatatom {frame.x + 34} {top + tall - 20} 7 0 0 0 - demond-show-{name} - 12;")
    x, y = 20 + 300 * (place % 8), 20 + 160 * (place // 8)
    if widget.kind == "choice" and "/" in widget.address.removeprefix(PREFIX):
        inside.make(x, y + 136, f"r demond-{'-'.join(_parts(widget.address))}")  # its word, which is not shown
    moved = inside.make(x, y, f"r demond-did-{name}")
    inside.chain(moved, *_out(inside, address, x, y + 26))
    heard = inside.make(x, y + 84, f"r demond-{symbol}")
    sort = inside.make(x, y + 110, "route float symbol" if widget.kind == "text" else "route float")
    fresh = inside.message(x + 130, y + 84, "set \\$1")
    inside.chain(heard, sort, fresh, inside.make(x + 130, y + 110, f"s demond-move-{symbol}"))
    if widget.kind == "text":
        inside.cord(sort, fresh, 1)
    elif widget.kind == "fader":
        show = inside.make(x + 130, y, f"s demond-show-{name}")
        inside.chain(moved, show)
        inside.chain(sort, show)


def _out(inside: _Canvas, address: str, x: int, y: int) -> tuple[int, int]:
    """Objects that send what they get to an address."""
    return inside.make(x, y, f"oscformat {' '.join(address.strip('/').split('/'))}"), inside.make(
        x, y + 26, f"s {PACKETS}"
    )


def _parts(address: str) -> list[str]:
    """The words by which an address goes within the patch: without the first, where that is ours."""
    parts = address.strip("/").split("/")
    return parts[1:] if parts[0] == "demond" else parts


def _style() -> str:
    return f"0 -9 0 10 {COLOURS}"


def _atom(value: float | str) -> str:
    return _escaped(value).replace(" ", "\\ ") if isinstance(value, str) else f"{value:g}"


def _escaped(text: str) -> str:
    return text.translate(_SPECIAL)
