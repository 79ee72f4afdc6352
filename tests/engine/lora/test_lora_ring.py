"""LoRAs in the executor and the ring: what a merged model answers, with strengths that move between two ticks."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from engine_checks import ModuleDecoder
from lora_checks import draw, merged, tensors, write
from torch import Tensor

from engine import Condition, Guidance, LoraError, Request, RequestError, Session, Shared
from engine.checkpoints.folders import SHIPPED
from engine.checkpoints.module import read_weights
from engine.decoder import Row
from engine.decoder.derived import KEPT_FADES
from engine.decoder.eager import EagerDecoder
from engine.decoder.weights import fuse
from engine.lora import Factors, read_factors
from engine.plan import prepare
from engine.slot import run
from engine.stream import Stream

BIASED = {
    "hidden_size": 48,
    "intermediate_size": 64,
    "num_hidden_layers": 3,
    "num_attention_heads": 6,
    "num_key_value_heads": 3,
    "head_dim": 8,
    "patch_size": 3,
    "attention_bias": True,
    "encoder_hidden_size": 64,
}
SOME = ("self_attn.to_k", "cross_attn.to_v", "mlp.up_proj")


@pytest.fixture(scope="module")
def loras(transformer: torch.nn.Module) -> dict[str, dict[str, Factors]]:
    return {"a": draw(transformer, 1), "b": draw(transformer, 2, SOME), "c": draw(transformer, 3, ("mlp.down_proj",))}


@pytest.fixture
def executor(transformer: torch.nn.Module, loras: Mapping[str, Mapping[str, Factors]]) -> EagerDecoder:
    return attached(transformer, loras)


def attached(
    model: torch.nn.Module, loras: Mapping[str, Mapping[str, Factors]], batched: bool = False, threads: int = 1
) -> EagerDecoder:
    executor = EagerDecoder(fuse(model.config, model.state_dict()), batched=batched, threads=threads)
    for lora, factors in loras.items():
        executor.attach(lora, factors)
    return executor


def rows_of(strengths: Sequence[Mapping[str, float]], frames: int = 51) -> list[Row]:
    generator = torch.Generator().manual_seed(3)

    def draw(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator)

    return [
        Row(draw(1, frames, 64), 1.0 - i / 9, draw(1, (7, 1, 12)[i % 3], 64), draw(1, frames, 128), tuple(each.items()))
        for i, each in enumerate(strengths)
    ]


def off(ours: Tensor, theirs: Tensor) -> float:
    return float((ours - theirs).abs().max() / theirs.abs().max())


MIXES: tuple[Mapping[str, float], ...] = (
    {"a": 1.0},
    {},
    {"a": -0.6},
    {"a": 0.3, "b": 2.0},
    {"b": 1.0},
    {"a": 0.5, "b": -1.5, "c": 0.7},
    {"c": -1.0},
)


@pytest.mark.parametrize("batched", [False, True])
@pytest.mark.parametrize("variant", ["golden", "biased"])
def test_equals_the_merged_model(variant: str, batched: bool, transformer: torch.nn.Module) -> None:
    model = transformer
    if variant == "biased":
        torch.manual_seed(0)
        model = type(transformer)(**BIASED).eval()
    loras = {"a": draw(model, 1), "b": draw(model, 2, SOME), "c": draw(model, 3, ("mlp.down_proj",))}
    rows = rows_of(MIXES)
    answers = attached(model, loras, batched)(rows)
    plain = ModuleDecoder(model)(rows)
    for row, answer, without in zip(rows, answers, plain, strict=True):
        changes = [(loras[lora], strength) for lora, strength in row.loras]
        (wanted,) = ModuleDecoder(merged(model, *changes))([row])
        assert off(answer, wanted) < 1e-5
        assert not changes or off(answer, without) > 0.01, "a LoRA without an effect shows nothing"


def test_equals_peft(transformer: torch.nn.Module, tmp_path: Path) -> None:
    import peft

    names = ["to_q", "to_k", "to_v", "to_out.0", "gate_proj", "up_proj", "down_proj"]
    config = peft.LoraConfig(
        r=4, lora_alpha=6, target_modules=names, rank_pattern={"to_q": 2}, alpha_pattern={"up_proj": 9}
    )
    torch.manual_seed(0)
    model = peft.get_peft_model(type(transformer).from_config(transformer.config), config).eval()
    model.base_model.model.load_state_dict(renamed(model.base_model.model, transformer), strict=False)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_B" in name:
                parameter.normal_(std=0.3)
    model.save_pretrained(tmp_path / "saved")
    executor = attached(transformer, {"it": read_factors(tmp_path / "saved")})
    (row,) = rows_of([{"it": 1.0}])
    (wanted,) = ModuleDecoder(model.base_model.model)([row])
    assert off(executor([row])[0], wanted) < 1e-5
    assert off(executor([replace(row, loras=())])[0], wanted) > 0.01


def renamed(wrapped: torch.nn.Module, plain: torch.nn.Module) -> dict[str, Tensor]:
    """The plain model's weights under the names PEFT gives them."""
    state = plain.state_dict()
    return {name: state[bare] for name in wrapped.state_dict() if (bare := name.replace(".base_layer", "")) in state}


