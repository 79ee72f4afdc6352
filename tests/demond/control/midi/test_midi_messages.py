"""MIDI bytes, 14-bit pairs and endless encoders, as the MIDI 1.0 specification writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demond.control.midi.messages import MalformedMessage, MidiMessage, Pair, decode, relative_steps


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("B0 07 64", MidiMessage("cc", 1, 7, 100)),
        ("BF 7F 7F", MidiMessage("cc", 16, 127, 127)),
        ("90 3C 40", MidiMessage("note", 1, 60, 64)),
        ("90 3C 00", MidiMessage("note", 1, 60, 0)),
        ("82 3C 40", MidiMessage("note", 3, 60, 0)),
        ("C1 05", MidiMessage("program", 2, 5, 127)),
        ("D0 50", MidiMessage("pressure", 1, 0, 80)),
        ("E0 00 40", MidiMessage("bend", 1, 0, 8192)),
        ("E0 7F 7F", MidiMessage("bend", 1, 0, 16383)),
        ("F0 7E 7F 06 01 F7", None),
        ("F8", None),
        ("FE", None),
        ("A0 3C 40", MidiMessage("poly", 1, 60, 64)),
        ("AF 00 7F", MidiMessage("poly", 16, 0, 127)),
    ],
)
def test_decodes(data: str, message: MidiMessage | None) -> None:
    assert decode(list(bytes.fromhex(data))) == message


@pytest.mark.parametrize("data", ["", "B0", "B0 07", "B0 07 64 00", "C0 01 02", "07 64", "90 3C 80", "E0 FF 40"])
def test_refuses_what_is_no_message(data: str) -> None:
    with pytest.raises(MalformedMessage):
        decode(list(bytes.fromhex(data)))


@given(st.lists(st.integers(-300, 300), max_size=8))
def test_any_bytes_give_a_message_nothing_or_malformed(data: list[int]) -> None:
    try:
        message = decode(data)
    except MalformedMessage:
        return
    if message is not None:
        assert 1 <= message.channel <= 16
        assert 0 <= message.number <= 127
        assert 0 <= message.value <= (16383 if message.kind == "bend" else 127)


@given(st.integers(0, 127), st.integers(0, 127), st.integers(0, 127), st.integers(0, 127))
def test_halves_of_a_pair_come_in_either_order(old_msb: int, old_lsb: int, msb: int, lsb: int) -> None:
    first, second = Pair(old_msb, old_lsb), Pair(old_msb, old_lsb)
    first.coarse(msb)
    second.fine(lsb)
    assert first.fine(lsb) == second.coarse(msb) == msb * 128 + lsb


@given(st.integers(0, 127), st.integers(0, 127))
def test_the_first_half_alone_is_off_by_less_than_one_coarse_step(msb: int, lsb: int) -> None:
    pair = Pair(msb, lsb)
    assert abs(pair.coarse(msb) - (msb * 128 + lsb)) < 128
    assert pair.fine((lsb + 1) % 128) == msb * 128 + (lsb + 1) % 128


def test_a_device_without_the_fine_half_reaches_both_ends() -> None:
    pair = Pair()
    assert [pair.coarse(value) for value in (0, 127)] == [0.0, 16383.0]


@pytest.mark.parametrize(
    ("encoding", "right", "left", "still"),
    [("twos", 0x01, 0x7F, 0x00), ("offset", 0x41, 0x3F, 0x40), ("signbit", 0x01, 0x41, 0x40)],
)
def test_encoders_count_clicks(encoding: str, right: int, left: int, still: int) -> None:
    assert [relative_steps(encoding, value) for value in (right, left, still)] == [1, -1, 0]
    assert relative_steps(encoding, right + 3) == 4


@pytest.mark.parametrize("encoding", ["twos", "offset", "signbit"])
def test_encoders_turn_both_ways_equally_far(encoding: str) -> None:
    clicks = {relative_steps(encoding, value) for value in range(128)}
    assert clicks >= set(range(-63, 64))
    assert clicks <= set(range(-64, 64))
