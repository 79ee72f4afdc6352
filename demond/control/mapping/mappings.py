"""Mapping files that are played together, and which of them a control belongs to; no torch."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from pathlib import Path

import demond
from demond.control.mapping.alias import Alias
from demond.control.mapping.entries import Entry, MappingFile, MidiControl, OscControl, as_arguments
from demond.control.mapping.reading import read
from demond.control.midi.messages import MidiMessage
from demond.parameters import suggest
from demond.problems import Problem, Problems
from demond.store import Store

DEFAULT = ("generic-cc", "korg-nanokontrol2", "touchosc", "choices")
"""Names of the shipped files that are played where the configuration says nothing."""

_EMPTY = "moves nothing: it has neither [[midi]] nor [[osc]]"

_log = logging.getLogger(__name__)


class MappingErrors(Problems):
    """Every problem of the mapping files that were read."""


def shipped_folder() -> Path:
    """Folder of the mapping files that come with demond: inside the installed package, or beside it in a checkout."""
    package = Path(demond.__file__).parent
    installed = package / "mappings"
    return installed if installed.is_dir() else package.parent / "mappings"


def shipped_names() -> list[str]:
    """Names that stand for the shipped files."""
    return sorted(path.stem for path in shipped_folder().glob("*.toml"))


def locate(sources: Iterable[str | Path]) -> list[Path]:
    """The files that are meant by paths, folders (every .toml in them) and names of shipped files.

    Of several files of the same name the last one replaces the others.
    """
    found: dict[str, Path] = {}
    for source in sources:
        path = Path(os.path.expanduser(source))
        named = shipped_folder() / f"{source}.toml"
        if os.path.isdir(path):
            paths = _within(path)
        elif path.name == str(source) and not os.path.exists(path) and os.path.exists(named):
            paths = [named]
        else:
            paths = [path]
        for one in paths:
            found.pop(one.name, None)
            found[one.name] = one
    return list(found.values())


def _within(folder: Path) -> list[Path]:
    """The mapping files of a folder; the folder itself where it cannot be listed, so that reading it says why."""
    try:
        return sorted(folder / name for name in os.listdir(folder) if name.endswith(".toml"))
    except OSError:
        return [folder]


class Mappings:
    """Mapping files that are played together; later ones win."""

    def __init__(self, files: Iterable[MappingFile] = (), sources: Iterable[str | Path] = ()) -> None:
        self.files = tuple(files)
        self._sources = tuple(sources)
        self._seen = _stamps(self._sources)

    @classmethod
    def load(cls, sources: Iterable[str | Path] = DEFAULT) -> Mappings:
        """Read files, folders and shipped files by name; MappingErrors with every problem of all of them, if any."""
        mappings, problems = cls.sound(sources)
        if problems:
            raise MappingErrors(problems)
        return mappings

    @classmethod
    def sound(cls, sources: Iterable[str | Path] = DEFAULT) -> tuple[Mappings, list[Problem]]:
        """Read the same, without the files that are broken; and every problem of those."""
        mappings = cls((), sources)
        mappings.files, problems = _read_all(locate(mappings._sources))
        for file in mappings.files:
            if not file.entries:
                _log.warning("%s: %s", file.path, _EMPTY)
        return mappings, problems

    def changed(self) -> bool:
        """Whether a file was written, came or went since they were loaded or `note_seen` was called."""
        return _stamps(self._sources) != self._seen

    def note_seen(self) -> None:
        """Take the files as they are now for seen, though not loaded: they are broken."""
        self._seen = _stamps(self._sources)

    def aliases(self, store: Store) -> dict[str, Alias]:
        """Every mapped OSC address, with what is played and shown there."""
        entries: dict[str, list[Entry]] = {}
        for entry in self.osc_entries():
            assert isinstance(entry.control, OscControl)
            entries.setdefault(entry.control.address, []).append(entry)
        return {address: Alias(those, store) for address, those in entries.items()}

    def entries_for(self, port: str, message: MidiMessage) -> tuple[Entry, ...]:
        """The entries that play this kind of message from this port.

        Where several files know the control, one wins: the user's over a shipped one, then one for the device over one
        for any, then one for the channel over one for any, then the later one.
        """
        best: tuple[bool, bool, bool, int] | None = None
        entries: list[Entry] = []
        for order, file in enumerate(self.files):
            if not file.plays(port):
                continue
            for entry in file.entries:
                control = entry.control
                if not isinstance(control, MidiControl) or not _carries(control, message):
                    continue
                rank = (not file.shipped, file.device is not None, control.channel is not None, order)
                if best is None or rank > best:
                    best, entries = rank, []
                if rank == best:
                    entries.append(entry)
        return tuple(entries)

    def osc_entries(self) -> tuple[Entry, ...]:
        """The entries for OSC addresses: for every address and argument those of one file, the user's or later one."""
        owners: dict[OscControl, tuple[bool, int]] = {}
        for order, file in enumerate(self.files):
            for entry in file.entries:
                if isinstance(entry.control, OscControl):
                    rank = (not file.shipped, order)
                    owners[entry.control] = max(rank, owners.get(entry.control, rank))
        return tuple(
            entry
            for order, file in enumerate(self.files)
            for entry in file.entries
            if isinstance(entry.control, OscControl) and owners[entry.control] == (not file.shipped, order)
        )


