"""One file from the hub: sent on from where it ended, digested as it comes, and put in its place; no torch."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import time
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import IO, Any

from engine.checkpoints import cache
from engine.checkpoints.cache import File, Listing
from engine.errors import CheckpointError, in_words

TIMEOUT = 10.0
"""Seconds in which the hub has to say something."""

PATIENCE = 1.0
"""Seconds before a second try, twice as many before each further one."""

TRIES = 4
BUSY = (408, 425, 429, 500, 502, 503, 504)
BLOCK = 1 << 20
_HELD_BY_ANOTHER = 0.5


class Lost(Exception):
    """The hub was not reached, or broke off: what may go better at the next try."""


def amounts(done: int, size: int) -> str:
    """`2.1 of 6.2 GB`."""
    unit, factor = ("GB", 1e9) if size >= 1e8 else ("MB", 1e6)
    return f"{done / factor:.1f} of {size / factor:.1f} {unit}"


def amount(size: float) -> str:
    """`6.2 GB`, or in MB where that is less than a tenth of one."""
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{size / 1e6:.1f} MB"


def get(said: str, listing: Listing, path: str, came: Callable[[int], None]) -> None:
    """Have one file in the snapshot: what is there of it is read, the rest fetched, and all of it checked."""
    blob, file = listing.blob(path), listing.files[path]
    blob.parent.mkdir(parents=True, exist_ok=True)
    unfinished = listing.unfinished(path)
    if not _is_whole(blob, file):
        with _alone(unfinished, lambda: came(0)) as out:
            if _is_whole(blob, file):  # the other one was at it, and is done
                unfinished.unlink(missing_ok=True)
            else:
                digest = digest_of(file)
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


def _alone(unfinished: Path, waiting: Callable[[], None]) -> IO[bytes]:
    """The file opened to go on with it, once no other process writes it; held until it is closed."""
    while True:
        out = unfinished.open("ab+")
        while not _mine(out):
            wait(_HELD_BY_ANOTHER, waiting)
        with suppress(OSError):
            if os.path.samestat(os.fstat(out.fileno()), unfinished.stat()):
                return out
        out.close()  # the other one has put it in its place, or thrown it away


def _mine(out: IO[bytes]) -> bool:
    """Whether no other process writes the file."""
    try:
        fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def digest_of(file: File) -> Any:
    """A digest of the kind that the hub gives of a file, nothing put in yet."""
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
    while at < left and (block := out.read(min(BLOCK, left - at))):
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
                raise Lost("it ended too early")
        except Lost as error:
            lost += 1
            if lost >= TRIES:
                raise CheckpointError(
                    f"{said}: the hub was lost after {amounts(at, size)} of {path}: {error}; what came is kept, "
                    "and the next try goes on from there"
                ) from error
            wait(PATIENCE * 2 ** (lost - 1), partial(came, at))


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
        if error.response.status_code not in BUSY:
            raise
        raise Lost(answered(error)) from error
    except Exception as error:
        raise Lost(in_a_line(error)) from error


def _link(blob: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    new = cache.beside(place)
    try:
        new.symlink_to(os.path.relpath(blob, place.parent))
    except OSError:  # a file system without links
        new = blob
    new.replace(place)


def wait(seconds: float, tell: Callable[[], None]) -> None:
    """Let time pass, and `tell` every 0.2 s."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        tell()
        time.sleep(min(left, 0.2))


def answered(error: Any) -> str:
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


def in_a_line(error: BaseException) -> str:
    """What an error of a library says, in one line, without numbers of the system."""
    said = re.sub(r"\[Errno -?\d+\] ", "", in_words(error))
    return " ".join(said.split())[:300] or type(error).__name__
