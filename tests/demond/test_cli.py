"""The commands beside `run`, and what `run` refuses."""

import logging
import os
import sys

import pytest

from demond.cli import main
from demond.parameters import PARAMETERS


@pytest.fixture(autouse=True)
def own_logging(monkeypatch):
    """`run` sets up logging for its process: here it must not outlive the test."""
    monkeypatch.setattr(logging.root, "handlers", [])
    level = logging.root.level
    yield
    logging.root.setLevel(level)


def test_parameters_prints_every_control(capsys):
    assert main(["parameters"]) == 0
    printed = capsys.readouterr().out
    names = [name for name in PARAMETERS if not name.startswith(("group/", "channel/"))]
    assert [name for name in names if f"\n{name} " not in printed] == []


def test_parameters_as_markdown(capsys):
    assert main(["parameters", "--markdown"]) == 0
    assert capsys.readouterr().out.startswith("| name | takes |")


def test_mappings_list_and_check(capsys, tmp_path):
    assert main(["mappings", "list"]) == 0
    printed = capsys.readouterr().out
    assert "MIDI ports named 'nanoKONTROL2' (played by default)" in printed
    assert "touchosc: TouchOSC, OSC (played by default)" in printed
    assert main(["mappings", "check", str(tmp_path)]) == os.EX_CONFIG
    assert "is a folder without mapping files" in capsys.readouterr().out
    broken = tmp_path / "broken.toml"
    broken.write_text('name = "x"\n[[midi]]\ntype = "cc"\nnumber = 200\nto = "denoize"\n')
    assert main(["mappings", "check", str(broken)]) == os.EX_CONFIG
    printed = capsys.readouterr().out
    assert "broken.toml:4" in printed
    assert 'did you mean "denoise"' in printed
    sound = tmp_path / "sound" / broken.name
    sound.parent.mkdir()
    sound.write_text('name = "y"\n')
    assert main(["mappings", "check", str(broken), str(sound)]) == os.EX_CONFIG
    assert main(["mappings", "check", "touchosc", str(sound)]) == 0


def test_doctor_finds_the_model_and_names_remedies(capsys):
    status = main(["doctor"])
    printed = capsys.readouterr().out
    assert "pocket model installed" in printed
    assert status == int("missing" in printed)
    assert printed.count("note") <= printed.count("->")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "99999"], "wants a port"),
        (["--for", "-1"], "wants seconds"),
        (["--for", "nan"], "wants seconds"),
        (["run", "--nonsense"], "unrecognized"),
    ],
)
def test_wrong_usage_is_refused_with_2(capsys, arguments, said):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--record", "{tmp}/nowhere/take.wav"], 1, "cannot be written"),
        (["--record", "{tmp}/take.mp3"], 1, ".wav or .flac"),
        (["--config", "{tmp}/model.toml"], os.EX_CONFIG, "no such folder"),
    ],
)
def test_what_cannot_start_says_why(arguments, status, said, tmp_path, capfd, monkeypatch):
    (tmp_path / "model.toml").write_text('[engine]\nmodel = "/no/such/model"\n')
    monkeypatch.setattr(sys, "argv", ["demond"])
    given = [argument.replace("{tmp}", str(tmp_path)) for argument in arguments]
    assert main([*given, "--state", str(tmp_path / "state"), "--device", "null", "--port", "0"]) == status
    printed = capfd.readouterr().err
    assert said in printed
    assert "Traceback" not in printed
