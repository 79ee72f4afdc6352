"""Every example does what it says, measured on what it lets one hear, and writes a sound and a picture."""

import struct
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from torch import Tensor

from engine import RequestError, Session
from engine.examples.__main__ import EXAMPLES, main, set_stage, write
from engine.examples.stage import Stage, Take
from engine.picture import draw_curve
from engine.series import Series, canonical, resample
from engine.spectrum import mel_decibels


@pytest.fixture(scope="module")
def stage() -> Stage:
    """The pocket model with a loop of about 2 s of its own."""
    return set_stage(Session.load(decoder="eager"), [], 2.0, None)


def away(a: np.ndarray, b: np.ndarray, parts: int = 1) -> Tensor:
    """Mean difference of two sounds' mel spectrograms in dB, in each of `parts` along time."""
    first, second = (mel_decibels(torch.from_numpy(each), 60) for each in (a, b))
    return torch.stack([part.mean() for part in (first - second).abs().mean(1).chunk(parts)])


def follows(curve: Series | None, found: Tensor) -> float:
    """How what was found along time correlates with a curve."""
    assert curve is not None
    wanted = resample(canonical(curve, "curve"), len(found)).flatten()
    return float(torch.corrcoef(torch.stack([wanted, found]))[0, 1])


def covers(stage: Stage, takes: list[Take]) -> None:
    pairs = [(0, 1), (0, 2), (1, 2)]
    assert min(float(away(takes[a].audio, takes[b].audio)) for a, b in pairs) > 3.0


def stream(stage: Stage, takes: list[Take]) -> None:
    (take,) = takes
    source = np.tile(stage.session.decode(stage.source.latent, cyclic=True), 5)[:, : take.audio.shape[1]]
    found = away(take.audio, source, 16)
    assert follows(take.curve, found) < -0.7
    assert found[0] < 2.0 < found[-1]


def cover(stage: Stage, takes: list[Take]) -> None:
    source, near, middle, far = (take.audio for take in takes)
    assert np.array_equal(source, stage.session.decode(stage.source.latent, cyclic=True))
    assert 1.0 < away(source, near) < away(source, middle) < away(source, far)


def prompt_blend(stage: Stage, takes: list[Take]) -> None:
    first, second, blended = (take.audio for take in takes)
    share = away(first, blended, 8) / (away(first, blended, 8) + away(second, blended, 8))
    assert follows(takes[2].curve, share) > 0.7
    assert share[0] < 0.5 < share[-1]


def sde_curve(stage: Stage, takes: list[Take]) -> None:
    source = stage.session.decode(stage.source.latent, cyclic=True)
    assert follows(takes[1].curve, away(source, takes[1].audio, 8)) > 0.7
    assert away(source, takes[0].audio, 8)[0] > 3.0


def velocity_curve(stage: Stage, takes: list[Take]) -> None:
    curve = takes[1].curve
    assert isinstance(curve, np.ndarray)
    assert follows(abs(curve - 1.0), away(takes[0].audio, takes[1].audio, 8)) > 0.4


def lora(stage: Stage, takes: list[Take]) -> None:
    none, half, whole = (take.audio for take in takes)
    assert 0.1 < away(none, half) < away(none, whole)


def x0_target(stage: Stage, takes: list[Take]) -> None:
    free, drawn = takes
    source = stage.session.decode(stage.source.latent, cyclic=True)
    assert follows(drawn.curve, away(source, drawn.audio, 8)) < -0.7
    assert away(source, free.audio, 8)[-1] > 5 * away(source, drawn.audio, 8)[-1]


def conditioning_average(stage: Stage, takes: list[Take]) -> None:
    between(takes)


def guidance_curve(stage: Stage, takes: list[Take]) -> None:
    assert follows(takes[1].curve, away(takes[0].audio, takes[1].audio, 8)) > 0.4


def latent_mask(stage: Stage, takes: list[Take]) -> None:
    found = away(takes[0].audio, takes[1].audio, 8)
    assert found[:3].max() < 0.5
    assert found[5:].min() > 2.0


def initial_noise(stage: Stage, takes: list[Take]) -> None:
    assert follows(takes[0].curve, away(takes[0].audio, takes[1].audio, 8)) > 0.7


def ode_noise(stage: Stage, takes: list[Take]) -> None:
    assert follows(takes[1].curve, away(takes[0].audio, takes[1].audio, 8)) > 0.7


