"""A demond as Home Assistant knows it: its entities, their topics, and what they stand at. Pure functions.

Discovery: https://www.home-assistant.io/integrations/mqtt/, a message for each entity, which every version of Home
Assistant since 2021.7 understands; what a version does not know of it is left out there.
"""

from __future__ import annotations

import json
import math
import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from demond import __version__
from demond.control.summary import Facts, state
from demond.parameters import Parameter, Value

CONTROLS = ("volume", "drift")
"""Those of them that are there are entities."""
PLAY, SCENE, STATUS = "play", "scene", "status"
ONLINE, OFFLINE = "online", "offline"
ON, OFF = "ON", "OFF"
NOTHING = "None"
"""What Home Assistant takes for a selection of nothing."""
MOST_OPTIONS = 200
TOLD = (
    *("version", "model", "loading", "model_refused", "engine", "engine_restarts", "engine_making"),
    *("audio", "device", "scene", "cue", "recording", "preparing", "stale_seconds", "xruns", "midi"),
    *("quiet", "schedule_next", "section"),
)
"""Figures that are attributes of the status: no such that are others every moment."""

_NO_ID = re.compile(r"[^a-zA-Z0-9_-]+")
_KINDS = {"float": "number", "int": "number", "bool": "switch", "enum": "select"}


@dataclass(frozen=True)
class Home:
    """Where everything is: all topics begin with `topic`; discovery with `discovery`, none where that is empty."""

    topic: str
    discovery: str = ""

    @property
    def id(self) -> str:
        """What tells this demond from others."""
        return _NO_ID.sub("_", self.topic).strip("_") or "demond"

    @property
    def available(self) -> str:
        return f"{self.topic}/available"

    @property
    def attributes(self) -> str:
        return f"{self.topic}/attributes"

    @property
    def refused(self) -> str:
        return f"{self.topic}/refused"

    @property
    def commands(self) -> str:
        """What is listened to."""
        return f"{self.topic}/+/set"

    def state(self, entity: str) -> str:
        return f"{self.topic}/{entity}"

    def commanded(self, topic: str) -> str:
        """The entity that a command is for."""
        return topic.removeprefix(f"{self.topic}/").removesuffix("/set")

    def configs(self, rows: Mapping[str, Parameter], scenes: Sequence[str]) -> dict[str, str]:
        """What lets Home Assistant find everything, by topic."""
        if not self.discovery:
            return {}
        entities: dict[str, tuple[str, dict[str, object]]] = {
            **{name: (_KINDS[row.kind], _of_row(row)) for name, row in rows.items()},
            PLAY: ("switch", {"payload_on": ON, "payload_off": OFF}),
            SCENE: ("select", {"options": list(scenes[:MOST_OPTIONS])}),
            STATUS: ("sensor", {"json_attributes_topic": self.attributes}),
        }
        configs = {}
        for name, (kind, own) in entities.items():
            said = {
                "name": name.capitalize(),
                "unique_id": f"{self.id}_{name}",
                "state_topic": self.state(name),
                "availability_topic": self.available,
                "device": self._device(),
                "origin": {"name": "demond", "sw_version": __version__},
                **({} if kind == "sensor" else {"command_topic": f"{self.state(name)}/set"}),
                **own,
            }
            configs[f"{self.discovery}/{kind}/{self.id}/{name}/config"] = json.dumps(said)
        return configs

    def _device(self) -> dict[str, object]:
        called = self.topic.rpartition("/")[2]
        name = "demond" if called == "demond" else f"demond {called}"
        return {"identifiers": [self.id], "name": name, "manufacturer": "demond", "sw_version": __version__}


def home(topic: str, discovery: str) -> Home:
    """Where everything is, as it is configured: without a topic, by the name of this machine."""
    host = _NO_ID.sub("-", socket.gethostname().partition(".")[0]) or "here"
    return Home(topic or f"demond/{host}", discovery)


def entities(rows: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """The controls that are entities."""
    return {name: rows[name] for name in CONTROLS if name in rows and rows[name].kind in _KINDS}


def payload(value: Value) -> str:
    """What a control stands at, as its entity has it."""
    if isinstance(value, bool):
        return ON if value else OFF
    return f"{value:.7g}" if isinstance(value, float) else str(value)


def selected(scene: str, scenes: Sequence[str]) -> str:
    """The scene that was recalled last, where it is one of those that can be chosen."""
    return scene if scene in scenes[:MOST_OPTIONS] else NOTHING


def status(figures: Mapping[str, object]) -> str:
    """In a few words how it is: what is wrong, else whether it plays."""
    audio, engine = str(figures.get("audio", "")), str(figures.get("engine", ""))
    if audio.startswith("waiting"):
        return "no device"
    return state(Facts(figures)) if engine in ("running", "starting", "") else "no engine"


def attributes(figures: Mapping[str, object], prompt: str, problem: Sequence[object]) -> str:
    """What is told beside the status, as JSON: figures, the prompt, and the last problem with its time."""
    told: dict[str, object] = {"prompt": prompt}
    for name in TOLD:
        value = figures.get(name)
        if value is not None and not (isinstance(value, float) and not math.isfinite(value)):
            told[name] = value
    told["problems"] = figures.get("problems", 0)
    told["last_problem"] = ": ".join(map(str, problem[1:]))
    told["last_problem_at"] = str(problem[0]) if problem else ""
    return json.dumps(told)


def _of_row(row: Parameter) -> dict[str, object]:
    """What an entity of a control says of its values."""
    if row.kind == "bool":
        return {"payload_on": ON, "payload_off": OFF}
    if row.kind == "enum":
        return {"options": list(row.choices)}
    step = 1 if row.kind == "int" else 0.01 if row.high - row.low <= 2 else 0.1
    unit = {"unit_of_measurement": row.unit} if row.unit else {}
    return {"min": row.low, "max": row.high, "step": step, "mode": "slider", **unit}
