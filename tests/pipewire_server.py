"""A real PipeWire with WirePlumber and sinks that drop what they play, apart from any that runs on this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

from tests.waiting import wait_for

TOOLS = ("pipewire", "wireplumber", "pw-jack", "pw-link", "pw-record", "pw-metadata", "dbus-run-session")
_SINK = """
  {{ factory = adapter args = {{
     factory.name = support.null-audio-sink node.name = "{name}" node.description = "{name} sink"
     media.class = "Audio/Sink" object.linger = true audio.position = [ {position} ] audio.rate = 48000
     priority.session = {priority} priority.driver = {priority} }} }}"""


class PipeWire:
    """A server whose sinks are `{name: channels}`, the first being the default; clients find it by `environment`."""

    def __init__(self, folder: Path, sinks: dict[str, int]) -> None:
        self.folder = folder
        run, config = folder / "run", folder / "config"
        (config / "pipewire/pipewire.conf.d").mkdir(parents=True)
        run.mkdir(mode=0o700)
        self.environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(run),
            "PIPEWIRE_RUNTIME_DIR": str(run),
            "XDG_CONFIG_HOME": str(config),
            "XDG_STATE_HOME": str(folder / "state"),
            "HOME": str(folder),
        }
        self.environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        self._sinks = config / "pipewire/pipewire.conf.d/sinks.conf"
        self.set_sinks(sinks)
        self._processes: list[subprocess.Popen[bytes]] = []

    def set_sinks(self, sinks: dict[str, int]) -> None:
        """Those that there are after the next start."""
        objects = [
            _SINK.format(name=name, position=" ".join(f"AUX{n}" for n in range(channels)), priority=1000 - place)
            if channels > 2
            else _SINK.format(name=name, position="FL FR", priority=1000 - place)
            for place, (name, channels) in enumerate(sinks.items())
        ]
        self._sinks.write_text(f"context.objects = [{''.join(objects)}\n]\n")
        self.names = list(sinks)

    def start(self) -> None:
        """Start it, and wait until its sinks are there."""
        log = (self.folder / "pipewire.log").open("ab")
        for command in (["pipewire"], ["dbus-run-session", "--", "wireplumber"]):
            self._processes.append(
                subprocess.Popen(
                    command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    start_new_session=True,
                )
            )  # fmt: skip
            wait_for(lambda: (Path(self.environment["XDG_RUNTIME_DIR"]) / "pipewire-0").exists(), 10.0)
        log.close()
        wait_for(lambda: not self.names or self.default() in self.names, 20.0)

    def stop(self) -> None:
        """End it as a crash would: server first, its manager after it."""
        for process in self._processes:
            os.killpg(process.pid, 9)
            process.wait()
        self._processes.clear()
        for left in Path(self.environment["XDG_RUNTIME_DIR"]).glob("pipewire-0*"):
            left.unlink()

    def run(self, *command: str, seconds: float = 10.0) -> str:
        """What a tool says."""
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=seconds, check=False
        )
        return done.stdout

    def default(self) -> str:
        """The name of the sink that plays what names none; empty while there is none."""
        for line in self.run("pw-metadata", "0", "default.audio.sink").splitlines():
            if "value:'" in line:
                return str(json.loads(line.split("value:'")[1].split("'")[0])["name"])
        return ""

    def set_default(self, name: str) -> None:
        """Choose the sink that plays what names none, as a desktop's settings do."""
        self.run("pw-metadata", "0", "default.configured.audio.sink", json.dumps({"name": name}), "Spa:String:JSON")

    def links(self) -> dict[str, str]:
        """Of each port of a sink that something plays into, what does."""
        found, sink = {}, ""
        for line in self.run("pw-link", "-l").splitlines():
            if not line.startswith(" "):
                sink = line
            elif "|<-" in line:
                found[sink] = line.split("|<-")[1].strip()
        return found

    def add_sink(self, name: str) -> None:
        """One that comes while it runs."""
        properties = f"factory.name=support.null-audio-sink node.name={name} media.class=Audio/Sink"
        self.run("pw-cli", "create-node", "adapter", f"{{ {properties} object.linger=1 audio.position=[FL FR] }}")

    def record(self, sink: str, path: Path, seconds: float, channels: int) -> None:
        """What a sink plays, to a file of 32-bit samples."""
        command = ["pw-record", "--target", sink, "-P", "{ stream.capture.sink = true }", "--rate", "48000"]
        if channels > 2:
            command += ["--channel-map", ",".join(f"AUX{n}" for n in range(channels))]
        command += ["--format", "f32", "--channels", str(channels), str(path)]
        with subprocess.Popen(command, env=self.environment) as it:
            time.sleep(seconds)
            it.terminate()


def missing() -> str:
    """The tools that are not installed."""
    return ", ".join(tool for tool in TOOLS if shutil.which(tool) is None)
