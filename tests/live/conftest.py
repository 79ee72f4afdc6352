"""Real servers for the live tests: a JACK server of its own name for each test, cleaned up afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.live)


class JackServer:
    """A JACK server with the dummy driver; this process and its children find it by environment variable."""

    def __init__(self, name: str, frames: int, rate: int, folder: Path) -> None:
        self.name, self.frames, self.rate = name, frames, rate
        self.realtime = True
        self.log = folder / "jackd.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the server, with real-time priority where allowed, and waits until clients can connect."""
        _clear()
        for realtime in [True, False] if self.realtime else [False]:
            schedule = ["-R", "-P", "20"] if realtime else ["-r"]
            driver = ["-d", "dummy", "-r", str(self.rate), "-p", str(self.frames)]
            with self.log.open("ab") as log:
                command = ["jackd", "-n", self.name, *schedule, *driver]
                self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            if self._wait():
                self.realtime = realtime
                return
            self.stop()
        pytest.skip(f"jackd does not start here: {self.log.read_text()[-400:]}")

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

    def run(self, *command: str, check: bool = True) -> str:
        """Output of a JACK tool, for example `run("jack_connect", "a:out_0", "b:in")`."""
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=20, check=False)
        if check and done.returncode:
            raise AssertionError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def ports(self) -> list[str]:
        return self.run("jack_lsp", check=False).splitlines()

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
        for _ in range(50):
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


@pytest.fixture
def start_jack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., JackServer]]:
    """Starts JACK servers: `start_jack(frames=256, rate=48000)`; skips the test where jackd is missing."""
    if shutil.which("jackd") is None:
        pytest.skip("jackd is not installed (apt install jackd2)")
    name = f"demond-test-{os.getpid()}"
    monkeypatch.setenv("JACK_DEFAULT_SERVER", name)
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    monkeypatch.setenv("JACK_NO_AUDIO_RESERVATION", "1")
    servers: list[JackServer] = []

    def start(frames: int = 256, rate: int = 48000) -> JackServer:
        server = JackServer(name, frames, rate, tmp_path)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def jack(start_jack: Callable[..., JackServer]) -> JackServer:
    """A JACK server at 48 kHz with 256 frames a period."""
    return start_jack()


FOREIGN = r"""
import ctypes, sys, time
jack = ctypes.CDLL("libjack.so.0")
jack.jack_client_open.restype = jack.jack_port_register.restype = ctypes.c_void_p
client = jack.jack_client_open(b"caf\xe9\nerror: demond: forged", 1, None)
for name, kind, flags in ((b"midi\xff", b"8 bit raw midi", 2), (b"in\xff", b"32 bit float mono audio", 1)):
    port = jack.jack_port_register(ctypes.c_void_p(client), name, kind, ctypes.c_ulong(flags), ctypes.c_ulong(0))
    assert port, name
jack.jack_activate(ctypes.c_void_p(client))
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def foreign_client(jack: JackServer) -> Iterator[None]:
    """A JACK client with a MIDI and an audio port whose names are no UTF-8 and hold the end of a line."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", FOREIGN], stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield
        process.kill()
