"""Every shipped controller: its file is sound, what it sends moves what it should, what it needs comes back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from demond.control.mapping import Mappings, check, later, shipped_folder
from demond.control.mapping.entries import MidiControl
from demond.control.mapping.mappings import SPECIAL, shipped_names
from demond.control.mapping.port import MappedPort
from demond.control.mapping.reading import read
from demond.control.midi.messages import decode
from demond.parameters import ACTIONS, Parameter, lora_rows
from demond.store import Store
from tests.scripted_units import UNITS, Scripted

NO_MIDI = {"choices", "monome", "touchosc"}
"""Files for surfaces that are no MIDI devices; played in tests of their own."""
NAMES = shipped_names()
ALL = Mappings.load(NAMES)
FILES = {file.path.stem: file for file in ALL.files}


@dataclass
class Desk:
    """A store with two LoRAs that are enabled, and actions that note with what they were asked for."""

    done: list[tuple[str, tuple]] = field(default_factory=list)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.store = Store(clock=lambda: self.now)
        rows: list[Parameter] = [row for lora in ("first", "second") for row in lora_rows(lora, 1.0)]
        self.store.admit(rows)
        for lora in ("first", "second"):
            self.store.set(f"lora/{lora}/enabled", True)
        for action in ACTIONS:
            self.store.handle(action, self._note(action))

    def _note(self, action: str) -> Callable[..., None]:
        return lambda *arguments: self.done.append((action, arguments))

    def came(self, name: str, value: object) -> bool:
        """Whether an action was asked for last with these arguments, or a control was set to this value."""
        if name in ACTIONS:
            return self.done[-1:] == [(name, value)]
        target = self.store.target(name)
        return target == (pytest.approx(value, abs=1e-4) if isinstance(value, float) else value)


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_file_is_sound(name: str) -> None:
    assert check([name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_file_for_a_device_says_how_sure_it_is(name: str) -> None:
    file = FILES[name]
    if file.device is not None:
        assert "not tried on a device" in file.unit.verified
    assert len({entry.line for entry in file.entries}) == len(file.entries)


@pytest.mark.parametrize("name", NAMES)
def test_no_two_entries_of_a_file_fight(name: str) -> None:
    """A control has one entry on a page, but for XY pads and the like, which have one for each argument."""
    file = FILES[name]
    taken: set[tuple[object, str | None]] = set()
    for entry in file.entries:
        control = entry.control
        pages = {entry.page} if entry.page else {None, *file.pages}
        if not isinstance(control, MidiControl):
            pages = {None}
        for page in pages:
            assert (control, page) not in taken, f"{control} on page {page}"
            taken.add((control, page))


def test_every_controller_is_played_here() -> None:
    assert {unit.file for unit in UNITS} == {*NAMES} - NO_MIDI


def test_all_are_played_by_default_but_the_special_ones() -> None:
    names = {file.path.stem for file in Mappings.load().files}
    assert names == {*NAMES} - {*SPECIAL}
    for name in SPECIAL:
        assert (shipped_folder() / f"{name}.toml").exists()


def test_files_for_devices_that_are_not_there_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: list[str] = []
    monkeypatch.setattr(later, "read", lambda path, shipped: (whole.append(path.stem), read(path, shipped=shipped))[1])
    mappings, times = Mappings.load(), []
    for _ in range(3):
        began = time.thread_time()
        mappings = Mappings.load()
        times.append(time.thread_time() - began)
    assert sorted(times)[1] < 0.06
    store = Store()
    mappings.aliases(store)
    note = decode(bytes.fromhex("B0 63 00"))
    assert note is not None
    MappedPort("Keystation", mappings, store).play(note)
    assert set(whole) <= {"choices", "generic-cc", "monome", "touchosc"}
    MappedPort("MIDI Mix", mappings, store).play(note)
    assert whole[-1] == "akai-midimix"


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("unit", UNITS, ids=str)
def test_what_a_unit_sends_moves_what_it_should(unit: Scripted, desk: Desk) -> None:
    """By everything that is played by default, so that no other file has a say on its port."""
    played = [file for name, file in FILES.items() if name not in {*SPECIAL, unit.file}] + [FILES[unit.file]]
    port = MappedPort(unit.port, Mappings(played), desk.store)
    for messages, name, value in unit.plays:
        desk.done.clear()
        desk.now += 1.0
        for message in messages:
            decoded = decode(bytes.fromhex(message))
            assert decoded is not None
            port.play(decoded)
        assert desk.came(name, value), f"{messages}: {name} is {desk.done or desk.store.target(name)}, not {value}"


@pytest.mark.parametrize("unit", [unit for unit in UNITS if "generic" not in unit.file], ids=str)
def test_only_its_own_file_plays_a_unit(unit: Scripted) -> None:
    named = [file.path.stem for file in ALL.files if file.device is not None and file.plays(unit.port)]
    assert named == [unit.file]


@pytest.mark.parametrize(
    ("port", "file"),
    [
        ("APC mini mk2 Notes", None),
        ("APC mini mk2:APC mini mk2 APC mini mk2 Notes 24:1", None),
        ("APC mini mk2:APC mini mk2 APC mini mk2 Contr 24:0", "akai-apc-mini-mk2"),
        ("APC Key 25 mk2 Keys", None),
        ("APC Key 25 mk2:APC Key 25 mk2 APC Key 25 mk2 K 20:0", None),
        ("APC Key 25 mk2:APC Key 25 mk2 APC Key 25 mk2 C 20:1", "akai-apc-key-25-mk2"),
        ("Launchpad Mini MK3 LPMiniMK3 DA", None),
        ("Launch Control XL HUI", None),
        ("LCXL3 1 LCXL3 1 MIDI Out", None),
        ("Minilab3 MCU/HUI", None),
        ("Minilab3 DIN THRU", None),
        ("BCR2000 MIDI 2", None),
        ("BCR2000 MIDI 1", "behringer-bcf2000-bcr2000"),
        ("Launchpad X LPX DAW In", None),
        ("Launchpad X:Launchpad X MIDI 2 28:1", "novation-launchpad-x"),
        ("X-Touch INT", "mackie-control"),
        ("X-TOUCH COMPACT", None),
        ("nanoKONTROL2 nanoKONTROL2 _ CTRL", "korg-nanokontrol2"),
    ],
)
def test_ports_that_are_a_unit_s_and_those_that_are_not(port: str, file: str | None) -> None:
    named = [one.path.stem for one in ALL.files if one.device is not None and one.plays(port)]
    assert named == ([] if file is None else [file])
