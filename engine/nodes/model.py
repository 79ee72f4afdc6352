"""Loading a model, and what is laid over it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from engine.channels import band_gain
from engine.codec import Codec
from engine.nodes.registry import fixed, integer, node, number, select, string
from engine.nodes.values import Model
from engine.request import CHANNELS
from engine.session import Session

NO_LORA = "(none)"


@node(
    "LoadModel",
    "model",
    outputs="model:MODEL clip:CLIP vae:VAE",
    parameters=[
        string("config_path", "pocket"),
        select("device", "auto", ("cuda", "cpu", "auto")),
        fixed("use_flash_attention", False, "each backend chooses its own attention"),
        select("decoder_backend", "eager", ("eager", "compile", "tensorrt")),
        fixed("vae_backend", "eager", "there is one"),
        string("project_root"),
        fixed("offload_to_cpu", False, "a model stays on its device"),
        fixed("offload_text_encoder", False, "a model stays on its device"),
        fixed("quantization", None, "weights are used as they were saved"),
        fixed("compile_decoder", False, "set decoder_backend"),
        fixed("compile_vae", False, "there is one VAE backend"),
        fixed("trt_engines", None, "engines are kept beside the checkpoint"),
    ],
)
def load_model(
    *, config_path: str, device: str, decoder_backend: str, project_root: str
) -> tuple[Model, Session, Codec]:
    """A model: `pocket`, the one shipped, a checkpoint folder (looked for under `project_root` too), or a hub id.

    The device `auto` is a GPU where there is one.
    """
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    beside = Path(project_root).expanduser() / config_path
    name = str(beside) if project_root and beside.is_dir() else config_path
    session = Session.load(name, device=device, backend=decoder_backend)
    return Model(session), session, session.codec


@node(
    "ChannelGuidance",
    "model",
    inputs="model:MODEL",
    outputs="model:MODEL",
    parameters=[
        integer("channel_start", 0, 0, CHANNELS - 1),
        integer("channel_end", CHANNELS - 1, 0, CHANNELS - 1),
        number("scale", 1.0, 0.0, 4.0),
    ],
)
def channel_guidance(*, model: Model, channel_start: int, channel_end: int, scale: float) -> Model:
    """A model that hears some channels of its own state, first and last included, scaled; on top of earlier ones.

    The handle that came in stays as it was.
    """
    return replace(model, gains=(*model.gains, band_gain(channel_start, channel_end, scale)))


@node("RemoveChannelGuidance", "model", inputs="model:MODEL", outputs="model:MODEL")
def remove_channel_guidance(*, model: Model) -> Model:
    """A model without any channel guidance."""
    return replace(model, gains=())


@node(
    "LoRA",
    "model",
    inputs="model:MODEL",
    outputs="model:MODEL",
    parameters=[string("lora", NO_LORA), number("strength", 1.0, 0.0, 2.0, step=0.05)],
)
def lora(*, model: Model, lora: str, strength: float) -> Model:
    """A model with a LoRA at `strength`, on top of earlier ones: one the session has loaded, or a file or folder.

    Strengths of the same one add up; `(none)` changes nothing. A file is read once and keeps its path as its id.
    """
    if lora == NO_LORA:
        return model
    if lora not in model.session.loras:
        model.session.load_lora(lora, lora=lora)
    return replace(model, loras=(*model.loras, (lora, strength)))
