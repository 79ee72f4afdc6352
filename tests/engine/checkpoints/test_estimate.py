"""What a model takes is counted as it is: held against the published modules at their full size, without their
weights, against what the engine's own forward does, and against the memory of this machine."""

from __future__ import annotations

import gc
import json
import math
import os
import re
import shutil
import subprocess
import sys
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import FlopCounterMode

from engine import CheckpointError, Session
from engine.capture import LIMIT, uncaptured
from engine.checkpoints import Place, load, room
from engine.checkpoints.estimate import PIECE, RANK, TOKENS, WINDOW, Estimate, estimate
from engine.checkpoints.families import FAMILIES, published_bytes
from engine.checkpoints.folders import SHIPPED
from engine.checkpoints.precision import halved
from engine.checkpoints.room import main_memory, need_room
from engine.checkpoints.shapes import Shapes, shapes_of
from engine.checkpoints.work import SAMPLES
from engine.codec import codec
from engine.conditioning.encoder import ConditionEncoder, Hints
from engine.decoder import Row
from engine.decoder.derived import KEPT_TIMES
from engine.decoder.eager import EagerDecoder
from engine.decoder.weights import Weights, fuse
from engine.lora import Factors

GB = 1e9
NAMES = {"2B": "turbo", "5B": "xl-turbo"}


class Held(TorchDispatchMode):
    """The most bytes that tensors made under it have had at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.now = self.most = 0
        self._known: set[int] = set()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        given = {each.untyped_storage()._cdata for each in tree_leaves(args) if isinstance(each, Tensor)}
        made = func(*args, **(kwargs or {}))
        for each in tree_leaves(made):
            if isinstance(each, Tensor):
                self._note(each, given)
        return made

    def _note(self, tensor: Tensor, given: set[int]) -> None:
        storage = tensor.untyped_storage()
        if storage._cdata in self._known or storage._cdata in given:
            return
        size, key = storage.nbytes(), storage._cdata
        self._known.add(key)
        self.now += size
        self.most = max(self.most, self.now)
        weakref.finalize(storage, self._drop, key, size)

    def _drop(self, key: int, size: int) -> None:
        self._known.discard(key)
        self.now -= size


class Fused(TorchFunctionMode):
    """Attention as a GPU does it, without the table of all pairs."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is torch.nn.functional.scaled_dot_product_attention:
            query = args[0]
            return query.transpose(1, 2).new_empty(query.transpose(1, 2).shape).transpose(1, 2)
        return func(*args, **(kwargs or {}))


def hollow(kind: str, config: Mapping[str, Any], dtype: torch.dtype = torch.float32) -> dict[str, Tensor]:
    return {name: torch.empty(shape, dtype=dtype, device="meta") for name, shape in shapes_of(kind, config).items()}


def part(family: str, name: str) -> tuple[str, Mapping[str, Any]]:
    return FAMILIES[family][name]


