"""Backends of the codec: any window out of windows of one size, ready in the background, and eager again on failure."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from engine_checks import check_goes, check_windows
from torch import Tensor

from engine import DecodeError, Session
from engine.capture import Work
from engine.codec import HOP, Codec, select
from engine.codec.codec import AROUND, PIECE
from engine.codec.executors import CompiledWindows, OnnxAudio, OnnxWindows
from engine.codec.select import make_codec
from engine.codec.window import KEPT, AudioExecutor, Executors, WindowExecutor, pieces
from engine.errors import EngineError, EngineUnavailable
from engine.export.vae import VaeDecodeGraph, VaeEncodeGraph, digest_of
from tests.engine.device_under_test import DEVICE, crossings, register

FRAMES = 71


@pytest.fixture(scope="module")
def vae() -> Any:
    from diffusers.models.autoencoders.autoencoder_oobleck import AutoencoderOobleck

    torch.manual_seed(0)
    made = AutoencoderOobleck(4, [40, 48], [1, 1], 4, 64, 2, 48000).eval()
    for module in made.modules():
        if hasattr(module, "weight_g"):
            torch.nn.utils.remove_weight_norm(module)
    return made


@pytest.fixture(scope="module")
def latent() -> Tensor:
    return torch.randn(1, FRAMES, 64, generator=torch.Generator().manual_seed(1))


class Fixed:
    """The VAE itself for windows of one size, in memory that the next one is written to, or what is said instead."""

    def __init__(self, vae: Any, frames: int, instead: Callable[[Tensor], Tensor] = lambda audio: audio) -> None:
        self.frames, self.instead, self.runs = frames, instead, 0
        self._decode = VaeDecodeGraph(vae)
        self._audio = torch.zeros(1, 2, frames * HOP, device=next(vae.parameters()).device)

    def run(self, latent: Tensor) -> Tensor:
        assert latent.shape == (1, 64, self.frames)
        self.runs += 1
        with torch.inference_mode():
            return self._audio.copy_(self.instead(self._decode(latent)))


class Mean:
    """The VAE's mean, or what is said instead; not for less than two frames."""

    def __init__(self, vae: Any, instead: Callable[[Tensor], Tensor] = lambda mean: mean) -> None:
        self.instead, self.runs = instead, 0
        self._encode = VaeEncodeGraph(vae)

    def run(self, audio: Tensor) -> Tensor:
        assert audio.shape[:2] == (1, 2)
        assert 2 * HOP <= audio.shape[2] <= (PIECE + 2 * AROUND) * HOP
        self.runs += 1
        return self.instead(self._encode(audio))


def fail(audio: Tensor) -> Tensor:
    raise EngineError("the device is lost")


class Heard(list[tuple[str, str]]):
    """What is told of backends."""

    def __call__(self, backend: str, why: str) -> None:
        self.append((backend, why))


def over(vae: Any, make: Callable[[int], WindowExecutor], audio: AudioExecutor | None = None) -> tuple[Codec, Heard]:
    codec, heard = Codec(vae), Heard()
    begun = threading.Event()

    def made() -> Executors:
        begun.wait(10)
        return Executors(make(KEPT + 2 * codec.margin), audio)

    codec.hand_over("fast", made, heard)
    assert codec.making == "fast"
    begun.set()
    codec.wait()
    assert codec.making == ""
    return codec, heard


def check(codec: Codec, vae: Any, latent: Tensor, within: float) -> None:
    """Windows of a song, of the shortest one that has one, and the loop of one that has none, beside eager ones."""
    eager, size = Codec(vae), KEPT + 2 * codec.margin
    check_windows(codec, latent)
    scale, inside = np.abs(eager.decode(latent)).max(), (FRAMES - KEPT) // 2
    for start, stop in ((0, FRAMES), (inside, inside + KEPT), (0, 25), (FRAMES - 25, FRAMES), (7, 50), (3, 4)):
        for cyclic in (False, True):
            error = np.abs(
                codec.decode(latent, start, stop, cyclic=cyclic) - eager.decode(latent, start, stop, cyclic=cyclic)
            )
            assert error.max() < within * scale, (start, stop, cyclic)
    for frames in (size, size - 1, 3):
        for cyclic in (False, True):
            song = latent[:, :frames]
            assert np.abs(codec.decode(song, cyclic=cyclic) - eager.decode(song, cyclic=cyclic)).max() < within * scale


