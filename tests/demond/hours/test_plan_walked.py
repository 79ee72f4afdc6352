"""Plans against a walk through every minute of a year by the clock of the C library."""

import calendar
import time
from datetime import UTC, datetime
from functools import cache

import numpy as np
import pytest

from demond.hours.civil import first, last
from demond.hours.plan import Entry, Plan
from demond.hours.times import EVERY_DAY, MOST_ENTRIES, Span, days_of, span_of, time_of
from demond.hours.zone import Zone
from tests.demond.hours.clocks import MINUTE, ZONES, Walk, zone_of

BEGIN, END = calendar.timegm((2028, 1, 1, 0, 0, 0)), calendar.timegm((2029, 1, 8, 0, 0, 0))
SETTLED = 9 * 86400
"""After which a walk knows what was due before it began."""

QUIETS = ("Mo-Fr 22:00-08:00", "Sa 23:30-02:30", "Su 02:40-02:50", "Fr 18:00-10:00", "Mo 13:00-13:20", "Tu 0:00-24:00")
ENTRIES = (
    ("Mo-Fr", "09:00", "morning", None),
    ("", "02:30", "night", None),
    ("Su", "03:00", "late", None),
    ("Sa Su", "12:00", "noon", True),
    ("We", "00:00", "midnight", None),
    ("Tu", "14:00", "", False),
    ("Tu", "15:30", "", True),
    ("Th", "20:00", "end", False),
    ("Fr", "00:30", "", True),
    ("Fr", "09:30", "", True),
)


def plan_of(zone, quiets=QUIETS, entries=ENTRIES):
    rows = [Entry(days_of(days), time_of(at), scene, sound, 1.0) for days, at, scene, sound in entries]
    return Plan([span_of(text) for text in quiets], rows, Zone(said=zone).rules, 2.0)


@cache
def walk_of(zone):
    with zone_of(zone):
        return Walk(
            BEGIN,
            END,
            [span_of(text) for text in QUIETS],
            [(days_of(days), time_of(at), scene, sound) for days, at, scene, sound in ENTRIES],
        )


