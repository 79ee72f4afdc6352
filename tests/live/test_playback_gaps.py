"""No gap in what is heard while everything else is busy: the ramp counter on a real JACK server."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from demond.playback import Loop, Player

SECONDS = float(os.environ.get("DEMOND_SOAK_SECONDS", "20"))
ATTEMPTS = 3

# As the engine: both cores full of torch, patches and new banks all the time.
ENGINE = """
import sys, time, numpy as np, torch
from demond.playback import Loop
loop = Loop.attach(sys.argv[1])
torch.set_num_threads(2)
a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
audio = np.random.default_rng(0).standard_normal((2, 48000)).astype(np.float32) * 0.1
turn, at = 0, time.monotonic()
print("on", flush=True)
while True:
    a = torch.tanh(a @ b)
    if time.monotonic() - at > 0.1:
        at, turn = time.monotonic(), turn + 1
        if turn % 20 == 0 and loop.settled:
            loop.begin(480000)
            for second in range(10):
                loop.patch(second * 48000, audio, fade=0, pending=True)
            loop.commit(start=int(loop.position) % 480000)
        loop.patch(int(loop.position) + 9600, audio[:, :24000], fade=1200)
        loop.fresh_until = loop.played + 24000
"""
MESSAGES = """
import socket, struct, sys, time
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
due = time.monotonic()
number = 0
while True:
    number += 1
    value = struct.pack(">f", number % 100 / 100)
    out.sendto(b"/demond/volume\\0\\0,f\\0\\0" + value, ("127.0.0.1", int(sys.argv[1])))
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


class Messages:
    """Receives messages in a thread of the daemon's process and moves the volume with each."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.count = 0
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while data := self._socket.recv(1024):
            self._loop.set_gain(float(np.frombuffer(data[-4:], ">f4")[0]))
            self.count += 1


@pytest.mark.parametrize("frames", [256, 128])
def test_no_gap_beside_a_full_machine_and_a_flood_of_messages(start_jack, program, frames):
    jack = start_jack(frames=frames)
    if not jack.realtime:
        pytest.skip("JACK gets no real-time priority here: gaps would be the machine's")
    loop = Loop.create(30.0, ramp=True)
    player = Player(loop, "system")
    with ExitStack() as stack:
        stack.callback(loop.unlink)
        stack.callback(player.stop)
        loop.begin(480000)
        loop.commit(fade=0)
        loop.play()
        player.start()
        assert player.state == "playing"
        probes = {}
        for name in ("source", "floor", "probe"):
            probes[name] = Probe(program, name, generate=name == "source")
            stack.callback(probes[name].close)
            jack.wait_port(f"{name}:")
        floor, probe = probes["floor"], probes["probe"]
        jack.run("jack_connect", jack.wait_port("demond:out_0"), "probe:in")
        jack.run("jack_connect", "source:out", "floor:in")
        messages = Messages(loop)
        engine = stack.enter_context(running(sys.executable, "-c", ENGINE, loop.name))
        stack.enter_context(running(sys.executable, "-c", MESSAGES, str(messages.port)))
        assert engine.stdout is not None
        engine.stdout.readline()
        time.sleep(2.0)
        for _ in range(ATTEMPTS):
            patches = loop.fresh_until
            received, since = messages.count, time.monotonic()
            for one in (floor, probe):
                one.ask("reset")
            time.sleep(SECONDS)
            heard, bare = probe.stats(), floor.stats()
            rate = (messages.count - received) / (time.monotonic() - since)
            print(f"\n{frames} frames, {SECONDS:.0f} s, {rate:.0f} messages/s, demond {heard}, floor {bare}")
            print(loop.counters())
            assert engine.poll() is None
            assert loop.fresh_until > patches
            assert rate > 1500
            if bare["gaps"] == 0 and bare["cycles"] > 0.97 * SECONDS * 48000 / frames:
                assert heard["cycles"] > 0.97 * SECONDS * 48000 / frames
                assert heard["gaps"] == 0
                assert player.state == "playing"
                return
        pytest.skip(f"this machine lost samples of a bare JACK client too, {ATTEMPTS} times: {bare}")
