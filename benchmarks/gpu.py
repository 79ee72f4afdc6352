"""Measure the engine on a GPU with random weights: what the card can do, whether results are right, and times.

    python -m benchmarks.gpu [--size 2b] [--budget 225] [--phases ceilings tick ...] [--backends eager compile ...]

Weights are drawn on the device, no file is needed. Each phase has its share of the budget, and one that fails is told
of and left. Prints figures as they come and all of them as a table last, also to `$OUT/gpu.json` after each phase.
Targets are those of the 2B model in bfloat16 on an H100 or H200. Exits with 1 where a bound is missed or a phase fails.
What compiles LoRAs, or exports the model first (onnx), takes more than that: name phases, executors, a larger budget.
Times of a tick are from tick to tick of the real ring with correction on; of the executor's call inside, the device's
time and the host's are told apart. It has run on a CPU with tiny sizes, and never on a GPU.
"""

from __future__ import annotations

import argparse
import copy
import itertools
import math
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import torch

from benchmarks.bench import BOUNDS, EIGHT, STEPS, Bench, call_of, called, differs, request_of
from benchmarks.ceilings import ceilings
from benchmarks.correct import correct
from benchmarks.measuring import OutOfTime, Report, card
from benchmarks.models import SIZES, config_of, lora_of, rows_of, vae_of
from engine.backends import CODECS, DECODERS, default_engines
from engine.checkpoints.shapes import CHANNELS
from engine.codec.select import make_codec
from engine.decoder import Decoder
from engine.device import device_of
from engine.request import Request, Shared
from engine.stream import Stream

EXECUTORS = (*DECODERS[1:], f"eager{EIGHT}", f"compile{EIGHT}")
USUAL = ("eager", "compile", "tensorrt", f"eager{EIGHT}")
"""Those that are measured on a GPU unless others are named, which take longer to get ready."""
RANK, WINDOW, TURNS = 64, 25, 5
TICKS = {(4, 60.0): 16.0, (4, 15.0): 5.0}
"""Milliseconds that a tick is to take at most, by depth and seconds."""
PROMPTS = {(4, 60.0): 150.0, (4, 15.0): 50.0}
"""Milliseconds from a changed prompt to a latent made of it."""
DECODE = 5.0


def best(bench: Bench) -> None:
    """What the card does at its best."""
    bench.peaks = ceilings(bench.report, bench.device)


def executors(bench: Bench) -> None:
    """Every executor got ready, and its results beside eager's."""
    bench.each("", lambda name, decoder: None)


def tick(bench: Bench) -> None:
    """A tick of the ring by every executor, and the executor's call inside it."""

    def work(name: str, decoder: Decoder) -> None:
        for frames, depth in bench.shapes(f"tick, {name}"):
            taken = bench.measure(bench.full_ring(decoder, depth, request_of(decoder, frames)).tick).period
            call = bench.measure(call_of(decoder, rows_of(bench.weights, depth, frames)))
            note = (
                f"{bench.share(taken, depth, frames, name)}{taken * STEPS / depth:.1f} ms a generation; "
                f"the call {call.device:.2f} ms on the device, {call.host:.2f} ms of the host"
            )
            target = bench.target(TICKS, depth, frames)
            bench.report.put(called(f"tick, {name}", depth, frames), taken, "ms", note, target)

    bench.each("tick", work)


def lora(bench: Bench) -> None:
    """LoRAs beside every weight: none, one and four, held and moving."""
    frames, depth, rank = bench.frames[-1], bench.depth, RANK if bench.size == "2b" else 8
    factors = lora_of(config_of(bench.size), rank, bench.device)

    def work(name: str, decoder: Decoder) -> None:
        none = 0.0
        for number in (0, 1, 4):
            what = called(f"tick, {name}, {number} LoRAs of rank {rank}", depth, frames)
            bench.report.need_time(what)
            ids = [f"lora {i}" for i in range(number)]
            for each in ids:
                decoder.attach(each, factors)
            ring = bench.full_ring(decoder, depth, request_of(decoder, frames, loras=dict.fromkeys(ids, 0.5)))
            held = bench.measure(ring.tick).period
            none = none or held
            moving = f", moving {bench.measure(_fading(ring, ids)).period:.2f} ms" if number else ""
            bench.report.put(what, held, "ms", f"{held / none:.2f} of none{moving}")
            for each in ids:
                decoder.detach(each)

    bench.each("lora", work)


def _fading(ring: Stream, ids: Sequence[str]) -> Callable[[], object]:
    strengths = itertools.cycle(step / 500 for step in range(1, 998))

    def run() -> object:
        ring.set_shared(Shared(loras=dict.fromkeys(ids, next(strengths))))
        return ring.tick()

    return run


