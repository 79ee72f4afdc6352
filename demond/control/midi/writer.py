"""MIDI ports that are written to by a process of their own; the daemon's end of it. No torch.

Nothing here waits for a driver: what a port does not take is an error.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

END_SECONDS = 0.5
_GONE, _ENDED = "its process does not take what is sent", "its process has ended"


class WriterPort:
    """A port that is open, or soon will be. Any thread may send."""

    def __init__(self, writer: Writer, number: int) -> None:
        self._writer = writer
        self._number = number

    def send(self, messages: Sequence[bytes]) -> None:
        """Send complete messages, at once and in order. Raises OSError where the port or its driver is not there."""
        self._writer.hear(self._number)
        self._writer.say("W", self._number, b"".join(len(each).to_bytes(2, "little") + each for each in messages))

    def close(self) -> None:
        """Close it once it has taken what was sent."""
        with contextlib.suppress(OSError):
            self._writer.say("C", self._number)


class Writer:
    """The process that writes to the ports of one MIDI system. Ports are opened by one thread."""

    def __init__(self, api: str, name: str) -> None:
        self._wire, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._wire.setblocking(False)
        self.lost = False
        self._failed: dict[int, str] = {}
        self._count = 0
        root = str(Path(__file__).parents[3])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "demond.control.midi.writer_process", api, name],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            )
        finally:
            theirs.close()

    def open(self, port: str) -> WriterPort:
        """Open a port of this name; a send says where that fails."""
        return self._begin("O", port)

    def offer(self, client: str, port: str) -> WriterPort:
        """A port of our own, to which others connect."""
        return self._begin("V", f"{client}\0{port}")

    def say(self, what: str, number: int, data: bytes = b"") -> None:
        """Send a frame. Raises OSError."""
        try:
            self._wire.send(what.encode() + number.to_bytes(2, "little") + data)
        except OSError as error:
            self.lost = True
            raise OSError(_GONE if isinstance(error, BlockingIOError) else _ENDED) from None

    def hear(self, number: int) -> None:
        """Take what the process says. Raises OSError with what failed of this port."""
        while True:
            try:
                data = self._wire.recv(1024)
            except BlockingIOError:
                break
            if not data:
                self.lost = True
                raise OSError(_ENDED)
            self._failed[int.from_bytes(data[:2], "little")] = data[2:].decode("utf-8", "replace")
        if number in self._failed:
            raise OSError(self._failed[number])

    def close(self) -> None:
        """End the process once it has written what it was sent; one that hangs is killed."""
        with contextlib.suppress(OSError):
            self._wire.shutdown(socket.SHUT_RDWR)
        self._wire.close()
        try:
            self._process.wait(0.0 if self.lost else END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _begin(self, what: str, words: str) -> WriterPort:
        self._count += 1
        self.say(what, self._count, words.encode("utf-8", "surrogateescape"))
        return WriterPort(self, self._count)
