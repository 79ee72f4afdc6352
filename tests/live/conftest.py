"""Real servers for the live tests: a JACK server of its own name for each test, a box with systemd for all."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.jack_server import JackServer
from tests.live.box import ROOT, Box, NoBoxError, copy_checkout

README = (ROOT / "systemd" / "README.md").read_text()


ALIKE_IN_COMPANY = {
    *("test_drift_measured", "test_evaluate", "test_hub_models", "test_hub_play", "test_level_match"),
    *("test_lives", "test_read_only", "test_rendered", "test_wheel"),
}
"""Modules of this folder that measure nothing that another program on the machine changes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.live)
            if item.path.stem not in ALIKE_IN_COMPANY:
                item.add_marker(pytest.mark.alone)


@pytest.fixture
def start_jack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., JackServer]]:
    """Starts JACK servers: `start_jack(frames=256, rate=48000)`, with more options of the dummy driver as `driver`.

    Skips the test where jackd is missing.
    """
    if shutil.which("jackd") is None:
        pytest.skip("jackd is not installed (apt install jackd2)")
    name = f"demond-test-{os.getpid()}"
    monkeypatch.setenv("JACK_DEFAULT_SERVER", name)
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    monkeypatch.setenv("JACK_NO_AUDIO_RESERVATION", "1")
    servers: list[JackServer] = []

    def start(frames: int = 256, rate: int = 48000, driver: Sequence[str] = ()) -> JackServer:
        server = JackServer(name, frames, rate, tmp_path, driver)
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


@pytest.fixture(scope="session")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """A box in which demond is installed, and started, by the words of the README."""
    folder = tmp_path_factory.mktemp("box")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", 9130))
        except OSError:
            pytest.skip("port 9130 is in use on this machine")
    box = None
    try:
        try:
            box = Box(folder)
            box.boot()
        except NoBoxError as error:
            pytest.skip(str(error))
        assert not (box.tree / "bin/kill").exists()
        copy_checkout(box.tree / "root/demond")
        box.run("apt-get", "update", "-q", seconds=300)
        words = re.search(r"```sh\n(.*?)```", README, re.DOTALL)
        assert words is not None
        began = time.monotonic()
        try:
            box.run("sh", "-ec", f"cd /root/demond\n{words[1]}", seconds=1200)
        except AssertionError as error:
            pytest.fail(f"{error}\n{box.run('journalctl', '-u', 'demond', '-o', 'cat', '--no-pager')[-2000:]}")
        print(f"installed and started in {time.monotonic() - began:.0f} s")
        yield box
    finally:
        if box is not None:
            box.halt()
        shutil.rmtree(folder, ignore_errors=True)
