"""The command line: engines planned, built, compared, found by the decoder, refitted and removed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from fake_trt import FakeTensorRT
from lora_checks import draw, tensors, write
from trt_checks import PROFILE, checkpoint

from engine import Session
from engine.decoder import tensorrt
from engine.decoder.eager import EagerDecoder
from engine.errors import EngineError, EngineUnavailable
from engine.session import need_backends
from engine.trt import build, check, plan
from engine.trt import model as models
from engine.trt.__main__ import main
from engine.trt.builder import build_engine
from engine.trt.profile import decoder_shapes
from engine.trt.record import record_of, stored

SMALL = [
    "--component",
    "decoder",
    "--types",
    "fp32",
    "--seconds",
    "2",
    "--depth",
    "2",
    "--tokens",
    "64",
    "--ranks",
    "32",
]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def engines(tmp_path: Path) -> Path:
    return tmp_path / "engines"


@pytest.fixture
def run(engines: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the folder of engines: its exit status, what it printed, and what went wrong."""

    def command(name: str, *arguments: object) -> tuple[int, str, str]:
        status = main([name, "--folder", str(engines), *map(str, arguments)])
        return status, *capsys.readouterr()

    return command


@pytest.fixture
def graphs(engines: Path, model: Path, exported: SimpleNamespace) -> None:
    """The exported decoder where a build looks for it."""
    asked = plan.Asked(("decoder",), (2.0,), 2, "fp32", 64, 32)
    (step,) = plan.plan(models.Model(model), asked, engines, None, None)
    shutil.copytree(exported.model.parent, build.onnx_folder(step, engines))


def test_what_would_be_built_is_told_without_tensorrt_or_a_gpu(bare: None, run: Run, engines: Path) -> None:
    status, told, _ = run("build", "--model", "turbo", "--all", "--dry-run")
    assert status == 0
    lines = told.splitlines()
    assert [line.split(": ")[0] for line in lines[:5]] == [
        "decoder, 60 s at depth 4, bf16",
        "decoder, 120 s at depth 4, bf16",
        "decoder, 240 s at depth 4, bf16",
        "vae-decode, windows of 45 frames, fp16",
        "vae-encode, up to 11.3 s at a time, fp16",
    ]
    for line in lines[:5]:
        assert "missing: there is none yet; about" in line
        assert "estimated; how long it takes is not known before the first" in line
    assert "about 0.5 GB to work in" in lines[0]
    assert "about 1.8 GB to work in" in lines[2]
    assert "pip install 'demond[tensorrt]'" in lines[-2]
    assert "no NVIDIA GPU" in lines[-1]
    assert not engines.exists()


