"""Have a daemon live through an installation's days in minutes, with something breaking all the time, and judge it.

    python -m tests.live.soak [--minutes 120] [--every 60] [--seed 1] [--folder DIR]

Visitors play it by OSC, MIDI and WebSocket, change scenes, sources, LoRAs and models, record, come and go; every minute
something breaks: its processes are killed and stopped, its disk fills up or is closed, its files are torn. All that it
plays is listened to. Prints what was done and seen, memory, and a verdict on each promise; the status is 1 where one is
broken. What is done follows from the seed, only its moments are the machine's. A new folder, where none is named, keeps
the daemon's log, what was done (acts.log), and the sound before each silence.

It takes the test dependencies; a disk of its own is mounted for root only, and without `jackd` the null output plays.
"""

from __future__ import annotations

import argparse
import itertools
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.fuzz import Act, Verdict
from benchmarks.start import family
from demond.state import State
from tests.live.ear import LONGEST_SILENCE, Ear, Span
from tests.live.faults import MOST_SECONDS, Mended, faults
from tests.live.installation import Installation, held, unhandled
from tests.live.visitors import VISITORS, Step, midi

WARM_MINUTES, WINDOW_MINUTES, MOST_DRIFT = 20.0, 10.0, 0.03
"""From when on memory is to be flat, of which stretches the medians are compared, and how far they may be apart."""
SLOPE_MINUTES, MOST_SLOPE = 1.0, 6.0
"""In short runs: from when on, and MiB a minute, of the daemon's own process."""
STANDS_STILL, RETURNS = 1.0, 3.0
"""Seconds for which the output may stand still at any time, and while its device is gone."""
MOST_LOST = 0.02
LONGEST_END = 10.0


class Sample(NamedTuple):
    """Seconds from the beginning, MiB of the daemon's process and of all, and how many there are."""

    at: float
    own: float
    all: float
    processes: int


def watched(box: Installation, samples: list[Sample]) -> Iterator[Step]:
    """Memory every five seconds."""
    began = time.monotonic()
    while True:
        with suppress(OSError):  # one that ends
            each = [held(pid) for pid in family(box.pid)]
            samples.append(Sample(time.monotonic() - began, each[0], sum(each), len(each)))
        yield 5.0, "", ""


def take_turns(box: Installation, each: dict[str, Iterator[Step]], seconds: float, began: float) -> list[Act]:
    """Let them take turns, as many seconds apart as they say, until the time is over or the daemon is."""
    acts: list[Act] = []
    due = dict.fromkeys(each, 0.0)
    while box.daemon.process.poll() is None:
        name = min(due, key=lambda name: due[name])
        if due[name] >= seconds:
            break
        time.sleep(max(0.0, began + due[name] - time.monotonic()))
        pause, kind, detail = next(each[name])
        now = time.monotonic() - began
        if kind:
            acts.append(Act(now, name, kind, detail))
        due[name] = now + pause
    for one in each.values():
        one.close()  # type: ignore[attr-defined]
    return acts


