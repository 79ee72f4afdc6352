"""Modulators: controls that move by themselves around what the hand set, or along the song. No torch."""

from __future__ import annotations

import asyncio
import contextlib
import math
import re
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from demond import shapes
from demond.clock import Clock
from demond.moving import Move
from demond.origins import NO_HANDS
from demond.parameters import ControlError, Value, value_text
from demond.playback.input import MISSING, Heard, Input
from demond.playback.layout import SAMPLE_RATE
from demond.playback.loop import Loop
from demond.store import Store

PERIOD, SLOW_PERIOD = 0.02, 0.25
"""From one look at modulators to the next, in seconds, and where none of them can be heard to move faster, as while
nothing plays."""
HELD_SECONDS, GLIDE_SECONDS = 2.0, 1.0
"""How long a control that follows the song stays where a hand put it, and how long it then takes back to the curve."""
DAY_SPEED = 1.0 / 30.0
"""How fast the day may move a control, in parts of its way a second: where the clock is set or summer time begins."""
FADE_SECONDS = 0.1
"""How fast an onset fades at least."""
HEARING = ("level", "onset")
_NAME = re.compile(r"mod/(\d)/(\w+)")


class _Pace(NamedTuple):
    """How often, in seconds, a control is moved at most, and by how much of its range at least."""

    seconds: float
    least: float


PACES: Mapping[str, _Pace] = {
    "tick": _Pace(0.0, 1 / 1024),
    "window": _Pace(0.0, 1 / 1024),
    "slot": _Pace(0.25, 1 / 256),
    "rebuild": _Pace(5.0, 1 / 32),
}
"""By when a row is read: what begins a generation anew is not moved more often than generations begin."""


class _Now(NamedTuple):
    """What modulators read besides what they are set to, at one moment."""

    seconds: float
    since: float
    beat: float
    heard: Heard
    day: datetime


class _Modulator:
    """One of them, while it is on."""

    def __init__(self, number: int, store: Store) -> None:
        self.number = number
        self._names = {key: f"mod/{number}/{key}" for key in ("shape", "rate", "clock", "phase", "steps", "smooth")}
        self._store = store
        self._turns = 0.0
        self._anchor: tuple[Value, Value] | None = None
        self._at = 0.0
        self._walk: tuple[int, shapes.Walk] | None = None
        self._last: tuple[Value, float] | None = None
        self._onsets: int | None = None

    def reading(self, values: Mapping[str, Value], now: _Now) -> float:
        """What its shape says now, smoothed: -1..1, or 0..1 of the input and the day."""
        shape, smooth = values[self._names["shape"]], _number(values, self._names["smooth"])
        reading = self._drawn(str(shape), values, now)
        before = self._last[1] if self._last is not None and self._last[0] == shape else None
        if shape == "onset":
            fade = math.exp(-now.since / max(smooth, FADE_SECONDS))
            reading = max(reading, 0.0 if before is None else before * fade)
        elif before is not None:
            if smooth:
                reading = before + (reading - before) * (1.0 - math.exp(-now.since / smooth))
            if shape == "day":
                most = DAY_SPEED * now.since
                reading = min(max(reading, before - most), before + most)
        self._last = shape, reading
        return reading

    def _drawn(self, shape: str, values: Mapping[str, Value], now: _Now) -> float:
        phase = _number(values, self._names["phase"])
        turns = self._turn(values, now) + phase
        if shape in shapes.WAVES:
            return shapes.WAVES[shape](turns)
        match shape:
            case "steps":
                return shapes.step(values[self._names["steps"]], turns)
            case "random":
                return shapes.chance(self._seed(), self.number, math.floor(turns))
            case "walk":
                seed = self._seed()
                if self._walk is None or self._walk[0] != seed:
                    self._walk = seed, shapes.Walk(seed, self.number)
                return self._walk[1].at(turns)
            case "level":
                return shapes.loudness(now.heard.level)
            case "onset":
                before, self._onsets = self._onsets, now.heard.onsets
                return float(before is not None and now.heard.onsets > before)
            case "day":
                return shapes.day(now.day, phase)
        return 0.0

    def _turn(self, values: Mapping[str, Value], now: _Now) -> float:
        """The cycles so far: of those that go by beats as the beat says, where the hand sets the rate or the beat leaps
        too; else from the beginning on, as fast as it goes now."""
        rate, clock = _number(values, self._names["rate"]), values[self._names["clock"]]
        at = now.beat if clock == "beats" else now.seconds
        anchor = clock, self._store.target(self._names["rate"])
        passed = at - self._at
        if clock == "beats" and (self._anchor != anchor or not 0.0 <= passed < 1.0):
            self._turns = at * rate
        elif self._anchor is not None and self._anchor[0] == clock:
            self._turns += max(passed, 0.0) * rate
        self._anchor, self._at = anchor, at
        return self._turns

    def _seed(self) -> int:
        seed = self._store.get("seed")
        assert isinstance(seed, int)
        return seed


