"""A stand-in for the module `tensorrt`: the names and numbers of a release, and engines that compute by ONNX Runtime.

An engine runs its graph on the raw addresses it was given, refuses shapes outside its profile, and has the weights it
was last refitted with. What a release does not have is an AttributeError here too: `api.json` was read from its wheel.
"""

from __future__ import annotations

import ctypes
import enum
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper

API = json.loads((Path(__file__).parent / "api.json").read_text())
RELEASES = tuple(API)
SCRATCH = 4_000_000
_ENUMS = (
    "BuilderFlag",
    "NetworkDefinitionCreationFlag",
    "DataType",
    "TensorIOMode",
    "ExecutionContextAllocationStrategy",
    "MemoryPoolType",
    "TensorLocation",
)
_NUMPY = {1: np.float32, 10: np.float16}
Shape = tuple[int, ...]


class Plan:
    """What an engine's bytes stand for."""

    def __init__(self, model: Any, shapes: dict[str, tuple[Shape, Shape, Shape]], refit: bool) -> None:
        self.model, self.shapes, self.refit = model, shapes, refit


class FakeTensorRT:
    """The module. `plans` are all engines by number, `calls` what was asked of builders; the switches make it fail."""

    def __init__(self, release: str) -> None:
        self.__version__ = release
        api = API[release]
        for name in _ENUMS:
            setattr(self, name, enum.IntEnum(name, api[name]))
        self.api = api
        self.plans: list[Plan] = []
        self.engines: list[Engine] = []
        self.builds: list[SimpleNamespace] = []
        self.fail: set[str] = set()
        self.spoil: Callable[[np.ndarray], np.ndarray] = lambda array: array

        class ILogger:
            def __init__(self) -> None:
                pass

        class Logger(ILogger):
            INTERNAL_ERROR, ERROR, WARNING = 0, 1, 2

        self.ILogger, self.Logger = ILogger, Logger
        self.Runtime = lambda logger: Runtime(self, logger)
        self.Builder = lambda logger: Builder(self, logger)
        self.OnnxParser = lambda network, logger: Parser(self, network)
        self.Refitter = lambda engine, logger: Refitter(self, engine)
        self.Weights = lambda dtype, address, size: SimpleNamespace(dtype=dtype, address=address, size=size)

    def keep(self, plan: Plan) -> bytes:
        self.plans.append(plan)
        return f"engine {len(self.plans) - 1}".encode()


class Part:
    """A class of the module, with the members that `api.json` has for it and no others."""

    KIND: str

    def __init__(self, trt: FakeTensorRT) -> None:
        object.__setattr__(self, "_known", {*trt.api[self.KIND]})
        self.trt = trt

    def __getattribute__(self, name: str) -> Any:
        known = object.__getattribute__(self, "__dict__").get("_known")
        own = name.startswith("_") or name in ("trt", "held", "KIND")
        if known is not None and not own and name not in known:
            raise AttributeError(f"{type(self).__name__} has no {name} in this release")
        return object.__getattribute__(self, name)


class Runtime(Part):
    KIND = "Runtime"

    def __init__(self, trt: FakeTensorRT, logger: Any) -> None:
        super().__init__(trt)
        self.held = logger

    def deserialize_cuda_engine(self, data: bytes) -> Engine | None:
        if not data.startswith(b"engine "):
            self.held.log(self.trt.Logger.ERROR, "magic tag\n does not match")
            return None
        return Engine(self.trt, self.trt.plans[int(data.split()[1])], self.held)


