"""The analysis reaches those who ask for it by name, at the rate of each."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from demond.analysis import Heard
from demond.control.osc import Target
from tests.osc_peer import Client, Rig, rig


class Sound:
    """What is read: something begins at the first reading and at every tenth."""

    def __init__(self) -> None:
        self.readings = 0

    def read(self) -> Heard:
        self.readings += 1
        return Heard((0.5, 0.25), tuple(band / 8 for band in range(8)), float(self.readings % 10 == 1), 0.75, 0.125)


@pytest.fixture
def sound() -> Sound:
    return Sound()


@pytest.fixture
def server(sound: Sound) -> Iterator[Rig]:
    with rig(analysis=sound.read, meters=lambda: [0.0] * 4) as running:
        yield running


def analysed(heard: list[tuple]) -> list[tuple]:
    return [each for each in heard if each[0] == "/demond/analysis"]


def test_it_is_levels_octaves_what_begins_and_the_beat(server: Rig) -> None:
    with Client(server.port) as client:
        told = client.ask("/demond/subscribe", "analysis", 60) + client.hear(1)
        assert told[0] == ("/demond/subscribed", "/demond/analysis", 60.0, 60.0)
        first = analysed(told)[0]
    levels, octaves = (0.5, 0.25), (0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875)
    assert first == ("/demond/analysis", *levels, *octaves, 1.0, 0.75, 0.125)


@pytest.mark.parametrize("pattern", ["/demond/*", "//*", "analysi?", "{analysis,denoise}"])
def test_no_pattern_brings_it(server: Rig, sound: Sound, pattern: str) -> None:
    with Client(server.port) as client:
        client.send("/demond/subscribe", pattern, 100)
        told = client.hear(20, 0.3)
        assert told
        assert analysed(told) == []
    assert sound.readings == 0


def test_each_hears_it_at_its_own_rate_and_misses_nothing_that_begins(server: Rig, sound: Sound) -> None:
    with Client(server.port) as quick, Client(server.port) as slow:
        quick.ask("/demond/subscribe", "analysis", 100)
        began, first = time.monotonic(), sound.readings
        told = slow.ask("/demond/subscribe", "analysis", 12) + slow.ask("/demond/subscribe", "denoise", 50)
        heard = analysed(told + slow.listen(2.0) + slow.sync())
        readings, seconds = sound.readings - first, time.monotonic() - began
        assert 40 * seconds < readings < 61 * seconds + 2
        assert 8 * seconds <= len(heard) <= 12 * seconds + 2
        begun = sum(each[11] for each in heard)
        assert begun == pytest.approx(readings / 10, abs=2)
        assert len(analysed(quick.sync())) > 35 * seconds


def test_nothing_is_read_once_nobody_listens(server: Rig, sound: Sound) -> None:
    with Client(server.port) as client:
        client.ask("/demond/subscribe", "analysis", 60)
        client.hear(3)
        client.ask("/demond/unsubscribe", "analysis")
        client.listen(0.05)
        readings = sound.readings
        assert client.listen(0.1) == []
        assert sound.readings == readings
        client.ask("/demond/subscribe", "analysis", 60)
        assert len(analysed(client.hear(3))) >= 3


def test_a_screen_of_the_configuration_hears_it(server: Rig) -> None:
    with Client(server.port) as screen:
        server.call(server.server.set_feedback, [Target(f"127.0.0.1:{screen.port}", "/demond/analysis", 30)])
        assert len(analysed(screen.hear(3))) >= 3
        screen.send("/demond/analysis", 0.5, 0.5)
        server.call(server.server.set_feedback, [])
    assert server.server.counters["errors"] == 0


def test_what_fails_is_logged_and_goes_on(server: Rig, sound: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    with Client(server.port) as client:
        good = sound.read()
        answers: Iterator[Heard] = iter([good])

        def read() -> Heard:
            nonlocal answers
            try:
                return next(answers)
            except StopIteration:
                answers = iter([good])
                raise OSError("gone") from None

        server.server._reports._analysed._analysis = read
        client.ask("/demond/subscribe", "analysis", 60)
        assert len(analysed(client.hear(3))) >= 3
