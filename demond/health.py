"""Whether demond sounds and lives, as systemd is told it: ready, status line, watchdog. No torch."""

from __future__ import annotations

import asyncio
import logging
import time

from demond.notify import notify, watchdog_seconds
from demond.performer.supervisor import Supervisor
from demond.playback.loop import Loop
from demond.playback.player import Player
from demond.status import Status

LOOK_SECONDS = 0.5
ENGINE_QUIET_SECONDS = 15.0
ENGINE_START_SECONDS = 300.0

_log = logging.getLogger("demond")


class Health:
    """Looks at playback and engine twice a second; the watchdog is fed while both are alive."""

    def __init__(self, playback: Loop, player: Player, engine: Supervisor, status: Status) -> None:
        self._playback = playback
        self._player = player
        self._engine = engine
        self._status = status
        self._ready = False

    async def run(self) -> None:
        """Look and tell, for ever."""
        watchdog = watchdog_seconds()
        callbacks, moved_at = -1, time.monotonic()
        while True:
            now = time.monotonic()
            if self._playback.counters().callbacks != callbacks:
                callbacks, moved_at = self._playback.counters().callbacks, now
            waits = self._player.state.startswith("waiting")
            if not self._ready and self._playback.length and callbacks > 0 and not waits:
                self._ready = True
                _log.info("sounding after %.1f s", now - self._status.began)
                notify("READY=1")
            if watchdog is not None and now - moved_at < 2.0 and self._engine_alive(now):
                notify("WATCHDOG=1", f"STATUS={self._status.line()}")
            elif watchdog is None:
                notify(f"STATUS={self._status.line()}")
            await asyncio.sleep(min(LOOK_SECONDS, watchdog or LOOK_SECONDS))

    def reloaded(self) -> None:
        """Tell that everything was read again."""
        if self._ready:
            notify("READY=1")

    def _engine_alive(self, now: float) -> bool:
        engine = self._engine.status
        started = engine.start_seconds
        return now - engine.heard_at < (ENGINE_QUIET_SECONDS + 2 * started if started else ENGINE_START_SECONDS)
