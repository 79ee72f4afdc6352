"""Checkpoints fetched from the hub into its cache: only what is needed, told, checked, and resumed; no torch."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import IO, Any

from engine.checkpoints import cache
from engine.checkpoints.cache import Copy, File, Listing
from engine.checkpoints.names import MAIN
from engine.errors import CheckpointError, in_words

Told = Callable[[str, float], None]
"""Hears what is being done, as "fetching 2.1 of 6.2 GB", and the part of it that is done, 0..1.

What it raises, but an OSError, ends a fetch as it is, of which everything that came is kept.
"""

TIMEOUT = 10.0
"""Seconds in which the hub has to say something."""

_LONGEST_ANSWER = 15.0
PATIENCE = 1.0
"""Seconds before a second try, twice as many before each further one."""

_TRIES = 4
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_LARGEST_PICKLE = 8 << 20
_SPARE = 64 << 20
_BLOCK = 1 << 20
_HELD_BY_ANOTHER = 0.5

os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # read when huggingface_hub is first imported


class _Lost(Exception):
    """The hub was not reached, or broke off: what may go better at the next try."""


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
                digest = _digest(file)
                with (part.listing.snapshot / path).open("rb") as opened:
                    while block := opened.read(_BLOCK):
                        digest.update(block)
                        done += len(block)
                        told(f"reading {amounts(done, copy.size)}", done / max(copy.size, 1))
                if digest.hexdigest() != file.digest:
                    bad.append(path)
    return bad


def amounts(done: int, size: int) -> str:
    """`2.1 of 6.2 GB`."""
    unit, factor = ("GB", 1e9) if size >= 1e8 else ("MB", 1e6)
    return f"{done / factor:.1f} of {size / factor:.1f} {unit}"


def amount(size: float) -> str:
    """`6.2 GB`, or in MB where that is less than a tenth of one."""
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{size / 1e6:.1f} MB"


def _fetch(said: str, copy_of: Callable[[cache.Listed], Copy | None], told: Told) -> Copy:
    from huggingface_hub import errors

    asked: dict[tuple[str, str | None], Listing] = {}

    def listed(repository: str, revision: str | None) -> Listing:
        asked[repository, revision] = _ask(repository, revision, told)
        return asked[repository, revision]

    try:
        try:
            copy = copy_of(listed)
        except _Lost as error:
            return _without_network(said, copy_of, str(error))
        assert copy is not None
        for (repository, revision), listing in asked.items():
            listing.write()
            if cache.known(repository, revision) is None:
                cache.point(listing, revision)
        _download(said, copy, told)
        for (_, revision), listing in asked.items():
            cache.point(listing, revision)
        return copy
    except errors.HfHubHTTPError as error:
        raise CheckpointError(f"{said}: {_answered(error)}") from error
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

    for attempt in range(_TRIES):
        answers: list[Any] = []
        thread = threading.Thread(target=_ask_once, args=(repository, revision, answers), daemon=True)
        thread.start()
        until = time.monotonic() + _LONGEST_ANSWER
        while thread.is_alive() and time.monotonic() < until:
            told(f"asking for {repository}", 0.0)
            thread.join(0.2)
        if not answers:
            raise _Lost(f"it says nothing in {_LONGEST_ANSWER:.0f} s")
        answer = answers[0]
        if isinstance(answer, errors.HfHubHTTPError):
            if answer.response.status_code not in _BUSY:
                raise answer
            if attempt + 1 < _TRIES:
                _wait(PATIENCE * 2**attempt, lambda: told(f"asking for {repository}", 0.0))
        elif isinstance(answer, Exception):
            raise _Lost(_line(answer)) from answer
        else:
            return _read(repository, answer)
    raise _Lost(_answered(answer))


def _ask_once(repository: str, revision: str | None, answers: list[Any]) -> None:
    from huggingface_hub import HfApi

    try:
        answers.append(HfApi().model_info(repository, revision=revision, timeout=TIMEOUT, files_metadata=True))
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
    left = size - done - sum(_partial(listing, path) for listing, path in missing)
    free = _free()
    if missing and left + _SPARE > free:
        raise CheckpointError(
            f"{said}: needs {amount(left)} more in the hub's cache {cache.cache()}, whose disk has {amount(free)} "
            "free; make room, or set HF_HOME to a folder elsewhere"
        )
    if missing:
        told(f"fetching {amounts(done, size)}", done / max(size, 1))
    for listing, path in missing:

        def came(inside: int, before: int = done) -> None:
            told(f"fetching {amounts(before + inside, size)}", (before + inside) / max(size, 1))

        _get(said, listing, path, _seldom(came))
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


def _partial(listing: Listing, path: str) -> int:
    with suppress(OSError):
        return min(listing.unfinished(path).stat().st_size, listing.files[path].size)
    return 0


def _free() -> int:
    folder = cache.cache().absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _get(said: str, listing: Listing, path: str, came: Callable[[int], None]) -> None:
    """Have one file in the snapshot: what is there of it is read, the rest fetched, and all of it checked."""
    blob, file = listing.blob(path), listing.files[path]
    blob.parent.mkdir(parents=True, exist_ok=True)
    unfinished = listing.unfinished(path)
    if not _is_whole(blob, file):
        with unfinished.open("ab+") as out:
            while not _mine(out):
                _wait(_HELD_BY_ANOTHER, lambda: came(0))
            if _is_whole(blob, file):  # the other one was at it, and is done
                unfinished.unlink(missing_ok=True)
            else:
                digest = _digest(file)
                at = _read_again(out, file, digest, came)
                _fill(said, listing, path, out, at, digest, came)
                out.flush()
                if digest.hexdigest() != file.digest:
                    unfinished.unlink()
                    raise CheckpointError(f"{said}: {path} came otherwise than the hub says it is; it was thrown away")
                unfinished.replace(blob)
    _link(blob, listing.snapshot / path)


def _is_whole(blob: Path, file: File) -> bool:
    try:
        return blob.stat().st_size == file.size
    except OSError:
        return False


def _mine(out: IO[bytes]) -> bool:
    """Whether no other process writes the file; held until it is closed."""
    try:
        fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _digest(file: File) -> Any:
    if len(file.digest) == 64:
        return hashlib.sha256()
    return hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)


def _read_again(out: IO[bytes], file: File, digest: Any, came: Callable[[int], None]) -> int:
    """Digest what an earlier call left; the size of that."""
    left = out.seek(0, os.SEEK_END)
    if left > file.size:
        left = out.truncate(0)
    out.seek(0)
    at = 0
    while at < left and (block := out.read(min(_BLOCK, left - at))):
        digest.update(block)
        at += len(block)
        came(at)
    return at


def _fill(
    said: str, listing: Listing, path: str, out: IO[bytes], at: int, digest: Any, came: Callable[[int], None]
) -> None:
    lost, size = 0, listing.files[path].size
    while at < size:
        try:
            with closing(_receive(listing, path, at)) as chunks:
                for chunk in chunks:
                    out.write(chunk)
                    digest.update(chunk)
                    at += len(chunk)
                    lost = 0
                    came(at)
            if at < size:
                raise _Lost("it ended too early")
        except _Lost as error:
            lost += 1
            if lost >= _TRIES:
                raise CheckpointError(
                    f"{said}: the hub was lost after {amounts(at, size)} of {path}: {error}; what came is kept, "
                    "and the next try goes on from there"
                ) from error
            _wait(PATIENCE * 2 ** (lost - 1), partial(came, at))


def _receive(listing: Listing, path: str, at: int) -> Generator[bytes, None, None]:
    """A file's bytes from a place on, as they come."""
    from huggingface_hub import errors, get_session, hf_hub_url
    from huggingface_hub.utils import build_hf_headers, hf_raise_for_status  # type: ignore[attr-defined]

    headers = {**build_hf_headers(), "Accept-Encoding": "identity", "Range": f"bytes={at}-"}
    try:
        url = hf_hub_url(listing.repository, path, revision=listing.commit)
        with get_session().stream("GET", url, headers=headers, timeout=TIMEOUT, follow_redirects=True) as response:
            hf_raise_for_status(response)
            skip = 0 if response.status_code == 206 else at  # one that sends all from the beginning
            for chunk in response.iter_bytes():
                if skip < len(chunk):
                    yield chunk[skip:]
                skip = max(0, skip - len(chunk))
    except errors.HfHubHTTPError as error:
        if error.response.status_code not in _BUSY:
            raise
        raise _Lost(_answered(error)) from error
    except Exception as error:
        raise _Lost(_line(error)) from error