@pytest.fixture(scope="module", params=NAMES)
def family(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def weights_of(family: str, dtype: torch.dtype) -> Weights:
    kind, config = part(family, "transformer")
    return fuse(config, hollow(kind, config, dtype))


def rows(count: int, frames: int, width: int, tokens: int = TOKENS, **more: Any) -> list[Row]:
    def empty(*shape: int) -> Tensor:
        return torch.empty(1, *shape, device="meta")

    return [
        Row(empty(frames, 64), 1.0 - 0.1 * i, empty(tokens, width), empty(frames, 128), **more) for i in range(count)
    ]


def test_configurations_are_the_published_ones(family: str) -> None:
    from diffusers import AutoencoderOobleck
    from diffusers.models.transformers.ace_step_transformer import AceStepTransformer1DModel
    from diffusers.pipelines.ace_step import modeling_ace_step
    from transformers import Qwen3Config, Qwen3Model

    for name, (kind, config) in FAMILIES[family].items():
        with torch.device("meta"):
            if kind == "Qwen3Model":
                made: Any = Qwen3Model(Qwen3Config(**config))
            elif kind == "AutoencoderOobleck":
                made = AutoencoderOobleck(**config)
            elif kind == "AceStepTransformer1DModel":
                made = AceStepTransformer1DModel(**({} if family == "2B" else config))
            else:
                made = getattr(modeling_ace_step, kind)()
        wanted = {each: tuple(tensor.shape) for each, tensor in made.state_dict().items()}
        assert shapes_of(kind, config) == wanted, name


def test_half_of_a_gpus_model_is_told(family: str) -> None:
    half, full = estimate(NAMES[family]), estimate(NAMES[family], width=4)
    assert {name: 2 * size for name, size in half.weights.items()} == full.weights
    assert (2 * half.window, 2 * half.encoding) == (full.window, full.encoding)
    on_cpu = estimate(NAMES[family], device="cpu", width=2)
    assert on_cpu.weights == full.weights | {"transformer": half.weights["transformer"]}


def test_sizes_are_those_of_the_published_files(family: str) -> None:
    """To the byte, but for the headers: about a hundred bytes a tensor."""
    files = {"2B": 4_787_825_604, "5B": 4_986_971_456 + 4_986_942_776 + 4_986_942_808 + 4_988_483_464}
    told = published_bytes(family)
    vae, text = told.pop("vae"), told.pop("text_encoder")
    for tensors, file in ((sum(told.values()), files[family]), (vae, 337_431_388), (text, 1_191_586_416)):
        assert 0 < file - tensors < 120_000
    assert estimate(NAMES[family]).weights["transformer"] == 2 * told["transformer"] // {"2B": 2, "5B": 4}[family]


def test_the_whole_path_runs_at_full_size_without_weights(family: str) -> None:
    """From tensors by their names to fused weights, conditions, hints, LoRAs and velocities: all shapes fit."""
    kind, config = part(family, "condition_encoder")
    encoder = ConditionEncoder(config, hollow(kind, config))
    with torch.inference_mode():
        prompt = encoder.prompt(torch.empty(1, 70, 1024, device="meta"), torch.empty(1, 40, 1024, device="meta"))
        tokens = prompt.with_timbre(encoder.timbre(torch.empty(1, 750, 64, device="meta")))
    assert tokens.shape == (1, 111, 2048)

    (kind, config), (up_kind, up_config) = part(family, "audio_tokenizer"), part(family, "audio_token_detokenizer")
    hints = Hints(config, hollow(kind, config), up_config, hollow(up_kind, up_config), encoder.silence)
    latent = torch.empty(1, 1501, 64, device="meta")
    with torch.inference_mode():
        assert hints(latent).shape == latent.shape

    weights = weights_of(family, torch.bfloat16)
    decoder = EagerDecoder(weights)
    kind, config = part(family, "transformer")
    adapted = {
        name.removesuffix(".weight"): Factors(
            torch.empty(RANK, shape[1], device="meta"), torch.empty(shape[0], RANK, device="meta"), 1.0
        )
        for name, shape in shapes_of(kind, config).items()
        if name.startswith("layers.") and name.endswith(".weight") and len(shape) == 2
    }
    decoder.attach("it", adapted)
    (adapter,) = decoder._adapters.values()
    held = [
        factor
        for layer in adapter.layers
        for branch in layer.values()
        for factor in (branch.down, *(up.factor for up in branch.ups))
    ]
    assert sum(factor.nbytes for factor in held) == estimate(NAMES[family]).lora

    presence = torch.empty(TOKENS, device="meta")
    for given in (
        rows(1, 1501, 2048, loras=(("it", 0.5),)),
        [*rows(2, 750, 2048, loras=(("it", 0.5),)), *rows(1, 750, 2048, 64), *rows(1, 750, 2048, presence=presence)],
    ):
        made = decoder(given)
        assert [each.shape for each in made] == [row.x.shape for row in given]
        assert all(each.is_meta and each.dtype == torch.float32 for each in made)


@pytest.mark.parametrize(("depth", "seconds", "guided"), [(8, 10.04, False), (1, 240.0, True)])
def test_operations_are_those_of_the_forward(family: str, depth: int, seconds: float, guided: bool) -> None:
    told = estimate(NAMES[family], depth=depth, seconds=seconds, guided=guided)
    decoder, given = (
        EagerDecoder(weights_of(family, torch.bfloat16)),
        rows(depth * (1 + guided), round(seconds * 25), 2048),
    )
    decoder(given)
    kernel = torch.ops.aten._flash_attention_forward
    with FlopCounterMode(display=False, custom_mapping={kernel: windowed_flops}) as counted:
        decoder(given)
    assert told.tick_flops == counted.get_total_flops()
    assert told.generation_flops * depth == told.tick_flops * 8


def windowed_flops(query: tuple[int, ...], *_: Any, window_size_left: int, window_size_right: int, **__: Any) -> int:
    batch, length, heads, size = query
    return 4 * batch * length * min(length, window_size_left + window_size_right + 1) * heads * size


@pytest.mark.parametrize(("device", "seconds"), [("cpu", 10.0), ("cuda", 60.0)])
def test_memory_is_that_of_the_forward(family: str, device: str, seconds: float) -> None:
    told = estimate(NAMES[family], device=device, depth=4, seconds=seconds)
    dtype, batched = (torch.float32, False) if device == "cpu" else (torch.bfloat16, True)
    decoder, frames = EagerDecoder(weights_of(family, dtype), batched=batched), round(seconds * 25)
    given = rows(4 if batched else 1, frames, 2048)
    with Fused():
        decoder(given)
        with Held() as work:
            decoder(given)
    at_once = 1 if batched else min(4, len(os.sched_getaffinity(0)))
    assert told.tick == pytest.approx(work.most * at_once, rel=0.05)

    kept = decoder.derived
    memory, norms, place = kept.memory(given[0].tokens, ()), kept.norms(given[0].t), kept.positions(frames)
    assert told.condition == stored(vars(memory))
    joined = stored(vars(kept.hear([memory] * 4, [None] * 4).memory)) if batched else 0
    assert told.kept == 4 * told.condition + joined + KEPT_TIMES * stored(norms.rows) + stored(vars(place))
    if not batched:
        assert told.graphs == 0
        return
    replays = EagerDecoder(weights_of(family, dtype), batched=True, captures=uncaptured())
    for count in range(1, 5):
        replays(given[:count])
    fixed = sum(stored(vars(each.inputs.heard.memory)) for each in replays._fixed.values())
    assert told.graphs == told.tick + LIMIT // 4 * fixed


def stored(tensors: Any) -> int:
    """Bytes of what tensors lie in."""
    storages = [each.untyped_storage() for each in tree_leaves(tensors) if isinstance(each, Tensor)]
    return sum({storage._cdata: storage.nbytes() for storage in storages}.values())


def test_the_autoencoder_is_counted_as_it_is() -> None:
    from diffusers import AutoencoderOobleck

    told = estimate("turbo")
    with torch.device("meta"):
        vae = AutoencoderOobleck(**part("2B", "vae")[1]).eval()
    assert PIECE == codec.PIECE + 2 * codec.AROUND
    assert 25 + 2 * codec.measure_margin(vae) == WINDOW
    for module in vae.modules():
        if hasattr(module, "weight_g"):
            torch.nn.utils.remove_weight_norm(module)
    torch.nn.Module.to(vae, torch.float16)
    latent = torch.empty(1, 64, WINDOW, device="meta", dtype=torch.float16)
    sound = torch.empty(1, 2, PIECE * SAMPLES, device="meta", dtype=torch.float16)
    with torch.inference_mode():
        with FlopCounterMode(display=False) as counted:
            assert vae.decode(latent).sample.shape == (1, 2, WINDOW * SAMPLES)
        with Held() as decoding:
            vae.decode(latent)
        with Held() as encoding:
            assert vae.encode(sound).latent_dist.mode().shape == (1, 64, PIECE)
    assert told.window_flops == pytest.approx(counted.get_total_flops(), rel=0.01)
    assert told.window == pytest.approx(decoding.most, rel=0.1)
    assert told.encoding == pytest.approx(encoding.most, rel=0.1)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Place]:
    """Checkpoints of the published sizes in either layout, with all that files say before their numbers; those are
    holes."""

    def write(file: Path, kind: str, shapes: Shapes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        header, end = {}, 0
        for name, shape in shapes.items():
            size = 2 * math.prod(shape)
            header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [end, end + size]}
            end += size
        text = json.dumps(header).encode()
        with file.open("wb") as opened:
            opened.write(len(text).to_bytes(8, "little") + text)
            opened.truncate(8 + len(text) + end)

    def make(family: str, layout: str) -> Place:
        folder = tmp_path_factory.mktemp(f"{family}-{layout}")
        state: Shapes = {}
        for name, (kind, config) in FAMILIES[family].items():
            own, shapes = folder / name, shapes_of(kind, config)
            if layout == "original" and name in PREFIXES:
                state |= {PREFIXES[name] + each: shape for each, shape in shapes.items() if each != "silence_latent"}
                continue
            if layout == "original" and name == "text_encoder":
                own = folder / "Qwen3-Embedding-0.6B"
            write(own / "model.safetensors", kind, shapes)
            (own / "config.json").write_text(json.dumps({"_class_name": kind, "is_turbo": True, **config}))
        if layout == "diffusers":
            (folder / "model_index.json").write_text(
                json.dumps({name: ["library", kind] for name, (kind, _) in FAMILIES[family].items()})
            )
            return Place(folder, folder)
        write(folder / "turbo" / "model.safetensors", "", state)
        (folder / "turbo" / "config.json").write_text(
            json.dumps({"is_turbo": True, **FAMILIES[family]["transformer"][1]})
        )
        return Place(folder / "turbo", folder)

    return make


