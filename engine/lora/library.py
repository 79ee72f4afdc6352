"""A folder of LoRAs, and what is written beside each."""

from __future__ import annotations

import difflib
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import LoraError
from engine.lora.formats import PICKLED, weights_file


@dataclass(frozen=True)
class About:
    """What a LoRA's makers say of it: its name, the words that call it up, the strength they recommend."""

    name: str
    triggers: tuple[str, ...] = ()
    strength: float = 1.0


@dataclass(frozen=True)
class Entry:
    """One LoRA of a library; `problem` says why it cannot be loaded, as far as that shows without reading it."""

    id: str
    path: Path
    about: About
    problem: str | None = None


def id_of(path: Path) -> str:
    """A LoRA's id: its file's or folder's name, with what an OSC address cannot hold replaced."""
    name = path.name if path.is_dir() else path.stem
    return re.sub(r"[^\w.+-]+", "-", name, flags=re.ASCII).strip("-.") or "lora"


def read_about(path: Path) -> About:
    """The LoRA's `<stem>.metadata.json` and `<stem>.trigger.txt`; either may be missing.

    The stem is the file's or the folder's; for a folder they may also lie in it, under the weights' stem. The JSON has
    `name`, `trigger_words` (a text or a list) and `recommended_strength`, or `trigger` and `strength`; the text has
    trigger words on lines or between commas. Raises LoraError.
    """
    stem = path.name if path.is_dir() else path.stem
    stems = [path.parent / stem]
    if path.is_dir():
        stems += [file.with_suffix("") for file in sorted(path.glob("*.safetensors"))]
    told: dict[str, Any] = {}
    triggers: list[str] = []
    for each in reversed(stems):
        told |= _told(each.with_name(f"{each.name}.metadata.json"))
        text = each.with_name(f"{each.name}.trigger.txt")
        if text.is_file():
            try:
                triggers = _words(re.split(r"[,\n]", text.read_text(encoding="utf-8")))
            except (OSError, ValueError) as error:
                raise LoraError(f"{text}: cannot be read: {error}") from error
    written = told.get("trigger_words", told.get("trigger", ()))
    listed = written.split(",") if isinstance(written, str) else written
    strength = told.get("recommended_strength", told.get("strength", 1.0))
    if not isinstance(listed, list | tuple) or not all(isinstance(word, str) for word in listed):
        raise LoraError(f"{path}: the trigger words of its metadata are no texts: {written!r}")
    if isinstance(strength, bool) or not isinstance(strength, int | float) or not math.isfinite(strength):
        raise LoraError(f"{path}: the strength of its metadata is no number: {strength!r}")
    return About(str(told.get("name") or stem), tuple(dict.fromkeys(_words(listed) + triggers)), float(strength))


def _told(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LoraError(f"{file}: cannot be read: {error}") from error
    if not isinstance(told, dict):
        raise LoraError(f"{file}: expected an object with name, trigger_words and recommended_strength")
    return told


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts if (word := text.strip())]


class Library:
    """The LoRAs directly in a folder: safetensors files, and PEFT or diffusers folders."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder).expanduser()

    def entries(self) -> list[Entry]:
        """What is there now, by id; empty while there is no such folder."""
        if not self.folder.is_dir():
            return []
        found: dict[str, Entry] = {}
        for path in sorted(self.folder.iterdir()):
            if path.name.startswith(".") or not _holds_lora(path):
                continue
            base = id_of(path)
            name = next(n for i in range(1, len(found) + 2) if (n := base if i == 1 else f"{base}-{i}") not in found)
            found[name] = _entry(name, path)
        return [found[name] for name in sorted(found)]

    def find(self, lora: str) -> Entry:
        """The entry called `lora`. Raises LoraError with the nearest id."""
        entries = {entry.id: entry for entry in self.entries()}
        if lora in entries:
            return entries[lora]
        near = difflib.get_close_matches(lora, entries, 1)
        hint = f"; did you mean {near[0]}?" if near else f", which holds {', '.join(entries) or 'none'}"
        raise LoraError(f"no LoRA {lora!r} in {self.folder}{hint}")


def _holds_lora(path: Path) -> bool:
    if path.is_dir():
        return any(path.glob("*.safetensors")) or any(path.glob("adapter/*.safetensors"))
    return path.suffix == ".safetensors" or path.suffix in PICKLED


def _entry(name: str, path: Path) -> Entry:
    try:
        about = read_about(path)
        weights_file(path)
    except LoraError as error:
        return Entry(name, path, About(name), str(error))
    return Entry(name, path, about)
