"""What `benchmarks.gpu` measures: a model, the executors that run it here, and rings that are full."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor

from benchmarks.measuring import Report, Timing, measure
from benchmarks.models import config_of, rows_of, tera_of, weights_of
from engine.checkpoints.estimate import FRAME_RATE, TOKENS
from engine.checkpoints.shapes import CHANNELS
from engine.dcw import DCW
from engine.decoder import Decoder, Row, select
from engine.decoder.relay import Relay
from engine.decoder.weights import Weights
from engine.errors import EngineError
from engine.request import Condition, Request
from engine.stream import Stream

STEPS = 8
EIGHT = "-fp8"
"""Behind an executor's name: over weights in 8 bits."""
BOUNDS = {"float32": 1e-5, "float16": 1e-2, "bfloat16": 5e-2}
"""Of differences from float32, relative, by what is computed in."""


@dataclass
class Bench:
    """A model of a size in a type on a device, by several executors, in rings of several shapes."""

    report: Report
    device: torch.device
    size: str
    dtype: str
    depths: Sequence[int]
    frames: Sequence[int]
    backends: Sequence[str]
    rounds: int
    engines: Path
    model: str
    peaks: Mapping[str, float] = field(default_factory=dict)
    """TFLOP a second that the device does at its best, by type, once they are known."""
    _made: dict[str, Decoder | None] = field(default_factory=dict)

    @property
    def gpu(self) -> bool:
        return self.device.type == "cuda"

    @property
    def depth(self) -> int:
        """Of what is measured at one depth only."""
        return 4 if 4 in self.depths else self.depths[-1]

    @cached_property
    def weights(self) -> Weights:
        return weights_of(config_of(self.size), getattr(torch, self.dtype), self.device)

    def measure(self, run: Callable[[], object]) -> Timing:
        return measure(run, self.device, self.rounds)

    def target(self, targets: Mapping[tuple[int, float], float], depth: int, frames: int) -> float | None:
        """What is to be reached at a depth and a length, if this is the model that it is said of."""
        return targets.get((depth, frames / FRAME_RATE)) if self.size == "2b" else None

    def share(self, taken: float, depth: int, frames: int, name: str = "") -> str:
        """The part of what the card does at its best that a tick of so many milliseconds comes to."""
        kind = "fp8" if name.endswith(EIGHT) else self.dtype
        if kind not in self.peaks:
            return ""
        return (
            f"{tera_of(config_of(self.size), depth, frames) / taken * 1e3 / self.peaks[kind]:.0%} of {kind} products; "
        )

    @cached_property
    def eight_bits(self) -> Weights:
        """The same weights with most of the products in 8 bits; ValueError where the device cannot."""
        from engine import fp8

        if reason := fp8.why_not(self.device):
            raise ValueError(reason)
        return fp8.quantise(self.weights, rows_of(self.weights, self.depth, self.frames[0]))

    def shapes(self, what: str) -> Iterator[tuple[int, int]]:
        """Frames and depths at which `what` is measured, as long as there is time."""
        for frames, depth in itertools.product(self.frames, self.depths):
            self.report.need_time(called(what, depth, frames))
            yield frames, depth

    def each(self, what: str, work: Callable[[str, Decoder], None]) -> None:
        """Have work done with every executor that runs here; of the others it is told why not, once."""
        for name in self.backends:
            if name not in self._made:
                self._made[name] = self._ready(name)
            decoder = self._made[name]
            try:
                if decoder is not None:
                    work(name, decoder)
            except (RuntimeError, ValueError) as error:
                self.report.failed(f"{what}, {name}", error)

    def _ready(self, name: str) -> Decoder | None:
        """An executor that runs, held against the first one, or None after it was told why there is none."""
        began, report = time.perf_counter(), self.report
        try:
            decoder = self._make(name)
        except (ImportError, ValueError) as error:
            report.without(f"executor {name}", str(error))
            return None
        try:
            rows = rows_of(self.weights, self.depth, self.frames[0])
            answers = [joined(decoder(rows)) for _ in range(3)]
        except (RuntimeError, ValueError) as error:
            report.failed(f"executor {name}", error)
            return None
        report.put(f"executor {name} is ready", time.perf_counter() - began, "s")
        others = [other for other in self._made.values() if other is not None]
        if others:
            what, apart = f"{name} beside {self.backends[0]}", differs(answers[0], joined(others[0](rows)))
            note = f"repeats equal={all(torch.equal(answers[0], each) for each in answers[1:])}"
            if name.endswith(EIGHT):
                report.put(what, apart, "", note)
            else:
                report.hold(what, apart, BOUNDS[self.dtype], note)
        return decoder

    def _make(self, name: str) -> Decoder:
        """The executor itself, no other before it is ready or when it falls away. Raises ValueError."""
        known, reasons = threading.Event(), list[str]()

        def told(backend: str, reason: str) -> None:
            if known.is_set():
                raise EngineError(reason)
            reasons.append(reason)
            known.set()

        backend = name.removesuffix(EIGHT)
        weights = self.weights if backend == name else self.eight_bits
        decoder = select.make_decoder(weights, backend, engines=self.engines, model=self.model, told=told)
        if isinstance(decoder, Relay):
            if not known.wait(max(0.0, self.report.deadline - self.report.spent)):
                raise ValueError("was not ready in the time of this phase")
            if reasons[0]:
                raise ValueError(reasons[0])
        return decoder


def called(what: str, depth: int, frames: int) -> str:
    """The name of a figure at a depth and a length."""
    return f"{what}, depth {depth}, {frames / FRAME_RATE:g} s"


def joined(velocities: Sequence[Tensor]) -> Tensor:
    """What an executor answered as one batch."""
    return torch.cat(list(velocities))


def call_of(decoder: Decoder, rows: Sequence[Row]) -> Callable[[], Tensor]:
    """A call of an executor, over and over."""
    return lambda: joined(decoder(rows))


def differs(found: Tensor, wanted: Tensor) -> float:
    """How much two results differ, relative; infinite where one is not finite."""
    found, wanted = found.double().cpu(), wanted.double().cpu()
    error = float((found - wanted).norm() / wanted.norm())
    return error if error == error else float("inf")


def request_of(
    decoder: Decoder, frames: int, tokens: int = TOKENS, loras: Mapping[str, float] | None = None
) -> Request:
    """A generation of a random prompt over a random context, with the correction that most models have."""
    context, heard = torch.randn(1, frames, 2 * CHANNELS), torch.randn(1, tokens, decoder.token_width)
    return Request(context, (Condition(heard),), seed=1, steps=STEPS, dcw=DCW(), loras=loras)


def full_ring(decoder: Decoder, depth: int, request: Request) -> Stream:
    """A ring in which this request runs over and over, and has come out before."""
    ring = Stream(decoder, depth)
    ring.submit(request)
    for _ in range(STEPS + 2):
        ring.tick()
    return ring
