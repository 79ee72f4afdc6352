"""Which page of each mapping file is up on one port. For one thread, the MIDI input's; no torch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from demond.control.mapping.entries import Entry, MappingFile

STEPS = {"next": 1, "previous": -1}
"""Where a page button goes that names no page."""


class Pages:
    """The pages of the files that a port is played by: one of each is up, and another while a shift button is held."""

    def __init__(self) -> None:
        self.up: Mapping[Path, str] = {}
        self._pages: dict[Path, tuple[str, ...]] = {}
        self._chosen: dict[Path, str] = {}
        self._held: dict[Path, dict[Entry, str]] = {}
        self._files: dict[Entry, Path] = {}

    def take(self, files: Iterable[MappingFile]) -> None:
        """Play by these files: a page that is still there stays up; no shift button counts as held."""
        self._pages = {file.path: file.pages for file in files if file.pages}
        self._files = {entry: file.path for file in files for entry in file.entries if entry.turns is not None}
        self._chosen = {path: kept for path, kept in self._chosen.items() if kept in self._pages.get(path, ())}
        self._held = {}
        self._look()

    def turn(self, entry: Entry, down: bool) -> bool:
        """A page button was pressed or let go; whether another page is up now."""
        path, to = self._files.get(entry), entry.turns
        if path is None or to is None:
            return False
        before = self.up
        held = self._held.setdefault(path, {})
        held.pop(entry, None)
        if down:
            pages = self._pages[path]
            page = to if to not in STEPS else pages[(pages.index(self.up[path]) + STEPS[to]) % len(pages)]
            if entry.mode == "gate":
                held[entry] = page
            else:
                self._chosen[path] = page
        self._look()
        return self.up != before

    def is_up(self, entry: Entry) -> bool:
        """Whether the page that a button names is up; any thread."""
        path = self._files.get(entry)
        return path is not None and self.up.get(path) == entry.turns

    def _look(self) -> None:
        up = {}
        for path, pages in self._pages.items():
            held = list(self._held.get(path, {}).values())
            up[path] = held[-1] if held else self._chosen.get(path, pages[0])
        self.up = up
