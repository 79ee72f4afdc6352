"""Banks and parameter numbers: what several controllers say together, in bytes as devices send them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demond.control.midi.messages import MidiMessage, decode
from demond.control.midi.numbers import HEARD, Numbers


def said(*messages: str) -> list[tuple[str, int, int, int]]:
    """Kind, number, value and clicks of what each message completes."""
    numbers = Numbers()
    found = []
    for message in messages:
        decoded = decode(bytes.fromhex(message))
        assert decoded is not None
        if decoded.number in HEARD and (whole := numbers.hear(decoded)) is not None:
            found.append((whole.kind, whole.number, whole.value, whole.clicks))
    return found


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        (["B0 63 01", "B0 62 02", "B0 06 40", "B0 26 05"], [("nrpn", 130, 8256, 0), ("nrpn", 130, 8197, 0)]),
        (["B0 62 02", "B0 63 01", "B0 26 05", "B0 06 40"], [("nrpn", 130, 5, 0), ("nrpn", 130, 8197, 0)]),
        (["B0 65 00", "B0 64 01", "B0 06 7F"], [("rpn", 1, 16383, 0)]),
        (["B0 65 00", "B0 64 01", "B0 06 00", "B0 06 7F"], [("rpn", 1, 0, 0), ("rpn", 1, 16383, 0)]),
        (["B0 63 00", "B0 62 07", "B0 60 00", "B0 61 00"], [("nrpn", 7, 0, 1), ("nrpn", 7, 0, -1)]),
        (["B0 63 00", "B0 62 07", "B0 65 7F", "B0 64 7F", "B0 06 40"], []),
        (["B0 63 7F", "B0 62 7F", "B0 06 40"], []),
        (["B0 06 40", "B0 26 40", "B0 60 00"], []),
        (["B0 63 01", "B0 06 00"], [("nrpn", 128, 0, 0)]),
        (
            ["B0 65 00", "B0 64 00", "B0 06 02", "B0 63 00", "B0 62 09", "B0 06 00"],
            [("rpn", 0, 258, 0), ("nrpn", 9, 0, 0)],
        ),
    ],
)
def test_parameter_numbers(messages: list[str], found: list[tuple[str, int, int, int]]) -> None:
    assert said(*messages) == found


def test_each_number_keeps_its_own_fine_half() -> None:
    found = said(
        *("B0 63 00", "B0 62 01", "B0 06 40", "B0 26 7F"),
        *("B0 62 02", "B0 06 40", "B0 62 01", "B0 06 41"),
    )
    assert [each[1:3] for each in found] == [(1, 8256), (1, 8319), (2, 8256), (1, 8447)]


def test_the_bank_is_what_was_selected_last() -> None:
    numbers = Numbers()
    for number, value, bank in ((0, 2, 256), (32, 5, 261), (0, 0, 5)):
        assert numbers.hear(MidiMessage("cc", 1, number, value)) is None
        assert numbers.bank == bank


@given(st.lists(st.tuples(st.sampled_from(sorted(HEARD)), st.integers(0, 127)), max_size=60))
def test_any_controllers_give_a_message_in_range_or_none(sent: list[tuple[int, int]]) -> None:
    numbers = Numbers()
    for number, value in sent:
        whole = numbers.hear(MidiMessage("cc", 3, number, value))
        assert 0 <= numbers.bank <= 16383
        if whole is not None:
            assert whole.kind in ("nrpn", "rpn")
            assert (0 <= whole.number < 16383, 0 <= whole.value <= 16383, abs(whole.clicks) <= 1) == (True,) * 3
