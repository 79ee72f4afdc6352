"""Golden data, the golden transformer, executors over it, and a whole pipeline; torch only where it is asked for."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import torch
    from engine_checks import Counting, ModuleDecoder

    from engine.decoder import Decoder

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="session")
def pipeline() -> Any:
    """See `small_pipeline`."""
    from tests.engine.small import small_pipeline

    return small_pipeline()


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """As in a session: torch's own threads wait for each other."""
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


@pytest.fixture(scope="session")
def golden() -> SimpleNamespace:
    from safetensors.torch import load_file

    return SimpleNamespace(
        **load_file(GOLDEN / "inputs.safetensors"),
        **load_file(GOLDEN / "curves.safetensors"),
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
    from engine_checks import ModuleDecoder

    return ModuleDecoder(transformer)


@pytest.fixture(scope="session")
def decoder(transformer: torch.nn.Module) -> Decoder:
    from engine.decoder.eager import EagerDecoder
    from engine.decoder.weights import fuse

    return EagerDecoder(fuse(transformer.config, transformer.state_dict()))


@pytest.fixture
def counting(decoder: Decoder) -> Counting:
    from engine_checks import Counting

    return Counting(decoder)
