"""What tells a cable from a finger."""

from __future__ import annotations

from itertools import pairwise

import pytest

from demond.control.midi.cables import Cable, Sent

LIT, DARK = (0x7F,), (0,)
A, B, C = (0x90, 1), (0x90, 2), (0xB0, 7)


def test_what_nobody_prompted_and_comes_back_at_once_is_a_cables() -> None:
    cable = Cable()
    cable.sent(Sent(A, LIT, 1.0))
    assert cable.brought(A, LIT, 1.1)
    assert not cable.known
    cable.sent(Sent(B, LIT, 2.0))
    assert cable.brought(B, LIT, 2.1)
    assert cable.known


def test_where_a_cable_is_known_what_a_hand_prompted_comes_back_too_and_only_once() -> None:
    cable = Cable([Sent(A, DARK, 0.0), Sent(B, DARK, 0.0)])
    assert [cable.brought(key, DARK, 0.02) for key in (A, B)] == [True, True]
    assert not cable.brought(A, LIT, 1.0)
    cable.sent(Sent(A, LIT, 1.01))
    assert cable.brought(A, LIT, 1.02)
    assert not cable.brought(A, LIT, 1.1)


@pytest.mark.parametrize("first", [0.05, 0.3, 0.9])
@pytest.mark.parametrize("gap", [0.03, 0.08, 0.15, 0.19, 0.4])
def test_a_finger_that_drums_on_a_button_is_never_a_cable(gap: float, first: float) -> None:
    cable, now = Cable([Sent(key, DARK, 0.0) for key in (A, B, C)]), first
    for press, light in pairwise([DARK, LIT] * 20):
        assert not cable.brought(A, LIT, now)
        cable.sent(Sent(A, light, now + 0.01))
        now += gap
        assert not cable.brought(A, DARK, now)
        cable.sent(Sent(A, press if light == DARK else light, now + 0.01))
        now += gap
    assert not cable.known


def test_a_cable_that_is_pulled_is_forgotten() -> None:
    cable = Cable([Sent(A, DARK, 0.0), Sent(B, DARK, 0.0)])
    assert cable.brought(A, DARK, 0.01)
    assert cable.brought(B, DARK, 0.01)
    cable.sent(Sent(C, LIT, 1.0))
    assert not cable.brought(A, LIT, 2.5)
    assert not cable.known


def test_a_slow_cable_is_known_by_the_order_in_which_it_brings() -> None:
    cable = Cable()
    for at, key in enumerate((A, B, C)):
        cable.sent(Sent(key, LIT, float(at) / 10))
    assert [cable.brought(key, LIT, 0.6 + at / 10) for at, key in enumerate((A, B, C))] == [False, True, True]


def test_a_release_is_never_lost_while_the_button_is_down() -> None:
    cable = Cable()
    cable.brought(A, LIT, 0.0)
    cable.sent(Sent(A, DARK, 5.0))
    assert not cable.brought(A, DARK, 5.01)


def test_what_waits_to_come_back_is_bounded() -> None:
    cable = Cable()
    for at in range(100_000):
        cable.sent(Sent(A, LIT, at / 1e6))
    assert len(cable._awaited) <= 1024
