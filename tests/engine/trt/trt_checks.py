"""Engines over the exported decoder, and checkpoints of the transformer alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import torch
from fake_trt import FakeTensorRT
from safetensors.torch import save_file

from engine.capture import Work
from engine.decoder.packed import PackedDecoder
from engine.decoder.tensorrt import TensorRTExecutor, over
from engine.decoder.weights import Weights
from engine.trt.profile import Profile, Range

PROFILE: Profile = {
    "batch": Range(1, 2, 8),
    "frames": Range(2, 50, 64),
    "tokens": Range(32, 32, 64),
    "ranks": Range(8, 8, 32),
}


def decoder_over(
    trt: FakeTensorRT, plan: bytes, weights: Weights, capture: Callable[[Work], Work] = lambda work: work
) -> tuple[PackedDecoder, TensorRTExecutor]:
    executor = TensorRTExecutor(trt, plan, weights, capture=capture)
    return over(executor, weights, PROFILE), executor


def checkpoint(folder: Path, transformer: torch.nn.Module) -> Path:
    (folder / "transformer").mkdir(parents=True)
    (folder / "vae").mkdir()
    (folder / "vae" / "config.json").write_text(json.dumps({"_class_name": "PocketCodec"}))
    (folder / "model_index.json").write_text("{}")
    config = {name: value for name, value in transformer.config.items() if not name.startswith("_")}
    (folder / "transformer" / "config.json").write_text(json.dumps(config))
    state = {name: tensor.contiguous() for name, tensor in transformer.state_dict().items()}
    save_file(state, folder / "transformer" / "diffusion_pytorch_model.safetensors")
    return folder
