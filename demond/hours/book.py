"""What of schedule and attract outlives the daemon, as a file of TOML. No torch."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from demond.kept import dumped, tables_of
from demond.parameters import Value
from demond.scenes.scene import values_of
from demond.scenes.writer import Kept, Writer
from demond.written import nested

HOURS = "hours.toml"
HEADER = """# What demond's schedule and attract did last.
# Edit only while it is not running, and leave the last line as it is.

"""

_log = logging.getLogger("demond")


@dataclass(frozen=True)
class Away:
    """Values of before nobody was there, by name, and the scene then; `scene` is the one that was gone to, empty where
    none was gone to yet, and those are the values to go back to."""

    scene: str
    was: str
    before: Mapping[str, Value]


@dataclass(frozen=True)
class Noted:
    """When demond ran last, which scene of the schedule was recalled last and when that was due, in seconds since 1970,
    and what attract has to go back to."""

    seen: float | None = None
    due: int | None = None
    scene: str = ""
    away: Away | None = None

    def written(self) -> bytes:
        """The file."""
        tables: dict[str, Any] = {}
        if self.seen is not None:
            tables["seen"] = datetime.fromtimestamp(int(self.seen), UTC)
        if self.due is not None:
            tables["schedule"] = {"due": datetime.fromtimestamp(self.due, UTC), "scene": self.scene}
        if self.away is not None:
            away = self.away
            tables["attract"] = {"scene": away.scene, "was": away.was, "before": nested(away.before)}
        return dumped(tables, HEADER)


def read_noted(path: Path) -> Noted:
    """What is noted in a file, as far as it is good; for a thread."""
    tables = tables_of(path)
    schedule, attract = (_table(tables, name) for name in ("schedule", "attract"))
    away = None
    if attract:
        before = values_of(attract.get("before"), lambda name, why: _log.warning("%s: %s: %s", path, name, why))
        away = Away(_text(attract, "scene"), _text(attract, "was"), before)
    due = _instant(schedule, "due")
    return Noted(_instant(tables, "seen"), None if due is None else int(due), _text(schedule, "scene"), away)


def _table(tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = tables.get(name)
    return table if isinstance(table, dict) else {}


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    return value if isinstance(value, str) else ""


def _instant(table: Mapping[str, Any], name: str) -> float | None:
    value = table.get(name)
    return value.timestamp() if isinstance(value, datetime) and value.tzinfo is not None else None


class Book:
    """What is noted, and written behind the event loop whenever it is other."""

    def __init__(self, path: Path, writer: Writer, noted: Noted) -> None:
        self.noted = noted
        self._path = path
        self._writer = writer

    def note(self, **changes: Any) -> None:
        """Have this noted in the place of what was; called in the loop."""
        self.noted = noted = replace(self.noted, **changes)
        self._writer.put(self._path, Kept(noted.written))
