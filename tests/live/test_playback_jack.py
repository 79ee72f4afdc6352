"""The player and the recorder on a real JACK server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from demond.playback import Input, InputError, Loop, Player, Recorder
from demond.playback.input import Heard
from tests.waiting import wait_for


@pytest.fixture
def loop() -> Iterator[Loop]:
    one = Loop.create(2.0)
    wave = (0.5 * np.sin(2 * np.pi * 1000 * np.arange(48000) / 48000)).astype(np.float32)
    one.begin(48000)
    one.patch(0, np.stack([wave, wave]), fade=0, pending=True)
    one.commit(fade=0)
    one.play()
    yield one
    one.unlink()


@pytest.fixture
def player(loop: Loop) -> Iterator[Player]:
    one = Player(loop, "system", client="demond")
    yield one
    one.stop()


def capture(jack, path: Path, seconds: int = 1) -> np.ndarray:
    """What another JACK client hears."""
    ports = [f"demond:out_{channel}" for channel in (0, 1)]
    for port in ports:
        jack.wait_port(port)
    path.unlink(missing_ok=True)
    jack.run("jack_rec", "-f", str(path), "-d", str(seconds), "-b", "32", *ports)
    return soundfile.read(path)[0]


def is_the_sine(heard: np.ndarray, rate: int) -> bool:
    """1 kHz at half scale and nothing else, not a sample lost."""
    turn = 2 * np.pi * 1000 * np.arange(len(heard)) / rate
    basis = np.stack([np.sin(turn), np.cos(turn)], axis=1)
    rest = heard[:, 0] - basis @ np.linalg.lstsq(basis, heard[:, 0], rcond=None)[0]
    return bool(np.abs(rest).max() < 1e-4 and abs(np.abs(heard).max() - 0.5) < 0.01)


@pytest.mark.parametrize("rate", [48000, 44100, 96000])
def test_the_loop_is_heard_at_the_rate_of_the_server(start_jack, player, tmp_path, rate):
    jack = start_jack(frames=512, rate=rate)
    player.start()
    assert player.state == "playing"
    assert player.info()["host"] == "JACK Audio Connection Kit"
    assert player.info()["native"]
    assert player.info()["rate"] == rate
    heard = capture(jack, tmp_path / "heard.wav")
    assert is_the_sine(heard[rate // 4 :], rate)


def test_without_a_compiler_the_python_callback_plays_the_same(start_jack, loop, tmp_path):
    jack = start_jack(frames=1024)
    player = Player(loop, "system", native=False)
    try:
        player.start()
        assert player.state == "playing"
        assert not player.info()["native"]
        assert is_the_sine(capture(jack, tmp_path / "heard.wav")[12000:], 48000)
    finally:
        player.stop()


def test_a_server_that_is_killed_and_comes_again_is_played_on_again(jack, loop, player, tmp_path, caplog):
    player.start()
    assert player.state == "playing"
    for how in (signal.SIGKILL, signal.SIGTERM):
        jack.stop(how)
        wait_for(lambda: player.state.startswith("waiting for system"))
        before, since = loop.played, time.monotonic()
        time.sleep(2.5)
        assert (loop.played - before) / 48000 == pytest.approx(time.monotonic() - since, rel=0.2)
        jack.start()
        wait_for(lambda: player.state == "playing")
        assert is_the_sine(capture(jack, tmp_path / "heard.wav")[12000:], 48000)
        assert loop.played > before + 2 * 48000
    assert len([record for record in caplog.records if record.levelname == "WARNING"]) == 2


def test_a_server_that_comes_later_is_waited_for(start_jack, player, tmp_path):
    start_jack().stop()
    player.start()
    assert player.state.startswith("waiting for system: no output device is named like 'system'")
    jack = start_jack()
    wait_for(lambda: player.state == "playing")
    assert is_the_sine(capture(jack, tmp_path / "heard.wav")[12000:], 48000)


def test_a_device_process_that_is_killed_is_started_again(jack, player, tmp_path):
    player.start()
    os.kill(player.pid, signal.SIGKILL)
    wait_for(lambda: player.state.startswith("waiting for system: lost: its process ended with signal 9"))
    wait_for(lambda: player.state == "playing")
    assert is_the_sine(capture(jack, tmp_path / "heard.wav")[12000:], 48000)


def test_the_device_process_ends_with_the_daemon_and_not_by_its_signals(jack, tmp_path):
    code = """
