"""Loops that are made as loud as others: what the callbacks do with the gain that the engine says."""

from __future__ import annotations

import numpy as np
import pytest

from .conftest import sine

GLIDE = 2.0
"""dB a second."""


def level(sound: np.ndarray) -> float:
    """In dB, of a sine of amplitude 0.1."""
    return float(20 * np.log10(np.abs(sound).max() / 0.1))


def test_a_loop_glides_to_its_gain_and_back_to_its_own_level(played):
    one = played()
    one.fill(sine(500, 9600, 0.1))
    one.loop.set_match(True)
    one.loop.play()
    one.hear(9600)
    one.loop.even(6.0)
    levels = [level(one.hear(4800)) for _ in range(40)]
    assert levels[4] == pytest.approx(0.5 * GLIDE, abs=0.1)
    assert levels[20] == pytest.approx(2.1 * GLIDE, abs=0.1)
    assert levels[-1] == pytest.approx(6.0, abs=0.02)
    assert one.loop.matched == pytest.approx(6.0, abs=0.001)
    assert np.diff(levels).max() < 0.1 * GLIDE + 0.02
    one.loop.set_match(False)
    one.hear(4 * 48000)
    assert one.loop.matched == 0.0
    assert level(one.hear(4800)) == pytest.approx(0.0, abs=0.02)
    one.loop.set_match(True)
    one.loop.even(-20.0)
    one.hear(4 * 48000)
    assert level(one.hear(4800)) == pytest.approx(-6.0, abs=0.02)


def test_where_it_is_off_or_says_nothing_every_sample_is_what_it_was(played):
    plain, told, on = played(), played(), played()
    on.loop.set_match(True)
    heard = []
    for one in (plain, told, on):
        one.fill(sine(500, 9600))
        one.loop.play()
        first = one.hear(5000)
        if one is told:
            one.loop.even(4.0)
        one.loop.begin(12000)
        one.loop.patch(0, sine(300, 12000), fade=0, pending=True)
        if one is told:
            one.loop.even(-4.0, pending=True)
        one.loop.commit(fade=4800)
        heard.append(np.concatenate([first, one.hear(20000)]))
    assert np.array_equal(heard[0], heard[1])
    assert np.array_equal(heard[0], heard[2])


@pytest.mark.parametrize(("before", "after"), [(6.0, -6.0), (-6.0, 6.0)])
def test_another_loop_has_its_own_gain_from_its_crossfade_on(played, before, after):
    one = played()
    one.loop.set_match(True)
    one.fill(sine(500, 9600, 0.1 / 10 ** (before / 20)))
    one.loop.even(before)
    one.loop.play()
    one.hear(4 * 48000)
    assert level(one.hear(4800)) == pytest.approx(0.0, abs=0.02)
    one.loop.begin(9600)
    one.loop.patch(0, sine(500, 9600, 0.1 / 10 ** (after / 20)), fade=0, pending=True)
    one.loop.even(after, pending=True)
    one.loop.commit(int(one.loop.position) % 96, fade=9600)  # in phase: a crossfade of equal sines is that sine
    levels = [level(one.hear(960)) for _ in range(30)]
    assert levels == pytest.approx([0.0] * 30, abs=0.1)
    assert one.loop.matched == pytest.approx(after, abs=0.001)


def test_a_seek_and_a_region_leave_the_gain_alone(played):
    one = played()
    one.loop.set_match(True)
    one.fill(sine(500, 9600, 0.1))
    one.loop.even(3.0)
    one.loop.play()
    one.hear(2 * 48000)
    one.loop.seek(960)
    assert level(one.hear(4800)) == pytest.approx(3.0, abs=0.05)
    one.loop.set_region(0, 4800)
    assert level(one.hear(9600)) == pytest.approx(3.0, abs=0.05)


def test_the_limiter_holds_its_ceiling_over_a_loop_that_is_raised(played):
    one = played()
    one.loop.set_match(True)
    one.fill(np.random.default_rng(0).uniform(-0.9, 0.9, (2, 48000)).astype(np.float32))
    one.loop.set_ceiling(-1.0)
    one.loop.even(6.0)
    one.loop.play()
    assert np.abs(one.hear(5 * 48000)).max() <= 10 ** (-1 / 20)


def test_there_is_no_gain_without_a_loop(loop):
    assert loop.matched == 0.0
    with pytest.raises(ValueError, match="no loop was committed"):
        loop.even(1.0)
    with pytest.raises(ValueError, match="nothing was begun"):
        loop.even(1.0, pending=True)
