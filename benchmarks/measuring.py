"""Time on a device by its own events and by the clock, and figures gathered to a table as they come."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

import torch

from engine.device import Device


class Timing(NamedTuple):
    """Milliseconds: from call to call, of a call by the device's events, and of one until it returns.

    The last two are medians of calls that find the device with nothing to do. What is asked for in another stream than
    the current one is in the first only, and there if it is waited for.
    """

    period: float
    device: float
    host: float


def measure(run: Callable[[], object], device: Device, rounds: int, warm: int = 3) -> Timing:
    """Time work that is done over and over; where a device does everything at once all three are one."""
    for _ in range(warm):
        run()
    device.mark().wait()
    devices, hosts = [], []
    for _ in range(rounds):
        first, began = device.mark(), time.perf_counter()
        run()
        hosts.append((time.perf_counter() - began) * 1e3)
        last = device.mark()
        last.wait()
        devices.append(last.since(first) * 1e3)
    began = time.perf_counter()
    for _ in range(rounds):
        run()
    device.mark().wait()
    period = (time.perf_counter() - began) * 1e3 / rounds
    return Timing(period, statistics.median(devices), statistics.median(hosts))


class OutOfTime(Exception):
    """There is no time left for what it names."""


@dataclass(frozen=True)
class Figure:
    """A line of the table: what was measured, as a number and in words, and what was to be reached."""

    name: str
    value: float | None
    told: str
    target: str = ""
    note: str = ""


@dataclass
class Report:
    """Figures as they come, within `budget` seconds; `wrong` are those that must not be as they are."""

    about: str
    budget: float
    figures: list[Figure] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    deadline: float = 0.0
    _began: float = field(default_factory=time.perf_counter)

    @property
    def spent(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self._began

    def need_time(self, what: str) -> None:
        """Raise OutOfTime, which names what is not measured, when the time of the phase is spent."""
        if self.spent >= self.deadline:
            raise OutOfTime(what)

    def put(self, name: str, value: float, unit: str, note: str = "", at_most: float | None = None) -> None:
        """A figure, and what it should be at most."""
        target = "" if at_most is None else f"<= {at_most:g} {unit}: {'met' if value <= at_most else 'missed'}"
        self._add(Figure(name, value, f"{value:.4g} {unit}".strip(), target, note))

    def hold(self, name: str, error: float, bound: float, note: str = "") -> None:
        """A difference, relative, that must be within a bound."""
        right = error <= bound
        if not right:
            self.wrong.append(name)
        self._add(Figure(name, error, f"{error:.1e}", f"<= {bound:g}: {'met' if right else 'MISSED'}", note))

    def without(self, name: str, why: str) -> None:
        """What cannot be measured here, or was not."""
        self._add(Figure(name, None, "not here", "", _line(why)))

    def failed(self, name: str, error: Exception) -> None:
        """What should have run and did not."""
        self.wrong.append(name)
        self._add(Figure(name, None, "FAILED", "", _line(f"{type(error).__name__}: {error}")))

    def _add(self, figure: Figure) -> None:
        self.figures.append(figure)
        print(f"[{self.spent:6.1f} s] {figure.name}: {figure.told} {figure.target} {figure.note}".rstrip(), flush=True)

    def table(self) -> str:
        """Everything as a table in markdown."""
        lines = ["| what | figure | target | beside it |", "|---|---|---|---|"]
        lines += [f"| {each.name} | {each.told} | {each.target} | {each.note} |" for each in self.figures]
        return "\n".join([self.about, "", *lines, "", f"{self.spent:.0f} s in all"])

    def save(self) -> None:
        """Write it as `gpu.json` into the folder that OUT names, if it does."""
        if folder := os.environ.get("OUT"):
            told = {"about": self.about, "wrong": self.wrong, "figures": [asdict(each) for each in self.figures]}
            Path(folder, "gpu.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def _line(words: str) -> str:
    """What was said at length as a cell of a table."""
    return " ".join(words.replace("|", "/").split())[:200]


def card(device: torch.device) -> str:
    """The device, its driver and torch, in a line."""
    if device.type != "cuda":
        return f"{device.type.upper()}, {len(os.sched_getaffinity(0))} cores, torch {torch.__version__}"
    found = torch.cuda.get_device_properties(device)
    asked = ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"]
    try:
        driver = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True).stdout.split()[0]
    except (OSError, subprocess.SubprocessError, IndexError):
        driver = "unknown"
    return (
        f"{found.name}, {found.total_memory / 2**30:.0f} GiB, compute capability {found.major}.{found.minor}, "
        f"driver {driver}, torch {torch.__version__}"
    )
