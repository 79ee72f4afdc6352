"""Checks of what a caller gives; each raises RequestError naming the field."""

import math
from collections.abc import Collection, Sequence
from numbers import Integral, Real

import numpy as np
import torch
from torch import Tensor

from engine.errors import RequestError

LARGEST = 1e4
"""No number of a latent is larger; those of music are below a hundred."""


def number(name: str, value: object, low: float, high: float) -> float:
    """A finite number in `low`..`high`."""
    try:
        found = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise RequestError(name, f"expected a number, got {_told(value)}")
    if not low <= found <= high:
        raise RequestError(name, f"must lie in {low:g}..{high:g}, got {found:g}")
    return found


def whole(name: str, value: object, low: int, high: int) -> int:
    """A whole number in `low`..`high`."""
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise RequestError(name, f"expected a whole number, got {_told(value)}")
    if not low <= int(value) <= high:
        raise RequestError(name, f"must lie in {low}..{high}, got {_told(value)}")
    return int(value)


def text(name: str, value: object, longest: int) -> str:
    """A text of at most `longest` characters, each of which can be written as UTF-8."""
    if not isinstance(value, str):
        raise RequestError(name, f"expected a text, got {_told(value)}")
    if len(value) > longest:
        raise RequestError(name, f"may have {longest} characters, got {len(value)}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise RequestError(
            name, f"is no text at character {error.start}: {value[error.start]!r} stands alone"
        ) from error
    return value


def shaped(name: str, value: object, shape: Sequence[int | None]) -> Tensor:
    """A tensor of floating point numbers of `shape`, where None fits any positive size."""
    if not isinstance(value, Tensor | np.ndarray):
        raise RequestError(name, f"expected a tensor, got {type(value).__name__}")
    try:
        tensor = torch.as_tensor(value)
    except (TypeError, ValueError) as error:
        raise RequestError(name, f"expected floating point numbers, got {value.dtype} that no tensor holds") from error
    wanted = "[" + ", ".join("n" if size is None else str(size) for size in shape) + "]"
    fits = tensor.ndim == len(shape) and all(
        size >= 1 if want is None else size == want for size, want in zip(tensor.shape, shape, strict=True)
    )
    if not fits:
        raise RequestError(name, f"expected shape {wanted}, got {list(tensor.shape)}")
    if not tensor.is_floating_point():
        raise RequestError(name, f"expected floating point numbers, got {tensor.dtype}")
    return tensor


def finite(name: str, tensor: Tensor) -> Tensor:
    """The tensor, if all its numbers are finite."""
    if not bool(torch.isfinite(tensor).all()):
        raise RequestError(name, "contains NaN or infinity")
    return tensor


def bounded(tensor: Tensor) -> Tensor:
    """Whether the numbers could be a latent's: finite, and none beyond LARGEST; on their device."""
    return (tensor.abs() < LARGEST).all()


def is_latent(tensor: Tensor) -> bool:
    """`bounded`; waits for the device."""
    return bool(bounded(tensor))


def off(made: Tensor, wanted: Tensor) -> float:
    """The largest difference of numbers from those wanted, of the largest of these; NaN where one is none."""
    return float((made.float() - wanted.float()).abs().max() / wanted.float().abs().max())


def latent(name: str, tensor: Tensor) -> Tensor:
    """The tensor, if its numbers could be a latent's."""
    if not is_latent(tensor):
        raise RequestError(name, f"contains NaN, infinity or numbers beyond {LARGEST:g}, which no latent does")
    return tensor


def played(finite: bool, loras: Collection[str]) -> None:
    """That a generation came out `finite`; `loras` are those that acted in it, by id."""
    if not finite and loras:
        raise RequestError("loras", f"too strong: with {', '.join(sorted(loras))} the numbers grow beyond all bounds")
    if not finite:
        raise RequestError("request", "leads to numbers beyond all bounds; take smaller values")


def _told(value: object) -> str:
    """A value in an error, however large it is."""
    try:
        written = repr(value)
    except ValueError:
        written = f"a {type(value).__name__} of more digits than can be written"
    return written if len(written) <= 60 else f"{written[:57]}..."
