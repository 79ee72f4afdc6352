"""Tempo from taps; pure."""

from __future__ import annotations

from collections import deque

MOST = 8
"""Intervals that are averaged."""
PAUSE_SECONDS = 2.1
OUTLIER = 0.35
"""Part of the mean interval by which one may differ; beyond that counting begins anew."""


class Taps:
    """Counts taps; `tap` returns beats a minute, None for the first of a row. For one thread."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=MOST + 1)

    def tap(self, now: float) -> float | None:
        """Take a tap at a time in seconds."""
        times = self._times
        if times:
            interval = now - times[-1]
            mean = (times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else interval
            if interval > PAUSE_SECONDS or abs(interval - mean) > OUTLIER * mean:
                times.clear()
        times.append(now)
        if len(times) < 2 or times[-1] <= times[0]:
            return None
        return 60.0 * (len(times) - 1) / (times[-1] - times[0])
