"""Work replayed as CUDA graphs: launched once, without the host's share of every kernel."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import torch
from torch import Tensor

from engine.decoder.recent import Recent
from engine.device import ALONE

if TYPE_CHECKING:
    from torch.cuda import _POOL_HANDLE

LIMIT = 8
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

    def run(self, key: Hashable, work: Work) -> Tensor:
        """What `work` gives, done or replayed."""
        kept = self._kept.get(key, _Kept)
        if kept.replay is None and kept.ran and not self._failed and ALONE.acquire(blocking=False):
            try:
                kept.replay = self._capture(work)
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
    turns with `other`, in whose memory it works, but for what both give. One at a time is captured, see `ALONE`.
    """

    def __init__(self, work: Work, other: CudaGraph | None = None) -> None:
        graph = torch.cuda.CUDAGraph()
        before = torch.cuda.current_stream()
        self._stream: torch.cuda.Stream = (
            torch.cuda.Stream(priority=before.priority) if other is None else other._stream
        )
        self._pool: _POOL_HANDLE = torch.cuda.graph_pool_handle() if other is None else other._pool
        try:
            with torch.cuda.graph(graph, pool=self._pool, stream=self._stream, capture_error_mode="thread_local"):
                self._made = work()
        except BaseException:
            _leave(graph, self._pool, before)
            raise
        self._graph = graph

    def __call__(self) -> Tensor:
        self._graph.replay()
        return self._made


_LEFT: list[object] = []
"""Graphs whose capture failed: the allocator of pinned memory goes on to ask them."""


def _leave(graph: torch.cuda.CUDAGraph, pool: _POOL_HANDLE, before: torch.cuda.Stream) -> None:
    """Tidy up after a capture that failed, where torch leaves the capture's stream current, and may leave the allocator
    in the belief that one is under way: then it frees nothing that was lent to another stream."""
    _LEFT.append(graph)
    torch.cuda.set_stream(before)
    with suppress(Exception):  # it knows already, or has no such function
        torch._C._cuda_endAllocateToPool(torch.cuda.current_device(), pool)
