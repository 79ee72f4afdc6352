"""Between audio and latents, and latents among themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.channels import band_gain
from engine.codec import HOP, SAMPLE_RATE, Codec
from engine.errors import RequestError
from engine.masks import blend
from engine.nodes.registry import boolean, data, fixed, integer, node, number
from engine.nodes.values import Audio, Latent, Model
from engine.request import CHANNELS
from engine.series import canonical, resample

FRAME_RATE = SAMPLE_RATE // HOP


@node(
    "EmptyLatent",
    "vae",
    inputs="model:MODEL",
    outputs="latent:LATENT",
    parameters=[number("duration", 60.0, 1.0, 600.0, step=1.0)],
)
def empty_latent(*, model: Model, duration: float) -> Latent:
    """The checkpoint's silence, `duration` seconds of it."""
    return Latent(model.session.silence(round(duration * FRAME_RATE)))


@node(
    "LatentBlend",
    "vae",
    inputs="latent_a:LATENT latent_b:LATENT blend_curve:CURVE?",
    outputs="latent:LATENT",
    parameters=[number("alpha", 0.5, 0.0, 1.0)],
)
def latent_blend(*, latent_a: Latent, latent_b: Latent, blend_curve: Tensor | None, alpha: float) -> Latent:
    """From A (0) to B (1) by `alpha`, or by a curve in 0..1 stretched over them; the mask stays A's."""
    if latent_a.frames != latent_b.frames:
        raise RequestError("latent_b", f"has {latent_b.frames} frames, latent_a has {latent_a.frames}")
    share = canonical(alpha if blend_curve is None else blend_curve, "blend_curve", low=0.0, high=1.0)
    share = resample(share, latent_a.frames).to(latent_a.tensor.device)
    return Latent(blend(share, latent_b.tensor, latent_a.tensor), latent_a.mask)


@node(
    "LatentChannelScale",
    "vae",
    inputs="latent:LATENT",
    outputs="latent:LATENT",
    parameters=[
        integer("channel_start", 0, 0, CHANNELS - 1),
        integer("channel_end", CHANNELS - 1, 0, CHANNELS - 1),
        number("scale", 1.0, 0.0, 4.0),
    ],
)
def latent_channel_scale(*, latent: Latent, channel_start: int, channel_end: int, scale: float) -> Latent:
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
    inputs="vae:VAE latent:LATENT",
    outputs="audio:AUDIO",
    parameters=[
        number("vae_window", 0.36, 0.0, 0.36, step=0.02),
        fixed("vae_overlap", 0.4, "margins are as long as the decoder's reach and cut off exactly"),
        number("t_start", 0.0, 0.0, 60.0, step=0.1),
        boolean("follow_playhead", False),
        number("mse_skip_threshold", 0.001, 0.0, 1.0, step=0.0001),
        number("prefetch_seconds", 1.0, 0.0, 5.0, step=0.05),
        data("playhead_seconds"),
        boolean("cyclic", False),
    ],
    state=LastWindow,
)
def stream_vae_decode(
    *,
    vae: Codec,
    latent: Latent,
    vae_window: float,
    t_start: float,
    follow_playhead: bool,
    mse_skip_threshold: float,
    prefetch_seconds: float,
    playhead_seconds: object,
    cyclic: bool,
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


@node("VAEDecodeAudio", "vae", inputs="vae:VAE latent:LATENT", outputs="audio:AUDIO")
def vae_decode_audio(*, vae: Codec, latent: Latent) -> Audio:
    """The audio of a whole latent."""
    return Audio(vae.decode(latent.tensor))


@node("VAEEncodeAudio", "vae", inputs="vae:VAE audio:AUDIO", outputs="latent:LATENT")
def vae_encode_audio(*, vae: Codec, audio: Audio) -> Latent:
    """The latent of audio, its last frame filled up with silence; always the posterior's mean."""
    return Latent(vae.encode(audio.samples))
