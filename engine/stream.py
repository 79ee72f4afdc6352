"""The ring: slots in different stages, advanced together, finishing at even intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import torch
from torch import Tensor

from engine.decoder import Decoder
from engine.plan import Live, Plan, prepare, prepare_shared
from engine.request import Request, Shared
from engine.slot import Slot, advance

MAX_DEPTH = 8


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


class Stream:
    """A ring of up to `depth` generations; each `tick` moves all of them one step.

    The newest submitted request is started again and again, one start every steps/depth ticks, so that finishes are
    evenly spaced. One thread ticks; `submit`, `set_shared`, `new_epoch` and `depth` may be used from others and are
    read at the next tick.
    """

    def __init__(self, decoder: Decoder, depth: int = 4) -> None:
        self._decoder = decoder
        self._slots: list[Slot] = []
        self._pending: tuple[int, Plan, bool] | None = None
        self._epoch = 0
        self._tick = 0
        self._last_admission: Fraction | None = None
        self._running_epoch = 0
        self._shared: Live | None = None
        self.moved = 0
        """Frames that the last tick that came out moved on, of all slots together."""
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
        """The requests that run in the ring, the one that was started first in front."""
        return tuple(slot.plan.request for slot in self._slots if slot.epoch == self._epoch)

    @property
    def waiting(self) -> Request | None:
        """The request that is started next."""
        pending = self._pending
        return pending[1].request if pending is not None and pending[0] == self._epoch else None

    @property
    def busy(self) -> bool:
        """Whether a tick has something to do."""
        return self.waiting is not None or len(self) > 0

    def __len__(self) -> int:
        return len(self.running)

    def submit(self, request: Request, *, repeat: bool = True) -> None:
        """Make `request` the one that is started from now on (only once if not `repeat`).

        Raises RequestError and leaves the ring as it was when the request cannot be played.
        """
        decoder = self._decoder
        plan = prepare(request, width=decoder.token_width, device=decoder.device, loras=decoder.loras)
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
        else:
            self._shared = prepare_shared(shared, self._decoder.device, loras=self._decoder.loras)

    def tick(self) -> list[Finished]:
        """Admit what is due, advance every slot by one step, and release what is done.

        Where something came out that is not finite, slots that are no longer finite go with it. Only then are those
        looked at, and otherwise what is done: on a GPU a look waits for the step, and most ticks are not to wait.
        """
        epoch, shared = self._epoch, self._shared
        if epoch != self._running_epoch:
            self._running_epoch, self._slots, self._last_admission = epoch, [], None
        with torch.inference_mode():
            self._admit(epoch)
            advance(self._slots, self._decoder, shared)
        self.moved = sum(slot.latent.shape[0] * slot.latent.shape[1] for slot in self._slots if slot.plan.steps)
        done = [slot for slot in self._slots if slot.finished]
        self._slots = [slot for slot in self._slots if not slot.finished]
        tick, self._tick = self._tick, self._tick + 1
        if epoch != self._epoch:
            return []
        finished = [
            Finished(slot.latent, slot.plan.request, epoch, tick, slot.step, slot.finite, slot.loras) for slot in done
        ]
        if not all(each.finite for each in finished):
            self._slots = [slot for slot in self._slots if slot.finite]
        return finished

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
            self._slots.append(Slot(plan, epoch))
            if not repeat and self._pending is pending:
                self._pending = None
