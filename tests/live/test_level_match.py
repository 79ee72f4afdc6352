"""Prompts and sources come out equally loud: what a real daemon records, as pyloudnorm finds it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile

from tests.conftest import Daemon

pytestmark = pytest.mark.live

PROMPTS = ("warm ambient pads with a slow beat", "techno, 140 bpm", "solo violin", "drone", "heavy metal guitars")
LEVELS = (-30.0, -16.0, -9.0)
METER = pyloudnorm.Meter(48000)


def music(seconds: float, lufs: float) -> np.ndarray:
    """Chords over a beat of noise, dense and of this loudness, with peaks below full scale."""
    at = np.arange(round(seconds * 48000)) / 48000
    chords = sum(np.sin(2 * np.pi * hertz * at) for hertz in (110, 165, 220, 277, 330, 440, 880, 1320))
    beat = np.random.default_rng(0).standard_normal(len(at)) * np.exp(-20 * (at % 0.5)) * 2
    audio = np.stack([chords + beat, chords - 0.3 * beat], axis=1)
    audio = np.tanh(audio / np.std(audio))
    audio *= 10 ** ((lufs - METER.integrated_loudness(audio)) / 20)
    assert np.abs(audio).max() < 1.0
    return audio


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    one = Daemon(tmp_path, "--record", str(tmp_path / "all.wav"))
    one.wait_sounding()
    yield one
    one.close()


def heard(daemon: Daemon, tmp_path: Path, seconds: float = 12.0) -> tuple[float, dict[str, object]]:
    """Loudness of what is recorded from now on, and what the status says after it."""
    begin = float(str(daemon.status()["uptime"]))
    time.sleep(seconds)
    told = daemon.status()
    span = float(str(told["uptime"])) - begin
    time.sleep(0.5)
    with soundfile.SoundFile(tmp_path / "copy.wav", "w", 48000, 2, "PCM_24") as copy:
        raw = np.fromfile(tmp_path / "all.wav", np.uint8)[44:]
        raw = raw[: len(raw) // 6 * 6].reshape(-1, 6)
        copy.write(_frames(raw)[-round((span + 0.5) * 48000) : -24000])
    audio, _ = soundfile.read(tmp_path / "copy.wav")
    return float(METER.integrated_loudness(audio)), told


def _frames(raw: np.ndarray) -> np.ndarray:
    """24-bit frames of a file that is still being written."""
    wide = np.zeros((len(raw), 2, 4), np.uint8)
    wide[:, :, 1:] = raw.reshape(-1, 2, 3)
    return (wide.view("<i4")[:, :, 0] / 2**31).astype(np.float32)


def settle(daemon: Daemon) -> None:
    daemon.wait_until(lambda: daemon.status()["state"] == "settled", 60, "the ring rests")
    time.sleep(4.0)  # 6 dB at 2 dB a second, and a second until it is measured


def test_prompts_come_out_equally_loud(daemon: Daemon, tmp_path: Path) -> None:
    daemon.send("/demond/drift", 0.0)
    for prompt in PROMPTS:
        daemon.send("/demond/prompt/a", prompt)
        time.sleep(3.0)
        settle(daemon)
        loudness, told = heard(daemon, tmp_path)
        print(prompt, loudness, told["loudness"], told["level_match_db"])
        assert loudness == pytest.approx(-16.0, abs=1.0), prompt
        assert float(str(told["loudness"])) + float(str(told["level_match_db"])) == pytest.approx(-16.0, abs=0.3)


def test_sources_come_out_equally_loud_where_6_db_suffice(daemon: Daemon, tmp_path: Path) -> None:
    daemon.send("/demond/drift", 0.0)
    daemon.send("/demond/denoise", 0.0)
    for lufs in LEVELS:
        path = tmp_path / f"source{lufs:g}.wav"
        soundfile.write(path, music(8.0, lufs), 48000, subtype="FLOAT")
        daemon.send("/demond/source", str(path))
        time.sleep(5.0)
        settle(daemon)
        loudness, told = heard(daemon, tmp_path)
        own = float(str(told["loudness"]))
        print(lufs, loudness, own, told["level_match_db"])
        assert loudness == pytest.approx(own + min(max(-16.0 - own, -6.0), 6.0), abs=1.0), lufs
    daemon.send("/demond/level_match", 0)
    time.sleep(4.0)
    loudness, told = heard(daemon, tmp_path)
    assert told["level_match_db"] == 0.0
    assert loudness == pytest.approx(float(str(told["loudness"])), abs=1.0)
