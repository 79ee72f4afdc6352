"""Modulators in simulated time: around what the hand set, by seconds, beats, the input, the day; along the song."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from demond import modulators, shapes
from demond.bridge import Bridge
from demond.calls import Calls
from demond.clock import Clock as Beats
from demond.modulators import Modulators
from demond.origins import NO_HANDS
from demond.parameters import PARAMETERS, ControlError, Value, lora_rows
from demond.performer.link import EngineOptions, Own, Saying
from demond.performer.supervisor import Supervisor
from demond.playback.input import Heard, Input
from demond.playback.layout import SAMPLE_RATE
from demond.playback.loop import Loop
from demond.playback.native import Renderer
from demond.scenes.crossing import Crossing
from demond.store import Store
from tests.demond.conftest import Clock

SECONDS = 4.0
"""The loop's length."""


class Ears:
    """Stands in for an input: what it hears is said by the test."""

    def __init__(self) -> None:
        self.heard, self.metered = Heard(), False

    def meter(self, wanted: bool) -> None:
        self.metered = wanted


class Stage:
    """Modulators of a store over a loop of 4 s, at 120 beats a minute; time passes by `wait`."""

    def __init__(self, ears: Ears | None = None) -> None:
        self.clock = Clock()
        self.store = Store(self.clock)
        self.loop = Loop.create(SECONDS)
        self.loop.begin(round(SECONDS * SAMPLE_RATE))
        self.loop.commit()
        self.renderer = Renderer(self.loop.segment)
        self.today = datetime(2026, 6, 1)
        self.moved = 0
        self.modulators = self.another(ears)

    def another(self, ears: Ears | None = None) -> Modulators:
        beats = Beats(self.store, self.loop, self.clock)
        return Modulators(
            self.store, self.loop, beats, cast(Input, ears), self.count, Calls().soon, self.clock, lambda: self.today
        )

    def seek(self, seconds: float) -> None:
        """Have the playhead there, to a twentieth of a second."""
        self.loop.play()
        for _ in range(20):
            self.loop.seek(round(seconds * SAMPLE_RATE))
            self.renderer.render(np.zeros((480, 2), np.float32))
            if abs(self.loop.position / SAMPLE_RATE - seconds) < 0.05:
                return
        raise AssertionError(f"the playhead does not get to {seconds} s")

    def count(self) -> None:
        self.moved += 1

    def modulate(self, number: int, to: str, **settings: object) -> None:
        self.store.set_many({f"mod/{number}/{key}": value for key, value in {"to": to, **settings}.items()})

    def played(self, name: str) -> Any:
        return self.store.played(name)

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds / modulators.PERIOD)):
            self.clock.now += modulators.PERIOD
            self.today += timedelta(seconds=modulators.PERIOD)
            self.modulators.step()

    def path(self, name: str, times: int, every: float) -> list[Any]:
        """What is played now, and after each wait."""
        self.modulators.step()
        seen = []
        for _ in range(times):
            seen.append(self.played(name))
            self.wait(every)
        return seen


@pytest.fixture
def on_stage() -> Iterator[Callable[..., None]]:
    loops: list[Loop] = []

    def run(play: Callable[[Stage], object], ears: Ears | None = None) -> None:
        async def begin() -> None:
            stage = Stage(ears)
            loops.append(stage.loop)
            result = play(stage)
            if asyncio.iscoroutine(result):
                await result

        asyncio.run(begin())

    yield run
    for loop in loops:
        loop.close()
        loop.unlink()


Play = Callable[..., None]


