"""How much of a song the decoder is to see for a knob to be heard soon, from measured times; pure, no torch."""

from __future__ import annotations

import math
import statistics
from collections import deque

from demond.performer.spans import WHOLE, span_seconds

SOON = 0.15
"""Seconds in which a knob is to be heard: from the first tick of a generation that has its value to the last."""
ROOM = 0.8
"""The part of that which a longer span may take, so that nothing goes to and fro."""
STEADY = 3.0
"""Seconds for which another span must have been the better one."""
SHORTER = (30.0, 15.0, 8.0)
LATEST = 8
REMEMBERED = 300.0


class Pace:
    """Chooses the longest span with which a knob is heard soon, and says so in `context`.

    A knob here is any value that generations carry, a prompt too: it is heard when one that began with it is finished,
    so in as many ticks of a full ring as there are steps. What every tick reads comes sooner; waiting for a turn in the
    ring (steps / depth ticks at most), decoding and the lead come on top, with any span. `context` is what is asked of
    `span_seconds`: 0, which is what is usual, as long as nothing was measured or no span is short enough.

    A tick's time is taken for `a + b * work`, its work being the seconds of music in it: the spans of all slots.
    """

    def __init__(self) -> None:
        self.context = 0.0
        self._ticks: dict[int, deque[tuple[float, float, float]]] = {}
        self._leaning: tuple[float, float] | None = None
        self._song = 0.0

    def tick_took(self, seconds: float, work: float, now: float) -> None:
        """Note the time of a tick that moved on `work` seconds of music."""
        if work > 0.0:
            alike = round(2.0 * math.log2(work))
            self._ticks.setdefault(alike, deque(maxlen=LATEST)).append((now, work, seconds))

    def line(self, now: float) -> tuple[float, float] | None:
        """Of a tick's time what it always takes and what each second of music adds, as in the last minutes; None
        where nothing was measured. What is of one size only is taken to be in proportion to it."""
        points: list[tuple[float, float]] = []
        for alike, each in list(self._ticks.items()):
            if now - each[-1][0] > REMEMBERED:
                del self._ticks[alike]
            else:
                points.append((statistics.fmean(x for _, x, _ in each), statistics.median(y for _, _, y in each)))
        if not points:
            return None
        middle, usual = statistics.fmean(x for x, _ in points), statistics.fmean(y for _, y in points)
        spread = sum((x - middle) ** 2 for x, _ in points)
        rise = max(0.0, sum((x - middle) * (y - usual) for x, y in points) / spread) if spread > 0.0 else math.inf
        if usual - rise * middle < 0.0:
            return 0.0, sum(x * y for x, y in points) / sum(x * x for x, _ in points)
        return usual - rise * middle, rise

    def choose(self, song: float, steps: int, depth: int, now: float, *, free: bool) -> None:
        """Change `context`, if `free`, to what has been the better one for long enough, or suits another `song`.

        `song` is in seconds, `steps` are ticks until a generation comes out. To be called before every tick; `free` is
        whether no generation has the newest values yet.
        """
        best = self._best(song, steps, depth, now)
        another, self._song = song != self._song, song
        if best == self.context:
            self._leaning = None
            return
        if self._leaning is None or self._leaning[0] != best:
            self._leaning = best, now
        if free and (another or now - self._leaning[1] >= STEADY):
            self.context, self._leaning = best, None

    def _best(self, song: float, steps: int, depth: int, now: float) -> float:
        line = self.line(now)
        if line is None:
            return 0.0
        seen = span_seconds(self.context, song)
        for span in (min(song, WHOLE), *(each for each in SHORTER if each < song)):
            kept = span == seen or (span < seen and self.context > 0.0)
            if steps * (line[0] + line[1] * depth * span) <= (SOON if kept else ROOM * SOON):
                return span
        return 0.0
