"""Playing it as a musician does: JACK, a MIDI controller mapped in a TOML file, liblo's oscsend, a recording."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from tests.live.test_midi_ports import Controller

if TYPE_CHECKING:
    from tests.live.conftest import JackServer

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
        began = time.monotonic()
        assert daemon.status()["audio"] == "playing"
        daemon.send("/demond/length", LOOP)
        daemon.wait_until(lambda: 0 < float(daemon.status()["loop_seconds"]) < 6, 60, "a new loop")
        daemon.wait_until(lambda: daemon.status()["state"] == "settled", 60, "settled")
        period = float(daemon.status()["loop_seconds"])  # type: ignore[arg-type]
        time.sleep(2 * period + 1)
        steady = time.monotonic() - began

        controller.send("b0 15 4d")
        daemon.wait_until(lambda: daemon.ask("seed") == 77, 3, "seed by MIDI")
        time.sleep(period + 1)
        by_midi = time.monotonic() - began
        daemon.wait_until(lambda: daemon.status()["state"] == "settled", 60, "settled again")
        time.sleep(2 * period + 1)
        steady_again = time.monotonic() - began

        message = ["/demond/prompt/a", "s", "fast drum and bass"]
        subprocess.run(["oscsend", "127.0.0.1", str(daemon.port), *message], check=True)
        daemon.wait_until(lambda: daemon.ask("prompt/a") == "fast drum and bass", 3, "prompt by OSC")
        time.sleep(period + 2)
        by_osc = time.monotonic() - began
        assert daemon.status()["stale_seconds"] < 1
        daemon.end()
    finally:
        controller.unplug()
    audio, rate = soundfile.read(recording)
    offset = len(audio) / rate - by_osc - 1.0
    heard = [alike(audio, rate, at + offset, period) for at in (steady, by_midi, steady_again, by_osc)]
    print("each pass of the loop against the one before:", [round(value, 3) for value in heard])
    assert heard[0] > 0.95
    assert heard[1] < 0.9
    assert heard[2] > 0.95
    assert heard[3] < 0.9
