"""Graphs written while what they are of plays on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from engine.background import TRACING
from engine.errors import EngineError
from engine.export.onnx import MODEL, export

pytest.importorskip("onnxscript", reason="pip install onnx onnxscript")


class Inner(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(4), requires_grad=False)
        self.register_buffer("shift", torch.zeros(4))


class Graph(nn.Module):
    """Has `watch` called while it is traced."""

    def __init__(self, inner: Inner, watch: Callable[[], None]) -> None:
        super().__init__()
        self.inner = inner
        self.watch = watch

    def forward(self, x: Tensor) -> Tensor:
        self.watch()
        return x * self.inner.weight + self.inner.shift


class Untraceable(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + 1 if x.sum() > 0 else x


def write(graph: nn.Module, folder: Path) -> Path:
    return export(graph, (torch.ones(4),), folder, names=["x"], output="y", shapes=None, named=False)


@pytest.mark.live
def test_what_plays_keeps_its_tensors_and_graphs_are_traced_one_at_a_time(tmp_path: Path) -> None:
    playing = Inner()
    seen: set[object] = set()
    under_way: list[int] = []
    alone: list[bool] = []

    def watch() -> None:
        under_way.append(threading.get_ident())
        seen.update({(type(playing.weight), type(playing.shift)), len(set(under_way))})
        with ThreadPoolExecutor(1) as another:
            alone.append(not another.submit(TRACING.acquire, blocking=False).result())
        time.sleep(0.2)
        under_way.remove(threading.get_ident())

    writers = [threading.Thread(target=write, args=(Graph(playing, watch), tmp_path / name)) for name in "01"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [(tmp_path / name / MODEL).is_file() for name in "01"] == [True, True]
    assert seen == {(nn.Parameter, Tensor), 1}
    assert set(alone) == {True}, "nothing is compiled meanwhile"


def test_a_graph_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as refused:
        write(Untraceable(), tmp_path / "graph")
    assert str(refused.value).startswith("its graph cannot be written: ")
    assert not list(tmp_path.iterdir())
