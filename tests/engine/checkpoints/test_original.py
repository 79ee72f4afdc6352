"""Checkpoints in ACE-Step's own layout play as their twins in the layout of diffusers, to the bit, or are refused."""

import json
import logging
import math
import os
import pickle
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from engine_checks import ModuleDecoder
from original import original_name, original_state, write_original, write_shared, write_weights
from safetensors.torch import load as unpack
from safetensors.torch import save_file
from torch import Tensor

from engine import CheckpointError, Condition, Prompt, Request, RequestError, Session
from engine.checkpoints import Components, Defaults, Place, load_components
from engine.checkpoints.defaults import defaults_at
from engine.checkpoints.estimate import estimate
from engine.checkpoints.families import FAMILIES
from engine.checkpoints.folders import SHIPPED
from engine.checkpoints.layout import layout_of
from engine.checkpoints.original import Original
from engine.checkpoints.parts import CLASSES
from engine.checkpoints.shapes import shapes_of
from engine.decoder import Row
from engine.decoder.eager import EagerDecoder
from engine.decoder.select import make_decoder
from engine.noise import start_noise

NORM = "decoder.layers.0.mlp_norm.weight"
XL = {
    "hidden_size": 48,
    "intermediate_size": 80,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "sliding_window": 8,
    "num_hidden_layers": 3,
    "encoder_hidden_size": 32,
    "is_turbo": False,
    "model_version": "base",
}
"""Wider than the encoder of the pipeline, with other heads."""


@dataclass
class Twins:
    """A pipeline, where it lies as diffusers saves it, and that loaded."""

    pipeline: Any
    folder: Path
    parts: Components

    @property
    def session(self) -> Session:
        return session_of(self.parts)


def session_of(parts: Components) -> Session:
    return Session(parts, make_decoder(parts.transformer, "eager"))


def load(folder: Path, shared: Path | None = None, dtype: torch.dtype = torch.float32) -> Components:
    return load_components(Place(folder, shared or folder.parent), "cpu", dtype)


@pytest.fixture(scope="module", params=["2B", "XL"])
def twins(request: pytest.FixtureRequest, pipeline: Any, tmp_path_factory: pytest.TempPathFactory) -> Twins:
    if request.param == "XL":
        torch.manual_seed(1)
        parts = pipeline.components | {"transformer": type(pipeline.transformer)(**XL)}
        pipeline = type(pipeline)(**parts)
    where = tmp_path_factory.mktemp("diffusers")
    pipeline.save_pretrained(where)
    return Twins(pipeline, where, load(where, where))


