"""What systemd is told: a datagram that nobody waits for, of which every assignment is one line."""

import socket
import time
from pathlib import Path

import pytest

from demond.notify import notify


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind(str(tmp_path / "notify"))
        sock.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield sock


def test_a_text_is_no_other_assignment(manager: socket.socket) -> None:
    assert notify("READY=1", "STATUS=waiting for Gerät\nMAINPID=1 \udce9")
    assert manager.recv(4096).decode() == "READY=1\nSTATUS=waiting for Gerät\\nMAINPID=1 \\xe9"


def test_nobody_waits_for_who_does_not_listen(manager: socket.socket) -> None:
    began = time.monotonic()
    assert not all(notify("WATCHDOG=1") for _ in range(5000))
    assert time.monotonic() - began < 5


def test_where_nobody_is_there_nothing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "absent"))
    assert notify("READY=1")
