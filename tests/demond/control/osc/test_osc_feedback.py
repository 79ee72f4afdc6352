"""Destinations that the configuration names, told over real UDP sockets."""

import asyncio
import socket
import threading
import time
from pathlib import Path

import pytest

from demond.calls import Calls
from demond.control.osc import Target, feedback
from demond.files import Files
from demond.sections import Config, FeedbackTable, MidiSection
from tests.demond.control.osc.test_osc_server import SURFACE, approx, play
from tests.osc_peer import Client, Rig, rig


@pytest.fixture
def server():
    with rig(status=lambda: {"xruns": 0}, lease=0.2) as running:
        yield running


@pytest.fixture
def screen(server: Rig):
    with Client(server.port) as connected:
        yield connected


def tell(server: Rig, *targets: Target) -> None:
    server.call(server.server.set_feedback, targets)


def test_it_is_told_everything_and_then_what_changes_for_ever(server: Rig, screen: Client) -> None:
    tell(server, Target(f"127.0.0.1:{screen.port}", "[a-d]*", 100))
    first = screen.hear(5)
    assert ("/demond/denoise", approx(0.7)) in first
    assert not any("subscribed" in address for address, *_ in first)
    time.sleep(1.2)  # longer than any lease
    server.store.set("denoise", 0.25)
    assert screen.hear(1) == [("/demond/denoise", 0.25)]
    tell(server)
    server.store.set("denoise", 0.5)
    assert screen.listen(0.1) == []


def test_it_is_told_everything_again_when_it_is_configured_again(server: Rig, screen: Client) -> None:
    for _ in range(2):
        tell(server, Target(f"127.0.0.1:{screen.port}", "denoise", 30), Target(f"127.0.0.1:{screen.port}", "depth", 30))
        assert sorted(screen.hear(2)) == [("/demond/denoise", approx(0.7)), ("/demond/depth", 4)]


def test_it_is_told_aliases_of_mappings_that_come_later(server: Rig, screen: Client) -> None:
    tell(server, Target(f"127.0.0.1:{screen.port}", "/1/fader1", 30))
    assert screen.listen(0.1) == []
    play(server, SURFACE)
    assert screen.hear(1) == [("/1/fader1", approx(0.7))]


def test_status_reaches_it(server: Rig, screen: Client) -> None:
    tell(server, Target(f"127.0.0.1:{screen.port}", "status", 30))
    assert ("/demond/status", "xruns", 0) in screen.hear(1)


def test_it_hears_no_echo_of_its_own(server: Rig, screen: Client) -> None:
    tell(server, Target(f"127.0.0.1:{screen.port}", "{denoise,depth}", 100))
    screen.hear(2)
    screen.send("/demond/denoise", 0.25)
    assert screen.listen(0.1) == []
    with Client(server.port) as other:
        other.send("/demond/denoise", 0.5)
        assert screen.hear(1) == [("/demond/denoise", 0.5)]


def test_it_is_left_alone_by_subscriptions(server: Rig, screen: Client) -> None:
    tell(server, Target(f"127.0.0.1:{screen.port}", "denoise", 100))
    screen.hear(1)
    screen.ask("/demond/subscribe", "depth")
    screen.ask("/demond/unsubscribe")
    server.store.set("denoise", 0.25)
    assert screen.hear(1) == [("/demond/denoise", 0.25)]


def test_the_own_port_is_refused(server: Rig, caplog: pytest.LogCaptureFixture) -> None:
    tell(server, Target(f"127.0.0.1:{server.port}", "", 30))
    assert "demond's own port" in caplog.text
    server.store.set("denoise", 0.25)
    time.sleep(0.1)
    assert server.server.counters["received"] == 0


def test_a_name_is_looked_up_beside_the_loop_until_it_has_an_address(
    server: Rig, screen: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    threads: list[threading.Thread] = []
    told, went_on = threading.Event(), []
    look_up = socket.getaddrinfo

    def slow(host, port, *args, **options):
        if host != "tablet.local":
            return look_up(host, port, *args, **options)
        if options.get("flags"):
            raise socket.gaierror("no number")
        threads.append(threading.current_thread())
        went_on.append(told.wait(5))
        if len(threads) < 2:
            raise socket.gaierror(-3, "Temporary failure in name resolution")
        return look_up("127.0.0.1", port, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    monkeypatch.setattr(feedback, "RETRY_SECONDS", 0.05)
    tell(server, Target(f"tablet.local:{screen.port}", "denoise", 30))
    told.set()
    assert screen.hear(1) == [("/demond/denoise", approx(0.7))]
    assert len(threads) == 2
    assert all(went_on)
    assert server._thread not in threads
    assert "temporary failure in name resolution" in caplog.text


def test_what_listens_on_loopback_alone_tells_others_too(server: Rig) -> None:
    async def reach() -> tuple[str, int]:
        peer = server.server._sockets.reach(socket.AF_INET, ("192.0.2.7", 9000))
        server.server._sockets.send(peer._replace(address=("127.0.0.1", screen.port)), b"/a\0\0,\0\0\0")
        return peer.address

    with Client(server.port) as screen:
        screen.sock.close()
        screen.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        screen.sock.bind(("127.0.0.1", 0))
        screen.port = screen.sock.getsockname()[1]
        assert asyncio.run_coroutine_threadsafe(reach(), server.loop).result(5) == ("192.0.2.7", 9000)
        assert screen.hear(1) == [("/a",)]


def test_a_reload_takes_other_surfaces_without_a_restart(
    server: Rig, screen: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "demond.toml"
    path.write_text("[midi]\nenabled = false\n")
    config = Config(midi=MidiSection(enabled=False))
    files = server.call(lambda: Files(config, path, server.store, server.server, Calls(), lambda: None))
    files.start()
    path.write_text(f'[[osc.feedback]]\nto = "127.0.0.1:{screen.port}"\npattern = "denoise"\n[midi]\nenabled = false\n')

    async def reload() -> str:
        return await files.reload()

    asyncio.run_coroutine_threadsafe(reload(), server.loop).result(5)
    assert files.config.osc.feedback == (FeedbackTable(f"127.0.0.1:{screen.port}", "denoise"),)
    assert screen.hear(1) == [("/demond/denoise", approx(0.7))]
    assert "next start" not in caplog.text
    files.close()
