from __future__ import annotations

import shutil
import time
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile

from demond.playback import Recorder, RecorderError
from demond.playback.layout import RING_FRAMES
from tests.conftest import files_of

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
    time.sleep(0.25)
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
    [("take.mp3", ".wav or .flac"), ("no folder/take.wav", "cannot be written"), ("there.wav", "already there")],
)
def test_a_path_that_cannot_be_recorded_into_is_an_error_and_changes_nothing(one, tmp_path, name, words):
    (tmp_path / "there.wav").write_text("mine")
    recorder = Recorder(one.loop)
    with pytest.raises(RecorderError, match=words):
        recorder.start(tmp_path / name)
    assert not recorder.recording
    assert recorder.path is None
    assert [path.name for path in tmp_path.iterdir()] == ["there.wav"]
    assert (tmp_path / "there.wav").read_text() == "mine"


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
        time.sleep(0.3)
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
