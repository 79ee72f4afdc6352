"""A session over a checkpoint as diffusers saves it, compared with diffusers' own pipeline."""

import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import torch

from engine import (
    CheckpointError,
    Condition,
    DecodeError,
    Prompt,
    Request,
    RequestError,
    Session,
    Source,
    SourceError,
)
from engine.noise import start_noise
from engine.source import SourceCache, write_source


@pytest.fixture(scope="module")
def folder(pipeline: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("checkpoint")
    pipeline.save_pretrained(where)
    return where


@pytest.fixture(scope="module")
def session(folder: Path) -> Session:
    return Session.load(folder, decoder="eager")


def tone(seconds: float, rate: int = 48000, channels: int = 2) -> np.ndarray:
    time = np.arange(round(seconds * rate)) / rate
    return np.stack([0.3 * np.sin(2 * np.pi * 220 * (c + 1) * time) for c in range(channels)]).astype(np.float32)


@pytest.fixture(scope="module")
def source(session: Session) -> Source:
    return session.prepare_source(tone(1.01))


def test_text_to_music_equals_the_pipeline(pipeline: Any, session: Session) -> None:
    tokens = session.encode_text(
        Prompt("calm piano", lyrics="la la", bpm=96, key="D minor", time_signature="3", duration=3, language="de")
    )
    ours = session.generate(Request(session.context(session.silence(75)), (Condition(tokens),), seed=5))
    theirs = pipeline(
        prompt="calm piano",
        lyrics="la la",
        bpm=96,
        keyscale="D minor",
        timesignature="3",
        audio_duration=3.0,
        vocal_language="de",
        latents=start_noise((5,), 75, 64),
        output_type="latent",
    ).audios
    assert float((ours - theirs).abs().max() / theirs.abs().max()) < 1e-4


def test_hints_of_a_source_equal_the_pipelines(pipeline: Any, session: Session, source: Source) -> None:
    assert source.seconds == pytest.approx(1.01)
    assert source.latent.shape == (1, 26, 64)
    codes, _ = pipeline.audio_tokenizer.tokenize(source.latent, pipeline.condition_encoder.silence_latent)
    expected = pipeline.audio_token_detokenizer(codes)[:, :26]
    assert source.hints is not None
    torch.testing.assert_close(source.hints, expected, atol=1e-5, rtol=1e-4)


def test_hints_and_context_fit_every_length(session: Session) -> None:
    for frames in (*range(25, 61), 299, 301, 1500):
        latent = torch.randn(1, frames, 64)
        hints = session.structure(latent)
        assert hints.shape == latent.shape
        assert session.context(hints).shape == (1, frames, 128)


def test_context_fades_to_silence_and_hides_what_is_repainted(session: Session) -> None:
    hints = torch.randn(1, 20, 64)
    quiet = session.silence(20)
    assert torch.equal(session.context(hints)[..., :64], hints)
    assert torch.equal(session.context(hints, strength=0.0)[..., :64], quiet)
    torch.testing.assert_close(session.context(hints, strength=0.25)[..., :64], quiet + 0.25 * (hints - quiet))
    mask = torch.zeros(20)
    mask[5:9] = 1.0
    repaint = session.context(hints, chunk_mask=mask)
    assert torch.equal(repaint[0, 5:9, :64], quiet[0, 5:9])
    assert torch.equal(repaint[0, :5, :64], hints[0, :5])
    assert torch.equal(repaint[0, :, 64:], mask[:, None].expand(-1, 64))
    with pytest.raises(RequestError, match="strength"):
        session.context(hints, strength=1.5)


def test_a_source_is_its_own_context(session: Session, source: Source) -> None:
    assert source.hints is not None
    assert torch.equal(session.context(source, strength=0.5), session.context(source.hints, strength=0.5))
    without = session.prepare_source(tone(1.01), hints=False)
    assert torch.equal(session.context(without), session.context(session.silence(26)))


def test_rendering_is_generating_and_decoding(session: Session) -> None:
    request = Request(session.context(session.silence(30)), (Condition(session.encode_text("x")),), seed=2, steps=2)
    audio = session.render(request, cyclic=True)
    assert np.array_equal(audio, session.decode(session.generate(request), cyclic=True))
    assert not np.array_equal(audio, session.render(request)), "the ends of a loop are decoded as neighbours"


def test_timbre_is_one_token_of_a_reference_or_of_silence(session: Session, source: Source) -> None:
    silent, heard = session.encode_text("x"), session.encode_text("x", timbre=source)
    assert silent.shape == heard.shape
    (differs,) = torch.nonzero((silent != heard).any(-1)[0]).flatten()
    words = session.encode_prompt(session.read_text("x"))
    assert int(differs) == words.lyrics.shape[1], "timbre is one token, after the lyrics"
    half = session.encode_text("x", timbre=source, timbre_strength=0.5)
    torch.testing.assert_close(half, (silent + heard) / 2)
    assert torch.equal(session.encode_text("x", timbre=source, timbre_strength=0.0), silent)
    assert torch.equal(words.with_timbre(session.encode_timbre(source)), heard)
    with pytest.raises(RequestError, match="timbre_strength"):
        session.encode_timbre(source, 1.5)


def test_structure_of_two_sources_mixes_along_the_first(session: Session, source: Source) -> None:
    other = session.structure(torch.randn(1, 50, 64))
    assert source.hints is not None
    assert torch.equal(session.mix(source.hints, other, 0.0), source.hints)
    moving = session.mix(other, source.hints, torch.linspace(0, 1, 50))
    assert torch.equal(moving[:, 0], other[:, 0])
    torch.testing.assert_close(moving[:, 49], source.hints[:, 49 - 26])
    assert session.context(moving).shape == (1, 50, 128)


def test_everything_that_is_said_of_a_prompt_reaches_the_tokens(session: Session) -> None:
    said = {
        "lyrics": "la",
        "bpm": 90,
        "key": "C major",
        "time_signature": "3",
        "language": "de",
        "duration": 9,
        "task": "cover",
        "instruction": "Hum it:",
    }
    assert {"caption", *said} == {field.name for field in fields(Prompt)}
    plain = session.encode_text("x")
    assert torch.equal(plain, session.encode_text(Prompt("x")))
    for name, value in said.items():
        tokens = session.encode_text(replace(Prompt("x"), **{name: value}))
        assert tokens.shape != plain.shape or not torch.equal(tokens, plain), name
    with pytest.raises(RequestError, match="task: must be one of text2music, cover"):
        session.encode_text(Prompt("x", task="hum"))


def test_a_file_is_encoded_once_and_broken_or_foreign_entries_count_for_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    song, copy, cache = tmp_path / "song.wav", tmp_path / "copy.wav", tmp_path / "cache"
    soundfile.write(song, tone(1.0, 22050).T, 22050)
    shutil.copy(song, copy)
    plain = session.prepare_source(song)
    encoded: list[int] = []

    def encode(audio: np.ndarray, told: Any) -> torch.Tensor:
        encoded.append(audio.shape[1])
        return plain.latent

    monkeypatch.setattr(session.codec, "encode", encode)
    monkeypatch.setattr(session, "_cache", SourceCache(cache, session.hearing))
    session.prepare_source(song, hints=False)
    for path in (copy, song):
        again = session.prepare_source(path)
        assert torch.equal(again.latent, plain.latent)
        assert torch.equal(again.hints, plain.hints)
        assert (again.seconds, again.bpm, again.key) == (plain.seconds, plain.bpm, plain.key)
    assert len(encoded) == 1
    (entry,) = cache.iterdir()
    for count, damage in enumerate((b"", entry.read_bytes()[:-9], b"\xff" * 400), 2):
        entry.write_bytes(damage)
        assert torch.equal(session.prepare_source(song).latent, plain.latent)
        assert len(encoded) == count
    with pytest.raises(SourceError, match="absent"):
        session.prepare_source(tmp_path / "absent.wav")
    monkeypatch.setattr(session, "_cache", SourceCache(song / "no folder", session.hearing))
    assert torch.equal(session.prepare_source(song).latent, plain.latent)


@pytest.mark.parametrize("name", ["pipe.wav", "pipe.safetensors"])
def test_a_pipe_is_not_waited_for(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    pipe = tmp_path / name
    os.mkfifo(pipe)
    monkeypatch.setattr(session, "_cache", SourceCache(tmp_path / "cache", session.hearing))
    with ThreadPoolExecutor(1) as pool:
        refused = pool.submit(session.prepare_source, pipe)
        try:
            assert "is no file" in str(refused.exception(20))
        finally:
            os.close(os.open(pipe, os.O_RDWR))


def test_the_cache_stays_small_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    cache = SourceCache(tmp_path, "model", most=30_000)
    for number in range(5):
        cache.put(str(number), Source(torch.full((1, 40, 64), float(number)), None, 1.6))
        os.utime(tmp_path / f"{number}.safetensors", (number, number))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 30_000
    assert cache.get("0") is None
    assert cache.get("3") is not None
    cache.put("5", Source(torch.zeros(1, 40, 64), None, 1.6))
    assert cache.get("4") is None
    assert cache.get("3") is not None
    assert SourceCache(tmp_path, "another model").get("3") is None


def test_a_latent_is_saved_and_prepared_again(session: Session, source: Source, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "take.safetensors"
    session.save_source(Source(source.latent, None, source.seconds, 96.5, "A minor"), path)
    again = session.prepare_source(path)
    assert torch.equal(again.latent, source.latent)
    assert torch.equal(again.hints, source.hints)
    assert (again.seconds, again.bpm, again.key) == (source.seconds, 96.5, "A minor")
    write_source(source, path, "another model")
    with pytest.raises(SourceError, match=r"take.*another model"):
        session.prepare_source(path)
    write_source(Source(torch.full((1, 9, 64), float("nan")), None, 0.36), path, session.hearing)
    with pytest.raises(SourceError, match="not finite"):
        session.prepare_source(path)
    foreign = Source(torch.zeros(1, 9, 64), torch.zeros(1, 8, 64), 0.36)
    longest = Source(torch.zeros(1, 15001, 64), None, 600.0)
    for odd, words in (
        (Source(torch.zeros(1, 9, 32), None, 0.36), r"of the shapes \[\[1, 9, 32\]\]"),
        (foreign, "of the shapes"),
        (longest, "of the shapes"),
        (Source(torch.zeros(1, 0, 64), None, 0.36), "of the shapes"),
        (Source(torch.full((1, 9, 64), 1e30), None, 0.36), "not finite"),
        (replace(source, hints=torch.full_like(source.latent, torch.nan)), "not finite"),
        (Source(torch.zeros(1, 9, 64), None, float("nan")), "not finite"),
        (replace(source, bpm=float("inf")), "not finite"),
        (Source(torch.zeros(1, 9, 64), None, 1e9), "do not fit each other"),
    ):
        write_source(odd, path, session.hearing)
        with pytest.raises(SourceError, match=words):
            session.prepare_source(path)
    path.write_text("none")
    with pytest.raises(SourceError, match="no source that was saved"):
        session.prepare_source(path)
    with pytest.raises(SourceError, match="no such file"):
        session.prepare_source(tmp_path / "absent.safetensors")


@pytest.mark.parametrize("loudness", [1e5, 1e30, 3e38])
def test_samples_beyond_all_hearing_are_refused_before_they_are_kept(
    loudness: float, folder: Path, tmp_path: Path
) -> None:
    session = Session.load(folder, cache=tmp_path / "cache", decoder="eager")
    path = tmp_path / "loud.wav"
    soundfile.write(path, tone(1.5).T * loudness, 48000, subtype="FLOAT")
    with pytest.raises(SourceError, match=r"loud\.wav: samples: reach .*e\+.*no sound; full scale is 1"):
        session.prepare_source(path)
    assert not list((tmp_path / "cache").glob("*"))
    with pytest.raises(SourceError, match="audio: samples: reach"):
        session.prepare_source(tone(1.5) * np.float32(loudness))
    with pytest.raises(SourceError, match="audio: samples: reach inf"):
        session.prepare_source(tone(1.5).astype(np.float64) * 1e300)


def test_nothing_that_is_not_finite_goes_in_or_comes_out(session: Session, source: Source, tmp_path: Path) -> None:
    lost = source.latent.clone()
    lost[0, 7, 3] = torch.nan
    plain = Request(session.context(source), (Condition(session.encode_text("x")),), steps=2)
    for name, change in {
        "source": {"source": lost},
        "target": {"target": lost, "x0_target": 0.5},
        "context": {"context": session.context(lost)},
        "request": {"channel_gain": torch.full((1, 1, 64), 3e38)},
    }.items():
        with pytest.raises(RequestError, match=name):
            session.generate(replace(plain, **change))
    for ask in (session.structure, session.encode_timbre):
        with pytest.raises(RequestError, match="NaN or infinity"):
            ask(lost)
    far = torch.full_like(source.latent, 2e4)
    for broken in (*(replace(source, latent=bad) for bad in (lost, far)), replace(source, hints=far)):
        with pytest.raises(RequestError, match="NaN, infinity or numbers beyond 10000"):
            session.save_source(broken, tmp_path / "lost.safetensors")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(DecodeError, match=r"frames 5\.\.9: decode to samples of nan"):
        session.decode(lost, 5, 9)
    assert session.decode(lost[:, 15:]).shape[0] == 2


def test_mixed_prompts_come_and_go_without_a_step(session: Session) -> None:
    """Mixing long and short prompts: at small shares what one prompt alone would give."""
    short, long = session.encode_text("x"), session.encode_text("a much longer prompt " * 3)

    def velocity(*conditions: Condition) -> torch.Tensor:
        return session.generate(Request(session.context(session.silence(30)), conditions, seed=1, steps=1))

    alone, other = velocity(Condition(short)), velocity(Condition(long))
    apart = float((alone - other).abs().max())
    near = velocity(session.blend_tokens([(short, 1.0), (long, 1e-4)]))
    far = velocity(session.blend_tokens([(short, 1e-4), (long, 1.0)]))
    assert float((near - alone).abs().max()) < 0.01 * apart
    assert float((far - other).abs().max()) < 0.01 * apart
    half = session.blend_tokens([(short, 3.0), (long, 1.0)])
    assert half.presence is not None
    assert half.presence[[0, -1]].tolist() == [1.0, 0.25]
    torch.testing.assert_close(half.tokens[:, 0], 0.75 * short[:, 0] + 0.25 * long[:, 0])
    assert torch.equal(half.tokens[:, -1], long[:, -1])


def test_no_planner_means_silence(session: Session) -> None:
    assert torch.equal(session.plan(40, Prompt("x", bpm=100)), session.silence(40))
    assert session.loop_frames(301) == session.loop_frames(301, caption="a loop") == 301


def test_without_a_planner_loops_hold_whole_bars_where_the_tempo_is_known(session: Session) -> None:
    assert session.loop_frames(301, bpm=100) == 6 * 60
    assert session.loop_frames(301, bpm=100, time_signature="3") == 6 * 45
    assert session.loop_frames(301, caption="techno, 125 bpm, 3/4") == 8 * 36
    assert session.null_tokens().shape == (1, 1, 32)


@pytest.mark.parametrize(
    ("audio", "rate", "complaint"),
    [
        (np.zeros((2, 0), np.float32), None, "empty"),
        (np.zeros((2, 47999), np.float32), None, "at least 1 s"),
        (np.zeros((2, 48000), np.float32), 96000, "at least 1 s"),
        (np.zeros((2, 48000 * 601), np.float32), None, "600 s at most"),
        (np.full((2, 50000), np.nan, np.float32), None, "NaN"),
        (np.full(50000, np.inf, np.float32), None, "infinity"),
        (np.zeros((2, 50000), np.float32), 0, "sample rate"),
        (np.zeros((2, 2, 50000), np.float32), None, "dimensions"),
        (np.zeros((50, 50000), np.float32), None, "channels"),
        (np.zeros(50000, bool), None, "samples"),
        ([0.0] * 50000, None, "samples"),
    ],
)
def test_bad_audio_is_refused_with_a_reason(audio: Any, rate: int | None, complaint: str, session: Session) -> None:
    with pytest.raises(SourceError, match=complaint):
        session.prepare_source(audio, rate)


def test_bad_files_are_refused_with_their_name(session: Session, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("this is no audio")
    empty = tmp_path / "empty.wav"
    empty.write_bytes(b"")
    cut = tmp_path / "cut.wav"
    soundfile.write(tmp_path / "good.wav", tone(1.5).T, 48000)
    cut.write_bytes((tmp_path / "good.wav").read_bytes()[:60])
    for path in (text, empty, cut, tmp_path, tmp_path / "absent.flac"):
        with pytest.raises(SourceError, match=path.name):
            session.prepare_source(path)


@pytest.mark.parametrize(
    ("name", "rate", "channels", "seconds"),
    [("a.wav", 44100, 1, 1.0), ("b.flac", 48000, 2, 1.013), ("c.ogg", 22050, 2, 1.2), ("d.wav", 96000, 6, 1.1)],
)
def test_any_format_rate_and_channel_count_is_read(
    name: str, rate: int, channels: int, seconds: float, tmp_path: Path
) -> None:
    from engine.codec import load_audio

    soundfile.write(tmp_path / name, tone(seconds, rate, channels).T, rate)
    samples = load_audio(tmp_path / name)
    assert samples.dtype == np.float32
    assert samples.shape == (2, pytest.approx(seconds * 48000, abs=2))
    middle = slice(12000, 36000)
    wanted = tone(seconds)[:, middle]
    if channels == 1:
        wanted = wanted[[0, 0]]
    assert np.abs(samples[:, middle] - wanted).max() < 0.02


def test_arrays_are_read_in_either_orientation() -> None:
    from engine.codec import load_audio

    stereo = tone(1.0)
    assert np.array_equal(load_audio(stereo.T), stereo)
    assert np.array_equal(load_audio(torch.from_numpy(stereo)), stereo)
    assert np.array_equal(load_audio(stereo[0]), stereo[[0, 0]])
    integers = (stereo * 32768).astype(np.int16)
    assert np.abs(load_audio(integers) - stereo).max() < 1e-4


def test_a_checkpoint_that_is_none_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"neither model_index\.json"):
        Session.load(tmp_path)
    with pytest.raises(CheckpointError, match="no such folder"):
        Session.load(tmp_path / "absent")
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    index = json.loads((broken / "model_index.json").read_text())
    for change, complaint in (
        ({"vae": None}, "names no vae"),
        ({"vae": ["os", "system"]}, "not a class I load"),
        ({"vae": ["evil.module", "AutoencoderOobleck"]}, "not a class I load"),
        ({"transformer": ["diffusers", "AutoencoderOobleck"]}, "transformer"),
    ):
        (broken / "model_index.json").write_text(json.dumps({**index, **change}))
        with pytest.raises(CheckpointError, match=complaint):
            Session.load(broken)
    (broken / "model_index.json").write_text("{")
    with pytest.raises(CheckpointError, match="cannot be read"):
        Session.load(broken)
    with pytest.raises(ValueError, match="decoder: must be one of"):
        Session.load(folder, decoder="abacus")


def test_a_hub_id_is_fetched_through_the_hub_cache(
    folder: Path, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    cache = tmp_path / "hub"
    snapshot = cache / "models--owner--tiny" / "snapshots" / ("0" * 40)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(cache))
    with pytest.raises(CheckpointError, match="owner/tiny"):
        Session.load("owner/tiny", decoder="eager")
    (cache / "models--owner--tiny" / "refs").mkdir(parents=True)
    (cache / "models--owner--tiny" / "refs" / "main").write_text("0" * 40)
    snapshot.parent.mkdir()
    shutil.copytree(folder, snapshot)
    fetched = Session.load("owner/tiny", decoder="eager")
    request = Request(session.context(session.silence(30)), (Condition(session.null_tokens()),), steps=2)
    assert torch.equal(fetched.generate(request), session.generate(request))


def test_half_precision_streams_as_it_generates(folder: Path) -> None:
    session = Session.load(folder, dtype=torch.bfloat16, decoder="eager")
    request = Request(session.context(session.silence(33)), (Condition(session.encode_text("x")),), steps=4, sde=True)
    alone = session.generate(request)
    assert alone.dtype == torch.float32
    stream = session.stream(3)
    stream.submit(request)
    finished = [out for _ in range(10) for out in stream.tick()]
    assert len(finished) > 3
    assert all(torch.equal(out.latent, alone) for out in finished)


def test_what_ended_amid_writing_leaves_nothing_for_good(tmp_path):
    ended = subprocess.Popen(["true"])
    ended.wait()
    source = Source(torch.zeros(1, 9, 64), None, 0.36)
    kept = [tmp_path / name for name in (f".other.{os.getppid()}.new", ".mine.new", ".far.99999999999999999999.new")]
    for path in (tmp_path / f".cut off.{ended.pid}.new", *kept):
        path.touch()
    write_source(source, tmp_path / "new.safetensors", "hearing")
    assert sorted(tmp_path.iterdir()) == sorted([*kept, tmp_path / "new.safetensors"])
