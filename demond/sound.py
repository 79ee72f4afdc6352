"""What sounds, and its time: the loop, its output and input, the recorder, the clock of all of it. No torch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from demond.clock import Clock
from demond.clock.lock import Lock
from demond.clock.transport import Transport
from demond.ending import Ending
from demond.playback.input import Input
from demond.playback.loop import Loop
from demond.playback.player import Player
from demond.playback.recorder import Recorder
from demond.sections import AudioSection
from demond.store import Store

MAX_LOOP_SECONDS = 600
FADE_OUT_SECONDS = 0.4
"""In which what plays goes silent where it ends."""


class Sound:
    """The loop and all that plays, hears, keeps and times it; made in the event loop, silent until `player.start`."""

    def __init__(
        self,
        wanted: AudioSection,
        store: Store,
        full: Callable[[Path], str],
        recording_ended: Callable[[str], None],
        ending: Ending,
    ) -> None:
        """`full(path)` says why nothing more may be recorded there, `recording_ended(why)` is told what ended one."""
        self.playback = Loop.create(MAX_LOOP_SECONDS)
        ending.then(self.playback.unlink)
        ending.then(self.playback.close)
        self.clock = Clock(store, self.playback)
        rate = wanted.samplerate or None
        self.player = Player(
            self.playback,
            wanted.device or None,
            blocksize=wanted.blocksize,
            samplerate=rate,
            channels=wanted.channels,
        )
        self.recorder = Recorder(self.playback, full=full, ended=recording_ended)
        self.listener = Input(wanted.input, samplerate=rate) if wanted.input else None
        if self.listener is not None:
            self.listener.start()
            ending.then(self.listener.stop)
        self.lock = Lock(
            self.playback,
            self.clock,
            lambda: float(str(store.get("bpm"))),
            lambda: float(self.player.info()["latency"]),
        )
        self.transport = Transport(store, self.playback, self.clock, self.lock)