@pytest.mark.parametrize("batched", [False, True])
def test_silent_loras_change_no_bit(batched: bool, transformer: torch.nn.Module, loras: dict) -> None:
    rows = rows_of([{}] * 4)
    bare = attached(transformer, {}, batched)(rows)
    loaded = attached(transformer, loras, batched)
    assert all(torch.equal(a, b) for a, b in zip(loaded(rows), bare, strict=True))
    loaded([replace(row, loras=(("a", 0.5), ("b", 1.0))) for row in rows])
    assert all(torch.equal(a, b) for a, b in zip(loaded(rows), bare, strict=True))
    unknown = [replace(row, loras=(("gone", 1.0),)) for row in rows]
    assert all(torch.equal(a, b) for a, b in zip(loaded(unknown), bare, strict=True))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_row_is_the_same_bits_in_any_company(dtype: torch.dtype, transformer: torch.nn.Module, loras: dict) -> None:
    state = {name: tensor.to(dtype) for name, tensor in transformer.state_dict().items()}
    executor = EagerDecoder(fuse(transformer.config, state), threads=2)
    for lora, factors in loras.items():
        executor.attach(lora, factors)
    tokens = rows_of([{}])[0].tokens
    rows = [replace(row, tokens=tokens) for row in rows_of([*MIXES, {"a": 0.9}, {"a": 0.8}])]
    alone = [executor([row])[0] for row in rows]
    assert len(rows) > KEPT_FADES, "some memories are made again"
    for answer, again in zip(alone, executor(rows), strict=True):
        assert torch.equal(answer, again)
    for answer, again in zip(alone[::-1], executor(rows[::-1]), strict=True):
        assert torch.equal(answer, again)


def test_what_is_kept_stays_bounded_and_goes(executor: EagerDecoder) -> None:
    (row,) = rows_of([{}])
    for i in range(1, 3 * KEPT_FADES):
        executor([replace(row, loras=(("a", i / 10), ("c", 1.0)))])
    kept = executor.derived.kept
    assert kept.conditions == 1
    assert kept.fades == KEPT_FADES
    assert kept.changes == 1, "only LoRAs that reach keys and values have a share in them"
    executor.detach("a")
    assert (executor.derived.kept.fades, executor.derived.kept.changes) == (0, 0)
    assert executor.loras == {"b", "c"}


def test_attaching_again_replaces(transformer: torch.nn.Module, executor: EagerDecoder, loras: dict) -> None:
    (row,) = rows_of([{"a": 1.0}])
    executor([row])
    executor.attach("a", loras["b"])
    (wanted,) = attached(transformer, {"a": loras["b"]})([row])
    assert torch.equal(executor([row])[0], wanted)


