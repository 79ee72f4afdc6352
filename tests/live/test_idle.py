"""What demond takes of a processor while nothing changes, or the music drifts: all its processes together."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from tests.conftest import Daemon

WINDOW_SECONDS, WINDOWS = 6.0, 3
TURNS = 4


def processes(root: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def processor_seconds(pids: list[int]) -> float:
    """What all their threads have taken, by the scheduler's own account."""
    taken = 0
    for path in [path for pid in pids for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]:
        with contextlib.suppress(OSError):  # threads come and go
            taken += int(path.read_text().split()[0])
    return taken / 1e9


def share(daemon: Daemon) -> float:
    """The least share of a processor in some windows of time: other work on the machine makes every wake dearer."""
    pids = processes(daemon.process.pid)
    assert daemon.engine_pid() in pids
    shares = []
    for _ in range(WINDOWS):
        before = processor_seconds(pids)
        time.sleep(WINDOW_SECONDS)
        shares.append((processor_seconds(pids) - before) / WINDOW_SECONDS)
    return min(shares)


@pytest.mark.parametrize("state", ["settled", "frozen"])
def test_nothing_to_do_takes_under_one_and_a_half_percent(start_daemon, state: str) -> None:
    daemon = start_daemon()
    daemon.wait_sounding()
    daemon.send("/demond/drift", 0.0)
    if state == "frozen":
        daemon.send("/demond/freeze", 1)
    daemon.wait_until(lambda: daemon.status().get("state") == state, 60, state)
    time.sleep(5.0)
    assert share(daemon) < 0.015
    assert daemon.status()["stale_seconds"] == 0.0


def test_drift_takes_under_a_tenth_of_a_processor_at_its_default(start_daemon) -> None:
    """Over whole turns of the loop, in each of which all of it is made anew."""
    daemon = start_daemon()
    daemon.wait_sounding()
    daemon.wait_until(lambda: int(daemon.status()["turn"]) >= 1, 60, "the first turn")  # type: ignore[call-overload]
    pids = processes(daemon.process.pid)
    turns, began, before = int(daemon.status()["turn"]), time.monotonic(), processor_seconds(pids)  # type: ignore[call-overload]
    daemon.wait_until(lambda: int(daemon.status()["turn"]) >= turns + TURNS, 90, "more turns")  # type: ignore[call-overload]
    assert (processor_seconds(pids) - before) / (time.monotonic() - began) < 0.1
    assert daemon.status()["stale_seconds"] == 0.0
