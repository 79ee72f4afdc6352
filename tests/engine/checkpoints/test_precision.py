"""16 bits where a GPU has them: what comes out is float32, and as near to what float32 gives as can be told."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine import Prompt, Session
from engine.checkpoints import load, precision
from engine.checkpoints.estimate import estimate
from engine.checkpoints.folders import Place
from engine.checkpoints.precision import CHOICES, halved, resolve


@pytest.fixture(scope="module")
def folder(pipeline: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("precision")
    pipeline.save_pretrained(where)
    return where


def as_on_a_gpu(device: str, width: int) -> Mapping[str, str]:
    return halved("cuda", width)


@pytest.fixture(scope="module")
def both(folder: Path) -> tuple[Session, Session]:
    """As on a CPU, and as on a GPU."""
    full = Session.load(folder, dtype=torch.bfloat16, decoder="eager")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(load, "halved", as_on_a_gpu)
        return full, Session.load(folder, dtype=torch.bfloat16, decoder="eager")


def off(half: Any, full: Any) -> float:
    """The root of the mean square of a difference, beside that of what should be."""
    half, full = np.asarray(half), np.asarray(full)
    return float(np.sqrt(np.mean((half - full) ** 2) / np.mean(full**2)))


@pytest.mark.live
def test_what_is_made_in_16_bits_is_what_is_made_in_32(both: tuple[Session, Session]) -> None:
    full, half = both
    audio = np.random.default_rng(0).normal(0.0, 0.1, (2, 6 * 1920)).astype(np.float32)
    made = []
    for session in (full, half):
        text = session.read_text(Prompt("slow piano", "la la"))
        tokens = session.encode_prompt(text)
        latent = session.codec.encode(audio)
        made.append(
            {
                "caption": text.caption,
                "lyrics": tokens.lyrics,
                "tokens": tokens.caption,
                "timbre": session.encode_timbre(full.silence(200)),
                "null": session.null_tokens(),
                "latent": latent,
                "sound": session.decode(full.silence(6)),
                "loop": session.decode(full.silence(6), 5, 7, cyclic=True),
            }
        )
        assert all(str(each.dtype).endswith("float32") for each in made[-1].values())
        assert session.structure(latent).dtype == session.silence(5).dtype == torch.float32
    assert torch.equal(full.silence(100), half.silence(100))
    assert full.hearing == half.hearing, "sources that one has prepared are the other's as well"
    errors = {name: off(each, made[0][name]) for name, each in made[1].items()}
    print({name: f"{error:.1e}" for name, error in errors.items()})
    for name, error in errors.items():
        within = 3e-3 if name in ("latent", "sound", "loop") else 2e-2
        assert 0.0 < error < within, name


def test_hints_are_of_the_same_codes_but_for_a_few(both: tuple[Session, Session]) -> None:
    """A code is the nearest of a grid: what lies between two of them goes to either."""
    full, half = both
    latent = torch.randn(1, 500, 64, generator=torch.Generator().manual_seed(0))
    wanted, got = full.structure(latent), half.structure(latent)
    errors = [off(got[:, at : at + 5], wanted[:, at : at + 5]) for at in range(0, 500, 5)]
    same = [error for error in errors if error < 3e-2]
    print(f"{len(same)} of {len(errors)} codes, {max(same):.1e} within them")
    assert len(same) > 0.9 * len(errors)


def test_only_a_gpu_beside_a_transformer_in_16_bits_has_less_than_32(folder: Path) -> None:
    assert set(halved("cuda:1", 2)) == {*load.CLASSES, *load._LIBRARIES} - {"transformer"}
    assert halved("cpu", 2) == halved("cuda", 4) == halved("mps", 2) == {}
    parts = load.load_components(Place(folder, folder), "cpu", torch.bfloat16)
    assert parts.transformer.dtype == torch.bfloat16
    assert {each.dtype for each in (*parts.vae.parameters(), *parts.text_encoder.parameters())} == {torch.float32}


def test_the_shipped_model_keeps_its_own_classes_in_32_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "halved", as_on_a_gpu)
    session = Session.load(dtype=torch.bfloat16, decoder="eager")
    assert session.codec.dtype == torch.float32
    sound = session.decode(session.plan(10, "piano"))
    assert sound.dtype == np.float32
    tokens = session.encode_text("piano")
    assert tokens.dtype == torch.float32
    told, plain = estimate("pocket"), estimate("pocket", width=4)
    for name, size in plain.weights.items():
        own = name in ("vae", "text_encoder", "planner")
        assert told.weights[name] == (size if own else size // 2)


def test_a_type_is_chosen_by_its_name(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(precision, "_has_bfloat16", lambda: True)
    chosen = [[resolve(name, device) for name in CHOICES[:4]] for device in ("cpu", "cuda:0")]
    full, b, f = torch.float32, torch.bfloat16, torch.float16
    assert chosen == [[full, full, b, f], [b, full, b, f]]
    assert resolve("fp8", "cuda") == resolve("bfloat16", "cpu") == b
    caplog.clear()
    assert not caplog.records
    monkeypatch.setattr(precision, "_has_bfloat16", lambda: False)
    with caplog.at_level(logging.WARNING):
        assert resolve("bfloat16", "cpu") == b
    assert caplog.messages == [
        "dtype: this CPU has no instructions for bfloat16, with which a tick takes 6 times as long"
    ]
    for wrong in ("half", "float64", "int8", ""):
        with pytest.raises(ValueError, match="dtype: must be one of auto, float32, bfloat16, float16, fp8, got"):
            resolve(wrong, "cuda")
