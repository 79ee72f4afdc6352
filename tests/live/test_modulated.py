"""Modulators of a daemon as its users have it: they are heard, told, saved, and cost nothing once they are off."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import soundfile

from tests.live.test_idle import share


def test_a_modulator_is_heard_goes_on_after_a_restart_and_then_costs_nothing(start_daemon, tmp_path: Path) -> None:
    recording = tmp_path / "pulse.wav"
    daemon = start_daemon("--record", str(recording))
    daemon.wait_sounding()
    for name, value in {"shape": "square", "rate": 0.5, "depth": 0.25, "to": "volume"}.items():
        daemon.send(f"/demond/mod/1/{name}", value)
    daemon.send("/demond/volume", -30.0)
    daemon.wait_until(lambda: daemon.status()["modulated"] == "volume -6", 5, "the loud half")
    daemon.wait_until(lambda: daemon.status()["modulated"] == "volume -54", 5, "the soft half")
    assert daemon.ask("volume") == -30.0
    began = daemon.sounded()
    time.sleep(6.0)
    daemon.send("/demond/mod/1/to", "volum")
    assert 'did you mean "volume"?' in str(daemon.receive("/demond/error"))
    daemon.send("/demond/mod/2/to", "velocity_scale")
    daemon.wait_until(lambda: "velocity_scale" in str(daemon.status()["modulated"]), 5, "another")
    assert daemon.end() < 5.0
    audio, rate = soundfile.read(recording)
    heard = audio[round((began + 0.5) * rate) : round((began + 4.5) * rate)]  # two whole periods
    blocks = heard[: len(heard) // 4800 * 4800].reshape(-1, 4800 * heard.shape[1])
    levels = 20.0 * np.log10(np.sqrt((blocks**2).mean(axis=1)) + 1e-9)
    loud = levels > (levels.max() + levels.min()) / 2
    assert 0.4 < loud.mean() < 0.6, "half of the time it is loud"
    assert np.median(levels[loud]) - np.median(levels[~loud]) > 35.0

    again = start_daemon()
    again.wait_sounding()
    again.wait_until(lambda: str(again.status()["modulated"]).startswith("velocity_scale"), 10, "what was saved")
    assert "volume" in str(again.status()["modulated"])
    again.send("/demond/panic")
    again.send("/demond/play")
    again.send("/demond/drift", 0.0)
    again.wait_until(lambda: again.status()["modulated"] == "", 5, "panic ends it")
    again.wait_until(lambda: again.status().get("state") == "settled", 60, "settled")
    time.sleep(5.0)
    assert share(again) < 0.015
