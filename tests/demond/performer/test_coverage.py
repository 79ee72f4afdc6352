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


def test_next_window_is_the_first_stretch_that_is_not_up_to_date():
    coverage = Coverage(10)
    coverage.mark(0, 10, 1)
    coverage.mark(3, 4, 2)
    order = playing_order(3, 10)
    assert coverage.next_window(order, 3, wanted=2) == (7, 3)
    assert coverage.next_window(order[:4], 3, wanted=2) is None


def test_a_window_ends_where_the_order_jumps():
    coverage = Coverage(10)
    assert coverage.next_window(playing_order(8, 10), 5, wanted=1) == (8, 2)
    assert coverage.next_window(playing_order(4, 10, 2, 6), 5, wanted=1) == (4, 2)


def test_gap_is_found_only_where_nothing_was_ever_decoded():
    coverage = Coverage(6)
    coverage.mark(0, 4, 1)
    assert coverage.next_gap(playing_order(1, 6), 9) == (4, 2)
    coverage.mark(4, 2, 7)
    assert coverage.next_gap(playing_order(0, 6), 9) is None


def test_ahead_counts_to_the_first_old_frame():
    coverage = Coverage(6)
    coverage.mark(4, 2, 3)
    coverage.mark(0, 2, 3)
    assert coverage.ahead(playing_order(4, 6), oldest=3) == 4
    coverage.mark(5, 1, 2)
    assert coverage.ahead(playing_order(4, 6), oldest=3) == 1
    assert coverage.ahead(playing_order(4, 6), oldest=2) == 4
    assert coverage.ahead(playing_order(2, 6), oldest=0) == 0
    assert coverage.held[2] == NOTHING


@given(st.integers(2, 40), st.integers(0, 80), st.integers(1, 12), st.integers(1, 50), st.data())
def test_decoding_window_after_window_covers_exactly_the_reach(frames, start, size, reach, data):
    first = data.draw(st.integers(0, frames - 1))
    order = playing_order(start, frames, first, data.draw(st.integers(first + 1, frames)))
    assert sorted(order) == list(range(frames))
    coverage, total = Coverage(frames), 0
    while (window := coverage.next_window(order[:reach], size, wanted=1)) is not None:
        assert 1 <= window[1] <= size
        coverage.mark(*window, 1)
        total += window[1]
    assert total == min(reach, frames)
    assert np.all(coverage.held[order[:reach]] == 1)
