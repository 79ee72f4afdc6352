"""Whether demond sounds and lives, as systemd is told it: ready, status line, watchdog. No torch."""

from __future__ import annotations

import asyncio
import logging
import threading
import time

from demond.notify import notify, watchdog_seconds
from demond.performer.supervisor import Supervisor
from demond.playback.loop import Loop
from demond.playback.player import Player
from demond.status import Status

LOOK_SECONDS = 0.5
TELL_SECONDS = 2.0
"""Between two status lines, once it is ready: each is made of all figures."""
AUDIO_SECONDS = 5.0
"""Longer than a device process that hangs is waited for."""
ENGINE_SECONDS = 20.0
"""Longer than the supervisor takes from one engine to the next."""
LOOP_SECONDS = 60.0
START_SECONDS = 30
"""That systemd is asked to wait for, again and again until it is ready."""

_log = logging.getLogger("demond")


class Health:
    """Looks at playback and engine and tells how they are.

    The watchdog is fed from a thread of its own while the audio callback runs, the engine ticks or is being brought
    back, and the event loop has turned within the last minute.
    Ready is what plays, into the null output as well; with `require_device`, on the device only.
    """

    def __init__(
        self, playback: Loop, player: Player, engine: Supervisor, status: Status, *, require_device: bool = False
    ) -> None:
        self._playback = playback
        self._player = player
        self._engine = engine
        self._status = status
        self._require_device = require_device
        self._ready = False
        self._turned_at = time.monotonic()
        self._ended = threading.Event()

    def start(self) -> None:
        """Begin to feed the watchdog, where systemd wants that."""
        period = watchdog_seconds()
        if period is not None:
            threading.Thread(target=self._feed, args=(period,), name="watchdog", daemon=True).start()

    def close(self) -> None:
        """Feed it no more."""
        self._ended.set()

    def _feed(self, period: float) -> None:
        callbacks, moved_at = -1, time.monotonic()
        while not self._ended.wait(min(LOOK_SECONDS, period)):
            now, seen = time.monotonic(), self._playback.counters().callbacks
            if seen != callbacks:
                callbacks, moved_at = seen, now
            sounds = now - moved_at < AUDIO_SECONDS
            ticks = now - self._engine.status.watched_at < ENGINE_SECONDS
            if sounds and ticks and now - self._turned_at < LOOP_SECONDS:
                notify("WATCHDOG=1")

    async def run(self) -> None:
        """Look and tell, for ever."""
        while True:
            self._turned_at = now = time.monotonic()
            if not self._ready:
                self._begin(now)
            notify(f"STATUS={self._status.line()}")
            await asyncio.sleep(TELL_SECONDS if self._ready else LOOK_SECONDS)

    def _begin(self, now: float) -> None:
        """Tell that it is ready where it is, else that starting goes on."""
        waits = self._player.state.startswith("waiting")
        plays = self._playback.length and self._playback.counters().callbacks
        if not plays or (waits and self._require_device):
            notify(f"EXTEND_TIMEOUT_USEC={START_SECONDS * 1_000_000}")
            return
        self._ready = notify("READY=1")
        if not self._ready:
            return
        into = ", into the null output" if waits else ""
        still = "" if self._playback.playing else ", stopped until it is to play"
        _log.info("sounding after %.1f s%s%s", now - self._status.began, into, still)

    def reloaded(self) -> None:
        """Tell that everything was read again."""
        self._ready = self._ready and notify("READY=1")
