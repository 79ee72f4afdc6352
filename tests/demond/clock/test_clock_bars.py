"""Loops that are made without a source hold whole bars, so that the playhead is held to the bar."""

from __future__ import annotations

import pytest

from demond.clock.grid import grid_of
from engine.bars import whole_bars

HOP = 1920


@pytest.mark.parametrize("bar", [2, 3, 4])
@pytest.mark.parametrize("bpm", [61.0, 90.5, 97.3, 120.0, 133.0, 174.0, 299.0])
@pytest.mark.parametrize("near", [100, 300, 750, 1500])
def test_the_grid_of_such_a_loop_comes_round_by_bars(bar: int, bpm: float, near: int) -> None:
    grid = grid_of(0, whole_bars(near, bpm, str(bar)) * HOP, bpm, bar)
    assert grid.cycle == bar
    assert grid.whole % bar == 0
    assert grid.tempo == pytest.approx(bpm, rel=0.011)


def test_one_that_is_not_whole_comes_round_by_beats() -> None:
    assert grid_of(0, 301 * HOP, 97.3, 4).cycle == 1
