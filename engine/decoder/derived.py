"""What an executor derives from its weights and keeps from tick to tick: by length, by time and by condition."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from weakref import WeakKeyDictionary

from torch import Tensor
from torch.utils.weak import WeakIdKeyDictionary

from engine.attention import Positions, positions
from engine.decoder import forward
from engine.decoder.adapters import Active, Adapter
from engine.decoder.forward import AdaptiveNorms, Heard, Memory
from engine.decoder.recent import Recent
from engine.decoder.weights import Weights
from engine.device import device_of

KEPT_LENGTHS = 16
KEPT_TIMES = 104
"""More than a generation has steps at the most: going round in fewer, none would be found again."""
KEPT_FADES = 4
KEPT_JOINED = 2
KEPT_UPLOADS = 16


class Kept(NamedTuple):
    """How much is kept; `fades` are memories changed by LoRAs, `changes` those of one LoRA alone."""

    lengths: int
    times: int
    conditions: int
    fades: int
    changes: int


@dataclass(eq=False, slots=True)
class _Condition:
    """What is derived from a condition: its memory, and how LoRAs change it, at strength 1 and as last asked for."""

    memory: Memory
    raw: Tensor | None = None
    changes: WeakKeyDictionary[Adapter, Tensor] = field(default_factory=WeakKeyDictionary)
    faded: Recent[Active, Memory] = field(default_factory=lambda: Recent(KEPT_FADES))


class Derived:
    """Positions, adaptive norms and memories over a transformer's weights, each made when it is first asked for.

    Of lengths, times and a condition's fades the last used are kept; the rest goes with its tokens or its adapter.
    For one thread at a time.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._positions: Recent[int, Positions] = Recent(KEPT_LENGTHS)
        self._norms: Recent[float, AdaptiveNorms] = Recent(KEPT_TIMES)
        self._conditions: MutableMapping[Tensor, _Condition] = WeakIdKeyDictionary()
        self._joined: Recent[tuple[AdaptiveNorms, ...], AdaptiveNorms] = Recent(KEPT_JOINED)
        self._heard: Recent[tuple[tuple[Memory, Tensor | None], ...], Heard] = Recent(KEPT_JOINED)
        self._uploads: Recent[Hashable, Tensor] = Recent(KEPT_UPLOADS)

    @property
    def kept(self) -> Kept:
        """How much is kept, between two calls of the executor."""
        conditions = list(self._conditions.values())
        return Kept(
            lengths=len(self._positions),
            times=len(self._norms),
            conditions=len(conditions),
            fades=sum(len(each.faded) for each in conditions),
            changes=sum(len(each.changes) for each in conditions),
        )

    def positions(self, frames: int) -> Positions:
        """The positions of a state of `frames` latent frames."""
        w = self._weights
        length = -(-frames // w.patch)
        return self._positions.get(length, lambda: positions(w.geometry, length, w.device, w.dtype))

    def norms(self, t: float) -> AdaptiveNorms:
        """The adaptive norms at time `t`."""
        return self._norms.get(t, lambda: forward.adaptive_norms(self._weights, t))

    def memory(self, tokens: Tensor, active: Active) -> Memory:
        """The memory of condition tokens `[1, L, H]`, which are its key, under the adapters that act."""
        condition = self._conditions.get(tokens)
        if condition is None:
            condition = self._conditions[tokens] = _Condition(forward.memory(self._weights, tokens))
        crossing = tuple((adapter, strength) for adapter, strength in active if adapter.crosses)
        if not crossing:
            return condition.memory
        return condition.faded.get(crossing, lambda: self._fade(condition, tokens, crossing))

    def join(self, each: Sequence[AdaptiveNorms]) -> AdaptiveNorms:
        """The adaptive norms of several rows as one."""
        return self._joined.get(tuple(each), lambda: forward.join_norms(each))

    def hear(self, memories: Sequence[Memory], presences: Sequence[Tensor | None]) -> Heard:
        """The memories of several rows as one; a presence is known by its tensor, which must not change."""
        key = tuple(zip(memories, presences, strict=True))
        return self._heard.get(key, lambda: forward.hear(self._weights, memories, presences))

    def uploaded(self, key: Hashable, make: Callable[[], Tensor]) -> Tensor:
        """A float32 tensor of the CPU, known by a key, in the weights' dtype beside them; nothing waits for it."""
        return self._uploads.get(key, lambda: self._upload(make()))

    def forget_fades(self) -> None:
        """Let go of every memory that LoRAs changed, and so of LoRAs that nobody else holds."""
        self._heard.clear()
        self._uploads.clear()
        for condition in self._conditions.values():
            condition.faded.clear()

    def _upload(self, tensor: Tensor) -> Tensor:
        w = self._weights
        (there,) = device_of(w.device).upload([tensor])
        return there.to(w.dtype)

    def _fade(self, condition: _Condition, tokens: Tensor, crossing: Active) -> Memory:
        if condition.raw is None:
            condition.raw = forward.raw_memory(self._weights, tokens)
        for adapter, _ in crossing:
            if adapter not in condition.changes:
                condition.changes[adapter] = forward.memory_change(self._weights, tokens, adapter)
        changes = [(condition.changes[adapter], strength) for adapter, strength in crossing]
        return forward.faded_memory(self._weights, condition.raw, changes)
