"""Mapping files that are played together, and which of them a control belongs to; no torch."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import demond
from demond.control.mapping.alias import Alias
from demond.control.mapping.entries import Entry, MappingFile, MidiControl, OscControl, as_arguments
from demond.control.mapping.later import read_later
from demond.control.mapping.reading import read
from demond.control.midi.messages import MidiKind, MidiMessage
from demond.parameters import suggest
from demond.problems import Problem, Problems
from demond.store import Store

SHIPPED = "shipped"
"""Stands for every shipped file but the special ones: a file for a device that is not there costs nothing."""
SPECIAL = ("generic-14bit", "generic-mpe")
DEFAULT = (SHIPPED,)
"""What is played where the configuration says nothing."""

_EMPTY = "moves nothing: it has neither [[midi]] nor [[osc]]"

_log = logging.getLogger(__name__)


class MappingErrors(Problems):
    """Every problem of the mapping files that were read."""


@cache
def shipped_folder() -> Path:
    """Folder of the mapping files that come with demond: inside the installed package, or beside it in a checkout."""
    package = Path(demond.__file__).parent
    installed = package / "mappings"
    return installed if installed.is_dir() else package.parent / "mappings"


def shipped_names() -> list[str]:
    """Names that stand for the shipped files."""
    return sorted(path.stem for path in shipped_folder().glob("*.toml"))


def locate(sources: Iterable[str | Path]) -> list[Path]:
    """The files that are meant by paths, folders (every .toml in them), names of shipped files and the word for those.

    Of several files of the same name the last one replaces the others.
    """
    found: dict[str, Path] = {}
    for source in sources:
        path = Path(os.path.expanduser(source))
        named = shipped_folder() / f"{source}.toml"
        if os.path.isdir(path):
            paths = _within(path)
        elif source == SHIPPED and not os.path.exists(path):
            paths = [shipped_folder() / f"{name}.toml" for name in shipped_names() if name not in SPECIAL]
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


_Carriers = tuple[tuple[Entry, MidiControl], ...]


class Mappings:
    """Mapping files that are played together; later ones win."""

    def __init__(self, files: Iterable[MappingFile] = (), sources: Iterable[str | Path] = ()) -> None:
        self.files = tuple(files)
        self._sources = tuple(sources)
        self._seen = _stamps(self._sources)
        self._indices: dict[int, Mapping[tuple[MidiKind, int | None], _Carriers]] = {}

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
            if not file.shipped and not file.entries:
                _log.warning("%s: %s", file.path, _EMPTY)
        return mappings, problems

    @property
    def sources(self) -> tuple[str | Path, ...]:
        """What was read."""
        return self._sources

    def having(self, files: Iterable[MappingFile], sources: Iterable[str | Path]) -> Mappings:
        """Mappings of these sources, with files in the place of those that have their paths, or after all others."""
        fresh = {file.path: file for file in files}
        kept = [fresh.get(file.path, file) for file in self.files]
        made = Mappings(dict.fromkeys([*kept, *fresh.values()]), sources)
        made._seen = {**self._seen, **{path: stamp for path, stamp in made._seen.items() if path in fresh}}
        return made

    def changed(self) -> bool:
        """Whether a file was written, came or went since they were loaded or `note_seen` was called."""
        return _stamps(self._sources) != self._seen

    def note_seen(self, sources: Iterable[str | Path] | None = None) -> None:
        """Take the files, or those of other sources, as they are now for seen, though not loaded: they are broken."""
        self._sources = self._sources if sources is None else tuple(sources)
        self._seen = _stamps(self._sources)

    def aliases(self, store: Store) -> dict[str, Alias]:
        """Every mapped OSC address, with what is played and shown there."""
        entries: dict[str, list[Entry]] = {}
        for entry in self.osc_entries():
            assert isinstance(entry.control, OscControl)
            entries.setdefault(entry.control.address, []).append(entry)
        return {address: Alias(those, store) for address, those in entries.items()}

    def entries_for(
        self, port: str, message: MidiMessage, number: int = 1, up: Mapping[Path, str] = MappingProxyType({})
    ) -> tuple[Entry, ...]:
        """The entries that play this kind of message from this port, which is that one of the units alike.

        Where several files know the control, one wins: the user's over a shipped one, then one for the device over one
        for any, then one for that unit over one for all alike, then one for the channel over one for several and that
        over one for any, then one for the bank, then the later one. `up` says which page is up in files that have
        some; entries of other pages do not count.
        """
        best: tuple[bool, bool, bool, int, int] | None = None
        entries: list[Entry] = []
        for order, file in enumerate(self.files):
            if not file.plays(port, number):
                continue
            for entry, control in self._carriers(order, message):
                if not control.sends(message) or entry.page not in (None, up.get(file.path)):
                    continue
                one = file.number is not None
                rank = (not file.shipped, file.device is not None, one, control.rank, order)
                if best is None or rank > best:
                    best, entries = rank, []
                if rank == best:
                    entries.append(entry)
        return tuple(entries)

    def _carriers(self, order: int, message: MidiMessage) -> _Carriers:
        """The entries of one of the files that may be for a message, by its kind and number."""
        index = self._indices.get(order)
        if index is None:
            index = self._indices[order] = _index(self.files[order])
        return index.get((message.kind, message.number), index.get((message.kind, None), ()))

    def osc_entries(self) -> tuple[Entry, ...]:
        """The entries for OSC addresses: for every address and argument those of one file, the user's or later one."""
        owners: dict[OscControl, tuple[bool, int]] = {}
        found = [(order, file, entry) for order, file in enumerate(self.files) for entry in file.osc_entries]
        for order, file, entry in found:
            assert isinstance(entry.control, OscControl)
            rank = (not file.shipped, order)
            owners[entry.control] = max(rank, owners.get(entry.control, rank))
        return tuple(
            entry
            for order, file, entry in found
            if isinstance(entry.control, OscControl) and owners[entry.control] == (not file.shipped, order)
        )


