"""The OSC server over real UDP sockets, spoken to by python-osc's codec alone."""

import errno
import logging
import socket
import tempfile
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from demond.control.mapping import Mappings
from demond.control.osc import OscServer, PortInUseError
from demond.control.osc.packets import Malformed, decode
from demond.parameters import PARAMETERS, Argument, ControlError, Parameter, defaults, lora_rows
from demond.store import Store
from engine.curves import Ramp, Wave
from tests.demond.control.osc.test_osc_packets import damaged, nested
from tests.osc_peer import Client, Rig, bundle, message, rig
from tests.waiting import wait_for


@pytest.fixture
def server():
    with rig(status=lambda: {"tick_ms": 12.5, "xruns": 0, "engine": "running"}) as running:
        yield running


@pytest.fixture
def client(server: Rig):
    with Client(server.port) as connected:
        yield connected


def approx(value: float) -> object:
    return pytest.approx(value, abs=1e-6)


# -- setting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments", "types", "held"),
    [
        ("denoise", (0.25,), "f", 0.25),
        ("denoise", (0.1,), "d", 0.1),
        ("denoise", (1,), "i", 1.0),
        ("denoise", (0,), "h", 0.0),
        ("denoise", (" 2.5e-1 ",), "s", 0.25),
        ("denoise", (True,), "T", 1.0),
        ("seed", (4000000000,), "h", 4000000000),
        ("seed", ("4000000000",), "s", 4000000000),
        ("depth", (3.0,), "f", 3),
        ("sde", (True,), "T", True),
        ("sde", (1.0,), "f", True),
        ("dcw", (False,), "F", False),
        ("dcw", (0,), "i", False),
        ("sde", ("1",), "s", True),
        ("sde", ("on",), "s", True),
        ("guidance_mode", ("2",), "s", "initialize"),
        ("time_signature", ("3",), "s", "3"),
        ("prompt/a", ("0.5",), "s", "0.5"),
        ("velocity_scale", ("0.5",), "s", 0.5),
        ("guidance_mode", ("self",), "s", "self"),
        ("guidance_mode", (1,), "i", "full"),
        ("prompt/b", ("slow dub",), "s", "slow dub"),
        ("prompt/b", ("slow", 90, "bpm", "dub"), "sisi"[:2] + "ss", "slow 90 bpm dub"),
        ("source", (None,), "N", None),
        ("velocity_scale", (0.5, 1.0, 1.5), "fff", (0.5, 1.0, 1.5)),
        ("velocity_scale", ([0.5, 1.0, 1.5],), "", (0.5, 1.0, 1.5)),
        ("velocity_scale", ("ramp", 0, 2), "", Ramp(0.0, 2.0)),
        ("velocity_scale", ("ramp 0 2",), "", Ramp(0.0, 2.0)),
        ("ode_noise", ("wave", "saw", "4b", 0.5, 0.5), "", Wave("saw", 0.25, 0.5, 0.5, 0.0, True, 0, 1)),
        ("ode_noise", ("wave", "random", 2, 0.5, 0.5, 0.25), "", Wave("random", 2.0, 0.5, 0.5, 0.25, False, 0, 1)),
        ("initial_noise", ("none",), "s", None),
    ],
)
def test_set(server: Rig, client: Client, name: str, arguments: tuple, types: str, held: object) -> None:
    assert client.ask(f"/demond/{name}", *arguments, types=types) == []
    got = server.store.get(name)
    assert got == held
    assert type(got) is type(held)


@pytest.mark.parametrize(
    ("address", "arguments", "reason"),
    [
        ("/demond/denoise", ("much",), 'wants a number 0..1, got text "much"'),
        ("/demond/denoise", ("nan",), 'wants a number 0..1, got text "nan"'),
        ("/demond/denoise", ("1_0",), 'wants a number 0..1, got text "1_0"'),
        ("/demond/denoise", ("1e999",), 'wants a number 0..1, got text "1e999"'),
        ("/demond/denoise", (b"xx",), "wants a number 0..1, got 2 bytes of binary data"),
        ("/demond/denoise", (float("nan"),), "wants a number 0..1, got nan"),
        ("/demond/denoise", (float("inf"),), "wants a number 0..1, got inf"),
        ("/demond/denoise", (), "wants a value; to ask for it, send /demond/get denoise"),
        ("/demond/denoise", (0.1, "soon"), "wants the ramp time in seconds after the value, got 'soon'"),
        ("/demond/denoise", (0.1, -1.0), "wants the ramp time in seconds after the value, got -1.0"),
        ("/demond/denoise", (0.1, float("nan")), "wants the ramp time in seconds after the value, got nan"),
        ("/demond/denoise", (0.1, 1e6), "wants a ramp of 0..3600 seconds, got 1e+06"),
        ("/demond/denoise", (0.1, 1.0, 2.0), "wants one value and perhaps a time, got 3"),
        ("/demond/sde", (1, 2), "wants one value, got 2"),
        ("/demond/guidance_mode", ("self", "full"), "wants one value, got 2"),
        ("/demond/velocity_scale", ([],), "a curve needs at least one number"),
        ("/demond/velocity_scale", (0.1, 0.2, float("nan")), "wants a finite number, got nan"),
        ("/demond/velocity_scale", ("wave", "sine"), "wave wants shape, rate, depth, offset, maybe phase; got 1 words"),
        ("/demond/prompt/a", (1,), "wants text, got 1"),
        ("/demond/denois", (1,), 'there is no such address (did you mean "/demond/denoise"?)'),
        ("/fader", (1,), "there is no such address"),
        ("/demond/chanel/*", (1,), "no address matches this pattern"),
        ("/demond/channel/[", (1,), '"[" is never closed in the pattern /demond/channel/['),
        ("/demond/get", (), "wants the name of at least one parameter"),
        ("/demond/get", (1.5,), "wants names, got 1.5"),
        ("/demond/get", ("denois",), 'there is no value denois (did you mean "denoise"?)'),
        ("/demond/get", ("play",), "play is an action and has no value"),
        ("/demond/list", (1.5,), "wants names, got 1.5"),
        ("/demond/subscribe", ("*", 1000.0), "wants a rate of 0.1..100 per second, got 1000"),
        ("/demond/subscribe", ("*", 10, 70000), "wants a port of 1..65535, got 70000"),
        ("/demond/subscribe", ("nothing",), "nothing matches the pattern /demond/nothing"),
        ("/demond/atomic", (), "stands in a bundle and has all of it done or nothing; this is no bundle"),
        ("/demond/play", (1,), "cannot be done here: nothing carries it out yet"),
        ("/demond/seek", ("x",), 'wants a number, got text "x"'),
        ("/demond/seek", (), "takes one argument (action with a number s), got 0"),
    ],
)
def test_what_is_wrong_is_answered_to_the_sender_and_changes_nothing(
    server: Rig, client: Client, address: str, arguments: tuple, reason: str
) -> None:
    with Client(server.port) as other:
        assert client.ask(address, *arguments) == [("/demond/error", address, reason)]
        assert other.listen(0.01) == []
    assert server.store.targets() == defaults()
    assert server.store.drain() == {}
    assert server.server.counters["errors"] == 1