@pytest.fixture(scope="module")
def whole(pipeline: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_original(pipeline, tmp_path_factory.mktemp("original"))


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy to break; the files are links until they are written anew."""
    shutil.copytree(whole.parent, tmp_path / "it", copy_function=os.link)
    return tmp_path / "it" / whole.name


def anew(file: Path) -> Path:
    file.unlink(missing_ok=True)
    return file


def refused(folder: Path, shared: Path | None = None) -> str:
    with pytest.raises(CheckpointError) as caught:
        load(folder, shared)
    told = str(caught.value)
    assert "[Errno" not in told
    assert "\n" not in told
    return told


def single(pipeline: Any, where: Path) -> Place:
    folder = write_original(pipeline, where)
    return Place(folder, where)


def sharded(pipeline: Any, where: Path) -> Place:
    return Place(write_original(pipeline, where, shards=3), where)


def sharded_without_index(pipeline: Any, where: Path) -> Place:
    place = sharded(pipeline, where)
    (place.folder / "model.safetensors.index.json").unlink()
    return place


def alone(pipeline: Any, where: Path) -> Place:
    return Place(
        write_original(pipeline, where / "merged", alone=True), write_shared(pipeline, where / "of another model")
    )


@pytest.mark.parametrize("write", [single, sharded, sharded_without_index, alone])
def test_plays_to_the_bit_as_its_twin(write: Callable[[Any, Path], Place], twins: Twins, tmp_path: Path) -> None:
    parts = load_components(write(twins.pipeline, tmp_path), "cpu", torch.float32)
    assert parts.hearing == twins.parts.hearing
    assert parts.defaults == twins.parts.defaults
    ours, theirs = session_of(parts), twins.session
    prompt, latent = Prompt("calm piano", lyrics="la la", bpm=96), start_noise((3,), 51, 64)
    made = []
    for session in (ours, theirs):
        tokens, hints = session.encode_text(prompt), session.structure(latent)
        request = Request(session.context(hints), (Condition(tokens),), seed=5, steps=2)
        made.append((tokens, hints, session.null_tokens(), session.silence(9), session.generate(request)))
    assert all(torch.equal(a, b) for a, b in zip(*made, strict=True))
    assert not torch.equal(made[0][1], latent)


def test_the_twins_play_as_the_pipeline(twins: Twins) -> None:
    session, module = twins.session, twins.pipeline.transformer.eval()
    row = Row(start_noise((1,), 51, 64), 0.3, session.encode_text("calm piano"), torch.randn(1, 51, 128))
    (ours,), (theirs,) = EagerDecoder(twins.parts.transformer)([row]), ModuleDecoder(module)([row])
    assert float((ours - theirs).abs().max() / theirs.abs().max()) < 1e-5
    latent = start_noise((3,), 50, 64)
    codes, _ = twins.pipeline.audio_tokenizer.tokenize(latent, twins.pipeline.condition_encoder.silence_latent)
    expected = twins.pipeline.audio_token_detokenizer(codes)[:, :50]
    torch.testing.assert_close(session.structure(latent), expected, atol=1e-5, rtol=1e-4)


def test_half_precision_files_are_read_to_the_dtype_that_is_asked_for(pipeline: Any, tmp_path: Path) -> None:
    parts = load(write_original(pipeline, tmp_path, dtype=torch.bfloat16))
    name = "layers.0.self_attn.to_q.weight"
    written = pipeline.transformer.state_dict()[name].bfloat16()
    assert torch.equal(parts.transformer.layers[0].own.qkv[: len(written)], written.float())
    assert parts.condition_encoder.null_tokens.dtype == torch.float32
    half = load(tmp_path / "acestep-v15-turbo", dtype=torch.bfloat16)
    assert torch.equal(half.transformer.layers[0].own.qkv[: len(written)], written)
    assert half.hearing == parts.hearing


def test_hearing_is_that_of_the_weights_that_hear(pipeline: Any, whole: Path, folder: Path) -> None:
    file, state = folder / "model.safetensors", original_state(pipeline)
    kept = load(whole).hearing
    for name, heard in (
        (NORM, False),
        ("encoder.text_projector.weight", False),
        ("tokenizer.quantizer.project_in.bias", True),
        ("detokenizer.proj_out.weight", True),
    ):
        save_file(state | {name: state[name] + 1.0}, anew(file))
        assert (load(folder).hearing != kept) is heard, name
    save_file(state, anew(file))
    config = json.loads((folder / "config.json").read_text())
    anew(folder / "config.json").write_text(json.dumps(config | {"sliding_window": 1}))
    assert load(folder).hearing != kept


def test_a_text_encoder_may_be_half_of_a_language_model(
    folder: Path, whole: Path, capfd: pytest.CaptureFixture
) -> None:
    """Under the names of one, in half precision, with a head; and nothing is printed of that."""
    file = folder.parent / "Qwen3-Embedding-0.6B" / "model.safetensors"
    state = {f"model.{name}": tensor.bfloat16() for name, tensor in unpack(file.read_bytes()).items()}
    save_file(state | {"lm_head.weight": state["model.embed_tokens.weight"] + 1}, anew(file), {"format": "pt"})
    made, usual = load(folder).text_encoder, load(whole).text_encoder
    for name, tensor in usual.state_dict().items():
        assert torch.equal(made.state_dict()[name], tensor.bfloat16().float()), name
    assert capfd.readouterr() == ("", "")


def test_what_follows_from_the_configuration_may_be_saved_too(pipeline: Any, folder: Path) -> None:
    more = (
        "decoder.rotary_emb.inv_freq",
        "encoder.lyric_encoder.rotary_emb.original_inv_freq",
        "tokenizer.quantizer.layers.0._levels",
        "tokenizer.quantizer.layers.0.zero",
        "tokenizer.quantizer.scales",
        "tokenizer.quantizer.soft_clamp_input_value",
    )
    state = original_state(pipeline) | {name: torch.ones(3, dtype=torch.int64) for name in more}
    save_file(state, anew(folder / "model.safetensors"))
    assert load(folder).hints is not None


BROKEN: dict[str, tuple[Callable[[dict[str, Tensor]], dict[str, Tensor]], str]] = {
    "an unknown prefix": (lambda s: s | {"vocoder.weight": torch.ones(1)}, "surplus (1): vocoder.weight"),
    "missing": (lambda s: {k: v for k, v in s.items() if k != NORM}, f"missing (1): {NORM}"),
    "a part missing": (
        lambda s: {k: v for k, v in s.items() if not k.startswith("detokenizer.")},
        "detokenizer.embed_tokens.weight, ",
    ),
    "another shape": (
        lambda s: s | {NORM: torch.ones(31)},
        f"of another shape than its configuration says (1): {NORM} is [31], not [32]",
    ),
    "not finite": (
        lambda s: s | {name: s[name] * torch.nan for name in (NORM, "decoder.proj_in.1.bias")},
        f"2 of its tensors hold NaN, infinity or more than fits: decoder.proj_in.1.bias, {NORM}",
    ),
    "quantised": (lambda s: s | {NORM: torch.ones(32, dtype=torch.int8)}, f"holds whole numbers in {NORM}: quantised"),
    "the names of diffusers": (
        lambda s: {k.replace("q_proj", "to_q"): v for k, v in s.items()},
        "missing (12): decoder.layers.0.self_attn.q_proj.weight, ",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_weights_that_are_not_whole_are_refused_by_the_files_own_names(case: str, folder: Path, pipeline: Any) -> None:
    change, complaint = BROKEN[case]
    file = anew(folder / "model.safetensors")
    save_file(change(original_state(pipeline)), file)
    told = refused(folder)
    assert told.startswith(f"{file}: ")
    assert complaint in told


def test_settings_that_the_engine_has_no_use_for_change_nothing(folder: Path, whole: Path) -> None:
    """As ACE-Step's own code writes them, of which the transformer's folder in diffusers' layout has but a part."""
    file = folder / "config.json"
    more = {
        "auto_map": {"AutoModel": "modeling_acestep_v15_turbo.AceStepConditionGenerationModel"},
        "dtype": "bfloat16",
        "hidden_act": "silu",
        "layer_types": ["sliding_attention", "full_attention"] * 12,
        "max_position_embeddings": 32768,
        "rope_scaling": None,
        "rope_theta": None,
        "rope_parameters": {"rope_theta": 1e6, "rope_type": "default"},
        "timbre_fix_frame": 750,
        "use_sliding_window": True,
        "vocab_size": 64003,
    }
    config = json.loads(file.read_text()) | {f"encoder_{name}": None for name in ("hidden_size", "intermediate_size")}
    anew(file).write_text(json.dumps(config | more))
    made = [load(each).transformer for each in (folder, whole)]
    assert made[0].geometry == made[1].geometry
    assert [layer.own.sliding for layer in made[0].layers] == [layer.own.sliding for layer in made[1].layers]
    counted = [
        estimate(Place(each, each.parent), device="cpu", width=4, depth=1, seconds=1.0) for each in (folder, whole)
    ]
    assert counted[0] == counted[1]


PUBLISHED = {
    "architectures": ["AceStepConditionGenerationModel"], "model_type": "acestep", "model_version": "turbo",
    "is_turbo": True, "hidden_size": 2048, "intermediate_size": 6144, "num_hidden_layers": 24,
    "num_attention_heads": 16, "num_key_value_heads": 8, "head_dim": 128, "hidden_act": "silu", "rms_norm_eps": 1e-06,
    "rope_theta": 1000000, "max_position_embeddings": 32768, "use_sliding_window": True, "sliding_window": 128,
    "layer_types": ["sliding_attention", "full_attention"] * 12, "vocab_size": 64003, "in_channels": 192,
    "fsq_dim": 2048, "fsq_input_levels": [8, 8, 8, 5, 5, 5], "fsq_input_num_quantizers": 1,
    "audio_acoustic_hidden_dim": 64, "num_audio_decoder_hidden_layers": 24, "num_lyric_encoder_hidden_layers": 8,
    "num_timbre_encoder_hidden_layers": 4, "text_hidden_dim": 1024, "timbre_hidden_dim": 64, "timbre_fix_frame": 750,
    "patch_size": 2, "pool_window_size": 5, "timestep_mu": -0.4, "timestep_sigma": 1.0, "data_proportion": 0.5,
    "dtype": "bfloat16",
}  # fmt: skip
"""The configuration of ACE-Step 1.5's 2B models, as far as it is known from those who have quoted it."""

PUBLISHED_XL = PUBLISHED | {
    "hidden_size": 2560, "intermediate_size": 9728, "num_hidden_layers": 32, "num_attention_heads": 32,
    "encoder_hidden_size": 2048, "encoder_intermediate_size": 6144, "encoder_num_attention_heads": 16,
    "encoder_num_key_value_heads": 8, "layer_types": ["sliding_attention", "full_attention"] * 16,
}  # fmt: skip


@pytest.mark.parametrize(
    ("size", "config", "tensors", "kind"), [("2B", PUBLISHED, 677, "BF16"), ("5B", PUBLISHED_XL, 829, "F32")]
)
def test_the_published_configurations_are_those_of_the_published_tensors(
    size: str, config: dict[str, Any], tensors: int, kind: str, tmp_path: Path
) -> None:
    """Names and shapes of files of the full size, whose numbers are a hole; none of them is read."""
    header, end = {}, 0
    for part in CLASSES:
        for name, shape in shapes_of(*FAMILIES[size][part]).items():
            if name != "silence_latent":
                last = end + {"BF16": 2, "F32": 4}[kind] * math.prod(shape)
                header[original_name(part, name)] = {"dtype": kind, "shape": shape, "data_offsets": [end, last]}
                end = last
    assert len(header) == tensors
    text = json.dumps(header).encode()
    with (tmp_path / "model.safetensors").open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.truncate(8 + len(text) + end)
    (tmp_path / "config.json").write_text(json.dumps(config))
    torch.save(torch.zeros(1, 64, 15000), tmp_path / "silence_latent.pt")
    for shared in ("vae", "Qwen3-Embedding-0.6B"):
        (tmp_path / shared).mkdir()
    parts = Original(Place(tmp_path, tmp_path), "cpu", dict.fromkeys(CLASSES, torch.float32))
    assert {name: len(part.tensors) for name, part in parts.own.items()} == {
        name: len(shapes_of(*FAMILIES[size][name])) for name in CLASSES
    }
    assert defaults_at(tmp_path) == Defaults()


def test_a_configuration_that_contradicts_the_tensors_is_one_error(folder: Path) -> None:
    file = folder / "config.json"
    config = json.loads(file.read_text())
    del config["rope_theta"]
    for changes, complaint in (
        ({"num_hidden_layers": 3}, "missing (19): decoder.layers.2."),
        ({"intermediate_size": 64}, "decoder.layers.0.mlp.gate_proj.weight is [48, 32], not [64, 32]"),
        ({"encoder_hidden_size": 16, "fsq_dim": 16}, "detokenizer.embed_tokens.weight is [32, 32], not [16, 16]"),
        ({"patch_size": "2"}, "config.json: patch_size must be a whole number in 1..1048576, got '2'"),
        ({"text_hidden_dim": None}, "config.json: text_hidden_dim is missing"),
        ({"in_channels": 128}, "config.json: in_channels must be 192, got 128"),
        ({"timbre_hidden_dim": 32}, "config.json: timbre_hidden_dim must be 64, got 32"),
        ({"hidden_act": "gelu"}, "config.json: hidden_act must be silu, got 'gelu'"),
        ({"rope_parameters": {"rope_theta": "far"}}, "config.json: rope_theta must be a number from 1e-09, got 'far'"),
    ):
        anew(file).write_text(json.dumps(config | changes))
        assert complaint in refused(folder)


def test_shards_that_are_not_whole_are_refused_by_name(pipeline: Any, tmp_path: Path) -> None:
    folder = write_original(pipeline, tmp_path, shards=3)
    shard, other = sorted(folder.glob("*.safetensors"))[:2]
    kept = shard.read_bytes()
    state = unpack(kept)
    for data, complaint in (
        (kept[:-9], "is cut short or not a safetensors file: it has"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "is only a Git LFS pointer"),
    ):
        shard.write_bytes(data)
        assert f"{shard}: {complaint}" in refused(folder)
    name = next(iter(unpack(other.read_bytes())))
    save_file(state | {name: torch.ones(1)}, shard)
    assert f"holds {name}, which {shard.name} holds as well" in refused(folder)
    shard.unlink()
    assert f"{shard}: there is no such file" in refused(folder)
    (folder / "model.safetensors.index.json").unlink()
    assert f"{folder}: is not a whole checkpoint of its configuration; tensors missing ({len(state)}): " in refused(
        folder
    )


def test_a_file_that_changes_while_it_is_read_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "model.safetensors"
    data = file.read_bytes()
    anew(file).write_bytes(data)
    from engine.checkpoints import load as loading

    def fuse(config: Any, state: Any) -> Any:
        with file.open("r+b") as opened:
            opened.truncate(len(data) // 2)
        return real(config, state)

    real = loading.fuse
    monkeypatch.setattr(loading, "fuse", fuse)
    assert f"{file}: its weights cannot be read: decoder." in refused(folder)


class Bomb:
    """Makes a folder when it is unpickled."""

    def __init__(self, ran: Path) -> None:
        self.ran = ran

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.ran),)


