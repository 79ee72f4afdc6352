"""Who is heard from where, what is answered outside this machine, and that nothing answers an answer."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demond.control.mapping import Mappings
from demond.control.osc import OscServer, Peer
from demond.control.osc.access import Access, Standing
from demond.control.osc.packets import Bundle, decode, encode
from demond.control.osc.queries import ANSWERS
from demond.control.osc.server import TOLD_SECONDS
from demond.parameters import HEARD, OVERTAKEN, PARAMETERS, UNDER_WAY, ControlError, Parameter
from demond.store import Store
from tests.osc_peer import Client, Rig, bundle, message, rig
from tests.waiting import wait_for

HOME, ALLOWED, READER, STRANGER = "127.0.0.1", "192.168.1.7", "192.168.1.50", "203.0.113.9"


class Outside:
    """A server that hears packets of hosts that are not here, and what it sends to them."""

    def __init__(self, made: Rig) -> None:
        self.rig = made
        self.sent: list[tuple[Peer, bytes]] = []
        made.server._sockets.send = lambda to, packet: self.sent.append((to, packet))

    def ask(self, host: str, *packets: bytes, port: int = 5000) -> list[tuple]:
        """Have packets come from a host, and return what it is answered."""
        self.sent.clear()
        for packet in packets:
            self.rig.call(self.rig.server.receive, packet, Peer(0, (host, port)))
        self.rest()
        messages = []
        for to, packet in self.sent:
            assert to.address == (host, port)
            read = decode(packet)
            messages += [m for _, m in read.messages()] if isinstance(read, Bundle) else [read]
        return [(m.address, *m.arguments) for m in messages]

    def rest(self) -> None:
        """Wait until all that was asked for is answered."""
        time.sleep(0.02)
        self.rig.rest()

    def answered(self) -> int:
        return sum(len(packet) for _, packet in self.sent)


@pytest.fixture
def outside() -> Iterator[Callable[..., Outside]]:
    rigs = []

    def make(*, permit=None, status=dict, listings=None, **access) -> Outside:
        access = {"allow": ["192.168.1.0/24", "fd00::/8"], "read_only": [READER]} | access
        rigs.append(Rig(access=Access(**access), permit=permit, status=status, listings=listings or {}))
        return Outside(rigs[-1])

    yield make
    for made in rigs:
        made.close()


# -- who is heard -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "standing"),
    [
        ("127.0.0.1", Standing.LOCAL),
        ("127.1.2.3", Standing.LOCAL),
        ("::1", Standing.LOCAL),
        ("::ffff:127.0.0.1", Standing.LOCAL),
        ("192.168.1.7", Standing.PLAYER),
        ("::ffff:192.168.1.7", Standing.PLAYER),
        ("fd00::7%eth0", Standing.PLAYER),
        ("192.168.1.50", Standing.READER),
        ("192.168.2.7", Standing.REFUSED),
        ("fe80::7%eth0", Standing.REFUSED),
        ("nonsense", Standing.REFUSED),
    ],
)
def test_standings(host: str, standing: Standing) -> None:
    assert Access(["192.168.1.0/24", "fd00::/8"], ["192.168.1.50"]).of(host) is standing
    only_here = Access()
    assert only_here.of(host) is (standing if standing is Standing.LOCAL else Standing.REFUSED)


def test_strangers_hear_nothing_and_the_log_says_which_key_lets_them_in(outside, caplog) -> None:
    server = outside()
    with caplog.at_level(logging.WARNING):
        for _ in range(500):
            assert server.ask(STRANGER, encode("/demond/denoise", [0.1]), encode("/demond/ping"), b"x")[:1] == []
            if len(server.rig.server.counters) and server.rig.server.counters["refused"] >= 30:
                break
    assert server.rig.store.get("denoise") == 0.7
    assert server.rig.server.counters["refused"] >= 30
    lines = [record.message for record in caplog.records if STRANGER in record.message]
    assert 1 <= len(lines) <= 3
    assert '[osc] allow; allow = ["203.0.113.9"]' in lines[0]


def test_allowed_hosts_play_readers_ask(outside) -> None:
    server = outside()
    assert server.ask(ALLOWED, encode("/demond/denoise", [0.25])) == []
    assert server.rig.store.get("denoise") == 0.25
    for packet in (
        encode("/demond/denoise", [0.5]),
        encode("/demond/deno*", [0.5]),
        encode("/demond/play"),
        bundle(message("/demond/denoise", 0.5)).dgram,
    ):
        [(error, _, reason)] = server.ask(READER, packet)
        assert error == "/demond/error"
        assert reason.startswith("may only be asked")
    assert server.rig.store.get("denoise") == 0.25
    assert server.ask(READER, encode("/demond/get", ["denoise"])) == [("/demond/denoise", 0.25)]
    assert server.ask(READER, encode("/demond/subscribe", ["denoise"]))[1:] == [("/demond/denoise", 0.25)]


def test_the_log_says_that_nobody_outside_may_play(caplog) -> None:
    with caplog.at_level(logging.WARNING):
        with rig("0.0.0.0"):
            pass
        assert [r.message for r in caplog.records] == ["nobody outside this machine may play: [osc] allow is empty"]
        caplog.clear()
        with rig("0.0.0.0", access=Access(["10.0.0.0/8"])), rig("127.0.0.1"):
            pass
    assert caplog.records == []


# -- the secret -------------------------------------------------------------------------------------------------------


def test_a_secret_opens(outside, monkeypatch: pytest.MonkeyPatch) -> None:
    server = outside(secret="tröt")
    ping, right = encode("/demond/ping"), encode("/demond/secret", ["tröt"])
    assert server.ask(ALLOWED, ping) == []
    assert server.ask(ALLOWED, encode("/demond/secret", ["trot"]), ping) == []
    assert server.ask(STRANGER, right, ping) == []
    assert server.ask(ALLOWED, right, ping) == [("/demond/pong",)]
    assert server.ask(ALLOWED, right, ping) == [("/demond/pong",)]
    assert server.ask("192.168.1.8", ping) == []
    assert server.ask(HOME, ping) == [("/demond/pong",)]
    [(error, _, _)] = server.ask(READER, right, encode("/demond/denoise", [0.1]))
    assert error == "/demond/error"
    now = time.monotonic()
    monkeypatch.setattr("demond.control.osc.access.time.monotonic", lambda: now + 3700)
    assert server.ask(ALLOWED, ping) == []


def test_a_secret_in_a_bundle_opens_for_what_follows(outside) -> None:
    server = outside(secret="word")
    server.ask(ALLOWED, bundle(message("/demond/denoise", 0.1), message("/demond/secret", "word")).dgram)
    assert server.rig.store.get("denoise") == 0.7
    server.ask(ALLOWED, bundle(message("/demond/secret", "word"), message("/demond/denoise", 0.1)).dgram)
    assert server.rig.store.get("denoise") == pytest.approx(0.1)


def test_guessing_is_slow(outside, caplog) -> None:
    server = outside(secret="word")
    for guess in range(6):
        server.ask(ALLOWED, encode("/demond/secret", [f"w{guess}"]))
    assert server.ask(ALLOWED, encode("/demond/secret", ["word"]), encode("/demond/ping")) == []
    assert server.ask("192.168.1.8", encode("/demond/secret", ["word"]), encode("/demond/ping")) == [("/demond/pong",)]
    assert "word" not in caplog.text.replace("WORD", "")


def test_a_flood_of_those_who_are_refused_is_cheap(outside) -> None:
    server = outside(secret="word")
    lists = bundle(*[message("/demond/ping")] * 3000).dgram
    right = bundle(message("/demond/secret", "w"), *[message("/demond/ping")] * 3000).dgram

    def flood() -> float:
        begin = time.thread_time()
        server.rig.server._take(0, [(data, (host, 1)) for host in (ALLOWED, STRANGER) for data in [lists, right] * 4])
        return time.thread_time() - begin

    server.rig.call(flood)
    assert server.rig.call(flood) < 0.02


# -- files ------------------------------------------------------------------------------------------------------------


def test_who_is_outside_names_files_as_they_are_permitted(outside) -> None:
    asked = []

    def permit(row: Parameter, text: object) -> None:
        asked.append((row.name, text))
        if "/" in str(text):
            raise ControlError(row.name, "is not in the folders")

    def refused(server: Outside, host: str, *packets: bytes) -> int:
        return sum(address == "/demond/error" for address, *_ in server.ask(host, *packets))

    packets = [
        encode("/demond/source", ["/etc/passwd"]),
        encode("/demond/sourc[e]", ["/etc/passwd"]),
        encode("/demond/model", ["some/where"]),
        encode("/demond/record", ["/tmp/x.wav"]),
        bundle(message("/demond/timbre", "/x")).dgram,
    ]
    server = outside(permit=permit)
    server.rig.store.handle("record", lambda path: None)
    assert refused(server, ALLOWED, *packets) == 5
    assert {name for name, _ in asked} == {"source", "model", "record", "timbre"}
    assert server.rig.store.get("source") is None
    assert refused(server, ALLOWED, encode("/demond/source", ["loop"]), encode("/demond/prompt/a", ["a/b"])) == 0
    asked.clear()
    assert refused(server, HOME, *packets) == 0
    assert asked == []
    folders = outside(permit=permit, anywhere=False)
    assert refused(folders, HOME, *packets) == 5


def test_neither_do_they_by_what_a_mapping_adds(outside, tmp_path: Path) -> None:
    def permit(row: Parameter, text: object) -> None:
        raise ControlError(row.name, "is not in the folders")

    mapping = tmp_path / "files.toml"
    mapping.write_text(
        'name = "Files"\n'
        '[[osc]]\naddress = "/source"\nto = "source"\n'
        '[[osc]]\naddress = "/record"\nto = "record"\n'
        '[[osc]]\naddress = "/words"\nto = "prompt/a"\n'
    )
    server = outside(permit=permit)
    server.rig.store.handle("record", lambda path: pytest.fail("recorded"))
    server.rig.call(server.rig.server.set_aliases, Mappings.load([mapping]).aliases(server.rig.store))
    for packet in (encode("/source", ["/x"]), encode("/sourc?", ["/x"]), encode("/record", ["/x"])):
        [(error, _, reason)] = server.ask(ALLOWED, packet)
        assert error == "/demond/error"
        assert "is not in the" in reason
    assert server.rig.store.get("source") is None
    assert server.ask(ALLOWED, encode("/words", ["a/b"])) == []
    assert server.rig.store.get("prompt/a") == "a/b"


# -- what is answered outside -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "packet",
    [
        encode("/demond/list"),
        encode("/demond/list", ["//*"]),
        encode("/demond/loras"),
        encode("/demond/get", ["//*"]),
        encode("/demond/get", ["denoise"]),
        encode("/demond/get", ["*"]),
        encode("/demond/status"),
        encode("/demond/ping", ["x" * 100]),
        encode("/x"),
        encode("/demond/denois", [1.0]),
        encode("/demond/denoise", [99.0]),
        encode("/demond/sde", ["x" * 1000]),
        encode("/demond/channel/*", [9.0]),
        bundle(*[message("/demond/list")] * 50).dgram,
        bundle(*[message("/nowhere", step) for step in range(50)]).dgram,
    ],
)
def test_no_answer_is_more_than_four_times_what_asked(outside, packet: bytes) -> None:
    server = outside(status=lambda: {f"figure{n}": 1.5 for n in range(30)})
    server.ask(ALLOWED, packet)
    assert server.answered() <= 4 * len(packet)
    server.ask(ALLOWED, packet, packet)
    assert server.answered() <= 8 * len(packet)


def test_long_lists_are_paged(outside) -> None:
    server = outside()
    names, first, asked = [], 0, 0
    while True:
        *rows, end = server.ask(ALLOWED, encode("/demond/list", ["", first, bytes(300)]))
        names += [row[1] for row in rows]
        asked += 1
        if end[0] == "/demond/list/end":
            assert end[1] == len(PARAMETERS)
            break
        assert end == ("/demond/list/next", len(names))
        first = end[1]
    assert names == list(PARAMETERS)
    assert 5 < asked < 20
    told = server.ask(ALLOWED, encode("/demond/get", ["channel/*", bytes(200)]))
    assert told[-1] == ("/demond/get/next", len(told) - 1)
    more = server.ask(ALLOWED, encode("/demond/get", ["channel/*", len(told) - 1, bytes(2000)]))
    assert len(told) - 1 + len(more) == 64


def test_a_question_too_short_for_any_answer_is_told_what_helps(outside) -> None:
    server = outside()
    hint = "subscribe first, or send a blob along"
    assert server.ask(ALLOWED, encode("/demond/list")) == [("/demond/list/next", 0, hint)]


def test_subscribers_outside_are_answered_in_full(outside) -> None:
    server = outside(status=lambda: {"xruns": 1})
    server.ask(ALLOWED, encode("/demond/subscribe", ["denoise"]))
    assert len(server.ask(ALLOWED, encode("/demond/list"))) == len(PARAMETERS) + 1
    assert server.ask(ALLOWED, encode("/demond/status")) == [("/demond/status", "xruns", 1)]


# -- subscriptions ----------------------------------------------------------------------------------------------------


def test_a_peer_has_at_most_eight_subscriptions() -> None:
    with rig() as server, Client(server.port) as client:
        for n in range(8):
            assert client.ask("/demond/subscribe", f"channel/{n}")[0][0] == "/demond/subscribed"
        assert client.ask("/demond/subscribe", "channel/7")[0][0] == "/demond/subscribed"
        [(_, _, reason)] = client.ask("/demond/subscribe", "channel/8")
        assert reason == "takes at most 8 patterns and ports of one sender"
        [(_, _, reason)] = client.ask("/demond/subscribe", "channel/0", 30, 5005)
        assert reason == "takes at most 8 patterns and ports of one sender"
        client.ask("/demond/unsubscribe", "channel/3")
        assert client.ask("/demond/subscribe", "channel/8")[0][0] == "/demond/subscribed"


def test_one_host_leaves_places_to_others(outside) -> None:
    server = outside()
    for port in range(2000, 2040):
        server.ask(ALLOWED, encode("/demond/subscribe", ["denoise"]), port=port)
    assert server.ask("192.168.1.8", encode("/demond/subscribe", ["denoise"]))[0][0] == "/demond/subscribed"


# -- nothing answers an answer ----------------------------------------------------------------------------------------


def test_what_only_answers_is_never_answered() -> None:
    with rig(status=lambda: {"xruns": 0}, listings={"loras": list}) as server, Client(server.port) as client:
        for address in sorted(ANSWERS):
            assert client.ask(address, "/demond/x", "reason") == []
        assert client.ask("/demond/status", "xruns", 3) == []
        assert client.ask("/demond/list", "depth", "int", "", 1.0, 8.0, 4) == []
        assert client.ask("/demond/loras", "warm", "a file", 1.0) == []
        assert client.ask("/demond/loras/end", 4) == []
        assert server.server.counters["errors"] == 0
        assert server.server.counters["ignored"] == len(ANSWERS) + 4


def test_the_own_port_is_no_destination() -> None:
    with rig("localhost") as server:
        for host in ("127.0.0.1", "::1"):
            try:
                client = Client(server.port, host)
            except OSError:
                continue
            with client:
                [(_, _, reason)] = client.ask("/demond/subscribe", "denoise", 30, server.port)
                assert reason == f"{server.port} is demond's own port; name one that something else hears"
        own = Peer(0, ("127.0.0.1", server.port))
        server.call(server.server.receive, encode("/demond/denoise", [0.1]), own)
        assert server.store.get("denoise") == 0.7
        assert server.server.counters["ignored"] == 1


def test_two_that_hear_each_other_come_to_rest() -> None:
    told = {
        "status": lambda: {"xruns": 0},
        "meters": lambda: [0.0] * 4,
        "listings": {"loras": lambda: [("warm", "", 1.0)]},
    }
    with rig(**told) as one, rig(**told) as two:
        for this, other in ((one, two), (two, one)):
            peer = Peer(0, ("127.0.0.1", other.port))
            this.call(this.server.receive, encode("/demond/subscribe", ["//*", 100.0]), peer)
        time.sleep(0.2)
        for each in (one, two, one):
            each.rest()
        one.store.set("denoise", 0.25)
        wait_for(lambda: two.store.get("denoise") == 0.25)
        two.store.set("shift", 5.0)
        one.store.set("shift", 2.0)
        one.call(one.server.error, "/demond/source", "no audio")
        for address, argument in [("/demond/denoise", 7.0), ("/demond/nowhere", 1.0), ("/demond/list", ""), ("/x", 1)]:
            one.call(one.server.receive, encode(address, [argument]), Peer(0, ("127.0.0.1", two.port)))
        time.sleep(0.5)
        began = time.monotonic()
        before = one.server.counters["received"] + two.server.counters["received"]
        time.sleep(0.5)
        after = one.server.counters["received"] + two.server.counters["received"]
        assert after - before <= 60 * (time.monotonic() - began)  # status and meters of both


# -- turns ------------------------------------------------------------------------------------------------------------


def test_a_flood_of_one_does_not_keep_others_waiting() -> None:
    with rig() as server, Client(server.port) as noisy, Client(server.port) as quiet:
        lists = bundle(*[message("/demond/list")] * 800).dgram
        for _ in range(10):
            noisy.raw(lists)
        time.sleep(0.05)
        waits = []
        for _ in range(5):
            begin = time.monotonic()
            assert quiet.ask("/demond/ping") == [("/demond/pong",)]
            waits.append(time.monotonic() - begin)
        assert sorted(waits)[2] < 0.1


def test_what_does_not_fit_is_dropped_counted_and_said_once() -> None:
    with rig() as server, Client(server.port) as client:
        lists = bundle(*[message("/demond/get", "//*")] * 1000).dgram
        began = time.monotonic()
        for _ in range(100):
            client.raw(lists)
            time.sleep(0.001)
        deadline = time.monotonic() + 5
        while not server.server.counters["dropped"] and time.monotonic() < deadline:
            client.raw(lists)
            time.sleep(0.01)
        assert server.server.counters["dropped"] > 0
        errors = [each for each in client.listen(0.3) if each[0] == "/demond/error"]
        assert {each[1] for each in errors} <= {"/demond"}
        assert len(errors) <= 1 + int((time.monotonic() - began) / TOLD_SECONDS)


def test_the_order_of_one_peer_is_kept(outside) -> None:
    server = outside()
    heard = []
    server.rig.store.listen(lambda name, value, origin: heard.append(value))

    def flood() -> None:
        server.rig.server.receive(bundle(*[message("/demond/get", "//*")] * 20).dgram, Peer(0, (HOME, 5000)))
        for step in range(200):
            server.rig.server.receive(encode("/demond/seed", [step]), Peer(0, (HOME, 5000)))

    server.rig.call(flood)
    deadline = time.monotonic() + 5
    while len(heard) < 200 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert heard == list(range(200))


# -- localhost --------------------------------------------------------------------------------------------------------


def test_localhost_is_both() -> None:
    with rig("localhost") as server, Client(server.port) as client:
        assert client.ask("/demond/ping") == [("/demond/pong",)]
        try:
            other = Client(server.port, "::1")
        except OSError:
            pytest.skip("no IPv6 loopback here")
        with other:
            assert other.ask("/demond/ping") == [("/demond/pong",)]


def test_localhost_is_ipv4_where_there_is_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.bind

    class NoIPv6(socket.socket):
        def bind(self, address) -> None:
            if self.family == socket.AF_INET6:
                raise OSError(99, "Cannot assign requested address")
            real(self, address)

    monkeypatch.setattr("demond.control.osc.sockets.socket.socket", NoIPv6)

    async def hosts() -> list[str]:
        server = OscServer(Store(), "localhost", 0)
        server.close()
        return server._sockets.hosts() or ["closed"]

    assert asyncio.run(hosts()) == ["closed"]


def test_outside_notes_are_whole_and_of_slow_work_beginning_and_end_alone(outside) -> None:
    server = outside()
    told: list[tuple[str, str]] = []

    def follow(name: str, value: object, origin: object) -> None:
        server.rig.server.note("/demond/source", UNDER_WAY, origin)
        for text in (*(f"loop is read: {step} %" for step in range(9)), HEARD, OVERTAKEN):
            server.rig.server.note("/demond/source", text, origin)

    server.rig.store.listen(follow)
    told = server.ask(ALLOWED, encode("/demond/source", ["x"]))
    assert told == [("/demond/note", "/demond/source", UNDER_WAY)]
    server.ask(ALLOWED, encode("/demond/subscribe", ["depth"]))
    assert len(server.ask(ALLOWED, encode("/demond/source", ["y"]))) == 12


def test_who_is_confined_is_not_told_what_lies_where(outside) -> None:
    server = outside()
    reason = "x: no such file in /home/me/sources"

    def refused(host: str, port: int = 5000) -> list[tuple]:
        server.sent.clear()
        server.rig.call(server.rig.server.error, "/demond/source", reason, Peer(0, (host, port)))
        server.rest()
        return [decode(packet).arguments for _, packet in server.sent]

    server.ask(ALLOWED, encode("/demond/ping", [bytes(200)]))
    assert refused(ALLOWED) == [("/demond/source", "is not there or cannot be played")]
    assert refused(HOME) == [("/demond/source", reason)]
    for host in (ALLOWED, HOME):
        server.ask(host, encode("/demond/subscribe", ["depth"]))
    server.sent.clear()
    server.rig.call(server.rig.server.error, "/demond/source", reason)
    server.rest()
    told = {to.address[0]: decode(packet).arguments[1] for to, packet in server.sent}
    assert told == {ALLOWED: "is not there or cannot be played", HOME: reason}
    server.rig.store.handle("record", fails)
    [(_, _, told)] = server.ask(
        ALLOWED,
        encode(
            "/demond/record",
            [
                "x",
            ],
        ),
    )
    assert told == "cannot be done"
    assert "/home/me" in server.ask(HOME, encode("/demond/record", ["x"]))[0][2]


def test_what_was_done_names_no_path_to_who_is_confined(outside) -> None:
    server = outside()
    saved = "3 scenes in '/home/me/exports/all.toml'"
    for action, note, told in (
        ("scene/export", saved, "done"),
        ("scene/delete", "a/b is deleted; /demond/undo brings it back", "a/b is deleted; /demond/undo brings it back"),
    ):
        server.rig.store.handle(action, lambda name, note=note: note)
        asked = encode(f"/demond/{action}", ["x"])
        assert server.ask(ALLOWED, encode("/demond/subscribe", ["depth"]), asked)[-1][2] == told
        assert server.ask(HOME, asked)[-1][2] == note

    async def exported(name: str) -> str:
        return saved

    server.rig.store.handle("scene/export", lambda name: asyncio.ensure_future(exported(name)))
    assert server.ask(ALLOWED, encode("/demond/scene/export", ["x"]))[-1][2] == "done"


def fails(path: str) -> None:
    raise PermissionError(13, "Permission denied", "/home/me/x.wav")


def test_two_senders_have_no_more_patterns_to_one_port_than_one() -> None:
    with rig() as server, Client(server.port) as one, Client(server.port) as two, Client(server.port) as ear:
        for step in range(8):
            (one, two)[step % 2].send("/demond/subscribe", f"channel/{step}", 30, ear.port)
        server.rest()
        for client in (one, two):
            client.send("/demond/subscribe", "channel/9", 30, ear.port)
        server.rest()
        reasons = {reason for address, *_, reason in (*ear.listen(0.2), *one.listen(0.1)) if address == "/demond/error"}
        assert reasons == {f"takes at most 8 patterns {what}" for what in ("to one port", "and ports of one sender")}
        assert sum(len(each.patterns) for each in server.server._subscriptions._leased.values()) == 8
        one.send("/demond/subscribe", "lora/" + "x" * 300, 30)
        server.rest()
        assert any("at most 256 characters" in str(told) for told in (*ear.listen(0.1), *one.listen(0.1)))


def test_nor_are_they_told_where_files_lie(outside) -> None:
    said = ("2026-01-01T00:00:00", "warning", "/home/me/x.toml cannot be read; see /demond/status")
    server = outside(
        status=lambda: {"recorder": "/home/me/a.wav", "xruns": 3, "device": "pipe:/srv/x/out"},
        listings={"problems": lambda: [said]},
    )

    def record(path: str) -> None:
        raise ControlError("record", f"{path} is a folder")

    server.rig.store.handle("record", record)
    room = [bytes(2000)]

    def told(host: str) -> list[object]:
        answers = server.ask(host, encode("/demond/status", room), encode("/demond/problems", room))
        return [word for address, *words in answers for word in words if address != "/demond/problems/end"]

    whole = told(HOME)
    assert "/home/me/a.wav" in whole
    assert said[2] in whole
    for host in (ALLOWED, READER):
        figures = ["recorder", "a.wav", "xruns", 3, "device", "pipe:out"]
        assert told(host) == [*figures, *said[:2], "x.toml cannot be read; see /demond/status"]
    for host, why in ((HOME, "/home/me is a folder"), (READER, "cannot be done")):
        server.ask(host, encode("/demond/subscribe", ["monitor"]))
        server.sent.clear()
        server.rig.call(server.rig.server.receive, encode("/demond/record", ["/home/me"]), Peer(0, (HOME, 6000)))
        until = time.monotonic() + 3
        while not (seen := [m for to, m in server.sent if to.address[0] == host and b"/monitor" in m]):
            assert time.monotonic() < until
            time.sleep(0.01)
        assert decode(seen[0]).arguments[4] == why
        server.ask(host, encode("/demond/unsubscribe", []))
