"""Several rooms: demonds on channels of one JACK server, and one demond in several rooms by snapcast."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from demond.playback import Player
from tests.conftest import free_port
from tests.tones import sounding
from tests.waiting import wait_for

RATE = 48000
APART_SECONDS = 0.02


@pytest.fixture
def rooms() -> Iterator[list[Player]]:
    players: list[Player] = []
    yield players
    for player in players:
        player.stop()
        player.loop.unlink()


def test_two_daemons_play_on_two_pairs_of_channels_of_one_server(start_jack, rooms, tmp_path):
    jack = start_jack(frames=1024, driver=["-P", "6", "-m"])
    for hertz, channels in ((440, (1, 2)), (1000, (3, 4)), (3000, (5,))):
        rooms.append(Player(sounding(hertz), "system", channels=channels))
        rooms[-1].start()
        assert rooms[-1].state == "playing"
        assert rooms[-1].info()["latency"] < 1.0
    for port in range(1, 7):
        jack.wait_port(f"system:monitor_{port}")
    ports = [f"system:monitor_{port}" for port in range(1, 7)]
    jack.run("jack_rec", "-f", str(tmp_path / "heard.wav"), "-d", "2", "-b", "32", *ports)
    heard = soundfile.read(tmp_path / "heard.wav")[0][RATE:]
    spectra = np.abs(np.fft.rfft(heard * np.hanning(len(heard))[:, None], axis=0)) / len(heard) * 4
    hertz = np.fft.rfftfreq(len(heard), 1 / RATE)
    levels = np.array([spectra[np.abs(hertz - tone) < 5].max(axis=0) for tone in (440, 1000, 3000)])
    wanted = [[0.5, 0.25, 0, 0, 0, 0], [0, 0, 0.5, 0.25, 0, 0], [0, 0, 0, 0, 0.375, 0]]
    assert np.allclose(levels, wanted, atol=0.01), levels.round(3)


def test_a_channel_that_a_device_does_not_have_is_said(jack, rooms):
    rooms.append(Player(sounding(440), "system", channels=(3, 4)))
    rooms[0].start()
    expected = "system, JACK Audio Connection Kit has 2 channels, [audio] channels names number 4"
    assert rooms[0].state == f"waiting for system: {expected}"


class Room:
    """A snapclient that plays to a pipe, which is read with the time of every part."""

    def __init__(self, number: int, port: int, folder: Path) -> None:
        command = [
            "snapclient", "-h", "127.0.0.1", "-p", str(port), "-i", str(number), "--hostID", f"room{number}",
            "--player", "file:filename=stdout", "--logsink", "stderr",
        ]  # fmt: skip
        log = (folder / f"room{number}.log").open("wb")
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, env=os.environ | {"HOME": str(folder)}
        )
        self.parts: list[tuple[float, bytes]] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while data := os.read(self.process.stdout.fileno(), 1 << 16):
            self.parts.append((time.monotonic(), data))

    def seconds(self) -> float:
        return sum(len(data) for _, data in self.parts) / 4 / RATE

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(5)
        self._thread.join(5)

    def heard(self) -> tuple[np.ndarray, np.ndarray]:
        """Mono samples, and the monotonic time at which each was played."""
        samples = np.frombuffer(b"".join(data for _, data in self.parts), "<i2").reshape(-1, 2).mean(axis=1)
        ends = np.cumsum([len(data) // 4 for _, data in self.parts])
        starts = np.concatenate([[0], ends[:-1]])
        times = np.array([at for at, _ in self.parts])
        fresh = np.diff(times, prepend=0.0) > 0.01  # what follows at once was written with the part before it
        return samples, np.interp(np.arange(len(samples)), starts[fresh], times[fresh])


@pytest.fixture
def snapcast(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A snapserver that reads a named pipe which it has not made: its port, and the pipe."""
    if shutil.which("snapserver") is None or shutil.which("snapclient") is None:
        pytest.skip("snapcast is not installed (apt install snapserver snapclient)")
    ports, pipe = [free_port() for _ in range(3)], tmp_path / "pcm"
    os.mkfifo(pipe)
    names = ("stream", "tcp", "http")
    options = [f"--{name}.port={port}" for name, port in zip(names, ports, strict=True)]
    options += [f"--{name}.bind_to_address=127.0.0.1" for name in names]
    (tmp_path / "snapserver.conf").write_text(f"[stream]\nsource = pipe://{pipe}?name=demond&mode=read\n")
    command = ["snapserver", "-c", str(tmp_path / "snapserver.conf"), f"--server.datadir={tmp_path}", *options]
    with (tmp_path / "snapserver.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"HOME": str(tmp_path)})
    yield ports[0], pipe
    process.send_signal(signal.SIGCONT)
    process.terminate()
    process.wait(10)


def test_two_rooms_play_the_same_within_20_ms_by_snapcast(snapcast, start_daemon, tmp_path):
    port, pipe = snapcast
    daemon = start_daemon(device=f"pipe:{pipe}")
    daemon.wait_sounding()
    daemon.wait_until(lambda: daemon.status()["audio"] == "playing", 10, "snapserver reads")
    rooms = [Room(number, port, tmp_path) for number in (1, 2)]
    wait_for(lambda: min(room.seconds() for room in rooms) > 12, 30)
    for room in rooms:
        room.end()
    (first, first_times), (second, second_times) = (room.heard() for room in rooms)
    end = min(first_times[-1], second_times[-1]) - 0.5
    apart = []
    for began in np.arange(end - 6.0, end - 1.5, 0.5):
        at, near = np.searchsorted(first_times, began), np.searchsorted(second_times, began - 0.4)
        piece, around = first[at : at + RATE // 2], second[near : near + RATE * 13 // 10]
        assert np.abs(piece).max() > 300
        found = near + int(np.argmax(np.correlate(around[::4], piece[::4], "valid"))) * 4
        apart.append(second_times[found] - first_times[at])
        assert np.corrcoef(second[found : found + len(piece)], piece)[0, 1] > 0.7
    print(f"rooms are apart by {np.min(apart) * 1000:.1f} .. {np.max(apart) * 1000:.1f} ms")
    assert np.abs(apart).max() < APART_SECONDS, np.round(apart, 4)
    status = daemon.status()
    assert status["device"] == f"pipe:{pipe}"
    assert status["xruns"] == 0
