"""`demond monitor`, in a terminal and without one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator

import pytest

from demond.control.midi.messages import MidiMessage
from demond.control.screen import cut
from tests.osc_peer import Client, Rig, rig

FIGURES = {"version": "0.2.0", "engine": "running", "playing": 1, "loop_seconds": 12.0, "position": 3.0, "problems": 0}
SAID = re.compile(r"\x1b\[(\d+);1H([^\x1b]*)")


@pytest.fixture
def running() -> Iterator[Rig]:
    figures, problems, listed = dict(FIGURES), [], threading.Event()

    def list_problems() -> list:
        listed.set()
        return list(problems)

    with rig(
        status=lambda: figures, meters=lambda: [-6.0, -12.0, -20.0, -26.0], listings={"problems": list_problems}
    ) as made:
        made.figures, made.problems, made.listed = figures, problems, listed  # type: ignore[attr-defined]
        yield made


class Terminal:
    """The monitor in a terminal of its own."""

    def __init__(self, port: int, columns: int = 80, lines: int = 24) -> None:
        self._ours, theirs = pty.openpty()
        self.resize(columns, lines)
        self.before = termios.tcgetattr(theirs)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "demond", "monitor", "--port", str(port)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm", "LANG": "C.UTF-8"},
        )
        self.theirs = theirs
        self.written = ""

    def resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def press(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    @property
    def lines(self) -> dict[int, str]:
        """What stands in each line now."""
        return {int(number): text for number, text in SAID.findall(self.written)}

    def wait(self, text: str, seconds: float = 20.0) -> None:
        """Read what is drawn until some line has this in it."""
        until = time.monotonic() + seconds
        while not any(text in line for line in self.lines.values()):
            assert time.monotonic() < until, (text, self.lines, self.written[-300:])
            self.read(0.1)

    def read(self, seconds: float) -> None:
        if select.select([self._ours], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                self.written += os.read(self._ours, 65536).decode()

    def end(self) -> int:
        """Wait for its end, and read what it wrote until then."""
        until = time.monotonic() + 5
        while self.process.poll() is None and time.monotonic() < until:
            self.read(0.05)
        self.read(0.1)
        return self.process.wait(1)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._ours)
        os.close(self.theirs)


@pytest.fixture
def terminal(running: Rig) -> Iterator[Terminal]:
    made = Terminal(running.port)
    yield made
    made.close()


def test_it_shows_how_demond_is_and_what_happens(running: Rig, terminal: Terminal) -> None:
    terminal.wait("demond 0.2.0 on 127.0.0.1")
    terminal.wait("-6.0 dB peak")
    terminal.wait("of 12.0 s")
    running.store.set("prompt/a", "slow strings", origin="nanoKONTROL2:out")
    terminal.wait('plays        "slow strings"')
    terminal.wait('prompt/a: "slow strings", by nanoKONTROL2:out')
    running.server.watched.midi("nanoKONTROL2:out", 1, MidiMessage("cc", 3, 21, 64))
    terminal.wait('MIDI not mapped: cc 21 channel 3 of "nanoKONTROL2", value 64')
    terminal.wait(f"q ends. To map it: demond learn --port {running.port} NAME")
    with Client(running.port) as surface:
        surface.send("/1/fader9", "\x1b[2J\n")
        terminal.wait("OSC refused: /1/fader9 '\\x1b[2J\\n' from 127.0.0.1 port")
    assert max(map(len, terminal.lines.values())) <= 80
    assert max(terminal.lines) <= 24
    terminal.written = ""
    terminal.resize(40, 12)
    terminal.wait("demond 0.2.0")
    terminal.written = terminal.written[terminal.written.rindex("\x1b[1;1H") :]  # and nothing of the larger one
    terminal.wait("q ends")
    assert (max(map(len, terminal.lines.values())), max(terminal.lines)) == (40, 12)

    terminal.press(b"q")
    assert terminal.end() == 0
    assert termios.tcgetattr(terminal.theirs) == terminal.before


@pytest.mark.parametrize(("how", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "kill"])
def test_the_terminal_is_given_back(terminal: Terminal, how: int, status: int) -> None:
    terminal.wait("q ends")
    assert not termios.tcgetattr(terminal.theirs)[3] & termios.ICANON
    terminal.process.send_signal(how)
    assert terminal.end() == status
    assert terminal.written.endswith("\x1b[?25h\x1b[?1049l")
    assert termios.tcgetattr(terminal.theirs) == terminal.before


def test_without_a_terminal_it_prints_lines_and_waits_for_a_demond_that_has_gone(running: Rig) -> None:
    running.problems.append(("2026-05-01T20:15:00+00:00", "warning", "old"))  # type: ignore[attr-defined]
    with subprocess.Popen(
        [sys.executable, "-m", "demond", "monitor", "--port", str(running.port)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline().endswith("engine: running\n")
            assert running.listed.wait(10)  # type: ignore[attr-defined]
            running.store.set("denoise", 0.25)
            lines = [process.stdout.readline()]
            running.problems.append(("2026-05-01T20:15:01+00:00", "error", "the disk is full"))  # type: ignore[attr-defined]
            running.figures["problems"] = 2  # type: ignore[attr-defined]
            lines.append(process.stdout.readline())
            running.call(running.server.close)
            lines.append(process.stdout.readline())
        finally:
            process.terminate()
        assert process.wait(5) == 143
    assert [re.sub(r"^\d\d:\d\d:\d\d ", "", line) for line in lines[:1]] == ["denoise: 0.25\n"]
    assert lines[1].endswith("the disk is full\n")
    assert "no demond answers on 127.0.0.1" in lines[2]


def test_lines_are_cut_by_what_a_terminal_shows_of_them() -> None:
    assert cut("abcdef", 3) == "abc"
    assert cut("日本語", 5) == "日本"
    assert cut("e\u0301e\u0301e", 2) == "e\u0301e\u0301"
    assert cut("é", 5) == "é"
