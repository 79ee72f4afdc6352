"""LoRA files of every common naming, read to factors by the transformer's own module names."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.errors import LoraError, in_words
from engine.lora import names
from engine.lora.files import CONFIG, LONGEST_HEADER, USUAL, safetensors_in, weights_file
from engine.tensorfile import read_tensor
from engine.weightfile import read_header

LARGEST, LONGEST_CONFIG = 1 << 32, 1 << 18
MOST_PATTERNS, MOST_REPEATS, MOST_GROUPS, LONGEST_PATTERN, LONGEST_MATCHED = 1000, 2, 2, 200, 64
MATCHING_SECONDS = 1.0
INITIALISED = (True, False, None, "gaussian", "eva", "orthogonal", "mica")
"""Ways in which PEFT starts a LoRA that leave the weights it is added to as they are; others change them."""
_VARIANTS = {
    "use_dora": "DoRA (magnitude vectors)",
    "use_qalora": "QALoRA (pooled inputs)",
    "use_bdlora": "BD-LoRA (block-diagonal factors)",
    "alora_invocation_tokens": "activated LoRA (on from certain tokens)",
    "arrow_config": "Arrow (routed LoRAs)",
    "monteclora_config": "MonteCLoRA (sampled factors)",
    "kasa_config": "KaSA (truncated base weights)",
    "layer_replication": "LoRA of replicated layers",
    "lora_bias": "LoRA with biases",
}
_PEFT = "base_model.model."


@dataclass(frozen=True, eq=False)
class Factors:
    """One module's change `scale * up @ down`, with `down` `[r, in]` and `up` `[out, r]`; scale is alpha / r."""

    down: Tensor
    up: Tensor
    scale: float

    @property
    def size(self) -> float:
        """The largest number it could add to a weight, by its largest ones and for one rank."""
        return abs(self.scale) * float(self.down.abs().max()) * float(self.up.abs().max())


def read_factors(path: Path) -> dict[str, Factors]:
    """The factors of a LoRA, by module.

    A file, or a PEFT or diffusers folder. Alpha is taken from the module's tensor, else from `adapter_config.json`
    beside the weights if that is theirs, else from the file's metadata; without any it is the rank. Raises LoraError.
    """
    file = weights_file(path)
    try:
        written = read_header(file, LONGEST_HEADER)
        header = dict(written)
        metadata = header.pop("__metadata__", {})
        modules = _modules(header)
        settings = _settings(path, file, metadata, header)
        alphas = settings.alphas(parts["up"] for parts in modules.values() if "up" in parts and "alpha" not in parts)
        tensors = _read(file, header)
        if read_header(file, LONGEST_HEADER) != written:
            raise LoraError("changed while it was read; try again")
        return {name: _one(name, parts, tensors, alphas, root=settings.root) for name, parts in modules.items()}
    except (OSError, ValueError) as error:
        raise LoraError(f"{file}: {in_words(error)}") from error


def _read(file: Path, header: Mapping[str, Any]) -> dict[str, Tensor]:
    """The tensors one by one: whatever the file's size, no other thread waits, and nothing is held twice."""
    if file.stat().st_size > LARGEST:
        raise LoraError(f"has {file.stat().st_size} bytes, and {LARGEST} are read at most")
    tensors, at = {}, 0
    try:
        with file.open("rb", buffering=0) as opened:
            first = 8 + int.from_bytes(opened.read(8), "little")
            for name, place in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
                start, end = place["data_offsets"]
                if start != at:
                    raise ValueError(f"{name:.100} is not where its header says")
                tensors[name] = read_tensor(opened, first + start, end - start, place["dtype"], place["shape"])
                at = end
    except (OSError, ValueError, LookupError, TypeError, RuntimeError) as error:
        raise LoraError(f"is cut short or not a safetensors file: {in_words(error)}") from error
    return tensors


@dataclass(frozen=True)
class _Settings:
    """How a file's factors are scaled where no tensor says so."""

    alpha: float | None = None
    patterns: tuple[tuple[re.Pattern[str], float], ...] = ()
    prefix: str = _PEFT
    root: bool = False

    def alphas(self, keys: Iterable[str]) -> dict[str, float | None]:
        """By tensors' names; patterns match their modules as in PEFT, which sees no prefix and takes the first."""
        until, found = time.monotonic() + MATCHING_SECONDS, {}
        for key in keys:
            module, _ = names.split(key) or (key, "")
            name = module.removeprefix(self.prefix)
            if self.patterns and len(name) > LONGEST_MATCHED:
                raise LoraError(f"the name {name:.100} is too long for an alpha_pattern")
            found[key] = self.alpha
            for pattern, alpha in self.patterns:
                if time.monotonic() > until:
                    raise LoraError(f"its alpha_pattern takes more than {MATCHING_SECONDS:g} s to match: simplify it")
                if pattern.match(name):
                    found[key] = alpha
                    break
        return found


def _settings(path: Path, file: Path, metadata: Mapping[str, str], keys: Collection[str]) -> _Settings:
    beside = file.parent / CONFIG
    if beside.is_file() and (path.is_dir() or _from_peft(file, keys)):
        if beside.stat().st_size > LONGEST_CONFIG:
            raise LoraError(f"its {CONFIG} is longer than {LONGEST_CONFIG} bytes")
        return _configured(CONFIG, beside.read_bytes(), _PEFT)
    if "lora_adapter_metadata" in metadata:
        return _configured("lora_adapter_metadata", metadata["lora_adapter_metadata"], "transformer.")
    for key in ("ss_network_alpha", "lora_alpha", "alpha"):
        if metadata.get(key, "None") != "None":
            return _Settings(_number(key, metadata[key]))
    return _Settings()


