"""Times by the C library, minute by minute: what plans are held against."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager

import numpy as np

MINUTE = 60
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of summer time, in the south
    "Africa/Casablanca",  # winter time in Ramadan
    "America/Santiago",  # clocks leap at midnight
    "CET-1CEST,M3.5.0,M10.5.0/3",
)


@contextmanager
def zone_of(name):
    """The zone that the C library goes by."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


def shown(begin, end, step=MINUTE, look=15 * MINUTE):
    """What clocks show at every step from one instant to another: seconds since 1970 as if they were of UTC.

    The C library is asked every quarter of an hour: no zone changes in between."""
    offsets = np.array([time.localtime(at).tm_gmtoff for at in range(begin, end, look)])
    at = np.arange(begin, end, step)
    return at + offsets[(at - begin) // look]


class Walk:
    """Which minutes are silent, and what scene was due last, by walking through all of them."""

    def __init__(self, begin, end, quiets=(), entries=()):
        """Quiets are (days, begin, end), entries (days, second of the day, scene, sound), as numbers."""
        self.at = np.arange(begin, end, MINUTE)
        clock = shown(begin, end)
        days = range(clock.min() // 86400 - 1, clock.max() // 86400 + 2)
        self.quiet = np.zeros(len(clock), bool)
        latest = np.maximum.accumulate(clock)
        earliest = np.minimum.accumulate(clock[::-1])[::-1]
        for day in days:
            weekday = (day + 3) % 7
            for on, first, last in quiets:
                if weekday in on:
                    over = last + 86400 if last <= first else last
                    # from when clocks first show the beginning until they never again show less than the end
                    begins = np.searchsorted(latest, day * 86400 + first)
                    self.quiet[begins : np.searchsorted(earliest, day * 86400 + over)] = True
        due = []
        for number, (on, second, scene, sound) in enumerate(entries):
            for day in days:
                moment = day * 86400 + second
                if (day + 3) % 7 in on and latest[0] < moment <= latest[-1]:
                    due.append((int(np.searchsorted(latest, moment)), moment, number, scene, sound))
        due.sort()
        scenes = [(at, scene) for at, _, _, scene, _ in due if scene]
        sounds = [(at, sound) for at, _, _, _, sound in due if sound is not None]
        self.scene = self._last(["", *(scene for _, scene in scenes)], [at for at, _ in scenes])
        self.since = self._last([-1, *(self.at[at] for at, _ in scenes)], [at for at, _ in scenes])
        off = self._last([False, *(not sound for _, sound in sounds)], [at for at, _ in sounds])
        self.silent = self.quiet | off

    def _last(self, values, minutes):
        """The value that came last at every minute; the first is that of before."""
        return np.array(values)[np.searchsorted(minutes, np.arange(len(self.at)), side="right")]
