"""Where a checkpoint lies, and what comes with it; no torch."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from engine.checkpoints import cache, hub, names
from engine.checkpoints.contents import CONFIG, INDEX, LORAS, SHARED, SILENCE, choose
from engine.checkpoints.hub import Told, quiet
from engine.checkpoints.layout import layout_of
from engine.errors import CheckpointError
from engine.names import shown

__all__ = [
    "SHIPPED",
    "OnHub",
    "Place",
    "Told",
    "fetch",
    "find",
    "local_folder",
    "locate",
    "loras_with",
    "on_hub",
    "shared_here",
    "wrong_name",
]

SHIPPED = Path(__file__).parents[1] / "pocket" / "weights"
MODELS_DIR = "ACESTEP_MODELS_DIR"
"""The environment's variable for a folder that ACE-Step's users keep models in."""

_HUB = ("huggingface.co", "www.huggingface.co", "hf.co")
_PART = r"[a-zA-Z0-9][\w.-]{0,95}"
_NAME = re.compile(rf"({_PART}/{_PART})(?:/({_PART}))?(?:@(\w(?!.*\.\.)[\w./-]{{0,254}}))?", re.ASCII)
_WANTED = (
    "give a checkpoint folder, a hub id like owner/name, owner/name/folder or owner/name@revision, or one of "
    f"pocket, {', '.join(names.NAMES)}"
)


@dataclass(frozen=True)
class Place:
    """Where a checkpoint lies: the folder of its own, and the one that VAE and text encoder are in, often the same."""

    folder: Path
    shared: Path


class OnHub(NamedTuple):
    """What is meant on the hub: a repository, a revision, and the folder in it ("" where that is to be found)."""

    repository: str
    revision: str | None
    folder: str


def locate(model: str | Path, told: Told = quiet) -> Place:
    """The place of a model: `pocket`, a name of `names.NAMES`, a path, or what the hub has, fetched to its cache.

    A name means that model, in whatever case, never a folder in the working directory, which is `./name`; it is looked
    for in ACESTEP_MODELS_DIR and its `checkpoints`, then in the hub's cache, then on the hub. A path comes before a hub
    id, which is `owner/name`, `owner/name/folder`, either with `@revision`, or the address of these. What is whole in
    the cache is taken as it is, and the hub not asked. `told` hears of what is fetched, see `Told`. Raises
    CheckpointError.
    """
    folder = local_folder(model)
    if folder is not None:
        return Place(folder, _shared_with(folder) or hub.fetch_shared(told).shared)
    copy = hub.stored(*_meant(model), shared_here())
    return fetch(model, told) if copy is None else Place(copy.folder, copy.shared)


def fetch(model: str | Path, told: Told = quiet) -> Place:
    """As `locate`, but the hub is asked whether it has something newer than its cache."""
    if local_folder(model) is not None:
        return locate(model, told)
    copy = hub.fetch(*_meant(model), told, shared_here())
    return Place(copy.folder, copy.shared)


def find(model: str | Path) -> Place | None:
    """The place of a model where all of it is on disk, else None; nothing is fetched. Raises CheckpointError."""
    folder = local_folder(model)
    if folder is not None:
        shared = _shared_with(folder)
        return None if shared is None else Place(folder, shared)
    copy = hub.stored(*_meant(model), shared_here())
    return None if copy is None else Place(copy.folder, copy.shared)


def wrong_name(model: str) -> str:
    """Why a text can name no model, whatever there is on a disk or on the hub; empty where it can."""
    try:
        model.encode()
        given = _at_address(model)
    except UnicodeEncodeError:
        return f"{shown(model)}: is no UTF-8; {_WANTED}"
    except CheckpointError as error:
        return str(error)
    word = not given.startswith("~") and "/" not in given and given != "pocket" and names.known(given) is None
    if "\0" in given or not given.strip() or (word and not Path(given).exists()):
        return f"{shown(model) or 'nothing'}: is no model{names.near(model)}; {_WANTED}"
    return ""


def loras_with(model: str) -> Path:
    """The folder of the LoRAs that come with a model, `loras` in its own, which may be missing; nothing is fetched."""
    try:
        place = find(model)
        meant = on_hub(model) if place is None else None
    except CheckpointError:
        place = meant = None
    if meant is not None:
        return cache.storage(meant.repository) / LORAS
    return (_as_path(model) if place is None else place.folder) / LORAS


def on_hub(model: str | Path) -> OnHub | None:
    """What a name, a hub id or an address means on the hub; None for what is a path only. Raises CheckpointError.

    The hub takes an id in any case; a published one has one folder in the cache, however it is written.
    """
    if not isinstance(model, str):
        return None
    named = names.known(model)
    if named is not None:
        return OnHub(named.repository, None, named.folder)
    found = _NAME.fullmatch(_at_address(model))
    if found is None:
        return None
    published = {each.repository.lower(): each.repository for each in names.NAMES.values()}
    return OnHub(published.get(found[1].lower(), found[1]), found[3], found[2] or "")


def _meant(model: str | Path) -> OnHub:
    meant = on_hub(model)
    if meant is None:
        near = names.near(model) if isinstance(model, str) else ""
        raise CheckpointError(f"{model}: no such folder{near}; {_WANTED}")
    return meant


def local_folder(model: str | Path) -> Path | None:
    """The folder of a checkpoint outside of the hub's cache; None where there is none, so that the hub is meant."""
    if model == "pocket":
        return SHIPPED
    named = names.known(model) if isinstance(model, str) else None
    if named is not None:
        return next((root / named.local for root in _roots() if _is_variant(root / named.local)), None)
    folder = _as_path(model)
    try:
        if folder.is_file():
            layout_of(folder)
        return _chosen(folder) if folder.is_dir() else None
    except OSError as error:
        raise CheckpointError(f"{model}: cannot be read: {error.strerror}; {_WANTED}") from error


