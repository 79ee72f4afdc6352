"""What the hub's cache keeps of checkpoints: found, and removed; no network, no torch."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from engine.checkpoints import cache
from engine.checkpoints.cache import Copy, Listing
from engine.checkpoints.folders import local_folder, on_hub, shared_here
from engine.checkpoints.names import NAMES
from engine.errors import CheckpointError, in_words


def kept(model: str) -> Copy | None:
    """What of a model lies in the hub's cache, whole or not; None where there is nothing of its own."""
    meant = on_hub(model)
    if meant is None:
        return None
    try:
        copy = cache.copy_of(meant.repository, meant.revision, meant.folder, cache.known, shared_here())
    except CheckpointError:
        return None
    return copy if copy is not None and _begun(copy) else None


def _begun(copy: Copy) -> bool:
    """Whether anything is on disk of what a model shares with no other: of the files in its own folder."""
    part = copy.parts[0]
    own = [path for path in part.files if (part.listing.snapshot / path).is_relative_to(copy.folder)]
    return any(part.listing.has(path) or part.listing.unfinished(path).exists() for path in own)


def models() -> list[str]:
    """The names of models and, after them, the hub ids of others that the cache keeps."""
    named = {each.repository for each in NAMES.values()}
    return [*NAMES, *(each for each in _repositories() if each not in named and kept(each) is not None)]


def _repositories() -> list[str]:
    try:
        folders = sorted(each.name for each in cache.cache().glob("models--*--*"))
    except OSError:
        folders = []
    return [name.removeprefix("models--").replace("--", "/", 1) for name in folders]


def remove(model: str) -> int:
    """Remove a model from the hub's cache, but what others there need of it; the bytes that came free.

    Without a revision all revisions are meant. A folder of one's own is never touched. Raises CheckpointError.
    """
    own = local_folder(model)
    if own is not None:
        raise CheckpointError(f"{model}: lies in {own}, outside of the hub's cache; it is not removed")
    meant, copy = on_hub(model), kept(model)
    if meant is None or copy is None:
        raise CheckpointError(f"{model}: is not in the hub's cache {cache.cache()}")
    try:
        needed = _needed(copy, meant.revision)
        return sum(_drop(part.listing, part.files, needed) for part in copy.parts)
    except OSError as error:
        raise CheckpointError(f"{model}: cannot be removed: {in_words(error)}") from error


def _needed(copy: Copy, revision: str | None) -> set[Path]:
    """The files that others need: other models, and other revisions of this one where only one revision is removed."""
    own = copy.parts[0].listing.repository
    others = list(NAMES)
    for repository in _repositories():
        others.append(repository)
        if revision is not None or repository != own:
            snapshots = (cache.storage(repository) / "snapshots").glob("*")
            others += [f"{repository}@{each.name}" for each in snapshots]
    held = [each for other in others if (each := kept(other)) is not None and each.folder != copy.folder]
    return {part.listing.snapshot / path for each in held for part in each.parts for path in part.files}


def _drop(listing: Listing, files: Iterable[str], needed: Collection[Path]) -> int:
    """Remove files of a snapshot but what is needed, and the repository with all its revisions where nothing else is
    left of it."""
    files = [path for path in files if listing.snapshot / path not in needed]
    doomed = {listing.snapshot / path for path in files}
    others = [path for path in _all(listing.storage / "snapshots") if path not in doomed]
    if not any(path in needed or path.is_relative_to(listing.snapshot) for path in others):
        return _drop_repository(listing)
    still = {path.resolve() for path in others}
    freed = 0
    for path in files:
        place = listing.snapshot / path
        if place.exists() and (bytes_at := place.resolve()) not in still:
            freed += bytes_at.stat().st_size
            bytes_at.unlink()
        place.unlink(missing_ok=True)
        listing.unfinished(path).unlink(missing_ok=True)
    return freed


def _drop_repository(listing: Listing) -> int:
    from huggingface_hub import scan_cache_dir

    size = sum(path.stat().st_size for path in _all(listing.storage / "blobs"))
    if (listing.storage / "snapshots").is_dir():
        found = scan_cache_dir(cache.cache())
        for repository in found.repos:
            if repository.repo_path.resolve() == listing.storage.resolve():
                found.delete_revisions(*(each.commit_hash for each in repository.revisions)).execute()
    shutil.rmtree(listing.storage, ignore_errors=True)  # where it was only begun there is nothing to be found
    return size


def _all(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if not path.is_dir())
