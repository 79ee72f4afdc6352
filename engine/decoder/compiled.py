"""The executor with its blocks compiled: one graph for all layers, times, lengths, LoRAs and strengths."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from functools import partial
from itertools import product

import torch
import torch.fx.experimental._config
from torch import Tensor
from torch.utils._pytree import tree_leaves

from engine.attention import Band, Geometry, Positions, positions
from engine.backends import why_not
from engine.background import TRACING, begin
from engine.capture import Captures
from engine.decoder import forward
from engine.decoder.adapters import Adapter, LayerFades
from engine.decoder.block import PLAIN, block
from engine.decoder.eager import EagerDecoder, Ready
from engine.decoder.forward import AdaptiveNorms, Memory
from engine.decoder.inputs import Beside, Inputs
from engine.decoder.ranks import Ranks, place
from engine.decoder.weights import Layer, Weights
from engine.device import device_of
from engine.errors import EngineUnavailable
from engine.lowrank import Slots

MOST = 64
"""Graphs that are compiled at the most; what needs another one runs as it is."""
_log = logging.getLogger(__name__)


class CompiledDecoder(EagerDecoder):
    """Runs the blocks as `torch.compile` makes them; see `EagerDecoder`.

    What was not compiled yet runs eagerly while a thread compiles it: no call waits. LoRAs enter as `Ranks`, so that a
    fader or another LoRA changes numbers only. Batched, one graph serves all lengths and token counts; row by row, on a
    CPU, each length has its own, as fixed sizes are faster there. `backend` is torch.compile's. Raises
    EngineUnavailable without the compiler that it needs. It has not run on a GPU.
    """

    def __init__(
        self,
        weights: Weights,
        *,
        backend: str = "inductor",
        batched: bool | None = None,
        threads: int = 1,
        captures: Captures | None = None,
    ) -> None:
        if backend == "inductor" and (reason := why_not("compile", str(weights.device))):
            raise EngineUnavailable(f"decoder: {reason}")
        super().__init__(weights, batched=batched, threads=threads, captures=captures)
        self._compiled = torch.compile(block, fullgraph=True, dynamic=True, backend=backend)
        for layer in weights.layers:
            for tensor in tree_leaves([*vars(layer).values(), *vars(layer.own).values()]):
                if isinstance(tensor, Tensor):
                    torch._dynamo.mark_static(tensor)
        self._settled = 1 if weights.device.type == "cpu" else torch.get_num_threads()
        self._ranks: Ranks | None = None
        with torch.inference_mode():
            self._silent = place(weights, {})
        self._sliding = {layer.own.sliding for layer in weights.layers}
        self._asked: set[Hashable] = set()
        self._done: set[Hashable] = set()
        self._asking = threading.Lock()
        self._threads: list[threading.Thread] = []

    @torch.inference_mode()
    def warm(self, frames: Collection[int] = (), tokens: int = 64) -> None:
        """Compile what plays: several rows and one of so many frames, with all tokens present and with some absent.

        Batched, any length stands for all of them; row by row, lengths that are not named are compiled when they play.
        """
        batches = (2, 1) if self.batched else (1,)
        frames = frames or ((1500,) if self.batched else ())
        for length, present, batch in product(frames, (True, False), batches):
            self._compile(self._example(batch, length, tokens, present), False)

    def wait(self) -> None:
        """Return when everything that was asked for is compiled."""
        for thread in list(self._threads):
            thread.join()

    def _attached(self, adapters: Mapping[str, Adapter]) -> None:
        ranks = place(self._weights, adapters)
        device_of(self.device).lend_to_ticks(tree_leaves(ranks.factors))
        with self._lock:
            self._swap(adapters)
            if self._ranks is not None:
                self._forget_replays()
            self._ranks = ranks

    def _alone(self, ready: Ready) -> Sequence[LayerFades] | None:
        beside = self._beside([ready])
        return None if beside is None else self._fades(beside)

    def _beside(self, ready: Sequence[Ready]) -> Beside | None:
        ranks = self._ranks
        if ranks is None or not any(each.active for each in ready):
            return None
        rows = tuple(each.row.loras for each in ready)
        return Beside(ranks, self.derived.uploaded((ranks, rows), lambda: ranks.strengths(rows)))

    def _fades(self, beside: Beside) -> Sequence[LayerFades]:
        ranks, strength = beside.key, beside.strengths.unsqueeze(1)
        assert isinstance(ranks, Ranks)
        return [
            LayerFades(**{name: Slots(layer[name][0], layer[name][1:], strength) for name in LayerFades._fields})
            for layer in ranks.factors
        ]

    def _block(self, inputs: Inputs, faded: bool) -> Callable[..., Tensor]:
        kinds = self._kinds(inputs, faded)
        if kinds <= self._done:
            self._settle()
            return self._compiled
        with self._asking:
            if not kinds <= self._asked and len(self._asked | kinds) <= MOST:
                self._asked |= kinds
                self._threads.append(begin(partial(self._try, inputs, faded), "compile"))
        return block

    def _velocity(self, inputs: Inputs, beside: Beside | None, run: Callable[..., Tensor]) -> Tensor:
        """As eager's; where torch would make a graph anew, which takes a minute, it runs as it is from then on."""
        if run is block:
            return super()._velocity(inputs, beside, run)
        try:
            with torch._dynamo.config.patch(error_on_recompile=True):
                return super()._velocity(inputs, beside, run)
        except torch._dynamo.exc.RecompileError as error:
            with self._asking:
                self._done -= self._kinds(inputs, beside is not None)
            _log.warning("runs without its blocks compiled, as they do not fit: %s", " ".join(str(error).split())[:500])
        return super()._velocity(inputs, beside, block)

    def _kinds(self, inputs: Inputs, faded: bool) -> set[Hashable]:
        """The graphs that such inputs need; sizes of 1 are others to torch."""
        heard, band, (batch, frames, _) = inputs.heard, inputs.place.band, inputs.x.shape
        length = -(-frames // self._weights.patch)
        bands: set[Hashable] = {None}
        if band is not None:
            bands = {None if not sliding else band.mask is None or len(band.mask) > 1 for sliding in self._sliding}
        size = length == 1 if self.batched else length
        return {(batch == 1, size, each, heard.memory.keys.shape[3] == 1, heard.mask is None, faded) for each in bands}

    def _compile(self, inputs: Inputs, faded: bool) -> None:
        """Have the graphs of such inputs, by running them; sizes that are equal today are others tomorrow."""
        self._settle()
        strengths = inputs.x.new_zeros(len(inputs.x), self._silent.width)
        layers = self._fades(Beside(self._silent, strengths)) if faded else None
        apart = torch.fx.experimental._config.patch(use_duck_shape=False)  # type: ignore[attr-defined]
        with TRACING, torch._dynamo.config.patch(recompile_limit=2 * MOST, specialize_int=True), apart:
            forward.velocity(self._weights, *inputs, layers, self._marked)
        with self._asking:
            self._asked |= self._kinds(inputs, faded)
            self._done |= self._kinds(inputs, faded)

    def _marked(
        self,
        geometry: Geometry,
        layer: Layer,
        hidden: Tensor,
        norms: Tensor,
        place: Positions,
        band: Band | None,
        key: Tensor,
        value: Tensor,
        mask: Tensor | None,
        beside: LayerFades = PLAIN,
    ) -> Tensor:
        """The compiled block, told which sizes never change: tracing is faster then, and so are kernels."""
        fixed = torch._dynamo.mark_static
        fixed(hidden, 2 if self.batched else None)
        fixed(norms, [0, 2, 3])
        for tensors, sizes in (((place.cos, place.sin), [1, 2]), ((key, value), [1, 3])):
            for tensor in tensors:
                fixed(tensor, sizes)
        return self._compiled(geometry, layer, hidden, norms, place, band, key, value, mask, beside)

    def _try(self, inputs: Inputs, faded: bool) -> None:
        try:
            device = device_of(self.device)
            with torch.inference_mode(), device.alone(), device.beside():
                self._compile(inputs, faded)
        except Exception as error:
            _log.warning("runs without its blocks compiled: %s", error)

    def _settle(self) -> None:
        """Have as many threads of torch here as where graphs are made: with others torch would make them anew."""
        if torch.get_num_threads() != self._settled:
            torch.set_num_threads(self._settled)

    def _example(self, batch: int, frames: int, tokens: int, present: bool) -> Inputs:
        """Zeros where inputs of that shape have numbers."""
        weights, geometry = self._weights, self._weights.geometry
        layers = len(weights.layers)
        zeros = weights.patch_in.new_zeros
        rows = AdaptiveNorms(zeros(6 * layers + 2, batch, 1, weights.norm_out.shape[0]))
        memory = zeros(layers, 1, geometry.kv_heads, tokens, geometry.head_dim)
        presence = None if present else torch.ones(tokens, device=self.device)
        heard = forward.hear(weights, [Memory(memory, memory)] * batch, [presence] * batch)
        place_of = positions(geometry, -(-frames // weights.patch), self.device, weights.dtype)
        return Inputs(zeros(batch, frames, 64), zeros(batch, frames, 128), place_of, rows, heard)
