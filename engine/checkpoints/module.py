"""Components on disk: `config.json` beside safetensors, read without the libraries that wrote them."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self, TypeVar

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from engine.checkpoints.settings import read_json
from engine.checkpoints.tensors import Tensors
from engine.errors import CheckpointError
from engine.names import some
from engine.weightfile import PICKLED, read_header

STEM = "diffusion_pytorch_model"

M = TypeVar("M", bound=nn.Module)
Header = tuple[Path, str, tuple[int, ...]]
"""A tensor's file, type and shape."""

_QUANTISED = "holds {}: quantised weights, which cannot be read; save them as bfloat16, float16 or float32"
_SCALE = re.compile(
    r"(?:^|.*[._])(?:scaled_fp8|scales?(?:_weight|_input|_inv|_2)?|(?:weight|input|output)_scale\w*"
    r"|absmax|\w*quant\w*|zero_point|qweight|qzeros|SCB)"
)


def read_config(folder: Path) -> dict[str, Any]:
    """The component's settings, without the entries that begin with an underscore."""
    config = read_json(folder / "config.json")
    if config.get("quantization_config"):
        raise CheckpointError(f"{folder / 'config.json'}: {_QUANTISED.format('quantization_config')}")
    return {name: value for name, value in config.items() if not name.startswith("_")}


def weight_files(folder: Path, stem: str = STEM) -> tuple[list[Path], str | None]:
    """The safetensors files of a component and the name of their variant, of `STEM.fp16.safetensors` fp16.

    One file, or the shards that an index lists, or all there are where none does; without a variant if there are such,
    else of the only one there is. Raises CheckpointError.
    """
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise CheckpointError(f"{folder}: cannot be read: {error.strerror}") from error
    form = re.compile(rf"{stem}(?:\.(\w+))?\.safetensors|{stem}\.safetensors\.index(?:\.(\w+))?\.json")
    variants = sorted({found[1] or found[2] or "" for name in names if (found := form.fullmatch(name))})
    if not variants and (shards := [name for name in names if re.fullmatch(rf"{stem}-\d+-of-\d+\.safetensors", name)]):
        return [folder / name for name in shards], None
    if not variants:
        pickled = [name for name in names if name.endswith(PICKLED)]
        if pickled:
            raise CheckpointError(f"{folder / pickled[0]}: a pickled file could run any code; save it as safetensors")
        held = some(names) or "nothing"
        raise CheckpointError(f"{folder}: holds no weights called {stem}.safetensors, but {held}")
    if variants[0] and len(variants) > 1:
        raise CheckpointError(
            f"{folder}: holds the variants {', '.join(variants)} of its weights and none without a name; "
            f"keep one of them, or call it {stem}.safetensors"
        )
    variant = variants[0] or None
    end = "" if variant is None else f".{variant}"
    index = folder / f"{stem}.safetensors.index{end}.json"
    if not index.is_file():
        return [folder / f"{stem}{end}.safetensors"], variant
    places = read_json(index).get("weight_map")
    if not isinstance(places, dict) or not all(isinstance(name, str) for name in places.values()):
        raise CheckpointError(f"{index}: has no weight_map from tensors to files")
    return [folder / Path(name).name for name in sorted(set(places.values()))], variant


def read_headers(files: Iterable[Path]) -> dict[str, Header]:
    """Of each tensor in some files: its file, type and shape. Raises CheckpointError for a file that is not whole."""
    found: dict[str, Header] = {}
    for file in files:
        try:
            header = read_header(file)
            if "_quantization_metadata" in header.get("__metadata__", {}):
                raise ValueError(_QUANTISED.format("_quantization_metadata"))
            for name, tensor in header.items():
                if name == "__metadata__":
                    continue
                if name in found:
                    raise ValueError(f"holds {name}, which {found[name][0].name} holds as well")
                found[name] = file, str(tensor["dtype"]), tuple(tensor["shape"])
        except (ValueError, LookupError, TypeError) as error:
            raise CheckpointError(f"{file}: {error}") from error
    return found


def need_shapes(place: Path, found: Mapping[str, Header], shapes: Mapping[str, Sequence[int]]) -> None:
    """Raise a CheckpointError unless the tensors that `read_headers` found are these and no others."""
    need_whole(
        place,
        (name for name in shapes if name not in found),
        (name for name in found if name not in shapes),
        (
            f"{name} is {list(shape)}, not {list(shapes[name])}"
            for name, (_, _, shape) in found.items()
            if name in shapes and shape != tuple(shapes[name])
        ),
    )


