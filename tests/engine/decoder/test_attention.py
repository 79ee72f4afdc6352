"""Attention of sliding layers against a plain mask, and of grouped queries against keys copied for each."""

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.attention import Band, attend, band_mask, positions, slide
from engine.checkpoints.families import FAMILIES
from engine.decoder.weights import Geometry

WINDOW, HEADS, KV_HEADS, SIZE = 5, 4, 2, 8


def drawn(length: int, batch: int = 2) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(length)
    everything = torch.randn(batch, length, HEADS + 2 * KV_HEADS, SIZE, generator=generator)
    query, key, value = everything.split([HEADS, KV_HEADS, KV_HEADS], dim=2)
    return query, key, value


def plain(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None) -> Tensor:
    """Over keys copied for every query's head, `[B, N, heads, D]` in and out."""
    keys, values = (each.transpose(1, 2).repeat_interleave(HEADS // KV_HEADS, dim=1) for each in (key, value))
    return F.scaled_dot_product_attention(query.transpose(1, 2), keys, values, attn_mask=mask).transpose(1, 2)


@pytest.mark.parametrize("length", [1, 2, 5, 6, 7, 10, 11, 15, 16, 17, 19, 20, 21, 33, 50])
def test_a_query_sees_its_window_and_nothing_else(length: int) -> None:
    given = drawn(length)
    place = torch.arange(length)
    far = (place[:, None] - place).abs() > WINDOW
    wanted = plain(*given, torch.zeros(length, length).masked_fill_(far, float("-inf")))
    band = Band(WINDOW, band_mask(length, WINDOW, torch.device("cpu"), torch.float32))
    torch.testing.assert_close(slide(*given, band), wanted, atol=1e-6, rtol=1e-5)


def test_long_bands_take_no_table_of_all_pairs() -> None:
    mask = band_mask(6000, 128, torch.device("cpu"), torch.float32)
    assert mask.numel() < 6000 * 3.1 * 128


def test_where_all_is_in_reach_there_is_no_band() -> None:
    geometry = Geometry(HEADS, KV_HEADS, SIZE, WINDOW, 1e6, 1e-6)
    bands = [
        positions(geometry, length, torch.device("cpu"), torch.float32).band for length in (WINDOW + 1, WINDOW + 2)
    ]
    assert bands[0] is None
    assert bands[1] is not None


def test_grouped_queries_are_the_bits_of_copied_keys() -> None:
    query, key, value = drawn(40)
    shared = attend(query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2)).transpose(1, 2)
    assert torch.equal(shared, plain(query, key, value))


def test_the_kernel_of_a_gpu_is_given_the_window() -> None:
    """Its keys are as many as the model has, its window is the configuration's."""
    geometry = Geometry.of(FAMILIES["2B"]["transformer"][1])
    band = positions(geometry, 1500, torch.device("meta"), torch.bfloat16).band
    assert band is not None
    assert (band.window, band.mask) == (128, None)
    heads = geometry.heads + 2 * geometry.kv_heads
    everything = torch.empty(1, 1500, heads, geometry.head_dim, dtype=torch.bfloat16, device="meta")
    given = everything.split([geometry.heads, geometry.kv_heads, geometry.kv_heads], dim=2)
    assert slide(*given, band).shape == given[0].shape
