"""One face for the autoencoders: means of the posterior in, samples out, windows equal to the whole."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from engine import checks
from engine.backends import Told
from engine.background import begin, ending
from engine.codec.window import SHORTEST, Executors, WindowExecutor, pieces
from engine.device import device_of
from engine.errors import CheckpointError, DecodeError, EngineError, RequestError, in_words

SAMPLE_RATE = 48000
HOP = 1920
"""Samples of one latent frame."""
LOUDEST = 1e4
"""Beyond it a sample is no sound."""
PIECE, AROUND = 250, 16
"""Frames that are encoded at once, which bounds the memory that takes, and frames heard around them."""
ALIKE = {torch.float32: 1e-4, torch.float16: 2e-2, torch.bfloat16: 5e-2}
"""How far from the eager VAE's a backend's sound may be, beside the loudest sample."""

warnings.filterwarnings("ignore", ".*torch.nn.utils.weight_norm", FutureWarning)  # what torch says to diffusers


class Fast(NamedTuple):
    """A backend that has taken over, and who hears when it fails."""

    name: str
    made: Executors
    told: Told


class Codec:
    """Wraps a VAE; `margin` is how many frames to each side a decoded frame depends on.

    A VAE that knows positions (`placed`) says its own `margin` and takes `offset` and `period` (frames) when decoding;
    for any other the margin is measured. It codes as it is, eagerly, until a backend takes over, see `hand_over`.
    """

    def __init__(self, vae: Any) -> None:
        self.vae = vae
        self.placed = hasattr(vae, "margin")
        self.margin: int = int(vae.margin) if self.placed else measure_margin(vae)
        self._device = device_of(self.device)
        self._decoding, self._encoding = threading.Lock(), threading.Lock()
        self._fast: Fast | None = None
        self._maker: threading.Thread | None = None
        self._coming = ""

    @property
    def backend(self) -> str:
        """The name of what codes."""
        return "eager" if self._fast is None else self._fast.name

    @property
    def making(self) -> str:
        """The name of what is being made, empty where nothing is."""
        return self._coming if self._maker is not None and self._maker.is_alive() else ""

    def hand_over(self, name: str, make: Callable[[], Executors], told: Told) -> None:
        """Have windows decoded, and audio encoded, by what `make` makes in a thread of its own, from when it is ready
        and alike.

        Where it cannot be made, is not alike, or fails later, the VAE codes as it is from then on, also that very
        window or piece, and `told` hears why; where both fail, what they were given is to blame. A song that is too
        short for the windows is decoded as it is, too.
        """
        self._coming = name
        self._maker = begin(lambda: self._prepare(name, make, told), f"codec {name}")

    def wait(self) -> None:
        """Return when it is known what codes."""
        if self._maker is not None:
            self._maker.join()

    def _prepare(self, name: str, make: Callable[[], Executors], told: Told) -> None:
        try:
            with self._device.alone():
                with self._device.beside():
                    made = make()
                latent = self._drawn(64, made.windows.frames)
                with self._device.decoding(latent):
                    self._need_alike("sound", made.windows.run, self._run, latent)
                if made.audio is not None:
                    audio = self._drawn(2, 4 * HOP)
                    with self._device.beside():
                        self._need_alike("latent", made.audio.run, self._mean, audio)
        except Exception as error:
            if not ending():
                told("eager", f"{name} cannot run: {in_words(error) or type(error).__name__}")
            return
        self._fast = Fast(name, made, told)
        told(name, "")

    def _drawn(self, *shape: int) -> Tensor:
        return torch.randn(1, *shape, generator=torch.Generator().manual_seed(0)).to(self.device)

    @torch.inference_mode()
    def _need_alike(
        self, what: str, run: Callable[[Tensor], Tensor], eager: Callable[[Tensor], Tensor], given: Tensor
    ) -> None:
        """Refuse a backend that codes otherwise; what it does at its first runs only is done then."""
        wanted = eager(given.to(self.dtype)).float()
        for _ in range(3):
            made = run(given)
        error, most = checks.off(made, wanted), ALIKE[self.dtype]
        if not error <= most:
            raise EngineError(f"its {what} differs by {error:.1e} from what it should be; {most:.0e} may be")

    @property
    def device(self) -> torch.device:
        device: torch.device = next(self.vae.parameters()).device
        return device

    @property
    def dtype(self) -> torch.dtype:
        """What it computes in; latents and samples are float32 all the same."""
        dtype: torch.dtype = next(self.vae.parameters()).dtype
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
            latent = self._encoded(samples[None, :, first * HOP : last * HOP].to(self.device)).transpose(1, 2)
            latents.append(latent[:, start - first : start - first + PIECE])
            told(min(last, frames) / frames)
        return checks.latent("latent", torch.cat(latents, dim=1))

    @torch.inference_mode()
    def _encoded(self, audio: Tensor) -> Tensor:
        fast, failed = self._fast, ""
        if fast is not None and fast.made.audio is not None and audio.shape[2] >= SHORTEST * HOP:
            try:
                with self._encoding:
                    mean = fast.made.audio.run(audio)
                if mean.isfinite().all():
                    return mean
                failed = "no latent comes of it"
            except Exception as error:
                failed = in_words(error) or type(error).__name__
        mean = self._mean(audio.to(self.dtype)).float()
        if fast is not None and failed and mean.isfinite().all():
            self._drop(fast, failed)
        return mean

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
        fast, failed = self._fast, ""
        if fast is not None and (cyclic or frames >= fast.made.windows.frames):
            windows = fast.made.windows
            try:
                samples = self._decoded(latent, lambda: self._by_windows(windows, latent, start, stop, cyclic))
                if _peak(samples) < LOUDEST:
                    return samples
                failed = "no sound comes of it"
            except Exception as error:
                failed = in_words(error) or type(error).__name__
        samples = self._decoded(latent, lambda: self._eagerly(latent, start, stop, cyclic))
        peak = _peak(samples)
        if not peak < LOUDEST:
            raise DecodeError(f"frames {start}..{stop}: decode to samples of {peak:.3g}; 1 is full scale")
        if fast is not None and failed:
            self._drop(fast, failed)
        return samples

    def _drop(self, fast: Fast, why: str) -> None:
        if self._fast is fast:
            self._fast = None
            fast.told("eager", f"{fast.name} failed: {why}")

    def _decoded(self, latent: Tensor, work: Callable[[], Tensor]) -> np.ndarray:
        """Samples `[2, n]` of work on a latent, done past the ticks; only for them is waited."""
        with self._device.decoding(latent), torch.inference_mode():
            on_the_way = self._device.fetch(work().contiguous())
        return on_the_way.wait().numpy()

    def _eagerly(self, latent: Tensor, start: int, stop: int, cyclic: bool) -> Tensor:
        frames = latent.shape[1]
        first, last = start - self.margin, stop + self.margin
        if not cyclic:
            first, last = max(first, 0), min(last, frames)
            window = latent[:, first:last]
        else:
            window = latent[:, torch.arange(first, last, device=latent.device) % frames]
        audio = self._run(window.transpose(1, 2).to(self.device, self.dtype), first, frames if cyclic else None)
        return audio[0, :, (start - first) * HOP : (stop - first) * HOP].float()

    def _by_windows(self, windows: WindowExecutor, latent: Tensor, start: int, stop: int, cyclic: bool) -> Tensor:
        frames, size = latent.shape[1], windows.frames
        audio = torch.empty(2, (stop - start) * HOP, device=self.device)
        with self._decoding:
            for piece in pieces(frames, start, stop, size, self.margin, cyclic=cyclic):
                index = torch.arange(piece.first, piece.first + size, device=latent.device) % frames
                made = windows.run(latent[:, index].transpose(1, 2).to(self.device, torch.float32))
                kept = made[0, :, (piece.start - piece.first) * HOP : (piece.stop - piece.first) * HOP]
                audio[:, (piece.start - start) * HOP : (piece.stop - start) * HOP] = kept
        return audio

    def _mean(self, audio: Tensor) -> Tensor:
        mean: Tensor = self.vae.encode(audio).latent_dist.mode()
        return mean

    def _run(self, window: Tensor, offset: int = 0, period: int | None = None) -> Tensor:
        at = {"offset": offset if period is None else offset % period, "period": period} if self.placed else {}
        audio: Tensor = self.vae.decode(window, **at).sample
        return audio


def _peak(samples: np.ndarray) -> float:
    return float(np.abs(samples).max())


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
