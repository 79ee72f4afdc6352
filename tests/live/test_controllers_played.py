"""Scripted units on a JACK server: they plug in, hear their init and how things stand, play, and are shown changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from demond.control.mapping import Mappings
from demond.control.midi.input import MidiInput
from demond.control.midi.outputs import Outputs
from demond.parameters import lora_rows
from demond.store import Store
from tests.live.wire import Wire
from tests.scripted_units import UNITS, Scripted
from tests.waiting import wait_for

if TYPE_CHECKING:
    from tests.jack_server import JackServer

PLAYED = (
    "akai-midimix",
    "behringer-x-touch-mini",
    "novation-launch-control-xl",
    "mackie-control",
    "akai-apc-mini-mk2",
    "novation-launch-control-xl-3",
)
SEEN = 0.05
"""Seconds within which a change is seen; JACK's period and a slow machine's scheduling come on top."""
SLACK = 0.15

RIG = """
import sys, rtmidi
name = sys.argv[1]
out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name + " capture")
ear = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=name + " playback", queue_size_limit=8192)
ear.ignore_types(sysex=False, timing=False, active_sense=False)
ear.set_callback(lambda event, data: print(bytes(event[0]).hex(" ").upper(), flush=True))
out.open_virtual_port("midi")
ear.open_virtual_port("midi")
print("ready", flush=True)
for line in sys.stdin:
    out.send_message(list(bytes.fromhex(line)))
"""


class Unit(Wire):
    """A unit on the JACK server: one client for each direction, as rtmidi has them."""

    def __init__(self, script: Scripted) -> None:
        self.script = script
        self.heard: list[tuple[float, str]] = []
        super().__init__(RIG, script.port)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.lines():
            self.heard.append((time.monotonic(), line))

    def since(self, when: float) -> list[str]:
        return [message for at, message in list(self.heard) if at >= when]

    def quiet(self, seconds: float = 0.3) -> None:
        """Wait until it heard something, and nothing more for a while."""
        wait_for(lambda: bool(self.heard) and time.monotonic() - self.heard[-1][0] > seconds, 10.0)


class Played:
    """A store that all units of the house play, under what is played by default."""

    def __init__(self) -> None:
        self.store = Store()
        self.store.admit([row for lora in ("first", "second") for row in lora_rows(lora, 1.0)])
        for lora in ("first", "second"):
            self.store.set(f"lora/{lora}/enabled", True)
        words = {word: lambda: False for word in ("playing", "stopped", "recording", "beat", "scene")}
        self.outputs = Outputs(self.store, words)
        self.input = MidiInput(self.store, Mappings.load(), backend="jack", outputs=self.outputs)
        self.input.start()

    def close(self) -> None:
        self.input.close()
        self.outputs.close()


@pytest.fixture
def played(jack: JackServer) -> Iterator[Played]:
    made = Played()
    yield made
    made.close()


@pytest.fixture
def plug() -> Iterator[Callable[[str], Unit]]:
    plugged: list[Unit] = []

    def make(file: str) -> Unit:
        plugged.append(Unit(next(unit for unit in UNITS if unit.file == file)))
        return plugged[-1]

    yield make
    for unit in plugged:
        unit.unplug()


@pytest.mark.parametrize("file", PLAYED)
def test_a_unit_plugs_in_plays_and_shows(played: Played, plug: Callable[[str], Unit], file: str) -> None:
    unit = plug(file)
    unit.quiet()
    everything = unit.since(0.0)
    assert [message for message in everything if message in unit.script.init][: len(unit.script.init)] == [
        *unit.script.init
    ]
    before = {name: played.store.get(name) for name, _, _ in unit.script.shows}
    for name, value, messages in unit.script.shows:
        began = time.monotonic()
        played.store.set(name, value)
        if messages:
            wait_for(lambda: set(messages) <= set(unit.since(began)), 2.0)  # noqa: B023
            took = max(at for at, message in unit.heard if at >= began and message in messages) - began
            assert took < SEEN + SLACK, f"{name} was seen after {took:.3f} s"
            assert [message for message in unit.since(began) if message in messages] == list(messages)
    played.store.set_many(before)
    for messages, name, value in unit.script.plays:
        if played.store.rows[name].kind == "action":
            continue
        time.sleep(0.25)  # what ramps is there, and hands rest
        unit.send(*messages)
        wanted = pytest.approx(value, abs=1e-4) if isinstance(value, float) else value
        wait_for(lambda: played.store.target(name) == wanted, 2.0)  # noqa: B023
    played.input.close()
    wait_for(lambda: set(unit.script.exit) <= set(unit.since(0.0)), 2.0)


def test_a_motor_fader_is_left_alone_while_it_is_touched(played: Played, plug: Callable[[str], Unit]) -> None:
    unit = plug("mackie-control")
    unit.quiet()
    unit.send("90 68 7F", "E0 00 40")
    wait_for(lambda: played.store.target("denoise") == pytest.approx(8192 / 16383), 2.0)
    began = time.monotonic()
    played.store.set("denoise", 0.25)
    played.store.set("hint_strength", 0.0)
    wait_for(lambda: "E1 00 00" in unit.since(began), 2.0)
    time.sleep(0.5)
    assert not [message for message in unit.since(began) if message.startswith("E0")]
    unit.send("90 68 00")
    wait_for(lambda: "E0 00 20" in unit.since(began), 2.0)


def test_a_unit_that_comes_back_is_told_everything_anew(played: Played, plug: Callable[[str], Unit]) -> None:
    first = plug("behringer-x-touch-mini")
    first.quiet()
    first.unplug()
    wait_for(lambda: played.input.ports() == [], 3.0)
    played.store.set("denoise", 0.0)
    again = plug("behringer-x-touch-mini")
    again.quiet()
    heard = again.since(0.0)
    assert heard[0] == "B0 7F 01"
    assert "B0 30 21" in heard


def test_four_units_at_once_each_hears_only_its_own(played: Played, plug: Callable[[str], Unit]) -> None:
    units = [plug(file) for file in PLAYED[:4]]
    for unit in units:
        unit.quiet()
    began = time.monotonic()
    played.store.set("group/0", 0.0)
    own = ("90 01 7F", "F0 00 20 29 02 11 78 08 00 0C F7", "B0 30 21")
    for unit, message in zip((units[0], units[2], units[3]), own, strict=True):
        wait_for(lambda: message in unit.since(began), 2.0)  # noqa: B023
    assert units[1].since(began) == [], "its rings are those of layer A"
