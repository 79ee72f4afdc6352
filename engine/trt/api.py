"""TensorRT and the GPU, asked for when they are needed."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import torch

from engine.errors import EngineUnavailable, in_words

NEEDS = "pip install 'demond[tensorrt]'"
_KNOWN = re.compile(r"10\.(1[6-9]|[2-9]\d)\.|11\.")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Gpu:
    """The GPU that engines are built for and run on; `capability` is as "9.0"."""

    device: torch.device
    name: str
    capability: str
    driver: str


def require_trt(trt: Any = None) -> Any:
    """The module `tensorrt`, or the one given, from release 10.16 to 11. Raises EngineUnavailable."""
    if trt is None:
        try:
            trt = import_module("tensorrt")
        except ImportError as error:
            raise EngineUnavailable(f"TensorRT is not installed: {NEEDS}") from error
        except Exception as error:
            raise EngineUnavailable(f"TensorRT cannot be loaded ({in_words(error)}): {NEEDS}") from error
    if not _KNOWN.match(f"{trt.__version__}."):
        raise EngineUnavailable(f"TensorRT {trt.__version__} is installed, and 10.16 to 11 can be used: {NEEDS}")
    return trt


def release(trt: Any) -> str:
    """The release that an engine is bound to, as "10.16.1"."""
    return ".".join(str(trt.__version__).split(".")[:3])


def require_gpu(device: torch.device | None = None) -> Gpu:
    """The NVIDIA GPU that a model runs on, or that torch computes on. Raises EngineUnavailable."""
    if device is not None and device.type != "cuda":
        raise EngineUnavailable(f"TensorRT needs an NVIDIA GPU, and the model runs on {device}")
    if not torch.cuda.is_available():
        raise EngineUnavailable("there is no NVIDIA GPU that torch can use: TensorRT needs one, and its driver")
    device = torch.device("cuda", torch.cuda.current_device() if device is None else device.index or 0)
    major, minor = torch.cuda.get_device_capability(device)
    return Gpu(device, torch.cuda.get_device_name(device), f"{major}.{minor}", _driver())


def _driver() -> str:
    try:
        return Path("/sys/module/nvidia/version").read_text().strip()
    except OSError:
        return ""


def free_memory(device: torch.device) -> int | None:
    """Bytes that are free on a GPU; None elsewhere."""
    return None if device.type != "cuda" else int(torch.cuda.mem_get_info(device)[0])


def make_logger(trt: Any) -> Any:
    """What TensorRT logs to: our log, and `said`, the errors since it was last asked."""

    class Logger(trt.ILogger):  # type: ignore[misc]
        def __init__(self) -> None:
            trt.ILogger.__init__(self)
            self._errors: list[str] = []

        def log(self, severity: Any, text: str) -> None:
            if severity in (trt.Logger.INTERNAL_ERROR, trt.Logger.ERROR):
                self._errors.append(" ".join(text.split())[:300])
            elif severity == trt.Logger.WARNING:
                _log.info("TensorRT: %s", text)

        def said(self) -> str:
            errors, self._errors = self._errors, []
            return "; ".join(errors[-3:]) or "TensorRT does not say why"

    return Logger()
