"""In which numbers a model computes, by its device: the transformer as it is told, the rest beside it; no torch."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

CHOICES = ("auto", "float32", "bfloat16", "float16", "fp8")
"""What a transformer can be told to compute in; with fp8 it is kept in bfloat16, but for most of its products."""
WIDTHS = {"float32": 4, "bfloat16": 2, "float16": 2}
"""Bytes of a number."""

_HALVED = {
    "text_encoder": "bfloat16",
    "condition_encoder": "bfloat16",
    "audio_tokenizer": "bfloat16",
    "audio_token_detokenizer": "bfloat16",
    "vae": "float16",
}
"""The sound of a VAE in float16 is 63 dB above what is wrong with it, in bfloat16 46 dB, which can be heard: measured
with random weights of the published size. Where float16 does not reach, no sound comes of it, and that is told."""
_log = logging.getLogger(__name__)


def halved(device: str, width: int) -> Mapping[str, str]:
    """The type of each component that computes in 16 bits beside a transformer of `width` bytes a number.

    Those are none on a CPU, where that saves no time, and none beside a transformer in float32. What is of the
    engine's own classes, as all of the shipped model, is not meant.
    """
    return _HALVED if device.startswith("cuda") and width < WIDTHS["float32"] else {}


def resolve(name: str, device: str) -> torch.dtype:
    """The transformer's type by one of CHOICES; auto is bfloat16 on a GPU, else float32.

    bfloat16 on a CPU without instructions for it is taken, and told of in the log. Raises ValueError for any other
    name.
    """
    import torch

    gpu = device.startswith("cuda")
    if name not in CHOICES:
        raise ValueError(f"dtype: must be one of {', '.join(CHOICES)}, got {name!r}")
    if name == "auto":
        name = "bfloat16" if gpu else "float32"
    if name == "fp8":
        name = "bfloat16"
    if name != "float32" and not gpu and not (name == "bfloat16" and _has_bfloat16()):
        slow = "6 times" if name == "bfloat16" else "many times"
        _log.warning("dtype: this CPU has no instructions for %s, with which a tick takes %s as long", name, slow)
    dtype: torch.dtype = getattr(torch, name)
    return dtype


def _has_bfloat16() -> bool:
    """Whether the CPU multiplies matrices of bfloat16 by itself."""
    import torch

    found = torch.cpu.get_capabilities()
    return any(found.get(name) for name in ("amx_bf16", "avx512_bf16", "bf16"))