def test_a_clamp_is_reported(server: Rig, client: Client) -> None:
    assert client.ask("/demond/denoise", 1.5) == [("/demond/note", "/demond/denoise", "clamped to 1")]
    assert server.store.get("denoise") == 1.0


def test_a_second_number_is_the_time_of_a_ramp(server: Rig, client: Client) -> None:
    client.ask("/demond/denoise", 0.0)
    before = time.monotonic()
    client.ask("/demond/denoise", 1.0, 0.5)
    after = time.monotonic()
    while time.monotonic() < before + 0.6:
        earliest = (time.monotonic() - after) / 0.5
        value = server.store.get("denoise")
        latest = (time.monotonic() - before) / 0.5
        assert min(earliest, 1.0) - 1e-6 <= value <= latest + 1e-6
        time.sleep(0.01)
    time.sleep(0.15)
    assert client.ask("/demond/get", "denoise") == [("/demond/denoise", 1.0)]
    client.ask("/demond/velocity_scale", [0.0, 1.0, 2.0], 10.0)
    assert server.store.ramping() == {"velocity_scale"}


def test_patterns_set_all_or_none(server: Rig, client: Client) -> None:
    assert client.ask("/demond/channel/{13,14}", 0.5) == []
    changed = {name for name, value in server.store.targets().items() if value != defaults()[name]}
    assert changed == {"channel/13", "channel/14"}
    [(_, address, reason)] = client.ask("/demond/{denoise,sde,prompt/a}", 0.5)
    assert (address, reason) == ("/demond/{denoise,sde,prompt/a}", "prompt/a: wants text, got 0.5")
    assert server.store.get("denoise") == 0.7


# -- asking -----------------------------------------------------------------------------------------------------------


def test_get_ping_and_status(client: Client) -> None:
    assert client.ask("/demond/get", "denoise") == [("/demond/denoise", approx(0.7))]
    assert client.ask("/demond/get", "/demond/depth", "sde", "guidance_mode", "initial_noise") == [
        ("/demond/depth", 4),
        ("/demond/sde", 0),
        ("/demond/guidance_mode", "off"),
        ("/demond/initial_noise", "none"),
    ]
    assert len(client.ask("/demond/get", "channel/*")) == 64
    assert client.ask("/demond/ping") == [("/demond/pong",)]
    assert client.ask("/demond/ping", 7, "x") == [("/demond/pong", 7, "x")]
    assert client.ask("/demond/status") == [("/demond/status", "tick_ms", 12.5, "xruns", 0, "engine", "running")]


def test_what_get_tells_can_be_sent_back(server: Rig, client: Client) -> None:
    client.ask("/demond/velocity_scale", "wave", "sine", "3b", 0.25, 1.0, 0.5)
    client.ask("/demond/ode_noise", 0.25, 0.5, 0.125)
    client.ask("/demond/x0_target", "ramp", 0.25, 0.5)
    before = server.store.targets()
    *told, (note, asked, text) = client.ask("/demond/get", "*")
    deeper = sum(row.kind != "action" and "/" in row.name for row in PARAMETERS.values())
    assert (note, asked) == ("/demond/note", "/demond/get")
    assert text == f"* stops at /, behind which there are {deeper} more; //* goes through"
    assert len(told) == sum(row.kind != "action" and "/" not in row.name for row in PARAMETERS.values())
    server.store.reset()
    for address, *arguments in told:
        assert client.ask(address, *arguments) == []
    after = server.store.targets()
    assert after == {name: approx(value) if isinstance(value, float) else value for name, value in before.items()}


def test_every_parameter_is_set(server: Rig, client: Client) -> None:
    others = {"bool": (True, False), "string": ("b", "a"), "language": ("ja", "en"), "to": ("volume", "")}
    for row in PARAMETERS.values():
        member = row.name.rpartition("/")[2]
        kind = member if member in others else row.kind
        for value in () if kind == "action" else others.get(kind, row.choices[::-1] or (row.high, row.low)):
            assert client.ask(row.address, value) == [], row.name
            assert server.store.get(row.name) == (approx(value) if isinstance(value, float) else value)


