"""What the bridge makes of values and of the engine's reports, with a real store and loop and no engine."""

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from demond import following
from demond.bridge import Bridge
from demond.calls import Calls, asked_by
from demond.clock import Clock
from demond.control.osc.sockets import Peer
from demond.moving import Move
from demond.parameters import FOLLOWING, HEARD, OVERTAKEN, UNDER_WAY, Value, lora_rows
from demond.performer.link import (
    Ended,
    EngineOptions,
    Entered,
    Fallen,
    GaveUp,
    Holds,
    Loading,
    Own,
    Preparing,
    Refused,
    Report,
    Saying,
)
from demond.performer.prompts import LETTERS
from demond.performer.supervisor import Supervisor
from demond.playback.loop import Loop
from demond.scenes.crossing import Crossing
from demond.store import Store


class Stage:
    """A bridge in its loop; `errors` and `notes` are what those outside were told."""

    def __init__(self, playback: Loop, values: Mapping[str, Value]) -> None:
        self.store, self.playback = Store(), playback
        self.store.set_many(values)
        self.errors: list[tuple[str, str, object]] = []
        self.notes: list[tuple[str, str, object]] = []
        self.gave_up = 0
        self.engine = Supervisor(EngineOptions("none", "none"))
        self.clock = Clock(self.store, playback)
        configured = lambda: ("configured", Path("loras"))  # noqa: E731
        self.bridge = Bridge(
            self.store, playback, self.engine, self, Calls(), configured, self.give_up, self.clock, Crossing(), {}
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


def on_stage(playback: Loop, play: Callable[[Stage], Any], **saved: Value) -> None:
    async def run() -> None:
        await play(Stage(playback, saved))

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
        await stage.say(Loading("large", "fetching 2.1 of 6.2 GB"))
        assert stage.bridge.loading == "large: fetching 2.1 of 6.2 GB"
        await stage.say(Loading(None), Holds("model", "large"))
        assert (stage.bridge.model, stage.bridge.loading) == ("large", None)

    with caplog.at_level("INFO"):
        on_stage(playback, play)
    assert caplog.text.count("loading the model large") == 1


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


def test_who_asked_for_the_action_that_set_it_is_told(playback: Loop) -> None:
    """As a scene's source that is gone: at once, and where the action sets it later."""
    peer = Peer(0, ("10.0.0.1", 5000))

    async def play(stage: Stage) -> None:
        async def recall() -> None:
            stage.store.set("source", "gone.wav", origin="scene")

        async def later() -> None:
            asyncio.get_running_loop().call_later(0.001, lambda: stage.store.set("timbre", "gone.wav", origin="scene"))

        with asked_by(peer):
            tasks = [asyncio.ensure_future(work()) for work in (recall, later)]
        stage.store.set("target", "gone.wav", origin="scene")
        await asyncio.gather(*tasks)
        await asyncio.sleep(0.02)
        for name, to in (("source", peer), ("timbre", peer), ("target", "scene")):
            await stage.say(Refused(name, "gone.wav", "no such file"))
            assert (f"/demond/{name}", UNDER_WAY, to) in stage.notes
            assert stage.errors[-1] == (f"/demond/{name}", "no such file", to)

    on_stage(playback, play)


def test_what_comes_in_place_of_what_was_refused_is_told_once_it_is_heard(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        await stage.say(Entered(100, "good.wav", None, None))
        await asked(stage, "source", "slow.wav")
        await asked(stage, "source", "bad.wav")
        told(stage, "source")
        await stage.say(Refused("source", "bad.wav", "no audio in it", instead="slow.wav"))
        assert (stage.store.get("source"), told(stage, "source")) == ("slow.wav", [])
        await stage.say(Entered(100, "slow.wav", None, None))
        assert told(stage, "source") == [(HEARD, "me")]
        await asked(stage, "source", None)
        await asked(stage, "source", "bad.wav")
        await stage.say(Refused("source", "bad.wav", "no audio in it", instead=""))
        assert stage.store.get("source") is None

    on_stage(playback, play)


def test_whoever_set_what_the_model_cannot_play_is_told(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("velocity_scale", 2.0, origin="somebody")
        await stage.say(Refused("velocity_scale", 2.0, "not finite"))
        assert stage.errors == [("/demond/velocity_scale", "not finite", "somebody")]
        assert stage.store.get("velocity_scale") == 2.0, "a fader stays where it stands"

    on_stage(playback, play)


async def asked(stage: Stage, name: str, value: Value, who: str = "me") -> None:
    stage.store.set(name, value, origin=who)
    await asyncio.sleep(0)


def told(stage: Stage, name: str) -> list[tuple[str, object]]:
    """What was noted of a control, and to whom, since it was asked last."""
    notes = [(text, to) for address, text, to in stage.notes if address == f"/demond/{name}"]
    stage.notes.clear()
    return notes


@pytest.mark.parametrize(
    ("name", "value", "report"),
    [
        ("source", "song.wav", Entered(100, "song.wav", None, None)),
        ("timbre", "song.wav", Holds("timbre", "song.wav")),
        ("model", "large", Holds("model", "large")),
        ("lora/8-bit/enabled", True, Holds("lora/8-bit/enabled", True)),
    ],
)
def test_who_asks_for_what_takes_time_is_told_when_it_is_heard(
    playback: Loop, name: str, value: Value, report: Report
) -> None:
    async def play(stage: Stage) -> None:
        stage.store.admit(lora_rows("8-bit", 1.0))
        before = stage.store.get(name)
        await asked(stage, name, value)
        assert told(stage, name) == [(UNDER_WAY, "me")]
        await stage.say(Holds("structure", None), Holds(name, "another"))
        assert told(stage, name) == []
        await stage.say(report)
        assert told(stage, name) == [(HEARD, "me")]
        await stage.say(report)
        await asked(stage, name, before)
        await asked(stage, name, value)
        assert told(stage, name) == [(UNDER_WAY, "me")]
        assert stage.errors == []

    on_stage(playback, play)


def test_who_is_overtaken_by_another_is_told(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        await asked(stage, "source", "mine.wav")
        await asked(stage, "source", "my other.wav")
        await asked(stage, "source", "yours.wav", "you")
        assert told(stage, "source") == [(UNDER_WAY, "me"), (UNDER_WAY, "me"), (OVERTAKEN, "me"), (UNDER_WAY, "you")]
        await stage.say(Refused("source", "my other.wav", "no audio"))
        assert stage.errors == [("/demond/source", "no audio", None)]
        await stage.say(Entered(100, "yours.wav", None, None))
        assert told(stage, "source") == [(HEARD, "you")]
        await stage.say(Refused("source", "yours.wav", "not finite any more"))
        assert stage.errors[1:] == [("/demond/source", "not finite any more", "you")]

    on_stage(playback, play)


def test_a_lora_that_an_engine_took_with_it_is_under_way_again(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        stage.store.admit(lora_rows("8-bit", 1.0))
        name = "lora/8-bit/enabled"
        await asked(stage, name, True)
        await stage.say(Holds(name, True))
        await asked(stage, name, False)
        await stage.say(Ended("out of memory"))
        assert told(stage, name) == [(UNDER_WAY, "me"), (HEARD, "me"), (UNDER_WAY, "me"), (HEARD, "me")]
        await asked(stage, name, True)
        assert told(stage, name) == [(UNDER_WAY, "me")]

    on_stage(playback, play)


def test_what_no_engine_lives_to_play_is_refused_in_the_end(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        stage.store.admit(lora_rows("8-bit", 1.0))
        await asked(stage, "timbre", "good.wav")
        again = Holds("model", "configured"), Holds("timbre", "good.wav")
        await stage.say(*again)
        await asked(stage, "source", "deadly.ogg")
        for _ in range(2):
            await stage.say(Ended("silent for 8 s"), *again)
        assert stage.store.get("source") == "deadly.ogg"
        await stage.say(Ended("silent for 8 s"))
        assert stage.errors == [("/demond/source", "3 engines ended before it was heard", "me")]
        assert stage.store.get("source") is None
        assert stage.store.get("timbre") == "good.wav"
        for _ in range(3):
            await stage.say(*again, Ended("exit status -9"))
        assert stage.store.get("timbre") == "good.wav", "each of them lived to play it"

    on_stage(playback, play)


def test_the_log_names_what_the_music_changes_to_and_by_whom(
    playback: Loop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demond.changes.LOG_SECONDS", 0.1)
    peer = Peer(0, ("192.168.1.5", 9000))

    async def play(stage: Stage) -> None:
        stage.store.admit(lora_rows("8-bit", 1.0))
        for number in range(1000):
            stage.store.set("prompt/a", f"house {number}\nforged", origin="nanoKONTROL2")
            stage.store.set("denoise", number / 1000, origin=peer)
        stage.store.set("source", "song.wav", origin=peer)
        stage.store.set("key", "A minor")
        await stage.say(Entered(100, "song.wav", None, None), Holds("lora/8-bit/enabled", True), Holds("timbre", None))
        await asyncio.sleep(0.2)

    with caplog.at_level("INFO"):
        on_stage(playback, play)
    assert caplog.messages == [
        "prompt/a: 'house 999\\nforged', by nanoKONTROL2",
        "key: 'A minor'",
        "source: 'song.wav', by 192.168.1.5",
        "lora/8-bit/enabled: on",
    ]


def test_what_is_being_prepared_is_told_to_who_asked_and_to_the_log(
    playback: Loop, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("source", "long\n.wav", origin="somebody")
        await stage.say(Preparing("source", "long\n.wav", "is being prepared, 25 %"))
        assert told(stage, "source") == [
            (UNDER_WAY, "somebody"),
            ("long\n.wav is being prepared, 25 %", "somebody"),
        ]

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
        assert stage.store.get("model") is None
        assert stage.bridge.engine_values()["model"] == "configured"
        reason = "huge: the engine ended before it was heard: out of memory"
        assert stage.errors == [("/demond/model", reason, "somebody")]
        await stage.say(Holds("model", "pocket"), Loading("configured", "fetching", fetching=True), Ended("killed"))
        assert (stage.bridge.loading, stage.bridge.model_refused) == (None, ""), "it was not even there"
        assert stage.bridge.engine_values()["model"] == "configured"
        await stage.say(Holds("model", "configured"), Ended("exit status -9"))
        assert (stage.bridge.model, stage.bridge.engine_values()["model"]) == ("", "configured"), "it was heard"
        await stage.say(Holds("model", "pocket"), Loading("configured"), Ended("exit status -9"))
        assert stage.bridge.loading is None
        assert stage.bridge.engine_values()["model"] == "pocket", "it would end every engine"
        assert stage.bridge.model_refused == "configured: the engine ended before it was heard: exit status -9"

    on_stage(playback, play)


def sent(stage: Stage) -> list[object]:
    """The models that the engine was asked for, which are forgotten."""
    models = [stage.engine._pending.pop("model")] if "model" in stage.engine._pending else []
    stage.engine._pending.clear()
    return models


def test_a_model_that_is_not_there_is_looked_for_again_later_and_later(
    playback: Loop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("demond.again.SHORTEST_SECONDS", 0.02)
    missing = Refused("model", "configured", "configured: no such folder", again=True)

    async def play(stage: Stage) -> None:
        began = time.monotonic()
        await stage.say(Holds("model", "pocket"), missing)
        for seconds in (0.02, 0.04, 0.08):
            while not (asked_for := sent(stage)):
                await asyncio.sleep(0.002)
            assert asked_for == ["configured"]
            assert time.monotonic() - began > seconds / 2
            assert stage.bridge.model_refused == "configured: no such folder", "until it plays"
            assert stage.bridge.engine_values()["model"] == "pocket", "an engine that starts has what plays"
            began = time.monotonic()
            await stage.say(Loading("configured"), missing)
        assert len(stage.errors) == 1
        await asked(stage, "model", "bad")
        await stage.say(Refused("model", "bad", "bad: no such folder"))
        sent(stage)
        while not sent(stage):
            await asyncio.sleep(0.002)
        await stage.say(Holds("model", "configured"))
        assert (stage.bridge.model_refused, stage.bridge.model) == ("", "configured")
        await asyncio.sleep(0.3)
        assert sent(stage) == []

    on_stage(playback, play)
    assert caplog.text.count("configured: no such folder") == 1


def test_a_model_that_ends_engines_is_tried_three_times(playback: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demond.again.SHORTEST_SECONDS", 0.01)

    async def play(stage: Stage) -> None:
        await stage.say(Holds("model", "pocket"), Loading("configured"), Ended("exit status -9"))
        for _ in range(2):
            while not sent(stage):
                await asyncio.sleep(0.002)
            await stage.say(Holds("model", "pocket"), Loading("configured"), Ended("exit status -9"))
        await asyncio.sleep(0.2)
        assert sent(stage) == [], "it would end every engine"
        stage.bridge.reconfigured()
        assert sent(stage) == ["configured"]

    on_stage(playback, play)


def test_a_model_that_is_there_and_cannot_play_is_not_tried_again(playback: Loop, monkeypatch) -> None:
    monkeypatch.setattr("demond.again.SHORTEST_SECONDS", 0.01)

    async def play(stage: Stage) -> None:
        await stage.say(Holds("model", "pocket"), Refused("model", "configured", "not enough memory"))
        await asyncio.sleep(0.1)
        assert sent(stage) == []

    on_stage(playback, play)


@pytest.mark.parametrize("saved", [None, "saved"])
def test_a_model_that_cannot_be_played_stays_wanted_where_nothing_else_was(playback: Loop, saved: Value) -> None:
    wanted = saved or "configured"

    async def play(stage: Stage) -> None:
        await stage.say(Holds("model", "pocket"), Loading(str(wanted)), Refused("model", wanted, "not enough memory"))
        assert stage.errors == [("/demond/model", "not enough memory", None)]
        assert (stage.store.get("model"), stage.bridge.model_refused) == (saved, f"{wanted}: not enough memory")
        assert stage.bridge.engine_values()["model"] == "pocket"
        await asked(stage, "model", "bad")
        assert stage.bridge.engine_values()["model"] == "bad"
        await stage.say(Refused("model", "bad", "bad: no such folder"))
        assert (stage.store.get("model"), stage.bridge.model_refused) == (saved, f"{wanted}: not enough memory")
        assert stage.bridge.engine_values()["model"] == "pocket"
        stage.bridge.reconfigured()
        assert stage.bridge.model_refused == ""
        assert stage.bridge.engine_values()["model"] == wanted
        await stage.say(Refused("model", wanted, "not enough memory"))
        await asked(stage, "model", wanted)
        assert stage.bridge.engine_values()["model"] == wanted, "named again, it is tried again"
        await stage.say(Holds("model", wanted))
        assert told(stage, "model")[-2:] == [(UNDER_WAY, "me"), (HEARD, "me")]

    on_stage(playback, play, model=saved)


def test_the_model_that_was_heard_last_is_wanted_again_where_another_is_refused(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        await stage.say(Holds("model", "configured"))
        await asked(stage, "model", "large")
        await stage.say(Holds("model", "large"))
        await asked(stage, "model", "bad")
        await stage.say(Refused("model", "bad", "no such folder"))
        assert (stage.store.get("model"), stage.bridge.model_refused) == ("large", "")
        told(stage, "model")
        await asked(stage, "model", None)
        await stage.say(Holds("model", "configured"))
        assert told(stage, "model") == [(UNDER_WAY, "me"), (HEARD, "me")]

    on_stage(playback, play)


def test_all_who_listen_hear_that_a_backend_fell_away(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        await stage.say(Fallen("decoder: tensorrt failed: gone; eager runs in its place"))
        assert stage.errors == [("/demond/status", "decoder: tensorrt failed: gone; eager runs in its place", None)]

    on_stage(playback, play)


def test_without_any_model_it_is_given_up(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
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


SUITS = {"steps": 50, "shift": 1.0, "guidance_mode": "full", "guidance": 7.0, "dcw": True}


def own(says: dict[str, dict[str, Any]]) -> Own:
    """What is said by the model and by prompts, by their letters."""
    said = {"model": says.get("model", {})} | {
        f"prompt/{letter}": each for letter, each in says.items() if letter in LETTERS
    }
    words = {"bpm": "{:g} bpm", "key": "{}", "time_signature": "{}/4"}
    return Own(
        {
            source: {name: Saying(value, words.get(name, f"{name} {{}}").format(value)) for name, value in each.items()}
            for source, each in said.items()
        }
    )


async def heard(stage: Stage, **says: dict[str, Any]) -> list[tuple[str, str, object]]:
    """What is told of what the model and the prompts say, by their letters."""
    stage.notes.clear()
    await stage.say(own(says))
    await asyncio.sleep(3 * following.TELL_SECONDS)
    return stage.notes


@pytest.fixture
def told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "TELL_SECONDS", 0.01)


@pytest.mark.usefixtures("told_soon")
def test_a_prompt_that_says_a_tempo_is_followed_and_who_wrote_it_is_told(
    playback: Loop, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(stage: Stage) -> None:
        origins: list[object] = []
        stage.store.listen(lambda name, value, origin: origins.append((name, value, origin)))
        stage.store.set("prompt/a", "techno, 140 bpm in A minor", origin="me")
        stage.store.set("prompt/b", "a waltz, 90 bpm", origin="you")
        assert await heard(stage, a={"bpm": 140.0, "key": "A minor"}, b={"time_signature": "3"}) == [
            ("/demond/prompt/a", "taken from it: 140 bpm, A minor", "me"),
            ("/demond/prompt/b", "taken from it: 3/4", "you"),
        ]
        assert [stage.store.get(name) for name in ("bpm", "key", "time_signature")] == [140.0, "A minor", "3"]
        assert ("bpm", 140.0, "engine") in origins
        assert await heard(stage, a={"bpm": 140.0, "key": "A minor"}) == []
        assert stage.store.get("time_signature") == "4"
        stage.store.set("bpm", 100.0, origin="me")
        assert await heard(stage, a={"bpm": 90.0, "key": "A minor"}) == [
            ("/demond/prompt/a", "bpm stays at 100, as it was set; none lets it follow", "me")
        ]
        assert await heard(stage, a={"bpm": 90.0, "key": "C major"}) == [
            ("/demond/prompt/a", "taken from it: C major", "me")
        ]
        assert stage.store.get("bpm") == 100.0
        stage.store.set("bpm", None)
        assert stage.store.get("bpm") == 90.0
        assert await heard(stage, b={"bpm": 90.0}) == [("/demond/prompt/b", "taken from it: 90 bpm", "you")]
        assert await heard(stage, a={}) == []
        assert (stage.store.get("bpm"), stage.store.get("key")) == (120.0, "")

    with caplog.at_level("INFO"):
        on_stage(playback, play)
    assert caplog.messages.count("prompt/a: taken from it: 140 bpm, A minor") == 1


@pytest.mark.usefixtures("told_soon")
def test_what_suits_a_model_is_followed_and_told(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("model", "base", origin="me")
        stage.store.set("steps", 12)
        assert (await heard(stage, model=SUITS))[-1] == (
            "/demond/model",
            "what suits it: shift 1.0, guidance_mode full, guidance 7.0; "
            "steps stays at 12, as it was set; none lets it follow",
            "me",
        )
        assert [stage.store.get(name) for name in ("steps", "shift", "guidance_mode", "dcw")] == [12, 1.0, "full", True]
        stage.store.set("steps", "none")
        assert stage.store.get("steps") == 50
        assert await heard(stage, model=SUITS | {"dcw": False}) == [("/demond/model", "what suits it: dcw False", "me")]

    on_stage(playback, play)


def test_a_flood_of_prompts_is_told_of_by_the_newest(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        for bpm in range(60, 160):
            await stage.say(own({"a": {"bpm": float(bpm)}}))
        assert stage.store.get("bpm") == 159.0
        await asyncio.sleep(2 * following.TELL_SECONDS)
        assert ("/demond/prompt/a", "taken from it: 159 bpm", None) in stage.notes
        assert len(stage.notes) < 10

    on_stage(playback, play)


def test_the_engine_is_told_what_follows_with_what_changed(playback: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(stage: Stage) -> None:
        sent: list[dict[str, Any]] = []
        monkeypatch.setattr(stage.engine, "send", sent.append)
        task = asyncio.ensure_future(stage.bridge.run())
        assert stage.bridge.engine_values()["following"] == FOLLOWING
        for name, value in (("denoise", 0.5), ("steps", 8), ("steps", None)):
            stage.store.set(name, value)
            await asyncio.sleep(0.05)
        task.cancel()
        by_hand = {"steps": 8, "following": FOLLOWING - {"steps"}}
        assert sent == [{"denoise": 0.5}, by_hand, {"steps": 8, "following": FOLLOWING}]

    on_stage(playback, play)


def test_what_modulators_move_waits_while_the_engine_rests_and_hands_do_not(
    playback: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(stage: Stage) -> None:
        sent: list[dict[str, Any]] = []
        monkeypatch.setattr(stage.engine, "send", sent.append)
        task = asyncio.ensure_future(stage.bridge.run())

        async def move(offset: float) -> None:
            stage.store.modulate({"denoise": Move(offset)})
            stage.bridge.wake()
            await asyncio.sleep(0.05)

        await move(-0.25)
        stage.bridge.rest(True)
        await asyncio.sleep(0.05)
        await move(-0.5)
        stage.store.set("velocity_scale", 1.5)
        await asyncio.sleep(0.05)
        await move(-0.75)
        stage.bridge.rest(False)
        await asyncio.sleep(0.05)
        task.cancel()
        by_hand = {"denoise": 0.5, "velocity_scale": 1.5}
        assert sent == [{"denoise": 0.75}, {"freeze": True}, by_hand, {"freeze": False}, {"denoise": 0.25}]

    on_stage(playback, play, denoise=1.0)


def test_the_tempo_of_a_source_counts_more_than_what_prompts_say(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("follow_source", True)
        await stage.say(own({"a": {"bpm": 140.0}}), Entered(100, "song.wav", 90.0, None))
        assert stage.store.get("bpm") == 90.0
        await stage.say(own({"a": {"bpm": 150.0}}))
        assert stage.store.get("bpm") == 90.0

    on_stage(playback, play)


def test_what_was_taken_of_a_source_goes_with_it_unless_it_was_set_since(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("follow_source", True)
        await stage.say(own({"a": {"bpm": 140.0}}), Entered(100, "song.wav", 90.0, "A minor"))
        await stage.say(Entered(100, "noise.wav", None, "A minor"))
        assert (stage.store.get("bpm"), stage.store.get("key")) == (140.0, "A minor")
        assert stage.store.following() == FOLLOWING - {"key"}
        stage.store.set("key", "C major")
        await stage.say(Entered(100, None, None, None))
        assert (stage.store.get("key"), stage.store.following()) == ("C major", FOLLOWING - {"key"})

    on_stage(playback, play)


def test_a_loop_in_beats_follows_the_tempo_that_a_prompt_says(playback: Loop) -> None:
    async def play(stage: Stage) -> None:
        playback.begin(4 * 48000)
        task = asyncio.ensure_future(stage.bridge.run())
        stage.store.set_many({"loop_unit": "beats", "loop_start": 1.0, "loop_end": 3.0})
        await stage.say(own({"a": {"bpm": 60.0}}))
        await asyncio.sleep(0.05)
        assert playback.region(4 * 48000) == (48000, 144000)
        task.cancel()

    on_stage(playback, play)