PREFIXES = {
    "transformer": "decoder.",
    "condition_encoder": "encoder.",
    "audio_tokenizer": "tokenizer.",
    "audio_token_detokenizer": "detokenizer.",
}


@pytest.mark.parametrize("layout", ["diffusers", "original"])
def test_what_lies_on_disk_is_counted_like_what_is_published(
    family: str, layout: str, published: Callable[[str, str], Place]
) -> None:
    named = estimate(NAMES[family], depth=3, seconds=30.0)
    place = published(family, layout)
    found = estimate(place, width=2, depth=3, seconds=30.0)
    silence = 15000 * 64 * 2 if layout == "original" else 0
    assert sum(found.weights.values()) == sum(named.weights.values()) - silence
    assert alike(found) == alike(named)
    if layout == "diffusers":
        assert estimate(str(place.folder), depth=3, seconds=30.0) == found


def alike(told: Estimate) -> dict[str, Any]:
    return {name: value for name, value in vars(told).items() if name != "weights"}


@pytest.mark.parametrize(
    ("model", "twin", "guided"),
    [
        ("ACE-Step/Ace-Step1.5", "turbo", False),
        ("ACE-Step/Ace-Step1.5/acestep-v15-turbo@main", "turbo", False),
        ("ACE-Step/acestep-v15-turbo-shift3", "turbo-continuous", False),
        ("ACE-Step/acestep-v15-base@main", "sft", True),
        ("ACE-Step/acestep-v15-xl-turbo-diffusers", "xl-turbo", False),
        ("ace-step/acestep-v15-XL-base", "xl-sft", True),
    ],
)
def test_names_of_published_models(model: str, twin: str, guided: bool) -> None:
    assert estimate(model) == estimate(twin)
    assert estimate(model).guided is guided
    assert estimate(model, guided=True).tick_flops == 2 * estimate(model, guided=False).tick_flops


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("owner/name", "what it takes is not known before it is here"),
        ("absent", "no such folder"),
        ("turbo-shift9", 'did you mean "turbo-shift3"'),
        ("nul\0", "no such folder"),
        ("~nobody/x", "no such folder"),
        ("x" * 5000, "File name too long"),
    ],
)
def test_what_is_not_known_is_told(model: str, said: str) -> None:
    with pytest.raises(CheckpointError, match=said):
        estimate(model)


