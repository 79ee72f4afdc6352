"""The executor in plain PyTorch: rows one by one on a CPU, one masked batch on a GPU."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
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


class EagerDecoder:
    """Runs an `AceStepTransformer1DModel`'s fused weights; see `Decoder` for the contract.

    Row by row (`batched=False`) a row's result is the same bits whatever runs beside it. Batched, rows agree with
    single ones to about 1e-6 of the largest magnitude in float32.
    """

    def __init__(self, weights: Weights, *, batched: bool | None = None) -> None:
        self._weights = weights
        self.device = self._weights.device
        self.token_width = self._weights.token_width
        self.batched = self.device.type != "cpu" if batched is None else batched
        self._positions: OrderedDict[int, Positions] = OrderedDict()
        self._modulations: OrderedDict[float, Modulation] = OrderedDict()
        self._memories: Any = WeakIdKeyDictionary()

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        with torch.inference_mode():
            if not self.batched:
                return [self._single(row) for row in rows]
            answers: dict[int, Tensor] = {}
            for frames in {row.x.shape[1] for row in rows}:
                places = [i for i, row in enumerate(rows) if row.x.shape[1] == frames]
                answers.update(zip(places, self._batch([rows[i] for i in places]), strict=True))
            return [answers[i] for i in range(len(rows))]

    @property
    def kept_conditions(self) -> int:
        """How many conditions' keys and values are held; they go when their tokens do."""
        return len(self._memories)

    def _single(self, row: Row) -> Tensor:
        dtype = self._weights.dtype
        return forward.velocity(
            self._weights,
            row.x.to(dtype),
            row.context.to(dtype),
            self._place(row.x.shape[1]),
            self._modulation(row.t),
            self._memory(row.tokens),
        ).float()

    def _batch(self, rows: Sequence[Row]) -> Sequence[Tensor]:
        dtype = self._weights.dtype
        held, mask = forward.join_memories([self._memory(row.tokens) for row in rows])
        each = [self._modulation(row.t) for row in rows]
        at = Modulation(
            tuple(
                tuple(torch.cat(values) for values in zip(*layers, strict=True))  # type: ignore[misc]  # six by six
                for layers in zip(*(one.layers for one in each), strict=True)
            ),
            (torch.cat([one.out[0] for one in each]), torch.cat([one.out[1] for one in each])),
        )
        x = torch.cat([row.x for row in rows]).to(dtype)
        context = torch.cat([row.context for row in rows]).to(dtype)
        return forward.velocity(self._weights, x, context, self._place(x.shape[1]), at, held, mask).float().split(1)

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
