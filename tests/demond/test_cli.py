"""The commands beside `run`, and what `run` refuses."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from demond import doctor
from demond.cli import main
from demond.logs import JsonLines, Lines, journal_reads
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
    names = [name for name in PARAMETERS if not name.startswith(("group/", "channel/", "mod/"))]
    assert "\nmod/1..8/to " in printed
    assert [name for name in names if f"\n{name} " not in f"\n{printed}"] == []
    assert max(map(len, printed.splitlines())) <= 100


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("lora/*", ["lora/<id>/enabled", "lora/<id>/strength", "lora/<n>"]),
        ("tempo", ["bpm", "follow_source", "tap"]),
        ("group/7", ["group/7"]),
    ],
)
def test_parameters_of_a_word_or_pattern(capsys, word, names):
    assert main(["parameters", word]) == 0
    entries = capsys.readouterr().out.split("\n\n")[0]
    assert [line.split()[0] for line in entries.splitlines() if not line.startswith(" ")] == names


def test_parameters_of_what_there_is_not(capsys):
    assert main(["parameters", "volum3"]) == 1
    assert capsys.readouterr() == ("", "demond parameters: nothing like 'volum3' (did you mean \"volume\"?)\n")


@pytest.mark.parametrize(("word", "near"), [("sned", ' (did you mean "send"?)'), ("foo", ""), ("x\ny", "")])
def test_a_wrong_command_is_told_with_those_there_are(capsys, word, near):
    assert main([word, "--port", "1"]) == 2
    told = f"demond: there is no command {word!r}{near}; the commands are run, render, devices, parameters, mappings, "
    told += "layouts, models, engines, send, status, monitor, learn, mcp, doctor, config\n"
    assert capsys.readouterr() == ("", told)


def test_who_reads_the_output_may_have_enough():
    command = f"{sys.executable} -m demond parameters | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1:] == ["0"]
    assert done.stderr == ""


def test_lines_have_a_time_except_in_the_journal():
    record = logging.LogRecord("demond", logging.WARNING, "x.py", 1, "low %s", ("tide",), None)
    assert re.fullmatch(r"\d\d:\d\d:\d\d warning: demond: low tide", Lines(journal=False).format(record))
    assert Lines(journal=True).format(record) == "<4>demond: low tide"


def test_the_journal_is_told_from_a_terminal_that_systemd_started(monkeypatch):
    there = os.fstat(2)
    for said, reads in (("8:1", False), (f"{there.st_dev}:{there.st_ino}", True)):
        monkeypatch.setenv("JOURNAL_STREAM", said)
        assert journal_reads() is reads


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
    assert main(["mappings", "check", str(sound)]) == os.EX_CONFIG
    assert capsys.readouterr().out == f"{sound}: moves nothing: it has neither [[midi]] nor [[osc]]\n"
    sound.write_text('\ufeffname = "y"\n[[osc]]\naddress = "/a"\nto = "denoise"\n')
    assert main(["mappings", "check", str(broken), str(sound)]) == os.EX_CONFIG
    assert main(["mappings", "check", "touchosc", str(sound)]) == 0


def test_doctor_finds_the_model_and_names_remedies(capsys):
    status = main(["doctor"])
    printed = capsys.readouterr().out
    assert "pocket model installed" in printed
    assert status == int("missing" in printed)
    assert printed.count("note") <= printed.count("->")


def test_doctor_says_what_brings_an_extra(capsys, monkeypatch):

    monkeypatch.setitem(doctor.EXTRAS, "link", ("there_is_no_such_module", "Ableton Link (sync link)"))
    main(["doctor"])
    printed = capsys.readouterr().out
    assert "   note  there is no Ableton Link (sync link)\n         -> pip install 'demond[link]'\n" in printed


def test_doctor_says_what_runs_a_model_and_why_others_cannot(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    main(["doctor"])
    printed = capsys.readouterr().out
    assert "ok  decoder of pocket on cpu in float32: " in printed
    assert "ok  vae of pocket on cpu: eager is to run it" in printed
    assert "-> tensorrt needs an NVIDIA GPU, and the model is to run on cpu" in printed
    (tmp_path / "demond").mkdir()
    configured = tmp_path / "demond" / "demond.toml"
    configured.write_text('[engine]\ndecoder = "tensorrt"\n')
    assert main(["doctor"]) == 1
    assert "missing  decoder of pocket on cpu in float32: tensorrt is to run it" in capsys.readouterr().out
    configured.write_text('[engine]\ndtype = "fp8"\n')
    assert main(["doctor"]) == 1
    printed = capsys.readouterr().out
    assert "missing  decoder of pocket on cpu in fp8: " in printed
    assert "-> fp8 needs an NVIDIA GPU of compute capability 8.9 or more" in printed


def test_engines_are_those_of_the_configuration_unless_a_folder_is_named(tmp_path, monkeypatch, capsys):
    given = []
    fake = SimpleNamespace(main=lambda told, program, folder: given.append((told, folder)) or 3)
    monkeypatch.setitem(sys.modules, "engine.trt.__main__", fake)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    assert main(["engines", "build", "--dry-run"]) == 3
    (tmp_path / "demond").mkdir()
    (tmp_path / "demond" / "demond.toml").write_text('[engine]\nengines = "/built"\n')
    asked = [["list"], ["build", "--help"], []]
    for arguments in asked:
        main(["engines", *arguments])
    beside = tmp_path / "demond" / "engines"
    assert given == [
        (["build", "--dry-run"], beside),
        (["list"], Path("/built")),
        (asked[1], Path("/built")),
        ([], beside),
    ]
    (tmp_path / "demond" / "demond.toml").write_text("[engine\n")
    assert main(["engines", "list"]) == 78
    for arguments in (["list", "--folder", "here"], ["build", "--help"]):
        assert main(["engines", *arguments]) == 3
        assert given[-1] == (arguments, beside)
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "engines" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--decoder", "abacus"], "invalid choice: 'abacus'"),
        (["--port", "99999"], "wants a port"),
        (["--for", "-1"], "wants seconds"),
        (["--for", "nan"], "wants seconds"),
        (["run", "--nonsense"], "unrecognized"),
        (["--model", "trubo"], 'trubo: is no model (did you mean "turbo"?); give a checkpoint folder'),
        (["--model", ""], "nothing: is no model"),
        (["--model", "https://example.org/turbo"], "is no address of a model"),
        (["--model", "caf\udce9/turbo"], "caf\\xe9/turbo: is no UTF-8"),
    ],
)
def test_wrong_usage_is_refused_with_2(capsys, arguments, said):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("model", "said"),
    [("trubo", "model.toml:2: engine model: trubo: is no model"), ("pocket", "the shipped model cannot be loaded: ")],
)
def test_what_cannot_start_says_why(model, said, tmp_path, capfd, monkeypatch):
    config = tmp_path / "model.toml"
    config.write_text(f'[engine]\nmodel = "{model}"\n')
    monkeypatch.setattr("engine.checkpoints.folders.SHIPPED", tmp_path / "empty")
    monkeypatch.setattr(sys, "argv", ["demond"])
    given = ["--config", str(config), "--state", str(tmp_path / "state"), "--device", "null", "--port", "0"]
    assert main([*given, "--in-process"]) == os.EX_CONFIG
    printed = capfd.readouterr().err
    assert said in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("part", ["decoder", "vae"])
def test_a_backend_that_cannot_run_is_an_error_at_the_start(part, tmp_path, capfd):
    given = ["--state", str(tmp_path / "state"), "--device", "null", "--port", "0", "--in-process"]
    assert main([*given, f"--{part}", "tensorrt"]) == os.EX_CONFIG
    printed = capfd.readouterr().err
    assert f"{part}: tensorrt needs an NVIDIA GPU, and the model is to run on cpu: leave it at auto" in printed
    assert "Traceback" not in printed


def test_what_runs_the_engine_is_named_for_one_run(tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr("demond.service.run", given.append)
    config = tmp_path / "demond.toml"
    config.write_text('[engine]\ndecoder = "compile"\nvae = "onnx"\ndtype = "bfloat16"\n')
    main(["--config", str(config), "--decoder", "eager", "--dtype", "float32"])
    engine = given[0].running.engine
    assert (engine.decoder, engine.vae, engine.dtype) == ("eager", "onnx", "float32")
    assert given[0].config.engine.decoder == "compile"


@pytest.mark.parametrize("model", ["turbo", "./turbo", "pocket", "owner/turbo@main", "/absent/turbo", "hf.co/owner/it"])
def test_a_model_for_one_run_takes_the_place_of_what_was_saved(model, tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr("demond.service.run", given.append)
    monkeypatch.chdir(tmp_path)
    for folder in ("turbo", "pocket"):
        (tmp_path / folder).mkdir()
    main(["--model", model])
    (options,) = given
    assert options.model == (str(tmp_path / "turbo") if model == "./turbo" else model)
    assert options.overrides == {"model": None}
    assert options.config.engine.model == "pocket"


def test_a_name_that_is_no_utf8_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["run", "--source", "caf\udce9.wav"])
    assert ended.value.code == 2
    assert "the name caf\\xe9.wav is no UTF-8" in capsys.readouterr().err


def test_a_recording_of_no_kind_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["run", "--record", "take.mp3"])
    assert ended.value.code == 2
    assert "recordings are .wav or .flac, got 'take.mp3'" in capsys.readouterr().err


def _logged(formatter: logging.Formatter, text: str, exc_info: object = None) -> str:
    return formatter.format(logging.LogRecord("demond", logging.INFO, "", 0, "port %s is open", (text,), exc_info))


@pytest.mark.parametrize("formatter", [Lines(True), Lines(False), JsonLines()])
def test_a_name_forges_no_line_of_the_log(formatter: logging.Formatter) -> None:
    line = _logged(formatter, "x\nerror: demond: the roof\u202e is on fire\r\x1b[2K\udce9")
    assert len(line.splitlines()) == 1
    assert line.isprintable()


@pytest.mark.parametrize("journal", [True, False])
def test_a_traceback_is_indented_under_its_line(journal: bool) -> None:
    try:
        raise ValueError("no\nerror: demond: forged")
    except ValueError as error:
        lines = _logged(Lines(journal), "x", (type(error), error, error.__traceback__)).splitlines()
    bare = [line.removeprefix("<6>") for line in lines]
    assert len(lines) > 3
    assert all(line.startswith("    ") for line in bare[1:])
    assert all(line.startswith("<6>") for line in lines) == journal
