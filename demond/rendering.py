"""What the daemon would play, rendered to a file as fast as it goes, and bit for bit the same each time.

One process without sockets or a device. Nothing goes by measured time: the clock is that of what was rendered, and
between two blocks the performer has one round, with all done that was being prepared. Imports torch.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from demond import loras, output
from demond.bridge import for_engine
from demond.clock import Clock
from demond.config import engines_folder, loras_folder
from demond.modulators import HEARING, Modulators
from demond.options import Options
from demond.origins import ENGINE, LIBRARY
from demond.parameters import AUDIO, lora_of
from demond.performer.lead import Lead
from demond.performer.link import Entered, Fallen, Own, Refused, Report
from demond.performer.pace import Pace
from demond.performer.performer import Performer
from demond.playback.layout import SAMPLE_RATE
from demond.playback.loop import Loop
from demond.playback.native import Renderer
from demond.playback.recorder import LARGEST_WAV, RecorderError, new_file, why_not_written
from demond.sound import FADE_OUT_SECONDS, MAX_LOOP_SECONDS
from demond.state import State, restored
from demond.store import Store
from engine import Session
from engine.checkpoints import loras_with
from engine.errors import CheckpointError, EngineUnavailable, in_words
from engine.lora import Library

BLOCK = 960
"""Frames from one look at what moves by itself to the next: 20 ms, as in the daemon."""
ROUND = 5
"""Blocks from one round of the performer to the next: a tick takes 0.1 s of what is rendered, as on a small machine."""
TICK_SECONDS = ROUND * BLOCK / SAMPLE_RATE
KEPT_SECONDS = 10.0
"""What is rendered until it is written."""
TELL_SECONDS = 2.0

_log = logging.getLogger("demond")


class RenderError(Exception):
    """Nothing can be rendered, or no more; the text says why."""


@dataclass(frozen=True)
class Piece:
    """What is to be rendered: the new file, how long, which values beside those that were saved, by their names and in
    words, and when it begins, for what follows the time of the day."""

    file: Path
    minutes: float
    values: Sequence[tuple[str, str]] = ()
    begins: datetime | None = None


class _Now:
    """Seconds of what was rendered, called like `time.monotonic`."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class _Steady(Lead):
    """A tick takes its time, and so does a window, however long they take here."""

    def __init__(self) -> None:
        super().__init__()
        super().round_took(TICK_SECONDS)
        super().tick_took(TICK_SECONDS)
        super().decode_took(TICK_SECONDS)

    def round_took(self, seconds: float) -> None:
        pass

    def tick_took(self, seconds: float) -> None:
        pass

    def decode_took(self, seconds: float) -> None:
        pass


class _Usual(Pace):
    """As much of a song is seen as is usual, whatever a tick takes here."""

    def choose(self, song: float, steps: int, depth: int, now: float, *, free: bool) -> None:
        pass


def render(options: Options, piece: Piece) -> bool:
    """Render a piece; False where it was interrupted, and what was rendered by then is in the file.

    Raises RenderError, and ControlError for values that are none.
    """

    async def rendered() -> bool:  # the clock of the beat belongs to an event loop
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return _rendered(options, piece)

    return asyncio.run(rendered())


def _rendered(options: Options, piece: Piece) -> bool:
    frames = round(60.0 * piece.minutes * SAMPLE_RATE)
    if piece.file.suffix.lower() == ".wav" and frames > LARGEST_WAV:
        raise RenderError(f"a .wav file holds {LARGEST_WAV // (60 * SAMPLE_RATE)} minutes at most; name a .flac file")
    now, places = _Now(), options.places
    store = restored(State(options.state, held=False), options.overrides, now)
    _set(store, [each for each in piece.values if not lora_of(each[0])])
    model = str(store.get("model") or places.model)
    folders = loras_with(model), loras_folder(options.running, options.state)
    entries = loras.together(map(Library, folders))
    store.admit(loras.rows(entries), origin=LIBRARY)
    _set(store, [each for each in piece.values if lora_of(each[0])])
    _need_day(store, piece)
    path, file = _file(piece.file, options)
    written = 0
    try:
        with contextlib.ExitStack() as ending:
            session = _session(options, model)
            loop = Loop.create(MAX_LOOP_SECONDS)
            ending.callback(loop.close)
            ending.callback(loop.unlink)
            playing = _Playing(options, store, loop, session, entries, model, now, piece.begins)
            ending.callback(playing.performer.close)
            playing.begin()
            with _interrupted() as stop:
                written = _write(playing, file, path, frames, stop, options)
    finally:
        empty = not file.frames
        file.close()
        if empty:
            path.unlink(missing_ok=True)
    return written == frames


