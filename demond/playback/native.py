"""The C callbacks where they were built, else their numpy twins: for the loop that is played, and for an input."""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np

from demond.playback import callback, layout
from demond.playback.segment import Float32, Segment
from engine.errors import in_words

try:
    from demond.playback._callback import ffi as _ffi
    from demond.playback._callback import lib as _lib
except ImportError as error:
    _ffi = _lib = None
    WHY_NOT = "was not built" if isinstance(error, ModuleNotFoundError) else f"cannot be loaded ({in_words(error)})"
    """Why the C callback does not play, where it does not."""
else:
    WHY_NOT = ""
    if not hasattr(_lib, "layout_version") or _lib.layout_version() != layout.version():
        _ffi = _lib = None  # it would read and write in other places than the rest of demond
        WHY_NOT = "was built for another version of demond"

BUILD_COMMAND = f"sudo apt install gcc python3-dev && {sys.executable} -m pip install --force-reinstall --no-deps ."
"""What builds it, in the checkout."""


def is_built() -> bool:
    """Whether the C callback was built at install, and for this version."""
    return _lib is not None


_WORDS = 3  # before the frames of an input_ring, see callback.c


class Renderer:
    """Renders one segment's loop, one renderer at a time; `native` is False for the numpy twin."""

    def __init__(self, segment: Segment, *, native: bool | None = None) -> None:
        if native and not is_built():
            raise RuntimeError(f"the C callback {WHY_NOT}")
        self.segment = segment
        self.native = is_built() if native is None else native
        self._memory = _ffi.cast("void *", segment.address()) if self.native else None

    def render(self, out: Float32, now: float = 0.0, flags: int = 0, began: float | None = None) -> None:
        """The next block, into C-contiguous float32 [frames, channels]; `began` is the monotonic time, None is now."""
        began = time.monotonic() if began is None else began
        if out.shape[1] != self.segment.header.channels:
            raise ValueError(f"{out.shape[1]} channels, the device has {self.segment.header.channels}")
        if self.native:
            samples = _ffi.from_buffer("float[]", out, require_writable=True)
            _lib.render(self._memory, samples, len(out), now, flags, began)
        else:
            callback.render(self.segment, out, now, flags, began)

    def stream_arguments(self) -> dict[str, Any]:
        """What makes a sounddevice stream play the loop: the C function itself, or the twin wrapped."""
        if not self.native:
            return {"callback": self._python_callback, "wrap_callback": "buffer"}
        return {"callback": _lib.stream_callback_address(), "userdata": self._memory, "wrap_callback": None}

    def _python_callback(self, out: Any, frames: int, at: Any, flags: Any) -> None:
        block = np.frombuffer(out, np.float32).reshape(frames, -1)
        callback.render(self.segment, block, at.currentTime, flags._flags, time.monotonic())


class InputRing:
    """The last `seconds` of an input; written by PortAudio's callback, read by one other thread.

    `native` is False where Python does the callback's work.
    """

    def __init__(self, rate: float, channels: int, seconds: float, *, native: bool | None = None) -> None:
        self.rate = round(rate)
        size = round(seconds * rate)
        self._memory = np.zeros(_WORDS + (size * channels + 1) // 2, np.uint64)
        self._memory.fill(0)  # so that the memory is there before the callback writes
        self._memory[:_WORDS] = 0, size, channels
        self._frames = self._memory[_WORDS:].view(np.float32)[: size * channels].reshape(size, channels)
        built = hasattr(_lib, "input_callback_address")
        self.native = built if native is None else native

    @property
    def written(self) -> int:
        """Frames heard so far."""
        return int(self._memory[0])

    def last(self, seconds: float) -> Float32:
        """The newest frames, as many as there are of so many seconds, `[frames, channels]`."""
        end = self.written
        count = min(round(seconds * self.rate), end)
        return self._frames[np.arange(end - count, end) % len(self._frames)]

    def stream_arguments(self) -> dict[str, Any]:
        """What makes a sounddevice stream fill the ring."""
        if not self.native:
            return {"callback": self._take, "wrap_callback": "array"}
        return {
            "callback": _lib.input_callback_address(),
            "userdata": _ffi.cast("void *", self._memory.ctypes.data),
            "wrap_callback": None,
        }

    def _take(self, block: Float32, frames: int, time: Any, flags: Any) -> None:
        at = self.written % len(self._frames)
        first = min(frames, len(self._frames) - at)
        self._frames[at : at + first] = block[:first]
        self._frames[: frames - first] = block[first:]
        self._memory[0] += np.uint64(frames)
