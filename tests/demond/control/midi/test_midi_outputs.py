"""Units that come, show and go, and ports that others send to, over a MIDI system made for the test."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demond.control.mapping import Mappings
from demond.control.midi.input import MidiInput
from demond.control.midi.outputs import Outputs
from demond.control.midi.twins import twin
from demond.store import Store
from tests.controller import Controller, MidiSystem
from tests.waiting import wait_for

DESK = """
[device]
match = "desk"
init = ["F0 01 F7"]
exit = ["F0 02 F7"]
pace = 20000

[[midi]]
type = "bend"
channel = 1
to = "denoise"
takeover = "jump"
show = "own"

[[midi]]
type = "note"
channel = 1
number = 1
to = "mute"
mode = "toggle"
show = "own"

[[midi]]
type = "note"
channel = 1
number = 2
to = "play"
show = "own"
"""
PLAIN = '[[midi]]\ntype = "cc"\nnumber = 1\nto = "blend"\ntakeover = "jump"\n'
OTHER = """
[device]
match = "other"

[[midi]]
type = "note"
channel = 1
number = 1
to = "mute"
mode = "toggle"
"""
ALL = {"E0": "4C 59", "90 01": "00", "90 02": "00"}


class Rig:
    def __init__(self, folder: Path, text: str) -> None:
        (folder / "desk.toml").write_text(text)
        (folder / "plain.toml").write_text(PLAIN)
        self.folder = folder
        self.system = MidiSystem()
        self.store = Store()
        self.playing = False
        words = {"playing": lambda: self.playing, "stopped": lambda: not self.playing}
        self.outputs = Outputs(self.store, words)
        self.midi = MidiInput(self.store, Mappings.load([folder]), backends=[self.system], outputs=self.outputs)
        self.midi.start()

    def plug(self, name: str = "desk", output: str | None = None) -> Controller:
        unit = self.system.plug(Controller(name, output))
        wait_for(lambda: name in self.midi.ports())
        return unit

    def close(self) -> None:
        self.midi.close()
        self.outputs.close()


Make = Callable[..., Rig]


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    monkeypatch.setattr("demond.control.midi.input.LOOK", 0.02)
    monkeypatch.setattr("demond.control.midi.systems.RETRY", 0.1)
    made: list[Rig] = []

    def make(text: str = DESK) -> Rig:
        made.append(Rig(tmp_path, text))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_unit_has_its_init_and_then_everything_each_time_it_comes(rig: Make) -> None:
    r = rig()
    for _ in range(2):
        unit = r.plug()
        wait_for(lambda unit=unit: {**unit.now, **ALL} == unit.now)  # type: ignore[misc]
        assert unit.heard[0] == "F0 01 F7"
        assert r.outputs.ports() == ["desk"]
        r.system.unplug(unit)
        wait_for(lambda: r.outputs.ports() == [])
    assert r.system.opened == ["desk", "desk"]


def test_what_is_set_anywhere_is_seen_within_50_ms(rig: Make) -> None:
    r = rig()
    unit = r.plug()
    wait_for(lambda: len(unit.heard) == 4)
    took = []
    for count in range(30):
        unit.forget()
        began = time.monotonic()
        r.store.set("denoise", count % 2)
        wait_for(lambda: bool(unit.heard))
        took.append(unit.times[0] - began)
        time.sleep(0.01)
    assert sorted(took)[27] < 0.05
    unit.forget()
    r.playing = True
    wait_for(lambda: unit.now["90 02"] == "7F")


def test_the_end_sends_what_the_file_says_and_lets_go(rig: Make) -> None:
    r = rig()
    unit = r.plug()
    wait_for(lambda: len(unit.heard) == 4)
    r.midi.close()
    assert unit.heard[-1] == "F0 02 F7"
    assert r.system.outs[0].closed
    assert r.outputs.ports() == []


def test_only_ports_of_units_that_show_are_opened(rig: Make) -> None:
    r = rig()
    r.plug("keys")
    unit = r.plug("desk")
    wait_for(lambda: len(unit.heard) == 4)
    assert r.system.opened == ["desk"]


def test_two_alike_each_show_and_neither_is_moved_by_its_own_hand(rig: Make) -> None:
    r = rig()
    one, two = r.plug("desk:desk 20:0"), r.plug("desk:desk 24:0")
    wait_for(lambda: len(one.heard) == len(two.heard) == 4)
    one.forget()
    two.forget()
    one.send("E0 00 20")
    wait_for(lambda: two.now["E0"] == "00 20")
    time.sleep(0.05)
    assert one.heard == []
    two.send("90 01 7F")
    wait_for(lambda: one.now["90 01"] == two.now["90 01"] == "7F")


def test_an_output_that_fails_costs_nobody_else_anything_and_is_tried_again(rig: Make) -> None:
    r = rig()
    bad, good = r.plug("desk:desk 20:0"), r.plug("desk:desk 24:0")
    wait_for(lambda: len(bad.heard) == len(good.heard) == 4)
    r.system.deaf.add(bad.name)
    r.store.set("denoise", 0.0)
    wait_for(lambda: good.now["E0"] == "00 00")
    good.send("90 01 7F")
    wait_for(lambda: good.now["90 01"] == "7F")
    assert bad.name in r.midi.ports()
    bad.forget()
    r.system.deaf.clear()
    wait_for(lambda: bad.now["E0"] == "00 00")
    assert bad.heard[0] == "F0 01 F7"


def test_another_mapping_is_shown_at_once(rig: Make) -> None:
    r = rig()
    unit = r.plug()
    wait_for(lambda: len(unit.heard) == 4)
    (r.folder / "desk.toml").write_text(DESK.replace('"denoise"', '"blend"'))
    r.midi.set_mappings(Mappings.load([r.folder]))
    wait_for(lambda: unit.now["E0"] == "00 00")
    (r.folder / "desk.toml").write_text(PLAIN)
    r.midi.set_mappings(Mappings.load([r.folder]))
    wait_for(lambda: unit.heard[-1] == "F0 02 F7" and r.outputs.ports() == [])


def test_everything_is_shown_anew_when_asked(rig: Make) -> None:
    r = rig()
    assert r.outputs.refresh() == "shown anew on no unit: none is there that shows"
    unit = r.plug()
    wait_for(lambda: len(unit.heard) == 4)
    unit.forget()
    assert r.outputs.refresh() == "shown anew on desk"
    wait_for(lambda: len(unit.heard) == 4)
    assert unit.heard[0] == "F0 01 F7"


def test_a_cable_back_into_the_input_does_not_move_anything(rig: Make) -> None:
    r = rig()
    unit = Controller("desk")
    unit.loops = True
    r.system.plug(unit)
    wait_for(lambda: len(unit.heard) == 4 and not unit.sends)
    r.store.set("mute", True)
    r.store.set("denoise", 0.3, seconds=0.2)
    wait_for(lambda: unit.now["E0"] == f"{round(0.3 * 16383) & 127:02X} {round(0.3 * 16383) >> 7:02X}")
    time.sleep(0.1)
    assert (r.store.get("mute"), r.store.get("denoise")) == (True, 0.3)


def test_a_cable_from_one_unit_to_the_input_of_another_does_not_move_anything(rig: Make) -> None:
    r = rig()
    (r.folder / "other.toml").write_text(OTHER)
    r.midi.set_mappings(Mappings.load([r.folder]))
    unit, other = Controller("desk"), r.plug("other")
    unit.loops, unit.sends = True, other.sends
    r.system.plug(unit)
    wait_for(lambda: len(unit.heard) == 4)
    for on in (True, False, True, True):
        r.store.set("mute", on)
        wait_for(lambda on=on: unit.now["90 01"] == ("7F" if on else "00"))  # type: ignore[misc]
        time.sleep(0.08)
        assert r.store.get("mute") is on


def test_what_others_send_goes_to_ports_of_that_name_as_they_come_and_go(rig: Make) -> None:
    r = rig()
    outlet = r.outputs.open("drum")
    outlet.send(b"\xf8")
    drum = r.plug("drum machine")
    wait_for(lambda: outlet.ports() == ["drum machine"])
    outlet.send(b"\xf8")
    assert drum.heard == ["F8"]
    first = r.system.outs[-1]
    r.system.deaf.add("drum machine")
    outlet.send(b"\xf8")
    wait_for(lambda: first.closed)
    r.system.deaf.clear()
    wait_for(lambda: outlet.ports() == ["drum machine"])
    r.system.unplug(drum)
    wait_for(lambda: outlet.ports() == [])
    ours = r.outputs.open("demond-midi")
    wait_for(lambda: ours.ports() == ["demond-midi-out:feedback"])
    ours.send(b"\xfa")
    assert r.system.own.heard == ["FA"]
    ours.close()
    outlet.close()
    assert r.outputs.outlets() == ()


@pytest.mark.parametrize(
    ("port", "outputs", "out", "wanted"),
    [
        ("MIDI Mix:MIDI Mix MIDI 1 20:0", ["MIDI Mix:MIDI Mix MIDI 1 20:0"], None, "MIDI Mix:MIDI Mix MIDI 1 20:0"),
        ("nano:SLIDER/KNOB 24:0", ["x:y 20:0", "nano:CTRL 24:0"], None, "nano:CTRL 24:0"),
        ("APC:Keys 24:0", ["APC:Keys 24:0", "APC:Control 24:1"], "APC.*Control", "APC:Control 24:1"),
        ("APC:Keys 28:0", ["APC:Control 24:1", "APC:Control 28:1"], "APC.*Control", "APC:Control 28:1"),
        ("nano:out", ["rig:in", "nano:in"], None, "nano:in"),
        ("system:midi_capture_2", ["system:midi_playback_1", "system:midi_playback_2"], None, "system:midi_playback_2"),
        ("a2j:nano [24] (capture): CTRL", ["a2j:x [20] (playback): CTRL", "a2j:nano [24] (playback): OUT"], None,
         "a2j:nano [24] (playback): OUT"),
        ("nano:out", ["rig:in", "other:in"], None, None),
        ("nano:out", ["rig:in", "other:in"], "other", "other:in"),
        ("nano:out", [], None, None),
    ],
)  # fmt: skip
def test_which_output_is_an_inputs(port: str, outputs: list[str], out: str | None, wanted: str | None) -> None:
    assert twin(port, outputs, out) == wanted
