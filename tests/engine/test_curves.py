"""Curves: notation, rendering against closed forms, blending."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine import curves
from engine.curves import Ramp, Wave


@pytest.mark.parametrize(
    ("words", "curve"),
    [
        ((0.5,), 0.5),
        (("0.5",), 0.5),
        ((1, 2), Ramp(1.0, 2.0)),
        ((1, 2, 3), (1.0, 2.0, 3.0)),
        (("0 0.5 1",), (0.0, 0.5, 1.0)),
        (("none",), None),
        (("ramp", 0, 1), Ramp(0.0, 1.0)),
        (("RAMP", "0", "1"), Ramp(0.0, 1.0)),
        (("wave", "sine", 2, 0.25, 0.5), Wave("sine", 2.0, 0.25, 0.5)),
        (("wave", "saw", "4b", 0.25, 0.5, 0.5), Wave("saw", 0.25, 0.25, 0.5, 0.5, beats=True)),
        (("wave", "saw", "1/4b", 1, 0), Wave("saw", 4.0, 1.0, 0.0, beats=True)),
        (("wave square 0.5b 1 0",), Wave("square", 2.0, 1.0, 0.0, beats=True)),
    ],
)
def test_parse(words: tuple, curve: object) -> None:
    assert curves.parse(words) == curve
    assert curves.parse(curves.words(curve)) == curve


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((), "at least one number"),
        (("none", 1), "none takes no arguments"),
        (("ramp", 1), "ramp wants 2 numbers"),
        (("ramp", 1, "x"), 'got text "x"'),
        (("wave", "sine", 1), "wave wants shape, rate, depth, offset"),
        (("wave", "sinus", 1, 1, 0), "wave shape wants one of sine, triangle, saw, square, random"),
        (("wave", "sine", 0, 1, 0), "wave rate wants"),
        (("wave", "sine", -1, 1, 0), "wave rate wants"),
        (("wave", "sine", "0b", 1, 0), "beats per cycle like"),
        (("wave", "sine", "1/0b", 1, 0), "wave rate wants"),
        (("wave", "sine", "fastb", 1, 0), "beats per cycle like"),
        (("wave", "sine", "1x", 1, 0), "beats per cycle like"),
        (("wave", "sine", "nanb", 1, 0), "wave rate wants"),
        (("wave", "sine", 1, math.inf, 0), "finite"),
        (("sine",), "none, ramp or wave"),
        ((1.0, True), "got True"),
        ((math.nan,), "finite"),
        ((0.0,) * 9000, "at most 4096 points"),
    ],
)
def test_parse_says_what_is_wrong(words: tuple, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        curves.parse(words)


def test_flat_curves_stay_numbers() -> None:
    assert curves.render(0.3, 100, 25.0, 120.0) == 0.3
    assert curves.render(None, 100, 25.0, 120.0) is None


def test_breakpoints_and_ramp() -> None:
    assert curves.render((0.0, 1.0, 0.0), 5, 25.0, 120.0).tolist() == [0.0, 0.5, 1.0, 0.5, 0.0]
    assert curves.render(Ramp(1.0, 0.0), 3, 25.0, 120.0).tolist() == [1.0, 0.5, 0.0]
    points = tuple(np.linspace(0, 1, 25) ** 2)
    np.testing.assert_allclose(curves.render(points, 25, 25.0, 120.0), points, atol=1e-7)


@pytest.mark.parametrize(
    ("shape", "at_quarters"),
    [
        ("sine", [0, 1, 0, -1]),
        ("triangle", [0, 1, 0, -1]),
        ("saw", [-1, -0.5, 0, 0.5]),
        ("square", [1, 1, -1, -1]),
        ("pulse", [0, 0.5, 1, 0.5]),
    ],
)
def test_wave_shapes(shape: str, at_quarters: list[float]) -> None:
    got = curves.render(Wave(shape, 1.0, 2.0, 10.0), 8, 4.0, 120.0)
    np.testing.assert_allclose(got, [10 + 2 * y for y in at_quarters * 2], atol=1e-6)
    later = curves.render(Wave(shape, 1.0, 2.0, 10.0, phase=0.25), 4, 4.0, 120.0)
    np.testing.assert_allclose(later, got[1:5], atol=1e-6)


def test_a_wave_by_its_period_is_the_same_wave() -> None:
    for shape in curves.SHAPES:
        told = curves.render(Wave(shape, 0.25, 0.5, 1.0), 250, 25.0, 120.0)
        np.testing.assert_allclose(curves.wave(shape, 100, 250, 0.5, 1.0), told, atol=1e-6)


def test_waves_follow_the_beat() -> None:
    half_hertz = curves.render(Wave("sine", 0.5, 1.0, 0.0), 50, 25.0, 120.0)
    every_four_beats = Wave("sine", 0.25, 1.0, 0.0, beats=True)
    np.testing.assert_allclose(curves.render(every_four_beats, 50, 25.0, 120.0), half_hertz, atol=1e-6)
    slower = curves.render(every_four_beats, 100, 50.0, 60.0)
    assert not np.allclose(slower[:50], half_hertz, atol=1e-2)


def test_random_holds_one_repeatable_value_per_cycle() -> None:
    got = curves.render(Wave("random", 1.0, 1.0, 0.0), 1000, 10.0, 120.0).reshape(100, 10)
    assert (got == got[:, :1]).all()
    assert len(np.unique(got[:, 0])) == 100
    assert got.min() < -0.8 < 0.8 < got.max()
    assert abs(got.mean()) < 0.2
    np.testing.assert_array_equal(
        curves.render(Wave("random", 1.0, 1.0, 0.0, phase=7.0), 930, 10.0, 120.0), got.ravel()[70:]
    )


@pytest.mark.parametrize(
    ("curve", "mean"),
    [(0.3, 0.3), (None, 0.0), ((0.0, 1.0, 0.0), 0.5), (Ramp(0.2, 0.4), 0.3), (Wave("sine", 0.001, 0.5, 0.5), 0.5),
     (Wave("square", 7.0, 1.0, 0.0, beats=True, low=0.0, high=1.0), 0.5)],
)  # fmt: skip
def test_what_a_curve_comes_to_on_average(curve: curves.Curve, mean: float) -> None:
    assert curves.mean(curve) == pytest.approx(mean, abs=0.01)


def test_blend() -> None:
    assert curves.blend(0.0, 1.0, 0.25) == 0.25
    assert curves.blend(0.0, (0.0, 1.0, 2.0), 0.5) == (0.0, 0.5, 1.0)
    assert curves.blend(Ramp(0.0, 2.0), Ramp(2.0, 0.0), 0.5) == Ramp(1.0, 1.0)
    assert curves.blend(Ramp(0.0, 2.0), (0.0, 0.0, 0.0), 0.5) == (0.0, 0.5, 1.0)
    wave = Wave("sine", 1.0, 1.0, 0.0)
    assert curves.blend(0.0, wave, 0.5) == wave
    assert curves.blend(wave, None, 0.5) is None
    assert not curves.blendable(wave)


numbers = st.floats(-1e6, 1e6)
any_curve = st.one_of(
    st.none(),
    numbers,
    st.lists(numbers, min_size=3, max_size=20).map(tuple),
    st.builds(Ramp, numbers, numbers),
    st.builds(Wave, st.sampled_from(curves.SHAPES), st.floats(1e-3, 999.0), numbers, numbers, numbers),
)


@example(-1e-211, 1, -1.6e-211, 1.0)
@given(any_curve, st.integers(1, 60), st.floats(-2, 0), st.floats(0.5, 3))
def test_a_bounded_curve_never_leaves_its_range(curve, frames: int, low: float, high: float) -> None:
    assert curves.parse(curves.words(curve)) == curve
    got = curves.render(curves.bounded(curve, low, high), frames, 25.0, 97.0)
    if curve is None:
        assert got is None
        return
    values = np.broadcast_to(got, frames)
    assert np.isfinite(values).all()
    lowest, highest = min(low, float(np.float32(low))), max(high, float(np.float32(high)))
    assert values.min() >= lowest or math.isclose(values.min(), low, rel_tol=1e-6)
    assert values.max() <= highest or math.isclose(values.max(), high, rel_tol=1e-6)
