"""What one slot carries: the request as a caller writes it, and the checked, canonical plan the ring runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from numbers import Integral, Real
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor

from engine import solver
from engine.dcw import DCW, MODES, filters
from engine.errors import RequestError
from engine.series import Series, canonical, resample

CHANNELS = 64
MAX_STEPS = 100


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

    mode: Literal["full", "initialize", "self"]
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
        _whole("span.at", self.at, 0, song.shape[1] - 1)
        _whole("span.frames", self.frames, 1, song.shape[1])
        inside = song[:, self.at : self.at + self.frames]
        around = self.frames - inside.shape[1]
        return torch.cat([inside, song[:, :around]], dim=1) if around else inside


@dataclass(frozen=True, eq=False)
class Request:
    """One generation, as the caller wants it.

    Latents are `[1, T, 64]`, `context` is `[1, T, 128]`, curves are scalars or 1-D. A tuple of seeds makes one row per
    seed. Tensors are read, never written or copied: do not change them after submitting. Without a `source` (or an
    `original`) there is nothing to keep, so `denoise` acts as 1.

    mask: 1 = generate, 0 = keep `original` (default: the source); `mask_strength` scales it by a function of the
    progress k/S; `mask_noise` defaults to the starting noise. x0_target is the scalar pull toward `target` from
    the middle step on; with `x0_curve` the gated form replaces it. `step_noise` `[n, T, 64]` stands in for the noise
    drawn at steps 0..n-1. `loras` are strengths by the id of a loaded LoRA.

    With a `span` everything above is still that of the whole song, T its length: the span is cut from it, curves
    included, and the result is `[1, span.frames, 64]`. Its noise belongs to the frames of the song, so that where
    two spans overlap they start from the same.
    """

    context: Tensor
    conditions: tuple[Condition, ...]
    seed: int | tuple[int, ...] = 0
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


@dataclass(frozen=True, eq=False)
class Live:
    """The values a step reads anew, canonical: curves `[1, N, 1]`, gain `[1, N, 64]`, strengths by id, none 0."""

    velocity_scale: Tensor | None = None
    sde: bool | None = None
    sde_curve: Tensor | None = None
    ode_noise: Tensor | None = None
    x0_target: Tensor | None = None
    guidance: Tensor | None = None
    apg_momentum: Tensor | None = None
    cfg_rescale: Tensor | None = None
    dcw: DCW | None = None
    channel_gain: Tensor | None = None
    loras: tuple[tuple[str, float], ...] | None = None

    def override(self, shared: Live) -> Live:
        """These values with every one that `shared` has put in its place."""
        given = {f.name: v for f in fields(Live) if (v := getattr(shared, f.name)) is not None}
        return replace(self, **given) if given else self

    def fitted(self, song: int, span: Span | None) -> Live:
        """These values with every curve fitted to a song of `song` frames and cut to the span.

        Without a span DCW's own curves stay as they are; they are fitted to its bands.
        """

        def fitted(curve: Tensor) -> Tensor:
            curve = resample(curve, song)
            return curve if span is None else span.cut(curve)

        changed: dict[str, Any] = {
            f.name: fitted(v) for f in fields(Live) if isinstance(v := getattr(self, f.name), Tensor)
        }
        if self.dcw is not None and span is not None:
            low, high = torch.as_tensor(self.dcw.low), torch.as_tensor(self.dcw.high)
            changed["dcw"] = replace(self.dcw, low=fitted(low), high=fitted(high))
        return replace(self, **changed)


@dataclass(frozen=True, eq=False)
class Part:
    """A canonical condition: `tokens` `[1, L, H]`, `weight` `[1, T or 1, 1]` or None, `presence` `[L]` or None."""

    tokens: Tensor
    weight: Tensor | None
    start: float
    end: float
    presence: Tensor | None


@dataclass(frozen=True, eq=False)
class Plan:
    """A request that was checked, cut to its span and brought to the shapes the solver works in, on the decoder's
    device."""

    request: Request
    frames: int
    song: int
    seeds: tuple[int, ...]
    schedule: tuple[float, ...]
    context: Tensor
    parts: tuple[Part, ...]
    live: Live
    source: Tensor | None
    initial_noise: Tensor | None
    target: Tensor | None
    x0_curve: Tensor | None
    mask: Tensor | None
    original: Tensor | None
    mask_noise: Tensor | None
    step_noise: Tensor | None
    negative: Tensor | None

    @property
    def steps(self) -> int:
        """Decoder steps; 0 when the source comes back unchanged."""
        return len(self.schedule) - 1


def _number(name: str, value: object, low: float, high: float) -> float:
    if not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(float(value)):
        raise RequestError(name, f"expected a number, got {value!r}")
    if not low <= float(value) <= high:
        raise RequestError(name, f"must lie in {low:g}..{high:g}, got {float(value):g}")
    return float(value)


def _whole(name: str, value: object, low: int, high: int) -> int:
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise RequestError(name, f"expected a whole number, got {value!r}")
    if not low <= int(value) <= high:
        raise RequestError(name, f"must lie in {low}..{high}, got {int(value)}")
    return int(value)


def _tensor(
    name: str,
    value: object,
    shape: Sequence[int | None],
    device: torch.device | str,
    span: Span | None = None,
) -> Tensor:
    """A finite float32 tensor of `shape`, where None fits any positive size, cut to the span if there is one."""
    if not isinstance(value, Tensor | np.ndarray):
        raise RequestError(name, f"expected a tensor, got {type(value).__name__}")
    tensor = torch.as_tensor(value)
    wanted = "[" + ", ".join("n" if size is None else str(size) for size in shape) + "]"
    fits = tensor.ndim == len(shape) and all(
        size >= 1 if want is None else size == want for size, want in zip(tensor.shape, shape, strict=True)
    )
    if not fits:
        raise RequestError(name, f"expected shape {wanted}, got {list(tensor.shape)}")
    if not tensor.is_floating_point():
        raise RequestError(name, f"expected floating point numbers, got {tensor.dtype}")
    if span is not None:
        tensor = span.cut(tensor)
    if not bool(torch.isfinite(tensor).all()):
        raise RequestError(name, "contains NaN or infinity")
    return tensor.to(device=device, dtype=torch.float32)


def _presence(name: str, value: Tensor | None, tokens: Tensor) -> Tensor | None:
    if value is None:
        return None
    presence = _tensor(name, value, (tokens.shape[1],), tokens.device)
    if float(presence.min()) < 0.0 or not 0.0 < float(presence.max()) <= 1.0:
        raise RequestError(name, "must lie in 0..1 and leave at least one token")
    return presence


def _dcw(settings: DCW, device: torch.device | str) -> DCW:
    if settings.mode not in MODES:
        raise RequestError("dcw.mode", f"must be one of {', '.join(MODES)}, got {settings.mode!r}")
    filters(settings.wavelet)
    return replace(
        settings,
        low=canonical(settings.low, "dcw.low", device=device),
        high=canonical(settings.high, "dcw.high", device=device),
        mult=_number("dcw.mult", settings.mult, 0.0, 1.0),
        phase=_number("dcw.phase", settings.phase, 0.0, 1.0),
        threshold=_number("dcw.threshold", settings.threshold, 0.0, math.inf),
    )


def _strengths(given: object, loaded: Collection[str]) -> tuple[tuple[str, float], ...]:
    if not isinstance(given, Mapping):
        raise RequestError("loras", f"expected strengths by id, got {type(given).__name__}")
    for lora in given:
        if lora not in loaded:
            raise RequestError("loras", f"no LoRA {lora!r} is loaded; loaded: {', '.join(sorted(loaded)) or 'none'}")
    strengths = {lora: _number(f"loras[{lora}]", value, -math.inf, math.inf) for lora, value in given.items()}
    return tuple((lora, strength) for lora, strength in sorted(strengths.items()) if strength)


def prepare_shared(shared: Shared, device: torch.device | str = "cpu", *, loras: Collection[str] = ()) -> Live:
    """Check shared values and bring them to canonical shape, given the ids of the LoRAs that are loaded.

    Raises RequestError naming the field.
    """
    ranges = {
        "sde_curve": (0.0, 1.0),
        "x0_target": (0.0, 1.0),
        "cfg_rescale": (0.0, 1.0),
    }
    values: dict[str, Any] = {}
    for field in fields(Shared):
        value = getattr(shared, field.name)
        if value is None or field.name == "sde":
            values[field.name] = value
        elif field.name == "dcw":
            values[field.name] = _dcw(value, device)
        elif field.name == "channel_gain":
            values[field.name] = _tensor(field.name, value, (1, None, CHANNELS), device)
        elif field.name == "loras":
            values[field.name] = _strengths(value, loras)
        else:
            low, high = ranges.get(field.name, (-math.inf, math.inf))
            values[field.name] = canonical(value, field.name, low=low, high=high, device=device)
    return Live(**values)


def _live(request: Request, device: torch.device | str, loras: Collection[str]) -> Live:
    guidance = request.guidance
    shared = Shared(
        velocity_scale=request.velocity_scale,
        sde=bool(request.sde) or (request.sde_curve is not None and request.source is not None),
        sde_curve=request.sde_curve,
        ode_noise=request.ode_noise,
        x0_target=request.x0_target,
        guidance=guidance.scale if guidance else None,
        apg_momentum=guidance.apg_momentum if guidance else None,
        cfg_rescale=guidance.cfg_rescale if guidance else None,
        dcw=request.dcw,
        channel_gain=request.channel_gain,
        loras=request.loras,
    )
    return prepare_shared(shared, device, loras=loras)


def prepare(
    request: Request,
    *,
    width: int | None = None,
    device: torch.device | str = "cpu",
    loras: Collection[str] = (),
) -> Plan:
    """Check a request and make it a plan.

    `width` is the size the condition tokens must have, `loras` are the ids of the LoRAs that are loaded. Raises
    RequestError naming the field at fault.
    """
    span = request.span
    if span is not None and not isinstance(span, Span):
        raise RequestError("span", f"expected a Span, got {type(span).__name__}")
    context = _tensor("context", request.context, (None, None, 2 * CHANNELS), device, span)
    song = request.context.shape[1]
    seeds = request.seed if isinstance(request.seed, tuple) else (request.seed,)
    if not seeds:
        raise RequestError("seed", "expected at least one seed")
    seeds = tuple(_whole("seed", seed, 0, 2**32 - 1) for seed in seeds)
    if context.shape[0] not in (1, len(seeds)):
        raise RequestError("context", f"has {context.shape[0]} rows for {len(seeds)} seeds")

    def latent(name: str, rows: int | None = 1) -> Tensor | None:
        value = getattr(request, name)
        return None if value is None else _tensor(name, value, (rows, song, CHANNELS), device, span)

    def curve(value: Series | None, name: str, high: float = 1.0) -> Tensor | None:
        if value is None:
            return None
        whole = resample(canonical(value, name, low=0.0, high=high, device=device), song)
        return whole if span is None else span.cut(whole)

    if not request.conditions:
        raise RequestError("conditions", "expected at least one condition")
    parts = []
    for index, condition in enumerate(request.conditions):
        name = f"conditions[{index}]"
        if not isinstance(condition, Condition):
            raise RequestError(name, f"expected a Condition, got {type(condition).__name__}")
        start = _number(f"{name}.start", condition.start, 0.0, 1.0)
        tokens = _tensor(f"{name}.tokens", condition.tokens, (1, None, width), device)
        parts.append(
            Part(
                tokens=tokens,
                weight=curve(condition.weight, f"{name}.weight", high=math.inf),
                start=start,
                end=_number(f"{name}.end", condition.end, start, 1.0),
                presence=_presence(f"{name}.presence", condition.presence, tokens),
            )
        )

    source, original, mask = latent("source"), latent("original"), curve(request.mask, "mask")
    if mask is not None and original is None:
        original = source
    if mask is not None and original is None:
        raise RequestError("mask", "needs an original or a source to keep")

    guidance, negative = request.guidance, None
    if guidance is not None:
        if guidance.mode not in ("full", "initialize", "self"):
            raise RequestError("guidance.mode", f"must be full, initialize or self, got {guidance.mode!r}")
        if guidance.mode != "self":
            if guidance.negative is None:
                raise RequestError("guidance.negative", f"mode {guidance.mode} needs negative tokens")
            negative = _tensor("guidance.negative", guidance.negative, (1, None, width), device)
    _number("x0_gate", request.x0_gate, 0.0, 1.0)

    if request.denoise_quantize not in ("continuous", "reference"):
        raise RequestError("denoise_quantize", f"must be continuous or reference, got {request.denoise_quantize!r}")
    denoise = _number("denoise", request.denoise, 0.0, 1.0)
    schedule = solver.schedule(
        _whole("steps", request.steps, 1, MAX_STEPS),
        _number("shift", request.shift, 0.01, 100.0),
        denoise if source is not None or original is not None else 1.0,
        quantize=request.denoise_quantize == "reference",
    )
    return Plan(
        request=request,
        frames=context.shape[1],
        song=song,
        seeds=seeds,
        schedule=schedule,
        context=context,
        parts=tuple(parts),
        live=_live(request, device, loras).fitted(song, span),
        source=source,
        initial_noise=curve(request.initial_noise, "initial_noise"),
        target=latent("target"),
        x0_curve=curve(request.x0_curve, "x0_curve"),
        mask=mask,
        original=original,
        mask_noise=latent("mask_noise"),
        step_noise=latent("step_noise", rows=None),
        negative=negative,
    )
