"""What is heard, sample by sample, from both callbacks."""

from __future__ import annotations

import numpy as np
import pytest

from demond.playback.layout import LOOKAHEAD

from .conftest import sine

DELAY = LOOKAHEAD - 1


def roughness(sound: np.ndarray) -> float:
    """The largest jump of the slope: large where there is a click."""
    return float(np.abs(np.diff(sound, 2, axis=0)).max())


SMOOTH = 1.5 * 0.5 * (2 * np.pi * 500 / 48000) ** 2 + 0.5 / 100 * 2 * np.pi * 500 / 48000


def test_nothing_is_heard_before_the_first_loop_and_before_play(played):
    one = played()
    assert not one.hear(1000).any()
    one.fill(sine(500, 9600))
    assert not one.hear(1000).any()
    assert one.loop.position == 0
    assert one.loop.played == 0
    assert one.loop.elapsed == 2000


def test_the_loop_is_heard_unchanged_but_for_the_dc_block_and_repeats(played):
    one = played()
    one.fill(sine(500, 9600))
    one.loop.play()
    one.hear(48000)
    heard = one.hear(9600 * 2)
    expected = sine(500, 9600).T
    assert one.loop.position == pytest.approx((48000 + 19200) % 9600)
    rolled = np.roll(np.concatenate([expected, expected]), DELAY, axis=0)
    assert np.abs(heard - rolled).max() < 0.006  # the DC block turns 500 Hz by 0.6 degrees
    assert roughness(heard) < SMOOTH


def test_play_and_stop_fade_without_a_click_and_stop_holds_the_playhead(played):
    one = played()
    one.fill(sine(500, 9600))
    one.loop.play()
    start = one.hear(4800)
    one.loop.stop()
    end = one.hear(4800)
    assert roughness(np.concatenate([start, end])) < SMOOTH
    assert np.abs(start[:240]).max() < 0.3
    assert not end[600:].any() or np.abs(end[600:]).max() < 1e-6
    assert one.loop.silent
    assert one.loop.position == (4800 + 480) % 9600
    assert one.loop.played == 5280
    assert one.loop.elapsed == 9600


