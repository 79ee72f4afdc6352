"""Bare ALSA, by devices of its plugins null and file, which have no clock and take sound as fast as it comes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from demond.playback import Player
from demond.playback.layout import SAMPLE_RATE
from tests.tones import players
from tests.waiting import wait_for

RC = """
pcm.nothing {{ type null }}
pcm.mono {{ type plug slave {{ pcm monofile channels 1 rate 48000 format S16_LE }} }}
pcm.monofile {{ type file slave.pcm nothing file "{folder}/mono.raw" format raw }}
pcm.cd {{ type file slave.pcm nothing file "{folder}/cd.raw" format raw }}
pcm.eight {{ type plug slave {{ pcm eightfile channels 8 rate 48000 format S16_LE }} }}
pcm.eightfile {{ type file slave.pcm nothing file "{folder}/eight.raw" format raw }}
pcm.nowhere {{ type hw card 29 }}
pcm.!default {{ type plug slave.pcm nothing }}
"""


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Player]]:
    rc = tmp_path / "asoundrc"
    rc.write_text(RC.format(folder=tmp_path))
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(rc))
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "none")
    with players() as start:
        yield start


@pytest.mark.parametrize(
    ("device", "options", "rate", "kind", "heard"),
    [
        ("mono", {"channels": [1]}, 48000, "<i2", [0.375]),
        ("cd", {"samplerate": 44100}, 44100, "<f4", [0.5, 0.25]),
        ("eight", {"channels": [3, 4]}, 48000, "<i2", [0, 0, 0.5, 0.25, 0, 0, 0, 0]),
    ],
)
def test_a_device_without_a_clock_is_played_in_time(play, tmp_path, caplog, device, options, rate, kind, heard):
    caplog.set_level("INFO")
    player = play(device, **options)
    assert player.state == "playing"
    assert player.info()["rate"] == rate
    assert "which has no clock, by that of this machine" in caplog.text
    strays = []
    for _ in range(3):
        before, began = player.loop.elapsed, time.monotonic()
        time.sleep(1.0)
        took = time.monotonic() - began
        strays.append((player.loop.elapsed - before) / SAMPLE_RATE - took)
    assert sorted(strays)[1] == pytest.approx(0.0, abs=0.1), strays
    player.stop()
    samples = np.fromfile(tmp_path / f"{device}.raw", kind)
    scale = 1.0 if kind == "<f4" else 1 / 32768
    frames = samples[: len(samples) // len(heard) * len(heard)].reshape(-1, len(heard)) * scale
    middle = frames[len(frames) // 2 : len(frames) // 2 + rate // 4]
    turn = np.exp(-2j * np.pi * 1000 * np.arange(len(middle)) / rate)
    assert np.allclose(2 * np.abs(turn @ middle) / len(middle), heard, atol=0.01)
    assert np.allclose(middle.std(axis=0), np.array(heard) / np.sqrt(2), atol=0.01)


def test_it_neither_races_nor_burns(play):
    player = play("default")
    assert player.state == "playing"
    assert player.loop.elapsed / SAMPLE_RATE < 12.0

    def used() -> float:
        fields = Path(f"/proc/{player.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    before = used()
    time.sleep(2.0)
    assert used() - before < 0.2


@pytest.mark.parametrize(
    ("device", "why"),
    [
        ("nowhere", "ALSA cannot open nowhere: No such file or directory"),
        ("nonsense", "no output device is named like 'nonsense'; there are: nothing, ALSA; "),
    ],
)
def test_a_device_that_cannot_be_opened_is_said_and_time_goes_on(play, caplog, device, why):
    player = play(device)
    assert player.state.startswith(f"waiting for {device}: {why}")
    before = player.loop.played
    wait_for(lambda: player.loop.played > before + SAMPLE_RATE, 3.0)
    assert caplog.text.count("playing into the null output meanwhile") == 1
