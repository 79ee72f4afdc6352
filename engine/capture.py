"""Work replayed as CUDA graphs: launched once, without the host's share of every kernel."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import torch
from torch import Tensor

from engine.decoder.recent import Recent
from engine.device import ALONE

if TYPE_CHECKING:
    from torch.cuda import _POOL_HANDLE

LIMIT = 8
AT_ONCE = 4 * LIMIT
"""Graphs that are captured before all of them are let go: those that were not kept go no earlier, see `_Lane`."""
MOST = 24
"""Streams that graphs are captured on, of a priority: torch has 32 of each, and gives them anew after that."""
Work: TypeAlias = Callable[[], Tensor]
_log = logging.getLogger(__name__)


class Captures:
    """Replays work by key; `capture` turns work into its replay, a CUDA graph by default, of which all share memory.

    Work reads and writes tensors that stay where they are, and gives one of them: whoever keeps it clones it before the
    next call. The first call of a key runs as it is, the second is captured, later ones are replayed; of keys the last
    LIMIT are kept. Where something else has the device alone, it is captured at a later call. Once capturing failed all
    runs as it is, and the log says so: torch does not get over it wholly. For one thread. It has not run on a GPU.
    """

    def __init__(self, capture: Callable[[Work], Work] | None = None) -> None:
        self._capture = capture or self._graph
        self._kept: Recent[Hashable, _Kept] = Recent(LIMIT)
        self._failed = False
        self._captured = 0

    def run(self, key: Hashable, work: Work) -> Tensor:
        """What `work` gives, done or replayed."""
        if self._captured >= AT_ONCE and key not in self._kept:
            self.clear()
        kept = self._kept.get(key, _Kept)
        if kept.replay is None and kept.ran and not self._failed and ALONE.acquire(blocking=False):
            try:
                kept.replay = self._capture(work)
                self._captured += 1
            except Exception as error:
                self._failed = True
                _log.warning("runs without CUDA graphs, as it cannot be captured: %s", error)
            finally:
                ALONE.release()
        kept.ran = True
        return (kept.replay or work)()

    def clear(self) -> None:
        """Forget all of them: what they read has moved."""
        self._kept.clear()
        self._captured = 0

    def _graph(self, work: Work) -> Work:
        graphs = (kept.replay for kept in self._kept.values() if isinstance(kept.replay, CudaGraph))
        return CudaGraph(work, next(graphs, None))


def uncaptured() -> Captures:
    """Captures that run all work as it is: for a few calls, or ones that wait for the device."""
    return Captures(lambda work: work)


@dataclass(slots=True)
class _Kept:
    ran: bool = False
    replay: Work | None = None


class CudaGraph:
    """Work captured as a CUDA graph, which waits for the device once; a call replays it on the current stream.

    Its kernels have the priority of the stream that is current when it is captured, wherever it is replayed. It takes
    turns with `other`, on whose stream it is captured, and in whose memory it works but for what both give. One at a
    time is captured, see `ALONE`.
    """

    def __init__(self, work: Work, other: CudaGraph | None = None) -> None:
        before = torch.cuda.current_stream()
        graph = torch.cuda.CUDAGraph()
        self._lane: _Lane = _LANES.take(before) if other is None else other._lane
        self._pool: _POOL_HANDLE = torch.cuda.graph_pool_handle() if other is None else other._pool
        try:
            with (
                _uncollected(),
                torch.cuda.graph(graph, pool=self._pool, stream=self._lane.stream, capture_error_mode="thread_local"),
            ):
                self._made = work()
        except BaseException:
            _leave(graph, self._pool, before)
            raise
        self._lane.graphs += 1
        self._graph = graph

    def __call__(self) -> Tensor:
        self._graph.replay()
        return self._made

    def __del__(self) -> None:
        if hasattr(self, "_graph"):
            self._lane.leave(self._graph)


@dataclass(eq=False)
class _Lane:
    """A stream to capture on, how many graphs there are of it, and those that are gone but are kept until all are.

    With a graph torch lets go of what products on its stream worked in, and with it of what any other graph of that
    stream works in.
    """

    stream: torch.cuda.Stream
    graphs: int = 0
    gone: list[torch.cuda.CUDAGraph] = field(default_factory=list)

    def leave(self, graph: torch.cuda.CUDAGraph) -> None:
        self.graphs -= 1
        self.gone.append(graph)
        if not self.graphs:
            while self.gone:
                self.gone.pop().reset()


class _Lanes:
    """Streams to capture on, each for graphs that share memory, as long as there are enough."""

    def __init__(self) -> None:
        self._made: list[_Lane] = []

    def take(self, like: torch.cuda.Stream) -> _Lane:
        """One of the device and the priority of another stream."""
        device, priority = like.device, like.priority
        made = [each for each in self._made if (each.stream.device, each.stream.priority) == (device, priority)]
        lane = min(made, key=lambda each: each.graphs, default=None)
        if lane is None or (lane.graphs and len(made) < MOST):
            lane = _Lane(torch.cuda.Stream(device, priority=priority))
            self._made.append(lane)
        return lane


_LANES = _Lanes()
_LEFT: list[object] = []
"""Graphs whose capture failed: the allocator of pinned memory goes on to ask them."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Have nothing collected meanwhile: an old graph or engine that goes amid a capture would end it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _leave(graph: torch.cuda.CUDAGraph, pool: _POOL_HANDLE, before: torch.cuda.Stream) -> None:
    """Tidy up after a capture that failed, where torch leaves the capture's stream current, and may leave the allocator
    in the belief that one is under way: then it frees nothing that was lent to another stream."""
    _LEFT.append(graph)
    torch.cuda.set_stream(before)
    with suppress(Exception):  # it knows already, or has no such function
        torch._C._cuda_endAllocateToPool(torch.cuda.current_device(), pool)