class Modulators:
    """Moves controls as the rows `mod/...` say, while one is on; nothing is done while none is.

    Made in the event loop, to which it belongs. `now` returns seconds and never runs backwards, `today` the local time.
    """

    COUNT = 8

    def __init__(
        self,
        store: Store,
        playback: Loop,
        clock: Clock,
        listener: Input | None,
        moved: Callable[[], None],
        begun: Callable[[Callable[[], None]], Callable[[], None]],
        now: Callable[[], float] = time.monotonic,
        today: Callable[[], datetime] = datetime.now,
    ) -> None:
        """`listener` is the audio input where there is one, `moved` is called where something is played otherwise than
        before, `begun` brings a call into the loop (`Calls.soon`)."""
        self._store = store
        self._playback = playback
        self._clock = clock
        self._listener = listener
        self._moved = moved
        self._now = now
        self._today = today
        self._on: dict[int, _Modulator] = {}
        self._last: float | None = None
        self._sent: dict[str, tuple[float, Move]] = {}
        self._minded = self._switches = frozenset(f"mod/{number}/to" for number in range(1, self.COUNT + 1))
        self._touched: dict[str, float] = {}
        self._wanted = asyncio.Event()
        self._begin = begun(self._wanted.set)
        self._wanted.set()
        for number in range(1, self.COUNT + 1):
            store.guard(f"mod/{number}/to", self._check_to)
            store.guard(f"mod/{number}/shape", self._check_shape)
        store.listen(self._changed)

    async def run(self) -> None:
        """Move controls while a modulator is on, and wait while none is."""
        while True:
            self._wanted.clear()
            period = self.step()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(period):
                    await self._wanted.wait()

    @property
    def told(self) -> str:
        """What is moved, and what is played of it now, in words."""
        rows = self._store.rows
        names = sorted(self._store.modulated() & rows.keys())
        return ", ".join(f"{name} {value_text(rows[name], self._store.played(name))}" for name in names)

    def step(self) -> float | None:
        """Move all that moves to where it is now; returns in how many seconds to do so again, None where none is on."""
        resets = self._store.resets
        values, now = self._store.snapshot(), self._now()
        numbers = [number for number in range(1, self.COUNT + 1) if values[f"mod/{number}/to"]]
        self._on = {number: self._on.get(number) or _Modulator(number, self._store) for number in numbers}
        if self._listener is not None:
            self._listener.meter(any(values[f"mod/{number}/shape"] in HEARING for number in numbers))
        drawn = {str(values[f"mod/{number}/to"]) for number in numbers if values[f"mod/{number}/shape"] == "song"}
        self._minded = self._switches | drawn
        moves = self._moves(values, now) if numbers else {}
        self._last = now if numbers else None
        self._sent = {name: self._paced(name, move, now) for name, move in moves.items()}
        if self._store.modulate({name: move for name, (_, move) in self._sent.items()}, resets):
            self._moved()
        return min((self._period(values, number) for number in numbers), default=None)

    def _period(self, values: Mapping[str, Value], number: int) -> float:
        """How soon what a modulator says is something else, and may be told."""
        row = self._store.rows.get(str(values[f"mod/{number}/to"]))
        if row is None or values[f"mod/{number}/shape"] == "day" or not self._playback.playing:
            return SLOW_PERIOD
        return min(max(PACES[row.rate].seconds, PERIOD), SLOW_PERIOD)

    def _moves(self, values: Mapping[str, Value], seconds: float) -> dict[str, Move]:
        """What becomes of each control, of all modulators together."""
        since = 0.0 if self._last is None else seconds - self._last
        heard = Heard() if self._listener is None else self._listener.heard
        now = _Now(seconds, since, self._clock.beat(), heard, self._today())
        moves: dict[str, Move] = {}
        for number, modulator in self._on.items():
            mod = f"mod/{number}/"
            to, depth, offset = str(values[mod + "to"]), _number(values, mod + "depth"), _number(values, mod + "offset")
            reading = modulator.reading(values, now)
            if values[mod + "shape"] == "song":
                move = self._along(to, values[mod + "steps"], depth, offset, now)
            else:
                move = Move(offset + depth * reading)
            if to in values:
                moves[to] = move.over(moves[to]) if to in moves else move
        return moves

    def _along(self, to: str, curve: Value, depth: float, offset: float, now: _Now) -> Move:
        """Where the curve of the song has a control at the playhead, but for as long as a hand holds it."""
        length = self._playback.length
        if not length:
            return Move()
        bpm = self._store.get("bpm")
        assert isinstance(bpm, float)
        at = shapes.drawn(curve, self._playback.position / length, self._playback.position / SAMPLE_RATE, bpm)
        place = min(max(at if depth >= 0.0 else 1.0 - at, 0.0), 1.0) + offset
        return Move(0.0, place, abs(depth) * self._let_go(to, now.seconds))

    def _let_go(self, to: str, now: float) -> float:
        """How far a hand has let a control go, 0..1."""
        touched = self._touched.get(to)
        if touched is None:
            return 1.0
        if to in self._store.ramping():
            self._touched[to] = touched = now
        part = (now - touched - HELD_SECONDS) / GLIDE_SECONDS
        if part >= 1.0:
            self._touched.pop(to, None)
        return min(max(part, 0.0), 1.0)

    def _paced(self, name: str, move: Move, now: float) -> tuple[float, Move]:
        """What is played of a move, and since when: what was, where it is too early or too little for another."""
        before = self._sent.get(name)
        if before is None:
            return now, move
        pace = PACES[self._store.rows[name].rate]
        at, last = before
        moved = (move.offset - last.offset, move.share - last.share, move.share * move.drawn - last.share * last.drawn)
        held = last.share > 0.0 == move.share  # a hand is not waited for
        if not held and (now - at < 0.9 * pace.seconds or max(map(abs, moved)) < pace.least):
            return before
        return now, move

    def _changed(self, name: str, value: Value, origin: object) -> None:
        """In the setter's thread: begin, and note a hand on what follows the song."""
        if name not in self._minded:
            return
        if name not in self._switches:
            if origin in NO_HANDS:
                return
            self._touched[name] = self._now()
        self._begin()

    def _check_to(self, name: str, value: Value) -> None:
        """Refuse what would move itself by way of other modulators."""
        found, way = _NAME.fullmatch(str(value)), [name[4]]
        while found is not None and found[1] not in way:
            way.append(found[1])
            found = _NAME.fullmatch(str(self._store.target(f"mod/{found[1]}/to")))
        if found is not None and found[1] == name[4]:
            others = " and ".join(f"modulator {number}" for number in way[1:])
            raise ControlError(name, f"would move itself by way of {others}, got {value}")

    def _check_shape(self, name: str, value: Value) -> None:
        if value in HEARING and self._listener is None:
            raise ControlError(name, MISSING)


def _number(values: Mapping[str, Value], name: str) -> float:
    value = values[name]
    assert isinstance(value, (int, float)), name
    return value
