"""Shipped mapping files for devices, of which little is read before their device is there; no torch."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import overload

from demond.control.mapping.entries import Entry, MappingFile
from demond.control.mapping.reading import read
from demond.control.mapping.showing import read_unit
from demond.control.mapping.tables import Table
from demond.problems import Problem, positions, text_of

_log = logging.getLogger(__name__)


def read_later(path: Path) -> tuple[MappingFile | None, list[Problem]]:
    """A shipped file, of which, where it is for a device, no more than its head is read before it is needed."""
    try:
        head = text_of(path).partition("\n[[")[0]
        data = tomllib.loads(head)
    except (OSError, ValueError):
        return read(path, shipped=True)
    problems: list[Problem] = []
    device = Table(data, str(path), positions(head), problems).table("device")
    if device is None or "match" not in device or "number" in device:
        return read(path, shipped=True)
    unit = read_unit(device)
    if problems:
        return read(path, shipped=True)
    return MappingFile(path, data.get("name", path.stem), device.data["match"], True, _Later(path), None, unit), []


class _Later(Sequence[Entry]):
    """The entries of a shipped file, read when they are first asked for; none where it is broken."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _entries(self) -> Sequence[Entry]:
        file, problems = read(self._path, shipped=True)
        for problem in problems:
            _log.error("%s", problem)
        return () if file is None else file.entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, place: int) -> Entry: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...

    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        return self._entries[place]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)
