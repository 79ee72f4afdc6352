"""What Home Assistant is told of a demond; brokers are in tests/live."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping

import pytest

from demond.control.mqtt.client import TOLD_SECONDS, Connection
from demond.control.mqtt.home import MOST_OPTIONS, Home, attributes, entities, home, payload, selected, status
from demond.parameters import PARAMETERS, Parameter
from demond.sections import MqttSection

WANTED = {"number": {"min", "max", "step", "mode"}, "switch": {"payload_on", "payload_off"}, "select": {"options"}}
COMMON = {"name", "unique_id", "state_topic", "availability_topic", "device", "origin"}
"""Keys of https://www.home-assistant.io/integrations/mqtt/ and its pages for number, switch, select and sensor."""


def row(name: str, kind: str, **more: object) -> Parameter:
    return Parameter(name=name, kind=kind, to=("daemon",), rate="tick", description="x", **more)  # type: ignore[arg-type]


def configs(rows: Mapping[str, Parameter], *scenes: str) -> dict[str, dict[str, object]]:
    made = Home("house/box", "homeassistant").configs(rows, scenes)
    return {topic: json.loads(text) for topic, text in made.items()}


def test_every_entity_is_told_with_what_its_kind_has_to_say() -> None:
    told = configs(entities(PARAMETERS), "verse", "chorus")
    for topic, said in told.items():
        prefix, kind, node, name, last = topic.split("/")
        assert (prefix, node, last) == ("homeassistant", "house_box", "config")
        own = {"json_attributes_topic"} if kind == "sensor" else {"command_topic", *WANTED[kind]}
        assert COMMON | own <= set(said) <= COMMON | own | {"unit_of_measurement"}
        assert said["state_topic"] == f"house/box/{name}"
        assert said.get("command_topic") in (None, f"house/box/{name}/set")
        assert said["device"]["identifiers"] == ["house_box"]  # type: ignore[index]
    assert len({said["unique_id"] for said in told.values()}) == len(told)
    assert told["homeassistant/select/house_box/scene/config"]["options"] == ["verse", "chorus"]
    volume = told["homeassistant/number/house_box/volume/config"]
    assert (volume["min"], volume["max"], volume["step"], volume["unit_of_measurement"]) == (-90, 6, 0.1, "dB")
    assert {"play", "scene", "status", "volume"} <= {topic.split("/")[3] for topic in told}


def test_a_control_of_any_kind_can_be_one_and_without_discovery_nothing_is_told() -> None:
    rows = {
        "drift": row("drift", "float", low=0, high=1, default=0.2),
        "quiet": row("quiet", "bool", default=False),
        "volume": row("volume", "enum", choices=("low", "high"), default="low"),
    }
    told = configs(rows)
    assert told["homeassistant/number/house_box/drift/config"]["step"] == 0.01
    assert told["homeassistant/switch/house_box/quiet/config"]["payload_on"] == "ON"
    assert told["homeassistant/select/house_box/volume/config"]["options"] == ["low", "high"]
    assert Home("house/box", "").configs(rows, ()) == {}
    assert [payload(value) for value in (True, False, -12.5, 1 / 3, 7, "low")] == [
        "ON", "OFF", "-12.5", "0.3333333", "7", "low",
    ]  # fmt: skip


def test_a_scene_that_cannot_be_chosen_is_none_and_very_many_are_not_listed() -> None:
    scenes = [f"scene {number}" for number in range(2 * MOST_OPTIONS)]
    options = configs({}, *scenes)["homeassistant/select/house_box/scene/config"]["options"]
    assert options == scenes[:MOST_OPTIONS]
    assert selected("scene 7", scenes) == "scene 7"
    assert selected(scenes[-1], scenes) == selected("", scenes) == "None"


def test_topics_are_by_the_name_of_the_machine_unless_they_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "ga_llery.example.org")
    assert home("", "").topic == "demond/ga_llery"
    named = home("house/box 2", "")
    assert (named.topic, named.id) == ("house/box 2", "house_box_2")
    assert named.commanded("house/box 2/volume/set") == "volume"


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"engine": "running", "model": "pocket", "audio": "playing", "playing": 1}, "playing"),
        ({"engine": "running", "model": "pocket", "audio": "null", "playing": 0}, "stopped"),
        ({"engine": "running", "model": "", "audio": "null", "playing": 1}, "starting"),
        ({"engine": "starting", "audio": "playing", "playing": 1}, "starting"),
        ({"engine": "starting", "audio": "playing", "playing": 1, "position": 3.2}, "playing"),
        ({"engine": "out of memory" * 100, "audio": "playing"}, "no engine"),
        ({"engine": "running", "audio": "waiting for USB: it is away"}, "no device"),
    ],
)
def test_the_status_is_a_few_words(figures: dict[str, object], told: str) -> None:
    assert status(figures) == told


def test_the_attributes_are_json_with_the_last_problem_and_without_what_is_always_other() -> None:
    figures = {
        "model": "pocket",
        "position": 3.2,
        "uptime": 7,
        "state": "settled",
        "loudness": -17.8,
        "attract": "in 4 s",
        "stale_seconds": float("nan"),
        "problems": 2,
    }
    told = json.loads(attributes(figures, "techno", ("2026-05-01T20:15:00+00:00", "error", "the disk is full")))
    assert told == {
        "prompt": "techno",
        "model": "pocket",
        "problems": 2,
        "last_problem": "error: the disk is full",
        "last_problem_at": "2026-05-01T20:15:00+00:00",
    }


def test_one_that_comes_and_goes_fills_no_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "demond.control.mqtt")
    now = [0.0]
    monkeypatch.setattr("demond.control.mqtt.client.time.monotonic", lambda: now[0])
    connection = Connection(MqttSection(host="box"), Home("x"), lambda *_: None, lambda: None)
    for _ in range(24 * 1800):  # a day
        connection.state = "connected to box" if "waiting" in connection.state else "waiting for box: gone"
        connection.say()
        now[0] += 2.0
    assert len(caplog.records) < 200
    now[0] += TOLD_SECONDS[1]
    connection.state = "connected to the last"
    connection.say()
    assert caplog.records[-1].getMessage() == "MQTT: connected to the last"
