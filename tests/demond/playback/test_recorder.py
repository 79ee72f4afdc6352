from __future__ import annotations

import shutil
import time
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile

from demond.playback import Recorder, RecorderError
from demond.playback.layout import RING_FRAMES
from demond.playback.lengths import Lengths
from tests.conftest import files_of
from tests.waiting import wait_for

from .conftest import Played, sine


@pytest.fixture
def one() -> Iterator[Played]:
    made = Played(2.0, native=None)
    made.fill(sine(500, 9600))
    made.loop.play()
    yield made
    made.loop.unlink()


@pytest.mark.parametrize("name", ["take.wav", "take.flac", "TAKE.WAV"])
def test_a_recording_holds_what_was_heard_between_start_and_stop(one, tmp_path, name):
    recorder = Recorder(one.loop)
    one.hear(1000)
    recorder.start(tmp_path / name)
    assert recorder.recording
    heard = one.hear(30000)
    time.sleep(0.25)
    heard = np.concatenate([heard, one.hear(12345)])
    assert recorder.stop() == pytest.approx(42345 / 48000)
    one.hear(1000)
    assert not recorder.recording
    written, rate = soundfile.read(tmp_path / name)
    assert rate == 48000
    assert written.shape == (42345, 2)
    assert np.abs(written - heard).max() < 2**-22
    assert recorder.dropped == 0
    recorder.start(tmp_path / f"second {name}")
    assert recorder.stop() == 0.0


def test_a_recording_begins_with_the_first_sound(tmp_path):
    made = Played(2.0, native=None)
    recorder = Recorder(made.loop)
    made.loop.play()
    recorder.start(tmp_path / "take.wav")
    made.hear(30000)
    wait_for(lambda: recorder._next == made.loop.segment.header.ring_written)
    made.hear(1000)
    made.fill(sine(500, 9600))
    made.hear(20000)
    seconds = recorder.stop()
    made.loop.unlink()
    assert 20000 / 48000 <= seconds <= 21000 / 48000
    written, _ = soundfile.read(tmp_path / "take.wav")
    assert np.abs(written[-19000:]).max() > 0.4


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("take.mp3", ".wav or .flac"),
        ("no folder/take.wav", "cannot be written: there is no folder .*no folder"),
        ("there.wav/take.wav", "cannot be written: not a directory"),
        ("n" * 300 + ".wav", "cannot be written: file name too long"),
    ],
)
def test_a_path_that_cannot_be_recorded_into_is_an_error_and_changes_nothing(one, tmp_path, name, words):
    (tmp_path / "there.wav").write_text("mine")
    recorder = Recorder(one.loop)
    with pytest.raises(RecorderError, match=words) as refused:
        recorder.start(tmp_path / name)
    assert "Errno" not in str(refused.value)
    assert not recorder.recording
    assert recorder.path is None
    assert [path.name for path in tmp_path.iterdir()] == ["there.wav"]
    assert (tmp_path / "there.wav").read_text() == "mine"


def test_nothing_is_written_over_but_numbered(one, tmp_path):
    (tmp_path / "take.wav").write_text("mine")
    (tmp_path / "take-2.wav").symlink_to("nowhere")
    recorder = Recorder(one.loop)
    assert recorder.start(tmp_path / "take.wav") == recorder.path == tmp_path / "take-3.wav"
    one.hear(4800)
    recorder.stop()
    assert recorder.start(tmp_path / "take.wav") == tmp_path / "take-4.wav"
    recorder.stop()
    assert (tmp_path / "take.wav").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()
    assert soundfile.info(tmp_path / "take-3.wav").frames == 4800


@pytest.mark.parametrize("kind", ["wav", "flac"])
def test_a_recording_without_room_ends_with_a_good_file_and_says_so(one, tmp_path, monkeypatch, kind):
    monkeypatch.setattr("demond.playback.recorder._LOOK_SECONDS", 0.0)
    room, told = [""], []
    recorder = Recorder(one.loop, full=lambda path: room[0], ended=told.append)
    recorder.start(tmp_path / f"take.{kind}")
    one.hear(48000)
    wait_for(lambda: recorder.seconds == 1.0)
    room[0] = "20 GB are taken"
    one.hear(4800)
    wait_for(lambda: not recorder._thread.is_alive())
    assert told == ["ended early, after 1.0 s: 20 GB are taken"]
    assert not recorder.recording
    assert soundfile.read(tmp_path / f"take.{kind}")[0].shape == (48000, 2)
    with pytest.raises(RecorderError, match="cannot be written: 20 GB are taken"):
        recorder.start(tmp_path / "more.wav")
    assert not (tmp_path / "more.wav").exists()
    room[0] = ""
    recorder.start(tmp_path / "more.wav")
    assert recorder.recording
    recorder.stop()