def test_list(client: Client) -> None:
    everything = client.ask("/demond/list")
    assert everything[-1] == ("/demond/list/end", len(PARAMETERS))
    assert len(everything) == len(PARAMETERS) + 1
    assert client.ask("/demond/list", "{depth,volume,sde,dcw_mode,seek}") == [
        ("/demond/list", "depth", "int", "", 1.0, 8.0, 4),
        ("/demond/list", "sde", "bool", ""),
        ("/demond/list", "dcw_mode", "enum", "", "low", "high", "double", "pix"),
        ("/demond/list", "volume", "float", "dB", -90.0, 6.0, 0.0),
        ("/demond/list", "seek", "action", "s"),
        ("/demond/list/end", 5),
    ]


def test_what_follows_is_listed_told_and_let_go(server: Rig, client: Client) -> None:
    server.store.follow({"steps": 50, "dcw_low": 0.25, "key": "A minor"})
    assert client.ask("/demond/list", "steps")[0] == ("/demond/list", "steps", "int", "", 1.0, 100.0, 50)
    client.ask("/demond/subscribe", "{steps,shift,dcw_low,dcw_high,key}", 100)
    server.store.follow({"steps": 20})
    assert client.hear(1) == [("/demond/steps", 20)]
    assert client.ask("/demond/steps", 12) == []
    client.send("/demond/steps", "none")
    note = ("/demond/note", "/demond/steps", "follows the model: 20")
    assert client.hear(2) == [note, ("/demond/steps", 20)], "it is not what was sent"
    client.ask("/demond/dcw_*", 0.1)
    notes = [told for told in client.ask("/demond/{dcw_low,dcw_high}", None) if told[0] == "/demond/note"]
    assert sorted(notes) == [
        ("/demond/note", "/demond/dcw_high", "follows the model: 0.02"),
        ("/demond/note", "/demond/dcw_low", "follows the model: 0.25"),
    ]
    client.raw(bundle(message("/demond/steps", 4), message("/demond/shift", 2.0)).dgram)
    client.raw(bundle(message("/demond/atomic"), message("/demond/steps", None), message("/demond/shift", "x")).dgram)
    client.sync()
    assert server.store.following().isdisjoint({"steps", "shift"})
    client.raw(bundle(message("/demond/steps", None), message("/demond/shift", "x")).dgram)
    assert ("/demond/note", "/demond/steps", "follows the model: 20") in client.sync()
    assert "steps" in server.store.following()


# -- actions ----------------------------------------------------------------------------------------------------------


def test_actions_and_button_releases(server: Rig, client: Client) -> None:
    done = []
    server.store.handle("play", lambda: done.append("play"))
    server.store.handle("seek", lambda seconds: done.append(seconds))
    server.store.handle("record", lambda path: f"recording to {path}")
    for arguments in [(), (1.0,), (0.0,), (1,), (0,), (True,), (False,), (None,)]:
        assert client.ask("/demond/play", *arguments) == []
    assert done == ["play"] * 5
    assert client.ask("/demond/seek", 0) == client.ask("/demond/seek", 3.5) == []
    assert done[5:] == [0.0, 3.5]
    assert client.ask("/demond/record", "a.wav") == [("/demond/note", "/demond/record", "recording to a.wav")]

    def refuse() -> None:
        raise ControlError("stop", "no")

    server.store.handle("stop", refuse)
    assert client.ask("/demond/stop") == [("/demond/error", "/demond/stop", "no")]


