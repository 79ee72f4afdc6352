"""Noise that belongs to a request: functions of its seeds, never of a global generator."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor


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
