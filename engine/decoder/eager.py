"""The executor in plain PyTorch: rows one by one on a CPU, one masked batch on a GPU."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from engine.attention import Positions
from engine.background import workers
from engine.capture import LIMIT, Captures
from engine.decoder import forward
from engine.decoder.adapters import Active, Adapter, LayerFades, fades, fit
from engine.decoder.block import block
from engine.decoder.derived import Derived
from engine.decoder.forward import AdaptiveNorms, Memory
from engine.decoder.inputs import Beside, Fixed, Inputs
from engine.decoder.protocol import Row
from engine.decoder.recent import Recent
from engine.decoder.weights import Weights
from engine.device import device_of
from engine.lora.formats import Factors


@dataclass(frozen=True, eq=False, slots=True)
class Ready:
    """A row with everything that is derived for it."""

    row: Row
    place: Positions
    norms: AdaptiveNorms
    memory: Memory
    active: Active


class EagerDecoder:
    """Runs an `AceStepTransformer1DModel`'s fused weights; see `Decoder` for the contract.

    Row by row (`batched=False`, the default on a CPU) a row's result is the same bits whatever runs beside it, also
    with several `threads`, which share the rows and compute with one thread each. Batched, rows agree with single
    ones to about 1e-6 of the largest magnitude in float32. `derived` is what it keeps from call to call. On a GPU,
    where it has not run, batches of one shape are replayed, see `captures`.
    """

    def __init__(
        self, weights: Weights, *, batched: bool | None = None, threads: int = 1, captures: Captures | None = None
    ) -> None:
        self._weights = weights
        self.device = weights.device
        self.token_width = weights.token_width
        self.batched = self.device.type != "cpu" if batched is None else batched
        self.derived = Derived(weights)
        self._workers = None
        if threads > 1 and not self.batched:
            self._workers = workers(threads, "rows", partial(torch.set_num_threads, 1))
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._adapters: Mapping[str, Adapter] = {}
        self._captures = Captures() if captures is None and self.device.type == "cuda" else captures
        self._fixed: Recent[Hashable, Fixed] = Recent(LIMIT)

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        with torch.inference_mode():
            if self.batched:
                with self._lock:
                    return self._batches(rows)
            with self._lock:
                ready = [self._ready(row) for row in rows]
                faded = [self._alone(each) for each in ready]
            share = map if self._workers is None else self._workers.map
            return list(share(self._single, ready, faded))

    @property
    def loras(self) -> Collection[str]:
        """The ids of the LoRAs attached."""
        return self._adapters.keys()

    @torch.inference_mode()
    def attach(self, lora: str, factors: Mapping[str, Factors]) -> None:
        """Fit a LoRA to the weights, then have it from the next call on; see `Decoder`."""
        adapter = fit(self._weights, factors)
        device_of(self.device).lend_to_ticks(adapter.tensors)
        with self._loading:
            self._attached({**self._adapters, lora: adapter})

    @torch.inference_mode()
    def detach(self, lora: str) -> None:
        """Forget a LoRA, from the next call on."""
        with self._loading:
            self._attached({name: adapter for name, adapter in self._adapters.items() if name != lora})

    def forget(self) -> None:
        """Let go of what is kept from call to call; what is asked for again is made anew."""
        with self._lock:
            self._forget_replays()
            self.derived = Derived(self._weights)

    def _attached(self, adapters: Mapping[str, Adapter]) -> None:
        with self._lock:
            self._swap(adapters)

    def _swap(self, adapters: Mapping[str, Adapter]) -> None:
        gone = self._adapters.items() - adapters.items()
        self._adapters = adapters
        self.derived.forget_fades()
        if gone:
            self._forget_replays()

    def _forget_replays(self) -> None:
        if self._captures is not None:
            device_of(self.device).finish()  # no replay is under way
            self._fixed.clear()
            self._captures.clear()

    def _ready(self, row: Row) -> Ready:
        adapters, derived = self._adapters, self.derived
        active = tuple((adapters[lora], strength) for lora, strength in row.loras if lora in adapters)
        place, norms = derived.positions(row.x.shape[1]), derived.norms(row.t)
        return Ready(row, place, norms, derived.memory(row.tokens, active), active)

    def _alone(self, ready: Ready) -> Sequence[LayerFades] | None:
        """What LoRAs add to a row by itself."""
        return fades(ready.active, len(self._weights.layers)) if ready.active else None

    @torch.inference_mode()
    def _single(self, ready: Ready, faded: Sequence[LayerFades] | None) -> Tensor:
        weights, row = self._weights, ready.row
        x, context = row.x.to(weights.dtype), row.context.to(weights.dtype)
        inputs = Inputs(x, context, ready.place, ready.norms, forward.hear(weights, [ready.memory], [row.presence]))
        return forward.velocity(weights, *inputs, faded, self._block(inputs, faded is not None)).float()

    def _batches(self, rows: Sequence[Row]) -> list[Tensor]:
        """Rows of one length together."""
        lengths: dict[int, list[int]] = {}
        for i, row in enumerate(rows):
            lengths.setdefault(row.x.shape[1], []).append(i)
        answers: dict[int, Tensor] = {}
        for places in lengths.values():
            answers.update(zip(places, self._batch([self._ready(rows[i]) for i in places]), strict=True))
        return [answers[i] for i in range(len(rows))]

    def _batch(self, ready: Sequence[Ready]) -> Sequence[Tensor]:
        derived, dtype = self.derived, self._weights.dtype
        inputs = Inputs(
            torch.cat([each.row.x for each in ready]).to(dtype),
            torch.cat([each.row.context for each in ready]).to(dtype),
            ready[0].place,
            derived.join([each.norms for each in ready]),
            derived.hear([each.memory for each in ready], [each.row.presence for each in ready]),
        )
        beside = self._beside(ready)
        run = self._block(inputs, beside is not None)
        if self._captures is None:
            return torch.split(self._velocity(inputs, beside, run), 1)
        key = (inputs.shape, None if beside is None else beside.key, run)
        fixed = self._fixed.get(key, lambda: Fixed(inputs, beside))
        fixed.write(inputs, beside)
        velocities = self._captures.run(fixed, lambda: self._velocity(fixed.inputs, fixed.beside, run))
        return torch.split(velocities.clone(), 1)

    def _velocity(self, inputs: Inputs, beside: Beside | None, run: Callable[..., Tensor]) -> Tensor:
        """The velocity `[B, T, 64]` float32."""
        faded = None if beside is None else self._fades(beside)
        return forward.velocity(self._weights, *inputs, faded, run).float()

    def _beside(self, ready: Sequence[Ready]) -> Beside | None:
        """The LoRAs that act in any of the rows; the strengths are `[LoRAs, B]`."""
        used = tuple({adapter: None for each in ready for adapter, _ in each.active})
        if not used:
            return None
        rows = tuple(tuple(dict(each.active).get(adapter, 0.0) for each in ready) for adapter in used)
        return Beside(used, self.derived.uploaded(rows, lambda: torch.tensor(rows)))

    def _fades(self, beside: Beside) -> Sequence[LayerFades]:
        used: tuple[Adapter, ...] = beside.key  # type: ignore[assignment]
        columns = beside.strengths[:, :, None, None].unbind()
        return fades(list(zip(used, columns, strict=True)), len(self._weights.layers))

    def _block(self, inputs: Inputs, faded: bool) -> Callable[..., Tensor]:
        """What runs a layer of such inputs, with LoRAs beside them or without."""
        return block