def test_graphs_are_written_without_tensorrt_or_a_gpu(
    bare: None, run: Run, model: Path, engines: Path, exported: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def export(weights: object, folder: Path, products: torch.dtype) -> Path:
        shutil.copytree(exported.model.parent, folder)
        written.append(folder)
        return folder / exported.model.name

    monkeypatch.setattr(build, "export_decoder", export)
    for said in ("writing its graph", "its graph is there"):
        status, told, wrong = run("build", "--model", model, *SMALL, "--onnx-only")
        assert (status, wrong) == (0, "")
        assert said in told
    assert len(written) == 1
    assert written[0].parent == engines / "_onnx"


def test_a_model_whose_codec_is_its_own_has_an_engine_of_its_decoder_alone(bare: None, run: Run) -> None:
    status, told, _ = run("build", "--model", "pocket", "--dry-run", "--seconds", "12")
    assert status == 0
    assert "only ACE-Step's VAE can" in told.splitlines()[0]
    assert told.splitlines()[1].startswith("decoder, 12 s at depth 4, bf16: missing")
    status, _, wrong = run("build", "--model", "pocket", "--dry-run", "--component", "vae-decode")
    assert status == 2
    assert "pocket: its codec cannot become an engine" in wrong


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["list"], 0, "there are no engines"),
        (["build", "--model", "pocket", "--component", "decoder"], 3, "TensorRT is not installed: pip install"),
        (["check", "--model", "pocket"], 3, "TensorRT is not installed: pip install"),
        (["refit", "--model", "pocket"], 3, "TensorRT is not installed: pip install"),
        (["remove", "--model", "pocket"], 2, "there is nothing to remove of pocket"),
        (["build", "--model", "pocket", "--types", "fp8"], 2, "fp8 is not for TensorRT yet; choose bf16"),
        (["build", "--model", "pocket", "--types", "int4"], 2, "types: must be one of bf16, fp16-mixed, fp32"),
        (["build", "--model", "pocket", "--depth", "9", "--dry-run"], 2, "depth: must be in 1..8, got 9"),
        (["build", "--model", "nobody/nothing", "--dry-run"], 2, "demond models get nobody/nothing"),
        (["build", "--component", "head"], 2, "'head' is no component; there are decoder, vae-decode, vae-encode"),
        (["refit", "--lora", "nothing"], 2, "wants FILE=STRENGTH of a file that is there"),
        (["burn"], 2, "invalid choice"),
    ],
)
def test_the_exit_status_says_what_kind_of_thing_is_missing(
    bare: None, arguments: list[str], status: int, said: str, engines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = [] if arguments == ["burn"] else ["--folder", str(engines)]
    assert main([*arguments[:1], *folder, *arguments[1:]]) == status
    printed = capsys.readouterr()
    assert said in printed.out + printed.err
    assert "Traceback" not in printed.err


def test_a_build_is_typed_by_its_graph_and_kept_with_its_record(
    trt: FakeTensorRT, run: Run, model: Path, engines: Path, graphs: None
) -> None:
    status, told, wrong = run("build", "--model", model, *SMALL, "--keep-onnx")
    assert (status, wrong) == (0, "")
    assert "differs from eager by" in told
    (config,) = trt.builds
    assert {flag.name for flag in config.flags} == {"REFIT"}, "fp32 is no TF32"
    assert (config.max_aux_streams, config.builder_optimization_level) == (0, 3)
    assert config.pools == {trt.MemoryPoolType.WORKSPACE: 8 << 30}
    assert config.cache == b""
    (found,) = stored(engines / "small")
    record = found.record
    assert record is not None
    assert found.path.stat().st_mode & 0o777 == 0o644
    assert (record.key.tensorrt, record.key.capability) == (trt.__version__.rsplit(".", 1)[0], "9.0")
    assert (record.gpu, record.driver, record.scratch, record.loras) == ("a card", "580.1", 4_000_000, {})
    assert 0 < record.error < 1e-5
    assert record.weights == models.Model(model).weights("decoder")
    status, told, _ = run("build", "--model", model, *SMALL)
    assert (status, len(trt.builds)) == (0, 1)
    assert told.startswith("decoder, 2 s at depth 2, fp32: current\n")
    others = engines / "_onnx" / "of another backend"
    others.mkdir()
    status, told, _ = run("build", "--model", model, *SMALL, "--force")
    assert (status, len(trt.builds)) == (0, 2)
    assert "it worked in 4.0 MB when it was last built; the last one took 0 s on a card" in told
    assert trt.builds[1].cache.endswith(b"timed")
    assert [*(engines / "_onnx").iterdir()] == [others], "nobody asked for graphs to be kept"


def test_what_the_builder_is_told_is_in_both_releases(
    trt: FakeTensorRT, exported: SimpleNamespace, tmp_path: Path
) -> None:
    shapes, cache = decoder_shapes(exported.weights, PROFILE), tmp_path / "timing.cache"
    for refit, tf32 in ((True, True), (False, False)):
        assert build_engine(trt, exported.model, shapes, cache, refit=refit, tf32=tf32)
        assert {flag.name for flag in trt.builds[-1].flags} == ({"TF32", "REFIT"} if refit else set())
    cache.write_bytes(b"of another release")
    build_engine(trt, exported.model, shapes, cache, refit=True, tf32=True)
    assert trt.builds[-1].cache == b""
    assert cache.read_bytes().startswith(trt.__version__.encode())
    fewer = {name: shape for name, shape in shapes.items() if name != "lora.1.down.up0"}
    with pytest.raises(EngineError, match=r"^lora\.1\.down\.up0: is an input of the graph, and the profile has no"):
        build_engine(trt, exported.model, fewer, cache, refit=True, tf32=True)


def test_graphs_serve_every_length_and_a_stale_engine_is_named_and_replaced(
    newest: FakeTensorRT, run: Run, model: Path, engines: Path, graphs: None
) -> None:
    assert run("build", "--model", model, *SMALL, "--keep-onnx")[0] == 0
    (before,) = stored(engines / "small")
    longer = [*SMALL, "--seconds", "3"]
    status, told, _ = run("build", "--model", model, *longer, "--keep-onnx")
    assert (status, len(newest.builds)) == (0, 2)
    assert "its graph is there" in told
    assert "estimated; the last one, for other lengths, took 0 s on a card" in told
    record = record_of(before.path)
    record.write_text(record.read_text().replace('"capability": "9.0"', '"capability": "8.9"'))
    reason = "it was built for a GPU of compute capability 8.9, and here is 9.0"
    assert f"decoder, 2 s at depth 2, fp32: stale: {reason}" in run("build", "--model", model, *SMALL, "--dry-run")[1]
    assert f"stale: {reason}" in run("list")[1]
    assert run("build", "--model", model, *SMALL, "--keep-onnx")[0] == 0
    assert [each.wrong for each in stored(engines / "small")] == ["", ""]
    assert "stale" not in run("list")[1]
    status, told, _ = run("check", "--model", model)
    assert status == 0
    assert told.count(" ms") == 2
    status, told, _ = run("remove", "--model", model)
    assert (status, told.count("removed")) == (0, 2)
    assert not (engines / "small").exists()


def test_what_computes_something_else_or_fails_is_not_kept(
    newest: FakeTensorRT, run: Run, model: Path, engines: Path, graphs: None
) -> None:
    newest.spoil = lambda array: array * np.float32(1.001)
    status, told, _ = run("build", "--model", model, *SMALL, "--keep-onnx")
    assert status == 4
    assert (
        "not built: it differs from eager by 1.0e-03 of the largest, at batch 1, frames 2, tokens 32, ranks 8" in told
    )
    newest.spoil = lambda array: array * np.float32("nan")
    assert "not built: it differs from eager by nan" in run("build", "--model", model, *SMALL, "--keep-onnx")[1]
    for what, said in (("build", "cannot build it: no kernel for this"), ("parse", "no such operator")):
        newest.fail = {what}
        status, told, _ = run("build", "--model", model, *SMALL, "--keep-onnx")
        assert status == 4
        assert said in told
    newest.fail = set()

    def no_memory(array: np.ndarray) -> np.ndarray:
        raise torch.OutOfMemoryError("CUDA out of memory")

    newest.spoil = no_memory
    status, told, _ = run("build", "--model", model, *SMALL, "--keep-onnx")
    assert status == 4
    assert "not built: it cannot be compared, as the GPU's memory does not hold it" in told
    assert not list(stored(engines / "small"))
    newest.fail, newest.spoil = set(), lambda array: array
    assert run("build", "--model", model, *SMALL)[0] == 0
    newest.spoil = lambda array: array * np.float32(1.001)
    status, told, _ = run("check", "--model", model)
    assert status == 5
    assert "failed: it differs from eager" in told


@pytest.fixture
def built(newest: FakeTensorRT, run: Run, model: Path, graphs: None) -> FakeTensorRT:
    assert run("build", "--model", model, *SMALL)[0] == 0
    return newest


def test_the_decoder_runs_over_what_was_built_or_says_why_not(
    built: FakeTensorRT, exported: SimpleNamespace, model: Path, engines: Path, tmp_path: Path
) -> None:
    weights, name = exported.weights, str(model)
    assert tensorrt.why_not(weights, engines, name) == ""
    made, eager = tensorrt.make(weights, engines, name), EagerDecoder(weights)
    rows = check.draw_rows(weights, 3, 50, 33, 0.5)
    for a, b in zip(made(rows), eager(rows), strict=True):
        assert float((a - b).abs().max() / b.abs().max()) < 1e-5
    command = f"build one with: demond engines build --model {name} --component decoder"
    nowhere = tensorrt.why_not(weights, tmp_path / "nothing", name)
    assert nowhere == f"there is no TensorRT engine of the decoder in {tmp_path / 'nothing' / 'small'}: {command}"
    half = EngineUnavailable
    with pytest.raises(half, match="it computes in fp32, and the model in bfloat16"):
        tensorrt.make(_as(weights, torch.bfloat16), engines, name)
    built.spoil = lambda array: array * np.float32(1.1)
    with pytest.raises(EngineError, match="it differs from eager"):
        tensorrt.make(weights, engines, name)
    built.__version__ = "11.5.0.1"
    assert "it was built by TensorRT 11.4.0, and here is 11.5.0" in tensorrt.why_not(weights, engines, name)
    built.__version__ = "10.9.0.1"
    assert tensorrt.why_not(weights, engines, name).startswith("TensorRT 10.9.0.1 is installed, and 10.16 to 11 can")


def test_a_named_engine_that_is_not_built_is_an_error_before_anything_is_loaded(
    built: FakeTensorRT, model: Path, engines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.backends.why_not", lambda backend, device, dtype="": "")
    monkeypatch.setattr("engine.session.load_components", None)
    usual = {"device": "cpu", "dtype": "float32", "decoder": "tensorrt", "vae": "auto", "engines": engines}
    need_backends(model, **usual)
    for other, why in (
        (
            {"engines": tmp_path},
            "there is no TensorRT engine of the decoder in .*: build one with: demond",
        ),
        ({"dtype": "bfloat16"}, "it computes in fp32, and the model in bfloat16: build one with"),
    ):
        for need in (need_backends, Session.load):
            with pytest.raises(EngineUnavailable, match=why):
                need(model, **{**usual, **other})
    with pytest.raises(EngineUnavailable, match="there is no TensorRT engine of the vae-decode"):
        need_backends("turbo", **{**usual, "decoder": "auto", "vae": "tensorrt"})


def _as(weights, dtype: torch.dtype):
    from dataclasses import replace

    return replace(weights, patch_in=weights.patch_in.to(dtype))


@pytest.fixture
def other(shallow: torch.nn.Module) -> torch.nn.Module:
    """A transformer of the same shape with other weights."""
    torch.manual_seed(7)
    made = type(shallow)(**shallow.config).eval()
    for parameter in made.parameters():
        parameter.data.normal_(std=0.1)
    return made


def test_an_engine_is_given_the_weights_of_another_checkpoint_when_it_is_loaded(
    built: FakeTensorRT, other: torch.nn.Module, model: Path, engines: Path
) -> None:
    from safetensors.torch import save_file

    weights = models.Model(model).load_decoder(torch.device("cpu"), torch.float32)
    state = {name: tensor.contiguous() for name, tensor in other.state_dict().items()}
    save_file(state, model / "transformer" / "diffusion_pytorch_model.safetensors")
    changed = models.Model(model).load_decoder(torch.device("cpu"), torch.float32)
    assert tensorrt.why_not(changed, engines, str(model)) == ""
    made = tensorrt.make(changed, engines, str(model))
    rows = check.draw_rows(changed, 2, 20, 10, 0.0)
    for a, b, c in zip(made(rows), EagerDecoder(changed)(rows), EagerDecoder(weights)(rows), strict=True):
        assert float((a - b).abs().max() / b.abs().max()) < 1e-5
        assert float((a - c).abs().max() / c.abs().max()) > 0.1
    built.fail = {"r_hidden"}
    with pytest.raises(EngineError, match="the engine does not know 1 of the weights: r_hidden"):
        tensorrt.make(changed, engines, str(model))
    built.fail = {"missing"}
    with pytest.raises(EngineError, match="also wants 1 weights that the graph does not name: val_7"):
        tensorrt.make(changed, engines, str(model))


def test_refit_makes_an_engine_of_another_model_with_loras_baked_in(
    built: FakeTensorRT, run: Run, shallow: torch.nn.Module, other: torch.nn.Module, engines: Path, tmp_path: Path
) -> None:
    second = checkpoint(tmp_path / "second", other)
    lora = write(tmp_path / "strong.safetensors", tensors(draw(shallow, 3, size=1.0)))
    out = tmp_path / "baked"
    status, told, wrong = run("refit", "--model", second, "--lora", f"{lora}=0.8", "--out", out)
    assert (status, wrong) == (0, "")
    assert "has the weights of" in told
    (found,) = stored(out / "second")
    assert found.record is not None
    assert found.record.loras == {str(lora): 0.8}
    weights = models.Model(second).load_decoder(torch.device("cpu"), torch.float32)
    made = tensorrt.make(weights, out, str(second))
    eager = EagerDecoder(weights)
    from engine.lora import read_factors

    eager.attach("strong", read_factors(lora))
    rows = check.draw_rows(weights, 2, 20, 10, 0.0)
    faded = [type(row)(row.x, row.t, row.tokens, row.context, (("strong", 0.8),)) for row in rows]
    for a, b, c in zip(made(rows), eager(faded), eager(rows), strict=True):
        assert float((a - b).abs().max() / b.abs().max()) < 1e-5
        assert float((a - c).abs().max() / c.abs().max()) > 0.01
    assert json.loads(record_of(found.path).read_text())["model"] == str(second)
    status, _, wrong = run("refit", "--model", "pocket")
    assert status == 2
    assert "there is no engine in" in wrong