class Stage(Store):
    """A store with an action of two arguments, of which it keeps those it is done with."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[tuple[object, ...]] = []
        arguments = (Argument("name", "string"), Argument("seconds", "float", optional=True))
        self.admit([Parameter("scene/recall", "action", arguments=arguments, to=("daemon",))])

    def perform(self, action: str, *args: object) -> None:
        self.done.append((action, *args))


def test_an_action_of_several_arguments() -> None:
    store = Stage()
    with rig(store=store) as server, Client(server.port) as client:
        for arguments in [("verse",), ("verse", 4.0), ("verse", 4)]:
            assert client.ask("/demond/scene/recall", *arguments) == []
        assert store.done == [("scene/recall", *rest) for rest in [("verse",), ("verse", 4.0), ("verse", 4)]]
        for arguments, reason in [
            ((), "takes the arguments name [seconds], got 0"),
            ((1.0,), "wants text, got 1.0"),
            (("verse", "soon"), 'wants a number, got text "soon"'),
            (("verse", True), "wants a number, got True"),
            (("verse", 4.0, 5.0), "takes the arguments name [seconds], got 3"),
        ]:
            assert client.ask("/demond/scene/recall", *arguments) == [("/demond/error", "/demond/scene/recall", reason)]
        assert len(store.done) == 3


# -- bundles ----------------------------------------------------------------------------------------------------------


def test_a_bundle_is_one_change(server: Rig, client: Client) -> None:
    drains: list[dict] = []
    server.store.handle("play", lambda: drains.append(server.store.drain()))
    inner = bundle(message("/demond/prompt/a", "dub"), message("/demond/play"))
    client.raw(bundle(message("/demond/denoise", 0.25), inner, message("/demond/depth", 2)).dgram)
    assert client.sync() == []
    assert drains == [{"denoise": 0.25, "prompt/a": "dub"}]
    assert server.store.drain() == {"depth": 2}


@pytest.mark.parametrize("atomic", [(), (message("/demond/atomic"),)])
def test_what_is_set_after_an_action_holds(server: Rig, client: Client, atomic) -> None:
    server.store.handle("panic", lambda: server.store.reset() and None)
    play(server, "[[osc]]\naddress = '/1/a'\nto = 'shift'\n")
    panic = message("/demond/panic")
    client.raw(bundle(message("/demond/depth", 2), panic, message("/demond/denoise", 0.25), *atomic).dgram)
    client.raw(bundle(message("/1/a", 1.0), message("/demond/shift", 2.0), *atomic).dgram)
    assert client.sync() == []
    assert [server.store.get(name) for name in ("depth", "denoise", "shift")] == [4, 0.25, 2.0]


BAD = [message("/demond/depth", "x"), message("/nowhere", 1), message("/demond/seek", "x"), message("/1/a", "x")]


@pytest.mark.parametrize("bad", BAD)
def test_what_is_wrong_in_a_bundle_is_answered_and_the_rest_is_one_change(server: Rig, client: Client, bad) -> None:
    drains: list[dict] = []
    server.store.handle("play", lambda: drains.append(server.store.drain()))
    play(server, "[[osc]]\naddress = '/1/a'\nto = 'shift'\n")
    inner = bundle(bad, message("/demond/steps", 4))
    client.raw(bundle(message("/demond/denoise", 0.25), inner, message("/demond/play")).dgram)
    [(error, address, reason)] = client.sync()
    assert (error, address) == ("/demond/error", bad.address)
    assert "bundle" not in reason
    assert drains == [{"denoise": 0.25, "steps": 4}]


@pytest.mark.parametrize("bad", BAD)
def test_an_atomic_bundle_with_a_bad_member_does_nothing_and_says_so(server: Rig, client: Client, bad) -> None:
    server.store.handle("play", lambda: pytest.fail("played"))
    play(server, "[[osc]]\naddress = '/1/a'\nto = 'shift'\n")
    later = bundle(bad, message("/demond/atomic"), at=time.time() + 9)
    client.raw(bundle(message("/demond/denoise", 0.25), message("/demond/play"), later).dgram)
    [(error, address, reason)] = client.sync()
    assert (error, address) == ("/demond/error", bad.address)
    assert reason.endswith("; nothing of the bundle was done")
    assert server.store.targets() == defaults()


def test_an_atomic_bundle_is_one_change(server: Rig, client: Client) -> None:
    client.raw(bundle(message("/demond/atomic"), message("/demond/denoise", 0.25), message("/demond/depth", 2)).dgram)
    assert client.sync() == []
    assert server.store.drain() == {"denoise": 0.25, "depth": 2}


def test_what_waited_and_is_possible_no_longer_is_refused_and_the_rest_done(server: Rig, client: Client) -> None:
    server.call(server.store.admit, lora_rows("tape", 1.0))
    parts = message("/demond/denoise", 0.25), message("/demond/lora/tape/strength", 0.5)
    client.raw(bundle(*parts, at=time.time() + 1.0).dgram)
    client.raw(bundle(*parts, message("/demond/depth", 2), message("/demond/atomic"), at=time.time() + 1.0).dgram)
    assert client.sync() == []
    server.call(server.store.admit, [])
    assert [address for _, address, _ in client.hear(2)] == ["/demond/lora/tape/strength"] * 2
    assert (server.store.get("denoise"), server.store.get("depth")) == (0.25, 4)


CHANNELS = ("channel/1", "channel/2", "channel/3")


def test_time_tags(server: Rig, client: Client) -> None:
    heard = []
    server.store.listen(lambda name, value, origin: heard.append((name, time.time())))
    client.raw(bundle(message("/demond/shift", 2.0), at=time.time() - 5).dgram)
    assert client.sync() == []
    assert server.store.get("shift") == 2.0
    assert server.server.counters["late"] == 1
    now = time.time()
    due = {name: now + 0.15 * place for place, name in enumerate(("depth", "steps", *CHANNELS), 1)}
    later = bundle(message("/demond/steps", 6), at=due["steps"])
    client.raw(bundle(message("/demond/depth", 2), later, at=due["depth"]).dgram)
    for name in CHANNELS:
        client.raw(bundle(message(f"/demond/{name}", 0.5), at=due[name]).dgram)
    for step in range(40):
        client.send("/demond/denoise", step / 100)
        time.sleep(0.01)
    wait_for(lambda: due.keys() <= {name for name, _ in list(heard)})
    assert client.sync() == []
    when = dict(heard)
    late = sorted(when[name] - at for name, at in due.items())
    assert late[0] >= 0.0
    assert late[2] < 0.1
    assert server.store.get("denoise") == approx(0.39)


def test_waiting_has_bounds(server: Rig, client: Client) -> None:
    client.raw(bundle(message("/demond/steps", 6), bundle(message("/demond/depth", 2), at=time.time() + 600)).dgram)
    [(_, address, reason)] = client.sync()
    assert (address, reason) == (
        "/demond/depth",
        "bundle: is due in 600 seconds; at most 60 are kept",
    )
    with Client(server.port) as other, Client(server.port) as third:
        for peer in (client, other):
            for _ in range(512):
                peer.raw(bundle(message("/demond/depth", 2), at=time.time() + 50).dgram)
            assert peer.sync() == []
        for peer, share in ((client, 0), (third, 8)):
            for _ in range(share + 1):
                peer.raw(bundle(message("/demond/depth", 2), at=time.time() + 50).dgram)
            [(_, _, reason)] = peer.sync()
            assert "cannot wait: 512 of one sender, 1024 in all wait already" in reason
    assert server.store.get("steps") == 6
    assert server.store.get("depth") == 4


def test_what_waits_has_bounds_in_bytes(server: Rig, client: Client) -> None:
    for _ in range(10):
        client.raw(bundle(message("/demond/velocity_scale", *[0.5] * 4000), at=time.time() + 50).dgram)
    assert [reason for _, _, reason in client.sync()] == []
    for _ in range(10):
        client.raw(bundle(message("/demond/velocity_scale", *[0.5] * 4000), at=time.time() + 50).dgram)
    assert "too many bytes wait already" in client.sync()[-1][2]


def test_of_one_control_a_bundle_keeps_what_counts(server: Rig, client: Client) -> None:
    heard = []
    server.store.listen(lambda name, value, origin: heard.append((name, value)))
    client.raw(bundle(*(message("/demond/denoise", step / 100) for step in range(100))).dgram)
    client.raw(bundle(message("/demond/shift", 1.0), message("/demond/shift", 6.0, 100.0)).dgram)
    client.sync()
    assert heard == [("denoise", approx(0.99)), ("shift", 1.0), ("shift", 6.0)]
    assert 1.0 <= server.store.get("shift") < 1.1


# -- subscriptions ----------------------------------------------------------------------------------------------------


def test_subscribers_hear_everything_first_then_changes_of_others(server: Rig) -> None:
    with Client(server.port) as one, Client(server.port) as two, Client(server.port) as three:
        first = one.ask("/demond/subscribe", "[a-d]*", 50)
        assert first[0] == ("/demond/subscribed", "/demond/[a-d]*", 50.0, 60.0)
        assert ("/demond/denoise", approx(0.7)) in first
        assert not any(address.startswith("/demond/channel") for address, *_ in first)
        two.ask("/demond/subscribe", "denoise", 50)
        three.send("/demond/denoise", 0.25)
        assert one.hear(1) == two.hear(1) == [("/demond/denoise", 0.25)]
        one.send("/demond/denoise", 0.5)
        assert two.hear(1) == [("/demond/denoise", 0.5)]
        assert one.listen(0.05) == []
        one.send("/demond/depth", 2)
        assert two.listen(0.1) == []
        assert three.sync() == []


def test_changes_are_coalesced_at_the_rate_and_the_last_wins(server: Rig) -> None:
    with Client(server.port) as listener, Client(server.port) as player:
        listener.ask("/demond/subscribe", "denoise", 20)
        began = time.monotonic()
        for step in range(500):
            player.send("/demond/denoise", step / 1000)
            time.sleep(0.001)
        got = [value for _, value in listener.until(("/demond/denoise", approx(0.499)))]
        seconds = time.monotonic() - began
    assert 5 <= len(got) <= 20 * seconds + 2
    assert got == sorted(got)


def test_a_subscriber_gets_a_final_word_only_where_its_own_value_was_not_taken(server: Rig, client: Client) -> None:
    client.ask("/demond/subscribe", "denoise")
    client.send("/demond/denoise", 0.5)
    assert client.listen(0.1) == []
    client.send("/demond/denoise", 1.5)
    note = ("/demond/note", "/demond/denoise", "clamped to 1")
    assert client.hear(2) == [note, ("/demond/denoise", 1.0)]
    client.send("/demond/denoise", "x")
    assert client.hear(2)[1:] == [("/demond/denoise", 1.0)]


def test_ramps_are_followed_by_others(server: Rig) -> None:
    with Client(server.port) as listener, Client(server.port) as player:
        listener.ask("/demond/subscribe", "denoise", 50)
        player.ask("/demond/subscribe", "denoise", 50)
        player.send("/demond/denoise", 0.0)
        player.send("/demond/denoise", 1.0, 0.6)
        values = [value for _, value in listener.until(("/demond/denoise", 1.0))]
        assert len(values) >= 12
        assert values == sorted(values)
        assert player.listen(0.05) == []


def test_changes_from_other_threads_are_heard(server: Rig, client: Client) -> None:
    client.ask("/demond/subscribe", "denoise")
    thread = threading.Thread(target=lambda: server.store.set("denoise", 0.5, origin="MIDI"))
    thread.start()
    thread.join()
    assert client.hear(1) == [("/demond/denoise", 0.5)]


def test_leases_end_unless_renewed_by_a_ping() -> None:
    with rig(lease=1.0) as server, Client(server.port) as kept, Client(server.port) as left:
        kept.ask("/demond/subscribe", "denoise")
        left.ask("/demond/subscribe", "denoise")
        until = time.monotonic() + 10
        while len(server.server._subscriptions) > 1:
            assert time.monotonic() < until
            time.sleep(0.15)
            kept.ask("/demond/ping")
        server.store.set("denoise", 0.5)
        assert kept.hear(1) == [("/demond/denoise", 0.5)]
        assert left.listen(0.05) == []


def test_another_port_of_the_asker_can_be_named_and_gets_every_answer(server: Rig) -> None:
    with Client(server.port) as asker, Client(server.port) as screen:
        asker.send("/demond/subscribe", "denoise", 30, screen.port)
        assert [address for address, *_ in screen.hear(2)] == ["/demond/subscribed", "/demond/denoise"]
        asker.send("/demond/denoise", 0.25)
        assert screen.listen(0.1) == []
        server.store.set("denoise", 0.5)
        assert screen.hear(1) == [("/demond/denoise", 0.5)]
        server.store.handle("record", lambda path: f"recording to {path}")
        for question, answer in [
            (("/demond/get", "depth"), ("/demond/depth", 4)),
            (("/demond/ping", 7), ("/demond/pong", 7)),
            (("/fader",), ("/demond/error", "/fader", "there is no such address")),
            (("/demond/depth", 9), ("/demond/note", "/demond/depth", "clamped to 8")),
            (("/demond/record", "a.wav"), ("/demond/note", "/demond/record", "recording to a.wav")),
        ]:
            asker.send(*question)
            assert screen.hear(1) == [answer]
        assert asker.listen(0.0) == []
        asker.send("/demond/unsubscribe", screen.port)
        assert asker.ask("/demond/get", "depth") == [("/demond/depth", 8)]
        server.store.set("denoise", 0.75)
        assert screen.listen(0.1) == []


def test_the_port_that_was_named_gets_answers_until_the_lease_ends() -> None:
    with rig(lease=0.3) as server, Client(server.port) as asker, Client(server.port) as screen:
        asker.send("/demond/subscribe", "denoise", 30, screen.port)
        assert len(screen.listen(1.0)) == 2
        wait_for(lambda: not len(server.server._subscriptions))
        assert asker.ask("/demond/get", "depth") == [("/demond/depth", 4)]


def test_patterns_add_up_and_can_be_taken_away(server: Rig, client: Client) -> None:
    client.ask("/demond/subscribe", "denoise")
    client.send("/demond/subscribe", "depth")
    assert client.hear(2)[1:] == [("/demond/depth", 4)]
    server.store.set_many({"denoise": 0.5, "depth": 2, "steps": 4})
    assert sorted(client.hear(2)) == [("/demond/denoise", 0.5), ("/demond/depth", 2)]
    client.ask("/demond/unsubscribe", "denoise")
    server.store.set_many({"denoise": 0.25, "depth": 3})
    assert client.hear(1) == [("/demond/depth", 3)]
    client.ask("/demond/unsubscribe")
    server.store.set("depth", 4)
    assert client.listen(0.1) == []


def test_status_meters_and_errors_reach_subscribers() -> None:
    with rig(status=lambda: {"xruns": 3}, meters=lambda: [-6.0, -7.0, -12.0, -13.0]) as server:
        with Client(server.port) as all_, Client(server.port) as some:
            began = time.monotonic()
            all_.ask("/demond/subscribe")
            some.ask("/demond/subscribe", "denoise")
            got = all_.listen(1.2)
            seconds = time.monotonic() - began
            assert 1 <= got.count(("/demond/status", "xruns", 3)) <= 2 * seconds + 1
            assert 5 <= got.count(("/demond/meters", -6.0, -7.0, -12.0, -13.0)) <= 20 * seconds + 2
            assert some.sync() == []
            server.call(server.server.error, "/demond/source", "no audio")
            assert ("/demond/error", "/demond/source", "no audio") in all_.listen(0.3)
            assert some.hear(1) == [("/demond/error", "/demond/source", "no audio")]


def test_an_error_can_go_to_whoever_set_the_value(server: Rig, client: Client) -> None:
    origins = []
    server.store.listen(lambda name, value, origin: origins.append(origin))
    client.ask("/demond/source", "missing.wav")
    with Client(server.port) as other:
        other.ask("/demond/subscribe", "source")
        server.call(server.server.error, "/demond/source", "no such file", origins[0])
        assert client.hear(1) == [("/demond/error", "/demond/source", "no such file")]
        assert other.listen(0.05) == []


# -- aliases ----------------------------------------------------------------------------------------------------------


SURFACE = """
[[osc]]
address = "/1/fader1"
to = "denoise"
[[osc]]
address = "/1/fader4"
to = "guidance"
in = [0, 100]
out = [1, 8]
curve = "exp"
invert = true
[[osc]]
address = "/1/toggle1"
to = "freeze"
[[osc]]
address = "/1/flip"
to = "sde"
mode = "toggle"
[[osc]]
address = "/1/xy1"
to = "dcw_low"
out = [0, 0.2]
[[osc]]
address = "/1/xy1"
arg = 1
to = "dcw_high"
out = [0, 0.2]
[[osc]]
address = "/2/push1"
to = "seed"
value = 1
[[osc]]
address = "/2/push2"
to = "seed"
value = 2
[[osc]]
address = "/2/radio1"
to = "guidance_mode"
in = [0, 3]
[[osc]]
address = "/2/steps"
to = "depth"
[[osc]]
address = "/2/prompt1"
to = "prompt/a"
[[osc]]
address = "/2/play"
to = "play"
[[osc]]
address = "/3/fader1"
to = "lora/1"
out = [0, 2]
smooth = 0.2
"""


def play(server: Rig, text: str) -> None:
    """Have the server play and show this mapping file, of the OSC addresses alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "surface.toml")
        path.write_text(text)
        mappings = Mappings.load([path])
    server.call(lambda: server.server.set_aliases(mappings.aliases(server.store)))


