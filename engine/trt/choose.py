"""Which of the engines in a folder runs a model here, or why none does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.errors import EngineUnavailable
from engine.trt.record import Key, Record, Stored, differences, stored


def pick(folder: Path, wanted: Key, weights: str, accept: Callable[[Record], str], build: str) -> Stored:
    """The engine that fits best: of these weights rather than to be refitted, then for the longest songs.

    `accept` says why a record that agrees with `wanted` will not do, or nothing. Raises EngineUnavailable with the
    first reason against the one that comes closest, and the command that builds one.
    """
    fitting, refused = [], []
    for each in stored(folder):
        if each.record is None:
            if each.path.name.startswith(wanted.component):
                refused.append(([each.wrong], each))
            continue
        if each.record.key.component != wanted.component:
            continue
        reasons = differences(each.record.key, wanted)
        reasons += [each.wrong] if each.wrong else []
        reasons += [said] if (said := accept(each.record)) else []
        if each.record.weights != weights and not each.record.key.refit:
            reasons.append("it has other weights, and cannot be refitted")
        (refused.append((reasons, each)) if reasons else fitting.append(each))
    if fitting:
        return max(fitting, key=lambda each: (_of(each).weights == weights, _length(_of(each))))
    if not refused:
        raise EngineUnavailable(f"there is no TensorRT engine of the {wanted.component} in {folder}: {build}")
    reasons, nearest = min(refused, key=lambda each: len(each[0]))
    raise EngineUnavailable(f"{nearest.path}: {reasons[0]}: {build}")


def build_command(model: str, component: str) -> str:
    """What builds an engine."""
    return f"demond engines build --model {model} --component {component}"


def _of(found: Stored) -> Record:
    assert found.record is not None
    return found.record


def _length(record: Record) -> int:
    return 0 if record.key.profile is None else record.key.profile["frames"].high
