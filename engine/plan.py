"""Makes plans: a request is checked, cut to its span and brought to the shapes the solver works in."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import get_args

import torch
from torch import Tensor

from engine import checks, schedule
from engine.dcw import DCW, MODES, filters
from engine.errors import RequestError
from engine.live import Kept, Live, Part, Plan
from engine.request import CHANNELS, Condition, Guidance, GuidanceMode, Request, Shared, Span
from engine.series import Series, canonical, resample

MAX_STEPS = 100


def prepare(
    request: Request,
    *,
    width: int | None = None,
    device: torch.device | str = "cpu",
    loras: Collection[str] = (),
    kept: Kept | None = None,
) -> Plan:
    """Check a request and make it a plan.

    `width` is the size the condition tokens must have, `loras` are the ids of the LoRAs that are loaded, `kept` is what
    plans before it were brought to the device. Raises RequestError naming the field at fault.
    """
    given = _Given(request, width)
    seeds, parts = _seeds(request.seed, given.context), _parts(request.conditions, given)
    toward = _toward(request, len(seeds))
    source, original = given.latent("source", request.source), given.latent("original", request.original)
    mask = given.curve("mask", request.mask)
    if mask is not None and original is None:
        original = source
    if mask is not None and original is None:
        raise RequestError("mask", "needs an original or a source to keep")
    negative = _negative(request.guidance, given)
    checks.number("x0_gate", request.x0_gate, 0.0, 1.0)
    plan = Plan(
        request=request,
        frames=given.context.shape[1],
        song=given.song,
        seeds=seeds,
        toward=toward,
        schedule=_schedule(request, keeps=source is not None or original is not None),
        context=given.context,
        parts=parts,
        live=_live(request, loras).fitted(given.song, request.span),
        source=source,
        initial_noise=given.curve("initial_noise", request.initial_noise),
        target=given.latent("target", request.target),
        x0_curve=given.curve("x0_curve", request.x0_curve),
        mask=mask,
        original=original,
        mask_noise=given.latent("mask_noise", request.mask_noise),
        step_noise=given.latent("step_noise", request.step_noise, rows=None),
        negative=negative,
    )
    return (kept or Kept(device)).place(plan)


def prepare_shared(
    shared: Shared, device: torch.device | str = "cpu", *, loras: Collection[str] = (), kept: Kept | None = None
) -> Live:
    """Check shared values and bring them to canonical shape, given the ids of the LoRAs that are loaded.

    `kept` is what values before these were brought to. Raises RequestError naming the field.
    """
    return (kept or Kept(device)).place(_canonical(shared, loras))


def _canonical(shared: Shared, loras: Collection[str]) -> Live:
    def curve(name: str, value: Series | None, low: float = -math.inf, high: float = math.inf) -> Tensor | None:
        return None if value is None else canonical(value, name, low=low, high=high)

    gain = shared.channel_gain
    return Live(
        velocity_scale=curve("velocity_scale", shared.velocity_scale),
        sde=shared.sde,
        sde_curve=curve("sde_curve", shared.sde_curve, 0.0, 1.0),
        ode_noise=curve("ode_noise", shared.ode_noise),
        x0_target=curve("x0_target", shared.x0_target, 0.0, 1.0),
        guidance=curve("guidance", shared.guidance),
        apg_momentum=curve("apg_momentum", shared.apg_momentum),
        cfg_rescale=curve("cfg_rescale", shared.cfg_rescale, 0.0, 1.0),
        dcw=None if shared.dcw is None else _dcw(shared.dcw),
        channel_gain=None if gain is None else _tensor("channel_gain", gain, (1, None, CHANNELS)),
        loras=None if shared.loras is None else _strengths(shared.loras, loras),
    )


class _Given:
    """Reads what a request gives, and cuts what runs along the song to the span."""

    def __init__(self, request: Request, width: int | None) -> None:
        if request.span is not None and not isinstance(request.span, Span):
            raise RequestError("span", f"expected a Span, got {type(request.span).__name__}")
        self._span = request.span
        self._width = width
        self.context = _tensor("context", request.context, (None, None, 2 * CHANNELS), self._span)
        self.song = request.context.shape[1]

    def latent(self, name: str, value: Tensor | None, rows: int | None = 1) -> Tensor | None:
        shape = (rows, self.song, CHANNELS)
        return None if value is None else _tensor(name, value, shape, self._span)

    def curve(self, name: str, value: Series | None, high: float = 1.0) -> Tensor | None:
        if value is None:
            return None
        whole = resample(canonical(value, name, low=0.0, high=high), self.song)
        return whole if self._span is None else self._span.cut(whole)

    def tokens(self, name: str, value: Tensor) -> Tensor:
        return _tensor(name, value, (1, None, self._width))


def _tensor(name: str, value: object, shape: Sequence[int | None], span: Span | None = None) -> Tensor:
    """A tensor as float32. Of one on a GPU the numbers are not looked at, which would wait for the ticks; what comes
    of them is."""
    tensor = checks.shaped(name, value, shape)
    if span is not None:
        tensor = span.cut(tensor)
    return (checks.finite(name, tensor) if tensor.device.type == "cpu" else tensor).to(torch.float32)


def _seeds(seed: int | tuple[int, ...], context: Tensor) -> tuple[int, ...]:
    given = seed if isinstance(seed, tuple) else (seed,)
    if not given:
        raise RequestError("seed", "expected at least one seed")
    seeds = tuple(checks.whole("seed", each, 0, 2**32 - 1) for each in given)
    if len(context) not in (1, len(seeds)):
        raise RequestError("context", f"has {len(context)} rows for {len(seeds)} seeds")
    return seeds


def _toward(request: Request, count: int) -> tuple[int, ...]:
    """The seeds that noise is turned towards, as many as it has; none where it is not turned."""
    if checks.number("turned", request.turned, 0.0, 1.0) == 0.0:
        return ()
    given = request.toward if isinstance(request.toward, tuple) else (request.toward,) * count
    if len(given) != count:
        raise RequestError("toward", f"has {len(given)} seeds for {count}")
    return tuple(checks.whole("toward", each, 0, 2**32 - 1) for each in given)


def _schedule(request: Request, *, keeps: bool) -> tuple[float, ...]:
    if request.denoise_quantize not in ("continuous", "reference"):
        raise RequestError("denoise_quantize", f"must be continuous or reference, got {request.denoise_quantize!r}")
    denoise = checks.number("denoise", request.denoise, 0.0, 1.0)
    return schedule.times(
        checks.whole("steps", request.steps, 1, MAX_STEPS),
        checks.number("shift", request.shift, 0.01, 100.0),
        denoise if keeps else 1.0,
        quantize=request.denoise_quantize == "reference",
    )


def _parts(conditions: Sequence[Condition], given: _Given) -> tuple[Part, ...]:
    if not conditions:
        raise RequestError("conditions", "expected at least one condition")
    return tuple(_part(f"conditions[{index}]", condition, given) for index, condition in enumerate(conditions))


def _part(name: str, condition: Condition, given: _Given) -> Part:
    if not isinstance(condition, Condition):
        raise RequestError(name, f"expected a Condition, got {type(condition).__name__}")
    start = checks.number(f"{name}.start", condition.start, 0.0, 1.0)
    tokens = given.tokens(f"{name}.tokens", condition.tokens)
    return Part(
        tokens=tokens,
        weight=given.curve(f"{name}.weight", condition.weight, high=math.inf),
        start=start,
        end=checks.number(f"{name}.end", condition.end, start, 1.0),
        presence=_presence(f"{name}.presence", condition.presence, tokens),
    )


def _presence(name: str, value: Tensor | None, tokens: Tensor) -> Tensor | None:
    if value is None:
        return None
    presence = _tensor(name, value, (tokens.shape[1],))
    if presence.device.type == "cpu" and not _is_presence(presence):
        raise RequestError(name, "must lie in 0..1 and leave at least one token")
    return presence


def _is_presence(presence: Tensor) -> bool:
    return float(presence.min()) >= 0.0 and 0.0 < float(presence.max()) <= 1.0


def _negative(guidance: Guidance | None, given: _Given) -> Tensor | None:
    if guidance is None:
        return None
    if guidance.mode not in get_args(GuidanceMode):
        raise RequestError("guidance.mode", f"must be full, initialize or self, got {guidance.mode!r}")
    if guidance.mode == "self":
        return None
    if guidance.negative is None:
        raise RequestError("guidance.negative", f"mode {guidance.mode} needs negative tokens")
    return given.tokens("guidance.negative", guidance.negative)


def _live(request: Request, loras: Collection[str]) -> Live:
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
    return _canonical(shared, loras)


def _dcw(settings: DCW) -> DCW:
    if settings.mode not in MODES:
        raise RequestError("dcw.mode", f"must be one of {', '.join(MODES)}, got {settings.mode!r}")
    filters(settings.wavelet)
    return replace(
        settings,
        low=canonical(settings.low, "dcw.low"),
        high=canonical(settings.high, "dcw.high"),
        mult=checks.number("dcw.mult", settings.mult, 0.0, 1.0),
        phase=checks.number("dcw.phase", settings.phase, 0.0, 1.0),
        threshold=checks.number("dcw.threshold", settings.threshold, 0.0, math.inf),
    )


def _strengths(given: object, loaded: Collection[str]) -> tuple[tuple[str, float], ...]:
    if not isinstance(given, Mapping):
        raise RequestError("loras", f"expected strengths by id, got {type(given).__name__}")
    for lora in given:
        if lora not in loaded:
            raise RequestError("loras", f"no LoRA {lora!r} is loaded; loaded: {', '.join(sorted(loaded)) or 'none'}")
    strengths = {lora: checks.number(f"loras[{lora}]", value, -math.inf, math.inf) for lora, value in given.items()}
    return tuple((lora, strength) for lora, strength in sorted(strengths.items()) if strength)