@pytest.mark.parametrize("cyclic", [False, True])
def test_pieces_cover_a_window_and_hear_what_is_around_them(cyclic: bool) -> None:
    margin, size = 4, 20
    for frames in (20, 21, 33, 90):
        for start in range(0, frames, 3):
            for stop in (*range(start + 1, frames, 5), frames):
                made = list(pieces(frames, start, stop, size, margin, cyclic=cyclic))
                kept = [frame for piece in made for frame in range(piece.start, piece.stop)]
                assert kept == list(range(start, stop))
                for first, begin, end in made:
                    assert cyclic or 0 <= first <= frames - size
                    assert begin - first >= margin or (first == 0 and not cyclic)
                    assert first + size - end >= margin or (first + size == frames and not cyclic)
    assert len(list(pieces(90, 30, 30 + size - 2 * margin, size, margin, cyclic=cyclic))) == 1


def test_any_window_is_made_of_those_of_one_size(vae: Any, latent: Tensor) -> None:
    codec, heard = over(vae, lambda frames: Fixed(vae, frames))
    assert (codec.backend, heard) == ("fast", [("fast", "")])
    check(codec, vae, latent, 2e-6)
    assert heard == [("fast", "")]


def test_a_second_and_its_crossfades_are_one_run(vae: Any, latent: Tensor) -> None:
    made: list[Fixed] = []
    codec, _ = over(vae, lambda frames: made.append(Fixed(vae, frames)) or made[0])
    made[0].runs = 0
    codec.decode(latent, -1, 26, cyclic=True)
    assert made[0].runs == 1
    codec.decode(latent[:, : made[0].frames - 1])
    assert made[0].runs == 1, "a song that is shorter than its windows is not decoded by them"


def test_a_backend_that_fails_is_replaced_within_the_window(vae: Any, latent: Tensor) -> None:
    wanted = Codec(vae).decode(latent, 20, 45)
    for instead, why in ((fail, "the device is lost"), (lambda audio: audio * torch.nan, "no sound comes of it")):
        made: list[Fixed] = []
        codec, heard = over(vae, lambda frames, made=made: made.append(Fixed(vae, frames)) or made[0])
        made[0].instead = instead
        assert np.array_equal(codec.decode(latent, 20, 45), wanted)
        assert (codec.backend, heard) == ("eager", [("fast", ""), ("eager", f"fast failed: {why}")])
        runs = made[0].runs
        codec.decode(latent, 20, 45)
        assert made[0].runs == runs


def test_a_latent_without_sound_is_not_the_backends_fault(vae: Any, latent: Tensor) -> None:
    made: list[Fixed] = []
    codec, heard = over(vae, lambda frames: made.append(Fixed(vae, frames)) or made[0])
    for instead in (made[0].instead, fail):
        made[0].instead = instead
        with pytest.raises(DecodeError):
            codec.decode(latent * torch.nan, 20, 45)
        assert (codec.backend, heard) == ("fast", [("fast", "")])


def test_a_backend_that_cannot_be_made_or_sounds_otherwise_is_not_taken(vae: Any, latent: Tensor) -> None:
    def absent(frames: int) -> WindowExecutor:
        raise EngineUnavailable("there is none")

    codec, heard = over(vae, absent)
    assert (codec.backend, heard) == ("eager", [("eager", "fast cannot run: there is none")])
    for instead in (lambda audio: audio * 1.001, lambda audio: audio * torch.nan):
        codec, heard = over(vae, lambda frames, instead=instead: Fixed(vae, frames, instead))
        assert codec.backend == "eager"
        assert heard[0][1].startswith("fast cannot run: its sound differs by ")
    assert codec.decode(latent).shape == (2, FRAMES * HOP)


def noise(frames: int) -> np.ndarray:
    return np.random.default_rng(0).normal(0.0, 0.1, (2, frames * HOP)).astype(np.float32)


