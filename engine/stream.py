"""The ring: slots in different stages, advanced together, finishing at even intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import torch
from torch import Tensor

from engine import checks
from engine.decoder import Decoder
from engine.device import Device, Fetched, Mark, device_of, needs_memory
from engine.errors import EngineError
from engine.live import Kept, Live, Plan
from engine.noise import Noises
from engine.plan import prepare, prepare_shared
from engine.request import Request, Shared
from engine.slot import Slot, advance, coming_noise, noise_of

MAX_DEPTH = 8

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Finished:
    """A generation that came out of the ring: its latent `[B, T, 64]`, of its span, and when it did.

    One that is not `finite`, or has numbers beyond all bounds, is no music, and nothing may be made of it. `loras` are
    the LoRAs that acted in one of its steps, by id with the largest strength each had there, without sign.
    """

    latent: Tensor
    request: Request
    epoch: int
    tick: int
    step_count: int
    finite: bool
    loras: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class _Ticked:
    """A tick that was asked for: when it begins and ends on the device, whether it has anything to do, and what is done
    then."""

    number: int
    epoch: int
    began: Mark
    ended: Mark
    moved: int
    done: Sequence[Slot]
    finite: Fetched | None


class Stream:
    """A ring of up to `depth` generations; each `tick` moves all of them one step.

    The newest submitted request is started again and again, one start every steps/depth ticks, so that finishes are
    evenly spaced. One thread ticks; `submit`, `set_shared`, `new_epoch` and `depth` may be used from others and are
    read at the next tick.

    On a CPU what a tick finishes comes out of it. On a GPU a tick is asked for, and what the one before it finished
    comes out, so that the device always has the next tick before it: only for the one before does anybody wait. It has
    not run on a GPU.
    """

    took: float | None = None
    """Seconds that the last tick that came out took on a GPU; None before that, and on a CPU: there a call takes what
    its tick takes."""
    moved = 0
    """Frames that this tick moved on, of all slots together."""

    def __init__(self, decoder: Decoder, depth: int = 4) -> None:
        self._decoder = decoder
        self._device: Device = device_of(decoder.device)
        self._noises = Noises(self._device)
        self._of_requests, self._of_shared = Kept(decoder.device), Kept(decoder.device)
        self._asked: _Ticked | None = None
        self._spoilt_until = -1
        self._slots: list[Slot] = []
        self._pending: tuple[int, Plan, bool] | None = None
        self._epoch = 0
        self._tick = 0
        self._last_admission: Fraction | None = None
        self._running_epoch = 0
        self._shared: Live | None = None
        self.depth = depth

    @property
    def depth(self) -> int:
        """How many generations run at once, 1..8; a smaller value lets the running ones finish."""
        return self._depth

    @depth.setter
    def depth(self, depth: int) -> None:
        if not isinstance(depth, int) or isinstance(depth, bool) or not 1 <= depth <= MAX_DEPTH:
            raise ValueError(f"depth: must be a whole number from 1 to {MAX_DEPTH}, got {depth!r}")
        self._depth = depth

    @property
    def epoch(self) -> int:
        return self._epoch

    @property
    def running(self) -> tuple[Request, ...]:
        """The requests that run in the ring or are still to come out, the one that was started first in front."""
        slots = [*(self._asked.done if self._asked is not None else ()), *self._slots]
        return tuple(slot.plan.request for slot in slots if slot.epoch == self._epoch)

    @property
    def waiting(self) -> Request | None:
        """The request that is started next."""
        pending = self._pending
        return pending[1].request if pending is not None and pending[0] == self._epoch else None

    @property
    def busy(self) -> bool:
        """Whether a tick has something to do."""
        return self.waiting is not None or len(self) > 0

    @property
    def behind(self) -> int:
        """How many ticks later than it is done a generation comes out."""
        return 0 if self._device.is_cpu else 1

    def __len__(self) -> int:
        return len(self.running)

    def submit(self, request: Request, *, repeat: bool = True) -> None:
        """Make `request` the one that is started from now on (only once if not `repeat`).

        Raises RequestError and leaves the ring as it was when the request cannot be played, and EngineError where
        memory is too small for it.
        """
        decoder = self._decoder
        width, device, loras, kept = decoder.token_width, decoder.device, decoder.loras, self._of_requests
        plan = self._within_memory(lambda: prepare(request, width=width, device=device, loras=loras, kept=kept))
        if plan.steps:
            self._noises.ahead(noise_of(plan, None))
            live = plan.live if (shared := self._shared) is None else plan.live.override(shared)
            if (first := coming_noise(plan, live, 0)) is not None:
                self._noises.ahead(first)
        self._pending = (self._epoch, plan, repeat)

    def new_epoch(self) -> int:
        """Drop everything running and pending, as for a new source; returns the new epoch."""
        self._epoch += 1
        return self._epoch

    def set_shared(self, shared: Shared | None) -> None:
        """Override values in every slot from its next step on; None, or a field that is None, gives them back.

        Raises RequestError and leaves the values as they were when one cannot be used.
        """
        if shared is None:
            self._shared = None
            return
        device, loras, kept = self._decoder.device, self._decoder.loras, self._of_shared
        self._shared = self._within_memory(lambda: prepare_shared(shared, device, loras=loras, kept=kept))

    def tick(self) -> list[Finished]:
        """Admit what is due, advance every slot by one step, and release what is done.

        Where something came out that is not finite, slots that are no longer finite go with it. Only then are those
        looked at: a look waits for the step, and most ticks are not to wait. Raises EngineError, and the ring is empty,
        where memory is too small for it.
        """
        epoch = self._epoch
        if epoch != self._running_epoch:
            self._running_epoch, self._slots, self._last_admission = epoch, [], None
        asked = self._within_memory(lambda: self._ask(epoch))
        self._slots = [slot for slot in self._slots if not slot.finished]
        self._tick += 1
        if self._device.is_cpu:
            return self._released(asked)
        before, self._asked = self._asked, asked
        return [] if before is None else self._released(before)

    @torch.inference_mode()
    def _ask(self, epoch: int) -> _Ticked:
        began = self._device.mark()
        self._admit(epoch)
        advance(self._slots, self._decoder, self._shared)
        moved = sum(slot.latent.shape[0] * slot.latent.shape[1] for slot in self._slots if slot.plan.steps)
        done = [slot for slot in self._slots if slot.finished]
        bounded = [checks.bounded(slot.latent) for slot in done]
        finite = self._device.fetch(torch.stack(bounded)) if bounded else None
        return _Ticked(self._tick, epoch, began, self._device.mark(), moved, done, finite)

    def _released(self, ticked: _Ticked) -> list[Finished]:
        """What a tick finished, once the device has done it."""
        ticked.ended.wait()
        if ticked.moved and not self._device.is_cpu:
            self.took = ticked.ended.since(ticked.began)
        self.moved = ticked.moved
        if ticked.epoch != self._epoch or ticked.finite is None:
            return []
        finished = [
            Finished(slot.latent, slot.plan.request, slot.epoch, ticked.number, slot.step, finite, slot.loras)
            for slot, finite in zip(ticked.done, ticked.finite.wait().tolist(), strict=True)
        ]
        if ticked.number <= self._spoilt_until:
            finished = [each for each in finished if each.finite]
        if not all(each.finite for each in finished):
            self._slots = [slot for slot in self._slots if slot.finite]
            self._spoilt_until = self._tick - 1
        return finished

    def _within_memory(self, work: Callable[[], T]) -> T:
        """What `work` makes among the ticks; where memory is too small for it the ring is emptied."""
        try:
            with self._device.ticking():
                return work()
        except torch.OutOfMemoryError as error:
            problem = self._too_much(str(error))
        self._device.release()  # what the failed work held is let go of by now
        raise EngineError(problem)

    def _too_much(self, told: str) -> str:
        """Empty the ring; what to say of that, given what torch said."""
        running = max(len(self._slots), 1)
        self._slots, self._pending, self._asked, self._last_admission = [], None, None, None
        needed = needs_memory(self._device, f"{running} generation{'s' if running > 1 else ''} at once", told)
        return f"{needed}; take a smaller depth, a shorter context or a shorter loop"

    def _admit(self, epoch: int) -> None:
        """Start the newest request as often as it is due: steps/depth ticks after the start before it.

        The due time is exact (a fraction of a tick), so rounding never adds up; a start that had to wait for a free
        slot counts from when it happened.
        """
        while len(self._slots) < self._depth:
            pending = self._pending
            if pending is None or pending[0] != epoch:
                return
            _, plan, repeat = pending
            due = Fraction(self._tick)
            if self._last_admission is not None:
                due = self._last_admission + Fraction(plan.request.steps, self._depth)
            if due > self._tick:
                return
            self._last_admission = due if due > self._tick - 1 else Fraction(self._tick)
            self._slots.append(Slot(plan, epoch, self._noises))
            if not repeat and self._pending is pending:
                self._pending = None
