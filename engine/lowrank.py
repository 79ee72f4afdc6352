"""Low-rank branches beside a linear layer: added when asked for, never merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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


Faded = Sequence[tuple[Branch, float | Tensor]]
"""Branches with their strengths: a number for all rows, or `[B, 1, 1]`."""


def add_branches(y: Tensor, x: Tensor, faded: Faded) -> Tensor:
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


class Kept(Protocol):
    """A weight `[out, in]` that is kept in another form than a tensor."""

    @property
    def shape(self) -> torch.Size: ...

    def product(self, x: Tensor) -> Tensor:
        """`W x` for `[..., in]`, in the dtype of x and new."""
        ...


Weight = Tensor | Kept


def linear(x: Tensor, weight: Weight, bias: Tensor | None, faded: Faded = ()) -> Tensor:
    """`W x + b` with the branches beside it; without any, exactly the plain product."""
    if isinstance(weight, Tensor):
        y = F.linear(x, weight, bias)
    else:
        y = weight.product(x) if bias is None else weight.product(x) + bias
    return add_branches(y, x, faded) if faded else y
