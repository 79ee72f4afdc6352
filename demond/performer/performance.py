"""What is played with one model after another: a performer, and the one that takes over with another model."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from demond.performer.loras import LORA
from demond.performer.performer import Performer
from demond.performer.workshop import Workshop
from engine import Session

Report = Callable[[str, Any], None]


@dataclass
class _Successor:
    """A performer that is not heard yet, its model, and what it has said so far."""

    model: str
    performer: Performer
    said: list[tuple[str, Any]]


class Performance:
    """Plays the model that the values name; `step()` is one round.

    Another model is loaded in a worker. Its own performer then prepares everything anew and generates, beside the one
    that plays and in the same rounds, until its first song crosses over at the playhead; then the one before it goes,
    and its model with it. If it cannot get so far, that is reported as a problem of `model`, and nothing changes.
    Reports what a performer does, and "holds" with ("model", name) once a model is heard.
    """

    def __init__(
        self,
        load: Callable[[str], Session],
        perform: Callable[[Session, Mapping[str, Any], Report], Performer],
        values: Mapping[str, Any],
        report: Report,
    ) -> None:
        self._load = load
        self._perform = perform
        self._values = dict(values)
        self._report = report
        self._workshop = Workshop()
        self._model: str = self._values["model"]
        self._heard: str | None = None
        self._playing = perform(_undisturbed(load, self._model), values, report)
        self._successor: _Successor | None = None

    def update(self, values: Mapping[str, Any]) -> None:
        """Take changed values; they count from the next round on."""
        self._values.update(values)
        self._playing.update(values)
        if self._successor is not None:
            self._successor.performer.update(values)

    def step(self) -> bool:
        """One round of what plays and of what is to follow. False: nothing to do."""
        self._collect()
        self._prepare()
        worked = self._playing.step()
        if self._successor is not None:
            worked |= self._rehearse(self._successor)
        if self._playing.heard and self._heard != self._model:
            self._heard = self._model
            self._report("holds", ("model", self._model))
        return worked

    def save_latent(self, number: int, name: str) -> None:
        """Have the newest generation saved under a name; the answer is reported with `number`."""
        self._playing.save_latent(number, name)

    def close(self) -> None:
        """Stop preparing."""
        self._drop_successor()
        self._playing.close()
        self._workshop.close()

    def _prepare(self) -> None:
        wanted = self._values["model"]
        if self._successor is not None and self._successor.model != wanted:
            self._drop_successor()
        if wanted == self._model:
            self._workshop.have("model", wanted)
        elif self._successor is None:
            self._workshop.want("model", wanted, partial(_undisturbed, self._load, wanted))

    def _collect(self) -> None:
        for outcome in self._workshop.collect():
            if outcome.error is not None:
                self._report("problem", ("model", outcome.key, str(outcome.error)))
            elif outcome.key == self._values["model"]:
                self._successor = self._appoint(outcome.key, cast(Session, outcome.result))

    def _appoint(self, model: str, session: Session) -> _Successor:
        said: list[tuple[str, Any]] = []

        def report(kind: str, payload: Any) -> None:
            if self._successor is not None and self._successor.said is said:
                said.append((kind, payload))
            else:
                self._report(kind, payload)

        return _Successor(model, self._perform(session, self._values, report), said)

    def _rehearse(self, successor: _Successor) -> bool:
        """A round of the successor, which takes over once it is heard, and goes where it has a problem.

        A LoRA that does not fit the new model is none: it is told when the model is heard.
        """
        try:
            worked = successor.performer.step()
        except Exception as error:
            return self._refuse(successor, f"{type(error).__name__}: {error}")
        for kind, payload in successor.said:
            if kind == "problem" and not payload[0].startswith(LORA):
                name, _, reason = payload
                return self._refuse(successor, f"{name}: {reason}")
        if successor.performer.heard:
            self._take_over(successor)
        return worked

    def _refuse(self, successor: _Successor, reason: str) -> bool:
        self._drop_successor()
        self._report("problem", ("model", successor.model, f"{successor.model} cannot play this: {reason}"))
        return True

    def _take_over(self, successor: _Successor) -> None:
        self._playing.close()
        self._playing, self._model, self._successor = successor.performer, successor.model, None
        for kind, payload in successor.said:
            self._report(kind, payload)

    def _drop_successor(self) -> None:
        if self._successor is not None:
            self._successor.performer.close()
            self._successor = None


def _undisturbed(load: Callable[[str], Session], model: str) -> Session:
    """Load a model without long stops of the other threads.

    What a library brings with it when it is imported makes full garbage collections long, and they stop every thread:
    none is made meanwhile, and what is there then is left out of all later ones. A session holds no cycles, so that it
    goes without them.
    """
    gc.disable()
    try:
        return load(model)
    finally:
        gc.freeze()
        gc.enable()
