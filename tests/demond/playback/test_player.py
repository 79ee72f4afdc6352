"""The player without a sound card: its null output, and device processes that misbehave."""

from __future__ import annotations

import logging
import os
import signal
import sys
import textwrap
import time

import numpy as np
import pytest

from demond import doctor
from demond.playback import Loop, Player
from tests.waiting import wait_for


@pytest.fixture
def sounding(loop: Loop) -> Loop:
    loop.begin(48000)
    loop.patch(0, np.full((2, 48000), 0.1, np.float32), fade=0, pending=True)
    loop.commit(fade=0)
    loop.play()
    return loop


@pytest.fixture
def device_process(monkeypatch, tmp_path):
    """Runs the given code instead of the device process; it has `say`, `hear` and `render(seconds)`."""
    head = """
    import json, os, sys, time
    import numpy as np
    from demond.playback.native import Renderer
    from demond.playback.segment import Segment
    renderer = Renderer(Segment.attach(sys.argv[2]))
    facts = dict(name="fake", host="ALSA", rate=48000.0, channels=2, latency=0.0, native=True, realtime=True)
    def say(**message): print(json.dumps(message), flush=True)
    def hear(): return sys.stdin.readline()
    def render(seconds):
        for _ in range(int(seconds * 100)):
            renderer.render(np.zeros((480, 2), np.float32))
            time.sleep(0.01)
    """

    def use(code: str) -> None:
        script = tmp_path / "device.py"
        script.write_text(textwrap.dedent(head) + textwrap.dedent(code))
        launcher = tmp_path / "python"
        launcher.write_text(f'#!/bin/sh\nshift 2\nexec {sys.executable} {script} - "$@"\n')
        launcher.chmod(0o755)
        monkeypatch.setattr("demond.playback.child.sys.executable", str(launcher))

    return use


def test_it_says_loudly_that_the_callback_was_not_compiled(
    loop: Loop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("demond.playback.player.is_built", lambda: False)
    monkeypatch.setattr("demond.playback.native.is_built", lambda: False)
    monkeypatch.setattr("demond.playback.player.WHY_NOT", "was not built")
    monkeypatch.setattr("demond.playback.native.WHY_NOT", "was not built")
    player = Player(loop, "null")
    player.start()
    player.stop(0.0)
    (said,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    doctor.examine()
    for text in (said.getMessage(), capsys.readouterr().out):
        assert "the C audio callback was not built" in text
        assert f"apt install gcc python3-dev && {sys.executable} -m pip install" in text


def test_the_null_output_keeps_the_clocks_pace_and_stop_fades(sounding):
    player = Player(sounding, "null", blocksize=128)
    assert player.state == "stopped"
    started = time.monotonic()
    player.start()
    ahead = []
    for _ in range(25):
        time.sleep(0.02)
        ahead.append(sounding.played / 48000 - (time.monotonic() - started))
    assert player.state == "null"
    assert abs(np.median(ahead)) < 0.05
    player.stop(0.1)
    assert sounding.silent
    assert player.state == "stopped"
    elapsed = sounding.elapsed
    time.sleep(0.1)
    assert sounding.elapsed == elapsed
    assert player.info()["blocksize"] == 128


def test_a_device_that_is_missing_is_said_once_and_time_goes_on(sounding, caplog):
    caplog.set_level(logging.INFO)
    player = Player(sounding, "no such device")
    try:
        player.start()
        assert player.state.startswith("waiting for no such device: no output device is named like")
        before = sounding.played
        wait_for(lambda: sounding.played - before > 48000, 3.0)
        assert caplog.text.count("waiting for") == 1
        assert "null output" in caplog.text
    finally:
        player.stop()


def test_a_device_that_comes_goes_and_comes_again_plays_again(sounding, caplog, device_process, tmp_path):
    caplog.set_level(logging.INFO)
    device_process(f"""
    from pathlib import Path
    times, gone = Path({str(tmp_path / "times")!r}), Path({str(tmp_path / "gone")!r})
    times.write_text(times.read_text() + "x" if times.exists() else "x")
    if len(times.read_text()) == 2:
        say(waiting="no output device is named like 'fake'", missing=True)
        hear()
    say(ready=facts)
    hear()
    say(playing=facts)
    for _ in range(3000):
        if len(times.read_text()) == 1 and gone.exists():
            break
        render(0.02)
    """)
    player = Player(sounding, "fake")
    try:
        player.start()
        wait_for(lambda: player.state == "playing")
        (tmp_path / "gone").touch()
        wait_for(lambda: "named like" in player.state)
        before = sounding.played
        wait_for(lambda: sounding.played > before)
        assert player.info()["device"] == "null"
        os.kill(player.pid, signal.SIGKILL)
        wait_for(lambda: player.state == "playing")
        before = sounding.played
        wait_for(lambda: sounding.played > before + 4800)
        assert player.info()["device"] == "fake"
        assert [record.message.split(";")[0] for record in caplog.records if "wait" in record.message] == [
            "waiting for fake: lost: it stopped taking sound",
            "waiting for fake: its process ended with signal 9",
        ]
    finally:
        player.stop()


def test_a_device_that_hangs_is_given_up(sounding, device_process):
    device_process("""
    say(ready=facts)
    hear()
    say(playing=facts)
    render(0.2)
    time.sleep(60)
    """)
    player = Player(sounding, "fake")
    try:
        player.start()
        wait_for(lambda: player.state == "playing")
        wait_for(lambda: player.state.startswith("waiting for fake: lost"), 3.0)
        before = sounding.played
        wait_for(lambda: sounding.played > before + 4800)
    finally:
        player.stop()


def test_the_device_decides_rate_and_channels(sounding, device_process):
    device_process("""
    facts.update(rate=44100.0, channels=1)
    say(ready=facts)
    hear()
    say(playing=facts)
    assert renderer.segment.header.device_rate == 44100
    for _ in range(100000):
        renderer.render(np.zeros((441, 1), np.float32))
        time.sleep(0.01)
    """)
    player = Player(sounding, "fake")
    try:
        player.start()
        wait_for(lambda: player.state == "playing")
        since, before = time.monotonic(), sounding.played
        wait_for(lambda: sounding.played - before > 24000)
        assert (sounding.played - before) / 48000 / (time.monotonic() - since) < 1.05
        assert (player.info()["rate"], player.info()["channels"]) == (44100, 1)
    finally:
        player.stop()
