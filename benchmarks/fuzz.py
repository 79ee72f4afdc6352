"""Attack a running daemon from all sides at once, and watch that the music goes on.

    python -m benchmarks.fuzz [--minutes 10] [--seed 1] [--attackers osc tcp web midi ...] [--folder DIR]

OSC packets, MIDI bytes and clock, TCP, HTTP and WebSocket, scenes, cues, modulators, learning, configuration, mappings,
LoRAs and audio files come as nobody means them, and the engine is killed and stopped; nothing asks for silence. What is
done follows from the seed, only its moments are the machine's. At the end all of it is taken back. Prints what was done
and seen, and a verdict on each promise; the status is 1 where one is broken. A new folder, where none is named, keeps
the recording, the daemon's log and what was done (acts.log).

It takes the test dependencies, `jackd` for MIDI and `ffmpeg` for some of the audio. Access rights refuse nothing to
root: run it as somebody else, or with `setpriv --bounding-set=-dac_override,-dac_read_search`.
"""

from __future__ import annotations

import argparse
import heapq
import math
import os
import re
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import pytest
import soundfile
from pythonosc.osc_packet import OscPacket

from benchmarks.attackers import FORGED, Step, Target, message
from benchmarks.connected import ATTACKERS, BY_MIDI
from benchmarks.start import family, held
from demond.parameters import PARAMETERS, ControlError, find
from demond.playback.loop import Loop
from tests.jack_server import JackServer

LONGEST_GAP, LONGEST_SILENCE, LONGEST_END = 1.0, 0.05, 10.0  # seconds
QUIET = 1e-4  # -80 dB, on both channels
HOPS = 200  # looks at the recording a second
MOST_RECOVERY = 40.0  # seconds
CEILING = 10 ** (-1 / 20)
MOST_GROWTH = 64.0  # MiB of the daemon's own process, from the second fifth of the run to the last
MOST_MEMORY = 8 << 30  # bytes for each of its processes, so that what it reads without end is its own loss
FIGURES = ("engine_restarts", "xruns", "stale_seconds", "osc_received", "osc_malformed", "recorder_dropped")
EVERYDAY = {"sets", "malformed", "curves", "answers", "midi"}  # acts that are seldom the reason


class Act(NamedTuple):
    """What was done, and how many seconds after the beginning."""

    time: float
    attacker: str
    kind: str
    detail: str

    def __str__(self) -> str:
        return f"{self.time:8.2f} s  {self.attacker} | {self.kind} | {self.detail}"


class Verdict(NamedTuple):
    """What was promised, what was seen, and whether that is as promised."""

    promise: str
    seen: str
    kept: bool


class Pinger:
    """Pings every 50 ms; `waits` has when a pong came or nothing more was to come, and the seconds since the last."""

    def __init__(self, port: int) -> None:
        self.waits: list[tuple[float, float]] = []
        self.late = 0.0  # at most, of this thread itself
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(port,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self, port: int) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.connect(("127.0.0.1", port))
            sock.setblocking(False)
            heard = now = time.monotonic()
            while not self._ended.wait(0.05):
                before, now = now, time.monotonic()
                self.late = max(self.late, now - before - 0.05)
                told = False
                with suppress(OSError):  # nothing more
                    while True:
                        told |= sock.recv(65536).startswith(b"/demond/pong")
                if told:
                    self.waits.append((now, now - heard))
                    heard = now
                with suppress(OSError):
                    sock.send(message("/demond/ping"))
            self.waits.append((now, now - heard))


def wrong_values(port: int) -> list[str]:
    """Ask for every value; those that their own row would not take as they are, and those that are not told."""
    values: dict[str, list[object]] = {}
    wanted = {name for name, row in PARAMETERS.items() if row.kind != "action"}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        sock.connect(("127.0.0.1", port))
        sock.settimeout(1.0)
        for _ in range(3):
            with suppress(OSError):
                sock.send(message("/demond/get", "//*"))
                while not wanted <= values.keys():
                    for timed in OscPacket(sock.recv(65536)).messages:
                        values[timed.message.address.removeprefix("/demond/")] = timed.message.params
    found = [f"{name} is not told" for name in wanted - values.keys() if values]  # without any, the pings tell
    for name, given in values.items():
        try:
            _, note = find(name).coerce(given[0] if len(given) == 1 else given)
        except ControlError as error:
            note = str(error)
        if note and not note.startswith("clipped"):  # a wave is, when it is drawn
            found.append(f"{name} {given!r:.80}: {note}")
    return found


