"""How much room is left, for who asks often."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest

from demond import disk as module
from demond.disk import Disk
from tests.waiting import wait_for


def test_it_tells_what_the_system_does(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    until = time.monotonic() + 5
    while disk.free_gb is None:
        assert time.monotonic() < until
        time.sleep(0.005)
    assert disk.free_gb == pytest.approx(shutil.disk_usage(tmp_path).free / 1e9, abs=2)


def test_one_that_hangs_holds_nobody_up_and_is_looked_at_by_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    hangs, looks = threading.Event(), []

    def usage(folder: Path) -> None:
        looks.append(folder)
        hangs.wait(5)
        raise OSError("gone")

    monkeypatch.setattr(module.shutil, "disk_usage", usage)
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.0)
    disk = Disk(Path("/mnt/gone"))
    began = time.monotonic()
    assert [disk.free_gb for _ in range(100)] == [None] * 100
    assert time.monotonic() - began < 1.0
    wait_for(lambda: looks)
    assert disk.free_gb is None
    assert looks == [Path("/mnt/gone")]
    hangs.set()
