"""The values that a performer plays: those of the daemon, and where they follow, its own model's and the prompts'."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from demond.parameters import PARAMETERS, SAID, ControlError, Value
from demond.performer.link import Own, Values
from demond.performer.prompts import LETTERS
from engine import Session


class Following:
    """What stands in for values that follow; `report` is told it whenever it changes."""

    def __init__(self, session: Session, report: Callable[[Own], None]) -> None:
        self._session = session
        self._report = report
        self._suits = _playable(asdict(session.defaults))
        self._given: dict[str, Any] = {}
        self._said: dict[str, Mapping[str, Value]] = {}
        self._own: Own | None = None

    def take(self, values: Values) -> Values:
        """Take changed values; return them as they are to be played, with all that follow."""
        self._given.update(values)
        own = self._listen()
        if own != self._own:
            self._own = own
            self._report(own)
        following, given = self._given.get("following", ()), self._given
        return {**values, **{n: value if n in following else given[n] for n, value in own.values.items()}}

    def _listen(self) -> Own:
        """What the model says, and each prompt that is written."""
        captions = {name: self._given[name] for name in (f"prompt/{letter}" for letter in LETTERS)}
        self._said = {text: self._heard(text) for text in captions.values()}
        said = {name: self._said[caption] for name, caption in captions.items()}
        return Own({"model": self._suits} | {name: each for name, each in said.items() if each})

    def _heard(self, caption: str) -> Mapping[str, Value]:
        """What one caption says; it is looked at once."""
        if caption in self._said:
            return self._said[caption]
        said = self._session.said(caption)
        return _playable({name: getattr(said, name) for name in SAID})


def _playable(values: Mapping[str, object]) -> Mapping[str, Value]:
    """What of these controls their rows take."""
    taken: dict[str, Value] = {}
    for name, value in values.items():
        with contextlib.suppress(ControlError):
            if value is not None:
                taken[name] = PARAMETERS[name].coerce(value)[0]
    return taken
