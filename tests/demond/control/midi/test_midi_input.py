"""MIDI ports that come, go and fail, with a MIDI system made for the test."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from demond.control.mapping import Mappings
from demond.control.midi.input import MidiInput
from demond.control.midi.systems import System
from demond.parameters import Value
from demond.store import Store
from tests.waiting import wait_for


class FakePort:
    def __init__(self) -> None:
        self.queue: deque[Sequence[int]] = deque()
        self.closed = False
        self.broken = False

    def receive(self) -> Sequence[int] | None:
        if self.broken:
            raise OSError("read error")
        return self.queue.popleft() if self.queue else None

    def close(self) -> None:
        self.closed = True


class FakeSystem:
    """A MIDI system whose devices a test plugs and unplugs."""

    def __init__(self, name: str = "ALSA") -> None:
        self.name = name
        self.lacking = ""
        self.run: str | None = "first"
        self.devices: list[str] = []
        self.inputs: dict[str, FakePort] = {}
        self.own = FakePort()
        self.refuses: set[str] = set()
        self.hangs = threading.Event()
        self.hangs.set()

    def running(self) -> str | None:
        self.hangs.wait()
        return self.run

    def absence(self) -> str:
        return "switched off by the test"

    def ports(self) -> list[str]:
        return list(self.devices)

    def open(self, port: str) -> FakePort:
        if port in self.refuses:
            raise OSError("busy")
        self.inputs[port] = FakePort()
        return self.inputs[port]

    def offer(self, client: str, port: str) -> FakePort:
        assert (client, port) == ("demond-midi", "control")
        self.own = FakePort()
        return self.own

    def close(self) -> None:
        pass


MAPPING = """
[[midi]]
type = "cc"
number = 1
to = "denoise"
takeover = "jump"

[[midi]]
type = "note"
number = 60
to = "sde"

