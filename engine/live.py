"""What a slot runs: values that steps read, conditions, and the whole of a request as a plan; and how it gets to a
device."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import torch
from torch import Tensor

from engine.dcw import DCW
from engine.device import device_of
from engine.request import Request, Span
from engine.series import resample


@dataclass(frozen=True, eq=False)
class Live:
    """The values a step reads anew, canonical: curves `[1, N, 1]`, gain `[1, N, 64]`, strengths by id, none 0."""

    velocity_scale: Tensor | None = None
    sde: bool | None = None
    sde_curve: Tensor | None = None
    ode_noise: Tensor | None = None
    x0_target: Tensor | None = None
    guidance: Tensor | None = None
    apg_momentum: Tensor | None = None
    cfg_rescale: Tensor | None = None
    dcw: DCW | None = None
    channel_gain: Tensor | None = None
    loras: tuple[tuple[str, float], ...] | None = None

    def override(self, shared: Live) -> Live:
        """These values with every one that `shared` has put in its place."""
        given = {f.name: v for f in fields(Live) if (v := getattr(shared, f.name)) is not None}
        return replace(self, **given) if given else self

    def fitted(self, song: int, span: Span | None, before: tuple[Live, Live] | None = None) -> Live:
        """These values with every curve fitted to a song of `song` frames and cut to the span.

        `before` are values and what they were fitted to: curves that are still the same are not fitted again.
        """

        def fitted(name: str, curve: Tensor, within: Any, done: Any) -> Tensor:
            if within is not None and getattr(within, name) is curve:
                kept: Tensor = getattr(done, name)
                return kept
            curve = resample(curve, song)
            return curve if span is None else span.cut(curve)

        given, known = (None, None) if before is None else before
        changed: dict[str, Any] = {
            name: fitted(name, curve, given, known) for name in CURVES if (curve := getattr(self, name)) is not None
        }
        if self.dcw is not None:
            within, done = (None, None) if given is None or known is None else (given.dcw, known.dcw)
            low, high = torch.as_tensor(self.dcw.low), torch.as_tensor(self.dcw.high)
            changed["dcw"] = replace(
                self.dcw, low=fitted("low", low, within, done), high=fitted("high", high, within, done)
            )
        return replace(self, **changed)


CURVES = tuple(f.name for f in fields(Live) if f.type == "Tensor | None")
"""The values that may move along the song."""


@dataclass(frozen=True, eq=False)
class Part:
    """A canonical condition: `tokens` `[1, L, H]`, `weight` `[1, T or 1, 1]` or None, `presence` `[L]` or None."""

    tokens: Tensor
    weight: Tensor | None
    start: float
    end: float
    presence: Tensor | None


@dataclass(frozen=True, eq=False)
class Plan:
    """A request that was checked, cut to its span and brought to the shapes the solver works in, on the decoder's
    device."""

    request: Request
    frames: int
    song: int
    seeds: tuple[int, ...]
    toward: tuple[int, ...]
    schedule: tuple[float, ...]
    context: Tensor
    parts: tuple[Part, ...]
    live: Live
    source: Tensor | None
    initial_noise: Tensor | None
    target: Tensor | None
    x0_curve: Tensor | None
    mask: Tensor | None
    original: Tensor | None
    mask_noise: Tensor | None
    step_noise: Tensor | None
    negative: Tensor | None

    @property
    def steps(self) -> int:
        """Decoder steps; 0 when what is kept comes back unchanged."""
        return len(self.schedule) - 1

    @property
    def kept(self) -> Tensor | None:
        """What `denoise` starts from: the source, else the original."""
        return self.original if self.source is None else self.source


T = TypeVar("T", bound="Plan | Live")


def _mapped(value: T, each: Callable[[str, Tensor], Tensor]) -> T:
    """The same with every tensor in it changed; each is told by where it stands."""

    def changed(path: str, value: Any) -> Any:
        if isinstance(value, Tensor):
            return each(path, value)
        if isinstance(value, Plan | Live | Part | DCW):
            parts = {f.name: changed(f"{path}.{f.name}", getattr(value, f.name)) for f in fields(value)}
            return replace(value, **parts)
        if isinstance(value, tuple):
            return tuple(changed(f"{path}.{index}", part) for index, part in enumerate(value))
        return value

    made: T = changed("", value)
    return made


def _tensors(value: Plan | Live) -> list[tuple[str, Tensor]]:
    """Every tensor in it, by where it stands."""
    found: list[tuple[str, Tensor]] = []

    def note(path: str, tensor: Tensor) -> Tensor:
        found.append((path, tensor))
        return tensor

    _mapped(value, note)
    return found


class Kept:
    """Brings what is on the CPU to a device, all of it in one copy; what is equal to what stood in its place before
    stays the tensor it was."""

    def __init__(self, device: torch.device | str) -> None:
        self._device = device_of(torch.device(device))
        self._kept: dict[str, tuple[Tensor, Tensor]] = {}
        self._lock = threading.Lock()

    def place(self, value: T) -> T:
        """The same on the device, brought there in the current stream."""
        if self._device.is_cpu:
            return value
        with self._lock:
            found = [(path, tensor) for path, tensor in _tensors(value) if tensor.device.type == "cpu"]
            fresh = [(path, tensor) for path, tensor in found if not self._holds(path, tensor)]
            moved = self._device.upload([tensor for _, tensor in fresh])
            self._kept.update((path, (tensor, there)) for (path, tensor), there in zip(fresh, moved, strict=True))
            return _mapped(value, self._there)

    def _holds(self, path: str, tensor: Tensor) -> bool:
        before = self._kept.get(path)
        return before is not None and torch.equal(before[0], tensor)

    def _there(self, path: str, tensor: Tensor) -> Tensor:
        if tensor.device.type == "cpu":
            return self._kept[path][1]
        self._device.lend(tensor)
        return tensor
