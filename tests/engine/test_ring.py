"""The ring: equal to single generation, evenly spaced, never stale."""

import gc
import threading
import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest
import torch
from engine_checks import Counting
from torch import Tensor

from engine.dcw import DCW
from engine.decoder import Decoder, Row
from engine.decoder.weights import fuse
from engine.errors import RequestError
from engine.plan import prepare
from engine.request import Condition, Guidance, Request, Shared
from engine.slot import run
from engine.stream import Finished, Stream

DEPTHS = (1, 2, 3, 4, 8)


class Still:
    """An executor that only answers: for timing in ticks."""

    device = torch.device("cpu")
    token_width = 64
    loras = ()

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        return [row.x * 0.1 for row in rows]


@pytest.fixture
def plain(golden: SimpleNamespace) -> Request:
    return Request(context=golden.context, conditions=(Condition(golden.enc),), seed=3)


def variety(g: SimpleNamespace, plain: Request) -> list[Request]:
    """Requests that differ in all a ring may mix: solver, seeds, steps, denoise, curves, conditions, guidance."""
    longer = Condition(torch.cat([g.enc2, g.enc], dim=1))
    return [
        replace(plain, tag="ode"),
        replace(plain, seed=11, sde=True, steps=6, tag="sde"),
        replace(plain, seed=12, source=g.source, denoise=0.55, steps=4, tag="cover"),
        replace(plain, seed=13, source=g.source, sde_curve=g.tri, denoise=0.9, tag="sde curve"),
        replace(plain, seed=14, source=g.source, initial_noise=g.ramp, dcw=DCW(low=g.tri * 0.1), tag="curves"),
        replace(plain, seed=15, conditions=(Condition(g.enc, 1 - g.ramp), replace(longer, weight=g.ramp)), tag="two"),
        replace(plain, seed=25, conditions=(replace(longer, presence=torch.linspace(0, 1, 14)),), tag="presence"),
        replace(plain, seed=16, guidance=Guidance("full", 3.0, negative=g.enc_neg), steps=5, tag="guided"),
        replace(plain, seed=17, guidance=Guidance("initialize", g.tri + 1, negative=g.enc_neg), tag="kept"),
        replace(plain, seed=18, guidance=Guidance("self", 2.0, cfg_rescale=0.5), ode_noise=g.tri * 0.2, tag="self"),
        replace(plain, seed=19, source=g.source, mask=g.tri, sde=True, channel_gain=g.gain, tag="mask"),
        replace(plain, seed=20, target=g.target, x0_target=0.5, conditions=(longer,), tag="target"),
        replace(plain, seed=(21, 22), velocity_scale=g.ramp + 0.5, tag="two seeds"),
        replace(plain, seed=(26, 27), toward=28, turned=0.4, sde=True, steps=4, tag="turned"),
        replace(plain, seed=23, source=g.source, denoise=0.0, tag="nothing to do"),
        replace(plain, seed=24, context=g.context[:, :30], steps=3, tag="shorter"),
    ]


@pytest.fixture(scope="module")
def alone(golden: SimpleNamespace, decoder: Decoder) -> tuple[list[Request], dict[object, Tensor]]:
    requests = variety(golden, Request(context=golden.context, conditions=(Condition(golden.enc),), seed=3))
    return requests, {request.tag: run(prepare(request, width=64), decoder) for request in requests}


def play(stream: Stream, ticks: int, each: Callable[[int], None] = lambda tick: None) -> list[Finished]:
    finished = []
    for tick in range(ticks):
        each(tick)
        finished += stream.tick()
    return finished


@pytest.mark.parametrize("depth", DEPTHS)
def test_stream_equals_generate(depth: int, alone: tuple, decoder: Decoder) -> None:
    requests, expected = alone
    stream = Stream(decoder, depth)
    waiting = list(requests)
    seen: dict[object, int] = {}
    neighbours = 0
    while waiting or len(stream):
        if waiting:
            stream.submit(waiting[0], repeat=False)
            running = len(stream)
            finished = stream.tick()
            if len(stream) + len(finished) > running:
                waiting.pop(0)
        else:
            finished = stream.tick()
        neighbours = max(neighbours, len(stream))
        for out in finished:
            assert torch.equal(out.latent, expected[out.request.tag]), out.request.tag
            seen[out.request.tag] = out.step_count
    assert set(seen) == set(expected)
    assert seen["ode"] == 8
    assert seen["nothing to do"] == 0
    assert neighbours >= min(depth, 2) - (depth == 1)


