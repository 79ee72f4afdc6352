"""OSC over TCP: python-osc's own client in both framings, and bytes by hand where a client would not send them."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import struct
import time
from collections.abc import Callable, Iterator

import pytest
from pythonosc import slip
from pythonosc.osc_tcp_server import MODE_1_0, MODE_1_1
from pythonosc.tcp_client import SimpleTCPClient

from demond.control.osc import Access, OscServer, PortInUseError, Target
from demond.control.osc.framing import LOST, TOO_LONG, Framing, SizePrefix, Slip
from demond.control.osc.packets import Bundle, decode, encode
from demond.store import Store
from tests.osc_peer import Client, Rig, bundle, message, rig

PING = message("/demond/ping", "sync").dgram


@pytest.fixture
def server() -> Iterator[Rig]:
    with rig(status=lambda: {"xruns": 0}) as running:
        yield running


class Connection:
    """A connection of its own that frames as it is told and collects what comes back."""

    def __init__(
        self, port: int, framing: type[Framing] = SizePrefix, host: str = "127.0.0.1", buffer: int = 0
    ) -> None:
        self.sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        if buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.sock.settimeout(5.0)
        self.sock.connect((host, port))
        self._framing = framing()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_) -> None:
        self.sock.close()

    def send(self, address: str, *arguments) -> None:
        self.raw(self._framing.framed(message(address, *arguments).dgram))

    def raw(self, data: bytes) -> None:
        self.sock.sendall(data)

    def ask(self, address: str, *arguments) -> list[tuple]:
        """Send a message and return everything answered before the pong of a following ping."""
        self.send(address, *arguments)
        return self.sync()

    def sync(self) -> list[tuple]:
        self.raw(self._framing.framed(PING))
        got: list[tuple] = []
        while ("/demond/pong", "sync") not in got:
            got += self.some()
        return got[:-1]

    def some(self) -> list[tuple]:
        """Return the messages that come next; ConnectionError at the end."""
        data = self.sock.recv(1 << 16)
        if not data:
            raise ConnectionError("ended")
        self._framing.feed(data)
        return [message for packet in self._framing.packets(1 << 20, 1 << 30) for message in read(packet)]

    def ended(self) -> bool:
        with contextlib.suppress(ConnectionResetError):
            while self.sock.recv(1 << 16):
                pass
        return True


def read(packet: bytes) -> list[tuple]:
    read = decode(packet)
    messages = [m for _, m in read.messages()] if isinstance(read, Bundle) else [read]
    return [(m.address, *m.arguments) for m in messages]


def eventually(test: Callable[[], object], seconds: float = 5.0) -> None:
    until = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < until, "not in time"
        time.sleep(0.005)


# -- framing ----------------------------------------------------------------------------------------------------------

PACKETS = [
    encode("/a"),
    encode("/demond/velocity_scale", [b"\xc0\xdb\xdc\xdd" * 3]),
    encode("/long", [bytes(range(256)) * 250]),
    encode("/demond/seed", [7]),
]


@pytest.mark.parametrize("framing", [Slip, SizePrefix])
@pytest.mark.parametrize("step", [1, 7, 1000, 1 << 20])
def test_packets_come_whole_however_the_bytes_come(framing: type[Framing], step: int) -> None:
    data = b"".join(map(framing().framed, PACKETS))
    reader, got = framing(), []
    for at in range(0, len(data), step):
        reader.feed(data[at : at + step])
        got += reader.packets(32, 1 << 16)
    while more := reader.packets(1, 1):
        got += more
    assert got == PACKETS


@pytest.mark.parametrize(
    ("framing", "data", "packets"),
    [
        (Slip, "c0 2f61 c0", ["2f61"]),
        (Slip, "2f61 c0 c0 c0 2f62 c0", ["2f61", "2f62"]),
        (Slip, "c0 dbdd dc dbdc c0", ["db dc c0"]),
        (Slip, "c0 dbff c0", ["dbff"]),
        (Slip, "c0 2f61", []),
        (SizePrefix, "00000002 2f61 00000000 00000001 2f", ["2f61", "", "2f"]),
        (SizePrefix, "00000002 2f", []),
        (SizePrefix, "000000", []),
    ],
)
def test_bytes_to_packets(framing: type[Framing], data: str, packets: list[str]) -> None:
    reader = framing()
    reader.feed(bytes.fromhex(data))
    assert reader.packets(9, 99) == [bytes.fromhex(each) for each in packets]
    assert not reader.lost


def test_what_is_framed_is_what_others_frame() -> None:
    assert [Slip().framed(each) for each in PACKETS] == [slip.encode(each) for each in PACKETS]
    assert SizePrefix().framed(b"/a\0\0") == struct.pack(">i", 4) + b"/a\0\0"


@pytest.mark.parametrize(
    ("framing", "long"),
    [(Slip, b"\xc0" + bytes(70000) + b"\xc0"), (SizePrefix, struct.pack(">I", 70000) + bytes(70000))],
)
@pytest.mark.parametrize("step", [5000, 1 << 20])
def test_a_packet_that_is_too_long_is_passed_over(framing: type[Framing], long: bytes, step: int) -> None:
    reader, got = framing(), []
    data = long + framing().framed(b"/a\0\0")
    for at in range(0, len(data), step):
        reader.feed(data[at : at + step])
        got += reader.packets(9, 1 << 20)
    assert got == [TOO_LONG, b"/a\0\0"]


def test_a_packet_that_never_ends_keeps_nothing() -> None:
    reader, got = Slip(), []
    for _ in range(100):
        reader.feed(b"/" * 65536)
        got += reader.packets(9, 1 << 20)
        assert len(reader._data) < 1 << 18
    assert got == [TOO_LONG]


def test_what_cannot_be_a_size_ends_it() -> None:
    reader = SizePrefix()
    reader.feed(struct.pack(">I", LOST) + b"/a\0\0")
    assert reader.packets(9, 99) == []
    assert reader.lost


# -- clients ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [MODE_1_0, MODE_1_1])
def test_python_osc_plays_and_is_answered(server: Rig, mode: str) -> None:
    with SimpleTCPClient("127.0.0.1", server.port, mode=mode, timeout=2.0) as client:
        client.send_message("/demond/denoise", 0.25)
        client.send(bundle(message("/demond/depth", 6), message("/demond/prompt/a", "dub")))
        client.send_message("/demond/get", "denoise")
        answer = next(client.get_messages(2.0))
        assert (answer.address, *answer.params) == ("/demond/denoise", 0.25)
        assert (server.store.get("depth"), server.store.get("prompt/a")) == (6, "dub")
        client.send_message("/demond/depth", "x")
        assert next(client.get_messages(2.0)).address == "/demond/error"
    assert server.server.counters == {**server.server.counters, "malformed": 0, "unsent": 0}


@pytest.mark.parametrize("framing", [Slip, SizePrefix])
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_connection_is_a_peer_like_any_other(framing: type[Framing], host: str) -> None:
    with rig("localhost") as server, Connection(server.port, framing, host) as one, Client(server.port) as other:
        assert one.ask("/demond/subscribe", "denoise", 100) == [
            ("/demond/subscribed", "/demond/denoise", 100.0, 60.0),
            ("/demond/denoise", pytest.approx(0.7)),
        ]
        assert one.ask("/demond/denoise", 0.5) == []
        other.send("/demond/denoise", 0.25)
        assert one.some() == [("/demond/denoise", 0.25)]
        assert one.ask("/demond/depth", 99) == [("/demond/note", "/demond/depth", "clamped to 8")]
        assert one.ask("/demond/subscribe", "depth", 10, 9000) == [
            ("/demond/error", "/demond/subscribe", "is answered on the connection itself; name no port")
        ]


def test_what_was_subscribed_ends_with_the_connection(server: Rig) -> None:
    subscriptions = server.server._subscriptions
    with Connection(server.port) as one, Connection(server.port, Slip) as other:
        one.ask("/demond/subscribe")
        other.ask("/demond/subscribe")
        assert len(subscriptions) == 2
        one.sock.close()
        eventually(lambda: len(subscriptions) == 1)
        server.store.set("denoise", 0.5)
        eventually(lambda: ("/demond/denoise", 0.5) in other.some())
    eventually(lambda: len(subscriptions) == 0)
    assert server.server.counters["unsent"] == 0


def test_what_is_no_osc_is_shown_out(server: Rig) -> None:
    for said in (b"GET / HTTP/1.1\r\n\r\n", b"\xff", b"\x00\x00\x00\x04/a\0\0" + b"\x7f" * 4):
        with Connection(server.port) as client:
            client.raw(said)
            assert client.ended()
    assert Client(server.port).ask("/demond/ping") == [("/demond/pong",)]


@pytest.mark.parametrize("framing", [Slip, SizePrefix])
def test_malformed_and_huge_packets_are_counted_and_told(server: Rig, framing: type[Framing]) -> None:
    with Connection(server.port, framing) as client:
        client.sync()
        client.raw(client._framing.framed(b"/abc"))
        client.raw(client._framing.framed(b"/" * 70000))
        told = client.sync()
        assert told == [("/demond/error", "/demond", "a packet of more than 65536 bytes")]
    assert server.server.counters["malformed"] == 2


def test_the_port_is_in_use_for_tcp_alone(server: Rig) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        async def opens() -> None:
            OscServer(Store(), "127.0.0.1", port)

        with pytest.raises(PortInUseError, match=f"TCP port {port} of 127.0.0.1 is in use, perhaps by another demond"):
            asyncio.run(opens())
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as left:
            left.bind(("127.0.0.1", port))


def test_a_server_comes_back_on_its_port_while_connections_linger() -> None:
    with rig() as server:
        port = server.port
        client = Connection(port)
        client.sync()

    async def again() -> int:
        server = OscServer(Store(), "127.0.0.1", port)
        server.close()
        return server.counters["received"]

    assert asyncio.run(again()) == 0
    client.sock.close()


# -- who is heard -----------------------------------------------------------------------------------------------------


def test_a_dump_is_every_value_and_its_end(server: Rig) -> None:
    with Connection(server.port) as client:
        *values, end = client.ask("/demond/dump")
        held = {f"/demond/{name}" for name, row in server.store.rows.items() if row.kind != "action"}
        assert [address for address, *_ in values] == list(dict.fromkeys(address for address, *_ in values))
        assert {address for address, *_ in values} == held
        assert end == ("/demond/dump/end", len(held))
        assert client.ask("/demond/dump", "channel/*")[-1:] == [("/demond/dump/end", 64)]
        assert client.ask("/demond/dump", 62)[0] == values[62]
        assert client.ask("/demond/dump", "nothing/*") == [
            ("/demond/error", "/demond/dump", "/demond/nothing/*: no address matches this pattern")
        ]
        assert client.ask("/demond/dump/end", 3) == []


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have loopback be a host like any other."""
    for module in ("access", "server", "telling", "streams"):
        monkeypatch.setattr(f"demond.control.osc.{module}.is_loopback", lambda host: False)