def private(pid: int) -> float:
    """MiB that a process has for itself."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return 0.0


def watch(target: Target, memory: list[tuple[float, float]], illegal: list[str]) -> Iterator[Step]:
    """Every second the memory of the daemon and of all its processes, every ten the values."""
    while True:
        with suppress(OSError):  # one that ends
            memory.append((private(target.pid), sum(map(private, family(target.pid)))))
        if len(memory) % 10 == 0:
            illegal += wrong_values(target.port)
        yield 1.0, "", ""


def take_turns(target: Target, each: dict[str, Iterator[Step]], seconds: float) -> list[Act]:
    """Let them take turns, as many seconds apart as they say, until the time is over or the daemon is."""
    acts, began = [], time.monotonic()
    queue = [(0.0, name) for name in each]
    while queue[0][0] < seconds and target.daemon.process.poll() is None:
        due, name = heapq.heappop(queue)
        time.sleep(max(0.0, began + due - time.monotonic()))
        now = time.monotonic() - began
        pause, kind, detail = next(each[name])
        if kind:
            acts.append(Act(now, name, kind, detail))
        heapq.heappush(queue, (due + pause, name))
    return acts


def listen(take: Path, first: int, last: int, final: int) -> tuple[list[tuple[float, float]], float, float]:
    """Listen to a recording between two frames; `final` is the number of its last one.

    Returns silences as seconds from the first frame on and length, the seconds listened to, and the peak.
    """
    with soundfile.SoundFile(take) as file:
        hop, first = file.samplerate // HOPS, max(first, final - file.frames)
        file.seek(first - (final - file.frames))
        blocks = file.blocks(hop * 100, frames=last - first, dtype="float32", fill_value=1.0)
        peaks = np.concatenate([np.abs(block).reshape(100, -1).max(1) for block in blocks])[: (last - first) // hop]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], peaks < QUIET, [False]])))
    runs = [(float(start) / HOPS, float(end - start) / HOPS) for start, end in edges.reshape(-1, 2)]
    return [run for run in runs if run[1] > LONGEST_SILENCE], len(peaks) / HOPS, float(peaks.max())


def start_jack(folder: Path, stack: ExitStack) -> bool:
    """Start a JACK server, which the daemon finds by environment variable; false where there is none."""
    try:
        JackServer(f"fuzz-{os.getpid()}", 256, 48000, folder).lend(stack)
    except (OSError, pytest.skip.Exception) as error:
        print(f"MIDI is left out, there is no JACK server: {error}")
        return False
    return True


def recovers(target: Target) -> float:
    """Take back what was asked for, and return the seconds until another generation has finished; inf for never."""
    began, before = time.monotonic(), None
    audio = "/demond/{source,timbre,structure,target,model}"
    while (passed := time.monotonic() - began) < MOST_RECOVERY and target.daemon.process.poll() is None:
        with suppress(AssertionError):
            finished = target.daemon.status().get("generation")
            if before not in (None, finished):
                return passed
            before = finished
        alone = ("/demond/mod/*/to", ""), ("/demond/{sync,quantize}", "off"), ("/demond/midi/learn", "off")
        for packet in (("/demond/lora/*/enabled", 0), (audio, "none"), ("/demond/freeze", 0), *alone):
            target.send(message(*packet))
        target.send(message("/demond/seed", round(passed * 1000)))
        time.sleep(1.0)
    return math.inf


def show(acts: Sequence[Act], what: str, moments: Sequence[tuple[float, float]]) -> None:
    """Print moments, as seconds and length, with what was done shortly before."""
    for at, length in moments[:8]:
        print(f"  {what} for {length:.2f} s from {at:.2f} s on; shortly before:")
        near = [act for act in acts if -3 < act.time - at < 0.1 and not {act.attacker, act.kind} & EVERYDAY]
        print("".join(f"    {act}\n" for act in near[-5:]), end="")


def fuzz(seconds: float, seed: int, attackers: Sequence[str], folder: Path) -> list[Verdict]:
    """Run it in a folder; prints what was done and what was seen, returns what that means."""
    folder.mkdir(parents=True, exist_ok=True)
    memory: list[tuple[float, float]] = []
    illegal: list[str] = []
    figures: dict[str, object] = {}
    ending = math.inf
    with ExitStack() as stack:
        if BY_MIDI.intersection(attackers) and not start_jack(folder, stack):
            attackers = [name for name in attackers if name not in BY_MIDI]
        target = Target(folder)
        stack.callback(target.close)
        resource.prlimit(target.pid, resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        daemon = target.daemon
        daemon.wait_sounding()
        loop = Loop.attach(next(Path("/dev/shm").glob(f"demond-{target.pid}-*")).name)
        pinger = Pinger(target.port)
        began, first, cpu = time.monotonic(), loop.segment.header.ring_written, held(target.pid)[0]
        each = {name: ATTACKERS[name](Random(f"{seed} {name}"), target) for name in attackers}
        acts = take_turns(target, {**each, "watch": watch(target, memory, illegal)}, seconds)
        again = recovers(target)
        passed, last = time.monotonic() - began, loop.segment.header.ring_written
        pinger.end()
        if alive := daemon.process.poll() is None:
            cpu = held(target.pid)[0] - cpu
            illegal += wrong_values(target.port)
            with suppress(AssertionError):
                figures = daemon.status()
            with suppress(subprocess.TimeoutExpired):
                ending = daemon.end(seconds=60.0)
        status, heard, final = daemon.process.poll(), loop.counters(), loop.segment.header.ring_written
    (folder / "acts.log").write_text("".join(f"{act}\n" for act in acts))

    recorded = status == 0  # else the recording was never finished
    quiet, listened, peak = listen(target.take, first, last, final) if recorded else ([], 0.0, 0.0)
    gaps = [(when - wait - began, wait) for when, wait in pinger.waits if wait > LONGEST_GAP]
    longest = max(wait for _, wait in pinger.waits)
    raised = re.findall(r"^Traceback .*\n(?: .*\n|\n)*(.*)", daemon.log, re.MULTILINE)
    forged = [line for line in daemon.log.splitlines() if line.startswith(FORGED) or "\u202e" in line]
    fifth = max(1, len(memory) // 5)
    (early, early_all), (late, late_all) = (np.median(part, 0) for part in (memory[fifth:][:fifth], memory[-fifth:]))

    print(f"done in {passed:.0f} s with seed {seed}, in {folder}:")
    for name in each:
        kinds = Counter(act.kind for act in acts if act.attacker == name)
        print(f"  {name} {kinds.total()}: {', '.join(f'{kind} {count}' for kind, count in kinds.most_common())}")
    print("seen:")
    show(acts, "silence", quiet)
    show(acts, "no pong", gaps)
    for text, count in Counter([*illegal, *raised, *forged]).most_common(12):
        print(f"  {count} times: {text[:150]!a}")
    print(f"  longest wait for a pong {longest:.2f} s; who asked was late by up to {pinger.late:.2f} s itself")
    print(f"  the daemon's process: {cpu / passed:.2f} cores, {early:.0f} to {late:.0f} MiB", end="; ")
    print(f"with its others {early_all:.0f} to {late_all:.0f} MiB; log of {len(daemon.log) >> 10} KiB")
    print("  " + ", ".join(f"{name} {figures.get(name)}" for name in FIGURES))
    return [
        Verdict("the daemon lives on", f"{passed:.0f} s", alive),
        Verdict("all taken back, it generates again", f"after {again:.1f} s", again < MOST_RECOVERY),
        Verdict("it ends when told to", f"status {status} after {ending:.1f} s", status == 0 and ending < LONGEST_END),
        Verdict(f"a pong within {LONGEST_GAP:g} s", f"{len(gaps)} longer waits", not gaps),
        Verdict("every value is told and legal", f"{len(illegal)} that are not", not illegal),
        Verdict("no traceback", f"{len(raised)} in the log", not raised),
        Verdict("no line of the log comes from a name", f"{len(forged)} do", not forged),
        Verdict(f"no silence over {LONGEST_SILENCE:g} s", f"{len(quiet)} silences", recorded and not quiet),
        Verdict("nothing but numbers is heard", f"{heard.nan_blocks} blocks with others", not heard.nan_blocks),
        Verdict("nothing above the ceiling", f"peak {peak:.3f}", peak < CEILING + 1e-3),
        Verdict("the recording is whole", f"{listened:.1f} of {passed:.1f} s", abs(listened - passed) < 1),
        Verdict("memory stays", f"{late - early:+.0f} MiB", late - early < MOST_GROWTH),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--attackers", nargs="*", choices=ATTACKERS, default=list(ATTACKERS), help="none: only watch")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="demond-fuzz-"))
    verdicts = fuzz(60 * options.minutes, options.seed, options.attackers, folder)
    for promise, seen, kept in verdicts:
        print(f"{'kept  ' if kept else 'BROKEN'}  {promise}: {seen}")
    return not all(verdict.kept for verdict in verdicts)


if __name__ == "__main__":
    sys.exit(main())
