"""A running daemon for the tests: the real command, in a process of its own, spoken to over OSC."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

FIRST_SOUND_SECONDS = 90


PORTS = range(16000, 32000, 2)
"""Below those that systems give to connections, which would take one before it is used."""


def free_port() -> int:
    """A port that is free for UDP and TCP, as is the next one."""
    for port in random.SystemRandom().sample(PORTS, 100):
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for each, kind in itertools.product((port, port + 1), (socket.SOCK_STREAM, socket.SOCK_DGRAM)):
                stack.enter_context(socket.socket(type=kind)).bind(("127.0.0.1", each))
            return port
    raise OSError(f"no port is free in {PORTS}")


@contextlib.contextmanager
def files_of(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes; not for a fixture, as what pytest writes is no exception."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


class Daemon:
    """`demond run` with its own state folder and port; what it logs is in `log`."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        device: str = "null",
        environment: dict[str, str] | None = None,
        program: Sequence[str] = ("-m", "demond"),
    ) -> None:
        self.port = free_port()
        self.state = folder / "state"
        self.log_path = folder / f"demond-{self.port}.log"
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(0.2)
        self.command = [
            sys.executable, *program, "run", "--state", str(self.state), "--port", str(self.port),
            "--device", device, "--decoder", "eager", *arguments,
        ]  # fmt: skip
        with self.log_path.open("wb") as log:
            variables = {**os.environ, **(environment or {})}
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=variables
            )

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace")

    def send(self, address: str, *values: object) -> None:
        builder = OscMessageBuilder(address)
        for value in values:
            builder.add_arg(value)
        self._socket.sendto(builder.build().dgram, ("127.0.0.1", self.port))

    def receive(self, address: str, seconds: float = 3.0) -> list[object]:
        """Arguments of the next message with this address."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                message = OscMessage(self._socket.recv(65536))
            except (TimeoutError, ConnectionError):
                continue
            if message.address == address:
                return list(message.params)
        raise AssertionError(f"no {address} within {seconds} s; log:\n{self.log[-3000:]}")

    def forget(self) -> None:
        """Read away what came and nobody waits for: where there is no room left, an answer is lost."""
        with contextlib.suppress(TimeoutError):
            while True:
                self._socket.recv(65536)

    def ask(self, name: str) -> object:
        """The value of a control as `/demond/get` tells it."""
        self.send("/demond/get", name)
        return self.receive(f"/demond/{name}")[0]

    def status(self) -> dict[str, object]:
        self.send("/demond/status")
        flat = self.receive("/demond/status")
        return dict(zip(flat[::2], flat[1::2], strict=True))  # type: ignore[arg-type]

    def sounded(self) -> float:
        """Seconds since the first sound, with which a recording begins; up to half a second less."""
        return float(self.status()["uptime"]) - self.wait_sounding()  # type: ignore[arg-type]

    def wait_until(self, test: Callable[[], bool], seconds: float, what: str) -> None:
        until = time.monotonic() + seconds
        while not test():
            if self.process.poll() is not None:
                raise AssertionError(f"the daemon ended with {self.process.returncode}; log:\n{self.log[-3000:]}")
            if time.monotonic() > until:
                raise AssertionError(f"{what}: not within {seconds} s; log:\n{self.log[-3000:]}")
            time.sleep(0.05)

    def wait_sounding(self, seconds: float = FIRST_SOUND_SECONDS) -> float:
        """Wait for the first sound; returns the seconds it took by the daemon's own account."""
        self.wait_until(lambda: "sounding after" in self.log, seconds, "first sound")
        match = re.search(r"sounding after ([\d.]+)", self.log)
        assert match
        return float(match[1])

    def engine_pid(self) -> int:
        """Process id of the engine, a child of the daemon."""
        return self.child_pid("engine_process")

    def child_pid(self, module: str) -> int:
        """Process id of the child of the daemon that runs this module."""
        children: list[str] = []
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            with contextlib.suppress(OSError):  # threads come and go
                children += (task / "children").read_text().split()
        (found,) = [pid for pid in children if module in Path(f"/proc/{pid}/cmdline").read_text()]
        return int(found)

    def end(self, how: int = signal.SIGTERM, seconds: float = 10.0) -> float:
        """Send a signal, wait for the end and return how long it took."""
        began = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(seconds)
        return time.monotonic() - began

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._socket.close()


@pytest.fixture
def start_daemon(tmp_path: Path) -> Iterator[Callable[..., Daemon]]:
    """Starts daemons: `start_daemon("--record", "x.wav", device="null")`."""
    daemons: list[Daemon] = []

    def start(*arguments: str, **options: Any) -> Daemon:
        daemons.append(Daemon(tmp_path, *arguments, **options))
        return daemons[-1]

    yield start
    for daemon in daemons:
        daemon.close()
