"""A folder of LoRAs, and what is written beside each; no torch."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import LoraError, in_words
from engine.lora.files import CONFIG, LONGEST_HEADER, safetensors_in, weights_file
from engine.names import shown
from engine.weightfile import PICKLED, read_header

LONGEST_TEXT = 1 << 14
_METADATA, _TRIGGER = ".metadata.json", ".trigger.txt"

Version = tuple[tuple[str, int, int, int], ...]
"""Name, time, size and inode of each of a LoRA's files."""


@dataclass(frozen=True)
class About:
    """What a LoRA's makers say of it: its name, the words that call it up, the strength they recommend."""

    name: str
    triggers: tuple[str, ...] = ()
    strength: float = 1.0


@dataclass(frozen=True)
class LoraFile:
    """One LoRA of a library; `problem` says why it cannot be loaded, as far as that shows without reading weights."""

    id: str
    path: Path
    about: About
    version: Version
    problem: str | None = None


def id_of(path: Path) -> str:
    """A LoRA's id, made of its file's or folder's name alone, so that it stays whatever else comes and goes.

    A name of letters a to z, digits and `_ . + -` is the id itself. Of any other, what can be written so, and six hex
    digits that tell apart what only then looks alike.
    """
    name = unicodedata.normalize("NFC", _stem(path))
    if re.fullmatch(r"\w[\w.+-]*", name, re.ASCII):
        return name
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w.+-]+", "-", letters, flags=re.ASCII).strip("-.") or "lora"
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
    return f"{plain}-{digest}"


def _stem(path: Path) -> str:
    return path.name if path.is_dir() else path.stem


def read_about(path: Path) -> About:
    """The LoRA's `<stem>.metadata.json` and `<stem>.trigger.txt`; either may be missing.

    The stem is the file's or the folder's; for a folder they may also lie in it, under the weights' stem. The JSON has
    `name`, `trigger_words` (a text or a list) and `recommended_strength`, or `trigger` and `strength`; the text has
    trigger words on lines or between commas. Raises LoraError.
    """
    stem = _stem(path)
    stems = [path.parent / stem]
    if path.is_dir():
        stems += [file.with_suffix("") for file in safetensors_in(path)]
    told: dict[str, Any] = {}
    triggers: list[str] = []
    for each in reversed(stems):
        told |= _told(each.with_name(f"{each.name}{_METADATA}"))
        if (written := _text(each.with_name(f"{each.name}{_TRIGGER}"))) is not None:
            triggers = _words(re.split(r"[,\n]", written))
    written = told.get("trigger_words", told.get("trigger", ()))
    listed = written.split(",") if isinstance(written, str) else written
    strength = told.get("recommended_strength", told.get("strength", 1.0))
    if not isinstance(listed, list | tuple) or not all(isinstance(word, str) for word in listed):
        raise LoraError(f"{path}: the trigger words of its metadata are no texts: {written!r}")
    if isinstance(strength, bool) or not isinstance(strength, int | float) or not -1e6 < strength < 1e6:
        raise LoraError(f"{path}: the strength of its metadata is no number: {strength!r:.60}")
    name = shown(str(told.get("name") or stem))
    return About(name, tuple(dict.fromkeys(_words(listed) + triggers)), float(strength))


def _told(file: Path) -> dict[str, Any]:
    text = _text(file)
    if text is None:
        return {}
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LoraError(f"{file}: cannot be read: {in_words(error)}") from error
    if not isinstance(told, dict):
        raise LoraError(f"{file}: expected an object with name, trigger_words and recommended_strength")
    return told


def _text(file: Path) -> str | None:
    """A short file's text; None where there is none."""
    try:
        if not file.is_file():
            return None
        if file.stat().st_size > LONGEST_TEXT:
            raise ValueError(f"is longer than {LONGEST_TEXT} bytes")
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LoraError(f"{file}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise LoraError(f"{file}: cannot be read: {error}") from error


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts if (word := _clean(text).strip())]


def _clean(text: str) -> str:
    """A text that can be sent and saved: no NUL, no lone surrogates."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


class Library:
    """The LoRAs directly in a folder: safetensors files, and PEFT or diffusers folders."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder).expanduser()
        self._known: dict[Path, LoraFile] = {}

    def entries(self) -> list[LoraFile]:
        """What is there now, by id; empty while there is no such folder.

        Of a folder and files that are called the same but for the ending, one has the name for its id, the others with
        their ending. Only what changed since the last time is read. Raises OSError for a folder that cannot be listed.
        """
        paths = self.folder.iterdir() if self.folder.is_dir() else ()
        ids = {path: id_of(path) for path in paths if _holds_lora(path)}
        found: dict[str, LoraFile] = {}
        for path in sorted(ids, key=lambda path: (ids[path], path.suffix in PICKLED, path)):
            name = ids[path]
            while name in found:
                name += path.suffix or "+"
            known, version = self._known.get(path), version_of(path)
            same = known is not None and (known.id, known.version) == (name, version)
            found[name] = known if known is not None and same else _look(name, path, version)
        self._known = {entry.path: entry for entry in found.values()}
        return [found[name] for name in sorted(found)]

    def find(self, lora: str) -> LoraFile:
        """The entry called `lora`. Raises LoraError with the nearest id."""
        entries = {entry.id: entry for entry in self.entries()}
        if lora in entries:
            return entries[lora]
        near = difflib.get_close_matches(lora, entries, 1, 0.7)
        hint = f"; did you mean {near[0]}?" if near else f", which holds {', '.join(entries) or 'none'}"
        raise LoraError(f"no LoRA {lora!r} in {self.folder}{hint}")


def _holds_lora(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    if path.is_dir():
        return bool(safetensors_in(path))
    return path.suffix == ".safetensors" or path.suffix in PICKLED


def version_of(path: Path) -> Version:
    """What tells the state that a LoRA's files are in now from any other."""
    files = [path, *(path.with_name(f"{_stem(path)}{end}") for end in (_METADATA, _TRIGGER))]
    files += sorted([*path.glob("*"), *path.glob("adapter/*")]) if path.is_dir() else [path.with_name(CONFIG)]
    version = []
    for file in files:
        with contextlib.suppress(OSError):
            stat = file.stat()
            version.append((str(file), stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(version)


def _look(name: str, path: Path, version: Version) -> LoraFile:
    try:
        about = read_about(path)
        file = weights_file(path)
        try:
            read_header(file, LONGEST_HEADER)
        except ValueError as error:
            raise LoraError(f"{file}: {error}") from error
    except (LoraError, OSError) as error:
        return LoraFile(name, path, About(shown(_stem(path))), version, shown(in_words(error)))
    return LoraFile(name, path, about, version)
