"""The controls of LoRAs, which come and go with their files: in the store, saved, over OSC, under mapping files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demond.cli import main
from demond.control.mapping import MappedPort, Mappings, check
from demond.control.midi.messages import decode
from demond.parameters import ControlError, defaults, find, find_target, lora_rows
from demond.state import State
from demond.store import Outcome, Store
from tests.demond.conftest import Clock
from tests.osc_peer import Client, Rig, rig

DUB, JAZZ = lora_rows("dub", 0.8), lora_rows("v1.2_jazz+x", 1.0)


@pytest.fixture
def store(store: Store) -> Store:
    """One that knows two LoRAs."""
    store.admit([*DUB, *JAZZ])
    store.drain()
    return store


# -- the store --------------------------------------------------------------------------------------------------------


def test_a_row_is_found_whether_or_not_the_lora_is_there() -> None:
    assert find("lora/anything/enabled").coerce("on") == (True, None)
    assert find("lora/anything/strength").coerce(-3) == (-2.0, "clamped to -2")
    assert find_target("lora/12").kind == "float"
    for name in ("lora/1", "lora", "lora/a/b", "lora/a b/enabled", "lora//enabled", "lora/é/enabled"):
        with pytest.raises(ControlError, match="no such control"):
            find(name)
    for name in ("lora/0", "lora/100", "lora/x"):
        with pytest.raises(ControlError, match="no such control"):
            find_target(name)


def test_the_default_is_the_recommended_strength_within_the_range(store: Store) -> None:
    assert (store.get("lora/dub/enabled"), store.get("lora/dub/strength")) == (False, 0.8)
    assert lora_rows("loud", 7.0)[1].default == 2.0
    assert lora_rows("odd", -9.0)[1].default == -2.0


def test_values_are_set_ramped_drained_and_reset_as_any_other(store: Store, clock: Clock) -> None:
    heard = []
    store.listen(lambda *change: heard.append(change))
    assert store.set("lora/dub/strength", 9, origin="me") == Outcome(2.0, "clamped to 2")
    assert heard == [("lora/dub/strength", 2.0, "me")]
    store.set("lora/dub/strength", 0.0, seconds=4.0)
    clock.now += 1.0
    assert store.drain() == {"lora/dub/strength": 1.5}
    assert store.snapshot()["lora/dub/strength"] == store.get("lora/dub/strength") == 1.5
    assert store.target("lora/dub/strength") == 0.0
    assert store.ramping() == {"lora/dub/strength"}
    with pytest.raises(ControlError, match="takes no ramp time"):
        store.set("lora/dub/enabled", True, seconds=1.0)
    store.set_many({"lora/dub/enabled": "on", "lora/v1.2_jazz+x/enabled": 1, "denoise": 0.5})
    assert store.drain()["lora/v1.2_jazz+x/enabled"] is True
    store.reset()
    assert store.targets() == defaults()
    assert store.snapshot() == defaults() | {row.name: row.default for row in (*DUB, *JAZZ)}


def test_an_unknown_lora_is_refused_with_those_there_are(store: Store) -> None:
    reason = r'there is no LoRA "dubb": there are dub, v1\.2_jazz\+x \(did you mean "lora/dub/strength"\?\)'
    for do in (store.get, store.target, lambda name: store.set(name, 1.0), lambda name: store.check(name, 1.0)):
        with pytest.raises(ControlError, match=reason):
            do("lora/dubb/strength")
    with pytest.raises(ControlError):
        store.set_many({"denoise": 0.1, "lora/nobody/enabled": True})
    assert store.drain() == {}
    with pytest.raises(ControlError, match='no LoRA "x": their folder holds none'):
        Store().get("lora/x/enabled")
    with pytest.raises(ControlError, match="lora/1: is for mapping files; name a LoRA, as lora/ID/strength"):
        store.set("lora/1", 0.5)


def test_a_lora_that_goes_and_comes_back_has_its_values(store: Store) -> None:
    store.set_many({"lora/dub/enabled": True, "lora/dub/strength": 1.5})
    store.set("lora/v1.2_jazz+x/strength", 0.0, seconds=9.0)
    store.drain()
    heard = []
    store.listen(lambda *change: heard.append(change))
    store.admit(JAZZ)
    assert (heard, store.drain().keys()) == ([], {"lora/v1.2_jazz+x/strength"})
    with pytest.raises(ControlError, match=r"there are v1\.2_jazz"):
        store.get("lora/dub/enabled")
    assert not any("dub" in name for name in store.snapshot())
    assert {name: value for name, value in store.targets().items() if name.startswith("lora/")} == {
        "lora/dub/enabled": True,
        "lora/dub/strength": 1.5,
        "lora/v1.2_jazz+x/strength": 0.0,
    }
    store.admit([*DUB, *JAZZ])
    assert heard == [("lora/dub/enabled", True, None), ("lora/dub/strength", 1.5, None)]
    assert store.drain().items() >= {"lora/dub/enabled": True, "lora/dub/strength": 1.5}.items()
    assert store.ramping() == {"lora/v1.2_jazz+x/strength"}, "one that stays moves on"
    store.admit(())
    store.reset()
    store.admit(DUB)
    assert store.get("lora/dub/enabled") is False, "panic is for those that are away too"


def test_only_a_strength_nobody_set_follows_another_recommendation(store: Store) -> None:
    store.set("lora/dub/strength", 0.5)
    store.admit([*lora_rows("dub", 1.1), *lora_rows("v1.2_jazz+x", 1.2)])
    assert (store.get("lora/dub/strength"), store.get("lora/v1.2_jazz+x/strength")) == (0.5, 1.2)


# -- saved ------------------------------------------------------------------------------------------------------------


def test_values_survive_a_restart_without_the_file(store: Store, tmp_path: Path) -> None:
    state = State(tmp_path)
    try:
        store.set_many({"lora/v1.2_jazz+x/enabled": True, "lora/v1.2_jazz+x/strength": -0.25, "lora/dub/strength": 0.5})
        state.save(store.targets())
        assert '\n[lora."v1.2_jazz+x"]\nenabled = true\nstrength = -0.25\n' in state.path.read_text()
        for _ in range(2):
            again = Store()
            values, complaints = state.load()
            assert complaints == again.load(values) == []
            assert again.targets() == store.targets()
            again.admit(DUB)
            state.save(again.targets())
        again.admit([*DUB, *JAZZ])
        assert dict(again.snapshot()) == dict(store.snapshot())
        again.reset()
        state.save(again.targets())
        assert "[lora" not in state.path.read_text(), "what is at its default leaves nothing behind"
    finally:
        state.close()


def test_what_is_wrong_about_a_lora_in_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    state = State(tmp_path)
    try:
        state.path.write_text(
            '[lora]\n1 = 0.5\n[lora.dub]\nenabled = "maybe"\nstrength = 5\n[lora."a b"]\nstrength = 1\n'
        )
        values, complaints = state.load()
        assert values == {"lora/dub/strength": 2.0}
        assert [line.removeprefix(f"{state.path}:")[:26] for line in complaints] == [
            "2: lora/1: there is no suc",
            "4: lora/dub/enabled: wants",
            "5: lora/dub/strength: clam",
            "7: lora/a b/strength: ther",
        ]
    finally:
        state.close()


# -- over OSC ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[Rig]:
    with rig() as running:
        running.call(running.store.admit, [*DUB, *JAZZ])
        yield running


@pytest.fixture
def client(server: Rig) -> Iterator[Client]:
    with Client(server.port) as made:
        yield made


def test_loras_are_set_and_asked_over_osc(server: Rig, client: Client) -> None:
    assert client.ask("/demond/lora/dub/enabled", 1) == client.ask("/demond/lora/v1.2_jazz+x/strength", 0.5) == []
    assert client.ask("/demond/get", "lora/*/enabled") == [
        ("/demond/lora/dub/enabled", 1),
        ("/demond/lora/v1.2_jazz+x/enabled", 0),
    ]
    assert client.ask("/demond/lora/*/strength", 1.25) == []
    assert server.store.get("lora/v1.2_jazz+x/strength") == server.store.get("lora/dub/strength") == 1.25
    assert client.ask("/demond/list", "lora//*") == [
        ("/demond/list", "lora/dub/enabled", "bool", ""),
        ("/demond/list", "lora/dub/strength", "float", "", -2.0, 2.0, pytest.approx(0.8)),
        ("/demond/list", "lora/v1.2_jazz+x/enabled", "bool", ""),
        ("/demond/list", "lora/v1.2_jazz+x/strength", "float", "", -2.0, 2.0, 1.0),
        ("/demond/list/end", 4),
    ]


def test_an_unknown_lora_is_told_over_osc(server: Rig, client: Client) -> None:
    missing = 'there is no LoRA "dup": there are dub, v1.2_jazz+x'
    [(_, address, reason)] = client.ask("/demond/lora/dup/enabled", 1)
    assert (address, reason) == ("/demond/lora/dup/enabled", missing)
    [(_, _, at_once)] = client.ask("/demond/lora/dup/enabled", 1)
    assert at_once.startswith(missing)
    [(_, address, reason)] = client.ask("/demond/get", "lora/dup/strength")
    assert (address, reason) == ("/demond/get", missing)
    [(_, _, reason)] = client.ask("/demond/lora/1", 0.5)
    assert "is for mapping files" in reason
    server.call(server.store.admit, DUB)
    [(_, _, reason)] = client.ask("/demond/lora/v1.2_jazz+x/enabled", 1)
    assert 'no LoRA "v1.2_jazz+x": there are dub' in reason
    [(_, _, reason)] = client.ask("/demond/get", "lora/v*/enabled")
    assert reason == "/demond/lora/v*/enabled: no address matches this pattern"


def test_subscribers_hear_of_loras_that_come(server: Rig, client: Client) -> None:
    with Client(server.port) as early:
        server.call(server.store.admit, ())
        assert early.ask("/demond/subscribe", "lora/*/strength")[0][0] == "/demond/subscribed"
        client.ask("/demond/subscribe")
        server.call(server.store.admit, DUB)
        assert early.hear(1) == [("/demond/lora/dub/strength", pytest.approx(0.8))]
        assert ("/demond/lora/dub/enabled", 0) in client.hear(2)
        client.send("/demond/lora/dub/strength", 0.5)
        assert early.hear(1) == [("/demond/lora/dub/strength", 0.5)]
        server.store.set("lora/dub/strength", 1.0, seconds=30.0)
        early.hear(1)
        server.call(server.store.admit, JAZZ)
        assert [address for address, _ in early.listen(0.2)][-1] == "/demond/lora/v1.2_jazz+x/strength"
        assert client.ask("/demond/ping") != [], "nothing broke over a value that went while it moved"


def test_a_flood_on_a_lora_fader_ends_at_its_last_value(server: Rig, client: Client) -> None:
    for step in range(1000):
        client.send("/demond/lora/dub/strength", step / 1000)
    assert client.sync() == []
    assert server.store.get("lora/dub/strength") == pytest.approx(0.999)


# -- under mapping files ----------------------------------------------------------------------------------------------

FADERS = """
[[midi]]
type = "cc"
number = 1
to = "lora/1"
out = [0, 2]

