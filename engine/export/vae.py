"""The VAE as two graphs: windows of a fixed size decoded, audio of any length encoded to its mean."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.codec.codec import HOP
from engine.codec.window import SHORTEST
from engine.export.onnx import export

GRAPH = 1
"""Counted up when the graphs change: what was made of another one is made anew."""
LATENT, AUDIO, MEAN = "latent", "audio", "mean"
"""Names of inputs and outputs."""
_LONGEST = 4096


class VaeDecodeGraph(nn.Module):
    """Audio `[1, 2, frames * 1920]` of a latent `[1, 64, frames]`, both float32 whatever an Oobleck VAE computes in."""

    def __init__(self, vae: Any) -> None:
        super().__init__()
        self.decoder: nn.Module = vae.decoder
        self.dtype = next(vae.decoder.parameters()).dtype

    def forward(self, latent: Tensor) -> Tensor:
        """See the class."""
        audio: Tensor = self.decoder(latent.to(self.dtype))
        return audio.float()


class VaeEncodeGraph(nn.Module):
    """The mean `[1, 64, frames]` of audio `[1, 2, frames * 1920]`, both float32 whatever an Oobleck VAE computes in."""

    def __init__(self, vae: Any) -> None:
        super().__init__()
        self.encoder: nn.Module = vae.encoder
        self.dtype = next(vae.encoder.parameters()).dtype

    def forward(self, audio: Tensor) -> Tensor:
        """See the class."""
        mean: Tensor = self.encoder(audio.to(self.dtype)).chunk(2, dim=1)[0]
        return mean.float()


def export_decode(vae: Any, folder: Path, frames: int) -> Path:
    """Export the decoder for windows of this many frames, see `export`; its folder's `model.onnx`."""
    given = (torch.randn(1, 64, frames, device=_device(vae)),)
    return export(VaeDecodeGraph(vae), given, folder, names=[LATENT], output=AUDIO, shapes=None, named=False)


def export_encode(vae: Any, folder: Path) -> Path:
    """Export the encoder for SHORTEST frames and more, see `export`; its folder's `model.onnx`."""
    given = (torch.randn(1, 2, 5 * HOP, device=_device(vae)),)
    frames = torch.export.Dim("frames", min=SHORTEST, max=_LONGEST)
    shapes = ({2: HOP * frames},)
    return export(VaeEncodeGraph(vae), given, folder, names=[AUDIO], output=MEAN, shapes=shapes, named=False)


def digest_of(vae: Any, frames: int | None = None) -> str:
    """What the graph of a decoder for so many frames, or of an encoder without any, depends on."""
    found = hashlib.blake2b(f"{GRAPH} {frames}".encode(), digest_size=5)
    half = vae.encoder if frames is None else vae.decoder
    for name, tensor in half.state_dict().items():
        found.update(f"{name} {tensor.dtype} {list(tensor.shape)}\n".encode())
        found.update(tensor.detach().cpu().contiguous().view(torch.uint8).numpy())
    return found.hexdigest()


def _device(vae: Any) -> torch.device:
    device: torch.device = next(vae.parameters()).device
    return device
