"""The C callback and its numpy twin: the same bytes in, the same sound and the same bytes out."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest

from demond.playback import Loop
from demond.playback.layout import CALLBACK, Header
from demond.playback.native import Renderer, is_built

pytestmark = pytest.mark.skipif(not is_built(), reason="the C callback was not built: there is no compiler")


def operate(loops: list[Loop], rng: np.random.Generator) -> None:
    """One random turn of a control or write of the engine, the same on all loops."""

    def noise(n: int) -> np.ndarray:
        return rng.standard_normal((2, n)).astype(np.float32) * np.float32(rng.choice([0.1, 0.5, 2.0]))

    length = loops[0].length
    turn = rng.integers(0, 16)
    seed = int(rng.integers(1 << 30))
    start, end = sorted(int(value) for value in rng.integers(0, 12000, 2))
    for loop in loops:
        rng = np.random.default_rng(seed)
        if turn <= 1:
            if loop.settled:
                samples = int(rng.integers(1024, 12000))
                loop.begin(samples)
                loop.patch(0, noise(samples), fade=int(rng.integers(0, 200)), pending=True)
                loop.even(float(rng.uniform(-6, 6)), pending=True)
                loop.commit(int(rng.integers(0, 5000)), fade=int(rng.choice([0, 17, 1000, 4800])))
        elif turn <= 3 and length:
            n = int(rng.integers(1, min(length, 3000)))
            loop.patch(int(rng.integers(-5000, 20000)), noise(n), fade=int(rng.integers(0, 300)))
        elif turn == 4:
            loop.seek(int(rng.integers(0, 15000)))
        elif turn == 5:
            loop.set_region(start, end) if end - start >= 1024 else loop.set_region(0, 0)
        elif turn == 6:
            loop.set_gain(float(rng.choice([-95, -12, -3, 0, 6])), bool(rng.integers(0, 2)))
        elif turn == 7:
            loop.set_ceiling(float(rng.uniform(-20, 0)))
        elif turn == 8:
            rng.choice([loop.stop, loop.panic, loop.restart, lambda loop=loop: loop.fade_out(0.07)])()
        elif turn <= 10:
            loop.play()
        elif turn == 11:
            loop.fresh_until = loop.played + float(rng.integers(0, 3000))
        elif turn == 12 and length:
            bad = np.full((2, 3), rng.choice([np.nan, np.inf, 1e20]), np.float32)
            loop.patch(int(rng.integers(0, length)), bad, fade=0)
        elif turn == 13:
            loop.meters()
        elif turn == 14:
            loop.set_speed(float(rng.choice([1.0, 1.0, 0.981, 0.9971, 1.0123])))
        elif turn == 15 and length:
            loop.set_match(bool(rng.integers(0, 3)))
            loop.even(float(rng.uniform(-6, 6)))


@pytest.mark.parametrize(("rate", "channels"), [(48000, 2), (44100, 2), (96000, 1), (22050, 4)])
def test_both_callbacks_play_the_same_over_many_random_operations(rate, channels):
    rng = np.random.default_rng(rate)
    loops = [Loop.create(0.25), Loop.create(0.25)]
    try:
        for loop in loops:
            loop.set_device(rate, channels)
        renderers = [Renderer(loops[0].segment, native=True), Renderer(loops[1].segment, native=False)]
        heard, now = 0.0, 1.0
        for _ in range(400 if rate == 48000 else 200):
            operate(loops, rng)
            frames = int(rng.choice([1, 13, 64, 256, 512, 1000]))
            flags = int(rng.choice([0, 0, 4]))
            now += frames / rate * rng.choice([1.0, 1.0, 3.0])
            outs = [np.zeros((frames, channels), np.float32) for _ in renderers]
            for renderer, out in zip(renderers, outs, strict=True):
                renderer.render(out, now, flags, now)
            assert np.isfinite(outs[0]).all()
            assert np.abs(outs[0] - outs[1]).max() <= 1e-6
            heard = max(heard, float(np.abs(outs[0]).max()))
        assert heard > 0.1
        first, second = (loop.segment.header for loop in loops)
        for name, _, count in CALLBACK:
            a, b = getattr(first, name), getattr(second, name)
            assert np.allclose(a[:] if count > 1 else a, b[:] if count > 1 else b, atol=1e-6), name
        assert first.callbacks == second.callbacks > 100
        for counter in ("xruns", "late", "nan_blocks", "limited", "stale") if rate == 48000 else ():
            assert getattr(first, counter) > 0, counter
    finally:
        for loop in loops:
            loop.unlink()


def test_a_callback_may_continue_where_the_other_stopped():
    wave = np.sin(np.arange(9600) * 2 * np.pi / 96).astype(np.float32)
    loops = [Loop.create(0.25), Loop.create(0.25)]
    try:
        outs = []
        for loop, natives in zip(loops, [(True, True), (True, False)], strict=True):
            loop.begin(9600)
            loop.patch(0, np.stack([wave, wave]), fade=0, pending=True)
            loop.commit(fade=300)
            loop.play()
            out = np.zeros((4000, 2), np.float32)
            for i in range(40):
                Renderer(loop.segment, native=natives[i % 2]).render(out[100 * i : 100 * i + 100])
            outs.append(out)
        assert np.abs(outs[0]).max() > 0.5
        assert np.abs(outs[0] - outs[1]).max() <= 1e-6
    finally:
        for loop in loops:
            loop.unlink()


def test_the_header_has_only_fields_of_eight_bytes():
    for name, kind in Header._fields_:
        assert getattr(Header, name).offset % 8 == 0
        assert ctypes.sizeof(kind) % 8 == 0
