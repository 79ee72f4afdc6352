"""Hears everything that a daemon plays, from its ring in shared memory, for as long as it plays."""

from __future__ import annotations

import threading
import time
from collections import deque
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile

from demond.playback.layout import RING_FRAMES
from demond.playback.loop import Loop

QUIET = 1e-4  # -80 dB, on both channels
HOPS = 200  # looks at the sound a second
LONGEST_SILENCE = 0.05  # seconds
STANDSTILL = 0.5  # seconds without a frame: longer than any block
LISTEN_SECONDS = 0.1
KEPT_SECONDS, MOST_KEPT = 4, 10
MARGIN = 1 << 16  # frames of the ring that may be written over while they are read


class Span(NamedTuple):
    """Seconds by the monotonic clock, and how many."""

    at: float
    seconds: float


class Ear:
    """Listens in a thread: silences over 50 ms, times without a frame, numbers that are none, the peak.

    The frames before the end of each of the first silences are kept as files in `folder`.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.silences: list[Span] = []
        self.standstills: list[Span] = []
        self.frames = self.missed = self.nans = 0
        self.peak = self.late = 0.0
        self._loop, self._folder = Loop.attach(name), folder
        self._header = self._loop.segment.header
        self._next = self._header.ring_written
        self._rest = np.zeros((0, 2), np.float32)
        self._quiet = 0  # hops
        self._kept: deque[np.ndarray] = deque()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ear", daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()
        self._hushed()

    def _run(self) -> None:
        moved = looked = time.monotonic()
        while not self._ended.wait(LISTEN_SECONDS):
            now = time.monotonic()
            self.late, looked = max(self.late, now - looked - LISTEN_SECONDS), now
            written = self._header.ring_written
            if written == self._next:
                continue
            if now - moved > STANDSTILL:
                self.standstills.append(Span(moved, now - moved))
            moved = now
            if written - self._next > RING_FRAMES - MARGIN:
                self.missed += written - self._next
                self._next = written
                continue
            self._hear(self._loop.segment.ring[np.arange(self._next, written) % RING_FRAMES])
            self._next = written

    def _hear(self, fresh: np.ndarray) -> None:
        self.frames += len(fresh)
        self.nans += int((~np.isfinite(fresh)).sum())
        hop = round(self._header.device_rate) // HOPS
        block = np.concatenate([self._rest, fresh])
        whole = len(block) // hop * hop
        self._rest = block[whole:].copy()
        self._keep(fresh)
        if not whole:
            return
        peaks = np.abs(block[:whole]).reshape(-1, hop * 2).max(1)
        self.peak = max(self.peak, float(peaks.max()))
        for quiet in peaks < QUIET:
            if quiet:
                self._quiet += 1
            elif self._quiet:
                self._hushed()

    def _hushed(self) -> None:
        """A silence is over."""
        seconds, self._quiet = self._quiet / HOPS, 0
        if seconds <= LONGEST_SILENCE:
            return
        self.silences.append(Span(time.monotonic() - seconds, seconds))
        if len(self.silences) <= MOST_KEPT:
            path = self._folder / f"silence-{len(self.silences)}.wav"
            soundfile.write(path, np.concatenate(self._kept), round(self._header.device_rate))

    def _keep(self, fresh: np.ndarray) -> None:
        self._kept.append(fresh)
        while sum(map(len, self._kept)) - len(self._kept[0]) > KEPT_SECONDS * self._header.device_rate:
            self._kept.popleft()
