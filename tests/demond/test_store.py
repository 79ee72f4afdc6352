"""The store: atomic changes, ramps by an injected clock, coalescing, listeners that cannot hurt, threads."""

import threading
import time

import pytest

from demond.parameters import FOLLOWING, defaults
from demond.store import ControlError, Outcome, Store
from engine.curves import Ramp, Wave
from tests.demond.conftest import Clock


def test_starts_with_the_defaults_and_nothing_to_drain(store: Store) -> None:
    assert dict(store.snapshot()) == defaults() == store.targets()
    assert store.drain() == {}


def test_set_reports_what_holds(store: Store) -> None:
    assert store.set("denoise", 0.5) == Outcome(0.5)
    assert store.set("denoise", 7) == Outcome(1.0, "clamped to 1")
    assert store.get("denoise") == 1.0
    assert store.drain() == {"denoise": 1.0}
    assert store.drain() == {}
    store.set("denoise", 1.0)
    assert store.drain() == {}


@pytest.mark.parametrize(
    ("name", "value", "seconds"),
    [
        ("denoise", "x", 0),
        ("denoise", float("nan"), 0),
        ("no_such", 1, 0),
        ("play", 1, 0),
        ("denoise", 0.1, -1.0),
        ("denoise", 0.1, float("nan")),
        ("denoise", 0.1, 1e9),
        ("sde", True, 1.0),
        ("prompt/a", "x", 1.0),
    ],
)
def test_a_refused_set_changes_nothing(store: Store, name: str, value: object, seconds: float) -> None:
    with pytest.raises(ControlError) as caught:
        store.set(name, value, seconds=seconds)
    assert caught.value.name == name
    assert store.targets() == defaults()
    assert store.drain() == {}


def test_set_many_is_all_or_nothing(store: Store) -> None:
    with pytest.raises(ControlError, match="depth"):
        store.set_many([("denoise", 0.1), ("depth", "four")])
    assert store.get("denoise") == 0.7
    store.set_many({"denoise": 0.1, "depth": 2})
    assert store.drain() == {"denoise": 0.1, "depth": 2}


def test_a_ramp_is_linear_in_time_and_ends(store: Store, clock: Clock) -> None:
    store.set("denoise", 0.0)
    store.drain()
    assert store.set("denoise", 1.0, seconds=4.0) == Outcome(1.0)
    seen = []
    for _ in range(6):
        seen.append(store.drain().get("denoise"))
        clock.now += 1.0
    assert seen == [0.0, 0.25, 0.5, 0.75, 1.0, None]
    assert store.ramping() == frozenset()


def test_everything_sees_the_ramp_but_targets_see_its_end(store: Store, clock: Clock) -> None:
    store.set("denoise", 0.0)
    store.set("denoise", 1.0, seconds=4.0)
    clock.now += 1.0
    assert store.get("denoise") == store.snapshot()["denoise"] == 0.25
    assert store.targets()["denoise"] == 1.0
    assert store.ramping() == {"denoise"}
    clock.now += 9.0
    assert store.get("denoise") == store.snapshot()["denoise"] == 1.0
    assert store.ramping() == frozenset()


def test_a_ramp_to_where_it_stands_moves_nothing(store: Store, clock: Clock) -> None:
    steps = store.get("steps")
    store.set("steps", steps, seconds=4.0)
    assert "steps" not in store.following(), "it is in somebody's hand all the same"
    assert store.ramping() == frozenset()
    assert store.drain().get("steps") == steps
    clock.now += 1.0
    assert store.drain() == {}


def test_a_new_set_takes_over_in_mid_ramp(store: Store, clock: Clock) -> None:
    store.set("denoise", 0.0)
    store.set("denoise", 1.0, seconds=4.0)
    clock.now += 2.0
    store.set("denoise", 0.0, seconds=2.0)
    clock.now += 1.0
    assert store.get("denoise") == 0.25
    store.set("denoise", 0.0)
    assert store.get("denoise") == 0.0
    clock.now += 5.0
    assert store.drain() == {"denoise": 0.0}


