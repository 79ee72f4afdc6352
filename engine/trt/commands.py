"""What the commands of `python -m engine.trt` do; each returns the exit status."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.checkpoints.transfer import amount
from engine.decoder import tensorrt
from engine.errors import CheckpointError, EngineError, EngineUnavailable
from engine.export.onnx import GRAPHS
from engine.names import shown
from engine.trt import api, build, plan, windows
from engine.trt.api import Gpu
from engine.trt.model import RECIPES, Model
from engine.trt.profile import FRAME_RATE, SECONDS
from engine.trt.record import COMPONENTS, ENDING, Record, Stored, differences, read_plan, remove, stored

DONE, BUILD_FAILED, CHECK_FAILED = 0, 4, 5


def say(text: str) -> None:
    print(shown(text), flush=True)


def list_engines(options: argparse.Namespace) -> int:
    """Print every engine, and the first reason against those that cannot be used here."""
    tensorrt_here, gpu = _here()
    rows = [("MODEL", "COMPONENT", "FOR", "TYPES", "TENSORRT", "GPU", "SIZE", "STATE")]
    for folder in _folders(options.folder, options.model):
        for each in stored(folder):
            reason = stale(each, tensorrt_here, gpu)
            size = amount(each.path.stat().st_size)
            record = each.record
            if record is None:
                rows.append((folder.name, each.path.name, "", "", "", "", size, f"stale: {reason}"))
                continue
            key = record.key
            state = f"stale: {reason}" if reason else "usable" if gpu else "usable, as far as is known here"
            rows.append(
                (
                    folder.name,
                    key.component,
                    _lengths(record),
                    key.types or "",
                    key.tensorrt or "",
                    record.gpu,
                    size,
                    state,
                )
            )
    if len(rows) == 1:
        say(f"there are no engines in {options.folder}; build some with: demond engines build --model NAME")
    else:
        _table(rows)
    for missing in _missing():
        say(missing)
    return DONE


def stale(found: Stored, tensorrt_here: str | None, gpu: Gpu | None) -> str:
    """The first reason against an engine here; "" where there is none, as far as that is known."""
    if found.record is None or found.wrong:
        return found.wrong
    record = found.record
    wanted = windows.wanted if record.key.component != "decoder" else None
    try:
        model: Model | None = Model(record.model)
    except (CheckpointError, OSError):
        model = None
    shape = record.key.architecture if model is None else model.architecture(record.key.component)
    capability = None if gpu is None else gpu.capability
    if wanted is None:
        key = tensorrt.wanted(shape, tensorrt_here, capability)
    else:
        key = wanted(record.key.component, shape, tensorrt_here, capability)
    reasons = differences(record.key, key)
    digest = "" if model is None else model.weights(record.key.component)
    if digest and digest != record.weights and not record.key.refit:
        reasons.append("it has other weights than the model has now")
    return reasons[0] if reasons else ""


def build_engines(options: argparse.Namespace) -> int:
    """Build what is missing or stale, one after the other; what fails is told, and the rest is built."""
    if options.types == "fp8":
        raise ValueError("types: fp8 is not for TensorRT yet; choose bf16, fp16-mixed or fp32")
    if options.types not in RECIPES:
        raise ValueError(f"types: must be one of {', '.join(RECIPES)}, got {options.types!r}")
    model = Model(options.model)
    asked = plan.Asked(
        components=options.component or _all_components(model),
        seconds=SECONDS if options.all else options.seconds,
        depth=options.depth,
        types=options.types,
        tokens=options.tokens,
        ranks=options.ranks,
        refit=not options.no_refit,
    )
    release, gpu_here = _here()
    steps = plan.plan(model, asked, options.folder, release, None if gpu_here is None else gpu_here.capability)
    todo = [step for step in steps if options.force or step.state != "current"]
    earlier = plan.records(options.folder)
    for step in steps:
        what = f"{step.title}: {step.state}" + (f": {step.reason}" if step.reason else "")
        will = f"; {plan.takes(step, model, earlier)}" if step in todo else ""
        say(what + will)
    if gpu_here is not None and (free := api.free_memory(gpu_here.device)) is not None:
        say(f"{amount(free)} of the GPU's memory are free; building takes up to 8 GiB of it beside the weights")
    if options.dry_run:
        for missing in _missing():
            say(missing)
        return DONE
    if options.onnx_only:
        for step in todo:
            build.export(step, model, options.folder, say)
        return DONE
    if not todo:
        return DONE
    trt, gpu = api.require_trt(), api.require_gpu()
    failed = 0
    for step in todo:
        try:
            build.build(step, model, options.folder, trt, gpu, " ".join(sys.argv[1:]), say)
        except EngineError as error:
            failed += 1
            say(f"{step.title}: not built: {error}")
    if not options.keep_onnx:
        build.forget_graphs(todo, options.folder)
    return BUILD_FAILED if failed else DONE


def _all_components(model: Model) -> Sequence[str]:
    if model.vae is None:
        say(f"{model.name}: its codec cannot become an engine, as only ACE-Step's VAE can; it decodes as it is")
        return ("decoder",)
    return COMPONENTS


def check_engines(options: argparse.Namespace) -> int:
    """Load every engine of a model that can be used here, hold it against eager, and time it; stale ones are named."""
    trt, gpu = api.require_trt(), api.require_gpu()
    model = Model(options.model)
    rows, failed, passed = [("ENGINE", "FOR", "TYPES", "ERROR", "MEMORY", "CALL")], False, False
    for each in stored(options.folder / model.folder):
        reason = stale(each, api.release(trt), gpu)
        if reason or each.record is None:
            rows.append((each.path.name, "", "", f"stale: {reason}", "", ""))
            continue
        try:
            found = build.examine(each.record, model, read_plan(each), trt, gpu)
            passed = True
            said = (f"{found.error:.1e}", amount(found.scratch), f"{1000 * found.seconds:.1f} ms")
            rows.append((each.path.name, _lengths(each.record), each.record.key.types or "", *said))
        except EngineError as error:
            failed = True
            rows.append(
                (each.path.name, _lengths(each.record), each.record.key.types or "", f"failed: {error}", "", "")
            )
    if len(rows) == 1:
        raise ValueError(
            f"there are no engines of {model.name} in {options.folder}; "
            f"build some with: demond engines build --model {model.name}"
        )
    _table(rows)
    return CHECK_FAILED if failed or not passed else DONE


def refit_engines(options: argparse.Namespace) -> int:
    """Make an engine of a model out of one that was built for another of its sizes, or bake LoRAs into its weights."""
    model, loras = Model(options.model), dict(options.lora)
    trt, gpu = api.require_trt(), api.require_gpu()
    key = replace(tensorrt.wanted(model.architecture("decoder"), api.release(trt), gpu.capability), refit=True)
    at = [options.folder / model.folder, *_folders(options.folder, None)]
    fitting = [
        each
        for folder in dict.fromkeys(at)
        for each in stored(folder)
        if each.record is not None and not each.wrong and not differences(each.record.key, key)
    ]
    if not fitting:
        raise ValueError(
            f"there is no engine in {options.folder} that could be given the weights of {model.name}; "
            f"build one with: demond engines build --model {model.name} --component decoder"
        )
    made: dict[Path, None] = {}
    for each in fitting:
        assert each.record is not None
        target = (options.out or options.folder) / model.folder / f"decoder-{each.record.key.digest}{ENDING}"
        if target not in made:
            made[target] = None
            _refitted(each, each.record, model, loras, target, trt, gpu)
    return DONE


def _refitted(
    found: Stored, record: Record, model: Model, loras: dict[str, float], target: Path, trt: object, gpu: Gpu
) -> None:
    content = build.refitted(record, model, loras, read_plan(found), trt, gpu)
    made = replace(record, model=model.name, weights=model.weights("decoder"), loras=loras, bytes=len(content))
    error = build.examine(made, model, content, trt, gpu).error
    build.keep(target, content, replace(made, error=error))
    say(f"{found.path.name}: has the weights of {model.name}, differs from eager by {error:.1e}: {target}")


def remove_engines(options: argparse.Namespace) -> int:
    """Remove engines of a model, or only the stale ones."""
    release, gpu = _here()
    folders = _folders(options.folder, options.model)
    found = [
        each
        for folder in folders
        for each in stored(folder)
        if any(each.path.name.startswith(f"{name}-") for name in options.component)
        and (not options.stale or stale(each, release, gpu))
    ]
    if not found:
        raise ValueError(f"there is nothing to remove of {options.model} in {options.folder}")
    for each in found:
        say(f"{each.path}: removed; {amount(remove(each.path))} are free again")
    for folder in folders:
        if not any(folder.iterdir()):
            folder.rmdir()
    return DONE


def _folders(engines: Path, model: str | None) -> list[Path]:
    if model is not None:
        try:
            name = Model(model).folder
        except CheckpointError:
            name = model.replace("/", "--")
        return [engines / name] if (engines / name).is_dir() else []
    if not engines.is_dir():
        return []
    return [each for each in sorted(engines.iterdir()) if each.is_dir() and each.name != GRAPHS]


def _here() -> tuple[str | None, Gpu | None]:
    """The release of TensorRT and the GPU; None where there is none."""
    try:
        release: str | None = api.release(api.require_trt())
    except EngineUnavailable:
        release = None
    try:
        return release, api.require_gpu()
    except EngineUnavailable:
        return release, None


def _missing() -> list[str]:
    """What is missing to build and run engines, in sentences."""
    told = []
    for need in (api.require_trt, api.require_gpu):
        try:
            need()
        except EngineUnavailable as error:
            told.append(f"to build and run engines: {error}")
    return told


def _lengths(record: Record) -> str:
    profile = record.key.profile or {}
    frames = profile["frames"].high
    if record.key.component == "decoder":
        return f"{frames / FRAME_RATE:g} s, depth {profile['batch'].likely}"
    return f"{frames} frames"


def _table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        say("  ".join(map(str.ljust, row, widths)).rstrip())
