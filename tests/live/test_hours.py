"""A box on a wall, by the clock: scenes, silence at night, a power cut in it, and where nobody is."""

from __future__ import annotations

import signal
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import soundfile

from tests.conftest import Daemon
from tests.live.test_idle import share

pytestmark = pytest.mark.live
ZONE = "Australia/Lord_Howe"


def ahead(seconds: float) -> str:
    """The time of the day in so many seconds, where the daemon is."""
    return f"{datetime.now(ZoneInfo(ZONE)) + timedelta(seconds=seconds):%H:%M:%S}"


def levels(path: Path, begin: float, end: float) -> np.ndarray:
    """RMS of every 50 ms of a part of a recording."""
    audio, rate = soundfile.read(path)
    heard = audio[round(begin * rate) : round(end * rate)]
    size = rate // 20
    return np.sqrt((heard[: len(heard) // size * size].reshape(-1, size * heard.shape[1]) ** 2).mean(axis=1))


def test_by_the_clock(start_daemon, tmp_path: Path) -> None:
    config, recording = tmp_path / "demond.toml", tmp_path / "night.wav"
    config.write_text("")
    where = {"TZ": ZONE}
    daemon: Daemon = start_daemon("--config", str(config), "--record", str(recording), environment=where)
    daemon.wait_sounding()
    assert [daemon.status()[name] for name in ("quiet", "schedule_next", "attract")] == ["", "", ""]
    for name, value in (("volume", -12.0), ("mute", 0), ("scene/store", "dusk")):
        daemon.send(f"/demond/{name}", *([value, "volume"] if name == "scene/store" else [value]))
    daemon.wait_until(lambda: daemon.status()["scenes"] == 1, 5, "the scene is stored")
    daemon.send("/demond/volume", -3.0)
    for name, value in {"shape": "sine", "rate": 0.5, "depth": 0.3, "to": "denoise"}.items():
        daemon.send(f"/demond/mod/1/{name}", value)

    config.write_text(
        f'[schedule]\nquiet = ["{ahead(7)}-{ahead(17)}"]\nfade = 2.0\n'
        f'[[schedule.at]]\ntime = "{ahead(3)}"\nscene = "dusk"\nseconds = 1.0\n'
    )
    began = daemon.sounded()
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait_until(lambda: str(daemon.status()["schedule_next"]).endswith("scene dusk"), 3, "the entry is next")
    daemon.wait_until(lambda: daemon.ask("volume") == -12.0, 10, "the scene")
    daemon.wait_until(lambda: str(daemon.status()["quiet"]).startswith("quiet until"), 10, "silence")
    daemon.wait_until(lambda: daemon.status().get("state") == "resting", 5, "the engine rests")
    assert (daemon.status()["playing"], daemon.ask("volume"), daemon.ask("freeze")) == (0, -12.0, 0)
    daemon.wait_until(lambda: daemon.status()["playing"] == 1, 15, "it comes back")
    daemon.wait_until(lambda: daemon.status().get("state") != "resting", 5, "the engine goes on")
    time.sleep(3.0)

    config.write_text(f'[schedule]\nquiet = ["{ahead(-60)}-{ahead(900)}"]\nfade = 0.5\n')
    daemon.send("/demond/reload")
    daemon.wait_until(lambda: daemon.status()["playing"] == 0, 5, "another silence")
    daemon.send("/demond/record", "off")
    time.sleep(3.0)
    taken = share(daemon)
    print(f"in silence, with a modulator on: {taken:.2%} of a core")
    assert taken < 0.02, "it rests, though the modulator would have new music made all the time"
    daemon.end(signal.SIGKILL)

    heard = levels(recording, began, began + 22.0)
    loud = np.median(heard[:40])
    (silent,) = np.nonzero(heard < 1e-6)
    assert 6.0 < len(silent) / 20 < 9.0, "8 s, without what the fade takes"
    assert np.all(np.diff(silent) == 1)
    # the fade: from the level of the scene, 9 dB softer, over 2 s
    fade = heard[silent[0] - 36 : silent[0]]
    assert np.all(fade[:6] > loud * 0.08)
    assert np.polyfit(np.arange(36), fade, 1)[0] < 0.0
    assert fade[-4:].max() < 0.25 * fade[:8].max()

    again: Daemon = start_daemon("--config", str(config), environment=where)
    again.wait_sounding()
    assert str(again.status()["quiet"]).startswith("quiet until"), "after a power cut as well"
    assert (again.status()["playing"], again.ask("volume")) == (0, -12.0)
    again.send("/demond/play")
    again.wait_until(lambda: str(again.status()["quiet"]).startswith("played by hand"), 3, "a hand plays")
    assert again.status()["playing"] == 1

    config.write_text('[attract]\nidle = 2.0\nscene = "rest"\nseconds = 0.2\nback = 0.2\n')
    again.send("/demond/blend", 0.5)
    again.send("/demond/scene/store", "rest", "blend")
    again.wait_until(lambda: again.status()["scenes"] == 2, 5, "the scene is stored")
    again.send("/demond/blend", 0.1)
    again.send("/demond/reload")
    again.wait_until(lambda: again.status()["attract"] == "scene rest", 15, "nobody is there")
    again.wait_until(lambda: again.ask("blend") == 0.5, 5, "the scene is there")
    again.send("/demond/denoise", 0.4)
    again.wait_until(lambda: abs(float(str(again.ask("blend"))) - 0.1) < 1e-6, 3, "somebody is")
    assert float(str(again.ask("denoise"))) == pytest.approx(0.4)
    assert again.end() < 5.0
    assert "Traceback" not in daemon.log + again.log
