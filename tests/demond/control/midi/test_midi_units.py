"""Alike units, told apart by the names that systems give their ports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demond.control.midi.units import Units, kind_of

NANO = "nanoKONTROL2:nanoKONTROL2 nanoKONTROL2 _ CTRL"


@pytest.mark.parametrize(
    ("port", "kind"),
    [
        (f"{NANO} 20:0", NANO),
        ("a2j:nanoKONTROL2 [20] (capture): nanoKONTROL2 MIDI 1", "a2j:nanoKONTROL2 (capture): nanoKONTROL2 MIDI 1"),
        ("Keystation-01:out", "Keystation:out"),
        ("Keystation:out", "Keystation:out"),
        ("Launch Control XL 3:port 2", "Launch Control XL 3:port 2"),
        (" 1:2", " 1:2"),
    ],
)
def test_what_a_system_adds_to_a_name_is_left_out(port: str, kind: str) -> None:
    assert kind_of(port) == kind


def test_a_unit_keeps_its_number_while_the_other_comes_and_goes() -> None:
    first, second, other = f"{NANO} 9:0", f"{NANO} 20:0", "Keystation:out"
    units = Units()
    units.see([second, other, first])
    assert [units.number(port) for port in (first, second, other)] == [1, 2, 1]
    units.see([second, other])
    assert units.number(second) == 2
    units.see([second, f"{NANO} 24:0", other])
    assert [units.number(f"{NANO} 24:0"), units.number(second)] == [1, 2]
    units.see([])
    units.see([second])
    assert units.number(second) == 2


def test_a_third_one_is_the_third() -> None:
    units = Units()
    units.see(["k:a 20:0", "k:a 24:0"])
    units.see(["k:a 20:0", "k:a 24:0", "k:a 16:0"])
    assert units.number("k:a 16:0") == 3
    assert units.number("never seen") == 1


@given(st.lists(st.lists(st.sampled_from([f"k:a {n}:0" for n in range(8)]), max_size=8), max_size=12))
def test_no_two_that_are_there_share_a_number(looks: list[list[str]]) -> None:
    units, before = Units(), dict[str, int]()
    for look in looks:
        units.see(look)
        now = {port: units.number(port) for port in set(look)}
        assert len(set(now.values())) == len(now)
        assert all(now[port] == number for port, number in before.items() if port in now)
        before = now
