"""The tree that OSCQuery shows: every address with its attributes, as JSON text. No HTTP in here.

The attributes: OSCQuery proposal (Vidvox 2018), https://github.com/Vidvox/OSCQueryProposal; DEFAULT_VALUE as libossia.
Trees are immutable and may be made in any thread; values are read in that of the event loop.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from demond.control.mapping import Alias
from demond.control.osc.subscriptions import METERS
from demond.parameters import PREFIX, Parameter, Value
from demond.store import Store

NO_ACCESS, READ, WRITE, BOTH = 0, 1, 2, 3
OPTIONAL = (
    *("ACCESS", "VALUE", "RANGE", "DESCRIPTION", "TAGS", "UNIT", "CLIPMODE", "CRITICAL"),
    *("EXTENDED_TYPE", "OVERLOADS", "DEFAULT_VALUE"),
)
COMMANDS = ("LISTEN", "PATH_CHANGED", "PATH_ADDED", "PATH_REMOVED")
EXTENSIONS = dict.fromkeys((*OPTIONAL, *COMMANDS), True)
"""What is there beside what has to be, as HOST_INFO tells it."""
ATTRIBUTES = frozenset({"FULL_PATH", "CONTENTS", "TYPE", *OPTIONAL})
"""What may be asked of an address."""
MOST_TOLD = 64
"""Addresses that are told one by one when they come or go; where there are more, clients read them all again."""

_UNITS = {"s": "time.second", "dB": "gain.db", "bpm": "time.bpm", "Hz": "time.hz", "ms": "time.ms"}
_LARGEST_INT = 2**31 - 1
_QUESTIONS = {
    "get": ("s", "asks for the value of a control, or of those that a pattern matches"),
    "list": ("s", "asks for names, ranges and defaults of the controls that a pattern matches"),
    "ping": ("N", "asks for a sign of life, and renews subscriptions"),
    "status": ("N", "asks how demond is"),
    "subscribe": ("s", "asks to be told what changes of the controls that a pattern matches"),
    "unsubscribe": ("s", "ends that"),
}


@dataclass(frozen=True, slots=True)
class Method:
    """An address that is played, heard or asked: its attributes but for TYPE and VALUE as JSON, and where a value is
    read: the control of that name, or an alias. `asked` is the ACCESS of hosts that may only ask."""

    fixed: Mapping[str, str]
    tags: str
    asked: int = NO_ACCESS
    name: str = ""
    alias: Alias | None = field(default=None, compare=False)

    def attributes(self, asking: bool) -> Mapping[str, str]:
        """Its attributes but for TYPE and VALUE, to hosts that play or only ask."""
        return {**self.fixed, "ACCESS": _json(self.asked)} if asking else self.fixed

    def told(self, values: Mapping[str, Value]) -> tuple[str, str]:
        """TYPE and VALUE as JSON, `values` being those of the controls now; null where there is none, or no number."""
        if self.alias is not None:
            shown = self.alias.shown()
            return self.tags, _array(self.tags, shown or ())
        if not self.name or self.name not in values:
            return self.tags, _array(self.tags, ())
        value = values[self.name]
        if isinstance(value, bool):
            return ("T", "[true]") if value else ("F", "[false]")
        if self.tags == "s":
            return "s", _json(["none" if value is None else value])
        number = isinstance(value, (int, float)) and math.isfinite(value)
        return self.tags, f"[{value!r}]" if number else "[null]"


Piece = str | Method
"""Of the JSON of a node: text, or what has a value to be read."""


@dataclass(slots=True)
class Node:
    """A place of the tree: what is there and what is below it, by name."""

    path: str
    below: dict[str, Node] = field(default_factory=dict)
    method: Method | None = None
    key: str = ""
    heads: tuple[str, str] = ("", "")

    def seal(self) -> None:
        """Write what never changes of it, for hosts that play and for such that only ask."""
        self.key = _json(self.path.rpartition("/")[2]) + ":"
        self.heads = self._head(False), self._head(True)

    def _head(self, asking: bool) -> str:
        fixed = self.method.attributes(asking) if self.method is not None else {"ACCESS": _json(NO_ACCESS)}
        return "{" + ",".join(f'"{name}":{text}' for name, text in {"FULL_PATH": _json(self.path), **fixed}.items())


class Changes(NamedTuple):
    """The uppermost addresses that came and went between two trees, and those that are other than before."""

    added: Sequence[str] = ()
    removed: Sequence[str] = ()
    changed: Sequence[str] = ()


class Tree:
    """What can be played, heard and asked: rows, aliases, listings; `before` is a tree that much of is still true."""

    def __init__(
        self,
        rows: Mapping[str, Parameter] = MappingProxyType({}),
        aliases: Mapping[str, Alias] = MappingProxyType({}),
        listings: Iterable[str] = (),
        before: Tree | None = None,
    ) -> None:
        known = before._made if before is not None else {}
        self._made: dict[str, tuple[Parameter, Method]] = {}
        self.methods: dict[str, Method] = {}
        for name, row in rows.items():
            made = known.get(name)
            self._made[name] = made = made if made is not None and made[0] == row else (row, _method(row))
            self.methods[row.address] = made[1]
        for name, (tags, text) in _questions(listings).items():
            self.methods.setdefault(PREFIX + name, _asked(tags, text))
        self.methods.setdefault(METERS, _meters())
        self.methods.update((address, _aliased(alias)) for address, alias in aliases.items())
        self.root = Node("/")
        self._nodes = {"": self.root}
        for address, method in self.methods.items():
            self._place(address).method = method
        for node in self._nodes.values():
            node.seal()
        self._plans: dict[tuple[str, bool], tuple[Piece, ...]] = {}
        self.plan(self.root)

    def find(self, path: str) -> Node | None:
        """What is at an address or container; None where nothing is."""
        return self._nodes.get(path.rstrip("/"))

    def plan(self, node: Node, asking: bool = False) -> Sequence[Piece]:
        """What the JSON of a node and all below it is made of, as hosts are told that play or only ask: `written` makes
        text of any part."""
        known = self._plans.get((node.path, asking))
        if known is None:
            pieces: list[Piece] = []
            _plan(node, pieces, asking)
            known = self._plans[node.path, asking] = tuple(pieces)
        return known

    def text(self, node: Node, store: Store) -> str:
        """A node with all attributes and all below it, as JSON; values as they are now."""
        return written(self.plan(node), store.snapshot())

    def attribute(self, node: Node, name: str, store: Store, asking: bool = False) -> str | None:
        """One attribute of a node, as JSON, as hosts are told that play or only ask; None where it has none such."""
        method = node.method
        if name == "CONTENTS":
            if not node.below:
                return None
            pieces: list[Piece] = []
            _plan_contents(node, pieces, asking)
            return "{" + written(pieces, store.snapshot()) + "}"
        if name == "FULL_PATH":
            return f'{{"FULL_PATH":{_json(node.path)}}}'
        if method is None:
            return f'{{"ACCESS":{NO_ACCESS}}}' if name == "ACCESS" else None
        if name in ("TYPE", "VALUE"):
            if name == "VALUE" and method.fixed["ACCESS"] == str(WRITE):
                return None
            tags, value = method.told(store.snapshot())
            return f'{{"TYPE":"{tags}"}}' if name == "TYPE" else f'{{"VALUE":{value}}}'
        told = method.attributes(asking).get(name)
        return None if told is None else f'{{"{name}":{told}}}'

    def changes(self, before: Tree) -> Changes:
        """What came, went and changed since another tree; all of it as one change of the root where that is much."""
        added = _uppermost(self._nodes.keys() - before._nodes.keys())
        removed = _uppermost(before._nodes.keys() - self._nodes.keys())
        both = self.methods.keys() & before.methods.keys()
        changed = sorted(address for address in both if self.methods[address] != before.methods[address])
        changed += sorted((self.methods.keys() ^ before.methods.keys()) & self._nodes.keys() & before._nodes.keys())
        if len(added) + len(removed) + len(changed) > MOST_TOLD:
            return Changes(changed=[_common([*added, *removed, *changed])])
        return Changes(added, removed, changed)

    def _place(self, address: str) -> Node:
        node = self._nodes.get(address)
        if node is None:
            above, _, name = address.rpartition("/")
            node = self._nodes[address] = self._place(above).below[name] = Node(address)
        return node


def written(pieces: Iterable[Piece], values: Mapping[str, Value]) -> str:
    """Text of pieces, `values` being those of the controls now."""
    texts = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
        else:
            texts.append(',"TYPE":"{}","VALUE":{}'.format(*piece.told(values)))
    return "".join(texts)


def _plan(node: Node, pieces: list[Piece], asking: bool) -> None:
    pieces.append(node.heads[asking])
    if node.method is not None:
        pieces.append(node.method)
    if node.below:
        pieces.append(",")
        _plan_contents(node, pieces, asking)
    pieces.append("}")


def _plan_contents(node: Node, pieces: list[Piece], asking: bool) -> None:
    between = '"CONTENTS":{'
    for below in node.below.values():
        pieces.append(between + below.key)
        _plan(below, pieces, asking)
        between = ","
    pieces.append("}")


# -- what the attributes are ------------------------------------------------------------------------------------


def _method(row: Parameter) -> Method:
    """What a row of the table shows of itself."""
    tags = _tags(row)
    attributes: dict[str, object] = {
        "ACCESS": WRITE if row.kind == "action" else BOTH,
        "DESCRIPTION": row.description,
        "TAGS": [row.kind, *row.to, *([] if row.kind == "action" else [row.rate])],
        "CRITICAL": row.kind in ("action", "string"),
    }
    if row.kind in ("float", "int", "curve"):
        whole = row.kind == "int"
        low, high = (int(end) if whole and math.isfinite(end) else end for end in (row.low, row.high))
        attributes |= {"RANGE": [_range(low, high)], "CLIPMODE": ["both"]}
    if row.kind == "enum":
        attributes["RANGE"] = [{"VALS": list(row.choices)}]
    if row.unit and (row.kind != "action" or len(row.arguments) == 1):
        attributes["UNIT"] = [_UNITS.get(row.unit, row.unit)]
    if row.kind == "curve":
        attributes["EXTENDED_TYPE"] = ["curve"]
    if row.audio:
        attributes["EXTENDED_TYPE"] = ["filepath"]
    if row.kind == "action":
        longer = [tags.replace("N", "")]
        for argument in row.arguments:
            if argument.optional:
                longer.append(longer[-1] + argument.kind[0])
        if longer[1:]:
            attributes["OVERLOADS"] = [{"TYPE": more} for more in longer[1:]]
    else:
        default = row.default
        plain = isinstance(default, (bool, int, float, str))
        attributes["DEFAULT_VALUE"] = [default if plain else "none" if tags == "s" else None]
    return _made(attributes, tags, "" if row.kind == "action" else row.name)


def _tags(row: Parameter) -> str:
    """The OSC types of what a row takes; of an action's arguments those that have to be there."""
    if row.kind == "action":
        return "".join(argument.kind[0] for argument in row.arguments if not argument.optional) or "N"
    if row.kind == "int":
        return "i" if row.high <= _LARGEST_INT else "h"
    return {"float": "f", "curve": "f", "bool": "T", "enum": "s", "string": "s"}[row.kind]


