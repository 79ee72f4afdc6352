"""The record beside an engine: what it was built of and for, and why it does not fit what is wanted."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from engine.errors import EngineError, in_words
from engine.trt.profile import Profile, Range

FORMAT = 1
PLATFORM = f"{sys.platform}-{platform.machine()}"
COMPONENTS = ("decoder", "vae-decode", "vae-encode")
ENDING = ".engine"
_LONGEST = 1 << 20


@dataclass(frozen=True)
class Key:
    """What an engine must agree with; None where anything will do, or where it is not known here."""

    component: str
    graph: int
    architecture: str
    types: str | None
    profile: Profile | None
    refit: bool | None
    opset: int
    tensorrt: str | None
    capability: str | None
    platform: str = PLATFORM

    @property
    def digest(self) -> str:
        """Ten hexadecimal digits of all of it, of which the engine's file is named."""
        said = json.dumps({"format": FORMAT, **asdict(self)}, sort_keys=True)
        return hashlib.blake2b(said.encode(), digest_size=5).hexdigest()


@dataclass(frozen=True)
class Record:
    """What is written beside an engine.

    `weights` is the digest of the weights it was built or refitted with, `loras` the strengths of LoRAs baked into
    them, by file. `seconds` is what building it took, `scratch` the bytes it works in, `error` its largest difference
    from eager, of the largest magnitude.
    """

    key: Key
    model: str
    weights: str
    loras: Mapping[str, float]
    bytes: int
    scratch: int
    seconds: float
    error: float
    gpu: str
    driver: str
    torch: str
    command: str


@dataclass(frozen=True)
class Stored:
    """An engine's file with its record, or with what is wrong with it instead."""

    path: Path
    record: Record | None
    wrong: str


_DIFFERENCES = {
    "component": "it is a {0}, not a {1}",
    "graph": "its graph is version {0}, and {1} is current",
    "architecture": "it is for a model of other sizes",
    "types": "it computes in {0}, not in {1}",
    "profile": "",
    "refit": "",
    "opset": "its graph has opset {0}, and {1} is current",
    "tensorrt": "it was built by TensorRT {0}, and here is {1}",
    "capability": "it was built for a GPU of compute capability {0}, and here is {1}",
    "platform": "it was built on {0}, and here is {1}",
}


def differences(key: Key, wanted: Key) -> list[str]:
    """Why an engine of `key` is not what is wanted, the weightiest reason first; none where it is."""
    reasons = []
    for name, said in _DIFFERENCES.items():
        has, wants = getattr(key, name), getattr(wanted, name)
        if wants is None or has == wants:
            continue
        if name == "profile":
            said = _lengths(has, wants)
        elif name == "refit":
            said = "it cannot be refitted" if wants else "it can be refitted, which was not asked for"
        reasons.append(said.format(has, wants))
    return reasons


def _lengths(has: Profile, wants: Profile) -> str:
    for dimension, wanted in wants.items():
        built = has.get(dimension)
        if built != wanted:
            for_what = "nothing" if built is None else f"{built.low}, {built.likely}, {built.high}"
            return f"it is for {dimension} {for_what}, not {wanted.low}, {wanted.likely}, {wanted.high}"
    return "it is for other lengths"


def stored(folder: Path) -> Iterator[Stored]:
    """The engines of a folder. Raises nothing: what cannot be read is told in `wrong`."""
    for path in sorted(folder.glob(f"*{ENDING}")):
        try:
            record = read(path)
            size = path.stat().st_size
        except (EngineError, OSError) as error:
            yield Stored(path, None, in_words(error) if isinstance(error, OSError) else str(error))
            continue
        wrong = "" if size == record.bytes else f"it has {size} bytes, and its record says {record.bytes}"
        yield Stored(path, record, wrong)


def record_of(path: Path) -> Path:
    """Where the record of an engine's file lies."""
    return path.with_suffix(".json")


def read(path: Path) -> Record:
    """The record of an engine's file. Raises EngineError with the reason alone."""
    try:
        with record_of(path).open("rb") as file:
            said = json.loads(file.read(_LONGEST))
        if said.pop("format") != FORMAT:
            raise ValueError("it has another format")
        key = said.pop("key")
        profile = {name: Range(*map(int, values)) for name, values in key.pop("profile").items()}
        record = Record(key=Key(profile=profile, **key), **said)
        _need_types(record)
        _need_types(record.key)
        return record
    except FileNotFoundError:
        raise EngineError("it has no record") from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise EngineError(f"its record cannot be read: {in_words(error)}") from error


def _need_types(made: Record | Key) -> None:
    kinds: dict[str, tuple[type, ...]] = {"int": (int,), "float": (int, float), "bool": (bool,), "str": (str,)}
    for field in fields(made):
        kind = str(field.type).split(" | ")[0]
        if kind in kinds and not isinstance(getattr(made, field.name), kinds[kind]):
            raise ValueError(f"{field.name} is no {kind}")


def write(path: Path, plan: bytes, record: Record) -> None:
    """Write an engine and its record, whole or not at all, for its owner alone to change. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    said = json.dumps({"format": FORMAT, **asdict(record)}, indent=2) + "\n"
    record_of(path).unlink(missing_ok=True)
    for target, content in ((path, plan), (record_of(path), said.encode())):
        write_whole(target, content)


def write_whole(target: Path, content: bytes) -> None:
    """Write a file under another name first, then put it in its place. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o644)
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def read_plan(found: Stored) -> bytes:
    """The bytes of an engine, which TensorRT runs code from. Raises EngineError for a file that others can change."""
    if found.record is None or found.wrong:
        raise EngineError(f"{found.path}: {found.wrong}")
    try:
        with found.path.open("rb") as file:
            told = os.fstat(file.fileno())
            if not stat.S_ISREG(told.st_mode) or told.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                raise EngineError(
                    f"{found.path}: others than its owner may change it, and an engine runs code: "
                    "look where it came from, then chmod go-w it, or build it anew"
                )
            plan = file.read()
    except OSError as error:
        raise EngineError(f"{found.path}: cannot be read: {in_words(error)}") from error
    if len(plan) != found.record.bytes:
        raise EngineError(f"{found.path}: it has {len(plan)} bytes, and its record says {found.record.bytes}")
    return plan


def remove(path: Path) -> int:
    """Remove an engine and its record; the bytes that came free. Raises OSError."""
    size = path.stat().st_size
    record_of(path).unlink(missing_ok=True)
    path.unlink()
    return size
