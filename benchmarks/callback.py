"""Cost of the audio callback: its share of one core, in C and in Python, at several rates and blocks.

    python -m benchmarks.callback

Prints processor time relative to the length of a block, on the machine it runs on.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from demond.playback import Loop
from demond.playback.native import Renderer, is_built

SECONDS = 1.0


def share(rate: int, frames: int, *, native: bool, loud: bool, speed: float = 1.0) -> tuple[float, float]:
    """Mean and 99.9 % processor time of a block, relative to its length."""
    loop = Loop.create(4.0)
    try:
        loop.set_device(rate, 2)
        audio = np.random.default_rng(0).standard_normal((2, 96000)).astype(np.float32) * (1.0 if loud else 0.1)
        loop.begin(96000)
        loop.patch(0, audio, fade=0, pending=True)
        loop.commit(fade=0)
        loop.play()
        if speed != 1.0:
            loop.set_speed(speed)
        renderer, out = Renderer(loop.segment, native=native), np.zeros((frames, 2), np.float32)
        times = []
        while sum(times) < SECONDS:
            start = time.thread_time()
            renderer.render(out)
            times.append(time.thread_time() - start)
        return float(np.mean(times)) * rate / frames, float(np.quantile(times, 0.999)) * rate / frames
    finally:
        loop.unlink()


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    print(f"{'callback':10}{'rate':>8}{'frames':>8}{'speed':>8}{'limiter':>9}{'mean':>9}{'99.9 %':>9}")
    for native in [True, False] if is_built() else [False]:
        for rate, speed in ((48000, 1.0), (48000, 1.004), (44100, 1.0), (96000, 1.0)):
            for frames in (128, 256, 1024):
                for loud in (False, True):
                    mean, worst = share(rate, frames, native=native, loud=loud, speed=speed)
                    name, limiter = "C" if native else "Python", "busy" if loud else "idle"
                    print(f"{name:10}{rate:8}{frames:8}{speed:8}{limiter:>9}{mean:9.2%}{worst:9.2%}", flush=True)


if __name__ == "__main__":
    main()
