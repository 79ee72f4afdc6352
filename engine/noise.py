"""Noise that belongs to a request: functions of its seeds, never of a global generator.

There are two kinds: drawn for a length, and, for spans of a song, made frame by frame. Either may be turned from that
of one seed towards that of another: of independent normal numbers the mixture is normal again, of the same variance.
"""

import math
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from engine.decoder.recent import Recent
from engine.device import Device

KEPT = 32
"""Noises that are kept on a device."""


class Draw(NamedTuple):
    """What noise `[len(seeds), frames, channels]` is drawn by: step None is the start; `at` is where in a song of
    `song` frames a span begins, None without a span; `turned` is how far it is turned towards that of the seeds
    `toward`, in quarter turns."""

    seeds: tuple[int, ...]
    step: int | None
    frames: int
    channels: int
    at: int | None
    song: int
    toward: tuple[int, ...] = ()
    turned: float = 0.0


class Noises:
    """Noise on a device. On the CPU it is drawn when it is asked for; elsewhere the last of it is kept, as seeds come
    again, and a thread draws ahead what is coming."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._kept: Recent[Draw, Tensor] = Recent(KEPT)
        self._coming: dict[Draw, Future[Tensor]] = {}
        self._worker = ThreadPoolExecutor(1, "noise") if not device.is_cpu else None

    def __call__(self, wanted: Draw) -> Tensor:
        """The noise that is wanted, which nobody may write to."""
        if self._device.is_cpu:
            return draw(wanted)
        return self._kept.get(wanted, lambda: self._bring(wanted))

    def ahead(self, wanted: Draw) -> None:
        """Have noise drawn that is wanted soon."""
        if self._worker is None or wanted in self._kept or wanted in self._coming:
            return
        while len(self._coming) >= KEPT:  # what was never asked for
            self._coming.pop(next(iter(self._coming)), None)
        self._coming[wanted] = self._worker.submit(lambda: self._device.staged(draw(wanted)))

    def _bring(self, wanted: Draw) -> Tensor:
        coming = self._coming.pop(wanted, None)
        drawn = self._device.staged(draw(wanted)) if coming is None else coming.result()
        return drawn.to(self._device.device, non_blocking=True)


def draw(wanted: Draw) -> Tensor:
    """Noise as it is wanted, on the CPU."""
    if wanted.turned > 0.0:
        angle = 0.5 * math.pi * wanted.turned
        here, there = (draw(wanted._replace(seeds=s, turned=0.0)) for s in (wanted.seeds, wanted.toward))
        return math.cos(angle) * here + math.sin(angle) * there
    seeds, step, frames, channels, at, song = wanted[:6]
    if at is not None:
        return span_noise(seeds, step, at, frames, song, channels)
    if step is None:
        return start_noise(seeds, frames, channels)
    return step_noise(seeds, step, frames, channels)


def _draw(seed: int, frames: int, channels: int) -> Tensor:
    generator = torch.Generator("cpu").manual_seed(seed)
    return torch.randn(1, channels, frames, generator=generator, dtype=torch.float32).transpose(1, 2)


def start_noise(seeds: Sequence[int], frames: int, channels: int) -> Tensor:
    """Starting noise `[len(seeds), frames, channels]`, drawn per row as `[1, channels, frames]` float32 on the CPU."""
    return torch.cat([_draw(seed, frames, channels) for seed in seeds]).contiguous()


def step_noise(seeds: Sequence[int], step: int, frames: int, channels: int) -> Tensor:
    """Noise of one step, same shape as `start_noise`; it depends on (seed, step) alone."""
    mixed = [int(np.random.SeedSequence([seed, step]).generate_state(1)[0]) for seed in seeds]
    return start_noise(mixed, frames, channels)


def span_noise(seeds: Sequence[int], step: int | None, at: int, frames: int, song: int, channels: int) -> Tensor:
    """Noise `[len(seeds), frames, channels]` of a span of a song, whose parts are the same in every other span.

    Each value depends on seed, frame of the song, channel and step (None: the start) alone. The span begins at frame
    `at` and goes around the end of a song of `song` frames.
    """
    before = min(frames, song - at)
    runs = [(at, before), (0, frames - before)]
    rows = [np.concatenate([_of_frames(seed, step, *run, channels) for run in runs]) for seed in seeds]
    return torch.from_numpy(np.stack(rows))


def _of_frames(seed: int, step: int | None, first: int, frames: int, channels: int) -> np.ndarray:
    """Normal numbers float32 `[frames, channels]`: the Box-Muller transform of a counter-based generator.

    Philox (Salmon et al. 2011) runs under the key (seed, step), its counter stands at the frame; a word of it becomes
    two channels.
    """
    blocks = -(-channels // 8)  # of four words
    generator = np.random.Philox(key=[seed, 0 if step is None else step + 1], counter=[first * blocks, 0, 0, 0])
    words = generator.random_raw(frames * blocks * 4).reshape(frames, blocks * 4)
    radius = np.sqrt(-2.0 * np.log(((words >> np.uint64(32)) + 1.0) / 2.0**32))
    angle = (words & np.uint64(0xFFFFFFFF)) * (2.0 * np.pi / 2.0**32)
    both = np.concatenate([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return both[:, :channels].astype(np.float32)
