"""One face for the autoencoders: means of the posterior in, samples out, windows equal to the whole."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from engine import checks
from engine.errors import CheckpointError, DecodeError, RequestError

SAMPLE_RATE = 48000
HOP = 1920
"""Samples of one latent frame."""
LOUDEST = 1e4
"""Beyond it a sample is no sound."""
PIECE, AROUND = 250, 16
"""Frames that are encoded at once, which bounds the memory that takes, and frames heard around them."""

warnings.filterwarnings("ignore", ".*torch.nn.utils.weight_norm", FutureWarning)  # what torch says to diffusers


class Codec:
    """Wraps a VAE; `margin` is how many frames to each side a decoded frame depends on.

    A VAE that knows positions says its own `margin` and takes `offset` and `period` (frames) when decoding; for
    any other the margin is measured.
    """

    def __init__(self, vae: Any) -> None:
        self._vae = vae
        self._placed = hasattr(vae, "margin")
        self.margin: int = int(vae.margin) if self._placed else measure_margin(vae)

    @property
    def device(self) -> torch.device:
        device: torch.device = next(self._vae.parameters()).device
        return device

    @property
    def dtype(self) -> torch.dtype:
        """What it computes in; latents and samples are float32 all the same."""
        dtype: torch.dtype = next(self._vae.parameters()).dtype
        return dtype

    def encode(self, audio: np.ndarray, told: Callable[[float], None] = lambda done: None) -> Tensor:
        """Latent `[1, T, 64]` of float32 `[2, samples]`, the last frame filled up with silence; always the mean.

        `told` hears which part is encoded, 0..1. Raises RequestError for samples that are no sound.
        """
        peak = float(np.abs(audio).max())
        if not peak < LOUDEST:
            raise RequestError("samples", f"reach {peak:.3g}, which is no sound; full scale is 1")
        samples = torch.nn.functional.pad(torch.from_numpy(audio), (0, -audio.shape[1] % HOP))
        frames = samples.shape[1] // HOP
        latents = []
        for start in range(0, frames, PIECE):
            first, last = max(0, start - AROUND), start + PIECE + AROUND
            heard = samples[None, :, first * HOP : last * HOP].to(self.device, self.dtype)
            with torch.inference_mode():
                latent = self._vae.encode(heard).latent_dist.mode().transpose(1, 2).float()
            latents.append(latent[:, start - first : start - first + PIECE])
            told(min(last, frames) / frames)
        return checks.latent("latent", torch.cat(latents, dim=1))

    def decode(self, latent: Tensor, start: int = 0, stop: int | None = None, *, cyclic: bool = False) -> np.ndarray:
        """Float32 `[2, samples]` of frames `start`..`stop` of `[1, T, 64]`, equal to that part of the whole decode.

        Plain windows end at T (shorter, never shifted); `start` must lie inside. Cyclic ones take their margins from
        the other end and may start below 0 and end past T. Raises ValueError for an empty or misplaced window, and
        DecodeError where no sound comes of it.
        """
        if latent.ndim != 3 or latent.shape[0] != 1 or latent.shape[1] < 1:
            raise ValueError(f"latent: expected shape [1, T, channels], got {list(latent.shape)}")
        frames = latent.shape[1]
        stop = frames if stop is None else stop
        if not cyclic:
            stop = min(stop, frames)
        if stop <= start or (start < 0 and not cyclic):
            raise ValueError(f"window {start}..{stop} of {frames} frames: is empty or begins before the start")
        first, last = start - self.margin, stop + self.margin
        if not cyclic:
            first, last = max(first, 0), min(last, frames)
            window = latent[:, first:last]
        else:
            window = latent[:, torch.arange(first, last, device=latent.device) % frames]
        with torch.inference_mode():
            audio = self._run(window.transpose(1, 2).to(self.device, self.dtype), first, frames if cyclic else None)
        kept = audio[0, :, (start - first) * HOP : (stop - first) * HOP]
        samples = np.ascontiguousarray(kept.float().cpu().numpy())
        peak = float(np.abs(samples).max())
        if not peak < LOUDEST:
            raise DecodeError(f"frames {start}..{stop}: decode to samples of {peak:.3g}; 1 is full scale")
        return samples

    def _run(self, window: Tensor, offset: int, period: int | None) -> Tensor:
        at = {"offset": offset if period is None else offset % period, "period": period} if self._placed else {}
        audio: Tensor = self._vae.decode(window, **at).sample
        return audio


def measure_margin(vae: Any) -> int:
    """Frames a decoded frame depends on to each side, measured on an Oobleck decoder with one channel everywhere.

    Kernels, strides and dilations alone decide the reach, so a NaN in the twin's middle frame spreads exactly as far.
    Raises CheckpointError when the VAE is not stereo at 48 kHz with 1920 samples a frame.
    """
    from diffusers.models.autoencoders.autoencoder_oobleck import OobleckDecoder

    config = vae.config
    if vae.hop_length != HOP or config.sampling_rate != SAMPLE_RATE or config.audio_channels != 2:
        raise CheckpointError(
            f"vae: expected stereo at {SAMPLE_RATE} Hz with {HOP} samples a frame, "
            f"got {config.audio_channels} channels at {config.sampling_rate} Hz with {vae.hop_length}"
        )
    strides = config.downsampling_ratios[::-1]
    oobleck: type[nn.Module] = OobleckDecoder  # its own constructor has no types
    twin = oobleck(1, 1, 1, strides, [1] * len(strides))
    reach = 16
    while True:
        impulse = torch.zeros(1, 1, 2 * reach + 1)
        impulse[..., reach] = float("nan")
        with torch.inference_mode():
            hit = torch.nonzero(twin(impulse)[0, 0].isnan()).flatten()
        first, last = int(hit[0]) // HOP, int(hit[-1]) // HOP
        if first > 0 and last < 2 * reach:
            return max(reach - first, last - reach)
        reach *= 2