def _index(file: MappingFile) -> Mapping[tuple[MidiKind, int | None], _Carriers]:
    """The entries by the kind and number of messages that they may be for; None is every number."""
    found: dict[tuple[MidiKind, int | None], list[tuple[Entry, MidiControl]]] = {}
    for entry in file.entries:
        control = entry.control
        if isinstance(control, MidiControl):
            for number in {control.number} if control.type != "cc14" else {control.number, control.fine}:
                found.setdefault((control.example().kind, number), []).append((entry, control))
    wide = {kind: tuple(those) for (kind, number), those in found.items() if number is None}
    return {
        (kind, number): (*those, *(wide.get(kind, ()) if number is not None else ()))
        for (kind, number), those in found.items()
    }


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


def _read_all(paths: Iterable[Path], later: bool = True) -> tuple[tuple[MappingFile, ...], list[Problem]]:
    """The files that are sound, and the problems of the others; `later`: shipped ones for devices read when needed."""
    files: list[MappingFile] = []
    problems: list[Problem] = []
    for path in paths:
        if path.name == str(path) and not path.suffix and not os.path.lexists(path):
            hint = suggest(str(path), shipped_names())
            known = ", ".join(shipped_names())
            problems.append(Problem(str(path), None, (), f"is no file and no shipped mapping ({known}){hint}"))
            continue
        shipped = path.parent == shipped_folder()
        file, wrong = read_later(path) if later and shipped else read(path, shipped=shipped)
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
        files, wrong = _read_all(paths, later=False)
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
            played += f", unit {file.number} of those alike" if file.number is not None else ""
        used = " (played by default)" if file.shipped and file.path.stem not in SPECIAL else ""
        lines.append(f"{file.path.stem}: {file.name}, {played}{used}")
        if file.unit.verified:
            lines.append(f"  verified: {file.unit.verified}")
        if file.unit.echo:
            lines.append("  shows every control by its own message")
        width = max((len(str(entry.control)) for entry in file.entries), default=0)
        lines += [f"  {str(entry.control).ljust(width)}  {_effect(entry)}{_showing(entry)}" for entry in file.entries]
    return "\n".join(lines) + "\n"


def _showing(entry: Entry) -> str:
    """What comes back of an entry, in a few words."""
    kinds = []
    for show in entry.shows or ():
        how = "own message" if show.own else show.carrier.type if show.carrier else "text" if show.text else "bytes"
        kinds.append(f"{how} of {show.of}" if show.of else how)
    return f", shown by {', '.join(kinds)}" if kinds else ""


def _effect(entry: Entry) -> str:
    row = entry.parameter
    if entry.mode == "trigger":
        return " ".join([row.name, *map(repr, as_arguments(entry.value))])
    if entry.mode == "cycle":
        return " ".join([row.name, *map(repr, entry.values), "(cycle)"])
    if entry.mode in ("gate", "toggle") or row.kind in ("bool", "string"):
        return f"{row.name} ({entry.mode})"
    ends = entry.value_at(1.0 if entry.invert else 0.0), entry.value_at(0.0 if entry.invert else 1.0)
    low, high = (f"{end:g}" if isinstance(end, float) else str(end) for end in ends)
    how = entry.relative or (entry.takeover if entry.takeover != "jump" else entry.mode)
    return f"{row.name} {low}..{high} {row.unit}".rstrip() + f" ({how})"
