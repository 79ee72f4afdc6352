"""Controls that follow, over OSC: the model's defaults, what a prompt says, and what is set by hand."""

import json
import tomllib
from pathlib import Path

import pytest

from engine.checkpoints import Defaults
from engine.checkpoints.defaults import defaults_of
from tests.conftest import Daemon
from tests.demond.performer.test_performance import POCKET, no_turbo
from tests.osc_peer import Client

pytestmark = pytest.mark.live


def defaults_in(folder: str | Path) -> Defaults:
    return defaults_of(json.loads((Path(folder) / "transformer/config.json").read_text()))


def stands(daemon: Daemon, **values: object) -> bool:
    return all(daemon.ask(name) == value for name, value in values.items())


def test_controls_follow_model_and_prompts_until_they_are_set_by_hand(start_daemon, tmp_path: Path) -> None:
    state, base = tmp_path / "state", no_turbo(tmp_path / "base")
    pocket, other = defaults_in(POCKET), defaults_in(base)
    assert (pocket.steps, pocket.guidance_mode) != (other.steps, other.guidance_mode)
    state.mkdir()
    (state / "values.toml").write_text('steps = 8\nshift = 3.0\nlength = 2.0\n"prompt/a" = "techno"\n')

    daemon: Daemon = start_daemon("--in-process")
    daemon.wait_sounding()
    daemon.wait_until(lambda: stands(daemon, steps=pocket.steps, guidance_mode=pocket.guidance_mode), 20, "pocket's")
    daemon.send("/demond/shift", 2.5)
    daemon.send("/demond/model", base)
    daemon.wait_until(lambda: daemon.status()["model"] == base, 90, "the base model is heard")
    daemon.wait_until(lambda: stands(daemon, steps=other.steps, guidance_mode=other.guidance_mode), 5, "its defaults")
    stays = "shift stays at 2.5, as it was set; none lets it follow"
    daemon.wait_until(lambda: stays in daemon.log, 5, "what stays is told")
    assert daemon.ask("shift") == 2.5
    status = daemon.status()
    assert str(status["model_defaults"]).startswith(f"steps {other.steps}, shift {other.shift:g}, ")
    assert status["by_hand"] == "shift"
    daemon.send("/demond/shift", None)
    assert daemon.receive("/demond/note") == ["/demond/shift", f"follows the model: {other.shift:g}"]
    assert daemon.ask("shift") == other.shift

    daemon.send("/demond/steps", 2)
    with Client(daemon.port) as surface:
        surface.ask("/demond/subscribe", "{bpm,steps}", 100.0)
        daemon.send("/demond/prompt/a", "techno, 140 bpm")
        assert surface.hear(1, 10.0) == [("/demond/bpm", 140.0)]
    assert daemon.receive("/demond/note") == ["/demond/prompt/a", "taken from it: 140 bpm"]
    daemon.send("/demond/bpm", 100.0)
    daemon.send("/demond/prompt/a", "techno, 150 bpm")
    text = "bpm stays at 100, as it was set; none lets it follow"
    assert daemon.receive("/demond/note") == ["/demond/prompt/a", text]
    assert f"prompt/a: {text}" in daemon.log
    daemon.send("/demond/bpm", "none")
    assert daemon.receive("/demond/note") == ["/demond/bpm", "follows the prompts: 150"]
    assert daemon.ask("bpm") == 150.0
    daemon.send("/demond/time_signature", "4")
    daemon.send("/demond/model", "pocket")
    daemon.wait_until(lambda: stands(daemon, shift=pocket.shift), 60, "pocket's defaults again")
    assert stands(daemon, steps=2, bpm=150.0)
    daemon.end()
    saved = tomllib.loads((state / "values.toml").read_text())
    assert saved.keys() & {"steps", "shift", "guidance", "bpm", "time_signature"} == {"steps", "time_signature"}

    daemon = start_daemon("--in-process")
    daemon.wait_sounding()
    daemon.wait_until(lambda: stands(daemon, bpm=150.0), 20, "what the prompt says")
    assert stands(daemon, steps=2, shift=pocket.shift, time_signature="4")
    daemon.send("/demond/steps", "none")
    assert daemon.receive("/demond/note") == ["/demond/steps", f"follows the model: {pocket.steps}"]
    assert "Traceback" not in daemon.log
