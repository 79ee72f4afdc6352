"""A checkpoint is whole or refused: every tensor, shape and number, the files they lie in, and what the parts make."""

import json
import os
import pickle
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine import CheckpointError
from engine.checkpoints import Components, Place, load_components
from engine.checkpoints.folders import SHIPPED
from engine.checkpoints.module import read_config, read_weights
from engine.checkpoints.shapes import shapes_of

FILE = "diffusion_pytorch_model.safetensors"
NORM = "layers.0.mlp_norm.weight"


@pytest.fixture(scope="module")
def whole(pipeline: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("checkpoint")
    pipeline.save_pretrained(where)
    return where


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy to break; the files are links until they are written anew."""
    return Path(shutil.copytree(whole, tmp_path / "it", copy_function=os.link))


def load(folder: Path) -> Components:
    return load_components(Place(folder, folder), "cpu", torch.float32)


def rewrite(file: Path, data: bytes | dict[str, Tensor] | dict[str, Any]) -> None:
    file.unlink(missing_ok=True)
    if isinstance(data, bytes):
        file.write_bytes(data)
    elif file.suffix == ".json":
        file.write_text(json.dumps(data))
    else:
        save_file(data, file)


def refused(folder: Path) -> str:
    with pytest.raises(CheckpointError) as caught:
        load(folder)
    told = str(caught.value)
    assert "[Errno" not in told
    assert "\n" not in told
    return told


def plain(config: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in config.items() if not name.startswith("_")}


def test_shapes_are_those_of_diffusers(pipeline: Any) -> None:
    kinds = {type(part).__name__: part for part in pipeline.components.values()}
    for kind in ("Transformer1DModel", "ConditionEncoder", "AudioTokenizer", "AudioTokenDetokenizer"):
        made = kinds[f"AceStep{kind}"]
        for changes in (
            {},
            {"attention_bias": True, "num_key_value_heads": 2, "hidden_size": 40, "fsq_dim": 40, "pool_window_size": 3},
            {"encoder_hidden_size": 56, "patch_size": 4, "text_hidden_dim": 12, "fsq_input_levels": None},
            {"num_hidden_layers": 1, "num_timbre_encoder_hidden_layers": 1, "num_attention_pooler_hidden_layers": 3},
        ):
            config = plain(made.config)
            config |= {name: value for name, value in changes.items() if name in config}
            module = type(made)(**config)
            wanted = {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()}
            assert shapes_of(f"AceStep{kind}", config) == wanted


def test_shipped_and_published_layouts_are_whole(folder: Path) -> None:
    assert load(folder).hints is not None
    assert load(SHIPPED).planner is not None


def without(name: str) -> Callable[[dict[str, Tensor]], dict[str, Tensor]]:
    return lambda state: {key: tensor for key, tensor in state.items() if key != name}


BROKEN: dict[str, tuple[Callable[[dict[str, Tensor]], dict[str, Tensor]], str]] = {
    "missing": (without(NORM), f"missing (1): {NORM}"),
    "many missing": (lambda s: {"norm_out.weight": s["norm_out.weight"]}, "missing (57): proj_in_conv.weight, "),
    "surplus": (lambda s: s | {"adapter.weight": torch.ones(1)}, "surplus (1): adapter.weight"),
    "a layer more": (
        lambda s: s | {k.replace("layers.0", "layers.2"): v.clone() for k, v in s.items() if "layers.0" in k},
        "surplus (19): layers.2.",
    ),
    "another shape": (
        lambda s: s | {NORM: torch.ones(31)},
        f"of another shape than its configuration says (1): {NORM} is [31], not [32]",
    ),
    "NaN": (lambda s: s | {NORM: torch.full((32,), torch.nan)}, f"1 of its tensors hold NaN, infinity .*: {NORM}"),
    "one infinity": (lambda s: s | {NORM: s[NORM].index_fill(0, torch.tensor(5), -torch.inf)}, f"hold NaN.*: {NORM}"),
    "scaled fp8": (
        lambda s: (
            {key: tensor.to(torch.float8_e4m3fn) if tensor.ndim == 2 else tensor for key, tensor in s.items()}
            | {"layers.0.mlp.up_proj.scale_weight": torch.ones(1), "scaled_fp8": torch.ones(1)}
        ),
        "holds layers.0.mlp.up_proj.scale_weight, scaled_fp8: quantised weights",
    ),
    "int8": (
        lambda s: s | {"layers.0.mlp.up_proj.weight": torch.ones(48, 32, dtype=torch.int8)},
        "holds whole numbers in layers.0.mlp.up_proj.weight: quantised weights",
    ),
    **{
        f"scales called {name}": (
            lambda s, name=name: s | {f"layers.0.mlp.up_proj.{name}": torch.ones(1)},
            f"holds layers.0.mlp.up_proj.{name}: quantised",
        )
        for name in ("weight_scale", "weight_scale_inv", "input_scale", "scale_input", "weight.absmax", "comfy_quant")
    },
}


@pytest.mark.parametrize("case", BROKEN)
def test_weights_that_are_not_whole_are_refused_with_their_names(case: str, folder: Path) -> None:
    change, complaint = BROKEN[case]
    file = folder / "transformer" / FILE
    rewrite(file, change(load_file(file)))
    told = refused(folder)
    assert told.startswith(f"{file}: ")
    assert complaint in told or re.search(complaint, told), told


@pytest.mark.parametrize(
    "part", ["condition_encoder", "audio_tokenizer", "audio_token_detokenizer", "vae", "text_encoder"]
)
def test_every_part_is_checked(part: str, folder: Path) -> None:
    file = folder / part / ("model.safetensors" if part == "text_encoder" else FILE)
    state = load_file(file)
    name = next(key for key, tensor in state.items() if tensor.ndim > 1)
    for change, complaint in (
        (without(name)(state), f"missing (1): {name}"),
        (state | {"more.weight": torch.ones(2)}, "surplus (1): more.weight"),
        (state | {name: state[name] * torch.nan}, f"NaN, infinity or more than fits: {name}"),
        (state | {"scaled_fp8": torch.ones(1)}, "quantised weights"),
    ):
        rewrite(file, change)
        told = refused(folder)
        assert told.startswith(f"{file}: ")
        assert complaint in told
    rewrite(file, state | {name: state[name][..., 1:].contiguous()})
    assert f"of another shape than its configuration says (1): {name} is " in refused(folder)


def test_a_shipped_part_is_checked(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "it"))
    for part, change, complaint in (
        ("vae", lambda s: s | {"more": torch.ones(1)}, "surplus (1): more"),
        ("text_encoder", lambda s: {"vectors": s["vectors"][1:].clone()}, "vectors is"),
        ("text_encoder", lambda s: {}, "missing (1): vectors"),
    ):
        file = folder / part / FILE
        state = load_file(file)
        rewrite(file, change(state))
        assert complaint in refused(folder)
        rewrite(file, state)


def test_plain_fp8_and_half_precision_are_read(folder: Path) -> None:
    file = folder / "transformer" / FILE
    state = load_file(file)
    for dtype in (torch.float8_e4m3fn, torch.float16, torch.bfloat16, torch.float64):
        rewrite(file, {key: tensor.to(dtype) for key, tensor in state.items()})
        read = read_weights(file.parent, dtype=torch.float32)
        assert all(torch.equal(tensor, state[key].to(dtype).float()) for key, tensor in read.items())
    rewrite(file, state | {NORM: torch.full((32,), 1e6)})
    with pytest.raises(CheckpointError, match=f"more than fits: {NORM}"):
        load_components(Place(folder, folder), "cpu", torch.float16)


def test_broken_files_are_told(folder: Path) -> None:
    file = folder / "transformer" / FILE
    data = file.read_bytes()
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
    flat = b"\x3b" + bytes(7) + b'{"a": {"dtype": "F32", "shape": 5, "data_offsets": [0, 0]}}'
    for broken, complaint in (
        (data[:-7], "is cut short or not a safetensors file: it has"),
        (data[:99], "is cut short"),
        (b"", "is cut short"),
        (b"<!doctype html>" + b" " * 99, "is cut short or not a safetensors file"),
        (flat, "'int' object is not iterable"),
        (pointer, "is only a Git LFS pointer to the weights; fetch them with: git lfs pull"),
        (pickle.dumps({}), "a pickled file could run any code"),
        (b"PK\x03\x04" + b"\0" * 99, "a pickled file could run any code"),
    ):
        rewrite(file, broken)
        assert f"{file}: {complaint}" in refused(folder)
    file.unlink()
    os.mkfifo(file)
    assert "there is no such file" in refused(folder)
    file.unlink()
    assert f"holds no weights called {FILE}, but config.json" in refused(folder)
    (file.parent / "diffusion_pytorch_model.bin").write_bytes(b"PK")
    assert "diffusion_pytorch_model.bin: a pickled file could run any code" in refused(folder)
    shutil.rmtree(file.parent)
    assert "transformer/config.json: cannot be read: there is no such file" in refused(folder)


def test_a_folder_whose_name_is_no_utf8_is_told(folder: Path) -> None:
    named = folder.rename(folder.with_name(os.fsdecode(b"caf\xe9")))
    assert "is not valid UTF-8" in refused(named)


def test_pickles_of_a_text_encoder_are_not_opened(folder: Path) -> None:
    class Bomb:
        def __reduce__(self) -> Any:
            return os.mkdir, (str(folder / "ran"),)

    (folder / "text_encoder" / "model.safetensors").unlink()
    torch.save({"weight": Bomb()}, folder / "text_encoder" / "pytorch_model.bin")
    assert "pickled" in refused(folder)
    assert not (folder / "ran").exists()


def test_broken_settings_are_told(folder: Path) -> None:
    for part, changes, complaint in (
        ("transformer", {"hidden_size": None}, "hidden_size is missing"),
        ("transformer", {"hidden_size": "32"}, "hidden_size must be a whole number in 1..1048576, got '32'"),
        ("transformer", {"num_hidden_layers": 10**9}, "num_hidden_layers must be a whole number in 1..1024"),
        ("transformer", {"num_hidden_layers": 3}, "missing (19): layers.2."),
        ("transformer", {"num_key_value_heads": 3}, "2 heads of 16 do not go with 3 key heads"),
        ("transformer", {"rope_theta": 0}, "rope_theta must be a number from 1e-09, got 0"),
        ("transformer", {"sliding_window": float("nan")}, "sliding_window must be a number"),
        ("transformer", {"layer_types": ["full_attention"]}, "layer_types must name full_attention or sliding_"),
        ("transformer", {"quantization_config": {"bits": 4}}, "quantization_config: quantised weights"),
        ("condition_encoder", {"text_hidden_dim": 25}, "lyric_encoder.embed_tokens.weight is [32, 24], not [32, 25]"),
        ("audio_tokenizer", {"fsq_input_levels": [4, 4, "3"]}, "fsq_input_levels must be whole numbers"),
        ("vae", {"audio_channels": 1}, "of another shape than its configuration says"),
        ("vae", {"downsampling_ratios": "no"}, "vae: cannot be loaded as AutoencoderOobleck"),
    ):
        file = folder / part / "config.json"
        config = json.loads(file.read_text())
        rewrite(file, config | changes)
        assert complaint in refused(folder)
        rewrite(file, config)
    file = folder / "transformer" / "config.json"
    for data in (b"", b"[]", b"[" * 99999, b"\xff", b'{"a": '):
        for each in (file, folder / "model_index.json"):
            kept = each.read_bytes()
            rewrite(each, data)
            assert f"{each}: cannot be read: " in refused(folder)
            rewrite(each, kept)


def test_parts_of_different_models_are_told(folder: Path, pipeline: Any) -> None:
    from diffusers.pipelines.ace_step.modeling_ace_step import AceStepAudioTokenDetokenizer
    from transformers import Qwen3Config, Qwen3Model

    up, transformer = dict(pipeline.audio_token_detokenizer.config), dict(pipeline.transformer.config)
    for part, other, complaint in (
        (
            "audio_token_detokenizer",
            AceStepAudioTokenDetokenizer(**plain(up) | {"pool_window_size": 4}),
            "pool_window_size of audio_tokenizer is 5, of audio_token_detokenizer 4: they are not of one model",
        ),
        (
            "transformer",
            type(pipeline.transformer)(**plain(transformer) | {"encoder_hidden_size": 48}),
            "condition_encoder gives 32 channels, and transformer reads 48: they are not of one model",
        ),
        (
            "text_encoder",
            Qwen3Model(Qwen3Config(**{**pipeline.text_encoder.config.to_dict(), "hidden_size": 26})),
            "text_encoder gives 26 channels, and condition_encoder reads 24: they are not of one model",
        ),
    ):
        shutil.move(folder / part, folder / "kept")
        other.save_pretrained(folder / part)
        assert complaint in refused(folder)
        shutil.rmtree(folder / part)
        shutil.move(folder / "kept", folder / part)


def test_a_variant_is_loaded_where_it_is_the_only_one(folder: Path, pipeline: Any) -> None:
    for part, stem in (("transformer", "diffusion_pytorch_model"), ("text_encoder", "model")):
        plain = folder / part / f"{stem}.safetensors"
        plain.rename(folder / part / f"{stem}.bf16.safetensors")
        load(folder)
        shutil.copy(folder / part / f"{stem}.bf16.safetensors", folder / part / f"{stem}.fp16.safetensors")
        assert f"{folder / part}: holds the variants bf16, fp16 of its weights" in refused(folder)
        shutil.copy(folder / part / f"{stem}.bf16.safetensors", plain)
        load(folder)
    for name, options in (("shards", {}), ("variant", {"variant": "fp16"})):
        where = folder / name
        pipeline.transformer.save_pretrained(where, max_shard_size="20KB", **options)
        assert len(list(where.glob("*.safetensors"))) > 2
        read = read_weights(where, shapes=shapes_of("AceStepTransformer1DModel", read_config(where)))
        assert all(torch.equal(tensor, read[key]) for key, tensor in pipeline.transformer.state_dict().items())
    shard = min(where.glob("*.safetensors"))
    kept = shard.read_bytes()
    shard.unlink()
    with pytest.raises(CheckpointError, match=f"{shard.name}: there is no such file"):
        read_weights(where)
    rewrite(shard, kept[:-9])
    with pytest.raises(CheckpointError, match=f"{shard.name}: is cut short"):
        read_weights(where)
    (index,) = where.glob("*.index.*")
    for places in (None, [], {"a": 1}):
        rewrite(index, {"weight_map": places})
        with pytest.raises(CheckpointError, match="has no weight_map"):
            read_weights(where)


def test_what_was_loaded_stands_by_itself(folder: Path) -> None:
    """A file that is cut after it was loaded is not looked at again."""
    parts = load(folder)
    maps = Path("/proc/self/maps").read_text()
    assert str(folder) not in maps
    assert torch.isfinite(parts.transformer.norm_out).all()
