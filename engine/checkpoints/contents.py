"""Which of many files make a checkpoint: the layouts by their names alone; no torch."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from engine.checkpoints.names import TURBO
from engine.errors import CheckpointError

INDEX, CONFIG, SILENCE, LORAS = "model_index.json", "config.json", "silence_latent.pt", "loras"
DEFAULTS = "defaults.json"
"""What suits a checkpoint better than others of its kind, see `engine.checkpoints.defaults`."""
VAE, TEXT = "vae", "Qwen3-Embedding-0.6B"
SHARED = (VAE, TEXT)

_COMPONENTS = (
    "transformer",
    "condition_encoder",
    "audio_tokenizer",
    "audio_token_detokenizer",
    "vae",
    "text_encoder",
    "tokenizer",
    "planner",
)
_BESIDE = (".json", ".txt", ".jinja")
_WEIGHTS = re.compile(r"(?:diffusion_pytorch_)?model(?P<variant>\.\w+)?(?P<shard>-\d+-of-\d+)?\.safetensors")
_SHARDS = re.compile(r"(?:diffusion_pytorch_)?model\.safetensors\.index(?P<variant>\.\w+)?\.json")


@dataclass(frozen=True)
class Contents:
    """A checkpoint among files: the folder it lies in, what of the files it needs, its layout, and the folder that
    VAE and text encoder are in, None where they are not among them. A folder is "" for where the files are."""

    folder: str
    files: tuple[str, ...]
    layout: str
    shared: str | None


def contents(files: Collection[str], folder: str, said: str) -> Contents:
    """What of a repository's files makes the checkpoint in one of its folders, or in it ("").

    Without a folder it is what lies at its root or, of variants in folders, the one that `choose` takes. Raises
    CheckpointError, in which the repository is called `said`.
    """
    if not folder and not _holds(files, ""):
        folder = choose(variants(files), said, said + "/{}")
    if not _holds(files, folder):
        raise CheckpointError(f"{said}: holds no checkpoint{f' in {folder}' if folder else ''}")
    loras = _in(files, _join(folder, LORAS), (*_BESIDE, ".safetensors"))
    if _join(folder, INDEX) in files:
        parts = [path for part in _COMPONENTS for path in _component(files, _join(folder, part))]
        root = [path for name in (INDEX, DEFAULTS) if (path := _join(folder, name)) in files]
        return Contents(folder, (*root, *parts, *loras), "diffusers", folder)
    own = [*_component(files, folder), *_in(files, folder, (SILENCE,))]
    shared = next((each for each in (folder, "") if all(_component(files, _join(each, part)) for part in SHARED)), None)
    if shared is not None:
        own += shared_files(files, shared)
    return Contents(folder, (*own, *loras), "original", shared)


def shared_files(files: Collection[str], folder: str = "") -> tuple[str, ...]:
    """The files of VAE and text encoder in the original layout."""
    return tuple(path for part in SHARED for path in _component(files, _join(folder, part)))


def variants(files: Iterable[str]) -> list[str]:
    """The folders among files that hold a transformer in the original layout."""
    files = set(files)
    held = {path.removesuffix(f"/{SILENCE}") for path in files if path.endswith(f"/{SILENCE}")}
    return sorted(each for each in held if "/" not in each and _plain(each) and f"{each}/{CONFIG}" in files)


def choose(found: list[str], said: str, form: str) -> str:
    """The one of several variants that is meant when nobody says: turbo, or the only one; the others are told."""
    if TURBO in found:
        return TURBO
    if len(found) == 1:
        return found[0]
    if not found:
        raise CheckpointError(f"{said}: has no {INDEX} and no variant of the original layout, so it is no checkpoint")
    raise CheckpointError(f"{said}: holds several models; say which: {', '.join(map(form.format, found))}")


def _holds(files: Collection[str], folder: str) -> bool:
    return _join(folder, INDEX) in files or (_join(folder, CONFIG) in files and bool(_weights(files, folder)))


def _component(files: Collection[str], folder: str) -> list[str]:
    """The weights of a component and the small files beside them."""
    beside = [path for path in _in(files, folder, _BESIDE) if not _SHARDS.fullmatch(path.rpartition("/")[2])]
    return beside + _weights(files, folder)


def _weights(files: Collection[str], folder: str) -> list[str]:
    """The safetensors that are read: those of no variant where there are such, and what an index lists before one."""
    found = {path: match for path in _in(files, folder, (".safetensors",)) if (match := _named(_WEIGHTS, path))}
    index = {path: match for path in _in(files, folder, (".json",)) if (match := _named(_SHARDS, path))}
    if any(not match["variant"] for match in (*found.values(), *index.values())):
        found = {path: match for path, match in found.items() if not match["variant"]}
        index = {path: match for path, match in index.items() if not match["variant"]}
    return [*index, *(path for path, match in found.items() if bool(match["shard"]) == bool(index))]


def _named(form: re.Pattern[str], path: str) -> re.Match[str] | None:
    return form.fullmatch(path.rpartition("/")[2])


def _in(files: Collection[str], folder: str, ends: tuple[str, ...]) -> list[str]:
    """The files directly in a folder with one of these ends, and with names that lead nowhere else."""
    return sorted(
        path
        for path in files
        if path.rpartition("/")[0] == folder and path.endswith(ends) and _plain(path.rpartition("/")[2])
    )


def _plain(name: str) -> bool:
    return name not in ("", ".", "..") and name.isprintable() and not set(name) & set("/\\:")


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
