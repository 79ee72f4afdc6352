"""Spectrograms, and curves over them, as PNG files, without a plotting library."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.series import Series, canonical, resample
from engine.spectrum import mel_decibels

LEVELS = 32
"""Steps of loudness in a picture, about 2 dB each: few, so that the files are small."""

LINE = torch.tensor([90, 240, 255], dtype=torch.uint8)
OUTLINE = torch.tensor([0, 0, 8], dtype=torch.uint8)


def write_png(path: Path, pixels: Tensor) -> None:
    """Write `[height, width, 3]` uint8 as an RGB PNG."""
    height, width, _ = pixels.shape
    rows = torch.cat([torch.zeros(height, 1, dtype=torch.uint8), pixels.reshape(height, -1)], 1)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(rows.numpy().tobytes(), 9)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b""))


def spectrogram_pixels(audio: Tensor, width: int = 400, height: int = 120) -> Tensor:
    """The mel spectrogram of `[2, S]` as `[height, width, 3]`, 60 dB from black to white, low notes at the bottom."""
    mel = mel_decibels(audio, height, 4096, 512).clamp(-50.0, 10.0)
    level = ((mel + 50.0) / 60.0).T.flip(0)[None, None]
    level = F.interpolate(level, (height, width), mode="area")[0, 0]
    level = (level * (LEVELS - 1)).round() / (LEVELS - 1)
    colors = torch.tensor([[0, 0, 8], [60, 10, 100], [190, 50, 90], [250, 150, 40], [255, 250, 220]]).float()
    place = level.clamp(0.0, 1.0) * 3.999
    low = place.long()
    part = (place - low)[..., None]
    return (colors[low] * (1 - part) + colors[(low + 1).clamp(max=4)] * part).round().to(torch.uint8)


def draw_curve(pixels: Tensor, curve: Series) -> Tensor:
    """`[height, width, 3]` with a curve over it: 0 at the bottom, 1, or its largest value if that is more, at the top.

    Raises RequestError for what is no curve of values from 0 up.
    """
    height, width, _ = pixels.shape
    values = resample(canonical(curve, "curve", low=0.0).cpu(), width).flatten().expand(1, width)
    line = 2.0 + (height - 5) * (1.0 - values / values.max().clamp_min(1.0))
    top, bottom, rows = -F.max_pool1d(-line, 3, 1, 1), F.max_pool1d(line, 3, 1, 1), torch.arange(height)[:, None]
    away = (top - rows).clamp_min(0.0) + (rows - bottom).clamp_min(0.0)
    drawn = torch.where((away < 3.0)[..., None], OUTLINE, pixels)
    return torch.where((away < 1.5)[..., None], LINE, drawn)


def sheet(pictures: list[Tensor], columns: int, gap: int = 4) -> Tensor:
    """Pictures of one size side by side, in rows of `columns`."""
    blank = torch.full_like(pictures[0], 255)
    padded = [F.pad(p, (0, 0, 0, gap, 0, gap), value=255) for p in [*pictures, *[blank] * (-len(pictures) % columns)]]
    rows = [torch.cat(padded[i : i + columns], 1) for i in range(0, len(padded), columns)]
    return torch.cat(rows, 0)
