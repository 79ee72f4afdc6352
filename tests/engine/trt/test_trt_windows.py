"""Windows decoded and audio encoded by engines of the VAE, found by the settings of a model's VAE and their size."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import onnx
import pytest
import torch
from fake_trt import FakeTensorRT, Plan
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import save_file
from torch import Tensor
from trt_checks import checkpoint

from engine.codec import HOP
from engine.codec.codec import AROUND, PIECE
from engine.codec.window import SHORTEST
from engine.errors import EngineUnavailable
from engine.trt.build import shapes_of
from engine.trt.model import Model
from engine.trt.plan import Asked, plan
from engine.trt.record import Record, read, record_of, write
from engine.trt.windows import open_codec

FRAMES = 45
CPU = torch.device("cpu")


@pytest.fixture
def weight() -> Tensor:
    return torch.randn(64, 2, HOP, generator=torch.Generator().manual_seed(0))


@pytest.fixture
def singing(model: Path) -> Path:
    """The checkpoint with a VAE of ACE-Step's kind."""
    settings = {
        "_class_name": "AutoencoderOobleck",
        "encoder_hidden_size": 4,
        "downsampling_ratios": [2, 4, 4, 6, 10],
        "channel_multiples": [1, 1, 1, 1, 1],
        "decoder_channels": 4,
        "decoder_input_channels": 64,
        "audio_channels": 2,
        "sampling_rate": 48000,
    }
    (model / "vae" / "config.json").write_text(json.dumps(settings))
    save_file({"decoder.conv1.bias": torch.zeros(3)}, model / "vae" / "diffusion_pytorch_model.safetensors")
    return model


def graph_of(
    weight: Tensor, kind: str, given: str, made: str, frames: int | str, samples: int | str
) -> onnx.ModelProto:
    """One convolution between frames and samples."""
    shapes = {"latent": [1, 64, frames], "mean": [1, 64, frames], "audio": [1, 2, samples]}
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shapes[name]) for name in (given, made)]
    node = helper.make_node(kind, [given, "weight"], [made], strides=[HOP])
    held = numpy_helper.from_array(weight.numpy(), "weight")
    graph = helper.make_graph([node], "vae", ends[:1], ends[1:], [held])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)


def test_windows_are_decoded_by_the_engine_of_this_vae_and_this_size(
    newest: FakeTensorRT, singing: Path, weight: Tensor, tmp_path: Path
) -> None:
    engines, name = tmp_path / "engines", str(singing)
    with pytest.raises(EngineUnavailable, match=f"build one with: demond engines build --model {name}"):
        open_codec(engines, name, CPU, FRAMES)
    asked = Asked(("vae-decode",), (60.0,), 4, "bf16", 1024, 256)
    (step,) = plan(Model(name), asked, engines, "11.4.0", "9.0")
    assert step.title == f"vae-decode, windows of {FRAMES} frames, fp16"
    shape = (1, 64, FRAMES)
    decodes = graph_of(weight, "ConvTranspose", "latent", "audio", FRAMES, FRAMES * HOP)
    content = newest.keep(Plan(decodes, {"latent": (shape, shape, shape)}, False))
    record = Record(step.key, name, step.weights, {}, len(content), 0, 1.0, 0.0, "a card", "", "", "")
    write(step.path, content, record)
    made, audio = open_codec(engines, name, CPU, FRAMES)
    assert audio is None, "no engine encodes"
    assert made.frames == FRAMES
    for seed in range(3):
        latent = torch.randn(shape, generator=torch.Generator().manual_seed(seed))
        audio, wanted = made.run(latent), torch.nn.functional.conv_transpose1d(latent, weight, stride=HOP)
        assert audio.shape == (1, 2, FRAMES * HOP)
        assert float((audio - wanted).abs().max() / wanted.abs().max()) < 1e-5
    with pytest.raises(EngineUnavailable, match=r"it takes 45 frames at once, not 43: build one"):
        open_codec(engines, name, CPU, 43)
    write(step.path, b"nothing", replace(read(step.path), bytes=7))
    with pytest.raises(EngineUnavailable, match="the engine cannot be loaded"):
        open_codec(engines, name, CPU, FRAMES)
    said = record_of(step.path).read_text()
    record_of(step.path).write_text(said.replace(step.weights, "of another VAE"))
    with pytest.raises(EngineUnavailable, match="it has other weights, and cannot be refitted"):
        open_codec(engines, name, CPU, FRAMES)


def test_audio_is_encoded_by_an_engine_where_there_is_one(
    newest: FakeTensorRT, singing: Path, weight: Tensor, tmp_path: Path
) -> None:
    engines, name = tmp_path / "engines", str(singing)
    asked = Asked(("vae-decode", "vae-encode"), (60.0,), 4, "bf16", 1024, 256)
    graphs = {
        "vae-decode": graph_of(weight, "ConvTranspose", "latent", "audio", FRAMES, FRAMES * HOP),
        "vae-encode": graph_of(weight, "Conv", "audio", "mean", "frames", "samples"),
    }
    for step in plan(Model(name), asked, engines, "11.4.0", "9.0"):
        content = newest.keep(Plan(graphs[step.component], dict(shapes_of(step, Model(name))), False))
        record = Record(step.key, name, step.weights, {}, len(content), 0, 1.0, 0.0, "a card", "", "", "")
        write(step.path, content, record)
    _, made = open_codec(engines, name, CPU, FRAMES)
    assert made is not None
    for frames in (SHORTEST, 31, PIECE + 2 * AROUND):
        audio = torch.randn(1, 2, frames * HOP, generator=torch.Generator().manual_seed(frames))
        mean, wanted = made.run(audio), torch.nn.functional.conv1d(audio, weight, stride=HOP)
        assert mean.shape == (1, 64, frames)
        assert float((mean - wanted).abs().max() / wanted.abs().max()) < 1e-5


def test_a_codec_of_another_kind_has_no_engine(newest: FakeTensorRT, shallow: torch.nn.Module, tmp_path: Path) -> None:
    name = str(checkpoint(tmp_path / "plain", shallow))
    with pytest.raises(EngineUnavailable, match="its codec cannot become an engine"):
        open_codec(tmp_path, name, CPU, FRAMES)
