"""MIDI clock over a JACK server: a sequencer that jitters leads the daemon, and a drum machine follows it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Daemon

if TYPE_CHECKING:
    from tests.jack_server import JackServer

SEQUENCER = """
import random, sys, time, rtmidi
out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="sequencer")
out.open_virtual_port("out")
print("ready", flush=True)
period = 60.0 / (float(sys.argv[1]) * 24)
begin = time.monotonic() + 3.0
out.send_message([0xFA])
for n in range(1 << 30):
    due = begin + n * period + random.gauss(0.0, 0.003)
    time.sleep(max(0.0, due - time.monotonic()))
    out.send_message([0xF8])
"""
DRUMS = """
import sys, rtmidi
heard = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="drums")
heard.ignore_types(timing=False)
heard.set_callback(lambda event, data: print(event[0][0], event[1], flush=True))
heard.open_virtual_port("in")
sys.stdin.read()
"""


@pytest.fixture
def rig(jack: JackServer) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts programs that are MIDI devices."""
    running: list[subprocess.Popen[str]] = []

    def start(program: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", program, *arguments]
        running.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def test_the_loop_is_on_the_beat_of_a_sequencer_and_drums_are_on_ours(
    jack: JackServer,
    rig: Callable[..., subprocess.Popen[str]],
    start_daemon: Callable[..., Daemon],
    tmp_path: Path,
) -> None:
    drums = rig(DRUMS)
    jack.wait_port("drums")
    config = tmp_path / "demond.toml"
    config.write_text('[midi]\nbackend = "jack"\n[clock]\nout = ["drums"]\n')
    daemon = start_daemon("--config", str(config), device="system")
    daemon.wait_sounding()
    daemon.send("/demond/bpm", 123.4)
    daemon.send("/demond/sync", "midi")
    rig(SEQUENCER, "123.4")
    daemon.wait_until(lambda: str(daemon.status()["sync"]).startswith("midi: sequencer"), 10, "a port that leads")
    daemon.wait_until(lambda: abs(float(str(daemon.status()["sync_offset_ms"] or 99))) < 3.0, 40, "the beat")
    time.sleep(5.0)
    offsets = []
    for _ in range(60):
        offset = daemon.status()["sync_offset_ms"]
        if offset != "":
            offsets.append(abs(float(str(offset))))
        time.sleep(0.25)
    print("largest offset", max(offsets), "ms", "tempo", daemon.status()["tempo"])
    assert len(offsets) > 50
    assert max(offsets) < 5.0
    assert float(str(daemon.status()["tempo"])) == pytest.approx(123.4, abs=0.2)
    drums.kill()
    assert drums.stdout is not None
    heard = [line.split() for line in drums.stdout.read().splitlines()]
    ticks = [float(gap) for status, gap in heard[-1000:] if status == "248"]
    assert len(ticks) > 500
    mean = sum(ticks) / len(ticks)
    late = sorted(abs(gap - mean) for gap in ticks)
    print(
        "ticks out: mean",
        mean * 1000,
        "off by, 95 %:",
        late[int(0.95 * len(late))] * 1000,
        "ms, worst",
        late[-1] * 1000,
    )
    assert 60.0 / mean / 24 == pytest.approx(123.4, abs=0.3)
