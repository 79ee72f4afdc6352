"""What controls follow, as the engine says it: to the store at once, and soon to who asked for it. No torch."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from demond.parameters import FOLLOWING, PARAMETERS, SUITED, Value, value_text
from demond.performer.link import Own, Saying
from demond.store import Store

TELL_SECONDS = 0.5
"""How long what is said of controls that follow waits to be told: while a prompt is typed, the newest is."""

_log = logging.getLogger("demond")


class Following:
    """Tells by `note`, and the log, what is taken from a prompt or suits a model, and what stays as it was set.

    `note(name, text)` is for who set the control of that name. For the event loop alone.
    """

    def __init__(self, store: Store, note: Callable[[str, str], None]) -> None:
        self._store = store
        self._note = note
        self._told: Mapping[str, Mapping[str, Value]] = {"model": {name: PARAMETERS[name].default for name in SUITED}}
        self._newest: Mapping[str, Mapping[str, Saying]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def take(self, own: Own, origin: object) -> None:
        """Have controls stand at what is said of them now, as far as they follow."""
        self._newest = own.says
        self._store.follow(own.values, origin)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(TELL_SECONDS, self._tell)

    @property
    def suits(self) -> str:
        """What suits the model that is heard, in words; empty before it is known."""
        return ", ".join(saying.words for saying in self._newest.get("model", {}).values())

    @property
    def by_hand(self) -> str:
        """The names of the controls that could follow and were set."""
        return ", ".join(sorted(FOLLOWING - self._store.following()))

    def _tell(self) -> None:
        """Tell what is said now and was not before."""
        self._timer = None
        following = self._store.following()
        for source, said in self._newest.items():
            before = self._told.get(source, {})
            news = [name for name in said if said[name].value != before.get(name)]
            taken = ", ".join(said[name].words for name in news if name in following)
            kept = [self._stays(name) for name in news if name not in following]
            if news:
                lead = "what suits it" if source == "model" else "taken from it"
                text = "; ".join([*([f"{lead}: {taken}"] if taken else []), *kept])
                _log.info("%s: %s", source, text)
                self._note(source, text)
        self._told = {source: {n: saying.value for n, saying in said.items()} for source, said in self._newest.items()}

    def _stays(self, name: str) -> str:
        value = value_text(PARAMETERS[name], self._store.target(name))
        return f"{name} stays at {value}, as it was set; none lets it follow"
