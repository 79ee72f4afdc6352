from hypothesis import given
from hypothesis import strategies as st

from demond.performer.coverage import NOTHING, Coverage


def test_next_window_is_the_first_stretch_that_is_not_up_to_date():
    coverage = Coverage(10)
    coverage.mark(0, 10, 1)
    coverage.mark(3, 4, 2)
    assert coverage.next_window(3, 10, 3, wanted=2) == (7, 3)
    assert coverage.next_window(3, 4, 3, wanted=2) is None
    assert coverage.next_window(8, 3, 9, wanted=1) is None


def test_next_window_goes_around_the_loop():
    coverage = Coverage(10)
    coverage.mark(8, 4, 5)
    assert coverage.next_window(8, 10, 4, wanted=5) == (2, 4)
    assert list(coverage.held[:3]) == [5, 5, NOTHING]


def test_gap_is_found_only_where_nothing_was_ever_decoded():
    coverage = Coverage(6)
    coverage.mark(0, 4, 1)
    assert coverage.next_gap(1, 9) == (4, 2)
    coverage.mark(4, 2, 7)
    assert coverage.next_gap(0, 9) is None


def test_ahead_counts_to_the_first_break():
    coverage = Coverage(6)
    coverage.mark(4, 4, 3)
    assert coverage.ahead(4) == 4
    coverage.mark(5, 1, 2)
    assert coverage.ahead(4, wanted=3) == 1
    assert coverage.ahead(2) == 0


@given(st.integers(1, 40), st.integers(0, 80), st.integers(1, 12), st.integers(1, 50))
def test_decoding_window_after_window_covers_exactly_the_reach(frames, start, size, reach):
    coverage, total = Coverage(frames), 0
    while (window := coverage.next_window(start, reach, size, wanted=1)) is not None:
        assert 1 <= window[1] <= size
        coverage.mark(*window, 1)
        total += window[1]
    assert total == min(reach, frames)
    assert coverage.ahead(start, wanted=1) == min(reach, frames)
