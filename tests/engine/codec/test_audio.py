"""Files from people: what is read is what a file holds, and what is none is refused before it is read."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine import SourceError
from engine.codec import audio, load_audio, need_audio

RATE = 44100


def seconds_of(path: Path) -> float:
    return load_audio(path).shape[1] / 48000


def mp3(path: Path, sound: np.ndarray) -> bytes:
    """An MP3 of a variable rate, at `path`; returns what is left of it without its header."""
    with soundfile.SoundFile(path, "w", RATE, 2, format="MP3", bitrate_mode="VARIABLE", compression_level=0.4) as file:
        file.write(sound)
    written = path.read_bytes()
    rates = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    assert b"Xing" in written[:200]
    return written[144000 * rates[written[2] >> 4] // RATE + (written[2] >> 1 & 1) :]


@pytest.fixture(scope="module")
def loud_then_quiet() -> np.ndarray:
    """9 s that begin with noise and go on with next to nothing: the first frames are much larger than the others."""
    noise = np.random.default_rng(1).normal(0, 0.3, (9 * RATE, 2))
    noise[RATE // 2 :] *= 0.001
    return noise


def test_an_mp3_of_variable_rate_is_read_whole_with_and_without_a_header(
    tmp_path: Path, loud_then_quiet: np.ndarray
) -> None:
    bare = mp3(tmp_path / "header.mp3", loud_then_quiet)
    assert seconds_of(tmp_path / "header.mp3") == pytest.approx(9.0, abs=0.001)
    (tmp_path / "bare.mp3").write_bytes(bare)
    assert soundfile.info(tmp_path / "bare.mp3").duration < 6.0, "libsndfile does not cut it any more"
    assert seconds_of(tmp_path / "bare.mp3") == pytest.approx(9.0, abs=0.06)
    (tmp_path / "tagged.mp3").write_bytes(b"ID3\4\0\0\0\0\1\0" + bytes(128) + bare + b"TAG" + bytes(125))
    assert seconds_of(tmp_path / "tagged.mp3") == pytest.approx(9.0, abs=0.06)


@pytest.mark.parametrize("kind", ["mp3", "ogg", "wav", "aiff"])
def test_a_file_that_holds_more_than_it_says_is_not_cut(
    tmp_path: Path, loud_then_quiet: np.ndarray, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = tmp_path / f"two.{kind}"
    if kind == "mp3":
        mp3(path, loud_then_quiet)
    else:
        soundfile.write(path, np.tile(loud_then_quiet, (3, 1)), RATE)
    path.write_bytes(2 * path.read_bytes())
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SourceError, match=r"header .* but (it )?holds|several recordings"):
        load_audio(path)


def test_an_ogg_file_is_looked_through_block_by_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio, "_SCANNED", 64)
    path = tmp_path / "two.ogg"
    for at in range(4096, 4096 + 130):
        path.write_bytes((b"OggS\0\2" + bytes(at)).ljust(at)[:at] + b"OggS\0\2" + bytes(50))
        assert audio._holds_more(path) == "is several recordings in one Ogg file", at
    path.write_bytes(b"OggS\0\2" + bytes(8192) + b"OggS\0\1" + bytes(8192) + b"OggS\0")
    assert audio._holds_more(path) == ""


def test_no_beginning_of_a_file_leads_to_anything_but_a_source_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    draw, path = random.Random(1), tmp_path / "any"
    made = [
        b"\xff\xfb\x90\0" + bytes(200),
        b"ID3\4\0\0\0\0\0\0\xff\xfb" + bytes(90),
        b"OggS\0\2",
        b"RIFF",
        b"FORM",
        b"ID3",
    ]
    for kind, form in (("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("AIFF", "PCM_16"), ("W64", "FLOAT")):
        soundfile.write(path, np.zeros((RATE // 50, 2)), RATE, format=kind, subtype=form)
        made.append(path.read_bytes())
    for _ in range(150):
        content = bytearray(draw.choice(made))
        for _ in range(draw.choice((1, 2, 8))):
            at = draw.randrange(min(len(content), 256))
            content[at : at + draw.randrange(5)] = draw.choice(
                (b"\0\0\0\0", b"\xff\xff\xff\xff", b"Info", b"Xing\0\0\0\3")
            )
        path.write_bytes(bytes(content[: draw.choice((len(content), 260, 64, 12))]))
        with pytest.raises(SourceError):
            load_audio(path)
    for short in range(1, 16):
        path.write_bytes((b"\xff\xfb" + bytes(200) + b"Info\0\0\0\3" + bytes(8))[: 202 + short])
        assert audio._holds_more(path) == ""


def test_a_length_that_no_header_says_is_found_out(tmp_path: Path, loud_then_quiet: np.ndarray) -> None:
    path = tmp_path / "streamed.flac"
    soundfile.write(path, loud_then_quiet, RATE)
    content = bytearray(path.read_bytes())
    content[21] &= 0xF0
    content[22:26] = bytes(4)
    path.write_bytes(content)
    if shutil.which("ffmpeg"):
        assert seconds_of(path) == pytest.approx(9.0)
    else:
        with pytest.raises(SourceError, match="with ffmpeg installed"):
            seconds_of(path)


def test_ten_gigabytes_are_refused_at_once_with_their_size_and_the_limit(tmp_path: Path) -> None:
    huge = tmp_path / "huge.wav"
    soundfile.write(huge, np.zeros((RATE, 2)), RATE)
    os.truncate(huge, 10 << 30)
    began = time.monotonic()
    with pytest.raises(SourceError, match=r"huge\.wav: is 10\.7 GB large; a source may have 2 GB, and 600 s, at most"):
        need_audio(huge)
    assert time.monotonic() - began < 1.0


def test_hours_are_refused_at_once_with_their_length_and_the_limit(tmp_path: Path) -> None:
    long = tmp_path / "long.wav"
    soundfile.write(long, np.zeros(48000), 8000, subtype="PCM_U8")
    size = 8000 * 3600 * 12
    os.truncate(long, 44 + size)
    with long.open("r+b") as file:
        for at, said in ((4, 36 + size), (40, size)):
            file.seek(at)
            file.write(said.to_bytes(4, "little"))
    began = time.monotonic()
    with pytest.raises(SourceError, match="is 43200 s long; a source may have 600 s at most"):
        need_audio(long)
    assert time.monotonic() - began < 1.0


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("/dev/zero", "is no file but a device"),
        ("/proc/self/maps", "is no file but made by the system"),
        ("folder", "is no file but a folder"),
        ("fifo", "is no file but a pipe"),
        ("empty.wav", "is empty"),
        ("absent.wav", "no such file"),
        ("empty.wav/below.wav", "no such file"),
        ("n" * 300, "name too long"),
        ("loop.wav", "symbolic links"),
        ("~no such user/a.wav", "home directory"),
    ],
)
def test_what_is_no_file_is_refused_in_words_and_not_waited_for(tmp_path: Path, named: str, words: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "empty.wav").touch()
    (tmp_path / "loop.wav").symlink_to("loop.wav")
    path = named if named.startswith("~") else tmp_path / named
    with pytest.raises(SourceError, match=words) as refused:
        load_audio(path)
    assert "Errno" not in str(refused.value)


def test_a_file_that_becomes_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "late.wav")
    monkeypatch.setattr(audio, "need_audio", Path)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SourceError, match="no audio that can be read"):
        load_audio(tmp_path / "late.wav")


def test_reading_tells_how_far_it_is(tmp_path: Path, loud_then_quiet: np.ndarray) -> None:
    soundfile.write(tmp_path / "a.wav", loud_then_quiet, RATE)
    heard: list[float] = []
    load_audio(tmp_path / "a.wav", None, heard.append)
    assert heard == sorted(heard)
    assert len(heard) > 3
    assert heard[-1] == 1.0


def test_without_ffmpeg_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.m4a").write_bytes(b"\0\0\0\x1cftypM4A " + bytes(100))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SourceError, match=r"Format not recognised; with ffmpeg installed, m4a, webm"):
        load_audio(tmp_path / "a.m4a")


def pretend_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    program = tmp_path / "bin" / "ffmpeg"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    (tmp_path / "a.m4a").write_bytes(b"\0\0\0\x1cftypM4A " + bytes(100))
    return tmp_path / "a.m4a"


def test_an_ffmpeg_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pretend_ffmpeg(tmp_path, monkeypatch, "exec sleep 60")
    monkeypatch.setattr(audio, "FFMPEG_SECONDS", 0.3)
    began = time.monotonic()
    with pytest.raises(SourceError, match=r"a\.m4a: takes ffmpeg more than 0\.3 s to read"):
        load_audio(path)
    assert time.monotonic() - began < 10.0


def test_an_ffmpeg_that_gives_without_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = r"printf '.snd\0\0\0\040\377\377\377\377\0\0\0\006\0\0\003\350\0\0\0\001\0\0\0\0\0\0\0\0'"
    path = pretend_ffmpeg(tmp_path, monkeypatch, f"{head}; exec cat /dev/zero")
    with pytest.raises(SourceError, match=r"is longer than 600 s"):
        load_audio(path)


@pytest.mark.parametrize("script", ["exit 1", "echo no sound", "exit 0"])
def test_an_ffmpeg_that_fails_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    with pytest.raises(SourceError, match=r"a\.m4a: is no audio .*; nor can ffmpeg read it"):
        load_audio(pretend_ffmpeg(tmp_path, monkeypatch, script))


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
@pytest.mark.parametrize("kind", ["m4a", "webm", "mka"])
def test_what_libsndfile_cannot_read_ffmpeg_reads(tmp_path: Path, kind: str) -> None:
    sine = 0.5 * np.sin(2 * np.pi * 440 * np.arange(5 * 48000) / 48000)
    soundfile.write(tmp_path / "a.wav", np.stack([sine, 0.25 * sine], axis=1), 48000)
    codec = "aac" if kind == "m4a" else "libopus"
    made = ["ffmpeg", "-loglevel", "error", "-i", tmp_path / "a.wav", "-c:a", codec, "-b:a", "128k"]
    subprocess.run([*made, tmp_path / f"a.{kind}"], check=True, timeout=60)
    read = load_audio(tmp_path / f"a.{kind}")
    assert read.shape[1] / 48000 == pytest.approx(5.0, abs=0.05)
    left, right = np.sqrt((read[:, 48000:-48000] ** 2).mean(axis=1))
    assert left == pytest.approx(0.5 / 2**0.5, rel=0.05)
    assert right == pytest.approx(left / 4, rel=0.05)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_a_list_of_other_files_is_not_followed(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "secret.wav", np.full((48000 * 2, 2), 0.1), 48000)
    lists = {
        "a.m3u8": f"#EXTM3U\n#EXTINF:2,\nfile://{tmp_path}/secret.wav\n#EXT-X-ENDLIST\n",
        "a.m4a": f"#EXTM3U\n#EXTINF:2,\n{tmp_path}/secret.wav\n#EXT-X-ENDLIST\n",
        "b.m4a": f"ffconcat version 1.0\nfile {tmp_path}/secret.wav\n",
    }
    for name, text in lists.items():
        (tmp_path / name).write_text(text)
        with pytest.raises(SourceError, match="nor can ffmpeg"):
            load_audio(tmp_path / name)
