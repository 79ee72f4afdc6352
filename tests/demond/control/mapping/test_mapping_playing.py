"""Controls played through mapping entries into a store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demond.control.mapping import MappedPort, Mappings
from demond.control.mapping.entries import Entry, MappingFile, MidiControl
from demond.control.midi.messages import decode
from demond.parameters import PARAMETERS, Argument, ControlError, Parameter, Value, find
from demond.store import Store
from engine.curves import Wave
from tests.demond.conftest import Clock


class Rig:
    """A port, its mapping and a store; `send` plays bytes written in hex and returns the values of `names`."""

    def __init__(self, folder: Path, text: str, port: str = "rig") -> None:
        self.clock = Clock()
        self.store = Store(self.clock)
        self.done: list[tuple[object, ...]] = []
        for action in ("play", "stop", "seek", "record"):
            self.store.handle(action, lambda *args, action=action: self.done.append((action, *args)))
        self.path = folder / "rig.toml"
        self.path.write_text(text)
        self.port = MappedPort(port, Mappings.load([self.path]), self.store)

    def send(self, *messages: str) -> None:
        for message in messages:
            decoded = decode(list(bytes.fromhex(message)))
            assert decoded is not None
            self.port.play(decoded)

    def values(self, name: str, *messages: str) -> list[Value]:
        """The value of a parameter after each message."""
        values = []
        for message in messages:
            self.send(message)
            values.append(self.store.get(name))
        return values


MakeRig = Callable[[str], Rig]


@pytest.fixture
def rig(tmp_path: Path) -> MakeRig:
    return lambda text: Rig(tmp_path, text)


def midi(text: str) -> str:
    return "[[midi]]\n" + text.replace("; ", "\n") + "\n"


def near(*values: float) -> list[object]:
    return [pytest.approx(value, abs=1e-9) for value in values]


def test_a_controller_moves_a_parameter_over_its_range(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; to='denoise'; takeover='jump'"))
    assert r.values("denoise", "B0 14 00", "B5 14 7F", "B0 14 40") == near(0.0, 1.0, 64 / 127)


NUMBERS = ("float", "int", "curve")


@pytest.mark.parametrize("row", [row for row in PARAMETERS.values() if row.kind != "action"], ids=lambda row: row.name)
def test_every_parameter_is_played_by_midi(row: Parameter, rig: MakeRig) -> None:
    if row.kind == "string":
        text = {"key": "F# minor", "to": "volume"}.get(row.name.rpartition("/")[2], "something")
        r = rig(midi(f"type='note'; number=36; to='{row.name}'; value='{text}'"))
        assert r.values(row.name, "90 24 7F") == [text]
        return
    ends = {"bool": [False, True], "enum": [*row.choices[:1], *row.choices[-1:]]}.get(row.kind, near(row.low, row.high))
    r = rig(midi(f"type='cc'; number=20; to='{row.name}'" + ("; takeover='jump'" if row.kind in NUMBERS else "")))
    assert r.values(row.name, "B0 14 00", "B0 14 7F") == ends


def test_range_inversion_and_curve(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; to='shift'; in=[10, 110]; out=[2, 4]; invert=true; curve='s'; takeover='jump'"))
    assert r.values("shift", "B0 14 00", "B0 14 0A", "B0 14 3C", "B0 14 6E", "B0 14 7F") == near(4, 4, 3, 2, 2)


def test_whole_numbers_choices_and_stairs(rig: MakeRig) -> None:
    r = rig(
        midi("type='cc'; number=1; to='depth'; takeover='jump'")
        + midi("type='cc'; number=2; to='guidance_mode'")
        + midi("type='cc'; number=3; to='guidance_mode'; out=['self', 'full']")
        + midi("type='cc'; number=4; to='denoise'; curve='steps'; steps=3; takeover='jump'")
    )
    assert r.values("depth", "B0 01 00", "B0 01 40", "B0 01 7F") == [1, 5, 8]
    assert r.values("guidance_mode", "B0 02 00", "B0 02 30", "B0 02 7F") == ["off", "full", "self"]
    assert r.values("guidance_mode", "B0 03 00", "B0 03 7F") == ["self", "full"]
    assert r.values("denoise", "B0 04 29", "B0 04 2B", "B0 04 55") == [0.0, 0.5, 1.0]


def test_pickup_does_not_jump_and_says_how_far_away_it_is(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; to='denoise'"))
    message = decode(b"\xb0\x14\x0a")
    assert message is not None
    (binding,) = r.port.play(message)
    assert r.store.get("denoise") == 0.7
    assert binding.waiting == pytest.approx(0.7 - 10 / 127)
    assert r.values("denoise", "B0 14 40", "B0 14 5C") == near(0.7, 92 / 127)
    assert binding.waiting is None


def test_pickup_lets_go_after_a_change_from_elsewhere(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; to='denoise'"))
    r.send("B0 14 59", "B0 14 5A")
    r.store.set("denoise", 0.2, origin="osc")
    assert r.values("denoise", "B0 14 5B", "B0 14 20") == near(0.2, 0.2)
    assert r.values("denoise", "B0 14 10") == near(16 / 127)


def test_a_fader_that_another_model_left_behind_waits_until_it_is_moved_across(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; to='steps'"))
    assert r.values("steps", "B0 14 09") == [8]
    assert "steps" not in r.store.following(), "a fader is a hand"
    r.store.follow({"steps": 50})
    r.store.set("steps", None)
    assert r.values("steps", "B0 14 0A", "B0 14 20") == [50, 50]
    assert "steps" in r.store.following(), "it did not take hold"
    assert r.values("steps", "B0 14 60") == [76]
    r.store.follow({"steps": 20})
    assert r.values("steps", "B0 14 61") == [77]


def test_an_encoder_turns_on_from_what_the_model_wants(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; relative='twos'; to='steps'"))
    r.store.follow({"steps": 50})
    assert r.values("steps", "B0 14 01", "B0 14 01", "B0 14 7F") == [51, 52, 51]
    assert "steps" not in r.store.following()


def test_an_encoder_takes_a_curve_on_from_what_the_control_would_follow(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; to='guidance'; relative='twos'; step=0.1; out=[1, 11]"))
    r.store.follow({"guidance": 7.0})
    r.store.set("guidance", (1.0, 9.0, 1.0))
    assert r.values("guidance", "B0 14 01", "B0 14 7F") == near(8.0, 7.0)


def test_a_button_lets_a_control_follow_again_and_is_lit_while_it_does(rig: MakeRig) -> None:
    osc = '[[osc]]; address="/own"; to="guidance_mode"; value="none"'.replace("; ", "\n")
    r = rig(midi("type='note'; number=36; to='guidance_mode'; value='none'") + osc)
    r.store.follow({"guidance_mode": "full"})
    r.store.set("guidance_mode", "self")
    (alias,) = Mappings.load([r.path]).aliases(r.store).values()
    assert alias.shown() == (0.0,)
    assert r.values("guidance_mode", "90 24 40") == ["full"]
    assert "guidance_mode" in r.store.following()
    assert alias.shown() == (1.0,)


def test_pickup_catches_a_moving_value_where_it_is(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; to='denoise'"))
    r.store.set("denoise", 0.0)
    r.store.set("denoise", 1.0, seconds=10.0)
    r.clock.now += 5.0
    assert r.values("denoise", "B0 14 7F") == near(0.5)
    r.clock.now += 1.0
    assert r.values("denoise", "B0 14 4C") == near(76 / 127)


def test_smoothing_keeps_hold_on_the_way(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; to='denoise'; smooth=0.5"))
    r.send("B0 14 59")
    r.clock.now += 1.0
    r.send("B0 14 7F")
    r.clock.now += 0.1
    assert 0.7 < float(r.store.get("denoise")) < 0.8  # type: ignore[arg-type]
    r.send("B0 14 70")
    assert r.store.targets()["denoise"] == pytest.approx(112 / 127)


def test_whole_numbers_keep_hold_though_they_are_rounded(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; to='depth'; takeover='pickup'"))
    r.send("B0 14 00", "B0 14 7F")
    assert r.values("depth", "B0 14 10", "B0 14 30", "B0 14 00") == [2, 4, 1]


def test_scale_moves_towards_the_controls_end(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; to='denoise'; takeover='scale'"))
    assert r.values("denoise", "B0 14 00", "B0 14 3F", "B0 14 7F") == near(0.7, 0.7 + 0.3 * 63 / 127, 1.0)


def test_a_curve_is_taken_over_at_once(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=20; to='velocity_scale'"))
    r.store.set("velocity_scale", Wave("sine", 1.0, 0.5, 1.0))
    assert r.values("velocity_scale", "B0 14 00") == near(0.0)


def test_fourteen_bits_in_either_order(rig: MakeRig) -> None:
    r = rig(midi("type='cc14'; msb=1; lsb=33; to='denoise'; takeover='jump'"))
    assert r.values("denoise", "B0 01 7F") == near(1.0)
    assert r.values("denoise", "B0 21 7F", "B0 01 40", "B0 21 01") == near(1.0, (64 * 128 + 127) / 16383, 8193 / 16383)
    assert r.values("denoise", "B0 21 05", "B0 01 41") == near(8197 / 16383, (65 * 128 + 5) / 16383)
    assert r.values("denoise", "B0 21 06") == near((65 * 128 + 6) / 16383)


def test_pairs_of_different_channels_are_kept_apart(rig: MakeRig) -> None:
    text = "type='cc14'; msb=1; lsb=33; takeover='jump'; channel={}; to='{}'"
    r = rig(midi(text.format(1, "denoise")) + midi(text.format(2, "hint_strength")))
    r.send("B0 01 40", "B1 01 20", "B0 21 00", "B1 21 00")
    assert [r.store.get("denoise"), r.store.get("hint_strength")] == near(8192 / 16383, 4096 / 16383)


@pytest.mark.parametrize(("encoding", "right", "left"), [("twos", 1, 127), ("offset", 65, 63), ("signbit", 1, 65)])
def test_encoders_move_from_where_the_parameter_is(rig: MakeRig, encoding: str, right: int, left: int) -> None:
    r = rig(midi(f"type='cc'; number=20; to='denoise'; relative='{encoding}'; step=0.1"))
    assert r.values("denoise", f"B0 14 {right:02X}", f"B0 14 {left:02X}") == near(0.8, 0.7)
    r.store.set("denoise", 0.25)
    assert r.values("denoise", *[f"B0 14 {left:02X}"] * 3) == near(0.15, 0.05, 0.0)


def test_encoders_count_through_whole_numbers_and_choices(rig: MakeRig) -> None:
    r = rig(
        midi("type='cc'; number=1; to='depth'; relative='twos'")
        + midi("type='cc'; number=2; to='depth'; relative='twos'; step=0.05")
        + midi("type='cc'; number=3; to='dcw_mode'; relative='twos'; invert=true")
    )
    assert r.values("depth", "B0 01 01", "B0 01 01", "B0 01 7F") == [5, 6, 5]
    assert r.values("depth", *["B0 02 01"] * 6) == [5, 6, 6, 6, 7, 7]
    assert r.values("dcw_mode", "B0 03 01", "B0 03 7F", "B0 03 7F", "B0 03 7F") == ["high", "double", "pix", "pix"]


def test_gate_follows_the_key_and_toggle_ignores_its_release(rig: MakeRig) -> None:
    r = rig(
        midi("type='note'; number=60; to='sde'; mode='gate'")
        + midi("type='note'; number=61; to='sde'")
        + midi("type='note'; number=62; to='denoise'; mode='toggle'; out=[0.1, 0.9]")
    )
    assert r.values("sde", "90 3C 40", "80 3C 40", "90 3C 01", "90 3C 00") == [True, False, True, False]
    assert r.values("sde", "90 3D 40", "80 3D 00", "90 3D 40", "90 3D 00") == [True, True, False, False]
    assert r.values("denoise", "90 3E 40", "90 3E 00", "90 3E 40") == near(0.1, 0.1, 0.9)


def test_an_inverted_toggle_turns_its_switch_over_as_well(rig: MakeRig) -> None:
    player = rig(midi("type='note'; number=60; to='freeze'; mode='toggle'; invert=true"))
    seen = []
    for _ in range(4):
        player.send("90 3C 7F", "80 3C 00")
        seen.append(player.store.get("freeze"))
    assert seen == [True, False, True, False]


def test_toggle_follows_what_others_did(rig: MakeRig) -> None:
    r = rig(midi("type='note'; number=61; to='sde'"))
    r.store.set("sde", True)
    assert r.values("sde", "90 3D 40") == [False]


def test_buttons_that_send_controllers(rig: MakeRig) -> None:
    r = rig(
        midi("type='cc'; number=1; to='mute'")
        + midi("type='cc'; number=2; to='mute'; mode='toggle'")
        + midi("type='cc'; number=3; to='play'")
        + midi("type='cc'; number=4; to='mute'; mode='gate'; invert=true")
    )
    assert r.values("mute", "B0 01 7F", "B0 01 3F", "B0 01 40", "B0 01 00") == [True, False, True, False]
    assert r.values("mute", "B0 02 7F", "B0 02 00", "B0 02 7F", "B0 02 7F") == [True, True, False, True]
    assert r.values("mute", "B0 04 7F", "B0 04 00") == [False, True]
    r.send("B0 03 00", "B0 03 50", "B0 03 60", "B0 03 7F", "B0 03 00", "B0 03 7F")
    assert r.done == [("play",), ("play",)]


def test_buttons_that_stay_down_are_pressed_by_either_number(rig: MakeRig) -> None:
    r = rig(
        midi("type='cc'; number=1; to='mute'; mode='toggle'; latching=true")
        + midi("type='note'; number=2; to='sde'; latching=true")
        + midi("type='cc'; number=3; to='play'; latching=true")
        + "[[osc]]\naddress = '/latch'\nto = 'freeze'\nmode = 'toggle'\nlatching = true\n"
    )
    assert r.values("mute", "B0 01 7F", "B0 01 00", "B0 01 7F") == [True, False, True]
    r.store.set("mute", False)
    assert r.values("mute", "B0 01 00", "B0 01 7F") == [True, False]
    assert r.values("sde", "90 02 40", "80 02 00", "90 02 40") == [True, False, True]
    r.send("B0 03 7F", "B0 03 00")
    assert r.done == [("play",), ("play",)]
    alias = r.port.mappings.aliases(r.store)["/latch"]
    for number, on in ((1.0, True), (0.0, False), (1.0, True)):
        alias([number], "me")
        assert r.store.get("freeze") is on


def test_velocity_sets_on_press_only(rig: MakeRig) -> None:
    r = rig(midi("type='note'; number=60; to='denoise'; mode='velocity'"))
    assert r.values("denoise", "90 3C 7F", "80 3C 40", "90 3C 20", "90 3C 00") == near(1.0, 1.0, 32 / 127, 32 / 127)


def test_triggers_set_values_and_do_actions(rig: MakeRig) -> None:
    r = rig(
        midi("type='note'; number=1; to='prompt/b'; value='rain'")
        + midi("type='note'; number=2; to='stop'")
        + midi("type='note'; number=3; to='seek'; value=4")
        + midi("type='note'; number=4; to='record'; value='take.wav'")
        + midi("type='cc'; number=5; to='seek'; out=[0, 127]")
    )
    assert r.values("prompt/b", "90 01 40") == ["rain"]
    r.send("80 01 40", "90 02 40", "80 02 00", "90 03 40", "90 04 40", "B0 05 0C")
    assert r.done == [("stop",), ("seek", 4.0), ("record", "take.wav"), ("seek", 12.0)]


class Stage(Store):
    """A store that keeps the actions it is told to do, whether or not the table has them."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[tuple[object, ...]] = []

    def perform(self, action: str, *args: object) -> None:
        self.done.append((action, *args))


