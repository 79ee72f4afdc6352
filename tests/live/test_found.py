"""OSCQuery of a running daemon, and mDNS over minutes: names that are taken, networks that come later, LoRAs."""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect

from demond.control import discovery
from demond.control.discovery import Discovery, Service
from tests.conftest import Daemon
from tests.demond.test_lora_daemon import for_pocket
from tests.http_peer import strict
from tests.mdns_peer import HTTP, Browser, wait

LOOPBACK = ("127.0.0.1", "::1")


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    yield made
    made.close()


def test_a_second_one_has_another_name(browser: Browser) -> None:
    both = [Discovery([Service(HTTP, port, LOOPBACK)], "always") for port in (40001, 40002)]
    both[0].start()
    wait(lambda: (HTTP, 40001) in browser.ports())
    both[1].start()
    wait(lambda: (HTTP, 40002) in browser.ports())
    assert len({name for _, name in browser.found}) == 2
    for each in both:
        each.close()
    for each in both:
        each.join()


def test_a_network_that_comes_later_is_taken_in(monkeypatch: pytest.MonkeyPatch, browser: Browser) -> None:
    zones: list[dict[str, tuple[str, ...]]] = [{}]
    monkeypatch.setattr(discovery, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(discovery, "_zones", lambda: zones[0])
    told = Discovery([Service(HTTP, 40003, LOOPBACK)], "always")
    told.start()
    time.sleep(0.1)
    zones[0] = {"loopback": ("127.0.0.1",)}
    wait(lambda: (HTTP, 40003) in browser.ports())
    zones[0] = {}
    wait(lambda: (HTTP, 40003) not in browser.ports())
    told.close()
    told.join()


def test_a_running_daemon_is_read_heard_and_told_of_its_loras(start_daemon, tmp_path: Path) -> None:
    daemon: Daemon = start_daemon()
    daemon.wait_until(lambda: "OSCQuery on" in daemon.log, 60, "OSCQuery")
    assert daemon.status()["http"] == daemon.port + 1, "the port beside that of OSC"
    address = f"localhost:{daemon.port + 1}"
    with urllib.request.urlopen(f"http://{address}/?HOST_INFO", timeout=5) as answer:
        assert strict(answer.read().decode())["OSC_PORT"] == daemon.port
    with connect(f"ws://{address}/", compression=None) as client:

        def heard() -> bytes:
            while isinstance(frame := client.recv(timeout=5), str):  # addresses may come while the daemon starts
                pass
            return frame

        client.send(json.dumps({"COMMAND": "LISTEN", "DATA": "/demond/denoise"}))
        assert b"/demond/denoise" in heard()
        daemon.send("/demond/denoise", 0.25)
        assert b"\x3e\x80\0\0" in heard()

        def told(command: str, path: str) -> None:
            until = time.monotonic() + 20
            while True:
                frame = client.recv(timeout=until - time.monotonic())
                if isinstance(frame, str) and strict(frame) == {"COMMAND": command, "DATA": path}:
                    return

        folder = tmp_path / "state" / "loras"
        folder.mkdir(exist_ok=True)
        tape = for_pocket(folder / "tape.safetensors")
        told("PATH_ADDED", "/demond/lora/tape")
        tape.unlink()
        told("PATH_REMOVED", "/demond/lora/tape")
    assert daemon.end() < 2.0
    assert "Traceback" not in daemon.log


def test_a_taken_port_ends_no_start(start_daemon, tmp_path: Path) -> None:
    config = tmp_path / "demond.toml"
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        config.write_text(f"[http]\nport = {port}\n")
        daemon: Daemon = start_daemon("--config", str(config))
        daemon.wait_sounding()
        assert f"port {port} (TCP) of 127.0.0.1 is in use" in str(daemon.status()["http"])
        assert daemon.end() < 2.0