def near(*values: float) -> Any:
    return pytest.approx(list(values), abs=2e-3)


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"shape": "sine"}, (0.5, 0.75, 0.5, 0.25, 0.5, 0.75)),
        ({"shape": "sine", "phase": 0.25}, (0.75, 0.5, 0.25, 0.5, 0.75)),
        ({"shape": "triangle", "depth": -0.5}, (0.5, 0.0, 0.5, 1.0, 0.5)),
        ({"shape": "saw", "phase": 0.01}, (0.255, 0.38, 0.505, 0.63, 0.255)),
        ({"shape": "square", "phase": 0.01, "depth": 1}, (1.0, 1.0, 0.0, 0.0, 1.0)),
        ({"shape": "sine", "offset": 0.1}, (0.6, 0.85, 0.6, 0.35)),
        ({"shape": "sine", "depth": 0.0, "offset": -0.2}, (0.3, 0.3, 0.3)),
        ({"shape": "steps", "phase": 0.01, "steps": [1, 0, -1, 0.5]}, (0.75, 0.5, 0.25, 0.625, 0.75)),
        ({"shape": "sine", "clock": "beats", "rate": 0.125}, (0.5, 0.75, 0.5, 0.25, 0.5)),
    ],
    ids=str,
)
def test_a_control_moves_around_its_own_value(on_stage: Play, settings: dict[str, object], path: list[float]) -> None:
    def play(stage: Stage) -> None:
        stage.store.set("velocity_scale", 1.0)
        stage.modulate(1, "velocity_scale", **{"rate": 0.25, **settings})
        assert [value / 2 for value in stage.path("velocity_scale", len(path), 1.0)] == near(*path)
        assert stage.store.get("velocity_scale") == 1.0
        stage.store.set("mod/1/to", "")
        stage.modulators.step()
        assert stage.store.drain()["velocity_scale"] == 1.0
        assert stage.store.modulated() == set()

    on_stage(play)


