"""What suits a checkpoint, by its kind and by its own file."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine import CheckpointError, Session
from engine.checkpoints import Defaults
from engine.checkpoints.defaults import changed
from engine.checkpoints.folders import SHIPPED


def test_the_shipped_model_plays_without_the_correction() -> None:
    assert Session.load(decoder="eager").defaults == Defaults(dcw=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped checkpoint with a defaults.json to write anew."""
    there = tmp_path / "model"
    there.mkdir()
    for part in SHIPPED.iterdir():
        if part.name != "defaults.json":
            (there / part.name).symlink_to(part)
    return there


def test_a_file_in_its_folder_says_more(folder: Path) -> None:
    assert Session.load(folder, decoder="eager").defaults == Defaults()
    said = {"steps": 12, "shift": 2, "guidance_mode": "self", "guidance": 1.5, "dcw_low": 0.0, "dcw_high": 0.5}
    (folder / "defaults.json").write_text(json.dumps(said))
    assert Session.load(folder, decoder="eager").defaults == Defaults(12, 2.0, "self", 1.5, True, 0.0, 0.5)


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"stepz": 3}, "'stepz' is no default; they are dcw, dcw_high, dcw_low, guidance, guidance_mode, shift, steps"),
        ({"steps": 0}, "steps must be a whole number in 1..100, not 0"),
        ({"steps": 2.5}, "steps must be a whole number in 1..100, not 2.5"),
        ({"steps": True}, "steps must be a whole number in 1..100, not true"),
        ({"shift": None}, "shift must be a number in 1..6, not null"),
        ({"shift": float("nan")}, "shift must be a number in 1..6, not NaN"),
        ({"guidance": "7"}, 'guidance must be a number in 1..15, not "7"'),
        ({"guidance_mode": ["full"]}, "guidance_mode must be"),
        ({"dcw": 1}, "dcw must be false or true, not 1"),
        ({"dcw_low": 10**400}, "dcw_low must be a number in 0..0.5"),
    ],
)
def test_every_name_and_value_is_checked(own: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError) as caught:
        changed(Defaults(), own)
    assert str(caught.value).startswith(told)


def test_a_bad_file_is_named(folder: Path) -> None:
    file = folder / "defaults.json"
    for text in ('{"steps": "many"}', "[1]", "{", ""):
        file.write_text(text)
        with pytest.raises(CheckpointError, match="^" + str(file)):
            Session.load(folder)
    file.unlink()
    file.symlink_to("nowhere")
    with pytest.raises(CheckpointError, match="^" + str(file)):
        Session.load(folder)
    file.unlink()
    shutil.copytree(SHIPPED / "planner", file)
    with pytest.raises(CheckpointError, match="^" + str(file)):
        Session.load(folder)
