"""What a model takes before it is loaded, in bytes and floating point operations, counted from shapes; no torch."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.checkpoints import work
from engine.checkpoints.contents import CONFIG, INDEX, TEXT, VAE
from engine.checkpoints.defaults import Defaults, defaults_at, defaults_of
from engine.checkpoints.families import FAMILIES
from engine.checkpoints.folders import Place, find
from engine.checkpoints.layout import PREFIXES, layout_of
from engine.checkpoints.names import published
from engine.checkpoints.precision import WIDTHS, halved
from engine.checkpoints.settings import read_json, settled
from engine.checkpoints.shapes import Config, Shapes, shapes_of
from engine.checkpoints.transfer import amount
from engine.checkpoints.work import FULL
from engine.errors import CheckpointError, in_words
from engine.weightfile import read_header

TOKENS = 200
"""Tokens of a condition: a caption with its metadata, and a few lines of lyrics."""
RANK = 64
"""Of the LoRA that is counted."""
WINDOW = 25 + 2 * 9
"""Frames that are decoded for a second of sound, with the margins of ACE-Step's VAE."""
PIECE = 250 + 2 * 16
"""Frames of a source that are encoded at once."""
TIMES = 104
"""Times whose adaptive norms are kept."""
GRAPHS = 8
"""CUDA graphs that are kept, each with what it reads; see `engine.capture`."""
FRAME_RATE = 25
GB, TERA = 1e9, 1e12


@dataclass(frozen=True)
class Model:
    """What is counted from: parameters by component, the transformer's configuration and shapes, the VAE's if known.

    `own` are the components of the engine's own classes.
    """

    parameters: Mapping[str, int]
    transformer: Config
    shapes: Shapes
    vae: Config | None
    defaults: Defaults
    own: Collection[str] = ()


@dataclass(frozen=True)
class Estimate:
    """Bytes and floating point operations of a model at a depth, a length and a device.

    `weights` are bytes by component. Beside them is `kept` what is kept between two ticks, of which every condition
    takes `condition`, and on a GPU `graphs` what CUDA graphs hold: the memory of a tick once more, in which they take
    turns, and their own copies of conditions, for the numbers of rows that come. `tick`, `window` and `encoding` are
    the most that a tick, the decode of a second and the encoding of a source add while they last, `lora` what a LoRA of
    rank 64 takes. A multiplication and an addition are two operations. What is unknown of a VAE of another class is 0.
    """

    weights: Mapping[str, int]
    kept: int
    graphs: int
    condition: int
    tick: int
    window: int
    encoding: int
    lora: int
    tick_flops: int
    generation_flops: int
    window_flops: int
    device: str
    depth: int
    seconds: float
    steps: int
    guided: bool

    @property
    def needed(self) -> int:
        """Bytes that playing takes at most by torch's own backends, without LoRAs and what a GPU's libraries take."""
        return sum(self.weights.values()) + self.kept + self.graphs + max(self.tick, self.window, self.encoding)

    def told(self) -> str:
        """A few lines for people; on a CPU with the time of a tick, for which its speed is measured a moment."""
        parts = ", ".join(f"{name.replace('_', ' ')} {amount(size)}" for name, size in self.weights.items())
        at = f"depth {self.depth} over {self.seconds:g} s{', guided' if self.guided else ''}"
        weights = amount(sum(self.weights.values()))
        lines = [
            f"memory {amount(self.needed)} on {self.device} at {at}: weights {weights} ({parts}), {amount(self.kept)} "
            f"kept from tick to tick, {amount(max(self.tick, self.window, self.encoding))} at work",
            f"a tick takes {_tera(self.tick_flops)} and {amount(self.tick)}, a generation of {self.steps} steps "
            f"{_tera(self.generation_flops)}",
            f"a LoRA of rank {RANK} takes {amount(self.lora)}",
        ]
        if self.graphs:
            lines[0] += f", {amount(self.graphs)} held by CUDA graphs"
            engine = amount(self.weights.get("transformer", 0))
            lines.append(
                f"a TensorRT engine of the decoder takes about {engine} more, as the model stays beside it, and what "
                "it works in, which demond engines build tells"
            )
        if self.window_flops:
            decoding = f"decoding a second takes {_tera(self.window_flops)} and {amount(self.window)}"
            lines.insert(2, f"{decoding}, encoding a source {amount(self.encoding)}")
        if self.device.startswith("cpu"):
            speed = cpu_speed()
            lines.append(
                f"a tick would take about {_span(self.tick_flops / speed)} here, at {_tera(round(speed))} a second"
            )
        return "\n".join(lines)


def estimate(
    model: str | Path | Place,
    *,
    device: str = "cuda",
    width: int | None = None,
    depth: int = 4,
    seconds: float = 60.0,
    guided: bool | None = None,
) -> Estimate:
    """What a published model by its name, `pocket`, or what lies in a folder or at a place takes; nothing is fetched.

    `width` is the bytes of a number of its transformer, `seconds` what the decoder sees at once; None is as the device
    and the model's defaults are. Raises CheckpointError for a model that is neither known nor here.
    """
    counted = _read(model) if isinstance(model, Place) else _model(model)
    return count(counted, device, width or _width(device), depth, seconds, guided)


def _width(device: str) -> int:
    return 2 if device.startswith("cuda") else 4


