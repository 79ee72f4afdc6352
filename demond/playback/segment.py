"""The shared memory itself: a file in /dev/shm that two processes map, and its views."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import mmap
import os
import re
import secrets
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from demond.playback import layout
from demond.playback.layout import Header

_PAGE = 4096
_USABLE = 0.9  # of what is free there
_SHARE = 0.25  # of the memory that the machine has left
SCARCE_SECONDS = 15
_NAME = re.compile(r"demond-(\d+)-[0-9a-f]{8}")

Float32 = NDArray[np.float32]


class SegmentError(OSError):
    """The shared memory cannot be had or is not a loop of this version."""


def _folder() -> Path:
    shm = Path("/dev/shm")
    return shm if shm.is_dir() else Path(tempfile.gettempdir())


def _round_up(size: int) -> int:
    return -(-size // _PAGE) * _PAGE


def _free() -> int:
    """Bytes that the folder has room for."""
    memory = os.statvfs(_folder())
    return memory.f_bavail * memory.f_frsize


def _available() -> int:
    """Bytes of memory that the machine can give without swapping; very many where it does not tell."""
    try:
        told = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text("ascii").splitlines())
        return int(told["MemAvailable"].split()[0]) << 10
    except (OSError, ValueError, KeyError, IndexError):
        return 1 << 62


def _no_room(needed: int, free: int) -> SegmentError:
    return SegmentError(
        f"the loop needs {needed / _USABLE / 2**20:.0f} MiB of shared memory and {_folder()} has {free >> 20} MiB "
        f"free; make room there, or give it more: mount -o remount,size=1G {_folder()}"
    )


def remove_orphans() -> None:
    """Removes segments whose creator is no longer alive, here or in a container, as far as they are ours to remove."""
    for path in _folder().glob("demond-*"):
        found = _NAME.fullmatch(path.name)
        if found is None:
            continue
        try:
            os.kill(int(found[1]), 0)
        except ProcessLookupError:
            with contextlib.suppress(OSError), path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)
        except OSError:  # somebody else's process
            pass


class Segment:
    """A mapped segment: `header`, `banks` (two float32 [samples, 2]), `ring` [frames, 2], `kernel`, `ramp`.

    The file goes when the creator calls `unlink`, or at the next creation after the creator has died.
    """

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        self._held = -1
        with path.open("r+b") as file:
            if size == 0:
                size = os.fstat(file.fileno()).st_size
            self._map = mmap.mmap(file.fileno(), size)
        self.header = Header.from_buffer(self._map)

    @property
    def name(self) -> str:
        return self.path.name

    @classmethod
    def create(cls, samples: int, *, ramp: bool = False) -> Segment:
        """A new segment of two banks of `samples` each, or of what the memory has room for if that is less.

        All of it is there from then on, whatever others fill: memory that is given out only when it is first written
        to ends the process that writes where none is left. `ramp` adds the gap counter's ramp. Raises SegmentError
        where there is no room for SCARCE_SECONDS.
        """
        remove_orphans()
        fixed = (layout.RING_FRAMES + (layout.RAMP_SAMPLES if ramp else 0)) * 8
        least = min(samples, SCARCE_SECONDS * layout.SAMPLE_RATE)
        free = _free()
        room = int(_USABLE * free - fixed) // 16
        if room < least:
            raise _no_room(fixed + least * 16, free)
        share = int(_SHARE * _available() - fixed) // 16
        samples = min(samples, room, max(least, share))
        kernel = _round_up(ctypes.sizeof(Header))
        ring = kernel + _round_up((layout.PHASES + 1) * layout.TAPS * 4)
        first = ring + _round_up(layout.RING_FRAMES * 8)
        ramp_at = first if ramp else 0
        if ramp:
            first += _round_up(layout.RAMP_SAMPLES * 4)
        second = first + _round_up(samples * 8)
        size = second + _round_up(samples * 8)
        path = _folder() / f"demond-{os.getpid()}-{secrets.token_hex(4)}"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            os.posix_fallocate(descriptor, 0, size)
        except OSError as error:
            os.close(descriptor)
            path.unlink()
            if error.errno != errno.ENOSPC:
                raise SegmentError(error.errno, f"{path}: no memory to be had there: {error.strerror}") from None
            raise _no_room(size, _free()) from None
        segment = cls(path, size)
        segment._held = descriptor
        header = segment.header
        header.size, header.capacity = size, samples
        header.kernel_offset, header.ring_offset, header.ramp_offset = kernel, ring, ramp_at
        header.bank_offset[0], header.bank_offset[1] = first, second
        segment._make_views()
        if segment.ramp is not None:
            segment.ramp[:] = np.arange(layout.RAMP_SAMPLES, dtype=np.float32)
        header.magic = layout.MAGIC
        return segment

    @classmethod
    def attach(cls, name: str) -> Segment:
        """The segment of that name, made by another process; raises SegmentError if it is not there."""
        path = _folder() / name
        if _NAME.fullmatch(name) is None or not path.is_file():
            raise SegmentError(f"there is no shared loop named {name!r}")
        segment = cls(path, 0)
        if segment.header.magic != layout.MAGIC:
            raise SegmentError(f"{name!r} is not a shared loop of this version")
        segment._make_views()
        return segment

    def close(self) -> None:
        """Lets go of the memory; it is unmapped with the last view of it."""
        del self.header, self.kernel, self.ring, self.ramp, self.banks
        self._let_go()
        with contextlib.suppress(BufferError):
            self._map.close()

    def unlink(self) -> None:
        self._let_go()
        self.path.unlink(missing_ok=True)

    def _let_go(self) -> None:
        held, self._held = self._held, -1
        if held >= 0:
            os.close(held)

    def address(self) -> int:
        return ctypes.addressof(self.header)

    def _make_views(self) -> None:
        header = self.header

        def view(offset: int, *shape: int) -> Float32:
            return np.ndarray(shape, np.float32, buffer=self._map, offset=offset)

        self.kernel = view(header.kernel_offset, layout.PHASES + 1, layout.TAPS)
        self.ring = view(header.ring_offset, layout.RING_FRAMES, 2)
        self.ramp = view(header.ramp_offset, layout.RAMP_SAMPLES) if header.ramp_offset else None
        self.banks = tuple(view(header.bank_offset[bank], header.capacity, 2) for bank in (0, 1))