class _Playing:
    """A performer, its loop and all that moves its values, in the time of what is rendered."""

    def __init__(
        self,
        options: Options,
        store: Store,
        loop: Loop,
        session: Session,
        entries: loras.Entries,
        model: str,
        now: _Now,
        begins: datetime | None,
    ) -> None:
        self.loop, self._store, self._now = loop, store, now
        self._entries, self._model = entries, model
        self._renderer = Renderer(loop.segment)
        self._refused: Refused | None = None
        self._blocks = 0
        clock, start = Clock(store, loop, now), begins or datetime.min
        self._modulators = Modulators(
            store, loop, clock, None, lambda: None, lambda call: call, now, lambda: start + timedelta(seconds=now())
        )
        self._moving: float | None = self._modulators.step()
        store.drain()
        values = store.snapshot()
        output.follow(values, store.played, loop)
        self.performer = Performer(
            session,
            loop,
            {**for_engine(values, store, entries, lambda: model), "beside": ()},
            self._take,
            now,
            options.places.state,
            options.places.audio,
            _Steady(),
            _Usual(),
        )

    def begin(self) -> None:
        """Play on to the first sound. Raises RenderError where there is none."""
        self.loop.play()
        self.block(BLOCK)
        while not self.loop.length:
            self._move()
            if not self._round() and not self.performer.preparing:
                reason = f"{self._refused.name}: {self._refused.reason}" if self._refused else "the model makes none"
                raise RenderError(f"there is no sound: {reason}")

    def block(self, frames: int) -> Any:
        """The next block of sound, float32 `[frames, 2]`; once there is some, after the performer's round where one is
        due."""
        if self.loop.length:
            self._move()
            self._blocks += 1
            if self._blocks >= ROUND and self.loop.settled:  # amid a crossfade a song that enters would have to wait
                self._blocks = 0
                self._round()
        sound = np.zeros((frames, 2), np.float32)
        self._renderer.render(sound, began=self._now())
        self._now.seconds += frames / SAMPLE_RATE
        return sound

    def _move(self) -> None:
        """Have the values that move by themselves carried to the output, and to the performer."""
        if self._moving is not None:
            self._moving = self._modulators.step()
        if changed := self._store.drain():
            output.follow(changed, self._store.played, self.loop)
            if told := for_engine(changed, self._store, self._entries, lambda: self._model):
                self.performer.update(told)

    def _round(self) -> bool:
        self.performer.wait()
        return self.performer.step()

    def _take(self, report: Report) -> None:
        """Take what the performer says: what prompts say is played, what is asked for and cannot be ends it."""
        match report:
            case Own():
                self._store.follow(report.values, ENGINE)
            case Entered(bpm=bpm, key=key) if self._store.get("follow_source"):
                told = {"bpm": bpm, "key": key}
                self._store.set_many({name: each for name, each in told.items() if each is not None}, origin=ENGINE)
            case Refused(name, _, reason) if not self.loop.length and (name in AUDIO or lora_of(name)):
                raise RenderError(f"{name}: {reason}")
            case Refused(name, _, reason):
                self._refused = report
                _log.warning("%s: %s", name, reason)
            case Fallen(sentence):
                _log.warning("%s", sentence)


def _set(store: Store, values: Sequence[tuple[str, str]]) -> None:
    from demond.control.send import arguments

    for name, text in values:
        row = store.row(name)
        given = arguments(row, [text] if row.kind == "string" else text.split())
        outcome = store.set(name, given[0] if len(given) == 1 else given)
        if outcome.note:
            _log.warning("%s: %s", name, outcome.note)


