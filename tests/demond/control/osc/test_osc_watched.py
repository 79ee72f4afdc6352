"""A monitor is told what changes, by whom, and what plays nothing; without one nothing is kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from demond.control.midi.messages import MidiMessage
from demond.control.osc.server import LEASE_SECONDS
from demond.control.osc.watched import EVERY, MOST
from tests.osc_peer import Client, Rig, rig
from tests.waiting import wait_for

MONITOR = "/demond/monitor"


@pytest.fixture
def server() -> Iterator[Rig]:
    with rig() as running:
        yield running


def watch(client: Client, lease: float = LEASE_SECONDS) -> None:
    told = client.ask("/demond/subscribe", "monitor")
    assert told == [("/demond/subscribed", MONITOR, 30.0, pytest.approx(lease))]


def seen(told: list[tuple]) -> list[tuple]:
    return [message[1:] for message in told if message[0] == MONITOR]


def test_what_changes_is_told_with_who_changed_it(server: Rig) -> None:
    with Client(server.port) as client, Client(server.port) as hand:
        watch(client)
        hand.send("/demond/denoise", 0.25)
        assert seen(client.hear(1)) == [("changed", "127.0.0.1", "denoise", "0.25", "")]
        server.store.set("prompt/a", "slow strings", origin="nanoKONTROL2:out")
        assert seen(client.hear(1)) == [("changed", "nanoKONTROL2:out", "prompt/a", '"slow strings"', "")]
        server.store.set("sde_curve", tuple(number / 99 for number in range(100)))
        assert seen(client.hear(1)) == [("changed", "", "sde_curve", "a curve of 100 points", "")]


def test_what_is_not_obeyed_is_told_with_its_arguments_and_why(server: Rig) -> None:
    with Client(server.port) as client, Client(server.port) as surface:
        watch(client)
        surface.send("/1/fader9", 0.5, "x" * 100, b"abc")
        surface.sync()
        surface.send("/demond/denoise", "loud")
        surface.sync()
        surface.raw(b"no OSC at all\n")
        told = {each[2]: each for each in seen(client.hear(3))}
    kind, where, _, said, why = told["/1/fader9"]
    assert (kind, where) == ("osc", f"127.0.0.1 port {surface.port}")
    assert said == f"0.5 '{'x' * 39}... (blob of 3 bytes)"
    assert "there is no such address" in why
    assert "wants" in told["/demond/denoise"][4]
    assert told[""][4].startswith("no OSC: ")


def test_midi_that_nothing_is_mapped_to_is_told_as_a_mapping_file_names_it(server: Rig) -> None:
    midi = server.server.watched.midi
    with Client(server.port) as client:
        watch(client)
        for value in (1, 2, 64):
            midi("nanoKONTROL2:out", 1, MidiMessage("cc", 3, 21, value))
        midi("nanoKONTROL2:out", 1, MidiMessage("cc", 3, 99, 2))  # only begins to say a parameter number
        midi("nanoKONTROL2:out", 2, MidiMessage("bend", 1, 0, 8192))
        midi("keys", 1, MidiMessage("program", 16, 5, 127, bank=2))
        wanted = {
            ("midi", "nanoKONTROL2", "cc 21 channel 3"): ("64", ""),
            ("midi", "nanoKONTROL2 (2)", "bend channel 1"): ("8192", ""),
            ("midi", "keys", "program bank 2 5 channel 16"): ("127", ""),
        }
        told: dict[tuple, tuple] = {}
        until = time.monotonic() + 5.0
        while told != wanted and time.monotonic() < until:
            told |= {each[:3]: each[3:] for each in seen(client.hear(1))}
    assert told == wanted


def test_a_flood_from_another_thread_is_a_few_messages_and_a_number(server: Rig) -> None:
    midi = server.server.watched.midi

    def flood() -> None:
        for number in range(10 * MOST):
            midi("keys", 1, MidiMessage("nrpn", 1, number, 1))

    with Client(server.port) as client:
        watch(client)
        began = time.monotonic()
        thread = threading.Thread(target=flood)
        thread.start()
        thread.join()
        seconds = time.monotonic() - began
        told, until = [], time.monotonic() + 5.0
        while _counted(told) < 10 * MOST and time.monotonic() < until:
            told += seen(client.hear(1))
    assert len(told) <= (MOST + 1) * (2 + seconds / EVERY)
    assert _counted(told) == 10 * MOST


def _counted(told: list[tuple]) -> int:
    """How many messages of MIDI were told, or told of."""
    return sum(int(each[3]) if each[0] == "more" else each[0] == "midi" for each in told)


def test_no_pattern_brings_it_and_without_a_monitor_nothing_is_kept_or_listened_to() -> None:
    with rig(lease=0.6) as server, Client(server.port) as client, Client(server.port) as other:
        watched, listeners = server.server.watched, len(server.store._listeners)
        other.ask("/demond/subscribe", "//*")
        client.send("/1/fader9", 0.5)
        client.sync()
        watched.midi("keys", 1, MidiMessage("cc", 1, 1, 1))
        assert not watched.wanted
        assert (watched._kept, len(server.store._listeners)) == ({}, listeners)
        watch(client, 0.6)
        assert len(server.store._listeners) == listeners + 1
        wait_for(lambda: not watched.wanted and len(server.store._listeners) == listeners)  # the lease ends
        assert seen(other.listen(0.1)) == []
