"""The whole daemon as its users start it: the command, the shipped model, a clocked output without a card."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
from prometheus_client.parser import text_string_to_metric_families

import engine
from demond.cli import main
from tests.conftest import Daemon

POCKET = Path(engine.__file__).parent / "pocket" / "weights"


def levels(path, seconds=0.5):
    """RMS of every stretch of a recording, in dB."""
    audio, rate = soundfile.read(path, always_2d=True)
    block = int(seconds * rate)
    blocks = audio[: len(audio) // block * block].reshape(-1, block, audio.shape[1])
    return 20 * np.log10(np.sqrt((blocks**2).mean((1, 2))) + 1e-9)


def period(daemon):
    return float(daemon.status()["loop_seconds"])


def wait_settled(daemon):
    daemon.wait_until(lambda: daemon.status()["engine"] == "running", 60, "engine running")
    daemon.wait_until(lambda: daemon.status().get("state") == "settled" and period(daemon) < 6, 60, "settled")


def alike(audio, rate, before, after, length):
    """Correlation of the passes of the loop that end at two moments of the daemon's life."""
    n = round(length * rate)
    end = round(after * rate)
    shift = round((after - before) / length) * n
    return np.corrcoef(audio[end - n : end].ravel(), audio[end - n - shift : end - shift].ravel())[0, 1]


