"""The performer: snapshot -> tick -> windows -> loop, over and over, in the engine process.

One thread runs everything here but the workshop's jobs. Imports torch; the daemon process never imports this module.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import torch

from demond.parameters import AUDIO, bound_for
from demond.performer.coverage import Frames
from demond.performer.drift import Drift
from demond.performer.following import Following
from demond.performer.lead import Lead
from demond.performer.link import (
    Answered,
    Asked,
    Entered,
    Fallen,
    Figures,
    Preparing,
    Refused,
    Report,
    SaveLatent,
    Values,
)
from demond.performer.loras import Loras
from demond.performer.material import Material, make_material, material_key
from demond.performer.pace import Pace
from demond.performer.prompts import Prompts
from demond.performer.references import References
from demond.performer.song import Song
from demond.performer.sources import Sources
from demond.performer.spans import Spans
from demond.performer.windows import Windows
from demond.performer.workshop import Kind, Progress, Workshop
from demond.playback.loop import Loop
from demond.playback.loudness import SILENT
from engine import Request, RequestError, Session, Shared, Span, Stream
from engine.device import Device, device_of
from engine.errors import EngineError, in_words

REST = 0.02
LONG_REST = 1.0
"""Seconds until the next round where nothing was left to do, and where nothing can come but from outside."""
STATUS_EVERY = 0.25
MADE_FROM = bound_for("generation") | {"loras", "beside"}
"""The values that generations are made from; what others name is heard once it is prepared."""
BLAMED = (MADE_FROM | {*AUDIO}) - {"loras", "beside"}
"""The values of which the one that changed last is to blame for what is not finite; LoRAs are blamed one by one."""


class Performer:
    """Plays one session into one loop; `step()` is one round and never blocks on text, files or devices.

    `report` takes what the daemon should know; `state` is the folder that latents are kept in, `audio` are
    those that sources are looked for in by their name. `lead` and `pace` go by measured times unless others are given.
    """

    def __init__(
        self,
        session: Session,
        loop: Loop,
        values: Values,
        report: Callable[[Report], None],
        clock: Callable[[], float] = time.monotonic,
        state: Path | None = None,
        audio: tuple[Path, ...] = (),
        lead: Lead | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._session = session
        self._loop = loop
        self._report = report
        self._clock = clock
        self._following = Following(session, report)
        self._values = dict(self._following.take(values))
        self._stream: Stream = session.stream(depth=self._values["depth"])
        self._device: Device = device_of(torch.device(session.device))
        self._device.finish()  # what loading the session asked for
        self._workshop = Workshop(self._device.beside)
        self._sources = Sources(session, state, audio)
        self._loras = Loras(session, self._workshop, report)
        self._references = References(session, self._sources, self._workshop, report)
        self._prompts = Prompts(session, self._workshop, report)
        self._lead = lead or Lead()
        self._pace = pace or Pace()
        self._windows = Windows(session, loop, self._lead, clock)
        self._drift = Drift(loop, self._values)
        self._turned_at = 0
        self._song: Song | None = None
        self._next_song: Song | None = None
        self._overtaken: Material | None = None
        self._request_stale = self._shared_stale = True
        self._round_began: float | None = None
        self._finish_times: list[float] = []
        self._not_finite = 0
        self._newest: str | None = None
        self._newest_for_memory: str | None = None
        self._told: tuple[str, object] | None = None
        self._fallen: list[str] = []
        self._tick_seconds = 0.0
        self._next_status = 0.0

    def update(self, values: Values) -> None:
        """Take changed values; they count from the next round on."""
        played = self._following.take(values)
        changed = {name for name, value in played.items() if self._values.get(name) != value}
        self._values.update(played)
        for name in values:
            if name in changed and name in BLAMED:
                self._newest = name
            if name in changed and name in BLAMED | {"depth"}:
                self._newest_for_memory = name
        if "depth" in changed:
            for song in (self._song, self._next_song):
                if song is not None:
                    song.refused = None
        if "seed" in changed:
            self._drift.restart(self._values)
        stopped = "freeze" in changed and self._values["freeze"] and self._drift.after_seam and not self._turned
        if stopped:
            self._drift.turn_back(self._values)
            self._stream.new_epoch()
        if changed & MADE_FROM or stopped:
            self._take_effect()

    def _take_effect(self) -> None:
        """Have everything that is still to be heard generated from what has changed, from now on."""
        self._drift.begin()
        self._outdate()

    def _outdate(self) -> None:
        """Have everything generated anew."""
        self._request_stale = self._shared_stale = True
        for song in (self._song, self._next_song):
            if song is not None:
                song.edition += 1
                song.repeats = 0

    @property
    def _turned(self) -> bool:
        """Whether something of the newest turn is there."""
        return self._song is not None and self._song.made_from >= self._turned_at

    def _turn(self, song: Song) -> None:
        """Have another turn made from now on, where it is time for that."""
        if self._next_song is None and self._drift.turns(self._values, self._turn_ahead):
            self._outdate()
            self._turned_at = song.edition

    @property
    def _turn_ahead(self) -> float:
        """How many seconds before its seam a turn is begun."""
        return self._lead.turn(self._ticks) + self._windows.lead_seconds(self._values)

    @property
    def _ticks(self) -> int:
        """The ticks from a generation's first to its coming out."""
        return int(self._values["steps"]) + self._stream.behind

    def step(self) -> bool:
        """One round: collect what was prepared, tick, decode what the listener reaches next. False: nothing to do."""
        with self._device.ticking(apart=True):
            return self._round()

    def _round(self) -> bool:
        if self._workshop.collect():
            self._take_effect()
        if self._song is not None:
            self._turn(self._song)
        self._prepare()
        worked, soundless = False, self._windows.soundless
        song = self._next_song or self._song
        if song is not None and self._can_generate(song):
            try:
                worked = self._tick(song)
            except EngineError as error:
                self._refuse_for_memory(song, error)
        if self._next_song is not None and self._next_song.generation:
            self._enter(self._next_song)
            worked = True
        if self._song is not None:
            idle = self._idle(self._song)
            worked |= self._windows.decode_ahead(
                self._song,
                self._values,
                self._tick_seconds,
                idle=idle,
                after_seam=lambda: self._drift.after_seam and self._turned,
            )
            if self._windows.soundless > soundless:
                self._refuse_sound(self._song, self._song.made_from, self._song.loras)
        now = self._clock()
        if worked and self._round_began is not None:
            self._lead.round_took(now - self._round_began)
        self._round_began = now if worked else None
        if not worked and self._song is not None:
            self._session.rest()
        if now >= self._next_status:
            self._next_status = now + STATUS_EVERY
            self._tell_progress()
            self._tell_fallen()
            self._report(Figures(self.status()))
        return worked

    def _tell_progress(self) -> None:
        for name, progress in self._audio_under_way():
            if news := progress.news():
                self._report(Preparing(name, progress.what, news))

    def _tell_fallen(self) -> None:
        """Tell of backends that fell away."""
        before, self._fallen = self._fallen, self._session.running.fallen
        for sentence in self._fallen:
            if sentence not in before:
                self._report(Fallen(sentence))

    def _audio_under_way(self) -> Iterator[tuple[str, Progress]]:
        """The controls for which audio is being prepared right now, and how far it is."""
        for name, progress in self._workshop.under_way():
            if name in AUDIO and progress.what:
                yield str(name), progress

    def answer(self, asked: Asked) -> None:
        """Do what is asked; the answer is reported with its number."""
        match asked.question:
            case SaveLatent(name):
                self._save_latent(asked.number, name)
            case unknown:
                self._cannot(asked.number, f"this engine knows no {type(unknown).__name__}")

    def _save_latent(self, number: int, name: str) -> None:
        song = self._song
        if song is None or song.latent is None or not song.generation:
            self._cannot(number, "nothing was generated yet")
            return
        seconds = song.material.samples / self._session.sample_rate
        save = partial(self._sources.save_latent, name, song.latent, seconds)
        self._workshop.do(save, lambda called: self._report(Answered(number, called)), partial(self._cannot, number))

    def _cannot(self, number: int, problem: object) -> None:
        self._report(Answered(number, None, in_words(problem) if isinstance(problem, Exception) else str(problem)))

    @property
    def device(self) -> str:
        """The torch device that the model runs on."""
        return self._session.device

    @property
    def song(self) -> Song | None:
        """The song that is heard, None before the first has entered."""
        return self._song

    @property
    def entering(self) -> bool:
        """Whether another song is on its way that is not heard yet."""
        return self._next_song is not None

    @property
    def preparing(self) -> bool:
        """Whether something is being made in the background, but for what hangs."""
        return self._workshop.busy

    def wait(self) -> None:
        """Return when all that is being prepared is done; the next round takes it."""
        self._workshop.wait()

    @property
    def settled(self) -> bool:
        """Whether a song is heard, nothing is being made and the ring has nothing to do until a value changes."""
        return self._song is not None and not self.preparing and self._idle(self._next_song or self._song)

    @property
    def rest(self) -> float:
        """Seconds in which a settled performer has nothing to do of itself."""
        return math.inf if self._song is None else self._drift.rest(self._values, self._turn_ahead)

    @property
    def values(self) -> Values:
        """The newest values."""
        return self._values

    @property
    def prompts(self) -> Prompts:
        """What the prompts have led to."""
        return self._prompts

    def close(self, patience: float = 0.0) -> None:
        """Stop preparing; what is being saved may take `patience` seconds. Ticks that were asked for end before their
        memory goes."""
        self._workshop.close(patience)
        self._device.finish()

    def status(self) -> dict[str, float | int | str]:
        """Figures of the running performance: times in milliseconds, rates per second, lead in seconds."""
        now = self._clock()
        self._finish_times = [at for at in self._finish_times if now - at < 10.0]
        song = self._song
        source = song.material.source if song is not None else None
        span = now - self._finish_times[0] if len(self._finish_times) > 1 else 0.0
        return {
            "tick_ms": round(1000 * self._tick_seconds, 2),
            "decode_ms": round(1000 * self._windows.decode_seconds, 2),
            "generations_per_second": round((len(self._finish_times) - 1) / span, 3) if span else 0.0,
            "in_flight": len(self._stream),
            "generation": song.generation if song is not None else 0,
            "turn": self._drift.turn,
            "section": self._drift.place(self._values).section,
            "not_finite": self._not_finite + self._windows.soundless,
            "loudness": round(max(self._windows.loudness, SILENT), 1),
            "lead": round(self._windows.lead_seconds(self._values), 3),
            "source_bpm": source.bpm or 0.0 if source is not None else 0.0,
            "source_key": source.key or "" if source is not None else "",
            "context_seconds": self._spans(song).size / self._session.frame_rate if song is not None else 0.0,
            "loop_seconds": song.material.samples / self._session.sample_rate if song is not None else 0.0,
            "engine_device": self.device,
            "engine_dtype": self._session.dtype,
            **{f"engine_{part}": runs.backend for part, runs in self._session.running.items()},
            "engine_fallback": "; ".join(self._session.running.fallen),
            "engine_making": ", ".join(f"{part} {backend}" for part, backend in self._session.making.items()),
            "loras": ", ".join(self._loras.strengths),
            "state": self._state(),
            "preparing": ", ".join(
                f"{name} {progress.what} {100 * progress.done:.0f} %" for name, progress in self._audio_under_way()
            ),
        }

    def _state(self) -> str:
        if self._song is None:
            return "preparing"
        if self._values["freeze"]:
            return "frozen"
        return "settled" if self._rests(self._next_song or self._song) else "generating"

    def _prepare(self) -> None:
        values, session, sources = self._values, self._session, self._sources
        snapshot, capacity = dict(values), self._loop.capacity
        song = self._next_song or self._song
        key = material_key(values)
        if song is not None and song.material.key == key:
            self._workshop.have("source", key)
            self._overtaken = None
        else:
            called = values["source"]
            progress = Progress(called or "")
            make = partial(make_material, session, sources, snapshot, capacity, progress)
            refuse = partial(self._refuse_source, called)
            kind: Kind = "audio" if called else "thought"
            if called and self._workshop.coming("source", called):
                check = partial(sources.check, called)
                self._workshop.want("source check", key, check, lambda _: None, refuse, kind="checks")
            self._workshop.want("source", key, make, self._take_material, refuse, kind=kind, progress=progress)
        self._references.want(values)
        if song is not None:
            self._prompts.want(values, song.material, self._loras.introduce, self._drift.place(self._values).variation)
            self._loras.want(values.get("loras", {}))

    def _refuse_source(self, called: str | None, error: Exception) -> None:
        """Tell that a source cannot be had and, where none was asked for since, what comes in its place: one that was
        asked for before it, or what is heard."""
        instead = None
        if called == self._values["source"]:
            overtaken = self._overtaken
            if overtaken is not None:
                self._begin_song(overtaken)
            instead = self._workshop.coming("source", called)
            if instead is None and self._next_song is not None:
                instead = self._next_song.material.called or ""
        self._report(Refused("source", called, in_words(error), instead))

    def _take_material(self, material: Material) -> None:
        if material.source is not None and material.key != self._workshop.wanted("source"):
            self._overtaken = material
            return
        self._begin_song(material)

    def _begin_song(self, material: Material) -> None:
        self._overtaken = None
        song = self._next_song or self._song
        if song is not None and song.follows(material):
            song.material = material
        else:
            self._next_song = Song(material, self._session)
            self._stream.new_epoch()

    def _rests(self, song: Song) -> bool:
        """True while the ring has nothing to do: all that is heard next was made from the newest values."""
        return not self._stream.busy and self._wanted(song) is None

    def _idle(self, song: Song) -> bool:
        """True while the ring is not to be moved: it rests, or is frozen and no other song is on its way."""
        frozen = bool(self._values["freeze"]) and self._next_song is None
        return frozen or self._rests(song)

    def _can_generate(self, song: Song) -> bool:
        if not self._prompts.tokens or self._references.timbre is None:
            return False
        if song.material.source is None and not self._prompts.plans(song.material.frames):
            return False
        if self._song is None and self._loop.length and self._workshop.opening:
            return False
        if self._values["freeze"] and self._next_song is None:
            return False
        return not self._rests(song)

    def _wanted(self, song: Song) -> Span | None:
        """The span to be generated next, nothing where the listener has what there is for long enough, or where nothing
        finite came of the newest values."""
        if song.refused == song.edition:
            return None
        spans = self._spans(song)
        at = spans.next(self._reachable(song), song.lacking(self._stream.running))
        return None if at is None else Span(at, spans.size)

    def _spans(self, song: Song) -> Spans:
        return song.spans(self._values["context"] or self._pace.context)

    def _reachable(self, song: Song) -> Frames:
        """The frames that are heard, in playing order, from the first on for which a generation comes in time."""
        start = 0.0
        if self._takes_over(song):
            start = self._loop.position
            if self._loop.playing:
                ahead = self._lead.generation(self._ticks) + self._windows.lead_seconds(self._values)
                start += ahead * self._session.sample_rate
            if self._drift.after_seam and start - self._loop.position < self._loop.left:
                start = 0.0
        first, last = self._windows.region(song)
        return self._windows.order(song, start)[: last - first]

    def _takes_over(self, song: Song) -> bool:
        """Whether the song is heard from the playhead on: it sounds, or is as long as what sounds."""
        return song is self._song or song.material.samples == self._loop.length

    def _tick(self, song: Song) -> bool:
        """Bring what changed into the ring and advance it; False where it has nothing to do."""
        values = self._values
        self._stream.depth = values["depth"]
        if self._shared_stale:
            self._shared_stale = False
            with self._reporting():
                self._stream.set_shared(self.shared(song))
        self._choose_context(song)
        span, waiting = self._wanted(song), self._stream.waiting
        if span is not None and (waiting is None or (song.span(waiting), waiting.tag) != (span, song.edition)):
            self._submit(song, span)
        if not self._stream.busy:
            return False
        began = self._clock()
        finished = self._stream.tick()
        now = self._clock()
        took = self._stream.took if self._stream.behind else now - began
        if took is not None:
            self._tick_seconds = took
            self._lead.tick_took(took)
            self._pace.tick_took(took, self._stream.moved / self._session.frame_rate, now)
        for each in finished:
            if not each.finite:
                self._not_finite += 1
                assert isinstance(each.request.tag, int)
                self._refuse(song, each.request.tag, each.loras)
        kept = [each for each in finished if each.finite]
        for each in kept:
            self._finish_times.append(now)
            assert isinstance(each.request.tag, int)
            if each.request.tag > song.left_out:
                self._session.judge(finite=True)
            with self._device.decoding(each.latent):
                song.take(each.latent, each.request, each.loras)
        if kept and song is self._song:
            self._told = None
        if kept and values["feedback"] > 0.0 and song.repeats <= values["feedback_tap"]:
            self._request_stale = True
            song.edition += 1
        return True

    def _choose_context(self, song: Song) -> None:
        """Choose how much the decoder sees, from the next values on: what was begun ends as it began."""
        values, seconds = self._values, song.material.frames / self._session.frame_rate
        free = not song.begun(self._stream.running)
        self._pace.choose(seconds, self._ticks, values["depth"], self._clock(), free=free)

    def _refuse(self, song: Song, edition: int, loras: Mapping[str, float]) -> None:
        """Do without what is likeliest the cause that something came out not finite, and tell: without one of the
        `loras` that acted or, where none did, without another generation of the same values. First it is made again by
        eager, where another backend made it.

        Once a LoRA is left out, nothing that was made before says anything of the others. While values move on it is
        told once, until something finite comes.
        """
        if edition <= song.left_out:
            return
        doubted = self._session.doubt()
        if not doubted:
            self._session.judge(finite=False)
        if doubted or self._loras.leave_out(loras):
            for each in (self._song, self._next_song):
                if each is not None:
                    each.left_out = each.edition
            self._take_effect()
        elif not loras:
            if edition == song.edition:
                song.refused = song.edition
            fresh = song is self._next_song and song.material.source is not None
            name = "source" if fresh else self._newest or "request"
            value = song.material.called if fresh else self._values.get(name)
            told, self._told = self._told, (name, value)
            if told is None or (told != self._told and edition == song.edition):
                reason = "with this the model's numbers grow beyond all bounds; what there was plays on"
                self._report(Refused(name, value, reason))

    def _refuse_sound(self, song: Song, edition: int, loras: Mapping[str, float]) -> None:
        """Do without another generation of values of which no sound came: for want of memory, or see `_refuse`."""
        if self._windows.no_memory is not None:
            self._refuse_for_memory(song, self._windows.no_memory)
        else:
            self._refuse(song, edition, loras)

    def _refuse_for_memory(self, song: Song, error: EngineError) -> None:
        """Do without another generation of these values, which would fail again, and tell; of a fader that moves on
        once, until something comes."""
        song.refused = song.edition
        name = self._newest_for_memory or "request"
        value = self._values.get(name)
        told, self._told = self._told, (name, value if name == "depth" else None)
        if told != self._told:
            self._report(Refused(name, value, f"{in_words(error)}; what there was plays on"))

    def shared(self, song: Song) -> Shared:
        """The newest values that every slot takes at its next step."""
        return song.requests.shared(self._values, self._loras.strengths)

    def request(self, song: Song) -> Request:
        """What the newest values ask for of the whole song. Raises RequestError."""
        earlier = song.tap(self._values["feedback_tap"])
        return song.requests.request(
            self._values, song.material, self._prompts, self._references, earlier, self._drift.place(self._values)
        )

    def _submit(self, song: Song, span: Span) -> None:
        """Have the ring start a span with the newest values or, where it refuses those, with the last it took."""
        if self._request_stale:
            self._request_stale = False
            with self._reporting():
                self._start(song, self.request(song), span)
                return
        if song.accepted is not None:
            with self._reporting():
                self._start(song, song.accepted, span)
                return
            song.accepted = None

    def _start(self, song: Song, request: Request, span: Span) -> None:
        self._stream.submit(song.request_for(span, request), repeat=False)
        song.accepted = request

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Report values that the engine refuses; it goes on with those it had."""
        try:
            yield
        except RequestError as error:
            self._report(Refused("request", None, str(error)))

    def _enter(self, song: Song) -> None:
        """Let the playhead cross over to a new song, if sound comes of it."""
        if not self._windows.enter(song, self._values, takes_over=self._takes_over(song)):
            self._not_finite += 1
            self._next_song = Song(song.material, self._session)
            self._stream.new_epoch()
            if song.made_from > song.left_out:
                self._refuse_sound(self._next_song, self._next_song.edition, song.loras)
            return
        self._song, self._next_song = song, None
        material, source = song.material, song.material.source
        bpm, key = (None, None) if source is None else (source.bpm, source.key)
        self._report(Entered(material.frames, material.called, bpm, key))
