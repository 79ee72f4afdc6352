"""Renderings in processes of their own: the same bytes side by side and beside a busy one, whole where they are
interrupted, and what a daemon plays."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.conftest import Daemon

pytestmark = pytest.mark.live

STILL = ("length=4", "level_match=off")


def begun(path: Path, minutes: float, *values: str, decoder: str = "auto") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "demond", "render", str(path), "--minutes", str(minutes), "--decoder", decoder]
    command += ["--state", str(path.parent / "state"), *(word for value in values for word in ("--set", value))]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str], status: int = 0) -> str:
    told = process.communicate(timeout=400)[1]
    assert process.returncode == status, told
    return told


def test_two_at_once_beside_a_busy_process_write_the_same_bytes(tmp_path: Path) -> None:
    values = ("feedback=0.5", "mod/1/to=denoise", "mod/2/to=volume", "mod/2/shape=walk", "mod/2/rate=1")
    busy = subprocess.Popen([sys.executable, "-c", "while True: sum(range(10**6))"])
    try:
        both = [begun(tmp_path / f"{name}.flac", 0.1, *values) for name in "ab"]
        for each in both:
            ended(each)
    finally:
        busy.kill()
        busy.wait()
    ended(begun(tmp_path / "alone.flac", 0.1, *values))
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.glob("*.flac")}
    assert len(digests) == 1
    assert soundfile.info(tmp_path / "a.flac").frames == 6 * 48000


@pytest.mark.parametrize("kind", ["wav", "flac"])
def test_ctrl_c_leaves_a_whole_file_of_what_was_rendered(tmp_path: Path, kind: str) -> None:
    rendering = begun(tmp_path / f"a.{kind}", 600.0 if kind == "flac" else 200.0)
    until = time.monotonic() + 120
    while (tmp_path / f"a.{kind}").stat().st_size < 2_000_000 if (tmp_path / f"a.{kind}").exists() else True:
        assert time.monotonic() < until
        time.sleep(0.2)
    rendering.send_signal(signal.SIGINT)
    told = ended(rendering, 130)
    sound, rate = soundfile.read(tmp_path / f"a.{kind}")
    assert f"{len(sound) / rate:.1f} s in " in told
    assert np.std(sound[-48000:]) > 0.01


def turn(path: Path, samples: int) -> np.ndarray:
    """A turn of the loop, of so many samples, amid a recording."""
    sound, _ = soundfile.read(path)
    return np.asarray(sound[-48000 - samples : -48000])


def test_it_is_what_a_daemon_plays(tmp_path: Path) -> None:
    daemon = Daemon(
        tmp_path, "--record", str(tmp_path / "played.wav"), "--source", "none", environment={"OMP_NUM_THREADS": "1"}
    )
    try:
        daemon.wait_sounding()
        daemon.send("/demond/drift", 0.0)
        daemon.send("/demond/length", 4.0)
        daemon.send("/demond/level_match", 0)
        daemon.wait_until(lambda: 3.0 < daemon.status()["loop_seconds"] < 5.0, 60, "the loop has its length")
        daemon.wait_until(lambda: daemon.status()["state"] == "settled", 60, "the ring rests")
        samples = round(float(str(daemon.status()["loop_seconds"])) * 25) * 1920
        time.sleep(14.0)  # in which the gain glides back to none
    finally:
        daemon.end()
        daemon.close()
    ended(begun(tmp_path / "rendered.wav", 0.25, *STILL, decoder="eager"))
    played, rendered = (turn(tmp_path / f"{name}.wav", samples) for name in ("played", "rendered"))
    spectra = [np.fft.rfft(each[:, 0]) for each in (played, rendered)]
    shift = int(np.argmax(np.fft.irfft(spectra[0] * spectra[1].conj())))
    assert np.abs(played - np.roll(rendered, shift, axis=0)).max() < 1e-3
    assert np.std(played) > 0.01
