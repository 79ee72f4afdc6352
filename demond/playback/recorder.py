"""Records what is heard into a WAV or FLAC file, from the ring that the audio callback fills.

A thread of its own writes; where the disk is slower than the music, what the ring has lost is counted and left out.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from demond.playback.layout import RING_FRAMES
from demond.playback.lengths import FRAME_BYTES, Lengths
from demond.playback.loop import Loop
from demond.playback.segment import Float32
from engine.errors import reason
from engine.files import new_path

_FORMATS = {".wav": "WAV", ".flac": "FLAC"}
_SUBTYPE = "PCM_24"
_WAIT_SECONDS = 0.1
_SAFETY = 16384  # frames of the ring that the callback may be writing
_BLOCK = 1 << 16  # frames written at once
_FULL = 1 << 16  # bytes that are as good as none
_LOOK_SECONDS = 1.0  # between two looks at how much room is left
_NOTE_SECONDS = 1.0  # between two notes of its length in the file
LARGEST_WAV = (1 << 32) // FRAME_BYTES - (1 << 16)  # frames; the format's sizes have 32 bits


class RecorderError(Exception):
    """A recording cannot start; nothing has changed."""


class Recorder:
    """Records one loop's output at the device's rate at the start, 24 bit, from the first sound on, until `stop`.

    `dropped` counts device frames that are missing in the file, `error` says why writing ended early; so is `ended`
    told, in the recorder's thread. `full` says of a file why nothing more may be written to it, or nothing.
    """

    def __init__(
        self,
        loop: Loop,
        *,
        full: Callable[[Path], str] = lambda path: "",
        ended: Callable[[str], None] = lambda why: None,
        log: logging.Logger | None = None,
    ) -> None:
        self._loop = loop
        self._full = full
        self._ended = ended
        self._log = log or logging.getLogger(__name__)
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._using = threading.Lock()
        self._file: Any = None
        self._lengths: Lengths | None = None
        self._named = Path()
        self._rate = self._ring_rate = 0
        self._next = 0  # frame of the ring
        self._written = 0
        self._in_file = 0
        self._looked = self._noted = 0.0
        self._converter: tuple[int, Any] | None = None
        self.path: Path | None = None
        self.dropped = 0
        self.error: str | None = None

    @property
    def recording(self) -> bool:
        return self._thread is not None and self.error is None

    @property
    def seconds(self) -> float:
        """Length of what was written since the last start."""
        return self._written / self._rate if self._rate else 0.0

    def start(self, path: str | Path) -> Path:
        """Starts to record into a new file, .wav or .flac, numbered where there is one of that name, and returns it.

        Raises RecorderError and changes nothing.
        """
        with self._using:
            if self.recording:
                raise RecorderError(f"already recording into {self.path}")
            self._finish()  # one that ended early
            rate = round(self._loop.segment.header.device_rate)
            opened = self._open(Path(path), rate)
            self._named = Path(path)
            self._rate = self._ring_rate = rate
            self._written = self._in_file = self.dropped = 0
            self._looked = self._noted = time.monotonic()
            self.error = self._converter = None
            self._next = self._loop.segment.header.ring_written
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
            self._thread.start()
            return opened

    def stop(self) -> float:
        """Writes what is left, closes the file and returns its seconds; 0.0 if nothing was being recorded."""
        with self._using:
            return self._finish()

    def _finish(self) -> float:
        if self._thread is None:
            return 0.0
        self._stop.set()
        self._thread.join()
        self._thread = None
        if self.dropped and self.error is None:
            self._log.warning("%s lacks %d frames that the disk was too slow for", self.path, self.dropped)
        return self.seconds

    def _run(self) -> None:
        stopping = False
        while not stopping:
            stopping = self._stop.wait(_WAIT_SECONDS)
            while (block := self._take()) is not None:
                try:
                    self._write(block)
                except (OSError, RuntimeError, RecorderError) as error:
                    self._fail(error, len(block))
                    stopping = True
                    break
        self._close()

    def _open(self, path: Path, rate: int) -> Path:
        """Open a new file, and return its path. Raises RecorderError."""
        opened, self._file = new_file(path, rate, self._full)
        with contextlib.suppress(OSError):
            self._lengths = Lengths(opened)
        self.path = opened
        return opened

    def _close_file(self) -> None:
        if self._lengths is not None:
            self._lengths.close()
            self._lengths = None
        self._file.close()

    def _close(self) -> None:
        try:
            self._convert_to_file(None)
            self._close_file()
        except (OSError, RuntimeError, RecorderError) as error:
            if self.error is None:
                self._fail(error, 0)

    def _take(self) -> Float32 | None:
        """The next frames of the ring, at most a block of one rate; None when there are none yet."""
        header, ring = self._loop.segment.header, self._loop.segment.ring
        if not self._loop.length:  # nothing has sounded yet
            self._next = header.ring_written
        behind = header.ring_written - self._next
        if behind > RING_FRAMES - _SAFETY:
            lost = behind - RING_FRAMES // 2
            self._next += lost
            self.dropped += lost
            behind -= lost
        count = min(behind, _BLOCK)
        if self._next >= header.rate_since:
            self._ring_rate = round(header.device_rate)
        else:
            count = min(count, header.rate_since - self._next)
        if count <= 0:
            return None
        block: Float32 = ring[(self._next + np.arange(count)) % RING_FRAMES]
        if header.ring_written - self._next > RING_FRAMES - _SAFETY:  # overwritten meanwhile
            return self._take()
        self._next += count
        return block

    def _write(self, block: Float32) -> None:
        rate = self._ring_rate
        if self._converter is not None and self._converter[0] != rate:
            self._convert_to_file(None)
        if rate != self._rate and self._converter is None:
            import soxr

            self._converter = rate, soxr.ResampleStream(rate, self._rate, 2, dtype="float32")
        if self._converter is not None:
            self._convert_to_file(block)
        else:
            self._to_file(block)

    def _convert_to_file(self, block: Float32 | None) -> None:
        """A block through the converter; None writes what it still holds and ends it."""
        if self._converter is None or self.error is not None:
            return
        last = block is None
        converter = self._converter[1]
        if last:
            self._converter = None
        self._to_file(converter.resample_chunk(np.zeros((0, 2), np.float32) if block is None else block, last=last))

    def _to_file(self, block: Float32) -> None:
        assert self.path is not None
        now = time.monotonic()
        if now - self._looked > _LOOK_SECONDS:
            self._looked = now
            if full := self._full(self.path):
                raise OSError(full)
        if self._file.format == "WAV" and self._in_file + len(block) > LARGEST_WAV:
            self._close_file()
            self._open(self._named, self._rate)
            self._in_file = 0
            self._log.info("a WAV file cannot be longer, the recording goes on in %s", self.path)
        self._file.write(block)
        self._written += len(block)
        self._in_file += len(block)
        if self._lengths is not None and now - self._noted > _NOTE_SECONDS:
            self._noted = now
            self._lengths.note(self._in_file)

    def _fail(self, error: Exception, frames: int) -> None:
        assert self.path is not None
        self.error = why_not_written(self.path, error)
        self.dropped += frames
        self._log.error("recording into %s ended early, after %.1f s: %s", self.path, self.seconds, self.error)
        self._ended(f"ended early, after {self.seconds:.1f} s: {self.error}")


def new_file(path: Path, rate: int, full: Callable[[Path], str]) -> tuple[Path, Any]:
    """A new file of this name or, where there is one, with a number before its ending. Raises RecorderError."""
    import soundfile

    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        raise RecorderError(f"{path}: recordings are .wav or .flac")
    if problem := full(path):
        raise RecorderError(f"{path} cannot be written: {problem}")
    try:
        path = new_path(path)
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        why = f"there is no folder {path.parent}" if missing else reason(error)
        raise RecorderError(f"{path} cannot be written: {why}") from None
    try:
        return path, soundfile.SoundFile(path, "w", samplerate=rate, channels=2, format=kind, subtype=_SUBTYPE)
    except (OSError, RuntimeError) as error:
        path.unlink(missing_ok=True)
        raise RecorderError(f"{path} cannot be written: {why_not_written(path, error)}") from error


def why_not_written(path: Path, error: Exception) -> str:
    """Why a file cannot be written; the library that writes it calls a full disk "System error."."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(path.parent).free < _FULL:
            return "the disk is full"
    return reason(error)
