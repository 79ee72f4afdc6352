"""The pure parts where no golden number reaches."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import pywt
import torch
from torch import Tensor

from engine import dcw, guidance, noise, solver
from engine.curves import points
from engine.decoder import Decoder
from engine.errors import RequestError
from engine.plan import prepare
from engine.request import Condition, Request
from engine.series import canonical, resample
from engine.slot import Slot, advance, run


@pytest.fixture
def plain(golden: SimpleNamespace) -> Request:
    return Request(golden.context, (Condition(golden.enc),), seed=2, steps=4)


def random(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("wavelet", ["haar", "db2", "db4", "sym5", "coif2"])
@pytest.mark.parametrize("frames", [1, 2, 50, 51, 300])
def test_wavelet_bands_equal_pywavelets_and_join_again(wavelet: str, frames: int) -> None:
    x = random(2, frames, 3)
    low, high = dcw.split(x, wavelet)
    for ours, theirs in zip((low, high), pywt.dwt(x.numpy(), wavelet, mode="zero", axis=1), strict=True):
        np.testing.assert_allclose(ours.numpy(), theirs, atol=1e-5)
    torch.testing.assert_close(dcw.join(low, high, frames, wavelet), x, atol=1e-5, rtol=1e-5)


def test_what_a_mask_keeps_is_kept_by_the_wavelet_correction_too(
    golden: SimpleNamespace, plain: Request, decoder: Decoder
) -> None:
    mask = torch.zeros(51)
    mask[20:30] = 1.0
    request = replace(plain, source=golden.source, denoise=0.7, mask=mask, dcw=dcw.DCW(low=0.5, high=0.5))
    latent = run(prepare(request, width=64), decoder)
    kept = mask == 0
    torch.testing.assert_close(latent[:, kept], golden.source[:, kept], atol=1e-6, rtol=0)
    assert float((latent - golden.source)[:, ~kept].abs().max()) > 0.1


def test_each_dcw_mode_moves_its_band_only() -> None:
    x, y, t = random(1, 52, 4), random(1, 52, 4, seed=1), 0.75
    (x_low, x_high), (y_low, y_high) = dcw.split(x, "haar"), dcw.split(y, "haar")
    settings = {"low": torch.tensor([[[0.2]]]), "high": torch.tensor([[[0.5]]])}
    low, high = dcw.split(dcw.apply(x, y, t, dcw.DCW("low", **settings)), "haar")
    torch.testing.assert_close(low, x_low + 0.75 * 0.2 * (x_low - y_low), atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(high, x_high, atol=1e-5, rtol=1e-5)
    low, high = dcw.split(dcw.apply(x, y, t, dcw.DCW("high", **settings)), "haar")
    torch.testing.assert_close(low, x_low, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(high, x_high + 0.25 * 0.2 * (x_high - y_high), atol=1e-5, rtol=1e-5)
    low, high = dcw.split(dcw.apply(x, y, t, dcw.DCW("double", **settings)), "haar")
    torch.testing.assert_close(low, x_low + 0.75 * 0.2 * (x_low - y_low), atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(high, x_high + 0.25 * 0.5 * (x_high - y_high), atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(dcw.apply(x, y, t, dcw.DCW("pix", **settings)), x + 0.2 * (x - y))


def test_advanced_dcw_at_zero_is_the_plain_form() -> None:
    x, y, scale = random(1, 40, 4), random(1, 40, 4, seed=1), torch.tensor(0.3)
    assert torch.equal(dcw.correct(x, y, scale, 0.0, 0.0, 0.0), x + scale * (x - y))
    assert torch.equal(dcw.correct(x, y, scale, threshold=100.0), x)
    assert not torch.equal(dcw.correct(x, y, scale, mult=0.5), dcw.correct(x, y, scale, phase=0.5))


def test_guidance_is_orthogonal_bounded_and_can_be_rescaled() -> None:
    velocity, direction = random(1, 60, 8), 10 * random(1, 60, 8, seed=1)
    part = guidance.orthogonal(direction, velocity)
    assert float((part * velocity).sum(dim=1).abs().max()) < 1e-4
    assert float(part.norm(dim=1).max()) <= guidance.THRESHOLD + 1e-4
    assert torch.equal(guidance.guide(velocity, direction, 1.0), velocity)
    rescaled = guidance.guide(velocity, direction, 9.0, 1.0)
    torch.testing.assert_close(rescaled.norm(dim=1), velocity.norm(dim=1))
    loud = guidance.guide(velocity, direction, 9.0)
    torch.testing.assert_close(guidance.guide(velocity, direction, 9.0, 0.25), 0.25 * rescaled + 0.75 * loud)
    kept = guidance.average(direction, direction, -0.75)
    torch.testing.assert_close(kept, 0.25 * direction)


def test_conditions_act_in_their_part_of_the_steps(golden: SimpleNamespace, plain: Request, decoder: Decoder) -> None:
    first, second = Condition(golden.enc, end=0.5), Condition(golden.enc2, start=0.5)
    both = Slot(prepare(replace(plain, conditions=(first, second))))
    only = [Slot(prepare(replace(plain, conditions=(Condition(tokens),)))) for tokens in (golden.enc, golden.enc2)]
    for _ in range(2):
        advance([both, only[0]], decoder)
    assert torch.equal(both.latent, only[0].latent)
    advance([both, only[0]], decoder)
    assert not torch.equal(both.latent, only[0].latent)
    never = replace(plain, conditions=(replace(first, start=0.9, end=0.95),))
    assert torch.equal(run(prepare(never), decoder), run(prepare(plain), decoder)), "the first stands in for none"


def test_a_latent_mask_keeps_what_it_covers(golden: SimpleNamespace, plain: Request, decoder: Decoder) -> None:
    mask = torch.zeros(51)
    mask[10:30] = 1.0
    request = replace(plain, mask=mask, original=golden.source)
    latent = run(prepare(request), decoder)
    assert torch.equal(latent[:, :10], golden.source[:, :10])
    assert torch.equal(latent[:, 30:], golden.source[:, 30:])
    assert not torch.equal(latent[:, 10:30], golden.source[:, 10:30])
    nothing = run(prepare(replace(request, mask_strength=lambda progress: 0.0)), decoder)
    assert torch.equal(nothing, golden.source)
    asked: list[float] = []
    run(prepare(replace(request, mask_strength=lambda progress: asked.append(progress) or 1.0)), decoder)
    assert sorted(set(asked)) == [0.0, 0.25, 0.5, 0.75]


def test_start_mixes_noise_and_source_as_denoise_says(golden: SimpleNamespace, plain: Request) -> None:
    drawn = noise.start_noise((2,), 51, 64)
    covered = prepare(replace(plain, source=golden.source, denoise=0.5))
    t = covered.schedule[0]
    assert t == pytest.approx(0.75)
    torch.testing.assert_close(solver.begin(covered, drawn), 0.75 * drawn + 0.25 * golden.source)
    original = prepare(replace(plain, mask=1.0, original=golden.source, denoise=0.5))
    torch.testing.assert_close(solver.begin(original, drawn), 0.75 * drawn + 0.25 * golden.source)
    alone = prepare(replace(plain, denoise=0.5))
    assert alone.schedule[0] == 1.0, "there is nothing to keep"
    assert torch.equal(solver.begin(alone, drawn), drawn)


def test_noise_is_laid_out_by_channel_and_depends_on_seed_and_step_alone() -> None:
    torch.manual_seed(7)
    expected = torch.randn(1, 64, 20).transpose(1, 2)
    assert torch.equal(noise.start_noise((7,), 20, 64), expected)
    steps = [noise.step_noise((7,), k, 20, 64) for k in range(4)]
    assert torch.equal(steps[2], noise.step_noise((7,), 2, 20, 64))
    everything = torch.stack([expected, *steps, noise.step_noise((8,), 0, 20, 64)]).flatten(1)
    correlation = torch.corrcoef(everything) - torch.eye(6)
    assert float(correlation.abs().max()) < 0.12


def test_curves_become_one_shape_and_fit_any_length() -> None:
    for value in (0.5, np.float32(0.5), torch.tensor(0.5), [0.5], np.array([0.5])):
        assert canonical(value, "x").shape == (1, 1, 1)
    curve = canonical([0.0, 1.0, 2.0], "x")
    assert torch.equal(canonical(curve, "x"), curve)
    assert resample(curve, 3) is curve
    doubled = resample(curve, 6)[0, :, 0]
    torch.testing.assert_close(doubled, torch.tensor([0.0, 0.4, 0.8, 1.2, 1.6, 2.0]))
    assert torch.equal(doubled, torch.from_numpy(points([0.0, 1.0, 2.0], 6)))
    for bad in ("loud", [], [[1.0]], float("nan"), object(), 1.5):
        with pytest.raises(RequestError, match=r"^x: "):
            canonical(bad, "x", high=1.0)
