"""Times of the day and days of the week as people write them: pure, no torch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

DAY = 86400
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY = frozenset(range(7))
MOST_ENTRIES = 200
"""Of a kind: what is looked through at once on every change takes a few milliseconds then."""

_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)
_SPAN = re.compile(r"\s*(?:(.*\S)\s+)?([\d:]+)\s*-\s*([\d:]+)\s*")


class Span(NamedTuple):
    """From one time to another, in seconds since midnight, the second on the day after where it is not later; `days`
    are those on which it begins, 0 being Monday."""

    days: frozenset[int]
    begin: int
    end: int


def time_of(text: str) -> int:
    """Seconds since midnight of "9:30" or "09:30:15", up to 24:00. Raises ValueError with a sentence."""
    found = _TIME.fullmatch(text.strip())
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (99, 0, 0)
    at = 3600 * hours + 60 * minutes + seconds
    if minutes > 59 or seconds > 59 or at > DAY:
        raise ValueError(f'wants a time of the day, as "09:30", got {text[:40]!r}')
    return at


def days_of(text: str) -> frozenset[int]:
    """The days that "Mo-Fr", "Sa Su" or "Mo, We, Fr-Su" names; all where it names none. Raises ValueError."""
    days: set[int] = set()
    for part in re.sub(r"\s*-\s*", "-", text).replace(",", " ").split():
        first, dash, last = part.partition("-")
        begin, end = _day(first), _day(last if dash else first)
        days |= {(begin + n) % 7 for n in range((end - begin) % 7 + 1)}
    return frozenset(days) or EVERY_DAY


def span_of(text: str) -> Span:
    """What "22:00-08:00" or "Mo-Fr 18:00-09:00" says. Raises ValueError with a sentence."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f'wants two times, as "22:00-08:00" or "Mo-Fr 18:00-09:00", got {text[:60]!r}')
    days, begin, end = days_of(found[1] or ""), time_of(found[2]), time_of(found[3])
    if begin in (end, DAY):
        raise ValueError(f'begins where it ends, got {text[:60]!r}; a whole day is "00:00-24:00"')
    return Span(days, begin, end)


def wrong_time(text: str) -> str:
    """What is wrong with the time of an entry, nothing if it is good."""
    try:
        return "" if time_of(text) < DAY else 'wants a time before 24:00; midnight is "00:00" of the day that begins'
    except ValueError as error:
        return str(error)


def wrong_days(text: str) -> str:
    """What is wrong with days, nothing if they are good."""
    try:
        days_of(text)
    except ValueError as error:
        return str(error)
    return ""


def wrong_spans(texts: Sequence[str]) -> str:
    """What is wrong with the first of these that is none, nothing if all are good."""
    if problem := wrong_number(texts):
        return problem
    for text in texts:
        try:
            span_of(text)
        except ValueError as error:
            return str(error)
    return ""


def wrong_sound(text: str) -> str:
    """What is wrong with what an entry says of sound, nothing if it is good, or says nothing."""
    return "" if text in ("", "off", "on") else f"wants off or on, got {text[:40]!r}"


def wrong_number(entries: Sequence[object]) -> str:
    """Whether there are too many."""
    return f"holds {len(entries)}, {MOST_ENTRIES} are taken at most" if len(entries) > MOST_ENTRIES else ""


def _day(word: str) -> int:
    for number, name in enumerate(_NAMES):
        if len(word) >= 2 and name.startswith(word.lower()):
            return number
    raise ValueError(f"wants days, as Mo-Fr or Sa Su, of {' '.join(DAYS)}, got {word[:40]!r}")
