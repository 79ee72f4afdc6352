"""The executor in plain PyTorch: rows one by one on a CPU, one masked batch on a GPU."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor
from torch.utils.weak import WeakIdKeyDictionary

from engine.attention import Positions, positions
from engine.decoder import forward
from engine.decoder.adapters import Adapter, fades, fit
from engine.decoder.forward import Memory, Modulation
from engine.decoder.protocol import Row
from engine.decoder.weights import Weights
from engine.lora.formats import Factors

KEPT_TIMES = 256
KEPT_LENGTHS = 16
KEPT_FADES = 4

Active = tuple[tuple[Adapter, float], ...]


@dataclass(frozen=True, eq=False, slots=True)
class _Ready:
    """A row with everything about it that was made before."""

    row: Row
    place: Positions
    at: Modulation
    held: Memory
    active: Active


@dataclass(eq=False, slots=True)
class _Condition:
    """What is derived from a condition: its memory, and how LoRAs change it, at strength 1 and as last asked for."""

    memory: Memory
    raw: Tensor | None = None
    changes: WeakKeyDictionary[Adapter, Tensor] = field(default_factory=WeakKeyDictionary)
    faded: OrderedDict[Active, Memory] = field(default_factory=OrderedDict)


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
        self._conditions: Any = WeakIdKeyDictionary()
        self._adapters: Mapping[str, Adapter] = {}

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        with torch.inference_mode():
            with self._lock:
                ready = [self._ready(row) for row in rows]
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
        return len(self._conditions)

    @property
    def loras(self) -> Collection[str]:
        """The ids of the LoRAs attached."""
        return self._adapters.keys()

    @torch.inference_mode()
    def attach(self, lora: str, factors: Mapping[str, Factors]) -> None:
        """Fit a LoRA to the weights, then have it from the next call on; see `Decoder`."""
        adapter = fit(self._weights, factors)
        with self._lock:
            self._adapters = {**self._adapters, lora: adapter}
            self._forget_fades()

    def detach(self, lora: str) -> None:
        """Forget a LoRA, from the next call on."""
        with self._lock:
            self._adapters = {name: adapter for name, adapter in self._adapters.items() if name != lora}
            self._forget_fades()

    @torch.inference_mode()
    def _single(self, ready: _Ready) -> Tensor:
        dtype = self._weights.dtype
        x, context = ready.row.x.to(dtype), ready.row.context.to(dtype)
        beside = fades(ready.active, len(self._weights.layers)) if ready.active else None
        held, mask = forward.join_memories([ready.held], [ready.row.presence])
        return forward.velocity(self._weights, x, context, ready.place, ready.at, held, mask, beside).float()

    def _batch(self, ready: Sequence[_Ready]) -> Sequence[Tensor]:
        dtype = self._weights.dtype
        held, mask = forward.join_memories([each.held for each in ready], [each.row.presence for each in ready])
        at = forward.join_modulations([each.at for each in ready])
        x = torch.cat([each.row.x for each in ready]).to(dtype)
        context = torch.cat([each.row.context for each in ready]).to(dtype)
        beside = None
        used = {adapter: None for each in ready for adapter, _ in each.active}
        if used:
            strengths = torch.tensor([[dict(each.active).get(adapter, 0.0) for each in ready] for adapter in used])
            columns = strengths.to(x)[:, :, None, None].unbind()
            beside = fades(list(zip(used, columns, strict=True)), len(self._weights.layers))
        return forward.velocity(self._weights, x, context, ready[0].place, at, held, mask, beside).float().split(1)

    def _ready(self, row: Row) -> _Ready:
        adapters = self._adapters
        active = tuple((adapters[lora], strength) for lora, strength in row.loras if lora in adapters)
        return _Ready(
            row, self._place(row.x.shape[1]), self._modulation(row.t), self._memory(row.tokens, active), active
        )

    def _place(self, frames: int) -> Positions:
        w = self._weights
        length = -(-frames // w.patch)
        return _recall(self._positions, length, KEPT_LENGTHS, lambda: positions(w.geometry, length, w.device, w.dtype))

    def _modulation(self, t: float) -> Modulation:
        return _recall(self._modulations, t, KEPT_TIMES, lambda: forward.modulation(self._weights, t))

    def _memory(self, tokens: Tensor, active: Active) -> Memory:
        kept = self._conditions.get(tokens)
        if kept is None:
            kept = self._conditions[tokens] = _Condition(forward.memory(self._weights, tokens))
        active = tuple((adapter, strength) for adapter, strength in active if adapter.crosses)
        if not active:
            return kept.memory
        return _recall(kept.faded, active, KEPT_FADES, lambda: self._fade(kept, tokens, active))

    def _fade(self, kept: _Condition, tokens: Tensor, active: Active) -> Memory:
        if kept.raw is None:
            kept.raw = forward.raw_memory(self._weights, tokens)
        for adapter, _ in active:
            if adapter not in kept.changes:
                kept.changes[adapter] = forward.memory_change(self._weights, tokens, adapter)
        return forward.faded_memory(self._weights, kept.raw, [(kept.changes[adapter], s) for adapter, s in active])

    def _forget_fades(self) -> None:
        for kept in self._conditions.values():
            kept.faded.clear()


def _recall(store: OrderedDict[Any, Any], key: Any, limit: int, make: Any) -> Any:
    """The value kept under `key`, made if it is new; the one used longest ago makes room."""
    if key in store:
        store.move_to_end(key)
    else:
        store[key] = make()
        if len(store) > limit:
            store.popitem(last=False)
    return store[key]
