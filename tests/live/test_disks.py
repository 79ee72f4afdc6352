"""Disks that fill up, are slow, or cannot be written: the music goes on, what is lost is said, and all comes back."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile

from tests.conftest import Daemon
from tests.live.ear import Ear
from tests.live.installation import disk, held, unhandled

SLOW = Path(__file__).with_name("slow.c")


def ear_on(daemon: Daemon, folder: Path) -> Ear:
    return Ear(next(Path("/dev/shm").glob(f"demond-{daemon.process.pid}-*")).name, folder)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder whose subfolder `state` is a disk of 12 MiB."""
    with disk(tmp_path / "state", 12) as mounted:
        if not mounted:
            pytest.skip("no file system can be mounted here")
        (tmp_path / "demond.toml").write_text("[files]\nfree_gb = 0\n")
        yield tmp_path


@pytest.mark.parametrize("kind", ["wav", "flac"])
def test_a_recording_ends_with_the_disk_and_the_music_does_not(small: Path, kind: str) -> None:
    daemon = Daemon(small, "--config", str(small / "demond.toml"))
    try:
        daemon.wait_sounding()
        filler = small / "state/filler"
        filler.write_bytes(bytes(shutil.disk_usage(small / "state").free - (4 << 20)))
        ear = ear_on(daemon, small)
        daemon.send("/demond/record", f"take.{kind}")
        daemon.wait_until(lambda: "ended early" in daemon.log, 60, "the disk is full")
        daemon.send("/demond/seed", 77)
        daemon.wait_until(lambda: "values are not saved" in daemon.log, 10, "it says so")
        daemon.send("/demond/save")
        assert "no space left on device" in str(daemon.receive("/demond/error", 5.0))
        said = re.search(r"recording into \S+ ended early, after ([\d.]+) s: the disk is full", daemon.log)
        assert said, daemon.log
        audio, rate = soundfile.read(small / f"state/recordings/take.{kind}")
        assert rate == 48000
        assert abs(len(audio) / rate - float(said[1])) < 2.0
        assert len(audio) > 5 * rate
        assert daemon.status()["recording"] == 0
        filler.unlink()
        daemon.wait_until(lambda: "values are saved again" in daemon.log, 20, "room was made")
        assert "seed = 77" in (small / "state/values.toml").read_text()
        daemon.send("/demond/record", "more.wav")
        daemon.wait_until(lambda: daemon.status()["recording"] == 1, 5, "it records again")
        daemon.send("/demond/record", "off")
        ear.end()
        assert (ear.silences, ear.standstills) == ([], [])
        assert unhandled(daemon.log) == []
        daemon.end()
        assert daemon.process.returncode == 0
    finally:
        daemon.close()


def test_a_recording_that_is_killed_plays(tmp_path: Path) -> None:
    daemon = Daemon(tmp_path)
    try:
        daemon.wait_sounding()
        daemon.send("/demond/record", "take.wav")
        time.sleep(8.5)  # its length is noted once a second, at looks a tenth apart
        daemon.process.send_signal(signal.SIGKILL)
        daemon.process.wait()
    finally:
        daemon.close()
    head = (tmp_path / "state/recordings/take.wav").read_bytes()[:44]
    assert int.from_bytes(head[40:44], "little") > 4 * 48000 * 6
    assert soundfile.info(tmp_path / "state/recordings/take.wav").duration > 7.0


def test_a_slow_disk_holds_nothing_up(tmp_path: Path) -> None:
    if shutil.which("gcc") is None:
        pytest.skip("gcc is not installed")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", tmp_path / "slow.so", SLOW, "-ldl"], check=True)
    says = tmp_path / "says"
    says.write_text("0")
    slow = {"LD_PRELOAD": str(tmp_path / "slow.so"), "SLOW_UNDER": f"{tmp_path}/state/", "SLOW_SAYS": str(says)}
    daemon = Daemon(tmp_path, environment=slow)
    try:
        daemon.wait_sounding()
        ear = ear_on(daemon, tmp_path)
        daemon.send("/demond/record", "take.wav")
        daemon.wait_until(lambda: daemon.status()["recording"] == 1, 5, "it records")
        time.sleep(2.0)
        before = held(daemon.process.pid)
        says.write_text("200")
        waits, until = [], time.monotonic() + 25.0
        while time.monotonic() < until:
            daemon.send("/demond/denoise", (time.monotonic() % 10) / 10)
            asked = time.monotonic()
            daemon.send("/demond/ping", 1)
            daemon.receive("/demond/pong")
            waits.append(time.monotonic() - asked)
            time.sleep(0.02)
        grown = held(daemon.process.pid) - before
        told = daemon.status()
        says.write_text("700")
        daemon.send("/demond/seed", 5)
        daemon.wait_until(lambda: "saving the values took" in daemon.log, 10, "it says how slow the disk is")
        says.write_text("0")
        waits.sort()
        print(
            f"a pong after {1000 * waits[len(waits) // 2]:.1f} ms in the middle, {1000 * waits[-1]:.0f} ms at most; "
            f"{told['recorder_dropped']} frames dropped; {grown:+.1f} MiB"
        )
        assert waits[len(waits) // 2] < 0.05
        assert waits[-1] < 1.0
        assert int(str(told["recorder_dropped"])) > 48000
        assert grown < 16
        daemon.send("/demond/record", "off")
        daemon.wait_until(lambda: "lacks" in daemon.log, 30, "what is missing is said")
        ear.end()
        assert (ear.silences, ear.standstills) == ([], [])
        assert unhandled(daemon.log) == []
        audio, _ = soundfile.read(tmp_path / "state/recordings/take.wav")
        assert len(audio) > 2 * 48000
        daemon.end()
        assert daemon.process.returncode == 0
    finally:
        daemon.close()