def slope(samples: Sequence[Sample], field: str = "own") -> float:
    """MiB a minute by which memory grows: the median of all pairs' (Theil and Sen)."""
    some = [(sample.at / 60, getattr(sample, field)) for sample in samples[:: max(1, len(samples) // 300)]]
    pairs = itertools.combinations(some, 2)
    return statistics.median([(late - early) / (then - now) for (now, early), (then, late) in pairs] or [0.0])


def windows(samples: Sequence[Sample]) -> list[tuple[float, float, float]]:
    """Minute, and medians of MiB, of the daemon's process and of all, in each stretch of time that is whole."""
    size = 60 * WINDOW_MINUTES
    groups = itertools.groupby(samples, key=lambda sample: int(sample.at // size))
    parts = [(number, list(group)) for number, group in groups]
    whole = [(number, part) for number, part in parts if part[-1].at - part[0].at > 0.9 * size]
    return [
        (number * WINDOW_MINUTES, statistics.median(s.own for s in part), statistics.median(s.all for s in part))
        for number, part in whole
    ]


def memory(samples: Sequence[Sample]) -> list[Verdict]:
    """In long runs what the daemon's process takes stays within 3 % in every stretch of time, and what all take, which
    an engine that is started anew sets back, grows by no more from end to end; in short ones the first hardly grows."""
    late = [window for window in windows(samples) if window[0] >= WARM_MINUTES]
    if len(late) < 2:
        grown = slope([sample for sample in samples if sample.at >= 60 * SLOPE_MINUTES])
        return [Verdict("the daemon's process does not grow", f"{grown:+.2f} MiB a minute", grown < MOST_SLOPE)]
    own = [window[1] for window in late]
    drift = max(abs(size / own[0] - 1) for size in own)
    warm = [sample for sample in samples if sample.at >= 60 * WARM_MINUTES]
    every = statistics.median(sample.all for sample in warm)
    grown = slope(warm, "all") * (warm[-1].at - warm[0].at) / 60 / every
    words = f"within {100 * drift:.1f} %, {own[0]:.1f} to {own[-1]:.1f} MiB"
    return [
        Verdict(f"the daemon's process is as large as after {WARM_MINUTES:.0f} minutes", words, drift <= MOST_DRIFT),
        Verdict("so are all together", f"{100 * grown:+.1f} % of {every:.0f} MiB", abs(grown) <= MOST_DRIFT),
    ]


def within(span: Span, spans: Sequence[Span]) -> bool:
    return any(other.at <= span.at and span.at + span.seconds <= other.at + other.seconds for other in spans)


def soak(minutes: float, every: float, seed: int, folder: Path) -> list[Verdict]:
    """Run it in a folder, something breaking every so many seconds; prints what was seen, returns what that means."""
    samples: list[Sample] = []
    mended: list[Mended] = []
    with ExitStack() as stack:
        box = Installation(folder, stack, minutes)
        daemon = box.daemon
        daemon.wait_sounding()
        ear = Ear(next(Path("/dev/shm").glob(f"demond-{box.pid}-*")).name, folder)
        visitors = VISITORS | ({"midi": midi} if box.jack else {})
        each = {name: visitor(Random(f"{seed} {name}"), box) for name, visitor in visitors.items()}
        each["faults"] = faults(Random(f"{seed} faults"), box, every, mended)
        began = time.monotonic()
        acts = take_turns(box, {**each, "watch": watched(box, samples)}, 60 * minutes, began)
        passed = time.monotonic() - began
        alive = daemon.process.poll() is None
        left = family(box.pid) if alive else []
        box.send("/demond/seed", seed)
        figures = box.figures()
        ear.end()
        ending = math.inf
        with suppress(subprocess.TimeoutExpired):
            ending = daemon.end(seconds=60.0)
        status, log = daemon.process.poll(), daemon.log
        state = State(box.state)
        values, complaints = state.load()
        state.close()
        stayed = [pid for pid in left if Path(f"/proc/{pid}").exists()]
        segments = list(Path("/dev/shm").glob(f"demond-{box.pid}-*"))
    (folder / "acts.log").write_text("".join(f"{act}\n" for act in acts))

    silences = [silence for silence in ear.silences if not within(silence, box.quiet)]
    over = [quiet for quiet in box.quiet if quiet.at + quiet.seconds < began + passed]
    hushed = sum(any(s.seconds > 0.8 * quiet.seconds and within(s, [quiet]) for s in ear.silences) for quiet in over)
    gone = [Span(each.began - 1, each.over - each.began + 4) for each in mended if each.name.startswith("device")]
    stills = [still for still in ear.standstills if still.seconds > (RETURNS if within(still, gone) else STANDS_STILL)]
    errors = unhandled(log)
    table(box, acts, mended, samples, began)
    print(
        "  silences that the schedule asks for:", *(f"{s.seconds:.1f} s" for s in ear.silences if within(s, box.quiet))
    )
    for what, spans in (("silence", silences), ("no sound taken", stills)):
        for span in spans[:10]:
            near = [str(act) for act in acts if -6 < act.time - (span.at - began) < 0.2 and act.attacker != "hands"]
            print(f"  {what} of {span.seconds:.2f} s at {span.at - began:.1f} s; before:", *near[-6:], sep="\n    ")
    for text, count in Counter(errors).most_common(10):
        print(f"  {count} times: {text[:160]!a}")
    slow = [each for each in mended if each.seconds > MOST_SECONDS]
    heard = ear.frames / 48000
    own = {key: figures.get(key) for key in ("engine_restarts", "xruns", "stale_seconds", "osc_malformed")}
    print(f"  {own}; peak {ear.peak:.3f}, the ear was late by up to {ear.late:.2f} s; the log has {len(log) >> 10} KiB")
    return [
        Verdict("the daemon lives on", f"{passed:.0f} s", alive),
        Verdict(f"no silence over {1000 * LONGEST_SILENCE:.0f} ms", f"{len(silences)} silences", not silences),
        Verdict("quiet hours are quiet", f"{hushed} of {len(over)}", hushed == len(over)),
        Verdict("all of it was listened to", f"{heard:.0f} of {passed:.0f} s", not ear.missed and heard > passed / 2),
        Verdict("the output goes on", f"{len(stills)} times it stood still", not stills),
        Verdict("nothing but numbers is heard", f"{ear.nans} that are none", not ear.nans),
        Verdict("no error is left to nobody", f"{len(errors)} in the log", not errors),
        Verdict("all that broke was mended", f"{len(slow)} of {len(mended)} were not", bool(mended) and not slow),
        *memory(samples),
        Verdict("it ends when told to", f"status {status} after {ending:.1f} s", status == 0 and ending < LONGEST_END),
        Verdict("it leaves nothing", f"{len(stayed)} processes, {len(segments)} loops", not stayed and not segments),
        Verdict("what was set last is saved", f"{complaints}", values.get("seed") == seed and not complaints),
    ]


def table(
    box: Installation, acts: Sequence[Act], mended: Sequence[Mended], samples: Sequence[Sample], began: float
) -> None:
    print(f"\n{'a disk of its own' if box.disk else 'no disk of its own'}, {'JACK' if box.jack else 'null output'}")
    for name, group in itertools.groupby(sorted(acts, key=lambda act: act.attacker), key=lambda act: act.attacker):
        kinds = Counter(act.kind for act in group)
        told = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common(8))
        print(f"  {name:<11} {kinds.total():>6}  {told}")
    print(f"  {'fault':<24} {'times':>5} {'mended after':>13} {'worst':>7}")
    for name in dict.fromkeys(each.name for each in mended):
        took = [each.seconds for each in mended if each.name == name]
        print(f"  {name:<24} {len(took):>5} {statistics.median(took):>11.1f} s {max(took):>5.1f} s")
    print(f"  {'minute':<10} {'daemon':>8} {'all':>8}  processes")
    shown = 60 * max(1.0, samples[-1].at / 60 // 12) if samples else 60.0
    for number, group in itertools.groupby(samples, key=lambda sample: int(sample.at // shown)):
        part = list(group)
        own, every = (statistics.median(sample[place] for sample in part) for place in (1, 2))
        print(f"  {number * shown / 60:<10.0f} {own:>8.1f} {every:>8.1f}  {max(s.processes for s in part)}")


def main() -> int:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=120.0)
    parser.add_argument("--every", type=float, default=60.0, help="seconds from one fault to the next")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="demond-soak-"))
    print(f"in {folder}, {options.minutes:g} minutes", flush=True)
    verdicts = soak(options.minutes, options.every, options.seed, folder)
    for promise, seen, kept in verdicts:
        print(f"{'kept  ' if kept else 'BROKEN'}  {promise}: {seen}")
    return not all(verdict.kept for verdict in verdicts)


if __name__ == "__main__":
    sys.exit(main())
