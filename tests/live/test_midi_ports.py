"""MIDI input against a JACK server: controllers are processes of their own that come, play and go."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from demond.control.mapping import Mappings
from demond.control.midi.input import MidiInput, port_names
from demond.parameters import Value
from demond.store import Store
from tests.live.wire import Wire
from tests.waiting import wait_for

if TYPE_CHECKING:
    from tests.jack_server import JackServer

RIG = """
import sys, rtmidi
out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=sys.argv[1])
out.open_virtual_port("out")
print("ready", flush=True)
for line in sys.stdin:
    out.send_message(list(bytes.fromhex(line)))
"""

MAPPING = """
[[midi]]
type = "cc14"
msb = 1
lsb = 33
to = "denoise"
takeover = "jump"

[[midi]]
type = "note"
number = 60
to = "sde"

[[midi]]
type = "program"
number = 5
to = "prompt/a"
value = "slow strings"

[[midi]]
type = "cc"
number = 20
to = "shift"
"""


class Controller(Wire):
    """A MIDI controller on the JACK server."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(RIG, name)


class Playing:
    """MIDI input into a store."""

    def __init__(self, *mappings: str | Path) -> None:
        self.store = Store()
        self.input = MidiInput(self.store, Mappings.load(mappings), backend="jack")
        self.input.start()

    def ports(self) -> list[str]:
        ports = self.input.info()["ports"]
        assert isinstance(ports, list)
        return ports

    def wait_ports(self, *names: str, seconds: float = 5.0) -> float:
        """Wait until these ports and no others are open; JACK carries messages from the next period on."""
        took = wait_for(lambda: sorted(self.ports()) == sorted(f"{name}:out" for name in names), seconds)
        time.sleep(0.05)
        return took

    def wait(self, name: str, value: Value) -> float:
        wanted = pytest.approx(value) if isinstance(value, float) else value
        return wait_for(lambda: self.store.targets()[name] == wanted, 2.0)


@pytest.fixture
def plug() -> Iterator[Callable[[str], Controller]]:
    plugged: list[Controller] = []

    def make(name: str) -> Controller:
        plugged.append(Controller(name))
        return plugged[-1]

    yield make
    for controller in plugged:
        controller.unplug()


@pytest.fixture
def play(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Callable[..., Playing]]:
    caplog.set_level(logging.DEBUG, "demond")
    (tmp_path / "rig.toml").write_text(MAPPING)
    playing: list[Playing] = []

    def make(*mappings: str | Path) -> Playing:
        playing.append(Playing(*(mappings or (tmp_path / "rig.toml",))))
        return playing[-1]

    yield make
    for one in playing:
        began = time.monotonic()
        one.input.close()
        assert time.monotonic() - began < 2.0


Plug = Callable[[str], Controller]
Play = Callable[..., Playing]


def test_a_nanokontrol2_is_picked_up_by_the_shipped_mappings(jack: JackServer, plug: Plug, play: Play) -> None:
    p = play("generic-cc", "korg-nanokontrol2", "touchosc")
    nano = plug("nanoKONTROL2")
    assert p.wait_ports("nanoKONTROL2") < 2.0
    nano.send("B0 10 00", "B0 10 20")
    wait_for(lambda: p.input.info()["messages"] == 2, 2.0)
    assert p.store.targets()["denoise"] == 0.7
    nano.send("B0 10 60", "B0 10 64")
    p.wait("denoise", 100 / 127)
    nano.send("B0 20 7F", "B0 20 00", "B0 40 7F")
    p.wait("sde", True)
    p.wait("seed", 1)


def test_pairs_notes_and_programs(jack: JackServer, plug: Plug, play: Play) -> None:
    p = play()
    rig = plug("Keystation")
    p.wait_ports("Keystation")
    rig.send("B0 01 40", "B0 21 05")
    p.wait("denoise", (64 * 128 + 5) / 16383)
    rig.send("B0 21 06", "B0 01 41")
    p.wait("denoise", (65 * 128 + 6) / 16383)
    rig.send("90 3C 40", "80 3C 40", "C0 05")
    p.wait("prompt/a", "slow strings")
    assert p.store.targets()["sde"] is True
    rig.send("90 3C 40", "90 3C 00", "F0 7E 7F 06 01 F7", "B0 02 01", "C0 05")
    p.wait("sde", False)
    wait_for(lambda: p.input.info()["unmapped"] == 1, 2.0)
    assert p.input.info()["malformed"] == 0


def test_two_controllers_at_once_each_by_its_own_file(jack: JackServer, plug: Plug, play: Play) -> None:
    p = play("generic-cc", "korg-nanokontrol2")
    nano, keys = plug("nanoKONTROL2"), plug("Keystation")
    p.wait_ports("nanoKONTROL2", "Keystation")
    nano.send("B0 11 7F", "B0 11 40")
    keys.send("B0 01 59", "B0 01 20", "B0 11 00")
    p.wait("hint_strength", 64 / 127)
    p.wait("denoise", 32 / 127)
    nano.send("B0 13 7F", "B0 13 00")
    p.wait("guidance", 1.0)


