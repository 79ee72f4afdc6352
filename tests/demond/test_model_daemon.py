"""Changing the model of a running daemon, over OSC, from a start with one that is gone to an end with another."""

import shutil
import signal
import socket
import tomllib
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file, save_file

from tests.conftest import Daemon
from tests.demond.test_daemon import levels

pytestmark = pytest.mark.live

POCKET = Path(__file__).parents[2] / "engine/pocket/weights"


def make_another(folder: Path) -> None:
    """The shipped model with other numbers."""
    shutil.copytree(POCKET, folder)
    weights = folder / "transformer/diffusion_pytorch_model.safetensors"
    save_file({name: 0.95 * tensor for name, tensor in load_file(weights).items()}, weights)


def test_from_a_model_that_is_gone_to_others(start_daemon, tmp_path: Path) -> None:
    names = ("state", "other", "cut", "take.wav", "demond.toml")
    state, other, cut, take, config = (tmp_path / name for name in names)
    config.touch()
    state.mkdir()
    (state / "values.toml").write_text(f'model = "{tmp_path / "gone"}"\nlength = 3.0\n')
    make_another(other)
    shutil.copytree(POCKET, cut)
    (cut / "model_index.json").write_text("{}")

    daemon: Daemon = start_daemon("--in-process", "--record", str(take), "--config", str(config))
    daemon.wait_sounding()
    daemon.wait_until(lambda: daemon.status()["model"] == "pocket", 60, "the shipped model is heard")
    gone = str(tmp_path / "gone")
    daemon.wait_until(lambda: f"model: {gone}: no such folder" in daemon.log, 10, "the log tells why")
    assert str(daemon.status()["model_refused"]).startswith(f"{gone}: no such folder")
    assert daemon.ask("model") == gone
    daemon.send("/demond/model", gone)
    assert daemon.receive("/demond/error", 10)[0] == "/demond/model"

    daemon.send("/demond/model", str(cut))
    address, reason = daemon.receive("/demond/error", 30)
    assert address == "/demond/model"
    assert "names no transformer" in str(reason)
    assert daemon.ask("model") == gone

    daemon.send("/demond/model", str(other))
    daemon.wait_until(lambda: daemon.status()["model"] == str(other), 60, "the other model is heard")
    daemon.send("/demond/model", "none")
    daemon.wait_until(lambda: daemon.status()["model"] == "pocket", 60, "the configured model is heard")
    config.write_text(f'[engine]\nmodel = "{other}"\n')
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait_until(lambda: daemon.status()["model"] == str(other), 60, "the newly configured model is heard")
    daemon.send("/demond/model", "pocket")
    daemon.wait_until(lambda: daemon.status()["model"] == "pocket", 60, "the model asked for is heard")
    assert (daemon.status()["engine_restarts"], daemon.status()["model_refused"]) == (0, "")
    daemon.end()
    assert "Traceback" not in daemon.log
    assert tomllib.loads((state / "values.toml").read_text())["model"] == "pocket"
    heard = levels(take)
    assert (heard[int(np.argmax(heard > -60)) : -2] > -60).all(), "a gap"


def test_the_shipped_model_plays_while_another_is_fetched_which_holds_nothing_up(start_daemon, tmp_path: Path) -> None:
    state, other, take = (tmp_path / name for name in ("state", "other", "take.wav"))
    state.mkdir()
    (state / "values.toml").write_text(f'model = "{other}"\nlength = 3.0\n')
    make_another(other)
    with socket.create_server(("127.0.0.1", 0)) as hub:  # takes every connection and never answers
        environment = {
            "HF_ENDPOINT": f"http://127.0.0.1:{hub.getsockname()[1]}", "HF_HOME": str(tmp_path / "hub"),
            "HF_HUB_OFFLINE": "0", "HF_HUB_ETAG_TIMEOUT": "60", "NO_PROXY": "127.0.0.1",
        }  # fmt: skip
        daemon: Daemon = start_daemon("--model", "owner/slow", "--record", str(take), environment=environment)
        daemon.wait_sounding()
        daemon.wait_until(lambda: daemon.status()["model"] == "pocket", 30, "the shipped model is heard")
        assert str(daemon.status()["loading"]).startswith("owner/slow")
        assert daemon.ask("model") == "none", "the command line's model is played"
        daemon.send("/demond/model", str(other))
        daemon.wait_until(lambda: daemon.status()["model"] == str(other), 60, "another model is heard")
        daemon.send("/demond/model", "none")
        daemon.wait_until(lambda: str(daemon.status()["loading"]).startswith("owner/slow"), 10, "it is fetched again")
        assert daemon.status()["model"] == str(other)
        assert daemon.end() < 3.0
    assert daemon.process.returncode == 0
    assert "Traceback" not in daemon.log
    assert "error" not in daemon.log
    assert tomllib.loads((state / "values.toml").read_text())["model"] == "none"
    heard = levels(take)
    assert (heard[int(np.argmax(heard > -60)) : -2] > -60).all(), "a gap"


def test_a_model_whose_disk_comes_late_plays_as_soon_as_it_is_there(start_daemon, tmp_path: Path) -> None:
    state, late = tmp_path / "state", tmp_path / "late"
    state.mkdir()
    (state / "values.toml").write_text(f'model = "{late}"\nlength = 3.0\n')
    daemon: Daemon = start_daemon("--in-process")
    daemon.wait_until(lambda: f"{late}: no such folder" in daemon.log, 90, "it is not there")
    make_another(late)
    daemon.wait_until(lambda: daemon.status()["model"] == str(late), 60, "it was found")
    assert daemon.status()["model_refused"] == ""
    assert daemon.log.count("no such folder") == 1
