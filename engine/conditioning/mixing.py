"""Mixing the token states of two prompts."""

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
