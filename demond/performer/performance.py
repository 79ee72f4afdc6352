"""What is played with one model after another: a performer, and the one that takes over with another model."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from demond import heap
from demond.performer.link import (
    LATENT,
    SHIPPED,
    Answered,
    Asked,
    Figures,
    Holds,
    Loading,
    Preparing,
    Refused,
    Report,
    Values,
)
from demond.performer.performer import Performer
from demond.performer.workshop import Progress, Workshop
from engine import Session
from engine.checkpoints import Told
from engine.errors import in_words

Reporter = Callable[[Report], None]
Loader = Callable[[str, Told], Session]
SAVING_SECONDS = 1.0
"""How long the end waits for what is being saved."""
NEWS_SECONDS = 1.0
"""From one figure of what is fetched to the next."""
HEADLINE_SECONDS = 10.0
"""From one line of it in the log to the next."""


class _Unwanted(Exception):
    """Ends the loading of a model that is not wanted any more."""


class _Load:
    """A model on its way from the hub or a disk into memory; called by who loads it, see `Told`.

    No garbage is collected while it is loaded: what a library brings with it when it is imported makes full collections
    long, and they stop every thread. While it is fetched, which may take an hour, it is collected as ever. What is
    there in the end is left out of all later collections; a session holds no cycles, so that it goes without them.
    """

    def __init__(self, model: str, wanted: Callable[[], bool]) -> None:
        self.model = model
        self.progress = Progress(model)
        self.news = ""
        self.fetching = False
        self.stopped = False
        self._wanted = wanted
        self._done = 0.0
        self._headline = ""
        self._quarter = 0
        self._told_at = 0.0

    def __call__(self, news: str, done: float) -> None:
        self.progress(0.0)
        self.stopped = self.stopped or not self._wanted()
        if self.stopped:
            raise _Unwanted(self.model)
        self.news, self._done, self.fetching = news, done, done < 1.0
        (gc.enable if self.fetching else gc.disable)()

    def make(self, load: Loader) -> Session:
        """Load it, in the thread that this is called in."""
        gc.disable()
        try:
            return load(self.model, self)
        finally:
            gc.freeze()
            gc.enable()

    def headline(self) -> str:
        """What is to be told of a fetch now: what is new, and then by quarters and not too often; else empty."""
        news, now, quarter = self.news, time.monotonic(), int(4 * self._done)
        new = news.split()[:1] != self._headline.split()[:1] and (self.fetching or self._headline)
        if not new and (quarter == self._quarter or now < self._told_at + HEADLINE_SECONDS or not self.fetching):
            return ""
        self._headline, self._quarter, self._told_at = news, quarter, now
        return news


@dataclass
class _Rehearsal:
    """What a performer says that is not heard yet, kept until it is, of its figures the newest: then it goes on to the
    daemon. What it prepares is said at once."""

    report: Reporter
    said: list[Report] = field(default_factory=list)
    heard: bool = False

    def take(self, report: Report) -> None:
        if self.heard or isinstance(report, Preparing):
            self.report(report)
            return
        if isinstance(report, Figures):
            self.said[:] = [each for each in self.said if not isinstance(each, Figures)]
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

    A model is loaded in a worker. Its own performer then prepares everything anew and generates, beside the one that
    plays and in the same rounds, until its first song crosses over at the playhead; then the one before it goes, and
    its model with it. If it cannot get so far, `model` is reported as refused, and nothing changes until a model is
    named again. At the beginning the shipped model plays meanwhile, or what sounds already does, unless the first model
    has to be fetched; the shipped one also plays where the first cannot.

    Reports what a performer does, which model is being loaded and how far it is, and that one holds once it is heard.
    While another model is on its way, what only that one may be able to play is not refused: it waits.
    """

    def __init__(
        self,
        load: Loader,
        perform: Callable[[Session, Values, Reporter], Performer],
        values: Values,
        report: Reporter,
        *,
        sounds: bool = False,
    ) -> None:
        """`sounds` says that music is there already, which an engine before this one made.

        Raises CheckpointError, as `step` does, where the shipped model cannot be loaded."""
        self._load = load
        self._perform = perform
        self._values = dict(values)
        self._report = report
        self._workshop = Workshop()
        self._model = ""
        self._heard: str | None = None
        self._refused: str | None = None
        self._loads: dict[str, _Load] = {}
        self._loading = Loading(None)
        self._loading_told_at = 0.0
        self._put_off: dict[str, Refused] = {}
        self._playing: Performer | None = None
        self._successor: _Successor | None = None
        if not sounds:
            self._begin_shipped()

    @property
    def model(self) -> str:
        """The model that plays, empty before one does."""
        return self._model

    @property
    def device(self) -> str:
        """The torch device that it plays on, empty before it does."""
        return "" if self._playing is None else self._playing.device

    @property
    def performer(self) -> Performer | None:
        """The performer that is heard, None where what sounds was there before."""
        return self._playing

    @property
    def rehearsing(self) -> bool:
        """Whether another model is loaded and gets ready."""
        return self._successor is not None

    @property
    def settled(self) -> bool:
        """Whether nothing is under way until a value changes."""
        return not self._workshop.busy and not self.rehearsing and self._playing is not None and self._playing.settled

    @property
    def rest(self) -> float:
        """Seconds in which there is nothing to do, once it is settled, unless a value changes."""
        return math.inf if self._playing is None else self._playing.rest

    def update(self, values: Values) -> None:
        """Take changed values; they count from the next round on. A model that is named again is tried again."""
        self._values.update(values)
        if "model" in values:
            self._refused = None
        if self._playing is not None:
            self._playing.update(values)
        if self._successor is not None:
            self._successor.performer.update(values)

    def step(self) -> bool:
        """One round of what plays and of what is to follow. False: nothing to do."""
        self._workshop.collect()
        self._prepare()
        coming = self._coming
        self._tell_loading(coming)
        if self._playing is None and (coming is None or (coming in self._loads and self._loads[coming].fetching)):
            self._begin_shipped()
        if coming is None:
            self._refuse_put_off()
        worked = self._playing is not None and self._playing.step()
        if self._successor is not None:
            worked |= self._rehearse(self._successor)
        if self._playing is not None and self._playing.song is not None and self._heard != self._model:
            self._heard = self._model
            self._report(Holds("model", self._model))
        return worked

    def answer(self, asked: Asked) -> None:
        """Do what is asked of the performer that is heard."""
        if self._playing is None:
            self._report(Answered(asked.number, None, "the model is still being loaded"))
        else:
            self._playing.answer(asked)

    def close(self) -> None:
        """Stop preparing, with what is being saved done if it does not take long."""
        self._stop_loading()
        self._drop_successor()
        if self._playing is not None:
            self._playing.close(SAVING_SECONDS)
        self._workshop.close()

    # -- another model ------------------------------------------------------------------------------------------

    @property
    def _coming(self) -> str | None:
        """The model that is wanted, where it is still to be heard and was not refused."""
        wanted: str = self._values["model"]
        return None if wanted in (self._model, self._refused) else wanted

    def _begin_shipped(self) -> None:
        session = _Load(SHIPPED, lambda: True).make(self._load)
        self._playing, self._model = self._perform(session, self._values, self._says), SHIPPED

    def _prepare(self) -> None:
        coming = self._coming
        if self._successor is not None and self._successor.model != coming:
            self._drop_successor()
        if coming is None or self._successor is not None:
            self._stop_loading()
        elif self._workshop.wanted("model") != coming:
            load = self._loads.get(coming)
            if load is None or load.stopped:
                load = self._loads[coming] = _Load(coming, lambda: self._values["model"] == coming)
            make = partial(load.make, self._load)
            take, fail = partial(self._take, load), partial(self._fail, load)
            self._workshop.want("model", coming, make, take, fail, kind="models", progress=load.progress)

    def _stop_loading(self) -> None:
        for load in self._loads.values():
            load.stopped = True
        self._loads.clear()
        if self._workshop.wanted("model") is not None:
            self._workshop.have("model", None)

    def _tell_loading(self, model: str | None) -> None:
        load, now = self._loads.get(model or ""), time.monotonic()
        news = load.news if load is not None else "getting ready" if self.rehearsing else ""
        told, before = Loading(model, news, load is not None and load.fetching), self._loading
        moved = (told.model, told.fetching) != (before.model, before.fetching)
        due = moved or now >= self._loading_told_at + NEWS_SECONDS
        if told != self._loading and due:
            self._loading, self._loading_told_at = told, now
            self._report(told)
        if load is not None and (headline := load.headline()):
            self._report(Preparing("model", load.model, f"is on its way: {headline}"))

    def _take(self, load: _Load, session: Session) -> None:
        self._loads.pop(load.model, None)
        if load.model != self._coming:
            return
        self._drop_successor()
        if self._playing is None:
            self._playing, self._model = self._perform(session, self._values, self._says), load.model
            return
        rehearsal = _Rehearsal(self._says)
        self._successor = _Successor(load.model, self._perform(session, self._values, rehearsal.take), rehearsal)

    def _fail(self, load: _Load, error: Exception) -> None:
        if not load.stopped:
            self._loads.pop(load.model, None)
            self._refuse(load.model, in_words(error), again=load.fetching or not load.news)
        elif load.model == self._coming:  # again, since it was stopped
            self._workshop.have("model", None)

    def _refuse(self, model: str, reason: str, *, again: bool = False) -> None:
        self._refused = model
        self._report(Refused("model", model, reason, again=again))

    def _rehearse(self, successor: _Successor) -> bool:
        """A round of the successor, which takes over once it is heard, and goes where something is refused.

        A LoRA that does not fit the new model is none: it is told when the model is heard. Nor is what the model that
        plays could not play either.
        """
        try:
            worked = successor.performer.step()
        except Exception as error:
            return self._dismiss(successor, f"{type(error).__name__}: {in_words(error)}")
        for report in list(successor.rehearsal.said):
            if isinstance(report, Refused) and not report.name.startswith("lora/"):
                before = self._put_off.pop(report.name, None)
                if before is None or before.value != report.value:
                    return self._dismiss(successor, f"{report.name}: {report.reason}")
                successor.rehearsal.said.remove(report)
                self._report(report)
        if successor.performer.song is not None:
            self._take_over(successor)
        return worked

    def _dismiss(self, successor: _Successor, reason: str) -> bool:
        self._drop_successor()
        self._refuse(successor.model, f"{successor.model} cannot play this: {reason}")
        return True

    def _take_over(self, successor: _Successor) -> None:
        if self._playing is not None:
            self._playing.close()
        self._playing, self._model, self._successor = successor.performer, successor.model, None
        self._put_off.clear()
        successor.rehearsal.end()
        self._give_memory_back()

    def _drop_successor(self) -> None:
        if self._successor is not None:
            self._successor.performer.close()
            self._successor = None
            self._give_memory_back()

    def _give_memory_back(self) -> None:
        """Have the system get what the model held that is gone: it takes a tenth of a second a gigabyte."""
        self._workshop.want("memory", object(), heap.trim, lambda _: None, lambda _: None)

    # -- what waits for it --------------------------------------------------------------------------------------

    def _says(self, report: Report) -> None:
        """Hand on what the performer says that is heard. A LoRA or a saved latent that it cannot play may have been
        made for the model that is on its way."""
        coming = self._coming
        if not isinstance(report, Refused) or coming is None or not _belongs_to_a_model(report):
            self._report(report)
            return
        self._put_off[report.name] = report
        called = report.value if isinstance(report.value, str) else "it"
        self._report(Preparing(report.name, called, f"waits for the model {coming}: {report.reason}"))
        if report.name == "source" and self._playing is not None and self._playing.song is None:
            self._playing.update({"source": None})

    def _refuse_put_off(self) -> None:
        """No other model is on its way: what waited for it is refused, where it is still wanted."""
        put_off, self._put_off = self._put_off, {}
        for name, refused in put_off.items():
            lora = name.removeprefix("lora/").removesuffix("/enabled")
            if self._values[name] == refused.value if name in self._values else lora in self._values.get("loras", {}):
                self._report(refused)


def _belongs_to_a_model(refused: Refused) -> bool:
    value = refused.value
    return value.startswith(LATENT) if isinstance(value, str) else value is True and refused.name.startswith("lora/")
