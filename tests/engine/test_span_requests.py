"""Requests that see a span of a song: cut, not squeezed; and noise that belongs to the song's frames."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import Tensor

from engine import DCW, Condition, Guidance, Prompt, Request, RequestError, Session, Shared, Span
from engine.decoder import Decoder, Row
from engine.noise import span_noise
from engine.plan import prepare
from engine.slot import Slot, advance, run
from engine.stream import Stream

SONG = 51
AROUND = Span(at=40, frames=24)
SPANS = (Span(0, 24), Span(10, 24), AROUND, Span(0, SONG), Span(7, SONG))


def inside(span: Span) -> Tensor:
    return (span.at + torch.arange(span.frames)) % SONG


@pytest.fixture
def plain(golden: SimpleNamespace) -> Request:
    return Request(context=golden.context, conditions=(Condition(golden.enc),), seed=3, steps=4)


@pytest.fixture
def rich(golden: SimpleNamespace, plain: Request) -> Request:
    """Everything that spans the song, at once."""
    g = golden
    return replace(
        plain,
        conditions=(Condition(g.enc, 1 - g.ramp), Condition(g.enc2, g.ramp)),
        source=g.source,
        denoise=0.8,
        velocity_scale=g.ramp + 0.5,
        sde_curve=g.tri,
        target=g.target,
        x0_curve=g.tri,
        mask=g.tri,
        guidance=Guidance("self", g.ramp + 1.0),
        dcw=DCW(low=g.ramp * 0.1),
        channel_gain=1.0 + g.tri[None, :, None] * g.gain,
    )


def test_everything_that_spans_the_song_is_cut_to_the_span(rich: Request, golden: SimpleNamespace) -> None:
    whole = prepare(rich)
    for span in SPANS:
        plan, at = prepare(replace(rich, span=span)), inside(span)
        assert (plan.frames, plan.song) == (span.frames, SONG)
        for name in ("context", "source", "original", "target", "x0_curve", "mask"):
            assert torch.equal(getattr(plan, name), getattr(whole, name)[:, at]), name
        for name in ("velocity_scale", "sde_curve", "guidance", "channel_gain"):
            assert torch.equal(getattr(plan.live, name), getattr(whole.live, name)[:, at]), name
        assert torch.equal(plan.parts[1].weight, golden.ramp[None, at, None])
        assert torch.equal(plan.live.dcw.low, whole.live.dcw.low[:, at])
        assert plan.live.apg_momentum.shape == (1, 1, 1), "a flat value stays flat"


def test_a_curve_of_another_resolution_spans_the_song_not_the_span(plain: Request) -> None:
    plan = prepare(replace(plain, velocity_scale=[0.0, 1.0], span=Span(40, 11)))
    whole = prepare(replace(plain, velocity_scale=[0.0, 1.0])).live.velocity_scale
    assert torch.equal(plan.live.velocity_scale, whole[:, 40:51])
    assert float(plan.live.velocity_scale.min()) > 0.7


@pytest.mark.parametrize("depth", [1, 3])
def test_stream_equals_generate_in_spans(depth: int, plain: Request, rich: Request, decoder: Decoder) -> None:
    waiting = [
        replace(request, span=span, tag=(name, span))
        for span in SPANS
        for name, request in {"ode": plain, "sde": replace(plain, sde=True), "rich": rich}.items()
    ]
    stream, seen = Stream(decoder, depth), 0
    while waiting or len(stream):
        running = len(stream)
        if waiting:
            stream.submit(waiting[0], repeat=False)
        finished = stream.tick()
        if waiting and len(stream) + len(finished) > running:
            waiting.pop(0)
        for out in finished:
            assert torch.equal(out.latent, run(prepare(out.request), decoder)), out.request.tag
            seen += 1
    assert seen == 3 * len(SPANS)


@pytest.mark.parametrize("span", [Span(10, 24), AROUND])
def test_shared_curves_span_the_song_in_every_slot(
    span: Span, golden: SimpleNamespace, plain: Request, decoder: Decoder
) -> None:
    own = replace(plain, span=span)
    values = {"velocity_scale": [0.5, 1.5], "dcw": DCW(low=golden.ramp * 0.3), "channel_gain": 1 + 0.1 * golden.gain}
    stream = Stream(decoder, 2)
    stream.set_shared(Shared(**values))
    stream.submit(own, repeat=False)
    finished = [out for _ in range(own.steps) for out in stream.tick()]
    assert torch.equal(finished[0].latent, run(prepare(replace(own, **values)), decoder))


@pytest.mark.parametrize(
    ("span", "message"),
    [
        (Span(51, 10), "span.at: must lie in 0..50"),
        (Span(-1, 10), "span.at"),
        (Span(0, 52), "span.frames: must lie in 1..51"),
        (Span(0, 0), "span.frames"),
        (Span(0.5, 10), "span.at: expected a whole number"),  # type: ignore[arg-type]
        ((0, 10), "span: expected a Span"),
    ],
)
def test_spans_outside_the_song_are_refused(span: object, message: str, plain: Request) -> None:
    with pytest.raises(RequestError, match=message):
        prepare(replace(plain, span=span))  # type: ignore[arg-type]


def test_the_decoder_sees_a_span_whatever_the_length_of_the_song(golden: SimpleNamespace) -> None:
    seen = set()

    class Lengths:
        device, token_width, loras = torch.device("cpu"), 64, ()

        def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
            seen.update((row.x.shape[1], row.context.shape[1]) for row in rows)
            return [row.x * 0.1 for row in rows]

    for seconds in (12, 60, 300):
        context = torch.zeros(1, seconds * 25, 128)
        stream = Stream(Lengths(), 4)
        stream.submit(Request(context, (Condition(golden.enc),), span=Span(at=seconds * 25 - 10, frames=300)))
        finished = [out for _ in range(10) for out in stream.tick()]
        assert {out.latent.shape for out in finished} == {(1, 300, 64)}
    assert seen == {(300, 300)}


def draw(seed: int = 5, step: int | None = None, at: int = 0, frames: int = 400, song: int = 7500) -> np.ndarray:
    return span_noise((seed,), step, at, frames, song, 64)[0].numpy()


def test_noise_is_a_function_of_the_songs_frame() -> None:
    whole = draw(frames=7500)
    for at in (0, 1, 100, 7100):
        assert np.array_equal(draw(at=at), whole[at : at + 400])
    around = draw(at=7400, song=7500)
    assert np.array_equal(around, np.concatenate([whole[7400:], whole[:300]]))
    step = draw(step=6, frames=7500)
    assert np.array_equal(draw(step=6, at=3001), step[3001:3401])
    both = span_noise((5, 9), 6, 3001, 400, 7500, 64)
    assert np.array_equal(both[0], draw(step=6, at=3001))
    assert np.array_equal(both[1], draw(seed=9, step=6, at=3001))


def test_noise_is_normal() -> None:
    from scipy import stats

    values = draw(frames=7500).astype(np.float64).ravel()
    count = values.size
    assert abs(values.mean()) < 4 / count**0.5
    assert abs(values.var() - 1) < 4 * (2 / count) ** 0.5
    assert abs(stats.skew(values)) < 4 * (6 / count) ** 0.5
    assert abs(stats.kurtosis(values)) < 4 * (24 / count) ** 0.5
    assert stats.kstest(values, "norm").pvalue > 0.01
    assert 4.4 < np.abs(values).max() < 6.8
    assert len(np.unique(values)) > 0.98 * count


@pytest.mark.parametrize("of", ["frames", "channels", "seeds", "steps"])
def test_noise_is_independent_between(of: str) -> None:
    """Among 64 series of 4096 numbers no correlation beyond 5 standard deviations, and none at a lag of one."""
    if of == "frames":
        series = np.stack([draw(seed, frames=64) for seed in range(64)]).transpose(1, 0, 2).reshape(64, -1)
    elif of == "channels":
        series = draw(frames=4096).T
    elif of == "seeds":
        seeds = (*range(32), *(2**32 - 1 - n for n in range(16)), *(2**n for n in range(6, 22)))
        series = np.stack([draw(seed, frames=64).ravel() for seed in seeds])
    else:
        series = np.stack([draw(step=step, frames=64).ravel() for step in (None, *range(63))])
    bound = 5 / series.shape[1] ** 0.5
    assert np.abs(np.corrcoef(series) - np.eye(64)).max() < bound
    assert np.abs(np.corrcoef(series**2) - np.eye(64)).max() < bound
    assert np.abs(np.mean(series[:, 1:] * series[:, :-1], axis=1)).max() < bound


def test_slots_start_from_it_and_draw_their_steps_from_it(plain: Request) -> None:
    def at_rest(rows: Sequence[Row]) -> list[Tensor]:
        return [torch.zeros_like(row.x) for row in rows]

    slot = Slot(prepare(replace(plain, span=AROUND, ode_noise=1.0)))
    assert torch.equal(slot.latent, span_noise((3,), None, AROUND.at, AROUND.frames, SONG, 64))
    for step, following in enumerate(slot.plan.schedule[1:]):
        expected = slot.latent + span_noise((3,), step, AROUND.at, AROUND.frames, SONG, 64) * following
        advance([slot], at_rest)
        torch.testing.assert_close(slot.latent, expected)


@pytest.mark.parametrize("sde", [False, True], ids=["ode", "sde"])
def test_the_music_stays_the_same_where_spans_overlap(sde: bool) -> None:
    """The shipped model, two spans of 6 s that share 4 s: how far apart they are there, relative to their size."""
    session = Session.load(decoder="eager")
    prompt = Prompt("solo piano, slow", bpm=80, key="C major")
    tokens, context = session.encode_text(prompt), session.context(session.plan(300, prompt, seed=1))
    song = Request(context, (Condition(tokens),), seed=1, sde=sde)

    def apart(first: Tensor, second: Tensor) -> float:
        a, b = first[:, 50:], second[:, :100]
        return float((a - b).norm() / b.norm())

    by_frame = apart(*(session.generate(replace(song, span=Span(at, 150))) for at in (60, 110)))
    by_length = apart(*(session.generate(replace(song, context=context[:, at : at + 150])) for at in (60, 110)))
    assert by_frame < 0.2
    assert by_length > 3 * by_frame