def _carries(control: MidiControl, message: MidiMessage) -> bool:
    """Whether such a control sends this message."""
    if control.channel is not None and control.channel != message.channel:
        return False
    if control.type == "cc14":
        return message.kind == "cc" and message.number in (control.number, control.fine)
    return control.type == message.kind and control.number in (None, message.number)


def _stamps(sources: Iterable[str | Path]) -> dict[Path, tuple[int, int, int] | None]:
    """What tells one state of the files from another."""
    stamps: dict[Path, tuple[int, int, int] | None] = {}
    for path in locate(sources):
        try:
            stat = path.stat()
        except (OSError, ValueError):
            stamps[path] = None
        else:
            stamps[path] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    return stamps


def _read_all(paths: Iterable[Path]) -> tuple[tuple[MappingFile, ...], list[Problem]]:
    """The files that are sound, and the problems of the others."""
    files: list[MappingFile] = []
    problems: list[Problem] = []
    for path in paths:
        if path.name == str(path) and not path.suffix and not os.path.lexists(path):
            hint = suggest(str(path), shipped_names())
            known = ", ".join(shipped_names())
            problems.append(Problem(str(path), None, (), f"is no file and no shipped mapping ({known}){hint}"))
            continue
        file, wrong = read(path, shipped=path.parent == shipped_folder())
        problems += wrong
        if file is not None:
            files.append(file)
    return tuple(files), problems


def check(sources: Iterable[str | Path]) -> list[str]:
    """Every problem of these mapping files, one sentence with file, line and key each; none if all are sound."""
    problems: list[Problem] = []
    for source in sources:
        paths = locate([source])
        if not paths:
            problems.append(Problem(str(source), None, (), "is a folder without mapping files (*.toml)"))
        files, wrong = _read_all(paths)
        problems += [*wrong, *(Problem(str(file.path), None, (), _EMPTY) for file in files if not file.entries)]
    return list(map(str, problems))


def describe(sources: Iterable[str | Path] | None = None) -> str:
    """What the mapping files (every shipped one, if none are named) map, as text for a terminal."""
    lines: list[str] = []
    for file in Mappings.load(shipped_names() if sources is None else sources).files:
        if all(isinstance(entry.control, OscControl) for entry in file.entries):
            played = "OSC"
        else:
            played = "any MIDI port" if file.device is None else f"MIDI ports named {file.device!r}"
        used = " (played by default)" if file.shipped and file.path.stem in DEFAULT else ""
        lines.append(f"{file.path.stem}: {file.name}, {played}{used}")
        width = max((len(str(entry.control)) for entry in file.entries), default=0)
        lines += [f"  {str(entry.control).ljust(width)}  {_effect(entry)}" for entry in file.entries]
    return "\n".join(lines) + "\n"


def _effect(entry: Entry) -> str:
    row = entry.parameter
    if entry.mode == "trigger":
        return " ".join([row.name, *map(repr, as_arguments(entry.value))])
    if entry.mode in ("gate", "toggle") or row.kind in ("bool", "string"):
        return f"{row.name} ({entry.mode})"
    ends = entry.value_at(1.0 if entry.invert else 0.0), entry.value_at(0.0 if entry.invert else 1.0)
    low, high = (f"{end:g}" if isinstance(end, float) else str(end) for end in ends)
    how = entry.relative or (entry.takeover if entry.takeover != "jump" else entry.mode)
    return f"{row.name} {low}..{high} {row.unit}".rstrip() + f" ({how})"