def test_an_unplugged_controller_is_found_again_within_two_seconds(
    jack: JackServer, plug: Plug, play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    p = play()
    for _ in range(3):
        rig = plug("Keystation")
        assert p.wait_ports("Keystation") < 2.0
        rig.send("C0 05", "B0 01 00", "B0 21 00")
        p.wait("denoise", 0.0)
        p.store.set("denoise", 0.5)
        p.store.set("sde", False)
        rig.send("B0 14 7F", "B0 14 7E", "90 3C 40")
        p.wait("sde", True)
        assert p.store.targets()["shift"] == 3.0
        rig.unplug()
        assert p.wait_ports() < 2.0
    assert sum("Keystation:out is gone" in record.getMessage() for record in caplog.records) == 3


def test_a_controller_that_is_also_connected_by_hand_plays_once(jack: JackServer, plug: Plug, play: Play) -> None:
    p = play()
    rig = plug("Keystation")
    p.wait_ports("Keystation")
    jack.run("jack_connect", "Keystation:out", "demond-midi:control")
    for count in range(1, 41):
        rig.send("90 3C 40", "80 3C 40")
        p.wait("sde", count % 2 == 1)
        time.sleep(0.03)
        assert p.store.targets()["sde"] is (count % 2 == 1)


def test_our_own_port_plays_what_is_connected_to_it(jack: JackServer, plug: Plug, tmp_path: Path) -> None:
    (tmp_path / "rig.toml").write_text(MAPPING)
    store = Store()
    midi = MidiInput(store, Mappings.load([tmp_path / "rig.toml"]), backend="jack", ports=["no such device"])
    midi.start()
    try:
        jack.wait_port("demond-midi:control")
        rig = plug("sequencer")
        jack.run("jack_connect", "sequencer:out", "demond-midi:control")
        rig.send("C0 05")
        wait_for(lambda: store.targets()["prompt/a"] == "slow strings", 2.0)
        assert midi.info()["ports"] == []
        assert port_names() == ["sequencer:out (JACK)"]
    finally:
        midi.close()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_jack_server_that_dies_and_comes_back(jack: JackServer, plug: Plug, play: Play, how: signal.Signals) -> None:
    p = play()
    first = plug("Keystation")
    p.wait_ports("Keystation")
    jack.stop(how)
    first.unplug()
    wait_for(lambda: p.input.info()["absent"] != {}, 2.0)
    assert p.ports() == []
    jack.start()
    rig = plug("Keystation")
    p.wait_ports("Keystation")
    rig.send("90 3C 40")
    p.wait("sde", True)


def test_messages_arrive_soon(jack: JackServer, plug: Plug, play: Play) -> None:
    p = play()
    rig = plug("Keystation")
    p.wait_ports("Keystation")
    seconds = []
    for count in range(50):
        rig.send("90 3C 40")
        seconds.append(p.wait("sde", count % 2 == 0))
        time.sleep(0.005)
    assert sorted(seconds)[25] < 0.03


def test_a_stream_of_messages_arrives_whole(jack: JackServer, plug: Plug, play: Play) -> None:
    p = play()
    rig = plug("Keystation")
    p.wait_ports("Keystation")
    for block in range(20):
        rig.send(*[f"B0 21 {number % 128:02X}" for number in range(100)])
        wait_for(lambda block=block: p.input.info()["messages"] == 100 * (block + 1), 3.0)  # type: ignore[misc]


def test_without_alsa_and_jack_it_waits_in_silence(tmp_path: Path) -> None:
    """No server: the libraries print nothing, it is said once, and the end comes at once."""
    code = (
        "import logging, time\n"
        "logging.basicConfig(level='INFO', format='%(message)s')\n"
        "from demond.control.mapping import Mappings\n"
        "from demond.control.midi.input import MidiInput\n"
        "from demond.store import Store\n"
        "m = MidiInput(Store(), Mappings(), backend='jack'); m.start(); time.sleep(1.5); m.close()\n"
    )
    environment = {**os.environ, "JACK_DEFAULT_SERVER": f"none-{os.getpid()}"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=environment, check=True
    )
    assert done.stderr.splitlines() == ["MIDI: JACK is not there, waiting for it: no JACK server runs"]
    assert done.stdout == ""


@pytest.mark.usefixtures("foreign_client")
def test_a_port_whose_name_is_no_utf8_silences_no_other(
    play: Play, plug: Plug, caplog: pytest.LogCaptureFixture
) -> None:
    rig = plug("nanoKONTROL2")
    playing = play()
    wait_for(lambda: len(playing.ports()) == 2, 5.0)
    time.sleep(0.05)
    shown = next(port for port in playing.ports() if port != "nanoKONTROL2:out")
    assert shown.startswith("caf\\xe9\\nerror: demond: forged:midi")
    rig.send("90 3C 7F")
    playing.wait("sde", True)
    assert f"{shown} (JACK)" in port_names()
    assert "fails" not in caplog.text
