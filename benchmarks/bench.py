"""What `benchmarks.gpu` measures: a model, the executors that run it here, and rings that are full."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor

from benchmarks.measuring import Report, Timing, measure
from benchmarks.models import config_of, rows_of, tera_of, weights_of
from engine.checkpoints.estimate import FRAME_RATE, TOKENS
from engine.checkpoints.shapes import CHANNELS
from engine.dcw import DCW
from engine.decoder import Decoder, Row, select
from engine.decoder.weights import Weights
from engine.device import device_of
from engine.errors import EngineError, EngineUnavailable
from engine.request import Condition, Request
from engine.stream import Stream

T = TypeVar("T")

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
        return measure(run, device_of(self.device), self.rounds)

    def settle(self) -> None:
        """Wait until the device has done everything, in all of its streams."""
        if self.gpu:
            torch.cuda.synchronize(self.device)

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
        """The same weights with most of the products in 8 bits. Raises EngineUnavailable where the device cannot."""
        from engine import fp8

        if reason := fp8.why_not(self.device):
            raise EngineUnavailable(reason)
        made: Weights = fp8.quantise(self.weights, rows_of(self.weights, self.depth, self.frames[0]))
        return made

    def shapes(self, what: str) -> Iterator[tuple[int, int]]:
        """Frames and depths at which `what` is measured, as long as there is time."""
        for frames, depth in itertools.product(self.frames, self.depths):
            self.report.need_time(called(what, depth, frames))
            yield frames, depth

    @contextmanager
    def fence(self, what: str) -> Iterator[None]:
        """Tell of what cannot run here, and of what should and failed, and go on after it."""
        try:
            yield
        except (EngineUnavailable, ImportError) as error:
            self.report.without(what, str(error))
        except (RuntimeError, ValueError) as error:
            self.report.failed(what, error)

    def each(self, what: str, work: Callable[[str, Decoder], None]) -> None:
        """Have work done with every executor that runs here; of the others it is told why not, once.

        Of several the first is what the others are held against.
        """
        for name in self.backends:
            if name not in self._made:
                self._made[name] = None
                with self.fence(f"executor {name}"):
                    self._made[name] = self._ready(name)
            decoder = self._made[name]
            if decoder is not None:
                with self.fence(f"{what}, {name}"):
                    work(name, decoder)

    def settled(self, backend: str, make: Callable[..., T]) -> T:
        """What `make(told=...)` makes, once it runs by a backend and nothing stands in for it.

        Raises EngineUnavailable, and EngineError, which using it raises as well where the backend falls away.
        """
        known, reasons = threading.Event(), list[str]()

        def told(backend: str, reason: str) -> None:
            if known.is_set():
                raise EngineError(reason)
            reasons.append(reason)
            known.set()

        self.settle()  # it may be made in a thread of another stream
        made = make(told=told)
        if getattr(made, "backend", "eager") != backend:
            if not known.wait(max(0.0, self.report.deadline - self.report.spent)):
                raise EngineUnavailable("was not ready in the time of this phase; give a larger --budget")
            if reasons[0]:
                raise EngineError(reasons[0])
        self.settle()
        return made

    def full_ring(self, decoder: Decoder, depth: int, request: Request) -> Stream:
        """A ring in which this request runs over and over, and has come out before, see `compiled`."""
        ring = Stream(decoder, depth)
        ring.submit(request)
        for _ in range(STEPS + 2):
            ring.tick()
        self.compiled(decoder)
        return ring

    def compiled(self, decoder: Decoder) -> None:
        """Wait until an executor has compiled what it was asked for, eager in its place until then.

        Raises EngineUnavailable when the time of the phase is spent.
        """
        if (wait := getattr(decoder, "wait", None)) is not None:
            waiting = threading.Thread(target=wait, daemon=True)
            waiting.start()
            waiting.join(max(0.0, self.report.deadline - self.report.spent))
            if waiting.is_alive():
                raise EngineUnavailable("was not compiled in the time of this phase; give a larger --budget")
            self.settle()

    def _ready(self, name: str) -> Decoder:
        """An executor that runs, held against the first one."""
        began, report, backend = time.perf_counter(), self.report, name.removesuffix(EIGHT)
        weights = self.weights if backend == name else self.eight_bits
        make = partial(select.make_decoder, weights, backend, engines=self.engines, model=self.model)
        decoder = self.settled(backend, make)
        work = call_of(decoder, rows_of(self.weights, self.depth, self.frames[0]))
        work()
        self.compiled(decoder)
        answers = [work() for _ in range(3)]
        report.put(f"executor {name} is ready", time.perf_counter() - began, "s")
        others = [(other, made) for other, made in self._made.items() if made is not None]
        for other, made in others[:1]:
            wanted = call_of(made, rows_of(self.weights, self.depth, self.frames[0]))()
            what, apart = f"{name} beside {other}", differs(answers[0], wanted)
            note = f"repeats equal={all(torch.equal(answers[0], each) for each in answers[1:])}"
            if backend == name:
                report.hold(what, apart, BOUNDS[self.dtype], note)
            else:
                report.put(what, apart, "", note)
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
