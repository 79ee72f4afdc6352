"""The performer: snapshot -> tick -> windows -> loop, over and over, in the engine process.

One thread runs everything here but the workshop's jobs. Imports torch; the daemon process never imports this module.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from demond.parameters import PARAMETERS
from demond.performer.coverage import Frames, playing_order
from demond.performer.lead import Lead
from demond.performer.loras import LORA, Loras
from demond.performer.material import Material, make_material, material_key
from demond.performer.prompts import PLAN, PROMPT, Prompts
from demond.performer.references import NAMES, References
from demond.performer.song import Song
from demond.performer.sources import Sources
from demond.performer.workshop import Finished, Workshop
from demond.playback.loop import Loop
from demond.playback.segment import Float32
from engine import Request, RequestError, Session, Span, Stream

REST = 0.02
STATUS_EVERY = 0.25
ENTRANCE = 0.2
SEAM = 240
SAVE = "save "
UNHEARD = {
    *(name for name, row in PARAMETERS.items() if row.rate in ("window", "rebuild")),
    *("depth", "freeze", "follow_source"),
}
"""Values that no generation is made from, though one may be from what they name once that is prepared."""


class Performer:
    """Plays one session into one loop; `step()` is one round and never blocks on text, files or devices.

    `report(kind, payload)` takes what the daemon should know: "status", "entered" (a new song), "holds" (a reference
    is in use), "problem", "answer" (to `save_latent`). `state` is the folder that sources and latents are kept in.
    """

    def __init__(
        self,
        session: Session,
        loop: Loop,
        values: Mapping[str, Any],
        report: Callable[[str, Any], None],
        clock: Callable[[], float] = time.monotonic,
        state: Path | None = None,
    ) -> None:
        self._session = session
        self._loop = loop
        self._report = report
        self._clock = clock
        self._values = dict(values)
        self._stream: Stream = session.stream(depth=self._values["depth"])
        self._workshop = Workshop()
        self._loras = Loras(session, self._workshop)
        self._sources = Sources(session, state)
        self._references = References(session, self._sources, self._workshop)
        self._prompts = Prompts(session, self._workshop)
        self._song: Song | None = None
        self._next_song: Song | None = None
        self._lead = Lead()
        self._request_stale = self._shared_stale = True
        self._round_began: float | None = None
        self._finish_times: list[float] = []
        self._tick_seconds = self._decode_seconds = 0.0
        self._next_status = 0.0

    def update(self, values: Mapping[str, Any]) -> None:
        """Take changed values; they count from the next round on."""
        changed = {name for name, value in values.items() if self._values.get(name) != value}
        self._values.update(values)
        if changed - UNHEARD:
            self._take_effect()

    def _take_effect(self) -> None:
        """Have everything that is still to be heard generated from what has changed."""
        self._request_stale = self._shared_stale = True
        for song in (self._song, self._next_song):
            if song is not None:
                song.edition += 1
                song.repeats = 0

    def step(self) -> bool:
        """One round: collect what was prepared, tick, decode what the listener reaches next. False: nothing to do."""
        self._collect()
        self._prepare()
        worked = False
        song = self._next_song or self._song
        if song is not None and self._can_generate(song):
            worked = self._tick(song)
        if self._next_song is not None and self._next_song.generation:
            self._enter(self._next_song)
            worked = True
        if self._song is not None:
            worked |= self._decode_ahead(self._song)
        now = self._clock()
        if worked and self._round_began is not None:
            self._lead.round_took(now - self._round_began)
        self._round_began = now if worked else None
        if now >= self._next_status:
            self._next_status = now + STATUS_EVERY
            self._report("status", self.status())
        return worked

    def save_latent(self, number: int, name: str) -> None:
        """Have the newest generation saved under a name; the answer is reported with `number`."""
        song = self._song
        if song is None or song.latent is None or not song.generation:
            self._report("answer", (number, False, "nothing was generated yet"))
            return
        latent, seconds = song.latent, song.material.samples / self._session.sample_rate
        self._workshop.want(f"{SAVE}{number}", number, lambda: self._sources.save_latent(name, latent, seconds))

    @property
    def heard(self) -> bool:
        """Whether a song of its own has entered."""
        return self._song is not None

    def close(self) -> None:
        """Stop preparing."""
        self._workshop.close()

    def status(self) -> dict[str, float | int | str]:
        """Figures of the running performance: times in milliseconds, rates per second, lead in seconds."""
        now = self._clock()
        self._finish_times = [at for at in self._finish_times if now - at < 10.0]
        song = self._song
        source = song.material.source if song is not None else None
        span = now - self._finish_times[0] if len(self._finish_times) > 1 else 0.0
        return {
            "tick_ms": round(1000 * self._tick_seconds, 2),
            "decode_ms": round(1000 * self._decode_seconds, 2),
            "generations_per_second": round((len(self._finish_times) - 1) / span, 3) if span else 0.0,
            "in_flight": len(self._stream),
            "generation": song.generation if song is not None else 0,
            "lead": round(self._lead_seconds(), 3),
            "source_bpm": source.bpm or 0.0 if source is not None else 0.0,
            "source_key": source.key or "" if source is not None else "",
            "loop_seconds": song.material.samples / self._session.sample_rate if song is not None else 0.0,
            "loras": ", ".join(self._loras.strengths),
            "state": self._state(),
        }

    def _state(self) -> str:
        if self._song is None:
            return "preparing"
        if self._values["freeze"]:
            return "frozen"
        return "settled" if self._settled(self._next_song or self._song) else "generating"

    def _prepare(self) -> None:
        values, session, sources = self._values, self._session, self._sources
        snapshot, capacity = dict(values), self._loop.capacity
        song = self._next_song or self._song
        key = material_key(values)
        if song is not None and song.material.key == key:
            self._workshop.have("source", key)
        else:
            self._workshop.want("source", key, lambda: make_material(session, sources, snapshot, capacity))
        self._references.want(values)
        if song is not None:
            self._prompts.want(values, song.material, self._loras.introduce)
            self._loras.want(values.get("loras", {}))

    def _collect(self) -> None:
        for outcome in self._workshop.collect():
            if outcome.name.startswith(SAVE):
                self._workshop.forget(outcome.name)
                self._report("answer", (outcome.key, outcome.error is None, str(outcome.error or outcome.result)))
                continue
            if outcome.name.startswith(LORA):
                problem = self._loras.take(outcome)
                if problem is not None:
                    self._report("problem", problem)
            elif outcome.error is not None:
                self._failed(outcome)
            elif outcome.name in NAMES:
                self._report("holds", (outcome.name, self._references.take(outcome)))
            elif isinstance(outcome.result, Material):
                if outcome.result.source is None or outcome.key == self._workshop.wanted("source"):
                    self._take_material(outcome.result)
            else:
                self._prompts.take(outcome)
            self._take_effect()

    def _failed(self, outcome: Finished) -> None:
        """Report what could not be made, with the value that it was asked for by; what there is stays."""
        name = outcome.name.replace(PLAN, PROMPT)
        value = self._values[name]
        if name in ("source", *NAMES):
            value = outcome.key[1 if name == "source" else 0]
        self._report("problem", (name, value, str(outcome.error)))

    def _take_material(self, material: Material) -> None:
        song = self._next_song or self._song
        if song is not None and song.follows(material):
            song.material = material
        else:
            self._next_song = Song(material, self._session)
            self._stream.new_epoch()

    def _settled(self, song: Song) -> bool:
        """True while the ring has nothing to do: all that is heard next was made from the newest values."""
        return not self._stream.busy and self._wanted(song) is None

    def _can_generate(self, song: Song) -> bool:
        if not self._prompts.tokens or self._references.timbre is None:
            return False
        if song.material.source is None and not self._prompts.plans(song.material.frames):
            return False
        if self._song is None and self._loop.length and self._workshop.opening:
            return False
        if self._values["freeze"] and self._next_song is None:
            return False
        return not self._settled(song)

    def _wanted(self, song: Song) -> Span | None:
        """The span to be generated next, nothing where the listener has what there is for long enough."""
        spans = song.spans(self._values["context"])
        at = spans.next(self._reachable(song), song.lacking(self._stream.running))
        return None if at is None else Span(at, spans.size)

    def _reachable(self, song: Song) -> Frames:
        """The frames that are heard, in playing order, from the first on for which a generation comes in time."""
        start = 0.0
        if self._takes_over(song):
            start = self._loop.position
            if self._loop.playing:
                ahead = self._lead.generation(self._values["steps"]) + self._lead_seconds()
                start += ahead * self._session.sample_rate
        first, last = self._region(song)
        return self._order(song, start)[: last - first]

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
                self._stream.set_shared(song.score.shared(values, self._loras.strengths))
        span, waiting = self._wanted(song), self._stream.waiting
        if span is not None and (waiting is None or (song.span(waiting), waiting.tag) != (span, song.edition)):
            self._submit(song, span)
        if not self._stream.busy:
            return False
        began = self._clock()
        finished = self._stream.tick()
        now = self._clock()
        self._tick_seconds = now - began
        self._lead.tick_took(self._tick_seconds)
        for each in finished:
            self._finish_times.append(now)
            song.take(each.latent, each.request)
        if finished and values["feedback"] > 0.0 and song.repeats <= values["feedback_tap"]:
            self._request_stale = True
            song.edition += 1
        return True

    def _submit(self, song: Song, span: Span) -> None:
        """Have the ring start a span with the newest values or, where it refuses those, with the last it took."""
        if self._request_stale:
            self._request_stale = False
            earlier = song.tap(self._values["feedback_tap"])
            with self._reporting():
                request = song.score.request(self._values, song.material, self._prompts, self._references, earlier)
                self._start(song, request, span)
                return
        if song.request is not None:
            with self._reporting():
                self._start(song, song.request, span)
                return
            song.request = None

    def _start(self, song: Song, request: Request, span: Span) -> None:
        self._stream.submit(song.request_for(span, request), repeat=False)
        song.request = request

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Report values that the engine refuses; it goes on with those it had."""
        try:
            yield
        except RequestError as error:
            self._report("problem", ("request", None, str(error)))

    def _enter(self, song: Song) -> None:
        """Bring a new song in: decode its first stretch into the idle bank, then let the playhead cross over.

        Until the rest is decoded too, the first window stands in for it.
        """
        assert song.latent is not None
        material, hop, takes_over = song.material, self._session.hop, self._takes_over(song)
        ahead = self._lead_seconds() + self._lead.reach()
        size = self._window_frames(song)
        stretch = math.ceil(ahead * self._session.frame_rate) + size
        order = self._order(song, self._loop.position if takes_over else 0.0)
        first = int(order[0])
        self._loop.begin(material.samples, self._session.decode(song.latent, first, first + size, cyclic=True))
        self._song, self._next_song = song, None
        while (window := song.coverage.next_window(order[:stretch], size)) is not None:
            self._decode(song, *window, pending=True)
        start = int(self._loop.position) if takes_over else first * hop
        self._loop.commit(start, fade=round(ENTRANCE * self._session.sample_rate))
        self._report("entered", self._entered_facts(material))

    @staticmethod
    def _entered_facts(material: Material) -> dict[str, Any]:
        source = material.source
        if source is None:
            return {"frames": material.frames, "source": None, "bpm": None, "key": None}
        return {"frames": material.frames, "source": material.key[1], "bpm": source.bpm, "key": source.key}

    def _window_frames(self, song: Song) -> int:
        frames = round(self._values["window"] * self._session.frame_rate)
        return max(1, min(frames, song.material.frames // 2))

    def _lead_seconds(self) -> float:
        """Distance from the playhead at which a window may begin whose decode begins now; its fade-in comes before."""
        return (self._values["lead"] or self._lead.guard()) + self._values["crossfade"]

    def _order(self, song: Song, position: float) -> Frames:
        """The song's frames in the order in which a playhead at sample `position` comes by."""
        return playing_order(math.ceil(position / self._session.hop), song.material.frames, *self._region(song))

    def _region(self, song: Song) -> tuple[int, int]:
        """First frame and end of what is heard of the song."""
        first, last = self._loop.region(song.material.samples)
        return first // self._session.hop, math.ceil(last / self._session.hop)

    def _decode_ahead(self, song: Song) -> bool:
        """Decode, from the guard on, what the listener reaches before the next round; for about a tick's time then what
        is still empty or, where the ring rests, all that is due."""
        size = self._window_frames(song)
        reach = math.ceil(self._lead.reach() * self._session.frame_rate) + size
        rests, began, decoded = self._settled(song), self._clock(), False
        while self._loop.settled:
            order = self._order(song, self._loop.position + self._lead_seconds() * self._session.sample_rate)
            window = song.coverage.next_window(order[:reach], size)
            if window is None and self._clock() - began < max(self._tick_seconds, 0.05):
                window = song.coverage.next_window(order, size) if rests else song.coverage.next_gap(order, size)
            if window is None:
                break
            self._decode(song, *window)
            decoded = True
            if self._clock() - began > max(self._lead.reach(), 1.0):
                break
        self._promise(song, rests)
        return decoded

    def _promise(self, song: Song, rests: bool) -> None:
        """Tell the daemon up to when what it plays is what the engine means to be heard."""
        ahead = song.coverage.ahead(self._order(song, self._loop.position))
        idle = rests or self._values["freeze"]
        horizon = max(ahead * self._session.hop, self._session.sample_rate if idle else 0)
        self._loop.fresh_until = self._loop.played + horizon

    def _decode(self, song: Song, start: int, count: int, *, pending: bool = False) -> None:
        """Decode frames start..start+count of the newest latent into the loop, crossfaded at both edges."""
        assert song.latent is not None
        began = self._clock()
        hop = self._session.hop
        fade = round(self._values["crossfade"] * self._session.sample_rate)
        if start == 0 or start + count == song.material.frames:
            fade = min(fade, SEAM)
        margin = math.ceil(fade / hop)
        audio = self._session.decode(song.latent, start - margin, start + count + margin, cyclic=True)
        first, audio = cut_window(audio[:, margin * hop - fade :], start, count, song.material, hop, fade)
        self._loop.patch(first, audio, fade=fade, pending=pending)
        song.coverage.mark(start, count)
        self._decode_seconds = self._clock() - began
        self._lead.decode_took(self._decode_seconds)


def cut_window(
    audio: Float32, start: int, count: int, material: Material, hop: int, fade: int
) -> tuple[int, Float32]:
    """From decoded audio that begins `fade` samples before frame `start`, what goes into the loop: its first sample,
    and `[2, n]`.

    The loop may end within its last frame: there the sound crosses over, in `fade` samples, to what leads into frame 0,
    so that the seam is at the source's own length and still without a step.
    """
    end = fade + count * hop
    lead_in, body, tail = audio[:, :fade], audio[:, fade:end], audio[:, end : end + fade]
    if start + count == material.frames:
        body = body[:, : material.samples - start * hop].copy()
        mixed = min(fade, body.shape[1])
        weight = (np.arange(mixed, dtype=np.float32) + 0.5) / max(mixed, 1)
        leads_in = audio[:, end - mixed : end]
        body[:, body.shape[1] - mixed :] += weight * (leads_in - body[:, body.shape[1] - mixed :])
    return (start * hop - fade) % material.samples, np.concatenate([lead_in, body, tail], axis=1)
