"""Wavelet correction of a step (DCW): move the new state's bands toward or away from the predicted clean latent."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import pywt
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.errors import RequestError
from engine.series import Series

DcwMode = Literal["low", "high", "double", "pix"]
MODES: tuple[DcwMode, ...] = get_args(DcwMode)


@dataclass(frozen=True, eq=False)
class DCW:
    """Settings of the correction; `on=False` as a shared value switches it off in every slot.

    `low` is the scale of the modes low, high and pix and of double's low band, `high` that of double's high band
    (curves allowed); `mult`, `phase` in 0..1 and `threshold` >= 0 are the advanced forms, all 0 being exactly the
    plain one.
    """

    mode: DcwMode = "double"
    low: Series = 0.05
    high: Series = 0.02
    wavelet: str = "haar"
    mult: float = 0.0
    phase: float = 0.0
    threshold: float = 0.0
    on: bool = True


@lru_cache(maxsize=64)
def _filters_as(wavelet: str, device: torch.device, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    analysis, synthesis = filters(wavelet)
    return analysis.to(device, dtype), synthesis.to(device, dtype)


@lru_cache(maxsize=64)
def filters(wavelet: str) -> tuple[Tensor, Tensor]:
    """Analysis filters `[2, 1, L]` (reversed for correlation) and synthesis filters `[2, 1, L]`: low row, high row.

    Raises RequestError for a name that is no orthogonal discrete wavelet.
    """
    try:
        found = pywt.Wavelet(wavelet)
    except (ValueError, TypeError) as error:
        raise RequestError("dcw.wavelet", f"unknown wavelet {wavelet!r}; try haar, db2, sym4 or coif1") from error
    if not found.orthogonal:
        raise RequestError("dcw.wavelet", f"{wavelet!r} is not orthogonal; try haar, db2, sym4 or coif1")
    analysis = torch.tensor([found.dec_lo[::-1], found.dec_hi[::-1]], dtype=torch.float32).unsqueeze(1)
    synthesis = torch.tensor([found.rec_lo, found.rec_hi], dtype=torch.float32).unsqueeze(1)
    return analysis, synthesis


def split(x: Tensor, wavelet: str) -> tuple[Tensor, Tensor]:
    """Single-level transform of `[B, T, D]` along time, zero padding: low and high band, `[B, (T+L-1)//2, D]` each."""
    batch, frames, channels = x.shape
    analysis, _ = _filters_as(wavelet, x.device, x.dtype)
    length = analysis.shape[-1]
    series = x.transpose(1, 2).reshape(batch * channels, 1, frames)
    series = F.pad(series, (length - 2, length - 2 + (frames + length) % 2))
    bands = F.conv1d(series, analysis, stride=2)
    low, high = bands.reshape(batch, channels, 2, -1).permute(2, 0, 3, 1)
    return low, high


def join(low: Tensor, high: Tensor, frames: int, wavelet: str) -> Tensor:
    """The inverse of `split`, cut to `[B, frames, D]`."""
    batch, length, channels = low.shape
    _, synthesis = _filters_as(wavelet, low.device, low.dtype)
    bands = torch.stack([low, high], dim=1).permute(0, 3, 1, 2).reshape(batch * channels, 2, length)
    series = F.conv_transpose1d(bands, synthesis, stride=2, padding=synthesis.shape[-1] - 2)
    return series[..., :frames].reshape(batch, channels, frames).transpose(1, 2)


@lru_cache(maxsize=16)
def _analytic_gain(frames: int, device: torch.device) -> Tensor:
    gain = torch.zeros(frames)
    gain[0] = 1.0
    gain[1 : (frames + 1) // 2] = 2.0
    if frames % 2 == 0:
        gain[frames // 2] = 1.0
    return gain.to(device)


def _analytic(x: Tensor) -> Tensor:
    frames = x.shape[1]
    gain = _analytic_gain(frames, x.device)
    analytic: Tensor = torch.fft.ifft(torch.fft.fft(x, dim=1) * gain[None, :, None], dim=1)
    return analytic


def correct(
    x: Tensor, y: Tensor, scale: Tensor, mult: float = 0.0, phase: float = 0.0, threshold: float = 0.0
) -> Tensor:
    """Move band `x` along `x - y` by `scale`: additively, multiplicatively and in magnitude and phase, as mixed."""
    difference = x - y
    direction = difference.sign()
    if threshold > 0.0:
        difference = direction * F.relu(difference.abs() - threshold)
    moved = x + scale * difference
    if mult > 0.0:
        moved = (1.0 - mult) * moved + mult * x * (1.0 + scale * direction)
    if phase > 0.0:
        zx, zy = _analytic(x), _analytic(y)
        magnitude = zx.abs() + scale * (zx.abs() - zy.abs())
        angle = zx.angle() + scale * (zx / (zy + 1e-8)).angle()
        moved = (1.0 - phase) * moved + phase * magnitude * angle.cos()
    return moved


def apply(x: Tensor, y: Tensor, t: float, dcw: DCW) -> Tensor:
    """Correct the new state `x` against the prediction `y` (both `[B, T, D]`) at time `t`.

    `dcw.low` and `dcw.high` are `[1, T or 1, 1]` here; low bands weigh `t`, a high band alone weighs `1 - t`.
    """
    low, high = torch.as_tensor(dcw.low), torch.as_tensor(dcw.high)
    advanced = (dcw.mult, dcw.phase, dcw.threshold)
    if dcw.mode == "pix":
        return correct(x, y, low, *advanced)
    x_low, x_high = split(x, dcw.wavelet)
    y_low, y_high = split(y, dcw.wavelet)
    length = x_low.shape[1]
    if dcw.mode in ("low", "double"):
        x_low = correct(x_low, y_low, t * _to_band(low, length), *advanced)
    if dcw.mode in ("high", "double"):
        scale = high if dcw.mode == "double" else low
        x_high = correct(x_high, y_high, (1.0 - t) * _to_band(scale, length), *advanced)
    return join(x_low, x_high, x.shape[1], dcw.wavelet)


def _to_band(scale: Tensor, length: int) -> Tensor:
    """Fit `[1, N, 1]` to a band's `[1, length, 1]`, linearly between half-pixel centres; N = 1 stays as it is."""
    if scale.shape[1] in (1, length):
        return scale
    return F.interpolate(scale.transpose(1, 2), size=length, mode="linear", align_corners=False).transpose(1, 2)
