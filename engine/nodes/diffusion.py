"""Generation: its settings, one at a time, or a ring of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from torch import Tensor

from engine import checks
from engine.dcw import DCW, DcwMode
from engine.errors import RequestError
from engine.nodes.parameters import HIDDEN, Duration, Number, Share, only
from engine.nodes.registry import node
from engine.nodes.values import Conditioning, DiffusionSettings, Latent, Mask, Model, Modulation, Solver
from engine.prompt import Prompt
from engine.request import Guidance, GuidanceMode, Request, Shared
from engine.series import Series
from engine.session import Session
from engine.stream import MAX_DEPTH, Finished, Stream

Steps = Annotated[int, Number(1, 50)]
Shift = Annotated[float, Number(0.05, 10.0, 0.05)]
Seed = Annotated[int, Number(0, 2**31 - 1)]

_SETTLED = (
    only("use_cache", False, "what conditions lead to is always kept"),
    only("noise_on_cpu", True, "noise is always drawn on the CPU, so that a seed means the same anywhere"),
)


@node("DCWConfig", "diffusion", outputs="dcw")
def dcw_config(
    *,
    enabled: bool = True,
    mode: DcwMode = "double",
    scaler: Annotated[float, Number(0.0, 1.0, 0.005)] = 0.05,
    high_scaler: Annotated[float, Number(0.0, 1.0, 0.005)] = 0.02,
    wavelet: str = "haar",
) -> DCW:
    """Wavelet correction of every step; `scaler` is that of the low band in mode double, of the only one elsewhere."""
    return _dcw(enabled, mode, scaler, high_scaler, wavelet)


@node("DiffusionConfig", "diffusion", outputs="config", fixed={"x0_target_gate": _SETTLED})
def diffusion_config(
    *, steps: Steps = 8, shift: Shift = 3.0, seed: Seed = 42, denoise: Share = 1.0, x0_target_gate: Share = 0.0
) -> DiffusionSettings:
    """Steps, schedule and seed of one generation.

    The schedule has no meaning at shift 0, so it begins at 0.05.
    """
    return DiffusionSettings(steps, shift, seed, denoise, x0_target_gate)


@node("OdeSolver", "diffusion", outputs="solver")
def ode_solver(*, ode_noise_curve: Tensor | None) -> Solver:
    """Steps without noise, or with as much as a curve says."""
    return Solver(sde=False, curve=ode_noise_curve)


@node("SdeSolver", "diffusion", outputs="solver")
def sde_solver(*, sde_denoise_curve: Tensor | None) -> Solver:
    """Steps with fresh noise; with a source, a curve says from 0 (the source) to 1 how much is made anew."""
    return Solver(sde=True, curve=sde_denoise_curve)


@node("Modulation", "diffusion", outputs="modulation")
def modulation(
    *,
    velocity_scale: Tensor | None,
    initial_noise_curve: Tensor | None,
    chunk_mask: Mask | None,
    x0_target: Latent | None,
    x0_target_curve: Tensor | None,
    guidance_curve: Tensor | None,
    x0_target_strength: Share = 0.0,
    x0_target_gate: Share = 0.0,
) -> Modulation:
    """Curves and a target laid over a generation; `chunk_mask` is 1 where it repaints.

    A `guidance_curve` switches guidance on and is its scale.
    """
    return Modulation(
        velocity_scale=velocity_scale,
        initial_noise=initial_noise_curve,
        chunk_mask=None if chunk_mask is None else chunk_mask.values,
        target=None if x0_target is None else x0_target.tensor,
        x0_curve=x0_target_curve,
        guidance=guidance_curve,
        x0_target=x0_target_strength,
        x0_gate=x0_target_gate,
    )


@node("Generate", "diffusion", outputs="latent")
def generate(
    *,
    model: Model,
    config: DiffusionSettings,
    solver: Solver,
    positive: Conditioning,
    negative: Conditioning | None,
    context_latent: Latent | None,
    source_latent: Latent | None,
    modulation: Modulation | None,
    dcw: DCW | None,
    duration: Duration = 60.0,
    rcfg_mode: Annotated[GuidanceMode | None, HIDDEN] = None,
    cfg_rescale: object = None,
) -> Latent:
    """One generation.

    It is as long as its context, else its source, else `duration` seconds. Without a context (structure hints) the
    checkpoint's planner makes one from the prompt, or it is silence. A latent mask on the source says what of it is
    made anew. A negative, a guidance curve, `rcfg_mode` or `cfg_rescale` switch guidance on (full, scale 2.5, and the
    learned empty negative unless they say otherwise). Without `dcw` there is no wavelet correction.
    """
    frames = _frames(context_latent, source_latent, duration)
    if context_latent is None:
        hints = model.session.plan(frames, positive.prompt, seed=config.seed)
    else:
        hints = context_latent.tensor
    guidance = _guidance(model.session, negative, modulation, rcfg_mode, cfg_rescale)
    request = _request(model, config, solver, positive, guidance, hints, source_latent, modulation, dcw)
    return Latent(model.session.generate(request))


@dataclass(eq=False)
class Ring:
    """A stream, what it plays, and the newest latent that came out of it."""

    session: Session | None = None
    stream: Stream | None = None
    request: Request | None = None
    latent: Latent | None = None
    planned: tuple[Session, Prompt, int, int] | None = None
    hints: Tensor | None = None

    def plan(self, session: Session, positive: Conditioning, frames: int, seed: int) -> Tensor:
        """Planned hints, made anew only where something is other that a planner hears."""
        wanted = (session, positive.prompt.outline(), frames, seed)
        if self.hints is None or self.planned != wanted:
            self.planned, self.hints = wanted, session.plan(frames, positive.prompt, seed=seed)
        return self.hints

    def play(self, session: Session, request: Request, depth: int, *, repeat: bool) -> Stream:
        """The stream with `request` submitted, emptied first where model, source or length are others."""
        last, self.request = self.request, None
        if self.stream is None or self.session is not session:
            self.session, self.stream, self.latent = session, session.stream(depth), None
        elif last is None or request.source is not last.source or request.context.shape != last.context.shape:
            self.stream.new_epoch()
            self.latent = None
        self.stream.depth = depth
        self.stream.submit(request, repeat=repeat)
        self.stream.set_shared(_live(request))
        self.request = request
        return self.stream


@node(
    "StreamDenoise",
    "diffusion",
    outputs="latent",
    fixed={"duration": _SETTLED},
    state=Ring,
    continuous=True,
)
def stream_denoise(
    *,
    model: Model,
    solver: Solver,
    positive: Conditioning,
    negative: Conditioning | None,
    context_latent: Latent | None,
    source_latent: Latent | None,
    modulation: Modulation | None,
    dcw: DCW | None,
    steps: Steps = 8,
    shift: Shift = 3.0,
    denoise: Share = 0.75,
    seed: Seed = 42,
    pipeline_depth: Annotated[int, Number(1, MAX_DEPTH)] = MAX_DEPTH,
    drain: bool = False,
    duration: Duration = 60.0,
    dcw_enabled: Annotated[bool, HIDDEN] = True,
    dcw_mode: Annotated[DcwMode, HIDDEN] = "double",
    dcw_scaler: Annotated[float, HIDDEN] = 0.05,
    dcw_high_scaler: Annotated[float, HIDDEN] = 0.02,
    dcw_wavelet: Annotated[str, HIDDEN] = "haar",
    dcw_advanced: object = None,
    rcfg_mode: Annotated[GuidanceMode | None, HIDDEN] = None,
    cfg_rescale: object = None,
    state: Ring,
    changed: bool,
) -> Latent:
    """A ring of generations, kept between runs: a run is one tick, and gives the newest latent that came out.

    The first run, and the first after another model, source or length, ticks until there is one; so does `drain`, which
    then lets the newest request run to its end and leaves the ring empty. Curves, strengths, DCW, channel guidance
    and LoRAs are heard in every slot at the next tick, all else by the generations that start then. Else it takes what
    `Generate` takes; without `dcw` connected the parameters of that name hold (`dcw_advanced` is a table of mult,
    phase and threshold). The ring has at most 8 slots.
    """
    stream = state.stream
    if changed or state.request is None or stream is None:
        if dcw is None:
            dcw = _dcw(dcw_enabled, dcw_mode, dcw_scaler, dcw_high_scaler, dcw_wavelet, dcw_advanced)
        config = DiffusionSettings(steps, shift, seed, denoise, 0.0)
        frames = _frames(context_latent, source_latent, duration)
        if context_latent is None:
            hints = state.plan(model.session, positive, frames, seed)
        else:
            hints = context_latent.tensor
        guidance = _guidance(model.session, negative, modulation, rcfg_mode, cfg_rescale)
        request = _request(model, config, solver, positive, guidance, hints, source_latent, modulation, dcw)
        stream = state.play(model.session, request, pipeline_depth, repeat=not drain)
        while drain and stream.busy:
            _keep(state, stream.tick(), request)
    if not drain:
        _keep(state, stream.tick())
    while state.latent is None:
        _keep(state, stream.tick())
    return state.latent


def _keep(state: Ring, finished: list[Finished], only: Request | None = None) -> None:
    for each in finished:
        if only is None or each.request is only:
            checks.played(each.finite, each.loras.keys())
            state.latent = Latent(each.latent)


def _frames(context: Latent | None, source: Latent | None, duration: float) -> int:
    if context is not None:
        return context.frames
    return round(duration * Session.frame_rate) if source is None else source.frames


def _guidance(
    session: Session,
    negative: Conditioning | None,
    laid: Modulation | None,
    mode: GuidanceMode | None,
    rescale: object,
) -> Guidance | None:
    scale = None if laid is None else laid.guidance
    if negative is None and scale is None and mode is None and rescale is None:
        return None
    return Guidance(
        mode or "full",
        scale=Guidance.scale if scale is None else scale,
        cfg_rescale=cast(Series | None, rescale),  # what is none is refused with the request
        negative=session.null_tokens() if negative is None else negative.entries[0].tokens,
    )


def _request(
    model: Model,
    config: DiffusionSettings,
    solver: Solver,
    positive: Conditioning,
    guidance: Guidance | None,
    hints: Tensor,
    source: Latent | None,
    laid: Modulation | None,
    dcw: DCW | None,
) -> Request:
    laid = laid or Modulation()
    return Request(
        model.session.context(hints, chunk_mask=laid.chunk_mask),
        positive.entries,
        seed=config.seed,
        steps=config.steps,
        shift=config.shift,
        denoise=config.denoise,
        source=None if source is None else source.tensor,
        velocity_scale=laid.velocity_scale,
        sde=solver.sde,
        sde_curve=solver.curve if solver.sde else None,
        ode_noise=None if solver.sde else solver.curve,
        initial_noise=laid.initial_noise,
        target=laid.target,
        x0_target=laid.x0_target,
        x0_curve=laid.x0_curve,
        x0_gate=max(laid.x0_gate, config.x0_target_gate),
        mask=None if source is None else source.mask,
        guidance=guidance,
        dcw=dcw,
        channel_gain=model.gain(),
        loras=model.strengths(),
    )


def _live(request: Request) -> Shared:
    """What of a request slots already under way take over."""
    guidance = request.guidance
    return Shared(
        velocity_scale=request.velocity_scale,
        sde_curve=request.sde_curve,
        ode_noise=request.ode_noise,
        x0_target=request.x0_target,
        guidance=guidance.scale if guidance else None,
        cfg_rescale=guidance.cfg_rescale if guidance else None,
        dcw=request.dcw,
        channel_gain=request.channel_gain,
        loras=request.loras,
    )


def _dcw(enabled: bool, mode: DcwMode, low: float, high: float, wavelet: str, advanced: object = None) -> DCW:
    faders = ("mult", "phase", "threshold")
    if advanced is None:
        advanced = {}
    if not isinstance(advanced, dict):
        raise RequestError("dcw_advanced", f"expected a table of {', '.join(faders)}, got {advanced!r}")
    for name in advanced:
        if name not in faders:
            raise RequestError("dcw_advanced", f"has no fader {name!r}; expected {', '.join(faders)}")
    return DCW(mode, low, high, wavelet, on=enabled, **advanced)
