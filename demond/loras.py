"""The library of LoRAs: what is in its folders, as controls, as what is to sound, and as it is listed; no torch."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from demond.parameters import Parameter, Value, lora_rows
from demond.performer.link import Lora
from engine.errors import in_words
from engine.lora import Library, LoraFile

LOOK_SECONDS = 1.0

Entries = Mapping[str, LoraFile]

_log = logging.getLogger(__name__)


def together(libraries: Iterable[Library]) -> Entries:
    """The LoRAs of several libraries in the order of their ids, of which a later one has an id."""
    there = {entry.id: entry for library in libraries for entry in library.entries()}
    return {lora: there[lora] for lora in sorted(there)}


class Watch:
    """Looks through folders once a second, in a thread of its own: a slow disk holds nothing up.

    `folders()` says which, and `tell(entries)` is called with all there is, by id, when that changed, both in that
    thread. Of several folders the later one has an id. What came, changed or went counts once two looks in a row saw it
    the same: not while it is written.
    """

    def __init__(self, folders: Callable[[], Iterable[Path]], tell: Callable[[Entries], None]) -> None:
        self._folders = folders
        self._tell = tell
        self._libraries: dict[Path, Library] = {}
        self._seen: Entries | None = None
        self._there: Entries = {}
        self._told = ""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="loras", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._ended.set()

    def look(self) -> None:
        """Look once. Raises OSError for a folder that cannot be listed; then nothing came, changed or went."""
        self._libraries = {folder: self._libraries.get(folder) or Library(folder) for folder in self._folders()}
        seen = together(self._libraries.values())
        before, self._seen = self._seen, seen
        there = dict(self._there)
        for lora in {*seen, *there}:
            if before is None or before.get(lora) == seen.get(lora):
                if lora in seen:
                    there[lora] = seen[lora]
                else:
                    del there[lora]
        if there != self._there:
            self._there = {lora: there[lora] for lora in sorted(there)}
            self._tell(self._there)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self.look()
                self._told = ""
            except Exception as error:
                told = in_words(error)
                if told != self._told:
                    _log.error("looking for LoRAs failed, those known stay: %s", told)
                self._told = told
            self._ended.wait(LOOK_SECONDS)


def rows(entries: Entries) -> list[Parameter]:
    """The controls of these LoRAs."""
    return [row for entry in entries.values() for row in lora_rows(entry.id, entry.about.strength)]


def faders(entries: Entries, values: Mapping[str, Value]) -> dict[str, Lora]:
    """Those that are enabled, with their strengths, as the engine takes them."""
    wanted = {}
    for lora, entry in entries.items():
        strength = values.get(f"lora/{lora}/strength")
        if values.get(f"lora/{lora}/enabled") and isinstance(strength, float):
            version = None if entry.problem else entry.version
            wanted[lora] = Lora(str(entry.path), version, entry.about.triggers, strength)
    return wanted


def listing(entries: Entries, values: Mapping[str, Value]) -> list[tuple[object, ...]]:
    """Of each: id, name, trigger words, recommended strength, whether it is enabled, and why it cannot be loaded."""
    return [
        (
            lora,
            entry.about.name,
            ", ".join(entry.about.triggers),
            entry.about.strength,
            int(values.get(f"lora/{lora}/enabled") is True),
            entry.problem or "",
        )
        for lora, entry in entries.items()
    ]


def changes(before: Entries, now: Entries) -> list[tuple[int, str]]:
    """What to log of a change: a level and a sentence each."""
    told = [(logging.INFO, f"LoRA {lora}: gone") for lora in before if lora not in now]
    for lora, entry in now.items():
        if entry.problem and (lora not in before or before[lora].problem != entry.problem):
            told.append((logging.WARNING, f"LoRA {lora}: {entry.problem}"))
        elif before.get(lora) != entry:
            told.append((logging.INFO, f"LoRA {lora}: {'changed' if lora in before else 'there'}"))
    return told
