"""The time zone of this machine, as its C library has it: TZ, else /etc/localtime. No torch."""

from __future__ import annotations

import contextlib
import io
import os
import struct
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

LOCALTIME = Path("/etc/localtime")

_Stamp = tuple[int, int, int] | None


class Zone:
    """The rules that hold now, read again by `changed` where /etc/localtime is another file.

    `problem` is a sentence where there are none; then it is UTC.
    """

    def __init__(self, localtime: Path = LOCALTIME, said: str | None = None) -> None:
        """`said` is what TZ says, None where it is not set."""
        self._localtime = localtime
        self._said = said
        self._stamp: _Stamp = None
        self._read()

    def changed(self) -> bool:
        """Whether other rules hold than before, which are read then."""
        if self._said is not None or self._stamp_now() == self._stamp:
            return False
        before = self.name, self.problem
        self._read()
        return self._stamp is not None or before != (self.name, self.problem)

    def _read(self) -> None:
        self.rules: tzinfo = UTC
        self.name, self.problem = "UTC", ""
        if self._said is not None:
            self._take(self._said.strip().removeprefix(":"))
            return
        self._stamp = self._stamp_now()
        try:
            with self._localtime.open("rb") as file:
                self.rules = ZoneInfo.from_file(file)
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            self.problem = (
                f"this machine has no time zone ({self._localtime}: {why}): times of the day are those of UTC"
            )
        else:
            self.name = str(self._localtime.resolve()).rpartition("zoneinfo/")[2]

    def _take(self, said: str) -> None:
        """Have the rules that TZ names: a file, a zone, or rules written out."""
        if not said:
            return
        with contextlib.suppress(OSError, ValueError):
            if said.startswith("/"):
                with open(said, "rb") as file:
                    self.rules = ZoneInfo.from_file(file)
            else:
                self.rules = _zone(said)
            self.name = said
            return
        self.problem = f"TZ says {said[:60]!r}, and there is no such time zone here: times of the day are those of UTC"

    def _stamp_now(self) -> _Stamp:
        try:
            there = self._localtime.stat()
            return there.st_mtime_ns, there.st_dev, there.st_ino
        except OSError:
            return None


def _zone(said: str) -> ZoneInfo:
    with contextlib.suppress(OSError, ValueError, KeyError):
        return ZoneInfo(said)
    return _written_out(said)


def _written_out(rules: str) -> ZoneInfo:
    """The zone of rules as POSIX writes them, "CET-1CEST,M3.5.0,M10.5.0/3". Raises ValueError.

    They stand at the end of a file of the second version of TZif (RFC 8536), which holds nothing else.
    """
    block = struct.pack(">4sc15x6L", b"TZif", b"2", 0, 0, 0, 0, 1, 4) + struct.pack(">lBB", 0, 0, 0) + b"UTC\0"
    try:
        return ZoneInfo.from_file(io.BytesIO(block + block + b"\n" + rules.encode("ascii") + b"\n"))
    except Exception as error:  # of all kinds, from within zoneinfo
        raise ValueError(f"no rules of a time zone: {error}") from None


def here() -> Zone:
    """The zone of this process."""
    return Zone(said=os.environ.get("TZ"))
