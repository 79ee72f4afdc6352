"""Time a start: from the command to the first sound, and the processor time and memory it took by then.

    python -m benchmarks.start [--starts 5]

Prints each start and the medians: seconds by the clock until the daemon says that it sounds, and of its processes the
processor time and the memory they hold then.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += family(int(child))
    return found


def held(pid: int) -> tuple[float, float]:
    """Processor seconds and resident MiB of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS, int(fields[21]) * PAGE / 2**20


def start() -> tuple[float, float, float]:
    """Start once; returns seconds, processor seconds and MiB."""
    with tempfile.TemporaryDirectory() as state:
        command = [sys.executable, "-m", "demond", "run", "--state", state, "--device", "null", "--port", "0"]
        began, told = time.perf_counter(), []
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            for line in process.stderr:
                told.append(line)
                if "sounding after" in line:
                    break
            else:
                raise SystemExit(f"it does not sound:\n{''.join(told)}")
            seconds = time.perf_counter() - began
            each = [held(pid) for pid in family(process.pid)]
            process.send_signal(signal.SIGTERM)
            process.stderr.read()
    return seconds, sum(cpu for cpu, _ in each), sum(memory for _, memory in each)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=5)
    options = parser.parse_args()
    times = [start() for _ in range(options.starts)]
    for each in [*times, tuple(statistics.median(values) for values in zip(*times, strict=True))]:
        print("{:6.2f} s to the first sound  {:6.2f} s of processor time  {:6.0f} MiB".format(*each))
    print("the last line: medians")


if __name__ == "__main__":
    main()
