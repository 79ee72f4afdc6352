"""Golden data, the golden transformer and executors over it."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from engine_checks import Counting, ModuleDecoder
from safetensors.torch import load_file

from engine.decoder import Decoder
from engine.decoder.weights import fuse

GOLDEN = Path(__file__).parents[1] / "golden"

torch.set_num_threads(1)


@pytest.fixture(scope="session")
def golden() -> SimpleNamespace:
    inputs = load_file(GOLDEN / "inputs.safetensors")
    curves = load_file(GOLDEN / "curves.safetensors")
    return SimpleNamespace(
        **inputs,
        **curves,
        mask_noise=load_file(GOLDEN / "mask_noise.safetensors")["noise"],
        gain=load_file(GOLDEN / "channel_gain.safetensors")["gain"],
        schedules=json.loads((GOLDEN / "schedules.json").read_text()),
        case=lambda name: load_file(GOLDEN / "cases" / f"{name}.safetensors"),
        names=sorted(json.loads((GOLDEN / "cases.json").read_text())),
    )


@pytest.fixture(scope="session")
def transformer() -> torch.nn.Module:
    from diffusers.models.transformers.ace_step_transformer import AceStepTransformer1DModel

    return AceStepTransformer1DModel.from_pretrained(GOLDEN / "dit").eval()


@pytest.fixture(scope="session")
def reference(transformer: torch.nn.Module) -> ModuleDecoder:
    return ModuleDecoder(transformer)


@pytest.fixture(scope="session")
def decoder(transformer: torch.nn.Module) -> Decoder:
    from engine.decoder.eager import EagerDecoder

    return EagerDecoder(fuse(transformer.config, transformer.state_dict()))


@pytest.fixture
def counting(decoder: Decoder) -> Counting:
    return Counting(decoder)