def test_stream_equals_generate_across_depth_changes(alone: tuple, decoder: Decoder) -> None:
    requests, expected = alone
    stream = Stream(decoder, 4)
    depths = {5: 8, 12: 2, 25: 3, 33: 1, 45: 8, 60: 4}
    checked = set()

    def turn(tick: int) -> None:
        stream.depth = depths.get(tick, stream.depth)
        stream.submit(requests[tick % len(requests)])

    for out in play(stream, 75, turn):
        assert torch.equal(out.latent, expected[out.request.tag]), out.request.tag
        checked.add(out.request.tag)
    assert len(checked) >= 8


def gaps(finished: list[Finished]) -> list[int]:
    return [b.tick - a.tick for a, b in pairwise(finished)]


def spread(finished: list[Finished]) -> int:
    between = gaps(finished)
    assert len(between) >= 4
    return max(between) - min(between)


@pytest.mark.parametrize("steps", [4, 8, 12])
@pytest.mark.parametrize("depth", range(1, 9))
def test_finishes_are_evenly_spaced(steps: int, depth: int, plain: Request) -> None:
    small = replace(plain, context=plain.context[:, :4], steps=steps)
    stream = Stream(Still(), depth)
    stream.submit(small)
    first = play(stream, 10 * steps)
    assert spread(first) <= 1
    assert len(first) == pytest.approx(9 * depth, abs=1)

    other_depth = 1 + (depth + 4) % 8
    stream.depth = other_depth
    play(stream, 2 * steps)
    after = play(stream, 10 * steps)
    assert spread(after) <= 1
    assert len(after) == pytest.approx(10 * other_depth, abs=1)

    other = {4: 12, 8: 4, 12: 8}[steps]
    stream.submit(replace(small, steps=other))
    play(stream, 2 * (steps + other))
    last = play(stream, 10 * other)
    assert spread(last) <= 1
    assert len(last) == pytest.approx(10 * other_depth, abs=1)


def test_depth_grows_and_drains_without_loss(plain: Request) -> None:
    small = replace(plain, context=plain.context[:, :4], steps=8)
    stream = Stream(Still(), 8)
    stream.submit(small)
    play(stream, 16)
    running = len(stream)
    assert running >= 7
    stream.depth = 2
    sizes, finished = [], []
    for _ in range(8):
        finished += stream.tick()
        sizes.append(len(stream))
    draining = [running, *[size for size in sizes if size >= 2]]
    assert draining == sorted(draining, reverse=True), "something was admitted before the ring fits"
    assert all(out.step_count == 8 for out in finished)
    assert len(finished) == running, "a running slot was thrown away"
    play(stream, 16)
    assert max(len(stream) for _ in range(16) if stream.tick() is not None) <= 2
    stream.depth = 8
    play(stream, 10)
    assert len(stream) >= 7
    with pytest.raises(ValueError, match="depth"):
        stream.depth = 9
    assert stream.depth == 8


def test_newest_request_is_read_at_admission(plain: Request) -> None:
    small = replace(plain, context=plain.context[:, :4], steps=8)
    stream = Stream(Still(), 4)
    numbers = []
    for tick in range(40):
        for part in range(3):
            stream.submit(replace(small, tag=(tick, part)))
        numbers += [(out.request.tag, out.tick) for out in stream.tick()]
    assert numbers
    for (submitted, part), finished in numbers:
        assert part == 2, "an older request of the same tick was started"
        assert finished - submitted == 7, "a slot started with values of an earlier tick"


def test_it_tells_what_runs_and_what_waits(plain: Request) -> None:
    small = replace(plain, context=plain.context[:, :4], steps=4)
    stream = Stream(Still(), 2)
    assert (stream.running, stream.waiting, stream.busy) == ((), None, False)
    first, second = replace(small, tag=1), replace(small, tag=2)
    stream.submit(first, repeat=False)
    assert (stream.running, stream.waiting) == ((), first)
    stream.tick()
    assert (stream.running, stream.waiting) == ((first,), None)
    stream.submit(second, repeat=False)
    stream.tick()
    assert (stream.running, stream.waiting) == ((first,), second), "it is not due yet"
    stream.tick()
    assert (stream.running, stream.waiting) == ((first, second), None)
    assert stream.moved == 8, "two slots of four frames"
    stream.submit(first)
    stream.new_epoch()
    assert (stream.running, stream.waiting, stream.busy) == ((), None, False)


