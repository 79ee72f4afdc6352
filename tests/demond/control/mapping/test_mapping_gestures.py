"""What buttons, encoders, pages and numbers of more bits do through mapping entries, in bytes as devices send them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demond.control.mapping import MappedPort, MappingErrors, Mappings, describe
from demond.control.midi.messages import MalformedMessage, decode
from demond.parameters import ControlError, Value
from demond.store import Store
from tests.demond.conftest import Clock


class Board:
    """A port, its mapping and a store under a clock that stands still; `send` plays bytes written in hex."""

    def __init__(self, folder: Path, *files: str, port: str = "board", number: int = 1) -> None:
        self.clock = Clock()
        self.store = Store(self.clock)
        paths = []
        for place, text in enumerate(files):
            paths.append(folder / f"{place}.toml")
            paths[-1].write_text(text)
        self.port = MappedPort(port, Mappings.load(paths), self.store, number, self.clock)

    def send(self, *messages: str) -> None:
        for message in messages:
            decoded = decode(bytes.fromhex(message))
            assert decoded is not None
            self.port.play(decoded)

    def after(self, name: str, *messages: str) -> list[Value]:
        """The value of a control after each message."""
        found = []
        for message in messages:
            self.send(message)
            found.append(self.store.get(name))
        return found


def entry(text: str) -> str:
    return "[[midi]]\n" + text.replace("; ", "\n") + "\n"


def close(*values: float) -> list[object]:
    return [pytest.approx(value, abs=1e-9) for value in values]


def problems(folder: Path, text: str) -> str:
    (folder / "wrong.toml").write_text(text)
    with pytest.raises(MappingErrors) as caught:
        Mappings.load([folder / "wrong.toml"])
    return str(caught.value)


# -- numbers of more bits, pressure, programs ------------------------------------------------------------------------


def test_a_parameter_number_moves_over_fourteen_bits(tmp_path: Path) -> None:
    b = Board(tmp_path, entry("type='nrpn'; number=130; to='denoise'; takeover='jump'"))
    assert b.after("denoise", "B0 63 01", "B0 62 02", "B0 06 40", "B0 26 05") == close(
        0.7, 0.7, 8256 / 16383, 8197 / 16383
    )
    b.send("B0 63 7F", "B0 62 7F", "B0 06 00")
    assert b.store.get("denoise") == pytest.approx(8197 / 16383)


def test_a_parameter_number_goes_up_and_down_by_steps(tmp_path: Path) -> None:
    b = Board(
        tmp_path, entry("type='rpn'; number=1; to='depth'") + entry("type='nrpn'; number=1; to='denoise'; step=0.1")
    )
    b.send("B0 65 00", "B0 64 01")
    assert b.after("depth", "B0 60 00", "B0 60 7F", "B0 61 00") == [5, 6, 5]
    b.send("B0 63 00", "B0 62 01")
    assert b.after("denoise", "B0 60 00", "B0 61 00", "B0 61 00") == close(0.8, 0.7, 0.6)


def test_data_entry_without_a_number_is_a_controller_like_any_other(tmp_path: Path) -> None:
    b = Board(
        tmp_path,
        entry("type='cc'; number=6; to='denoise'; takeover='jump'")
        + entry("type='nrpn'; number=1; to='shift'; takeover='jump'"),
    )
    assert b.after("denoise", "B0 06 7F") == [1.0]
    b.send("B0 63 00", "B0 62 01", "B0 06 00")
    assert (b.store.get("denoise"), b.store.get("shift")) == (1.0, 1.0)
    b.send("B0 62 02", "B0 06 00")
    assert b.store.get("denoise") == 0.0, "nothing is mapped to that number"


def test_pressure_of_a_key_and_of_any_key(tmp_path: Path) -> None:
    b = Board(
        tmp_path, entry("type='poly'; number=60; to='denoise'") + entry("type='poly'; channel=[2, 16]; to='blend'")
    )
    assert b.after("denoise", "A0 3C 7F", "A0 3D 00", "A0 3C 00") == [1.0, 1.0, 0.0]
    assert b.after("blend", "A0 3D 7F", "A1 3D 7F", "AF 01 00") == [0.0, 1.0, 0.0]
    assert b.store.get("denoise") == 0.0


def test_a_range_of_channels_gives_way_to_one_and_wins_over_any(tmp_path: Path) -> None:
    b = Board(
        tmp_path,
        entry("type='bend'; to='denoise'"),
        entry("type='bend'; channel=[2, 4]; to='hint_strength'"),
        entry("type='bend'; channel=3; to='blend'"),
    )
    b.send("E0 00 00", "E1 00 00", "E2 7F 7F", "E3 7F 7F", "E4 00 40")
    values = [b.store.get(name) for name in ("denoise", "hint_strength", "blend")]
    assert values == [pytest.approx(8192 / 16383), 1.0, 1.0]


def test_programs_with_and_without_their_bank(tmp_path: Path) -> None:
    text = "type='program'; number=4; to='prompt/a'; value="
    b = Board(tmp_path, entry(text + "'any'"), entry("bank=258; " + text + "'of bank 258'"))
    got = b.after("prompt/a", "C0 04", "B0 00 02", "B0 20 02", "C0 04", "C1 04", "B0 20 00", "C0 04")
    assert got == ["any", "any", "any", "of bank 258", "any", "any", "any"]


def test_bank_and_program_are_followed_together_where_the_range_is_wide(tmp_path: Path) -> None:
    b = Board(tmp_path, entry("type='program'; to='seed'; in=[0, 1000]; out=[0, 1000]"))
    assert b.after("seed", "C0 05", "B0 20 02", "C0 05") == [5, 5, 261]
    narrow = Board(tmp_path, entry("type='program'; to='seed'; out=[0, 127]"))
    assert narrow.after("seed", "B0 20 02", "C0 05") == [42, 5]


# -- encoders --------------------------------------------------------------------------------------------------------


def test_fast_turning_moves_more_and_slow_turning_as_before(tmp_path: Path) -> None:
    b = Board(tmp_path, entry("type='cc'; number=20; relative='twos'; to='denoise'; step=0.001; acceleration=3"))
    b.store.set("denoise", 0.5)

    def turn(message: str, clicks: int, seconds: float) -> float:
        before = b.store.get("denoise")
        for _ in range(clicks):
            b.clock.now += seconds
            b.send(message)
        after = b.store.get("denoise")
        assert isinstance(before, float)
        assert isinstance(after, float)
        return after - before

    assert turn("B0 14 01", 10, 0.1) == pytest.approx(0.01)
    assert 0.03 < turn("B0 14 01", 10, 0.008) <= 0.04
    assert turn("B0 14 7F", 1, 0.008) == pytest.approx(-0.001), "turned around: slow at first"
    b.clock.now += 5.0
    assert turn("B0 14 01", 1, 1.0) == pytest.approx(0.001)


def test_without_acceleration_nothing_is_faster(tmp_path: Path) -> None:
    b = Board(tmp_path, entry("type='cc'; number=20; relative='offset'; to='denoise'; step=0.01"))
    assert b.after("denoise", "B0 14 41", "B0 14 41", "B0 14 3F") == close(0.71, 0.72, 0.71)


# -- cycles ----------------------------------------------------------------------------------------------------------


def test_a_button_steps_through_words_there_and_back(tmp_path: Path) -> None:
    there = entry("type='note'; number=40; to='guidance_mode'; mode='cycle'")
    b = Board(tmp_path, there + entry("type='cc'; number=41; to='guidance_mode'; mode='cycle'; step=-1"))
    press, back = ("90 28 7F", "80 28 00"), ("B0 29 7F", "B0 29 00")
    got = b.after("guidance_mode", *press, *press, *press, *press, *back)
    assert got[::2] == ["full", "initialize", "self", "off", "self"]
    b.store.set("guidance_mode", "full", origin="osc")
    assert b.after("guidance_mode", press[0]) == ["initialize"], "it goes on from what holds"


def test_a_button_steps_through_listed_values_from_the_nearest(tmp_path: Path) -> None:
    b = Board(tmp_path, entry("type='note'; number=40; to='denoise'; values=[0.2, 0.5, 1.0]"))
    assert b.after("denoise", "90 28 7F", "90 28 7F", "90 28 7F") == [1.0, 0.2, 0.5], "from 0.7, nearest is 0.5"
    texts = Board(tmp_path, entry("type='note'; number=40; to='prompt/a'; values=['slow', 'fast']"))
    assert texts.after("prompt/a", "90 28 7F", "90 28 7F", "90 28 7F") == ["slow", "fast", "slow"]
    follows = Board(tmp_path, entry("type='note'; number=40; to='steps'; values=['none', 4]"))
    assert follows.after("steps", "90 28 7F") == [4]
    follows.send("90 28 7F")
    assert "steps" in follows.store.following()


def test_an_encoder_and_a_latching_button_cycle_too(tmp_path: Path) -> None:
    b = Board(
        tmp_path,
        entry("type='cc'; number=20; relative='twos'; to='guidance_mode'; mode='cycle'")
        + entry("type='cc'; number=21; latching=true; to='sde'; mode='cycle'"),
    )
    assert b.after("guidance_mode", "B0 14 01", "B0 14 02", "B0 14 7F") == ["full", "self", "initialize"]
    assert b.after("sde", "B0 15 7F", "B0 15 00") == [True, False]


# -- pages -----------------------------------------------------------------------------------------------------------

PAGED = (
    entry("type='cc'; number=0; to='denoise'; page='a'")
    + entry("type='cc'; number=0; to='hint_strength'; page='b'")
    + entry("type='cc'; number=1; to='blend'; takeover='jump'")
    + entry("type='note'; number=1; to='page/b'; mode='gate'")
    + entry("type='note'; number=2; to='page/next'")
    + entry("type='note'; number=3; to='page/previous'")
    + entry("type='note'; number=4; to='sde'; mode='gate'; page='a'")
    + entry("type='note'; number=4; to='dcw'; mode='gate'; page='b'")
)


def test_a_shift_button_brings_up_another_page_while_it_is_held(tmp_path: Path) -> None:
    b = Board(tmp_path, PAGED)
    b.send("B0 00 59", "B0 00 60")
    assert b.store.get("denoise") == pytest.approx(96 / 127)
    b.send("90 01 7F", "B0 00 7F", "B0 00 7E", "B0 01 7F")
    assert [b.store.get(name) for name in ("denoise", "hint_strength", "blend")] == close(96 / 127, 126 / 127, 1.0)
    b.send("80 01 00", "B0 00 40")
    assert b.store.get("denoise") == pytest.approx(96 / 127), "the fader has to be picked up anew"
    b.send("B0 00 60", "B0 00 50")
    assert b.store.get("denoise") == pytest.approx(80 / 127)


def test_page_buttons_step_through_the_pages(tmp_path: Path) -> None:
    b = Board(tmp_path, PAGED)
    told = []
    b.port.listen(lambda: told.append([each.entry.to for each in b.port.shown() if each.entry.page]))
    b.send("90 02 7F", "90 02 00", "90 02 7F", "90 03 7F")
    assert told == [["hint_strength", "dcw"], ["denoise", "sde"], ["hint_strength", "dcw"]]
    assert len(b.port.shown()) == 6


def test_a_button_that_is_held_through_a_change_of_page_lets_go_of_what_it_pressed(tmp_path: Path) -> None:
    b = Board(tmp_path, PAGED)
    b.store.set("dcw", True)
    b.send("90 04 7F", "90 02 7F")
    assert b.store.get("sde") is True
    b.send("80 04 00")
    assert (b.store.get("sde"), b.store.get("dcw")) == (False, True)
    b.send("90 04 7F", "80 04 00")
    assert (b.store.get("sde"), b.store.get("dcw")) == (False, False)


def test_two_ports_have_a_page_each(tmp_path: Path) -> None:
    b = Board(tmp_path, PAGED)
    other = MappedPort("another", b.port.mappings, b.store)
    b.send("90 02 7F")
    assert {each.entry.page for each in other.shown()} == {None, "a"}
    assert {each.entry.page for each in b.port.shown()} == {None, "b"}


def test_a_page_stays_up_when_the_mappings_are_read_again(tmp_path: Path) -> None:
    b = Board(tmp_path, PAGED)
    b.send("90 02 7F")
    b.port.use(Mappings.load([tmp_path / "0.toml"]))
    assert {each.entry.page for each in b.port.shown()} == {None, "b"}


# -- takeover and units ----------------------------------------------------------------------------------------------


def test_relative_delta_never_jumps_and_turns_around_at_the_ends(tmp_path: Path) -> None:
    b = Board(tmp_path, entry("type='cc'; number=20; to='denoise'; in=[0, 100]; takeover='relative-delta'"))
    got = b.after("denoise", "B0 14 0A", "B0 14 14", "B0 14 64", "B0 14 5A", "B0 14 00")
    assert got == close(0.7, 0.8, 1.0, 0.9, 0.0)
    b.store.set("denoise", 0.5, origin="osc")
    assert b.after("denoise", "B0 14 0A") == close(0.6)


def test_relative_delta_adds_up_small_moves_of_whole_numbers(tmp_path: Path) -> None:
    b = Board(tmp_path, entry("type='cc'; number=20; to='depth'; takeover='relative-delta'"))
    for value in range(128):
        b.send(f"B0 14 {value:02X}")
    assert b.store.get("depth") == 8
    for value in reversed(range(128)):
        b.send(f"B0 14 {value:02X}")
    assert b.store.get("depth") == 1


def test_a_file_for_the_second_unit_plays_that_alone(tmp_path: Path) -> None:
    files = (
        "[device]\nmatch='nano'\n" + entry("type='cc'; number=1; to='blend'; takeover='jump'"),
        "[device]\nmatch='nano'\nnumber=2\n" + entry("type='cc'; number=1; to='denoise'; takeover='jump'"),
    )
    b = Board(tmp_path, *files, port="nano 24:0", number=2)
    before = b.store.get("blend")
    b.send("B0 01 00")
    assert (b.store.get("denoise"), b.store.get("blend")) == (0.0, before)
    first = MappedPort("nano 20:0", b.port.mappings, b.store)
    message = decode(b"\xb0\x01\x7f")
    assert message is not None
    first.play(message)
    assert (b.store.get("denoise"), b.store.get("blend")) == (0.0, 1.0)


def test_a_listing_says_what_cycles_and_which_unit(tmp_path: Path) -> None:
    path = tmp_path / "listed.toml"
    path.write_text(
        "[device]\nmatch='nano'\nnumber=2\n" + entry("type='note'; number=40; to='denoise'; values=[0.2, 1]")
    )
    text = describe([path])
    assert "MIDI ports named 'nano', unit 2 of those alike" in text
    assert "note 40 any channel  denoise 0.2 1 (cycle)" in text


# -- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (entry("type='nrpn'; to='denoise'"), "number is missing: expected a whole number 0..16383"),
        (entry("type='nrpn'; number=16384; to='denoise'"), "found 16384, expected a whole number 0..16383"),
        (entry("type='nrpn'; number=1; to='denoise'; relative='twos'"), "goes only with type 'cc'"),
        (entry("type='cc'; number=1; bank=1; to='denoise'"), "bank: does not go with type 'cc'"),
        (entry("type='cc'; number=1; channel=[3, 2]; to='denoise'"), "the first and the last of several"),
        (entry("type='cc'; number=1; channel=[1, 17]; to='denoise'"), "the first and the last of several"),
        (entry("type='cc'; number=1; to='denoise'; acceleration=2"), "goes only with encoders"),
        (entry("type='cc'; number=1; relative='twos'; to='denoise'; acceleration=99"), "expected a number 0..10"),
        (
            entry("type='note'; number=1; to='denoise'; mode='cycle'"),
            "values is missing: what denoise is set to in turn",
        ),
        (entry("type='note'; number=1; to='denoise'; values=[0.1]"), "expected a list of 2..128 values of denoise"),
        (entry("type='note'; number=1; to='denoise'; values=[0.1, 2]"), "found 2, which would be clamped to 1"),
        (entry("type='note'; number=1; to='denoise'; values=[0.1, 'x']"), "values: wants"),
        (entry("type='note'; number=1; to='play'; mode='cycle'"), "expected one of trigger"),
        (entry("type='note'; number=1; to='sde'; mode='cycle'; step=0"), "a whole number -8..8 that is not 0"),
        (entry("type='note'; number=1; to='sde'; mode='toggle'; values=[0, 1]"), "goes only with mode 'cycle'"),
        (entry("type='note'; number=1; to='page/b'"), 'no entry has page = "b"'),
        (entry("type='note'; number=1; to='page/next'"), 'no entry has page = "next"'),
        (entry("type='note'; number=1; to='page/../x'"), "expected page/ and the name of a page"),
        (entry("type='bend'; to='page/b'"), "wants a button, this is a bend that moves"),
        (entry("type='note'; number=1; to='page/b'; value=1"), "value: unknown key"),
        (entry("type='cc'; number=1; to='sde'; page='next'"), "expected the name of a page"),
        (
            entry("type='cc'; number=1; to='sde'; page='a'") + entry("type='cc'; number=1; to='dcw'; page='b'"),
            "no button brings up another page",
        ),
        ("[device]\nmatch='x'\nnumber=0\n" + entry("type='cc'; number=1; to='sde'"), "expected a whole number 1..16"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, words: str) -> None:
    assert words in problems(tmp_path, text)


EVERYTHING = PAGED + "".join(
    entry(text)
    for text in (
        "type='nrpn'; number=1; to='denoise'",
        "type='rpn'; number=0; to='sde'",
        "type='poly'; to='blend'",
        "type='program'; to='seed'; in=[0, 16383]; out=[0, 16383]",
        "type='program'; number=3; bank=1; to='guidance_mode'; mode='cycle'",
        "type='cc'; number=7; relative='twos'; acceleration=4; to='shift'",
        "type='cc'; number=8; relative='signbit'; mode='cycle'; to='guidance_mode'",
        "type='cc'; number=9; to='volume'; takeover='relative-delta'",
        "type='pressure'; channel=[2, 16]; to='velocity_scale'",
    )
)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Board:
    return Board(tmp_path_factory.mktemp("board"), EVERYTHING)


@given(st.lists(st.binary(max_size=4), max_size=30))
def test_no_bytes_raise_anything_but_what_is_wrong_with_them(everything: Board, sent: list[bytes]) -> None:
    for data in sent:
        everything.clock.now += 0.004
        try:
            message = decode(data)
        except MalformedMessage:
            continue
        if message is not None:
            everything.port.play(message)


NUMBERS = (*range(10), 32, 38, 60, *range(96, 102))
CONTROL = st.tuples(st.sampled_from([0xB0, 0x90, 0x80, 0xA0, 0xC0, 0xB1]), st.sampled_from(NUMBERS))


@given(st.lists(st.tuples(CONTROL, st.integers(0, 127)), max_size=60))
def test_no_playing_raises_anything(everything: Board, sent: list[tuple[tuple[int, int], int]]) -> None:
    for (status, first), last in sent:
        message = decode([status, first] if status == 0xC0 else [status, first, last])
        assert message is not None
        try:
            everything.port.play(message)
        except ControlError as error:  # pragma: no cover
            raise AssertionError(error) from error
    low, value = 0.0, everything.store.get("denoise")
    assert isinstance(value, float)
    assert low <= value <= 1.0
