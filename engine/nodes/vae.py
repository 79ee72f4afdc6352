"""Between audio and latents, and latents among themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import torch
from torch import Tensor

from engine.channels import band_gain
from engine.codec import HOP, SAMPLE_RATE, Codec
from engine.errors import RequestError
from engine.masks import blend
from engine.nodes.parameters import Duration, Number, Share, only
from engine.nodes.registry import node
from engine.nodes.values import Audio, Latent, Model
from engine.request import CHANNELS
from engine.series import canonical, resample

FRAME_RATE = SAMPLE_RATE // HOP


@node("EmptyLatent", "vae", outputs="latent")
def empty_latent(*, model: Model, duration: Duration = 60.0) -> Latent:
    """The checkpoint's silence, `duration` seconds of it."""
    return Latent(model.session.silence(round(duration * FRAME_RATE)))


@node("LatentBlend", "vae", outputs="latent")
def latent_blend(
    *,
    latent_a: Latent,
    latent_b: Latent,
    blend_curve: Tensor | None,
    alpha: Share = 0.5,
) -> Latent:
    """From A (0) to B (1) by `alpha`, or by a curve in 0..1 stretched over them; the mask stays A's."""
    if latent_a.frames != latent_b.frames:
        raise RequestError("latent_b", f"has {latent_b.frames} frames, latent_a has {latent_a.frames}")
    share = canonical(alpha if blend_curve is None else blend_curve, "blend_curve", low=0.0, high=1.0)
    share = resample(share, latent_a.frames).to(latent_a.tensor.device)
    return Latent(blend(share, latent_b.tensor, latent_a.tensor), latent_a.mask)


@node("LatentChannelScale", "vae", outputs="latent")
def latent_channel_scale(
    *,
    latent: Latent,
    channel_start: Annotated[int, Number(0, CHANNELS - 1)] = 0,
    channel_end: Annotated[int, Number(0, CHANNELS - 1)] = CHANNELS - 1,
    scale: Annotated[float, Number(0.0, 4.0)] = 1.0,
) -> Latent:
    """A finished latent with some of its channels, first and last included, scaled."""
    gain = band_gain(channel_start, channel_end, scale).to(latent.tensor.device)
    return Latent(latent.tensor * gain, latent.mask)


@dataclass(eq=False)
class LastWindow:
    """What a window was decoded from last, and what came of it."""

    place: tuple[int, int, bool] | None = None
    latent: Tensor | None = None
    audio: Audio | None = None


@node(
    "StreamVAEDecode",
    "vae",
    outputs="audio",
    fixed={
        "vae_window": [only("vae_overlap", 0.4, "margins are as long as the decoder's reach and cut off exactly")],
    },
    state=LastWindow,
)
def stream_vae_decode(
    *,
    vae: Codec,
    latent: Latent,
    vae_window: Annotated[float, Number(0.0, 0.36, 0.02)] = 0.36,
    t_start: Annotated[float, Number(0.0, 60.0, 0.1)] = 0.0,
    follow_playhead: bool = False,
    mse_skip_threshold: Annotated[float, Number(0.0, 1.0, 0.0001)] = 0.001,
    prefetch_seconds: Annotated[float, Number(0.0, 5.0, 0.05)] = 1.0,
    playhead_seconds: object = None,
    cyclic: bool = False,
    state: LastWindow,
) -> Audio:
    """A window of `vae_window` seconds (0 = everything), equal to that part of the whole decode.

    It begins at `t_start`, or `prefetch_seconds` after the playhead where that is followed, at the frame boundary
    before; past the end it wraps if `cyclic`, else to begin there is an error. The last window comes back as it was
    while the latent under it moved by less than `mse_skip_threshold` (mean square).
    """
    begin = t_start
    if follow_playhead:
        if isinstance(playhead_seconds, bool) or not isinstance(playhead_seconds, int | float):
            raise RequestError(
                "playhead_seconds", f"follow_playhead needs a number of seconds, got {playhead_seconds!r}"
            )
        begin = playhead_seconds + prefetch_seconds
    frames, start, stop = latent.frames, 0, latent.frames
    if vae_window > 0.0:
        start = math.floor(begin * FRAME_RATE + 1e-6)
        start = start % frames if cyclic else start
        stop = start + min(frames, max(1, round(vae_window * FRAME_RATE)))
    if not 0 <= start < frames:
        name = "playhead_seconds" if follow_playhead else "t_start"
        raise RequestError(name, f"{begin:g} s lies outside 0..{frames / FRAME_RATE:g} s; use cyclic to wrap")
    place = (start, stop, cyclic)
    seen = _under(latent.tensor, start - vae.margin, stop + vae.margin, cyclic)
    if state.audio is not None and state.latent is not None and state.place == place:
        same = seen.shape == state.latent.shape
        if same and float((seen - state.latent).square().mean()) < mse_skip_threshold:
            return state.audio
    audio = Audio(vae.decode(latent.tensor, start, stop, cyclic=cyclic), start / FRAME_RATE)
    state.place, state.latent, state.audio = place, seen, audio
    return audio


def _under(latent: Tensor, first: int, last: int, cyclic: bool) -> Tensor:
    """The frames of a latent that a window depends on."""
    if not cyclic:
        return latent[:, max(first, 0) : last]
    return latent[:, torch.arange(first, last, device=latent.device) % latent.shape[1]]


@node("VAEDecodeAudio", "vae", outputs="audio")
def vae_decode_audio(*, vae: Codec, latent: Latent) -> Audio:
    """The audio of a whole latent."""
    return Audio(vae.decode(latent.tensor))


@node("VAEEncodeAudio", "vae", outputs="latent")
def vae_encode_audio(*, vae: Codec, audio: Audio) -> Latent:
    """The latent of audio, its last frame filled up with silence; always the posterior's mean."""
    return Latent(vae.encode(audio.samples))
