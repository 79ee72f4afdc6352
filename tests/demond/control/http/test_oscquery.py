"""OSCQuery by GET: every address, with attributes as the proposal has them, for clients that we did not write."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pythonoscquery.osc_query_client import OSCQueryClient
from zeroconf import ServiceInfo

from demond.control.http.oscquery import MOST_TOLD, Tree
from demond.control.http.pace import SLICE_SECONDS, Pace
from demond.control.mapping import Mappings
from demond.control.osc.access import Standing
from demond.parameters import PARAMETERS, Argument, Parameter, lora_rows
from demond.store import Store
from tests.http_peer import HttpRig, http_rig, strict

TAGS = {"f": (int, float), "i": int, "h": int, "s": str, "T": bool, "F": bool, "N": type(None)}
OPTIONAL = {
    "ACCESS", "VALUE", "RANGE", "DESCRIPTION", "TAGS", "UNIT", "CLIPMODE", "CRITICAL", "EXTENDED_TYPE", "OVERLOADS",
    "DEFAULT_VALUE",
}  # fmt: skip


@pytest.fixture(scope="module")
def rig() -> Iterator[HttpRig]:
    with http_rig() as made:
        yield made


def nodes(node: dict) -> Iterator[dict]:
    yield node
    for below in node.get("CONTENTS", {}).values():
        yield from nodes(below)


def check_schema(node: dict) -> None:
    """What the proposal says of every node."""
    assert node.keys() <= {"FULL_PATH", "CONTENTS", "TYPE"} | OPTIONAL
    for name, below in node.get("CONTENTS", {}).items():
        assert below["FULL_PATH"] == node["FULL_PATH"].rstrip("/") + "/" + name
    if "TYPE" not in node:
        assert node["ACCESS"] == 0
        assert node["CONTENTS"]
        assert "VALUE" not in node
        return
    tags = node["TYPE"]
    assert tags
    assert node["ACCESS"] in (1, 2, 3)
    assert isinstance(node.get("CRITICAL", False), bool)
    assert node["DESCRIPTION"]
    assert all(isinstance(tag, str) for tag in node["TAGS"])
    for name in ("VALUE", "RANGE", "UNIT", "CLIPMODE", "EXTENDED_TYPE", "DEFAULT_VALUE"):
        assert len(node.get(name, tags)) == len(tags), (node["FULL_PATH"], name)
    for tag, value, limits in zip(tags, node["VALUE"], node.get("RANGE", [None] * len(tags)), strict=True):
        assert value is None or isinstance(value, TAGS[tag]), node
        assert value is None or isinstance(value, bool) is (tag in "TF"), node
        if limits and value is not None:
            if "VALS" in limits:
                assert value in limits["VALS"]
            else:
                assert limits.get("MIN", value) <= value <= limits.get("MAX", value)
    assert set(node.get("CLIPMODE", [])) <= {"none", "low", "high", "both"}


def test_every_node_is_as_the_proposal_says_and_every_row_is_there(rig: HttpRig) -> None:
    status, tree = rig.get("/")
    assert status == 200
    found = {node["FULL_PATH"]: node for node in nodes(tree)}
    for node in found.values():
        check_schema(node)
    assert {row.address for row in PARAMETERS.values()} <= found.keys()
    assert {"/demond/get", "/demond/status", "/demond/loras", "/demond/meters"} <= found.keys()
    for path, node in list(found.items())[::17]:
        assert rig.get(path) == (200, node)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/demond/denoise", {"TYPE": "f", "VALUE": [0.7], "RANGE": [{"MIN": 0, "MAX": 1}], "ACCESS": 3}),
        ("/demond/seed", {"TYPE": "h", "VALUE": [42], "RANGE": [{"MIN": 0, "MAX": 2**32 - 1}]}),
        ("/demond/depth", {"TYPE": "i", "CLIPMODE": ["both"], "DEFAULT_VALUE": [4]}),
        ("/demond/mute", {"TYPE": "F", "VALUE": [False], "DEFAULT_VALUE": [False]}),
        ("/demond/dcw", {"TYPE": "T", "VALUE": [True]}),
        ("/demond/time_signature", {"TYPE": "s", "RANGE": [{"VALS": ["2", "3", "4", "6"]}], "VALUE": ["4"]}),
        ("/demond/volume", {"UNIT": ["gain.db"], "RANGE": [{"MIN": -90, "MAX": 6}]}),
        ("/demond/length", {"UNIT": ["time.second"]}),
        ("/demond/bpm", {"UNIT": ["time.bpm"]}),
        ("/demond/source", {"TYPE": "s", "VALUE": ["none"], "EXTENDED_TYPE": ["filepath"], "CRITICAL": True}),
        ("/demond/initial_noise", {"TYPE": "f", "VALUE": [None], "EXTENDED_TYPE": ["curve"]}),
        ("/demond/play", {"TYPE": "N", "ACCESS": 2, "VALUE": [None], "CRITICAL": True}),
        ("/demond/seek", {"TYPE": "f", "ACCESS": 2, "UNIT": ["time.second"]}),
        ("/demond/record", {"TYPE": "s", "ACCESS": 2}),
        ("/demond/group", {"ACCESS": 0}),
    ],
)
def test_a_node_says(rig: HttpRig, path: str, told: dict) -> None:
    status, node = rig.get(path)
    assert status == 200
    assert {name: node.get(name) for name in told} == told


def test_a_curve_that_is_no_number_has_none(rig: HttpRig) -> None:
    rig.store.set("velocity_scale", ["wave", "sine", "1", "0.5", "1"])
    rig.store.set("ode_noise", [0.0, 1.0, 0.5])
    assert rig.get("/demond/velocity_scale?VALUE") == (200, {"VALUE": [None]})
    assert rig.get("/demond/ode_noise?VALUE") == (200, {"VALUE": [None]})
    rig.store.set("velocity_scale", 1.25)
    assert rig.get("/demond/velocity_scale?VALUE") == (200, {"VALUE": [1.25]})


def test_values_are_as_they_are_now(rig: HttpRig) -> None:
    rig.store.set("prompt/b", 'drums "loud"\n\u00e4\u4e2d')
    assert rig.get("/demond/prompt/b?VALUE") == (200, {"VALUE": ['drums "loud"\n\u00e4\u4e2d']})
    rig.store.set("mute", True)
    assert rig.get("/demond/mute?TYPE") == (200, {"TYPE": "T"})
    rig.store.set("mute", False)
    rig.store.set("blend", 1.0, seconds=100.0)
    (value,) = rig.get("/demond/blend?VALUE")[1]["VALUE"]
    assert 0.0 < value < 0.5
    rig.store.set("blend", 0.0)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/demond/denoise?RANGE", 200),
        ("/demond/denoise?CONTENTS", 204),
        ("/demond/denoise?UNIT", 204),
        ("/demond/denoise?OVERLOADS", 204),
        ("/demond?CONTENTS", 200),
        ("/demond?VALUE", 204),
        ("/demond?TYPE", 204),
        ("/demond?ACCESS", 200),
        ("/demond/play?VALUE", 204),
        ("/demond/play?TYPE", 200),
        ("/?HOST_INFO", 200),
        ("/nothing/here?HOST_INFO", 200),
        ("/demond/denoise?HTML", 400),
        ("/demond/denoise?value", 400),
        ("/demond/denoise?VALUE&TYPE", 400),
        ("/demond/denoize", 404),
        ("/demond/denoise/deeper", 404),
        ("/demond/%00%ff", 404),
        ("/demond/denoise?%ff", 400),
        ("/demond/", 200),
    ],
)
def test_a_query_is_answered_with_the_status_of_the_proposal(rig: HttpRig, path: str, status: int) -> None:
    told, body = rig.get(path)
    assert told == status
    if status == 200:
        assert "CONTENTS" in path or "?" not in path or path.partition("?")[2] in body or "EXTENSIONS" in body
    elif status == 204:
        assert body == ""
    else:
        assert body.endswith("\n")
        assert len(body) > 20, "a sentence"


def test_the_host_says_what_is_there(rig: HttpRig) -> None:
    info = rig.get("/?HOST_INFO")[1]
    assert info["NAME"] == "demond"
    assert (info["OSC_PORT"], info["OSC_TRANSPORT"], info["WS_PORT"]) == (rig.port, "UDP", rig.http.state)
    shown = {name for node in nodes(rig.get("/")[1]) for name in node} - {"FULL_PATH", "CONTENTS", "TYPE"}
    listed = {name for name, there in info["EXTENSIONS"].items() if there}
    assert listed == shown | {"OVERLOADS", "LISTEN", "PATH_CHANGED", "PATH_ADDED", "PATH_REMOVED"}


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_it_is_only_read(rig: HttpRig, method: str) -> None:
    assert rig.get("/demond/denoise", method)[0] == 405


def test_both_loopback_addresses_answer(rig: HttpRig) -> None:
    for host in ("127.0.0.1", "::1"):
        connection = http.client.HTTPConnection(host, rig.http.state, timeout=5)
        connection.request("GET", "/?HOST_INFO")
        assert connection.getresponse().status == 200
        connection.close()


def test_another_client_walks_the_tree(rig: HttpRig) -> None:
    info = ServiceInfo(
        "_oscjson._tcp.local.", "x._oscjson._tcp.local.", rig.http.state, parsed_addresses=["127.0.0.1"], server="x."
    )
    client = OSCQueryClient(info)
    host = client.get_host_info()
    assert (host.name, host.osc_port, host.osc_transport) == ("demond", rig.port, "UDP")
    root = client.query_node("/")
    paths = {node.full_path for node in root}
    assert {row.address for row in PARAMETERS.values()} <= paths
    assert root.find_subnode("/demond/denoise").value == [0.7]
    assert client.query_node("/demond/volume").value == [rig.store.get("volume")]
    assert client.query_node("/demond/nothing") is None


def test_an_action_with_what_may_be_left_out_shows_both() -> None:
    arguments = (Argument("name", "string"), Argument("seconds", "float", optional=True))
    row = Parameter("scene/recall", "action", arguments=arguments, to=("daemon",), description="x")
    tree = Tree({row.name: row})
    node = strict(tree.text(tree.find("/demond/scene/recall"), Store()))
    assert node["TYPE"] == "s"
    assert node["OVERLOADS"] == [{"TYPE": "sf"}]
    assert "UNIT" not in node


def test_addresses_of_mappings_are_there_in_their_own_range(rig: HttpRig, tmp_path: Path) -> None:
    mapping = tmp_path / "mine.toml"
    mapping.write_text(
        'name = "Mine"\n'
        '[[osc]]\naddress = "/1/fader1"\nto = "denoise"\nin = [0, 10]\n'
        '[[osc]]\naddress = "/1/xy"\nto = "blend"\n'
        '[[osc]]\naddress = "/1/xy"\narg = 1\nto = "hint_strength"\n'
        '[[osc]]\naddress = "/words"\nto = "prompt/a"\n'
        '[[osc]]\naddress = "/1/go"\nto = "play"\nmode = "trigger"\n'
    )
    rig.call(rig.server.set_aliases, Mappings.load([mapping]).aliases(rig.store))
    rig.store.set("denoise", 0.5)
    fader = rig.get("/1/fader1")[1]
    assert (fader["TYPE"], fader["RANGE"], fader["VALUE"]) == ("f", [{"MIN": 0.0, "MAX": 10.0}], [5.0])
    pad = rig.get("/1/xy")[1]
    assert (pad["TYPE"], len(pad["RANGE"]), pad["VALUE"]) == ("ff", 2, [0.0, 1.0])
    assert rig.get("/words?VALUE")[1] == {"VALUE": [rig.store.get("prompt/a")]}
    assert rig.get("/1/go?ACCESS")[1] == {"ACCESS": 2}
    for node in nodes(rig.get("/")[1]):
        check_schema(node)
    rig.call(rig.server.set_aliases, {})
    assert rig.get("/1/fader1")[0] == 404
    rig.store.set("denoise", 0.7)


def rows_of(count: int) -> list[Parameter]:
    return [row for number in range(count) for row in lora_rows(f"voice{number}", 1.0)]


def test_what_came_and_went_is_told_by_its_uppermost_address() -> None:
    few = {**PARAMETERS, **{row.name: row for row in rows_of(2)}}
    one, two = Tree(PARAMETERS), Tree(few)
    three = Tree({name: row for name, row in few.items() if "voice0" not in name}, before=two)
    assert two.changes(one) == (["/demond/lora"], [], [])
    assert three.changes(two) == ([], ["/demond/lora/voice0"], [])
    assert two.changes(three) == (["/demond/lora/voice0"], [], [])
    stronger = {**few, **{row.name: row for row in lora_rows("voice1", 0.5)}}
    assert Tree(stronger, before=two).changes(two) == ([], [], ["/demond/lora/voice1/strength"])
    many = {**few, **{row.name: row for row in rows_of(MOST_TOLD + 3)}}
    assert Tree(many, before=two).changes(two) == ((), (), ["/demond/lora"])


def test_a_thousand_loras_are_told_in_a_few_milliseconds() -> None:
    store = Store()
    store.admit(rows_of(1000))
    tree = Tree(store.rows)
    times = []
    for _ in range(10):
        began = time.thread_time()
        text = tree.text(tree.root, store)
        times.append(time.thread_time() - began)
    assert len(list(nodes(json.loads(text)))) > 3000
    assert min(times) < 0.01, f"{1e3 * min(times):.1f} ms"


def test_a_flood_of_requests_holds_nothing(rig: HttpRig) -> None:
    rig.store.admit(rows_of(300))
    rig.get("/")
    asked = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100

    def flood() -> None:
        socks = [socket.create_connection(("127.0.0.1", rig.http.state)) for _ in range(40)]
        for sock in socks:
            sock.settimeout(0.05)
            sock.sendall(asked)
        until = time.monotonic() + 0.5
        got = 0
        while time.monotonic() < until:
            for sock in socks[:20]:  # the others read nothing
                with contextlib.suppress(TimeoutError):
                    got += len(sock.recv(1 << 16))
        assert got > 100_000
        for sock in socks:
            sock.close()

    assert rig.worst_turn(flood) < 0.02
    rig.store.admit([])
    assert rig.get("/demond/denoise?VALUE")[0] == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00" * 100,
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 10_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        b"/demond/denoise\0,f\0\0\0\0\0\0",
    ],
)
def test_malformed_requests_change_nothing_and_fill_no_log(
    rig: HttpRig, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_connection(("127.0.0.1", rig.http.state)) as sock:
        sock.settimeout(3)
        try:
            sock.sendall(sent)
            sock.shutdown(socket.SHUT_WR)
            told = sock.recv(100)
        except OSError:
            told = b""
    assert not told or told.startswith(b"HTTP/1.")
    assert not caplog.records
    assert rig.get("/demond/denoise?VALUE")[0] == 200


def test_pages_of_other_sites_learn_nothing(rig: HttpRig, caplog: pytest.LogCaptureFixture) -> None:
    here = f"localhost:{rig.http.state}"
    assert rig.get("/", Origin="http://evil.example")[0] == 403
    assert rig.get("/", Origin="null")[0] == 403
    assert rig.get("/", Host="evil.example:9131")[0] == 403
    assert rig.get("/", Host="evil.example", Origin="http://evil.example")[0] == 403
    assert rig.get("/", Host="[::1")[0] == 403
    assert rig.get("/", Origin="http://[::1")[0] == 403
    assert not caplog.records, "what nobody can read is no fault of ours"
    assert rig.get("/demond", Host=here, Origin=f"http://{here}")[0] == 200
    assert rig.get("/demond", Host="127.0.0.1")[0] == 200


def test_a_pace_leaves_half_of_the_time() -> None:
    import asyncio

    async def run() -> tuple[float, float]:
        pace, worked = Pace(), 0.0

        async def work() -> None:
            nonlocal worked
            for _ in range(20):
                async with pace:
                    began = time.perf_counter()
                    while time.perf_counter() - began < SLICE_SECONDS:
                        pass
                    worked += time.perf_counter() - began

        began = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(3)))
        async with pace:  # which waits as long as the last one worked
            return worked, time.perf_counter() - began

    worked, took = asyncio.run(run())
    assert worked < 0.55 * took


def test_a_port_in_use_is_said_and_ends_nothing(rig: HttpRig, caplog: pytest.LogCaptureFixture) -> None:
    import asyncio

    from demond.control.http import HttpPort

    async def run() -> str | int:
        port = HttpPort("localhost", rig.http.state, "auto", rig.store, rig.server, rig.access, lambda: True)
        port.start()
        await port.close()
        return port.state

    told = asyncio.run(run())
    assert f"port {rig.http.state} (TCP) of 127.0.0.1 is in use" in str(told)
    assert "[http] port" in caplog.text


def test_who_may_only_ask_is_shown_that_nothing_may_be_written() -> None:
    with http_rig() as rig:
        for standing, value, action in ((Standing.READER, 1, 0), (Standing.PLAYER, 3, 2)):
            rig.access._standings["127.0.0.1"] = standing
            below = rig.get("/demond")[1]["CONTENTS"]
            assert (below["denoise"]["ACCESS"], below["play"]["ACCESS"]) == (value, action)
            assert (below["get"]["ACCESS"], below["meters"]["ACCESS"]) == (2, 1)
            assert rig.get("/demond/denoise?ACCESS")[1] == {"ACCESS": value}
            assert rig.get("/demond?CONTENTS")[1]["CONTENTS"]["denoise"]["ACCESS"] == value
            assert rig.get("/demond/denoise?VALUE")[0] == 200
