"""Every shipped controller that shows: it hears its init, then everything, then what changes, byte for byte."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pytest

from demond.control.mapping import Mappings
from demond.control.mapping.forms import forms, unit_of
from demond.control.mapping.mappings import shipped_names
from demond.control.mapping.port import MappedPort
from demond.control.midi.messages import decode
from demond.control.midi.shown import Shown
from demond.control.midi.surface import Surface
from tests.demond.control.mapping.test_controllers import Desk
from tests.scripted_units import UNITS, Scripted

SHOWING = [unit for unit in UNITS if unit.init or unit.shows]
MOST_STEPS = 20_000


class Ear:
    """A unit's MIDI input: what it heard, as hex."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.closed = False

    def send(self, messages: Sequence[bytes]) -> None:
        self.heard += [message.hex(" ").upper() for message in messages]

    def close(self) -> None:
        self.closed = True


class Bench:
    """A unit on a desk, under every shipped file, and a clock that goes as far as there is something to do."""

    def __init__(self, unit: Scripted) -> None:
        self.desk = Desk()
        self.ear = Ear()
        self.words: dict[str, int] = {"playing": 0, "stopped": 1, "recording": 0, "beat": 0, "scene": 0}
        self.said = dict(self.words)
        self.changed: dict[str, None] = {}
        mappings = Mappings.load([*shipped_names(), unit.file])
        self.port = MappedPort(unit.port, mappings, self.desk.store, clock=lambda: self.desk.now)
        words = {word: lambda word=word: self.words[word] for word in self.words}
        told = unit_of(mappings, unit.port)
        assert told is not None
        self.surface = Surface(unit.port, self.ear, told)
        self.port.listen(self.use)
        self._words = words
        self.use()
        self.desk.store.listen(lambda name, value, origin: self.changed.setdefault(name))

    def use(self) -> None:
        store = self.desk.store
        self.surface.use(
            [
                (binding, [Shown(binding, show, store, self._words) for show in shows])
                for binding, shows in forms(self.port)
            ]
        )

    def come(self) -> list[str]:
        """What the unit hears until there is nothing more to say."""
        for _ in range(MOST_STEPS):
            names, self.changed = list(self.changed), {}
            words = [word for word in self.words if self.words[word] != self.said[word]]
            self.said = dict(self.words)
            due = self.surface.step(self.desk.now, names, self.desk.store.ramping(), words)
            if due == math.inf and not self.desk.store.ramping():
                break
            self.desk.now = max(due if due < math.inf else 0.0, self.desk.now + 0.001)
        heard, self.ear.heard = self.ear.heard, []
        return heard

    def send(self, *messages: str) -> None:
        for message in messages:
            data = bytes.fromhex(message)
            if not self.surface.heard(data, self.desk.now):
                decoded = decode(data)
                assert decoded is not None
                self.port.play(decoded)

    def set(self, name: str, value: object) -> list[str]:
        self.desk.store.set(name, value)
        return self.come()


def within(few: Iterable[str], many: Sequence[str]) -> bool:
    """Whether all of these are there, in their order."""
    rest = iter(many)
    return all(one in rest for one in few)


@pytest.mark.parametrize("unit", SHOWING, ids=str)
def test_a_unit_hears_its_init_everything_and_what_changes(unit: Scripted) -> None:
    bench = Bench(unit)
    first = bench.come()
    assert within(unit.init, first), first[:20]
    assert bench.come() == []
    for name, value, messages in unit.shows:
        assert bench.set(name, value) == list(messages), f"{name} = {value}"
    bench.surface.end()
    assert within(unit.exit, bench.ear.heard)
    assert bench.ear.closed


@pytest.mark.parametrize("unit", SHOWING, ids=str)
def test_everything_that_it_was_told_of_a_change_it_is_told_when_it_comes_back(unit: Scripted) -> None:
    bench = Bench(unit)
    for name, value, _ in unit.shows:
        bench.desk.store.set(name, value)
    bench.come()
    told = [bench.set(name, value) for name, value, _ in unit.shows][-1:]
    bench.surface.refresh()
    again = bench.come()
    assert within(unit.init, again)
    assert all(message in again for messages in told for message in messages)


def bench_of(file: str) -> Bench:
    bench = Bench(next(unit for unit in UNITS if unit.file == file))
    bench.come()
    return bench


def test_mackie_a_fader_that_is_touched_is_left_alone_and_confirmed_after() -> None:
    bench = bench_of("mackie-control")
    bench.send("90 68 7F", "E0 00 40")
    bench.come()
    assert bench.set("denoise", 0.25) == []
    bench.desk.now += 1.0
    assert bench.set("denoise", 1.0) == []
    bench.send("90 68 00")
    bench.desk.now += 1.0
    assert bench.come() == ["E0 7F 7F"]


