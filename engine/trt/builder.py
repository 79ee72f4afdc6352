"""TensorRT's builder: an ONNX file becomes the bytes of an engine. The only place that needs one."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.errors import EngineError
from engine.trt.api import make_logger
from engine.trt.profile import Shapes
from engine.trt.record import write_whole

WORKSPACE = 8 << 30
LEVEL = 3
_log = logging.getLogger(__name__)


def build_engine(trt: Any, onnx: Path, shapes: Shapes, cache: Path, *, refit: bool, tf32: bool) -> bytes:
    """Build an engine, typed as its graph is, of one profile; `cache` keeps what was timed for the next one.

    With `tf32` products of float32 may be computed in 19 bits. There are no auxiliary streams, so that a run stays on
    the one it is given and takes less scratch memory. Raises EngineError with what TensorRT says. It has not run on a
    GPU.
    """
    logger = make_logger(trt)
    builder = trt.Builder(logger)
    network = builder.create_network(1 << int(trt.NetworkDefinitionCreationFlag.STRONGLY_TYPED))
    parser = trt.OnnxParser(network, logger)
    if not parser.parse_from_file(str(onnx)):
        said = "; ".join(str(parser.get_error(i).desc()) for i in range(min(parser.num_errors, 3)))
        raise EngineError(f"the graph cannot be read: {said or logger.said()}")
    config = builder.create_builder_config()
    config.set_memory_pool_limit(trt.MemoryPoolType.WORKSPACE, WORKSPACE)
    config.builder_optimization_level = LEVEL
    config.max_aux_streams = 0
    (config.set_flag if tf32 else config.clear_flag)(trt.BuilderFlag.TF32)
    if refit:
        config.set_flag(trt.BuilderFlag.REFIT)
    profile = builder.create_optimization_profile()
    for index in range(network.num_inputs):
        name = network.get_input(index).name
        if name not in shapes:
            raise EngineError(f"{name}: is an input of the graph, and the profile has no shapes for it")
        profile.set_shape(name, *shapes[name])
    if config.add_optimization_profile(profile) < 0:
        raise EngineError(f"the profile does not fit the graph: {logger.said()}")
    _recall(config, cache)
    plan = builder.build_serialized_network(network, config)
    if plan is None:
        raise EngineError(f"TensorRT cannot build it: {logger.said()}")
    with suppress(OSError):
        write_whole(cache, bytes(config.get_timing_cache().serialize()))
    return bytes(plan)


def _recall(config: Any, cache: Path) -> None:
    """Begin with what was timed before; of another GPU or release that is refused, and it begins with nothing."""
    kept = b""
    with suppress(OSError):
        kept = cache.read_bytes()
    if not config.set_timing_cache(config.create_timing_cache(kept), False):
        _log.info("%s: was made by another release or GPU; it begins anew", cache)
        config.set_timing_cache(config.create_timing_cache(b""), False)