def test_silence_is_a_latent_or_refused_and_nothing_in_it_is_run(folder: Path, tmp_path: Path) -> None:
    file, ran = folder / "silence_latent.pt", tmp_path / "ran"
    silence = torch.load(file, weights_only=True)
    for held, complaint in (
        (silence[:, :, 1:].clone(), "holds a tensor of the shape [1, 64, 14999], not [1, 64, 15000]"),
        (silence.transpose(1, 2).contiguous(), "holds a tensor of the shape [1, 15000, 64]"),
        (silence.long(), "holds no tensor of fractions"),
        ({"silence": silence}, "holds no tensor of fractions"),
        (torch.eye(3).to_sparse(), "holds no tensor of fractions"),
        (torch.empty(1, 64, 15000, device="meta"), "holds a tensor"),
        (silence / 0.0, "holds NaN or infinity"),
        (torch.zeros(1 << 23), "is longer than 16777216 bytes"),
        ([silence, Bomb(ran)], "holds more than a tensor, or none that is whole; a pickle could run any code"),
    ):
        torch.save(held, anew(file))
        assert f"{file}: {complaint}" in refused(folder)
    for data, complaint in (
        (pickle.dumps(Bomb(ran)), "is cut short or no file that torch wrote"),
        (b"version https://git-lfs.github.com/spec/v1\n", "is only a Git LFS pointer"),
        (b"", "is cut short or no file that torch wrote"),
    ):
        anew(file).write_bytes(data)
        assert f"{file}: {complaint}" in refused(folder)
    with zipfile.ZipFile(anew(file), "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("silence/data.pkl", pickle.dumps(Bomb(ran)))
        packed.writestr("silence/data/0", bytes(1 << 25))
    assert "unpacks to more than 16777216 bytes" in refused(folder)
    file.unlink()
    assert f"{file}: there is no such file" in refused(folder)
    assert not ran.exists()
    torch.save(silence.bfloat16(), file)
    assert torch.equal(load(folder).condition_encoder.silence, silence.bfloat16().float().transpose(1, 2))


def test_a_transformer_alone_says_whence_the_rest_comes(pipeline: Any, tmp_path: Path) -> None:
    folder = write_original(pipeline, tmp_path / "alone", alone=True)
    assert f"{folder}: holds no vae and no Qwen3-Embedding-0.6B; both come with the main" in refused(folder, folder)


def test_a_checkpoint_without_audio_tokenizers_plays_without_structure(
    pipeline: Any, folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    early = tmp_path / "early"
    pipeline.save_pretrained(early)
    for name in ("audio_tokenizer", "audio_token_detokenizer"):
        shutil.rmtree(early / name)
    index = json.loads((early / "model_index.json").read_text())
    kept = {name: entry for name, entry in index.items() if not name.startswith("audio")}
    (early / "model_index.json").write_text(json.dumps(kept))
    state = {name: held for name, held in original_state(pipeline).items() if "tokenizer." not in name}
    save_file(state, anew(folder / "model.safetensors"))
    parts = []
    for where, shared in ((early, early), (folder, folder.parent)):
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            parts.append(load(where, shared))
        assert caplog.messages == [f"{where}: has no audio tokenizers, so no structure is taken of sources"]
    assert parts[0].hearing == parts[1].hearing
    session = session_of(parts[1])
    assert session.prepare_source(torch.zeros(2, 48000).numpy(), 48000).hints is None
    with pytest.raises(RequestError, match="has no audio tokenizer"):
        session.structure(torch.zeros(1, 5, 64))


@pytest.mark.parametrize(
    ("says", "called", "expected"),
    [
        ({"is_turbo": True, "model_version": "turbo"}, "acestep-v15-turbo", Defaults()),
        ({"is_turbo": True, "model_version": "turbo"}, "acestep-v15-turbo-shift1", Defaults(shift=1.0)),
        ({"is_turbo": True, "model_version": "turbo-shift1"}, "mine", Defaults(shift=1.0)),
        ({"is_turbo": True, "model_version": "turbo"}, "acestep-v15-turbo-shift3", Defaults()),
        ({"model_version": "turbo"}, "mine", Defaults()),
        ({"is_turbo": False, "model_version": "sft"}, "acestep-v15-sft", None),
        ({"model_version": "base"}, "mine", None),
        ({}, "acestep-v15-base", None),
        ({"is_turbo": None}, "acestep-v15-turbo", Defaults()),
        ({}, "models--ACE-Step--acestep-v15-turbo-shift1/snapshots/" + 40 * "a", Defaults(shift=1.0)),
        ({"is_turbo": False, "model_version": "turbo"}, "mine", Defaults()),
        ({"is_turbo": False}, "acestep-v15-turbo-like", None),
    ],
)
def test_defaults_are_those_of_the_variant(
    says: dict[str, Any], called: str, expected: Defaults | None, folder: Path
) -> None:
    config = json.loads((folder / "config.json").read_text())
    kept = {name: value for name, value in config.items() if name not in ("is_turbo", "model_version")}
    anew(folder / "config.json").write_text(json.dumps(kept | says))
    there = folder.parent / called
    there.parent.mkdir(parents=True, exist_ok=True)
    place = Place(folder.rename(there), folder.parent)
    defaults = load(place.folder, place.shared).defaults
    assert estimate(place).steps == defaults.steps
    if expected is not None:
        assert defaults == expected
    else:
        assert defaults.steps > 8
        assert (defaults.guidance_mode, defaults.guidance) == ("full", 7.0)


def test_what_has_neither_layout_is_refused_by_what_it_is(folder: Path, tmp_path: Path) -> None:
    assert layout_of(SHIPPED) == "diffusers"
    assert layout_of(folder) == "original"
    (tmp_path / "empty").mkdir()
    for name, complaint in (
        ("aio/ace_step_1.5_turbo_aio.safetensors", "is made for ComfyUI"),
        ("unet/diffusion_models/acestep_v1.5_turbo.safetensors", "is made for ComfyUI"),
        ("one/merged.safetensors", "is one file, not a model's folder"),
        ("some/acestep-v15-turbo-Q8_0.gguf", "is a GGUF file, whose quantised weights cannot be read"),
        ("split/split_files/vae/ace_1.5_vae.safetensors", "is one file"),
        ("repository/checkpoints/ace_step_1.5_turbo_aio.safetensors", "is made for ComfyUI"),
        ("mine/notes.txt", "there is no such folder"),
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        if file.suffix == ".safetensors":
            write_weights({"a": torch.ones(1)}, file.parent)
            (file.parent / "model.safetensors").rename(file)
        told = refused(file)
        assert f"{file}: {complaint}" in told
        assert "a model is a folder: with model_index.json" in told
    for name, complaint in (
        ("aio", "holds files made for ComfyUI"),
        ("unet", "holds files made for ComfyUI"),
        ("split", "holds files made for ComfyUI"),
        ("repository", "holds files made for ComfyUI"),
        ("some", "holds GGUF files, whose quantised weights cannot be read"),
        ("one", "has neither model_index.json nor config.json, but merged.safetensors"),
        ("mine", "has neither model_index.json nor config.json, but notes.txt"),
        ("empty", "has neither model_index.json nor config.json, but nothing"),
        ("it", "is no checkpoint, but holds acestep-v15-turbo: give one of them"),
        ("nowhere", "there is no such folder"),
    ):
        assert f"{tmp_path / name}: {complaint}" in refused(tmp_path / name)