def test_triggers_give_every_argument_and_moving_controls_the_first(tmp_path: Path) -> None:
    seconds = Argument("seconds", "float", optional=True)
    row = Parameter("act", "action", arguments=(seconds, seconds), to=("daemon",))
    note = MidiControl("note", None, 1)
    values = (None, 4.0, (4.0, 0.5))
    entries = [Entry(note, row, "trigger", value) for value in values]
    entries.append(Entry(MidiControl("cc", None, 1), row, low=0.0, high=127.0))
    store = Stage()
    port = MappedPort("rig", Mappings([MappingFile(tmp_path, "x", None, False, tuple(entries))]), store)
    for data in (b"\x90\x01\x40", b"\x80\x01\x40", b"\xb0\x01\x0c"):
        message = decode(data)
        assert message is not None
        port.play(message)
    assert store.done == [("act",), ("act", 4.0), ("act", 4.0, 0.5), ("act", 12.0)]


def test_programs_choose_values(rig: MakeRig) -> None:
    r = rig(
        midi("type='program'; number=0; to='prompt/a'; value='rain'")
        + midi("type='program'; number=1; to='prompt/a'; value='wind'")
        + midi("type='program'; channel=2; to='seed'; out=[0, 127]")
    )
    assert r.values("prompt/a", "C0 00", "C0 01", "C0 01", "C0 02") == ["rain", "wind", "wind", "wind"]
    assert r.values("seed", "C1 07", "C1 7F") == [7, 127]


