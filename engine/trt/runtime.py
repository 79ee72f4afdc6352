"""An engine that runs: fixed buffers, a context for each CUDA graph, everything on torch's current stream."""

from __future__ import annotations

import math
import weakref
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor

from engine.capture import Captures, CudaGraph, Work
from engine.errors import EngineError, EngineLimitError
from engine.trt.api import free_memory, make_logger

MIB = 1 << 20
ALIGNED = 64
"""Numbers of float32 in the 256 bytes that addresses are multiples of."""
Shape = tuple[int, ...]


class Engine:
    """A deserialised engine of one output.

    Every input has a buffer of its largest size, but those that are `bound`, which `bind` gives; `staged` ones come
    from the host, side by side through one pinned buffer. Nothing in `run` waits for the device. Contexts share one
    piece of scratch memory, so runs go one after the other, on one stream. A graph has a context of its own: TensorRT
    leaves undefined what a graph does whose context was changed after it was captured. Raises EngineError. For one
    thread at a time. It has not run on a GPU.
    """

    def __init__(
        self,
        trt: Any,
        plan: bytes,
        device: torch.device,
        *,
        staged: Collection[str] = (),
        bound: Collection[str] = (),
        capture: Callable[[Work], Work] = CudaGraph,
    ) -> None:
        self.device = device
        self._trt = trt
        self._capture = capture
        captured = weakref.WeakMethod(self._captured)  # no cycle: memory of the GPU goes with the last user
        self._captures = Captures(lambda work: captured()(work))  # type: ignore[misc]
        with self._on_device():
            self._load(trt, plan, staged, bound)

    def _load(self, trt: Any, plan: bytes, staged: Collection[str], bound: Collection[str]) -> None:
        self.logger = make_logger(trt)
        self._runtime = trt.Runtime(self.logger)
        self.engine = self._runtime.deserialize_cuda_engine(plan)
        if self.engine is None:
            raise EngineError(f"the engine cannot be loaded: {self.logger.said()}")
        names = [self.engine.get_tensor_name(i) for i in range(self.engine.num_io_tensors)]
        inputs = [name for name in names if self.engine.get_tensor_mode(name) == trt.TensorIOMode.INPUT]
        self.output: str
        (self.output,) = [name for name in names if name not in inputs]
        self._kinds = {name: _kind(trt, self.engine.get_tensor_dtype(name)) for name in names}
        self.limits = {name: self._limits(name) for name in inputs}
        self._bound: dict[str, Tensor | None] = dict.fromkeys(bound)
        if missing := [name for name in (*staged, *bound) if name not in self.limits]:
            raise EngineError(f"{missing[0]}: the engine has no such input")
        self.scratch = int(self.engine.device_memory_size_v2)
        self._memory = self._reserve("scratch memory", max(self.scratch, 1), torch.uint8)
        self._buffers: dict[str, Tensor] = {}
        sizes = {name: math.prod(self.limits[name][2]) for name in inputs if name not in self._bound}
        self._staged = [name for name in sizes if name in staged]
        if wrong := [name for name in self._staged if self._kinds[name] != torch.float32]:
            raise EngineError(f"{wrong[0]}: must be float32, and the engine takes {self._kinds[wrong[0]]}")
        wide = -(-max((sizes[name] for name in self._staged), default=0) // ALIGNED) * ALIGNED
        self._stage = self._reserve("inputs", len(self._staged) * wide, torch.float32).view(len(self._staged), wide)
        self._buffers |= {name: row[: sizes[name]] for name, row in zip(self._staged, self._stage, strict=True)}
        for name, size in sizes.items():
            if name not in self._buffers:
                self._buffers[name] = self._reserve(name, size, self._kinds[name])
        self._context = _Context(self)
        largest = self._context.place({name: high for name, (_, _, high) in self.limits.items()})
        self._buffers[self.output] = self._reserve(self.output, math.prod(largest), self._kinds[self.output])
        self._context.connect()
        self._bound_shapes: dict[str, Shape] = {}
        self._shapes: dict[str, Shape] = {}
        self._ready: torch.cuda.Event | None = None
        self._last: torch.cuda.Event | None = None

    def bind(self, tensors: Mapping[str, Tensor]) -> None:
        """Read the bound inputs from these tensors, in the engine's types, from the next run on.

        They may be made on another stream, which is the current one here: the next run waits for it on the device, and
        this for what runs on the old ones.
        """
        kept = {name: _aligned(tensor.to(self.device, self._kinds[name])) for name, tensor in tensors.items()}
        shapes = {name: tuple(tensor.shape) for name, tensor in kept.items()}
        for name, shape in shapes.items():
            self._need_fit(name, shape)
        if missing := [name for name in self._bound if name not in kept]:
            raise EngineError(f"{missing[0]}: is missing")
        if self._last is not None:
            self._last.synchronize()
        self._captures.clear()
        self._bound, self._bound_shapes = {**kept}, shapes
        with self._on_device():
            self._context.place(shapes)
            self._context.connect()
        if self.device.type == "cuda":
            self._ready = torch.cuda.Event()
            self._ready.record(torch.cuda.current_stream(self.device))

    def run(self, inputs: Mapping[str, Tensor]) -> Tensor:
        """What the engine makes of its inputs, in a tensor of its own; every shape within `limits`."""
        shapes = {name: tuple(value.shape) for name, value in inputs.items()}
        if missing := [name for name in self._buffers if name not in shapes and name != self.output]:
            raise EngineError(f"{missing[0]}: is missing")
        for name, shape in shapes.items():
            self._need_fit(name, shape)
        if len(self._bound_shapes) < len(self._bound):
            raise EngineError(f"{next(iter(self._bound))}: has no address, as nothing was bound to it")
        with self._on_device():
            self._wait_for_bound()
            self._fill(inputs)
            self._shapes = shapes
            made = self._captures.run(tuple(shapes.values()), lambda: self._enqueue(self._context)).clone()
            if self.device.type == "cuda":
                self._last = self._last or torch.cuda.Event()
                self._last.record(torch.cuda.current_stream(self.device))
        return made

    def forget(self) -> None:
        """Drop every graph: what they compute with has changed."""
        self._captures.clear()

    def address(self, name: str) -> int:
        """Where an input or the output lies; 0 where nothing is bound yet."""
        tensor = self._buffers[name] if name in self._buffers else self._bound[name]
        return 0 if tensor is None else tensor.data_ptr()

    def new_context(self) -> Any:
        """A context over the shared scratch memory, with the engine's only profile."""
        trt = self._trt
        context = self.engine.create_execution_context(trt.ExecutionContextAllocationStrategy.USER_MANAGED)
        if context is None:
            raise EngineError(f"no memory for a context{self._free()}: {self.logger.said()}")
        if self.scratch:
            context.set_device_memory(self._memory.data_ptr(), self.scratch)
        if context.active_optimization_profile != 0 and not context.set_optimization_profile_async(0, self._stream()):
            raise EngineError(f"the engine's profile cannot be chosen: {self.logger.said()}")
        return context

    def _on_device(self) -> AbstractContextManager[Any]:
        return torch.cuda.device(self.device) if self.device.type == "cuda" else nullcontext()

    def _enqueue(self, context: _Context) -> Tensor:
        made = context.place(self._shapes)
        if not context.held.execute_async_v3(self._stream()):
            raise EngineError(f"the engine failed: {self.logger.said()}")
        return self._buffers[self.output][: math.prod(made)].view(made)

    def _captured(self, work: Work) -> Work:
        """A graph over a context of its own, which has run once in these shapes."""
        context = _Context(self)
        context.place({**self._bound_shapes, **self._shapes})
        context.connect()
        self._enqueue(context)
        replay = self._capture(lambda: self._enqueue(context))

        def again(context: _Context = context) -> Tensor:  # the context lives as long as its graph
            return replay()

        return again

    def _fill(self, inputs: Mapping[str, Tensor]) -> None:
        """Copy inputs into their buffers; the allocator of pinned memory keeps a piece until its copy is done."""
        if self._staged:
            stage = torch.empty(self._stage.shape, pin_memory=self.device.type == "cuda")
            for name, row in zip(self._staged, stage, strict=True):
                value = inputs[name]
                row[: value.numel()].view(value.shape).copy_(value)
            self._stage.copy_(stage, non_blocking=True)
        for name, value in inputs.items():
            if name not in self._staged:
                self._buffers[name][: value.numel()].view(value.shape).copy_(value, non_blocking=True)

    def _wait_for_bound(self) -> None:
        """Order this stream after the one that made what is bound, and keep that memory while this one reads it."""
        if self._ready is not None:
            stream = torch.cuda.current_stream(self.device)
            stream.wait_event(self._ready)
            for tensor in self._bound.values():
                assert tensor is not None
                tensor.record_stream(stream)
            self._ready = None

    def _limits(self, name: str) -> tuple[Shape, Shape, Shape]:
        low, likely, high = (tuple(shape) for shape in self.engine.get_tensor_profile_shape(name, 0))
        return low, likely, high

    def _need_fit(self, name: str, shape: Shape) -> None:
        if name not in self.limits:
            raise EngineError(f"{name}: the engine has no such input")
        low, _, high = self.limits[name]
        fits = len(shape) == len(low) and all(a <= s <= b for a, s, b in zip(low, shape, high, strict=True))
        if not fits:
            raise EngineLimitError(f"{name}: {list(shape)} is not within {list(low)} to {list(high)} of the engine")

    def _reserve(self, what: str, size: int, kind: torch.dtype) -> Tensor:
        try:
            return torch.zeros(size, dtype=kind, device=self.device)
        except torch.OutOfMemoryError as error:
            raise EngineError(f"{what} needs {size * kind.itemsize / MIB:.0f} MiB{self._free()}") from error

    def _free(self) -> str:
        free = free_memory(self.device)
        return "" if free is None else f", and {free / MIB:.0f} MiB of the GPU's memory are free"

    def _stream(self) -> int:
        return torch.cuda.current_stream(self.device).cuda_stream if self.device.type == "cuda" else 0


class _Context:
    """An execution context with the shapes it was last given."""

    def __init__(self, engine: Engine) -> None:
        self._engine = weakref.proxy(engine)
        self.held = engine.new_context()
        self._shapes: dict[str, Shape] = {}
        self._made: Shape = ()

    def connect(self) -> None:
        """Tell it where everything lies."""
        for name in (*self._engine.limits, self._engine.output):
            if (address := self._engine.address(name)) and not self.held.set_tensor_address(name, address):
                raise EngineError(f"{name}: its address was refused: {self._engine.logger.said()}")

    def place(self, shapes: Mapping[str, Shape]) -> Shape:
        """Set every shape that changed, and return the output's."""
        changed = [name for name, shape in shapes.items() if self._shapes.get(name) != shape]
        for name in changed:
            self._shapes.pop(name, None)
            if not self.held.set_input_shape(name, shapes[name]):
                raise EngineError(f"{name}: {list(shapes[name])} was refused: {self._engine.logger.said()}")
            self._shapes[name] = shapes[name]
        if changed:
            if missing := self.held.infer_shapes():
                raise EngineError(f"{missing[0]}: has no shape")
            self._made = tuple(self.held.get_tensor_shape(self._engine.output))
        return self._made


def _aligned(tensor: Tensor) -> Tensor:
    """The tensor at the beginning of memory of its own, as it is or copied."""
    return tensor if tensor.is_contiguous() and not tensor.storage_offset() else tensor.contiguous().clone()


def _kind(trt: Any, kind: Any) -> torch.dtype:
    kinds = {
        trt.DataType.FLOAT: torch.float32,
        trt.DataType.HALF: torch.float16,
        trt.DataType.BF16: torch.bfloat16,
    }
    return kinds[kind]
