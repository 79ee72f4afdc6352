"""What is to be built: which engines, which of them there are, and what building them takes, before anything is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

from engine.checkpoints.transfer import amount
from engine.codec.codec import AROUND, HOP, PIECE, measure_margin
from engine.codec.window import KEPT, SHORTEST
from engine.decoder import tensorrt as decoder
from engine.trt import windows
from engine.trt.model import Model
from engine.trt.profile import FRAME_RATE, Profile, Range, decoder_profile
from engine.trt.record import ENDING, Key, Record, differences, stored

_A_FRAME, _A_TOKEN, _A_WINDOW = 35_700, 8_300, 1.97e6
"""Scratch bytes in 16 bits, as TensorRT-RTX 1.7 built engines without a GPU: of ACE-Step's 2B, with 2 layers, for a
frame and a token of a row (496 MB at 8 rows of 1500 and 1024, 1781 MB at 6000 frames); of its VAE for a frame."""
_OF_2B, _OF_VAE = 2048 + 6144, 128


@dataclass(frozen=True)
class Asked:
    """What somebody asks to be built of a model."""

    components: Sequence[str]
    seconds: Sequence[float]
    depth: int
    types: str
    tokens: int
    ranks: int
    refit: bool = True


@dataclass(frozen=True)
class Step:
    """One engine: what it is, where it goes, and whether it is there: `state` is current, missing or stale, and
    `reason` says why, where there is something to say."""

    component: str
    title: str
    key: Key
    profile: Profile
    weights: str
    path: Path
    state: str
    reason: str
    old: tuple[Path, ...] = ()


def plan(model: Model, asked: Asked, folder: Path, tensorrt: str | None, capability: str | None) -> list[Step]:
    """The engines that are asked for, in the order in which they are built.

    What is None of TensorRT and the GPU is not known here, and not compared. Raises ValueError and CheckpointError.
    """
    steps = []
    at = folder / model.folder
    for component in asked.components:
        weights = model.weights(component)
        shape = model.architecture(component)
        if component == "decoder":
            plain = replace(decoder.wanted(shape, tensorrt, capability), types=asked.types, refit=asked.refit)
            for seconds in asked.seconds:
                profile = decoder_profile(seconds, asked.depth, asked.tokens, asked.ranks, model.shapes.patch)
                title = f"decoder, {seconds:g} s at depth {asked.depth}, {asked.types}"
                steps.append(_step(title, replace(plain, profile=profile), profile, weights, at))
        else:
            profile, title = _window(model) if component == "vae-decode" else _pieces()
            key = replace(windows.wanted(component, shape, tensorrt, capability), profile=profile)
            steps.append(_step(title, key, profile, weights, at))
    return steps


def _window(model: Model) -> tuple[Profile, str]:
    frames = KEPT + 2 * margin_of(model)
    return {"frames": Range(frames, frames, frames)}, f"vae-decode, windows of {frames} frames, fp16"


def margin_of(model: Model) -> int:
    """Frames that a decoded one depends on to each side, by the settings of a model's VAE."""
    settings = SimpleNamespace(**(model.vae or {}))
    return measure_margin(SimpleNamespace(config=settings, hop_length=HOP))


def _pieces() -> tuple[Profile, str]:
    most = PIECE + 2 * AROUND
    return {"frames": Range(SHORTEST, most, most)}, f"vae-encode, up to {most / FRAME_RATE:.1f} s at a time, fp16"


def _step(title: str, key: Key, profile: Profile, weights: str, folder: Path) -> Step:
    state, reason, old = "missing", "there is none yet", []
    for each in stored(folder):
        if each.record is None:
            if each.path.name.startswith(f"{key.component}-") and state == "missing":
                reason = f"{each.path.name}: {each.wrong}"
            continue
        has = each.record.key
        if (has.component, has.types, has.profile) != (key.component, key.types, key.profile):
            continue
        reasons = differences(has, key) + ([each.wrong] if each.wrong else [])
        others = bool(weights) and each.record.weights != weights
        if others and not has.refit:
            reasons.append("it has other weights")
        if not reasons:
            told = "it has other weights, which are replaced whenever it is loaded" if others else ""
            return Step(key.component, title, key, profile, weights, each.path, "current", told)
        state, reason = "stale", reasons[0]
        old.append(each.path)
    path = folder / f"{key.component}-{key.digest}{ENDING}"
    return Step(key.component, title, key, profile, weights, path, state, reason, tuple(old))


def takes(step: Step, model: Model, records: Iterable[Record]) -> str:
    """What building an engine and running it takes, as far as anything is known of it."""
    like = [
        each
        for each in records
        if (each.key.component, each.key.architecture, each.key.types)
        == (step.key.component, step.key.architecture, step.key.types)
    ]
    same = [each for each in like if each.key.profile == step.profile]
    if same:
        memory = f"it worked in {amount(same[-1].scratch)} when it was last built"
    else:
        memory = f"about {amount(scratch(step, model))} to work in, estimated"
    timed = same or like
    if not timed:
        return f"{memory}; how long it takes is not known before the first"
    last = timed[-1]
    other = "" if same else ", for other lengths,"
    return f"{memory}; the last one{other} took {last.seconds:.0f} s on {last.gpu}"


def scratch(step: Step, model: Model) -> int:
    """Bytes that an engine works in, from those of others that were built, which are linear in rows and frames."""
    frames = step.profile["frames"].high
    if step.component != "decoder":
        settings = model.vae or {}
        wide = settings["decoder_channels" if step.component == "vae-decode" else "encoder_hidden_size"]
        return int(_A_WINDOW * frames * wide / _OF_VAE)
    shapes = model.shapes
    wide = shapes.token_in.shape[0] + shapes.layers[0].gate_up.shape[0] // 2
    width = 2 if step.key.types == "fp32" else 1
    row = _A_FRAME * frames + _A_TOKEN * step.profile["tokens"].high
    return int(step.profile["batch"].high * row * width * wide / _OF_2B)


def records(folder: Path) -> list[Record]:
    """Every record under a folder of engines, oldest first."""
    found = [each for at in sorted(folder.iterdir()) if at.is_dir() for each in stored(at)] if folder.is_dir() else []
    whole = [each for each in found if each.record is not None]
    whole.sort(key=lambda each: each.path.stat().st_mtime)
    return [each.record for each in whole if each.record is not None]
