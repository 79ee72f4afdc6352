"""A desktop's PipeWire: played on at once by ALSA's default and by its JACK, also after a restart and a new default."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.pipewire_server import PipeWire, missing
from tests.waiting import wait_for

ROOT = Path(__file__).parents[2]
CODE = """
import json, logging, sys
from demond.playback import Player
from tests.tones import sounding
logging.basicConfig(level="INFO", stream=sys.stderr)
loop = sounding()
player = Player(loop, **json.loads(sys.argv[1]))
player.start()
print("started", flush=True)
for line in sys.stdin:
    print(json.dumps([player.info(), loop.elapsed / 48000, loop.counters().xruns]), flush=True)
player.stop()
loop.unlink()
"""


class Playing:
    """A process that plays 1 kHz by the player, its right side half as loud."""

    def __init__(self, server: PipeWire, folder: Path, *launcher: str, **options: object) -> None:
        self.log_path = folder / "player.log"
        environment = server.environment | {"PYTHONPATH": str(ROOT), "JACK_NO_START_SERVER": "1"}
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [*launcher, sys.executable, "-c", CODE, json.dumps(options)],
                env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "started\n"

    def ask(self) -> tuple[dict[str, object], float, int]:
        """Of the player its info, of the loop the seconds that it took, and xruns."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(file=self.process.stdin, flush=True)
        info, elapsed, xruns = json.loads(self.process.stdout.readline())
        return info, elapsed, xruns

    def plays(self) -> bool:
        return self.ask()[0]["state"] == "playing"

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace")

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PipeWire]:
    if lacking := missing():
        pytest.skip(f"{lacking} not installed (apt install pipewire pipewire-jack pipewire-alsa wireplumber)")
    one = PipeWire(tmp_path / "desktop", {"first": 2, "second": 2, "card": 6})
    one.start()
    yield one
    one.stop()


@pytest.fixture
def play(server: PipeWire, tmp_path: Path) -> Iterator[Callable[..., Playing]]:
    played: list[Playing] = []

    def start(*launcher: str, **options: object) -> Playing:
        played.append(Playing(server, tmp_path, *launcher, **options))
        return played[-1]

    yield start
    for each in played:
        each.end()


def heard(server: PipeWire, sink: str, path: Path, channels: int = 2) -> list[float]:
    """How loud 1 kHz is on each channel of a sink, whatever a recorder misses on a busy machine."""
    server.record(sink, path, 1.5, channels)
    samples = soundfile.read(path, always_2d=True)[0][-24000:].reshape(50, 480, channels)
    turn = np.exp(-2j * np.pi * 1000 * np.arange(480) / 48000)
    return [round(float(level), 2) for level in np.quantile(np.abs(turn @ samples), 0.8, axis=0) / 240]


SOUND, SILENCE = [0.5, 0.25], [0.0, 0.0]


@pytest.mark.parametrize("launcher", [(), ("pw-jack",)])
def test_the_default_is_played_on_wherever_it_goes_and_after_a_restart(server, play, tmp_path, launcher):
    playing = play(*launcher)
    assert playing.plays()
    links = {"first:playback_FL": "demond:output_FL", "first:playback_FR": "demond:output_FR"}
    wait_for(lambda: server.links() == links, 5.0)
    assert heard(server, "first", tmp_path / "first.wav") == SOUND
    server.set_default("second")
    wait_for(lambda: "second:playback_FL" in server.links(), 5.0)
    assert heard(server, "second", tmp_path / "second.wav") == SOUND
    assert heard(server, "first", tmp_path / "silent.wav") == SILENCE
    info, before, xruns = playing.ask()
    assert info["state"] == "playing"
    assert info["host"] == "ALSA"
    assert 0 < info["latency"] < 0.2
    assert xruns <= 1
    server.stop()
    wait_for(lambda: not playing.plays(), 5.0)
    wait_for(lambda: playing.ask()[1] > before + 2.0, 10.0)
    server.start()
    wait_for(playing.plays, 10.0)
    assert heard(server, server.default(), tmp_path / "again.wav") == SOUND
    assert playing.log.count("WARNING") <= 2


def test_a_named_sink_is_played_on_by_jack_on_its_channels_and_after_a_restart(server, play, tmp_path):
    playing = play("pw-jack", device="card sink, JACK", channels=[3, 4])
    assert playing.plays()
    assert heard(server, "card", tmp_path / "card.wav", 6) == [0, 0, *SOUND, 0, 0]
    assert playing.ask()[0]["latency"] < 1.0
    server.set_default("second")
    assert heard(server, "card", tmp_path / "still.wav", 6) == [0, 0, *SOUND, 0, 0]
    server.stop()
    wait_for(lambda: not playing.plays(), 5.0)
    server.start()
    wait_for(playing.plays, 10.0)
    wait_for(lambda: "card:playback_AUX2" in server.links(), 5.0)
    assert heard(server, "card", tmp_path / "again.wav", 6) == [0, 0, *SOUND, 0, 0]


def test_a_desktop_without_an_output_is_said_once_and_the_first_that_comes_is_played_on(server, play, tmp_path):
    server.stop()
    server.set_sinks({})
    server.start()
    playing = play()
    wait_for(lambda: "takes no sound: there may be no output behind it" in str(playing.ask()[0]["state"]), 15.0)
    before = playing.ask()[1]
    wait_for(lambda: playing.ask()[1] > before + 4.0, 6.0)
    assert playing.log.count("takes no sound") == playing.log.count("WARNING") == 1
    server.add_sink("late")
    wait_for(playing.plays, 5.0)
    assert heard(server, "late", tmp_path / "late.wav") == SOUND
