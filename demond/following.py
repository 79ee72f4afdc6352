"""What controls follow, as the engine says it: to the store at once, and soon to who asked for it. No torch."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from demond.parameters import PARAMETERS, SUITED, Value, value_text
from demond.performer.link import Own
from demond.store import Store

TELL_SECONDS = 0.2
"""How long what is said of controls that follow waits to be told: while a prompt is typed, the newest is."""

_log = logging.getLogger("demond")


class Following:
    """Tells by `note`, and the log, what is taken from a prompt or suits a model, and what stays as it was set.

    `note(name, text)` is for who set the control of that name. For the event loop alone.
    """

    def __init__(self, store: Store, note: Callable[[str, str], None]) -> None:
        self._store = store
        self._note = note
        self._told: Mapping[str, Mapping[str, Any]] = {"model": {name: PARAMETERS[name].default for name in SUITED}}
        self._newest: Mapping[str, Mapping[str, Any]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def take(self, own: Own, origin: object) -> None:
        """Have controls stand at what is said of them now, as far as they follow."""
        self._newest = own.says
        self._store.follow(own.values, origin)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(TELL_SECONDS, self._tell)

    def _tell(self) -> None:
        """Tell what is said now and was not before, where it counts."""
        self._timer = None
        before, self._told = self._told, self._newest
        following, counted = self._store.following(), set[str]()
        for name, said in self._told.items():
            news = [each for each in said if each not in counted and said[each] != before.get(name, {}).get(each)]
            counted |= said.keys()
            taken = [(each, said[each]) for each in news if each in following]
            kept = [each for each in news if each not in following]
            if news:
                text = "; ".join([*([_taken(name, taken)] if taken else []), *map(self._stays, kept)])
                _log.info("%s: %s", name, text)
                self._note(name, text)

    def _stays(self, name: str) -> str:
        return f"{name} stays at {_words(name, self._store.target(name))}, as it was set; none lets it follow"


def _taken(name: str, values: list[tuple[str, Value]]) -> str:
    """Say what suits a model, or is taken from a prompt."""
    if name == "model":
        return "what suits it: " + ", ".join(f"{each} {_words(each, value)}" for each, value in values)
    return "taken from it: " + ", ".join(
        f"{_words(each, value)} {PARAMETERS[each].unit}".strip() for each, value in values
    )


def _words(name: str, value: Value) -> str:
    return value_text(PARAMETERS[name], value).strip('"')
