"""Changing the model of a running daemon, over OSC, from a start with one that is gone to an end with another."""

import shutil
import signal
import tomllib
from pathlib import Path

import numpy as np
from safetensors.torch import load_file, save_file

from tests.conftest import Daemon
from tests.demond.test_daemon import levels

POCKET = Path(__file__).parents[2] / "engine/pocket/weights"


def test_from_a_model_that_is_gone_to_others(start_daemon, tmp_path: Path) -> None:
    names = ("state", "other", "cut", "take.wav", "demond.toml")
    state, other, cut, take, config = (tmp_path / name for name in names)
    config.touch()
    state.mkdir()
    (state / "values.toml").write_text(f'model = "{tmp_path / "gone"}"\nlength = 3.0\n')
    for folder in (other, cut):
        shutil.copytree(POCKET, folder)
    weights = other / "transformer/diffusion_pytorch_model.safetensors"
    save_file({name: 0.95 * tensor for name, tensor in load_file(weights).items()}, weights)
    (cut / "model_index.json").write_text("{}")

    daemon: Daemon = start_daemon("--in-process", "--record", str(take), "--config", str(config))
    daemon.wait_sounding()
    daemon.wait_until(lambda: daemon.status()["model"] == "pocket", 60, "the shipped model is heard")
    assert f"model: the engine ended before it was heard: {tmp_path / 'gone'}: no such folder" in daemon.log
    assert daemon.ask("model") == "none"

    daemon.send("/demond/model", str(cut))
    address, reason = daemon.receive("/demond/error", 30)
    assert address == "/demond/model"
    assert "names no transformer" in str(reason)
    assert daemon.ask("model") == "none"

    daemon.send("/demond/model", str(other))
    daemon.wait_until(lambda: daemon.status()["model"] == str(other), 60, "the other model is heard")
    daemon.send("/demond/model", "none")
    daemon.wait_until(lambda: daemon.status()["model"] == "pocket", 60, "the configured model is heard")
    config.write_text(f'[engine]\nmodel = "{other}"\n')
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait_until(lambda: daemon.status()["model"] == str(other), 60, "the newly configured model is heard")
    daemon.send("/demond/model", "pocket")
    daemon.wait_until(lambda: daemon.status()["model"] == "pocket", 60, "the model asked for is heard")
    assert daemon.status()["engine_restarts"] == 1
    daemon.end()
    assert "Traceback" not in daemon.log
    assert tomllib.loads((state / "values.toml").read_text())["model"] == "pocket"
    heard = levels(take)
    assert (heard[int(np.argmax(heard > -60)) : -2] > -60).all(), "a gap"
