"""Mapping files: what they say, what is reported about broken ones, which of several wins, how they are reloaded."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demond.control.mapping import MappingErrors, Mappings, check, describe
from demond.control.mapping.checks import needs, note_misfits
from demond.control.mapping.entries import Entry, MidiControl, OscControl, as_arguments, named
from demond.control.mapping.mappings import shipped_names
from demond.control.mapping.reading import trigger_value
from demond.control.mapping.tables import Table
from demond.control.midi.messages import MidiMessage
from demond.parameters import PARAMETERS, Argument, Parameter
from demond.problems import Place, Problem, positions


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def entries(folder: Path, text: str) -> tuple[Entry, ...]:
    return Mappings.load([write(folder, "one.toml", text)]).files[0].entries


def midi(text: str) -> str:
    return "[[midi]]\n" + text.replace("; ", "\n") + "\n"


def osc(text: str) -> str:
    return "[[osc]]\n" + text.replace("; ", "\n") + "\n"


# -- what they say --------------------------------------------------------------------------------------------------


def test_an_entry_has_the_range_of_its_parameter(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, midi("type = 'cc'; number = 20; to = 'steps'"))
    assert entry.control == MidiControl("cc", None, 20)
    assert (entry.lowest, entry.highest, entry.low, entry.high) == (0, 127, 1, 100)
    assert (entry.curve, entry.takeover, entry.mode, entry.smooth) == ("linear", "pickup", "follow", 0.0)
    assert [entry.value_at(entry.position(entry.travel(raw))) for raw in (0, 127)] == [1.0, 100.0]


def test_an_entry_says_everything_else(tmp_path: Path) -> None:
    text = """
        [[midi]]
        type = "cc14"
        channel = 16
        msb = 1
        lsb = 33
        to = "denoise"
        in = [100, 16000]
        out = [0.2, 0.8]
        curve = "exp"
        invert = true
        takeover = "scale"
        smooth = 0.25
    """
    (entry,) = entries(tmp_path, text)
    assert entry.control == MidiControl("cc14", 16, 1, 33)
    assert (entry.lowest, entry.highest, entry.low, entry.high) == (100, 16000, 0.2, 0.8)
    assert (entry.curve, entry.invert, entry.takeover, entry.smooth, entry.line) == ("exp", True, "scale", 0.25, 2)
    assert entry.travel(100) == 1.0
    assert entry.travel(16383) == 0.0


@pytest.mark.parametrize(
    ("text", "mode", "takeover"),
    [
        (midi("type='cc'; number=1; to='denoise'"), "follow", "pickup"),
        (midi("type='cc'; number=1; to='sde'"), "gate", "jump"),
        (midi("type='cc'; number=1; to='play'"), "trigger", "jump"),
        (midi("type='cc'; number=1; to='dcw_mode'"), "follow", "jump"),
        (midi("type='cc'; number=1; to='seed'; value=7"), "trigger", "jump"),
        (midi("type='cc'; number=1; to='denoise'; relative='twos'"), "follow", "jump"),
        (midi("type='note'; number=1; to='sde'"), "toggle", "jump"),
        (midi("type='note'; number=1; to='denoise'"), "gate", "jump"),
        (midi("type='note'; number=1; to='stop'"), "trigger", "jump"),
        (midi("type='program'; number=1; to='prompt/a'; value='rain'"), "trigger", "jump"),
        (midi("type='program'; to='seed'; out=[0, 127]"), "follow", "jump"),
        (midi("type='bend'; to='denoise'"), "follow", "jump"),
        (midi("type='pressure'; to='ode_noise'"), "follow", "jump"),
        (osc("address='/1/fader1'; to='denoise'"), "follow", "jump"),
        (osc("address='/1/toggle1'; to='sde'"), "gate", "jump"),
        (osc("address='/1/push1'; to='play'"), "trigger", "jump"),
        (osc("address='/1/text1'; to='prompt/a'"), "follow", "jump"),
        (osc("address='/1/fader2'; to='seek'; out=[0, 12]"), "follow", "jump"),
    ],
)
def test_modes_that_go_without_saying(tmp_path: Path, text: str, mode: str, takeover: str) -> None:
    (entry,) = entries(tmp_path, text)
    assert (entry.mode, entry.takeover) == (mode, takeover)


def test_encoder_clicks_move_one_value_of_a_short_range(tmp_path: Path) -> None:
    text = "type='cc'; number=1; relative='twos'; to="
    assert entries(tmp_path, midi(text + "'depth'"))[0].step == pytest.approx(1 / 7)
    assert entries(tmp_path, midi(text + "'denoise'"))[0].step == pytest.approx(1 / 128)
    assert entries(tmp_path, midi(text + "'denoise'; step=0.05"))[0].step == 0.05


# -- what is wrong with them ----------------------------------------------------------------------------------------

BROKEN = """\
name = "broken"
colour = "red"

