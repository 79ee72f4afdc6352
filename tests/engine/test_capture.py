"""Captures of CUDA graphs, with a torch that has them but for the GPU."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from torch import Tensor

from engine import capture
from engine.capture import AT_ONCE, LIMIT, Captures, CudaGraph
from engine.device import ALONE


@dataclass(eq=False)
class Stream:
    device: int
    priority: int


class Cuda:
    """What is asked of torch: the current stream, the memory of graphs, and captures, which fail amid `sync`."""

    def __init__(self) -> None:
        self.ticks = self.current = Stream(0, -1)
        self.pools: list[object] = []
        self.streams: list[Stream] = []
        self.reset: list[object] = []
        self.ended: list[object] = []

    def graph_pool_handle(self) -> object:
        return object()

    @contextmanager
    def graph(self, graph: object, *, pool: object, stream: Stream, capture_error_mode: str) -> Iterator[None]:
        assert capture_error_mode == "thread_local", "other threads load models and decode meanwhile"
        self.pools.append(pool)
        assert stream is not self.ticks
        assert not gc.isenabled(), "what is collected amid a capture may end it"
        self.streams.append(stream)
        self.current = stream
        yield
        self.current = self.ticks  # which torch does not come to where work fails

    def set(self, stream: Stream) -> None:
        self.current = stream

    def end(self, device: int, pool: object) -> None:
        self.ended.append(pool)


@pytest.fixture
def cuda(monkeypatch: pytest.MonkeyPatch) -> Cuda:
    made = Cuda()

    class Graph:
        def replay(self) -> None:
            pass

        def reset(self) -> None:
            made.reset.append(self)

    for name, value in {
        "CUDAGraph": Graph,
        "Stream": Stream,
        "graph": made.graph,
        "graph_pool_handle": made.graph_pool_handle,
        "current_stream": lambda: made.current,
        "current_device": lambda: 0,
        "set_stream": made.set,
    }.items():
        monkeypatch.setattr(torch.cuda, name, value)
    monkeypatch.setattr(capture, "_LANES", capture._Lanes())
    monkeypatch.setattr(torch._C, "_cuda_endAllocateToPool", made.end, raising=False)
    return made


def counted() -> tuple[list[int], Any]:
    done: list[int] = []

    def work() -> Tensor:
        done.append(1)
        return torch.zeros(1)

    return done, work


def test_the_second_call_is_captured_and_later_ones_are_replayed(cuda: Cuda) -> None:
    captures, (done, work) = Captures(), counted()
    assert len({captures.run("key", work).data_ptr() for _ in range(4)}) == 2, "replays give what was captured"
    assert len(done) == 2
    assert cuda.streams[0].priority == -1, "nodes of a graph keep that of the stream on which they were captured"


def test_all_graphs_of_an_executor_work_in_the_same_memory(cuda: Cuda) -> None:
    """Which they do on the same stream only. What products work in is a stream's, and torch lets go of it with any
    graph of it: so all go at once."""
    captures, (_, work) = Captures(), counted()

    def run(keys: range) -> None:
        for key in keys:
            for _ in range(2):
                captures.run(key, work)

    run(range(LIMIT + 3))
    assert len(cuda.streams) == LIMIT + 3
    assert len({*cuda.pools, *cuda.streams}) == 2
    assert not cuda.reset
    captures.clear()
    assert len(cuda.reset) == LIMIT + 3
    run(range(AT_ONCE))
    assert len(set(cuda.pools)) == 2, "memory that no graph holds any more cannot be shared"
    assert len(cuda.reset) == LIMIT + 3
    run(range(AT_ONCE, AT_ONCE + 2))
    assert len(cuda.reset) == LIMIT + 3 + AT_ONCE, "however often inputs of other sizes come, there are not more"
    assert len(set(cuda.streams)) == 1


def test_graphs_of_one_stream_go_together(cuda: Cuda, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those of several executors, where streams are short."""
    monkeypatch.setattr(capture, "MOST", 1)
    _, work = counted()
    first, second = CudaGraph(work), CudaGraph(work)
    assert len(set(cuda.streams)) == 1
    del first
    assert not cuda.reset
    del second
    assert len(cuda.reset) == 2


def test_a_capture_that_fails_leaves_nothing_behind_and_is_the_last(
    cuda: Cuda, caplog: pytest.LogCaptureFixture
) -> None:
    captures, seen = Captures(), []

    def work() -> Tensor:
        seen.append(cuda.current)
        if cuda.current is not cuda.ticks:
            raise RuntimeError("not while capturing")
        return torch.zeros(1)

    for key in ("a", "b"):
        for _ in range(3):
            captures.run(key, work)
    assert [each for each in seen if each is not cuda.ticks] == [seen[1]], "torch does not get over it wholly"
    assert seen[2:] == [cuda.ticks] * 5, "the work is done all the same, and where it belongs"
    assert cuda.ended == cuda.pools, "else torch takes the capture to be under way for good"
    assert caplog.text.count("not while capturing") == 1


def test_nothing_is_captured_while_something_else_may_wait_for_the_whole_device(cuda: Cuda) -> None:
    captures, (done, work) = Captures(), counted()
    taken, done_with = threading.Event(), threading.Event()

    def alone() -> None:
        with ALONE:
            taken.set()
            done_with.wait(10)

    other = threading.Thread(target=alone)
    other.start()
    assert taken.wait(10)
    for _ in range(5):
        captures.run("key", work)
    done_with.set()
    other.join()
    assert len(done) == 5
    assert not cuda.pools
    for _ in range(5):
        captures.run("key", work)
    assert len(done) == 6
    assert len(cuda.pools) == 1