def test_told_in_figures() -> None:
    told = estimate("turbo").told()
    assert "depth 4 over 60 s: weights 6.3 GB (transformer 3.2 GB, " in told
    assert "a tick takes 8.9 TFLOP and " in told
    assert "here, at" not in told
    assert re.search(
        r"a tick would take about \d+ m?s here, at [\d.]+ TFLOP a second", estimate("base", device="cpu").told()
    )


@pytest.mark.parametrize("device", ["cpu", "cuda"])
@pytest.mark.parametrize("shipped", [True, False])
def test_a_loaded_model_takes_what_is_told(
    shipped: bool, device: str, pipeline: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tensors are as large as its weights are said to be: nothing is held twice, nor made of them and kept."""
    dtype = torch.float32 if device == "cpu" else torch.bfloat16
    monkeypatch.setattr(load, "halved", lambda _, width: halved(device, width))

    def held() -> dict[int, int]:
        gc.collect()
        found = [each for each in gc.get_objects() if type(each) in (Tensor, torch.nn.Parameter) and not each.is_meta]
        storages = [each.untyped_storage() for each in found]
        return {storage.data_ptr(): storage.nbytes() for storage in storages}

    if not shipped:
        pipeline.save_pretrained(tmp_path)
    model = "pocket" if shipped else str(tmp_path)
    told, before = estimate(model, device=device), held()
    session = Session.load(model, dtype=dtype, decoder="eager")
    if not shipped:  # whose codec then keeps tables
        session.decode(session.silence(2))
    more = sum(size for place, size in held().items() if place not in before)
    silence = 0 if device == "cpu" else session.silence(15000).nbytes // 2  # a latent, which stays in float32
    words = told.weights["text_encoder"] if shipped else 0  # which its planner reads once more
    assert more - silence - words == pytest.approx(sum(told.weights.values()), rel=0.01)


MEASURE = """
import os, torch
from engine import Session
from engine.decoder import Row

def status(name):
    return int(open("/proc/self/status").read().split(name + ":")[1].split()[0]) * 1024

os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
session = Session.load(decoder="eager")
def tick(frames):
    rows = [Row(torch.randn(1, frames, 64), 0.9, session.null_tokens(), torch.randn(1, frames, 128)) for _ in range(2)]
    session.decoder.derived.positions(frames)
    before = status("VmRSS")
    open("/proc/self/clear_refs", "w").write("5")
    session.decoder(rows)
    return status("VmHWM") - before
tick(50)
print(tick(FRAMES))
"""


@pytest.mark.live
def test_memory_of_this_machine_is_what_is_told() -> None:
    """A tick of a long song on one core, in a process of its own, by the kernel's account."""
    told = estimate("pocket", device="cpu", depth=1, seconds=120.0)
    script = MEASURE.replace("FRAMES", "3000")
    at_once = {**os.environ, "MALLOC_MMAP_THRESHOLD_": "65536"}  # what is freed goes back to the kernel
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=at_once)
    assert int(done.stdout) == pytest.approx(told.tick, rel=0.15)


