"""What a schedule has in force at an instant, and what comes next: pure, no torch.

Instants are seconds since 1970. A time that clocks leap over, where summer time begins, is that of the leap; one that
they show twice counts the first time, and ends a quiet the second.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from demond.hours.civil import even, first, last, local, moment
from demond.hours.times import DAYS, Span

REACH = 9
"""Days that are looked through before and after an instant: everything comes again within a week, and clocks have
leapt over a day."""
FAR = 8 * 86400
"""Seconds from an instant beyond which nothing is told: a silence that began before them has always been."""


class Entry(NamedTuple):
    """What is due at a time, in seconds since midnight, of these days: a scene where one is named, and silence or
    sound where `sound` says; `seconds` are those that it takes."""

    days: frozenset[int]
    time: int
    scene: str
    sound: bool | None
    seconds: float


class Word(NamedTuple):
    """Since when there is to be sound or silence, None for ever, and over how many seconds it comes."""

    at: int | None
    silent: bool
    seconds: float


class Due(NamedTuple):
    """A scene that is due at an instant, over how many seconds it comes."""

    at: int
    scene: str
    seconds: float


class Standing(NamedTuple):
    """What is in force: the last word about sound, the last scene, and the next of each where there is one."""

    word: Word
    due: Due | None
    next_word: Word | None
    next_due: Due | None

    @property
    def since(self) -> float:
        """From when on it has been so."""
        return max(self.word.at or float("-inf"), self.due.at if self.due else float("-inf"))

    @property
    def until(self) -> float:
        """When something else is in force; infinite where nothing comes within reach, which then never does."""
        return min((each.at or 0 for each in (self.next_word, self.next_due) if each is not None), default=float("inf"))


class _Day(NamedTuple):
    """Of all that begins on one day: quiets, from one instant to another, and entries, each with when it is due."""

    quiets: tuple[tuple[int, int], ...]
    entries: tuple[tuple[int, Entry], ...]


class Plan:
    """A schedule in a zone; quiets take `fade` seconds to come and to go."""

    def __init__(self, quiets: Sequence[Span], entries: Sequence[Entry], zone: tzinfo, fade: float = 0.0) -> None:
        self.zone = zone
        self._quiets = quiets
        self._entries = sorted(entries, key=lambda entry: entry.time)
        self._fade = fade
        self._day = lru_cache(4 * REACH)(self._begun_on)
        self._around = lru_cache(2)(self._all_around)

    @property
    def empty(self) -> bool:
        """Whether nothing is ever due."""
        return not self._quiets and not self._entries

    def standing(self, now: float) -> Standing:
        """What is in force at an instant."""
        words, scenes = self._around(local(now, self.zone).date())
        word = bisect_right(words, now, key=lambda each: each.at or 0) - 1
        due = bisect_right(scenes, now, key=lambda each: each.at)
        last, following = words[word], words[word + 1 : word + 2]
        if last.at is not None and last.at < now - FAR:
            last = last._replace(at=None)
        return Standing(
            last,
            scenes[due - 1] if due else None,
            next((each for each in following if each.at is not None and each.at < now + FAR), None),
            scenes[due] if due < len(scenes) else None,
        )

    def told(self, at: float) -> str:
        """An instant of the days to come, as "Mo 09:00"."""
        shown = local(at, self.zone)
        return f"{DAYS[shown.weekday()]} {shown:%H:%M:%S}".removesuffix(":00")

    def _all_around(self, today: date) -> tuple[list[Word], list[Due]]:
        """All words and scenes of the days before and after one."""
        days = [self._day(today + timedelta(days=n)) for n in range(-REACH, REACH + 1)]
        entries = sorted((each for day in days for each in day.entries), key=lambda each: each[0])
        scenes = [Due(at, entry.scene, entry.seconds) for at, entry in entries if entry.scene]
        return _words(_merged(days), entries, self._fade), scenes

    def _begun_on(self, day: date) -> _Day:
        here, zone, midnight = day.weekday(), self.zone, even(day, self.zone)

        def begin(seconds: int) -> int:
            return first(moment(day, seconds), zone) if midnight is None else midnight + seconds

        def end(seconds: int) -> int:
            return last(moment(day, seconds), zone) if midnight is None else midnight + seconds

        quiets = []
        for span in self._quiets:
            if here in span.days:
                over = span.end if span.end > span.begin else span.end + 86400
                quiets.append((begin(span.begin), end(over)))
        entries = [(begin(each.time), each) for each in self._entries if here in each.days]
        return _Day(tuple(quiet for quiet in quiets if quiet[0] < quiet[1]), tuple(entries))


def _merged(days: Sequence[_Day]) -> list[tuple[int, int]]:
    """Quiets as those that do not touch one another."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(each for day in days for each in day.quiets):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _words(quiets: Sequence[tuple[int, int]], entries: Sequence[tuple[int, Entry]], fade: float) -> list[Word]:
    """Every instant at which sound or silence is asked for anew, and before all of them that there was sound.

    A quiet counts more than an entry that asks for sound. What is so already is asked for anew by entries alone: they
    take back what a hand did.
    """
    said: list[tuple[int, Entry | None, bool]] = [(begin, None, True) for begin, _ in quiets]
    said += [(end, None, False) for _, end in quiets]
    said += [(at, entry, not entry.sound) for at, entry in entries if entry.sound is not None]
    words, quiet, off = [Word(None, False, fade)], False, False
    for at, entry, silent in sorted(said, key=lambda each: each[0]):
        if entry is None:
            quiet = silent
        else:
            off = silent
        now = quiet or off
        if now != words[-1].silent or (entry is not None and silent == now):
            if words[-1].at == at:
                words.pop()
            words.append(Word(at, now, fade if entry is None else entry.seconds))
    return words