def _link(blob: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    new = cache.beside(place)
    try:
        new.symlink_to(os.path.relpath(blob, place.parent))
    except OSError:  # a file system without links
        new = blob
    new.replace(place)


def _wait(seconds: float, tell: Callable[[], None]) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        tell()
        time.sleep(min(left, 0.2))


def _answered(error: Any) -> str:
    """What an answer of the hub that is an error means for the player."""
    from huggingface_hub import errors

    status = error.response.status_code
    log_in = "then log in with: hf auth login"
    if isinstance(error, errors.GatedRepoError):
        return f"it is gated; accept its terms on its page, {log_in}"
    if isinstance(error, errors.RepositoryNotFoundError):
        return f"no such folder, and no such repository on the hub, or it is private; {log_in}"
    if isinstance(error, errors.RevisionNotFoundError):
        return "the repository has no such revision"
    if isinstance(error, errors.RemoteEntryNotFoundError):
        return f"the hub lists a file that it does not have: {error.response.url.path}"
    if status == 401:
        return "the hub refuses the token that it was given; log in anew with: hf auth login"
    if status == 403:
        return "the hub forbids it with the token that it was given; log in with another: hf auth login"
    return f"the hub answers {status} {error.response.reason_phrase}".rstrip()


def _disk(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"the disk of the hub's cache {cache.cache()} is full; what came is kept: make room, or set HF_HOME to a "
            "folder elsewhere"
        )
    return f"the hub's cache cannot be written: {in_words(error)}"


def _line(error: BaseException) -> str:
    said = re.sub(r"\[Errno -?\d+\] ", "", in_words(error))
    return " ".join(said.split())[:300] or type(error).__name__
