"""One generation under way: its state, the rows it needs next, and what it makes of the answers."""

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from engine import guidance, masks, noise, solver
from engine.decoder import Decoder, Row
from engine.plan import Live, Part, Plan
from engine.request import CHANNELS


class Slot:
    """A plan being run; `latent` `[B, T, 64]` is its state, `step` the number of steps done."""

    def __init__(self, plan: Plan, epoch: int = 0) -> None:
        self.plan = plan
        self.epoch = epoch
        self.step = 0
        self._negative: Tensor | None = None
        self._average: Tensor | None = None
        self._parts: list[Part] = []
        self._live = plan.live
        self._shared: tuple[Live, Live] | None = None
        if plan.steps == 0:
            assert plan.kept is not None
            self.latent = plan.kept.expand(len(plan.seeds), -1, -1).clone()
            return
        self._noise = self._noise_of(None)
        self.latent = self._state = solver.begin(plan, self._noise)

    @property
    def finished(self) -> bool:
        return self.step >= self.plan.steps

    def rows(self, shared: Live | None = None) -> list[Row]:
        """The evaluations this step needs; `shared`, of the whole song, overrides the plan's live values for it."""
        plan = self.plan
        self._live = plan.live if shared is None else plan.live.override(self._fitted(shared))
        t = plan.schedule[self.step]
        mask = solver.mask_at(plan, self.step)
        self._state = self.latent
        if mask is not None and plan.original is not None:
            self._state = masks.blend(mask, self.latent, t * self._fixed + (1.0 - t) * plan.original)
        seen = self._state if self._live.channel_gain is None else self._state * self._live.channel_gain
        progress = self.step / plan.steps
        self._parts = [p for p in plan.parts if p.start <= progress < p.end] or [plan.parts[0]]
        heard = [(part.tokens, part.presence) for part in self._parts]
        if self._wants_negative and plan.negative is not None:
            heard.append((plan.negative, None))
        contexts = plan.context.split(1) if len(plan.context) > 1 else [plan.context] * len(plan.seeds)
        return [
            Row(x, t, tokens, context, self._live.loras or (), presence)
            for tokens, presence in heard
            for x, context in zip(seen.split(1), contexts, strict=True)
        ]

    def advance(self, velocities: Sequence[Tensor]) -> None:
        """Take the step, given the velocities of `rows` in order."""
        plan, live, count = self.plan, self._live, len(self.plan.seeds)
        groups = [torch.cat(list(velocities[i : i + count])) for i in range(0, len(velocities), count)]
        velocity = solver.mix(groups[: len(self._parts)], [part.weight for part in self._parts])
        if plan.request.guidance is not None:
            negative = self._negative_velocity(groups[len(self._parts) :])
            momentum = live.apg_momentum if live.apg_momentum is not None else -0.75
            scale = live.guidance if live.guidance is not None else 1.0
            self._average = guidance.average(velocity - negative, self._average, momentum)
            velocity = guidance.guide(velocity, self._average, scale, live.cfg_rescale)
        self.latent = solver.integrate(self._state, velocity, self.step, plan, live, self._fixed, self._draw)
        self.step += 1

    def _fitted(self, shared: Live) -> Live:
        """Shared values as they are in this slot's span, kept until others come."""
        if self._shared is None or self._shared[0] is not shared:
            self._shared = shared, shared.fitted(self.plan.song, self.plan.request.span)
        return self._shared[1]

    @property
    def _fixed(self) -> Tensor:
        return self._noise if self.plan.mask_noise is None else self.plan.mask_noise

    @property
    def _wants_negative(self) -> bool:
        wanted = self.plan.request.guidance
        return wanted is not None and (wanted.mode == "full" or (wanted.mode == "initialize" and self.step == 0))

    def _negative_velocity(self, fresh: list[Tensor]) -> Tensor:
        wanted = self.plan.request.guidance
        assert wanted is not None
        if wanted.mode == "self":
            return self._noise
        if fresh:
            self._negative = fresh[0].clone()
        assert self._negative is not None
        return self._negative

    def _draw(self) -> Tensor:
        given = self.plan.step_noise
        if given is not None and self.step < len(given):
            return given[self.step : self.step + 1]
        return self._noise_of(self.step)

    def _noise_of(self, step: int | None) -> Tensor:
        """The noise of a step, None being the start."""
        plan, span = self.plan, self.plan.request.span
        if span is not None:
            drawn = noise.span_noise(plan.seeds, step, span.at, span.frames, plan.song, CHANNELS)
        elif step is None:
            drawn = noise.start_noise(plan.seeds, plan.frames, CHANNELS)
        else:
            drawn = noise.step_noise(plan.seeds, step, plan.frames, CHANNELS)
        return drawn.to(plan.context.device)


def advance(slots: Iterable[Slot], decoder: Decoder, shared: Live | None = None) -> None:
    """Move every unfinished slot by one step with a single decoder call, or none when nothing is left to do."""
    waiting = [(slot, slot.rows(shared)) for slot in slots if not slot.finished]
    if not waiting:
        return
    velocities = decoder([row for _, rows in waiting for row in rows])
    position = 0
    for slot, rows in waiting:
        slot.advance(velocities[position : position + len(rows)])
        position += len(rows)


def run(plan: Plan, decoder: Decoder) -> Tensor:
    """The latent `[B, T, 64]` of a plan run by itself."""
    slot = Slot(plan)
    while not slot.finished:
        advance([slot], decoder)
    return slot.latent
