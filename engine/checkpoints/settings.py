"""Settings in JSON beside weights; no torch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.errors import CheckpointError, in_words
from engine.weightfile import need_plain

LONGEST_JSON = 1 << 24


def read_json(file: Path) -> dict[str, Any]:
    """A file of one JSON object. Raises CheckpointError."""
    try:
        need_plain(file)
        if file.stat().st_size > LONGEST_JSON:
            raise ValueError(f"is longer than {LONGEST_JSON} bytes")
        read = json.loads(file.read_bytes())
        if not isinstance(read, dict):
            raise ValueError(f"expected an object, got a {type(read).__name__}")
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{file}: cannot be read: {in_words(error)}") from error
    return read


def settled(config: dict[str, Any]) -> dict[str, Any]:
    """A configuration of ACE-Step's: what is null is as good as not there, and the rotary base may lie deeper."""
    rotary = config.get("rope_parameters")
    named = {name: value for name, value in config.items() if value is not None}
    return rotary | named if isinstance(rotary, dict) else named