@pytest.mark.live
@pytest.mark.alone
def test_a_performance_from_start_to_restart(start_daemon, tmp_path):
    """One start: first sound, a knob that is heard, errors that change nothing, a killed engine, end and return."""
    recording = tmp_path / "performance.wav"
    daemon: Daemon = start_daemon("--record", str(recording))
    daemon.wait_sounding()

    daemon.send("/demond/ping")
    daemon.receive("/demond/pong")
    daemon.send("/demond/drift", 0.0)
    daemon.send("/demond/length", 4.0)
    daemon.send("/demond/volume", -6.0)
    wait_settled(daemon)
    time.sleep(period(daemon) + 1)
    first = daemon.sounded()
    daemon.send("/demond/seed", 7)
    daemon.wait_until(lambda: daemon.ask("seed") == 7, 3, "seed set")
    time.sleep(0.5)
    wait_settled(daemon)
    time.sleep(period(daemon) + 1)
    changed = daemon.sounded()

    for address, value in (("/demond/denoise", "much"), ("/demond/denoize", 0.5), ("/demond/denoise", float("nan"))):
        before = daemon.ask("denoise")
        daemon.send(address, value)
        assert daemon.receive("/demond/error")[0] == address
        assert daemon.ask("denoise") == before

    not_audio = tmp_path / "song.wav"
    not_audio.write_text("this is no audio")
    daemon.send("/demond/source", str(not_audio))
    address, reason = daemon.receive("/demond/error", 10)[:2]
    assert address == "/demond/source"
    assert "song.wav" in str(reason)
    daemon.wait_until(lambda: daemon.ask("source") == "none", 3, "source is as before")
    daemon.send("/demond/save_latent", "calm")
    for told in ("is under way", "saved as latent:calm"):
        assert daemon.receive("/demond/note", 10) == ["/demond/save_latent", told]
    daemon.send("/demond/timbre", "latent:calm")
    daemon.send("/demond/timbre", str(not_audio))
    assert daemon.receive("/demond/error", 10)[0] == "/demond/timbre"
    daemon.wait_until(lambda: daemon.ask("timbre") in ("none", "latent:calm"), 3, "timbre is as before")
    daemon.send("/demond/capture", 2.0)
    assert daemon.receive("/demond/error", 10)[:1] == ["/demond/capture"]
    daemon.send("/demond/save_latent", "a/b")
    assert daemon.receive("/demond/error", 10)[0] == "/demond/save_latent"
    daemon.send("/demond/timbre", "none")

    another = tmp_path / "another"
    shutil.copytree(POCKET, another)
    daemon.send("/demond/model", str(another))
    assert daemon.ask("model") == str(another)
    os.kill(daemon.engine_pid(), signal.SIGKILL)
    address, reason = daemon.receive("/demond/error", 5)[:2]
    assert address == "/demond/model"
    assert "the engine ended before it was heard" in str(reason)
    assert daemon.ask("model") == "none"
    daemon.wait_until(lambda: daemon.status()["engine_restarts"] == 1, 5, "the engine is started again")
    wait_settled(daemon)
    time.sleep(period(daemon) + 2)
    restarted, length = daemon.sounded(), period(daemon)

    assert daemon.end() < 2.0
    assert daemon.process.returncode == 0
    assert "Traceback" not in daemon.log
    heard = levels(recording)
    begin = int(np.argmax(heard > -60))
    assert (heard[begin : len(heard) - 2] > -60).all(), "silence in the middle of the performance"
    audio, rate = soundfile.read(recording)
    assert alike(audio, rate, first, changed, length) < 0.9, "another seed was not heard"
    assert alike(audio, rate, changed, restarted, length) > 0.95, "the engine did not come back with the same values"
    assert np.abs(audio[-200:]).max() < 1e-3, "no fade at the end"
    assert np.abs(audio).max() <= 10 ** (-1 / 20) + 1e-6

    again: Daemon = start_daemon()
    again.wait_until(lambda: "OSC on" in again.log, 30, "OSC is there")
    assert again.ask("seed") == 7
    assert again.ask("volume") == pytest.approx(-6.0)

    second = subprocess.run(
        [sys.executable, "-m", "demond", "--state", str(again.state), "--port", "0", "--device", "null"],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert second.returncode != 0
    assert str(again.state) in second.stderr


def test_a_port_in_use_is_said(tmp_path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "-m", "demond", "--state", str(tmp_path), "--port", str(port), "--device", "null"],
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
    assert run.returncode == 69
    assert str(port) in run.stderr
    assert "Traceback" not in run.stderr


def test_systemd_is_told_what_happens(start_daemon, tmp_path):
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(address))
        receiver.settimeout(0.2)
        daemon = start_daemon(environment={"NOTIFY_SOCKET": str(address), "WATCHDOG_USEC": "2000000"})
        said: list[str] = []

        def listen() -> bool:
            with contextlib.suppress(TimeoutError):
                said.append(receiver.recv(4096).decode())
            return "READY=1" in said

        daemon.wait_until(listen, 60, "READY")
        daemon.wait_sounding(5)
        daemon.send("/demond/loop_unit", "beats")
        daemon.send("/demond/loop_end", 2.0)
        daemon.send("/demond/bpm", 240.0)
        daemon.send("/demond/seek", 4.0)
        positions = []
        said.clear()
        until = time.monotonic() + 3
        while time.monotonic() < until:
            listen()
            positions.append(float(daemon.status()["position"]))
        assert 0.25 < max(positions[5:]) < 0.51, "two beats are half a second"
        assert sum("WATCHDOG=1" in text for text in said) >= 2
        assert any("generations/s" in text for text in said)
        daemon.process.send_signal(signal.SIGHUP)
        daemon.wait_until(lambda: listen() or any("RELOADING=1" in text for text in said), 5, "RELOADING")
        assert daemon.end() < 2.0
        while not any("STOPPING=1" in text for text in said):
            said.append(receiver.recv(4096).decode())


