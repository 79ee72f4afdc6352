"""Builds `demond.playback._callback`, the audio callback in C; the structure comes from layout.py."""

import importlib.util
from pathlib import Path

from cffi import FFI

_HERE = Path("demond/playback") if "__file__" not in globals() else Path(__file__).parent
_spec = importlib.util.spec_from_file_location("layout", _HERE / "layout.py")
assert _spec is not None
assert _spec.loader is not None
_layout = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_layout)

ffibuilder = FFI()
ffibuilder.cdef(
    """
    uint64_t layout_version(void);
    void render(void *memory, float *out, uint64_t frames, double now, uint64_t flags, double began);
    void *stream_callback_address(void);
    void *input_callback_address(void);
    """
)
ffibuilder.set_source(
    "demond.playback._callback",
    _layout.c_declarations() + (_HERE / "callback.c").read_text(),
    extra_compile_args=["-O3", "-fno-math-errno"],
)

if __name__ == "__main__":
    ffibuilder.compile(verbose=True)
