import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demond.performer.coverage import NOTHING, Coverage, playing_order


@pytest.mark.parametrize(
    ("start", "first", "last", "expected"),
    [
        (3, 0, None, [3, 4, 5, 0, 1, 2]),
        (8, 0, None, [2, 3, 4, 5, 0, 1]),
        (3, 2, 5, [3, 4, 2, 0, 1, 5]),
        (6, 2, 5, [3, 4, 2, 0, 1, 5]),
        (0, 2, 5, [2, 3, 4, 0, 1, 5]),
    ],
)
def test_playing_order_goes_around_the_part_that_loops(start, first, last, expected):
    assert playing_order(start, 6, first, last).tolist() == expected


def made(coverage, generation, *frames):
    changed = np.zeros(coverage.frames, dtype=bool)
    changed[list(frames)] = True
    coverage.make(changed, generation, margin=0)


def test_next_window_is_the_first_stretch_that_is_not_up_to_date():
    coverage = Coverage(10)
    coverage.mark(0, 10)
    made(coverage, 1, 0, 1, 2, 7, 8, 9)
    order = playing_order(3, 10)
    assert coverage.next_window(order, 3) == (7, 3)
    assert coverage.next_window(order[:4], 3) is None
    coverage.mark(7, 3)
    assert coverage.next_window(order, 9) == (0, 3)


def test_a_window_ends_where_the_order_jumps():
    coverage = Coverage(10)
    assert coverage.next_window(playing_order(8, 10), 5) == (8, 2)
    assert coverage.next_window(playing_order(4, 10, 2, 6), 5) == (4, 2)


def test_a_changed_latent_changes_the_sound_of_its_neighbours_too():
    coverage = Coverage(10)
    coverage.mark(0, 10)
    changed = np.zeros(10, dtype=bool)
    changed[[0, 5]] = True
    coverage.make(changed, 1, margin=2)
    assert np.flatnonzero(coverage.made).tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    coverage.mark(0, 10)
    changed[5] = False
    coverage.make(changed, 2, margin=1)
    assert np.flatnonzero(coverage.made == 2).tolist() == [0, 1, 9]


def test_gap_is_found_only_where_nothing_was_ever_decoded():
    coverage = Coverage(6)
    coverage.mark(0, 4)
    assert coverage.next_gap(playing_order(1, 6), 9) == (4, 2)
    coverage.mark(4, 2)
    made(coverage, 7, 4, 5)
    assert coverage.next_gap(playing_order(0, 6), 9) is None


def test_ahead_counts_to_the_first_frame_that_is_too_old_or_as_it_came():
    coverage = Coverage(6)
    coverage.edition[:] = 0
    for generation in (1, 2):
        made(coverage, generation, *range(6))
        coverage.mark(0, 6)
    order = playing_order(4, 6)
    assert coverage.ahead(order) == 6
    made(coverage, 3, 5, 0)
    assert coverage.ahead(order) == 6, "one generation old is fresh enough"
    made(coverage, 7, 0)
    assert coverage.ahead(order) == 2
    coverage.mark(0, 1)
    assert coverage.ahead(order) == 6
    coverage.edition[2] = NOTHING
    assert coverage.ahead(order) == 4


@given(st.integers(2, 40), st.integers(0, 80), st.integers(1, 12), st.integers(1, 50), st.data())
def test_decoding_window_after_window_covers_exactly_the_reach(frames, start, size, reach, data):
    first = data.draw(st.integers(0, frames - 1))
    order = playing_order(start, frames, first, data.draw(st.integers(first + 1, frames)))
    assert sorted(order) == list(range(frames))
    coverage, total = Coverage(frames), 0
    while (window := coverage.next_window(order[:reach], size)) is not None:
        assert 1 <= window[1] <= size
        coverage.mark(*window)
        total += window[1]
    assert total == min(reach, frames)
    assert np.all(coverage.held[order[:reach]] == coverage.made[order[:reach]])
