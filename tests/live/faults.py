"""What breaks in an installation, one thing at a time, and whether it mends itself."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from benchmarks.attackers import Step, malformed
from tests.live.installation import Installation

MOST_SECONDS = 45.0
"""Within which all has to be as before, once what broke is whole again."""
FILLER = "filler"


class Mended(NamedTuple):
    """A fault: when it began and was over by the monotonic clock, how long it took to be mended; inf for never."""

    name: str
    began: float
    over: float
    seconds: float


class Fault(NamedTuple):
    """What is done, for how many seconds it lasts, what ends it, and how to see that it is mended."""

    begin: Callable[[Installation], object]
    seconds: float = 0.0
    end: Callable[[Installation], object] = lambda box: None
    mended: Callable[[Installation], bool] = lambda box: True
    needs: str = ""


def _signal(how: int, module: str = "engine_process") -> Callable[[Installation], object]:
    def send(box: Installation) -> None:
        with suppress(ValueError, OSError):  # there is none at this moment
            os.kill(box.daemon.child_pid(module), how)

    return send


def _runs(box: Installation) -> bool:
    """An engine lives, and says so."""
    with suppress(ValueError, OSError):
        status = Path(f"/proc/{box.daemon.child_pid('engine_process')}/stat").read_text()
        return status.rpartition(")")[2].split()[0] in "RSD" and box.figures().get("engine") == "running"
    return False


def _plays(box: Installation) -> bool:
    return box.figures().get("audio") == "playing"


def _saves(box: Installation) -> bool:
    """A value that is set now reaches the disk."""
    seed = time.monotonic_ns() & 0xFFFFFFF
    box.send("/demond/seed", seed)
    until = time.monotonic() + 4.0
    while time.monotonic() < until:
        if f"\nseed = {seed}\n" in box.saved():
            return True
        time.sleep(0.1)
    return False


def _fill(box: Installation) -> None:
    with (box.state / FILLER).open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while file.write(bytes(size)):
                    pass


def _empty(box: Installation) -> None:
    (box.state / FILLER).unlink(missing_ok=True)


def _immutable(flag: str) -> Callable[[Installation], object]:
    return lambda box: subprocess.run(["chattr", f"{flag}i", box.state], check=False, capture_output=True)


def _torn(box: Installation) -> None:
    """Files of the state are full of zeros, as after a cut on a disk that lied."""
    for name in ("values.toml", "stage.toml"):
        with suppress(OSError):
            (box.state / name).write_bytes(bytes(4096))


def _broken(folder: str, data: bytes) -> Callable[[Installation], object]:
    def put(box: Installation) -> None:
        with suppress(OSError):
            (box.state / folder).mkdir(exist_ok=True)
            (box.state / folder / "broken.toml").write_bytes(data)
        box.send("/demond/reload")

    return put


def _whole(folder: str) -> Callable[[Installation], object]:
    def remove(box: Installation) -> None:
        (box.state / folder / "broken.toml").unlink(missing_ok=True)
        box.send("/demond/reload")

    return remove


def _rubbish(box: Installation) -> None:
    rng = Random(time.monotonic_ns())
    target: Any = box
    for _ in range(30):
        for packet in malformed(rng, target):
            box.raw(packet)


FAULTS: dict[str, Fault] = {
    "engine killed": Fault(_signal(signal.SIGKILL), 1.0, mended=_runs),
    "device process killed": Fault(_signal(signal.SIGKILL, "device_process"), 1.0, mended=_plays, needs="jack"),
    "disk full": Fault(_fill, 12.0, _empty, _saves, needs="disk"),
    "engine stopped": Fault(_signal(signal.SIGSTOP), 10.0, mended=_runs),
    "broken mapping read": Fault(_broken("mappings", b'name = "x"\n[[midi]]\n'), 3.0, _whole("mappings"), _runs),
    "state closed": Fault(_immutable("+"), 8.0, _immutable("-"), _saves, needs="disk"),
    "malformed packets": Fault(_rubbish, mended=_runs),
    "engine halted for 3 s": Fault(_signal(signal.SIGSTOP), 3.0, _signal(signal.SIGCONT), _runs),
    "state torn": Fault(_torn, 1.0, mended=_saves),
    "broken scene read": Fault(_broken("scenes", bytes(500)), 3.0, _whole("scenes"), _runs),
}


def faults(rng: Random, box: Installation, every: float, report: list[Mended]) -> Iterator[Step]:
    """One fault after the other, all of them in each round in another order; what became of each is reported."""
    yield every / 2, "", ""
    while True:
        kinds = [name for name, fault in FAULTS.items() if not fault.needs or getattr(box, fault.needs)]
        rng.shuffle(kinds)
        for name in kinds:
            fault, began = FAULTS[name], time.monotonic()
            try:
                fault.begin(box)
                yield fault.seconds, name, "begins"
            finally:
                fault.end(box)
            over = time.monotonic()
            while not (mended := fault.mended(box)) and time.monotonic() - over < MOST_SECONDS:
                yield 0.5, "", ""
            now = time.monotonic()
            report.append(Mended(name, began, now, now - over if mended else float("inf")))
            yield max(1.0, began + every - now), name, "is over"