@pytest.mark.parametrize(("action", "samples"), [("panic", 144), ("stop", 480)])
def test_panic_is_silent_sooner_than_stop(played, action, samples):
    one = played()
    one.fill(sine(500, 9600))
    one.loop.play()
    one.hear(9600)
    getattr(one.loop, action)()
    heard = one.hear(4800)
    assert np.abs(heard[DELAY + samples :]).max() < 1e-6
    assert np.abs(heard[: DELAY + samples // 2]).max() > 0.2
    one.loop.play()
    assert np.abs(one.hear(4800)).max() > 0.4


def test_fade_out_takes_its_time(played):
    one = played()
    one.fill(sine(500, 9600))
    one.loop.play()
    one.hear(9600)
    one.loop.fade_out(0.5)
    heard = np.abs(one.hear(24000 + DELAY))
    assert heard[11000:13000].max() == pytest.approx(0.25, abs=0.03)
    assert not one.loop.playing
    assert one.loop.silent


def test_a_new_bank_is_crossfaded_in_where_it_should_start(played):
    one = played()
    one.fill(np.full((2, 9600), 0.0, np.float32))
    one.loop.play()
    one.hear(1000)
    one.fill(sine(500, 24000), fade=4800)
    heard = one.hear(9600)
    assert roughness(heard) < SMOOTH
    assert np.abs(heard[2300:2500]).max() == pytest.approx(0.25, abs=0.02)
    assert np.abs(heard[4900:]).max() == pytest.approx(0.5, abs=0.01)
    assert one.loop.length == 24000
    assert one.loop.position == 9600
    assert one.loop.settled


def test_begin_does_not_touch_a_bank_that_is_being_faded_out(played):
    one = played()
    one.fill(sine(500, 9600))
    one.loop.play()
    one.hear(4800)
    one.fill(np.zeros((2, 9600), np.float32), fade=4800)
    one.hear(2400)
    assert not one.loop.settled
    one.hear(2400)
    assert one.loop.settled
    one.loop.begin(9600)
    assert one.loop.length == 9600


def test_seek_moves_the_playhead_without_a_click(played):
    one = played()
    one.fill(sine(500, 48000))
    one.loop.play()
    one.hear(4800)
    one.loop.seek(24024)  # another phase of the sine
    heard = one.hear(2400)
    assert one.loop.position == 24024 + 2400
    assert roughness(heard) < SMOOTH
    one.loop.restart()
    one.hear(100)
    assert one.loop.position == 100


def test_seek_while_stopped_and_beyond_the_end(played):
    one = played()
    one.fill(sine(500, 9600))
    one.loop.seek(9600 + 7)
    one.hear(10)
    assert one.loop.position == 7


def test_a_region_loops_without_clicks(played):
    one = played()
    one.fill(sine(500, 48000))
    one.loop.set_region(10000, 12024)
    one.loop.play()
    one.hear(100)
    assert one.loop.position == 10100
    heard = one.hear(10 * 2024)
    assert roughness(heard) < SMOOTH
    assert 10000 <= one.loop.position < 12024
    assert one.loop.position == 10100
    assert one.loop.played == 100 + 10 * 2024
    one.loop.set_region(0, 0)
    one.hear(48000 - 10100)
    assert one.loop.position == 0


@pytest.mark.parametrize("region", [(0, 100), (5000, 4000), (-1, 5000)])
def test_a_region_that_is_none_changes_nothing(loop, region):
    loop.set_region(2000, 4000)
    with pytest.raises(ValueError):
        loop.set_region(*region)
    assert loop.segment.header.region == 2000 << 32 | 4000


def test_gain_and_mute_glide(played):
    one = played()
    one.fill(sine(500, 9600))
    one.loop.play()
    one.hear(4800)
    one.loop.set_gain(-6.0206)
    heard = one.hear(4800)
    assert np.abs(heard[2000:]).max() == pytest.approx(0.25, abs=0.003)
    one.loop.set_gain(-6.0206, mute=True)
    muted = one.hear(4800)
    assert not np.abs(muted[2000:]).max() > 1e-9
    one.loop.set_gain(0.0)
    loud = one.hear(4800)
    assert roughness(np.concatenate([heard, muted, loud])) < SMOOTH
    one.loop.set_gain(-90.0)
    assert np.abs(one.hear(9600)[4800:]).max() < 1e-9


def test_dc_goes_and_a_low_bass_stays(played):
    one = played(channels=2)
    one.fill(sine(40, 48000, 0.25) + np.float32(0.5))
    one.loop.play()
    one.hear(48000)
    heard = one.hear(48000)
    assert abs(heard.mean()) < 1e-3
    assert heard.std() == pytest.approx(0.25 / np.sqrt(2), rel=0.02)


@pytest.mark.parametrize("ceiling", [0.0, -1.0, -12.0])
def test_the_limiter_never_exceeds_the_ceiling_and_never_boosts(played, ceiling):
    one = played()
    noise = np.random.default_rng(1).standard_normal((2, 48000)).astype(np.float32)
    noise[:, ::5000] = 40.0
    one.fill(noise)
    one.loop.set_ceiling(ceiling)
    one.loop.set_gain(6.0)
    one.loop.play()
    heard = one.hear(48000)
    assert np.abs(heard).max() <= 10 ** (ceiling / 20)
    assert np.abs(heard).max() > 0.9 * 10 ** (ceiling / 20)
    assert one.loop.counters().limited > 1000
    quiet = played()
    quiet.fill(sine(500, 9600, 0.01))
    quiet.loop.play()
    assert np.abs(quiet.hear(9600)).max() <= 0.0101
    assert quiet.loop.counters().limited == 0


def test_the_limiter_turns_down_smoothly_before_the_peak_and_recovers(played):
    one = played()
    wave = sine(500, 48000, 0.5)
    wave[:, 24000:24096] *= 8
    one.fill(wave)
    one.loop.play()
    one.hear(20000)
    heard = one.hear(28000)
    assert np.abs(heard).max() <= 1.0
    assert np.abs(heard[-4800:]).max() == pytest.approx(0.5, abs=0.01)
    assert one.loop.counters().limited < 96


def test_the_ceiling_has_bounds(loop):
    for wrong in (0.1, -90.0, float("nan")):
        with pytest.raises(ValueError):
            loop.set_ceiling(wrong)


def test_a_volume_that_is_none_is_refused_and_the_sound_goes_on(played):
    one = played()
    one.fill(sine(500, 9600))
    one.loop.play()
    for wrong in (np.nan, np.inf, 1e30):
        with pytest.raises(ValueError, match="24 dB and less"):
            one.loop.set_gain(wrong)
    assert np.abs(one.hear(9600)).max() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, 1e30])
