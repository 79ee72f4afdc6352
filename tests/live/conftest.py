"""Real servers for the live tests: a JACK server of its own name for each test, cleaned up afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.jack_server import JackServer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.live)


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