def _model(model: str | Path) -> Model:
    named = published(model) if isinstance(model, str) else None
    try:
        place = find(model)
    except CheckpointError:
        if named is None:
            raise
        place = None
    if place is not None:
        return _read(place)
    if named is None:
        raise CheckpointError(f"{model}: what it takes is not known before it is here")
    family = FAMILIES[named.size]
    parts = {name: shapes_of(kind, config) for name, (kind, config) in family.items()}
    return Model(
        parameters={name: _size(shapes) for name, shapes in parts.items()},
        transformer=family["transformer"][1],
        shapes=parts["transformer"],
        vae=family["vae"][1],
        defaults=defaults_of({}, named.local),
    )


def _read(place: Place) -> Model:
    """The model at a place in either layout: parameters from the headers of its files, the rest by its settings."""
    whole = layout_of(place.folder) == "diffusers"
    folder = place.folder / "transformer" if whole else place.folder
    config = settled(read_json(folder / CONFIG))
    try:
        shapes = shapes_of("AceStepTransformer1DModel", config)
        own: Collection[str] = ()
        if whole:
            index = read_json(place.folder / INDEX)
            own = [name for name, entry in index.items() if entry[:1] and str(entry[0]).startswith("engine.")]
            parameters = {part.name: _count(part) for part in place.folder.iterdir() if (part / CONFIG).is_file()}
        else:
            parameters = _split(place.folder)
            parameters["vae"] = _count(place.shared / VAE)
            parameters["text_encoder"] = _count(place.shared / TEXT)
        vae = read_json(place.shared / VAE / CONFIG)
        known = vae.get("_class_name") == "AutoencoderOobleck"
        if known:
            shapes_of("AutoencoderOobleck", vae)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise CheckpointError(f"{place.folder}: what it takes cannot be told: {in_words(error)}") from error
    parameters = {name: size for name, size in sorted(parameters.items()) if size}
    return Model(parameters, config, shapes, vae if known else None, defaults_at(place.folder), own)


def _tensors(folder: Path) -> Mapping[str, int]:
    """The size of each tensor in a folder's files, of variants of one file once, as if of float32: whole numbers stay
    as they are."""
    return {
        name: math.prod(tensor["shape"])
        if tensor["dtype"].startswith(("F", "BF"))
        else (tensor["data_offsets"][1] - tensor["data_offsets"][0]) // FULL
        for file in folder.glob("*.safetensors")
        for name, tensor in read_header(file).items()
        if name != "__metadata__"
    }


def _count(folder: Path) -> int:
    return sum(_tensors(folder).values())


def _split(folder: Path) -> dict[str, int]:
    parameters = dict.fromkeys(PREFIXES, 0)
    for name, size in _tensors(folder).items():
        part = next((part for part, start in PREFIXES.items() if name.startswith(start)), "condition_encoder")
        parameters[part] += size
    return parameters


def _size(shapes: Shapes) -> int:
    return sum(math.prod(shape) for shape in shapes.values())


def count(model: Model, device: str, width: int, depth: int, seconds: float, guided: bool | None) -> Estimate:
    """The estimate of a model whose transformer computes in numbers of `width` bytes."""
    if guided is None:
        guided = model.defaults.guidance_mode == "full"
    config, shapes, steps = model.transformer, model.shapes, model.defaults.steps
    hidden, layers = config["hidden_size"], config["num_hidden_layers"]
    query = config["num_attention_heads"] * config["head_dim"]
    rows, frames = depth * (2 if guided else 1), max(1, round(seconds * FRAME_RATE))
    length = -(-frames // config["patch_size"])
    key = config["num_key_value_heads"] * config["head_dim"]
    condition = 2 * layers * TOKENS * key * width
    times = TIMES * (6 * layers + 2) * hidden * width
    places = (work.band(config, length, width) + 2 * length * config["head_dim"]) * width
    row = work.peak(config, length, frames, width)
    if device.startswith("cpu"):
        tick, joined, graphs = min(rows, len(os.sched_getaffinity(0))) * row, 0, 0
    else:
        tick, joined = rows * row, (rows * condition if rows > 1 else 0)
        graphs = tick + GRAPHS * (rows + 1) * condition // 2
    types = {name: kind for name, kind in halved(device, width).items() if name not in model.own}
    widths = {name: WIDTHS[types.get(name, "float32")] for name in model.parameters} | {"transformer": width}
    vae = 0 if model.vae is None else widths["vae"]
    row_flops = 2 * length * work.acting(shapes) + 4 * query * (work.pairs(config, length) + length * TOKENS * layers)
    return Estimate(
        weights={name: parameters * widths[name] for name, parameters in model.parameters.items()},
        kept=(depth + guided) * condition + joined + times + places,
        graphs=graphs,
        condition=condition,
        tick=tick,
        window=0 if model.vae is None else work.decoding_peak(model.vae) * WINDOW * vae,
        encoding=0 if model.vae is None else work.encoding_peak(model.vae) * PIECE * vae,
        lora=RANK * width * work.adapted(shapes),
        tick_flops=rows * row_flops,
        generation_flops=steps * (2 if guided else 1) * row_flops,
        window_flops=0 if model.vae is None else WINDOW * work.decoding_flops(model.vae),
        device=device,
        depth=depth,
        seconds=seconds,
        steps=steps,
        guided=guided,
    )


def cpu_speed() -> float:
    """Operations a second that this CPU does at its best in products of float32, which takes some tenths of one."""
    import numpy as np

    size = 768
    factor = np.ones((size, size), np.float32)
    best = math.inf
    for _ in range(4):
        began = time.perf_counter()
        factor @ factor
        best = min(best, time.perf_counter() - began)
    return 2 * size**3 / best


def _tera(flops: float) -> str:
    return f"{flops / TERA:#.2g} TFLOP" if flops < 10 * TERA else f"{flops / TERA:.0f} TFLOP"


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s" if seconds >= 0.1 else f"{seconds * 1000:.0f} ms"
