"""Backends of the codec by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.backends import Told
from engine.codec.codec import Codec
from engine.errors import EngineUnavailable


def make_codec(vae: Any, backend: str, *, engines: Path | None, model: str, told: Told) -> Codec:
    """The codec over a VAE."""
    if backend not in ("auto", "eager"):
        raise EngineUnavailable(f"vae: {backend} cannot run in this version")
    return Codec(vae)
