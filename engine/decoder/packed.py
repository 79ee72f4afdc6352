"""The executor over a graph of another runtime: rows packed into its inputs, LoRAs as some of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.weak import WeakIdKeyDictionary

from engine.background import workers
from engine.decoder.adapters import Adapter, fit
from engine.decoder.protocol import Row
from engine.decoder.ranks import MOST, Ranks, place
from engine.decoder.weights import Weights
from engine.lora.formats import Factors

HIDDEN = -1e4
"""Added to what attention gives a token that is not there."""

Inputs = Mapping[str, Tensor]


class Executor(Protocol):
    """Runs a `DecoderGraph`; see there for its inputs. From several threads at once, if it is asked to."""

    def take(self, ranks: Ranks) -> None:
        """Use these factors from the next run on."""
        ...

    def run(self, inputs: Inputs) -> Tensor:
        """The velocity `[B, T, 64]` float32 of x, t, context, tokens, bias and strength, in a tensor of its own.

        Raises EngineError.
        """
        ...


class PackedDecoder:
    """Runs rows by an executor; see `Decoder` for the contract.

    Up to `most` rows go in one batch, whose token counts are brought to a multiple of `grain`. With `most` 1 a row's
    result is the same whatever runs beside it, and rows are shared by `threads`. In batches it is the same bits in
    those of one shape; otherwise it differs by rounding, in float32 by about 1e-6 of the largest magnitude.
    """

    def __init__(
        self, weights: Weights, executor: Executor, *, most: int, grain: int = 1, threads: int = 1, ranks: int = MOST
    ) -> None:
        self.device = weights.device
        self.token_width = weights.token_width
        self._weights = weights
        self._executor = executor
        self._most = most
        self._grain = grain
        self._workers = workers(threads, "rows") if threads > 1 else None
        self._limit = ranks
        self._weighed: MutableMapping[Tensor, Tensor] = WeakIdKeyDictionary()
        self._lock = threading.Lock()
        self._adapters: Mapping[str, Adapter] = {}
        self._ranks = place(weights, {}, ranks)
        executor.take(self._ranks)

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        lengths = {row.x.shape[1]: None for row in rows}
        alike = [[i for i, row in enumerate(rows) if row.x.shape[1] == length] for length in lengths]
        batches = [each[start : start + self._most] for each in alike for start in range(0, len(each), self._most)]
        with torch.inference_mode(), self._lock:
            patch, weigh = self._weights.patch, self._weigh
            packed = [pack([rows[i] for i in batch], self._ranks, patch, self._grain, weigh) for batch in batches]
            run = self._executor.run
            done = map(run, packed) if self._workers is None else self._workers.map(run, packed)
            answers = {
                i: velocity[:, : rows[i].x.shape[1]]
                for batch, velocities in zip(batches, done, strict=True)
                for i, velocity in zip(batch, torch.split(velocities, 1), strict=True)
            }
        return [answers[i] for i in range(len(rows))]

    @property
    def loras(self) -> Collection[str]:
        """The ids of the LoRAs attached."""
        return self._adapters.keys()

    @torch.inference_mode()
    def attach(self, lora: str, factors: Mapping[str, Factors]) -> None:
        """Fit a LoRA to the weights, then have it from the next call on; see `Decoder`."""
        self._attached({**self._adapters, lora: fit(self._weights, factors)})

    @torch.inference_mode()
    def detach(self, lora: str) -> None:
        """Forget a LoRA, from the next call on."""
        self._attached({name: adapter for name, adapter in self._adapters.items() if name != lora})

    def _weigh(self, presence: Tensor) -> Tensor:
        """`weigh`, kept as long as the presence, as it waits for the device."""
        if presence not in self._weighed:
            self._weighed[presence] = weigh(presence)
        return self._weighed[presence]

    def _attached(self, adapters: Mapping[str, Adapter]) -> None:
        ranks = place(self._weights, adapters, self._limit)
        with self._lock:
            self._executor.take(ranks)
            self._adapters, self._ranks = adapters, ranks


def weigh(presence: Tensor) -> Tensor:
    """What a presence of tokens adds to what attention gives them, on the CPU."""
    return presence.cpu().log().clamp_min(HIDDEN)


def pack(
    rows: Sequence[Row], ranks: Ranks, patch: int, grain: int = 1, weigh: Callable[[Tensor], Tensor] = weigh
) -> dict[str, Tensor]:
    """The inputs of a graph for rows of one length, factors left out: frames filled up to whole patches, tokens to the
    longest row's."""
    missing = -rows[0].x.shape[1] % patch
    longest = max(row.tokens.shape[1] for row in rows)
    longest += -longest % grain
    bias = torch.full((len(rows), longest), HIDDEN)
    for place_of, row in zip(bias, rows, strict=True):
        present = place_of[: row.tokens.shape[1]]
        if row.presence is None:
            present.zero_()
        else:
            present.copy_(weigh(row.presence))
    return {
        "x": F.pad(torch.cat([row.x for row in rows]), (0, 0, 0, missing)),
        "t": torch.tensor([row.t for row in rows]),
        "context": F.pad(torch.cat([row.context for row in rows]), (0, 0, 0, missing)),
        "tokens": torch.cat([F.pad(row.tokens, (0, 0, 0, longest - row.tokens.shape[1])) for row in rows]),
        "bias": bias,
        "strength": ranks.strengths([row.loras for row in rows]),
    }