def test_aliases(server: Rig, client: Client) -> None:
    play(server, SURFACE)
    client.ask("/demond/subscribe", "/1/fader1")
    assert client.ask("/1/fader1", 1.0) == []
    assert server.store.get("denoise") == 1.0
    assert client.listen(0.05) == []
    client.ask("/1/fader*", "0.0")
    assert server.store.get("denoise") == 0.0
    assert server.store.get("guidance") == 8.0
    error = ("/demond/error", "/1/fader1", "wants 1 or more arguments, got 0")
    assert error in client.ask("/1/fader1")
    play(server, "")
    assert client.ask("/1/fader1", 1.0)[-1] == ("/demond/error", "/1/fader1", "there is no such address")


def test_aliases_are_heard_in_the_range_of_their_mapping(server: Rig, client: Client) -> None:
    play(server, SURFACE)
    first = client.ask("/demond/subscribe", "/[12]/*", 100)[1:]
    assert sorted(first) == [
        ("/1/fader1", approx(0.7)),
        ("/1/fader4", pytest.approx(41.32, abs=0.01)),
        ("/1/flip", 0.0),
        ("/1/toggle1", 0.0),
        ("/1/xy1", approx(0.25), approx(0.1)),
        ("/2/prompt1", defaults()["prompt/a"]),
        ("/2/push1", 0.0),
        ("/2/push2", 0.0),
        ("/2/radio1", 0.0),
        ("/2/steps", approx(3 / 7)),
    ]
    for name, value, told in [
        ("denoise", 0.25, [("/1/fader1", 0.25)]),
        ("guidance", 8.0, [("/1/fader4", 0.0)]),
        ("guidance", 15.0, [("/1/fader4", 0.0)]),
        ("guidance", 1.0, [("/1/fader4", 100.0)]),
        ("guidance", Wave("sine", 1.0, 1.0, 2.0), []),
        ("freeze", True, [("/1/toggle1", 1.0)]),
        ("sde", True, [("/1/flip", 1.0)]),
        ("dcw_low", 0.1, [("/1/xy1", approx(0.5), approx(0.1))]),
        ("seed", 1, [("/2/push1", 1.0), ("/2/push2", 0.0)]),
        ("seed", 2, [("/2/push1", 0.0), ("/2/push2", 1.0)]),
        ("guidance_mode", "initialize", [("/2/radio1", 2.0)]),
        ("prompt/a", "dub", [("/2/prompt1", "dub")]),
    ]:
        server.store.set(name, value)
        assert sorted(client.hear(len(told)) + client.listen(0.03)) == told, name
    for alias in ["/1/fader1", "/2/radio1"]:
        assert client.ask("/demond/unsubscribe", alias) == []