def _chosen(folder: Path) -> Path:
    """The checkpoint that a folder is or, where several lie in it side by side or in its `checkpoints`, holds."""
    if (folder / INDEX).is_file() or _is_variant(folder):
        return folder
    for root in (folder, folder / "checkpoints"):
        if found := sorted(each.parent.name for each in root.glob(f"*/{SILENCE}") if _is_variant(each.parent)):
            return root / choose(found, str(folder), str(root / "{}"))
    layout_of(folder)
    return folder


def _is_variant(folder: Path) -> bool:
    return (folder / CONFIG).is_file() and any(folder.glob("model*.safetensors"))


def _roots() -> Iterator[Path]:
    """Where models that are called by a name may lie side by side."""
    if given := os.environ.get(MODELS_DIR):
        yield from (_as_path(given) / "checkpoints", _as_path(given))


def _shared_with(folder: Path) -> Path | None:
    """Where VAE and text encoder of a checkpoint in a folder are: in it, beside it, or where all models are kept."""
    if (folder / INDEX).is_file():
        return folder
    for each in (folder, folder.absolute().parent, folder.resolve().parent):
        if _has_shared(each):
            return each
    here = shared_here()
    if here is None and (copy := hub.stored_shared()) is not None:
        here = copy.shared
    return here


def shared_here() -> Path | None:
    """Where VAE and text encoder lie for all models that are kept side by side."""
    return next(filter(_has_shared, _roots()), None)


def _has_shared(folder: Path) -> bool:
    return all((folder / part / CONFIG).is_file() and any((folder / part).glob("*.safetensors")) for part in SHARED)


def _as_path(model: str | Path) -> Path:
    if model == "pocket":
        return SHIPPED
    try:
        return Path(model).expanduser()
    except RuntimeError:  # of a user who is not there
        return Path(model)


def _at_address(model: str) -> str:
    """`owner/name/folder@revision` of an address of the hub; any other text as it is."""
    if not re.match(r"https?://|(www\.)?(huggingface|hf)\.co/", model):
        return model
    try:
        address = urlsplit(model if "//" in model else f"https://{model}")
        parts = [unquote(part) for part in address.path.strip("/").split("/")]
        known = address.netloc in _HUB
    except ValueError:
        known, parts = False, []
    name = "/".join(parts[:2] + parts[4:]) + "".join(f"@{part}" for part in parts[3:4])
    if not known or len(parts) not in (2, 4, 5) or parts[2:3] not in ([], ["tree"]) or not _NAME.fullmatch(name):
        raise CheckpointError(
            f"{model}: is no address of a model, which is https://huggingface.co/owner/name, "
            "https://huggingface.co/owner/name/tree/revision or .../tree/revision/folder"
        )
    return name
