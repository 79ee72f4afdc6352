"""A Debian 12 with a systemd of its own, booted in a container on this machine, whose network it shares."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from tests.osc_peer import Client

ROOT = Path(__file__).parents[2]
PACKAGES = "systemd,systemd-sysv,libpam-systemd,dbus,sudo,ca-certificates"
BOOT_SECONDS = 60
PIP_FILES = ("/etc/pip.conf", "/etc/xdg/pip/pip.conf", "~/.config/pip/pip.conf", "~/.pip/pip.conf")


class NoBoxError(Exception):
    """This machine cannot have one; the text says why."""


def copy_checkout(to: Path) -> None:
    """Copy what a checkout holds, without what was built in it."""
    built = (".git", ".venv", "build", "dist", "*.egg-info", "*.so", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*built), symlinks=True)


class Box:
    """A tree in `folder/tree`; a bare one is kept in the folder that $DEMOND_BOX names, which saves making it again."""

    def __init__(self, folder: Path) -> None:
        for tool in ("debootstrap", "systemd-nspawn", "nsenter"):
            if shutil.which(tool) is None:
                raise NoBoxError(f"{tool} is not installed (apt install debootstrap systemd-container util-linux)")
        if os.geteuid() != 0:
            raise NoBoxError("only root can boot a container")
        self.tree = folder / "tree"
        self._log = folder / "boot.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._make(Path(os.environ["DEMOND_BOX"]) if "DEMOND_BOX" in os.environ else folder)

    def _make(self, kept: Path) -> None:
        bare = kept / f"bookworm-{zlib.crc32(PACKAGES.encode()):x}"
        if not bare.exists():
            fresh = kept / f"{bare.name}.{os.getpid()}"
            kept.mkdir(parents=True, exist_ok=True)
            command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", str(fresh)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
            if done.returncode:
                shutil.rmtree(fresh, ignore_errors=True)
                raise NoBoxError(f"debootstrap: {(done.stdout + done.stderr).strip().splitlines()[-1]}")
            fresh.rename(bare)
        subprocess.run(["cp", "-a", "--reflink=auto", str(bare), str(self.tree)], check=True)
        for file in ("/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs/ca-certificates.crt", *PIP_FILES):
            there = self.tree / file.replace("~", "root").lstrip("/")
            if Path(file).expanduser().exists():
                there.parent.mkdir(parents=True, exist_ok=True)
                there.unlink(missing_ok=True)
                shutil.copyfile(Path(file).expanduser(), there)

    def boot(self) -> None:
        """Boot it, and wait until its systemd runs."""
        command = ["systemd-nspawn", "-q", "-D", str(self.tree), "--register=no", "--keep-unit", "-b", "--console=pipe"]
        binds = [f"--bind-ro={path}" for path in _pip_sources()]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, *binds], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            time.sleep(0.5)
            if self._leader() and self.run("systemctl", "is-system-running", check=False).strip() == "running":
                return
        self.halt()
        raise NoBoxError(f"it does not boot: {' / '.join(self._log.read_text(errors='replace').splitlines()[-3:])}")

    def run(self, *command: str, check: bool = True, seconds: float = 60.0) -> str:
        """What a command says that runs inside; AssertionError where it fails, unless that is not to be checked."""
        settings = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        settings |= {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"}
        enter = ["nsenter", "-t", str(self._leader()), "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w"]
        done = subprocess.run(
            [*enter, *command], env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            errors="replace", timeout=seconds, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"{' '.join(command)}: {done.returncode}\n{(done.stdout + done.stderr)[-4000:]}")
        return done.stdout + done.stderr

    def _leader(self) -> str:
        """The process that is init inside, as it is called outside; empty where there is none yet."""
        if self._process is None:
            return ""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return next(iter(children.read_text().split()), "") if children.exists() else ""

    def halt(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def _pip_sources() -> list[Path]:
    """What pip's configuration names on this disk."""
    environment = os.environ | {"PIP_QUIET": "0"}
    command = ["python3", "-m", "pip", "config", "list"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    named = {Path(path) for path in re.findall(r"(?<![\w:/])(?:file://)?(/[\w./+-]+)", told.stdout)}
    # an index refers to files beside it
    named = {path.parent if path.name == "simple" else path for path in named}
    return sorted(path for path in named if path.exists() and Path("/etc/ssl") not in path.parents)


class Unit:
    """A unit of demond in the box, and the daemon that it runs."""

    def __init__(self, box: Box, name: str = "demond", port: int = 9130) -> None:
        self.box, self.name, self.port = box, name, port
        self.began = time.time()

    @property
    def state(self) -> Path:
        return self.box.tree / "var/lib/private" / self.name.replace("@", "-")

    def control(self, verb: str, *more: str, seconds: float = 60.0) -> None:
        """`systemctl VERB MORE UNIT`."""
        self.box.run("systemctl", verb, *more, self.name, seconds=seconds)

    def show(self, name: str) -> str:
        return self.box.run("systemctl", "show", "-P", name, self.name).strip()

    def active(self) -> bool:
        return self.show("ActiveState") == "active"

    def pid(self, module: str) -> int:
        """The number inside of the unit's process that runs this module; 0 where none does."""
        told = self.box.run("systemctl", "status", "--no-pager", "-l", self.name, check=False)
        found = re.search(rf"(\d+) \S+ -m demond\.\w+\.{module}", told)
        return int(found[1]) if found else 0

    def kill(self, how: str, pid: int) -> None:
        self.box.run("sh", "-c", f"kill -{how} {pid}")

    def journal(self, since: float | None = None) -> str:
        """What was logged since a moment; else since this unit was looked at first."""
        since = self.began if since is None else since
        return self.box.run("journalctl", "-u", self.name, "-o", "cat", "--no-pager", "--since", f"@{since:.3f}")

    def send(self, address: str, *arguments: object) -> list[tuple]:
        """What is answered to a message."""
        with Client(self.port) as client:
            return client.ask(address, *arguments)

    def value(self, name: str) -> object:
        """The value of a control."""
        return self.send("/demond/get", name)[0][1]

    def status(self) -> dict[str, object]:
        """The figures of `/demond/status`."""
        flat = next(answer[1:] for answer in self.send("/demond/status") if answer[0] == "/demond/status")
        return dict(zip(flat[::2], flat[1::2], strict=True))

    def answers(self) -> bool:
        """Whether the daemon is there."""
        try:
            self.send("/demond/ping")
        except OSError:
            return False
        return True

    def wait_until(self, test: Callable[[], bool], seconds: float, what: str) -> float:
        """Wait for something; returns how long that took."""
        began = time.monotonic()
        while not test():
            if time.monotonic() - began > seconds:
                raise AssertionError(f"{what}: not within {seconds} s; log:\n{self.journal()[-3000:]}")
            time.sleep(0.1)
        return time.monotonic() - began


def silences(path: Path) -> int:
    """Blocks of 50 ms without sound in a recording that is still written."""
    audio, rate = soundfile.read(path, always_2d=True)
    block = rate // 20
    levels = np.abs(audio[: len(audio) // block * block]).reshape(-1, block, audio.shape[1]).max((1, 2))
    return int((levels < 1e-4).sum())
