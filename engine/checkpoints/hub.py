"""Checkpoints fetched from the hub into its cache: only what is needed, told, checked, and resumed; no torch."""

from __future__ import annotations

import errno
import os
import re
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

from engine.checkpoints import cache, transfer
from engine.checkpoints.cache import Copy, File, Listing
from engine.checkpoints.names import MAIN
from engine.checkpoints.transfer import (
    BLOCK,
    BUSY,
    TRIES,
    Lost,
    amount,
    amounts,
    answered,
    digest_of,
    get,
    in_a_line,
    wait,
)
from engine.errors import CheckpointError, in_words

Told = Callable[[str, float], None]
"""Hears what is being done, as "fetching 2.1 of 6.2 GB", and the part of it that is done, 0..1.

What it raises, but an OSError, ends a fetch as it is, of which everything that came is kept.
"""

_LONGEST_ANSWER = 15.0
_LARGEST_PICKLE = 8 << 20
_SPARE = 64 << 20

os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # read when huggingface_hub is first imported


def quiet(what: str, done: float) -> None:
    """Tell nobody."""


def stored(repository: str, revision: str | None, folder: str, shared: Path | None = None) -> Copy | None:
    """The copy in the cache of a checkpoint, all of it; None where anything is missing."""
    try:
        copy = cache.copy_of(repository, revision, folder, cache.known, shared)
    except CheckpointError:  # as the repository was when it was fetched; it may have changed
        return None
    return None if copy is None or copy.missing else copy


def stored_shared() -> Copy | None:
    """VAE and text encoder of the main repository, as `stored`."""
    copy = cache.shared_copy(cache.known)
    return None if copy is None or copy.missing else copy


def fetch(repository: str, revision: str | None, folder: str, told: Told = quiet, shared: Path | None = None) -> Copy:
    """Ask the hub what a checkpoint is now, and fetch what is missing of it; without a network what is there counts.

    The revision is the same for all files. What is cut off goes on at the next call where it ended. Raises
    CheckpointError.
    """
    said = repository if revision is None else f"{repository}@{revision}"
    return _fetch(said, lambda listed: cache.copy_of(repository, revision, folder, listed, shared), told)


def fetch_shared(told: Told = quiet) -> Copy:
    """VAE and text encoder of the main repository, as `fetch`."""
    return _fetch(MAIN, cache.shared_copy, told)


def wrong(copy: Copy, told: Told = quiet) -> list[str]:
    """The files of a copy that are not what the hub said they are, by their digests; they are left where they are.

    Raises OSError.
    """
    bad, done = [], 0
    for part in copy.parts:
        for path in part.files:
            file = part.listing.files[path]
            if file.digest:
                digest = digest_of(file)
                with (part.listing.snapshot / path).open("rb") as opened:
                    while block := opened.read(BLOCK):
                        digest.update(block)
                        done += len(block)
                        told(f"reading {amounts(done, copy.size)}", done / max(copy.size, 1))
                if digest.hexdigest() != file.digest:
                    bad.append(path)
    return bad


def _fetch(said: str, copy_of: Callable[[cache.Listed], Copy | None], told: Told) -> Copy:
    from huggingface_hub import errors

    asked: dict[tuple[str, str | None], Listing] = {}

    def listed(repository: str, revision: str | None) -> Listing:
        asked[repository, revision] = _ask(repository, revision, told)
        return asked[repository, revision]

    try:
        try:
            copy = copy_of(listed)
        except Lost as error:
            return _without_network(said, copy_of, str(error))
        assert copy is not None
        with suppress(OSError) if not copy.missing else nullcontext():  # a cache that cannot be written can be whole
            for (repository, revision), listing in asked.items():
                listing.write()
                if cache.known(repository, revision) is None:
                    cache.point(listing, revision)
            _download(said, copy, told)
            for (_, revision), listing in asked.items():
                cache.point(listing, revision)
        return copy
    except errors.HfHubHTTPError as error:
        raise CheckpointError(f"{said}: {answered(error)}") from error
    except OSError as error:
        raise CheckpointError(f"{said}: {_disk(error)}") from error