def test_loading_beside_a_running_ring_is_never_half_done(executor: EagerDecoder, loras: dict) -> None:
    (row,) = rows_of([{"a": 1.0}])
    (heard,), (bare,) = executor([row]), executor([replace(row, loras=())])
    done = threading.Event()

    def load() -> None:
        while not done.is_set():
            executor.detach("a")
            executor.attach("a", loras["a"])

    loader = threading.Thread(target=load)
    loader.start()
    try:
        answers = [executor([row])[0] for _ in range(100)]
    finally:
        done.set()
        loader.join()
    assert {torch.equal(each, heard) or torch.equal(each, bare) for each in answers} == {True}


@pytest.fixture
def plain(golden: SimpleNamespace) -> Request:
    return Request(context=golden.context, conditions=(Condition(golden.enc),), seed=3, steps=4)


def generate(request: Request, executor: EagerDecoder) -> Tensor:
    return run(prepare(request, width=64, loras=executor.loras), executor)


def test_each_slot_has_its_own_strengths(golden: SimpleNamespace, plain: Request, executor: EagerDecoder) -> None:
    both = (Condition(golden.enc), Condition(golden.enc2, weight=0.5))
    requests = [
        replace(plain, loras={"a": 0.5}, tag=0),
        replace(plain, loras={"b": -1.0, "a": 0.7}, conditions=both, tag=1),
        replace(plain, tag=2),
        replace(plain, loras={"a": 0.0}, tag=3),
        replace(plain, loras={"a": 1.5}, guidance=Guidance("full", negative=golden.enc2), tag=4),
    ]
    alone = [generate(request, executor) for request in requests]
    assert torch.equal(alone[2], alone[3]), "strength 0 is off"
    assert not torch.equal(alone[0], alone[2])
    stream, out = Stream(executor, depth=4), []
    for tick in range(10):
        if tick < len(requests):
            stream.submit(requests[tick], repeat=False)
        out += stream.tick()
    assert [each.request.tag for each in out] == [0, 1, 2, 3, 4]
    assert all(torch.equal(each.latent, wanted) for each, wanted in zip(out, alone, strict=True))


def test_a_fader_is_heard_at_the_next_tick(plain: Request, executor: EagerDecoder) -> None:
    seen: list[list[tuple[tuple[str, float], ...]]] = []

    class Watching(EagerDecoder):
        def __init__(self) -> None:
            vars(self).update(vars(executor))

        def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
            seen.append([row.loras for row in rows])
            return super().__call__(rows)

    stream = Stream(Watching(), depth=2)
    stream.submit(replace(plain, loras={"a": 0.25}))
    moves: list[Shared | None] = [
        None,
        Shared(loras={"b": 1.0, "a": 0.5}),
        Shared(loras={"a": -0.5, "b": 0.0}),
        Shared(loras={}),
        Shared(velocity_scale=1.0),
    ]
    for shared in moves:
        stream.set_shared(shared)
        stream.tick()
    wanted: list[tuple[tuple[str, float], ...]] = [
        (("a", 0.25),),
        (("a", 0.5), ("b", 1.0)),
        (("a", -0.5),),
        (),
        (("a", 0.25),),
    ]
    for each, want in zip(seen, wanted, strict=True):
        assert set(each) == {want}


def test_a_moving_fader_equals_a_model_merged_at_every_step(
    transformer: torch.nn.Module, plain: Request, executor: EagerDecoder, loras: dict
) -> None:
    strengths = (0.2, -0.7, 1.3, 0.0)
    models = iter([ModuleDecoder(merged(transformer, (loras["a"], s))) for s in strengths])

    class Steps(ModuleDecoder):
        def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
            return next(models)(rows)

    wanted = run(prepare(plain, width=64), Steps(transformer))
    stream = Stream(executor, depth=1)
    stream.submit(plain, repeat=False)
    out = []
    for strength in strengths:
        stream.set_shared(Shared(loras={"a": strength}))
        out += stream.tick()
    assert off(out[0].latent, wanted) < 1e-5


