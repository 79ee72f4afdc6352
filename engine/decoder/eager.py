"""The executor in plain PyTorch: rows one by one on a CPU, one masked batch on a GPU."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.attention import Positions
from engine.decoder import forward
from engine.decoder.adapters import Active, Adapter, LayerFades, fades, fit
from engine.decoder.derived import Derived
from engine.decoder.forward import AdaptiveNorms, Heard, Memory
from engine.decoder.protocol import Row
from engine.decoder.weights import Weights
from engine.lora.formats import Factors


@dataclass(frozen=True, eq=False, slots=True)
class _Ready:
    """A row with everything that is derived for it."""

    row: Row
    place: Positions
    norms: AdaptiveNorms
    memory: Memory
    active: Active


@dataclass(frozen=True, eq=False, slots=True)
class _Batch:
    """Rows of one length, by their places in the call, with what is derived for them together."""

    places: Sequence[int]
    ready: Sequence[_Ready]
    norms: AdaptiveNorms
    heard: Heard
    beside: Sequence[LayerFades] | None


class EagerDecoder:
    """Runs an `AceStepTransformer1DModel`'s fused weights; see `Decoder` for the contract.

    Row by row (`batched=False`, the default on a CPU) a row's result is the same bits whatever runs beside it, also
    with several `threads`, which share the rows and compute with one thread each. Batched, rows agree with single
    ones to about 1e-6 of the largest magnitude in float32. `derived` is what it keeps from call to call.
    """

    def __init__(self, weights: Weights, *, batched: bool | None = None, threads: int = 1) -> None:
        self._weights = weights
        self.device = weights.device
        self.token_width = weights.token_width
        self.batched = self.device.type != "cpu" if batched is None else batched
        self.derived = Derived(weights)
        self._workers = None
        if threads > 1 and not self.batched:
            self._workers = ThreadPoolExecutor(threads, "rows", initializer=torch.set_num_threads, initargs=(1,))
        self._lock = threading.Lock()
        self._adapters: Mapping[str, Adapter] = {}

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        with torch.inference_mode():
            with self._lock:
                ready = [self._ready(row) for row in rows]
                batches = self._batches(ready) if self.batched else ()
            if self._workers is not None:
                return list(self._workers.map(self._single, ready))
            if not self.batched:
                return [self._single(each) for each in ready]
            answers: dict[int, Tensor] = {}
            for batch in batches:
                answers.update(zip(batch.places, self._batch(batch), strict=True))
            return [answers[i] for i in range(len(rows))]

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
            self.derived.forget_fades()

    def detach(self, lora: str) -> None:
        """Forget a LoRA, from the next call on."""
        with self._lock:
            self._adapters = {name: adapter for name, adapter in self._adapters.items() if name != lora}
            self.derived.forget_fades()

    def _ready(self, row: Row) -> _Ready:
        adapters, derived = self._adapters, self.derived
        active = tuple((adapters[lora], strength) for lora, strength in row.loras if lora in adapters)
        place, norms = derived.positions(row.x.shape[1]), derived.norms(row.t)
        return _Ready(row, place, norms, derived.memory(row.tokens, active), active)

    @torch.inference_mode()
    def _single(self, ready: _Ready) -> Tensor:
        weights, row = self._weights, ready.row
        x, context = row.x.to(weights.dtype), row.context.to(weights.dtype)
        beside = fades(ready.active, len(weights.layers)) if ready.active else None
        heard = forward.hear(weights, [ready.memory], [row.presence])
        return forward.velocity(weights, x, context, ready.place, ready.norms, heard, beside).float()

    def _batches(self, ready: Sequence[_Ready]) -> Sequence[_Batch]:
        """Rows of one length together."""
        lengths: dict[int, list[int]] = {}
        for i, each in enumerate(ready):
            lengths.setdefault(each.row.x.shape[1], []).append(i)
        return [self._joined(places, [ready[i] for i in places]) for places in lengths.values()]

    def _joined(self, places: Sequence[int], ready: Sequence[_Ready]) -> _Batch:
        derived = self.derived
        heard = derived.hear([each.memory for each in ready], [each.row.presence for each in ready])
        used = list({adapter: None for each in ready for adapter, _ in each.active})
        beside = None
        if used:
            rows = tuple(tuple(dict(each.active).get(adapter, 0.0) for each in ready) for adapter in used)
            columns = derived.strengths(rows)[:, :, None, None].unbind()
            beside = fades(list(zip(used, columns, strict=True)), len(self._weights.layers))
        return _Batch(places, ready, derived.join([each.norms for each in ready]), heard, beside)

    def _batch(self, batch: _Batch) -> Sequence[Tensor]:
        weights, rows = self._weights, [each.row for each in batch.ready]
        x = torch.cat([row.x for row in rows]).to(weights.dtype)
        context = torch.cat([row.context for row in rows]).to(weights.dtype)
        place = batch.ready[0].place
        velocities = forward.velocity(weights, x, context, place, batch.norms, batch.heard, batch.beside)
        return torch.split(velocities.float(), 1)