def _need_day(store: Store, piece: Piece) -> None:
    """Refuse what follows the time of the day where none is said; tell of what listens to an input, which is silent."""
    for number in range(1, Modulators.COUNT + 1):
        shape = store.get(f"mod/{number}/shape")
        if not store.get(f"mod/{number}/to"):
            continue
        if shape == "day" and piece.begins is None:
            raise RenderError(f"modulator {number} follows the day: say when it begins, as --begins '2026-06-21 18:00'")
        if shape in HEARING:
            _log.warning("modulator %d listens to the input, which is silent here", number)


def _session(options: Options, model: str) -> Session:
    """The model, with all that runs it ready. Its sources are encoded anew: what the daemon keeps is rounded."""
    wanted, state = options.running.engine, options.state.absolute()
    _log.info("loading the model %s", model)
    try:
        session = Session.load(
            model,
            device=wanted.device,
            dtype=wanted.dtype,
            decoder=wanted.decoder,
            vae=wanted.vae,
            engines=engines_folder(options.running, state),
        )
    except (CheckpointError, EngineUnavailable) as error:
        raise RenderError(in_words(error)) from error
    session.wait()
    return session


def _file(wanted: Path, options: Options) -> tuple[Path, Any]:
    try:
        return new_file(wanted, SAMPLE_RATE, options.places.full)
    except RecorderError as error:
        raise RenderError(str(error)) from error


def _write(playing: _Playing, file: Any, path: Path, frames: int, stop: list[bool], options: Options) -> int:
    """Render and write so many frames, the last of them faded out, unless it is to stop; returns how many there are."""
    progress, done, kept = _Progress(frames), 0, list[Any]()
    fading = frames - round(FADE_OUT_SECONDS * SAMPLE_RATE)
    while done < frames and not stop:
        if done >= fading and playing.loop.playing:
            playing.loop.fade_out(FADE_OUT_SECONDS)
        kept.append(playing.block(min(BLOCK, frames - done)))
        done += len(kept[-1])
        if len(kept) * BLOCK >= KEPT_SECONDS * SAMPLE_RATE or done == frames:
            _put(file, path, kept, options)
        progress.tell(done)
    if kept:
        _put(file, path, kept, options)
    progress.end(path, done)
    return done


def _put(file: Any, path: Path, kept: list[Any], options: Options) -> None:
    try:
        if full := options.places.full(path):
            raise OSError(full)
        file.write(np.concatenate(kept))
    except (OSError, RuntimeError) as error:
        raise RenderError(f"{path} ends early: {why_not_written(path, error)}") from error
    kept.clear()


class _Progress:
    """Tells on standard error how far it is, over the line before in a terminal."""

    def __init__(self, frames: int) -> None:
        self._frames = frames
        self._began = self._told = time.monotonic()

    def tell(self, done: int) -> None:
        now = time.monotonic()
        if now - self._told < (TELL_SECONDS if sys.stderr.isatty() else 5 * TELL_SECONDS):
            return
        self._told = now
        whole = self._frames / SAMPLE_RATE / 60
        text = f"{done / SAMPLE_RATE / 60:.1f} of {whole:.1f} minutes, {self._speed(done):.1f} times real time"
        print(f"\r{text}   " if sys.stderr.isatty() else text, end="" if sys.stderr.isatty() else "\n", file=sys.stderr)

    def end(self, path: Path, done: int) -> None:
        rendered = f"{done / SAMPLE_RATE:.1f} s in {time.monotonic() - self._began:.1f} s"
        text = f"{path}: {rendered}, {self._speed(done):.1f} times real time"
        print(f"\r{text}" if sys.stderr.isatty() else text, file=sys.stderr)

    def _speed(self, done: int) -> float:
        return done / SAMPLE_RATE / max(time.monotonic() - self._began, 1e-3)


@contextlib.contextmanager
def _interrupted() -> Iterator[list[bool]]:
    """What has something in it once an end is asked for by Ctrl-C or a signal; a second one ends it at once."""
    asked: list[bool] = []

    def ask(signum: int, frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(True)

    before = {signum: signal.signal(signum, ask) for signum in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)