def test_bend_and_pressure(rig: MakeRig) -> None:
    r = rig(midi("type='bend'; to='velocity_scale'") + midi("type='pressure'; to='ode_noise'; curve='exp'"))
    assert r.values("velocity_scale", "E0 00 00", "E0 7F 7F", "E0 00 40") == near(0.0, 2.0, 2 * 8192 / 16383)
    assert r.values("ode_noise", "D0 7F", "D0 00") == near(1.0, 0.0)


def test_one_control_moves_several_and_a_refusal_stops_none(rig: MakeRig) -> None:
    r = rig(midi("type='note'; number=1; to='reload'") + midi("type='note'; number=1; to='sde'"))
    with pytest.raises(ControlError, match="reload"):
        r.send("90 01 40")
    assert r.store.get("sde") is True


def test_changes_carry_the_ports_name(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=1; to='sde'"))
    heard: list[object] = []
    r.store.listen(lambda name, value, origin: heard.append((name, value, origin)))
    r.send("B0 01 7F")
    assert heard == [("sde", True, "rig")]


def test_unmapped_messages_change_nothing(rig: MakeRig) -> None:
    r = rig(midi("type='cc'; number=1; channel=2; to='sde'"))
    before = r.store.targets()
    r.send("B0 01 7F", "91 01 7F", "C1 01", "E1 00 00")
    assert r.store.targets() == before


def test_a_reload_keeps_hold_of_entries_that_did_not_change(rig: MakeRig) -> None:
    kept = midi("type='cc'; number=1; to='denoise'")
    r = rig(kept)
    r.send("B0 01 00", "B0 01 7F")
    r.path.write_text("# moved down\n\n" + kept + midi("type='cc'; number=2; to='shift'"))
    r.port.use(Mappings.load([r.path]))
    assert r.values("denoise", "B0 01 10") == near(16 / 127)


@given(
    st.sampled_from(["pickup", "scale"]),
    st.sampled_from(["linear", "log", "exp", "s"]),
    st.booleans(),
    st.floats(0.0, 1.0),
    st.lists(st.integers(0, 127), min_size=1, max_size=30),
)
def test_takeover_through_any_curve_never_leaps(
    takeover: str, curve: str, invert: bool, start: float, moves: list[int]
) -> None:
    """A change is never further than the largest change that the control's own move makes, and 0.02 for coming near."""
    entry = Entry(MidiControl("cc", None, 1), find("denoise"), takeover=takeover, curve=curve, invert=invert)  # type: ignore[arg-type]
    store = Store()
    store.set("denoise", start)
    file = MappingFile(Path("x"), "x", None, False, (entry,))
    port = MappedPort("rig", Mappings([file]), store)
    value, last = start, None
    for move in moves:
        port.play(decode([0xB0, 1, move]))  # type: ignore[arg-type]
        now = store.get("denoise")
        assert isinstance(now, float)
        position = entry.position(entry.travel(move))
        if last is None:
            assert abs(now - value) <= 0.02 + 1e-9
        elif now != value and takeover == "pickup":
            assert min(last, position) - 0.02 - 1e-9 <= value <= max(last, position) + 0.02 + 1e-9
        value, last = now, position


# -- OSC ------------------------------------------------------------------------------------------------------------

SURFACE = """
[[osc]]
address = "/1/fader1"
to = "denoise"
out = [0.2, 0.8]

[[osc]]
address = "/1/push1"
to = "play"

[[osc]]
address = "/1/toggle1"
to = "mute"

[[osc]]
address = "/1/flip"
to = "sde"
mode = "toggle"

[[osc]]
address = "/1/xy"
to = "shift"

[[osc]]
address = "/1/xy"
arg = 1
to = "hint_strength"
invert = true

[[osc]]
address = "/1/text"
to = "prompt/a"

[[osc]]
address = "/1/mode"
to = "dcw_mode"
in = [0, 3]

[[osc]]
address = "/1/record"
to = "record"
"""


def test_osc_controls(rig: MakeRig) -> None:
    r = rig(SURFACE)
    alias = r.port.mappings.aliases(r.store)
    get = r.store.get
    alias["/1/fader1"]([0.5], "me")
    assert get("denoise") == pytest.approx(0.5)
    alias["/1/fader1"]([True], "me")
    assert get("denoise") == pytest.approx(0.8)
    for value in (1.0, 0.0, 1):
        alias["/1/push1"]([value], "me")
    alias["/1/push1"]([], "me")
    assert r.done == [("play",)] * 3
    alias["/1/toggle1"]([1.0], "me")
    alias["/1/flip"]([1.0], "me")
    alias["/1/flip"]([0.0], "me")
    assert (get("mute"), get("sde")) == (True, True)
    alias["/1/xy"]([0.0, 0.25], "me")
    assert (get("shift"), get("hint_strength")) == (1.0, 0.75)
    alias["/1/text"](["rain"], "me")
    alias["/1/mode"]([3], "me")
    alias["/1/record"](["a.wav"], "me")
    assert (get("prompt/a"), get("dcw_mode"), r.done[-1]) == ("rain", "pix", ("record", "a.wav"))
    alias["/1/mode"](["high"], "me")
    assert get("dcw_mode") == "high"


@pytest.mark.parametrize(
    ("address", "args", "words"),
    [
        ("/1/fader1", ["loud"], "wants a number, got 'loud'"),
        ("/1/fader1", [], "wants 1 or more arguments, got 0"),
        ("/1/fader1", [float("nan")], "wants a number, got nan"),
        ("/1/fader1", [float("inf")], "wants a number, got inf"),
        ("/1/fader1", [b"\0"], "wants a number"),
        ("/1/fader1", [None], "wants a number"),
        ("/1/toggle1", [], "wants 1 or more arguments"),
        ("/1/xy", [0.1], "wants 2 or more arguments, got 1"),
        ("/1/xy", [0.1, "high"], "wants a number, got 'high'"),
        ("/1/text", [0.5], "wants text, got 0.5"),
        ("/1/text", ["a\0b"], "without NUL"),
        ("/1/mode", ["hihg"], 'did you mean "high"'),
        ("/1/record", [1], "wants text"),
    ],
)
def test_osc_arguments_that_do_not_fit_change_nothing(
    rig: MakeRig, address: str, args: list[object], words: str
) -> None:
    r = rig(SURFACE)
    before = r.store.targets()
    with pytest.raises(ControlError, match=words):
        r.port.mappings.aliases(r.store)[address](args, "me")
    assert r.store.targets() == before
    assert r.done == []


TRAVELS = [
    "",
    "in = [0, 127]",
    "in = [-1, 1]\ninvert = true",
    "curve = 'exp'",
    "curve = 'log'\ninvert = true",
    "curve = 's'\nin = [10, 20]",
    "curve = 'steps'\nsteps = 5",
]


@pytest.mark.parametrize("travel", TRAVELS)
@pytest.mark.parametrize(
    "row",
    {(row.kind, row.low, row.high): row for row in PARAMETERS.values() if row.kind in (*NUMBERS, "enum")}.values(),
    ids=lambda row: row.name,
)
def test_what_an_address_shows_leads_back_to_the_value(row: Parameter, travel: str, rig: MakeRig) -> None:
    r = rig(f"[[osc]]\naddress = '/a'\nto = '{row.name}'\n{travel}\n")
    alias = r.port.mappings.aliases(r.store)["/a"]
    entry = r.port.mappings.osc_entries()[0]
    for sent in (0.0, 0.2, 0.5, 0.8, 1.0):
        raw = entry.lowest + sent * (entry.highest - entry.lowest)
        alias([raw])
        assert alias.holds([raw])
        held, shown = r.store.get(row.name), alias.shown()
        assert shown is not None
        assert entry.lowest <= shown[0] <= entry.highest
        alias(shown)
        assert r.store.get(row.name) == (pytest.approx(held, rel=1e-6, abs=1e-6) if isinstance(held, float) else held)
        assert alias.holds(shown)
    assert not alias.holds([entry.highest + 1.0])


def test_what_buttons_and_texts_show(rig: MakeRig) -> None:
    r = rig(SURFACE)
    alias = r.port.mappings.aliases(r.store)
    assert {address: each.shown() for address, each in alias.items()} == {
        "/1/fader1": (pytest.approx(5 / 6),),
        "/1/push1": None,
        "/1/toggle1": (0.0,),
        "/1/flip": (0.0,),
        "/1/xy": (pytest.approx(0.4), 0.0),
        "/1/text": (r.store.get("prompt/a"),),
        "/1/mode": (2.0,),
        "/1/record": None,
    }
    r.store.set_many({"mute": True, "sde": True})
    assert alias["/1/toggle1"].shown() == alias["/1/flip"].shown() == (1.0,)
    assert alias["/1/flip"].holds([1.0])
    assert not alias["/1/flip"].holds([0.0])
    assert not alias["/1/flip"].holds([])
    assert alias["/1/push1"].holds([1.0])


def test_an_address_shows_nothing_where_one_of_its_arguments_is_not_known(rig: MakeRig) -> None:
    r = rig("[[osc]]\naddress='/xy'\nto='velocity_scale'\n[[osc]]\naddress='/xy'\narg=1\nto='denoise'\n"
            "[[osc]]\naddress='/gap'\narg=1\nto='denoise'\n")  # fmt: skip
    alias = r.port.mappings.aliases(r.store)
    assert alias["/xy"].shown() == (0.5, pytest.approx(0.7))
    r.store.set("velocity_scale", Wave("sine", 1.0, 0.5, 0.5))
    assert alias["/xy"].shown() is None
    assert alias["/gap"].shown() is None
