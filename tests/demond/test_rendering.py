"""Rendering to a file: what would be played, bit for bit the same each time, or a sentence and no file."""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from demond import rendering
from demond.cli import main
from demond.options import Options
from demond.parameters import ControlError
from demond.rendering import Piece, RenderError, render
from demond.sections import Config, EngineSection
from engine import Session

MOVED = (
    ("feedback", "0.5"), ("depth", "1"),
    ("mod/1/to", "denoise"), ("mod/1/rate", "0.7"),
    ("mod/2/to", "volume"), ("mod/2/shape", "walk"), ("mod/2/rate", "3"),
    ("mod/3/to", "hint_strength"), ("mod/3/shape", "song"), ("mod/3/steps", "0 1 0"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def one_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is loaded once for all tests here; a session keeps nothing of what was played."""
    torch.set_num_threads(1)
    monkeypatch.setattr(Session, "load", lambda *_, **options: _loaded(options["decoder"]))


_SESSIONS: dict[str, Session] = {}
_load = Session.load


def _loaded(decoder: str) -> Session:
    if decoder not in _SESSIONS:
        _SESSIONS[decoder] = _load(decoder=decoder)
    return _SESSIONS[decoder]


@pytest.fixture
def options(tmp_path: Path) -> Options:
    running = Config(engine=EngineSection(decoder="eager"))
    return Options(config=running, running=running, config_path=None, state=tmp_path / "state")


def piece(file: Path, *values: tuple[str, str], seconds: float = 5.0, begins: datetime | None = None) -> Piece:
    return Piece(file, seconds / 60, (("length", "2"), ("steps", "4"), *values), begins)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_values_give_the_same_bytes_and_others_do_not(
    options: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_fast_as_it_goes = Session.decode

    def late(*what: object, **more: object) -> object:
        time.sleep(0.02)  # as where somebody else is busy
        return as_fast_as_it_goes(*what, **more)  # type: ignore[arg-type]

    for name, values in (("a", MOVED), ("b", MOVED), ("c", (*MOVED, ("seed", "43")))):
        monkeypatch.setattr(Session, "decode", late if name == "b" else as_fast_as_it_goes)
        assert render(options, piece(tmp_path / f"{name}.wav", *values, seconds=1.5))
    assert digest(tmp_path / "a.wav") == digest(tmp_path / "b.wav") != digest(tmp_path / "c.wav")
    sound, rate = soundfile.read(tmp_path / "a.wav")
    assert (sound.shape, rate) == ((72000, 2), 48000)
    assert np.sqrt(np.mean(np.square(sound[24000:-24000]))) > 0.01
    assert np.abs(sound[-100:]).max() < 0.02 < np.abs(sound[-24000:-20000]).max()
    assert not (tmp_path / "state").exists()


def test_nothing_is_written_over_and_the_ending_says_the_format(options: Options, tmp_path: Path) -> None:
    (tmp_path / "take.flac").write_text("mine")
    assert render(options, piece(tmp_path / "take.flac", seconds=1.0))
    assert (tmp_path / "take.flac").read_text() == "mine"
    assert soundfile.info(tmp_path / "take-2.flac").format == "FLAC"


def test_values_that_were_saved_are_played_while_somebody_holds_them(options: Options, tmp_path: Path) -> None:
    options.state.mkdir()
    (options.state / "values.toml").write_text(
        'edition = 2\nvolume = -20.0\nlevel_match = false\n[prompt]\na = "techno"\n'
    )
    with (options.state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert render(options, piece(tmp_path / "quiet.wav", seconds=1.5))
        assert render(options, piece(tmp_path / "loud.wav", ("volume", "0"), seconds=1.5))
    quiet, loud = (np.std(soundfile.read(tmp_path / f"{name}.wav")[0][24000:-24000]) for name in ("quiet", "loud"))
    assert loud / quiet == pytest.approx(10.0, rel=0.05)


def test_values_that_cannot_be_read_stay_where_they_are(options: Options, tmp_path: Path) -> None:
    options.state.mkdir()
    (options.state / "values.toml").write_text("volume = = 3")
    assert render(options, piece(tmp_path / "a.wav", seconds=0.5))
    assert [path.name for path in options.state.iterdir()] == ["values.toml"]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([("source", "/nowhere/at/all.wav")], "source: .*no such file"),
        ([("timbre", "latent:none")], "timbre: there is no saved latent"),
        ([("mod/2/to", "volume"), ("mod/2/shape", "day")], "modulator 2 follows the day: say when it begins"),
        ([("loudness", "3")], "there is no such control"),
        ([("play", "1")], "is an action"),
        ([("volume", "loud")], "wants a number"),
        ([("lora/none/enabled", "on")], 'there is no LoRA "none"'),
    ],
)
def test_what_cannot_be_played_is_told_and_leaves_no_file(
    options: Options, tmp_path: Path, values: list[tuple[str, str]], why: str
) -> None:
    with pytest.raises((RenderError, ControlError), match=why):
        render(options, piece(tmp_path / "a.wav", *values))
    assert not list(tmp_path.glob("*.wav"))


def test_a_wav_file_that_would_be_too_long_is_refused_at_once(options: Options, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="holds 248 minutes at most; name a"):
        render(options, piece(tmp_path / "a.wav", seconds=5 * 3600))
    with pytest.raises(RenderError, match="there is no folder"):
        render(options, piece(tmp_path / "none" / "a.wav"))
    assert not list(tmp_path.glob("*.wav"))


def test_the_day_goes_on_from_when_it_begins(options: Options, tmp_path: Path) -> None:
    day = [("level_match", "off"), ("mod/1/to", "volume"), ("mod/1/shape", "day"), ("mod/1/depth", "-1"), ("seed", "1")]
    levels = []
    for hour in (0, 12):
        path = tmp_path / f"{hour}.wav"
        assert render(options, piece(path, *day, seconds=1.5, begins=datetime(2026, 6, 21, hour)))
        levels.append(float(np.std(soundfile.read(path)[0][24000:-24000])))
    assert levels[0] > 1000 * levels[1]


def test_what_ends_it_early_leaves_what_was_rendered(
    options: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "KEPT_SECONDS", 1.0)
    full = iter(["", "", "", "the disk is nearly full"])
    monkeypatch.setattr("demond.places.Places.full", lambda self, path: next(full))
    with pytest.raises(RenderError, match=r"a\.wav ends early: the disk is nearly full"):
        render(options, piece(tmp_path / "a.wav"))
    assert soundfile.info(tmp_path / "a.wav").frames == 2 * 48000


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["a.wav"], "--minutes"),
        (["a.ogg", "--minutes", "1"], "recordings are .wav or .flac"),
        (["a.wav", "--minutes", "-1"], "wants minutes, more than 0"),
        (["a.wav", "--minutes", "1", "--set", "volume"], "wants NAME=VALUE"),
        (["a.wav", "--minutes", "1", "--seed", "-3"], "wants a whole number"),
        (["a.wav", "--minutes", "1", "--begins", "noon"], "wants a time"),
        (["a.wav", "--minutes", "1", "--begins", "9999-12-31T23:59:59"], "wants a time"),
    ],
)
def test_wrong_usage_is_told(capsys: pytest.CaptureFixture[str], words: list[str], why: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["render", *words])
    assert ended.value.code == 2
    assert why in capsys.readouterr().err


def test_the_command_says_how_fast_it_went(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, make_quiet: Callable[[], None]
) -> None:
    make_quiet()
    said = ["--state", str(tmp_path), "--set", "length=2", "--seed", "7", "--decoder", "eager"]
    assert main(["render", str(tmp_path / "a.flac"), "--minutes", "0.05", *said]) == 0
    assert f"{tmp_path}/a.flac: 3.0 s in " in (told := capsys.readouterr().err)
    assert told.endswith("times real time\n")
    assert main(["render", str(tmp_path / "b.flac"), "--minutes", "1", *said, "--set", "volume=x"]) == 1
    assert "demond render: volume: wants a number" in capsys.readouterr().err


@pytest.fixture
def make_quiet(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    return lambda: monkeypatch.setattr("demond.logs.set_up", lambda *_: None)
