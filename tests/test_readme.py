"""What the README shows is true."""

import re
import tomllib
from pathlib import Path

import pytest
import soundfile

from demond.control.mapping import check
from demond.parameters import PARAMETERS

README = (Path(__file__).parents[1] / "README.md").read_text()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_engine_example_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (example,) = (block for block in blocks("python") if "Session" in block)
    exec(example, {})
    assert soundfile.info("house.wav").duration == pytest.approx(8, abs=1)


def test_the_mapping_example_is_valid(tmp_path):
    (example,) = blocks("toml")
    assert tomllib.loads(example)["midi"]
    path = tmp_path / "box.toml"
    path.write_text(example)
    assert check([path]) == []


def test_every_control_it_names_exists():
    named = set(re.findall(r"/demond/([a-z0-9_/]+)", README))
    queries = {"get", "list", "ping", "pong", "status", "subscribe", "error"}
    assert named - set(PARAMETERS) - queries - {"demond"} <= {"demond.toml"}
    assert {"denoise", "blend", "volume"} <= named