def test_a_loop_of_no_sound_is_silence_only_while_it_lasts(played, wrong):
    one = played()
    one.fill(np.full((2, 9600), wrong, np.float32))
    one.loop.play()
    assert not one.hear(9600).any()
    one.fill(sine(500, 9600), fade=480)
    one.hear(1000)
    heard = one.hear(9600)
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, 1e30])
def test_samples_that_are_no_sound_are_zeros_and_leave_no_trace(played, wrong):
    one = played()
    audio = sine(500, 9600)
    audio[0, 500:600] = wrong
    one.fill(audio)
    one.loop.play()
    heard = one.hear(9600)
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() <= 1.0
    assert one.loop.counters().nan_blocks == 2
    assert np.abs(heard[2000:, 0] - heard[2000:, 1]).max() < 0.3  # only the DC block remembers


def test_meters_show_peak_and_rms_since_the_last_reading(played):
    one = played()
    audio = sine(500, 9600)
    audio[1] *= 0.5
    one.fill(audio)
    one.loop.play()
    one.hear(9600)
    one.loop.meters()
    one.hear(9600)
    meters = one.loop.meters()
    assert meters.peak == pytest.approx((0.5, 0.25), abs=0.005)
    assert meters.rms == pytest.approx((0.5 / np.sqrt(2), 0.25 / np.sqrt(2)), abs=0.005)
    one.loop.panic()
    one.hear(9600)
    one.loop.meters()
    one.hear(4800)
    meters = one.loop.meters()
    assert meters.peak == pytest.approx((0, 0), abs=1e-6)
    assert one.loop.meters().peak == (0.0, 0.0)


def test_stale_samples_are_those_past_the_promise(played):
    one = played()
    one.fill(sine(500, 9600))
    one.loop.play()
    one.hear(1000)
    assert one.loop.counters().stale == 0
    one.loop.fresh_until = 1300
    one.hear(500)
    assert one.loop.counters().stale == 200
    one.loop.fresh_until = 5000
    one.hear(1000)
    assert one.loop.counters().stale == 200
    one.loop.stop()
    one.hear(9600)
    assert one.loop.counters().stale == 200


def test_xruns_and_late_blocks_are_counted(played):
    one = played()
    out = np.zeros((480, 2), np.float32)
    for now, flags in [(1.0, 0), (1.01, 4), (1.02, 8), (1.05, 0), (1.06, 16)]:
        one.renderer.render(out, now, flags)
    counters = one.loop.counters()
    assert counters.callbacks == 5
    assert counters.xruns == 2
    assert counters.late == 1


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_one_channel_hears_both_and_more_than_two_hear_the_first_two(played, channels):
    one = played(channels=channels)
    audio = sine(500, 9600)
    audio[1] = 0
    one.fill(audio)
    one.loop.play()
    one.hear(4800)
    heard = np.abs(one.hear(4800)).max(axis=0)
    expected = {1: [0.25], 2: [0.5, 0], 6: [0.5, 0, 0, 0, 0, 0]}[channels]
    assert heard == pytest.approx(expected, abs=0.005)


def test_the_ring_holds_what_was_heard(played):
    one = played()
    one.fill(sine(500, 9600))
    one.loop.play()
    heard = one.hear(3000, block=700)
    assert np.array_equal(one.loop.segment.ring[:3000], heard)
    assert one.loop.segment.header.ring_written == 3000
