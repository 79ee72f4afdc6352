"""Controllers that show, over JACK MIDI ports: each is a process of its own that sends, and tells what it hears."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from demond.control.mapping import Mappings
from demond.control.midi.input import MidiInput
from demond.control.midi.outputs import Outputs
from demond.control.osc import OscServer
from demond.store import Store
from tests.controller import Controller
from tests.live.wire import Wire
from tests.waiting import eventually, wait_for

if TYPE_CHECKING:
    from tests.jack_server import JackServer

RIG = """
import sys, threading, time, rtmidi
out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=sys.argv[1])
out.open_virtual_port("out")
into = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=sys.argv[1], queue_size_limit=4096)
into.ignore_types(sysex=False)
into.open_virtual_port("in")
print("ready", flush=True)
def hear():
    while True:
        event = into.get_message()
        if event is None:
            time.sleep(0.001)
        else:
            print(time.monotonic(), bytes(event[0]).hex(), flush=True)
threading.Thread(target=hear, daemon=True).start()
for line in sys.stdin:
    out.send_message(list(bytes.fromhex(line)))
"""

DESK = """
[device]
match = "desk"
out = "desk.*in"
init = ["F0 7E 01 F7"]
exit = ["F0 7E 02 F7"]
pace = 20000

[[midi]]
type = "bend"
channel = 1
to = "denoise"
takeover = "jump"
show = ["own", { send = "F0 00 00 66 14 12 38 {value:7} F7" }]

[[midi]]
type = "note"
channel = 1
number = 1
to = "mute"
mode = "toggle"
show = "own"
"""


class Plugged(Controller):
    """A controller on the JACK server, with a process of its own."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._wire = Wire(RIG, name)
        self.arrived: list[tuple[float, bytes]] = []
        self.unplug = self._wire.unplug
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, *messages: str) -> None:
        self._wire.send(*messages)

    def _listen(self) -> None:
        for line in self._wire.lines():
            when, data = line.split()
            self.hear(bytes.fromhex(data))
            self.arrived.append((float(when), bytes.fromhex(data)))


class Daemon:
    def __init__(self, folder: Path) -> None:
        (folder / "desk.toml").write_text(DESK)
        self.store = Store()
        self.outputs = Outputs(self.store, {})
        self.midi = MidiInput(self.store, Mappings.load([folder]), backend="jack", outputs=self.outputs)
        self.midi.start()

    def close(self) -> None:
        self.midi.close()
        self.outputs.close()


@pytest.fixture
def daemon(jack: JackServer, tmp_path: Path) -> Iterator[Daemon]:
    daemon = Daemon(tmp_path)
    yield daemon
    daemon.close()


@pytest.fixture
def plug() -> Iterator[Callable[[str], Plugged]]:
    plugged: list[Plugged] = []

    def make(name: str) -> Plugged:
        plugged.append(Plugged(name))
        return plugged[-1]

    yield make
    for each in plugged:
        each.unplug()


Plug = Callable[[str], Plugged]


def shown(unit: Plugged) -> None:
    wait_for(lambda: {"E0", "90 01"} <= unit.now.keys() and len(unit.heard) >= 4, 8.0)


def test_a_change_over_osc_is_seen_within_50_ms(daemon: Daemon, plug: Plug) -> None:
    """From the packet to the bytes at the controller's own port, two JACK periods included."""
    unit = plug("desk")
    shown(unit)

    def bends(since: float) -> list[float]:
        return [when for when, data in list(unit.arrived) if when >= since and data[0] == 0xE0]

    async def play() -> list[float]:
        server = OscServer(daemon.store, "127.0.0.1", 0)
        took = []
        for count in range(40):
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", SEND, str(server.port), str(count % 2), stdout=asyncio.subprocess.PIPE
            )
            assert process.stdout is not None
            began = float(await process.stdout.readline())
            await eventually(lambda: bends(began))  # noqa: B023
            took.append(bends(began)[0] - began)
            await process.wait()
        server.close()
        return took

    took = sorted(asyncio.run(play()))
    assert took[35] < 0.05, took


SEND = """
import socket, struct, sys, time
data = b"/demond/denoise\\0,f\\0\\0" + struct.pack(">f", float(sys.argv[2]))
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print(time.monotonic(), flush=True)
sock.sendto(data, ("127.0.0.1", int(sys.argv[1])))
"""


def test_a_unit_that_comes_back_has_its_init_and_everything_anew(daemon: Daemon, plug: Plug) -> None:
    for value in (0.25, 0.75):
        unit = plug("desk")
        daemon.store.set("denoise", value)
        shown(unit)
        assert unit.heard[0] == "F0 7E 01 F7"
        wait_for(lambda unit=unit, value=value: unit.now["E0"] == bend(value))  # type: ignore[misc]
        unit.unplug()
        wait_for(lambda: daemon.outputs.ports() == [] and daemon.midi.ports() == [], 5.0)


def test_no_byte_to_a_moved_fader_and_the_end_is_told(daemon: Daemon, plug: Plug) -> None:
    unit = plug("desk")
    shown(unit)
    time.sleep(0.1)
    unit.forget()
    for step in range(40):
        unit.send(f"E0 00 {step + 10:02X}")
        time.sleep(0.01)
    wait_for(lambda: daemon.store.get("denoise") == pytest.approx((49 << 7) / 16383))
    told = "F0 00 00 66 14 12 38 " + b"0.38   ".hex(" ").upper() + " F7"
    wait_for(lambda: unit.heard[-1:] == [told])
    time.sleep(0.6)
    assert [each for each in unit.heard if each.startswith("E0")] == []
    assert unit.heard[-1] == told
    unit.send("90 01 7F", "90 01 00")
    wait_for(lambda: unit.now["90 01"] == "7F")
    daemon.midi.close()
    wait_for(lambda: unit.heard[-1] == "F0 7E 02 F7")


def test_a_jack_server_that_stands_still_holds_nobody_up(jack: JackServer, daemon: Daemon, plug: Plug) -> None:
    """python-rtmidi would wait for it with the interpreter lock in its hand."""
    unit = plug("desk")
    shown(unit)
    pids = [int(p) for p in os.listdir("/proc") if p.isdigit() and jack.name.encode() in _command(p)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    longest, last, end = 0.0, time.monotonic(), time.monotonic() + 3.0
    while time.monotonic() < end:
        daemon.store.set("denoise", time.monotonic() % 1.0)
        time.sleep(0.001)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
    assert longest < 0.25
    daemon.store.set("denoise", 0.5)
    wait_for(lambda: unit.now["E0"] == bend(0.5), 10.0)


def test_clock_goes_out_by_our_own_port(jack: JackServer, daemon: Daemon, plug: Plug) -> None:
    outlet = daemon.outputs.open("demond-midi")
    wait_for(lambda: outlet.ports() == ["demond-midi-out:feedback"], 5.0)
    drum = plug("drum")
    jack.wait_port("demond-midi-out:feedback")
    jack.run("jack_connect", "demond-midi-out:feedback", jack.wait_port("drum-01:in"))
    time.sleep(0.1)
    for _ in range(24):
        outlet.send(b"\xfa")
        time.sleep(0.002)
    wait_for(lambda: drum.heard == ["FA"] * 24)


def bend(value: float) -> str:
    number = int(value * 16383 + 0.5)
    return f"{number & 127:02X} {number >> 7:02X}"


def _command(pid: str) -> bytes:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
    return command if command.startswith(b"jackd") else b""
