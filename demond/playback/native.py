"""The C callback where it was built, else its numpy twin: one way to render, one to hand to PortAudio."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import callback
from .segment import Float32, Segment

try:
    from ._callback import ffi as _ffi
    from ._callback import lib as _lib
except ImportError:
    _ffi = _lib = None


def is_built() -> bool:
    """Whether the C callback was built at install."""
    return _lib is not None


class Renderer:
    """Renders one segment's loop, one renderer at a time; `native` is False for the numpy twin."""

    def __init__(self, segment: Segment, *, native: bool | None = None) -> None:
        if native and not is_built():
            raise RuntimeError("the C callback was not built")
        self.segment = segment
        self.native = is_built() if native is None else native
        self._memory = _ffi.cast("void *", segment.address()) if self.native else None

    def render(self, out: Float32, now: float = 0.0, flags: int = 0) -> None:
        """The next block, into C-contiguous float32 [frames, channels]."""
        if out.shape[1] != self.segment.header.channels:
            raise ValueError(f"{out.shape[1]} channels, the device has {self.segment.header.channels}")
        if self.native:
            samples = _ffi.from_buffer("float[]", out, require_writable=True)
            _lib.render(self._memory, samples, len(out), now, flags)
        else:
            callback.render(self.segment, out, now, flags)

    def stream_arguments(self) -> dict[str, Any]:
        """What makes a sounddevice stream play the loop: the C function itself, or the twin wrapped."""
        if not self.native:
            return {"callback": self._python_callback, "wrap_callback": "buffer"}
        return {"callback": _lib.stream_callback_address(), "userdata": self._memory, "wrap_callback": None}

    def _python_callback(self, out: Any, frames: int, time: Any, flags: Any) -> None:
        block = np.frombuffer(out, np.float32).reshape(frames, -1)
        callback.render(self.segment, block, time.currentTime, flags._flags)
