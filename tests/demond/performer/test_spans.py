import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demond.performer.coverage import playing_order
from demond.performer.spans import SHORTEST, USUAL, WHOLE, Spans, span_seconds


@pytest.mark.parametrize(
    ("asked", "song", "seen"),
    [
        (0, WHOLE, WHOLE),
        (0, WHOLE + 1, USUAL),
        (0, 360, USUAL),
        (12, 360, 12),
        (600, 360, 360),
        (12, 8, 8),
        (0.1, 360, SHORTEST),
        (0.1, 1, 1),
    ],
)
def test_a_long_song_is_seen_in_part_unless_all_of_it_is_asked_for(asked, song, seen):
    assert span_seconds(asked, song) == seen


def lacking(frames, *stretch):
    mask = np.zeros(frames, dtype=bool)
    mask[np.arange(*stretch) % frames] = True
    return mask


def test_the_window_begins_before_the_first_frame_that_lacks():
    spans = Spans(1000, 200)
    order = playing_order(300, 1000)
    assert spans.next(order, lacking(1000, 310, 900)) == 260
    assert spans.next(order, lacking(1000, 0, 1000)) == 250
    assert spans.next(order, lacking(1000, 399, 600)) == 348
    assert spans.next(order, lacking(1000, 400, 600)) is None, "the listener has enough for now"


def test_windows_go_around_the_end_of_the_loop():
    spans = Spans(1000, 200)
    order = playing_order(20, 1000)
    assert spans.next(order, lacking(1000, 20, 30)) == 970
    assert spans.inside(970).tolist() == [*range(970, 1000), *range(170)]
    assert spans.kept(970).tolist() == [*range(995, 1000), *range(145)]


def test_the_whole_song_is_the_window_that_covers_everything():
    spans = Spans(301, 500)
    assert (spans.size, spans.edge) == (301, 0)
    assert spans.next(playing_order(77, 301), lacking(301, 300, 301)) == 0
    assert spans.kept(0).tolist() == list(range(301))
    assert spans.next(playing_order(77, 301), lacking(301, 0, 0)) is None


def test_a_region_that_fits_into_a_window_always_has_the_same_one():
    spans = Spans(1000, 200)
    firsts = {
        spans.next(playing_order(start, 1000, 401, 520)[:119], lacking(1000, 0, 1000)) for start in range(401, 520)
    }
    assert firsts == {360}
    assert set(range(401, 520)) <= set(spans.kept(360))


def test_a_window_is_blended_in_beside_what_stays():
    spans = Spans(1000, 80)
    new = lacking(80, 30, 60)
    shares = spans.shares(new)
    assert spans.edge == 10
    assert not shares[~new].any()
    np.testing.assert_allclose(shares[30:41], [*(np.arange(1, 11) / 11), 1.0], rtol=1e-6)
    np.testing.assert_allclose(shares[59:49:-1], np.arange(1, 11) / 11, rtol=1e-6)
    assert np.all(spans.shares(lacking(80, 0, 80)) == 1.0), "nothing is blended at the ends"


@given(st.integers(40, 400), st.integers(20, 400), st.integers(0, 500), st.data())
def test_span_after_span_brings_all_that_is_heard(frames, size, start, data):
    """Also from a playhead that moves on, and with no more spans than their kept parts make necessary."""
    first = data.draw(st.integers(0, frames - 8))
    last = data.draw(st.integers(first + 8, frames))
    spans, todo = Spans(frames, size), lacking(frames, 0, frames)
    count = 0
    while todo[first:last].any():
        order = playing_order(first + start, frames, first, last)[: last - first]
        at = spans.next(order, todo)
        if at is None:
            start += 1
            continue
        assert 0 <= at < frames
        assert at % 2 == 0
        kept = spans.kept(at)
        assert todo[kept].any(), "a span for nothing"
        todo[kept] = False
        count += 1
    assert count <= 2 + (last - first) // (size // 2)