@pytest.mark.usefixtures("foreign")
def test_strangers_cannot_connect() -> None:
    with rig(access=Access(["192.168.1.0/24"])) as server, Connection(server.port) as client:
        assert client.ended()
        assert server.server.counters["refused"] == 1


@pytest.mark.usefixtures("foreign")
def test_readers_ask_and_do_not_play() -> None:
    with rig(access=Access(read_only=["127.0.0.1"])) as server, Connection(server.port) as client:
        assert client.ask("/demond/get", "denoise") == [("/demond/denoise", pytest.approx(0.7))]
        [(error, address, _)] = client.ask("/demond/denoise", 0.5)
        assert (error, address) == ("/demond/error", "/demond/denoise")
        assert server.store.get("denoise") == 0.7


@pytest.mark.usefixtures("foreign")
def test_the_secret_opens() -> None:
    with rig(access=Access(["127.0.0.0/8"], secret="word")) as server, Connection(server.port, Slip) as client:
        client.send("/demond/denoise", 0.5)
        client.send("/demond/secret", "word")
        assert client.ask("/demond/get", "denoise") == [("/demond/denoise", pytest.approx(0.7))]
        assert server.server.counters["refused"] == 1


@pytest.mark.usefixtures("foreign")
def test_outside_a_connection_is_answered_whole_where_a_datagram_is_paged() -> None:
    listing = [(f"scene {number}", "x" * 40) for number in range(1000)]
    with rig(access=Access(["127.0.0.0/8"]), listings={"scene/list": lambda: listing}) as server:
        with Connection(server.port, Slip) as connected, Client(server.port) as other:
            told = connected.ask("/demond/scene/list")
            assert told == [*(("/demond/scene/list", *each) for each in listing), ("/demond/scene/list/end", 1000)]
            paged: list[tuple] = []
            while paged[-1:] != told[-1:]:
                page = other.ask("/demond/scene/list", len(paged), bytes(1024))
                assert sum(len(encode(address, arguments)) for address, *arguments in page) <= 4 * 1100
                paged += page if page[-1] == told[-1] else page[:-1]
                assert page[-1] in (told[-1], ("/demond/scene/list/next", len(paged)))
            assert paged == told


