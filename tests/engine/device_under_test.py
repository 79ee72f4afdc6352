"""A device that is not the CPU but computes on it: it refuses to mix devices as CUDA does, and counts what crosses.

`register()` makes it known to torch as `counted:0`; it works in every thread and with modules, factories and
`torch.tensor(device=)`. Its tensors hold a CPU tensor each.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import torch
from torch import Tensor
from torch.utils._pytree import tree_flatten, tree_map

NAME = "counted"
DEVICE = f"{NAME}:0"


@dataclass(eq=False)
class Crossings:
    """What went between host and device: copies to it, and reads that wait for it, each by the operation's name."""

    uploads: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)


_watching: list[Crossings] = []
_lock = threading.Lock()


@contextmanager
def crossings() -> Iterator[Crossings]:
    """Counts, in all threads, what crosses while it is open."""
    seen = Crossings()
    with _lock:
        _watching.append(seen)
    try:
        yield seen
    finally:
        with _lock:
            _watching.remove(seen)


def _upload(name: str) -> None:
    with _lock:
        for each in _watching:
            each.uploads.append(name)


def _read(name: str) -> None:
    with _lock:
        for each in _watching:
            each.reads.append(name)


class Counted(Tensor):
    """A tensor of the device, with the one on the CPU that holds its numbers."""

    held: Tensor

    @staticmethod
    def __new__(cls, held: Tensor) -> Counted:
        with torch.inference_mode(False):  # so that views of what was made before can be taken in inference mode
            made: Counted = Tensor._make_wrapper_subclass(
                cls,
                held.size(),
                strides=held.stride(),
                storage_offset=held.storage_offset(),
                dtype=held.dtype,
                device=torch.device(DEVICE),
                requires_grad=held.requires_grad,
            )
        made.held = held.detach() if held.requires_grad else held
        return made

    def __repr__(self, *, tensor_contents: object = None) -> str:
        return f"Counted({self.held})"

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("a tensor of the counted device is not to be written; take it to the CPU")

    def tolist(self) -> Any:
        return self.cpu().tolist()

    def numpy(self, *, force: bool = False) -> Any:
        raise TypeError(f"can't convert a tensor of {DEVICE} to numpy; take it to the CPU first")

    @classmethod
    def __torch_dispatch__(
        cls, func: Any, types: Sequence[type], args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        parts = func.decompose(*args, **kwargs)  # of what is no kernel of its own
        return run(func, *args, **kwargs) if parts is NotImplemented else parts


READS = {"_local_scalar_dense", "nonzero", "equal", "masked_select", "_unique2", "unique_dim"}
"""Operations whose answer, or the shape of it, the host waits for."""
COPIES = {"copy_", "_copy_from", "_copy_from_and_resize"}
INDEXING = {"index", "index_put_", "index_put", "_index_put_impl_"}


def run(func: Any, *args: Any, **kwargs: Any) -> Any:
    """One operation of which at least one tensor, or the device that is asked for, is the counted one's."""
    name = func._schema.name.partition("::")[2]
    tensors = [each for each in tree_flatten((args, kwargs))[0] if isinstance(each, Tensor)]
    on_cpu = [each for each in tensors if not isinstance(each, Counted)]
    wanted = kwargs.get("device")
    target = None if wanted is None else torch.device(wanted)
    if name == "_has_compatible_shallow_copy_type":  # a module's weights go to another device
        return len(on_cpu) in (0, len(tensors))
    if name in COPIES:
        return _copy(name, args, kwargs)
    if name in READS or (name == "index" and any(_is_mask(each) for each in args[1])):
        _read(name)
    if on_cpu and len(on_cpu) < len(tensors):
        _mixed(name, on_cpu, args)
    came_from_here = any(isinstance(each, Counted) for each in tensors)
    stays = target is None and came_from_here
    goes_there = target is not None and target.type == NAME
    if target is not None:
        kwargs = {**kwargs, "device": torch.device("cpu")}
        if goes_there and on_cpu:
            _upload(name)
        if not goes_there and came_from_here:
            _read(name)
            kwargs.pop("pin_memory", None)
    given, named = tree_map(_held, (args, kwargs))
    answer = func(*given, **named)
    if goes_there and on_cpu and name == "_to_copy" and any(answer is each for each in on_cpu):
        answer = answer.clone()
    if func._schema.is_mutable:
        return _mutated(func, args, kwargs, answer)
    return tree_map(_wrapped, answer) if stays or goes_there else answer


def _is_mask(index: Tensor | None) -> bool:
    return index is not None and index.dtype in (torch.bool, torch.uint8)


def _mixed(name: str, on_cpu: Sequence[Tensor], args: Sequence[Any]) -> None:
    if name in INDEXING:
        indices = {id(each) for each in args[1] if each is not None}
        if isinstance(args[0], Counted) and all(id(each) in indices or each.ndim == 0 for each in on_cpu):
            _upload(name)
            return
    elif all(each.ndim == 0 for each in on_cpu):
        return
    shapes = ", ".join(str(list(each.shape)) for each in on_cpu)
    raise RuntimeError(f"{name}: expected all tensors to be on {DEVICE}, but found on the cpu: {shapes}")


def _copy(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Tensor:
    target, source = args[:2] if name == "copy_" else (args[1], args[0])
    assert isinstance(target, Tensor)
    if isinstance(target, Counted) and not isinstance(source, Counted):
        _upload(name)
    elif isinstance(source, Counted) and not isinstance(target, Counted):
        _read(name)
    _held(target).copy_(_held(source))
    return target


def _mutated(func: Any, args: Sequence[Any], kwargs: Mapping[str, Any], answer: Any) -> Any:
    """What an operation that writes gives back: the tensors it was given, else new ones."""
    written = [*args, *kwargs.values()]
    own = {id(_held(each)): each for each in tree_flatten(written)[0] if isinstance(each, Tensor)}
    return tree_map(lambda each: own.get(id(each)) if id(each) in own else _wrapped(each), answer)


def _held(value: Any) -> Any:
    return value.held if isinstance(value, Counted) else value


def _wrapped(value: Any) -> Any:
    return Counted(value) if isinstance(value, Tensor) and not isinstance(value, Counted) else value


class _Module:
    """What torch asks of a device's module."""

    def is_initialized(self) -> bool:
        return True

    def is_available(self) -> bool:
        return True

    def current_device(self) -> int:
        return 0

    def device_count(self) -> int:
        return 1

    def _is_in_bad_fork(self) -> bool:
        return False

    def manual_seed_all(self, seed: int) -> None:
        pass


FACTORIES = (
    "arange",
    "arange.start",
    "arange.start_step",
    "empty.memory_format",
    "empty_strided",
    "eye",
    "eye.m",
    "full",
    "linspace",
    "ones",
    "rand",
    "randn",
    "scalar_tensor",
    "zeros",
)
_kept: list[Any] = []


@cache
def register() -> torch.device:
    """Make the device known to torch, once in a process."""
    from torch.utils.backend_registration import _setup_privateuseone_for_python_backend

    _setup_privateuseone_for_python_backend(NAME, backend_module=_Module())
    everything = torch.library.Library("_", "IMPL")
    everything.fallback(run, "PrivateUse1")
    factories = torch.library.Library("aten", "IMPL")
    for name in FACTORIES:
        base, _, overload = name.partition(".")
        factories.impl(name, _factory(getattr(getattr(torch.ops.aten, base), overload or "default")), "PrivateUse1")
    for name in ("_copy_from", "_to_copy", "copy_"):
        factories.impl(name, _given(getattr(torch.ops.aten, name).default), "PrivateUse1")
    _kept.extend([everything, factories])
    return torch.device(DEVICE)


def _factory(operation: Any) -> Callable[..., Any]:
    def made(*args: Any, **kwargs: Any) -> Any:
        kwargs = {**kwargs, "device": torch.device("cpu"), "pin_memory": None}
        return Counted(operation(*args, **kwargs))

    return made


def _given(operation: Any) -> Callable[..., Any]:
    """`torch.tensor(device=)` asks for these past the dispatch to Python."""
    return lambda *args, **kwargs: run(operation, *args, **kwargs)
