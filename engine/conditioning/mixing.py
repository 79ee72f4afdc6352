"""Mixing the token states of prompts."""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor


def fit_tokens(tokens: Tensor, length: int) -> Tensor:
    """`[1, L, H]` cut or filled up with zero tokens to `[1, length, H]`."""
    return F.pad(tokens, (0, 0, 0, length - tokens.shape[1]))


def mix_tokens(a: Tensor, b: Tensor, share: float) -> Tensor:
    """`(1 - share) * a + share * b` over tokens `[1, L, H]`; the shorter counts as zero where it has no token.

    At 0 and 1 the one that is left comes back with its own length.
    """
    if share in (0.0, 1.0):
        return b if share else a
    length = max(a.shape[1], b.shape[1])
    return torch.lerp(fit_tokens(a, length), fit_tokens(b, length), share)


def blend_tokens(prompts: Sequence[tuple[Tensor, float]]) -> tuple[Tensor, Tensor | None]:
    """Tokens `[1, L, H]` of several prompts' by weight, and the presence `[L]` of each (None: all in full).

    Where a prompt is shorter than the others it has no say: a token is the mean of those that are there, present by
    their share of the weights, so that it comes and goes with its prompt. The weights must be positive.
    """
    length = max(tokens.shape[1] for tokens, _ in prompts)
    states = torch.cat([fit_tokens(tokens, length) for tokens, _ in prompts])
    weights = states.new_zeros(len(prompts), length)
    for row, (tokens, weight) in enumerate(prompts):
        weights[row, : tokens.shape[1]] = weight
    there = weights.sum(0)
    mixed = (weights[..., None] * states).sum(0, keepdim=True) / there[None, :, None]
    same = all(tokens.shape[1] == length for tokens, _ in prompts)
    return mixed, None if same else there / there.max()