def test_what_an_alias_tells_can_be_sent_back(server: Rig, client: Client) -> None:
    play(server, SURFACE)
    server.store.set_many({"denoise": 0.3, "guidance": 3.3, "dcw_low": 0.15, "guidance_mode": "self", "depth": 6})
    before = server.store.targets()
    told = client.ask("/demond/subscribe", "/[12]/{fader1,fader4,xy1,radio1,steps,prompt1}", 100)[1:]
    assert len(told) == 6
    server.store.set_many({"denoise": 0.0, "guidance": 1.0, "dcw_low": 0.0, "guidance_mode": "off", "depth": 1})
    assert len(client.hear(5)) == 5
    for address, *arguments in told:
        assert client.ask(address, *arguments) == []
    assert client.listen(0.05) == []
    after = server.store.targets()
    assert after == {n: pytest.approx(v, abs=1e-5) if isinstance(v, float) else v for n, v in before.items()}


def test_the_echo_is_left_out_for_the_very_address_and_value_alone(server: Rig, client: Client) -> None:
    play(server, SURFACE)
    for pattern, values in (("{denoise,depth,sde,seed,dcw_low,dcw_high}", 6), ("/[12]/*", 10)):
        client.send("/demond/subscribe", pattern, 100)
        assert len(client.hear(1 + values)) == 1 + values
    for address, arguments, heard in [
        ("/1/fader1", [0.25], [("/demond/denoise", 0.25)]),
        ("/demond/denoise", [0.5], [("/1/fader1", 0.5)]),
        ("/1/fader1", [1.5], [("/1/fader1", 1.0), ("/demond/denoise", 1.0)]),  # beyond its travel
        ("/1/fader1", ["x"], [("/1/fader1", 1.0), ("/demond/error", "/1/fader1", "wants a number, got 'x'")]),
        ("/1/flip", [1.0], [("/demond/sde", 1)]),
        ("/1/flip", [0.0], [("/1/flip", 1.0)]),  # released, and still on
        ("/2/push2", [1], [("/2/push1", 0.0), ("/demond/seed", 2)]),
        ("/2/steps", [0.5], [("/demond/depth", 5)]),  # a place that means 5
        ("/demond/depth", [6.4], [("/2/steps", approx(5 / 7)), ("/demond/depth", 6),
                                  ("/demond/note", "/demond/depth", "rounded to 6")]),
        ("/1/xy1", [1.0, 0.5], [("/demond/dcw_high", approx(0.1)), ("/demond/dcw_low", approx(0.2))]),
    ]:  # fmt: skip
        client.send(address, *arguments)
        assert sorted(client.hear(len(heard)) + client.listen(0.05)) == heard, address