def test_audio_is_encoded_by_a_backend_that_can_and_eagerly_where_it_is_too_short_or_fails(vae: Any) -> None:
    wanted = Codec(vae).encode(noise(PIECE + 20))
    for instead, why in ((fail, "the device is lost"), (lambda mean: mean * torch.nan, "no latent comes of it")):
        audio = Mean(vae)
        codec, heard = over(vae, lambda frames: Fixed(vae, frames), audio)
        audio.runs = 0
        assert torch.equal(codec.encode(noise(PIECE + 20)), wanted)
        assert audio.runs == 2
        codec.encode(noise(1))
        assert (audio.runs, heard) == (2, [("fast", "")])
        audio.instead = instead
        assert torch.equal(codec.encode(noise(PIECE + 20)), wanted)
        assert (audio.runs, heard[1:]) == (3, [("eager", f"fast failed: {why}")])
    codec, heard = over(vae, lambda frames: Fixed(vae, frames), Mean(vae, lambda mean: mean * 1.001))
    assert (codec.backend, len(heard)) == ("eager", 1)
    assert heard[0][1].startswith("fast cannot run: its latent differs by 1.0e-03")


@pytest.mark.parametrize("backend", ["eager", "fast"])
def test_of_another_device_nothing_is_read_but_the_samples(backend: str, vae: Any, latent: Tensor) -> None:
    register()
    there = copy.deepcopy(vae).to(DEVICE)
    codec, _ = (
        over(there, lambda frames: Fixed(there, frames), Mean(there)) if backend == "fast" else (Codec(there), None)
    )
    assert codec.backend == backend
    wanted, given = Codec(vae).decode(latent, -3, 40, cyclic=True), latent.to(DEVICE)
    with crossings() as seen:
        samples = codec.decode(given, -3, 40, cyclic=True)
    assert (len(seen.reads), seen.uploads) == (1, [])
    assert np.abs(samples - wanted).max() < 2e-6 * np.abs(wanted).max()
    assert str(codec.encode(noise(9)).device) == DEVICE


def test_compiled_windows_are_captured_once_and_replayed(vae: Any, latent: Tensor) -> None:
    done: list[str] = []

    def capture(work: Work) -> Work:
        made = work()
        done.append("captured")

        def replay() -> Tensor:
            done.append("replayed")
            return made.copy_(work())

        return replay

    codec, heard = over(vae, lambda frames: CompiledWindows(vae, frames, backend="aot_eager", capture=capture))
    assert heard == [("fast", "")]
    assert done[0] == "captured"
    check(codec, vae, latent, 2e-6)
    assert done.count("captured") == 1
    assert heard == [("fast", "")]
    check_goes([CompiledWindows(vae, 9, backend="eager")])


