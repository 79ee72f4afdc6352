"""What a caller says: a request for one generation, and values that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from engine.checks import whole
from engine.dcw import DCW
from engine.series import Series

CHANNELS = 64
GuidanceMode = Literal["full", "initialize", "self"]


@dataclass(frozen=True, eq=False)
class Condition:
    """One prompt's tokens `[1, L, H]`, its weight per frame, and the part `start`..`end` of the steps it acts in.

    `presence` `[L]` is how far each token takes part in attention, 0..1; None: all of them in full.
    """

    tokens: Tensor
    weight: Series | None = None
    start: float = 0.0
    end: float = 1.0
    presence: Tensor | None = None


@dataclass(frozen=True, eq=False)
class Guidance:
    """Guidance away from a negative: a pass each step, one at the first step, or the slot's own noise.

    `negative` `[1, L, H]` is needed by `full` and `initialize`.
    """

    mode: GuidanceMode
    scale: Series = 2.5
    apg_momentum: Series = -0.75
    cfg_rescale: Series | None = None
    negative: Tensor | None = None


@dataclass(frozen=True)
class Span:
    """The part of a song that the decoder sees: `frames` from frame `at` on, around the song's end if need be.

    The transformer works on pairs of frames: spans agree best where they overlap if all begin at even frames.
    """

    at: int
    frames: int

    def cut(self, song: Tensor) -> Tensor:
        """What lies in the span of `[n, T, ...]`; T = 1 holds everywhere and stays as it is. Raises RequestError."""
        if song.shape[1] == 1:
            return song
        whole("span.at", self.at, 0, song.shape[1] - 1)
        whole("span.frames", self.frames, 1, song.shape[1])
        inside = song[:, self.at : self.at + self.frames]
        around = self.frames - inside.shape[1]
        return torch.cat([inside, song[:, :around]], dim=1) if around else inside

    def put(self, song: Tensor, part: Tensor) -> Tensor:
        """The song `[1, T, 64]` with `part` `[1, frames, 64]` where the span lies; what is given stays as it is."""
        if (self.at, self.frames) == (0, song.shape[1]):
            return part
        before = min(self.frames, song.shape[1] - self.at)
        changed = song.clone()
        changed[:, self.at : self.at + before] = part[:, :before]
        changed[:, : self.frames - before] = part[:, before:]
        return changed


@dataclass(frozen=True, eq=False)
class Request:
    """One generation, as the caller wants it.

    Latents are `[1, T, 64]`, `context` is `[1, T, 128]`, curves are scalars or 1-D. A tuple of seeds makes one row per
    seed. Tensors are read, never written or copied: do not change them after submitting. Without a `source` (or an
    `original`) there is nothing to keep, so `denoise` acts as 1.

    mask: 1 = generate, 0 = keep `original` (default: the source); `mask_strength` scales it by a function of the
    progress k/S; `mask_noise` defaults to the starting noise. x0_target is the scalar pull toward `target` from
    the middle step on; with `x0_curve` the gated form replaces it. `step_noise` `[n, T, 64]` stands in for the noise
    drawn at steps 0..n-1. All other noise is turned, by `turned` 0..1 of a quarter turn, from that of `seed` to that of
    `toward`: one seed, or as many. `loras` are strengths by the id of a loaded LoRA.

    With a `span` everything above is still that of the whole song, T its length: the span is cut from it, curves
    included, and the result is `[1, span.frames, 64]`. Its noise belongs to the frames of the song, so that where
    two spans overlap they start from the same.
    """

    context: Tensor
    conditions: tuple[Condition, ...]
    seed: int | tuple[int, ...] = 0
    toward: int | tuple[int, ...] = 0
    turned: float = 0.0
    steps: int = 8
    shift: float = 3.0
    denoise: float = 1.0
    source: Tensor | None = None
    velocity_scale: Series | None = None
    sde: bool = False
    sde_curve: Series | None = None
    ode_noise: Series | None = None
    initial_noise: Series | None = None
    target: Tensor | None = None
    x0_target: Series = 0.0
    x0_curve: Series | None = None
    x0_gate: float = 0.0
    mask: Series | None = None
    mask_strength: Callable[[float], float] | None = None
    original: Tensor | None = None
    mask_noise: Tensor | None = None
    guidance: Guidance | None = None
    dcw: DCW | None = None
    channel_gain: Tensor | None = None
    loras: Mapping[str, float] | None = None
    denoise_quantize: Literal["continuous", "reference"] = "continuous"
    step_noise: Tensor | None = None
    span: Span | None = None
    tag: object = None


@dataclass(frozen=True, eq=False)
class Shared:
    """Values that override the same one of every slot at its next step; None leaves the request's own.

    The guidance values act only in slots whose request has guidance; `sde=False` also silences an SDE curve;
    `loras` replaces the request's strengths, those it does not name included.
    """

    velocity_scale: Series | None = None
    sde: bool | None = None
    sde_curve: Series | None = None
    ode_noise: Series | None = None
    x0_target: Series | None = None
    guidance: Series | None = None
    apg_momentum: Series | None = None
    cfg_rescale: Series | None = None
    dcw: DCW | None = None
    channel_gain: Tensor | None = None
    loras: Mapping[str, float] | None = None