class Engine(Part):
    KIND = "ICudaEngine"

    def __init__(self, trt: FakeTensorRT, plan: Plan, logger: Any) -> None:
        super().__init__(trt)
        graph = plan.model.graph
        named = {each.name for each in graph.initializer}
        dims = {
            each.name: [dim.dim_param or dim.dim_value for dim in each.type.tensor_type.shape.dim]
            for each in (*graph.input, *graph.output)
        }
        self.held = SimpleNamespace(
            plan=plan,
            logger=logger,
            kinds={each.name: each.type.tensor_type.elem_type for each in (*graph.input, *graph.output)},
            inputs={each.name: dims[each.name] for each in graph.input if each.name not in named},
            output=graph.output[0].name,
            contexts=[],
            session=None,
            asked=[],
        )
        trt.engines.append(self)

    @property
    def num_io_tensors(self) -> int:
        return len(self.held.inputs) + 1

    def get_tensor_name(self, index: int) -> str:
        return [*self.held.inputs, self.held.output][index]

    def get_tensor_mode(self, name: str) -> Any:
        return self.trt.TensorIOMode.INPUT if name in self.held.inputs else self.trt.TensorIOMode.OUTPUT

    def get_tensor_dtype(self, name: str) -> Any:
        return {1: self.trt.DataType.FLOAT, 10: self.trt.DataType.HALF}[self.held.kinds[name]]

    def get_tensor_profile_shape(self, name: str, profile: int) -> list[Shape]:
        assert profile == 0
        return list(self.held.plan.shapes[name])

    @property
    def device_memory_size_v2(self) -> int:
        return SCRATCH

    def create_execution_context(self, strategy: Any = None) -> Context | None:
        if "context" in self.trt.fail:
            self.held.logger.log(self.trt.Logger.ERROR, "out of memory")
            return None
        self.held.contexts.append(Context(self.trt, self, strategy))
        return self.held.contexts[-1]

    def serialize(self) -> bytes:
        return self.trt.keep(self.held.plan)

    def _run(self, feed: dict[str, np.ndarray]) -> np.ndarray:
        if self.held.session is None:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            data = self.held.plan.model.SerializeToString()
            self.held.session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        self.held.asked.append({name: array.shape for name, array in feed.items()})
        (made,) = self.held.session.run(None, feed)
        return self.trt.spoil(made)