def vae(bench: Bench) -> None:
    """A second of sound decoded out of a song as a window, brought to the CPU; by backend, and by type."""
    latent = torch.randn(1, bench.frames[-1], CHANNELS, generator=torch.Generator().manual_seed(3)).to(bench.device)
    first = (latent.shape[1] - WINDOW) // 2
    made, wanted = vae_of(bench.size, bench.device), list[torch.Tensor]()
    kinds = ("float32", "bfloat16", "float16") if bench.gpu else ("float32",)
    others = [(backend, kinds[-1]) for backend in bench.backends if backend in CODECS and backend != "eager"]
    for backend, kind in [*(("eager", kind) for kind in kinds), *others]:
        what = f"window, {backend}, {kind}"
        bench.report.need_time(what)
        with bench.fence(what):
            typed = torch.nn.Module.to(copy.deepcopy(made), getattr(torch, kind))
            make = partial(make_codec, typed, backend, engines=bench.engines, model=bench.model)
            codec = bench.settled(backend, make)
            work = partial(codec.decode, latent, first, first + WINDOW)
            found, taken = torch.from_numpy(work()), bench.measure(work).period
            wanted = wanted or [found]
            apart = differs(found, wanted[0])
            beside = f"{20 * math.log10(apart):.0f} dB from the first" if apart else "equal to the first"
            note = f"{WINDOW} frames and {codec.margin} at both sides; {beside}"
            bench.report.put(what, taken, "ms", note, DECODE if bench.size == "2b" else None)


def knob(bench: Bench) -> None:
    """From a changed prompt, and from a changed shared value, to a finished latent that has it."""

    def work(name: str, decoder: Decoder) -> None:
        for frames in bench.frames:
            what = called(f"prompt to latent, {name}", bench.depth, frames)
            bench.report.need_time(what)
            ring = bench.full_ring(decoder, bench.depth, request_of(decoder, frames))
            prompts, values = [], []
            for turn in range(TURNS):
                for _ in range(turn % 2):
                    ring.tick()
                request, scale = request_of(decoder, frames), torch.full((frames,), 1.0 + turn / 100)
                prompts.append(_until(bench, ring, request, partial(ring.submit, request)))
                shared = Shared(velocity_scale=scale)
                values.append(_until(bench, ring, request, partial(ring.set_shared, shared)))
            target = bench.target(PROMPTS, bench.depth, frames)
            bench.report.put(what, statistics.median(prompts), "ms", f"{max(prompts):.1f} ms at most", target)
            what = called(f"shared value to latent, {name}", bench.depth, frames)
            bench.report.put(what, statistics.median(values), "ms", f"{max(values):.1f} ms at most")

    bench.each("knob", work)


def _until(bench: Bench, ring: Stream, request: Request, change: Callable[[], None]) -> float:
    """Milliseconds from a change until a latent of this request is done."""
    bench.settle()
    began = time.perf_counter()
    change()
    while not any(finished.request is request for finished in ring.tick()):
        pass
    bench.settle()
    return (time.perf_counter() - began) * 1e3


PHASES: Mapping[str, tuple[Callable[[Bench], None], float]] = {
    "ceilings": (best, 0.05),
    "correct": (correct, 0.1),
    "executors": (executors, 0.45),
    "tick": (tick, 0.2),
    "lora": (lora, 0.08),
    "knob": (knob, 0.06),
    "vae": (vae, 0.06),
}
"""Each with its share of the budget; what one leaves, the next ones have."""


def run(bench: Bench, phases: Sequence[str]) -> None:
    """Run phases in order; what is measured so far is saved after each."""
    report, share, whole = bench.report, 0.0, sum(PHASES[name][1] for name in phases)
    for name in phases:
        phase, part = PHASES[name]
        share += part
        report.deadline = report.budget * share / whole
        try:
            report.need_time(f"phase {name}")
            phase(bench)
        except OutOfTime as left:
            report.without(str(left), "the time of this phase was spent")
        except Exception as error:
            report.failed(f"phase {name}", error)
        report.save()


def main(arguments: Sequence[str] | None = None) -> int:
    gpu = torch.cuda.is_available()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda" if gpu else "cpu")
    parser.add_argument("--size", default="2b" if gpu else "tiny", choices=SIZES)
    parser.add_argument("--dtype", default="bfloat16" if gpu else "float32", choices=list(BOUNDS))
    parser.add_argument("--depths", type=int, nargs="+", default=[1, 4, 8] if gpu else [1, 4])
    parser.add_argument("--frames", type=int, nargs="+", default=[375, 1500] if gpu else [50, 100])
    parser.add_argument("--backends", nargs="+", default=USUAL if gpu else ["eager"], choices=EXECUTORS)
    parser.add_argument("--engines", type=Path, default=default_engines(), help="where TensorRT's lie")
    parser.add_argument("--model", default="turbo", help="whose they are; they are refitted")
    parser.add_argument("--phases", nargs="+", default=list(PHASES), choices=list(PHASES))
    parser.add_argument("--budget", type=float, default=225.0, help="seconds")
    parser.add_argument("--rounds", type=int, default=10 if gpu else 5)
    options = parser.parse_args(arguments)

    torch.manual_seed(0)
    torch.set_num_threads(1)
    device = torch.device(options.device)
    report = Report(f"{card(device)}; {options.size} of random weights in {options.dtype}", options.budget)
    print(report.about)
    bench = Bench(
        report=report,
        device=device,
        size=options.size,
        dtype=options.dtype,
        depths=options.depths,
        frames=options.frames,
        backends=options.backends,
        rounds=options.rounds,
        engines=options.engines,
        model=options.model,
    )
    with device_of(device).ticking():
        run(bench, options.phases)
    if bench.gpu:
        report.put("memory at most", torch.cuda.max_memory_allocated(device) / 2**30, "GiB")
        report.save()
    print("\n" + report.table())
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
