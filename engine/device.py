"""What a device is asked for beside computing: copies that nothing waits for, streams, events and its memory.

The CPU does everything at once; so does a device that is neither it nor CUDA. On CUDA this has not run yet.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from typing import NamedTuple

import torch
from torch import Tensor

MIB = 2**20
ALONE = threading.RLock()
"""Held by what captures a CUDA graph, and by what may wait for a whole GPU, or have torch give its memory back: amid a
capture that would end it, and torch does not get over one that was ended."""


class Memory(NamedTuple):
    """Bytes of a device that are free, and all it has."""

    free: int
    total: int


class Mark:
    """A moment in the work of a device; on one that does everything at once that is now."""

    def __init__(self) -> None:
        self._at = time.monotonic()

    def wait(self) -> None:
        """Until the device has come here."""

    def since(self, earlier: Mark) -> float:
        """Seconds from an earlier mark to this one, which both have passed."""
        return self._at - earlier._at


class _Event(Mark):
    """A moment in the current stream of CUDA."""

    def __init__(self) -> None:
        self._event = torch.cuda.Event(enable_timing=True)
        self._event.record()

    def wait(self) -> None:
        self._event.synchronize()

    def since(self, earlier: Mark) -> float:
        assert isinstance(earlier, _Event), "marks of one device"
        return float(earlier._event.elapsed_time(self._event)) / 1000.0


class Fetched:
    """Numbers on their way from a device."""

    def __init__(self, numbers: Tensor, arrived: Mark) -> None:
        self._numbers = numbers
        self._arrived = arrived

    def wait(self) -> Tensor:
        """The numbers on the CPU, once they are there."""
        self._arrived.wait()
        return self._numbers


class Device:
    """A device that does everything at once: the CPU, or another without streams."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self.is_cpu = device.type == "cpu"

    def upload(self, tensors: Sequence[Tensor]) -> list[Tensor]:
        """Float32 tensors of the CPU as ones of the device, brought there in one copy that nothing waits for."""
        if not tensors or self.is_cpu:
            return list(tensors)
        flat = self.staged(torch.cat([tensor.reshape(-1) for tensor in tensors]))
        moved = flat.to(self.device, non_blocking=True).split([tensor.numel() for tensor in tensors])
        return [part.view(tensor.shape) for part, tensor in zip(moved, tensors, strict=True)]

    def staged(self, tensor: Tensor) -> Tensor:
        """A tensor of the CPU in memory that the device copies from without anybody waiting."""
        return tensor

    def fetch(self, tensor: Tensor) -> Fetched:
        """Have a tensor brought to the CPU."""
        return Fetched(tensor.cpu(), self.mark())

    def mark(self) -> Mark:
        """This moment in the work that was asked for."""
        return Mark()

    def ticking(self, *, apart: bool = False) -> AbstractContextManager[None]:
        """What is asked for inside belongs to the ticks; it comes after what was asked for until then where this is
        not among them already, unless that goes on `apart` and nothing of it that is not done is used."""
        return nullcontext()

    def decoding(self, *given: Tensor) -> AbstractContextManager[None]:
        """What is asked for inside goes past the ticks and waits for none of them; what it uses of them is done, as
        `given`, which is lent to it. What was asked for elsewhere comes before it."""
        return nullcontext()

    def beside(self) -> AbstractContextManager[None]:
        """What is asked for inside is done when it ends, without holding up the ticks; what they were asked for before
        is done when it begins."""
        return nullcontext()

    def finish(self) -> None:
        """Return when what the ticks were asked for is done, and what was asked for beside them."""
        with self.beside():
            pass

    def alone(self) -> AbstractContextManager[object]:
        """Nothing is captured while this is open, see `ALONE`; what has to be captured runs as it is."""
        return nullcontext()

    def lend(self, tensor: Tensor) -> None:
        """Keep the memory of a tensor, wherever it was made, until the current work with it is done."""

    def lend_to_ticks(self, tensors: Iterable[Tensor]) -> None:
        """Keep the memory of tensors, made beside the ticks, until those are done that were asked for by the time when
        it is let go."""

    def release(self) -> None:
        """Give memory back that is not in use, unless that has to wait."""

    def memory(self) -> Memory | None:
        """What memory the device has, if it can be known."""
        return None


class _Cuda(Device):
    """An NVIDIA GPU: a stream for ticks, which go before what is done beside them, and one for decoding, which goes
    before both."""

    def __init__(self, device: torch.device) -> None:
        super().__init__(device)
        self._ticks = torch.cuda.Stream(device, priority=-1)
        self._decodes = torch.cuda.Stream(device, priority=-2)

    def staged(self, tensor: Tensor) -> Tensor:
        return tensor.pin_memory()

    def fetch(self, tensor: Tensor) -> Fetched:
        numbers = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True).copy_(tensor, non_blocking=True)
        return Fetched(numbers, self.mark())

    def mark(self) -> Mark:
        return _Event()

    @contextmanager
    def ticking(self, *, apart: bool = False) -> Iterator[None]:
        if not apart:
            self._follow(self._ticks)
        with torch.cuda.stream(self._ticks):
            yield

    @contextmanager
    def decoding(self, *given: Tensor) -> Iterator[None]:
        self._follow(self._decodes)
        with torch.cuda.stream(self._decodes):
            for tensor in given:
                self.lend(tensor)
            yield

    def _follow(self, stream: torch.cuda.Stream) -> None:
        """Have a stream wait for the current one, if that is neither of these two."""
        current = torch.cuda.current_stream(self.device)
        if current not in (self._ticks, self._decodes):
            stream.wait_stream(current)

    @contextmanager
    def beside(self) -> Iterator[None]:
        stream = torch.cuda.default_stream(self.device)
        with torch.cuda.stream(stream):
            stream.wait_stream(self._ticks)
            yield
            stream.synchronize()

    def alone(self) -> AbstractContextManager[object]:
        return ALONE

    def lend(self, tensor: Tensor) -> None:
        tensor.record_stream(torch.cuda.current_stream(self.device))

    def lend_to_ticks(self, tensors: Iterable[Tensor]) -> None:
        for tensor in tensors:
            tensor.record_stream(self._ticks)

    def release(self) -> None:
        if ALONE.acquire(blocking=False):
            try:
                torch.cuda.empty_cache()
            finally:
                ALONE.release()

    def memory(self) -> Memory | None:
        return Memory(*torch.cuda.mem_get_info(self.device))


def device_of(device: torch.device) -> Device:
    """What there is to ask of a device, the same each time."""
    if device.type == "cuda" and device.index is None:
        device = torch.device("cuda", torch.cuda.current_device())
    return _made(device)


@cache
def _made(device: torch.device) -> Device:
    return _Cuda(device) if device.type == "cuda" else Device(device)


def needs_memory(device: Device, what: str, told: str) -> str:
    """That a device has too little memory for something, with the numbers that are known; `told` is what torch says."""
    problem, room = f"the memory of {device.device} is too small for {what}", device.memory()
    if (wanted := re.search(r"allocate ([0-9.]+ \w+)", told)) is not None:
        problem += f": {wanted[1]} more are needed"
    return problem if room is None else f"{problem}, {room.free // MIB} of {room.total // MIB} MiB are free"