def test_another_client_hears_the_alias_of_what_one_sets(server: Rig, client: Client) -> None:
    play(server, SURFACE)
    with Client(server.port) as other:
        other.ask("/demond/subscribe", "/1/*", 100)
        client.ask("/demond/subscribe", "/1/*", 100)
        client.send("/1/fader1", 0.25)
        assert other.hear(1) == [("/1/fader1", 0.25)]
        assert client.sync() == []


def test_an_empty_subscription_is_of_values_alone(server: Rig, client: Client) -> None:
    play(server, SURFACE)
    [subscribed, *values] = client.ask("/demond/subscribe", "")
    assert subscribed[:2] == ("/demond/subscribed", "/demond//*")
    assert all(address.startswith("/demond/") for address, *_ in values)
    with Client(server.port) as other:
        assert "/1/fader1" in {address for address, *_ in other.ask("/demond/subscribe", "//*")}


def test_the_alias_of_a_lora_shows_whichever_is_enabled(server: Rig, client: Client) -> None:
    play(server, SURFACE)
    server.call(server.store.admit, [*lora_rows("dub", 1.0), *lora_rows("tape", 0.5)])
    assert client.ask("/demond/subscribe", "/3/*", 100)[1:] == []  # none is enabled
    server.store.set("lora/tape/enabled", True)
    assert client.hear(1) == [("/3/fader1", approx(0.25))]
    server.store.set("lora/dub/strength", 1.5)
    assert client.listen(0.05) == []
    server.store.set("lora/dub/enabled", True)
    assert client.hear(1) == [("/3/fader1", approx(0.75))]
    client.send("/3/fader1", 0.5)  # takes 0.2 s to get there
    assert client.listen(0.3) == []
    wait_for(lambda: server.store.get("lora/dub/strength") == approx(1.0))


def test_subscriptions_follow_the_mappings(server: Rig, client: Client) -> None:
    play(server, SURFACE)
    client.ask("/demond/subscribe", "/1/*", 100)
    play(server, "[[osc]]\naddress = '/1/fader1'\nto = 'volume'\n[[osc]]\naddress = '/1/new'\nto = 'hint_strength'\n")
    assert sorted(client.hear(2)) == [("/1/fader1", pytest.approx(90 / 96)), ("/1/new", 1.0)]
    server.store.set_many({"denoise": 0.25, "freeze": True, "hint_strength": 0.5})
    assert client.hear(1) == [("/1/new", 0.5)]


