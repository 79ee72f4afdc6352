"""Processes killed and power cut at hundreds of moments under load: the values are those of at most 2 s before."""

from __future__ import annotations

import fcntl
import os
import queue
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random

import pytest

from demond.state import LOST_SECONDS, State, StateInUseError
from tests.conftest import Daemon
from tests.live.saver import at, now

SHUTDOWN, WITHOUT_LOG = 0x8004587D, 2  # FS_IOC_SHUTDOWN, and neither data nor journal are written any more
KILLS, AT_ONCE = 500, 25
DISKS, WRITERS, ROUNDS = 4, 10, 13  # 520 states
DAEMONS = 10
LONGEST_ROUND = 3.0
MIB = 24


class Savers:
    """Starts processes that save, and knows since when each plays."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.live.saver"], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )
        self._said: dict[str, queue.Queue[tuple[int, int]]] = {}
        self._lock = threading.Lock()
        threading.Thread(target=self._hear, daemon=True).start()

    def start(self, folder: Path) -> tuple[int, int]:
        """Have one more play in a folder; its process, and the millisecond in which it began."""
        heard = self._said.setdefault(str(folder), queue.Queue())
        with self._lock:
            assert self._parent.stdin is not None
            self._parent.stdin.write(f"{folder}\n")
            self._parent.stdin.flush()
        return heard.get(timeout=30)

    def _hear(self) -> None:
        assert self._parent.stdout is not None
        for line in self._parent.stdout:
            folder, pid, first = line.split()
            self._said[folder].put((int(pid), int(first)))

    def close(self) -> None:
        self._parent.kill()
        self._parent.wait()


@pytest.fixture
def savers() -> Iterator[Savers]:
    made = Savers()
    yield made
    made.close()


class Disk:
    """An ext4 in a file, mounted on a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.image = folder, folder.with_name(f"{folder.name}.img")
        folder.mkdir()
        with self.image.open("wb") as file:
            file.truncate(MIB << 20)
        try:
            subprocess.run(["mkfs.ext4", "-q", self.image], check=True, capture_output=True, text=True)
            self.mount()
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"no file system can be mounted here: {getattr(error, 'stderr', error)}")

    def mount(self) -> None:
        subprocess.run(["mount", "-o", "loop", self.image, self.folder], check=True, capture_output=True, text=True)

    def cut(self) -> int:
        """The power goes: nothing is written from now on; the millisecond in which it went."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            moment = now()
            fcntl.ioctl(folder, SHUTDOWN, struct.pack("I", WITHOUT_LOG))
        finally:
            os.close(folder)
        return moment

    def comes_back(self) -> None:
        """What is on the disk after a cut is mounted, as a disk of its own: somebody else's container may hold the old
        one for a while, which would be no other when it is mounted again."""
        subprocess.run(["umount", "-l", self.folder], check=True, capture_output=True)
        before, self.image = self.image, self.image.with_name(f"{self.image.name}x")
        shutil.copyfile(before, self.image)
        before.unlink()
        self.mount()


@pytest.fixture
def disks(tmp_path: Path) -> Iterator[list[Disk]]:
    with ExitStack() as stack:
        made = []
        for number in range(DISKS):
            made.append(Disk(tmp_path / f"disk{number}"))
            stack.callback(subprocess.run, ["umount", "-l", made[-1].folder], capture_output=True, check=False)
        yield made


def restored(folder: Path) -> dict[str, object]:
    """The values that come back, once who played is gone; nothing may be wrong with them."""
    until = time.monotonic() + 10
    while True:
        try:
            state = State(folder)
            break
        except StateInUseError:
            assert time.monotonic() < until
            time.sleep(0.01)
    values, complaints = state.load()
    state.close()
    assert complaints == []
    assert not list(folder.glob("*.new"))
    return dict(values)


def lost(folder: Path, began: int, cut: int, before: int) -> tuple[float, int]:
    """How many seconds old the oldest value is that is lost, and which one came back, which is no older than the one
    that had come back before."""
    values = restored(folder)
    if not values:
        assert before == 0
        return (cut - began) / 1000, 0
    moment = values["seed"]
    assert isinstance(moment, int)
    assert {name: values[name] for name in at(0)} == at(moment), "all of one moment"
    assert before <= moment <= cut
    return (cut - max(moment, began)) / 1000, moment


def test_killed_at_five_hundred_moments_the_values_are_those_of_two_seconds_before(
    savers: Savers, tmp_path: Path
) -> None:
    chance = Random(1)
    plans = [[chance.uniform(0.05, LONGEST_ROUND) for _ in range(KILLS // AT_ONCE)] for _ in range(AT_ONCE)]

    def again_and_again(place: int) -> list[float]:
        folder, moment, ages = tmp_path / f"state{place}", 0, []
        for seconds in plans[place]:
            pid, began = savers.start(folder)
            time.sleep(max(0.0, began / 1000 + seconds - time.monotonic()))
            cut = now()
            os.kill(pid, signal.SIGKILL)
            age, moment = lost(folder, began, cut, moment)
            ages.append(age)
        return ages

    with ThreadPoolExecutor(AT_ONCE) as pool:
        ages = sorted(age for each in pool.map(again_and_again, range(AT_ONCE)) for age in each)
    assert len(ages) == KILLS
    print(f"killed {KILLS} times: lost were {ages[KILLS // 2]:.2f} s in the middle, {ages[-1]:.2f} s at most")
    assert ages[-1] <= LOST_SECONDS


def test_power_cut_under_five_hundred_they_come_back_as_two_seconds_before(savers: Savers, disks: list[Disk]) -> None:
    chance = Random(2)
    plans = [[chance.uniform(0.05, LONGEST_ROUND) for _ in range(ROUNDS)] for _ in disks]

    def again_and_again(place: int) -> tuple[list[float], int]:
        disk, ages, unsynced = disks[place], [], 0
        folders = [disk.folder / f"state{number}" for number in range(WRITERS)]
        moments = dict.fromkeys(folders, 0)
        for number, seconds in enumerate(plans[place]):
            started = {folder: savers.start(folder) for folder in folders}
            (disk.folder / f"plain{number}").write_bytes(bytes(5000))
            time.sleep(seconds)
            (disk.folder / f"plain{number}").write_bytes(b"x" * 5000)
            cut = disk.cut()
            for pid, _ in started.values():
                os.kill(pid, signal.SIGKILL)
            disk.comes_back()
            plain = disk.folder / f"plain{number}"
            unsynced += not plain.exists() or plain.read_bytes() != b"x" * 5000
            plain.unlink(missing_ok=True)
            for folder in folders:
                age, moments[folder] = lost(folder, started[folder][1], cut, moments[folder])
                ages.append(age)
        return ages, unsynced

    with ThreadPoolExecutor(DISKS) as pool:
        done = list(pool.map(again_and_again, range(DISKS)))
    ages = sorted(age for each, _ in done for age in each)
    dropped = sum(unsynced for _, unsynced in done)
    print(
        f"the power was cut {DISKS * ROUNDS} times under {WRITERS} each: lost were {ages[len(ages) // 2]:.2f} s in the "
        f"middle, {ages[-1]:.2f} s at most; of a file that nobody waited for the disk with, {dropped} were lost"
    )
    assert len(ages) == DISKS * WRITERS * ROUNDS
    assert dropped > DISKS * ROUNDS * 0.9, "a cut drops what was not waited for"
    assert ages[-1] <= LOST_SECONDS


def test_a_daemon_whose_power_is_cut_comes_back_with_its_values(disks: list[Disk], tmp_path: Path) -> None:
    chance, disk, moment = Random(3), disks[0], 0
    ages = []
    for number in range(DAEMONS):
        cuts = number % 2 == 0
        folder = tmp_path / f"run{number}"
        folder.mkdir()
        (folder / "state").symlink_to(disk.folder)
        daemon = Daemon(folder)
        try:
            daemon.wait_until(lambda: "demond" in daemon.log, 30, "a first line")  # noqa: B023
            answer, until = 0, time.monotonic() + 30
            while not answer and time.monotonic() < until:
                with suppress(AssertionError):
                    daemon.send("/demond/get", "seed")
                    answer = int(str(daemon.receive("/demond/seed", 0.5)[0]))
            assert moment == 0 or answer == moment, "it plays by what was saved"
            until, began = time.monotonic() + chance.uniform(0.2, LONGEST_ROUND), now()
            while time.monotonic() < until:
                daemon.send("/demond/seed", now())
                time.sleep(0.01)
            cut = disk.cut() if cuts else now()
            daemon.process.kill()
            daemon.process.wait()
            print(daemon.log[-300:] if "Traceback" in daemon.log else "", end="")
            assert "Traceback" not in daemon.log
        finally:
            daemon.close()
        if cuts:
            disk.comes_back()
        values = restored(disk.folder)
        if values:
            assert isinstance(values["seed"], int)
            assert values["seed"] >= moment
            moment = values["seed"]
        ages.append((cut - max(moment, began)) / 1000)
    print(f"a daemon, cut off {len(ages)} times: lost were {max(ages):.2f} s at most")
    assert max(ages) <= LOST_SECONDS
