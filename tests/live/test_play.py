"""Playing it as a musician does: JACK, a MIDI controller mapped in a TOML file, liblo's oscsend, a recording."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from demond.playback import Loop, Player
from tests.live.test_midi_ports import Controller

if TYPE_CHECKING:
    from tests.jack_server import JackServer

LOOP = 4.0
MAPPING = """
name = "Seeds and volume"
[device]
match = "Launch"
[[midi]]
type = "cc"
number = 21
to = "seed"
out = [0, 127]
takeover = "jump"
"""


def alike(audio: np.ndarray, rate: int, at: float, period: float) -> float:
    """Correlation of one pass of the loop, up to second `at`, with the pass before it."""
    n = round(period * rate)
    end = round(at * rate)
    last, before = audio[end - n : end].ravel(), audio[end - 2 * n : end - n].ravel()
    return float(np.corrcoef(last, before)[0, 1])


def test_knobs_over_midi_and_osc_are_heard_at_a_jack_device(jack: JackServer, start_daemon, tmp_path: Path) -> None:
    if shutil.which("oscsend") is None:
        pytest.skip("oscsend is not installed (apt install liblo-tools)")
    mapping, config = tmp_path / "launch.toml", tmp_path / "demond.toml"
    mapping.write_text(MAPPING)
    config.write_text(f'[mappings]\nfiles = ["generic-cc", "{mapping}"]\n')
    recording = tmp_path / "take.wav"
    controller = Controller("Launch Control")
    try:
        daemon = start_daemon("--config", str(config), "--record", str(recording), device="system")
        daemon.wait_sounding()
        assert daemon.status()["audio"] == "playing"
        daemon.send("/demond/drift", 0.0)
        daemon.send("/demond/length", LOOP)
        daemon.wait_until(lambda: 0 < float(daemon.status()["loop_seconds"]) < 6, 60, "a new loop")
        daemon.wait_until(lambda: daemon.status()["state"] == "settled", 60, "settled")
        period = float(daemon.status()["loop_seconds"])  # type: ignore[arg-type]
        time.sleep(2 * period + 1)
        steady = recording.stat().st_size

        controller.send("b0 15 4d")
        daemon.wait_until(lambda: daemon.ask("seed") == 77, 3, "seed by MIDI")
        time.sleep(period + 1)
        by_midi = recording.stat().st_size
        daemon.wait_until(lambda: daemon.status()["state"] == "settled", 60, "settled again")
        time.sleep(2 * period + 1)
        steady_again = recording.stat().st_size

        message = ["/demond/prompt/a", "s", "fast drum and bass"]
        subprocess.run(["oscsend", "127.0.0.1", str(daemon.port), *message], check=True)
        daemon.wait_until(lambda: daemon.ask("prompt/a") == "fast drum and bass", 3, "prompt by OSC")
        time.sleep(period + 2)
        by_osc = recording.stat().st_size
        assert daemon.status()["stale_seconds"] < 1
        daemon.end()
    finally:
        controller.unplug()
    audio, rate = soundfile.read(recording)
    seconds = len(audio) / rate / recording.stat().st_size
    heard = [alike(audio, rate, at * seconds, period) for at in (steady, by_midi, steady_again, by_osc)]
    print("each pass of the loop against the one before:", [round(value, 3) for value in heard])
    assert heard[0] > 0.95
    assert heard[1] < 0.9
    assert heard[2] > 0.95
    assert heard[3] < 0.9


def test_it_ends_in_time_while_its_device_process_hangs(jack: JackServer, start_daemon) -> None:
    daemon = start_daemon(device="system")
    daemon.wait_sounding()
    for port in ("demond:out_0", "demond-midi:control"):
        assert jack.wait_port(port)
    os.kill(daemon.child_pid("device_process"), signal.SIGSTOP)
    assert daemon.end() < 2.0
    assert daemon.process.returncode == 0


def knocks(bpm: float) -> Loop:
    """A loop with a knock on each of two beats."""
    beat = round(48000 * 60 / bpm)
    at = np.arange(2 * beat) % beat
    knock = (0.5 * np.sin(2 * np.pi * 150 * at / 48000) * np.exp(-at / 1500)).astype(np.float32)
    loop = Loop.create(2.0)
    loop.begin(2 * beat)
    loop.patch(0, np.stack([knock, knock]), fade=0, pending=True)
    loop.commit(fade=0)
    loop.play()
    return loop


def test_what_the_input_hears_is_captured_and_played_on_at_its_tempo(
    jack: JackServer, start_daemon, tmp_path: Path
) -> None:
    loop = knocks(150.0)
    player = Player(loop, "system", client="drummer")
    config = tmp_path / "demond.toml"
    config.write_text('[audio]\ninput = "drummer, JACK"\n')
    try:
        player.start()
        daemon = start_daemon("--config", str(config), device="system")
        daemon.wait_sounding()
        daemon.wait_until(lambda: daemon.status()["input"] == "listening", 20, "listening")
        daemon.send("/demond/follow_source", 1)
        time.sleep(6.0)
        daemon.send("/demond/capture", 4.0)
        assert daemon.receive("/demond/note", 10) == ["/demond/capture", "is under way"]
        assert daemon.receive("/demond/note", 10) == ["/demond/source", "is under way"]
        address, text = daemon.receive("/demond/note", 10)
        assert address == "/demond/capture"
        assert "4.0 s captured" in str(text)
        daemon.wait_until(lambda: daemon.status()["loop_seconds"] == 4.0, 30, "the captured loop")
        assert str(daemon.ask("source")).startswith("capture-")
        daemon.wait_until(lambda: daemon.ask("bpm") != 120.0, 5, "the tempo is followed")
        assert float(daemon.ask("bpm")) == pytest.approx(150, abs=1)  # type: ignore[arg-type]
        (kept,) = (daemon.state / "sources").glob("*.wav")
        heard, rate = soundfile.read(kept)
        assert len(heard) == 4 * rate
        assert np.abs(heard).max() > 0.4
        assert daemon.status()["audio"] == "playing"
    finally:
        player.stop()
        loop.unlink()
