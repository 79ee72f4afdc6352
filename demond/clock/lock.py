"""The playhead, held to the beat: by a gentle change of its speed or, from far away, by a jump."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from demond.clock.beats import Clock
from demond.clock.grid import Grid, grid_of, nearest
from demond.playback.layout import LOOKAHEAD, SAMPLE_RATE
from demond.playback.loop import MOST_SPEED, Loop, Mark

STEP_SECONDS = 0.04
"""Between two steps."""
FAR_SECONDS = 0.03
"""An offset beyond which the playhead jumps."""
PULL_SECONDS = 1.0
"""In which an offset falls to a third."""
MOST_PULL = 0.008
NEAR, SLACK_SECONDS, REST_SECONDS = 0.001, 0.002, 0.0005
"""How little another tempo may be for the playhead to go at its own speed, which costs the callback nothing, until it
is so far off; and where it does so again."""
SLEW = 0.01 * STEP_SECONDS
"""By which the speed changes in a step at most: a hundredth in a second, which is not heard as wow."""
LATER = (0.25, 0.75)
"""Seconds after another song came in, when that has crossed over, in which the playhead jumps at once: what was heard
has broken off anyway."""
SMOOTHING = 0.15
"""Weight of the newest offset: one is off by as much as the thread of the output came late."""
READY_SECONDS = 0.002
"""Before the next block begins, in which a jump still reaches it."""


class Lock:
    """Steers a loop's speed, in the event loop; `latency()` is the output's, in seconds, `bpm()` that of the music."""

    def __init__(
        self,
        playback: Loop,
        clock: Clock,
        bpm: Callable[[], float],
        latency: Callable[[], float],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._playback = playback
        self._clock = clock
        self._bpm = bpm
        self._latency = latency
        self._now = now
        self._music = (0, 120.0)  # the commit that sounds, and the tempo it was made for
        self._mark = 0.0
        self._commit, self._swapped = playback.commits, math.inf  # the newest commit, and when it was seen
        self.offset: float | None = None
        """Seconds by which the loop is heard later than the clock's beats; None while that is not known."""

    def grid(self) -> Grid | None:
        """The beats of the loop that sounds; None before there is one."""
        length = self._playback.length
        if not length:
            return None
        start, end = self._playback.region(length)
        bpm, commit = self._bpm(), self._playback.commits
        if commit != self._music[0] or grid_of(0, length, bpm, self._clock.bar).whole:
            self._music = (commit, bpm)
        return grid_of(start, end, self._music[1], self._clock.bar)

    def heard(self, mark: Mark) -> float:
        """When what a mark tells of is heard."""
        return mark.time + self._latency() + (LOOKAHEAD - 1) / self._playback.device_rate

    def step(self) -> None:
        """Bring the loop nearer to the beat."""
        grid, mark = self.grid(), self._playback.mark
        if grid is None or mark is None or not self._playback.playing:
            self.offset = None
            return
        if self._playback.commits != self._commit:
            self._commit, self._swapped = self._playback.commits, self._now()
        base = self._clock.tempo / grid.tempo
        if mark.time != self._mark:
            self._mark = mark.time
            late = nearest(self._clock.beat(self.heard(mark)) - grid.beat(mark.position), grid.cycle)
            late *= 60.0 / self._clock.tempo
            if self.offset is None or abs(late - self.offset) > FAR_SECONDS:
                self.offset = late
            self.offset += SMOOTHING * (late - self.offset)
        if abs(base - 1.0) > MOST_SPEED:
            self._steer(1.0)
            return
        offset = self.offset or 0.0
        if abs(offset) > FAR_SECONDS:
            self._steer(base)
            if LATER[0] < mark.time - self._swapped < LATER[1] or self._clock.until("bar") < STEP_SECONDS:
                self._swapped = math.inf
                self.land_near()
            return
        slack = SLACK_SECONDS if self._playback.speed == 1.0 else REST_SECONDS
        if abs(base - 1.0) <= NEAR and abs(offset) <= slack:
            self._steer(1.0)
            return
        self._steer(base * (1.0 + max(-MOST_PULL, min(MOST_PULL, offset / PULL_SECONDS))))

    def ease(self) -> bool:
        """Bring the speed back to 1; whether it is there."""
        self.offset = None
        self._steer(1.0)
        return self._playback.speed == 1.0

    def land(self) -> None:
        """Move the playhead to the very beat of the clock, counted from the loop's start."""
        self._seek(lambda grid, beat, position: grid.position(beat))

    def land_near(self) -> None:
        """Move the playhead to the nearest place that has the clock's beat."""
        self._seek(lambda grid, beat, at: grid.position(grid.beat(at) + nearest(beat - grid.beat(at), grid.cycle)))

    def loop_beat(self, at: float) -> float | None:
        """The beat of the loop that is heard at a time; None before there is a loop. From any thread."""
        grid, mark = self.grid(), self._playback.mark
        if grid is None or mark is None:
            return None
        ahead = (at - self.heard(mark)) * SAMPLE_RATE * self._playback.speed if self._playback.playing else 0.0
        return grid.beat(grid.position(grid.beat(mark.position + ahead)))

    def _seek(self, where: Callable[[Grid, float, float], float]) -> None:
        """Seek to where the playhead has to be when the next block begins: `where(grid, beat then, position then)`."""
        grid, mark = self.grid(), self._playback.mark
        if grid is None or mark is None:
            return
        block = mark.frames / self._playback.device_rate
        blocks = max(1.0, -(-(self._now() + READY_SECONDS - mark.time) // block)) if block else 0.0
        later = Mark(mark.time + blocks * block, mark.position, mark.frames)
        position = mark.position + blocks * block * SAMPLE_RATE * self._playback.speed
        target = where(grid, self._clock.beat(self.heard(later)), position)
        self._playback.seek(round(target))
        self.offset = None

    def _steer(self, speed: float) -> None:
        wanted = max(1.0 - MOST_SPEED, min(1.0 + MOST_SPEED, speed))
        speed_now = self._playback.speed
        change = max(-SLEW, min(SLEW, wanted - speed_now))
        self._playback.set_speed(wanted if abs(wanted - speed_now) <= SLEW else speed_now + change)
