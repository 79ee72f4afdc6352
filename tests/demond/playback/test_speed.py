"""The playhead faster and slower than the device: what is heard of it, and what is counted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.demond.playback.conftest import Played, sine


def hertz(heard: np.ndarray) -> float:
    """The frequency of a sine, by the phase it goes through."""
    wave = heard[:, 0].astype(float)
    spectrum = np.fft.rfft(wave * np.hanning(len(wave)))
    spectrum[np.abs(spectrum) < np.abs(spectrum).max() * 0.01] = 0
    full = np.zeros(len(wave), complex)
    full[: len(spectrum)] = 2 * spectrum
    phase = np.unwrap(np.angle(np.fft.ifft(full)))[len(wave) // 4 : -len(wave) // 4]
    return float((phase[-1] - phase[0]) / (len(phase) - 1) / (2 * np.pi) * 48000)


def test_at_exactly_one_every_sample_is_heard_as_it_is(played: Callable[..., Played]) -> None:
    one = played(1.0)
    noise = np.random.default_rng(0).standard_normal((2, 24000)).astype(np.float32) * np.float32(0.1)
    plain = played(1.0)
    for each in (one, plain):
        each.fill(noise)
        each.loop.play()
    one.loop.set_speed(1.01)
    one.loop.set_speed(1.0)
    assert np.array_equal(one.hear(9600), plain.hear(9600))


@pytest.mark.parametrize("speed", [0.98, 0.9993, 1.0123])
def test_pitch_and_what_is_counted_follow_the_speed(played: Callable[..., Played], speed: float) -> None:
    one = played(1.0)
    one.fill(sine(1000, 48000))
    one.loop.play()
    one.hear(4800)
    before, position = one.loop.played, one.loop.position
    one.loop.set_speed(speed)
    heard = one.hear(24000)
    assert hertz(heard) == pytest.approx(1000 * speed, abs=0.05)
    assert one.loop.played - before == pytest.approx(24000 * speed, abs=1e-3)
    assert one.loop.position - position == pytest.approx(24000 * speed, abs=1e-3)
    assert one.loop.elapsed == pytest.approx(28800)


def test_a_change_of_speed_is_no_click(played: Callable[..., Played]) -> None:
    one = played(1.0)
    one.fill(sine(1000, 48000))
    one.loop.play()
    one.hear(4800)
    steps = []
    for speed in (1.0004, 1.0008, 1.0004, 1.0):
        one.loop.set_speed(speed)
        steps.append(one.hear(1920))
    bend = np.abs(np.diff(np.concatenate(steps)[:, 0], n=2)).max()
    assert bend < 0.5 * (2 * np.pi * 1000 / 48000) ** 2 * 2.5, "twice that of the sine, where it snaps to whole samples"


@pytest.mark.parametrize("speed", [0.97, 1.03, float("nan"), float("inf")])
def test_more_is_refused(played: Callable[..., Played], speed: float) -> None:
    one = played(1.0)
    with pytest.raises(ValueError, match="a speed of"):
        one.loop.set_speed(speed)
    assert one.loop.speed == 1.0


def test_a_mark_says_where_the_playhead_was_as_the_newest_block_began(played: Callable[..., Played]) -> None:
    one = played(1.0)
    assert one.loop.mark is None
    one.fill(sine(1000, 48000))
    one.loop.play()
    out = np.zeros((256, 2), np.float32)
    one.renderer.render(out, began=5.0)
    one.renderer.render(out, began=5.1)
    assert one.loop.mark == (5.1, 256.0, 256)
    one.loop.seek(4000)
    assert one.loop.mark is None, "until it was taken"
    one.renderer.render(out, began=5.2)
    assert one.loop.mark == (5.2, 4000.0, 256)
