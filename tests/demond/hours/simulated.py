"""A schedule in a world whose time leaps to what is next, whose power goes, and whose clock is set."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from demond.calls import Calls
from demond.hours.book import HOURS, Book, Noted, read_noted
from demond.hours.schedule import Schedule
from demond.hours.wall import Wall
from demond.hours.zone import Zone
from demond.parameters import ControlError
from demond.sections import AtTable, ScheduleSection

SAVES_SECONDS = 2.5
"""How long values are changed at most until they are on the disk."""


class LeapingLoop(asyncio.SelectorEventLoop):
    """An event loop that waits for nothing: its time leaps."""

    at = 0.0

    def __init__(self):
        super().__init__()
        self._clock_resolution = 1e-6

    def time(self):
        return self.at

    def _run_once(self):
        if not self._ready and self._scheduled:
            self.at = max(self.at, self._scheduled[0]._when)
        super()._run_once()


class World:
    """What outlives a power cut: the time, what sounds, what is on the disk.

    `values` are those that are worth saving: of a scene from its beginning. `sounds` and `brought` are what happened,
    with its time."""

    def __init__(self, wall, section, zone, look=1e9):
        self.even, self.ahead = 0.0, wall
        self.section, self.zone, self.look = section, zone, look
        self.values = [(-1e12, "nothing")]
        self.files = [(-1e12, Noted().written())]
        self.sounds = []
        self.brought = []
        self.rests = False
        self.missing = set()
        self.schedule = None

    @property
    def wall(self):
        return self.even + self.ahead

    def run(self, seconds, hands=()):
        """Have power for so long; `hands` are (seconds from now, do)."""
        loop = LeapingLoop()
        began = self.even
        real = self

        async def clock():
            await asyncio.sleep(seconds)

        async def main():
            self._begin(loop, began)
            running = asyncio.ensure_future(self.schedule.run())
            for at, do in hands:
                loop.call_later(at, do)
            await clock()
            running.cancel()

        asyncio.set_event_loop(loop)
        try:
            self._time = lambda: began + loop.at
            loop.run_until_complete(main())
        finally:
            real.even = began + seconds
            self._time = lambda: self.even
            for task in asyncio.all_tasks(loop):
                task.cancel()
            asyncio.set_event_loop(None)
            loop.close()

    def _begin(self, loop, began):
        even = lambda: began + loop.at  # noqa: E731
        self._now = lambda: even() + self.ahead
        noted = self._noted()
        writer = SimpleNamespace(put=lambda path, content: self.files.append((even(), content.content())))
        self.playing = True
        self.schedule = Schedule(
            self.section,
            self.zone,
            Wall(noted.seen, self._now, even),
            Book(HOURS, writer, noted),
            Calls(),
            self._recall,
            self._fade,
            lambda rests: setattr(self, "rests", rests),
            lambda: self.playing,
            self._save,
            self.look,
        )
        self.playing = self.schedule.begin()
        self.sounds.append((self._now(), self.playing))

    def _noted(self):
        return noted_of(self.files[-1][1])

    async def _recall(self, due, seconds, at_once):
        await asyncio.sleep(0)
        if due.scene in self.missing:
            raise ControlError("schedule", f"there is no scene {due.scene!r}")
        self.brought.append((self._now(), due.scene))
        self.set(due.scene)
        return due.scene

    def set(self, value):
        """Have these values, by a scene or by a hand."""
        self.values.append((self._time(), value))

    def _fade(self, play, seconds):
        self.playing = play
        self.sounds.append((self._now(), play))

    async def _save(self):
        self.values = [(-1e12, self.values[-1][1])]

    def cut(self, chance):
        """The power goes: what is newer than a moment may be on the disk, or not."""
        safe = self.even - SAVES_SECONDS
        older = [each for each in self.values if each[0] <= safe]
        newer = [each for each in self.values if each[0] > safe]
        self.values = older[-1:] + newer[: chance.randint(0, len(newer))]
        older = [each for each in self.files if each[0] <= self.even - 0.1]
        newer = [each for each in self.files if each[0] > self.even - 0.1]
        self.files = older[-1:] + newer[: chance.randint(0, len(newer))]

    def off(self, seconds):
        """Have no power for so long."""
        self.even += seconds


def noted_of(data):
    """What is noted in a file that holds this."""
    with TemporaryDirectory() as folder:
        path = Path(folder, HOURS)
        path.write_bytes(data)
        return read_noted(path)


def section_of(quiets, entries, seconds=5.0):
    """A section of what a plan's test has."""
    words = {None: "", True: "on", False: "off"}
    tables = tuple(AtTable(at, days, scene, words[sound], seconds) for days, at, scene, sound in entries)
    return ScheduleSection(tuple(quiets), 3.0, tables)


def world_of(wall, quiets, entries, zone="Europe/Berlin", **more):
    return World(float(wall), section_of(quiets, entries), Zone(said=zone), **more)


def chance_of(seed):
    return random.Random(seed)