def test_touches_and_pages_of_a_surface_are_ignored(server: Rig, client: Client, caplog) -> None:
    play(server, SURFACE + "[[osc]]\naddress = '/2/multi/1'\nto = 'group/1'\n")
    for address, *arguments in [("/1/fader1/z", 1.0), ("/2/multi/1/z", 0.0), ("/2/multi/z", 1), ("/1",), ("/3",)]:
        assert client.ask(address, *arguments) == []
    client.raw(bundle(message("/1/fader1/z", 1.0), message("/1/fader1", 0.25)).dgram)
    assert client.sync() == []
    assert server.store.get("denoise") == 0.25
    assert server.server.counters == {**server.server.counters, "ignored": 6, "errors": 0}
    assert caplog.records == []
    for address, *arguments in [("/1/fader9/z", 1.0), ("/4",), ("/1", 0.5), ("/demond/denoise/z", 1.0)]:
        assert client.ask(address, *arguments)[0][:2] == ("/demond/error", address)


# -- sockets and garbage ----------------------------------------------------------------------------------------------


def test_a_port_in_use_is_a_clear_error(server: Rig) -> None:
    with pytest.raises(PortInUseError, match=f"UDP port {server.port} of 127.0.0.1 is in use, .*--port"):
        server.call(OscServer, Store(), "127.0.0.1", server.port)


def test_ipv6_and_names() -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        pytest.skip("no IPv6 loopback here")
    with rig("::1") as server, Client(server.port, "::1") as client:
        client.ask("/demond/subscribe", "denoise")
        server.store.set("denoise", 0.5)
        assert client.hear(1) == [("/demond/denoise", 0.5)]
    with rig("") as server:
        for host in ("127.0.0.1", "::1"):
            with Client(server.port, host) as client:
                assert client.ask("/demond/ping") == [("/demond/pong",)]


def test_garbage_gets_no_answer_and_no_traceback(server: Rig, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    garbage = [b"", b"x", b"\xff" * 64, b"/a", nested(9), nested(300), b"/" * 60000, b"#bundle\0" * 8000, b"\0" * 65500]
    with caplog.at_level(logging.DEBUG):
        for data in garbage:
            client.raw(data)
        assert client.sync() == []
    assert server.server.counters["malformed"] == len(garbage)
    assert server.store.targets() == defaults()
    assert not any(record.exc_info for record in caplog.records)
    assert len([record for record in caplog.records if "no OSC from" in record.message]) == 1


def test_what_is_more_than_one_packet_may_ask_for_is_said(server: Rig, client: Client) -> None:
    client.raw(bundle(*[message("/demond/ping")] * 1025).dgram)
    client.send("/demond/velocity_scale", *[0.5] * 9000)
    assert client.sync() == [
        ("/demond/error", "/demond", "more than 1024 messages in one packet"),
        ("/demond/error", "/demond", "9000 arguments in one message; at most 4104 are read"),
    ]
    assert server.server.counters["malformed"] == 2


def test_damaged_packets_change_nothing_unless_they_are_whole(server: Rig, caplog: pytest.LogCaptureFixture) -> None:
    with Client(server.port) as client:

        @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
        @given(damaged())
        def throw(data: bytes) -> None:
            try:
                decode(data)
                whole = True
            except Malformed:
                whole = False
            before = server.store.targets()
            client.raw(data)
            answers = client.sync()
            if not whole:
                assert answers == []
                assert server.store.targets() == before

        throw()
    assert not any(record.exc_info for record in caplog.records)


def test_a_flood_ends_at_its_last_value(server: Rig, client: Client) -> None:
    for step in range(5000):
        client.send("/demond/denoise", step % 1000 / 1000)
        if step % 50 == 0:
            client.sync()
    client.sync()
    assert server.store.get("denoise") == approx(0.999)
    assert server.store.drain() == {"denoise": approx(0.999)}
    assert server.server.counters["received"] >= 5000


def test_questions_that_cannot_be_answered_are_answered_with_an_error(server: Rig, client: Client) -> None:
    client.raw(b"/demond/list\0\0\0\0,t\0\0" + b"\xff" * 8)
    [(error, address, reason)] = client.sync()
    assert (error, address) == ("/demond/error", "/demond/list")
    assert reason.startswith("goes on from a number of at most 2147483647")
    assert client.ask("/demond/ping", 1e300, types="d") == [("/demond/pong", 1e300)]


def test_an_error_that_nobody_thought_of_is_answered_and_ends_no_reports() -> None:
    calls = []

    def status() -> dict[str, int]:
        calls.append(None)
        if len(calls) < 3:
            raise AttributeError("ports")
        return {"xruns": 0}

    with rig(status=status) as server, Client(server.port) as client:
        [(error, address, reason)] = client.ask("/demond/status")
        assert (error, address, reason) == ("/demond/error", "/demond", "what was asked for failed; the log says why")
        client.send("/demond/subscribe", "status")
        assert client.hear(2, 4.0)[1] == ("/demond/status", "xruns", 0)


def test_a_word_is_read_by_each_control_that_a_pattern_matches(server: Rig, client: Client) -> None:
    [(error, _, reason)] = client.ask("/demond/{lyrics,key}", "zzz")
    assert error == "/demond/error"
    assert "wants a key" in reason
    assert server.store.get("key") == ""


def test_what_meets_a_full_buffer_is_told_again(server: Rig, client: Client) -> None:
    real, sent = server.server._sockets.send, []

    def send(to: object, packet: bytes) -> None:
        sent.append(packet)
        if len(sent) in (4, 9):
            raise OSError([errno.EAGAIN, errno.EMSGSIZE][len(sent) > 4], "no")
        real(to, packet)

    server.server._sockets.send = send
    client.send("/demond/subscribe")
    told: set[str] = set()
    until = time.monotonic() + 10
    while len(told) <= 0.8 * len(server.store.targets()) or server.server.counters["unsent"] < 2:
        assert time.monotonic() < until, (len(told), server.server.counters)
        told |= {address for address, *_ in client.listen(0.1)}
    assert server.server.counters["unsent"] == 2
