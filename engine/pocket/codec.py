"""The pocket codec: 48 kHz stereo to 64 channels at 25 Hz and back, with the VAE's contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.checkpoints.module import Component
from engine.pocket.vocoder import (
    BALANCES,
    HOP,
    NOISE_BANDS,
    NOISE_STEPS,
    OSCILLATORS,
    RATE,
    TONE_STEPS,
    Parameters,
    analyze,
    synthesize,
)

TONES, NOISES = TONE_STEPS * OSCILLATORS, NOISE_STEPS * NOISE_BANDS
WIDTH = TONES + NOISES + 2 * BALANCES
LOUDEST_TONE, LOUDEST_NOISE = 7.0, (10.2, 7.6)
KNEE = 0.6


def pack(parameters: Parameters) -> Tensor:
    """Parameters as one vector per latent frame `[B, T, 1120]`."""
    tone = parameters.tone.unflatten(1, (-1, TONE_STEPS)).flatten(2)
    noise = parameters.noise.unflatten(1, (-1, NOISE_STEPS)).flatten(2)
    return torch.cat([tone, noise, parameters.balance, parameters.coherence], -1)


def unpack(vector: Tensor) -> Parameters:
    """The inverse of `pack`; levels stay between silence and the corpus's loudest, balance and coherence in -1..1."""
    ceiling = torch.linspace(*LOUDEST_NOISE, NOISE_BANDS, device=vector.device, dtype=vector.dtype)
    tone, noise, balance, coherence = vector.split([TONES, NOISES, BALANCES, BALANCES], -1)
    return Parameters(
        tone.unflatten(2, (TONE_STEPS, OSCILLATORS)).flatten(1, 2).clamp(0.0, LOUDEST_TONE),
        torch.minimum(noise.unflatten(2, (NOISE_STEPS, NOISE_BANDS)).flatten(1, 2).clamp(min=0.0), ceiling),
        balance.clamp(-1.0, 1.0),
        coherence.clamp(-1.0, 1.0),
    )


def soft_clip(audio: Tensor) -> Tensor:
    """Bend what is louder than 0.6 so that nothing passes full scale; sample by sample, so windows stay equal."""
    excess = (audio.abs() - KNEE).clamp(min=0.0) / (1.0 - KNEE)
    return audio.sign() * (audio.abs().clamp(max=KNEE) + (1.0 - KNEE) * torch.tanh(excess))


@dataclass
class Gaussian:
    """A posterior with one standard deviation for all channels; tensors `[B, 64, T]`."""

    mean: Tensor
    deviation: float

    def mode(self) -> Tensor:
        """The mean."""
        return self.mean

    def sample(self, generator: torch.Generator | None = None) -> Tensor:
        """The mean plus noise."""
        noise = torch.randn(self.mean.shape, generator=generator, device=self.mean.device, dtype=self.mean.dtype)
        return self.mean + self.deviation * noise


@dataclass
class Encoded:
    """What `encode` returns."""

    latent_dist: Gaussian


@dataclass
class Decoded:
    """What `decode` returns: audio `[B, 2, 1920 * T]`."""

    sample: Tensor


