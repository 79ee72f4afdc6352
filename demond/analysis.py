"""What pictures and lights follow: how loud it is, in which octaves, what begins, where the beat is; no torch."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from demond.clock import Clock
from demond.playback.layout import RING_FRAMES
from demond.playback.loop import Loop

WINDOW, HOP, DOUBLED = 2048, 512, 64000.0
"""Frames that one look takes in, and from one look to the next; twice as many at rates beyond this one."""
MOST_HOPS = 8
"""Looks of one reading; what was heard before that is passed over."""
LOWEST, BANDS, FINE = 44.0, 8, 4
"""Where the lowest octave begins, in Hz; how many there are; in how many parts each is looked at for what begins."""
QUIET_DB = -60.0
"""What 0 stands for; 1 is full scale."""
STANDS_OUT, LEAST_RISE = 2.0, 0.02
"""How far what begins rises beyond what is usual: so many times how much that varies, and so much more."""
FORGETS, AGAIN_SECONDS = 0.98, 0.06
"""How much of what is usual is left at the next look; how soon something can begin anew."""
HANN = 0.375
"""What the window leaves of the power of a sound."""

Floats = NDArray[np.float32]


class Heard(NamedTuple):
    """What was heard last, each number 0..1.

    `levels` of left and right and `bands`, eight octaves from 44 Hz on, are decibels: 0 is -60 dB and less, 1 a sine of
    full scale. `onset` is how strongly something began since the reading before, 0 where nothing did; `beat` and `bar`
    are how far those are.
    """

    levels: tuple[float, ...]
    bands: tuple[float, ...]
    onset: float
    beat: float
    bar: float


class Analysis:
    """Looks at what one loop gave to its device. For one reader; a reading takes a fraction of a millisecond."""

    def __init__(self, playback: Loop, clock: Clock) -> None:
        self._playback = playback
        self._clock = clock
        self._next = 0
        self._rate = 0.0
        self._window, self._hop = WINDOW, HOP
        self._hann = np.zeros(0, np.float32)
        self._edges: NDArray[np.intp] = np.zeros(0, np.intp)
        self._levels: tuple[float, ...] = (0.0, 0.0)
        self._bands: tuple[float, ...] = (0.0,) * BANDS
        self._fine = np.zeros(BANDS * FINE, np.float32)
        self._usual = self._spread = 0.0
        self._since = math.inf

    def read(self) -> Heard:
        """Look at what came since the last reading."""
        header = self._playback.segment.header
        written, rate = header.ring_written, header.device_rate
        if rate != self._rate:
            self._set_rate(rate)
        if self._next < written - MOST_HOPS * self._hop:
            self._next = written - MOST_HOPS * self._hop
            self._since = 0.0  # beside nothing, everything begins
        onset = 0.0
        while self._next + self._hop <= written:
            self._next += self._hop
            onset = max(onset, self._look(self._next))
        beat, bar = self._clock.beat(), self._clock.bar
        return Heard(self._levels, self._bands, onset, beat % 1.0, beat % bar / bar)

    def _set_rate(self, rate: float) -> None:
        """Have the octaves where they are at this rate of the device."""
        self._rate = rate
        self._window, self._hop = (WINDOW, HOP) if rate <= DOUBLED else (2 * WINDOW, 2 * HOP)
        self._hann = np.hanning(self._window + 1)[:-1].astype(np.float32)
        hertz = LOWEST * 2.0 ** (np.arange(BANDS * FINE + 1) / FINE)
        self._edges = np.clip(np.round(hertz * self._window / rate).astype(np.intp), 1, self._window // 2)

    def _look(self, end: int) -> float:
        """Take in the window that ends at this frame of the ring, and return how strongly something begins in it."""
        frames = self._frames(end)
        recent = frames[-2 * self._hop :]
        power = np.einsum("fc,fc->c", recent, recent) / len(recent)
        self._levels = tuple(_shown(2.0 * float(each)) for each in power)
        spectrum = np.fft.rfft(frames.sum(axis=1) * self._hann)
        energy = np.concatenate(([0.0], np.cumsum(spectrum.real**2 + spectrum.imag**2)))
        below = energy[self._edges]
        fine = np.maximum(np.diff(below), 0.0) / (HANN * self._window**2)
        self._bands = tuple(_shown(float(each)) for each in fine.reshape(BANDS, FINE).sum(axis=1))
        return self._begins(fine)

    def _begins(self, fine: NDArray[np.float64]) -> float:
        """How strongly something begins, 0..1, by how much the parts of the octaves rise beside what is usual."""
        heights = np.log10(1e-6 + fine).astype(np.float32) / 6.0 + 1.0
        rise = float(np.maximum(heights - self._fine, 0.0).mean())
        self._fine = heights
        usual, spread = self._usual, self._spread
        self._usual = FORGETS * usual + (1.0 - FORGETS) * rise
        self._spread = FORGETS * spread + (1.0 - FORGETS) * abs(rise - usual)
        self._since += self._hop / self._rate
        if rise < usual + STANDS_OUT * spread + LEAST_RISE or self._since < AGAIN_SECONDS:
            return 0.0
        self._since = 0.0
        return min(1.0, 4.0 * rise)

    def _frames(self, end: int) -> Floats:
        """The window of the ring that ends at this frame, `[frames, 2]`."""
        ring = self._playback.segment.ring
        last = end % RING_FRAMES
        window: Floats = ring[max(0, last - self._window) : last]
        missing = self._window - len(window)
        return np.concatenate((ring[-missing:], window)) if missing else window


def _shown(power: float) -> float:
    """A power beside that of full scale, in decibels as 0..1."""
    return min(1.0, max(0.0, 1.0 - 10.0 * math.log10(max(power, 1e-12)) / QUIET_DB))
