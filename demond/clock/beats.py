"""Where the beat is, for all that keeps time with the music: scenes, cues, modulators, controllers. No torch."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from demond.parameters import Value
from demond.playback.layout import SAMPLE_RATE
from demond.playback.loop import Loop
from demond.store import Store

Quantum = Literal["off", "beat", "bar", "turn"]
"""What a change may wait for: nothing, the next beat, the next bar, the next turn of the loop."""

QUANTA: Mapping[str, Quantum] = {"off": "off", "beat": "beat", "bar": "bar", "turn": "turn"}
LOOK_SECONDS = 0.1
"""From one look at the beat to the next while it is waited for."""
LATE_SECONDS = 0.002
"""A boundary this little ahead is the one that is being passed."""


def quantum_of(store: Store) -> Quantum:
    """Return what changes wait for, as `quantize` says."""
    return QUANTA[str(store.get("quantize"))]


class Anchor(NamedTuple):
    """Where the beat is from some time on, in seconds of the clock's `now`, at how many beats a minute."""

    time: float
    beat: float
    tempo: float


class Clock:
    """Beats, counted from a beginning: whole numbers are beats, multiples of `bar` begin bars.

    It goes at its own tempo, that of `bpm`, until somebody leads it. Made in the event loop, to which `at` and whatever
    moves the clock belong; reading is for any thread. `now` returns seconds and never runs backwards.
    """

    def __init__(self, store: Store, playback: Loop, now: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._playback = playback
        self._now = now
        self._loop = asyncio.get_running_loop()
        self._anchor = Anchor(now(), 0.0, self._own_tempo())
        self.led = False
        """Whether somebody leads it."""
        self.align: Callable[[], None] = lambda: None
        """Has the beat be the one that is heard, before it is waited for."""
        store.listen(self._changed)

    @property
    def tempo(self) -> float:
        """Beats a minute."""
        return self._anchor.tempo

    @property
    def bar(self) -> int:
        """Beats in a bar."""
        return int(str(self._store.get("time_signature")))

    def beat(self, at: float | None = None) -> float:
        """Return where the beat is, at a time of `now` or at this moment."""
        since, beat, tempo = self._anchor
        return beat + ((self._now() if at is None else at) - since) * tempo / 60.0

    def lead(self, anchor: Anchor) -> None:
        """Have the beat be here from now on, and `bpm` no longer count."""
        self.led = True
        self.move(anchor)

    def move(self, anchor: Anchor) -> None:
        """Have the beat be here, until `bpm` is changed or somebody leads."""
        self._anchor = anchor

    def let_go(self) -> None:
        """Go on from here at its own tempo, if it was led."""
        if self.led:
            now = self._now()
            self.led, self._anchor = False, Anchor(now, self.beat(now), self._own_tempo())

    def until(self, quantum: Quantum) -> float:
        """Return the seconds until the next boundary of this kind; 0 where nothing is waited for, or nothing plays."""
        match quantum:
            case "off":
                return 0.0
            case "turn":
                return self._until_turn()
        self.align()
        beats = self.bar if quantum == "bar" else 1
        left = (math.floor(self.beat() / beats) + 1) * beats - self.beat()
        seconds = left * 60.0 / self.tempo
        return 0.0 if beats * 60.0 / self.tempo - seconds < LATE_SECONDS else seconds

    def at(self, quantum: Quantum, do: Callable[[], object]) -> Callable[[], None]:
        """Call `do` in the loop at the next boundary, wherever the beat goes until then, at once for none; what is
        returned calls that off."""
        timer: asyncio.TimerHandle | None = None

        def wait(due: float = math.inf) -> None:
            nonlocal timer
            now, left = self._now(), self.until(quantum)
            if left <= 0.0 or now >= due:  # the loop was held up beyond it
                do()
            elif left <= LOOK_SECONDS:
                timer = self._loop.call_later(left, do)
            else:
                timer = self._loop.call_later(min(left - LOOK_SECONDS / 2, LOOK_SECONDS), wait, now + left)

        def cancel() -> None:
            if timer is not None:
                timer.cancel()

        wait()
        return cancel

    def _until_turn(self) -> float:
        length = self._playback.length
        if not length or not self._playback.playing:
            return 0.0
        _, end = self._playback.region(length)
        return max(0.0, (end - self._playback.position) / SAMPLE_RATE)

    def _own_tempo(self) -> float:
        bpm = self._store.get("bpm")
        return float(bpm) if isinstance(bpm, (int, float)) else 120.0

    def _changed(self, name: str, value: Value, origin: object) -> None:
        if name == "bpm" and not self.led:
            now = self._now()
            self._anchor = Anchor(now, self.beat(now), self._own_tempo())