def test_finished_is_released_in_the_tick_that_finished_it(plain: Request, counting: Counting) -> None:
    stream = Stream(counting, 1)
    stream.submit(replace(plain, steps=3), repeat=False)
    assert [len(stream.tick()) for _ in range(3)] == [0, 0, 1]
    assert counting.calls == [1, 1, 1]
    assert not stream.busy


def test_one_decoder_call_a_tick(golden: SimpleNamespace, plain: Request, counting: Counting) -> None:
    stream = Stream(counting, 4)
    stream.submit(replace(plain, guidance=Guidance("initialize", 2.0, negative=golden.enc_neg)))
    play(stream, 20)
    assert len(counting.calls) == 20
    assert set(counting.calls[8:]) == {4, 5}, "four slots, and a negative pass only where one begins"


def test_denoise_zero_costs_no_decoder_call(golden: SimpleNamespace, plain: Request, counting: Counting) -> None:
    untouched = replace(plain, source=golden.source, denoise=0.0, sde=True, dcw=DCW())
    assert torch.equal(run(prepare(untouched), counting), golden.source)
    stream = Stream(counting, 4)
    stream.submit(untouched)
    finished = play(stream, 16)
    assert len(finished) == 8
    assert all(torch.equal(out.latent, golden.source) for out in finished)
    assert (counting.calls, stream.moved) == ([], 0)
    assert finished[0].latent.data_ptr() != golden.source.data_ptr(), "the source itself was handed out"


def test_new_epoch_drops_what_runs_and_what_waits(plain: Request) -> None:
    small = replace(plain, context=plain.context[:, :4], steps=8)
    stream = Stream(Still(), 4)
    stream.submit(replace(small, tag="old"))
    play(stream, 12)
    assert stream.new_epoch() == 1
    assert len(stream) == 0
    assert not stream.busy
    assert play(stream, 10) == [], "the old request lived on"
    stream.submit(replace(small, tag="new"))
    finished = play(stream, 16)
    assert finished
    assert {(out.request.tag, out.epoch) for out in finished} == {("new", 1)}


def test_epoch_changed_during_a_tick_discards_its_results(plain: Request) -> None:
    entered, go = threading.Event(), threading.Event()

    class Waiting(Still):
        def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
            entered.set()
            go.wait(5)
            return super().__call__(rows)

    stream = Stream(Waiting(), 1)
    stream.submit(replace(plain, steps=1))
    result: list[list[Finished]] = []
    thread = threading.Thread(target=lambda: result.append(stream.tick()))
    thread.start()
    assert entered.wait(5)
    stream.new_epoch()
    go.set()
    thread.join(5)
    assert result == [[]]


def test_shared_values_act_at_the_next_step_and_can_be_given_back(
    golden: SimpleNamespace, plain: Request, decoder: Decoder
) -> None:
    own = replace(plain, steps=4, velocity_scale=1.2)
    doubled = run(prepare(replace(own, velocity_scale=0.7)), decoder)
    stream = Stream(decoder, 1)
    stream.submit(own)
    stream.set_shared(Shared(velocity_scale=0.7))
    shared = play(stream, 4)[0].latent
    assert torch.equal(shared, doubled)
    stream.set_shared(Shared())
    assert torch.equal(play(stream, 4)[0].latent, run(prepare(own), decoder))
    stream.set_shared(None)
    stream.tick()
    stream.set_shared(Shared(velocity_scale=torch.linspace(0, 1, 17)))
    late = play(stream, 3)[0].latent
    assert not torch.equal(late, shared)


