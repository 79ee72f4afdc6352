"""What of the disk others may name, and how much is written to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from demond.parameters import AUDIO, ControlError, find
from demond.places import GIGABYTE, Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    files = {"sources": (str(tmp_path / "music"),), "models": (str(tmp_path / "models"),)}
    for folder in ("state/sources", "state/recordings", "state/latents", "music/deep", "models/xl"):
        (tmp_path / folder).mkdir(parents=True)
    return Places(tmp_path / "state", model=str(tmp_path / "configured"), **files)


def permitted(places: Places, name: str, value: object) -> bool:
    try:
        places.permit(find(name), value)
    except ControlError:
        return False
    return True


@pytest.mark.parametrize("name", AUDIO)
@pytest.mark.parametrize(
    ("value", "may"),
    [
        (None, True),
        ("night", True),
        ("..", True),  # a word: looked for in the folders, and not found
        ("latent:calm", True),
        ("{tmp}/music/deep/a.wav", True),
        ("{tmp}/state/recordings/take.flac", True),
        ("{tmp}/state/latents/calm.safetensors", True),
        ("{tmp}/state/values.toml", False),
        ("{tmp}/music/../state/values.toml", False),
        ("{tmp}/musical/a.wav", False),
        ("/etc/passwd", False),
        ("./night.wav", False),
        ("~/night.wav", False),
        ("../night.wav", False),
        ("file:///etc/passwd", False),
    ],
)
def test_audio_is_named_in_its_folders(places: Places, tmp_path: Path, name: str, value: object, may: bool) -> None:
    given = value.replace("{tmp}", str(tmp_path)) if isinstance(value, str) else value
    assert permitted(places, name, given) is may


@pytest.mark.parametrize(
    ("value", "may"),
    [
        ("off", True),
        ("take.flac", True),
        ("{tmp}/state/recordings/take.flac", True),
        ("{tmp}/state/sources/take.flac", True),
        ("{tmp}/music/take.flac", False),
        ("{tmp}/state/recordings/../../take.flac", False),
        ("/tmp/take.flac", False),
        ("../take.flac", False),
        ("..", False),
    ],
)
def test_recordings_go_to_their_folder(places: Places, tmp_path: Path, value: str, may: bool) -> None:
    assert permitted(places, "record", value.replace("{tmp}", str(tmp_path))) is may


@pytest.mark.parametrize(
    ("value", "may"),
    [
        (None, True),
        ("pocket", True),
        ("{tmp}/configured", True),
        ("{tmp}/models/xl", True),
        ("{tmp}/models/../configured-not", False),
        ("owner/name", False),
        ("xl", False),
        ("/", False),
    ],
)
def test_models_are_named_in_their_folders(places: Places, tmp_path: Path, value: str | None, may: bool) -> None:
    assert permitted(places, "model", value and value.replace("{tmp}", str(tmp_path))) is may


def test_no_home_is_looked_up_for_who_asks_from_outside(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(name: str) -> str:
        assert not name.startswith("~")
        return name

    monkeypatch.setattr("os.path.expanduser", asked)
    for name, value in (("source", "~bob/a.wav"), ("record", "~/a.wav"), ("model", "~bob/xl")):
        assert not permitted(places, name, value)


def test_other_text_is_free(places: Places) -> None:
    for name in ("prompt/a", "lyrics", "save_latent", "key"):
        assert permitted(places, name, "/etc/passwd")


def test_what_is_refused_says_the_same_whether_it_exists_or_not(places: Places, tmp_path: Path) -> None:
    (tmp_path / "there.wav").touch()
    said = set()
    for value in ("there.wav", "absent.wav", "absent/absent.wav"):
        with pytest.raises(ControlError) as refused:
            places.permit(find("source"), str(tmp_path / value))
        said.add(str(refused.value))
    assert len(said) == 1
    assert str(tmp_path) not in said.pop()


def test_a_name_goes_to_the_recordings_and_a_path_where_it_says(places: Places, tmp_path: Path) -> None:
    assert places.recording("take.flac") == tmp_path / "state/recordings/take.flac"
    assert places.recording("/a/b.wav") == Path("/a/b.wav")
    assert places.recording("./b.wav") == Path.cwd() / "b.wav"
    timed = places.recording("take-%t.flac")
    assert timed.parent == places.recordings
    assert len(timed.name) == len("take-20261231-235959.flac")
    assert timed.stem[5:].replace("-", "").isdigit()


def test_there_is_room_until_the_quota_is_taken_or_the_disk_nearly_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    for folder in ("sources", "recordings", "latents", "exports"):
        (state / folder).mkdir(parents=True)
    usage = shutil.disk_usage(tmp_path)
    places = Places(state, most_gb=1, free_gb=2)
    take, elsewhere = state / "recordings" / "take.wav", tmp_path / "take.wav"
    assert places.full(take) == ""
    names = [
        "recordings/a.flac",
        "latents/b.safetensors",
        "exports/c.toml",
        "sources/capture-1.wav",
        "sources/mine.wav",
    ]
    for name in names:
        with (state / name).open("wb") as file:
            file.truncate(GIGABYTE * 3 // 10)
        assert bool(places.full(take)) == (name in ("sources/capture-1.wav", "sources/mine.wav"))
    assert "their 1 GB ([files] recordings_gb)" in places.full(take)
    assert places.full(elsewhere) == ""
    assert Places(state, most_gb=0).full(take) == ""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2 * GIGABYTE - 1))
    assert "less than 2 GB are free" in places.full(elsewhere)
    assert Places(state, most_gb=0, free_gb=0).full(take) == ""


@pytest.mark.parametrize(
    ("name", "value", "may"),
    [
        ("scene/export", "tour", True),
        ("scene/import", "{tmp}/state/exports/tour.toml", True),
        ("scene/import", "{tmp}/state/values.toml", False),
        ("scene/export", "{tmp}/state/exports/../values.toml", False),
        ("scene/export", "..", False),
        ("cue/load", "evening", True),
        ("cue/load", "{tmp}/state/cues/evening.toml", True),
        ("cue/load", "/etc/passwd", False),
        ("scene/recall", "../a scene", True),
    ],
)
def test_scenes_and_cues_are_in_their_folders(places: Places, tmp_path: Path, name: str, value: str, may: bool) -> None:
    assert permitted(places, name, value.replace("{tmp}", str(tmp_path))) is may


@pytest.mark.parametrize("name", ["..", ".", "a\0b", "/", "\x1b[2J", "a\nb"])
def test_a_file_has_a_name(places: Places, name: str) -> None:
    with pytest.raises(ControlError):
        places.toml("scene/export", places.exports, name)
