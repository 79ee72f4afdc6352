"""Ten thousand recalls, with modulators, morph, undo, panic, freeze and an engine that is killed in their middle."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from pathlib import Path

from tests.conftest import Daemon

RECALLS = 10_000
GROWN_KB = 20_000


def size(pid: int) -> tuple[int, int]:
    """Resident kilobytes and threads of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = [re.search(rf"{key}:\s+(\d+)", status) for key in ("VmRSS", "Threads")]
    return tuple(int(each[1]) for each in found if each)  # type: ignore[return-value]


def test_ten_thousand_recalls_leave_memory_and_threads_as_they_were(start_daemon) -> None:
    daemon: Daemon = start_daemon()
    daemon.wait_sounding()
    daemon.send("/demond/denoise", 0.33)
    daemon.send("/demond/scene/store", "last", "denoise prompt/a")
    daemon.wait_until(lambda: daemon.status()["scenes"] == 1, 10, "stored")
    for number in range(1, 5):
        daemon.send(f"/demond/mod/{number}/to", ["morph", "blend", f"mod/{number - 1}/rate", "volume"][number - 1])
        daemon.send(f"/demond/mod/{number}/rate", 0.5 * number)
        daemon.send("/demond/prompt/a", f"scene {number}")
        daemon.send("/demond/denoise", number / 5)
        daemon.send("/demond/scene/store", f"s{number}")
        daemon.wait_until(lambda number=number: daemon.status()["scenes"] == number + 1, 10, "stored")  # type: ignore[misc]
    for _ in range(40):  # what is undone later are recalls, not the scenes
        daemon.send("/demond/scene/number", 1)
        time.sleep(0.05)
    daemon.send("/demond/scene/morph", "s1", "s4")
    chance = random.Random(1)

    def play(count: int) -> None:
        for at in range(count):
            daemon.send("/demond/scene/number", chance.randint(1, 5), chance.choice([0.0, 0.0, 0.02, 0.5, 3.0]))
            if at % 7 == 0:
                daemon.send(f"/demond/{chance.choice(['undo', 'panic', 'play'])}", 1)
            if at % 11 == 0:
                daemon.send("/demond/morph", chance.random())
                daemon.send("/demond/quantize", chance.choice(["off", "off", "beat", "bar"]))
                daemon.send("/demond/freeze", chance.randint(0, 1))
            time.sleep(0.003)

    play(1500)
    time.sleep(2.0)
    before = size(daemon.process.pid)
    play(RECALLS // 2)
    os.kill(daemon.engine_pid(), signal.SIGKILL)
    play(RECALLS // 2)
    daemon.forget()
    daemon.send("/demond/quantize", "off")
    daemon.send("/demond/freeze", 0)
    daemon.send("/demond/panic", 1)
    daemon.send("/demond/play", 1)
    daemon.send("/demond/scene/recall", "last", 0.5)
    daemon.wait_until(lambda: round(float(str(daemon.ask("denoise"))), 6) == 0.33, 10, "the last recall")
    time.sleep(2.0)
    after = size(daemon.process.pid)
    daemon.wait_until(lambda: daemon.status()["scene"] == "last", 10, "the scene is told")
    assert after[0] - before[0] < GROWN_KB
    assert after[1] <= before[1] + 2
    assert "Traceback" not in daemon.log
