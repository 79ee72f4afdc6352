"""Where a checkpoint lies, and what comes with it; no torch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from engine.errors import CheckpointError, in_words
from engine.names import shown

SHIPPED = Path(__file__).parents[1] / "pocket" / "weights"
_FILES = ["model_index.json", "*/*.json", "*/*.safetensors", "*/*.txt", "*/*.jinja"]
_HUB = ("huggingface.co", "www.huggingface.co", "hf.co")
_NAME = re.compile(r"([a-zA-Z0-9][\w.-]{0,95}/[a-zA-Z0-9][\w.-]{0,95})(?:@(\w(?!.*\.\.)[\w./-]{0,254}))?", re.ASCII)
_WANTED = "give a checkpoint folder, a hub id like owner/name or owner/name@revision, or pocket"


@dataclass(frozen=True)
class Place:
    """Where a checkpoint lies: the folder of its own, and the one that VAE and text encoder are in, often the same."""

    folder: Path
    shared: Path


def locate(model: str | Path) -> Place:
    """The place of a model: `pocket`, a path, or what the hub has, fetched to the local cache.

    That is `owner/name`, `owner/name@revision`, or the address of either, https://huggingface.co/owner/name and
    .../tree/revision. Raises CheckpointError.
    """
    given = _at_address(model) if isinstance(model, str) else model
    folder = _named(given)
    try:
        if not folder.is_dir():
            found = _NAME.fullmatch(given) if isinstance(given, str) else None
            if found is None:
                raise CheckpointError(f"{model}: no such folder; {_WANTED}")
            folder = _fetch(found[1], found[2])
        if not (folder / "model_index.json").is_file():
            raise CheckpointError(f"{folder}: has no model_index.json, so it is no checkpoint in the diffusers layout")
    except OSError as error:
        raise CheckpointError(f"{model}: cannot be read: {error.strerror}; {_WANTED}") from error
    return Place(folder, folder)


def wrong_name(model: str) -> str:
    """Why a text can name no model, whatever there is on a disk or on the hub; empty where it can."""
    try:
        model.encode()
        given = _at_address(model)
    except UnicodeEncodeError:
        return f"{shown(model)}: is no UTF-8; {_WANTED}"
    except CheckpointError as error:
        return str(error)
    word = given != "pocket" and not given.startswith("~") and "/" not in given
    if "\0" in given or not given.strip() or (word and not Path(given).is_dir()):
        return f"{shown(model) or 'nothing'}: is no model; {_WANTED}"
    return ""


def loras_with(model: str) -> Path:
    """The folder of the LoRAs that come with a model, `loras` in its own, which may be missing; a hub id has none."""
    return _named(model) / "loras"


def _named(model: str | Path) -> Path:
    if model == "pocket":
        return SHIPPED
    try:
        return Path(model).expanduser()
    except RuntimeError:  # of a user who is not there
        return Path(model)


def _at_address(model: str) -> str:
    """`owner/name@revision` of an address of the hub; any other text as it is."""
    if not re.match(r"https?://|(www\.)?(huggingface|hf)\.co/", model):
        return model
    try:
        address = urlsplit(model if "//" in model else f"https://{model}")
        parts = [unquote(part) for part in address.path.strip("/").split("/")]
        known = address.netloc in _HUB
    except ValueError:
        known, parts = False, []
    name = "/".join(parts[:2]) + "".join(f"@{part}" for part in parts[3:])
    if not known or len(parts) not in (2, 4) or parts[2:3] not in ([], ["tree"]) or not _NAME.fullmatch(name):
        raise CheckpointError(
            f"{model}: is no address of a model, which is https://huggingface.co/owner/name or "
            "https://huggingface.co/owner/name/tree/revision"
        )
    return name


def _fetch(name: str, revision: str | None) -> Path:
    from huggingface_hub import errors, snapshot_download

    said = name if revision is None else f"{name}@{revision}"
    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=_FILES))
    except errors.GatedRepoError as error:
        why = "it is gated; accept its terms on its page, then log in with: hf auth login"
        raise CheckpointError(f"{said}: {why}") from error
    except errors.RepositoryNotFoundError as error:
        why = "no such folder, and no such repository on the hub, or it is private; then log in with: hf auth login"
        raise CheckpointError(f"{said}: {why}") from error
    except errors.RevisionNotFoundError as error:
        raise CheckpointError(f"{said}: the repository has no revision {revision}") from error
    except errors.LocalEntryNotFoundError as error:
        why = "no such folder, it is not in the hub's local cache, and the hub cannot be reached"
        raise CheckpointError(f"{said}: {why}") from error
    except Exception as error:
        told = " ".join(in_words(error).split())[:500]
        raise CheckpointError(f"{said}: no such folder, and fetching it from the hub failed: {told}") from error
