"""What modulators make of values: places in tapers, moves over moves, and whatever happens the hand's value is back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demond.moving import Move, place, value_at
from demond.parameters import PARAMETERS, ControlError, lora_rows
from demond.store import Store
from engine.curves import Ramp, Wave
from tests.demond.conftest import Clock

ROWS = [row for row in PARAMETERS.values() if row.kind in ("float", "int", "curve")]


@pytest.mark.parametrize(
    ("name", "value", "move", "played"),
    [
        ("denoise", 0.5, Move(0.25), 0.75),
        ("denoise", 0.5, Move(0.75), 1.0),
        ("denoise", 0.5, Move(-0.75), 0.0),
        ("denoise", 0.5, Move(0.0, 1.0, 0.5), 0.75),
        ("denoise", 0.5, Move(0.1, 1.0, 1.0), 1.0),
        ("denoise", 0.5, Move(-0.1, 0.25, 1.0), 0.15),
        ("shift", 1.0, Move(0.5), 3.5),
        ("window", 0.2, Move(0.5), 2**0.5),  # halfway by its logarithm
        ("volume", -90.0, Move(0.5), -42.0),  # halfway by decibels
        ("depth", 1, Move(0.2), 2),
        ("depth", 1, Move(0.22), 3),
        ("seed", 7, Move(1.0), 2**32 - 1),
        ("velocity_scale", 1.0, Move(0.25), 1.5),
        ("velocity_scale", Ramp(0.0, 1.0), Move(0.25), Ramp(0.0, 1.0)),
        ("ode_noise", Wave("sine", 1.0, 0.5, 0.5), Move(0.25), Wave("sine", 1.0, 0.5, 0.5)),
        ("initial_noise", None, Move(0.25), None),
        ("sde", True, Move(-1.0), True),
    ],
)
def test_what_a_move_makes_of_a_value(name: str, value: object, move: Move, played: object) -> None:
    moved = move.of(PARAMETERS[name], value)  # type: ignore[arg-type]
    assert moved == (pytest.approx(played) if isinstance(played, float) else played)
    assert type(moved) is type(played)


@given(st.sampled_from(ROWS), st.floats(0, 1))
def test_a_place_and_its_value_are_each_other(row, at: float) -> None:
    value = value_at(row, at)
    assert row.coerce(value) == (value, None)
    if row.kind != "int":
        assert place(row, value) == pytest.approx(at, abs=1e-9)


@given(st.sampled_from(ROWS), st.floats(0, 1))
def test_what_does_not_move_is_the_same_to_the_last_bit(row, at: float) -> None:
    value = value_at(row, at)
    assert Move().of(row, value) is value


def test_moves_add_up_and_curves_lie_over_each_other() -> None:
    assert Move(0.25).over(Move(-0.5)) == Move(-0.25)
    assert Move(0.0, 1.0, 1.0).over(Move(0.1, 0.5, 1.0)) == Move(0.1, 1.0, 1.0)
    half = Move(0.0, 1.0, 0.5).over(Move(0.0, 0.0, 1.0))
    assert (half.share, half.drawn) == (1.0, 0.5)


NAMES = ("denoise", "window", "depth", "velocity_scale", "volume")
MOVES = st.builds(Move, st.floats(-1, 1), st.floats(0, 1), st.floats(0, 1))
DOINGS = st.one_of(
    st.tuples(st.just("set"), st.sampled_from(NAMES), st.floats(0, 1), st.sampled_from([0.0, 0.0, 2.0])),
    st.tuples(st.just("modulate"), st.dictionaries(st.sampled_from(NAMES), MOVES)),
    st.tuples(st.just("drain")),
    st.tuples(st.just("wait"), st.floats(0, 3)),
)


@given(st.lists(DOINGS, max_size=30))
def test_whatever_is_done_the_hand_sets_what_it_sets_and_what_is_drained_is_what_is_played(doings) -> None:
    clocks = Clock(), Clock()
    moved, plain = Store(clocks[0]), Store(clocks[1])
    carried: dict[str, object] = {}
    for what, *with_what in doings:
        match what, with_what:
            case "set", (name, at, seconds):
                for store in (moved, plain):
                    store.set(name, value_at(PARAMETERS[name], at), seconds=seconds)
            case "modulate", (moves,):
                moved.modulate(moves)
            case "wait", (seconds,):
                for clock in clocks:
                    clock.now += seconds
            case "drain", ():
                carried |= moved.drain()
        for name in NAMES:
            row = PARAMETERS[name]
            assert moved.get(name) == plain.get(name)
            assert moved.snapshot()[name] == moved.played(name)
            assert row.coerce(moved.played(name)) == (moved.played(name), None)
        assert moved.targets() == plain.targets()
    moved.modulate({})
    carried |= moved.drain()
    assert dict(moved.snapshot()) == dict(plain.snapshot())
    for name, value in carried.items():
        assert value == plain.get(name)


def test_a_ramp_is_moved_on_its_way(store: Store, clock: Clock) -> None:
    store.set_many({"denoise": 0.0})
    store.set("denoise", 0.5, seconds=4.0)
    store.modulate({"denoise": Move(0.25)})
    seen = []
    for _ in range(6):
        seen.append((store.drain().get("denoise"), store.get("denoise")))
        clock.now += 1.0
    assert seen == [(0.25, 0.0), (0.375, 0.125), (0.5, 0.25), (0.625, 0.375), (0.75, 0.5), (None, 0.5)]


def test_only_what_is_moved_otherwise_is_drained_and_nobody_is_told(store: Store) -> None:
    told: list[object] = []
    store.listen(lambda *change: told.append(change))
    assert store.modulate({"denoise": Move(0.1), "volume": Move(-0.1)})
    assert store.drain().keys() == {"denoise", "volume"}
    assert store.modulate({"denoise": Move(0.2), "volume": Move(-0.1)})
    assert store.drain() == {"denoise": pytest.approx(0.9)}
    assert not store.modulate({"denoise": Move(0.2), "volume": Move(-0.1)})
    assert store.drain() == {}
    assert store.modulate({})
    assert store.drain() == {"denoise": 0.7, "volume": 0.0}
    assert told == []


def test_what_is_not_there_is_moved_once_it_is(store: Store) -> None:
    assert not store.modulate({"lora/dub/strength": Move(0.25)})
    assert store.drain() == {}
    store.admit(lora_rows("dub", 1.0))
    assert store.drain()["lora/dub/strength"] == 2.0
    assert store.get("lora/dub/strength") == 1.0
    store.admit([])
    assert store.modulate({"denoise": Move(0.1)})
    assert store.drain() == {"denoise": pytest.approx(0.8)}


def test_a_guard_refuses_what_a_row_takes_but_not_what_was_saved(store: Store) -> None:
    def never(name: str, value: object) -> None:
        raise ControlError(name, f"not {value} now")

    store.guard("denoise", never)
    for attempt in (lambda: store.set("denoise", 0.1), lambda: store.set_many({"volume": -3.0, "denoise": 0.1})):
        with pytest.raises(ControlError, match=r"denoise: not 0\.1 now"):
            attempt()
    assert (store.get("denoise"), store.get("volume")) == (0.7, 0.0)
    assert store.load({"denoise": 0.2}) == []
    assert store.get("denoise") == 0.2