@pytest.mark.parametrize(
    ("shared", "same"),
    [
        ({"sde_curve": 0.5}, {"sde_curve": 0.5}),
        ({"sde": True}, {"sde": True}),
        ({"ode_noise": 0.3}, {"ode_noise": 0.3}),
        ({"x0_target": 0.8}, {"x0_target": 0.8}),
        ({"dcw": DCW("low", 0.2)}, {"dcw": DCW("low", 0.2)}),
        ({"dcw": DCW(on=False)}, {"dcw": None}),
        ({"channel_gain": torch.full((1, 1, 64), 1.5)}, {"channel_gain": torch.full((1, 1, 64), 1.5)}),
        ({"guidance": 4.0}, {"guidance": Guidance("self", 4.0)}),
        ({"apg_momentum": 0.5}, {"guidance": Guidance("self", apg_momentum=0.5)}),
        ({"cfg_rescale": 0.5}, {"guidance": Guidance("self", cfg_rescale=0.5)}),
    ],
)
def test_every_shared_value_equals_the_requests_own(
    shared: dict, same: dict, golden: SimpleNamespace, plain: Request, decoder: Decoder
) -> None:
    own = replace(
        plain, steps=4, source=golden.source, dcw=DCW("high"), guidance=Guidance("self"), target=golden.target
    )
    stream = Stream(decoder, 1)
    stream.submit(own)
    stream.set_shared(Shared(**shared))
    if "sde_curve" in shared:
        stream.set_shared(Shared(sde=True, **shared))
    out = play(stream, 4)[0].latent
    assert torch.equal(out, run(prepare(replace(own, **same)), decoder))
    assert not torch.equal(out, run(prepare(own), decoder))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("seed", {"seed": -1}),
        ("seed", {"seed": 1.5}),
        ("turned", {"turned": 1.5}),
        ("toward", {"turned": 0.5, "toward": -1}),
        ("toward", {"turned": 0.5, "toward": (1, 2)}),
        ("steps", {"steps": 0}),
        ("shift", {"shift": float("nan")}),
        ("denoise", {"denoise": 1.01}),
        ("denoise", {"denoise": True}),
        ("context", {"context": torch.zeros(1, 51, 64)}),
        ("context", {"context": torch.full((1, 51, 128), float("nan"))}),
        ("conditions", {"conditions": ()}),
        ("conditions[0].tokens", {"conditions": (Condition(torch.zeros(1, 3, 32)),)}),
        ("conditions[0].weight", {"conditions": (Condition(torch.zeros(1, 3, 64), weight=-1.0),)}),
        ("conditions[0].presence", {"conditions": (Condition(torch.zeros(1, 3, 64), presence=torch.ones(2)),)}),
        ("conditions[0].presence", {"conditions": (Condition(torch.zeros(1, 3, 64), presence=torch.zeros(3)),)}),
        ("conditions[0].end", {"conditions": (Condition(torch.zeros(1, 3, 64), start=0.5, end=0.2),)}),
        ("source", {"source": torch.zeros(1, 50, 64)}),
        ("velocity_scale", {"velocity_scale": [1.0, float("inf")]}),
        ("ode_noise", {"ode_noise": "loud"}),
        ("x0_target", {"x0_target": 2.0}),
        ("mask", {"mask": torch.ones(51)}),
        ("guidance.mode", {"guidance": Guidance("half")}),
        ("guidance.negative", {"guidance": Guidance("full")}),
        ("dcw.mode", {"dcw": DCW("all")}),
        ("dcw.wavelet", {"dcw": DCW(wavelet="bior2.2")}),
        ("dcw.wavelet", {"dcw": DCW(wavelet="nothing")}),
        ("channel_gain", {"channel_gain": torch.ones(64)}),
        ("denoise_quantize", {"denoise_quantize": "floor"}),
    ],
)
def test_a_bad_request_is_named_and_changes_nothing(field: str, change: dict, plain: Request, decoder: Decoder) -> None:
    stream = Stream(decoder, 2)
    good = replace(plain, steps=2, tag="good")
    stream.submit(good)
    stream.tick()
    with pytest.raises(RequestError) as caught:
        stream.submit(replace(plain, **change))
    assert caught.value.field == field
    assert str(caught.value).startswith(f"{field}: ")
    with pytest.raises(RequestError):
        stream.set_shared(Shared(velocity_scale=float("nan")))
    finished = play(stream, 2)
    assert [out.request for out in finished] == [good] * len(finished)
    assert torch.equal(finished[0].latent, run(prepare(good), decoder))


