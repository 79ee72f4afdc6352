"""The backends of decoder and codec by name, what each needs, and which of them run; no torch."""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from engine.names import shown

DECODERS = ("auto", "eager", "compile", "onnx", "openvino", "tensorrt")
CODECS = ("auto", "eager", "compile", "onnx", "tensorrt")

MOST = 300
"""Letters of a reason that are told: compilers give pages."""

Told = Callable[[str, str], None]
"""Hears which backend runs from now on, and why, where it is not the one that was chosen."""

FASTEST = {"cuda": ("tensorrt", "compile"), "cpu": ("openvino",)}
"""By kind of device the backends that are faster than eager there, the fastest first.

Of those only the decoder has one on a CPU: ACE-Step's VAE by ONNX decodes a second in half the time, but windows of a
third of one slower than eager, and writes 0.3 GB first; who plays it on a CPU chooses.
"""

_LIBRARIES = {
    "onnx": ("onnx", "onnxscript", "onnxruntime"),
    "openvino": ("openvino",),
    "tensorrt": ("tensorrt", "onnx", "onnxscript"),
}
_log = logging.getLogger(__name__)


def why_not(backend: str, device: str, dtype: str = "") -> str:
    """Why a backend cannot run on a device and what to do, in a sentence; empty where it can, as far as that is known
    before there is a model."""
    gpu = device.startswith("cuda")
    if dtype == "fp8" and backend in _LIBRARIES:
        return f"{backend} takes no weights in 8 bits: leave dtype at auto, or choose compile"
    if backend == "tensorrt" and not gpu:
        return f"tensorrt needs an NVIDIA GPU, and the model is to run on {device}: leave it at auto"
    if backend == "openvino" and device != "cpu":
        return f"openvino runs on CPUs, and the model is to run on {device}: leave it at auto"
    missing = [name for name in _LIBRARIES.get(backend, ()) if importlib.util.find_spec(name) is None]
    if missing:
        return f"{backend} needs {' and '.join(missing)}: pip install 'demond[{backend}]'"
    if backend == "compile" and gpu and importlib.util.find_spec("triton") is None:
        return "compile needs triton, which torch for NVIDIA GPUs brings: pip install triton"
    if backend == "compile" and gpu and not _compiler("CC", "gcc", "clang"):
        return "compile needs a C compiler: sudo apt install gcc"
    if backend == "compile" and not gpu and not _compiler("CXX", "clang++" if sys.platform == "darwin" else "g++"):
        return "compile needs a C++ compiler: sudo apt install g++"
    return ""


def _compiler(variable: str, *usual: str) -> bool:
    """Whether there is a compiler where torch, or Triton, looks for one."""
    named = os.environ.get(variable)
    return any(shutil.which(each) for each in ((named,) if named else usual))


def default_engines() -> Path:
    """The folder of built engines and exported graphs where none is named: `trt_engines` of the checkout that this runs
    from, else XDG_CACHE_HOME/demond/engines. The daemon names one in its state folder."""
    checkout = Path(__file__).parents[1] / "trt_engines"
    if checkout.is_dir():
        return checkout
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "demond" / "engines"


class Runs(NamedTuple):
    """The backend that runs a part, and why another was let go for it; else empty."""

    backend: str
    reason: str = ""


class Running(dict[str, Runs]):
    """What runs each part of a model, `decoder` and `vae`; told from any thread, and by the log."""

    def told(self, part: str) -> Told:
        """Who hears what runs this part."""
        return partial(self._note, part)

    @property
    def fallen(self) -> list[str]:
        """Of every part whose backend fell away a sentence."""
        return [_fell(part, runs) for part, runs in self.items() if runs.reason]

    def _note(self, part: str, backend: str, reason: str) -> None:
        runs = self[part] = Runs(backend, shown(" ".join(reason.split())[:MOST]))
        if reason:
            _log.warning("%s", _fell(part, runs))
        else:
            _log.info("%s: %s runs from now on", part, backend)


def _fell(part: str, runs: Runs) -> str:
    return f"{part}: {runs.reason}; {runs.backend} runs in its place"
