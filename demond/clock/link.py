"""Ableton Link: the tempo, beat and transport that all on the network share; the extra `link`. No torch."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from typing import Any

from demond.clock.beats import Anchor

JOIN_SECONDS = 0.5
"""In which peers are found, and their tempo is taken, before anything is followed."""
MISSING = "needs Ableton Link: pip install 'demond[link]'"


def is_installed() -> bool:
    """Whether the extra is there; nothing of it is imported."""
    return importlib.util.find_spec("aalink") is not None


class Link:
    """One peer of the session; made, asked and closed in the event loop.

    `transport(playing)` is called there when another peer starts or stops. The tempo of others is never changed: `bpm`
    is the session's only while nobody else is there.
    """

    def __init__(
        self, bpm: float, bar: int, transport: Callable[[bool], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        from aalink import Link as Session

        self._now = now
        self._session: Any = Session(bpm)
        self._session.quantum = bar
        self._session.start_stop_sync_enabled = True
        self._session.set_start_stop_callback(transport)
        self._session.enabled = True
        self._joined = now() + JOIN_SECONDS

    @property
    def peers(self) -> int:
        """How many others there are."""
        return int(self._session.num_peers)

    @property
    def settled(self) -> bool:
        """Whether others lead, and their tempo is known."""
        return self.peers > 0 and self._now() >= self._joined

    def anchor(self, bpm: float, bar: int) -> Anchor | None:
        """Where the session's beat is; None while peers are still looked for. `bpm` and `bar` are our own."""
        if self._now() < self._joined:
            return None
        session = self._session
        if session.quantum != bar:
            session.quantum = bar
        if not self.peers and abs(session.tempo - bpm) > 0.001:
            session.tempo = bpm
        return Anchor(self._now(), float(session.beat), float(session.tempo))

    def play(self, playing: bool) -> None:
        """Tell the others that we start or stop."""
        if bool(self._session.playing) is not playing:
            self._session.playing = playing

    def close(self) -> None:
        """Leave the session."""
        self._session.set_start_stop_callback(lambda playing: None)
        self._session.enabled = False