def walked_by(plan, walk):
    """The same of the plan, from one thing that is due to the next."""
    silent, scene = np.zeros(len(walk.at), bool), np.full(len(walk.at), "", "U20")
    since = np.full(len(walk.at), -1)
    at, steps = BEGIN + SETTLED, 0
    while at < END:
        standing = plan.standing(at)
        until = min(standing.until, END)
        assert until > at
        here = slice(-(-(at - BEGIN) // MINUTE), -(-int(until - BEGIN) // MINUTE))
        silent[here] = standing.word.silent
        if standing.due:
            scene[here], since[here] = standing.due.scene, standing.due.at
        at, steps = int(until), steps + 1
    return silent, scene, since, steps


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_is_as_it_is_walked(zone):
    walk = walk_of(zone)
    silent, scene, since, steps = walked_by(plan_of(zone), walk)
    there = walk.at >= BEGIN + SETTLED
    for ours, theirs in ((silent, walk.silent), (scene, walk.scene), (since, walk.since)):
        wrong = np.flatnonzero((ours != theirs) & there)
        assert not len(wrong), f"{len(wrong)} minutes, the first {datetime.fromtimestamp(walk.at[wrong[0]], UTC)}"
    assert 1500 < steps < 3000
    assert 0.3 < silent[there].mean() < 0.8
    assert len({*scene[there][np.diff(since[there], prepend=0) != 0]}) == 6


def test_any_instant_says_what_the_way_there_does():
    walk, plan = walk_of("Europe/Berlin"), plan_of("Europe/Berlin")
    for at in np.random.default_rng(7).integers(BEGIN + SETTLED, END - 1, 40):
        fresh, minute = plan_of("Europe/Berlin").standing(int(at)), (at - BEGIN) // MINUTE
        assert fresh == plan.standing(int(at))
        assert (fresh.word.silent, fresh.due.scene) == (walk.silent[minute], walk.scene[minute])
        assert fresh.since <= at < fresh.until


def at(*when):
    return calendar.timegm((*when, 0, 0, 0)[:6])


BERLIN = Zone(said="Europe/Berlin").rules
LORD_HOWE = Zone(said="Australia/Lord_Howe").rules


@pytest.mark.parametrize(
    ("shown", "zone", "once", "finally_"),
    [
        ((2028, 3, 26, 2, 30), BERLIN, at(2028, 3, 26, 1), at(2028, 3, 26, 1)),  # no clock shows it
        ((2028, 3, 26, 3, 0), BERLIN, at(2028, 3, 26, 1), at(2028, 3, 26, 1)),
        ((2028, 10, 29, 2, 30), BERLIN, at(2028, 10, 29, 0, 30), at(2028, 10, 29, 1, 30)),  # they show it twice
        ((2028, 10, 29, 2, 0), BERLIN, at(2028, 10, 29, 0), at(2028, 10, 29, 0)),
        ((2028, 10, 29, 3, 0), BERLIN, at(2028, 10, 29, 2), at(2028, 10, 29, 2)),
        ((2028, 2, 29, 12, 0), BERLIN, at(2028, 2, 29, 11), at(2028, 2, 29, 11)),
        ((2028, 10, 1, 2, 15), LORD_HOWE, at(2028, 9, 30, 15, 30), at(2028, 9, 30, 15, 30)),
        ((2028, 4, 2, 1, 45), LORD_HOWE, at(2028, 4, 1, 14, 45), at(2028, 4, 1, 15, 15)),
        ((2011, 12, 30, 12, 0), Zone(said="Pacific/Apia").rules, at(2011, 12, 30, 10), at(2011, 12, 30, 10)),
    ],
)
def test_times_that_clocks_leap_over_or_show_twice(shown, zone, once, finally_):
    moment = datetime(*shown)
    assert (first(moment, zone), last(moment, zone)) == (once, finally_)


def test_who_never_sounds_and_who_never_stops():
    always = plan_of("Europe/Berlin", ["00:00-24:00"], ())
    standing = always.standing(at(2028, 5, 1))
    assert (standing.word.silent, standing.word.at, standing.until) == (True, None, float("inf"))
    weeks = plan_of("Europe/Berlin", ["Mo-Su 08:00-20:00", "20:00-08:00"], ()).standing(at(2028, 3, 26))
    assert (weeks.word.silent, weeks.word.at, weeks.next_word) == (True, None, None)
    never = Plan([], [], BERLIN)
    assert never.empty
    assert not never.standing(at(2028, 5, 1)).word.silent


def test_of_two_at_once_the_later_in_the_file_counts():
    rows = [Entry(EVERY_DAY, 3600, scene, None, 0.0) for scene in ("one", "two")]
    assert Plan([], rows, UTC).standing(at(2028, 5, 1, 2)).due.scene == "two"
    # and at the leap of summer time the one that is later by the clock
    rows = [Entry(EVERY_DAY, 3 * 3600, "three", None, 0.0), Entry(EVERY_DAY, 9000, "half past two", None, 0.0)]
    assert Plan([], rows, BERLIN).standing(at(2028, 3, 26, 2)).due.scene == "three"


def test_a_quiet_counts_more_than_an_entry_that_asks_for_sound():
    rows = [Entry(EVERY_DAY, 23 * 3600, "", True, 0.0)]
    plan = Plan([Span(EVERY_DAY, 22 * 3600, 8 * 3600)], rows, UTC)
    assert plan.standing(at(2028, 5, 1, 23, 30)).word == (at(2028, 5, 1, 22), True, 0.0)


def test_an_entry_that_asks_for_what_is_so_is_a_word_all_the_same():
    plan = Plan([], [Entry(EVERY_DAY, 9 * 3600, "", True, 3.0)], UTC)
    assert plan.standing(at(2028, 5, 1, 10)).word == (at(2028, 5, 1, 9), False, 3.0)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", "0123456"),
        ("Mo-Fr", "01234"),
        ("sa,SU", "56"),
        ("Fr - Mo", "0456"),
        ("Wednesday", "2"),
        ("mon, We-Th", "023"),
    ],
)
def test_days(text, days):
    assert days_of(text) == {int(day) for day in days}


@pytest.mark.parametrize("text", ["25:00", "24:01", "12", "9:5", "12:60", "-1:00", "noon", "", "１２:00"])
def test_what_is_no_time_is_said(text):
    with pytest.raises(ValueError, match="wants a time of the day"):
        time_of(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("22:00", "two times"),
        ("22:00-22:00", "where it ends"),
        ("24:00-08:00", "where it ends"),
        ("Mi 1:00-2:00", "days"),
    ],
)
def test_what_is_no_quiet_is_said(text, wrong):
    with pytest.raises(ValueError, match=wrong):
        span_of(text)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_as_many_as_may_be_are_looked_through_soon(zone):
    minutes = range(0, 1400, 7)
    quiets = [Span(EVERY_DAY, 60 * at, 60 * at + 1800) for at in minutes]
    entries = [Entry(EVERY_DAY, 60 * at, f"scene {at}", None, 1.0) for at in minutes]
    assert len(entries) == MOST_ENTRIES
    times = []
    for _ in range(3):
        plan, began = Plan(quiets, entries, Zone(said=zone).rules), time.thread_time()
        plan.standing(BEGIN)
        times.append(time.thread_time() - began)
    assert min(times) < 0.05, f"{1e3 * min(times):.1f} ms"
