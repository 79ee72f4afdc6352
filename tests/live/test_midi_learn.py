"""MIDI learn as musicians do it: `demond learn` at a terminal, controllers on a JACK server, files with comments."""

from __future__ import annotations

import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.live.test_midi_ports import Controller

if TYPE_CHECKING:
    from tests.jack_server import JackServer

OWN = """\
# my desk
[device]
match = "Launch"   # the grey one

[[midi]]  # stiff
type = "cc"
channel = 1
number = 21
to = "shift"
"""


class Terminal:
    """`demond learn` with its output line by line."""

    def __init__(self, port: int, *arguments: str) -> None:
        command = [sys.executable, "-m", "demond", "learn", "--port", str(port), *arguments]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdout=pipe, stderr=subprocess.STDOUT, text=True)

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self) -> int:
        return self.process.wait(20)


@pytest.fixture
def controllers(jack: JackServer) -> Iterator[list[Controller]]:
    plugged = [Controller("Launch Control"), Controller("Keystation")]
    yield plugged
    for controller in plugged:
        controller.unplug()


def test_learned_at_a_terminal_written_with_comments_read_again_and_forgotten(
    controllers: list[Controller], start_daemon, tmp_path: Path
) -> None:
    desk, keys = controllers
    own, config = tmp_path / "own.toml", tmp_path / "demond.toml"
    own.write_text(OWN)
    config.write_text(f'[mappings]\nfiles = ["{own}"]\n')
    daemon = start_daemon("--config", str(config))
    daemon.wait_until(lambda: daemon.log.count(":out is open") == 2, 20, "the controllers")

    terminal = Terminal(daemon.port, "denoise", "sde")
    assert terminal.line() == "move the control that is to move denoise; Ctrl-C ends this"
    desk.send(*(f"B0 15 {value:02X}" for value in range(20, 40)))
    assert terminal.line() == (
        f"learned: Launch Control channel 1 cc 21 moves denoise, and no longer shift; saved in {own}"
    )
    assert terminal.line() == "move the control that is to move sde; Ctrl-C ends this"
    keys.send("91 3C 40", "81 3C 00")
    learned = terminal.line()
    assert learned.startswith("learned: Keystation channel 2 note 60 moves sde; saved in ")
    assert terminal.end() == 0
    path = Path(learned.partition("saved in ")[2])
    assert own.read_text() == OWN.replace("# stiff", "# stiff (learned)").replace('"shift"', '"denoise"')
    assert tomllib.loads(path.read_text())["midi"] == [
        {"type": "note", "channel": 2, "number": 60, "to": "sde", "mode": "toggle"}
    ]

    desk.send("B0 15 7F", "B0 15 00", "B0 15 40")
    daemon.wait_until(lambda: daemon.ask("denoise") == pytest.approx(64 / 127), 5, "denoise by what was learned")
    keys.send("91 3C 40")
    daemon.wait_until(lambda: daemon.ask("sde") == 1, 5, "sde by what was learned")
    own.write_text(own.read_text().replace('to = "denoise"', 'to = "denoise"\nout = [0, 0.5]'))

    def moved() -> object:
        desk.send("B0 15 7F", "B0 15 00", "B0 15 7F")
        return daemon.ask("denoise")

    daemon.wait_until(lambda: moved() == 0.5, 5, "denoise as the file was edited")

    terminal = Terminal(daemon.port, "--forget", "sde")
    assert terminal.line() == f"forgotten: 1 control of sde; saved in {path}"
    assert terminal.end() == 0
    assert "midi" not in tomllib.loads(path.read_text())


def test_interrupted_it_learns_no_more(controllers: list[Controller], start_daemon) -> None:
    desk, _ = controllers
    daemon = start_daemon()
    daemon.wait_until(lambda: daemon.log.count(":out is open") == 2, 20, "the controllers")
    terminal = Terminal(daemon.port, "denoise")
    assert terminal.line().startswith("move the control")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    desk.send(*(f"B0 15 {value:02X}" for value in range(20, 40)))
    daemon.send("/demond/midi/learn", "off")
    assert daemon.receive("/demond/note") == ["/demond/midi/learn", "nothing was to be learned"]
    assert not (daemon.state / "mappings").exists()
