"""Backends chosen by name and by what is there, over stand-ins for their modules."""

from __future__ import annotations

import importlib.util
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from engine import Session, backends
from engine.backends import Running, Runs
from engine.decoder import Decoder, select
from engine.decoder.eager import EagerDecoder
from engine.decoder.relay import Relay
from engine.decoder.weights import Weights, fuse
from engine.errors import EngineError, EngineUnavailable
from engine.session import need_backends


@pytest.fixture(scope="module")
def weights(transformer: torch.nn.Module) -> Weights:
    return fuse(transformer.config, transformer.state_dict())


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has these libraries, and no others of those that backends need, installed."""
    known = {name for names in backends._LIBRARIES.values() for name in names} | {"triton"}
    real = importlib.util.find_spec

    def have(*names: str) -> None:
        monkeypatch.setattr(
            importlib.util, "find_spec", lambda name: (name in names or None) if name in known else real(name)
        )

    return have


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a stand-in in the place of a backend's module."""

    def put(name: str, **members: Any) -> None:
        monkeypatch.setitem(sys.modules, f"engine.decoder.{name}", SimpleNamespace(**members))

    return put


ALL = ("onnx", "onnxscript", "onnxruntime", "openvino", "tensorrt", "triton")


@pytest.mark.parametrize(
    ("backend", "device", "installed", "why"),
    [
        ("eager", "cpu", (), ""),
        ("auto", "cuda", (), ""),
        ("onnx", "cpu", ALL, ""),
        ("onnx", "cpu", ("onnx",), "onnx needs onnxscript and onnxruntime: pip install 'demond[onnx]'"),
        ("openvino", "cpu", (), "openvino needs openvino: pip install 'demond[openvino]'"),
        ("openvino", "cuda", ALL, "openvino runs on CPUs, and the model is to run on cuda: leave it at auto"),
        ("tensorrt", "cpu", ALL, "tensorrt needs an NVIDIA GPU, and the model is to run on cpu: leave it at auto"),
        ("tensorrt", "cuda:1", ALL, ""),
        ("compile", "cuda", (), "compile needs triton, which torch for NVIDIA GPUs brings: pip install triton"),
    ],
)
def test_what_a_backend_lacks_is_said_with_what_to_do(
    backend: str, device: str, installed: tuple[str, ...], why: str, there: Callable[..., None]
) -> None:
    there(*installed)
    assert backends.why_not(backend, device) == why


