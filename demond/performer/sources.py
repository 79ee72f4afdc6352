"""Audio and latents by what the values call them: a file, a name in the state folder, or a latent that was saved."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import torch

from demond.performer.link import LATENT
from engine import Session, Source, SourceError
from engine.codec import need_audio
from engine.files import new_path
from engine.source import SUFFIX

_NAME = re.compile(r"\w[\w .+-]{0,63}(-\d+)?")


class Sources:
    """Loads and keeps; `folder` is the daemon's state folder, None where nothing can be kept.

    `latent:NAME` is a latent saved under that name, in `latents`; a word is an audio file in one of the folders
    `audio`, with or without its ending; anything else, as all that has a slash, is the path of an audio file.
    """

    def __init__(self, session: Session, folder: Path | None, audio: tuple[Path, ...] = ()) -> None:
        self._session = session
        self._folder = folder
        self._audio = audio

    def load(self, called: str, told: Callable[[float], None], *, hints: bool = True) -> Source:
        """Prepare what is called so; slow, for the workshop; `told` hears how far it is. Raises SourceError."""
        return self._session.prepare_source(self._find(called), hints=hints, told=told)

    def check(self, called: str) -> None:
        """Raise SourceError at once for what can be seen to be none before it is read."""
        path = self._find(called)
        if path.suffix != SUFFIX:
            need_audio(path)

    def save_latent(self, name: str, latent: torch.Tensor, seconds: float) -> str:
        """Keep a latent `[1, T, 64]` under a name, numbered where it is taken; slow, for the workshop.

        Returns what it is called then. Raises SourceError or OSError.
        """
        if self._folder is None:
            raise SourceError("there is no state folder to save latents in")
        path = self._latent(name)
        path.parent.mkdir(exist_ok=True)
        path = new_path(path)
        try:
            self._session.save_source(Source(latent, None, seconds), path)
        except Exception:
            path.unlink(missing_ok=True)
            raise
        return f"{LATENT}{path.stem}"

    def _find(self, called: str) -> Path:
        if called.startswith(LATENT):
            path = self._latent(called.removeprefix(LATENT))
            if not path.is_file():
                there = ", ".join(sorted(found.stem for found in path.parent.glob("*.safetensors"))) or "none"
                raise SourceError(f"there is no saved latent {path.stem!r}; there are: {there}")
            return path
        if "/" in called:
            path = Path(os.path.expanduser(called)).absolute()
        else:
            path = self._of_name(called)
        for folder in self._audio:
            if path.is_relative_to(folder) and not path.resolve().is_relative_to(folder.resolve()):
                raise SourceError(f"{called}: leads out of {folder}; name what it leads to")
        return path

    def _of_name(self, called: str) -> Path:
        for folder in self._audio:
            for kept in sorted(folder.glob("*")):
                if called in (kept.name, kept.stem):
                    return kept
        raise SourceError(f"{called}: no such file in {', '.join(map(str, self._audio)) or 'any folder'}")

    def _latent(self, name: str) -> Path:
        if _NAME.fullmatch(name) is None:
            raise SourceError(f"{name!r} is no name for a latent; letters, digits, blanks and . + - _ make one")
        return (self._folder or Path()) / "latents" / f"{name}.safetensors"
