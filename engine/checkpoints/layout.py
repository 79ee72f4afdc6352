"""Which layout a checkpoint's folder has; no torch."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from engine.checkpoints.contents import CONFIG, INDEX, SILENCE
from engine.errors import CheckpointError, in_words
from engine.names import some

Layout = Literal["diffusers", "original"]

PREFIXES = {
    "transformer": "decoder.",
    "condition_encoder": "encoder.",
    "audio_tokenizer": "tokenizer.",
    "audio_token_detokenizer": "detokenizer.",
}
"""What the names of a component's tensors begin with in the original layout, where one state holds them all; the
condition encoder's `null_condition_emb` has no such beginning."""

_WANTED = f"a model is a folder: with {INDEX} as diffusers saves it, or with ACE-Step's {CONFIG}, weights and silence"
_COMFY = ("split_files", "diffusion_models", "text_encoders")


def layout_of(folder: Path) -> Layout:
    """The layout of a checkpoint's folder: as diffusers saves a pipeline, or ACE-Step's own.

    Raises CheckpointError for what is neither, and says what to give instead.
    """
    try:
        if (folder / INDEX).is_file():
            return "diffusers"
        if (folder / CONFIG).is_file():
            return "original"
        raise CheckpointError(f"{folder}: {_foreign(folder)}; {_WANTED}")
    except OSError as error:
        raise CheckpointError(f"{folder}: cannot be read: {in_words(error)}") from error


def _foreign(path: Path) -> str:
    """What is there instead of a checkpoint's folder."""
    if not path.is_dir():
        if path.suffix == ".gguf":
            return "is a GGUF file, whose quantised weights cannot be read"
        if path.suffix != ".safetensors":
            return "there is no such folder"
        return "is made for ComfyUI, and cannot be read" if _for_comfy(path) else "is one file, not a model's folder"
    held = sorted(entry.name for entry in path.iterdir())
    files = [path / name for name in held if name.endswith(".safetensors")]
    if any(name in _COMFY for name in held) or (files and all(map(_for_comfy, files))):
        return "holds files made for ComfyUI, which cannot be read"
    if any(name.endswith(".gguf") for name in held):
        return "holds GGUF files, whose quantised weights cannot be read"
    inner = [name for name in held if (path / name / INDEX).is_file() or (path / name / SILENCE).is_file()]
    if inner:
        return f"is no checkpoint, but holds {some(inner)}: give one of them"
    if any((path / "checkpoints").glob("*.safetensors")):
        return "holds files made for ComfyUI, which cannot be read"
    return f"has neither {INDEX} nor {CONFIG}, but {some(held) or 'nothing'}"


def _for_comfy(file: Path) -> bool:
    """Whether a file is one of those that are published for ComfyUI, by its name and the folder it is in."""
    return "_aio" in file.stem or file.stem.startswith(("ace_step_1.5", "acestep_v1.5")) or file.parent.name in _COMFY