def _from_peft(file: Path, keys: Collection[str]) -> bool:
    """Whether the configuration beside a file is its own: it is called or named inside as PEFT does, or alone there."""
    named = all(key.startswith(_PEFT) for key in keys)
    return named or file.name in USUAL or safetensors_in(file.parent) == [file]


def _configured(place: str, text: str | bytes, prefix: str) -> _Settings:
    """From PEFT's configuration; `prefix` is what the file puts before the names that its patterns are about."""
    try:
        config = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LoraError(f"its {place} cannot be read: {error}") from error
    if not isinstance(config, dict):
        raise LoraError(f"its {place} cannot be read: it is no object")
    if place != CONFIG:
        config = {key.removeprefix(prefix): value for key, value in config.items()}
    kind = config.get("peft_type", "LORA")
    if kind != "LORA":
        raise LoraError(f"is {kind!s:.40} by its {place}, which cannot be played; only plain LoRA can")
    for key, variant in _VARIANTS.items():
        if config.get(key):
            raise LoraError(f"is {variant}, which cannot be played; only plain LoRA can")
    start = config.get("init_lora_weights")
    if not any(start is way or (isinstance(start, str) and start.lower() == way) for way in INITIALISED):
        raise LoraError(
            f"was trained from {start!r:.40} (init_lora_weights of its {place}), which also changes the model's own "
            "weights, so it would play wrong; save it with PEFT's path_initial_model_for_weight_conversion"
        )
    alpha, patterns = config.get("lora_alpha"), config.get("alpha_pattern") or {}
    if not isinstance(patterns, dict) or len(patterns) > MOST_PATTERNS:
        raise LoraError(f"its alpha_pattern is no object of at most {MOST_PATTERNS} names and numbers")
    return _Settings(
        None if alpha is None else _number("lora_alpha", alpha),
        tuple((_pattern(key), _number(f"alpha_pattern {key}", value)) for key, value in patterns.items()),
        prefix,
        bool(config.get("use_rslora")),
    )


def _pattern(written: str) -> re.Pattern[str]:
    """A pattern as PEFT matches it: from the front, or from behind a dot, to the end.

    One that could try for long, which nothing can interrupt, is refused.
    """
    repeats, groups = len(re.findall(r"[*+?{]", written.replace("(?", "("))), written.count("(")
    simple = repeats <= MOST_REPEATS and groups <= MOST_GROUPS and len(written) <= LONGEST_PATTERN
    if not simple or re.search(r"\)[*+{]", written):
        raise LoraError(
            f"its alpha_pattern {written!r:.60} is longer than {LONGEST_PATTERN} characters, repeats groups, has more "
            f"than {MOST_GROUPS} of them or repeats more than {MOST_REPEATS} times: simplify it"
        )
    try:
        return re.compile(rf"(.*\.)?({written})$")
    except (re.error, RecursionError, OverflowError) as error:
        raise LoraError(f"its alpha_pattern {written!r:.60} is no pattern: {error}") from error


def _number(name: str, value: object) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise LoraError(f"its {name:.60} is no number: {value!r:.40}")
    return number


def _modules(keys: Collection[str]) -> dict[str, dict[str, str]]:
    """Of each module of the model the names of its tensors in the file, by what they are."""
    for key in keys:
        if (kind := names.foreign(key)) is not None:
            raise LoraError(f"is {kind}, which cannot be played; only plain LoRA can")
    modules: dict[str, dict[str, str]] = {}
    strange = []
    for key in keys:
        found = names.split(key)
        name = names.module(found[0]) if found else None
        if found is None or name is None:
            strange.append(key)
            continue
        if found[1] in modules.setdefault(name, {}):
            raise LoraError(f"has two tensors for {name}: {key} is the second")
        modules[name][found[1]] = key
    if not any("down" in parts or "up" in parts for parts in modules.values()):
        example = f", such as {strange[0]:.100}" if strange else ""
        raise LoraError(f"matches no weight of the model: it has {len(keys)} tensors{example}")
    if strange:
        example = f"{strange[0]:.100}"
        raise LoraError(
            f"also holds {len(strange)} tensors that are no LoRA of the model's attention or MLP, such as {example}"
        )
    return modules


def _one(
    name: str,
    parts: Mapping[str, str],
    tensors: Mapping[str, Tensor],
    alphas: Mapping[str, float | None],
    *,
    root: bool,
) -> Factors:
    if "down" not in parts or "up" not in parts:
        raise LoraError(f"has only one of the two factors of {name}")
    down, up = tensors[parts["down"]], tensors[parts["up"]]
    if down.ndim != 2 or up.ndim != 2 or down.shape[0] != up.shape[1] or not down.shape[0]:
        raise LoraError(f"the factors of {name} do not fit each other: {list(down.shape)} and {list(up.shape)}")
    if not (down.is_floating_point() and up.is_floating_point()):
        raise LoraError(f"the factors of {name} are whole numbers, quantised in a way that cannot be read")
    for key in parts.values():
        if not bool(torch.isfinite(tensors[key].float()).all()):
            raise LoraError(f"the factors of {name} contain NaN or infinity")
    rank = down.shape[0]
    if "alpha" not in parts:
        known = alphas[parts["up"]]
        return Factors(down.float(), up.float(), 1.0 if known is None else known / (math.sqrt(rank) if root else rank))
    alpha = tensors[parts["alpha"]]
    if alpha.numel() != 1:
        raise LoraError(f"the alpha of {name} is not one number")
    return Factors(down.float(), up.float(), float(alpha.item()) / rank)
