"""Low-rank branches beside a linear layer: added when asked for, never merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True, eq=False, slots=True)
class Up:
    """The second factor `[ranks, columns]`, transposed and scaled, from some ranks of a branch to some outputs."""

    ranks: slice
    columns: slice
    factor: Tensor


@dataclass(frozen=True, eq=False, slots=True)
class Branch:
    """One adapter beside one weight: `down` `[ranks, in]`, then its `ups`; a fused weight has one for each part."""

    down: Tensor
    ups: tuple[Up, ...]


class Slots(NamedTuple):
    """The ranks of all adapters beside one weight: `down` `[in, parts * R]`, for each of its parts `up` `[R, out]`,
    and `strength` `[B, 1, R]`."""

    down: Tensor
    ups: tuple[Tensor, ...]
    strength: Tensor


Faded = Sequence[tuple[Branch, float | Tensor]] | Slots
"""Branches with their strengths, a number for all rows or `[B, 1, 1]`; or all of them as tensors of one shape."""


def add_branches(y: Tensor, x: Tensor, faded: Sequence[tuple[Branch, float | Tensor]]) -> Tensor:
    """`y + sum_i s_i * B_i A_i x` for `y` `[B, N, out]` and `x` `[B, N, in]`; written into y, which must be new."""
    flat = y.view(-1, y.shape[-1])
    for branch, strength in faded:
        inner = F.linear(x, branch.down)
        alpha = 1.0
        if isinstance(strength, Tensor):
            inner = inner * strength
        else:
            alpha = strength
        inner = inner.view(-1, inner.shape[-1])
        for up in branch.ups:
            flat[:, up.columns].addmm_(inner[:, up.ranks], up.factor, alpha=alpha)
    return y


def add_slots(y: Tensor, x: Tensor, slots: Slots) -> Tensor:
    """`y + sum over ranks of s (x A) B`, in operations that change no tensor."""
    inner = torch.unflatten(x @ slots.down, -1, (len(slots.ups), -1)) * slots.strength.unsqueeze(2)
    parts = [inner[:, :, part] @ up for part, up in enumerate(slots.ups)]
    return y + (parts[0] if len(parts) == 1 else torch.cat(parts, dim=-1))


def linear(x: Tensor, weight: Tensor, bias: Tensor | None, faded: Faded = ()) -> Tensor:
    """`W x + b` with the branches beside it; without any, exactly the plain product."""
    y = F.linear(x, weight, bias)
    if isinstance(faded, Slots):
        return add_slots(y, x, faded)
    return add_branches(y, x, faded) if faded else y
