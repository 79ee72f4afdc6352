"""Loading a model, and what is laid over it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from engine.channels import band_gain
from engine.codec import Codec
from engine.decoder.select import BACKENDS
from engine.nodes.parameters import Choices, Number, only
from engine.nodes.registry import node
from engine.nodes.values import Model
from engine.request import CHANNELS
from engine.session import Session

NO_LORA = "(none)"


@node(
    "LoadModel",
    "model",
    outputs="model clip vae",
    fixed={
        "device": [only("use_flash_attention", False, "each backend chooses its own attention")],
        "decoder_backend": [only("vae_backend", "eager", "there is one")],
        "project_root": [
            only("offload_to_cpu", False, "a model stays on its device"),
            only("offload_text_encoder", False, "a model stays on its device"),
            only("quantization", None, "weights are used as they were saved"),
            only("compile_decoder", False, "set decoder_backend"),
            only("compile_vae", False, "there is one VAE backend"),
            only("trt_engines", None, "engines are kept beside the checkpoint"),
        ],
    },
)
def load_model(
    *,
    config_path: str = "pocket",
    device: Literal["cuda", "cpu", "auto"] = "auto",
    decoder_backend: Annotated[str, Choices(BACKENDS)] = "eager",
    project_root: str = "",
) -> tuple[Model, Session, Codec]:
    """A model: `pocket`, the one shipped, a model's name, a folder (looked for under `project_root` too), or a hub id.

    The device `auto` is a GPU where there is one, but for the shipped model.
    """
    beside = Path(project_root).expanduser() / config_path
    name = str(beside) if project_root and beside.is_dir() else config_path
    session = Session.load(name, device=device, backend=decoder_backend)
    return Model(session), session, session.codec


@node("ChannelGuidance", "model", outputs="model")
def channel_guidance(
    *,
    model: Model,
    channel_start: Annotated[int, Number(0, CHANNELS - 1)] = 0,
    channel_end: Annotated[int, Number(0, CHANNELS - 1)] = CHANNELS - 1,
    scale: Annotated[float, Number(0.0, 4.0)] = 1.0,
) -> Model:
    """A model that hears some channels of its own state, first and last included, scaled; on top of earlier ones.

    The handle that came in stays as it was.
    """
    return replace(model, gains=(*model.gains, band_gain(channel_start, channel_end, scale)))


@node("RemoveChannelGuidance", "model", outputs="model")
def remove_channel_guidance(*, model: Model) -> Model:
    """A model without any channel guidance."""
    return replace(model, gains=())


@node("LoRA", "model", outputs="model")
def lora(*, model: Model, lora: str = NO_LORA, strength: Annotated[float, Number(0.0, 2.0, 0.05)] = 1.0) -> Model:
    """A model with a LoRA at `strength`, on top of earlier ones: one the session has loaded, or a file or folder.

    Strengths of the same one add up; `(none)` changes nothing. A file is read once and keeps its path as its id.
    """
    if lora == NO_LORA:
        return model
    if lora not in model.session.loras:
        model.session.load_lora(lora, lora=lora)
    return replace(model, loras=(*model.loras, (lora, strength)))
