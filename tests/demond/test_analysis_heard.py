"""What pictures and lights follow, held against sounds that are known."""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from demond.analysis import Analysis, Heard
from demond.playback.layout import RING_FRAMES
from demond.playback.loop import Loop


@pytest.fixture
def loop() -> Iterator[Loop]:
    made = Loop.create(1.0)
    yield made
    made.unlink()
    made.close()


def listen(loop: Loop, sound: np.ndarray, rate: float = 48000.0, times: float = 60.0) -> list[Heard]:
    """What is read so many times a second while a device plays this, `[frames, 2]`."""
    loop.set_device(rate, 2)
    header = loop.segment.header
    analysis = Analysis(loop, SimpleNamespace(beat=lambda: 9.25, bar=4))  # type: ignore[arg-type]
    heard, block = [], round(rate / times)
    for at in range(0, len(sound) - block, block):
        frames = (header.ring_written + np.arange(block)) % RING_FRAMES
        loop.segment.ring[frames] = sound[at : at + block]
        header.ring_written += block
        heard.append(analysis.read())
    return heard


def sine(hertz: float, seconds: float, rate: float, left: float = 1.0, right: float = 1.0) -> np.ndarray:
    wave = np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return np.stack([left * wave, right * wave], 1).astype(np.float32)


def test_silence_is_nothing(loop: Loop) -> None:
    for heard in listen(loop, np.zeros((24000, 2), np.float32)):
        assert heard == Heard((0.0, 0.0), (0.0,) * 8, 0.0, 0.25, 0.3125)


@pytest.mark.parametrize("rate", [44100.0, 48000.0, 96000.0])
@pytest.mark.parametrize("octave", range(8))
def test_a_tone_is_in_its_octave(loop: Loop, rate: float, octave: int) -> None:
    last = listen(loop, sine(62.5 * 2**octave, 0.5, rate), rate)[-1]
    assert last.levels == pytest.approx((1.0, 1.0), abs=0.02)
    assert last.bands[octave] == pytest.approx(1.0, abs=0.03)
    beside = max(level for each, level in enumerate(last.bands) if abs(each - octave) > (rate > 50000) + (octave < 2))
    assert beside < 0.6


def test_levels_are_decibels_of_each_channel(loop: Loop) -> None:
    heard = listen(loop, sine(1000, 0.5, 48000, left=10 ** (-30 / 20), right=10 ** (-90 / 20)))[-1]
    assert heard.levels == pytest.approx((0.5, 0.0), abs=0.005)


@pytest.mark.parametrize("times", [60.0, 25.0, 15.0])
def test_what_begins_is_told_once(loop: Loop, times: float) -> None:
    dice = np.random.default_rng(1)
    sound = 0.05 * sine(220, 4.0, 48000) + 0.001 * dice.standard_normal((192000, 2)).astype(np.float32)
    begins = [0.5, 1.0, 1.5, 2.25, 3.0, 3.5]
    for at in begins:
        burst = dice.standard_normal((4800, 2)) * np.exp(-np.arange(4800) / 800)[:, None]
        sound[round(at * 48000) : round(at * 48000) + 4800] += 0.3 * burst
    heard = listen(loop, sound, times=times)
    told = [(step + 1) / times for step, each in enumerate(heard) if each.onset]
    told = [at for at in told if at > 0.2]
    assert len(told) == len(begins)
    for at, when in zip(begins, told, strict=True):
        assert 0.0 <= when - at < 1 / times + 0.035


def test_nothing_begins_in_what_goes_on(loop: Loop) -> None:
    dice = np.random.default_rng(2)
    for sound in (sine(440, 3.0, 48000, 0.5, 0.5), 0.1 * dice.standard_normal((144000, 2)).astype(np.float32)):
        assert not any(each.onset for each in listen(loop, sound)[12:])


def test_the_end_of_the_ring_is_no_edge(loop: Loop) -> None:
    loop.segment.header.ring_written = RING_FRAMES - 24000
    heard = listen(loop, sine(1000, 1.0, 48000))[5:]
    assert all(each.bands[4] == pytest.approx(1.0, abs=0.03) for each in heard)
    assert not any(each.onset for each in heard)


@pytest.mark.parametrize(("frames", "most"), [(800, 0.001), (48000, 0.004)])
def test_a_reading_is_cheap_however_late_it_comes(loop: Loop, frames: int, most: float) -> None:
    analysis = Analysis(loop, SimpleNamespace(beat=lambda: 0.0, bar=4))  # type: ignore[arg-type]
    spent = []
    for _ in range(100):
        loop.segment.header.ring_written += frames
        began = time.thread_time()
        analysis.read()
        spent.append(time.thread_time() - began)
    assert sorted(spent)[50] < most
