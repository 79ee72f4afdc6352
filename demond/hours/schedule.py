"""Does what is due by the clock: scenes, silence, sound. No torch."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from demond.calls import Calls
from demond.hours.book import Book
from demond.hours.plan import Due, Entry, Plan, Standing, Word
from demond.hours.times import days_of, span_of, time_of
from demond.hours.wall import Wall
from demond.hours.zone import Zone
from demond.parameters import ControlError
from demond.sections import AtTable, ScheduleSection

LOOK_SECONDS = 1.0
"""How soon it is noticed that the clock was set, or the time zone."""
LEAST_SECONDS = 0.001
SLACK_SECONDS = 600.0
"""How far the clock may be set back without that what was done is done again."""
SEEN_SECONDS = 3600.0
"""How often it is noted at least what the clock shows."""
SOUND = Word(None, False, 0.0)

_log = logging.getLogger("demond")


class Schedule:
    """Recalls scenes, fades to silence and comes back, as the plan has it; what should be now is so after a start, a
    clock that was set and a changed configuration.

    The newest word counts, whoever said it: what a hand plays, stops or moves stays so until the next one of the
    schedule. In silence the engine rests. Made in the event loop, to which it belongs.
    """

    def __init__(
        self,
        section: ScheduleSection,
        zone: Zone,
        wall: Wall,
        book: Book,
        calls: Calls,
        recall: Callable[[Due, float, bool], Awaitable[object]],
        fade: Callable[[bool, float], object],
        rest: Callable[[bool], object],
        playing: Callable[[], bool],
        save: Callable[[], Awaitable[object]],
        look: float = LOOK_SECONDS,
    ) -> None:
        """`recall(due, seconds, at_once)` brings a scene, `fade(play, seconds)` sound or silence, `rest` has the
        engine rest or go on; `playing` says whether it plays, `save` has all values saved."""
        self._zone = zone
        self._wall = wall
        self._book = book
        self._calls = calls
        self._recall = recall
        self._fade = fade
        self._rest = rest
        self._playing = playing
        self._save = save
        self._look = look
        noted = book.noted
        self._done = None if noted.due is None else Due(noted.due, noted.scene, 0.0)
        self._tried: Due | None = None
        self._said: Word | None = None
        self._standing: Standing | None = None
        self._noted = -math.inf
        self._wake = asyncio.Event()
        self._begun = False
        self._section = section
        self._plan = self._planned()

    def begin(self) -> bool:
        """Have what should be now be so; whether there is to be sound."""
        if not self._plan.empty:
            self._tell_plan()
            if self._wall.guessed:
                _log.warning(
                    "schedule: the clock shows %s, and was later once: it counts as %s until it is set",
                    _date(self._wall.shown),
                    _date(self._wall.now()),
                )
            elif not self._wall.known:
                shown = _date(self._wall.shown)
                _log.warning("schedule: the clock shows %s and is not set: nothing is due until it is", shown)
        self._establish()
        self._begun = True
        return not self.silent

    async def run(self) -> None:
        """Do what is due when it is, for ever."""
        while True:
            self._wake.clear()
            left = self.step()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._wake.wait()

    def configure(self, section: ScheduleSection) -> None:
        """Go by another configuration, or try again what failed by the same."""
        self._tried = None
        if section != self._section:
            self._section = section
            self._plan = self._planned()
            self._tell_plan()
        self._establish()
        self._wake.set()

    def step(self) -> float | None:
        """Do what is due; returns in how many seconds to look again, None where nothing ever is."""
        if self._plan.empty:
            return None
        if self._zone.changed():
            self._plan = self._planned()
            _log.info("schedule: the time zone is %s now", self._zone.name)
            self._establish()
        if (moved := self._wall.set_meanwhile()) is not None:
            _log.info("schedule: the clock was set, from %s to %s", *map(_date, moved))
            self._establish()
        now = self._wall.now()
        if self._standing is not None and not self._standing.since <= now < self._standing.until:
            self._establish()
        if self._wall.known and abs(now - self._noted) >= SEEN_SECONDS:
            self._note(now)
        self.heed()
        until = self._standing.until if self._standing is not None else math.inf
        return min(self._look, max(until - self._wall.now(), LEAST_SECONDS))

    def heed(self) -> None:
        """Let the engine rest in silence, and work where a hand plays all the same."""
        self._rest(self.silent and not self._playing())

    @property
    def silent(self) -> bool:
        """Whether there is to be silence now."""
        return self._said is not None and self._said.silent

    def figures(self) -> dict[str, str]:
        """What `/demond/status` tells."""
        standing = self._standing
        if standing is None or self._plan.empty:
            return {"quiet": "", "schedule_next": ""}
        quiet = ""
        if self.silent:
            quiet = f"played by hand, else {self._quiet(standing)}" if self._playing() else self._quiet(standing)
        return {"quiet": quiet, "schedule_next": self._next(standing)}

    # -- what is due --------------------------------------------------------------------------------------------

    def _establish(self) -> None:
        """Have what should be now be so."""
        if not self._wall.known:
            self._standing, self._said = None, SOUND
            return
        now = self._wall.now()
        self._standing = standing = self._plan.standing(now)
        self._speak(standing, now)
        if standing.due is not None and standing.due != self._tried and self._is_new(standing.due, now):
            self._tried = standing.due
            self._calls.task(self._bring(standing.due, at_once=not self._begun))
        if not self._plan.empty:
            self._note(now)
        self.heed()

    def _speak(self, standing: Standing, now: float) -> None:
        """Have sound or silence, where that was not asked for yet."""
        word, before = standing.word, self._said
        if before is not None and (
            word[:2] == before[:2] or (before.at is not None and now < before.at <= now + SLACK_SECONDS)
        ):
            return
        self._said = word
        if not self._begun:
            if word.silent:
                _log.info("schedule: %s", self._quiet(standing))
            return
        if before is None or word.silent != before.silent or word.silent is self._playing():
            _log.info("schedule: %s", self._quiet(standing) if word.silent else "plays again")
            self._fade(not word.silent, word.seconds)

    def _is_new(self, due: Due, now: float) -> bool:
        """Whether a scene is due that was not recalled yet, but by a clock that was wrong."""
        done = self._done
        if done is None or done.at > now + SLACK_SECONDS or due.at > done.at:
            return True
        return due.at == done.at and due.scene != done.scene

    async def _bring(self, due: Due, *, at_once: bool) -> None:
        """Recall a scene and, once it is saved where it leads, note that: after a power cut before, it is recalled
        again; after one since, what hands have set meanwhile holds."""
        seconds = 0.0 if at_once else due.seconds
        try:
            told = await self._recall(due, seconds, at_once)
        except ControlError:
            return  # the log has it; it is tried again by another configuration, or at the next start
        self._done = due
        _log.info("schedule: %s: scene %s", self._plan.told(due.at), told)
        try:
            await self._save()
        except ControlError:
            return
        if self._done is due:
            self._book.note(due=due.at, scene=due.scene)

    def _note(self, now: float) -> None:
        """Note what the clock shows."""
        self._noted = now
        self._book.note(seen=now)

    # -- how it is said -----------------------------------------------------------------------------------------

    def _planned(self) -> Plan:
        section = self._section
        return Plan(
            [span_of(text) for text in section.quiet], list(map(_entry, section.at)), self._zone.rules, section.fade
        )

    def _tell_plan(self) -> None:
        if self._plan.empty:
            _log.info("schedule: nothing is due any more")
            return
        if self._zone.problem:
            _log.warning("schedule: %s", self._zone.problem)
        soon = ""
        if self._wall.known:
            soon = f"; next: {self._next(self._plan.standing(self._wall.now()))}"
        quiets, entries = len(self._section.quiet), len(self._section.at)
        _log.info("schedule: times of quiet %d, entries %d, by %s%s", quiets, entries, self._zone.name, soon)

    def _quiet(self, standing: Standing) -> str:
        """How long there is to be silence, in words."""
        word = standing.next_word
        return "quiet" if word is None or word.at is None else f"quiet until {self._plan.told(word.at)}"

    def _next(self, standing: Standing) -> str:
        """What is due next, and when, in words; empty where nothing is."""
        until, what = standing.until, []
        word, due = standing.next_word, standing.next_due
        if word is not None and word.at == until:
            what.append("quiet" if word.silent else "plays")
        if due is not None and due.at == until:
            what.append(f"scene {due.scene}")
        return f"{self._plan.told(until)} {', '.join(what)}" if what else ""


def _entry(table: AtTable) -> Entry:
    sound = {"on": True, "off": False}.get(table.sound)
    return Entry(days_of(table.days), time_of(table.time), table.scene, sound, table.seconds)


def _date(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC"