def test_ramps_of_ints_curves_and_tapers(store: Store, clock: Clock) -> None:
    store.set("depth", 1)
    store.set("depth", 5, seconds=4.0)
    store.set("velocity_scale", Ramp(1.0, 2.0), seconds=4.0)
    store.set("window", 4.0, seconds=4.0)
    store.set("volume", -60.0, seconds=4.0)
    waved = store.set("ode_noise", "wave sine 1 0.5 0.5", seconds=4.0)
    assert waved.note == "set at once: only numbers can ramp"
    clock.now += 2.0
    now = store.snapshot()
    assert now["depth"] == 3
    assert type(now["depth"]) is int
    assert now["velocity_scale"] == Ramp(1.0, 1.5)
    assert now["window"] == pytest.approx(2.0)
    assert now["volume"] == pytest.approx(-30.0)
    assert isinstance(now["ode_noise"], Wave)


def test_a_snapshot_never_changes(store: Store) -> None:
    before = store.snapshot()
    store.set("denoise", 0.1)
    assert before["denoise"] == 0.7
    with pytest.raises(TypeError):
        before["denoise"] = 0.2  # type: ignore[index]


def test_listeners_hear_changes_outside_the_lock_and_cannot_break_the_setter(store: Store) -> None:
    heard = []

    def broken(name: str, value: object, origin: object) -> None:
        raise RuntimeError("listener")

    def curious(name: str, value: object, origin: object) -> None:
        heard.append((name, store.get(name), origin))

    store.listen(broken)
    store.listen(curious)
    store.set("denoise", 0.2, origin="me")
    store.set("denoise", 0.2, origin="me")
    store.set("mute", True)
    assert heard == [("denoise", 0.2, "me"), ("mute", True, None)]
    store.unlisten(curious)
    store.set("denoise", 0.3)
    assert len(heard) == 2


def test_actions(store: Store) -> None:
    done = []
    store.handle("seek", lambda seconds: done.append(seconds) or "there")
    store.handle("play", lambda: done.append("play"))

    def failing(path: str) -> None:
        raise OSError("disk full")

    store.handle("record", failing)
    assert store.perform("seek", 1e9) == "there"
    store.perform("play")
    assert done == [1e9, "play"]
    for action, args, reason in [
        ("seek", (), "takes one argument"),
        ("seek", ("x",), "wants a number"),
        ("seek", (float("nan"),), "wants a number"),
        ("seek", (10**400,), "wants a number"),
        ("play", (1,), "takes no argument"),
        ("denoise", (), "is a value to set, not an action"),
        ("stop", (), "nothing carries it out"),
        ("plai", (), "did you mean"),
        ("record", ("/x.wav",), "failed: disk full"),
        ("record", (1,), "wants text"),
    ]:
        with pytest.raises(ControlError, match=reason):
            store.perform(action, *args)
    assert len(done) == 2


def test_load_takes_what_it_can(store: Store) -> None:
    complaints = store.load({"denoise": 0.1, "depth": 99, "wibble": 1, "sde": "perhaps", "source": "none"})
    assert store.get("denoise") == 0.1
    assert store.get("depth") == 8
    assert [line.split(":")[0] for line in complaints] == ["depth", "wibble", "sde"]
    store.reset()
    assert store.targets() == defaults()


def test_threads_never_see_half_a_change_and_the_last_value_wins() -> None:
    store, stop = Store(), threading.Event()
    torn: list[tuple[object, object]] = []

    def write(start: float) -> None:
        for step in range(2000):
            value = (start + step) % 1000 / 1000
            store.set_many([("denoise", value), ("hint_strength", value)])

    def read() -> None:
        while not stop.is_set():
            now = store.snapshot()
            if now["denoise"] != now["hint_strength"]:
                torn.append((now["denoise"], now["hint_strength"]))

    store.set_many([("denoise", 0.5), ("hint_strength", 0.5)])
    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(start,)) for start in (0.0, 500.0)]
    reader.start()
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    reader.join()
    assert torn == []
    assert store.get("denoise") in (0.999, 0.499)


def test_a_set_costs_far_less_than_a_twenty_thousandth_of_a_second() -> None:
    store = Store()
    begin = time.thread_time()
    for step in range(20000):
        store.set("denoise", step % 1000 / 1000)
    assert time.thread_time() - begin < 0.5
    assert store.drain() == {"denoise": 0.999}


def test_a_long_curve_is_no_ramp(store: Store, clock: Clock) -> None:
    short, long = (0.0, 1.0) * 32, (0.0, 1.0) * 33
    assert store.set("velocity_scale", short, seconds=2.0).note is None
    clock.now += 1.0
    assert store.ramping() == {"velocity_scale"}
    told = store.set("velocity_scale", long, seconds=2.0)
    assert told.note == "set at once: only curves of at most 64 points can ramp"
    assert store.ramping() == frozenset()
    assert store.get("velocity_scale") == long


