"""A model beside the CPU: nothing of it is mixed up, and in a tick only what changed goes there."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from lora_checks import draw
from torch import Tensor

from engine import Prompt, Session
from engine.dcw import DCW, MODES
from engine.decoder import Row
from engine.decoder.eager import EagerDecoder
from engine.decoder.weights import fuse
from engine.device import Device, Mark, _made, device_of
from engine.errors import EngineError, RequestError
from engine.noise import Draw, Noises
from engine.noise import draw as draw_noise
from engine.plan import prepare
from engine.request import Condition, Guidance, Request, Shared, Span
from engine.slot import Slot, run
from engine.stream import Finished, Stream
from tests.engine.device_under_test import DEVICE, crossings, register

pytestmark = pytest.mark.filterwarnings("ignore:.*non-writable")
GPU = register()
LORA = "lora"


@pytest.fixture(scope="module")
def beside(transformer: torch.nn.Module) -> EagerDecoder:
    """The golden transformer on the device, with a LoRA."""
    state = {name: tensor.to(GPU) for name, tensor in transformer.state_dict().items()}
    made = EagerDecoder(fuse(transformer.config, state))
    made.attach(LORA, draw(transformer))
    return made


@pytest.fixture(scope="module")
def at_home(transformer: torch.nn.Module) -> EagerDecoder:
    made = EagerDecoder(fuse(transformer.config, transformer.state_dict()))
    made.attach(LORA, draw(transformer))
    return made


@pytest.fixture(scope="module")
def plain(golden: SimpleNamespace) -> Request:
    """A request whose large tensors are on the device, as a session makes them."""
    return Request(context=golden.context.to(GPU), conditions=(Condition(golden.enc.to(GPU)),), seed=3, steps=4)


def kinds(g: SimpleNamespace, plain: Request) -> dict[str, Request]:
    source, longer = g.source.to(GPU), torch.cat([g.enc2, g.enc], dim=1)
    kept = replace(plain, source=source)
    away = g.enc_neg.to(GPU)
    return {
        "from the CPU": replace(plain, context=g.context, conditions=(Condition(g.enc),), source=g.source),
        "sde": replace(plain, sde=True),
        "denoise": replace(kept, denoise=0.6),
        "sde curve": replace(kept, sde_curve=g.tri),
        "initial noise": replace(kept, initial_noise=g.ramp),
        "ode noise": replace(plain, ode_noise=g.tri * 0.2, velocity_scale=g.ramp + 0.5),
        "conditions": replace(plain, conditions=(Condition(g.enc, 1 - g.ramp), Condition(longer.to(GPU), g.ramp))),
        "presence": replace(plain, conditions=(Condition(longer, presence=torch.linspace(0, 1, 14).to(GPU)),)),
        "mask": replace(kept, mask=g.tri, sde=True, channel_gain=g.gain, mask_strength=lambda progress: 1 - progress),
        "mask noise": replace(kept, mask=g.tri, mask_noise=g.mask_noise, original=source),
        "target": replace(plain, target=g.target.to(GPU), x0_target=0.5),
        "gated target": replace(plain, target=g.target, x0_curve=g.tri, x0_gate=0.2),
        "seeds": replace(plain, seed=(21, 22)),
        "nothing to do": replace(kept, denoise=0.0),
        "step noise": replace(plain, sde=True, step_noise=torch.randn(2, *g.source.shape[1:])),
        "span": replace(kept, span=Span(g.source.shape[1] - 10, 20), sde=True, velocity_scale=g.ramp),
        "lora": replace(plain, loras={LORA: 0.7}),
        "full": replace(plain, guidance=Guidance("full", 3.0, negative=away)),
        "initialize": replace(plain, guidance=Guidance("initialize", g.tri + 1, negative=g.enc_neg)),
        "self": replace(plain, guidance=Guidance("self", 2.0, cfg_rescale=0.5)),
        **{f"dcw {mode}": replace(plain, dcw=DCW(mode, g.tri * 0.1, 0.02, "db2", 0.3, 0.4, 0.01)) for mode in MODES},
        "haar": replace(plain, dcw=DCW()),
    }


def home(value: Any) -> Any:
    """A request with all its tensors on the CPU."""
    if isinstance(value, Tensor):
        return value.cpu()
    if isinstance(value, tuple):
        return tuple(home(each) for each in value)
    if isinstance(value, Request | Condition | Guidance):
        return replace(value, **{name: home(each) for name, each in vars(value).items()})
    return value


def close(found: Tensor, wanted: Tensor) -> bool:
    return bool((found.cpu() - wanted).abs().max() <= 1e-5 * wanted.abs().max())


def play(stream: Stream, ticks: int) -> list[Finished]:
    return [out for _ in range(ticks) for out in stream.tick()]


def test_the_device_refuses_to_mix_and_counts() -> None:
    here, there = torch.ones(3), torch.ones(3, device=GPU)
    with pytest.raises(RuntimeError, match="all tensors to be on"):
        there + here
    with pytest.raises(TypeError, match="numpy"):
        there.numpy()
    with crossings() as seen:
        assert (there * torch.tensor(2.0)).device == GPU, "a number may come from the CPU"
        assert not seen.uploads
        assert float((there + here.to(GPU)).sum()) == 6.0
        there[torch.tensor([0, 1])].cpu()
    assert seen.uploads == ["_to_copy", "index"]
    assert seen.reads == ["_local_scalar_dense", "_to_copy"]


@pytest.mark.live
def test_every_kind_of_request_runs_beside_the_cpu(
    golden: SimpleNamespace, plain: Request, beside: EagerDecoder, at_home: EagerDecoder
) -> None:
    requests, wanted, came = kinds(golden, plain), {}, {}
    stream = Stream(beside, 3)
    for name, request in requests.items():
        wanted[name] = run(prepare(home(request), width=64, loras=at_home.loras), at_home)
        found = run(prepare(request, width=64, device=GPU, loras=beside.loras), beside)
        assert found.device == GPU
        assert close(found, wanted[name]), name
        while stream.waiting is not None:
            came.update({out.request.tag: out for out in stream.tick()})
        stream.submit(replace(request, tag=name), repeat=False)
    while stream.busy:
        came.update({out.request.tag: out for out in stream.tick()})
    assert came.keys() == requests.keys()
    for name, out in came.items():
        assert out.finite
        assert close(out.latent, wanted[name]), f"{name}, in the ring"


@pytest.fixture
def stream(golden: SimpleNamespace, plain: Request, beside: EagerDecoder) -> Stream:
    """A ring that has been running for a while with all there is at once, everything that is drawn once included."""
    g, made = golden, Stream(beside, 2)
    heard = (
        Condition(g.enc.to(GPU), 1 - g.ramp),
        Condition(g.enc2.to(GPU), presence=torch.linspace(0.2, 1, 7).to(GPU)),
    )
    made.submit(
        replace(
            plain,
            conditions=heard,
            dcw=DCW(low=g.tri * 0.1),
            sde=True,
            sde_curve=g.tri,
            source=g.source.to(GPU),
            mask=g.tri,
            channel_gain=g.gain,
            target=g.target.to(GPU),
            x0_target=0.5,
            guidance=Guidance("full", g.tri + 1, negative=g.enc_neg.to(GPU)),
            loras={LORA: 0.5},
        )
    )
    play(made, 12)
    return made


def test_a_tick_in_which_nothing_changed_uploads_and_reads_nothing(stream: Stream) -> None:
    finishes = 0
    for _ in range(8):
        with crossings() as seen:
            finished = stream.tick()
        finishes += len(finished)
        assert not seen.uploads
        assert len(seen.reads) <= 1, "one for what this tick finishes, looked at after the next"
    assert finishes == 4
    stream.depth = 1
    play(stream, 9)
    with crossings() as seen:
        finished = play(stream, 8)
    assert len(finished) == len(seen.reads) == 2, "most ticks read nothing"
    assert not seen.uploads


def test_however_many_values_move_one_copy_brings_them(golden: SimpleNamespace, stream: Stream) -> None:
    numbers = np.random.default_rng(0)
    for _ in range(4):
        with crossings() as seen:
            stream.set_shared(
                Shared(
                    velocity_scale=numbers.random(),
                    sde_curve=numbers.random(60),
                    x0_target=numbers.random(),
                    guidance=numbers.random(),
                    dcw=DCW(low=numbers.random(60) * 0.1, high=numbers.random() * 0.1),
                    channel_gain=torch.rand(1, 60, 64) + 0.5,
                )
            )
            stream.submit(replace(stream.running[0], x0_curve=golden.tri * numbers.random(), target=golden.target))
            stream.tick()
        assert 1 <= len(seen.uploads) <= 2
        assert len(seen.reads) <= 1


def test_what_is_said_again_stays_where_it_is(stream: Stream, golden: SimpleNamespace) -> None:
    said = Shared(velocity_scale=golden.ramp.numpy().copy(), dcw=DCW(low=0.1))
    stream.set_shared(said)
    with crossings() as seen:
        stream.set_shared(replace(said, velocity_scale=golden.ramp.numpy().copy()))
        stream.tick()
    assert not seen.uploads
    with crossings() as seen:
        stream.set_shared(replace(said, dcw=DCW(low=0.2)))
    assert seen.uploads == ["_to_copy"]


def test_only_curves_that_are_others_are_fitted_again(plain: Request) -> None:
    slot = Slot(prepare(home(plain)))
    curve, other = torch.rand(1, 7, 1), torch.rand(1, 7, 1)
    live = replace(slot.plan.live, velocity_scale=curve, ode_noise=other, dcw=DCW(low=curve, high=other))
    first = slot._fitted(live)
    second = slot._fitted(replace(live, ode_noise=torch.rand(1, 7, 1), sde=True))
    assert second.velocity_scale is first.velocity_scale
    assert second.ode_noise is not first.ode_noise
    assert second.sde
    assert first.dcw is not None
    assert second.dcw is not None
    assert second.dcw.low is first.dcw.low


class Waiting:
    """An executor that only answers."""

    device = GPU
    token_width = 64
    loras = ()

    def __init__(self) -> None:
        self.problem: Exception | None = None
        self.factor = 0.1

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        if self.problem is not None:
            raise self.problem
        return [row.x * self.factor for row in rows]


def test_what_a_tick_finished_comes_out_of_the_next(plain: Request) -> None:
    stream = Stream(Waiting(), 1)
    assert stream.behind == 1
    stream.submit(replace(plain, steps=2, tag=1), repeat=False)
    assert not play(stream, 2)
    assert [request.tag for request in stream.running] == [1], "it is still to come"
    assert stream.busy
    (out,) = stream.tick()
    assert (out.tick, out.finite, out.step_count) == (1, True, 2)
    assert not stream.busy
    assert stream.took is not None
    assert stream.took > 0.0


def test_a_tick_is_asked_for_before_the_one_before_it_is_waited_for(
    plain: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    class Numbered(Mark):
        def __init__(self) -> None:
            super().__init__()
            self.number = sum(each.startswith("mark") for each in said)
            said.append(f"mark {self.number}")

        def wait(self) -> None:
            said.append(f"wait {self.number}")

    device = Device(GPU)
    monkeypatch.setattr(device, "mark", Numbered)
    monkeypatch.setattr("engine.stream.device_of", lambda _: device)
    stream = Stream(Waiting(), 1)
    stream.submit(replace(plain, steps=4))
    play(stream, 3)
    assert said == ["mark 0", "mark 1", "mark 2", "mark 3", "wait 1", "mark 4", "mark 5", "wait 3"]


def test_numbers_that_are_on_the_device_are_looked_at_in_what_comes_of_them(plain: Request) -> None:
    stream, source = Stream(Waiting(), 1), torch.full((1, plain.context.shape[1], 64), float("nan"))
    with pytest.raises(RequestError, match="source"):
        stream.submit(replace(plain, source=source, denoise=0.5))
    with crossings() as seen:
        stream.submit(replace(plain, source=source.to(GPU), denoise=0.5), repeat=False)
    assert not seen.reads
    assert [out.finite for out in play(stream, 8)] == [False]


def test_another_epoch_has_nothing_of_the_one_before_come_out(plain: Request) -> None:
    stream = Stream(Waiting(), 1)
    stream.submit(replace(plain, steps=1), repeat=False)
    stream.tick()
    stream.new_epoch()
    assert not stream.busy
    assert not stream.tick()


def test_what_is_not_finite_is_known_a_tick_later_and_takes_its_like_with_it(plain: Request) -> None:
    decoder = Waiting()
    stream = Stream(decoder, 2)
    stream.submit(replace(plain, steps=2))
    play(stream, 4)
    decoder.factor = float("nan")
    (good,) = stream.tick()
    assert good.finite, "it was done before"
    decoder.factor = 0.1
    bad = stream.tick()
    assert [out.finite for out in bad] == [False]
    assert all(out.finite for out in play(stream, 6)), "those it had spoilt are gone, too"


@pytest.mark.parametrize("shared", [False, True])
def test_noise_is_drawn_by_another_thread_and_not_drawn_twice(
    shared: bool, plain: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[Draw, str]] = []

    def watched(wanted: Draw) -> Tensor:
        drawn.append((wanted, threading.current_thread().name.split("_")[0]))
        return draw_noise(wanted)

    monkeypatch.setattr("engine.noise.draw", watched)
    stream = Stream(Waiting(), 1)
    if shared:
        stream.set_shared(Shared(sde=True))
    stream.submit(replace(plain, sde=not shared))
    play(stream, 13)
    assert [wanted.step for wanted, _ in drawn] == [None, 0, 1, 2], "the last step needs none"
    assert {thread for _, thread in drawn} == {"noise"}


def test_noise_beside_the_cpu_is_the_same_noise() -> None:
    noises = Noises(device_of(GPU))
    for at in (None, 10):
        wanted = Draw((3, 4), 2, 20, 64, at, 40)
        noises.ahead(wanted)
        assert torch.equal(noises(wanted).cpu(), draw_noise(wanted))


@pytest.mark.parametrize("device", ["cpu", DEVICE])
def test_too_little_memory_is_an_error_with_numbers_and_empties_the_ring(plain: Request, device: str) -> None:
    decoder = Waiting()
    decoder.device = torch.device(device)
    request = plain if device == DEVICE else home(plain)
    stream = Stream(decoder, 2)
    stream.submit(request)
    play(stream, 3)
    decoder.problem = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has")
    with pytest.raises(EngineError, match=r"too small for 2 generations at once: 20\.00 MiB more .* smaller depth"):
        stream.tick()
    assert not stream.busy
    decoder.problem = None
    stream.submit(request, repeat=False)
    assert len(play(stream, 6)) == 1


@pytest.fixture(scope="module")
def folder(pipeline: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("checkpoint")
    pipeline.save_pretrained(where)
    return where


@pytest.mark.live
def test_a_session_does_everything_beside_the_cpu(folder: Path, tmp_path: Path) -> None:
    found: dict[str, Any] = {}
    wanted: dict[str, Any] = {}
    for device, came in ((DEVICE, found), ("cpu", wanted)):
        session = Session.load(folder, device=device, cache=tmp_path / "cache")
        noise = np.random.default_rng(0).normal(size=(2, 48000)).astype(np.float32) * 0.1
        source = session.prepare_source(noise, 48000)
        session.save_source(source, tmp_path / "kept.safetensors")
        again = session.prepare_source(tmp_path / "kept.safetensors")
        tokens = session.encode_text(Prompt("calm piano", lyrics="la la"), timbre=again, timbre_strength=0.5)
        other = session.encode_text("a longer caption of something else")
        mixed = session.mix(again.latent, session.structure(again.latent), [0.0, 1.0])
        context = session.context(session.mix(mixed, again.latent, 0.3), strength=0.5)
        masked = session.context(again, chunk_mask=[0.0, 1.0])
        blended = session.blend_tokens([(tokens, 0.3), (other, 0.7)])
        request = Request(masked, (blended,), seed=1, steps=2, source=again.latent, mask=[0.0, 1.0])
        latent = session.generate(request)
        came.update(hints=again.hints, context=context, latent=latent)
        came["sound"] = torch.from_numpy(session.decode(latent, 3, 12, cyclic=True))
    assert all(close(found[name], value) for name, value in wanted.items())


class Recorded:
    """Stands in for torch.cuda and writes down what is asked of it."""

    def __init__(self) -> None:
        self.said: list[str] = []
        recorded = self

        class Stream:
            def __init__(self, device: torch.device, priority: int = 0) -> None:
                self.name = {-2: "decodes", -1: "ticks", 0: "default"}[priority]

            def wait_stream(self, other: "Stream") -> None:
                recorded.said.append(f"{self.name} waits for {other.name}")

            def synchronize(self) -> None:
                recorded.said.append(f"{self.name} is waited for")

        class Event:
            def __init__(self, enable_timing: bool) -> None:
                self.at = 0.0

            def record(self) -> None:
                recorded.said.append(f"event in {recorded.current}")
                self.at = time.monotonic()

            def synchronize(self) -> None:
                recorded.said.append("event is waited for")

            def elapsed_time(self, later: "Event") -> float:
                return 1000.0 * (later.at - self.at)

        @contextmanager
        def stream(which: Stream) -> Iterator[None]:
            before, self.now = self.now, which
            yield
            self.now = before

        self.Stream, self.Event, self.stream = Stream, Event, stream
        self.now = self.default = Stream(torch.device("cpu"))

    @property
    def current(self) -> str:
        return self.now.name

    def current_stream(self, device: torch.device) -> Any:
        return self.now

    def default_stream(self, device: torch.device) -> Any:
        return self.default

    def mem_get_info(self, device: torch.device) -> tuple[int, int]:
        return 5 << 20, 80 << 30

    def empty_cache(self) -> None:
        self.said.append("given back")


def test_on_cuda_ticks_decodes_and_preparing_have_a_stream_each(monkeypatch: pytest.MonkeyPatch) -> None:
    cuda = Recorded()
    monkeypatch.setattr(torch, "cuda", cuda)
    device = _made.__wrapped__(torch.device("cuda", 0))
    with device.ticking(apart=True):
        first = device.mark()
        with device.decoding():
            assert cuda.current == "decodes"
        with device.ticking():
            assert cuda.current == "ticks"
        second = device.mark()
    with device.beside():
        assert cuda.current == "default"
    second.wait()
    assert second.since(first) >= 0.0
    assert cuda.said == [
        "event in ticks",
        "event in ticks",
        "default waits for ticks",
        "default is waited for",
        "event is waited for",
    ]
    memory = device.memory()
    assert memory is not None
    assert memory.free == 5 << 20


def test_on_cuda_ticks_and_decodes_come_after_what_made_what_they_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who uses a session without a performer does so on the default stream, and waits for nothing."""
    cuda = Recorded()
    monkeypatch.setattr(torch, "cuda", cuda)
    device = _made.__wrapped__(torch.device("cuda", 0))
    with device.ticking(), device.decoding():
        pass
    with device.decoding():
        pass
    assert cuda.said == ["ticks waits for default", "decodes waits for default"]
