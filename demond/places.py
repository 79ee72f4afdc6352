"""Where the files lie that values and actions name, what others may name, and how much is written; no torch."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from demond.parameters import ControlError, Parameter
from demond.performer.link import LATENT

CAPTURED = "capture-"
GIGABYTE = 1_000_000_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Places:
    """The folders of a daemon: `sources`, `recordings` and `latents` in its `state` folder, more `sources`, `models`.

    `model` is the one that the configuration names. Recordings, captures, saved latents and exports take `most_gb`
    gigabytes together and leave `free_gb` on the disk; 0 is no limit.
    """

    state: Path
    sources: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    model: str = "pocket"
    most_gb: int = 0
    free_gb: int = 0

    @property
    def captures(self) -> Path:
        """The folder that captures go to, the first of `audio`."""
        return self.state / "sources"

    @property
    def recordings(self) -> Path:
        return self.state / "recordings"

    @property
    def mappings(self) -> Path:
        """The folder of mapping files that are played without being named, and that learning writes to."""
        return self.state / "mappings"

    @property
    def latents(self) -> Path:
        return self.state / "latents"

    @property
    def scenes(self) -> Path:
        return self.state / "scenes"

    @property
    def exports(self) -> Path:
        """Where files that hold many scenes are named by a word."""
        return self.state / "exports"

    @property
    def cues(self) -> Path:
        return self.state / "cues"

    @cached_property
    def audio(self) -> tuple[Path, ...]:
        """The folders that audio is looked for in by its name alone."""
        return (self.captures, self.recordings, *map(_plain, self.sources))

    @cached_property
    def _models(self) -> tuple[Path, ...]:
        return tuple(map(_plain, self.models))

    def recording(self, name: str) -> Path:
        """Where a recording of this name goes: a word goes to `recordings`; `%t` in it is replaced by date and time."""
        name = name.replace("%t", f"{datetime.now():%Y%m%d-%H%M%S}")
        return self.recordings / name if "/" not in name else _plain(name)

    @staticmethod
    def toml(action: str, folder: Path, name: str) -> Path:
        """The TOML file that an action's text names: a word lies in a folder. ControlError for what names none."""
        path = folder / name if "/" not in name else _plain(name)
        if not path.name or name in (".", "..") or _CONTROL.search(name):
            raise ControlError(action, "wants the name of a file, without control characters")
        return path if path.suffix == ".toml" else path.with_name(f"{path.name}.toml")

    def permit(self, row: Parameter, value: object) -> None:
        """Raise ControlError where a value or an action's text names anything outside of the folders.

        It looks at nothing on disk, so that what it says tells nothing of it, and waits for none.
        """
        if not isinstance(value, str):
            return
        if row.audio:
            self._need(row, value.startswith(LATENT) or _lies(value, (*self.audio, self.latents)))
        elif row.name == "record":
            self._need(row, value not in (".", "..") and _lies(value, (self.recordings, self.captures)))
        elif row.name in ("scene/export", "scene/import", "cue/load"):
            folder = self.cues if row.name == "cue/load" else self.exports
            self._need(row, value not in (".", "..") and _lies(value, (folder,)))
        elif row.name == "model":
            known = value in ("pocket", self.model)
            self._need(row, known or ("/" in value and _lies(value, self._models)))

    @staticmethod
    def _need(row: Parameter, permitted: bool) -> None:
        if not permitted:
            raise ControlError(row.name, "only what lies in the folders of the configuration can be named from there")

    def full(self, path: Path) -> str:
        """Why nothing more may be written to a file; empty where something may."""
        least, most = self.free_gb, self.most_gb
        with contextlib.suppress(OSError):
            if least and shutil.disk_usage(path.parent).free < least * GIGABYTE:
                return f"less than {least} GB are free on the disk ([files] free_gb)"
        if most and _lies(str(path), (self.state,)) and sum(self._sizes()) >= most * GIGABYTE:
            return f"recordings, captures, latents and exports have taken their {most} GB ([files] recordings_gb)"
        return ""

    def _sizes(self) -> Iterator[int]:
        folders = ((self.recordings, ""), (self.latents, ""), (self.exports, ""), (self.captures, CAPTURED))
        for folder, begins in folders:
            with contextlib.suppress(OSError), os.scandir(folder) as found:
                for each in found:
                    if each.name.startswith(begins):
                        with contextlib.suppress(OSError):
                            yield each.stat(follow_symlinks=False).st_size


def _lies(named: str, folders: tuple[Path, ...]) -> bool:
    """Whether a name is a word or, as it is written, a path into one of the folders.

    `~` is none of them: whose home that is has to be looked up, on a disk or elsewhere.
    """
    if "/" not in named:
        return True
    if named.startswith("~"):
        return False
    path = _plain(named)
    return ".." not in path.parts and any(path.is_relative_to(folder) for folder in folders)


def _plain(named: str) -> Path:
    return Path(os.path.expanduser(named)).absolute()
