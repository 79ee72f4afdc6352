"""Raw PCM to named pipes and to standard output: real pipes, read by this process and by others."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from demond.playback import Player
from demond.playback.pipe import Pipe, wrong_device
from tests.tones import players
from tests.waiting import wait_for


@pytest.fixture
def play() -> Iterator[Callable[..., Player]]:
    with players(0.0) as start:
        yield start


class Reader:
    """Reads a named pipe in a thread; `parts` are (monotonic time, bytes), `room` is how many bytes it is to hold."""

    def __init__(self, path: Path, room: int = 0) -> None:
        self.descriptor = os.open(path, os.O_RDONLY)
        if room:
            fcntl.fcntl(self.descriptor, fcntl.F_SETPIPE_SZ, room)
        self.parts: list[tuple[float, bytes]] = []
        self.paused = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            while data := os.read(self.descriptor, 1 << 16):
                self.parts.append((time.monotonic(), data))
                while self.paused.is_set():
                    time.sleep(0.01)

    @property
    def data(self) -> bytes:
        return b"".join(data for _, data in self.parts)

    def close(self) -> None:
        """As a program that ends does."""
        self.paused.clear()
        os.dup2(os.open(os.devnull, os.O_RDONLY), self.descriptor)
        self._thread.join(5.0)


def is_the_sine(heard: np.ndarray, rest: float) -> bool:
    turn = 2 * np.pi * 1000 * np.arange(len(heard)) / 48000
    basis = np.stack([np.sin(turn), np.cos(turn)], axis=1)
    off = heard[:, 0] - basis @ np.linalg.lstsq(basis, heard[:, 0], rcond=None)[0]
    return bool(np.abs(off).max() < rest and abs(np.abs(heard[:, 0]).max() - 0.5) < 0.01)


@pytest.mark.parametrize(("query", "kind", "rest"), [("", "<i2", 5e-5), ("?format=f32", "<f4", 1e-5)])
def test_the_pipe_is_made_waits_for_its_reader_and_carries_every_sample_in_time(play, tmp_path, query, kind, rest):
    path = tmp_path / "pcm"
    player = play(f"pipe:{path}{query}")
    assert player.state == f"waiting for pipe:{path}{query}: nobody reads it"
    assert stat.S_ISFIFO(path.stat().st_mode)
    before = player.loop.played
    wait_for(lambda: player.loop.played > before)
    reader = Reader(path, room=1 << 20)
    wait_for(lambda: player.state == "playing")
    assert player.info()["device"] == f"pipe:{path}{query}"
    time.sleep(1.5)
    parts = list(reader.parts)
    heard = np.frombuffer(b"".join(data for _, data in parts), kind).reshape(-1, 2)
    heard = heard / 32767 if kind == "<i2" else heard
    assert is_the_sine(heard[12000:], rest)
    assert np.allclose(heard[:, 1], heard[:, 0] / 2, atol=4e-5)
    ends = np.cumsum([len(data) for _, data in parts]) / (2 * np.dtype(kind).itemsize * 48000)
    late = np.array([at for at, _ in parts]) - ends
    half = len(parts) // 2
    assert np.median(late[half:]) == pytest.approx(np.median(late[:half]), abs=0.05)
    assert player.loop.counters().xruns == 0
    reader.close()


def test_readers_come_and_go_and_come_and_what_one_misses_is_counted(play, tmp_path, caplog):
    path = tmp_path / "pcm"
    player = play(f"pipe:{path}?format=f32")
    for _ in range(2):
        reader = Reader(path)
        wait_for(lambda: player.state == "playing")
        wait_for(lambda reader=reader: len(reader.data) > 4096)
        reader.close()
        wait_for(lambda: "nobody reads it" in player.state)
    before = player.loop.elapsed
    reader = Reader(path)
    wait_for(lambda: player.state == "playing")
    reader.paused.set()
    wait_for(lambda: player.loop.counters().xruns > 5)
    assert player.loop.elapsed > before
    reader.paused.clear()

    def misses() -> bool:
        missed = player.loop.counters().xruns
        time.sleep(0.2)
        return player.loop.counters().xruns > missed

    wait_for(lambda: not misses())
    heard = np.frombuffer(reader.data[: len(reader.data) // 8 * 8], "<f4").reshape(-1, 2)
    assert np.allclose(heard[:, 1], heard[:, 0] / 2, atol=1e-6)  # whole frames, whatever was left out
    assert caplog.text.count("its reader is slower than the music") == 1
    assert caplog.text.count("nobody reads it; playing into the null output meanwhile") == 3
    reader.close()


def test_parts_of_a_frame_that_fit_are_completed_before_others_follow(tmp_path):
    path = tmp_path / "pcm"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    told: list[str] = []
    pipe = Pipe(f"pipe:{path}?format=f32", told.append, lambda: told.append("behind"))
    frames = np.arange(3 * 3001, dtype=np.float32).reshape(-1, 3)  # 12 bytes each, of which no page holds whole numbers
    wait_for(lambda: pipe.take(frames[:1]) and told == [""])
    pipe.take(frames[:1])
    heard = b""
    for _ in range(5):
        while pipe.take(frames):
            pass
        heard += os.read(reader, 9001)
    with contextlib.suppress(BlockingIOError):
        while True:
            heard += os.read(reader, 1 << 16)
    pipe.take(frames[:1])
    heard += os.read(reader, 1 << 16)
    values = np.frombuffer(heard, "<f4").reshape(-1, 3)
    assert np.array_equal(values % 3, np.tile([0, 1, 2], (len(values), 1)))
    assert told == ["", "behind"]
    pipe.close()
    os.close(reader)


def test_one_channel_is_a_mono_pipe_and_others_are_left_silent(play, tmp_path):
    for channels, count, heard in (((1,), 1, [0.375]), ((3, 4), 4, [0, 0, 0.5, 0.25])):
        path = tmp_path / f"pcm{count}"
        player = play(f"pipe:{path}", channels=channels, samplerate=44100)
        reader = Reader(path)
        wait_for(lambda reader=reader, count=count: len(reader.data) > 20000 * count)
        player.stop(0.0)
        data = reader.data[: len(reader.data) // (2 * count) * 2 * count]
        samples = np.frombuffer(data, "<i2").reshape(-1, count) / 32767
        assert np.allclose(np.abs(samples[1000:]).max(axis=0), heard, atol=0.01)
        player.loop.play()
        reader.close()


def test_what_is_no_pipe_is_left_alone_and_said(play, tmp_path):
    (tmp_path / "file").write_bytes(b"mine")
    player = play(f"pipe:{tmp_path}/file")
    wait_for(lambda: "file is there and is no pipe" in player.state)
    assert (tmp_path / "file").read_bytes() == b"mine"
    player = play(f"pipe:{tmp_path}/nowhere/pcm")
    wait_for(lambda: "no such file or directory" in player.state)


def test_a_pipe_that_is_removed_or_replaced_while_nobody_reads_is_left_for_the_one_by_its_name(play, tmp_path):
    path = tmp_path / "pcm"
    player = play(f"pipe:{path}")
    wait_for(lambda: player.state.endswith("nobody reads it") and path.exists())
    path.unlink()
    wait_for(path.exists)
    os.mkfifo(tmp_path / "another")
    os.replace(tmp_path / "another", path)
    time.sleep(0.1)
    reader = Reader(path)
    wait_for(lambda: len(reader.data) > 10_000)
    wait_for(lambda: player.state == "playing")
    reader.close()
    wait_for(lambda: player.state.endswith("nobody reads it"))
    player.stop(0.0)
    wait_for(lambda: not any(thread.name.startswith("pipe-") for thread in threading.enumerate()))


def test_which_names_mean_a_pipe():
    assert [wrong_device(name) for name in ("", "null", "pipe:/a", "pipe:-", "pipe:/a?format=f32")] == [""] * 5
    assert wrong_device("pipe:") == "wants pipe:PATH, or pipe:- for standard output, got 'pipe:'"
    assert wrong_device("pipe:/a\0b").startswith("wants pipe:PATH")
    assert wrong_device("pipe:/a?rate=9").startswith("wants ?format=s16 or ?format=f32 behind the pipe, got")


CODE = """
import numpy as np, sys, time
from demond.playback import Loop, Player
loop = Loop.create(1)
loop.begin(4800)
loop.patch(0, np.full((2, 4800), 0.25, np.float32), fade=0, pending=True)
loop.commit(fade=0)
loop.play()
player = Player(loop, "pipe:-")
began = time.monotonic()
player.start()
print("a word that is no sample")
time.sleep(float(sys.argv[1]))
player.stop(0.0)
print("took", time.monotonic() - began)
"""


def test_standard_output_has_samples_and_nothing_else():
    code = [sys.executable, "-c", CODE, "1.2"]
    done = subprocess.run(code, capture_output=True, timeout=30, check=True)
    assert b"a word that is no sample" in done.stderr
    took = float(done.stderr.partition(b"took ")[2].split()[0])
    assert 0.4 < len(done.stdout) / 4 / 48000 < took + 0.05
    assert np.abs(np.frombuffer(done.stdout, "<i2")).max() < 0.26 * 32768
    refused = subprocess.run(code, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30)
    assert b"standard output is where the log goes" in refused.stdout


def test_a_reader_of_standard_output_that_is_gone_is_told_of_once():
    ours, theirs = os.pipe()
    code = f"import logging; logging.basicConfig(level=logging.INFO){CODE}"
    playing = subprocess.Popen(
        [sys.executable, "-c", code, "2.6"], stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE
    )
    os.close(theirs)
    os.read(ours, 4096)
    os.close(ours)
    told = playing.communicate(timeout=30)[1].decode()
    assert (told.count("playing on pipe:-"), told.count("nobody reads it")) == (1, 1), told
