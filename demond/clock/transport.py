"""Play, stop and restart as people ask for them: now, or when the beat, bar or turn comes. No torch."""

from __future__ import annotations

import time
from collections.abc import Callable

from demond.clock.beats import Clock, Quantum, quantum_of
from demond.clock.lock import Lock
from demond.clock.taps import Taps
from demond.parameters import ControlError
from demond.playback.loop import FADE_SECONDS, Loop
from demond.store import Store


class Transport:
    """Actions for the event loop; `restarts` counts how often the loop began from its start, `moved` is called when it
    was made to play or stop."""

    def __init__(
        self, store: Store, playback: Loop, clock: Clock, lock: Lock, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._playback = playback
        self._clock = clock
        self._lock = lock
        self._now = now
        self._taps = Taps()
        self._cancel: Callable[[], None] | None = None
        self.restarts = 0
        self.moved: Callable[[], object] = lambda: None

    def play(self) -> str | None:
        """Play, where the beat is if somebody leads it; what is said is what it waits for."""
        self._call_off()
        if self._playback.playing:
            return None
        wait = self._clock.until(quantum := quantum_of(self._store))
        if wait <= 0.0:
            self._play()
            return None
        self._cancel = self._clock.at(quantum, lambda: self._play_for(quantum))
        return f"plays at the next {quantum}, in {wait:.1f} s"

    def stop(self) -> None:
        """Fade out and stop, or no longer wait to play."""
        self._call_off()
        self._playback.stop()
        self.moved()

    def restart(self) -> None:
        """Play from the start of the loop."""
        self._call_off()
        self.restarts += 1
        self._playback.restart()
        self.moved()

    def begin(self, *, anew: bool) -> None:
        """Play as the clock says that leads: its very beat, counted from the loop's start."""
        self._call_off()
        self.restarts += anew
        self._lock.land()
        self._playback.play()
        self.moved()

    def tap(self) -> str:
        """Take a tap of the tempo."""
        if self._store.get("sync") != "off":
            raise ControlError("tap", f"the tempo is led: sync is {self._store.get('sync')}")
        bpm = self._taps.tap(self._now())
        if bpm is None:
            return "the first tap; the next one says the tempo"
        row = self._store.row("bpm")
        bpm = round(min(max(bpm, row.low), row.high), 1)
        self._store.set("bpm", bpm, origin="tap")
        return f"{bpm:g} bpm"

    def _play_for(self, quantum: Quantum) -> None:
        """Play, unless something else is waited for by now: a panic waits for nothing."""
        self._cancel = None
        if quantum_of(self._store) == quantum:
            self._play()

    def fade(self, *, play: bool, seconds: float) -> None:
        """Come or go over some seconds, without waiting for a beat."""
        self._call_off()
        if not play:
            self._playback.fade_out(seconds)
        elif not self._playback.playing:
            self._play(seconds)
        self.moved()

    def _play(self, seconds: float = FADE_SECONDS) -> None:
        if self._clock.led:
            self._lock.land_near()
        self._playback.play(seconds)
        self.moved()

    def _call_off(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
