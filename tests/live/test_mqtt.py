"""MQTT against Debian's mosquitto, read and written by its own clients."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from demond.calls import Calls
from demond.control.mqtt import Mqtt
from demond.sections import MqttSection
from tests.conftest import Daemon, free_port
from tests.osc_peer import Rig
from tests.waiting import wait_for

SECRET = "correct horse battery"
SHORTLY = 6.0


class Broker:
    """A mosquitto that lets in `box` with the password, and who hears and says all of it."""

    def __init__(self, folder: Path, tls: bool = False) -> None:
        self.port, self.folder, self.tls = free_port(), folder, tls
        users = folder / "users"
        subprocess.run(["mosquitto_passwd", "-b", "-c", str(users), "box", SECRET], check=True, capture_output=True)
        users.chmod(0o644)
        lines = [f"listener {self.port} 127.0.0.1", "allow_anonymous false", f"password_file {users}", "user root"]
        if tls:
            _certify(folder)
            lines += [f"cafile {folder}/ca.pem", f"certfile {folder}/it.pem", f"keyfile {folder}/it.key"]
        (folder / "mosquitto.conf").write_text("\n".join(lines) + "\n")
        self.kept: dict[str, str] = {}
        self.said: list[tuple[str, str]] = []
        self._running: list[subprocess.Popen[str]] = []

    def start(self) -> None:
        command = ["mosquitto", "-c", str(self.folder / "mosquitto.conf")]
        log = (self.folder / "mosquitto.log").open("ab")
        self._running.append(subprocess.Popen(command, stdout=log, stderr=log, text=True))
        self.kept, self.said = {}, []
        until = time.monotonic() + 10
        while not self._tool("mosquitto_pub", "-t", "here", "-m", "1", check=False):
            assert time.monotonic() < until, (self.folder / "mosquitto.log").read_text()
            time.sleep(0.05)
        hearing = subprocess.Popen(
            ["mosquitto_sub", *self._as_box, "-t", "#", "-F", "%t\t%p"], stdout=subprocess.PIPE, text=True
        )
        self._running.append(hearing)
        threading.Thread(target=self._hear, args=(hearing,), daemon=True).start()
        while "here" not in self.kept:
            assert time.monotonic() < until, (self.folder / "mosquitto.log").read_text()
            self.say("here", "1")
            time.sleep(0.05)

    def say(self, topic: str, payload: str, *more: str) -> None:
        self._tool("mosquitto_pub", "-t", topic, "-m", payload, *more)

    def wait(self, topic: str, test: Callable[[str], bool] | str, seconds: float = SHORTLY) -> str:
        """Wait for a message that is so, and return it."""
        until = time.monotonic() + seconds
        while True:
            payload = self.kept.get(topic)
            if payload is not None and (payload == test if isinstance(test, str) else test(payload)):
                return payload
            assert time.monotonic() < until, (topic, payload, self.kept)
            time.sleep(0.01)

    def stop(self) -> None:
        for process in reversed(self._running):
            process.terminate()
        for process in self._running:
            process.wait(5)
        self._running.clear()

    @property
    def _as_box(self) -> list[str]:
        ca = ["--cafile", str(self.folder / "ca.pem")] if self.tls else []
        return ["-h", "localhost" if self.tls else "127.0.0.1", "-p", str(self.port), "-u", "box", "-P", SECRET, *ca]

    def _tool(self, tool: str, *arguments: str, check: bool = True) -> bool:
        command = [tool, *self._as_box, *arguments]
        return subprocess.run(command, check=check, capture_output=True, timeout=10).returncode == 0

    def _hear(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            topic, _, payload = line.rstrip("\n").partition("\t")
            self.said.append((topic, payload))
            self.kept[topic] = payload


def _certify(folder: Path) -> None:
    """A certificate for localhost, and the one that it is checked by."""
    make = partial(subprocess.run, check=True, capture_output=True, cwd=folder)
    new = ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    make([*new, "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=test"])
    make([*new, "-keyout", "it.key", "-out", "it.csr", "-subj", "/CN=localhost"])
    (folder / "names").write_text("subjectAltName=DNS:localhost\n")
    sign = ["openssl", "x509", "-req", "-in", "it.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"]
    make([*sign, "-out", "it.pem", "-days", "2", "-extfile", "names"])


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    if shutil.which("mosquitto") is None:
        pytest.skip("mosquitto is not installed")
    (tmp_path / "broker").mkdir()
    made = Broker(tmp_path / "broker")
    yield made
    made.stop()


class Played(Rig):
    """A store at a broker, without what sounds."""

    def at(self, **wanted: Any) -> Mqtt:
        self.scenes, self.figures = (
            ["verse"],
            {"engine": "running", "model": "pocket", "playing": 1, "scene": "verse", "problems": 0},
        )
        section = MqttSection(**{"topic": "demond/test", "user": "box", "password": SECRET, **wanted})

        def made() -> Mqtt:
            mqtt = Mqtt(section, self.store, Calls(), lambda: self.figures, list, lambda: self.scenes, lambda: True)
            mqtt.start()
            return mqtt

        self.mqtt = self.call(made)
        return self.mqtt

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.mqtt.close(), self.loop).result(10)
        super().close()


@pytest.fixture
def played() -> Iterator[Played]:
    made = Played()
    yield made
    made.close()


def test_a_daemon_is_found_played_and_known_to_be_gone(
    broker: Broker, start_daemon: Callable[..., Daemon], tmp_path: Path
) -> None:
    broker.start()
    (tmp_path / "password").write_text(SECRET + "\n")
    (tmp_path / "demond.toml").write_text(
        f'[mqtt]\nhost = "127.0.0.1"\nport = {broker.port}\nuser = "box"\n'
        f'password_file = "{tmp_path}/password"\ntopic = "house/box"\n'
    )
    daemon = start_daemon("--config", str(tmp_path / "demond.toml"))
    broker.wait("house/box/available", "online", 60)
    found = {}
    for kind, name in (("number", "volume"), ("switch", "play"), ("select", "scene"), ("sensor", "status")):
        said = json.loads(broker.wait(f"homeassistant/{kind}/house_box/{name}/config", lambda text: True))
        found[name] = said
        assert said["unique_id"] == f"house_box_{name}"
        assert said["availability_topic"] == "house/box/available"
        assert said["device"]["identifiers"] == ["house_box"]
        broker.wait(said["state_topic"], lambda text: True)
    assert (found["volume"]["min"], found["volume"]["max"], found["volume"]["unit_of_measurement"]) == (-90, 6, "dB")
    daemon.wait_sounding()
    broker.wait("house/box/play", "ON")
    broker.wait("house/box/status", "playing", 10)

    broker.say(found["volume"]["command_topic"], "-12.5")
    broker.wait("house/box/volume", "-12.5")
    assert daemon.ask("volume") == -12.5
    daemon.send("/demond/volume", -3.0, 0.3)
    broker.wait("house/box/volume", "-3")
    broker.say(found["play"]["command_topic"], "OFF")
    broker.wait("house/box/status", "stopped")
    broker.say(found["play"]["command_topic"], "ON")
    broker.wait("house/box/play", "ON")

    daemon.send("/demond/scene/store", "verse")
    broker.wait("homeassistant/select/house_box/scene/config", lambda text: json.loads(text)["options"] == ["verse"])
    daemon.send("/demond/volume", -20.0)
    broker.wait("house/box/volume", "-20")
    broker.say(found["scene"]["command_topic"], "verse")
    broker.wait("house/box/scene", "verse")
    broker.wait("house/box/volume", "-3")
    broker.say(found["scene"]["command_topic"], "chorus")
    refused = json.loads(broker.wait("house/box/refused", lambda text: True))
    assert (refused["command"], refused["payload"]) == ("scene", "chorus")
    assert "there is no scene 'chorus'" in refused["reason"]
    attributes = json.loads(broker.wait("house/box/attributes", lambda text: "chorus" in text, 10))
    assert (attributes["model"], attributes["scene"]) == ("pocket", "verse")
    assert "'chorus' refused" in attributes["last_problem"]

    status = daemon.status()
    assert status["mqtt"] == f"connected to 127.0.0.1 port {broker.port}"
    daemon.process.send_signal(signal.SIGKILL)
    broker.wait("house/box/available", "offline")
    assert SECRET not in daemon.log + str(status) + str(broker.kept)


def test_one_that_ends_says_so_itself(broker: Broker, played: Played) -> None:
    broker.start()
    played.at(host="127.0.0.1", port=broker.port)
    broker.wait("demond/test/available", "online")
    asyncio.run_coroutine_threadsafe(played.mqtt.close(), played.loop).result(10)
    broker.wait("demond/test/available", "offline", 2.0)


def test_commands_are_checked_as_those_of_osc_are(broker: Broker, played: Played) -> None:
    broker.start()
    broker.say("demond/test/volume/set", "-50", "-r")  # kept from another day
    played.at(host="127.0.0.1", port=broker.port)
    broker.wait("demond/test/refused", lambda text: "was kept by the broker" in text)
    assert played.store.get("volume") == 0.0
    for entity, payload, reason in (
        ("volume", "loud", "wants"),
        ("play", "maybe", "wants ON or OFF"),
        ("denoise", "0.5", "is none that is commanded here"),
        ("volume", "1" * 2000, "takes at most"),
    ):
        broker.say(f"demond/test/{entity}/set", payload)
        broker.wait("demond/test/refused", lambda text: json.loads(text)["reason"].startswith(reason))  # noqa: B023
    broker.say("demond/test/volume/set", "400")
    broker.wait("demond/test/volume", "6")

    def quiet() -> bool:
        before = len(broker.said)
        time.sleep(2.5)
        return broker.said[before:] == []

    wait_for(quiet)  # nothing changes, nothing is said


def test_a_broker_that_comes_late_goes_and_comes_back(
    broker: Broker, played: Played, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demond.control.mqtt.client.TOLD_SECONDS", (0.01, 600.0))
    caplog.set_level(logging.INFO, "demond.control.mqtt")
    mqtt = played.at(host="127.0.0.1", port=broker.port)
    wait_for(lambda: "Connection refused" in mqtt.told or "connection refused" in mqtt.told)
    time.sleep(2.5)  # several tries
    broker.start()
    broker.wait("demond/test/available", "online", 10)
    wait_for(lambda: mqtt.told.startswith("connected"))
    broker.stop()
    wait_for(lambda: "the connection ended" in mqtt.told + caplog.text)
    played.store.set("volume", -7.0)
    broker.start()
    broker.wait("demond/test/volume", "-7", 10)
    broker.wait("demond/test/available", "online")
    wait_for(lambda: caplog.records[-1].getMessage().startswith("MQTT: connected"))
    told = [record.getMessage() for record in caplog.records]
    assert [line.split()[1] for line in told][:3] == ["waiting", "connected", "waiting"], told
    assert len(told) <= 5


def test_one_that_refuses_is_told_once_and_without_the_password(
    broker: Broker, played: Played, caplog: pytest.LogCaptureFixture
) -> None:
    broker.start()
    mqtt = played.at(host="127.0.0.1", port=broker.port, password="another one")
    wait_for(lambda: "it refuses: not authorized" in mqtt.told)
    time.sleep(2.5)
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 1
    assert "another one" not in told[0] + mqtt.told


def test_by_tls_its_certificate_is_checked(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    if shutil.which("mosquitto") is None or shutil.which("openssl") is None:
        pytest.skip("mosquitto or openssl is not installed")
    broker = Broker(tmp_path, tls=True)
    with contextlib.ExitStack() as stack:
        stack.callback(broker.stop)
        broker.start()
        stranger, known = Played(), Played()
        stack.callback(stranger.close)
        stack.callback(known.close)
        stranger.at(host="localhost", port=broker.port, tls=True, topic="demond/stranger")
        known.at(host="localhost", port=broker.port, tls=True, ca=str(tmp_path / "ca.pem"))
        broker.wait("demond/test/available", "online")
        wait_for(lambda: "certificate verify failed" in stranger.mqtt.told)
    assert "demond/stranger/available" not in broker.kept
