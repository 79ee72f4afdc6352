"""LoRA files: every naming reads the same, and what cannot be played is refused by name."""

import json
import os
import pickle
import re
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from lora_checks import alphas, draw, flat, original, tensors, write
from torch import Tensor

from engine import LoraError
from engine.decoder.adapters import fit
from engine.decoder.weights import Weights, fuse
from engine.lora import Factors, Library, read_factors

PEFT = {"peft_type": "LORA", "lora_alpha": 3.0, "r": 2}
OLD = "{}.lora.down.weight {}.lora.up.weight"
KOHYA = "{}.lora_down.weight {}.lora_up.weight"
NAMED = "{}.lora_A.default.weight {}.lora_B.default.weight"


@pytest.fixture(scope="module")
def factors(transformer: torch.nn.Module) -> dict[str, Factors]:
    return draw(transformer)


@pytest.fixture(scope="module")
def weights(transformer: torch.nn.Module) -> Weights:
    return fuse(transformer.config, transformer.state_dict())


def in_metadata(**values: object) -> dict[str, str]:
    return {"lora_adapter_metadata": json.dumps({f"transformer.{key}": value for key, value in values.items()})}


FORMATS: dict[str, Callable[[Path, Mapping[str, Factors]], Path]] = {
    "PEFT folder": lambda p, f: write(p / "a", tensors(f, name="base_model.model.{}".format), config=PEFT),
    "PEFT file in its folder": lambda p, f: write(p / "a", tensors(f), config=PEFT) / "adapter_model.safetensors",
    "PEFT folder in a folder": lambda p, f: write(p / "a" / "adapter", tensors(f), config=PEFT).parent,
    "PEFT with an adapter's name": lambda p, f: write(p / "a", tensors(f, NAMED), config=PEFT),
    "PEFT of the whole original model": lambda p, f: write(
        p / "a", tensors(f, name=lambda m: f"base_model.model.decoder.{original(m)}"), config=PEFT
    ),
    "diffusers": lambda p, f: write(
        p / "a.safetensors", tensors(f, name="transformer.{}".format), in_metadata(lora_alpha=3, r=2)
    ),
    "diffusers folder": lambda p, f: (
        write(
            p / "a" / "pytorch_lora_weights.safetensors", tensors(f, name="transformer.{}".format), {"lora_alpha": "3"}
        ).parent
    ),
    "old diffusers, alpha tensors": lambda p, f: write(p / "a.safetensors", tensors(f, OLD) | alphas(f)),
    "original": lambda p, f: write(p / "a.safetensors", tensors(f, name=original), {"lora_alpha": "3"}),
    "original behind PEFT's prefix": lambda p, f: write(
        p / "a.safetensors", tensors(f, name=lambda m: f"base_model.model.{original(m)}") | alphas(f, name=original)
    ),
    "ComfyUI": lambda p, f: write(
        p / "a.safetensors", tensors(f, name=lambda m: f"diffusion_model.{original(m)}"), {"alpha": "3"}
    ),
    "kohya": lambda p, f: write(
        p / "a.safetensors",
        tensors(f, KOHYA, lambda m: f"lora_unet_{flat(m)}") | alphas(f, name=lambda m: f"lora_unet_{flat(m)}"),
    ),
    "kohya, original names, alpha in the metadata": lambda p, f: write(
        p / "a.safetensors", tensors(f, KOHYA, lambda m: f"lora_decoder_{flat(original(m))}"), {"ss_network_alpha": "3"}
    ),
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_reads_the_same(form: str, tmp_path: Path, factors: dict[str, Factors]) -> None:
    read = read_factors(FORMATS[form](tmp_path, factors))
    assert read.keys() == factors.keys()
    for name, wanted in factors.items():
        assert torch.equal(read[name].down, wanted.down)
        assert torch.equal(read[name].up, wanted.up)
        assert read[name].scale == pytest.approx(wanted.scale)


def scales(path: Path) -> dict[str, float]:
    return {name: each.scale * len(each.down) for name, each in read_factors(path).items()}


def test_alpha_comes_from_the_tensor_then_the_pattern_then_the_rest(
    tmp_path: Path, factors: dict[str, Factors]
) -> None:
    queries = {
        name: each for name, each in factors.items() if name in ("layers.0.self_attn.to_q", "layers.1.self_attn.to_q")
    }
    first, second = queries
    config = PEFT | {"alpha_pattern": {"layers.0.self_attn.q_proj": 8.0}}
    mapped = write(tmp_path / "a", tensors(queries, name=original), config=config)
    assert scales(mapped) == pytest.approx({first: 8.0, second: 3.0})
    told = tensors(queries, name=original) | {f"{first}.alpha": torch.tensor(5.0)}
    assert scales(write(tmp_path / "b", told, config=config)) == pytest.approx({first: 5.0, second: 3.0})
    silent = scales(write(tmp_path / "c.safetensors", tensors(queries)))
    assert silent == {name: len(each.down) for name, each in queries.items()}, "without any alpha the scale is 1"
    unsaid = write(tmp_path / "c.safetensors", tensors(queries), {"ss_network_alpha": "None"})
    assert scales(unsaid) == silent
    stable = read_factors(write(tmp_path / "d", tensors(queries), config=PEFT | {"use_rslora": True}))
    assert all(each.scale == pytest.approx(3.0 / len(each.down) ** 0.5) for each in stable.values())


PATTERNS: tuple[dict[str, int], ...] = (
    {},
    {"q_proj": 8},
    {"^layers.0.self_attn.q_proj": 8},
    {"^q_proj": 8},
    {"self_attn.q_proj": 8},
    {"attn.q_proj": 8},
    {"layers.0": 8},
    {r"layers\.(0|1)\..*q_proj": 8, "q_proj": 5},
    {"base_model.model.layers.0.self_attn.q_proj": 8},
    {"^layers.[01].*": 7, "k_proj$": 5},
    {"q_proj|layers.1.self_attn.k_proj": 6},
    {"": 9, ".*": 4},
)


@pytest.mark.filterwarnings("ignore:The following alpha_pattern keys")
@pytest.mark.parametrize("stable", [False, True])
@pytest.mark.parametrize("pattern", PATTERNS, ids=str)
def test_patterns_match_as_in_peft(pattern: dict[str, int], stable: bool, tmp_path: Path) -> None:
    import peft

    def layer() -> torch.nn.Module:
        attention = {name: torch.nn.Linear(8, 8, bias=False) for name in ("q_proj", "k_proj")}
        return torch.nn.ModuleDict({"self_attn": torch.nn.ModuleDict(attention)})

    config = peft.LoraConfig(
        r=2,
        lora_alpha=3,
        target_modules=["q_proj", "k_proj"],
        alpha_pattern=pattern,
        rank_pattern={"^layers.1.self_attn.q_proj": 4},
        use_rslora=stable,
    )
    model = peft.get_peft_model(torch.nn.ModuleDict({"layers": torch.nn.ModuleList([layer(), layer()])}), config)
    model.save_pretrained(tmp_path)
    wanted = {
        name.removeprefix("base_model.model.").replace("_proj", "").replace("attn.", "attn.to_"): module.scaling[
            "default"
        ]
        for name, module in model.named_modules()
        if hasattr(module, "scaling")
    }
    assert len(wanted) == 4
    assert {name: each.scale for name, each in read_factors(tmp_path).items()} == pytest.approx(wanted)


STARTS = (
    "gaussian",
    "eva",
    "orthogonal",
    "mica",
    "pissa",
    "pissa_niter_4",
    "olora",
    "OLoRA",
    "corda",
    "loftq",
    "lora_ga",
)


@pytest.mark.parametrize("start", [True, False, *STARTS])
def test_a_start_that_changes_the_model_is_refused_by_name(
    start: bool | str, tmp_path: Path, factors: dict[str, Factors]
) -> None:
    path = write(tmp_path / "a", tensors(factors), config=PEFT | {"init_lora_weights": start})
    file = write(tmp_path / "b.safetensors", tensors(factors), in_metadata(lora_alpha=3, init_lora_weights=start))
    changes = changes_the_model(start)
    for each in (path, file):
        if changes:
            with pytest.raises(LoraError, match=f"was trained from {start!r}"):
                read_factors(each)
        else:
            assert read_factors(each).keys() == factors.keys()


def changes_the_model(start: bool | str) -> bool:
    """Whether PEFT, starting so, leaves other base weights, or for those that need data or more packages, its word."""
    import peft

    if isinstance(start, str) and start in ("corda", "loftq", "lora_ga"):
        return True
    torch.manual_seed(0)
    model = torch.nn.ModuleDict({"q": torch.nn.Linear(8, 8, bias=False)})
    before = model["q"].weight.detach().clone()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = peft.LoraConfig(r=2, target_modules=["q"], init_lora_weights=start)  # type: ignore[arg-type]
        changed = peft.get_peft_model(model, config).base_model.model["q"].base_layer.weight
    return not torch.equal(before, changed)


def test_a_renamed_file_keeps_its_alpha(tmp_path: Path, factors: dict[str, Factors]) -> None:
    folder = write(tmp_path / "a", tensors(factors, name=f"{'base_model.model.'}{{}}".format), config=PEFT)
    wanted = scales(folder)
    assert wanted == pytest.approx(dict.fromkeys(factors, 3.0))
    tape = (folder / "adapter_model.safetensors").rename(folder / "tape.safetensors")
    assert scales(folder) == scales(tape) == wanted
    other = write(folder / "other.safetensors", tensors(factors) | alphas(factors))
    assert scales(tape) == wanted, "by its names it is of the configuration beside it"
    assert scales(write(other, tensors(factors), {"alpha": "7"})) == pytest.approx(dict.fromkeys(factors, 7.0))
    moved = tmp_path / "library"
    moved.mkdir()
    for name in ("tape.safetensors", "adapter_config.json"):
        (folder / name).rename(moved / name)
    (entry,) = Library(moved).entries()
    assert (entry.id, scales(entry.path)) == ("tape", wanted)
    (moved / "adapter_config.json").write_text(json.dumps(PEFT | {"lora_alpha": 4.0}))
    (again,) = Library(moved).entries()
    assert again.version != entry.version, "an edit of the configuration is a change"
    inner = tmp_path / "inner" / "adapter"
    inner.parent.mkdir()
    moved.rename(inner)
    assert scales(inner.parent) == pytest.approx(dict.fromkeys(factors, 4.0))


def test_half_precision_is_read_as_float32(tmp_path: Path, factors: dict[str, Factors]) -> None:
    state = {key: tensor.bfloat16() for key, tensor in tensors(factors).items()}
    read = read_factors(write(tmp_path / "a.safetensors", state))
    assert all(each.up.dtype == each.down.dtype == torch.float32 for each in read.values())


def changed(state: dict[str, Tensor], **more: Tensor) -> dict[str, Tensor]:
    return state | {key.replace("__", "."): tensor for key, tensor in more.items()}


ONE = torch.ones(1)
WRONG: dict[str, tuple[Callable[[dict[str, Tensor]], dict[str, Tensor]], dict[str, Any] | None, str]] = {
    "LoKr": (lambda s: {"lycoris_layers_0_mlp_up_proj.lokr_w1": ONE}, None, "is LoKr"),
    "LoHa": (lambda s: {"lycoris_layers_0_mlp_up_proj.hada_w1_a": ONE}, None, "is LoHa"),
    "OFT": (lambda s: {"layers.0.mlp.up_proj.oft_R.weight": ONE}, None, "is OFT"),
    "DoRA by PEFT": (lambda s: changed(s, layers__0__mlp__up_proj__lora_magnitude_vector=ONE), None, "is DoRA"),
    "DoRA by kohya": (lambda s: changed(s, layers__0__mlp__up_proj__dora_scale=ONE), None, "is DoRA"),
    "DoRA by its configuration": (dict, PEFT | {"use_dora": True}, "is DoRA"),
    "LoKr by its configuration": (dict, PEFT | {"peft_type": "LOKR"}, "is LOKR"),
    "biases": (lambda s: changed(s, layers__0__mlp__up_proj__lora_B__bias=ONE), None, "is LoRA with biases"),
    "another model": (
        lambda s: {key.replace("layers.", "transformer_blocks.attn."): v for key, v in s.items()},
        None,
        r"matches no weight of the model: it has \d+ tensors, such as transformer_blocks",
    ),
    "nothing": (lambda s: {}, None, "matches no weight of the model: it has 0 tensors"),
    "a whole checkpoint": (lambda s: {"layers.0.mlp.up_proj.weight": ONE}, None, "matches no weight"),
    "a text encoder's too": (
        lambda s: changed(s, text_encoder__layers__0__mlp__up_proj__lora_A__weight=ONE),
        None,
        "also holds 1 tensors .* such as text_encoder.layers",
    ),
    "one factor missing": (
        lambda s: {k: v for k, v in s.items() if k != "layers.0.mlp.up_proj.lora_B.weight"},
        None,
        "only one of the two factors of layers.0.mlp.up_proj",
    ),
    "twice the same": (
        lambda s: changed(s, base_model__model__layers__0__mlp__up_proj__lora_A__weight=ONE),
        None,
        "two tensors for layers.0.mlp.up_proj",
    ),
    "factors of unlike rank": (
        lambda s: s | {"layers.0.mlp.up_proj.lora_A.weight": torch.ones(9, 64)},
        None,
        "do not fit each other",
    ),
    "NaN": (lambda s: {key: tensor * float("nan") for key, tensor in s.items()}, None, "contain NaN"),
    "a broken pattern": (dict, PEFT | {"alpha_pattern": {"(": 1}}, "is no pattern"),
    "a pattern that never ends": (dict, PEFT | {"alpha_pattern": {"(.+)+x": 1}}, "alpha_pattern .* repeats"),
    "another that never ends": (dict, PEFT | {"alpha_pattern": {".?" * 30 + "x": 1}}, "alpha_pattern .* repeats"),
    "choices that never end": (dict, PEFT | {"alpha_pattern": {"(.|)" * 40 + "x": 1}}, "alpha_pattern .* more than 2"),
    "three repeats": (dict, PEFT | {"alpha_pattern": {".*.*.*x": 1}}, "alpha_pattern .* repeats more than 2 times"),
    "a name that never ends": (
        lambda s: {f"{'model.' * 99}{key}": tensor for key, tensor in s.items()},
        PEFT | {"alpha_pattern": {".*.*x": 1}},
        "too long for an alpha_pattern",
    ),
    "no patterns": (dict, PEFT | {"alpha_pattern": ["up_proj"]}, "alpha_pattern is no object"),
    "alpha no number": (dict, PEFT | {"lora_alpha": "loud"}, "lora_alpha is no number"),
    "alpha beyond numbers": (dict, PEFT | {"lora_alpha": 10**400}, "lora_alpha is no number"),
    "a list": (dict, [], "adapter_config.json cannot be read: it is no object"),  # type: ignore[dict-item]
    "a start that is not known": (dict, PEFT | {"init_lora_weights": "better"}, "was trained from 'better'"),
    "whole numbers": (
        lambda s: {key: (tensor * 100).to(torch.int8) for key, tensor in s.items()},
        None,
        "are whole numbers",
    ),
    "fp8 with scales": (
        lambda s: changed(s, layers__0__mlp__up_proj__lora_A__scale_weight=ONE),
        None,
        "also holds 1 tensors",
    ),
    **{
        variant: (dict, PEFT | {key: value}, f"is {variant}")
        for variant, key, value in (
            ("QALoRA", "use_qalora", True),
            ("BD-LoRA", "use_bdlora", {"nblocks": 2}),
            ("activated LoRA", "alora_invocation_tokens", [1]),
            ("KaSA", "kasa_config", {"beta": 1}),
            ("LoRA of replicated layers", "layer_replication", [[0, 2]]),
        )
    },
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_played_is_refused(case: str, tmp_path: Path, factors: dict[str, Factors]) -> None:
    change, config, wanted = WRONG[case]
    path = write(tmp_path / "it.safetensors", change(tensors(factors)), config=config)
    with pytest.raises(LoraError, match=wanted) as caught:
        read_factors(path)
    assert str(path) in str(caught.value)


def test_a_broken_configuration_is_told(tmp_path: Path, factors: dict[str, Factors]) -> None:
    path = write(tmp_path / "a", tensors(factors), config=PEFT)
    (path / "adapter_config.json").write_text("{")
    with pytest.raises(LoraError, match="adapter_config\\.json cannot be read"):
        read_factors(path)


def test_patterns_that_take_long_together_are_refused(
    tmp_path: Path, factors: dict[str, Factors], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.lora.formats.MATCHING_SECONDS", 0.0)
    path = write(tmp_path / "a", tensors(factors), config=PEFT | {"alpha_pattern": {f".*.*{x}": 1 for x in range(9)}})
    with pytest.raises(LoraError, match="alpha_pattern takes more than 0 s to match"):
        read_factors(path)


def test_tensors_lie_one_behind_the_other(tmp_path: Path, factors: dict[str, Factors]) -> None:
    data = write(tmp_path / "a.safetensors", tensors(factors)).read_bytes()
    end = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:end])
    first, second, *_ = sorted(header, key=lambda name: header[name]["data_offsets"])
    for field, value in (
        ("data_offsets", header[first]["data_offsets"]),
        ("shape", [1 << 40, 1 << 40]),
        ("dtype", "F3"),
        ("data_offsets", [2, 1]),
        ("shape", "x"),
    ):
        text = json.dumps(header | {second: header[second] | {field: value}}).encode()
        (tmp_path / "b.safetensors").write_bytes(len(text).to_bytes(8, "little") + text + data[end:])
        with pytest.raises(LoraError, match="is cut short or not a safetensors file"):
            read_factors(tmp_path / "b.safetensors")


def test_no_header_is_parsed_that_holds_others_up(tmp_path: Path) -> None:
    for header in (b'{"x":[' + b"[]," * 80_000 + b"[]]}", b'{"x":"' + b"x" * (1 << 18) + b'"}'):
        (tmp_path / "a.safetensors").write_bytes(len(header).to_bytes(8, "little") + header)
        (entry,) = Library(tmp_path).entries()
        assert re.search("more lists than tensors have|262144 are read at most", str(entry.problem))


def test_broken_pickled_and_missing_files(tmp_path: Path, factors: dict[str, Factors]) -> None:
    whole = write(tmp_path / "whole.safetensors", tensors(factors)).read_bytes()
    headers = (b"null", b"[]", b'{"a": 1}', b'{"a": {}}', b'{"a": {"data_offsets": "x"}}', b"[" * 9999, b"{}x", b"\xff")
    headers += (b'{"__metadata__": []}', b'{"__metadata__": {"alpha": 3}}', b'{"__metadata__": {"alpha": null}}')
    others = [len(header).to_bytes(8, "little") + header for header in headers]
    for data in (*(whole[:length] for length in (0, 5, 200, len(whole) - 4)), whole + b"x", b"\xff" * 64, *others):
        (tmp_path / "cut.safetensors").write_bytes(data)
        with pytest.raises(LoraError, match="cut short or not a safetensors file"):
            read_factors(tmp_path / "cut.safetensors")
        (entry,) = [entry for entry in Library(tmp_path).entries() if entry.id == "cut"]
        assert "cut short" in str(entry.problem)
    torch.save(tensors(factors), tmp_path / "a.pt")
    torch.save(tensors(factors), tmp_path / "disguised.safetensors")
    (tmp_path / "old.safetensors").write_bytes(pickle.dumps({"a": 1}))
    (tmp_path / "pointer.safetensors").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n")
    with pytest.raises(LoraError, match=r"pointer\.safetensors: is only a Git LFS pointer .* git lfs pull"):
        read_factors(tmp_path / "pointer.safetensors")
    (tmp_path / "pointer.safetensors").unlink()
    for name in ("a.pt", "disguised.safetensors", "old.safetensors"):
        with pytest.raises(LoraError, match="pickled file could run any code"):
            read_factors(tmp_path / name)
    (tmp_path / "folder").mkdir()
    with pytest.raises(LoraError, match="holds no LoRA"):
        read_factors(tmp_path / "folder")
    (tmp_path / "folder" / "adapter_model.bin").write_bytes(b"PK")
    with pytest.raises(LoraError, match="pickled"):
        read_factors(tmp_path / "folder")
    with pytest.raises(LoraError, match="holds 4 safetensors files; name one"):
        read_factors(tmp_path)
    os.mkfifo(tmp_path / "pipe.safetensors")
    for name in ("none.safetensors", "pipe.safetensors", "nul\0", "x" * 300):
        with pytest.raises(LoraError) as caught:
            read_factors(tmp_path / name)
        assert re.search("no such file|File name too long", str(caught.value))
        assert "[Errno" not in str(caught.value)


def test_another_base_model_is_told_apart(factors: dict[str, Factors], weights: Weights) -> None:
    name = "layers.0.self_attn.to_k"
    wide = Factors(torch.ones(4, 2048), torch.ones(1024, 4), 1.0)
    with pytest.raises(LoraError, match=rf"{name} is 1024 x 2048 in it and \d+ x 64 in the model: .* another base"):
        fit(weights, factors | {name: wide})
    layers = len(weights.layers)
    with pytest.raises(LoraError, match=f"adapts layers.23.mlp.up_proj, but the model has {layers} layers"):
        fit(weights, factors | {"layers.23.mlp.up_proj": wide})