@pytest.mark.parametrize("bad", [{"nobody": 1.0}, {"a": float("nan")}, {"a": "much"}, {"a": True}, [("a", 1.0)], 1.0])
def test_strengths_that_cannot_be_used_are_refused(bad: object, plain: Request, executor: EagerDecoder) -> None:
    stream = Stream(executor)
    with pytest.raises(RequestError, match="loras"):
        stream.submit(replace(plain, loras=bad))  # type: ignore[arg-type]
    with pytest.raises(RequestError, match="loras"):
        stream.set_shared(Shared(loras=bad))  # type: ignore[arg-type]
    assert not stream.busy


@pytest.fixture(scope="module")
def session() -> Session:
    return Session.load(decoder="eager")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LoRA for the shipped model, and one that is not, with words beside them."""
    folder = tmp_path_factory.mktemp("loras")
    generator = torch.Generator().manual_seed(0)
    made = {}
    for name, weight in read_weights(SHIPPED / "transformer").items():
        if name.endswith(".mlp.down_proj.weight"):
            rows, columns = weight.shape
            down, up = torch.randn(4, columns, generator=generator), torch.randn(rows, 4, generator=generator)
            made[name.removesuffix(".weight")] = Factors(down / columns**0.5, up * 0.3, 1.0)
    write(folder / "8-bit.safetensors", tensors(made))
    (folder / "8-bit.trigger.txt").write_text("8-bit, chip")
    alien = {"layers.0.mlp.down_proj": Factors(torch.ones(2, 6), torch.ones(6, 2), 1.0)}
    write(folder / "alien.safetensors", tensors(alien))
    return folder


def test_a_session_loads_and_unloads(session: Session, files: Path) -> None:
    request = Request(session.context(session.silence(20)), (Condition(session.encode_text("x")),), steps=2)
    bare = session.generate(request)
    assert session.load_lora(files / "8-bit.safetensors") == "8-bit"
    assert session.loras["8-bit"].triggers == ("8-bit", "chip")
    assert torch.equal(session.generate(request), bare), "loaded is not yet heard"
    played = replace(request, loras={"8-bit": -0.8})
    heard = session.generate(played)
    assert off(heard, bare) > 0.01
    stream = session.stream(depth=1)
    stream.set_shared(Shared(loras={"8-bit": -0.8}))

    def streamed() -> Tensor:
        stream.submit(request, repeat=False)
        return next(each.latent for _ in range(4) for each in stream.tick())

    assert torch.equal(streamed(), heard)
    session.unload_lora("8-bit")
    assert torch.equal(streamed(), bare)
    with pytest.raises(RequestError, match="8-bit"):
        session.generate(played)
    session.load_lora(files / "8-bit.safetensors")
    assert torch.equal(streamed(), heard), "the strength was kept"
    session.unload_lora("8-bit")
    with pytest.raises(LoraError, match="no LoRA '8-bit' is loaded; loaded: none"):
        session.unload_lora("8-bit")


def test_a_lora_that_fails_leaves_what_was_loaded(session: Session, files: Path) -> None:
    session.load_lora(files / "8-bit.safetensors", lora="it")
    request = Request(
        session.context(session.silence(20)), (Condition(session.encode_text("x")),), steps=2, loras={"it": 1.0}
    )
    heard = session.generate(request)
    with pytest.raises(LoraError, match=r"alien\.safetensors: layers\.0\.mlp\.down_proj is 6 x 6 in it and"):
        session.load_lora(files / "alien.safetensors", lora="it")
    assert session.loras.keys() == {"it"}
    assert torch.equal(session.generate(request), heard)
    session.unload_lora("it")
