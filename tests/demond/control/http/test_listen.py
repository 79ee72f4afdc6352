"""WebSocket clients: told what they listen to, in single messages; what they send is OSC; nobody holds the loop."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import time
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from demond.control.http import listen, server
from demond.control.osc.access import Standing
from demond.parameters import PARAMETERS, lora_rows
from tests.http_peer import Chataigne, HttpRig, http_rig
from tests.osc_peer import bundle, message


@pytest.fixture
def rig() -> Iterator[HttpRig]:
    with http_rig() as made:
        yield made


def test_chataigne_hears_every_parameter_and_every_change(rig: HttpRig) -> None:
    with Chataigne(rig) as client:
        names = [row.name for row in PARAMETERS.values()]
        for name in names:
            client.command("LISTEN", f"/demond/{name}")
        first = {told[0]: told[1:] for told in client.sync()}
        values = {row.address for row in PARAMETERS.values() if row.kind != "action"}
        until = time.monotonic() + 5
        while not values <= first.keys() and time.monotonic() < until:
            told = client.next()
            first[told[0]] = told[1:]
        assert first.keys() == values, "and nothing of actions, no errors"
        assert first["/demond/denoise"] == (pytest.approx(0.7),)
        assert first["/demond/mute"] == (0,)

        client.udp.send("/demond/denoise", 0.25)
        assert client.next() == ("/demond/denoise", 0.25)
        rig.store.set("prompt/b", "drums")
        assert client.next() == ("/demond/prompt/b", "drums")
        rig.store.set_many({"blend": 0.5, "seed": 7})
        assert sorted([client.next(), client.next()]) == [("/demond/blend", 0.5), ("/demond/seed", 7)]


def test_all_is_told_where_there_is_room_for_little_at_a_time(rig: HttpRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "MOST_WAITING", 1000)
    rig.store.admit([row for number in range(100) for row in lora_rows(f"voice{number}", 1.0)])
    wanted = {row.address for row in rig.store.rows.values() if row.kind != "action"}
    with Chataigne(rig) as client:
        for address in wanted:
            client.command("LISTEN", address)
        heard: set[object] = set()
        until = time.monotonic() + 10
        while not wanted <= heard:
            told = client.next(max(0.01, until - time.monotonic()))
            heard.add(told[0] if isinstance(told, tuple) else None)


def test_only_what_is_listened_to_is_told(rig: HttpRig) -> None:
    with Chataigne(rig) as client:
        client.command("LISTEN", "/demond/denoise")
        client.command("LISTEN", "/demond/blend")
        assert client.until(("/demond/blend", 0.0))[:1] == [("/demond/denoise", pytest.approx(0.7))]
        client.command("IGNORE", "/demond/blend")
        client.command("IGNORE", "/demond/shift")
        client.sync()
        rig.store.set("blend", 1.0)
        rig.store.set("shift", 2.0)
        rig.store.set("denoise", 0.5)
        assert client.next() == ("/demond/denoise", 0.5)
        client.command("LISTEN", "/demond/denoise")
        assert client.next() == ("/demond/denoise", 0.5), "asked again, it is told again"


def test_many_changes_are_told_as_the_newest(rig: HttpRig) -> None:
    with Chataigne(rig) as client:
        client.command("LISTEN", "/demond/blend")
        client.sync()
        for number in range(2000):
            rig.store.set("blend", number / 2000)
        got = client.until(("/demond/blend", pytest.approx(0.9995)))
        assert len(got) < 200


def test_a_ramp_is_told_while_it_moves(rig: HttpRig) -> None:
    with Chataigne(rig) as client:
        client.command("LISTEN", "/demond/blend")
        client.sync()
        rig.store.set("blend", 1.0, seconds=1.0)
        values = [told[1] for told in client.until(("/demond/blend", 1.0))]
        assert 20 < len(values) < 120
        assert values == sorted(values)


def test_what_is_sent_is_obeyed_without_an_echo(rig: HttpRig) -> None:
    with Chataigne(rig) as client, Chataigne(rig) as other:
        for each in (client, other):
            each.command("LISTEN", "/demond/denoise")
            each.sync()
        client.send("/demond/denoise", 0.25)
        assert other.next() == ("/demond/denoise", 0.25)
        assert client.sync() == []
        client.send("/demond/denoise", 3.0)
        assert client.until(("/demond/denoise", 1.0))[0] == ("/demond/note", "/demond/denoise", "clamped to 1")
        client.socket.send(bundle(message("/demond/blend", 0.5), message("/demond/shift", 2.0)).dgram)
        assert client.sync() == []
        assert (rig.store.get("blend"), rig.store.get("shift")) == (0.5, 2.0)


def test_answers_come_in_single_messages(rig: HttpRig) -> None:
    with Chataigne(rig) as client:
        client.send("/demond/get", "weight/*")
        assert [told[0] for told in client.sync()] == [f"/demond/weight/{letter}" for letter in "abcd"]
        client.send("/demond/denoize", 0.5)
        ((address, about, reason),) = client.sync()
        assert (address, about) == ("/demond/error", "/demond/denoize")
        assert "denoise" in reason
        client.send("/demond/subscribe", "group/*", 50.0)
        got = client.sync()
        assert got[0] == ("/demond/subscribed", "/demond/group/*", 50.0, 60.0)


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", "7", '"LISTEN"', "{}", '{"COMMAND": "LISTEN"}', '{"COMMAND": "LISTEN", "DATA": 7}',
        '{"COMMAND": "START_OSC_STREAMING", "DATA": {"LOCAL_SERVER_PORT": 7, "LOCAL_SENDER_PORT": 8}}',
        '{"COMMAND": ["LISTEN"], "DATA": "/demond/denoise"}', "[" * 30000,
    ],
)  # fmt: skip
def test_a_command_that_is_none_is_answered_with_what_is(rig: HttpRig, text: str) -> None:
    with Chataigne(rig) as client:
        client.socket.send(text)
        ((address, _, reason),) = client.sync()
        assert address == "/demond/error"
        assert "LISTEN" in reason


def test_an_address_that_is_not_there_is_said(rig: HttpRig) -> None:
    with Chataigne(rig) as client:
        client.command("LISTEN", "/demond/denoize")
        ((address, about, reason),) = client.sync()
        assert (address, about) == ("/demond/error", "/demond/denoize")
        assert "no address" in reason
        client.command("LISTEN", "/demond/play")
        client.command("LISTEN", "/demond")
        assert client.sync() == []


def test_bytes_that_are_no_osc_are_dropped(rig: HttpRig) -> None:
    with Chataigne(rig) as client:
        for data in (b"", b"x", b"\xff" * 64, b"#bundle\0", message("/demond/denoise", 0.1).dgram[:-1]):
            client.socket.send(data)
        client.sync()
        assert rig.store.get("denoise") == pytest.approx(0.7)
        assert rig.server.counters["malformed"] == 5


def test_a_huge_frame_ends_that_connection_alone(rig: HttpRig) -> None:
    with Chataigne(rig) as client, Chataigne(rig) as other:
        with contextlib.suppress(ConnectionClosed):
            client.socket.send(b"\0" * (1 << 20))
        assert client.gone(3)
        assert other.sync() == []


def test_loras_that_come_and_go_are_told(rig: HttpRig) -> None:
    rig.store.admit(lora_rows("calm", 1.0))
    rig.get("/")
    with Chataigne(rig) as client:
        client.sync()
        rig.store.admit([*lora_rows("calm", 1.0), *lora_rows("wild", 1.0)])
        assert client.next() == {"COMMAND": "PATH_ADDED", "DATA": "/demond/lora/wild"}
        assert rig.get("/demond/lora/wild/strength?TYPE") == (200, {"TYPE": "f"})
        client.command("LISTEN", "/demond/lora/wild/strength")
        assert client.next() == ("/demond/lora/wild/strength", 1.0)
        rig.store.admit(lora_rows("calm", 0.5))
        got = [client.next(), client.next()]
        assert {"COMMAND": "PATH_REMOVED", "DATA": "/demond/lora/wild"} in got
        assert {"COMMAND": "PATH_CHANGED", "DATA": "/demond/lora/calm/strength"} in got
        assert rig.get("/demond/lora/wild")[0] == 404
        rig.store.admit([*lora_rows("calm", 0.5), *lora_rows("wild", 1.0)])
        rig.store.set("lora/wild/strength", 1.5)
        client.until(("/demond/lora/wild/strength", 1.5))


def test_a_client_that_goes_is_forgotten(rig: HttpRig) -> None:
    with Chataigne(rig) as client:
        client.command("LISTEN", "/demond/denoise")
        client.send("/demond/subscribe")
        client.sync()
        assert len(rig.server._subscriptions) == 2
    until = time.monotonic() + 3
    while len(rig.server._subscriptions) or rig.server._telling._connected:
        assert time.monotonic() < until
        time.sleep(0.01)
    rig.store.set("denoise", 0.5)


def test_a_dead_client_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "PING_SECONDS", 1.0)
    with http_rig() as rig, Chataigne(rig) as client:
        raw = raw_socket(rig)
        client.sync()
        until = time.monotonic() + 10
        while len(rig.server._telling._connected) > 1:
            assert time.monotonic() < until, "one that answers no ping is let go"
            time.sleep(0.02)
        assert client.sync() == [], "one that does is not"
        raw.close()


def test_a_client_that_pings_is_answered(rig: HttpRig) -> None:
    with Chataigne(rig) as client:
        for data in (b"", b"it keeps the connection alive"):
            assert client.socket.ping(data).wait(10.0), "clients let go of who does not answer"


def raw_socket(rig: HttpRig, receive: int = 0) -> socket.socket:
    """A WebSocket by hand, which answers nothing by itself."""
    sock = socket.socket()
    if receive:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    sock.connect(("127.0.0.1", rig.http.state))
    sock.sendall(
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += sock.recv(1)
    assert answer.startswith(b"HTTP/1.1 101")
    return sock


def frame(opcode: int, data: bytes) -> bytes:
    """A masked frame, the mask being zero."""
    size = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(data))
    return bytes([0x80 | opcode]) + size + bytes(4) + data


def test_who_reads_nothing_holds_nobody_and_keeps_little(rig: HttpRig) -> None:
    with Chataigne(rig) as client:
        slow = raw_socket(rig, receive=4096)
        text = "x" * 16000
        for letter in "abcd":
            data = json.dumps({"COMMAND": "LISTEN", "DATA": f"/demond/prompt/{letter}"}).encode()
            slow.sendall(frame(1, data))
        client.command("LISTEN", "/demond/denoise")
        client.sync()

        def change() -> None:
            for number in range(400):
                for letter in "abcd":
                    rig.store.set(f"prompt/{letter}", f"{text}{number}")
                time.sleep(0.002)

        assert rig.worst_turn(change) < 0.02
        (waiting,) = [each for each in rig.http._server._listeners._listeners.values() if each._bytes > 10_000]
        assert waiting._bytes < listen.MOST_WAITING + 20_000
        assert waiting._transport.get_write_buffer_size() < listen.BUFFERED + 20_000
        rig.store.set("denoise", 0.5)
        assert client.next() == ("/demond/denoise", 0.5)
        slow.settimeout(5)
        newest, data = f"{text}399".encode(), b""
        until = time.monotonic() + 10
        while data.count(newest) < 4 and time.monotonic() < until:
            data += slow.recv(1 << 16)
        assert data.count(newest) >= 4, "it hears the newest of everything once it reads"
        slow.close()


@pytest.mark.parametrize(
    "flood",
    [
        frame(9, b""),
        frame(1, b'{"COMMAND":"LISTEN","DATA":"/demond/denoise"}'),
        frame(1, b"?"),
        frame(2, message("/demond/denoise", 0.5).dgram),
        frame(2, b"x"),
    ],
    ids=["pings", "listens", "no commands", "sets", "no OSC"],
)
def test_a_flood_of_frames_holds_nothing(rig: HttpRig, flood: bytes) -> None:
    def send() -> None:
        socks = [raw_socket(rig) for _ in range(4)]
        for sock in socks:
            sock.setblocking(False)
        until = time.monotonic() + 0.4
        while time.monotonic() < until:
            for sock in socks:
                try:
                    sock.send(flood * 500)
                except BlockingIOError:
                    time.sleep(0.0005)
                except ConnectionError:
                    return
        for sock in socks:
            sock.close()

    assert rig.worst_turn(send) < 0.02
    with Chataigne(rig) as client:
        client.command("LISTEN", "/demond/blend")
        client.until(("/demond/blend", 0.0))


def test_a_host_has_so_many_and_no_more(rig: HttpRig) -> None:
    address = f"ws://localhost:{rig.http.state}/"
    with contextlib.ExitStack() as there:
        for _ in range(listen.MOST_HERE):
            there.enter_context(connect(address))
        with pytest.raises(InvalidStatus) as refused, connect(address):
            pass
        assert refused.value.response.status_code == 429
        assert rig.get("/demond/denoise?VALUE")[0] == 200, "it may ask all the same"


def test_connections_of_a_host_are_bounded(rig: HttpRig) -> None:
    socks = [socket.create_connection(("127.0.0.1", rig.http.state)) for _ in range(server.MOST_CONNECTIONS)]
    ended = 0
    for sock in socks:
        sock.settimeout(0.01)
        try:
            ended += sock.recv(1) == b""
        except TimeoutError:
            pass
        except ConnectionError:
            ended += 1
    assert ended >= server.MOST_CONNECTIONS - server.MOST_HERE
    for sock in socks:
        sock.close()


def test_hosts_that_are_not_answered_take_nobodys_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_REFUSED", 1)
    monkeypatch.setattr(server, "is_loopback", lambda host: False)
    with http_rig() as rig:
        monkeypatch.setattr(rig.access, "of", lambda host: Standing.REFUSED)
        address = ("127.0.0.1", rig.http.state)
        with socket.create_connection(address) as first, socket.create_connection(address) as second:
            second.settimeout(3)
            with contextlib.suppress(ConnectionResetError):
                assert second.recv(1) == b""
            first.close()
        eventually(lambda: not rig.http._server._runner.server.connections)
        assert rig.get("/")[0] == 403


def test_who_does_not_read_its_answers_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "STALLED_SECONDS", 0.3)
    with http_rig() as rig, socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", rig.http.state))
        slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 8)
        eventually(lambda: rig.http._server._runner.server.connections)
        eventually(lambda: not rig.http._server._runner.server.connections)


def eventually(true) -> None:
    until = time.monotonic() + 5
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_page_of_another_site_opens_nothing(rig: HttpRig) -> None:
    address = f"ws://localhost:{rig.http.state}/"
    with pytest.raises(InvalidStatus) as refused, connect(address, origin="http://evil.example"):
        pass
    assert refused.value.response.status_code == 403
    with connect(address, origin=f"http://localhost:{rig.http.state}") as own:
        own.send(message("/demond/ping").dgram)
        assert own.recv(timeout=3)


def test_the_allow_list_counts_here_too() -> None:
    with http_rig() as rig:
        rig.access._standings["127.0.0.1"] = Standing.REFUSED
        status, why = rig.get("/")
        assert status == 403
        assert '[osc] allow; allow = ["127.0.0.1"]' in why
        with pytest.raises(InvalidStatus), connect(f"ws://127.0.0.1:{rig.http.state}/"):
            pass


def test_who_may_only_ask_sets_nothing() -> None:
    with http_rig() as rig:
        rig.access._standings["127.0.0.1"] = Standing.READER
        with connect(f"ws://127.0.0.1:{rig.http.state}/") as reader:
            reader.send(json.dumps({"COMMAND": "LISTEN", "DATA": "/demond/denoise"}))
            assert b"/demond/denoise" in reader.recv(timeout=3)
            reader.send(message("/demond/denoise", 0.1).dgram)
            assert b"/demond/error" in reader.recv(timeout=3)
        assert rig.store.get("denoise") == pytest.approx(0.7)


def test_a_secret_opens_by_query_or_header_and_not_by_guessing() -> None:
    for how in ({"path": "/?HOST_INFO&SECRET=tulip"}, {"path": "/?HOST_INFO", "SECRET": "tulip"}):
        with http_rig(secret="tulip") as rig:
            rig.access._standings["127.0.0.1"] = Standing.PLAYER
            status, why = rig.get("/?HOST_INFO")
            assert status == 403
            assert "SECRET=WORD" in why
            assert rig.get("/?SECRET=rose")[0] == 403
            assert rig.get(**how)[0] == 200
            assert rig.get("/demond/denoise?VALUE")[0] == 200, "it is known from then on"
    with http_rig(secret="tulip") as rig:
        rig.access._standings["127.0.0.1"] = Standing.PLAYER
        for _ in range(6):
            rig.get("/?SECRET=rose")
        assert rig.get("/?SECRET=tulip")[0] == 403


def test_the_end_says_goodbye() -> None:
    rig = HttpRig()
    with connect(f"ws://localhost:{rig.http.state}/") as client:
        began = time.monotonic()
        rig.close()
        assert time.monotonic() - began < 2
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=2)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1001


@pytest.mark.parametrize("port", [9500, 9500.0])
def test_who_subscribes_for_another_port_is_told_that_it_is_answered_here(rig: HttpRig, port: float) -> None:
    with connect(f"ws://localhost:{rig.http.state}/") as client:
        client.send(message("/demond/subscribe", "/demond/denoise", 20, port).dgram)
        assert b"name no port" in client.recv(timeout=3)
        client.send(message("/demond/unsubscribe", port).dgram)
        assert b"name no port" in client.recv(timeout=3)
    assert not len(rig.server._subscriptions)