[[midi]]
type = "cc"
number = 2
to = "lora/2"
takeover = "jump"

[[midi]]
type = "cc"
number = 3
to = "lora/gone/enabled"
mode = "toggle"

[[osc]]
address = "/lora"
to = "lora/dub/strength"

[[osc]]
address = "/lora"
arg = 1
to = "lora/1"
"""


@pytest.fixture
def faders(tmp_path: Path, store: Store) -> MappedPort:
    path = tmp_path / "faders.toml"
    path.write_text(FADERS)
    assert check([path]) == [], "whether a LoRA is there shows only while it is played"
    return MappedPort("rig", Mappings.load([path]), store)


def turn(port: MappedPort, number: int, value: int) -> None:
    message = decode([0xB0, number, value])
    assert message is not None
    port.play(message)


def test_the_nth_enabled_lora_is_on_the_nth_fader(faders: MappedPort, store: Store) -> None:
    with pytest.raises(ControlError, match="lora/1: moves LoRA 1 of those that are enabled, which are 0"):
        turn(faders, 1, 64)
    store.set("lora/v1.2_jazz+x/enabled", True)
    turn(faders, 1, 64)
    turn(faders, 1, 127)
    assert (store.get("lora/v1.2_jazz+x/strength"), store.get("lora/dub/strength")) == (2.0, 0.8)
    store.set("lora/dub/enabled", True)
    turn(faders, 2, 0)
    assert store.get("lora/v1.2_jazz+x/strength") == -2.0
    turn(faders, 1, 120)
    assert store.get("lora/dub/strength") == 0.8, "another LoRA under the fader does not jump to it"
    turn(faders, 1, 40)
    assert store.get("lora/dub/strength") == pytest.approx(80 / 127)
    store.set("lora/dub/enabled", False)
    with pytest.raises(ControlError, match="lora/2: moves LoRA 2 of those that are enabled, which are 1"):
        turn(faders, 2, 9)


def test_a_mapped_lora_that_is_not_there_is_told(faders: MappedPort, store: Store) -> None:
    with pytest.raises(ControlError, match='no LoRA "gone": there are dub'):
        turn(faders, 3, 127)
    store.admit([*DUB, *lora_rows("gone", 1.0)])
    turn(faders, 3, 0)
    turn(faders, 3, 127)
    assert store.get("lora/gone/enabled") is True


def test_an_address_changes_all_it_is_for_or_nothing(faders: MappedPort, store: Store) -> None:
    alias = faders.mappings.aliases(store)["/lora"]
    with pytest.raises(ControlError, match="lora/1"):
        alias([1.0, 0.5], "me")
    assert store.get("lora/dub/strength") == 0.8
    store.set("lora/v1.2_jazz+x/enabled", True)
    alias([0.5, 0.75], "me")
    assert (store.get("lora/dub/strength"), store.get("lora/v1.2_jazz+x/strength")) == (0.0, 1.0)


def test_a_target_that_no_lora_can_have_is_a_problem_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text("[[midi]]\ntype = 'cc'\nnumber = 1\nto = 'lora/dub/strangth'\n")
    assert "wrong.toml:4: midi #1 to: found 'lora/dub/strangth', expected a parameter" in check([path])[0]


def test_the_printed_table_has_the_families(capsys: pytest.CaptureFixture[str]) -> None:
    main(["parameters"])
    printed = capsys.readouterr().out
    for name in ("lora/<id>/enabled ", "lora/<id>/strength ", "lora/<n> "):
        assert f"\n{name}" in printed