def test_a_conditions_token_count_changes_no_other_row(
    golden: SimpleNamespace, plain: Request, transformer: torch.nn.Module, decoder: Decoder
) -> None:
    from engine.decoder.eager import EagerDecoder

    generator = torch.Generator().manual_seed(5)
    crowd = [Condition(torch.randn(1, length, 64, generator=generator)) for length in (1, 40, 200)]
    batched = EagerDecoder(fuse(transformer.config, transformer.state_dict()), batched=True)
    for executor, exact in ((decoder, True), (batched, False)):
        latents = []
        for guest in crowd:
            stream = Stream(executor, 2)
            stream.submit(replace(plain, steps=4, tag="host"), repeat=False)
            stream.tick()
            stream.submit(replace(plain, steps=4, conditions=(guest,)), repeat=False)
            latents += [out.latent for out in play(stream, 5) if out.request.tag == "host"]
        single = run(prepare(replace(plain, steps=4)), executor)
        assert len(latents) == 3
        for latent in latents:
            if exact:
                assert torch.equal(latent, single)
            assert float((latent - single).abs().max() / single.abs().max()) < 1e-5


def test_no_generator_but_the_requests_own_is_touched(golden: SimpleNamespace, plain: Request) -> None:
    torch.manual_seed(99)
    before = torch.random.get_rng_state()
    request = replace(plain, sde=True, ode_noise=0.5)
    first = run(prepare(request), Still())
    assert torch.equal(torch.random.get_rng_state(), before)
    torch.manual_seed(1)
    assert torch.equal(run(prepare(request), Still()), first)
    assert not torch.equal(run(prepare(replace(request, seed=4)), Still()), first)


def test_two_seeds_make_two_independent_rows(plain: Request, decoder: Decoder) -> None:
    both = run(prepare(replace(plain, seed=(5, 6), sde=True)), decoder)
    for row, seed in enumerate((5, 6)):
        assert torch.equal(both[row : row + 1], run(prepare(replace(plain, seed=seed, sde=True)), decoder))


def test_what_is_kept_for_a_condition_goes_with_it(plain: Request, transformer: torch.nn.Module) -> None:
    from engine.decoder.eager import EagerDecoder

    executor = EagerDecoder(fuse(transformer.config, transformer.state_dict()))
    tokens = torch.randn(1, 5, 64)
    watch = weakref.ref(tokens)
    stream = Stream(executor, 2)
    stream.submit(replace(plain, steps=2, conditions=(Condition(tokens),)), repeat=False)
    play(stream, 4)
    assert executor.derived.kept.conditions == 1
    stream.submit(replace(plain, steps=2))
    del tokens
    gc.collect()
    assert watch() is None
    assert executor.derived.kept.conditions == 0


class Spoiling(Still):
    """An executor whose answers are no numbers to a condition of ones."""

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        return [row.x * (torch.nan if bool(row.tokens.all()) else 0.1) for row in rows]


def test_what_is_not_finite_comes_out_as_such_and_nothing_of_it_stays_in_the_ring(plain: Request) -> None:
    bad = replace(plain, conditions=(Condition(torch.ones(1, 3, 64)),), steps=4, tag="bad")
    good = replace(plain, conditions=(Condition(torch.zeros(1, 3, 64)),), steps=4, tag="good")
    stream = Stream(Spoiling(), 4)
    for request in (bad, bad, good):
        stream.submit(request, repeat=False)
        assert stream.tick() == []
    (spoiled,) = stream.tick()
    assert (spoiled.request, spoiled.finite) == (bad, False)
    assert stream.running == (good,), "what is lost already would only hold the place of others"
    (kept,) = play(stream, 2)
    assert (kept.request, kept.finite) == (good, True)
    assert torch.equal(kept.latent, run(prepare(good), Still()))


def test_values_that_overflow_are_over_when_they_go_back(plain: Request, decoder: Decoder) -> None:
    stream = Stream(decoder, 2)
    stream.submit(replace(plain, steps=4))
    stream.set_shared(Shared(velocity_scale=3e38))
    assert not any(out.finite for out in play(stream, 8))
    stream.set_shared(None)
    play(stream, 4)
    assert all(out.finite for out in play(stream, 8))


def test_a_slot_knows_the_loras_that_acted_in_it(plain: Request) -> None:
    executor = Still()
    executor.loras = ("a", "b")
    stream = Stream(executor, 1)
    stream.submit(replace(plain, steps=3), repeat=False)
    for strengths in ({}, {"a": -0.5, "b": 0.0}, {"a": 0.25}):
        stream.set_shared(Shared(loras=strengths))
        finished = stream.tick()
    assert [dict(out.loras) for out in finished] == [{"a": 0.5}]
