"""Files that outlive a power cut: written whole or not at all and, where that is wanted, the one before kept behind.

A disk may say that something is written which is not. What it then leaves is empty, full of zeros or cut off; the one
before has been there for longer.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import stat
import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import tomli_w

FRESH, BEHIND = ".new", ".1"
"""How the names end of what is being written, and of the one before."""
EDITION = "edition"
ENDED = 3
"""The edition from which on a file says where it ends."""
END = "# end\n"

_log = logging.getLogger("demond")


def write_whole(path: Path, data: bytes, *, behind: bool = False) -> None:
    """Write a file in the place of the one that is there, which is kept `behind` or goes; OSError if not."""
    fresh = path.with_name(path.name + FRESH)
    try:
        with fresh.open("wb") as file:
            with contextlib.suppress(OSError):
                os.fchmod(file.fileno(), stat.S_IMODE(path.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if behind:
            _keep_behind(path)
        os.replace(fresh, path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _keep_behind(path: Path) -> None:
    """Give the file that is there a second name, which it alone has soon."""
    behind = path.with_name(path.name + BEHIND)
    step = behind.with_name(behind.name + FRESH)
    try:
        step.unlink(missing_ok=True)
        os.link(path, step)
        os.replace(step, behind)
    except FileNotFoundError:  # it is the first, or was put aside
        return
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK):
            raise
        with contextlib.suppress(FileNotFoundError):
            os.replace(path, behind)  # FAT knows no second names


def dumped(tables: Mapping[str, Any], header: str = "") -> bytes:
    """TOML that says its edition, before all else, and where it ends, for `read_kept`."""
    return f"{EDITION} = {ENDED}\n{header}{tomli_w.dumps(tables, multiline_strings=True)}\n{END}".encode()


def read_kept(path: Path, *, put_aside: bool = True) -> tuple[dict[str, Any], str, list[str]]:
    """What a TOML file holds or, where it cannot be read, the one behind it; its text; a sentence for each that cannot.

    What is broken is put aside under a name ending in `.broken`, unless `put_aside` is False. Without any there are no
    tables, and an empty text.
    """
    complaints = []
    for each in (path, path.with_name(path.name + BEHIND)):
        try:
            text = each.read_text("utf-8")
            tables = _whole(text)
        except FileNotFoundError:
            continue
        except OSError as error:
            complaints.append(f"{each} cannot be read: {error.strerror}")
        except (ValueError, RecursionError) as error:
            complaints.append(
                f"{each} cannot be read ({error or 'nested too deeply'}){_aside(each) if put_aside else ''}"
            )
        else:
            if each != path:
                complaints.append(complaints.pop() if complaints else f"{path} is missing")
                complaints[-1] += f", going on with the one before, {each.name}"
            return tables, text, complaints
    return {}, "", complaints


def tables_of(path: Path) -> dict[str, Any]:
    """What `read_kept` finds; the log has what cannot be read."""
    tables, _, complaints = read_kept(path)
    for complaint in complaints:
        _log.warning("%s", complaint)
    return tables


def sweep(folders: Iterable[Path]) -> None:
    """Remove what was being written when the power went."""
    for folder in folders:
        with contextlib.suppress(OSError):
            for path in folder.glob(f"*.toml*{FRESH}"):
                path.unlink()


def _whole(text: str) -> dict[str, Any]:
    """The tables of a text that is all there. Raises ValueError."""
    if not text.strip():
        raise ValueError("it is empty")
    tables = tomllib.loads(text)
    edition = tables.get(EDITION)
    if isinstance(edition, int) and edition >= ENDED and not text.rstrip().endswith(END.rstrip()):
        raise ValueError(f'it is cut off: its last line is not "{END.rstrip()}"')
    return tables


def _aside(path: Path) -> str:
    """Put a broken file aside; says where to, if that can be done."""
    aside = path.with_name(f"{path.name}.{datetime.now():%Y%m%d-%H%M%S}.broken")
    try:
        os.replace(path, aside)
    except OSError:
        return ""
    return f"; moved to {aside.name}"