def test_what_does_not_fit_is_refused_before_it_is_read(
    published: Callable[[str, str], Place], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = published("2B", "diffusers")
    (tmp_path / "meminfo").write_text("MemTotal: 16000000 kB\nMemAvailable: 8000000 kB\n")
    free = main_memory(tmp_path, tmp_path)
    assert free == 8000000 * 1024
    monkeypatch.setattr(room, "main_memory", lambda: free)
    with pytest.raises(CheckpointError) as caught:
        Session.load(place.folder, decoder="eager")
    told, wanted = str(caught.value), estimate(place, device="cpu", width=4, depth=1, seconds=10.0)
    weights = sum(wanted.weights.values()) / GB
    assert re.match(
        rf"{place.folder}: needs 1[23]\.\d GB of memory at the least, {weights:.1f} of them for its weights", told
    )
    assert "and 8.2 are free; choose a smaller model, or" in told
    need_room(place, "mps", 4)
    need_room(place, "cuda", 2)  # there is none: what is free is not known
    monkeypatch.setattr(room, "main_memory", lambda: 14 * 10**9)
    need_room(place, "cpu", 4)
    monkeypatch.setattr(room, "main_memory", lambda: None)
    need_room(place, "cpu", 4)


def test_what_cannot_be_counted_is_not_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "main_memory", lambda: 0)
    copy = Path(shutil.copytree(SHIPPED, tmp_path / "it"))
    with pytest.raises(CheckpointError, match=r"needs 0.1 GB of memory at the least, 0.1 of them .* and 0.0 are free"):
        need_room(Place(copy, copy), "cpu", 4)
    need_room(Place(SHIPPED, SHIPPED), "cpu", 4)
    for broken in (b"", b"{}", b"[]", b'{"hidden_size": 1}', b"["):
        (copy / "transformer" / "config.json").write_bytes(broken)
        need_room(Place(copy, copy), "cpu", 4)
    shutil.rmtree(copy / "vae")
    need_room(Place(copy, copy), "cpu", 4)
    need_room(Place(tmp_path / "absent", tmp_path / "absent"), "cpu", 4)


def test_free_memory_is_within_the_limits_of_control_groups(tmp_path: Path) -> None:
    proc, groups = tmp_path / "proc", tmp_path / "cgroup"
    (proc / "self").mkdir(parents=True)
    assert main_memory(proc, groups) is None
    (proc / "meminfo").write_text("MemAvailable:    1000 kB\n")
    (proc / "self" / "cgroup").write_text("0::/machine/it\n")
    assert main_memory(proc, groups) == 1024000

    def limit(group: str, most: str, taken: int, droppable: int) -> None:
        folder = groups / group
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "memory.max").write_text(f"{most}\n")
        (folder / "memory.current").write_text(f"{taken}\n")
        (folder / "memory.stat").write_text(f"anon 5\ninactive_file {droppable}\n")

    limit("machine/it", "max", 900, 0)
    assert main_memory(proc, groups) == 1024000
    limit("machine", "5000", 4000, 300)
    assert main_memory(proc, groups) == 1300
    limit("machine/it", "600", 500, 10)
    assert main_memory(proc, groups) == 110
    (proc / "self" / "cgroup").write_text("1:memory:/old\n0::/elsewhere\n")
    assert main_memory(proc, groups) == 1024000
    assert main_memory() is not None
