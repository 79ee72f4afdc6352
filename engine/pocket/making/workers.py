"""Training over several one-thread processes, and checkpoints that survive being cut off."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn


class Clock:
    """Time spent training, over restarts, against a budget in seconds."""

    def __init__(self, budget: float, spent: float = 0.0) -> None:
        self.budget, self.spent, self._last = budget, spent, time.monotonic()

    def tick(self) -> float:
        """Count the time since the last tick (pauses over 20 s are not counted) and return the share spent."""
        now = time.monotonic()
        self.spent += min(now - self._last, 20.0)
        self._last = now
        return self.spent / self.budget


def join() -> tuple[int, int]:
    """Join the group that `torchrun` started, if any; returns rank and number of processes."""
    torch.set_num_threads(1)
    if "RANK" not in os.environ:
        return 0, 1
    dist.init_process_group("gloo")
    return dist.get_rank(), dist.get_world_size()


def average(parameters: Iterable[nn.Parameter], world: int) -> None:
    """Average gradients over the processes, in place."""
    if world == 1:
        return
    gradients = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients])
    dist.all_reduce(flat)
    flat /= world
    at = 0
    for gradient in gradients:
        gradient.copy_(flat[at : at + gradient.numel()].view_as(gradient))
        at += gradient.numel()


def agree(value: float, world: int) -> float:
    """The first process's value in every process."""
    if world == 1:
        return value
    shared = torch.tensor([value], dtype=torch.float64)
    dist.broadcast(shared, 0)
    return float(shared)


def optimizers(module: nn.Module, rate: float) -> list[torch.optim.Optimizer]:
    """Muon (Jordan 2024) for the matrices inside the layers or blocks, AdamW for everything else."""
    matrices: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for name, parameter in module.named_parameters():
        inner = ("layers." in name or "blocks." in name) and name.endswith("weight") and parameter.ndim == 2
        (matrices if inner else others).append(parameter)
    return [
        torch.optim.Muon(matrices, lr=rate, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.98), weight_decay=0.02),
    ]


def set_rate(made: list[torch.optim.Optimizer], share: float, step: int, warm: int = 60) -> None:
    """A warm-up in steps to the rate they were made with, then half a cosine down to 3 % over the time budget."""
    wave = 0.03 + 0.97 * 0.5 * (1.0 + math.cos(math.pi * min(share, 1.0)))
    for optimizer in made:
        for group in optimizer.param_groups:
            group["lr"] = optimizer.defaults["lr"] * wave * min(1.0, (step + 1) / warm)


def descend(
    loss: Tensor, trained: list[nn.Parameter], made: list[torch.optim.Optimizer], world: int, longest: float = 1.0
) -> None:
    """One step down the gradient of a loss, averaged over the processes and at most `longest`."""
    for optimizer in made:
        optimizer.zero_grad()
    loss.backward()
    average(trained, world)
    torch.nn.utils.clip_grad_norm_(trained, longest)
    for optimizer in made:
        optimizer.step()


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a training state so that a crash leaves the old one or the new one."""
    temporary = path.with_suffix(".part")
    torch.save(state, temporary)
    temporary.replace(path)


class Average:
    """An exponential moving average of parameters."""

    def __init__(self, module: nn.Module, decay: float = 0.998) -> None:
        self.decay = decay
        self.values: dict[str, Tensor] = {k: v.detach().clone() for k, v in module.state_dict().items()}
        self.steps = 0

    @torch.no_grad()
    def update(self, module: nn.Module) -> None:
        """Take one step towards the module."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for name, value in module.state_dict().items():
            if value.is_floating_point():
                self.values[name].lerp_(value, 1.0 - decay)
            else:
                self.values[name].copy_(value)