def _without_network(said: str, copy_of: Callable[[cache.Listed], Copy | None], why: str) -> Copy:
    copy = copy_of(cache.seen)
    if copy is None:
        raise CheckpointError(
            f"{said}: is not in the hub's cache {cache.cache()}, and the hub cannot be reached: {why}"
        )
    if missing := [path for _, path in copy.missing]:
        some = ", ".join(missing[:4]) + (", ..." if len(missing) > 4 else "")
        raise CheckpointError(
            f"{said}: of its files {some} missing in the hub's cache, and it cannot be reached: {why}"
        )
    return copy


def _ask(repository: str, revision: str | None, told: Told) -> Listing:
    """What the repository holds, asked for in a thread: finding an address may take longer than any timeout."""
    from huggingface_hub import errors

    for attempt in range(TRIES):
        answers: list[Any] = []
        thread = threading.Thread(target=_ask_once, args=(repository, revision, answers), daemon=True)
        told(f"asking for {repository}", 0.0)
        thread.start()
        until = time.monotonic() + _LONGEST_ANSWER
        while thread.is_alive() and time.monotonic() < until:
            thread.join(0.2)
            told(f"asking for {repository}", 0.0)
        if not answers:
            raise Lost(f"it says nothing in {_LONGEST_ANSWER:.0f} s")
        answer = answers[0]
        if isinstance(answer, errors.HfHubHTTPError):
            if answer.response.status_code not in BUSY:
                raise answer
            if attempt + 1 < TRIES:
                wait(transfer.PATIENCE * 2**attempt, lambda: told(f"asking for {repository}", 0.0))
        elif isinstance(answer, Exception):
            raise Lost(in_a_line(answer)) from answer
        else:
            return _read(repository, answer)
    raise Lost(answered(answer))


def _ask_once(repository: str, revision: str | None, answers: list[Any]) -> None:
    from huggingface_hub import HfApi

    try:
        answers.append(HfApi().model_info(repository, revision=revision, timeout=transfer.TIMEOUT, files_metadata=True))
    except Exception as error:
        answers.append(error)


def _read(repository: str, answer: Any) -> Listing:
    """The hub's answer, checked: names and numbers from it become paths."""
    files = {}
    for each in answer.siblings or ():
        digest = each.lfs.sha256 if each.lfs is not None else each.blob_id
        if isinstance(each.size, int) and each.size >= 0 and re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", digest or ""):
            files[each.rfilename] = File(each.size, digest)
    if not re.fullmatch("[0-9a-f]{40}", answer.sha or "") or (answer.siblings and not files):
        raise CheckpointError(f"{repository}: the hub does not say which files it holds, of what size")
    return Listing(repository, answer.sha, files)


def _download(said: str, copy: Copy, told: Told) -> None:
    missing = copy.missing
    for listing, path in missing:
        if path.endswith(".pt") and listing.files[path].size > _LARGEST_PICKLE:
            raise CheckpointError(f"{said}: {path} has {amount(listing.files[path].size)}, more than a latent can have")
    size = copy.size
    done = size - sum(listing.files[path].size for listing, path in missing)
    left, free = size - copy.came, _free()
    if missing and left + _SPARE > free:
        raise CheckpointError(
            f"{said}: needs {amount(left)} more in the hub's cache {cache.cache()}, whose disk has {amount(free)} "
            f"free and must keep {amount(_SPARE)}; make room, or set HF_HOME to a folder elsewhere"
        )
    if missing:
        told(f"fetching {amounts(done, size)}", done / max(size, 1))
    for listing, path in missing:

        def came(inside: int, before: int = done) -> None:
            told(f"fetching {amounts(before + inside, size)}", (before + inside) / max(size, 1))

        get(said, listing, path, _seldom(came))
        done += listing.files[path].size


def _seldom(came: Callable[[int], None], every: float = 0.2) -> Callable[[int], None]:
    """`came`, at most every so many seconds."""
    heard = -every

    def at_times(inside: int) -> None:
        nonlocal heard
        now = time.monotonic()
        if now - heard >= every:
            heard = now
            came(inside)

    return at_times


def _free() -> int:
    folder = cache.cache().absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _disk(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"the disk of the hub's cache {cache.cache()} is full; what came is kept: make room, or set HF_HOME to a "
            "folder elsewhere"
        )
    return f"the hub's cache cannot be written: {in_words(error)}"
