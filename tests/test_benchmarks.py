"""Benchmarks are started in one way, and their list is complete; that of a GPU runs on a CPU; kernels are counted."""

from __future__ import annotations

import ast
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"
SMALL = [
    "--device",
    "cpu",
    "--size",
    "tiny",
    "--dtype",
    "float32",
    "--depths",
    "1",
    "2",
    "--frames",
    "26",
    "--rounds",
    "1",
]


def test_every_benchmark_is_listed_and_says_how_it_is_started() -> None:
    names = {path.stem for path in FOLDER.glob("*.py") if "__main__" in path.read_text("utf-8")}
    listed = set(re.findall(r"^\| `(\w+)` \|", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE))
    assert listed == names
    for name in names:
        text = ast.get_docstring(ast.parse((FOLDER / f"{name}.py").read_text("utf-8"))) or ""
        assert f"\n    python -m benchmarks.{name}" in text, name


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the GPU benchmark exits with, and figures by name, for some arguments beside a tiny size on the CPU."""
    from benchmarks import gpu

    def run(*arguments: str) -> tuple[int, dict[str, dict[str, Any]]]:
        monkeypatch.setenv("OUT", str(tmp_path))
        code = gpu.main([*SMALL, "--backends", "eager", "tensorrt", "eager-fp8", *arguments])
        return code, {each["name"]: each for each in json.loads((tmp_path / "gpu.json").read_text())["figures"]}

    return run


def test_the_gpu_benchmark_measures_all_it_says(
    figures: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a CPU, what a GPU has more than that included."""
    import torch

    from benchmarks.bench import Bench

    monkeypatch.setattr(Bench, "gpu", True)
    monkeypatch.setattr(torch.cuda, "synchronize", lambda device: None)
    code, found = figures()
    assert code == 0
    for name in (
        "products in float32",
        "two layers in bfloat16 beside the CPU's float32",
        "the ring in float16 beside a run alone, SDE",
        "eager as a CUDA graph beside eager, depth 2, 1.04 s",
        "tick, eager, depth 1, 1.04 s",
        "tick, eager, depth 2, 1.04 s",
        "tick, eager, 4 LoRAs of rank 8, depth 2, 1.04 s",
        "window, eager, float16",
        "prompt to latent, eager, depth 2, 1.04 s",
        "shared value to latent, eager, depth 2, 1.04 s",
    ):
        assert found[name]["value"] > 0 or "beside" in name, name
    for name, why in (("tensorrt", "NVIDIA GPU"), ("eager-fp8", "")):
        assert found[f"executor {name}"]["told"] == "not here"
        assert why in found[f"executor {name}"]["note"]
    table = capsys.readouterr().out.split("\n| what |")[1]
    assert all(f"| {name} |" in table for name in found)


@pytest.mark.live
def test_it_mixes_no_devices(figures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import bench, gpu

    monkeypatch.syspath_prepend(str(Path(__file__).parent / "engine"))
    from tests.engine.device_under_test import DEVICE, register

    register()
    monkeypatch.setattr(gpu, "TURNS", 1)
    for name in ("float16", "bfloat16"):
        monkeypatch.delitem(bench.BOUNDS, name)
    code, found = figures("--device", DEVICE, "--phases", "correct", "tick", "knob", "--depths", "1")
    assert code == 0
    assert found["shared value to latent, eager, depth 1, 1.04 s"]["value"] > 0


def test_a_phase_that_fails_is_told_and_the_next_one_runs(figures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import gpu

    def breaks(bench: object) -> None:
        raise RuntimeError("no such | kernel")

    monkeypatch.setattr(gpu, "PHASES", {**gpu.PHASES, "vae": (breaks, 0.1)})
    code, found = figures("--phases", "vae", "knob")
    assert code == 1
    assert found["phase vae"]["note"] == "RuntimeError: no such / kernel"
    assert found["prompt to latent, eager, depth 2, 1.04 s"]["value"] > 0


def test_a_phase_ends_with_its_time(figures: Any) -> None:
    code, found = figures("--budget", "0")
    assert code == 0
    assert {each["told"] for each in found.values()} == {"not here"}


def test_an_executor_that_falls_away_is_not_measured_as_another(figures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made ready in a relay, which plays on with eager when it fails."""
    from engine.decoder import select
    from engine.decoder.eager import EagerDecoder
    from engine.decoder.relay import Relay

    class Breaks(EagerDecoder):
        def __call__(self, rows: Any) -> Any:
            self.calls = getattr(self, "calls", 0) + 1
            if self.calls > 6:
                raise RuntimeError("lost")
            return super().__call__(rows)

    def relayed(weights: Any, backend: str, *, told: Any, **where: Any) -> Any:
        eager = EagerDecoder(weights)
        return eager if backend == "eager" else Relay(eager, "eager", backend, lambda: Breaks(weights), told)

    monkeypatch.setattr(select, "make_decoder", relayed)
    code, found = figures("--phases", "tick", "--backends", "eager", "compile")
    assert code == 1
    assert found["compile beside eager"]["value"] < 1e-6
    assert "lost" in found["tick, compile"]["note"]
    assert "tick, compile, depth 1, 1.04 s" not in found


def test_a_wrong_result_is_no_success(figures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import bench

    monkeypatch.setitem(bench.BOUNDS, "bfloat16", 1e-4)
    code, found = figures("--phases", "correct")
    assert code == 1
    missed = [name for name, each in found.items() if "MISSED" in each["target"]]
    assert missed == ["two layers in bfloat16 beside the CPU's float32"]


def test_time_of_a_device_is_told_from_that_of_its_host() -> None:
    """On one where work of 20 ms is asked for at once and done later."""
    import torch

    from benchmarks.measuring import measure
    from engine.device import Device, Mark

    class Later(Device):
        until = 0.0

        def work(self) -> None:
            self.until = max(self.until, time.monotonic()) + 0.02

        def mark(self) -> Mark:
            return Done(max(self.until, time.monotonic()))

    class Done(Mark):
        def __init__(self, at: float) -> None:
            self._at = at

        def wait(self) -> None:
            time.sleep(max(0.0, self._at - time.monotonic()))

    device = Later(torch.device("cpu"))
    timing = measure(device.work, device, rounds=3, warm=1)
    assert timing.host < 10 < timing.device < 30
    assert 19 < timing.period < 40


def test_kernels_are_counted_and_views_are_not() -> None:
    import torch

    from benchmarks.kernels import counting

    with counting() as kernels:
        x = torch.zeros(2, 3, device="meta")
        torch.nn.functional.scaled_dot_product_attention(*[(x.t() + 1).view(1, 1, 3, 2)] * 3)
    assert kernels.so_far.names == {"zeros": 1, "add": 1, "scaled_dot_product_attention": 1}
    assert kernels.so_far.written == 3 * 6 * 4


def test_a_tick_is_no_more_kernels_than_it_was() -> None:
    """At the size of the published 2B model, depth 4 and 60 s: a tenth more than what has been reached."""
    from benchmarks.kernels import count_call, count_slots

    velocity, housekeeping, beginnings = count_call("2b", depth=4, frames=1500)
    assert velocity.kernels <= 640
    assert velocity.written <= 11.9e9
    assert housekeeping.kernels <= 6
    assert housekeeping.written <= 9e6
    assert beginnings.kernels <= 250
    assert count_slots(4, 1500).kernels <= 122
    assert count_slots(4, 1500, sde=True).kernels <= 125