# -- who reads slowly -------------------------------------------------------------------------------------------------


def test_who_does_not_read_is_told_the_newest_when_it_does(server: Rig) -> None:
    with Connection(server.port, buffer=4096) as slow, Connection(server.port) as quick:
        slow.send("/demond/subscribe", "//*", 100)
        quick.ask("/demond/subscribe", "seed", 100)
        long = "x" * 10000
        for step in range(60):
            server.store.set_many({f"prompt/{name}": f"{long} {step}" for name in "abcd"})
            server.store.set("seed", step)
            while ("/demond/seed", step) not in quick.some():
                pass
        heard: list[tuple] = []
        server.store.set("prompt/a", "the last")
        while ("/demond/prompt/a", "the last") not in heard:
            heard += slow.some()
        assert sum(len(text) for _, text, *_ in heard if isinstance(text, str)) < 300_000
        assert ("/demond/seed", 59) in slow.ask("/demond/get", "seed")
        assert server.call(lambda: len(server.server._sockets._streams)) == 2


def test_long_answers_stop_where_nobody_reads_and_go_on_when_asked(server: Rig) -> None:
    listing = [("x" * 500, number) for number in range(4000)]
    with rig(listings={"scene/list": lambda: listing}) as server, Connection(server.port, buffer=4096) as slow:
        slow.send("/demond/scene/list")
        eventually(lambda: server.server.counters["received"] == 1)
        server.rest()
        numbers: list[int] = []
        asked = 0
        while len(numbers) < 4000:
            for address, *arguments in slow.some():
                if address == "/demond/scene/list":
                    numbers.append(arguments[1])
                elif address == "/demond/scene/list/next":
                    assert arguments[0] == len(numbers)
                    slow.send("/demond/scene/list", arguments[0])
                    asked += 1
        assert numbers == list(range(4000))
        assert asked


