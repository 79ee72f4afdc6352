"""What a surface shows: pages of widgets, the ones at hand first, then every other control of the table; no torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from demond.control.mapping import Mappings
from demond.control.mapping.entries import OscControl
from demond.parameters import PARAMETERS, PREFIX, Parameter, place_of

Kind = Literal["fader", "toggle", "button", "choice", "text"]

ACROSS = 8
"""Widgets side by side at most, and scenes and seeds at hand."""
DOWN = 4
"""Bands of a page that nobody arranged."""
REST = "More"

PROMPTS = (
    "techno, 140 bpm",
    "slow warm dub techno",
    "house with a warm bass",
    "drum and bass, fast",
    "ambient, strings, slow",
    "solo piano, slow",
    "jazz trio, swing",
    "bright bells",
)
"""Prompts on buttons."""


@dataclass(frozen=True)
class Widget:
    """One thing to touch: what it sends where, and what it shows of what comes from there.

    `low`, `high` and `default` are in the units of what is sent, `whole` says that there are only whole numbers;
    `choices` are words, sent as such; `send` is what a button sends.
    """

    kind: Kind
    address: str
    label: str
    low: float = 0.0
    high: float = 1.0
    default: float = 0.0
    whole: bool = False
    choices: tuple[str, ...] = ()
    send: tuple[float | str, ...] = ()
    about: str = ""


Band = tuple[Widget, ...]
"""Widgets of one kind of height, side by side."""


@dataclass(frozen=True)
class Page:
    """A page of a surface: bands from top to bottom."""

    title: str
    bands: tuple[Band, ...]

    def widgets(self) -> Iterator[Widget]:
        """Every widget of the page, row by row."""
        for band in self.bands:
            yield from band


def by_number(widget: Widget) -> str:
    """Return the address at which a choice is made and told by number, for surfaces that know no words."""
    return "/choice/" + widget.address.removeprefix(PREFIX)


def choices() -> str:
    """Return the mapping file of these addresses, for every control that has words to choose from."""
    lines = [
        "# For surfaces that know numbers and no words, as the radio buttons of TouchOSC: every choice by its place",
        "# among the words, counted from 0. Made by `demond layouts` from the table of controls.",
        "",
        'name = "Choices by number"',
    ]
    for row in PARAMETERS.values():
        if row.kind == "enum":
            widget = of(row)
            lines += [
                "",
                "[[osc]]",
                f'address = "{by_number(widget)}"',
                f'to = "{row.name}"',
                f"in = [0, {widget.high:g}]",
            ]
    return "\n".join(lines) + "\n"


def pages() -> tuple[Page, ...]:
    """Return every page: to play, for prompts and scenes, for LoRAs and channels, then whatever else can be moved."""
    first = (_play(), _words(), _faders())
    shown = {widget.address for page in first for widget in page.widgets()}
    rest = [row for row in PARAMETERS.values() if row.address not in shown and _simple(row)]
    families: dict[str, list[Parameter]] = {}
    for row in rest:
        families.setdefault(row.name.partition("/")[0] if "/" in row.name else "", []).append(row)
    alone = families.pop("", [])
    for family in [name for name, rows in families.items() if len(rows) < ACROSS]:
        alone += families.pop(family)
    more = list(_arranged(REST, alone))
    for family, rows in families.items():
        more += _arranged(family.capitalize(), rows)
    return (*first, *more)


def of(row: Parameter) -> Widget:
    """Return the widget of a control."""
    label, about = row.name, row.description
    match row.kind:
        case "bool":
            return Widget("toggle", row.address, label, default=float(row.default is True), about=about)
        case "enum":
            at = row.choices.index(str(row.default))
            return Widget("choice", row.address, label, 0, len(row.choices) - 1, at, True, row.choices, about=about)
        case "string":
            return Widget("text", row.address, label, about=about)
        case "action":
            return Widget("button", row.address, label, about=about)
    default = float(row.default) if isinstance(row.default, (int, float)) else 0.0
    return Widget("fader", row.address, label, row.low, row.high, default, row.kind == "int", about=about)


def _simple(row: Parameter) -> bool:
    """Whether a control is one that a surface can move: an action that can be told something is none."""
    return not row.arguments


def _named(*names: str) -> Band:
    """The widgets of these controls."""
    return tuple(of(PARAMETERS[name]) for name in names)


def _press(name: str, label: str, *send: float | str) -> Widget:
    """A button that sends something to a control or an action."""
    row = PARAMETERS[name]
    return Widget("button", row.address, label, send=send, about=row.description)


def _play() -> Page:
    seeds = tuple(_press("seed", f"seed {n}", float(n)) for n in range(1, ACROSS + 1))
    return Page(
        "Play",
        (
            _named("denoise", "hint_strength", "blend", "feedback", "guidance", "velocity_scale", "timbre_strength",
                   "volume"),
            _named("depth", "steps", "shift", "bpm", "x0_target", "ode_noise", "sde_curve", "morph"),
            _named("freeze", "mute", "sde", "dcw", "guidance_mode", "quantize"),
            _named("play", "stop", "restart", "tap", "undo", "panic"),
            seeds,
        ),
    )  # fmt: skip


def _words() -> Page:
    numbers = range(1, ACROSS + 1)
    return Page(
        "Prompts and scenes",
        (
            _named("prompt/a", "prompt/b", "prompt/c", "prompt/d"),
            _named("blend", "weight/a", "weight/b", "weight/c", "weight/d", "morph", "recall_time"),
            tuple(_press("prompt/a", f"a: {text}", text) for text in PROMPTS),
            tuple(_press("prompt/b", f"b: {text}", text) for text in PROMPTS),
            tuple(_press("scene/recall", f"scene {n}", f"{n}") for n in numbers),
            tuple(_press("scene/store", f"store {n}", f"{n}") for n in numbers),
            _named("cue/back", "cue/go", "undo", "quantize"),
        ),
    )


def _faders() -> Page:
    """LoRAs by the addresses that the mapping for surfaces has for them: who is open changes; and channel groups."""
    loras: list[Widget] = []
    for entry in Mappings.load(["touchosc"]).osc_entries():
        assert isinstance(entry.control, OscControl)
        place = place_of(entry.to)
        if place is not None:
            label, about = f"LoRA {place}", entry.parameter.description
            loras.append(Widget("fader", entry.control.address, label, entry.lowest, entry.highest, about=about))
    groups = _named(*(f"group/{n}" for n in range(8)))
    return Page("LoRAs and groups", (tuple(loras), groups, _named("lora_triggers", "freeze", "mute")))


def _arranged(title: str, rows: Sequence[Parameter]) -> Iterator[Page]:
    """Pages of bands, each of one kind of widget."""
    kinds: dict[Kind, list[Widget]] = {}
    for widget in map(of, rows):
        kinds.setdefault(widget.kind, []).append(widget)
    bands = [tuple(those[n : n + ACROSS]) for those in kinds.values() for n in range(0, len(those), ACROSS)]
    parts = [tuple(bands[n : n + DOWN]) for n in range(0, len(bands), DOWN)]
    for number, part in enumerate(parts, start=1):
        yield Page(title if len(parts) == 1 else f"{title} {number}", part)


@dataclass(frozen=True)
class Frame:
    """A place on a page, in points."""

    x: int
    y: int
    width: int
    height: int


_HEIGHTS: dict[Kind, float] = {"fader": 3.0, "toggle": 1.0, "button": 1.0, "choice": 1.0, "text": 1.0}


def placed(page: Page, width: int, height: int, gap: int) -> Iterator[tuple[Widget, Frame]]:
    """Return every widget of a page with its place, `gap` points apart: faders are three times as high as the
    rest, choices twice as wide."""
    weights = [max(_HEIGHTS[widget.kind] for widget in band) for band in page.bands]
    unit = (height - gap * (len(weights) + 1)) / max(sum(weights), 7.0)
    y = float(gap)
    for band, weight in zip(page.bands, weights, strict=True):
        shares = [2 if widget.kind == "choice" else 1 for widget in band]
        each = (width - gap) / sum(shares)
        x = float(gap)
        for widget, share in zip(band, shares, strict=True):
            yield widget, Frame(round(x), round(y), round(share * each - gap), round(weight * unit))
            x += share * each
        y += weight * unit + gap