def test_a_wav_file_that_cannot_grow_is_followed_by_another(one, tmp_path, monkeypatch):
    monkeypatch.setattr("demond.playback.recorder.LARGEST_WAV", 9_600)
    recorder = Recorder(one.loop)
    recorder.start(tmp_path / "take.wav")
    heard = []
    for _ in range(5):
        heard.append(one.hear(4800))
        wait_for(lambda: round(recorder.seconds * 48000) == 4800 * len(heard))
    assert recorder.path == tmp_path / "take-3.wav"
    assert recorder.stop() == pytest.approx(0.5)
    written = [soundfile.read(tmp_path / f"{name}.wav")[0] for name in ("take", "take-2", "take-3")]
    assert [len(each) for each in written] == [9600, 9600, 4800]
    assert np.abs(np.concatenate(written) - np.concatenate(heard)).max() < 2**-22


def test_a_second_start_is_refused_and_the_first_goes_on(one, tmp_path):
    recorder = Recorder(one.loop)
    recorder.start(tmp_path / "a.wav")
    with pytest.raises(RecorderError, match=r"already recording into .*a\.wav"):
        recorder.start(tmp_path / "b.wav")
    one.hear(4800)
    assert recorder.stop() == pytest.approx(0.1)
    assert not (tmp_path / "b.wav").exists()


def test_a_disk_that_is_full_ends_the_recording_and_not_the_sound(one, tmp_path, monkeypatch):
    recorder = Recorder(one.loop)
    recorder.start(tmp_path / "take.wav")
    full = shutil.disk_usage(tmp_path)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: full if folder == tmp_path else None)
    with files_of(100_000):
        heard = one.hear(96000)
        wait_for(lambda: recorder.error)
        assert recorder.error == "the disk is full"
        recorder.stop()
    assert np.abs(heard[4800:]).max() > 0.4
    assert recorder.dropped > 0
    one.hear(100)


def test_a_disk_that_is_full_at_the_start_is_left_as_it_was(one, tmp_path):
    with files_of(0), pytest.raises(RecorderError, match="cannot be written"):
        Recorder(one.loop).start(tmp_path / "take.wav")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_too_slow_loses_counted_frames(one, tmp_path, monkeypatch):
    recorder = Recorder(one.loop)
    monkeypatch.setattr("demond.playback.recorder._WAIT_SECONDS", 60.0)
    recorder.start(tmp_path / "take.wav")
    one.hear(RING_FRAMES + 50000, block=4096)
    seconds = recorder.stop()
    assert recorder.dropped > 50000
    assert round(seconds * 48000) + recorder.dropped == RING_FRAMES + 50000


def test_a_recording_goes_on_when_the_device_returns_at_another_rate(one, tmp_path):
    recorder = Recorder(one.loop)
    recorder.start(tmp_path / "take.wav")
    one.hear(48000)
    time.sleep(0.3)
    one.loop.set_device(44100, 2)
    one.hear(44100)
    seconds = recorder.stop()
    assert seconds == pytest.approx(2.0, abs=0.01)
    written, rate = soundfile.read(tmp_path / "take.wav")
    assert rate == 48000
    turn = np.abs(np.fft.rfft(written[60000:88800, 0] * np.hanning(28800)))
    assert turn.argmax() == 300


@pytest.mark.parametrize("kind", ["wav", "flac"])
def test_a_recording_that_is_cut_off_plays_as_far_as_it_was_noted(one, tmp_path, monkeypatch, kind):
    monkeypatch.setattr("demond.playback.recorder._NOTE_SECONDS", 0.0)
    noted, write = [], Lengths._write
    monkeypatch.setattr(Lengths, "_write", lambda lengths, frames: (write(lengths, frames), noted.append(frames)))
    recorder = Recorder(one.loop)
    path = recorder.start(tmp_path / f"take.{kind}")
    heard = []
    for _ in range(4):
        heard.append(one.hear(9600))
        wait_for(lambda: 9600 * len(heard) in noted)
    left = tmp_path / f"left.{kind}"
    shutil.copyfile(path, left)  # as it lies there while it is written
    recorder.stop()
    written, rate = soundfile.read(left)
    assert rate == 48000
    assert len(written) >= 28800 - 4096
    assert np.abs(written - np.concatenate(heard)[: len(written)]).max() < 2**-22
    assert soundfile.read(path)[0].shape == (38400, 2), "its end is written over what was noted"
    if kind == "wav":
        head = left.read_bytes()[:44]
        size = int.from_bytes(head[40:44], "little")
        assert len(written) * 6 >= size > 0
        assert int.from_bytes(head[4:8], "little") == size + 36
