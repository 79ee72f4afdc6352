"""The LoRAs of a performance: loaded and dropped in the workshop, heard by the strengths that each tick is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from demond.performer.link import Holds, Lora, Refused, Report
from demond.performer.workshop import Workshop
from engine import LoraError, Session
from engine.errors import in_words
from engine.lora.library import version_of

_Version = tuple[str, tuple[Any, ...]]  # a file, and what of it was seen when it was wanted


class Loras:
    """What of the wanted LoRAs is loaded; for the performer's thread.

    `report` takes which are heard now, what cannot be loaded, and what cannot be played.
    """

    def __init__(self, session: Session, workshop: Workshop, report: Callable[[Report], None]) -> None:
        self._session = session
        self._workshop = workshop
        self._report = report
        self._wanted: Mapping[str, Lora] = {}
        self._asked: dict[str, _Version] = {}
        self._loaded: set[str] = set()
        self._left_out: set[str] = set()

    def want(self, wanted: Mapping[str, Lora]) -> None:
        """Have these LoRAs, by id, and no others: what is missing or changed is loaded, what is not wanted dropped."""
        self._wanted = wanted
        for lora in self._asked.keys() - wanted.keys():
            del self._asked[lora]
            self._loaded.discard(lora)
            self._left_out.discard(lora)
            self._want(lora, None, partial(_drop, self._session, lora))
        for lora, each in wanted.items():
            if each.version is not None:
                self._asked[lora] = version = (each.path, each.version)
                newest = partial(self._asked.get, lora)
                self._want(lora, version, partial(_load, self._session, lora, version, newest))

    def _want(self, lora: str, key: object, make: Callable[[], bool]) -> None:
        take, fail = partial(self._take, lora), partial(self._fail, lora, key)
        self._workshop.want(f"lora/{lora}", key, make, take, fail, kind="loras")

    def _take(self, lora: str, loaded: bool) -> None:
        if loaded and lora in self._asked:
            self._loaded.add(lora)
            self._left_out.discard(lora)
        if loaded == (lora in self._asked):
            self._report(Holds(f"lora/{lora}/enabled", loaded))

    def _fail(self, lora: str, key: object, error: Exception) -> None:
        name = f"lora/{lora}"
        if key == self._workshop.wanted(name):
            if lora in self._loaded:
                self._report(Refused(name, None, f"{in_words(error)}; what was loaded before sounds on"))
            else:
                self._report(Refused(f"{name}/enabled", True, in_words(error)))

    @property
    def strengths(self) -> dict[str, float]:
        """The strength of every LoRA that is loaded, wanted and not left out, by id."""
        heard = (self._loaded & self._wanted.keys()) - self._left_out
        return {lora: self._wanted[lora].strength for lora in sorted(heard)}

    def leave_out(self, acted: Mapping[str, float]) -> bool:
        """Of LoRAs that acted, with these strengths, in what came out not finite, leave out and refuse the likeliest
        cause, until it is wanted anew or is another file. False where none of them is heard any more."""
        heard = {name: strength for name, strength in acted.items() if name in self.strengths}
        lora = self._session.largest_lora(heard)
        if lora is None:
            return False
        self._left_out.add(lora)
        beside = ", ".join(sorted(heard.keys() - {lora}))
        reason = f"at strength {acted[lora]:g} the model's numbers grow beyond all bounds"
        reason += f"; {beside} sounded beside it and stays on" if beside else ""
        self._report(Refused(f"lora/{lora}/enabled", True, f"{reason}; it is off, and what there was plays on"))
        return True

    def introduce(self, caption: str) -> str:
        """The caption after the trigger words of these LoRAs, except those that it names itself."""
        words = dict.fromkeys(word for lora in self.strengths for word in self._wanted[lora].triggers)
        return ", ".join([*(word for word in words if word.lower() not in caption.lower()), *filter(None, [caption])])


def _load(session: Session, lora: str, version: _Version, newest: Callable[[], _Version | None]) -> bool:
    """Load a file, and what is wanted by then in its place; False where it fails because it is being written, for then
    another version of it follows, and where it is wanted no more."""
    path, written = version
    try:
        session.load_lora(path, lora=lora)
    except LoraError:
        if version_of(Path(path)) != written:
            return False
        raise
    wanted = newest()
    if wanted is None:
        return _drop(session, lora)
    return wanted == version or _load(session, lora, wanted, newest)


def _drop(session: Session, lora: str) -> bool:
    if lora in session.loras:
        session.unload_lora(lora)
    return False
