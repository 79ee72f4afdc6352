"""What the bridge makes of values and of the engine's reports, with a real store and loop and no engine."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from demond.bridge import Bridge
from demond.calls import Calls
from demond.performer.link import (
    Ended,
    EngineOptions,
    Entered,
    GaveUp,
    Holds,
    Loading,
    Preparing,
    Refused,
    Report,
)
from demond.performer.supervisor import Supervisor
from demond.playback.loop import Loop
from demond.store import Store


class Stage:
    """A bridge in its loop; `errors` is what those outside were told."""

    def __init__(self, playback: Loop) -> None:
        self.store, self.playback = Store(), playback
        self.errors: list[tuple[str, str, object]] = []
        self.notes: list[tuple[str, str, object]] = []
        self.gave_up = 0
        self.engine = Supervisor(EngineOptions("none", "none"))
        self.bridge = Bridge(
            self.store, playback, self.engine, self, Calls(), lambda: ("configured", Path("loras")), self.give_up
        )

    def give_up(self) -> None:
        self.gave_up += 1

    def error(self, address: str, reason: str, to: object = None) -> None:
        self.errors.append((address, reason, to))

    def note(self, address: str, text: str, to: object) -> None:
        self.notes.append((address, text, to))

    async def say(self, *reports: Report) -> None:
        """As the engine's thread says it."""
        for report in reports:
            await asyncio.to_thread(self.bridge.report, report)
        await asyncio.sleep(0)


@pytest.fixture
def playback() -> Iterator[Loop]:
    loop = Loop.create(5)
    yield loop
    loop.close()
    loop.unlink()


def on_stage(playback: Loop, play: Callable[[Stage], Any]) -> None:
    async def run() -> None:
        await play(Stage(playback))

    asyncio.run(run())


def test_the_engine_gets_what_is_for_it_and_nothing_else(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        values = stage.bridge.engine_values()
        assert values["model"] == "configured"
        assert values["denoise"] == stage.store.get("denoise")
        assert not values.keys() & {"volume", "mute", "loop_start", "follow_source"}

    on_stage(playback, play)


def test_another_model_is_told_while_it_is_loaded(playback: Loop, caplog: pytest.LogCaptureFixture) -> None:
    async def play(stage: Stage) -> None:
        await stage.say(Holds("model", "pocket"), Loading("large"))
        assert (stage.bridge.model, stage.bridge.loading) == ("pocket", "large")
        await stage.say(Loading(None), Holds("model", "large"))
        assert (stage.bridge.model, stage.bridge.loading) == ("large", None)

    with caplog.at_level("INFO"):
        on_stage(playback, play)
    assert "loading the model large" in caplog.text


def test_what_cannot_be_played_goes_back_to_what_is_heard_and_its_asker_is_told(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        await stage.say(Entered(100, "good.wav", 90.0, None))
        stage.store.set("source", "bad.wav", origin="somebody")
        await stage.say(Refused("source", "bad.wav", "no audio in it"))
        assert stage.errors == [("/demond/source", "no audio in it", "somebody")]
        assert stage.store.get("source") == "good.wav"
        await stage.say(Refused("source", "older.wav", "no audio either"))
        assert stage.store.get("source") == "good.wav"

    on_stage(playback, play)


def test_what_is_being_prepared_is_told_to_who_asked_and_to_the_log(
    playback: Loop, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("source", "long\n.wav", origin="somebody")
        await stage.say(Preparing("source", "long\n.wav", "is being prepared, 25 %"))
        assert stage.notes == [("/demond/source", "long\n.wav is being prepared, 25 %", "somebody")]

    with caplog.at_level("INFO"):
        on_stage(playback, play)
    assert "source: long\\n.wav is being prepared, 25 %" in caplog.messages


def test_tempo_and_key_of_a_source_are_followed_where_they_are_clear(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("follow_source", True)
        await stage.say(Entered(100, "song.wav", 90.0, None))
        assert (stage.store.get("bpm"), stage.store.get("key")) == (90.0, "")

    on_stage(playback, play)


def test_an_engine_that_ends_before_its_model_is_heard_takes_the_model_with_it(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("model", "huge", origin="somebody")
        await stage.say(Ended("out of memory"))
        assert stage.store.get("model") == "pocket"
        ((address, reason, to),) = stage.errors
        assert (address, to) == ("/demond/model", "somebody")
        assert "out of memory" in reason

    on_stage(playback, play)


def test_only_the_configured_model_is_given_up_for(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        assert stage.bridge.gives_up()
        stage.store.set("model", "other")
        assert not stage.bridge.gives_up()
        await stage.say(GaveUp("cut short"))
        assert stage.gave_up == 1

    on_stage(playback, play)


def test_the_output_follows_its_values(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        playback.begin(4 * 48000)
        task = asyncio.ensure_future(stage.bridge.run())
        stage.store.set_many({"loop_unit": "beats", "loop_start": 1.0, "loop_end": 3.0, "bpm": 120.0})
        await asyncio.sleep(0.05)
        assert playback.region(4 * 48000) == (24000, 72000)
        stage.store.set("bpm", 60.0)
        await asyncio.sleep(0.05)
        assert playback.region(4 * 48000) == (48000, 144000)
        task.cancel()

    on_stage(playback, play)
