"""What the decoder sees is as much as lets a knob be heard soon, and does not go to and fro."""

import random

import pytest

from demond.performer.pace import LATEST, REMEMBERED, ROOM, SOON, STEADY, Pace

DEPTH, STEPS = 4, 8


class Card:
    """Ticks that take `start` seconds and `rise` for each second of music in them, on a clock of their own."""

    def __init__(self, start, rise, noise=0.0, song=60.0, usual=60.0):
        self.start, self.rise, self.noise, self.song, self.usual = start, rise, noise, song, usual
        self.pace, self.now, self.seen = Pace(), 0.0, []
        self._random = random.Random(0)

    def play(self, seconds, *, free=True):
        """Generation after generation, the ring filling up from one slot on."""
        end = self.now + seconds
        while self.now < end:
            for slots in (1, 2, 3, *[DEPTH] * STEPS):
                self.pace.choose(self.song, STEPS, DEPTH, self.now, free=free)
                work = slots * (self.pace.context or self.usual)
                took = (self.start + self.rise * work) * (1 + self.noise * self._random.uniform(-1, 1))
                self.now += took
                self.pace.tick_took(took, work, self.now)
                if not self.seen or self.seen[-1] != self.pace.context:
                    self.seen.append(self.pace.context)

    def knob(self, span):
        return STEPS * (self.start + self.rise * DEPTH * span)


FAST = (0.001, 0.015 / 240)  # a full tick of 60 s in 16 ms
GOOD = (0.002, 0.043 / 240)
SLOW = (0.02, 0.5 / 240)


@pytest.mark.parametrize(
    ("card", "song", "usual", "context"),
    [
        (FAST, 60.0, 60.0, 60.0),
        (FAST, 300.0, 15.0, 30.0),
        (GOOD, 60.0, 60.0, 15.0),
        (GOOD, 45.0, 45.0, 15.0),
        (GOOD, 12.0, 12.0, 12.0),
        (GOOD, 300.0, 15.0, 15.0),
        (SLOW, 60.0, 60.0, 0.0),
        (SLOW, 12.0, 12.0, 0.0),
        (SLOW, 300.0, 15.0, 0.0),
    ],
)
def test_the_longest_span_with_which_a_knob_is_heard_soon_is_seen(card, song, usual, context):
    """From below only with room to spare; and what is usual where none is short enough."""
    played = Card(*card, song=song, usual=usual)
    played.play(20.0)
    assert played.pace.context == context
    assert len(played.seen) <= 2
    if context:
        assert played.knob(context) <= SOON


def test_nothing_is_chosen_before_something_was_measured():
    pace = Pace()
    pace.choose(60.0, STEPS, DEPTH, 0.0, free=True)
    pace.choose(60.0, STEPS, DEPTH, 2 * STEADY, free=True)
    assert pace.context == 0.0
    assert pace.line(0.0) is None


@pytest.mark.parametrize("limit", [SOON, ROOM * SOON])
def test_times_that_waver_around_a_limit_move_nothing_to_and_fro(limit):
    rise = limit / STEPS / DEPTH / 15.0
    card = Card(0.0, rise, noise=0.2)
    card.play(200.0)
    assert len(card.seen) <= 3


def test_a_slow_moment_changes_nothing():
    card = Card(*FAST)
    card.play(5.0)
    card.start = 0.2
    card.play(STEADY / 2)
    card.start = FAST[0]
    card.play(5.0)
    assert set(card.seen) == {0.0, 60.0}


def test_only_a_span_that_was_the_better_one_all_the_time_is_taken(monkeypatch):
    pace, found = Pace(), []
    for at, best in enumerate([15.0, *[30.0, 8.0] * 10, 30.0, 30.0, 30.0]):
        monkeypatch.setattr(pace, "_best", lambda *_, best=best: best)
        pace.choose(60.0, STEPS, DEPTH, at * STEADY / 2, free=True)
        found.append(pace.context)
    assert found == [15.0] * 23 + [30.0]


def test_what_was_begun_ends_as_it_began():
    card = Card(*GOOD)
    card.play(20.0, free=False)
    assert card.pace.context == 0.0
    card.play(0.1)
    assert card.pace.context == 15.0, "it was clear for long that this is better"


def test_another_song_gets_what_suits_it_at_once():
    card = Card(*GOOD, song=12.0, usual=12.0)
    card.play(10.0)
    card.song = 60.0
    card.play(0.1)
    assert card.seen == [0.0, 12.0, 15.0]


def test_a_card_that_is_slower_or_faster_from_now_on_is_followed():
    card = Card(*FAST)
    card.play(10.0)
    card.rise = GOOD[1]
    card.play(10.0)
    assert card.pace.context == 15.0
    card.rise = FAST[1]
    card.play(REMEMBERED + 10.0)
    assert card.pace.context == 30.0


def test_what_a_tick_always_takes_is_told_from_what_music_adds():
    pace = Pace()
    pace.tick_took(0.02, 10.0, 0.0)
    assert pace.line(0.0) == pytest.approx((0.0, 0.002)), "one size alone: in proportion"
    pace.tick_took(0.04, 50.0, 0.0)
    assert pace.line(0.0) == pytest.approx((0.015, 0.0005))
    pace.tick_took(0.0, 0.0, 0.0)
    for at in range(LATEST):
        pace.tick_took(0.02, 50.0, float(at))
    assert pace.line(0.0) == pytest.approx((0.02, 0.0)), "more costs nothing"
    assert pace.line(1.0 + REMEMBERED) == pytest.approx((0.0, 0.0004)), "what was long ago is forgotten"
