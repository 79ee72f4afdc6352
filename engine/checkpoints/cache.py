"""The hub's cache on disk, as `huggingface_hub` lays it out: what is there, what is missing; no network, no torch."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.checkpoints.contents import contents, shared_files
from engine.checkpoints.names import MAIN

_COMMIT = re.compile(r"[0-9a-f]{40}")
_DIGEST = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_FORMAT = 1
"""The form of `trees/<commit>.json`, where huggingface_hub 2 keeps what a repository holds."""


@dataclass(frozen=True)
class File:
    """A file of a repository: bytes, and SHA-256 of a large one or git's SHA-1; empty where nobody knows."""

    size: int
    digest: str


@dataclass(frozen=True)
class Listing:
    """The files of a repository at a commit, by their paths."""

    repository: str
    commit: str
    files: Mapping[str, File]

    @property
    def storage(self) -> Path:
        """The repository's folder in the cache."""
        return storage(self.repository)

    @property
    def snapshot(self) -> Path:
        """The folder that its files appear in."""
        return self.storage / "snapshots" / self.commit

    def has(self, path: str) -> bool:
        """Whether a file is on disk, and of its size."""
        try:
            return (self.snapshot / path).stat().st_size == self.files[path].size
        except OSError:
            return False

    def blob(self, path: str) -> Path:
        """Where a file's bytes lie."""
        return self.storage / "blobs" / self.files[path].digest

    def unfinished(self, path: str) -> Path:
        """Where they lie until all of them came."""
        blob = self.blob(path)
        return blob.with_name(f"{blob.name}.incomplete")

    def came(self, path: str) -> int:
        """Bytes of a file that are on disk, whether it is whole or not."""
        if self.has(path):
            return self.files[path].size
        with suppress(OSError):
            return min(self.unfinished(path).stat().st_size, self.files[path].size)
        return 0

    def write(self) -> None:
        """Keep the listing beside the snapshot. Raises OSError."""
        file = self.storage / "trees" / f"{self.commit}.json"
        entries = {}
        for path, each in sorted(self.files.items()):
            entries[path] = {"size": each.size, "blob_id": each.digest}
            if len(each.digest) == 64:
                entries[path].update(lfs_sha256=each.digest, lfs_size=each.size)
        put(file, json.dumps({"format_version": _FORMAT, "files": entries}))


@dataclass(frozen=True)
class Part:
    """The files that a checkpoint needs of one repository."""

    listing: Listing
    files: tuple[str, ...]

    @property
    def missing(self) -> list[str]:
        """Those that are not on disk."""
        return [path for path in self.files if not self.listing.has(path)]


@dataclass(frozen=True)
class Copy:
    """A checkpoint of the hub in the cache: its folder, the one of VAE and text encoder, layout, and what it needs."""

    folder: Path
    shared: Path
    layout: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Bytes of all it needs."""
        return sum(part.listing.files[path].size for part in self.parts for path in part.files)

    @property
    def came(self) -> int:
        """Bytes of that which are on disk."""
        return sum(part.listing.came(path) for part in self.parts for path in part.files)

    @property
    def missing(self) -> list[tuple[Listing, str]]:
        """The files that are not on disk."""
        return [(part.listing, path) for part in self.parts for path in part.missing]


Listed = Callable[[str, str | None], Listing | None]


def copy_of(
    repository: str, revision: str | None, folder: str, listed: Listed, shared: Path | None = None
) -> Copy | None:
    """What a checkpoint needs, by what is `listed` of its repositories; None where one of them is not known.

    VAE and text encoder come from `shared` or the main repository where its own has none. Raises CheckpointError.
    """
    listing = listed(repository, revision)
    if listing is None:
        return None
    held = contents(listing.files, folder, repository)
    own = Part(listing, held.files)
    if held.shared is not None:
        return Copy(listing.snapshot / held.folder, listing.snapshot / held.shared, held.layout, (own,))
    if shared is not None:
        return Copy(listing.snapshot / held.folder, shared, held.layout, (own,))
    with_them = shared_copy(listed)
    if with_them is None:
        return None
    return Copy(listing.snapshot / held.folder, with_them.shared, held.layout, (own, *with_them.parts))


def shared_copy(listed: Listed) -> Copy | None:
    """VAE and text encoder alone, as those need them that have none; None where the repository is not known."""
    listing = listed(MAIN, None)
    if listing is None:
        return None
    return Copy(listing.snapshot, listing.snapshot, "original", (Part(listing, shared_files(listing.files)),))


def cache() -> Path:
    """The folder that the hub's repositories are kept in."""
    from huggingface_hub import constants

    return Path(constants.HF_HUB_CACHE)


def storage(repository: str) -> Path:
    """The folder of a repository in the cache."""
    return cache() / f"models--{repository.replace('/', '--')}"


def known(repository: str, revision: str | None) -> Listing | None:
    """What the cache knows of a repository: the files that were listed when it was fetched."""
    commit = _commit(repository, revision)
    if commit is None:
        return None
    try:
        kept = json.loads((storage(repository) / "trees" / f"{commit}.json").read_bytes())
        if kept["format_version"] != _FORMAT:
            return None
        files = {
            str(path): File(int(each["size"]), str(each.get("lfs_sha256") or each["blob_id"]))
            for path, each in kept["files"].items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return Listing(repository, commit, files)


def seen(repository: str, revision: str | None) -> Listing | None:
    """As `known`, or else what lies there: some other program fetched it, and nobody says whether that is all."""
    listing = known(repository, revision)
    commit = _commit(repository, revision)
    if listing is not None or commit is None:
        return listing
    root = storage(repository) / "snapshots" / commit
    files = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            if path.is_file():
                digest = path.resolve().name
                files[path.relative_to(root).as_posix()] = File(
                    path.stat().st_size, digest if _DIGEST.fullmatch(digest) else ""
                )
    return Listing(repository, commit, files) if files else None


def point(listing: Listing, revision: str | None) -> None:
    """Have a revision mean this commit from now on. Raises OSError."""
    if revision != listing.commit:
        put(listing.storage / "refs" / (revision or "main"), listing.commit)


def _commit(repository: str, revision: str | None) -> str | None:
    if revision is not None and _COMMIT.fullmatch(revision):
        return revision
    try:
        commit = (storage(repository) / "refs" / (revision or "main")).read_text("utf-8").strip()
    except (OSError, ValueError):
        return None
    return commit if _COMMIT.fullmatch(commit) else None


def put(file: Path, text: str) -> None:
    """Write a small file at once: who reads it sees the old one or the new one. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = beside(file)
    new.write_text(text, encoding="utf-8")
    new.replace(file)


def beside(file: Path) -> Path:
    """A name that nobody else uses, for what is to replace a file."""
    return file.with_name(f".{file.name}.{secrets.token_hex(4)}")
