"""Bytes of MIDI clock, with the times at which they came, to the beat and to what the transport is told."""

from __future__ import annotations

import pytest

from demond.clock.midi import MidiClock

PERIOD = 60.0 / (120.0 * 24)


class Player:
    """A MIDI clock that hears what a test sends."""

    def __init__(self) -> None:
        self.time = 50.0
        self.events: list[tuple[str, float]] = []
        self.clock = MidiClock(lambda event, beat: self.events.append((event, beat)), lambda: 99.0, lambda: self.time)

    def send(self, data: str, port: str = "a") -> None:
        self.clock.take(port, bytes.fromhex(data), self.time)

    def ticks(self, count: int, port: str = "a") -> None:
        for _ in range(count):
            self.send("F8", port)
            self.time += PERIOD

    def beat(self) -> float:
        anchor = self.clock.anchor()
        assert anchor is not None
        return anchor.beat + (self.time - anchor.time) * anchor.tempo / 60.0


def test_start_counts_from_the_tick_after_it() -> None:
    player = Player()
    player.ticks(100)
    player.send("FA")
    assert player.events == []
    player.ticks(48)
    assert player.events == [("start", 0.0)]
    assert player.beat() == pytest.approx(2.0)
    anchor = player.clock.anchor()
    assert anchor is not None
    assert anchor.tempo == pytest.approx(120.0)
    assert player.clock.settled


def test_stop_and_continue_go_on_where_it_stood() -> None:
    player = Player()
    player.send("FA")
    player.ticks(36)
    player.send("FC")
    player.time += 7.3
    assert player.clock.port == ""
    assert player.clock.anchor() is None
    player.send("FB")
    player.ticks(24)
    assert player.events == [("start", 0.0), ("stop", 1.5), ("continue", 1.5)]
    assert player.beat() == pytest.approx(2.5)


def test_song_position_is_where_continue_begins() -> None:
    player = Player()
    player.ticks(30)
    player.send("F2 22 01")  # 0x22 + 128 sixteenths
    player.send("FB")
    player.ticks(6)
    assert player.events == [("position", 40.5), ("continue", 40.5)]
    assert player.beat() == pytest.approx(40.75)


def test_before_there_is_a_tempo_the_clock_goes_at_the_one_there_was() -> None:
    player = Player()
    player.send("FA")
    player.ticks(2)
    anchor = player.clock.anchor()
    assert anchor is not None
    assert anchor.tempo == 99.0
    assert not player.clock.settled


def test_the_first_port_that_runs_holds_until_it_is_silent() -> None:
    player = Player()
    player.send("FA", "a")
    player.ticks(24, "a")
    for data in ("FA", "F8", "FC", "F2 10 00"):
        player.send(data, "b")
    assert player.clock.port == "a"
    assert player.events == [("start", 0.0)]
    player.time += 1.1
    player.send("FA", "b")
    player.ticks(12, "b")
    assert player.clock.port == "b"
    assert player.events[-1] == ("start", 0.0)
    assert player.beat() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    "data", ["", "F2", "F2 10", "F2 10 80", "F2 90 00", "F8 00", "FA 01", "F1 00", "F3 01", "FE", "FF"]
)
def test_what_is_no_whole_message_of_the_clock_changes_nothing(data: str) -> None:
    player = Player()
    player.send("FA")
    player.ticks(24)
    player.send(data)
    player.ticks(24)
    assert player.events == [("start", 0.0)]
    assert player.beat() == pytest.approx(2.0)
