"""Loading a model, and what is laid over it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from engine.backends import CODECS, DECODERS
from engine.channels import band_gain
from engine.codec import Codec
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
        "project_root": [
            only("offload_to_cpu", False, "a model stays on its device"),
            only("offload_text_encoder", False, "a model stays on its device"),
        ],
        "quantization": [
            only("compile_decoder", False, "set decoder_backend"),
            only("compile_vae", False, "set vae_backend"),
        ],
    },
)
def load_model(
    *,
    config_path: str = "pocket",
    device: Literal["cuda", "cpu", "auto"] = "auto",
    decoder_backend: Annotated[str, Choices(DECODERS)] = "eager",
    vae_backend: Annotated[str, Choices(CODECS)] = "eager",
    project_root: str = "",
    quantization: object = None,
    trt_engines: object = None,
) -> tuple[Model, Session, Codec]:
    """A model: `pocket`, the one shipped, a model's name, a folder (looked for under `project_root` too), or a hub id.

    The device `auto` is a GPU where there is one, but for the shipped model. A backend that is named is ready when the
    node is done. `quantization` is none or "fp8", `trt_engines` the folder of built engines, or none.
    """
    if quantization not in (None, "fp8"):
        raise ValueError(f'quantization: is none or "fp8", got {quantization!r}')
    if not (trt_engines is None or isinstance(trt_engines, str)):
        raise ValueError(f"trt_engines: is the folder that engines were built in, or none, got {trt_engines!r}")
    beside = Path(project_root).expanduser() / config_path
    session = Session.load(
        str(beside) if project_root and beside.is_dir() else config_path,
        device=device,
        dtype="auto" if quantization is None else "fp8",
        decoder=decoder_backend,
        vae=vae_backend,
        engines=trt_engines,
    )
    session.wait()
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