@pytest.mark.parametrize(
    ("device", "variable", "usual", "why"),
    [
        ("cpu", "CXX", "g++", "compile needs a C++ compiler: sudo apt install g++"),
        ("cuda", "CC", "gcc", "compile needs a C compiler: sudo apt install gcc"),
    ],
)
def test_compiling_wants_the_compiler_that_torch_or_triton_calls(
    device: str,
    variable: str,
    usual: str,
    why: str,
    there: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    there("triton")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(variable, raising=False)
    assert backends.why_not("compile", device) == why
    (tmp_path / usual).touch(0o755)
    assert backends.why_not("compile", device) == ""
    monkeypatch.setenv(variable, "another")
    assert backends.why_not("compile", device) == why, "what is named is what is called"


@pytest.mark.parametrize(
    ("device", "installed", "engine", "chosen"),
    [
        ("cpu", (), "", "eager"),
        ("cpu", ALL, "", "openvino"),
        ("cuda", ALL, "", "tensorrt"),
        ("cuda", ALL, "no engine fits", "compile"),
        ("cuda", ("triton",), "", "compile"),
        ("cuda", (), "", "eager"),
    ],
)
def test_auto_is_the_best_that_is_there(
    device: str,
    installed: tuple[str, ...],
    engine: str,
    chosen: str,
    there: Callable[..., None],
    module: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there(*installed)
    monkeypatch.setattr(backends, "_compiler", lambda *names: True)
    module("tensorrt", why_not=lambda weights, engines, model: engine)
    layers = (SimpleNamespace(down=torch.zeros(1)),)
    weights: Any = SimpleNamespace(device=torch.device(device), layers=layers)
    assert select.best(weights, Path("engines"), "turbo") == chosen


def test_what_runs_graphs_takes_no_weights_in_8_bits() -> None:
    weights: Any = SimpleNamespace(device=torch.device("cuda"), layers=(SimpleNamespace(down=object()),))
    for backend in ("onnx", "openvino", "tensorrt"):
        assert "takes no weights in 8 bits" in select.why_not(backend, weights, Path(), "turbo")
    assert select.best(weights, Path(), "turbo") in ("compile", "eager")


@pytest.mark.parametrize("backend", ["onnx", "openvino", "compile"])
def test_a_backend_is_made_in_the_background_of_weights_and_folder(
    backend: str, weights: Weights, there: Callable[..., None], module: Callable[..., None], tmp_path: Path
) -> None:
    there(*ALL)
    made: list[Any] = []

    class Made(EagerDecoder):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(weights, **more)
            made.append(given)

        def warm(self) -> None:
            made.append("warm")

    if backend == "compile":
        module("compiled", CompiledDecoder=Made)
    else:
        module(backend, make=Made)
    running = Running(decoder=Runs("eager"))
    decoder = select.make_decoder(weights, backend, engines=tmp_path, told=running.told("decoder"))
    assert isinstance(decoder, Relay)
    decoder.wait()
    assert made == ([(weights,), "warm"] if backend == "compile" else [(weights, tmp_path)])
    assert (decoder.backend, running["decoder"], running.fallen) == (backend, Runs(backend), [])


@pytest.mark.parametrize("wrong", [0.5, float("nan")])
def test_what_computes_otherwise_than_eager_does_not_play(
    weights: Weights, wrong: float, there: Callable[..., None], module: Callable[..., None]
) -> None:
    there(*ALL)

    class Wrong(EagerDecoder):
        def __call__(self, rows: Any) -> Any:
            return [each + wrong for each in super().__call__(rows)]

    module("openvino", make=lambda weights, folder: Wrong(weights))
    running = Running(decoder=Runs("eager"))
    decoder = select.make_decoder(weights, "openvino", told=running.told("decoder"))
    assert isinstance(decoder, Relay)
    decoder.wait()
    assert decoder.backend == "eager"
    assert "its numbers differ by" in running["decoder"].reason


def test_eager_is_made_at_once_and_nothing_is_left_to_wait_for(weights: Weights) -> None:
    assert isinstance(select.make_decoder(weights, "eager"), EagerDecoder)


def test_a_name_that_cannot_run_is_an_error_and_one_that_there_is_not_another(
    weights: Weights, there: Callable[..., None]
) -> None:
    there()
    with pytest.raises(EngineUnavailable, match=r"^decoder: onnx needs .*: pip install 'demond\[onnx\]'$"):
        select.make_decoder(weights, "onnx")
    with pytest.raises(ValueError, match="decoder: must be one of auto, eager, compile, onnx, openvino, tensorrt"):
        select.make_decoder(weights, "abacus")


def test_what_falls_away_is_told_with_the_reason_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    running = Running(decoder=Runs("eager"), vae=Runs("eager"))
    with caplog.at_level(logging.INFO, "engine"):
        running.told("vae")("compile", "")
        running.told("decoder")("eager", "tensorrt failed: gone")
    said = "decoder: tensorrt failed: gone; eager runs in its place"
    assert running.fallen == [said]
    assert caplog.messages == ["vae: compile runs from now on", said]


def test_a_reason_of_many_lines_is_told_in_one_and_not_whole() -> None:
    running = Running()
    running.told("decoder")("eager", "compile cannot run:\n  \x1b[96mstep 1\x1b[0m\n" + 400 * "and more ")
    reason = running["decoder"].reason
    assert reason.startswith(r"compile cannot run: \x1b[96mstep 1\x1b[0m and more")
    assert len(reason) < 320


def test_a_session_tells_what_runs_and_waits_for_it(
    there: Callable[..., None], module: Callable[..., None], tmp_path: Path
) -> None:
    there(*ALL)
    given: list[Path] = []

    def make(weights: Weights, folder: Path) -> Decoder:
        given.append(folder)
        raise EngineError("the graph is broken")

    module("onnx", make=make)
    session = Session.load(decoder="onnx", engines=tmp_path)
    session.wait()
    assert given == [tmp_path]
    assert session.dtype == "float32"
    assert session.running["vae"] == Runs("eager")
    assert session.running.fallen == ["decoder: onnx cannot run: the graph is broken; eager runs in its place"]


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ({"decoder": "tensorrt"}, "decoder: tensorrt needs an NVIDIA GPU"),
        ({"vae": "tensorrt"}, "vae: tensorrt needs an NVIDIA GPU"),
        ({"dtype": "fp8"}, "dtype: fp8 needs an NVIDIA GPU"),
        ({"dtype": "fp8", "decoder": "onnx"}, "decoder: onnx takes no weights in 8 bits"),
    ],
)
def test_what_is_named_is_looked_at_before_anything_is_loaded(
    named: dict[str, str], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.session.load_components", None)
    with pytest.raises(EngineUnavailable, match=why):
        Session.load(**named)
    usual = {"device": "auto", "dtype": "auto", "decoder": "auto", "vae": "auto"}
    with pytest.raises(EngineUnavailable, match=why):
        need_backends("pocket", **{**usual, **named})
    need_backends("pocket", **usual)


def test_engines_lie_in_the_checkout_or_where_caches_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert backends.default_engines() == Path(backends.__file__).parents[1] / "trt_engines"
    monkeypatch.setattr(backends, "__file__", str(tmp_path / "engine" / "backends.py"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert backends.default_engines() == tmp_path / "demond" / "engines"
