"""Where a checkpoint lies, and what comes with it; no torch."""

from __future__ import annotations

from pathlib import Path

from engine.errors import CheckpointError

SHIPPED = Path(__file__).parents[1] / "pocket" / "weights"
_FILES = ["model_index.json", "*/*.json", "*/*.safetensors", "*/*.txt", "*/*.jinja"]


def locate(model: str | Path) -> Path:
    """The folder of a model: `pocket`, a path, or a hub id that is fetched to the local cache.

    Raises CheckpointError.
    """
    folder = _named(model)
    if not folder.is_dir():
        if not isinstance(model, str) or len(model.split("/")) != 2 or model.startswith((".", "/", "~")):
            wanted = "give a checkpoint folder, a hub id like owner/name, or pocket"
            raise CheckpointError(f"{model}: no such folder; {wanted}")
        folder = _fetch(model)
    if not (folder / "model_index.json").is_file():
        raise CheckpointError(f"{folder}: has no model_index.json, so it is no checkpoint in the diffusers layout")
    return folder


def loras_with(model: str) -> Path:
    """The folder of the LoRAs that come with a model, `loras` in its own, which may be missing; a hub id has none."""
    return _named(model) / "loras"


def _named(model: str | Path) -> Path:
    return SHIPPED if model == "pocket" else Path(model).expanduser()


def _fetch(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, allow_patterns=_FILES))
    except Exception as error:
        raise CheckpointError(f"{name}: no such folder, and fetching it from the hub failed: {error}") from error
