"""Golden data, the golden transformer, executors over it, and a whole pipeline; torch only where it is asked for."""

from __future__ import annotations

import fcntl
import json
import os
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


@pytest.fixture(scope="session")
def shallow(transformer: torch.nn.Module) -> torch.nn.Module:
    """The golden transformer's first two blocks, one of each kind of attention."""
    model = type(transformer)(**{**transformer.config, "num_hidden_layers": 2}).eval()
    model.load_state_dict(transformer.state_dict(), strict=False)
    return model


@pytest.fixture(scope="session")
def exported(shallow: torch.nn.Module, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """`weights` of `shallow` and the `model` exported of them, once for all workers."""
    pytest.importorskip("onnxscript")
    from engine.decoder.weights import fuse
    from engine.export.onnx import MODEL, export_decoder

    weights = fuse(shallow.config, shallow.state_dict())
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "exported"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            export_decoder(weights, folder)
    return SimpleNamespace(weights=weights, model=folder / MODEL)


@pytest.fixture
def counting(decoder: Decoder) -> Counting:
    from engine_checks import Counting

    return Counting(decoder)