def test_a_broken_configuration_is_refused_with_its_place(tmp_path):
    config = tmp_path / "demond.toml"
    config.write_text("[osc]\nport = 'nine'\n")
    run = subprocess.run(
        [sys.executable, "-m", "demond", "--config", str(config), "--state", str(tmp_path)],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert run.returncode == 78
    assert "demond.toml:2" in run.stderr


def test_hangups_while_it_starts_end_nothing(start_daemon):
    daemon = start_daemon("--source", "none", "--record", "/absent/take.wav")
    status = Path(f"/proc/{daemon.process.pid}/status")

    def minds_hangups() -> bool:
        masks = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return bool((int(masks["SigIgn"], 16) | int(masks["SigCgt"], 16)) & 1 << signal.SIGHUP - 1)

    daemon.wait_until(minds_hangups, 30, "hangups are minded")
    assert "OSC on" not in daemon.log, "that is before anything is read or opened"

    def reads_again() -> bool:
        daemon.process.send_signal(signal.SIGHUP)
        return "mappings loaded again" in daemon.log

    daemon.wait_until(reads_again, 60, "reading again")
    refused = "nothing is recorded: /absent/take.wav cannot be written: there is no folder /absent"
    daemon.wait_until(lambda: refused in daemon.log, 10, "the recording is refused")
    assert daemon.end() < 2.0
    assert daemon.process.returncode == 0
    assert "Traceback" not in daemon.log


def test_sighup_keeps_what_is_broken_and_takes_what_is_sound(start_daemon, tmp_path, capsys):
    config, mapping = tmp_path / "demond" / "demond.toml", tmp_path / "mine.toml"
    daemon = start_daemon("--source", "none", environment={"XDG_CONFIG_HOME": str(tmp_path)})
    daemon.wait_until(lambda: "OSC on" in daemon.log, 30, "OSC")
    mapping.write_text('name = "Mine"\n[[osc]]\naddress = "/mine"\nto = "denoise"\n')
    config.parent.mkdir()
    config.write_text(f'[mappings]\nfiles = ["{mapping}"]\n')
    daemon.send("/demond/reload")
    daemon.wait_until(lambda: "mappings loaded again" in daemon.log, 10, "the file that came")
    daemon.send("/mine", 0.25)
    daemon.wait_until(lambda: daemon.ask("denoise") == 0.25, 5, "the mapping plays")

    def hang_up_and_wait(text: str) -> None:
        daemon.process.send_signal(signal.SIGHUP)
        daemon.wait_until(lambda: text in daemon.log, 10, text)

    config.write_text("[mappings\n")
    hang_up_and_wait("configuration kept as it was")
    mapping.write_text('name = "Mine"\n[[osc]]\naddress = "/mine"\nto = "denoize"\n')
    hang_up_and_wait("mine.toml:4")
    daemon.send("/mine", 0.5)
    daemon.wait_until(lambda: daemon.ask("denoise") == 0.5, 5, "the old mapping still plays")
    mapping.write_text('name = "Mine"\n[[osc]]\naddress = "/mine"\nto = "hint_strength"\n')
    config.write_text(f'[mappings]\nfiles = ["{mapping}"]\n[osc]\nport = 9999\n')
    hang_up_and_wait("[osc] changed: this counts from the next start on")
    daemon.wait_until(lambda: "mappings loaded again" in daemon.log.rpartition("[osc] changed")[2], 10, "the mappings")
    daemon.send("/mine", 0.125)
    daemon.wait_until(lambda: daemon.ask("hint_strength") == 0.125, 5, "the new mapping plays")

    capsys.readouterr()
    assert main(["status", "--json", "--port", str(daemon.port)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["status"]["problems"], said["controls"]["hint_strength"]) == (len(said["problems"]), 0.125)
    first = next(each for each in said["problems"] if "configuration kept as it was" in each["text"])
    assert first["level"] == "error"
    assert abs(datetime.fromisoformat(first["time"]).timestamp() - time.time()) < 120
    daemon.wait_until(lambda: "OSCQuery on" in daemon.log, 60, "HTTP")
    with urllib.request.urlopen(f"http://127.0.0.1:{daemon.port + 1}/metrics", timeout=10) as answer:
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        told = {
            family.name: family.samples[0].value for family in text_string_to_metric_families(answer.read().decode())
        }
    assert told["demond_info"] == told["demond_playing"] == 1
    assert told["demond_problems"] >= 3
    assert told["demond_osc_packets_received"] > 5
