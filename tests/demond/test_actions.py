"""What actions do to the values and to the transport, without an engine."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from demond.actions import Actions
from demond.calls import Calls
from demond.parameters import ACTIONS, FOLLOWING, PARAMETERS, ControlError
from demond.performer.link import EngineOptions
from demond.performer.supervisor import Supervisor
from demond.playback.loop import Loop
from demond.playback.recorder import Recorder
from demond.store import Store
from demond.undo import Undo
from engine.curves import Ramp

WORDS = {"prompt/a": "techno", "lyrics": "la la", "key": "A minor", "source": "drums.wav", "model": "large"}
NUMBERS = {"bpm": 90.0, "volume": -6.0, "sde": True, "dcw_mode": "low", "ode_noise": Ramp(0.0, 0.5)}


def acting(loop: Loop, folder: Path, play: Callable[[Store], None]) -> None:
    """Play with a store whose actions are done."""

    async def run() -> None:
        store, engine = Store(), Supervisor(EngineOptions("none", "none"))
        nothing = lambda: None  # noqa: E731
        more = {name: nothing for name in ACTIONS if "/" in name} | dict.fromkeys(("restart", "tap"), nothing)
        more |= {"play": loop.play, "stop": loop.stop}
        Actions(
            store, Calls(), loop, Recorder(loop), None, engine, folder, Undo(), save=nothing, reload=nothing, more=more
        )
        play(store)

    asyncio.run(run())


@pytest.fixture
def loop():
    made = Loop.create(2.0)
    made.begin(48000)
    made.play()
    yield made
    made.close()
    made.unlink()


def test_panic_is_silent_keeps_words_and_is_taken_back(loop, tmp_path):
    def play(store: Store) -> None:
        store.set_many({**WORDS, **NUMBERS})
        for _ in range(3):
            store.perform("panic")
        assert not loop.playing
        assert {name: store.get(name) for name in WORDS} == WORDS
        others = [row for row in PARAMETERS.values() if row.kind not in ("string", "action")]
        assert [row.name for row in others if store.get(row.name) != row.default] == []

        store.set_many({"prompt/a": "ambient", "denoise": 0.25})
        assert store.perform("undo") == "panic taken back"
        assert loop.playing
        assert {name: store.get(name) for name in NUMBERS} == NUMBERS
        assert (store.get("prompt/a"), store.get("denoise")) == ("ambient", 0.25)
        with pytest.raises(ControlError, match="there is nothing to take back"):
            store.perform("undo")

    acting(loop, tmp_path, play)


def test_what_was_stopped_before_a_panic_stays_so(loop, tmp_path):
    def play(store: Store) -> None:
        store.set("volume", -6.0)
        store.perform("stop")
        store.perform("panic")
        store.perform("undo")
        assert not loop.playing
        assert store.get("volume") == -6.0

    acting(loop, tmp_path, play)


def test_panics_are_taken_back_one_after_the_other(loop, tmp_path):
    def play(store: Store) -> None:
        for volume in (-6.0, -12.0):
            store.set("volume", volume)
            store.perform("panic")
        for volume in (-12.0, -6.0):
            store.perform("undo")
            assert store.get("volume") == volume

    acting(loop, tmp_path, play)


def test_panic_lets_what_follows_go_and_undo_brings_back_what_was_by_hand(loop, tmp_path):
    def play(store: Store) -> None:
        store.follow({"steps": 50, "shift": 1.0, "bpm": 90.0, "key": "C major"})
        store.set_many({"steps": 50, "bpm": 140.0, "key": "A minor"})
        store.perform("panic")
        assert store.following() == FOLLOWING - {"key"}
        assert [store.get(name) for name in ("steps", "shift", "bpm", "key")] == [50, 1.0, 90.0, "A minor"]
        store.follow({"steps": 8, "shift": 3.0, "bpm": 100.0})
        assert [store.get(name) for name in ("steps", "shift", "bpm")] == [8, 3.0, 100.0]
        store.perform("undo")
        assert store.following() == FOLLOWING - {"key", "steps", "bpm"}
        assert [store.get(name) for name in ("steps", "shift", "bpm", "key")] == [50, 3.0, 140.0, "A minor"]

    acting(loop, tmp_path, play)