@pytest.fixture(scope="module")
def exported(vae: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of engines with a decoder's graph in it."""
    engines = tmp_path_factory.mktemp("engines")
    codec = make_codec(vae, "onnx", engines=engines, model="small", told=lambda backend, why: None)
    codec.wait()
    assert codec.backend == "onnx"
    return engines


@pytest.mark.live
def test_windows_of_onnx_are_those_of_the_whole(
    vae: Any, latent: Tensor, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("export_decode", "export_encode"):
        monkeypatch.setattr(f"engine.export.vae.{name}", lambda *given: pytest.fail("it is there already"))
    heard = Heard()
    codec = make_codec(vae, "onnx", engines=exported, model="small", told=heard)
    codec.wait()
    assert heard == [("onnx", "")]
    check(codec, vae, latent, 5e-6)
    assert heard == [("onnx", "")]


@pytest.mark.live
def test_a_graph_is_of_its_weights_and_its_size(vae: Any, exported: Path) -> None:
    frames = KEPT + 2 * Codec(vae).margin
    made = {folder.name for folder in (exported / "_onnx").iterdir()}
    assert made == {f"vae-decode-{digest_of(vae, frames)}", f"vae-encode-{digest_of(vae)}"}
    names = {digest_of(vae, frames), digest_of(vae, frames + 1), digest_of(vae)}
    bias = vae.decoder.conv1.bias.data
    kept = bias[0].clone()
    bias[0] += 1e-3
    names.add(digest_of(vae, frames))
    bias[0] = kept
    assert len(names) == 4
    assert digest_of(vae, frames) in names


@pytest.mark.live
def test_what_onnx_encodes_is_the_mean(vae: Any, exported: Path) -> None:
    (graph,) = exported.glob("_onnx/vae-encode-*/model.onnx")
    encoder = OnnxAudio(graph, torch.device("cpu"))
    for frames in (2, 7, 31):
        audio = torch.randn(1, 2, frames * HOP, generator=torch.Generator().manual_seed(frames))
        with torch.inference_mode():
            wanted = vae.encode(audio).latent_dist.mode()
        mean = encoder.run(audio)
        assert mean.shape == wanted.shape == (1, 2, frames)
        assert float((mean - wanted).abs().max() / wanted.abs().max()) < 5e-6


@pytest.mark.live
def test_onnx_says_what_is_wrong_with_a_graph_and_a_run(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "model.onnx"
    broken.write_bytes(b"no graph")
    with pytest.raises(EngineError, match=f"{broken}: cannot be loaded"):
        OnnxWindows(broken, 9, torch.device("cpu"))
    (graph,) = exported.glob("_onnx/vae-decode-*/model.onnx")
    with pytest.raises(EngineError, match="ONNX Runtime failed"):
        OnnxWindows(graph, 9, torch.device("cpu")).run(torch.zeros(1, 64, 9))
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(EngineUnavailable, match="pip install onnxruntime-gpu in place of onnxruntime"):
        OnnxWindows(graph, 9, torch.device("cuda"))


def test_the_shipped_codec_is_decoded_as_it_is() -> None:
    vae = Session.load().codec.vae
    for backend in ("auto", "eager"):
        codec = make_codec(vae, backend, engines=None, model="pocket", told=Heard())
        codec.wait()
        assert codec.backend == "eager"
    for backend in ("compile", "onnx", "tensorrt"):
        with pytest.raises(EngineUnavailable, match=f"vae: {backend} cannot run the pocket model's codec"):
            make_codec(vae, backend, engines=None, model="pocket", told=Heard())


def test_what_cannot_run_says_why(vae: Any) -> None:
    with pytest.raises(ValueError, match="vae: must be one of auto, eager, compile, onnx, tensorrt, got 'turbo'"):
        make_codec(vae, "turbo", engines=None, model="small", told=Heard())
    with pytest.raises(EngineUnavailable, match="vae: tensorrt needs an NVIDIA GPU, and the model is to run on cpu"):
        make_codec(vae, "tensorrt", engines=None, model="small", told=Heard())


@pytest.mark.parametrize(
    ("wrong", "runs", "taken", "said"),
    [
        (None, ("tensorrt", "compile"), "tensorrt", []),
        (EngineUnavailable("none is built"), ("tensorrt", "compile"), "compile", []),
        (EngineError("it is cut"), ("tensorrt", "compile"), "compile", [("eager", "tensorrt cannot run: it is cut")]),
        (None, (), "eager", []),
    ],
)
def test_auto_on_a_gpu_takes_the_fastest_that_is_there(
    wrong: Exception | None,
    runs: tuple[str, ...],
    taken: str,
    said: list[tuple[str, str]],
    vae: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def opened(engines: Path | None, model: str, device: torch.device, frames: int) -> Executors:
        if wrong is not None:
            raise wrong
        return Executors(Fixed(vae, frames))

    monkeypatch.setattr(select, "why_not", lambda name, device: "" if name in runs else "not here")
    monkeypatch.setattr("engine.trt.windows.open_codec", opened)
    monkeypatch.setattr(select, "_compiled", lambda vae, frames: Executors(Fixed(vae, frames)))
    monkeypatch.setitem(select.FASTEST, "cpu", select.FASTEST["cuda"])
    heard = Heard()
    codec = make_codec(vae, "auto", engines=Path("engines"), model="small", told=heard)
    codec.wait()
    assert codec.backend == taken
    assert heard == said + ([] if taken == "eager" else [(taken, "")])
    if wrong is not None:
        with pytest.raises(type(wrong), match=str(wrong)):
            make_codec(vae, "tensorrt", engines=Path("engines"), model="small", told=heard)
