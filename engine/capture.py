"""Work replayed as CUDA graphs: launched once, without the host's share of every kernel."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor

from engine.decoder.recent import Recent

LIMIT = 8
Work: TypeAlias = Callable[[], Tensor]
_log = logging.getLogger(__name__)


class Captures:
    """Replays work by key; `capture` turns work into its replay, a CUDA graph by default.

    Work reads and writes tensors that stay where they are, and gives one of them: whoever keeps it clones it before the
    next call. The first call of a key runs as it is, the second is captured, later ones are replayed; of keys the last
    LIMIT are kept. Where capturing fails, the key runs as it is from then on, and the log says so once. For one thread.
    It has not run on a GPU.
    """

    def __init__(self, capture: Callable[[Work], Work] | None = None) -> None:
        self._capture = capture or cuda_graph
        self._kept: Recent[Hashable, _Kept] = Recent(LIMIT)

    def run(self, key: Hashable, work: Work) -> Tensor:
        """What `work` gives, done or replayed."""
        kept = self._kept.get(key, _Kept)
        kept.calls += 1
        if kept.calls == 2:
            try:
                kept.replay = self._capture(work)
            except Exception as error:
                _log.warning("runs without a CUDA graph, as it cannot be captured: %s", error)
        return (kept.replay or work)()

    def clear(self) -> None:
        """Forget all of them: what they read has moved."""
        self._kept.clear()


@dataclass(slots=True)
class _Kept:
    calls: int = 0
    replay: Work | None = None


def cuda_graph(work: Work) -> Work:
    """Capture work as a CUDA graph, which waits for the device once; returns its replay."""
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph, capture_error_mode="thread_local"):
        made = work()

    def replay() -> Tensor:
        graph.replay()
        return made

    return replay