import sys, time
from demond.playback import Loop, Player
player = Player(Loop.create(1), "system", client="orphan")
player.start()
print(player.pid, player.loop.name, flush=True)
time.sleep(60)
"""
    daemon = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert daemon.stdout is not None
    pid, name = daemon.stdout.readline().split()
    jack.wait_port("orphan:out_0")
    subprocess.run(["kill", "-TERM", pid], check=True)
    subprocess.run(["kill", "-INT", pid], check=True)
    time.sleep(0.5)
    assert jack.wait_port("orphan:out_0", 0.5)
    daemon.kill()
    daemon.wait()
    wait_for(lambda: not Path(f"/proc/{pid}").exists())
    Loop.create(1).unlink()
    assert not (Path("/dev/shm") / name).exists()


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_a_recording_while_playing_holds_every_sample(jack, loop, player, tmp_path, suffix):
    player.start()
    time.sleep(0.3)
    recorder = Recorder(loop)
    recorder.start(tmp_path / f"take{suffix}")
    time.sleep(1.5)
    seconds = recorder.stop()
    written, rate = soundfile.read(tmp_path / f"take{suffix}")
    assert rate == 48000
    assert len(written) == round(seconds * 48000) > 60000
    assert recorder.dropped == 0
    assert is_the_sine(written, 48000)


def test_stop_fades_to_zero_and_leaves_the_server(jack, loop, player, tmp_path):
    player.start()
    ports = [jack.wait_port(f"demond:out_{channel}") for channel in (0, 1)]
    record = ["jack_rec", "-f", str(tmp_path / "end.wav"), "-d", "3", "-b", "32", *ports]
    recording = subprocess.Popen(record, stdout=subprocess.DEVNULL)
    time.sleep(1.0)
    player.stop(0.2)
    assert not any("demond" in port for port in jack.ports())
    recording.wait(10)
    heard = soundfile.read(tmp_path / "end.wav")[0]
    assert np.abs(heard).max() > 0.49
    sounding = np.flatnonzero(np.abs(heard[:, 0]) > 1e-4)[-1]
    assert np.abs(heard[sounding - 100 : sounding]).max() < 0.02
    assert np.abs(np.diff(heard[12000:], 2, axis=0)).max() < 0.012


def test_the_devices_are_listed(jack):
    code = "from demond.playback.devices import list_devices, resolve\nprint(resolve(None, list_devices()))"
    assert jack.run(sys.executable, "-c", code).strip() == "system, JACK Audio Connection Kit"


@pytest.mark.parametrize("rate", [48000, 44100])
def test_the_last_seconds_of_an_input_are_captured_sample_by_sample(start_jack, player, tmp_path, rate):
    start_jack(frames=512, rate=rate)
    player.start()
    listener = Input("demond, JACK")
    listener.start()
    try:
        wait_for(lambda: listener.state == "listening")
        with pytest.raises(InputError, match="were heard so far"):
            listener.capture(1.0, tmp_path / "early.wav")
        time.sleep(1.6)
        assert listener.capture(1.25, tmp_path / "deep" / "take.wav") == pytest.approx(1.25)
        heard, written = soundfile.read(tmp_path / "deep" / "take.wav")
        assert written == rate
        assert len(heard) == round(1.25 * rate)
        assert is_the_sine(heard[rate // 4 :], rate)
        assert listener.capture(60.0, tmp_path / "all.wav") == pytest.approx(1.7, abs=0.6)
        with pytest.raises(InputError, match="cannot be written"):
            listener.capture(1.0, Path("/proc/nowhere/take.wav"))
        assert not (tmp_path / "early.wav").exists()
        assert listener.heard == Heard()
        listener.meter(True)
        wait_for(lambda: listener.heard.level > 0.0)
        level = np.sqrt(np.mean(np.square(heard[rate // 4 :].mean(axis=1))))
        assert listener.heard.level == pytest.approx(level, rel=0.1)
        listener.meter(False)
        assert listener.capture(1.0, tmp_path / "last.wav") == pytest.approx(1.0)
    finally:
        listener.stop()


def test_an_input_that_is_lost_is_said_once_and_found_again_and_the_output_plays_on(jack, player, tmp_path, caplog):
    player.start()
    listener = Input("demond, JACK")
    listener.start()
    try:
        wait_for(lambda: listener.state == "listening")
        os.kill(listener.pid, signal.SIGKILL)
        wait_for(lambda: listener.state.startswith("waiting for demond, JACK: lost: its process ended with signal 9"))
        with pytest.raises(InputError, match="lost"):
            listener.capture(1.0, tmp_path / "take.wav")
        wait_for(lambda: listener.state == "listening")
        assert player.state == "playing"
        assert is_the_sine(capture(jack, tmp_path / "heard.wav")[12000:], 48000)
        jack.stop(signal.SIGKILL)
        wait_for(lambda: listener.state.startswith("waiting"))
        jack.start()
        wait_for(lambda: player.state == "playing")
        wait_for(lambda: listener.state == "listening", 40.0)
    finally:
        listener.stop()
    told = [record.message for record in caplog.records if record.message.startswith("input: ")]
    assert len(told) <= 4


@pytest.mark.usefixtures("foreign_client")
def test_a_client_whose_name_is_no_utf8_is_a_device_like_others(jack, player, tmp_path):
    listed = subprocess.run([sys.executable, "-m", "demond", "devices"], capture_output=True, text=True, check=True)
    assert "  caf\\xe9\\nerror" in listed.stdout
    assert "system" in listed.stdout
    player.start()
    wait_for(lambda: player.state == "playing")
    assert is_the_sine(capture(jack, tmp_path / "heard.wav"), 48000)