def _aliased(alias: Alias) -> Method:
    """What an address of a mapping file shows of itself: what a surface sends there, in its own range."""
    names = ", ".join(dict.fromkeys(row.name for row in alias.rows))
    places = alias.places()
    acts = all(row.kind == "action" for row in alias.rows)
    attributes: dict[str, object] = {
        "ACCESS": WRITE if acts else BOTH,
        "DESCRIPTION": f"moves {names}, by a mapping file",
        "TAGS": ["mapping"],
        "CRITICAL": acts,
    }
    tags, ranges = "", []
    for entry in places:
        text = entry is not None and (entry.parameter.argument or entry.parameter.kind) == "string"
        tags += "s" if text else "f"
        ranges.append(None if entry is None or text else _range(*sorted((entry.lowest, entry.highest))))
    if any(ranges):
        attributes |= {"RANGE": ranges, "CLIPMODE": ["both" if each else "none" for each in ranges]}
    return _made(attributes, tags, alias=alias)


def _asked(tags: str, description: str) -> Method:
    attributes = {"ACCESS": WRITE, "DESCRIPTION": description, "TAGS": ["question"], "CRITICAL": True}
    return replace(_made(attributes, tags), asked=WRITE)


def _questions(listings: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    return _QUESTIONS | dict.fromkeys(listings, ("N", "asks what there is, told by OSC to whoever asks"))


def _meters() -> Method:
    channels = 4
    attributes: dict[str, object] = {
        "ACCESS": READ,
        "DESCRIPTION": "peak left and right, RMS left and right, told 20 times a second to who listens",
        "TAGS": ["meter"],
        "RANGE": [_range(-100.0, 0.0)] * channels,
        "UNIT": ["gain.db-raw"] * channels,
    }
    return _made(attributes, "f" * channels)


def _made(attributes: Mapping[str, object], tags: str, name: str = "", alias: Alias | None = None) -> Method:
    asked = NO_ACCESS if attributes["ACCESS"] == WRITE else READ
    return Method({key: _json(value) for key, value in attributes.items()}, tags, asked, name, alias)


def _range(low: float, high: float) -> dict[str, float]:
    """Ends as JSON can say them: an end that is not finite is none."""
    return {key: end for key, end in (("MIN", low), ("MAX", high)) if math.isfinite(end)}


def _array(tags: str, values: Sequence[object]) -> str:
    """One value for each type, null where there is none."""
    said = [*values, *[None] * len(tags)][: len(tags)]
    return _json([None if isinstance(each, float) and not math.isfinite(each) else each for each in said])


def _json(value: object) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def _uppermost(paths: Iterable[str]) -> list[str]:
    """Of paths those that none of the others is above."""
    there = set(paths)
    return sorted(path for path in there if path.rpartition("/")[0] not in there)


def _common(paths: Sequence[str]) -> str:
    """The container that all of these are in."""
    parts = [path.split("/")[:-1] for path in paths]
    shared = []
    for names in zip(*parts, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return "/".join(shared) or "/"
