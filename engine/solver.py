"""One step of flow matching as pure functions: no self, no model. x_t = t*noise + (1-t)*x0, v = noise - x0."""

from collections.abc import Callable

import torch
from torch import Tensor

from engine import dcw, masks
from engine.live import Live, Plan


def begin(plan: Plan, noise: Tensor) -> Tensor:
    """The state `[B, T, D]` before the first step."""
    if plan.initial_noise is not None and plan.source is not None:
        return masks.blend(plan.initial_noise, noise, plan.source)
    if plan.kept is not None and plan.request.denoise < 1.0:
        t = plan.schedule[0]
        return t * noise + (1.0 - t) * plan.kept
    return noise


def mix(velocities: list[Tensor], weights: list[Tensor | None]) -> Tensor:
    """Velocities of several conditions as their weighted mean per frame; an absent weight is 1."""
    if len(velocities) == 1 and weights[0] is None:
        return velocities[0]
    shares = [torch.ones_like(velocities[0][:1, :1, :1]) if w is None else w for w in weights]
    total = sum(shares[1:], shares[0]).clamp_min(1e-8)
    terms = [share * velocity for share, velocity in zip(shares, velocities, strict=True)]
    return sum(terms[1:], terms[0]) / total


def mask_at(plan: Plan, step: int) -> Tensor | None:
    """The latent mask as it holds at `step`."""
    if plan.mask is None or plan.request.mask_strength is None:
        return plan.mask
    return plan.mask * float(plan.request.mask_strength(step / plan.steps))


def toward_target(x0: Tensor, plan: Plan, live: Live, step: int) -> Tensor:
    """The predicted clean latent pulled toward the request's target."""
    if plan.target is None:
        return x0
    if plan.x0_curve is not None:
        gate = plan.request.x0_gate
        progress = step / max(plan.steps - 1, 1)
        strength = plan.x0_curve * (max(0.0, progress - gate) / max(1.0 - gate, 1e-6))
        return masks.blend(strength, plan.target, x0)
    if step >= plan.steps // 2 and live.x0_target is not None:
        return masks.blend(live.x0_target, plan.target, x0)
    return x0


def integrate(
    x: Tensor, velocity: Tensor, step: int, plan: Plan, live: Live, fixed: Tensor, draw: Callable[[], Tensor]
) -> Tensor:
    """The state after `step`.

    `x` is the (masked) state the velocity was predicted at, `fixed` the noise of the latent mask, `draw` gives the
    noise of this step and is called only when it is needed.
    """
    t, following = plan.schedule[step], plan.schedule[step + 1]
    scaled = velocity if live.velocity_scale is None else velocity * live.velocity_scale
    x0 = x - t * scaled
    mask = mask_at(plan, step)
    if mask is not None and plan.original is not None:
        x0 = masks.blend(mask, x0, plan.original)
    x0 = toward_target(x0, plan, live, step)

    if live.sde and live.sde_curve is not None and plan.source is not None:
        noise = following * draw() if following > 0.0 else 0.0
        rest = 1.0 - following
        new = masks.blend(live.sde_curve, noise + rest * x0, noise + rest * plan.source)
    elif following == 0.0:
        new = x0
    elif live.sde:
        new = following * (fixed if mask is not None else draw()) + (1.0 - following) * x0
    else:
        new = x + (following - t) * (x - x0) / t
        if live.ode_noise is not None:
            new = new + draw() * live.ode_noise * following
    if live.dcw is not None and live.dcw.on:
        corrected = dcw.apply(new, x - t * velocity, t, live.dcw)
        new = corrected if mask is None else masks.blend(mask, corrected, new)
    return new
