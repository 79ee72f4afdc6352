"""The performer: snapshot -> tick -> windows -> loop, over and over, in the engine process.

One thread runs everything here but the workshop's jobs. Imports torch; the daemon process never imports this module.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

from demond.performer.coverage import Coverage
from demond.performer.lead import Lead
from demond.performer.score import PROMPTS, Material, Score, make_material, make_tokens, material_key, text_key
from demond.performer.workshop import Workshop
from demond.playback.loop import Loop
from demond.playback.segment import Float32
from engine import RequestError, Session, Stream

REST = 0.02
STATUS_EVERY = 0.25
ENTRANCE = 0.2
SEAM = 240


class Song:
    """One epoch of the loop: its material, its ring results and what of them lies in the loop."""

    def __init__(self, material: Material, session: Session) -> None:
        self.material = material
        self.score = Score(session, material.frames)
        self.coverage = Coverage(material.frames)
        self.latent: torch.Tensor | None = None
        self.generation = 0
        self.repeats = 0
        self.sounding = False

    def finished(self, latent: torch.Tensor) -> None:
        """Take a finished latent; one that equals the last changes nothing that would have to be decoded."""
        if self.latent is not None and torch.equal(latent, self.latent):
            self.repeats += 1
            return
        self.latent, self.repeats = latent, 0
        self.generation += 1


class Performer:
    """Plays one session into one loop; `step()` is one round and never blocks on text, files or devices.

    `report(kind, payload)` takes what the daemon should know: "status", "ready", "problem".
    """

    def __init__(
        self,
        session: Session,
        loop: Loop,
        values: Mapping[str, Any],
        report: Callable[[str, Any], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._loop = loop
        self._report = report
        self._clock = clock
        self._values = dict(values)
        self._stream: Stream = session.stream(depth=self._values["depth"])
        self._workshop = Workshop()
        self._tokens: dict[str, torch.Tensor] = {}
        self._negative: torch.Tensor | None = None
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
        if not changed:
            return
        self._values.update(values)
        self._request_stale = self._shared_stale = True
        for song in (self._song, self._next_song):
            if song is not None:
                song.repeats = 0

    def step(self) -> bool:
        """One round: collect what was prepared, tick, decode what the listener reaches next. False: nothing to do."""
        self._prepare()
        self._collect()
        worked = False
        song = self._next_song or self._song
        if song is not None and self._can_generate(song):
            self._tick(song)
            worked = True
        if self._next_song is not None and self._next_song.latent is not None:
            self._enter(self._next_song)
            worked = True
        if self._song is not None and self._song.latent is not None:
            worked |= self._decode_ahead(self._song)
        now = self._clock()
        if worked and self._round_began is not None:
            self._lead.round_took(now - self._round_began)
        self._round_began = now if worked else None
        if now >= self._next_status:
            self._next_status = now + STATUS_EVERY
            self._report("status", self.status())
        return worked

    def close(self) -> None:
        """Stop preparing."""
        self._workshop.close()

    def status(self) -> dict[str, float | int | str]:
        """Figures of the running performance: times in milliseconds, rates per second, lead in seconds."""
        now = self._clock()
        self._finish_times = [at for at in self._finish_times if now - at < 10.0]
        song = self._song
        span = now - self._finish_times[0] if len(self._finish_times) > 1 else 0.0
        return {
            "tick_ms": round(1000 * self._tick_seconds, 2),
            "decode_ms": round(1000 * self._decode_seconds, 2),
            "generations_per_second": round((len(self._finish_times) - 1) / span, 3) if span else 0.0,
            "in_flight": len(self._stream),
            "generation": song.generation if song is not None else 0,
            "lead": round(self._lead_seconds(), 3),
            "loop_seconds": song.material.frames / self._session.frame_rate if song is not None else 0.0,
            "state": self._state(),
        }

    def _state(self) -> str:
        if self._song is None:
            return "preparing"
        if self._values["freeze"]:
            return "frozen"
        return "settled" if self._settled(self._next_song or self._song) else "generating"

    def _prepare(self) -> None:
        values, session = self._values, self._session
        snapshot = dict(values)
        song = self._next_song or self._song
        key = material_key(values)
        if song is not None and song.material.key == key:
            self._workshop.have("source", key)
        else:
            self._workshop.want("source", key, lambda: make_material(session, snapshot))
        if song is None:
            return
        for letter in PROMPTS:
            self._want_tokens(f"prompt/{letter}", song)
        self._want_tokens("negative_prompt", song)

    def _want_tokens(self, name: str, song: Song) -> None:
        caption = self._values[name]
        if not caption.strip() and name != "prompt/a":
            self._workshop.want(name, None, lambda: None)
            return
        key = text_key(self._values, caption, song.material.frames, song.material.source is not None)
        session = self._session
        self._workshop.want(name, key, lambda: make_tokens(session, key))

    def _collect(self) -> None:
        for outcome in self._workshop.collect():
            if outcome.error is not None:
                self._report("problem", (outcome.name, str(outcome.error)))
            elif isinstance(outcome.result, Material):
                self._take_material(outcome.result)
            elif outcome.name == "negative_prompt":
                self._negative = outcome.result if isinstance(outcome.result, torch.Tensor) else None
            elif isinstance(outcome.result, torch.Tensor):
                self._tokens[outcome.name.removeprefix("prompt/")] = outcome.result
            else:
                self._tokens.pop(outcome.name.removeprefix("prompt/"), None)
            self._request_stale = True

    def _take_material(self, material: Material) -> None:
        song = self._next_song or self._song
        if song is not None and material.source is None and song.material.source is None:  # noqa: SIM102
            if material.frames == song.material.frames:
                song.material, song.repeats = material, 0
                return
        self._next_song = Song(material, self._session)
        self._stream.new_epoch()
        self._request_stale = self._shared_stale = True

    def _settled(self, song: Song) -> bool:
        """True once the ring only repeats itself: nothing was changed and every slot in flight would end the same."""
        return song.latent is not None and song.repeats > self._stream.depth

    def _can_generate(self, song: Song) -> bool:
        if not self._tokens or (self._values["freeze"] and self._next_song is None):
            return False
        return not self._settled(song)

    def _tick(self, song: Song) -> None:
        values = self._values
        self._stream.depth = values["depth"]
        try:
            if self._shared_stale:
                self._stream.set_shared(song.score.shared(values))
                self._shared_stale = False
            if self._request_stale:
                negative = self._negative if self._negative is not None else self._session.null_tokens()
                present = dict(values)
                for letter in PROMPTS:
                    if letter not in self._tokens:
                        present[f"weight/{letter}"] = 0.0
                self._stream.submit(song.score.request(present, song.material, self._tokens, negative))
                self._request_stale = False
        except RequestError as error:
            self._request_stale = self._shared_stale = False
            self._report("problem", ("request", str(error)))
        began = self._clock()
        finished = self._stream.tick()
        now = self._clock()
        self._tick_seconds = now - began
        if finished:
            self._finish_times.append(now)
            song.finished(finished[-1].latent)

    def _enter(self, song: Song) -> None:
        """Bring a new song in: decode its first stretch into the idle bank, then let the playhead cross over."""
        hop = self._session.hop
        frames = song.material.frames
        same_length = self._loop.length == song.material.samples
        first = int(self._loop.position // hop) % frames if same_length and self._song is not None else 0
        self._loop.begin(song.material.samples)
        self._song, self._next_song = song, None
        ahead = self._lead.guard() + self._lead.reach()
        stretch = math.ceil(ahead * self._session.frame_rate) + self._window_frames(song)
        start, stop = first, first + min(frames, stretch)
        while start < stop:
            count = min(self._window_frames(song), stop - start, frames - start % frames)
            self._decode(song, start % frames, count, pending=True)
            start += count
        self._loop.commit(first * hop, fade=round(ENTRANCE * self._session.sample_rate))
        song.sounding = True
        self._report("entered", {"frames": frames, "source": song.material.key[1] if song.material.source else None})

    def _window_frames(self, song: Song) -> int:
        frames = round(self._values["window"] * self._session.frame_rate)
        return max(1, min(frames, song.material.frames // 2))

    def _lead_seconds(self) -> float:
        return self._values["lead"] or self._lead.guard()

    def _decode_ahead(self, song: Song) -> bool:
        """Decode, from the guard on, what the listener reaches before the next round; then fill what is still empty."""
        rate, hop = self._session.frame_rate, self._session.hop
        reach = math.ceil(self._lead.reach() * rate) + self._window_frames(song)
        began, decoded = self._clock(), False
        while self._loop.settled:
            start = math.ceil(self._loop.position / hop + self._lead_seconds() * rate)
            end = start + (song.material.frames if self._settled(song) else reach)
            window = song.coverage.next_window(start, end - start, self._window_frames(song), song.generation)
            if window is None and self._clock() - began < max(self._tick_seconds, 0.05):
                window = song.coverage.next_gap(start, self._window_frames(song))
            if window is None:
                break
            self._decode(song, *window)
            decoded = True
            if self._clock() - began > max(self._lead.reach(), 1.0):
                break
        self._promise(song)
        return decoded

    def _promise(self, song: Song) -> None:
        """Tell the daemon up to when what it plays is what the engine means to be heard."""
        hop = self._session.hop
        position = self._loop.position
        ahead = song.coverage.ahead(math.ceil(position / hop))
        idle = self._settled(song) or self._values["freeze"]
        horizon = max(ahead * hop, self._session.sample_rate if idle else 0)
        self._loop.fresh_until = self._loop.played + horizon

    def _decode(self, song: Song, start: int, count: int, *, pending: bool = False) -> None:
        """Decode frames start..start+count of the newest latent into the loop, crossfaded at both edges."""
        assert song.latent is not None
        began = self._clock()
        fade = min(round(self._values["crossfade"] * self._session.sample_rate), self._session.hop)
        if start == 0 or start + count == song.material.frames:
            fade = min(fade, SEAM)
        audio = self._session.decode(song.latent, start - 1, start + count + 1, cyclic=True)
        first, audio = cut_window(audio, start, count, song.material, self._session.hop, fade)
        self._loop.patch(first, audio, fade=fade, pending=pending)
        song.coverage.mark(start, count, song.generation)
        self._decode_seconds = self._clock() - began
        self._lead.decode_took(self._decode_seconds)


def cut_window(
    audio: Float32, start: int, count: int, material: Material, hop: int, fade: int
) -> tuple[int, Float32]:
    """From decoded frames start-1..start+count+1, what goes into the loop: its first sample, and `[2, n]`.

    The loop may end within its last frame: there the sound crosses over, in `fade` samples, to what leads into frame 0,
    so that the seam is at the source's own length and still without a step.
    """
    frames = material.frames
    lead_in, tail = audio[:, hop - fade : hop], audio[:, (count + 1) * hop : (count + 1) * hop + fade]
    body = audio[:, hop : (count + 1) * hop]
    if start + count == frames:
        body = body[:, : material.samples - start * hop].copy()
        mixed = min(fade, body.shape[1])
        weight = (np.arange(mixed, dtype=np.float32) + 0.5) / max(mixed, 1)
        leads_in = audio[:, (count + 1) * hop - mixed : (count + 1) * hop]
        body[:, body.shape[1] - mixed :] += weight * (leads_in - body[:, body.shape[1] - mixed :])
    return (start * hop - fade) % material.samples, np.concatenate([lead_in, body, tail], axis=1)