def test_what_nobody_set_follows_and_what_was_set_by_hand_stays(store: Store) -> None:
    heard: list[tuple[str, object, object]] = []
    store.listen(lambda *told: heard.append(told))
    assert store.following() == FOLLOWING
    store.set("shift", 2.0)
    store.drain()
    heard.clear()
    store.follow({"steps": 50, "shift": 1.0, "key": "A minor", "bpm": 120.0}, origin="engine")
    assert heard == [("steps", 50, "engine"), ("key", "A minor", "engine")]
    assert store.drain() == {"steps": 50, "key": "A minor"}
    assert (store.get("steps"), store.get("shift")) == (50, 2.0)
    assert store.following() == FOLLOWING - {"shift"}
    assert store.worth_saving().items() >= {"shift": 2.0, "denoise": 0.7}.items()
    assert store.worth_saving().keys() == store.targets().keys() - FOLLOWING | {"shift"}
    with pytest.raises(ControlError, match="wants a key"):
        store.follow({"steps": 4, "key": "H minor"})
    assert store.get("steps") == 50


@pytest.mark.parametrize("nothing", [None, "none"])
def test_none_lets_a_control_follow_again(store: Store, nothing: object) -> None:
    store.follow({"steps": 50, "dcw": False, "guidance": 7.0, "time_signature": "3", "guidance_mode": "full"})
    by_hand = {"steps": 8, "dcw": True, "guidance": "wave sine 1 1 3", "time_signature": "4", "guidance_mode": "off"}
    store.set_many(by_hand)
    assert store.following() == FOLLOWING - by_hand.keys()
    store.follow({"steps": 20})
    for name, value, text in (
        ("steps", 20, "follows the model: 20"),
        ("dcw", False, "follows the model: off"),
        ("guidance", 7.0, "follows the model: 7"),
        ("guidance_mode", "full", "follows the model: full"),
        ("time_signature", "3", "follows the prompts: 3"),
    ):
        assert store.set(name, nothing) == Outcome(value, text, free=True)
        assert store.get(name) == value
    assert store.following() == FOLLOWING
    assert store.set("steps", nothing).value == 20
    assert store.set("denoise", 0.5).note is None
    with pytest.raises(ControlError):
        store.set("denoise", nothing)


def test_a_key_that_is_empty_follows(store: Store) -> None:
    store.set("key", "C major")
    store.follow({"key": "A minor"})
    for empty in ("", "n/a", "none", None):
        store.set("key", "C major")
        assert store.set("key", empty) == Outcome("A minor", 'follows the prompts: "A minor"', free=True)
    store.follow({"key": ""})
    assert store.set("key", "") == Outcome("", None, free=True), "two daemons that hear each other come to rest"
    with pytest.raises(ControlError, match="wants a key"):
        store.set("key", "H")


def test_a_value_that_is_set_to_what_it_follows_is_by_hand_and_that_is_a_change(store: Store) -> None:
    heard: list[tuple[str, object, object]] = []
    store.listen(lambda *told: heard.append(told))
    store.set("steps", 8, origin="me")
    store.set("steps", 8, origin="me")
    assert heard == [("steps", 8, "me")]
    assert store.drain() == {"steps": 8}
    store.follow({"steps": 50})
    assert store.get("steps") == 8
    assert store.drain() == {}


def test_a_ramp_by_hand_is_not_led_away_and_one_that_is_let_go_ends(store: Store, clock: Clock) -> None:
    store.set("bpm", 140.0, seconds=4.0)
    clock.now += 2.0
    store.follow({"bpm": 90.0})
    assert store.get("bpm") == 130.0
    assert store.worth_saving()["bpm"] == 140.0
    assert store.set("bpm", None, seconds=3.0).value == 90.0
    assert (store.get("bpm"), store.ramping()) == (90.0, frozenset())
    assert store.drain() == {"bpm": 90.0}


def test_what_is_let_go_and_set_together_is_one_change(store: Store) -> None:
    store.follow({"steps": 50})
    store.set("steps", 4)
    store.drain()
    with pytest.raises(ControlError):
        store.set_many([("steps", None), ("depth", "four")])
    assert store.get("steps") == 4
    store.set_many([("steps", None), ("shift", 2.0)])
    assert store.drain() == {"steps": 50, "shift": 2.0}
    assert store.following() == FOLLOWING - {"shift"}
