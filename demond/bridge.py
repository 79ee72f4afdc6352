"""Between the store and what sounds: values go to the playback and to the engine, what the engine reports comes back.

A report of a new kind is a class in `demond.performer.link` and a case in `Bridge._take`. No torch.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from demond import loras, output
from demond.again import Again
from demond.calls import Calls, asker
from demond.changes import Changes
from demond.clock import Clock
from demond.clock.held import Held
from demond.following import Following
from demond.origins import ENGINE, LIBRARY
from demond.outside import Outside
from demond.parameters import (
    AUDIO,
    FOLLOWING,
    HEARD,
    MODULATORS,
    OVERTAKEN,
    UNDER_WAY,
    WORDS,
    ControlError,
    Parameter,
    Value,
    bound_for,
    lora_of,
)
from demond.performer.link import (
    SHIPPED,
    Ended,
    Entered,
    Fallen,
    GaveUp,
    Holds,
    Loading,
    Own,
    Preparing,
    Refused,
    Report,
    Values,
)
from demond.performer.supervisor import Supervisor
from demond.playback.loop import Loop
from demond.scenes.crossing import Crossing
from demond.store import Store
from engine.checkpoints import loras_with
from engine.names import shown

PUMP_SECONDS = 0.01
TAKES_TIME = (*AUDIO, "model")
"""What is prepared before it is heard; so are LoRAs."""
MOST_DEATHS = 3
"""How many engines in a row may end while something is prepared until it is to blame."""
FOR_ENGINE = bound_for("generation", "performer")

_log = logging.getLogger("demond")


def for_engine(
    values: Mapping[str, Value], store: Store, entries: loras.Entries, model: Callable[[], str]
) -> dict[str, Any]:
    """Of these values of a store those that the engine takes: the model by name, all LoRAs that sound as one value, and
    as one more which controls follow."""
    told: dict[str, Any] = {name: value for name, value in values.items() if name in FOR_ENGINE}
    if "model" in told:
        told["model"] = model()
    if any(map(lora_of, values)):
        told["loras"] = loras.faders(entries, store.snapshot())
    if not FOLLOWING.isdisjoint(values):
        told["following"] = store.following() - store.modulated()
    return told


class _Wish(NamedTuple):
    """A value that takes time to be heard, and who asked for it."""

    value: Value
    origin: object


class Bridge:
    """Carries values on, as the table says who takes them, and keeps account of what is heard of those that take time.

    It owns the engine (see `demond.performer.supervisor.Owner`). Made in the event loop, to which it belongs; only
    `report`, `engine_values`, `lora_folders`, `take_loras` and what listens to the store are called from other threads.
    """

    def __init__(
        self,
        store: Store,
        playback: Loop,
        engine: Supervisor,
        outside: Outside,
        calls: Calls,
        configured: Callable[[], tuple[str, Path]],
        give_up: Callable[[], None],
        clock: Clock,
        crossing: Crossing,
        moved: Mapping[str, Callable[[Value], object]],
    ) -> None:
        """`configured()` says which model is played where no value does, and the user's folder of LoRAs; `give_up` is
        called where none can be loaded. `crossing` are the prompts beside those of the controls; `moved` is told of
        controls by their names that have another value now, on ramps too, and may set others."""
        self._crossing = crossing
        self._moved = moved
        self._loading = Loading(None)
        self._store = store
        self._playback = playback
        self._engine = engine
        self._outside = outside
        self._configured = configured
        self._give_up = give_up
        self._held: dict[str, Value] = dict.fromkeys(TAKES_TIME)
        self._chosen = store.get("model")
        self._unplayable: Refused | None = None
        self._again = Again(self._try_again)
        self._killed = 0
        self._origins: dict[str, object] = {}
        self._wishes: dict[str, _Wish] = {}
        self._sounding: set[str] = set()
        self._deaths: Counter[str] = Counter()
        self._logged = Changes()
        self.following = Following(store, self._note)
        self._words = Held(store, clock, engine.send, self._note)
        self._loras: loras.Entries = {}
        self._heard: Mapping[str, Value] = {}
        self._changes = asyncio.Event()
        self._note_changes = calls.soon(self._changes.set)
        self._sleeps = False
        self.rests = False
        """Whether the engine rests, as nobody hears it."""
        self.report = calls.soon(self._take)
        self._asked = calls.inside(self._ask)
        self._admit_loras = calls.soon(self._admit)
        self._crossing.wake = self._changes.set
        self._play_by(store.snapshot())
        store.listen(self._changed)

    # -- values on their way ------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Carry what changed, to the playback and to the engine, once per pump; wait while nothing does."""
        while True:
            self._changes.clear()
            self._sleeps = True
            changed = self._store.drain()
            changed |= self._followed(changed)
            beside = self._crossing.drain()
            if not changed and beside is None:
                await self._changes.wait()
                continue
            self._sleeps = False
            if changed.get("follow_source"):
                self._follow_source({})
            self._play_by(changed)
            told = self._words.sift(self._for_engine(changed))
            if beside is not None:
                told["beside"] = beside
            if told:
                self._engine.send(told)
            await asyncio.sleep(PUMP_SECONDS)

    def wake(self) -> None:
        """Have values carried that changed without a word of the store, but not while the engine rests: nobody hears
        it; called in the loop."""
        if not self.rests:
            self._changes.set()

    def rest(self, rests: bool) -> None:
        """Let the engine rest while nobody hears it, as `freeze` does, or go on."""
        if rests != self.rests:
            self.rests = rests
            self._engine.send(self._for_engine({"freeze": self._store.played("freeze")}))
            self._changes.set()

    def engine_values(self) -> Values:
        """The whole state, as the engine takes it."""
        return {**self._for_engine(self._store.snapshot()), "beside": self._crossing.sides()}

    def _followed(self, changed: Mapping[str, Value]) -> Mapping[str, Value]:
        """What changes because of what changed."""
        followers = [(follow, changed[name]) for name, follow in self._moved.items() if name in changed]
        for follow, value in followers:
            follow(value)
        return self._store.drain() if followers else {}

    def _for_engine(self, values: Mapping[str, Value]) -> dict[str, Any]:
        told = for_engine(values, self._store, self._loras, self._to_play)
        if self.rests and "freeze" in told:
            told["freeze"] = True
        return told

    def _play_by(self, changed: Collection[str]) -> None:
        """Have the output follow what changed of its values."""
        try:
            output.follow(changed, self._store.played, self._playback)
        except Exception:
            _log.exception("the output does not follow")

    def _changed(self, name: str, value: Value, origin: object) -> None:
        """Wake the pump, and note who set what may take time or turn out not to be playable, in the setter's thread."""
        if self._sleeps:
            self._sleeps = False
            self._note_changes()
        if origin in (ENGINE, LIBRARY):
            return
        to = asker(origin)
        if name in FOR_ENGINE or lora_of(name):
            self._origins[name] = to
        if name in WORDS or name in TAKES_TIME or name.endswith("/enabled"):
            self._asked(name, value, origin if name in WORDS else to)

    def _ask(self, name: str, value: Value, origin: object) -> None:
        """Log what words change to, keep account of what takes time, refuse a LoRA that is known to be none."""
        if name in WORDS:
            self._logged.note(name, value, origin)
            return
        if name == "model":
            value = self._wanted()
            self._begin_anew()
            if self.model_refused:
                self.reconfigured()
        self._wish(name, value, origin)
        entry = self._loras.get(lora_of(name) or "") if value is True else None
        if entry is not None and entry.problem:
            self._refused(Refused(name, value, entry.problem))

    def _wish(self, name: str, value: Value, origin: object) -> None:
        """Have whoever asks for what takes time told that it is under way, and later what became of it."""
        before = self._wishes.pop(name, None)
        if before is not None and before.origin != origin:
            self._outside.note(f"/demond/{name}", OVERTAKEN, before.origin)
        if value != self._held.get(name, False):
            self._wishes[name] = _Wish(value, origin)
            self._outside.note(f"/demond/{name}", UNDER_WAY, to=origin)

    # -- the model and its LoRAs --------------------------------------------------------------------------------

    @property
    def model(self) -> str:
        """The model that is heard, empty before one is."""
        return str(self._held["model"] or "")

    @property
    def loading(self) -> str | None:
        """The model that is being loaded, and how far it is."""
        return ": ".join(filter(None, [self._loading.model, self._loading.news])) or None

    @property
    def model_refused(self) -> str:
        """The model that is wanted and does not play, and why; empty where it does, or is on its way."""
        refused = self._unplayable
        if refused is None or refused.value != self._wanted():
            return ""
        return refused.reason if refused.reason.startswith(refused.value) else f"{refused.value}: {refused.reason}"

    def reconfigured(self) -> None:
        """Play by another configuration, and try again what could not be loaded."""
        self._unplayable = None
        self._begin_anew()
        self._engine.send({"model": self._to_play()})

    def _begin_anew(self) -> None:
        """Count no attempts that were made to load a model."""
        self._again.over()
        self._killed = 0

    def _try_again(self) -> None:
        """Have the engine look again for a model that was not there, as on a disk that comes late."""
        if self.model_refused:
            self._engine.send({"model": self._wanted()})

    def _wanted(self) -> str:
        """The model that is wanted: what the value says or, where that is none, the configuration."""
        return str(self._store.get("model") or self._configured()[0])

    def _to_play(self) -> str:
        """The model to be played: the one that is wanted or, where that was refused, the one that is heard."""
        return (self.model or SHIPPED) if self.model_refused else self._wanted()

    def lora_folders(self) -> tuple[Path, Path]:
        """Where LoRAs are looked for: beside the model, and in the user's folder."""
        return loras_with(self.model or self._to_play()), self._configured()[1]

    def take_loras(self, entries: loras.Entries) -> None:
        """Have these LoRAs and no others as controls and to sound; from any thread, in which their rows are made."""
        self._admit_loras(entries, loras.rows(entries))

    def _admit(self, entries: loras.Entries, rows: list[Parameter]) -> None:
        for level, text in loras.changes(self._loras, entries):
            _log.log(level, text)
        self._loras = entries
        self._store.admit(rows, origin=LIBRARY)
        self._engine.send({"loras": loras.faders(entries, self._store.snapshot())})

    def listed_loras(self) -> list[tuple[object, ...]]:
        """What `/demond/loras` tells of each."""
        return loras.listing(self._loras, self._store.snapshot())

    # -- what the engine says -----------------------------------------------------------------------------------

    def _take(self, report: Report) -> None:
        match report:
            case Entered(source=source, bpm=bpm, key=key):
                self._holds("source", source)
                last = self._heard
                self._heard = {name: value for name, value in (("bpm", bpm), ("key", key)) if value is not None}
                self._follow_source(last)
            case Holds(name, value):
                self._holds(name, value)
            case Own():
                self.following.take(report, ENGINE)
            case Preparing(name, value, news):
                _log.info("%s: %s %s", name, shown(value), news)
                self._note(name, f"{value} {news}")
            case Loading(model):
                before, self._loading = self._loading.model, report
                if model not in (None, before) and not self._again.trying:
                    _log.info("loading the model %s", shown(model or ""))
            case Refused():
                self._refused(report)
            case Fallen(sentence):
                self._outside.error("/demond/status", sentence)
            case Ended(why):
                self._ended(why)
            case GaveUp(reason):
                _log.error("%s", reason)
                self._give_up()

    def _note(self, name: str, text: str) -> None:
        """Tell who set a control."""
        self._outside.note(f"/demond/{name}", text, to=self._origins.get(name))

    def _holds(self, name: str, value: Value) -> None:
        """Note what is heard now, and tell who asked for it."""
        before, self._held[name] = self._held.get(name, False), value
        self._deaths.pop(name, None)
        self._sounding.add(name)
        if name == "model" and value == self._wanted():
            self._chosen, self._unplayable = self._store.get("model"), None
            self._begin_anew()
        wish = self._wishes.get(name)
        origin = None
        if wish is not None and wish.value == value:
            origin = self._wishes.pop(name).origin
            self._outside.note(f"/demond/{name}", HEARD, to=origin)
        if value != before:
            self._logged.note(name, value, origin)

    def _follow_source(self, last: Mapping[str, Value]) -> None:
        """Take tempo and key of the source, where they are to be followed; what is still as it was taken of the
        `last` one and this one does not say is let go."""
        if self._store.get("follow_source"):
            gone = {name for name, value in last.items() if self._store.target(name) == value} - self._heard.keys()
            self._store.set_many({**dict.fromkeys(gone), **self._heard}, origin=ENGINE)

    def _ended(self, why: str) -> None:
        """Have the next engine play on; a model with which this one came to no sound is left for a while and, when some
        did, for good, unless it was only being fetched."""
        self._playback.heal()
        model = self._wanted() if self._again.trying else self._to_play()
        fetched = self._loading.fetching and self._loading.model == model
        if model not in (self._held["model"], SHIPPED) and not fetched:
            self._killed += 1
            reason = f"{model}: the engine ended before it was heard: {why}"
            self._refused(Refused("model", model, reason, again=self._killed < MOST_DEATHS))
        self._held["model"], self._loading = None, Loading(None)
        for name in [name for name in self._held if lora_of(name)]:
            wish = self._wishes.get(name)
            if wish is not None and wish.value is False:
                self._holds(name, False)
            del self._held[name]
        self._blame()

    def _blame(self) -> None:
        """Refuse what no engine of the last few lived to play."""
        values = self._store.snapshot()
        unheard = [
            name for name, value in values.items() if value and (name in AUDIO or (lora_of(name) and value is True))
        ]
        self._deaths = Counter({name: self._deaths[name] + 1 for name in unheard if name not in self._sounding})
        self._sounding.clear()
        for name in [name for name, deaths in self._deaths.items() if deaths >= MOST_DEATHS]:
            del self._deaths[name]
            self._refused(Refused(name, values[name], f"{MOST_DEATHS} engines ended before it was heard"))

    def _refused(self, refused: Refused) -> None:
        """Tell who asked for it, and go back to what is heard."""
        name, value = refused.name, refused.value
        if name == "model" and self._again.trying and refused == self._unplayable:
            self._again.failed()
            return
        _log.error("%s: %s", name, refused.reason)
        wish = self._wishes.get(name)
        newest = wish is None or wish.value == value
        self._outside.error(f"/demond/{name}", refused.reason, to=self._origins.get(name) if newest else None)
        if newest:
            self._wishes.pop(name, None)
        if lora_of(name):
            self._held.pop(name, None)
            with contextlib.suppress(ControlError):
                self._store.set(name, False, origin=ENGINE)
        if name in AUDIO and value == self._store.get(name):
            if value == self._held[name]:
                self._held[name] = None
            if refused.instead is None:
                self._store.set(name, self._held[name], origin=ENGINE)
            else:
                instead = refused.instead or None
                self._wishes[name] = _Wish(instead, self._origins.get(name))
                self._store.set(name, instead, origin=ENGINE)
        if name == "model" and value == self._wanted():
            self._refuse_model(refused)

    def _refuse_model(self, refused: Refused) -> None:
        """Want what was wanted before or, where nothing else was, play on with what is heard."""
        if self._store.get("model") != self._chosen:
            self._store.set("model", self._chosen, origin=ENGINE)
        if refused.value == self._wanted():
            self._unplayable = refused
            by_itself = "it is tried again now and then, and at once by /demond/reload"
            how = by_itself if refused.again else "/demond/reload tries it again"
            _log.warning("%s plays in its place; %s", shown(self.model or SHIPPED), how)
        if self._unplayable is not None and self.model_refused:
            (self._again.failed if self._unplayable.again else self._again.over)()


_TAKEN = {*output.VALUES, *MODULATORS, "follow_source", "morph", "sync", "quantize", "recall_time"}
if untaken := bound_for("playback", "daemon") ^ _TAKEN:
    raise TypeError(f"values that nobody takes, or that are none: {', '.join(sorted(untaken))}")