def test_the_hand_moves_the_middle_and_several_add_up(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        stage.modulate(1, "volume", shape="square", rate=0.25, phase=0.01)
        stage.modulate(2, "volume", depth=0, offset=-0.125)
        stage.store.set("volume", -42.0)
        assert stage.path("volume", 3, 1.0) == near(-30.0, -30.0, -78.0)
        stage.store.set("volume", -30.0, seconds=2.0)
        stage.wait(2.0)
        assert stage.played("volume") == pytest.approx(-30.0 + 12.0)

    on_stage(play)


def test_a_change_of_rate_does_not_jump_and_one_of_beats_keeps_to_the_beat(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        stage.modulate(1, "denoise", rate=0.1)
        stage.modulate(2, "volume", rate=0.125, clock="beats")
        stage.store.set_many({"denoise": 0.5, "volume": -42.0})
        stage.wait(7.3)
        before = stage.played("denoise")
        stage.store.set("mod/1/rate", 0.5)
        stage.wait(modulators.PERIOD)
        assert abs(stage.played("denoise") - before) < 0.02
        stage.store.set("mod/2/rate", 0.25)
        stage.wait(3.68)
        assert stage.played("volume") == pytest.approx(-42.0, abs=0.5), "11 s are 22 beats, 5 and a half cycles"
        stage.wait(0.5)
        assert stage.played("volume") == pytest.approx(-66.0, abs=0.2)

    on_stage(play)


def test_a_beat_that_leaps_takes_those_that_keep_to_it_along(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        beat = [100.0]
        stage.modulators._clock = cast(Beats, SimpleNamespace(beat=lambda: beat[0]))
        stage.modulate(1, "sde_curve", clock="beats", rate=0.25)
        stage.store.set("sde_curve", 0.5)
        seen = []
        for now in (100.0, 100.5, 101.0, 3.0, 4.0, 1001.0):
            beat[0] = now
            stage.wait(0.02)
            seen.append(stage.played("sde_curve"))
        assert seen == near(0.5, 0.5 + 0.25 * 0.5**0.5, 0.75, 0.25, 0.5, 0.75)

    on_stage(play)


@pytest.mark.parametrize("shape", ["walk", "random"])
def test_chance_is_the_same_for_the_same_seed_from_the_beginning(on_stage: Play, shape: str) -> None:
    paths: list[list[float]] = []

    def play(stage: Stage) -> None:
        for seed in (7, 7, 8):
            stage.store.set_many({"seed": seed, "denoise": 0.5})
            stage.modulate(1, "denoise", shape=shape, rate=2.0, depth=0.5)
            paths.append(stage.path("denoise", 40, 0.26))
            stage.store.set("mod/1/to", "")
            stage.modulators.step()

    on_stage(play)
    assert paths[0] == pytest.approx(paths[1], abs=2e-3)
    assert paths[0] != pytest.approx(paths[2], abs=2e-3)
    assert len({round(value, 2) for value in paths[0]}) > 15


def test_a_modulator_moves_another_but_never_itself(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        store = stage.store
        stage.modulate(1, "mod/2/depth", shape="square", rate=0.25, phase=0.01, depth=0.25)
        stage.modulate(2, "sde_curve", depth=0.25, shape="steps", steps=1.0)
        store.set("sde_curve", 0.2)
        stage.modulators.step()
        assert stage.path("sde_curve", 3, 2.0) == near(0.2 + 0.75, 0.0, 0.2 + 0.75)
        for name, to, reason in (
            ("mod/1/to", "mod/1/rate", "cannot move itself, got mod/1/rate"),
            ("mod/2/to", "mod/1/rate", "would move itself by way of modulator 1, got mod/1/rate"),
        ):
            with pytest.raises(ControlError) as refused:
                store.set(name, to)
            assert refused.value.reason == reason
        store.set_many({"mod/3/to": "mod/4/rate", "mod/4/to": "mod/5/rate"})
        with pytest.raises(ControlError, match="by way of modulator 3 and modulator 4, got mod/3/phase"):
            store.set("mod/5/to", "mod/3/phase")
        assert store.load({"mod/5/to": "mod/3/phase"}) == [], "and what was saved by another hand does no harm"
        stage.wait(1.0)

    on_stage(play)


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (
            "denois",
            'wants the name of a control, got text "denois": there is no such control (did you mean "denoise"?)',
        ),
        ("play", "moves numbers, and play takes action"),
        ("prompt/a", "moves numbers, and prompt/a takes text"),
        ("mute", "moves numbers, and mute takes on/off"),
        ("mod/2/to", "moves numbers, and mod/2/to takes text"),
        ("lora/2", 'wants the name of a control, got text "lora/2": there is no such control'),
    ],
)
def test_what_cannot_be_moved_is_refused(store: Store, to: str, reason: str) -> None:
    with pytest.raises(ControlError) as refused:
        store.set("mod/1/to", to)
    assert (refused.value.name, refused.value.reason) == ("mod/1/to", reason)
    for name in ("/demond/denoise", " volume ", "none", "", "lora/any/strength"):
        store.set("mod/1/to", name)


def test_a_lora_that_is_away_is_moved_once_it_is_there(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        stage.modulate(1, "lora/dub/strength", shape="steps", steps=1.0, depth=0.25)
        stage.wait(0.1)
        assert stage.store.modulated() == set()
        stage.store.admit(lora_rows("dub", 0.5))
        stage.wait(0.1)
        assert (stage.played("lora/dub/strength"), stage.store.get("lora/dub/strength")) == (1.5, 0.5)
        assert stage.modulators.told == "lora/dub/strength 1.5"
        stage.store.admit([])
        stage.wait(0.1)
        assert stage.modulators.told == ""

    on_stage(play)


# -- along the song ---------------------------------------------------------------------------------------------


def test_a_control_follows_a_curve_along_the_song(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        stage.modulate(1, "volume", shape="song", depth=1, steps=[0, 1, 0])
        for at, played in ((0.0, -90.0), (1.0, -42.0), (2.0, 6.0), (3.0, -42.0)):
            stage.seek(at)
            stage.wait(0.02)
            assert stage.played("volume") == pytest.approx(played, abs=3.0)
        stage.store.set("mod/1/depth", 0.5)
        stage.wait(0.02)
        assert stage.played("volume") == pytest.approx(-21.0, abs=2.0), "halfway from the hand's 0 dB"
        stage.store.set_many({"mod/1/depth": -1, "mod/1/steps": "0 0 0.25"})
        stage.seek(2.0)
        stage.wait(0.02)
        assert stage.played("volume") == pytest.approx(6.0, abs=1.0), "upside down"

    on_stage(play)


def test_a_hand_wins_holds_and_lets_go(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        stage.modulate(1, "denoise", shape="song", depth=1, steps=1.0)
        stage.wait(1.0)
        stage.store.drain()
        assert stage.played("denoise") == 1.0
        for origin in NO_HANDS:
            stage.store.set("denoise", 0.2, origin=origin)
            stage.wait(0.1)
            assert stage.played("denoise") == 1.0, f"{origin} is no hand"
        stage.store.set("denoise", 0.4, origin="a fader")
        stage.wait(0.02)
        assert stage.store.drain()["denoise"] == 0.4
        stage.wait(1.5)
        stage.store.set("denoise", 0.5, origin="a fader")
        stage.wait(1.9)
        assert stage.played("denoise") == 0.5
        stage.wait(0.6)
        assert 0.55 < stage.played("denoise") < 0.95
        stage.wait(0.8)
        assert (stage.played("denoise"), stage.store.get("denoise")) == (1.0, 0.5)
        stage.store.set("denoise", 0.0, seconds=3.0, origin="a fader")
        stage.wait(4.9)
        assert stage.played("denoise") == 0.0, "it is held while it ramps, too"
        stage.wait(2.0)
        assert stage.played("denoise") == 1.0

    on_stage(play)


def test_a_hand_is_not_waited_for_where_a_control_moves_seldom(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        stage.modulate(1, "denoise", shape="song", depth=1, steps=1.0)
        stage.wait(1.0)
        for number, gliding in enumerate((2.3, 2.38, 2.46, 2.54, 2.62)):
            stage.store.set("denoise", number / 10, origin="a fader")
            stage.wait(0.02)
            assert stage.played("denoise") == number / 10
            stage.wait(gliding)
            assert stage.played("denoise") > number / 10

    on_stage(play)


def test_before_there_is_a_song_the_hand_says(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        empty = Loop.create(1.0)
        stage.modulators._playback = empty
        stage.modulate(1, "denoise", shape="song", depth=1, steps=1.0)
        stage.wait(0.1)
        assert stage.played("denoise") == 0.7
        empty.close()
        empty.unlink()

    on_stage(play)


# -- the input and the day --------------------------------------------------------------------------------------


def test_the_input_moves_a_control(on_stage: Play) -> None:
    ears = Ears()

    def play(stage: Stage) -> None:
        stage.store.set("sde_curve", 0.0)
        stage.modulate(1, "sde_curve", shape="level", depth=1)
        stage.wait(0.02)
        assert ears.metered
        ears.heard = Heard(0.1, 0)
        stage.wait(0.5)
        assert stage.played("sde_curve") == pytest.approx(2 / 3)
        stage.store.set("mod/1/smooth", 1.0)
        ears.heard = Heard(0.0, 0)
        stage.wait(1.0)
        assert stage.played("sde_curve") == pytest.approx(2 / 3 / 2.718, abs=0.01)
        stage.store.set_many({"mod/1/shape": "onset", "sde_curve": 0.0})
        ears.heard = Heard(0.0, 17)
        stage.wait(0.5)
        assert stage.played("sde_curve") == 0.0, "what was before is no onset"
        ears.heard = Heard(0.0, 18)
        stage.wait(0.25)
        assert stage.played("sde_curve") > 0.7
        stage.wait(1.0)
        assert stage.played("sde_curve") == pytest.approx(0.3, abs=0.1)
        stage.store.set("mod/1/to", "")
        stage.wait(0.02)
        assert not ears.metered

    on_stage(play, ears)


def test_without_an_input_its_level_is_refused_as_capturing_it_is(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        for shape in ("level", "onset"):
            with pytest.raises(ControlError, match=r"mod/1/shape: there is no input; name one in the configuration"):
                stage.store.set("mod/1/shape", shape)
        stage.store.load({"mod/1/shape": "level", "mod/1/to": "denoise"})
        stage.wait(0.5)
        assert stage.played("denoise") == 0.7

    on_stage(play)


def test_the_day_moves_a_control_and_a_clock_that_is_set_does_not_make_it_jump(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        stage.store.set("volume", -42.0)
        stage.today = datetime(2026, 6, 1, 11, 59, 59)
        stage.modulate(1, "volume", shape="day", depth=0.25)
        assert stage.path("volume", 1, 0.0) == [pytest.approx(-18.0)]
        stage.today = datetime(2026, 6, 1, 0, 0)
        seen = stage.path("volume", 40, 1.0)
        assert max(abs(b - a) for a, b in pairwise(seen)) < 24.0 / 30 + 0.1
        assert seen[0] == pytest.approx(-18.0, abs=0.2)
        assert seen[-1] == pytest.approx(-42.0, abs=0.2)

    on_stage(play)


# -- what it costs ----------------------------------------------------------------------------------------------


def test_a_control_that_begins_generations_is_moved_four_times_a_second_others_at_once(on_stage: Play) -> None:
    changes: dict[str, list[Value]] = {"denoise": [], "velocity_scale": [], "length": []}

    def play(stage: Stage) -> None:
        for number, name in enumerate(changes, 1):
            stage.modulate(number, name, shape="saw", rate=0.1)
        stage.wait(0.02)
        for _ in range(round(8.0 / modulators.PERIOD)):
            stage.store.drain()
            stage.wait(modulators.PERIOD)
            for name, value in stage.store.drain().items():
                changes[name].append(value)

    on_stage(play)
    assert [len(changes[name]) for name in changes] == [pytest.approx(32, abs=2), 400, 1]


def test_what_cannot_be_heard_to_move_fast_is_looked_at_seldom(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        stage.loop.play()
        periods = [stage.modulators.step()]
        for to, shape in (("mod/2/rate", "day"), ("denoise", "sine"), ("length", "sine"), ("volume", "sine")):
            stage.modulate(1, to, shape=shape)
            periods.append(stage.modulators.step())
        assert periods == [None, 0.25, 0.25, 0.25, 0.02]
        stage.modulate(2, "denoise")
        assert stage.modulators.step() == 0.02
        stage.loop.stop()
        assert stage.modulators.step() == 0.25

    on_stage(play)


def test_too_little_to_be_heard_is_not_told(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        stage.modulate(1, "velocity_scale", rate=0.001, depth=0.1)
        stage.wait(0.02)
        before = stage.moved
        stage.wait(10.0)
        assert stage.moved - before < 10

    on_stage(play)


def test_nothing_is_done_while_nothing_is_on(on_stage: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(stage: Stage) -> None:
        steps, step = [0], stage.modulators.step

        def counted() -> float | None:
            steps[0] += 1
            return step()

        monkeypatch.setattr(stage.modulators, "step", counted)
        monkeypatch.setattr(modulators, "PERIOD", 0.001)
        task = asyncio.create_task(stage.modulators.run())
        for name in ("denoise", "mod/1/rate", "mod/1/depth"):
            stage.store.set(name, 0.3)
        await asyncio.sleep(0.05)
        assert steps == [1]
        threading.Thread(target=stage.store.set, args=("mod/1/to", "velocity_scale")).start()
        async with asyncio.timeout(5):
            while steps[0] < 20:
                await asyncio.sleep(0.001)
        stage.store.set("mod/1/to", "")
        async with asyncio.timeout(5):
            while stage.store.modulated():
                await asyncio.sleep(0.001)
        ended = steps[0]
        await asyncio.sleep(0.05)
        assert steps[0] == ended
        task.cancel()

    on_stage(play)


def test_panic_ends_it_and_undo_begins_it_again(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        stage.modulate(1, "denoise", shape="steps", steps=1.0)
        stage.store.set("prompt/a", "techno")
        stage.wait(0.1)
        done = stage.store.reset(origin="panic")
        assert stage.store.modulated() == set()
        assert stage.store.drain()["denoise"] == stage.played("denoise") == 0.7
        stage.wait(0.02)
        assert stage.store.modulated() == set()
        assert (stage.store.get("mod/1/to"), stage.store.get("prompt/a")) == ("", "techno")
        stage.store.load(done, origin="undo")
        stage.wait(0.02)
        assert stage.played("denoise") == pytest.approx(0.95)

    on_stage(play)


def test_what_was_worked_out_before_a_panic_comes_too_late(on_stage: Play) -> None:
    def play(stage: Stage) -> None:
        snapshot = stage.store.snapshot

        def panics_then() -> Mapping[str, Value]:
            values = snapshot()
            stage.store.reset(origin="panic")
            return values

        stage.modulate(1, "denoise", shape="steps", steps=1.0)
        stage.store.snapshot = panics_then  # type: ignore[method-assign]
        stage.modulators.step()
        assert stage.store.modulated() == set()

    on_stage(play)


# -- where it goes ----------------------------------------------------------------------------------------------


def test_the_output_and_the_engine_get_what_is_played_and_what_follows_is_moved_too(on_stage: Play) -> None:
    class Engine(Supervisor):
        def send(self, values: Any) -> None:
            sent.update(values)

    sent: dict[str, Any] = {}

    async def play(stage: Stage) -> None:
        stage.modulators._moved = (
            bridge := Bridge(
                stage.store, stage.loop, Engine(EngineOptions("none", "none")), cast(Any, None), Calls(),
                cast(Any, lambda: ("pocket", None)), lambda: None, Beats(stage.store, stage.loop), Crossing(), {},
            )
        ).wake  # fmt: skip
        task = asyncio.create_task(bridge.run())
        for number, name in enumerate(("volume", "guidance", "denoise"), 1):
            stage.modulate(number, name, shape="steps", steps=-1.0, depth=0.25, phase=0)
        await asyncio.sleep(0.03)
        sent.clear()
        stage.modulators.step()
        async with asyncio.timeout(5):
            while "guidance" not in sent:
                await asyncio.sleep(0.001)
        assert sent["denoise"] == pytest.approx(0.45)
        assert sent["guidance"] == 1.0
        assert "guidance" not in sent["following"]
        assert "shift" in sent["following"]
        assert "volume" not in sent
        assert stage.loop.segment.header.gain == pytest.approx(10 ** (-24 / 20), rel=1e-3)
        assert stage.store.get("volume") == 0.0
        bridge.report(Own({"model": {"guidance": Saying(7.0, "guidance 7")}}))
        async with asyncio.timeout(5):
            while sent["guidance"] == 1.0:
                await asyncio.sleep(0.001)
        assert sent["guidance"] == pytest.approx(3.5)
        for number in (1, 2, 3):
            stage.store.set(f"mod/{number}/to", "")
        stage.modulators.step()
        async with asyncio.timeout(5):
            while "guidance" not in sent["following"]:
                await asyncio.sleep(0.001)
        assert (sent["denoise"], sent["guidance"]) == (0.7, 7.0)
        task.cancel()

    on_stage(play)


def test_the_rows_are_eight_times_the_same() -> None:
    rows = {name: row for name, row in PARAMETERS.items() if name.startswith("mod/")}
    assert len(rows) == 9 * Modulators.COUNT
    assert {row.choices for name, row in rows.items() if name.endswith("/shape")} == {PARAMETERS["mod/1/shape"].choices}
    known = {*shapes.WAVES, "random", "walk", "steps", *modulators.HEARING, "day", "song"}
    assert set(PARAMETERS["mod/1/shape"].choices) == known
