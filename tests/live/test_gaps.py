"""No gap in what is heard while everything else is busy: the whole daemon under the ramp counter, on real JACK."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

SECONDS = float(os.environ.get("DEMOND_SOAK_SECONDS", "20"))
ATTEMPTS = 3
MACHINES_OWN = 10  # gaps a minute that a stalling virtual machine deals out; a callback that waits has 1000

# The daemon as it is, but for the counter's ramp at the device in the place of the loop, which goes on unheard.
RAMP = """
import sys
from demond.playback.loop import Loop
create = Loop.create
Loop.create = classmethod(lambda cls, seconds: create(seconds, ramp=True))
from demond.cli import main
sys.exit(main(sys.argv[1:]))
"""
MESSAGES = """
import socket, struct, sys, time
head = sys.argv[2].encode()
head += bytes(4 - len(head) % 4) + b",f\\0\\0"
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
due = time.monotonic()
number = 0
while True:
    number += 1
    value = struct.pack(">f", number % 100 / 100)
    out.sendto(head + value, ("127.0.0.1", int(sys.argv[1])))
    due += 1 / 2000
    time.sleep(max(0, due - time.monotonic()))
"""


class Probe:
    """The counter of gaps in a ramp, or with `generate` the source of one."""

    def __init__(self, program: Path, name: str, *, generate: bool = False) -> None:
        self._process = subprocess.Popen(
            [program, name, *(["gen"] if generate else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def ask(self, what: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def stats(self) -> dict[str, Any]:
        return json.loads(self.ask("stats"))

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("gcc") is None:
        pytest.skip("the gap counter needs gcc and libjack-jackd2-dev")
    target = tmp_path_factory.mktemp("probe") / "probe"
    source = Path(__file__).with_name("probe.c")
    built = subprocess.run(
        ["gcc", "-O2", "-w", source, "-o", target, "-ljack", "-lm"], capture_output=True, text=True, check=False
    )
    if built.returncode:
        pytest.skip(f"the gap counter does not build (apt install libjack-jackd2-dev): {built.stderr[:300]}")
    return target


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def cpu_seconds(pid: int) -> float:
    """CPU time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("frames", [256, 128])
def test_no_gap_beside_a_full_machine_and_a_flood_of_messages(start_jack, start_daemon, program, frames):
    jack = start_jack(frames=frames)
    if not jack.realtime:
        pytest.skip("JACK gets no real-time priority here: gaps would be the machine's")
    with ExitStack() as stack:
        daemon = start_daemon(device="system", program=("-c", RAMP))
        stack.callback(daemon.close)
        daemon.wait_sounding()
        probes = {}
        for name in ("source", "floor", "probe"):
            probes[name] = Probe(program, name, generate=name == "source")
            stack.callback(probes[name].close)
            jack.wait_port(f"{name}:")
        floor, probe = probes["floor"], probes["probe"]
        jack.run("jack_connect", jack.wait_port("demond:out_0"), "probe:in")
        jack.run("jack_connect", "source:out", "floor:in")
        stack.enter_context(running(sys.executable, "-c", MESSAGES, str(daemon.port), "/demond/velocity_scale"))
        daemon.send("/demond/depth", 8)
        time.sleep(3.0)
        counted = []
        for _ in range(ATTEMPTS):
            before, engine, since = daemon.status(), cpu_seconds(daemon.engine_pid()), time.monotonic()
            for one in (floor, probe):
                one.ask("reset")
            time.sleep(SECONDS)
            heard, bare = probe.stats(), floor.stats()
            passed = time.monotonic() - since
            after, cores = daemon.status(), (cpu_seconds(daemon.engine_pid()) - engine) / passed
            rate = (after["osc_received"] - before["osc_received"]) / passed
            figures = f"{frames} frames, {SECONDS:.0f} s, {rate:.0f} messages/s, engine on {cores:.2f} cores"
            print(f"\n{figures}, demond {heard}, floor {bare}, status {after}")
            assert after["generation"] > before["generation"]
            assert after["audio"] == "playing"
            whole = 0.97 * SECONDS * 48000 / frames
            if bare["gaps"] == 0 and bare["cycles"] > whole and rate > 1950:
                counted.append(heard["gaps"])
                assert heard["cycles"] > whole
                if heard["gaps"] == 0:
                    return
        assert not counted or min(counted) <= MACHINES_OWN * SECONDS / 60, f"gaps, the bare client had none: {counted}"
        pytest.skip(f"no clean run in {ATTEMPTS}; with a clean bare client: {counted}; last: {heard}, {bare}")
