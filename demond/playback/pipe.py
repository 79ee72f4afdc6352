"""Raw PCM to a named pipe or to standard output, for programs that read it; nothing they do is waited for."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import select
import stat
import threading
import time
from collections.abc import Callable

import numpy as np

from demond.playback.segment import Float32
from engine.errors import reason

SCHEME = "pipe:"
FORMATS = ("s16", "f32")
BLOCK_SECONDS = 0.02
_RETRY_SECONDS = 1.0
_STANDARD_OUTPUT = "-"
_NOBODY = "nobody reads it"


def wrong_device(device: str) -> str:
    """What is wrong with a name of a device, as far as it is one of a pipe; nothing where it is good."""
    if not device.startswith(SCHEME):
        return ""
    path, _, query = device.removeprefix(SCHEME).partition("?")
    if not path or "\0" in path:
        return f"wants {SCHEME}PATH, or {SCHEME}{_STANDARD_OUTPUT} for standard output, got {device!r}"
    if query and not re.fullmatch(f"format=({'|'.join(FORMATS)})", query):
        return f"wants ?format={' or ?format='.join(FORMATS)} behind the pipe, got {device!r}"
    return ""


class Pipe:
    """What `pipe:PATH?format=FORMAT` means: little-endian samples, channels interleaved.

    The named pipe is made where there is none. `told(why)` hears why nobody has what is played, and the empty text as
    soon as somebody has it. With standard output nothing but samples is written there from now on, whoever prints.
    Raises OSError where that is impossible.
    """

    def __init__(self, device: str, told: Callable[[str], None], dropping: Callable[[], None]) -> None:
        """`dropping()` is called when a reader falls behind for the first time."""
        self._path, _, query = device.removeprefix(SCHEME).partition("?")
        self.format = query.removeprefix("format=") or FORMATS[0]
        self._told, self._dropping = told, dropping
        self._frame = 0  # bytes
        self._begun = b""  # the end of a frame that was written in part
        self._pipe: int | None = None
        self._opener: threading.Thread | None = None
        self._looker: threading.Thread | None = None
        self._at: int | None = None  # the pipe at which the opener waits, whatever lies by its name meanwhile
        self._given_up = False
        self._waiting = threading.Lock()
        self._next_open = 0.0
        self._fell_behind = False
        self._output = _standard_output() if self._path == _STANDARD_OUTPUT else None

    def take(self, block: Float32) -> bool:
        """Writes frames [n, channels] that lie within -1 .. 1, or drops them; whether a reader missed some."""
        if self._pipe is None:
            self._seek_reader()
            return True
        samples = np.rint(block * 32767).astype("<i2") if self.format == "s16" else block.astype("<f4")
        self._frame = samples.shape[1] * samples.itemsize
        data = self._begun + samples.tobytes()
        try:
            written = os.write(self._pipe, data)
        except BlockingIOError:
            written = 0
        except OSError as error:
            self._close(_NOBODY if isinstance(error, BrokenPipeError) else reason(error))
            return True
        over = max(0, written - len(self._begun)) % self._frame
        left_of_frame = self._frame - over if over else max(0, len(self._begun) - written)
        self._begun = data[written : written + left_of_frame]
        if written == len(data):
            return True
        if not self._fell_behind:
            self._fell_behind = True
            self._dropping()
        return False

    def close(self) -> None:
        self._give_up()
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None

    def _close(self, why: str) -> None:
        self.close()
        self._told(why)

    def _seek_reader(self) -> None:
        now = time.monotonic()
        if now < self._next_open:
            return
        self._next_open = now + _RETRY_SECONDS
        if self._opener is None or not self._opener.is_alive():
            self._opener = threading.Thread(target=self._open, name="pipe-opener", daemon=True)
            self._opener.start()
        elif self._output is None and (self._looker is None or not self._looker.is_alive()):
            self._looker = threading.Thread(target=self._look, name="pipe-looker", daemon=True)
            self._looker.start()

    def _look(self) -> None:
        """Wait no longer at a pipe that was removed or replaced: no reader comes there any more."""
        try:
            there: tuple[int, int] | None = _which(os.stat(os.path.expanduser(self._path)))
        except OSError:
            there = None
        with self._waiting:
            replaced = self._at is not None and _which(os.fstat(self._at)) != there
        if replaced:
            self._give_up()

    def _give_up(self) -> None:
        """Have the opener wait no longer, by what it waits for: a reader, who goes at once."""
        with self._waiting:
            if self._at is not None:
                self._given_up = True
                with contextlib.suppress(OSError):
                    os.close(os.open(_path_of(self._at), os.O_RDONLY | os.O_NONBLOCK))

    def _open(self) -> None:
        """Waits for a reader, in a thread of its own.

        Waiting in open(2) is writing already, to the kernel: a reader that comes finds no end of file, which snapserver
        and others close the pipe for at once.
        """
        try:
            path = _named_pipe(self._path) if self._output is None else _path_of(self._output)
            pipe = self._opened(path)
        except OSError as error:
            self._told(reason(error))
            return
        if pipe is None:
            return
        self._begun, self._fell_behind = b"", False
        self._told("")
        self._pipe = pipe

    def _opened(self, path: str) -> int | None:
        """The pipe, once somebody reads it; None where that was given up. Raises OSError."""
        at = os.open(path, os.O_PATH)
        try:
            pipe = os.open(_path_of(at), os.O_WRONLY | os.O_NONBLOCK)
            if _is_read(pipe):
                return pipe
            os.close(pipe)
            self._told(_NOBODY)
            return None
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            self._told(_NOBODY)
            with self._waiting:
                self._at = at
            pipe = os.open(_path_of(at), os.O_WRONLY)
            with self._waiting:
                self._at, given_up, self._given_up = None, self._given_up, False
            if given_up:
                os.close(pipe)
                return None
            os.set_blocking(pipe, False)
            return pipe
        finally:
            os.close(at)


def _is_read(pipe: int) -> bool:
    """Whether anybody has a pipe to read it: one without a name can be opened also where nobody has, or ever will."""
    reader = select.poll()
    reader.register(pipe, 0)
    return not reader.poll(0)


def _which(status: os.stat_result) -> tuple[int, int]:
    """What tells a file from another one of the same name."""
    return status.st_dev, status.st_ino


def _named_pipe(path: str) -> str:
    """The path of a named pipe, which is made where it is missing. Raises OSError."""
    path = os.path.expanduser(path)
    try:
        os.mkfifo(path)
    except FileExistsError:
        if not stat.S_ISFIFO(os.stat(path).st_mode):
            raise OSError(0, f"{path} is there and is no pipe") from None
    return path


def _standard_output() -> int:
    """Standard output for ourselves; what others print there goes to where errors go. Raises OSError."""
    there, errors = os.fstat(1), os.fstat(2)
    if (there.st_dev, there.st_ino) == (errors.st_dev, errors.st_ino):
        raise OSError(0, "standard output is where the log goes: have a program read it, or name a pipe")
    if not stat.S_ISFIFO(there.st_mode):
        raise OSError(0, "standard output is no pipe: have a program read it, or name a pipe")
    ours = os.dup(1)
    os.dup2(2, 1)
    return ours


def _path_of(descriptor: int) -> str:
    """Opened by this, it does not wait without anybody else's being told so who has it too."""
    return f"/proc/self/fd/{descriptor}"
