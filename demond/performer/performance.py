"""What is played with one model after another: a performer, and the one that takes over with another model."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from demond.performer.link import Asked, Holds, Loading, Preparing, Refused, Report, Values
from demond.performer.performer import Performer
from demond.performer.workshop import Workshop
from engine import Session
from engine.errors import in_words

Reporter = Callable[[Report], None]
SAVING_SECONDS = 1.0
"""How long the end waits for what is being saved."""


@dataclass
class _Rehearsal:
    """What a performer says that is not heard yet, kept until it is, but for what it prepares: then it goes on to the
    daemon."""

    report: Reporter
    said: list[Report] = field(default_factory=list)
    heard: bool = False

    def take(self, report: Report) -> None:
        if self.heard or isinstance(report, Preparing):
            self.report(report)
        else:
            self.said.append(report)

    def end(self) -> None:
        """Say what was said, and everything from now on."""
        self.heard = True
        for report in self.said:
            self.report(report)
        self.said.clear()


@dataclass
class _Successor:
    """A performer that is not heard yet, its model, and what it has said so far."""

    model: str
    performer: Performer
    rehearsal: _Rehearsal


class Performance:
    """Plays the model that the values name; `step()` is one round.

    Another model is loaded in a worker. Its own performer then prepares everything anew and generates, beside the one
    that plays and in the same rounds, until its first song crosses over at the playhead; then the one before it goes,
    and its model with it. If it cannot get so far, `model` is reported as refused, and nothing changes. Reports what a
    performer does, which model is being loaded, and that one holds once it is heard.
    """

    def __init__(
        self,
        load: Callable[[str], Session],
        perform: Callable[[Session, Values, Reporter], Performer],
        values: Values,
        report: Reporter,
    ) -> None:
        self._load = load
        self._perform = perform
        self._values = dict(values)
        self._report = report
        self._workshop = Workshop()
        self._model: str = self._values["model"]
        self._heard: str | None = None
        self._loading: str | None = None
        self._playing = perform(_undisturbed(load, self._model), values, report)
        self._successor: _Successor | None = None

    @property
    def model(self) -> str:
        """The model that plays."""
        return self._model

    @property
    def performer(self) -> Performer:
        """The performer that is heard."""
        return self._playing

    @property
    def rehearsing(self) -> bool:
        """Whether another model is loaded and gets ready."""
        return self._successor is not None

    @property
    def settled(self) -> bool:
        """Whether nothing is under way until a value changes."""
        return not self._workshop.busy and not self.rehearsing and self._playing.settled

    def update(self, values: Values) -> None:
        """Take changed values; they count from the next round on."""
        self._values.update(values)
        self._playing.update(values)
        if self._successor is not None:
            self._successor.performer.update(values)

    def step(self) -> bool:
        """One round of what plays and of what is to follow. False: nothing to do."""
        self._workshop.collect()
        self._prepare()
        worked = self._playing.step()
        if self._successor is not None:
            worked |= self._rehearse(self._successor)
        if self._playing.song is not None and self._heard != self._model:
            self._heard = self._model
            self._report(Holds("model", self._model))
        return worked

    def answer(self, asked: Asked) -> None:
        """Do what is asked of the performer that is heard."""
        self._playing.answer(asked)

    def close(self) -> None:
        """Stop preparing, with what is being saved done if it does not take long."""
        self._drop_successor()
        self._playing.close(SAVING_SECONDS)
        self._workshop.close()

    def _prepare(self) -> None:
        wanted = self._values["model"]
        if self._successor is not None and self._successor.model != wanted:
            self._drop_successor()
        if wanted == self._model or self._successor is not None:
            self._workshop.have("model", wanted)
        else:
            make = partial(_undisturbed, self._load, wanted)
            take, fail = partial(self._take, wanted), partial(self._fail, wanted)
            self._workshop.want("model", wanted, make, take, fail, kind="models")
        under_way = wanted != self._model and (self._workshop.awaits("model") or self._successor is not None)
        self._tell_loading(wanted if under_way else None)

    def _tell_loading(self, model: str | None) -> None:
        if model != self._loading:
            self._loading = model
            self._report(Loading(model))

    def _take(self, model: str, session: Session) -> None:
        if model == self._values["model"]:
            self._drop_successor()
            rehearsal = _Rehearsal(self._report)
            self._successor = _Successor(model, self._perform(session, self._values, rehearsal.take), rehearsal)

    def _fail(self, model: str, error: Exception) -> None:
        self._report(Refused("model", model, in_words(error)))

    def _rehearse(self, successor: _Successor) -> bool:
        """A round of the successor, which takes over once it is heard, and goes where something is refused.

        A LoRA that does not fit the new model is none: it is told when the model is heard.
        """
        try:
            worked = successor.performer.step()
        except Exception as error:
            return self._dismiss(successor, f"{type(error).__name__}: {in_words(error)}")
        for report in successor.rehearsal.said:
            if isinstance(report, Refused) and not report.name.startswith("lora/"):
                return self._dismiss(successor, f"{report.name}: {report.reason}")
        if successor.performer.song is not None:
            self._take_over(successor)
        return worked

    def _dismiss(self, successor: _Successor, reason: str) -> bool:
        self._drop_successor()
        self._report(Refused("model", successor.model, f"{successor.model} cannot play this: {reason}"))
        return True

    def _take_over(self, successor: _Successor) -> None:
        self._playing.close()
        self._playing, self._model, self._successor = successor.performer, successor.model, None
        successor.rehearsal.end()

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