class _Block(nn.Module):
    """A ConvNeXt block over time, `[B, T, C]` (Liu et al. 2022)."""

    def __init__(self, width: int, kernel: int, expansion: int) -> None:
        super().__init__()
        self.taps = nn.Parameter(torch.randn(kernel, width) / kernel**0.5)
        self.bias = nn.Parameter(torch.zeros(width))
        self.norm = nn.LayerNorm(width)
        self.widen = nn.Linear(width, width * expansion)
        self.narrow = nn.Linear(width * expansion, width)
        self.scale = nn.Parameter(torch.full((width,), 0.1))

    def forward(self, hidden: Tensor) -> Tensor:
        inner = self.norm(self.slide(hidden))
        change: Tensor = self.narrow(F.gelu(self.widen(inner)))
        return hidden + change * self.scale

    def slide(self, hidden: Tensor) -> Tensor:
        """The depthwise convolution as a sum of shifted products, which a CPU likes better."""
        frames, taps = hidden.shape[1], self.taps.shape[0]
        padded = F.pad(hidden, (0, 0, taps // 2, taps // 2))
        out = self.bias.expand_as(hidden)
        for tap in range(taps):
            out = torch.addcmul(out, padded[:, tap : tap + frames], self.taps[tap])
        return out


class _Stack(nn.Module):
    """A linear map plus a residual ConvNeXt stack, `[B, T, inputs]` to `[B, T, outputs]`."""

    def __init__(self, inputs: int, outputs: int, width: int, kernels: list[int], expansion: int) -> None:
        super().__init__()
        self.linear = nn.Linear(inputs, outputs)
        self.enter = nn.Linear(inputs, width)
        self.blocks = nn.ModuleList([_Block(width, kernel, expansion) for kernel in kernels])
        self.norm = nn.LayerNorm(width)
        self.leave = nn.Linear(width, outputs)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, values: Tensor) -> Tensor:
        hidden = self.enter(values)
        for block in self.blocks:
            hidden = block(hidden)
        straight: Tensor = self.linear(values)
        bent: Tensor = self.leave(self.norm(hidden))
        return straight + bent


class PocketCodec(Component):
    """An autoencoder over vocoder parameters, seen from outside like `AutoencoderOobleck`.

    Latents are about unit variance in every channel. `margin` is how many latent frames on each side a window needs.
    """

    hop = HOP
    center: Tensor
    spread: Tensor
    latent_center: Tensor
    latent_spread: Tensor

    def __init__(
        self,
        sampling_rate: int = RATE,
        latent_channels: int = 64,
        width: int = 320,
        encoder_expansion: int = 3,
        decoder_expansion: int = 4,
        encoder_kernels: tuple[int, ...] = (5, 5, 5, 3),
        decoder_kernels: tuple[int, ...] = (5, 5, 3, 3, 3, 3, 1),
        deviation: float = 0.1,
    ) -> None:
        super().__init__()
        self.encoder = _Stack(WIDTH, latent_channels, width, list(encoder_kernels), encoder_expansion)
        self.decoder = _Stack(latent_channels, WIDTH, width, list(decoder_kernels), decoder_expansion)
        self.register_buffer("center", torch.zeros(WIDTH))
        self.register_buffer("spread", torch.ones(WIDTH))
        self.register_buffer("latent_center", torch.zeros(latent_channels))
        self.register_buffer("latent_spread", torch.ones(latent_channels))

    @property
    def margin(self) -> int:
        """Latent frames each side that the decoder sees, and one that the synthesis moves towards."""
        kernels: tuple[int, ...] = self.config.decoder_kernels
        return sum(kernel // 2 for kernel in kernels) + 1

    def encode_vector(self, vector: Tensor) -> Tensor:
        """Packed parameters `[B, T, 1120]` to normalised latents `[B, T, 64]`."""
        raw: Tensor = self.encoder((vector - self.center) / self.spread)
        return (raw - self.latent_center) / self.latent_spread

    def decode_vector(self, latents: Tensor) -> Tensor:
        """Normalised latents `[B, T, 64]` to packed parameters `[B, T, 1120]`."""
        raw: Tensor = self.decoder(latents)
        return raw * self.spread + self.center

    def encode(self, audio: Tensor, return_dict: bool = True) -> Any:
        """Encode audio `[B, 2, S]` at 48 kHz; S is padded to a multiple of 1920."""
        audio = F.pad(audio.float(), (0, -audio.shape[-1] % HOP))
        vector = pack(analyze(audio)).to(self.center.dtype)
        posterior = Gaussian(self.encode_vector(vector).transpose(1, 2), self.config.deviation)
        return Encoded(posterior) if return_dict else (posterior,)

    def decode(self, latents: Tensor, offset: int = 0, period: int | None = None, return_dict: bool = True) -> Any:
        """Decode latents `[B, 64, T]`.

        `offset` is the absolute frame of the first latent, since phases follow absolute time. `period` is the length
        of the loop in frames when the sound will be looped; a whole loop (T = period) is decoded as a circle.
        """
        sequence = latents.transpose(1, 2)
        frames = sequence.shape[1]
        whole = period is not None and frames == period
        if whole:
            index = torch.arange(-self.margin, frames + self.margin, device=latents.device) % frames
            vector = self.decode_vector(sequence[:, index])[:, self.margin : self.margin + frames + 1]
        else:
            vector = self.decode_vector(sequence)
            vector = torch.cat([vector, vector[:, -1:]], 1)
        audio = soft_clip(synthesize(unpack(vector), offset, period)).to(latents.dtype)
        return Decoded(audio) if return_dict else (audio,)

    def forward(self, audio: Tensor) -> Tensor:
        """Encode and decode `[B, 2, S]`."""
        decoded: Tensor = self.decode(self.encode(audio).latent_dist.mode()).sample
        return decoded
