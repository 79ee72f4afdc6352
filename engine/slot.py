"""One generation under way: its state, the evaluation it needs next, and what it makes of the answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from engine import checks, guidance, masks, solver
from engine.decoder import Decoder, Row
from engine.device import device_of
from engine.live import Live, Part, Plan
from engine.noise import Draw, Noises
from engine.request import CHANNELS


@dataclass(frozen=True, eq=False, slots=True)
class Evaluation:
    """What one step asks of the decoder, and what it needs to make use of the answers.

    `state` `[B, T, 64]` is what velocities are predicted at. `rows` are B for each of `parts`, then B for the negative
    where this step wants it.
    """

    state: Tensor
    live: Live
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]


class Slot:
    """A plan being run; `latent` `[B, T, 64]` is its state, `step` the number of steps done.

    `loras` are the LoRAs that acted in a step so far, each by its id with the largest strength it had, without sign.
    `noises` gives its noise, on the plan's device.
    """

    def __init__(self, plan: Plan, epoch: int = 0, noises: Noises | None = None) -> None:
        self.plan = plan
        self.epoch = epoch
        self._noises = Noises(device_of(plan.context.device)) if noises is None else noises
        self.step = 0
        self.loras: dict[str, float] = {}
        self.latent = solver.begin(plan, self.noise) if plan.steps else self._unchanged()
        self._negative: Tensor | None = None
        self._average: Tensor | None = None
        self._shared: tuple[Live, Live] | None = None

    @property
    def finished(self) -> bool:
        return self.step >= self.plan.steps

    @property
    def finite(self) -> bool:
        """Whether the state is still one that a latent can come of; waits for the device."""
        return checks.is_latent(self.latent)

    @cached_property
    def noise(self) -> Tensor:
        """The noise `[B, T, 64]` that the generation starts from."""
        return self._noises(noise_of(self.plan, None))

    def evaluation(self, shared: Live | None = None) -> Evaluation:
        """What the next step needs; `shared`, of the whole song, overrides the plan's live values for it."""
        plan = self.plan
        live = plan.live if shared is None else plan.live.override(self._fitted(shared))
        for lora, strength in live.loras or ():
            self.loras[lora] = max(abs(strength), self.loras.get(lora, 0.0))
        t, progress = plan.schedule[self.step], self.step / plan.steps
        mask = solver.mask_at(plan, self.step)
        state = self.latent
        if mask is not None and plan.original is not None:
            state = masks.blend(mask, state, t * self._fixed + (1.0 - t) * plan.original)
        seen = state if live.channel_gain is None else state * live.channel_gain
        parts = tuple(part for part in plan.parts if part.start <= progress < part.end) or plan.parts[:1]
        heard = [(part.tokens, part.presence) for part in parts]
        if self._wants_negative and plan.negative is not None:
            heard.append((plan.negative, None))
        contexts = torch.split(plan.context, 1) if len(plan.context) > 1 else (plan.context,) * len(plan.seeds)
        rows = tuple(
            Row(x, t, tokens, context, live.loras or (), presence)
            for tokens, presence in heard
            for x, context in zip(torch.split(seen, 1), contexts, strict=True)
        )
        return Evaluation(state, live, parts, rows)

    def advance(self, evaluation: Evaluation, velocities: Sequence[Tensor]) -> None:
        """Take the step that was asked for, given the velocities of its rows in order."""
        plan, live, parts, count = self.plan, evaluation.live, evaluation.parts, len(self.plan.seeds)
        groups = [torch.cat(list(velocities[i : i + count])) for i in range(0, len(velocities), count)]
        velocity = solver.mix(groups[: len(parts)], [part.weight for part in parts])
        if plan.request.guidance is not None:
            velocity = self._guided(velocity, groups[len(parts) :], live)
        self.latent = solver.integrate(evaluation.state, velocity, self.step, plan, live, self._fixed, self._draw)
        self.step += 1
        if (coming := coming_noise(plan, live, self.step)) is not None:
            self._noises.ahead(coming)

    def _unchanged(self) -> Tensor:
        kept = self.plan.kept
        assert kept is not None, "only what is kept makes a plan of no steps"
        return kept.expand(len(self.plan.seeds), -1, -1).clone()

    def _fitted(self, shared: Live) -> Live:
        """Shared values as they are in this slot's span, kept until others come."""
        if self._shared is None or self._shared[0] is not shared:
            self._shared = shared, shared.fitted(self.plan.song, self.plan.request.span, self._shared)
        return self._shared[1]

    @property
    def _fixed(self) -> Tensor:
        return self.noise if self.plan.mask_noise is None else self.plan.mask_noise

    @property
    def _wants_negative(self) -> bool:
        wanted = self.plan.request.guidance
        return wanted is not None and (wanted.mode == "full" or (wanted.mode == "initialize" and self.step == 0))

    def _guided(self, velocity: Tensor, fresh: Sequence[Tensor], live: Live) -> Tensor:
        """The velocity led away from the negative's: its `fresh` one, else the one before, or from the own noise."""
        if fresh:
            self._negative = fresh[0]
        negative = self.noise if self.plan.negative is None else self._negative
        assert negative is not None, "the first step brings the negative's velocity"
        momentum = live.apg_momentum if live.apg_momentum is not None else -0.75
        scale = live.guidance if live.guidance is not None else 1.0
        self._average = guidance.average(velocity - negative, self._average, momentum)
        return guidance.guide(velocity, self._average, scale, live.cfg_rescale)

    def _draw(self) -> Tensor:
        given = self.plan.step_noise
        if given is not None and self.step < len(given):
            return given[self.step : self.step + 1]
        return self._noises(noise_of(self.plan, self.step))


def noise_of(plan: Plan, step: int | None) -> Draw:
    """The noise of a step of a plan, None being the start."""
    span, turned = plan.request.span, float(plan.request.turned)
    at = None if span is None else span.at
    return Draw(plan.seeds, step, plan.frames, CHANNELS, at, plan.song, plan.toward, turned)


def coming_noise(plan: Plan, live: Live, step: int) -> Draw | None:
    """The noise that a step of a plan will draw if these values stay; None where it needs none, as the last, or has
    it."""
    given = 0 if plan.step_noise is None else len(plan.step_noise)
    wanted = bool(live.sde) or live.ode_noise is not None
    return noise_of(plan, step) if wanted and given <= step < plan.steps - 1 else None


def advance(slots: Iterable[Slot], decoder: Decoder, shared: Live | None = None) -> None:
    """Move every unfinished slot by one step with a single decoder call, or none when nothing is left to do."""
    waiting = [(slot, slot.evaluation(shared)) for slot in slots if not slot.finished]
    if not waiting:
        return
    velocities = decoder([row for _, evaluation in waiting for row in evaluation.rows])
    position = 0
    for slot, evaluation in waiting:
        following = position + len(evaluation.rows)
        slot.advance(evaluation, velocities[position:following])
        position = following


def run(plan: Plan, decoder: Decoder) -> Tensor:
    """The latent `[B, T, 64]` of a plan run by itself."""
    slot = Slot(plan)
    while not slot.finished:
        advance([slot], decoder)
    return slot.latent