def semantic_blend(stage: Stage, takes: list[Take]) -> None:
    between(takes)


def generated_target(stage: Stage, takes: list[Take]) -> None:
    target, free, half, on = (take.audio for take in takes)
    assert away(target, free) > away(target, half) > 1.0
    assert away(target, on) < 0.1


def between(takes: list[Take]) -> None:
    """The second of three lies between the others."""
    first, middle, last = (take.audio for take in takes)
    assert 1.0 < away(first, middle) < away(first, last)
    assert 1.0 < away(middle, last) < away(first, last)


CHECKS: dict[str, Callable[[Stage, list[Take]], None]] = {
    check.__name__: check
    for check in (
        covers, stream, cover, prompt_blend, sde_curve, velocity_curve, lora, x0_target, conditioning_average,
        guidance_curve, latent_mask, initial_noise, ode_noise, semantic_blend, generated_target,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_does_what_it_says(name: str, stage: Stage, tmp_path: Path) -> None:
    takes = import_module(f"engine.examples.{name}").play(stage)
    CHECKS[name](stage, takes)
    write(takes, tmp_path, name)
    pause = 0.5 * (len(takes) - 1)
    seconds = sum(take.audio.shape[1] for take in takes) / 48000
    assert soundfile.info(tmp_path / f"{name}.wav").duration == pytest.approx(seconds + pause)
    pixels = read_png(tmp_path / f"{name}.png")
    assert pixels.shape == (100 * len(takes), 644, 3)
    drawn = (pixels == np.array([90, 240, 255])).all(2).any(1).reshape(len(takes), -1).any(1)
    assert drawn.tolist() == [take.curve is not None for take in takes]


def read_png(path: Path) -> np.ndarray:
    """`[height, width, 3]` of an RGB PNG without filters; every chunk must be whole."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        chunks[kind] = data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + chunks[kind])
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert form == [8, 2, 0, 0, 0]
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, 1 + 3 * width)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, 3)


def test_the_command_lists_them_and_plays_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert [line.partition(" ")[0] for line in capsys.readouterr().out.splitlines()] == list(EXAMPLES)
    noise = np.random.default_rng(0).normal(0.0, 0.1, (96000, 2))
    for number, length in enumerate((96000, 60000)):
        soundfile.write(tmp_path / f"{number}.wav", noise[:length], 48000)
    files = [word for number in range(2) for word in ("--source", str(tmp_path / f"{number}.wav"))]
    assert main(["semantic_blend", "--out", str(tmp_path / "out"), *files, "--seconds", "1.5"]) == 0
    assert "0.0 s  0% of the second" in capsys.readouterr().out
    sound = soundfile.info(tmp_path / "out" / "semantic_blend.wav")
    assert sound.duration == pytest.approx(3 * 38 * 0.04 + 1.0), "as long as the first"
    picture = (tmp_path / "out" / "semantic_blend.png").read_bytes()
    assert read_png(tmp_path / "out" / "semantic_blend.png").shape == (300, 644, 3)
    assert main(["semantic_blend", "--out", str(tmp_path / "out"), *files, "--seconds", "1"]) == 0
    assert soundfile.info(tmp_path / "out" / "semantic_blend.wav").frames == sound.frames
    assert (tmp_path / "out" / "semantic_blend.png").read_bytes() == picture
    assert {path.name for path in (tmp_path / "out").glob("*-2.*")} == {"semantic_blend-2.png", "semantic_blend-2.wav"}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["cover", "--source", "absent.wav"], "absent.wav: no such file"),
        (["cover", "--seconds", "nan"], "seconds: must lie in 1..600, got nan"),
        (["lora", "--lora", "absent.safetensors"], "absent.safetensors"),
        (["cover", "--model", "absent"], "absent"),
    ],
)
def test_what_it_cannot_play_is_said_in_a_sentence(
    arguments: list[str], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--seconds", "1", "--out", str(tmp_path), *arguments]) == 1
    told = capsys.readouterr().err
    assert reason in told
    assert len(told.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_curve_below_zero_is_not_drawn() -> None:
    with pytest.raises(RequestError, match="curve"):
        draw_curve(torch.zeros(20, 30, 3, dtype=torch.uint8), [0.0, -1.0])