class Context(Part):
    KIND = "IExecutionContext"

    def __init__(self, trt: FakeTensorRT, engine: Engine, strategy: Any) -> None:
        super().__init__(trt)
        managed = strategy == trt.ExecutionContextAllocationStrategy.USER_MANAGED
        self.held = SimpleNamespace(engine=engine, shapes={}, at={}, memory=not managed, changes=[], runs=0)

    @property
    def active_optimization_profile(self) -> int:
        return 0

    def set_device_memory(self, address: int, size: int) -> None:
        assert address
        assert size >= SCRATCH
        self.held.memory = True

    def set_input_shape(self, name: str, shape: Sequence[int]) -> bool:
        low, _, high = self.held.engine.held.plan.shapes[name]
        if len(shape) != len(low) or not all(a <= s <= b for a, s, b in zip(low, shape, high, strict=True)):
            return False
        self.held.shapes[name] = tuple(shape)
        self.held.changes.append(name)
        return True

    def set_tensor_address(self, name: str, address: int) -> bool:
        if "address" in self.trt.fail:
            return False
        self.held.at[name] = address
        return True

    def infer_shapes(self) -> list[str]:
        return [name for name in self.held.engine.held.inputs if name not in self.held.shapes]

    def get_tensor_shape(self, name: str) -> Shape:
        shapes = self.held.shapes
        if name == "velocity":
            return (*shapes["x"][:2], 64)
        if name == "audio":
            return (1, 2, shapes["latent"][2] * 1920)
        return (1, 64, shapes["audio"][2] // 1920)

    def execute_async_v3(self, stream: int) -> bool:
        engine = self.held.engine
        names = [*engine.held.inputs, engine.held.output]
        lost = [name for name in names if not self.held.at.get(name)]
        if lost or not self.held.memory or "execute" in self.trt.fail:
            engine.held.logger.log(self.trt.Logger.ERROR, f"no address for {lost}")
            return False
        feed = {name: self._at(name, self.held.shapes[name]) for name in engine.held.inputs}
        made = engine._run(feed)
        self._at(engine.held.output, made.shape)[...] = made
        self.held.runs += 1
        return True

    def _at(self, name: str, shape: Shape) -> np.ndarray:
        kind = np.dtype(_NUMPY[self.held.engine.held.kinds[name]])
        size = math.prod(shape) * kind.itemsize
        return np.frombuffer((ctypes.c_char * size).from_address(self.held.at[name]), kind).reshape(shape)


class Builder:
    def __init__(self, trt: FakeTensorRT, logger: Any) -> None:
        self.trt, self.logger = trt, logger

    def create_network(self, flags: int = 0) -> Network:
        assert flags == 1 << int(self.trt.NetworkDefinitionCreationFlag.STRONGLY_TYPED)
        return Network()

    def create_builder_config(self) -> Config:
        return Config(self.trt)

    def create_optimization_profile(self) -> Profile:
        return Profile(self.trt)

    def build_serialized_network(self, network: Network, config: Config) -> bytes | None:
        if "build" in self.trt.fail:
            self.logger.log(self.trt.Logger.ERROR, "no kernel for this")
            return None
        (shapes,) = config.held.profiles
        dynamic = {
            each.name for each in network.inputs if any(dim.dim_param for dim in each.type.tensor_type.shape.dim)
        }
        assert dynamic <= set(shapes), "a dynamic input has no shapes"
        self.trt.builds.append(config.held)
        return self.trt.keep(Plan(network.model, shapes, self.trt.BuilderFlag.REFIT in config.held.flags))


class Network:
    model: Any

    @property
    def inputs(self) -> list[Any]:
        named = {each.name for each in self.model.graph.initializer}
        return [each for each in self.model.graph.input if each.name not in named]

    @property
    def num_inputs(self) -> int:
        return len(self.inputs)

    def get_input(self, index: int) -> Any:
        return self.inputs[index]


class Parser:
    def __init__(self, trt: FakeTensorRT, network: Network) -> None:
        self.trt, self.network = trt, network

    def parse_from_file(self, path: str) -> bool:
        if "parse" in self.trt.fail:
            return False
        self.network.model = onnx.load(path)
        return True

    num_errors = 1

    def get_error(self, index: int) -> Any:
        return SimpleNamespace(desc=lambda: "no such operator")


class Profile(Part):
    KIND = "IOptimizationProfile"

    def __init__(self, trt: FakeTensorRT) -> None:
        super().__init__(trt)
        self.held: dict[str, tuple[Shape, Shape, Shape]] = {}

    def set_shape(self, name: str, low: Shape, likely: Shape, high: Shape) -> None:
        self.held[name] = (low, likely, high)


class Config(Part):
    KIND = "IBuilderConfig"

    def __init__(self, trt: FakeTensorRT) -> None:
        super().__init__(trt)
        self.held = SimpleNamespace(flags=[trt.BuilderFlag.TF32], pools={}, profiles=[], cache=None)

    def set_flag(self, flag: Any) -> None:
        assert isinstance(flag, self.trt.BuilderFlag)
        self.held.flags.append(flag)

    def clear_flag(self, flag: Any) -> None:
        assert isinstance(flag, self.trt.BuilderFlag)
        self.held.flags = [each for each in self.held.flags if each != flag]

    def set_memory_pool_limit(self, pool: Any, size: int) -> None:
        self.held.pools[pool] = size

    def add_optimization_profile(self, profile: Profile) -> int:
        self.held.profiles.append(profile.held)
        return 0

    def create_timing_cache(self, data: bytes) -> bytes:
        return data

    def set_timing_cache(self, cache: bytes, ignore_mismatch: bool) -> bool:
        assert not ignore_mismatch
        if cache and not cache.startswith(self.trt.__version__.encode()):
            return False
        self.held.cache = cache
        return True

    def get_timing_cache(self) -> Any:
        return SimpleNamespace(serialize=lambda: f"{self.trt.__version__} timed".encode())

    def __setattr__(self, name: str, value: Any) -> None:
        known = self.__dict__.get("_known")
        if known is not None and name not in ("trt", "held"):
            assert name in known, name
            setattr(self.held, name, value)
            return
        object.__setattr__(self, name, value)


class Refitter(Part):
    KIND = "Refitter"

    def __init__(self, trt: FakeTensorRT, engine: Engine) -> None:
        super().__init__(trt)
        held = {each.name: each for each in engine.held.plan.model.graph.initializer}
        self.held = SimpleNamespace(engine=engine, weights=held, given={})

    def get_all_weights(self) -> list[str]:
        return [name for name in self.held.weights if name not in self.trt.fail]

    def get_weights_prototype(self, name: str) -> Any:
        weight = self.held.weights[name]
        kind = {1: self.trt.DataType.FLOAT, 10: self.trt.DataType.HALF}[weight.data_type]
        return SimpleNamespace(dtype=kind, size=math.prod(weight.dims))

    def set_named_weights(self, name: str, weights: Any, location: Any) -> bool:
        assert location == self.trt.TensorLocation.HOST
        weight = self.held.weights[name]
        kind = np.dtype(_NUMPY[weight.data_type])
        raw = (ctypes.c_char * (weights.size * kind.itemsize)).from_address(weights.address)
        self.held.given[name] = np.frombuffer(raw, kind).reshape(tuple(weight.dims)).copy()
        return True

    def get_missing_weights(self) -> list[str]:
        return ["val_7"] if "missing" in self.trt.fail else []

    def refit_cuda_engine(self) -> bool:
        engine = self.held.engine
        plan = Plan(onnx.ModelProto(), engine.held.plan.shapes, engine.held.plan.refit)
        plan.model.CopyFrom(engine.held.plan.model)
        for weight in plan.model.graph.initializer:
            if weight.name in self.held.given:
                weight.CopyFrom(numpy_helper.from_array(self.held.given[weight.name], weight.name))
        engine.held.plan, engine.held.session = plan, None
        return True
