"""The LoRAs of a performance: loaded and dropped in the workshop, heard by the strengths that each tick is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from demond.performer.link import Lora, Refused, Report
from demond.performer.workshop import Workshop
from engine import LoraError, Session
from engine.lora.library import version_of


class Loras:
    """What of the wanted LoRAs is loaded; for the performer's thread.

    `report` takes what cannot be loaded.
    """

    def __init__(self, session: Session, workshop: Workshop, report: Callable[[Report], None]) -> None:
        self._session = session
        self._workshop = workshop
        self._report = report
        self._wanted: Mapping[str, Lora] = {}
        self._asked: set[str] = set()
        self._loaded: set[str] = set()

    def want(self, wanted: Mapping[str, Lora]) -> None:
        """Have these LoRAs, by id, and no others: what is missing or changed is loaded, what is not wanted dropped."""
        self._wanted = wanted
        for lora in self._asked - wanted.keys():
            self._asked.discard(lora)
            self._loaded.discard(lora)
            self._want(lora, None, partial(_drop, self._session, lora))
        for lora, each in wanted.items():
            if each.version is not None:
                self._asked.add(lora)
                self._want(lora, (each.path, each.version), partial(_load, self._session, lora, each))

    def _want(self, lora: str, key: object, make: Callable[[], bool]) -> None:
        take, fail = partial(self._take, lora), partial(self._fail, lora, key)
        self._workshop.want(f"lora/{lora}", key, make, take, fail, kind="loras")

    def _take(self, lora: str, loaded: bool) -> None:
        if loaded and lora in self._asked:
            self._loaded.add(lora)

    def _fail(self, lora: str, key: object, error: Exception) -> None:
        name = f"lora/{lora}"
        if key == self._workshop.wanted(name):
            if lora in self._loaded:
                self._report(Refused(name, None, f"{error}; what was loaded before sounds on"))
            else:
                self._report(Refused(f"{name}/enabled", True, str(error)))

    @property
    def strengths(self) -> dict[str, float]:
        """The strength of every LoRA that is loaded and wanted, by id."""
        return {lora: self._wanted[lora].strength for lora in sorted(self._loaded & self._wanted.keys())}

    def introduce(self, caption: str) -> str:
        """The caption after the trigger words of these LoRAs, except those that it names itself."""
        words = dict.fromkeys(word for lora in self.strengths for word in self._wanted[lora].triggers)
        return ", ".join([*(word for word in words if word.lower() not in caption.lower()), *filter(None, [caption])])


def _load(session: Session, lora: str, wanted: Lora) -> bool:
    """Load a file; False where it fails because it is being written, for then another version of it follows."""
    try:
        session.load_lora(wanted.path, lora=lora)
    except LoraError:
        if version_of(Path(wanted.path)) != wanted.version:
            return False
        raise
    return True


def _drop(session: Session, lora: str) -> bool:
    if lora in session.loras:
        session.unload_lora(lora)
    return False
