"""The executor in plain PyTorch: rows one by one on a CPU, one masked batch on a GPU."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.utils.weak import WeakIdKeyDictionary

from engine.attention import Positions, positions
from engine.decoder import forward
from engine.decoder.forward import Memory, Modulation
from engine.decoder.protocol import Row
from engine.decoder.weights import Weights

KEPT_TIMES = 256
KEPT_LENGTHS = 16


@dataclass(frozen=True, eq=False, slots=True)
class _Ready:
    """A row with everything about it that was made before."""

    row: Row
    place: Positions
    at: Modulation
    held: Memory


class EagerDecoder:
    """Runs an `AceStepTransformer1DModel`'s fused weights; see `Decoder` for the contract.

    Row by row (`batched=False`, the default on a CPU) a row's result is the same bits whatever runs beside it, also
    with several `threads`, which share the rows and compute with one thread each. Batched, rows agree with single
    ones to about 1e-6 of the largest magnitude in float32.
    """

    def __init__(self, weights: Weights, *, batched: bool | None = None, threads: int = 1) -> None:
        self._weights = weights
        self.device = self._weights.device
        self.token_width = self._weights.token_width
        self.batched = self.device.type != "cpu" if batched is None else batched
        self._workers = None
        if threads > 1 and not self.batched:
            self._workers = ThreadPoolExecutor(threads, "rows", initializer=torch.set_num_threads, initargs=(1,))
        self._lock = threading.Lock()
        self._positions: OrderedDict[int, Positions] = OrderedDict()
        self._modulations: OrderedDict[float, Modulation] = OrderedDict()
        self._memories: Any = WeakIdKeyDictionary()

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        with torch.inference_mode():
            with self._lock:
                ready = [
                    _Ready(row, self._place(row.x.shape[1]), self._modulation(row.t), self._memory(row.tokens))
                    for row in rows
                ]
            if self._workers is not None:
                return list(self._workers.map(self._single, ready))
            if not self.batched:
                return [self._single(each) for each in ready]
            answers: dict[int, Tensor] = {}
            for frames in {row.x.shape[1] for row in rows}:
                places = [i for i, row in enumerate(rows) if row.x.shape[1] == frames]
                answers.update(zip(places, self._batch([ready[i] for i in places]), strict=True))
            return [answers[i] for i in range(len(rows))]

    @property
    def kept_conditions(self) -> int:
        """How many conditions' keys and values are held; they go when their tokens do."""
        return len(self._memories)

    @torch.inference_mode()
    def _single(self, ready: _Ready) -> Tensor:
        dtype = self._weights.dtype
        x, context = ready.row.x.to(dtype), ready.row.context.to(dtype)
        return forward.velocity(self._weights, x, context, ready.place, ready.at, ready.held).float()

    def _batch(self, ready: Sequence[_Ready]) -> Sequence[Tensor]:
        dtype = self._weights.dtype
        held, mask = forward.join_memories([each.held for each in ready])
        at = forward.join_modulations([each.at for each in ready])
        x = torch.cat([each.row.x for each in ready]).to(dtype)
        context = torch.cat([each.row.context for each in ready]).to(dtype)
        return forward.velocity(self._weights, x, context, ready[0].place, at, held, mask).float().split(1)

    def _place(self, frames: int) -> Positions:
        w = self._weights
        length = -(-frames // w.patch)
        return _recall(self._positions, length, KEPT_LENGTHS, lambda: positions(w.geometry, length, w.device, w.dtype))

    def _modulation(self, t: float) -> Modulation:
        return _recall(self._modulations, t, KEPT_TIMES, lambda: forward.modulation(self._weights, t))

    def _memory(self, tokens: Tensor) -> Memory:
        kept = self._memories.get(tokens)
        if kept is None:
            kept = self._memories[tokens] = forward.memory(self._weights, tokens)
        return kept


def _recall(store: OrderedDict[Any, Any], key: Any, limit: int, make: Any) -> Any:
    """The value kept under `key`, made if it is new; the one used longest ago makes room."""
    if key in store:
        store.move_to_end(key)
    else:
        store[key] = make()
        if len(store) > limit:
            store.popitem(last=False)
    return store[key]
