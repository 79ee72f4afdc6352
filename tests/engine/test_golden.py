"""Every golden number: the 19 generations step by step, and the schedules."""

import re
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest
import torch
from torch import Tensor

from engine import schedule
from engine.dcw import DCW
from engine.decoder import Decoder
from engine.plan import prepare
from engine.request import Condition, Guidance, Request
from engine.slot import Slot, advance

CASES = {
    "text2music": lambda g: {},
    "cover_denoise_060": lambda g: {"source": g.source, "denoise": 0.6},
    "velocity_scale_scalar": lambda g: {"source": g.source, "denoise": 0.8, "velocity_scale": 1.3},
    "sde_bare": lambda g: {"sde": True},
    "sde_curve": lambda g: {"sde_curve": g.tri, "source": g.source},
    "ode_noise_curve": lambda g: {"ode_noise": 0.2 * g.tri},
    "initial_noise_curve": lambda g: {"source": g.source, "initial_noise": g.ramp},
    "x0_target_scalar": lambda g: {"target": g.target, "x0_target": 0.4},
    "x0_target_curve_gate": lambda g: {"target": g.target, "x0_curve": g.tri, "x0_gate": 0.25},
    "inpaint_mask": lambda g: {"mask": g.tri, "mask_noise": g.mask_noise, "source": g.source},
    "two_conditions_temporal": lambda g: {"conditions": (Condition(g.enc, 1 - g.ramp), Condition(g.enc2, g.ramp))},
    "cfg_full": lambda g: {"guidance": Guidance("full", 4.0, negative=g.enc_neg)},
    "rcfg_initialize": lambda g: {"guidance": Guidance("initialize", 3.0, negative=g.enc_neg)},
    "rcfg_self": lambda g: {"guidance": Guidance("self", 2.0)},
    "dcw_low": lambda g: {"source": g.source, "denoise": 0.9, "dcw": DCW("low", 0.1, 0.05)},
    "dcw_double": lambda g: {"source": g.source, "denoise": 0.9, "dcw": DCW("double", 0.1, 0.05)},
    "dcw_pix": lambda g: {"source": g.source, "denoise": 0.9, "dcw": DCW("pix", 0.1, 0.05)},
    "dcw_advanced": lambda g: {"dcw": DCW("double", 0.1, 0.05, mult=0.3, phase=0.4, threshold=0.05)},
    "channel_gain": lambda g: {"source": g.source, "denoise": 0.7, "channel_gain": g.gain},
}


def off(ours: Tensor, theirs: Tensor) -> float:
    return float((ours - theirs).abs().max() / theirs.abs().max())


def test_every_case_is_covered(golden: SimpleNamespace) -> None:
    assert sorted(CASES) == golden.names


@pytest.mark.parametrize("name", CASES)
def test_generation_matches_step_by_step(name: str, golden: SimpleNamespace, decoder: Decoder) -> None:
    case = golden.case(name)
    request = Request(
        context=golden.context,
        conditions=(Condition(golden.enc),),
        seed=7,
        denoise_quantize="reference",
        step_noise=case.get("noise"),
    )
    slot = Slot(prepare(replace(request, **CASES[name](golden)), width=64))
    expected = [*case["trajectory"].unsqueeze(1), case["latent"]]
    errors = []
    for state in expected:
        advance([slot], decoder)
        errors.append(off(slot.latent, state))
    assert slot.finished
    assert max(errors) < 1e-4, errors
    if name != "text2music":
        plain = golden.case("text2music")["latent"]
        assert off(case["latent"], plain) > 1e-2, "the case would also pass without its feature"


def test_schedules_match(golden: SimpleNamespace) -> None:
    for key, expected in golden.schedules.items():
        steps, denoise, shift = re.fullmatch(r"steps(\d+)_denoise([\d.]+)_shift([\d.]+)", key).groups()
        times = schedule.times(int(steps), float(shift), float(denoise), quantize=True)
        torch.testing.assert_close(torch.tensor(times), torch.tensor(expected), atol=1e-6, rtol=0.0, msg=key)


def test_continuous_schedule_follows_the_whole_fader() -> None:
    starts = [schedule.times(8, 3.0, d / 100)[0] for d in range(1, 101)]
    assert all(a < b for a, b in pairwise(starts))
    assert schedule.times(8, 3.0, 1.0)[0] == 1.0
    assert schedule.times(8, 3.0, 0.5)[0] == pytest.approx(0.75)
    assert schedule.times(8, 3.0, 1e-6) == (0.0,)
