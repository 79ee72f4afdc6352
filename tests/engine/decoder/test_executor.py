"""The executor against the diffusers module, and rows against their company."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch
from engine_checks import ModuleDecoder
from torch import Tensor

from engine.decoder import Row
from engine.decoder.derived import KEPT_LENGTHS, KEPT_TIMES
from engine.decoder.eager import EagerDecoder
from engine.decoder.weights import Weights, fuse

VARIANTS = {
    "golden": {},
    "odd patch, biases, own layer types, narrower tokens": {
        "hidden_size": 48,
        "intermediate_size": 64,
        "num_hidden_layers": 3,
        "num_attention_heads": 6,
        "num_key_value_heads": 3,
        "head_dim": 8,
        "patch_size": 3,
        "attention_bias": True,
        "sliding_window": 4,
        "layer_types": ["full_attention", "sliding_attention", "full_attention"],
        "encoder_hidden_size": 64,
    },
}


@pytest.fixture(scope="module", params=VARIANTS)
def model(request: pytest.FixtureRequest, transformer: torch.nn.Module) -> torch.nn.Module:
    if not VARIANTS[request.param]:
        return transformer
    torch.manual_seed(0)
    return type(transformer)(**VARIANTS[request.param]).eval()


def weights_of(model: torch.nn.Module) -> Weights:
    return fuse(model.config, model.state_dict())


def rows_of(frames: Sequence[int], tokens: Sequence[int] = (7, 1, 40)) -> list[Row]:
    generator = torch.Generator().manual_seed(3)

    def draw(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator)

    times = (1.0, 0.3, 0.017)
    return [
        Row(draw(1, n, 64), times[i % 3], draw(1, tokens[i % len(tokens)], 64), draw(1, n, 128))
        for i, n in enumerate(frames)
    ]


def off(ours: Sequence[Tensor], theirs: Sequence[Tensor]) -> float:
    return max(float((a - b).abs().max() / b.abs().max()) for a, b in zip(ours, theirs, strict=True))


@pytest.mark.parametrize("batched", [False, True])
def test_equals_the_diffusers_module(batched: bool, model: torch.nn.Module) -> None:
    rows = rows_of((51, 52, 1, 2, 7, 26, 100, 299, 52, 51, 51))
    assert off(EagerDecoder(weights_of(model), batched=batched)(rows), ModuleDecoder(model)(rows)) < 1e-5


def test_equals_the_module_on_golden_inputs(golden: SimpleNamespace, reference: ModuleDecoder) -> None:
    rows = [Row(golden.source, 0.7, golden.enc, golden.context), Row(golden.target, 1.0, golden.enc2, golden.context)]
    assert off(EagerDecoder(weights_of(reference.model))(rows), reference(rows)) < 1e-5


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("threads", [1, 2])
def test_a_row_is_the_same_bits_in_any_company(threads: int, dtype: torch.dtype, transformer: torch.nn.Module) -> None:
    state = {name: tensor.to(dtype) for name, tensor in transformer.state_dict().items()}
    executor = EagerDecoder(fuse(transformer.config, state), threads=threads)
    rows = rows_of((51, 51, 30, 51, 52, 51, 51, 51))
    alone = [executor([row])[0] for row in rows]
    assert all(answer.dtype == torch.float32 for answer in alone)
    for company in (rows, rows[::-1], rows[2:5], rows[3:]):
        answers = dict(zip(map(id, company), executor(company), strict=True))
        for row, answer in zip(rows, alone, strict=True):
            assert id(row) not in answers or torch.equal(answers[id(row)], answer)


@pytest.mark.parametrize("batched", [False, True])
def test_an_absent_token_is_not_seen_and_a_present_one_counts_by_its_share(
    batched: bool, transformer: torch.nn.Module
) -> None:
    executor = EagerDecoder(weights_of(transformer), batched=batched)
    long, other = rows_of((51, 51), tokens=(9, 4))
    short = replace(long, tokens=long.tokens[:, :6])
    twice = replace(long, tokens=torch.cat([long.tokens, long.tokens[:, 8:]], dim=1))

    def present(row: Row, *shares: float) -> Row:
        return replace(row, presence=torch.tensor([1.0] * (row.tokens.shape[1] - len(shares)) + list(shares)))

    rows = [present(long, 0.0, 0.0, 0.0), present(long), present(twice, 0.25, 0.75), present(long, 1e-4, 1e-4, 1e-4)]
    absent, full, shared, nearly = executor([*rows, other])[:4]
    plain, cut = executor([long]), executor([short])
    assert off([absent], cut) < 1e-5
    assert off([full], plain) < 1e-5
    assert off([shared], plain) < 1e-5, "a token halved in two is the token"
    assert off([nearly], cut) < 1e-3 < off(plain, cut)


def test_answers_are_the_callers_own(transformer: torch.nn.Module) -> None:
    for batched in (False, True):
        executor = EagerDecoder(weights_of(transformer), batched=batched)
        rows = rows_of((51, 51))
        first = executor(rows)
        copies = [answer.clone() for answer in first]
        executor(rows_of((51, 51, 51), tokens=(9,)))
        assert all(torch.equal(answer, copy) for answer, copy in zip(first, copies, strict=True))


def test_two_callers_at_once_get_their_own_answers(transformer: torch.nn.Module) -> None:
    executor = EagerDecoder(weights_of(transformer), threads=2)
    rows = rows_of((51, 30, 26, 52, 40, 41))
    alone = [executor([row])[0] for row in rows]
    with ThreadPoolExecutor(3) as callers:
        for _ in range(5):
            answers = list(callers.map(lambda row: executor([row])[0], rows))
            assert all(torch.equal(a, b) for a, b in zip(answers, alone, strict=True))


def test_what_is_kept_stays_bounded(transformer: torch.nn.Module) -> None:
    executor = EagerDecoder(weights_of(transformer))
    row = rows_of((2,))[0]
    for i in range(KEPT_TIMES + 20):
        executor([Row(row.x, i / 1000, row.tokens, row.context)])
    for frames in range(1, 2 * KEPT_LENGTHS + 12):
        executor(rows_of((frames,)))
    assert executor.derived.kept.times == KEPT_TIMES
    assert executor.derived.kept.lengths == KEPT_LENGTHS
