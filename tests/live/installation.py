"""A daemon as it stands in an installation: on a small disk of its own and a JACK server, with sources and scenes."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from benchmarks.attackers import message
from tests.conftest import Daemon
from tests.jack_server import JackServer
from tests.live.ear import Span

DISK_MIB = 64
POCKET = Path(__file__).parents[2] / "engine/pocket/weights"
CONTROLS = ("denoise", "blend", "shift", "hint_strength", "feedback", "guidance", "group/0", "group/1")
CONFIG = """\
[files]
free_gb = 0
recordings_gb = 1

[mappings]
files = ["{mapping}"]
"""
QUIET_EVERY, QUIET_FADE = 10, 2.0
"""Minutes from one quiet minute to the next, and seconds in which it comes and goes."""
SCHEDULE = """
[schedule]
quiet = [{quiet}]
fade = {fade}
"""
AT = """
[[schedule.at]]
time = "{time}"
scene = "{scene}"
seconds = 5.0
"""
ENTRY = '\n[[midi]]\ntype = "cc"\nnumber = {}\nto = "{}"\ntakeover = "jump"\n'


@contextlib.contextmanager
def disk(folder: Path, mib: int = DISK_MIB) -> Iterator[bool]:
    """An ext4 of its own on this folder; False, and the folder as it is, where none can be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    image = folder.with_name(f"{folder.name}.img")
    with image.open("wb") as file:
        file.truncate(mib << 20)
    try:
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "loop", image, folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        image.unlink()
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "-l", folder], check=False)
        image.unlink()


class Installation:
    """A daemon that plays, and what it is played by; `disk` and `jack` say whether it has those."""

    def __init__(self, folder: Path, stack: ExitStack, minutes: float) -> None:
        """`minutes` is how long it is to play at most: every ten of them one is quiet by the schedule, see `quiet`."""
        self.folder = folder
        self.quiet: list[Span] = []
        self._minutes = minutes
        self.state, self.model = folder / "state", folder / "model"
        folder.mkdir(parents=True, exist_ok=True)
        self.disk = stack.enter_context(disk(self.state))
        self.jack = _start_jack(folder, stack)
        self.sources = self._make_files()
        home = {"HOME": str(folder / "home"), "XDG_CONFIG_HOME": str(folder / "home/.config"), "HF_HUB_OFFLINE": "1"}
        self.daemon = Daemon(
            folder, "--config", str(folder / "demond.toml"), device="system" if self.jack else "null", environment=home
        )
        stack.callback(self.daemon.close)
        self.pid, self.port, self.http = self.daemon.process.pid, self.daemon.port, self.daemon.port + 1
        self._hand = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        self.peers = [self._hand]

    def _make_files(self) -> list[str]:
        (self.folder / "home").mkdir(exist_ok=True)
        shutil.copytree(POCKET, self.model)
        mapping = self.folder / "surface.toml"
        entries = "".join(ENTRY.format(20 + number, to) for number, to in enumerate(CONTROLS))
        mapping.write_text(f'name = "Surface"\n{entries}\n[[osc]]\naddress = "/1/fader1"\nto = "denoise"\n')
        (self.folder / "demond.toml").write_text(CONFIG.format(mapping=mapping) + self._schedule())
        for name in ("sources", "cues", "mappings", "recordings"):
            (self.state / name).mkdir(parents=True, exist_ok=True)
        cue = '[[cue]]\nscene = "{}"\nseconds = {}\nfollow = 5.0\n\n'
        (self.state / "cues/day.toml").write_text("".join(cue.format(s, n) for n, s in enumerate(("one", "two"))))
        names = []
        for number, tone in enumerate((110.0, 146.8, 220.0)):
            at = np.arange((6 + 2 * number) * 48000) / 48000
            wave = sum(np.sin(2 * np.pi * tone * k * at) / k for k in (1, 1.5, 2, 3, 4)) / 6
            wave *= 0.6 + 0.4 * np.sin(2 * np.pi * 2 * at) ** 2
            names.append(f"tone{number}.wav")
            soundfile.write(self.state / "sources" / names[-1], np.stack([wave, wave], 1).astype(np.float32), 48000)
        return names

    def _schedule(self) -> str:
        """A minute of quiet every ten, and a scene in between, from now to the end."""
        now = datetime.now()
        first = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
        quiet, entries = [], []
        for minute in range(2, int(self._minutes) - 1):
            begin = first + timedelta(minutes=minute)
            if minute % QUIET_EVERY == QUIET_EVERY // 2:
                quiet.append(f'"{begin:%H:%M}-{begin + timedelta(minutes=1):%H:%M}"')
                at = time.monotonic() + (begin - now).total_seconds()
                self.quiet.append(Span(at - 0.5, 60.0 + QUIET_FADE + 2.0))
            elif minute % QUIET_EVERY == 2:
                entries.append(AT.format(time=f"{begin:%H:%M}", scene="two"))
        return SCHEDULE.format(quiet=", ".join(quiet), fade=QUIET_FADE) + "".join(entries)

    @property
    def hushed(self) -> bool:
        """Whether the schedule has it quiet, or nearly."""
        now = time.monotonic()
        return any(span.at - 5.0 < now < span.at + span.seconds for span in self.quiet)

    def send(self, address: str, *arguments: object) -> None:
        self.raw(message(address, *arguments))

    def raw(self, packet: bytes) -> None:
        with suppress(OSError):  # larger than a datagram
            self._hand.sendto(packet, ("127.0.0.1", self.port))

    def figures(self) -> dict[str, object]:
        """What `/demond/status` tells; nothing where it does not answer."""
        self.daemon.forget()
        with suppress(AssertionError):
            return self.daemon.status()
        return {}

    def saved(self) -> str:
        """The file of values, empty where it cannot be read."""
        with suppress(OSError, UnicodeDecodeError):
            return (self.state / "values.toml").read_text()
        return ""


def unhandled(log: str) -> list[str]:
    """What no program should leave in its log: where tracebacks end, and tasks whose errors nobody looked at."""
    raised = re.findall(r"^Traceback .*\n(?: .*\n|\n)*(.*)", log, re.MULTILINE)
    return raised + re.findall(r".*(?:never retrieved|never awaited|Unhandled|Fatal Python error).*", log)


def held(pid: int) -> float:
    """MiB of a process that are no file's, what it shares with others in parts. Files, as the libraries it has loaded,
    are left out: what is counted of them changes with how many other programs have loaded the same."""
    _, *lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kib = {name: int(value) for name, value, _ in map(str.split, lines)}
    return (kib["Pss_Anon:"] + kib["Pss_Shmem:"]) / 1024


def _start_jack(folder: Path, stack: ExitStack) -> JackServer | None:
    if shutil.which("jackd") is None:
        return None
    server = JackServer(f"soak-{os.getpid()}", 512, 48000, folder)
    try:
        server.lend(stack)
    except pytest.skip.Exception:
        return None
    return server
