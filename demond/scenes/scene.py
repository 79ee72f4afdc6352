"""A scene: a named set of values, and how it is read and written as TOML. No torch."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from hashlib import blake2b
from typing import Any

import tomli_w

from demond.parameters import ControlError, Parameter, Value, find, lora_of, suggest
from demond.store import Store
from demond.written import flat, nested
from engine.curves import Wave
from engine.errors import in_words

LONGEST_NAME = 100
MOST_PATTERNS = 64
MOST_NUMBER = 1 << 20
NEVER = frozenset({"morph"})
"""Controls that no scene holds: what moves scenes."""
SELDOM = frozenset({"quantize", "recall_time", "sync"})
"""Those that only a scene holds that names them: how the daemon is played, not what."""
HEADER = '# A scene of demond; "none" lets a control follow the model or the prompts.\n\n'

Values = Mapping[str, Value]
"""What controls are to be, by name; None lets a control that follows do so again."""


@dataclass(frozen=True)
class Scene:
    """A scene by its name and number, counted from 1, when it was stored and how many controls it holds.

    Its values are read of `text`, the tables of its file, once they are needed.
    """

    name: str
    number: int
    stored: datetime
    controls: int
    text: str = field(default="", repr=False)
    _read: dict[str, tuple[Values, list[str]]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, name: str, number: int, values: Values, stored: datetime | None = None) -> Scene:
        """A scene of these values."""
        at = stored or datetime.now(UTC).replace(microsecond=0)
        return cls(name, number, at, len(values), _read={"values": (values, [])})

    @property
    def is_read(self) -> bool:
        """Whether `values` is at hand; else it takes some milliseconds to read, and is for a thread."""
        return "values" in self._read

    @property
    def values(self) -> Values:
        """What it sets."""
        return self._values()[0]

    @property
    def complaints(self) -> list[str]:
        """A sentence for each value of the file that cannot be one, or is another."""
        return self._values()[1]

    def _values(self) -> tuple[Values, list[str]]:
        if "values" not in self._read:
            self._read["values"] = _parsed(self.text)
        return self._read["values"]

    def written(self) -> bytes:
        """The file of this scene."""
        head = {"name": self.name, "number": self.number, "stored": self.stored, "controls": self.controls}
        text = self.text or tomli_w.dumps({"values": nested(self.values)}, multiline_strings=True)
        return f"{HEADER}{tomli_w.dumps(head)}\n{text}".encode()

    def table(self) -> dict[str, Any]:
        """This scene as a table of a file that holds many."""
        return {"name": self.name, "number": self.number, "stored": self.stored, "values": nested(self.values)}


def read_scene(text: str, stem: str) -> Scene:
    """The scene that a file's text is, named after the file where it does not say, its number 0 where it says none.

    Of its values nothing is read where it says how many there are. Raises ValueError with a sentence.
    """
    head, _, rest = f"\n{text}".partition("\n[")
    said = tomllib.loads(head)
    tables = f"[{rest}" if rest else ""
    name, number, stored, controls = (said.get(key) for key in ("name", "number", "stored", "controls"))
    name = checked_name("scene", name if isinstance(name, str) else stem)
    if not isinstance(number, int) or not 1 <= number <= MOST_NUMBER:
        number = 0
    if not isinstance(stored, datetime):
        stored = datetime.fromtimestamp(0, UTC)
    if not isinstance(controls, int) or not 0 <= controls <= len(tables):
        controls = len(_parsed(tables)[0])
    return Scene(name, number, stored, controls, tables)


def values_of(tables: object, complain: Callable[[str, str], object]) -> Values:
    """The values of a table of a file, as far as they are good; `complain(name, reason)` hears of each that is not."""
    values: dict[str, Value] = {}
    for name, written in flat(tables if isinstance(tables, dict) else {}).items():
        try:
            row = find(name)
            if row.kind == "action":
                raise ControlError(name, "is an action and has no value")
            value, note = (None, None) if row.lets_go(written) else row.coerce(written)
        except ControlError as error:
            complain(name, error.reason)
            continue
        if note and not isinstance(value, Wave):
            complain(name, note)
        if name not in NEVER:
            values[name] = value
    return values


def _parsed(text: str) -> tuple[Values, list[str]]:
    complaints: list[str] = []
    try:
        tables = tomllib.loads(text).get("values", {})
        return values_of(tables, lambda name, reason: complaints.append(f"{name}: {reason}")), complaints
    except (ValueError, RecursionError) as error:
        return {}, [f"its file cannot be read: {in_words(error)}"]


def named(rows: Mapping[str, Parameter], controls: str) -> list[str]:
    """The controls that names and patterns between spaces mean; for a thread. ControlError where something is none."""
    patterns = controls.split()
    longest = max(map(len, patterns), default=0)
    if len(patterns) > MOST_PATTERNS or longest > LONGEST_NAME:
        wanted = f"wants at most {MOST_PATTERNS} names or patterns of {LONGEST_NAME} characters"
        raise ControlError("scene/store", f"{wanted}, got {len(patterns)}, the longest of {longest}")
    names, taken = _storable(rows), []
    for pattern in patterns:
        found = [name for name in names if fnmatchcase(name, pattern.removeprefix("/demond/"))]
        if not found:
            raise ControlError("scene/store", f"no control is {pattern!r}{suggest(pattern, names)}")
        taken += found
    return taken


def _storable(rows: Mapping[str, Parameter]) -> list[str]:
    return [name for name, row in rows.items() if row.kind != "action" and name not in NEVER]


def chosen(store: Store, names: Sequence[str] = ()) -> Values:
    """The values of these controls, or of all that are worth saving; of a LoRA always whether it sounds."""
    values, following = dict(store.targets()), store.following()
    taken = [name for name in names if name in store.rows]
    if not taken:
        names = _storable(store.rows)
        lora = {name: values.get(name) for name in names if lora_of(name)}
        on = {lora_of(name) for name, value in lora.items() if name.endswith("/enabled") and value is True}
        left = {n for n in lora if n not in values and not n.endswith("/enabled") and lora_of(n) not in on}
        kept = [name for name in values if name not in store.rows]
        taken = [name for name in names if name not in SELDOM and name not in left] + kept
    return {
        name: None if name in following else values[name] if name in values else store.target(name)
        for name in dict.fromkeys(taken)
    }


def checked_name(action: str, name: str) -> str:
    """A scene's name as it is kept; ControlError for what is none."""
    kept = unicodedata.normalize("NFC", name).strip()
    if not kept or len(kept) > LONGEST_NAME:
        raise ControlError(action, f"wants a name of 1..{LONGEST_NAME} characters, got {len(kept)}")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in kept):
        raise ControlError(action, "wants a name without line breaks and other control characters")
    return kept


def file_name(name: str) -> str:
    """What the file of a scene is called: the name itself, in small letters of ASCII, as far as it goes, and digits
    that tell apart what only then looks alike."""
    if re.fullmatch(r"[a-z0-9_][a-z0-9_.+-]*", name) and len(name) <= 60:
        return f"{name}.toml"
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9_.+-]+", "-", letters).strip("-.")[:60] or "scene"
    return f"{plain}-{blake2b(name.encode(), digest_size=4).hexdigest()}.toml"