def need_fractions(place: Path, found: Mapping[str, Header]) -> None:
    """Raise a CheckpointError for tensors of whole numbers."""
    whole = [name for name, (_, kind, _) in found.items() if not kind.startswith(("F", "BF"))]
    if whole:
        raise CheckpointError(f"{place}: {_QUANTISED.format(f'whole numbers in {some(whole)}')}")


def need_whole(place: Path, missing: Iterable[str], surplus: Iterable[str], unlike: Iterable[str] = ()) -> None:
    """Raise one CheckpointError that names the first of what weights lack, have too much, or in another shape."""
    surplus = list(surplus)
    if scales := [name for name in surplus if _SCALE.fullmatch(name)]:
        raise CheckpointError(f"{place}: {_QUANTISED.format(some(scales))}")
    wrong = (("missing", missing), ("surplus", surplus), ("of another shape than its configuration says", unlike))
    told = [f"{what} ({len(names)}): {some(names)}" for what, each in wrong if (names := list(each))]
    if told:
        raise CheckpointError(f"{place}: is not a whole checkpoint of its configuration; tensors {'; '.join(told)}")


def open_weights(
    folder: Path,
    device: str | torch.device = "cpu",
    dtype: torch.dtype | None = None,
    shapes: Mapping[str, Sequence[int]] | None = None,
) -> Tensors:
    """The component's tensors by name, from one file or from its shards, to be read one by one.

    With `shapes` they must be these and no others; with `dtype` floating point numbers. Raises CheckpointError.
    """
    files, _ = weight_files(folder)
    found = read_headers(files)
    place = files[0] if len(files) == 1 else folder
    if shapes is not None:
        need_shapes(place, found, shapes)
    if dtype is not None:
        need_fractions(place, found)
    return Tensors(place, files, {name: name for name in found}, device, dtype)


def read_weights(
    folder: Path,
    device: str | torch.device = "cpu",
    dtype: torch.dtype | None = None,
    shapes: Mapping[str, Sequence[int]] | None = None,
) -> dict[str, Tensor]:
    """All of what `open_weights` opens. Raises CheckpointError, also for numbers that are not finite."""
    with open_weights(folder, device, dtype, shapes) as tensors:
        return dict(tensors)


def fill(module: M, folder: Path) -> M:
    """The module with a folder's weights, every tensor accounted for."""
    state = module.state_dict()
    shapes = {name: tensor.shape for name, tensor in state.items()}
    with open_weights(folder, dtype=torch.float32, shapes=shapes) as read:
        for name, tensor in state.items():
            tensor.copy_(read[name])
    return module


class Component(nn.Module):
    """A module whose constructor arguments are its `config`, saved and loaded in the diffusers layout."""

    config: SimpleNamespace

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Note the constructor's arguments as the configuration."""
        component = super().__new__(cls)
        bound = inspect.signature(cls.__init__).bind(component, *args, **kwargs)
        bound.apply_defaults()
        object.__setattr__(component, "config", SimpleNamespace(**dict(list(bound.arguments.items())[1:])))
        return component

    @classmethod
    def from_pretrained(cls, folder: str | Path) -> Self:
        """Build the module from a folder's `config.json` and weights."""
        return fill(cls(**read_config(Path(folder))), Path(folder))

    def save_config(self, folder: str | Path) -> None:
        """Write `config.json`."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        config = {"_class_name": type(self).__name__, **vars(self.config)}
        (Path(folder) / "config.json").write_text(json.dumps(config, indent=2) + "\n")

    def save_pretrained(self, folder: str | Path) -> None:
        """Write `config.json` and the weights."""
        self.save_config(folder)
        weights = Path(folder) / f"{STEM}.safetensors"
        save_file({name: tensor.contiguous() for name, tensor in self.state_dict().items()}, weights)


def plain(module: nn.Module, dtype: torch.dtype) -> nn.Module:
    """The module in `dtype` with weights where it has lengths and directions: held once, and not made at every call."""
    for each in module.modules():
        if hasattr(each, "weight_g"):
            nn.utils.remove_weight_norm(each)
    return nn.Module.to(module, dtype)  # past what diffusers says to it
