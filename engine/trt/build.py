"""From a model to an engine that is kept: exported, built, held against eager, and written with its record."""

from __future__ import annotations

import gc
import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import nn

from engine.checkpoints.transfer import amount
from engine.codec.codec import HOP
from engine.decoder.tensorrt import TensorRTExecutor, over
from engine.errors import EngineError, in_words
from engine.export.onnx import GRAPHS, MODEL, export_decoder
from engine.export.vae import AUDIO, LATENT, VaeDecodeGraph, VaeEncodeGraph, export_decode, export_encode
from engine.trt import check
from engine.trt.api import Gpu
from engine.trt.builder import build_engine
from engine.trt.model import RECIPES, Model
from engine.trt.plan import Step
from engine.trt.profile import Shapes, decoder_shapes
from engine.trt.record import Record, remove, write
from engine.trt.refit import parameters, refit, with_loras
from engine.trt.runtime import Engine

VAE_BOUND = 2e-2
"""How far an engine of the VAE may be from eager, of the largest magnitude."""
TIMINGS = "timing.cache"

Say = Callable[[str], None]


def onnx_folder(step: Step, engines: Path) -> Path:
    """Where the graph of an engine lies, the same for all lengths and depths."""
    made_of = asdict(step.key) | {"profile": None, "refit": None, "tensorrt": None, "capability": None}
    if step.component == "vae-decode":
        made_of["profile"] = step.profile
    said = json.dumps([made_of, step.weights], sort_keys=True).encode()
    return engines / GRAPHS / f"{step.component}-{hashlib.blake2b(said, digest_size=5).hexdigest()}"


def export(step: Step, model: Model, engines: Path, say: Say) -> Path:
    """The ONNX file of an engine, exported on the CPU if it is not there. Raises EngineUnavailable and EngineError."""
    folder = onnx_folder(step, engines)
    if (folder / MODEL).is_file():
        say(f"{step.title}: its graph is there: {folder}")
        return folder / MODEL
    say(f"{step.title}: writing its graph")
    cpu, began = torch.device("cpu"), time.monotonic()
    try:
        if step.component == "decoder":
            recipe = RECIPES[step.key.types or ""]
            made = export_decoder(model.load_decoder(cpu, recipe.trunk), folder, recipe.products)
        elif step.component == "vae-decode":
            made = export_decode(model.load_vae(cpu, torch.float16), folder, step.profile["frames"].high)
        else:
            made = export_encode(model.load_vae(cpu, torch.float16), folder)
    except (EngineError, RuntimeError) as error:
        raise EngineError(f"{step.title}: {' '.join(str(error).split())[:500]}") from error
    gc.collect()
    say(f"{step.title}: its graph took {time.monotonic() - began:.0f} s: {folder}")
    return made


def build(step: Step, model: Model, engines: Path, trt: Any, gpu: Gpu, command: str, say: Say) -> None:
    """Build an engine, and keep it if it computes what eager does. Raises EngineError. It has not run on a GPU."""
    onnx = export(step, model, engines, say)
    say(f"{step.title}: building")
    began = time.monotonic()
    tf32, refittable = step.key.types != "fp32", bool(step.key.refit)
    plan = build_engine(trt, onnx, shapes_of(step, model), engines / TIMINGS, refit=refittable, tf32=tf32)
    seconds = time.monotonic() - began
    gc.collect()
    record = Record(
        key=step.key,
        model=model.name,
        weights=step.weights,
        loras={},
        bytes=len(plan),
        scratch=0,
        seconds=round(seconds, 1),
        error=0.0,
        gpu=gpu.name,
        driver=gpu.driver,
        torch=torch.__version__,
        command=command,
    )
    found = examine(record, model, plan, trt, gpu)
    keep(step.path, plan, replace(record, scratch=found.scratch, error=found.error), step.old)
    say(
        f"{step.title}: built in {seconds:.0f} s, {amount(len(plan))}, works in {amount(found.scratch)}, "
        f"differs from eager by {found.error:.1e}: {step.path}"
    )


def refitted(record: Record, model: Model, loras: Mapping[str, float], plan: bytes, trt: Any, gpu: Gpu) -> bytes:
    """The bytes of an engine of the decoder with the weights of a model, and LoRAs baked into them.

    Raises EngineError and LoraError. It has not run on a GPU.
    """
    recipe = RECIPES[record.key.types or ""]
    weights = model.load_decoder(gpu.device, recipe.trunk)
    engine = TensorRTExecutor(trt, plan, weights).engine
    refit(trt, engine, parameters(with_loras(weights, loras), recipe.products))
    return bytes(engine.engine.serialize())


def keep(path: Path, plan: bytes, record: Record, old: Iterable[Path] = ()) -> None:
    """Write an engine and its record, then remove those that it stands in for. Raises EngineError."""
    try:
        write(path, plan, record)
        for each in old:
            if each != path:
                remove(each)
    except OSError as error:
        raise EngineError(f"{path}: cannot be written: {in_words(error)}") from error


def shapes_of(step: Step, model: Model) -> Shapes:
    """The shapes of an engine's inputs."""
    if step.component == "decoder":
        return decoder_shapes(model.shapes, step.profile)
    low, likely, high = step.profile["frames"]
    if step.component == "vae-decode":
        return {LATENT: ((1, 64, low), (1, 64, likely), (1, 64, high))}
    return {AUDIO: ((1, 2, low * HOP), (1, 2, likely * HOP), (1, 2, high * HOP))}


class Examined(NamedTuple):
    """How far an engine is from eager, the bytes it works in, and the time of a call at the likely size."""

    error: float
    scratch: int
    seconds: float


def examine(record: Record, model: Model, plan: bytes, trt: Any, gpu: Gpu) -> Examined:
    """Hold an engine against eager, with a model's weights if it has others, and time it.

    Raises EngineError where it is too far off, or where the GPU has no memory for both.
    """
    try:
        return _examined(record, model, plan, trt, gpu)
    except torch.OutOfMemoryError as error:
        said = "it cannot be compared, as the GPU's memory does not hold it and the model beside it"
        raise EngineError(f"{said}: end what else uses it, or ask for fewer seconds") from error


def _examined(record: Record, model: Model, plan: bytes, trt: Any, gpu: Gpu) -> Examined:
    key = record.key
    if key.component != "decoder":
        vae = model.load_vae(gpu.device, torch.float16)
        graph: nn.Module = VaeDecodeGraph(vae) if key.component == "vae-decode" else VaeEncodeGraph(vae)
        engine = Engine(trt, plan, gpu.device)
        return Examined(check.compare_graph(engine, graph, VAE_BOUND), engine.scratch, check.seconds_of_graph(engine))
    assert key.profile is not None
    recipe = RECIPES[key.types or ""]
    weights = model.load_decoder(gpu.device, recipe.trunk)
    meant = with_loras(weights, record.loras)
    executor = TensorRTExecutor(trt, plan, weights)
    if record.weights != model.weights("decoder"):
        refit(trt, executor.engine, parameters(meant, recipe.products))
    decoder = over(executor, weights, key.profile)
    error = check.compare(decoder, meant, key.profile, recipe.bound)
    return Examined(error, executor.engine.scratch, check.seconds_of(decoder, weights, key.profile))


def forget_graphs(steps: Iterable[Step], engines: Path) -> None:
    """Remove the graphs of some engines; those that another backend runs lie beside them."""
    for step in steps:
        shutil.rmtree(onnx_folder(step, engines), ignore_errors=True)
    with suppress(OSError):
        (engines / GRAPHS).rmdir()