def test_mackie_banks_bring_up_other_names() -> None:
    bench = bench_of("mackie-control")
    bench.send("90 2F 7F", "90 2F 00", "90 2F 7F", "90 2F 00")
    heard = bench.come()
    assert "F0 00 00 66 14 12 00 53 68 69 66 74 20 20 F7" in heard  # "Shift  "
    assert "F0 00 00 66 14 12 38 33 2E 30 30 20 20 20 F7" in heard  # "3.00   "
    assert "B0 30 25" in heard  # 2/5 of its range


def test_x_touch_mini_layers_are_lit_and_bring_their_rings() -> None:
    bench = bench_of("behringer-x-touch-mini")
    bench.desk.store.set("group/0", 2.0)
    bench.send("90 55 7F", "90 55 00")
    heard = bench.come()
    assert {"90 54 00", "90 55 7F", "B0 30 2B"} <= set(heard)


def test_midimix_pages_are_lit_and_a_button_that_leaves_a_page_goes_dark() -> None:
    bench = bench_of("akai-midimix")
    assert bench.set("freeze", True) == ["90 09 7F"]
    bench.send("90 1A 7F", "80 1A 7F")
    heard = bench.come()
    assert {"90 19 00", "90 1A 7F", "90 09 00"} <= set(heard)


def test_launch_control_xl_says_which_mode_by_colour() -> None:
    bench = bench_of("novation-launch-control-xl")
    colours = {"off": "98 5B 0C", "full": "98 5B 3C", "initialize": "98 5B 3E", "self": "98 5B 0F"}
    for word in ("full", "initialize", "self", "off"):
        assert bench.set("guidance_mode", word) == [colours[word]]


def test_ec4_hears_names_and_values() -> None:
    bench = Bench(next(unit for unit in UNITS if unit.file == "faderfox-ec4"))
    heard = bench.come()
    assert "B0 10 59" in heard  # 0.7
    name = "4D 24 14 4D 26 15 4D 26 1E 4D 22 1E"  # "Den.", each character as two halves
    assert f"F0 00 00 00 4E 2C 1B 4E 22 10 4A 20 10 {name} F7" in heard


def test_transport_is_lit() -> None:
    bench = bench_of("behringer-x-touch-mini")
    bench.words |= {"playing": True, "stopped": False}
    assert sorted(bench.come()) == ["90 5D 00", "90 5E 7F"]


@pytest.mark.parametrize("gap", [0.02, 0.05, 0.1, 0.19, 0.25])
def test_every_press_of_a_player_who_drums_counts(gap: float) -> None:
    bench = bench_of("akai-midimix")
    bench.desk.now += 2.0
    for press in range(1, 8):
        bench.send("90 09 7F")
        bench.come()
        bench.desk.now += gap
        bench.send("90 09 00")
        bench.come()
        bench.desk.now += gap
        assert bench.desk.store.get("freeze") is (press % 2 == 1)


@pytest.mark.parametrize(
    ("file", "second", "none"),
    [
        ("akai-apc-mini-mk2", ["96 39 09"], ["92 39 09"]),
        ("novation-launchpad-x", ["90 52 09"], ["90 52 0B"]),
        ("mackie-control", ["90 19 7F"], ["90 19 00"]),
        ("behringer-bcf2000-bcr2000", ["B0 42 7F"], ["B0 42 00"]),
    ],
)
def test_pads_show_which_scene_is_up(file: str, second: list[str], none: list[str]) -> None:
    bench = bench_of(file)
    bench.words["scene"] = 2
    assert bench.come() == second
    bench.words["scene"] = 300
    assert bench.come() == none
    assert bench.come() == []


def test_a_fader_that_is_touched_or_moved_is_left_alone_while_another_page_comes_up() -> None:
    bench = bench_of("mackie-control")
    bench.desk.now += 1.0
    bench.send("90 68 7F")  # the first fader is touched
    bench.come()
    bench.send("90 2F 7F")  # BANK
    bench.desk.store.set("denoise", 0.25)
    first = [message for message in bench.come() if message.startswith("E0")]
    bench.surface.refresh()
    again = [message for message in bench.come() if message.startswith("E0")]
    assert (first, again) == ([], [])
    bench.send("90 68 00")
    bench.desk.now += 1.0
    assert [message for message in bench.come() if message.startswith("E0")] == ["E0 00 20"]
