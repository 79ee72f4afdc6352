"""The C callback where it was built, else its numpy twin: one way to render a block, one to hand to PortAudio."""

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
    """Renders one segment's loop; `native` is False for the numpy twin.

    Only one renderer of a segment may run at a time. `enabled` set to False turns `stream_callback` into silence that
    touches nothing: for a stream that does not close.
    """

    def __init__(self, segment: Segment, *, native: bool | None = None) -> None:
        if native and not is_built():
            raise RuntimeError("the C callback was not built")
        self.segment = segment
        self.native = is_built() if native is None else native
        self._enabled = True
        if self.native:
            self._memory = _ffi.cast("void *", segment.address())
            self.userdata: Any = _ffi.new("struct output *", {"header": self._memory, "enabled": 1})
            self.stream_callback: Any = _lib.stream_callback_address()
        else:
            self.userdata = None
            self.stream_callback = self._python_callback

    @property
    def enabled(self) -> bool:
        return self._enabled

    @enabled.setter
    def enabled(self, value: bool) -> None:
        self._enabled = value
        if self.userdata is not None:
            self.userdata.enabled = int(value)

    def render(self, out: Float32, now: float = 0.0, flags: int = 0) -> None:
        """The next block, into C-contiguous float32 [frames, channels]."""
        if out.shape[1] != self.segment.header.channels:
            raise ValueError(f"{out.shape[1]} channels, the device has {self.segment.header.channels}")
        if self.native:
            _lib.render(self._memory, _ffi.from_buffer("float[]", out, require_writable=True), len(out), now, flags)
        else:
            callback.render(self.segment, out, now, flags)

    def _python_callback(self, out: Any, frames: int, time: Any, flags: Any) -> None:
        block = np.frombuffer(out, np.float32).reshape(frames, -1)
        if self._enabled:
            callback.render(self.segment, block, time.currentTime, int(getattr(flags, "_flags", 0)))
        else:
            block.fill(0.0)


def quiet_address() -> int | None:
    """Address of a C function that does nothing, for libraries that want somewhere to print errors."""
    return int(_ffi.cast("uintptr_t", _lib.quiet_address())) if is_built() else None