def test_where_no_answer_fits_it_is_told_from_where_to_ask(server: Rig) -> None:
    listing = [("x" * 500, number) for number in range(4000)]
    with rig(listings={"scene/list": lambda: listing}) as server, Connection(server.port, buffer=4096) as slow:
        slow.send("/demond/scene/list")
        slow.send("/demond/scene/list")
        slow.send("/demond/denoise", "x")
        eventually(lambda: server.server.counters["received"] == 3)
        server.rest()
        told: list[tuple] = []
        while not told or told[-1][0] != "/demond/error":
            told += slow.some()
        first, second = [rest for address, *rest in told if address == "/demond/scene/list/next"]
        assert first[0] > 100
        assert second == [0]
        assert told[-1][2].startswith("wants a number")


def test_a_connection_that_is_never_read_is_ended(server: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demond.control.osc.streams.STALLED_SECONDS", 0.2)
    with Connection(server.port, buffer=4096) as slow:
        slow.send("/demond/subscribe", "//*", 100)
        streams = server.server._sockets._streams

        def told() -> bool:
            server.store.set_many({f"prompt/{name}": f"{'x' * 9000} {time.monotonic()}" for name in "abcd"})
            return not len(streams)

        eventually(told, 30)
        eventually(lambda: len(server.server._subscriptions) == 0)


def test_hosts_have_so_many_connections(server: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demond.control.osc.streams.MOST_OF_HOST", 3)
    with contextlib.ExitStack() as stack:
        those = [stack.enter_context(Connection(server.port)) for _ in range(3)]
        for each in those:
            each.sync()
        assert stack.enter_context(Connection(server.port)).ended()
        those[0].sock.close()
        eventually(lambda: len(server.server._sockets._streams) == 2)
        stack.enter_context(Connection(server.port)).sync()


def test_hosts_outside_have_so_many_connections_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demond.control.osc.streams.MOST_OUTSIDE", 1)
    monkeypatch.setattr("demond.control.osc.streams.is_loopback", lambda host: host == "127.0.0.1")
    with rig("localhost") as server, Connection(server.port, host="::1") as outside, contextlib.ExitStack() as stack:
        outside.sync()
        for _ in range(3):
            stack.enter_context(Connection(server.port)).sync()
        assert stack.enter_context(Connection(server.port, host="::1")).ended()


def test_connections_are_taken_again_once_there_are_files_for_them(
    server: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refused = socket.socket.accept, []

    def accept(sock: socket.socket) -> tuple[socket.socket, object]:
        if not refused:
            refused.append(sock)
            raise OSError(errno.EMFILE, "Too many open files")
        return real(sock)

    monkeypatch.setattr(socket.socket, "accept", accept)
    monkeypatch.setattr("demond.control.osc.streams.AGAIN_SECONDS", 0.02)
    with Connection(server.port) as client:
        assert client.sync() == []
    assert refused


# -- floods -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("framing", [Slip, SizePrefix])
def test_a_flood_is_slowed_down_and_nothing_of_it_is_lost(
    server: Rig, framing: type[Framing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demond.control.osc.turns.MOST_WORKS", 200)
    with Connection(server.port, framing) as client:
        costly = [message("/demond/channel/*", step / 9) for step in range(10)]
        packets = [bundle(*costly, message("/demond/prompt/a", f"{step}")).dgram for step in range(300)]
        client.raw(b"".join(map(client._framing.framed, packets)))
        assert client.sync() == []
    assert (server.store.get("channel/63"), server.store.get("prompt/a")) == (1.0, "299")
    assert server.server.counters == {**server.server.counters, "dropped": 0, "malformed": 0, "unsent": 0}


def test_feedback_targets_stay_datagrams(server: Rig) -> None:
    with Client(server.port) as screen, Connection(server.port) as client:
        server.call(server.server.set_feedback, [Target(f"127.0.0.1:{screen.port}", "seed", 30)])
        client.ask("/demond/seed", 5)
        assert screen.hear(2)[-1] == ("/demond/seed", 5)
