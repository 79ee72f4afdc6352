"""What a recording says of its own length while it grows: a file that is cut off plays as far as it says. No torch."""

from __future__ import annotations

import contextlib
import os
import struct
import threading
from pathlib import Path

_DATA = 36  # where "data" begins in a WAV file of whole numbers, as libsndfile writes it
_FLAC_RATE = 18  # where the rate begins in a FLAC file, and 28 bits behind it the samples
_FLAC_BLOCK = 4096
FRAME_BYTES = 6
_SYNCED = 5  # of so many notes one is waited for until the disk has it, and all before


class Lengths:
    """Writes the length into a recording's head every now and then, in a thread of its own, and has the disk keep it.

    What writes the file itself has it as its own at the end, after `close`.
    """

    def __init__(self, path: Path) -> None:
        """Raises OSError."""
        self._file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        self._notes = 0
        self._thread: threading.Thread | None = None

    def note(self, frames: int) -> None:
        """So many frames are in the file; while a disk still works on what was noted before, this is left out."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._write, args=(frames,), name="lengths", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait until it is done, and touch the file no more."""
        if self._thread is not None:
            self._thread.join()
        os.close(self._file)

    def _write(self, frames: int) -> None:
        with contextlib.suppress(OSError):  # who writes the file will be told as well
            head = os.pread(self._file, _DATA + 8, 0)
            if head[:4] == b"RIFF" and head[_DATA : _DATA + 4] == b"data":
                size = frames * FRAME_BYTES
                os.pwrite(self._file, struct.pack("<I", size), _DATA + 4)
                os.pwrite(self._file, struct.pack("<I", size + _DATA), 4)
            elif head[:4] == b"fLaC":
                whole = max(0, frames - 1) // _FLAC_BLOCK * _FLAC_BLOCK
                (said,) = struct.unpack(">Q", head[_FLAC_RATE : _FLAC_RATE + 8])
                os.pwrite(self._file, struct.pack(">Q", said >> 36 << 36 | whole), _FLAC_RATE)
            self._notes += 1
            if self._notes % _SYNCED == 0:
                os.fdatasync(self._file)
