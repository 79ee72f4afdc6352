"""What flows between nodes: one Python type per kind of port."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import numpy as np
from torch import Tensor

from engine.codec import SAMPLE_RATE, Codec, load_audio
from engine.conditioning import TextStates
from engine.dcw import DCW
from engine.prompt import Prompt
from engine.request import Condition
from engine.session import Session


class PortKind(StrEnum):
    """Kinds of ports; ANY connects to all."""

    MODEL = "MODEL"
    VAE = "VAE"
    CLIP = "CLIP"
    AUDIO = "AUDIO"
    LATENT = "LATENT"
    CONDITIONING = "CONDITIONING"
    MASK = "MASK"
    CURVE = "CURVE"
    CONFIG = "CONFIG"
    TEXT_EMBED = "TEXT_EMBED"
    SOLVER = "SOLVER"
    DCW = "DCW"
    MODULATION = "MODULATION"
    NUMBER = "NUMBER"
    TEXT = "TEXT"
    ANY = "ANY"

    def accepts(self, other: PortKind) -> bool:
        """Whether a value of kind `other` may arrive here."""
        return self is other or PortKind.ANY in (self, other)


@dataclass(frozen=True, eq=False)
class Model:
    """A handle of a loaded session and of what is laid over it; nodes make new handles and never change one."""

    session: Session
    gains: tuple[Tensor, ...] = ()
    loras: tuple[tuple[str, float], ...] = ()

    def gain(self) -> Tensor | None:
        """The product of all channel gains `[1, 1, 64]`, None where there is none."""
        if not self.gains:
            return None
        product = self.gains[0]
        for each in self.gains[1:]:
            product = product * each
        return product

    def strengths(self) -> dict[str, float]:
        """The strength of every LoRA by its id."""
        total: dict[str, float] = {}
        for lora, strength in self.loras:
            total[lora] = total.get(lora, 0.0) + strength
        return total


@dataclass(frozen=True, eq=False)
class Audio:
    """Float32 stereo `[2, samples]` at 48 kHz; `start` is where it lies in its latent, in seconds."""

    samples: np.ndarray
    start: float = 0.0
    sample_rate: int = SAMPLE_RATE

    @classmethod
    def load(cls, audio: str | Path | np.ndarray | Tensor, sample_rate: int | None = None) -> Audio:
        """A file or samples, see `load_audio`. Raises SourceError."""
        return cls(load_audio(audio, sample_rate))


@dataclass(frozen=True, eq=False)
class Latent:
    """`tensor` `[1, T, 64]`, and `mask` `[T]` if it was given one: 1 = generate, 0 = keep."""

    tensor: Tensor
    mask: Tensor | None = None

    @property
    def frames(self) -> int:
        return self.tensor.shape[1]


@dataclass(frozen=True, eq=False)
class Mask:
    """Values `[N]` in 0..1 over time: 1 = generate, 0 = keep."""

    values: Tensor


@dataclass(frozen=True, eq=False)
class TextEmbed:
    """A prompt after the text encoder."""

    states: TextStates
    prompt: Prompt


@dataclass(frozen=True, eq=False)
class Conditioning:
    """Conditions that act together, and the prompt of the first."""

    entries: tuple[Condition, ...]
    prompt: Prompt = field(default_factory=Prompt)

    def changed(self, entries: tuple[Condition, ...]) -> Conditioning:
        return replace(self, entries=entries)


@dataclass(frozen=True)
class DiffusionSettings:
    """How one generation is run."""

    steps: int
    shift: float
    seed: int
    denoise: float
    x0_target_gate: float


@dataclass(frozen=True, eq=False)
class Solver:
    """`sde` with its blend `curve`, or the ODE with its noise `curve`."""

    sde: bool
    curve: Tensor | None = None


@dataclass(frozen=True, eq=False)
class Modulation:
    """Curves and targets laid over a generation."""

    velocity_scale: Tensor | None = None
    initial_noise: Tensor | None = None
    chunk_mask: Tensor | None = None
    target: Tensor | None = None
    x0_curve: Tensor | None = None
    guidance: Tensor | None = None
    x0_target: float = 0.0
    x0_gate: float = 0.0


TYPES: dict[PortKind, type] = {
    PortKind.MODEL: Model,
    PortKind.VAE: Codec,
    PortKind.CLIP: Session,
    PortKind.AUDIO: Audio,
    PortKind.LATENT: Latent,
    PortKind.CONDITIONING: Conditioning,
    PortKind.MASK: Mask,
    PortKind.CURVE: Tensor,
    PortKind.CONFIG: DiffusionSettings,
    PortKind.TEXT_EMBED: TextEmbed,
    PortKind.SOLVER: Solver,
    PortKind.DCW: DCW,
    PortKind.MODULATION: Modulation,
    PortKind.NUMBER: float,
    PortKind.TEXT: str,
    PortKind.ANY: object,
}
"""The Python type of each kind; curves are `[N]`."""
