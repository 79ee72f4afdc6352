"""What mapping files say of what comes back: read, with every problem, and listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from demond.control.mapping import MappedPort, Mappings, check, describe
from demond.control.mapping.entries import MidiControl
from demond.control.mapping.forms import forms, unit_of
from demond.control.mapping.shows import DIN, Carrier, Show
from demond.control.mapping.templates import fitted, label_of, words_of
from demond.control.midi.shown import Shown
from demond.parameters import PARAMETERS
from demond.store import Store

FILE = """
[device]
match = "x"
out = "y"
init = ["F0 00 20 29 02 0C 0E 01 F7", "B0 01 02"]
exit = ["90 01 00"]
gap = 2
feedback = "echo"
verified = "no"

[[midi]]
type = "cc"
channel = 2
number = 16
to = "denoise"
label = "Denoise"
touch = { type = "note", number = 104 }
show = ["own", { number = 48, low = 33, high = 43, off = 0 }, { send = ["F0 12 {label:7} F7", "B0 0C {byte}"] }]

[[midi]]
type = "note"
number = 3
to = "play"
show = "own"

[[midi]]
type = "note"
number = 4
to = "mute"
show = "none"
"""


def test_everything_that_is_said_is_read(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(FILE)
    (file,) = Mappings.load([tmp_path]).files
    unit = file.unit
    assert (unit.out, unit.gap, unit.pace, unit.echo, unit.verified) == ("y", 2, DIN, True, "no")
    assert unit.init == (bytes.fromhex("F0002029020C0E01F7"), b"\xb0\x01\x02")
    assert unit.exit == (b"\x90\x01\x00",)
    first, second, third = file.entries
    assert (first.label, first.touch) == ("Denoise", MidiControl("note", 2, 104))
    assert first.shows is not None
    own, ring, text = first.shows
    assert own == Show(Carrier("cc", 2, 16), own=True)
    assert ring == Show(Carrier("cc", 2, 48), low=33, high=43, off=0)
    assert text.messages(5, "Denoise") == (b"\xf0\x12Denoise\xf7", b"\xb0\x0c\x05")
    assert second.shows == (Show(Carrier("note", 1, 3), own=True),)
    assert third.shows == ()
    told = describe([tmp_path / "one.toml"])
    assert "denoise 0..1 (pickup), shown by own message, cc, text" in told
    assert "verified: no" in told


@pytest.mark.parametrize(
    ("device", "entry", "problem"),
    [
        ("init = ['F0 01']", "", "F0 01 is no complete MIDI message"),
        ("init = ['B0 01']", "", "B0 01 is no complete MIDI message"),
        ("init = ['xyz']", "", "expected hex, as F0 7E 7F 06 01 F7, found 'xyz'"),
        ("init = 'F0 F7'", "", "expected a list of messages in hex"),
        ("init = [" + 4 * f"\n'F0 {'00 ' * 1300} F7'," + "]", "", "more than 4096 bytes"),
        ("pace = 1", "", "expected a number 300..100000"),
        ("feedback = 'all'", "", "expected one of echo"),
        ("", "show = 'mine'", 'expected "own", "none", a table'),
        ("", "show = []", 'expected "own", "none", a table'),
        ("", "show = {lo = 1}", 'unknown key (did you mean "low"?)'),
        ("", "show = {low = 1}", "low and high go together"),
        ("", "show = {high = 128, low = 0}", "expected a whole number 0..127"),
        ("", "show = {on = 'F0'}", "expected a whole number 0..127"),
        ("", "show = {colours = [1]}", "expected 2 to 128 of them"),
        ("", "show = {type = 'cc14'}", "msb is missing"),
        ("", "show = {type = 'bend', number = 3}", "does not go with type 'bend'"),
        ("", "show = {send = 'F0 {byte} F7', number = 3}", "does not go with send"),
        ("", "show = {send = 'F0 {byte}'}", "is no complete MIDI message"),
        ("", "show = {send = 'F0 {bite} F7'}", "there is no {bite}"),
        ("", "show = {send = 'F0 {value} F7'}", "wants its length, 1..128, as {value:7}"),
        ("", "show = {send = 'F0 {value:7:4x} F7'}", "expected bytes as in 4D 2h 1l"),
        ("", "show = {send = 'F0 {byte} F7', on = '80'}", "is no complete MIDI message"),
        ("", "show = {send = '{byte}', on = '90 05'}", "is no complete MIDI message"),
        ("", "show = {of = 'denoize'}", "the name of a control, or one of playing"),
        ("", "show = {of = 'save'}", "save is an action"),
        ("", "touch = {type = 'bend'}", "expected one of note, cc"),
        ("", "label = '\u00fcber'", "expected a short text in ASCII"),
        ("", "show = {of = 'scene'}", 'goes with to = "scene/number" and a value'),
        ("", "to = 'save'; show = 'own'", "save has nothing to show; say what in of"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, device: str, entry: str, problem: str) -> None:
    path = tmp_path / "wrong.toml"
    to = "" if entry.startswith("to =") else "to = 'denoise'\n"
    kind = "note" if entry.startswith("to =") else "cc"
    lines = f"[device]\nmatch = 'x'\n{device}\n[[midi]]\ntype = '{kind}'\nnumber = 1\n{to}" + entry.replace("; ", "\n")
    path.write_text(lines)
    told = check([path])
    line = 3 if device else len(lines.split("\n"))
    assert any(problem in each and each.startswith(f"{path}:{line}:") for each in told), told


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("Denoise", 7, "Denoise"),
        ("prompt start a", 7, "prmptst"),
        ("hint strength", 7, "hntstrn"),
        ("x0 target", 7, "x0 trgt"),
        ("sde", 5, "sde  "),
        ("\u00fcn\u00efc\u00f6d\u00e9 \u266a", 9, "unicode ?"),
    ],
)
def test_words_are_made_to_fit(text: str, length: int, shown: str) -> None:
    assert fitted(text, length) == shown


@pytest.mark.parametrize(
    ("name", "value", "length", "shown"),
    [
        ("denoise", 0.7, 7, "0.70"),
        ("bpm", 120.0, 10, "120.00 bpm"),
        ("bpm", 120.0, 7, "120.00"),
        ("bpm", 120.0, 3, "120"),
        ("seed", 12, 7, "12"),
        ("mute", True, 7, "on"),
        ("dcw_mode", "high", 7, "high"),
        ("source", None, 7, "none"),
    ],
)
def test_values_are_told_with_their_unit_where_there_is_room(name: str, value: object, length: int, shown: str) -> None:
    assert words_of(PARAMETERS[name], value, length) == shown  # type: ignore[arg-type]


def test_a_name_is_a_label_where_the_file_has_none() -> None:
    assert label_of("prompt_start/a") == "prompt start a"


def test_the_shipped_nanokontrol2_lights_what_its_buttons_do() -> None:
    mappings = Mappings.load(["generic-cc", "korg-nanokontrol2", "touchosc"])
    unit = unit_of(mappings, "nanoKONTROL2 MIDI 1")
    assert unit is not None
    assert not unit.init
    assert unit_of(mappings, "Keystation") is None
    store = Store()
    shown = {
        show.carrier.number: (binding, show)
        for binding, shows in forms(MappedPort("nanoKONTROL2 MIDI 1", mappings, store))
        for show in shows
        if show.carrier is not None
    }
    assert shown.keys() == {*range(32, 40), *range(48, 56), *range(64, 72), 41, 42, 46}

    def lit(number: int) -> tuple[bytes, ...] | None:
        words = {"playing": lambda: True, "stopped": lambda: False}
        return Shown(*shown[number], store, words).now()

    assert lit(64) == (b"\xb0\x40\x00",)
    store.set("seed", 1)
    assert lit(64) == (b"\xb0\x40\x7f",)
    assert (lit(41), lit(42)) == ((b"\xb0\x29\x7f",), (b"\xb0\x2a\x00",))
    store.set("group/3", 0.0)
    assert (lit(50), lit(51)) == ((b"\xb0\x32\x00",), (b"\xb0\x33\x7f",))
