"""What the README shows is true."""

import re
import socket
import tomllib
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from pythonosc.osc_message import OscMessage

from demond.config import read
from demond.control.mapping import check
from demond.parameters import find
from demond.parameters.table import OPENING_PROMPT
from demond.scenes.cues import read_cues
from demond.sections import EngineSection
from engine import Session
from engine.examples.__main__ import EXAMPLES, sentence
from engine.nodes.__main__ import main
from engine.pocket.making.played import PROMPTS
from engine.pocket.styles import TABLE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_python_examples_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    over_osc, covers, stream = blocks("python")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as daemon:
        daemon.bind(("127.0.0.1", 0))
        daemon.settimeout(5.0)
        exec(over_osc.replace("9130", str(daemon.getsockname()[1])), {})
        message = OscMessage(daemon.recv(1000))
    assert (message.address, message.params) == ("/demond/blend", [0.5])
    soundfile.write("loop.wav", np.random.default_rng(0).normal(0.0, 0.1, (96000, 2)), 48000)
    exec(covers, {})
    sounds = [soundfile.read(f"cover-{seed}.wav")[0] for seed in (1, 2, 3)]
    assert all(len(sound) == 96000 for sound in sounds)
    assert not np.allclose(sounds[0], sounds[1], atol=0.01)
    exec(stream, {})
    assert soundfile.info("stream.wav").duration == 17.0


SAID = {
    "warm ambient pads with a slow beat": ("ambient", "slow"),
    "techno, 140 bpm": ("techno", "140"),
    "solo piano, slow": ("piano", "slow"),
    "ambient, strings, slow": ("ambient", "slow"),
    "drum and bass, fast": ("drum and bass", "fast"),
    "techno, synth bass, energetic": ("techno", "usual"),
    "house with a warm bass": ("house", "usual"),
    "calm piano": ("piano", "usual"),
}
"""What the prompts it shows, and the one that demond opens with, say of style and tempo."""


def test_the_prompts_it_shows_are_played_as_they_say():
    row = README.partition("| `prompt/a` |")[2].partition("\n")[0]
    shown = re.findall(r'(?:prompt/a"?,? |Prompt\(|tags = )"([^"]+)"', README) + re.findall(r'`"([^"]+)"`', row)
    assert {OPENING_PROMPT, *shown} == SAID.keys() == set(PROMPTS), "others than those that evaluate measures"
    session = Session.load(decoder="eager")
    for caption, (style, tempo) in SAID.items():
        slowest, fastest = TABLE[style].bpm
        low, high = {
            "slow": (slowest, 0.9 * (slowest + fastest) / 2),
            "usual": (slowest, fastest),
            "fast": (1.05 * (slowest + fastest) / 2, 1.1 * fastest),
            "140": (139.9, 140.1),
        }[tempo]
        assert low <= session.said(caption).bpm <= high, caption
        hints = session.plan(session.loop_frames(300, caption=caption), caption, seed=42)
        angle = torch.atan2(hints[0, :, 1], hints[0, :, 0])
        beats = torch.remainder(angle.diff(), 2 * torch.pi).sum() / (2 * torch.pi)
        played = float(beats / (hints.shape[1] - 1) * 60 * session.frame_rate)
        assert played == pytest.approx(session.said(caption).bpm, rel=0.01), caption


def test_the_examples_are_told_in_their_own_words():
    table = README.partition("| `python -m engine.examples` |")[2]
    told = re.findall(r"^\| `([a-z0-9_]+)` \| (.*) \|$", table, re.MULTILINE)
    assert told == [(name, sentence(name).partition(": ")[2].rstrip(".")) for name in EXAMPLES]


def test_its_pictures_are_there_and_small():
    pictures = [ROOT / name for name in re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)]
    assert pictures
    assert all(picture.stat().st_size < 60_000 for picture in pictures)


def test_the_configuration_examples_are_valid(tmp_path):
    engine, access = blocks("toml")[:2]
    path = tmp_path / "demond.toml"
    path.write_text(engine + access)
    assert read(path).engine == EngineSection()  # it shows the defaults
    osc = read(path).osc
    assert (osc.host, osc.allow, osc.feedback[0].to) == ("0.0.0.0", ("192.168.1.0/24",), "192.168.1.7:9000")


def test_the_configurations_of_what_is_left_running_are_valid(tmp_path):
    hours, mqtt, room = blocks("toml")[5:8]
    path = tmp_path / "demond.toml"
    path.write_text(hours + mqtt + room)
    config = read(path)
    assert (len(config.schedule.quiet), len(config.schedule.at), config.attract.scene) == (2, 2, "rest")
    assert config.mqtt.host == "homeassistant.local"
    assert (config.audio.channels, config.osc.port, config.http.port) == ((3, 4), 9140, 9141)


def test_the_mapping_example_is_valid(tmp_path):
    example = blocks("toml")[2]
    assert tomllib.loads(example)["midi"]
    path = tmp_path / "box.toml"
    path.write_text(example)
    assert check([path]) == []


def test_the_list_of_cues_is_valid(tmp_path):
    show = tmp_path / "show.toml"
    show.write_text(blocks("toml")[3])
    first, second = read_cues(show, ("verse", "chorus"))
    assert (first.scene, first.seconds, first.follow) == ("verse", 4.0, 30.0)
    assert (second.name, second.scene, second.quantize) == ("the drop", "chorus", "bar")


def test_the_graph_runs(tmp_path):
    graph = tmp_path / "calm.toml"
    graph.write_text(blocks("toml")[4])
    assert main(["run", str(graph), "--out", str(tmp_path), "--set", "steps.steps=2"]) == 0
    sound, rate = soundfile.read(tmp_path / "loop.wav")
    assert len(sound) == 8 * rate
    assert np.abs(sound).max() > 0.05


def test_every_control_it_names_exists():
    named = set(re.findall(r"/demond/([a-z0-9_/-]+)", README))
    queries = {
        "analysis",
        "choice",
        "cue/list",
        "dump",
        "get",
        "list",
        "list/next",
        "loras",
        "ping",
        "pong",
        "problems",
        "scene/list",
        "status",
        "subscribe",
        "error",
        "note",
        "atomic",
        "secret",
    }
    assert all(find(name) for name in named - queries - {"demond"})
    assert {"denoise", "blend", "volume"} <= named
