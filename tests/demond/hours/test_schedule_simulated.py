"""A schedule in simulated time: a year, power cuts at any second, clocks that were wrong and are set."""

import asyncio
import calendar
import os

import numpy as np
import pytest

from demond.hours.book import HOURS, Away, Book, Noted, read_noted
from demond.hours.zone import Zone
from demond.scenes.writer import Writer
from tests.demond.hours.clocks import MINUTE, Walk, zone_of
from tests.demond.hours.simulated import SAVES_SECONDS, chance_of, noted_of, world_of
from tests.demond.hours.test_plan_walked import BEGIN, END, ENTRIES, QUIETS, SETTLED, walk_of

DAY = 86400


def at(*when):
    return calendar.timegm((*when, 0, 0, 0)[:6])


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe"])
def test_a_year_without_a_hand(zone):
    walk = walk_of(zone)
    world = world_of(BEGIN + SETTLED, QUIETS, ENTRIES, zone)
    world.run(END - MINUTE - BEGIN - SETTLED)
    there = slice(SETTLED // MINUTE, len(walk.at) - 1)
    minutes = walk.at[there]
    heard = np.array([play for _, play in world.sounds])
    instants = np.array([when for when, _ in world.sounds])
    silent = ~heard[np.searchsorted(instants, minutes, side="right") - 1]
    assert np.array_equal(silent, walk.silent[there])
    since = walk.since[there]
    fresh = np.flatnonzero(np.diff(since)) + 1  # each entry that is due: once, at its minute
    assert [(minutes[n], walk.scene[there][n]) for n in fresh] == [
        (round(when), scene) for when, scene in world.brought[1:]
    ]
    assert len(fresh) > 700


def test_power_cuts_at_any_second_change_nothing():
    walk, chance = walk_of("Europe/Berlin"), chance_of(3)
    minute = lambda when: int(when - BEGIN) // MINUTE  # noqa: E731
    edges = [int(each) for each in walk.at[1:][np.diff(walk.since) != 0]]
    for number in range(100):
        begin = chance.randrange(BEGIN + SETTLED, END - 12 * DAY)
        world = world_of(begin, QUIETS, ENTRIES)
        on = chance.choice([20.0, 3600.0, 86400.0 * chance.random() * 3])
        if number % 2:  # near to an entry
            edge = next(each for each in edges if each > begin)
            on = edge - begin + chance.uniform(0.0, 12.0)
        touched = chance.uniform(0.0, on)
        world.run(on, [(touched, lambda world=world: world.set("hand"))])
        cut = world.wall
        world.cut(chance)
        world.off(chance.choice([1.0, 30.0, 7200.0, 86400.0 * chance.random() * 9]))
        born = world.wall
        world.run(60.0)
        now = world.wall
        due = walk.since[minute(now)]
        assert world.playing is not walk.silent[minute(now)], (number, now)
        scene, hand = walk.scene[minute(now)], begin + touched
        newest = {"hand" if due < hand else scene}
        if due < hand and cut < hand + SAVES_SECONDS:
            newest.add(scene)  # the hand is not on the disk yet
        assert world.values[-1][1] in newest, (number, begin, touched, cut, born, now)


def test_what_was_done_is_not_done_again():
    """The values of a hand outlive any number of starts, until the next entry is due."""
    world = world_of(at(2028, 5, 2, 4), ["22:00-06:00"], [("", "09:00", "morning", None), ("", "18:00", "dusk", None)])
    world.run(6 * 3600, [(4 * 3600, lambda: world.set("hand"))])
    assert [scene for _, scene in world.brought] == ["dusk", "morning"]
    for _ in range(5):
        world.off(600)
        world.run(60)
        assert world.values[-1][1] == "hand"
    world.off(8 * 3600)
    world.run(60)
    assert (world.values[-1][1], len(world.brought)) == ("dusk", 3)


def test_a_hand_counts_until_the_next_word():
    world = world_of(at(2028, 5, 2, 18), ["22:00-08:00"], [])
    play = lambda: setattr(world, "playing", True)  # noqa: E731
    told = []
    look = lambda: told.append((world.playing, world.rests, world.schedule.figures()["quiet"]))  # noqa: E731
    world.look = 60.0
    hour = 3600.0
    world.run(
        30 * hour,
        [(hour, look), (3 * hour, look), (4 * hour, play), (5 * hour, look), (13 * hour, look), (27 * hour, look)],
    )
    assert told == [
        (True, False, ""),
        (False, True, "quiet until We 08:00"),
        (True, False, "played by hand, else quiet until We 08:00"),
        (True, False, ""),
        (False, True, "quiet until Th 08:00"),
    ]


def test_a_clock_that_stands_before_it_was_seen_last_goes_on_from_there(caplog):
    """As a machine without a clock of its own starts after a power cut: at night it stays silent."""
    world = world_of(at(2028, 5, 2, 16), ["22:00-08:00"], [("", "20:00", "dusk", None)])
    world.run(9 * 3600)
    world.look = 1.0
    right, world.ahead = world.ahead, 1000.0
    world.run(600.0)
    assert not world.playing
    assert "and was later once" in caplog.text
    assert len(world.brought) == 2  # dusk of the day before, and of this
    # and once the clock is set to the morning, it plays
    world.run(60.0, [(10.0, lambda: setattr(world, "ahead", right + 6 * 3600.0))])
    assert world.playing
    assert len(world.brought) == 2


def test_a_clock_that_nobody_has_set_yet_says_nothing(caplog):
    world = world_of(at(1970, 1, 1, 23), ["22:00-08:00"], [("", "20:00", "dusk", None)], look=1.0)
    told = []
    look = lambda: told.append((world.playing, [scene for _, scene in world.brought]))  # noqa: E731
    setting = lambda: setattr(world, "ahead", float(at(2028, 5, 2, 21)))  # noqa: E731
    world.run(60.0, [(20.0, look), (30.0, setting), (50.0, look)])
    assert told == [(True, []), (False, ["dusk"])]
    assert "nothing is due until it is" in caplog.text


def test_a_clock_that_was_years_ahead_leaves_nothing_behind():
    right = at(2028, 5, 2, 10)
    world = world_of(at(2041, 7, 3, 23), ["22:00-08:00"], [("", "09:00", "morning", None), ("", "20:00", "dusk", None)])
    world.look = 1.0
    world.run(60.0, [(30.0, lambda: setattr(world, "ahead", float(right)))])
    assert world.playing
    assert [scene for _, scene in world.brought] == ["dusk", "morning"]
    # the power goes before it is set: the next start has the right time, and goes by that
    world = world_of(at(2041, 7, 3, 23), ["22:00-08:00"], [("", "09:00", "morning", None), ("", "20:00", "dusk", None)])
    world.run(30.0)
    world.ahead = float(right)
    world.run(30.0)
    assert world.playing
    assert [scene for _, scene in world.brought] == ["dusk", "morning"]


@pytest.mark.parametrize("by", [-120.0, -5.0, -1.0, 1.0, 5.0, 120.0])
def test_a_clock_that_is_set_a_little_repeats_and_skips_nothing(by):
    entries = [
        ("", "09:00", "morning", None),
        ("", "10:00", "late", None),
        ("", "8:00", "", True),
        ("", "10:04", "", False),
    ]
    for before in (-3.0, 3.0):  # before and after the entry is due
        world = world_of(at(2028, 5, 2, 9, 50), ["9:59-9:59:58"], entries, "UTC", look=1.0)
        step = lambda world=world: setattr(world, "ahead", world.ahead + by)  # noqa: E731
        world.run(1200.0, [(600.0 + before, step)])
        assert [scene for _, scene in world.brought] == ["morning", "late"], before
        assert [play for _, play in world.sounds] == [True, False, True, False] or by > 100, before


def test_a_clock_that_is_set_far_has_what_should_be_then():
    entries = [("", "09:00", "morning", None), ("", "12:00", "noon", None)]
    world = world_of(at(2028, 5, 2, 9, 30), (), entries, "UTC", look=1.0)
    world.look = 10.0
    world.run(
        4 * 3600,
        [
            (60.0, lambda: setattr(world, "ahead", world.ahead + 3 * 3600)),
            (120.0, lambda: setattr(world, "ahead", world.ahead - 3 * 3600)),
        ],
    )
    assert [scene for _, scene in world.brought] == ["morning", "noon", "morning", "noon"]


def test_another_time_zone_is_noticed(tmp_path):
    place = tmp_path / "localtime"
    place.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    world = world_of(at(2028, 7, 2, 5, 30), ["08:00-09:00"], [])
    world.zone, world.look = Zone(place), 1.0

    def move():
        place.unlink()
        place.symlink_to("/usr/share/zoneinfo/Europe/Athens")

    told = []
    look = lambda: told.append((world.playing, world.zone.name))  # noqa: E731
    world.run(60.0, [(5.0, look), (10.0, move), (12.0, look)])
    assert told == [(True, "Europe/Berlin"), (False, "Europe/Athens")]


def test_without_a_time_zone_it_is_utc_and_said(tmp_path):
    zone = Zone(tmp_path / "none")
    assert (zone.name, zone.changed()) == ("UTC", False)
    assert "has no time zone" in zone.problem
    os.symlink("/usr/share/zoneinfo/Asia/Tokyo", tmp_path / "none")
    assert zone.changed()
    assert (zone.name, zone.problem) == ("Asia/Tokyo", "")
    (tmp_path / "bad").write_bytes(b"nonsense")
    assert "has no time zone" in Zone(tmp_path / "bad").problem
    assert "TZ says 'Mars/Olympus'" in Zone(said="Mars/Olympus").problem
    assert Zone(said=":/usr/share/zoneinfo/Asia/Tokyo").problem == Zone(said="").problem == ""


@pytest.mark.parametrize("said", ["EST5EDT,M3.2.0,M11.1.0", "<-03>3", "AEST-10AEDT,M10.1.0,M4.1.0/3", "UTC0"])
def test_rules_that_are_written_out_are_those_of_the_c_library(said):
    zone = Zone(said=said)
    with zone_of(said):
        walk = Walk(BEGIN, END, [(frozenset({6}), 0, 9000)])
    world = world_of(BEGIN, ["Su 0:00-2:30"], [], said)
    world.run(END - MINUTE - BEGIN)
    assert not zone.problem
    instants = np.array([when for when, _ in world.sounds])
    heard = np.array([play for _, play in world.sounds])
    assert np.array_equal(~heard[np.searchsorted(instants, walk.at[:-1], side="right") - 1], walk.silent[:-1])


def test_a_scene_that_is_missing_is_tried_again_by_a_reload_and_at_the_next_start():
    entries = [("", "09:00", "morning", None)]
    world = world_of(at(2028, 5, 2, 9, 30), (), entries, "UTC", look=1.0)
    world.missing = {"morning"}
    world.run(30.0)
    assert world.brought == []

    def mended():
        world.missing = set()
        world.schedule.configure(world.section)

    world.missing = {"morning"}
    world.run(30.0, [(20.0, mended)])
    assert len(world.brought) == 1
    world.run(30.0)
    assert len(world.brought) == 1


def test_another_configuration_counts_at_once():
    world = world_of(at(2028, 5, 2, 21), ["20:00-08:00"], [], "UTC", look=1.0)
    told = []
    look = lambda: told.append((world.playing, world.rests))  # noqa: E731
    other = world_of(0, [], [("", "20:30", "dusk", None)]).section
    nothing = world_of(0, [], []).section
    world.run(
        60.0,
        [
            (5.0, look),
            (10.0, lambda: world.schedule.configure(other)),
            (15.0, look),
            (20.0, lambda: world.schedule.configure(nothing)),
            (25.0, look),
        ],
    )
    assert told == [(False, True), (True, False), (True, False)]
    assert [scene for _, scene in world.brought] == ["dusk"]


def test_what_is_noted_is_read_as_it_was_written():
    noted = Noted(at(2028, 2, 29), at(2028, 2, 28, 9), "morning", Away("rest", "", {"blend": 0.5, "key": None}))
    assert noted_of(noted.written()) == noted
    assert noted_of(b"seen = 3\n[schedule]\ndue = 'x'\n[attract]\nscene = 4\n") == Noted(away=Away("", "", {}))
    assert noted_of(b"= nonsense") == Noted()


def test_a_file_that_a_power_cut_broke_is_the_one_before(tmp_path, caplog):
    path = tmp_path / HOURS

    async def noting():
        writer = Writer()
        book = Book(path, writer, read_noted(path))
        for seen in (at(2028, 5, 1), at(2028, 5, 2)):
            book.note(seen=seen)
            await writer.saved([path])

    asyncio.run(noting())
    assert read_noted(path) == Noted(at(2028, 5, 2))
    os.truncate(path, path.stat().st_size - 3)
    assert read_noted(path) == Noted(at(2028, 5, 1))
    assert "going on with the one before" in caplog.text


@pytest.fixture(autouse=True)
def _no_loop_is_left():
    yield
    asyncio.set_event_loop(None)