[[midi]]
type = "note"
number = 61
to = "reload"
"""
NANO = '[device]\nmatch = "nano"\n[[midi]]\ntype = "cc"\nnumber = 1\nto = "hint_strength"\ntakeover = "jump"\n'


class Setup:
    def __init__(self, folder: Path, systems: list[FakeSystem], **options: object) -> None:
        (folder / "any.toml").write_text(MAPPING)
        (folder / "nano.toml").write_text(NANO)
        self.systems = systems
        self.system = systems[0]
        self.store = Store()
        self.midi = MidiInput(self.store, Mappings.load([folder]), backends=systems, **options)  # type: ignore[arg-type]
        self.midi.start()

    def plug(self, name: str) -> float:
        self.system.devices.append(name)
        return wait_for(lambda: name in self.midi.info()["ports"])  # type: ignore[operator]

    def send(self, port: str, *messages: str) -> None:
        source = self.system.own if port == "own" else self.system.inputs[port]
        before = self.count("messages")
        source.queue.extend(bytes.fromhex(message) for message in messages)
        wait_for(lambda: not source.queue and self.count("messages") >= before + len(messages))

    def count(self, name: str) -> int:
        value = self.midi.info()[name]
        assert isinstance(value, int)
        return value

    def get(self, name: str) -> Value:
        return self.store.get(name)


@pytest.fixture
def make(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Setup]]:
    caplog.set_level(logging.DEBUG, "demond")
    monkeypatch.setattr("demond.control.midi.input.LOOK", 0.02)
    monkeypatch.setattr("demond.control.midi.systems.RETRY", 0.1)
    made: list[Setup] = []

    def setup(*systems: FakeSystem, **options: object) -> Setup:
        made.append(Setup(tmp_path, list(systems) or [FakeSystem()], **options))
        return made[-1]

    yield setup
    for one in made:
        one.midi.close()


def said(caplog: pytest.LogCaptureFixture, words: str) -> int:
    return sum(words in record.getMessage() for record in caplog.records)


def test_a_port_is_found_lost_and_found_again(make: Callable[..., Setup], caplog: pytest.LogCaptureFixture) -> None:
    s = make()
    assert s.plug("nano 1") < 2.0
    s.send("nano 1", "B0 01 7F")
    assert s.get("hint_strength") == 1.0
    s.send("nano 1", "B0 01 00")
    assert (s.get("hint_strength"), s.get("denoise")) == (0.0, 0.7)
    first = s.system.inputs["nano 1"]
    s.system.devices.clear()
    wait_for(lambda: s.midi.info()["ports"] == [] and first.closed)
    time.sleep(0.15)
    assert s.plug("nano 1") < 2.0
    s.send("nano 1", "B0 01 40")
    assert s.get("hint_strength") == pytest.approx(64 / 127)
    assert said(caplog, "nano 1 is gone") == 1
    assert said(caplog, "nano 1 is open") == 2


def test_two_devices_at_once_by_their_own_mappings(make: Callable[..., Setup]) -> None:
    s = make()
    s.plug("nano 1")
    s.plug("Keyboard")
    s.send("nano 1", "B0 01 00")
    s.send("Keyboard", "B0 01 7F")
    assert (s.get("hint_strength"), s.get("denoise")) == (0.0, 1.0)


def test_only_wanted_ports_are_opened(make: Callable[..., Setup]) -> None:
    s = make(ports=["nano", "absent"])
    s.system.devices.append("Keyboard")
    s.plug("nano 1")
    assert s.midi.info()["ports"] == ["nano 1"]
    assert s.midi.info()["waiting"] == ["absent"]


def test_midi_through_is_left_alone_unless_named(make: Callable[..., Setup], tmp_path: Path) -> None:
    s = make()
    s.system.devices.append("Midi Through:Midi Through Port-0 14:0")
    s.plug("nano 1")
    assert s.midi.info()["ports"] == ["nano 1"]
    named = make(ports=["through"])
    named.plug("Midi Through:Midi Through Port-0 14:0")


def test_jack_ports_that_are_bridged_from_alsa_are_not_played_twice(make: Callable[..., Setup]) -> None:
    alsa, jack = FakeSystem("ALSA"), FakeSystem("JACK")
    s = make(alsa, jack)
    s.plug("nano 1")
    jack.devices = ["a2j:nano 1 (capture): x", "system:midi_capture_1", "sequencer:out"]
    wait_for(lambda: "sequencer:out" in s.midi.info()["ports"])  # type: ignore[operator]
    assert s.midi.info()["ports"] == ["nano 1", "sequencer:out"]
    alsa.run = None
    wait_for(lambda: "system:midi_capture_1" in s.midi.info()["ports"])  # type: ignore[operator]


def test_a_system_that_comes_later_or_starts_again(
    make: Callable[..., Setup], caplog: pytest.LogCaptureFixture
) -> None:
    system = FakeSystem()
    system.run = None
    s = make(system)
    wait_for(lambda: said(caplog, "ALSA is not there, waiting for it: switched off by the test") == 1)
    assert s.midi.info()["absent"] == {"ALSA": "switched off by the test"}
    system.run = "first"
    s.plug("nano 1")
    before, own = system.inputs["nano 1"], system.own
    system.run = "second"
    wait_for(lambda: before.closed and own.closed and s.midi.info()["ports"] == ["nano 1"])
    s.send("nano 1", "B0 01 00")
    assert s.get("hint_strength") == 0.0


def test_a_port_that_cannot_be_opened_is_tried_again(
    make: Callable[..., Setup], caplog: pytest.LogCaptureFixture
) -> None:
    s = make()
    s.system.refuses.add("nano 1")
    s.system.devices.append("nano 1")
    wait_for(lambda: said(caplog, "nano 1 cannot be opened (busy)"))
    time.sleep(0.15)
    assert said(caplog, "nano 1 cannot be opened (busy)") == 1
    s.system.refuses.clear()
    assert wait_for(lambda: s.midi.info()["ports"] == ["nano 1"]) < 2.0


def test_a_broken_driver_is_given_up_and_found_again(
    make: Callable[..., Setup], caplog: pytest.LogCaptureFixture
) -> None:
    s = make()
    s.plug("nano 1")
    broken = s.system.inputs["nano 1"]
    broken.broken = True
    wait_for(lambda: s.system.inputs["nano 1"] is not broken)
    wait_for(lambda: s.midi.info()["ports"] == ["nano 1"])
    assert broken.closed
    assert said(caplog, "ALSA fails (read error)") == 1
    s.send("nano 1", "B0 01 00")
    assert s.get("hint_strength") == 0.0


def test_a_driver_that_hangs_does_not_hold_up_the_end(make: Callable[..., Setup]) -> None:
    s = make()
    wait_for(lambda: s.midi.info()["absent"] == {})
    s.system.hangs.clear()
    time.sleep(0.1)
    began = time.monotonic()
    s.midi.close(0.2)
    assert time.monotonic() - began < 0.5
    s.system.hangs.set()


def test_bad_messages_are_counted_and_end_nothing(
    make: Callable[..., Setup], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    s = make()
    s.plug("Keyboard")
    s.send("Keyboard", "", "B0", "B0 01", "00 01 02", "F0 01 02 F7", "F8", "B0 55 01", "90 3D 40", "90 3D 40")
    assert (s.count("malformed"), s.count("unmapped"), s.count("refused")) == (4, 1, 2)
    assert said(caplog, "cc channel=1 number=85 value=1 is not mapped") == 1
    assert said(caplog, "reload: cannot be done here") == 1
    with monkeypatch.context() as patch:
        patch.setattr("demond.control.midi.input.decode", lambda data: 1 / 0)
        s.send("Keyboard", "B0 01 7F")
    assert s.count("failed") == 1
    s.send("Keyboard", "B0 01 7F")
    assert s.get("denoise") == 1.0


def test_mappings_are_exchanged_while_playing(make: Callable[..., Setup], tmp_path: Path) -> None:
    s = make()
    s.plug("Keyboard")
    s.send("Keyboard", "B0 01 7F")
    (tmp_path / "any.toml").write_text(MAPPING.replace("denoise", "hint_strength"))
    s.midi.set_mappings(Mappings.load([tmp_path]))
    s.send("Keyboard", "B0 01 00")
    assert (s.get("denoise"), s.get("hint_strength")) == (1.0, 0.0)


def test_a_control_that_waits_is_told_once(
    make: Callable[..., Setup], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    s = make()
    (tmp_path / "any.toml").write_text(MAPPING.replace("jump", "pickup"))
    s.midi.set_mappings(Mappings.load([tmp_path]))
    s.plug("Keyboard")
    s.send("Keyboard", "B0 01 00", "B0 01 01", "B0 01 02")
    waits = [record for record in caplog.records if "moves denoise, waiting: 0." in record.getMessage()]
    assert [record.levelno for record in waits] == [logging.INFO, logging.DEBUG, logging.DEBUG]
    assert "waiting: 0.70 away" in waits[0].getMessage()


def test_our_own_port_is_played_and_its_copies_of_a_device_are_not(make: Callable[..., Setup]) -> None:
    s = make()
    wait_for(lambda: s.midi.info()["absent"] == {})
    s.send("own", "90 3C 40")
    assert s.get("sde") is True
    s.plug("Keyboard")
    s.send("own", "90 3C 40")
    assert s.get("sde") is False
    before = s.count("messages")
    s.system.own.queue.append(bytes.fromhex("90 3C 40"))
    s.system.inputs["Keyboard"].queue.append(bytes.fromhex("90 3C 40"))
    wait_for(lambda: s.count("messages") > before)
    time.sleep(0.05)
    assert s.count("messages") == before + 1
    assert s.get("sde") is True


@pytest.mark.parametrize("error", [SystemExit, MemoryError, RecursionError])
def test_a_thread_that_dies_begins_anew_and_plays_on(
    make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type
) -> None:
    setup = make()
    setup.plug("nanoKONTROL2")
    dies = iter([True])

    def die(self: object, now: float) -> Iterator[object]:
        if next(dies, False):
            raise error("in the driver")
        return real(self, now)

    real = System.messages
    monkeypatch.setattr(System, "messages", die)
    wait_for(lambda: "begins anew" in caplog.text)
    setup.send("nanoKONTROL2", "B0 01 7F")
    assert setup.store.get("hint_strength") == 1.0
    assert setup.count("failed") == 1


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one of auto, alsa, jack"):
        MidiInput(Store(), Mappings(), backend="coremidi")
