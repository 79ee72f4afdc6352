"""A real JACK server for tests and for the fuzzer."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest


class JackServer:
    """A JACK server with the dummy driver; this process and its children find it by environment variable."""

    def __init__(self, name: str, frames: int, rate: int, folder: Path, driver: Sequence[str] = ()) -> None:
        self.name, self.frames, self.rate, self.driver = name, frames, rate, driver
        self.realtime = True
        self.log = folder / "jackd.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the server, with real-time priority where allowed, and waits until clients can connect."""
        _clear()
        for realtime in [True, False] if self.realtime else [False]:
            schedule = ["-R", "-P", "20"] if realtime else ["-r"]
            driver = ["-d", "dummy", "-r", str(self.rate), "-p", str(self.frames), *self.driver]
            with self.log.open("ab") as log:
                command = ["jackd", "-n", self.name, *schedule, *driver]
                self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            if self._wait():
                self.realtime = realtime
                return
            self.stop()
        pytest.skip(f"jackd does not start here: {self.log.read_text()[-400:]}")

    def lend(self, stack: contextlib.ExitStack) -> None:
        """Starts the server for all that is started from here, until the stack ends."""
        names = {"JACK_DEFAULT_SERVER": self.name, "JACK_NO_START_SERVER": "1", "JACK_NO_AUDIO_RESERVATION": "1"}
        stack.enter_context(patch.dict(os.environ, names))
        stack.callback(self.stop)
        self.start()

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Ends the server (SIGKILL: as a crash would) and removes what it left in shared memory."""
        if self._process is not None:
            self._process.send_signal(how)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        for left in Path("/dev/shm").glob(f"jack*{self.name}*"):
            left.unlink(missing_ok=True) if left.is_file() else shutil.rmtree(left, ignore_errors=True)

    def run(self, *command: str, check: bool = True, seconds: float = 20.0) -> str:
        """Output of a JACK tool, for example `run("jack_connect", "a:out_0", "b:in")`."""
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=seconds, check=False)
        if check and done.returncode:
            raise AssertionError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def ports(self) -> list[str]:
        """Those there are; none where the tool hangs, as JACK's may that joins at once with another client."""
        try:
            return self.run("jack_lsp", check=False, seconds=4.0).splitlines()
        except subprocess.TimeoutExpired:
            return []

    def wait_port(self, part: str, seconds: float = 10.0) -> str:
        """The first port whose name contains `part`, as soon as it is there."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for port in self.ports():
                if part in port:
                    return port
            time.sleep(0.1)
        raise AssertionError(f"no JACK port named like {part!r}; there are {self.ports()}")

    def _wait(self) -> bool:
        until = time.monotonic() + 10.0
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                return False
            if any(port.startswith("system:") for port in self.ports()):
                return True
            time.sleep(0.1)
        return False


@cache
def _clear() -> None:
    """Removes, once, the list of servers where none runs: those that were killed stay in it, and eight fill it.

    Once, as the library of clients in this process keeps the list that it found.
    """
    names = []
    for path in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):
            names.append(path.read_text().strip())
    if "jackd" not in names:
        Path("/dev/shm/jack-shm-registry").unlink(missing_ok=True)
