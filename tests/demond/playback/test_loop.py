"""The shared loop: two processes, one memory, and an engine that may die at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from demond.playback import Loop, SegmentError
from demond.playback.native import Renderer, is_built
from demond.playback.patching import GUARD

from .conftest import sine


def engine(code: str, name: str, *, wait: bool = True) -> subprocess.Popen[str]:
    """A process that attaches to the loop as `loop` and runs the code."""
    head = "import sys, time, numpy as np\nfrom demond.playback import Loop\nloop = Loop.attach(sys.argv[1])\n"
    process = subprocess.Popen(
        [sys.executable, "-c", head + textwrap.dedent(code), name], stdout=subprocess.PIPE, text=True
    )
    if wait:
        assert process.wait(30) == 0
    return process


def bank(loop: Loop) -> np.ndarray:
    return loop.segment.banks[(loop.segment.header.commit >> 56) & 1][: loop.length].T


def filled(loop: Loop, audio: np.ndarray) -> None:
    loop.begin(audio.shape[1])
    loop.patch(0, audio, fade=0, pending=True)
    loop.commit(fade=0)


def test_an_engine_process_writes_what_the_daemon_plays_and_leaves_the_memory_there(loop):
    engine(
        """
        loop.begin(4800)
        loop.patch(0, np.full((2, 4800), 0.25, np.float32), fade=0, pending=True)
        loop.commit(start=100, fade=0)
        loop.fresh_until = 1234.0
        loop.close()
        """,
        loop.name,
    )
    assert loop.length == 4800
    assert loop.position == 100
    assert loop.fresh_until == 1234
    assert (bank(loop) == 0.25).all()
    assert loop.segment.path.exists()
    loop.attach(loop.name).close()


def test_a_patch_fades_at_both_edges_and_wraps(loop):
    filled(loop, np.zeros((2, 4800), np.float32))
    loop.patch(4700, np.ones((2, 400), np.float32), fade=100)
    now = np.roll(bank(loop)[0], 100)
    ramp = (np.arange(100) + 0.5) / 100
    assert np.allclose(now[:100], ramp, atol=1e-6)
    assert (now[100:300] == 1).all()
    assert np.allclose(now[300:400], ramp[::-1], atol=1e-6)
    assert not now[400:].any()
    assert np.array_equal(bank(loop)[0], bank(loop)[1])


def test_a_patch_of_the_whole_loop_and_a_negative_start(loop):
    filled(loop, np.zeros((2, 4800), np.float32))
    audio = np.random.default_rng(0).standard_normal((2, 4800)).astype(np.float32)
    loop.patch(-800, audio, fade=0)
    assert np.array_equal(bank(loop), np.roll(audio, -800, axis=1))


def test_patches_go_to_the_bank_that_was_asked_for(loop):
    filled(loop, np.zeros((2, 4800), np.float32))
    loop.begin(9600)
    loop.patch(0, np.ones((2, 9600), np.float32), fade=0, pending=True)
    assert not bank(loop).any()
    loop.patch(0, np.full((2, 10), 2.0, np.float32), fade=0)
    loop.commit()
    assert (bank(loop) == 1).all()


def test_a_loop_can_begin_as_a_repeated_piece(loop):
    filled(loop, np.zeros((2, 4800), np.float32))
    piece = np.arange(1400, dtype=np.float32).reshape(2, 700)
    loop.begin(2000, piece)
    loop.commit()
    assert np.array_equal(bank(loop), np.concatenate([piece, piece, piece[:, :600]], axis=1))


def within(samples):
    found = np.zeros(48000, bool)
    found[np.asarray(samples, int) % 48000] = True
    return found


@pytest.mark.parametrize("ahead", [-3000, -100, 0, 1500, 6000, 8000])
def test_a_patch_leaves_alone_what_is_about_to_be_heard(loop, ahead):
    filled(loop, np.zeros((2, 48000), np.float32))
    loop.seek(20000)
    loop.play()
    Renderer(loop.segment).render(np.zeros((480, 2), np.float32))
    playhead = int(loop.position)
    assert playhead == 20480
    left = loop.patch(playhead - ahead, np.ones((2, 8000), np.float32), fade=100)
    written = np.zeros(48000, bool)
    written[(playhead - ahead + np.arange(100, 7900)) % 48000] = True
    assert np.array_equal(np.flatnonzero(written & (bank(loop)[0] != 1.0)), np.flatnonzero(written & within(left)))
    now = np.roll(bank(loop)[0], -playhead)
    assert not now[: min(GUARD, 8000)].any()
    assert np.abs(np.diff(now)).max() < 0.011
    assert now.sum() == pytest.approx(max(0, min(8000, 8000 - ahead - GUARD)) + min(max(ahead, 0), 8000), abs=250)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda loop: loop.begin(100), "100 samples"),
        (lambda loop: loop.begin(96001), "1024 to 96000"),
        (lambda loop: loop.commit(), "nothing was begun"),
        (lambda loop: loop.patch(0, np.zeros((2, 10), np.float32), fade=0, pending=True), "nothing was begun"),
        (lambda loop: loop.patch(0, np.zeros((2, 4801), np.float32), fade=0), "4800"),
        (lambda loop: loop.patch(0, np.zeros((10, 2), np.float32), fade=0), "10, 2"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(loop, call, words):
    filled(loop, sine(500, 4800))
    before = bank(loop).copy()
    with pytest.raises(ValueError, match=words):
        call(loop)
    assert np.array_equal(bank(loop), before)
    assert loop.length == 4800


def test_there_is_no_loop_of_that_name(tmp_path):
    for name in ("demond-1-00000000", "../etc/passwd", ""):
        with pytest.raises(SegmentError, match="no shared loop"):
            Loop.attach(name)


def test_a_segment_whose_creator_was_killed_is_removed_by_the_next_one():
    code = "import sys, time\nfrom demond.playback import Loop\nprint(Loop.create(1).name, flush=True)\ntime.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    path = Path("/dev/shm") / process.stdout.readline().strip()
    Loop.create(1).unlink()
    assert path.exists()
    process.kill()
    process.wait()
    Loop.create(1).unlink()
    assert not path.exists()


def test_an_engine_killed_in_the_middle_of_patches_does_not_hurt_the_sound(loop):
    filled(loop, sine(500, 48000, 0.25))
    loop.play()
    renderer, out, heard = Renderer(loop.segment), np.zeros((256, 2), np.float32), []
    process = engine(
        """
        audio = 0.25 * np.sin(2 * np.pi * 500 * np.arange(96000) / 48000).astype(np.float32)
        print("on", flush=True)
        while True:
            start = (int(loop.position) + 10000) // 96 * 96 % 48000
            loop.patch(start, np.stack([audio[:30000]] * 2), fade=480)
            if loop.settled:
                loop.begin(48000)
                loop.patch(0, np.stack([audio[:48000]] * 2), fade=0, pending=True)
                loop.commit(start=(int(loop.position) + 96) // 96 * 96, fade=2400)
        """,
        loop.name,
        wait=False,
    )
    assert process.stdout is not None
    process.stdout.readline()
    for i in range(600):
        renderer.render(out)
        heard.append(out.copy())
        time.sleep(0.001)
        if i == 300:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    sound = np.concatenate(heard)[9600:]
    assert np.abs(np.diff(sound[: 290 * 256 - 9600], 2, axis=0)).max() < 0.005
    assert np.sqrt((sound**2).mean()) > 0.12  # crossfades between two phases of the sine take their share
    assert np.abs(sound).max() < 0.27
    again = Loop.attach(loop.name)
    again.begin(4800)
    again.patch(0, sine(1000, 4800), fade=0, pending=True)
    again.commit(fade=0)
    for _ in range(100):
        renderer.render(out)
    assert loop.length == 4800
    assert np.abs(out).max() > 0.25
    again.close()


def test_the_spot_at_which_a_patch_was_cut_off_is_smoothed(loop):
    filled(loop, np.ones((2, 9600), np.float32))
    torn = loop.segment.banks[(loop.segment.header.commit >> 56) & 1]
    torn[2000:4500] = -1.0  # 2476 samples were noted, 24 of the next 1024 were copied
    loop.segment.header.patch = (((loop.segment.header.commit >> 56) & 1) + 1) << 32 | 4476
    torn[:2000] = -1.0
    Loop.attach(loop.name).close()
    assert loop.segment.header.patch == 0
    assert np.abs(np.diff(bank(loop)[0][100:9000])).max() < 0.005
    assert (np.abs(bank(loop)[0]) == 1).sum() > 7000


def test_begin_waits_until_the_old_bank_is_not_heard_but_not_for_a_callback_that_is_dead(loop):
    filled(loop, sine(500, 4800))
    loop.play()
    started = time.monotonic()
    loop.begin(4800)
    assert 0.4 < time.monotonic() - started < 2.0


@pytest.mark.parametrize("native", [True, False])
def test_the_ramp_goes_to_the_device_instead_of_the_loop(native):
    if native and not is_built():
        pytest.skip("the C callback was not built: there is no compiler")
    loop = Loop.create(1.0, ramp=True)
    try:
        filled(loop, sine(500, 4800))
        loop.play()
        out = np.zeros((1 << 20, 2), np.float32)
        for i in range(0, len(out), 1 << 15):
            Renderer(loop.segment, native=native).render(out[i : i + (1 << 15)])
        assert np.array_equal(out[:, 0], np.arange(1 << 20))
        assert loop.played == 1 << 20
    finally:
        loop.unlink()


def test_a_loop_can_hold_the_counters_ramp():
    loop = Loop.create((1 << 20) / 48000)
    try:
        loop.begin(1 << 20)
    finally:
        loop.unlink()