[device]
mach = "nano"

[[midi]]   # entry 1
type = "cc"
number = 200
to = "denoize"

[[midi]]
type = "cc"
number = 7
channel = 17
to = "volume"
takeover = "pikup"
curv = "log"
out = [
    -90,
    20,   # too loud
]

[[midi]]
to = "sde"
smooth = "slow"

[[osc]]
address = "/1/*"
to = "prompt/a"
invert = 1
"""


def test_every_problem_is_reported_at_once_with_line_and_suggestion(tmp_path: Path) -> None:
    path = write(tmp_path, "broken.toml", BROKEN)
    with pytest.raises(MappingErrors) as caught:
        Mappings.load([path])
    assert str(caught.value) == "\n".join(check([path]))
    assert [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems] == [
        "2: colour: unknown key, expected one of name, device, midi, osc",
        "4: device: match is missing: expected text",
        '5: device mach: unknown key (did you mean "match"?), expected one of match, number, out, init, exit, gap, '
        "pace, feedback, verified",
        "9: midi #1 number: found 200, expected a whole number 0..127",
        "10: midi #1 to: found 'denoize', expected a parameter or an action (did you mean \"denoise\"?)",
        "15: midi #2 channel: found 17, expected a channel 1..16, or the first and the last of several, as [2, 16]",
        "17: midi #2 takeover: found 'pikup', expected one of jump, pickup, scale, relative-delta (did you mean "
        '"pickup"?)',
        '18: midi #2 curv: unknown key (did you mean "curve"?), expected one of type, channel, number, msb, lsb, '
        "bank, relative, step, acceleration, values, page, to, in, out, curve, steps, invert, takeover, smooth, mode, "
        "latching, value, show, touch, label",
        "19: midi #2 out: found 20, expected -90..6, the range of volume",
        "24: midi #3: type is missing: expected one of cc, cc14, note, program, bend, pressure, poly, nrpn, rpn",
        "26: midi #3 smooth: found 'slow', expected a number 0..60",
        "26: midi #3 smooth: goes only with numbers: sde is bool",
        "29: osc #1 address: found '/1/*', expected an OSC address without patterns, such as /1/fader1",
        "31: osc #1 invert: found 1, expected true or false",
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\nb = = 2\n", 2, "is not valid TOML: Invalid value"),
        ("[[midi]]\ntype = 'cc\n", 2, "is not valid TOML"),
        ("midi = 5\n", 1, "midi: found 5, expected tables headed [[midi]]"),
        ("device = 'nano'\n", 1, "device: found 'nano', expected a table headed [device]"),
        (midi("type='note'; to='play'"), 1, "number is missing: expected a whole number 0..127"),
        (midi("type='cc14'; number=1; msb=1; lsb=33; to='denoise'"), 3, "does not go with type 'cc14' (msb and lsb)"),
        (midi("type='cc14'; msb=1; lsb=1; to='denoise'"), 4, "which is the msb already"),
        (midi("type='bend'; number=1; to='denoise'"), 3, "does not go with type 'bend'"),
        (midi("type='note'; number=1; to='sde'; mode='follow'"), 5, "expected one of gate, toggle, trigger, velocity"),
        (midi("type='cc'; number=true; to='sde'"), 3, "found true, expected a whole number"),
        (midi("type='cc'; number=1; to='prompt/a'"), 4, "is text: it wants a button with a value"),
        (midi("type='note'; number=1; to='prompt/a'"), 1, "value is missing: what to give to prompt/a"),
        (midi("type='note'; number=1; to='dcw_mode'; value='hihg'"), 5, 'did you mean "high"?'),
        (midi("type='note'; number=1; to='depth'; value=9"), 5, "found 9, which would be clamped to 8"),
        (midi("type='note'; number=1; to='play'; value=9"), 5, "found 9, expected none for play"),
        (midi("type='note'; number=1; to='record'; value=9"), 5, "expected text for record"),
        (midi("type='note'; number=1; to='denoise'; mode='gate'; value=1"), 6, "goes only with mode 'trigger'"),
        (midi("type='cc'; number=1; to='play'; mode='follow'"), 4, "play wants a button"),
        (midi("type='cc'; number=1; to='seek'"), 1, "out is missing: the range of seek on this control"),
        (midi("type='cc'; number=1; to='denoise'; in=[127, 0]"), 5, "expected the lower end first (see invert)"),
        (midi("type='cc'; number=1; to='denoise'; in=[5, 5]"), 5, "expected two different numbers [low, high]"),
        (midi("type='cc'; number=1; to='denoise'; out=[0, nan]"), 5, "expected two different numbers [low, high]"),
        (midi("type='cc'; number=1; to='denoise'; steps=5"), 5, 'goes only with curve = "steps"'),
        (midi("type='cc'; number=1; to='denoise'; curve='steps'"), 1, "steps is missing: expected a whole number"),
        (midi("type='cc'; number=1; to='dcw_mode'; out=['low', 'soft']"), 5, "two different ones of low, high"),
        (midi("type='cc'; number=1; to='sde'; out=[0, 1]"), 5, "does not go with sde, which is bool"),
        (midi("type='cc'; number=1; to='sde'; takeover='pickup'"), 5, "goes only with numbers that follow a control"),
        (midi("type='cc'; number=1; to='sde'; relative='twos'"), 5, "does not go with mode 'gate'"),
        (midi("type='cc'; number=1; to='mute'; latching=true"), 5, "latching: does not go with mode 'gate'"),
        (midi("type='cc'; number=1; to='shift'; relative='two'"), 5, 'did you mean "twos"?'),
        (midi("type='cc'; number=1; to='shift'; relative='twos'; takeover='jump'"), 6, "an endless encoder stands no"),
        (midi("type='note'; number=1; to='sde'; relative='twos'"), 5, "goes only with type 'cc'"),
        (osc("address='/demond/denoise'; to='denoise'"), 2, "outside /demond/, which needs no mapping"),
        (osc("address='fader'; to='denoise'"), 2, "an OSC address without patterns"),
        (osc("address='/a'; to='/demond/denoise'"), 3, 'did you mean "denoise"?'),
        (midi("type='cc'; number=1; to='shift'") * 2, 5, "cc 1 any channel moves shift already, on line 1"),
        (
            midi("type='cc'; number=1; to='shift'") + midi("type='cc14'; msb=1; lsb=33; to='denoise'"),
            5,
            "controller 1 is used alone too, on line 1",
        ),
    ],
)
def test_a_problem_has_its_line_and_says_what_was_expected(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = write(tmp_path, "wrong.toml", text)
    problems = check([path])
    assert any(problem.startswith(f"{path}:{line}: ") and words in problem for problem in problems), problems


NAME, SECONDS = Argument("name", "string"), Argument("seconds", "float", optional=True)
RECALL = Parameter("scene/recall", "action", arguments=(NAME, SECONDS), to=("daemon",))
SHIFT = Parameter("shift", "action", arguments=(replace(SECONDS, optional=False), SECONDS), to=("daemon",))


@pytest.mark.parametrize(
    ("row", "value", "meant", "problem"),
    [
        (RECALL, "verse", ("verse",), None),
        (RECALL, ["verse"], ("verse",), None),
        (RECALL, ["verse", 4.5], ("verse", 4.5), None),
        (SHIFT, 2, (2,), None),
        (RECALL, ["verse", "soon"], None, "found ['verse', 'soon'], expected a list of text (name), perhaps a number"),
        (RECALL, [4.5, "verse"], None, "expected a list of text (name), perhaps a number (seconds) for scene/recall"),
        (RECALL, ["verse", 1, 2], None, "found ['verse', 1, 2], expected a list of text"),
        (RECALL, [], None, "found [], expected a list of text"),
        (RECALL, None, None, "value is missing: what to give to scene/recall"),
        (SHIFT, [float("nan")], None, "found [nan], expected a list of a number"),
    ],
)
def test_a_trigger_gives_a_list_of_arguments(
    row: Parameter, value: object, meant: tuple[object, ...] | None, problem: str | None
) -> None:
    problems: list[Problem] = []
    table = Table({} if value is None else {"value": value}, "x.toml", {}, problems)
    got = trigger_value(table, row, "trigger")
    if problem is None:
        assert (as_arguments(got), problems) == (meant, [])
    else:
        assert [problem in one.text for one in problems] == [True]


@pytest.mark.parametrize(
    ("arguments", "keys", "problem"),
    [
        ((SECONDS,), {"out": [0, 8]}, None),
        ((SECONDS, SECONDS), {"out": [0, 8]}, None),
        ((SECONDS,), {}, "out is missing: the range of act on this control"),
        ((NAME, SECONDS), {}, "value is missing: the text to give to act"),
        ((replace(SECONDS, optional=False), NAME), {"out": [0, 8]}, "act wants a button, this is a cc that moves"),
        ((), {}, "act wants a button, this is a cc that moves"),
    ],
)
def test_a_control_that_moves_gives_the_first_argument(
    arguments: tuple[Argument, ...], keys: dict[str, object], problem: str | None
) -> None:
    problems: list[Problem] = []
    row = Parameter("act", "action", arguments=arguments, to=("daemon",))
    note_misfits(Table(keys, "x.toml", {}, problems), Entry(MidiControl("cc", 1, 1), row), "cc")
    assert [one.text for one in problems] == ([problem] if problem else [])


def test_a_list_is_a_curve_too(tmp_path: Path) -> None:
    text = midi("type='note'; number=1; to='velocity_scale'; value=[0.5, 1.0]")
    (entry,) = entries(tmp_path, text)
    assert entry.value == (0.5, 1.0)
    assert "velocity_scale 0.5 1.0\n" in describe([tmp_path / "one.toml"])


def test_a_file_that_moves_nothing_is_played_and_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = write(tmp_path, "empty.toml", "# to come\n")
    assert Mappings.load([path]).files[0].entries == ()
    assert f"{path}: moves nothing" in caplog.text
    assert [problem.startswith(f"{path}: moves nothing") for problem in check([path])] == [True]


def test_a_byte_order_mark_is_no_part_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + midi("type='cc'; number=1; to='shift'").replace("\n", "\r\n").encode())
    assert check([path]) == []
    assert len(Mappings.load([path]).files[0].entries) == 1


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"name = '\xff'")
    deep = write(tmp_path, "deep.toml", "a = " + "[" * 2000 + "]" * 2000)
    long = write(tmp_path, "long.toml", "x = 1\n" + "a." * 3000 + "a = 1\n")
    missing, folder = tmp_path / "missing.toml", tmp_path / "folder.toml" / "inner.toml"
    found = check([binary, deep, missing, folder, "generic-c", long])
    assert found[0].startswith(f"{binary}: is not UTF-8 text")
    assert found[1].startswith(f"{deep}: is not valid TOML")
    assert found[2] == f"{missing}: cannot be read: No such file or directory"
    assert found[3].startswith(f"{folder}: cannot be read: ")
    assert 'did you mean "generic-cc"?' in found[4]
    assert found[5] == f"{long}: cannot be read: line 2 has 6005 characters, and 4096 are read at most"


VALUES = st.one_of(
    st.integers(-5, 300), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.sampled_from(["cc", "cc14", "note", "program", "exp", "pickup", "toggle", "denoise", "sde", "play", "/a", "x"]),
    st.lists(st.integers(0, 200), max_size=3),
)  # fmt: skip
KEYS = st.sampled_from(
    [
        "type",
        "number",
        "channel",
        "to",
        "in",
        "out",
        "mode",
        "value",
        "curve",
        "steps",
        "relative",
        "takeover",
        "address",
    ]
)


@given(st.sampled_from(["midi", "osc"]), st.dictionaries(KEYS, VALUES, max_size=8))
def test_any_entry_is_read_or_refused_with_reasons(kind: str, keys: dict[str, object]) -> None:
    """Never an exception, never a file without entry that nothing is said about."""
    import tempfile

    import tomli_w

    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), "any.toml", tomli_w.dumps({kind: [keys]}))
        if not check([path]):
            assert len(Mappings.load([path]).files[0].entries) == 1


def test_lines_of_keys_survive_strings_comments_and_nesting() -> None:
    text = '''\
# [[midi]] is no header here
name = """
[[midi]]
to = "nothing"
"""
device.match = "a # b"
[[midi]]
"to" = 'x[' # [ {
in = [ 1,   # [
  2 ]
value = { a = 1, b = [
  3 ] }
[[ midi ]]
to = "y"
[[osc]]
to = "z"
'''
    expected: dict[Place, int] = {
        ("name",): 2,
        ("device", "match"): 6,
        ("midi", 0): 7,
        ("midi", 0, "to"): 8,
        ("midi", 0, "in"): 9,
        ("midi", 0, "value"): 11,
        ("midi", 1): 13,
        ("midi", 1, "to"): 14,
        ("osc", 0): 15,
        ("osc", 0, "to"): 16,
    }
    tomllib.loads(text)
    assert positions(text) == expected


# -- several files --------------------------------------------------------------------------------------------------


def won(mappings: Mappings, port: str, number: int, channel: int = 1) -> list[str]:
    return [entry.to for entry in mappings.entries_for(port, MidiMessage("cc", channel, number, 5))]


CC = "type = 'cc'; number = {}; to = '{}'"


def test_the_later_file_wins_a_control_and_leaves_the_others(tmp_path: Path) -> None:
    first = write(tmp_path, "first.toml", midi(CC.format(1, "shift")) + midi(CC.format(2, "denoise")))
    second = write(tmp_path, "second.toml", midi(CC.format(1, "seed")))
    mappings = Mappings.load([first, second])
    assert (won(mappings, "any", 1), won(mappings, "any", 2)) == (["seed"], ["denoise"])


def test_the_users_file_wins_over_a_shipped_one_for_the_device(tmp_path: Path) -> None:
    mine = write(tmp_path, "mine.toml", midi(CC.format(16, "shift")))
    mappings = Mappings.load(["generic-cc", mine, "korg-nanokontrol2"])
    assert won(mappings, "nanoKONTROL2:out", 16) == ["shift"]
    assert won(mappings, "nanoKONTROL2:out", 17) == ["hint_strength"]


def test_a_file_for_the_device_wins_over_one_for_any(tmp_path: Path) -> None:
    device = "[device]\nmatch = 'rig'\n"
    first = write(tmp_path, "first.toml", device + midi(CC.format(1, "shift")))
    second = write(tmp_path, "second.toml", midi(CC.format(1, "denoise")))
    assert won(Mappings.load([first, second]), "my rig", 1) == ["shift"]
    mappings = Mappings.load(["korg-nanokontrol2", "generic-cc"])
    assert won(mappings, "nanoKONTROL2:nanoKONTROL2 nanoKONTROL2 _ CTR 20:0", 7) == ["group/7"]
    assert won(mappings, "Another Keyboard", 7) == ["volume"]


def test_a_channel_wins_over_any_channel(tmp_path: Path) -> None:
    text = midi(CC.format(1, "shift")) + midi(CC.format(1, "denoise") + "; channel = 3")
    mappings = Mappings.load([write(tmp_path, "one.toml", text)])
    assert (won(mappings, "any", 1, 3), won(mappings, "any", 1, 4)) == (["denoise"], ["shift"])


def test_one_control_may_move_several_parameters(tmp_path: Path) -> None:
    text = midi(CC.format(1, "shift")) + midi(CC.format(1, "denoise"))
    assert won(Mappings.load([write(tmp_path, "one.toml", text)]), "any", 1) == ["shift", "denoise"]


def test_a_file_of_the_same_name_replaces_the_shipped_one(tmp_path: Path) -> None:
    mine = write(tmp_path, "generic-cc.toml", midi(CC.format(2, "shift")))
    mappings = Mappings.load(["generic-cc", mine])
    assert [file.path for file in mappings.files] == [mine]


def test_a_folder_means_every_toml_file_in_it(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "notes.txt"):
        write(tmp_path, name, "")
    assert [file.path.name for file in Mappings.load([tmp_path]).files] == ["a.toml", "b.toml"]


def test_the_later_file_wins_an_osc_argument(tmp_path: Path) -> None:
    first = osc("address='/xy'; to='shift'") + osc("address='/xy'; arg=1; to='denoise'")
    second = osc("address='/xy'; arg=1; to='bpm'")
    mappings = Mappings.load([write(tmp_path, "1.toml", first), write(tmp_path, "2.toml", second)])
    assert [(entry.control, entry.to) for entry in mappings.osc_entries()] == [
        (OscControl("/xy", 0), "shift"),
        (OscControl("/xy", 1), "bpm"),
    ]


@pytest.mark.parametrize(
    ("pattern", "port", "found"),
    [
        ("nanokontrol2", "nanoKONTROL2:out", True),
        ("nano.*2", "nanoKONTROL2:out", True),
        ("^Launch", "nanoKONTROL2", False),
        ("Port (1)", "Port (1)", True),
        ("Port (", "Port (1)", True),
        ("[", "nano", False),
    ],
)
def test_ports_are_named_by_a_part_or_an_expression(pattern: str, port: str, found: bool) -> None:
    assert named(port, pattern) is found


def test_changes_of_the_files_are_seen_once(tmp_path: Path) -> None:
    path = write(tmp_path, "one.toml", midi(CC.format(1, "shift")))
    mappings = Mappings.load([tmp_path])
    assert not mappings.changed()
    write(tmp_path, "one.toml", midi(CC.format(1, "shft")))
    os.utime(path, ns=(1, 1))
    assert mappings.changed()
    with pytest.raises(MappingErrors, match="did you mean"):
        Mappings.load([tmp_path])
    mappings.note_seen()
    assert not mappings.changed()
    assert won(mappings, "any", 1) == ["shift"]
    write(tmp_path, "two.toml", "")
    assert mappings.changed()
    mappings.note_seen()
    path.unlink()
    assert mappings.changed()


# -- the files that come with demond --------------------------------------------------------------------------------


def test_the_shipped_files_are_sound_and_described() -> None:
    assert {"generic-cc", "korg-nanokontrol2", "touchosc"} < set(shipped_names())
    assert check(shipped_names()) == []
    text = describe()
    for name in shipped_names():
        assert name in text
    assert "/1/fader1" in text
    assert "cc 7 any channel" in text


def test_the_nanokontrol2_is_mapped_control_by_control() -> None:
    mappings = Mappings.load(["korg-nanokontrol2"])
    controls = [*range(8), *range(16, 24), *range(32, 40), *range(48, 56), *range(64, 72), 41, 42, 43, 46, 58, 60]
    for number in controls:
        assert len(won(mappings, "nanoKONTROL2", number)) == 1
    assert won(mappings, "nanoKONTROL2", 41) == ["play"]


def test_the_reference_names_every_key_and_shows_sound_examples(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[4] / "mappings" / "README.md").read_text()
    for key in (
        "type", "channel", "number", "msb", "lsb", "relative", "step", "to", "in", "out", "curve", "steps", "invert",
        "takeover", "smooth", "mode", "value", "address", "arg",
    ):  # fmt: skip
        assert f"`{key}`" in readme, key
    examples = [part.split("```")[0] for part in readme.split("```toml\n")[1:]]
    assert examples
    for number, example in enumerate(examples):
        assert check([write(tmp_path, f"example-{number}.toml", example)]) == []


def test_every_parameter_can_be_mapped(tmp_path: Path) -> None:
    text = ""
    for name, row in PARAMETERS.items():
        text += f"[[osc]]\naddress = '/x/{name}'\nto = '{name}'\n"
        if needs(row.arguments[1:]):
            text += f"value = {['x' if a.kind == 'string' else 1 for a in row.arguments]}\n"
        elif row.argument == "float":
            text += "out = [0, 60]\n"
    assert len(entries(tmp_path, text)) == len(PARAMETERS)


@pytest.mark.parametrize(
    "body", ["a\n" * 65_000, 'a""\n' * 32_000, "\\\\\\\\\n" * 26_000], ids=["text", "quotes", "escapes"]
)
def test_a_long_text_is_passed_over_without_a_stop(body):
    assert positions(f'x = """{body}"""\n[y]\nz = 1') == {
        ("x",): 1,
        ("y",): body.count("\n") + 2,
        ("y", "z"): body.count("\n") + 3,
    }
