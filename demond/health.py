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
START_SECONDS = 30.0  # that systemd is asked to wait on, again and again while it starts
ENGINE_QUIET_SECONDS = 15.0
ENGINE_START_SECONDS = 300.0

_log = logging.getLogger("demond")


class Health:
    """Looks at playback and engine twice a second; the watchdog is fed while both are alive.

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
        self._callbacks, self._moved_at = -1, time.monotonic()

    async def run(self) -> None:
        """Look and tell, for ever."""
        watchdog = watchdog_seconds()
        while True:
            now = time.monotonic()
            sounding = self._sounding(now)
            if not self._ready and sounding:
                self._begin(now)
            if sounding and self._engine_alive(now):
                notify("WATCHDOG=1")
            notify(f"STATUS={self._status.line()}")
            await asyncio.sleep(min(LOOK_SECONDS, watchdog or LOOK_SECONDS))

    def _begin(self, now: float) -> None:
        """Tell that it is ready where it is, else that starting goes on."""
        waits = self._player.state.startswith("waiting")
        if not self._playback.length or (waits and self._require_device):
            notify(f"EXTEND_TIMEOUT_USEC={START_SECONDS * 1e6:.0f}")
            return
        self._ready = True
        _log.info("sounding after %.1f s%s", now - self._status.began, ", into the null output" if waits else "")
        notify("READY=1")

    def _sounding(self, now: float) -> bool:
        """Whether the output asks for sound."""
        callbacks = self._playback.counters().callbacks
        if callbacks != self._callbacks:
            self._callbacks, self._moved_at = callbacks, now
        return callbacks > 0 and now - self._moved_at < 2.0

    def reloaded(self) -> None:
        """Tell that everything was read again."""
        if self._ready:
            notify("READY=1")

    def _engine_alive(self, now: float) -> bool:
        engine = self._engine.status
        started = engine.start_seconds
        return now - engine.heard_at < (ENGINE_QUIET_SECONDS + 2 * started if started else ENGINE_START_SECONDS)
