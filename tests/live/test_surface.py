"""A short set, played on everything at once: MIDI controllers over JACK, OSC, WebSocket, Pure Data, a recording."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from pythonosc.osc_message import OscMessage
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from demond.layouts.made import made
from tests.conftest import Daemon
from tests.demond.test_lora_daemon import for_pocket
from tests.live.test_controllers_played import SEEN, SLACK, Unit
from tests.osc_peer import Client
from tests.scripted_units import UNITS, Scripted
from tests.waiting import wait_for

if TYPE_CHECKING:
    from tests.jack_server import JackServer

PADS, TECHNO = "slow ambient, strings, 120 bpm", "techno, synth bass, energetic, 120 bpm"
SHOWN = ("denoise", "morph", "group/3", "volume", "blend", "freeze")
"""What every client is held against at the end."""
LOOP = 2.0
BLOCK = 0.4
"""Seconds over which a level is taken."""
MOST_DIP = 3.0
"""dB by which music may be softer where it changes than anywhere in what it changes between."""
PD_SAYS = (
    "#N canvas 0 0 300 300 10;\n#X obj 10 10 r demond-move-denoise;\n#X obj 10 40 print denoise;\n"
    "#X connect 0 0 1 0;\n#X obj 10 70 r demond-move-morph;\n#X obj 10 100 print morph;\n#X connect 2 0 3 0;\n"
)


class Tablet:
    """An OSC client that subscribed to everything, and holds what it was told last."""

    def __init__(self, port: int) -> None:
        self._client = Client(port)
        self.send = self._client.send
        self.now: dict[str, object] = {}
        self.notes: list[tuple[object, ...]] = []
        self.times: dict[str, float] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        self.send("/demond/subscribe", "//*", 30)

    def _listen(self) -> None:
        while True:
            try:
                heard = self._client._packet(60.0)
            except OSError:
                return
            for address, *arguments in heard:
                if address in ("/demond/note", "/demond/error"):
                    self.notes.append(tuple(arguments))
                elif arguments:
                    self.now[address], self.times[address] = arguments[0], time.monotonic()

    def told(self, part: str, seconds: float = 5.0) -> None:
        """Wait for an answer with these words in it."""
        wait_for(lambda: any(part in str(note) for note in list(self.notes)), seconds)


class Browser:
    """A WebSocket client that listens as Chataigne does."""

    def __init__(self, port: int) -> None:
        with contextlib.ExitStack() as stack:
            self._socket = stack.enter_context(connect(f"ws://localhost:{port}/", compression=None))
            self.close = stack.pop_all().close
        self.now: dict[str, object] = {}
        self.times: dict[str, float] = {}
        self.commands: list[dict[str, str]] = []
        threading.Thread(target=self._listen, daemon=True).start()
        for name in SHOWN:
            self._socket.send(json.dumps({"COMMAND": "LISTEN", "DATA": f"/demond/{name}"}))

    def _listen(self) -> None:
        try:
            for frame in self._socket:
                if isinstance(frame, str):
                    self.commands.append(json.loads(frame))
                else:
                    message = OscMessage(frame)
                    self.now[message.address] = message.params[0]
                    self.times[message.address] = time.monotonic()
        except ConnectionClosed:
            pass


class Patch:
    """The shipped Pure Data patch, headless, and what its sliders are moved to."""

    def __init__(self, folder: Path, port: int) -> None:
        (patch, says, self._log) = (folder / name for name in ("puredata.pd", "says.pd", "pd.log"))
        patch.write_bytes(dict(made(port=port))["puredata.pd"])
        says.write_text(PD_SAYS)
        command = ["pd", "-nogui", "-noaudio", "-nomidi", "-nrt", "-stderr", str(patch), str(says)]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def shows(self, name: str) -> float | None:
        """Where a slider stands."""
        said = re.findall(rf"^{name}: set (\S+)$", self._log.read_text(errors="replace"), re.MULTILINE)
        return float(said[-1]) if said else None


class Tape:
    """What was recorded; places on it are the bytes that were written, as an overloaded server skips seconds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._audio, self._rate, self._bytes = np.zeros(0), 1, 1

    def now(self) -> float:
        """Where it is."""
        return float(self._path.stat().st_size)

    def read(self) -> None:
        """Take what is on it, once it is ended."""
        audio, self._rate = soundfile.read(self._path)
        self._bytes = round(self.now() / len(audio))
        self._audio = audio.mean(axis=1)

    def seconds(self, begin: float, end: float) -> np.ndarray:
        return self._audio[round(begin / self._bytes) : round(end / self._bytes)]

    def later(self, place: float, seconds: float) -> float:
        return place + seconds * self._rate * self._bytes

    def levels(self, begin: float, end: float, block: float = BLOCK) -> np.ndarray:
        """In dB, block by block."""
        audio = self.seconds(begin, end)
        size = round(block * self._rate)
        blocks = audio[: len(audio) // size * size].reshape(-1, size)
        return 10.0 * np.log10((blocks**2).mean(axis=1) + 1e-12)

    def spectrum(self, begin: float, end: float) -> np.ndarray:
        """In dB, of 32 bands as wide as the ear's."""
        frames = np.lib.stride_tricks.sliding_window_view(self.seconds(begin, end), 4096)[::1024] * np.hanning(4096)
        power = (np.abs(np.fft.rfft(frames)) ** 2).mean(axis=0)
        edges = np.geomspace(60.0, 16000.0, 33)
        place = np.digitize(np.fft.rfftfreq(4096, 1.0 / self._rate), edges)
        return np.array([10.0 * np.log10(power[place == band].mean() + 1e-12) for band in set(place) - {0, 33}])


@pytest.fixture
def plug(jack: JackServer) -> Iterator[Callable[[Scripted], Unit]]:
    plugged: list[Unit] = []

    def make(script: Scripted) -> Unit:
        plugged.append(Unit(script))
        return plugged[-1]

    yield make
    for unit in plugged:
        unit.unplug()


@pytest.fixture
def pd() -> Iterator[Callable[[Path, int], Patch]]:
    if shutil.which("pd") is None:
        pytest.skip("pd is not installed (apt install puredata-core)")
    opened: list[Patch] = []

    def make(folder: Path, port: int) -> Patch:
        opened.append(Patch(folder, port))
        return opened[-1]

    yield make
    for patch in opened:
        patch.process.kill()
        patch.process.wait()


def test_a_set_played_on_everything_is_heard_shown_and_kept(
    jack: JackServer,
    plug: Callable[[Scripted], Unit],
    pd: Callable[[Path, int], Patch],
    start_daemon: Callable[..., Daemon],
    tmp_path: Path,
) -> None:
    mix = plug(next(unit for unit in UNITS if unit.file == "akai-midimix"))
    keys = plug(Scripted("generic-cc", "Keystation"))
    config, recording = tmp_path / "demond.toml", tmp_path / "set.wav"
    config.write_text('[midi]\nbackend = "jack"\n')
    daemon = start_daemon("--config", str(config), "--record", str(recording), device="system")
    daemon.wait_sounding()
    daemon.wait_until(lambda: "OSCQuery on" in daemon.log, 10, "OSCQuery")
    tape = Tape(recording)
    tablet, browser, patch = Tablet(daemon.port), Browser(daemon.port + 1), pd(tmp_path, daemon.port)

    def settled() -> None:
        """Wait until nothing is on its way, and what was is tape."""
        quiet = 0
        while quiet < 4:
            time.sleep(0.3)
            quiet = quiet + 1 if daemon.status().get("state") == "settled" else 0

    def passes() -> tuple[float, float]:
        """A pass of the loop, from now on."""
        time.sleep(0.7)
        begin = tape.now()
        time.sleep(LOOP)
        return begin, tape.now()

    # Two scenes, each heard for as long as its loop.
    tablet.send("/demond/drift", 0.0)
    tablet.send("/demond/prompt/a", PADS)
    tablet.send("/demond/length", LOOP)
    daemon.wait_until(lambda: daemon.status()["loop_seconds"] == LOOP, 30, "a loop of one bar")
    settled()
    own: dict[str, tuple[float, float]] = {}
    for scene, prompt, denoise in (("pads", PADS, 0.7), ("techno", TECHNO, 0.8)):
        tablet.send("/demond/prompt/a", prompt)
        tablet.send("/demond/denoise", denoise)
        settled()
        tablet.send("/demond/scene/store", scene)
        tablet.told(f"{scene}: ")
        own[scene] = passes()

    # What somebody else sets is seen by everybody, at once.
    took: list[float] = []
    for value in (0.0, 1.0, 0.0, 1.0):
        began = time.monotonic()
        daemon.send("/demond/group/3", value)
        light = f"90 0A {'00' if value else '7F'}"
        wait_for(lambda: light in mix.since(began), 2.0)  # noqa: B023
        for client in (tablet, browser):
            wait_for(lambda: client.times.get("/demond/group/3", 0.0) >= began, 2.0)  # noqa: B023
            took.append(client.times["/demond/group/3"] - began)
        took.append(next(at for at, message in mix.heard if at >= began and message == light) - began)
    assert sorted(took)[-2] < SEEN + SLACK, took

    # A program change, then a fader from scene to scene while somebody else moves what both hold; all taken back.
    keys.send("C0 00")
    daemon.wait_until(lambda: daemon.ask("prompt/a") == PADS, 3, "the scene of a program change")
    settled()
    before = passes()
    tablet.send("/demond/scene/morph", "pads", "techno")
    tablet.told("morph goes from pads (0) to techno (1)")
    mix.send("B0 3D 00")
    for at in range(0, 128, 8):
        mix.send(f"B0 3D {at:02X}")
        daemon.send("/demond/blend", at / 1280)
        time.sleep(0.15)
    daemon.wait_until(lambda: daemon.ask("morph") == pytest.approx(120 / 127), 2, "the fader")
    assert daemon.ask("blend") == pytest.approx(120 / 1280), "a hand's is the hand's"
    mix.send("B0 3D 7F")
    daemon.wait_until(lambda: daemon.ask("denoise") == pytest.approx(0.8), 2, "the end of the fader")
    assert daemon.ask("blend") == 0.0, "at its end a scene stands as it was stored"
    settled()
    morphed = passes()
    tablet.send("/demond/undo")
    tablet.told("morph taken back")
    assert (daemon.ask("morph"), daemon.ask("denoise")) == (0.0, pytest.approx(0.7))
    wait_for(lambda: tablet.now["/demond/morph"] == 0.0, 5.0)

    # The engine dies in the middle of a recall that takes its time.
    tablet.send("/demond/scene/recall", "techno", 2.0)
    time.sleep(0.5)
    os.kill(daemon.engine_pid(), signal.SIGKILL)
    daemon.wait_until(lambda: daemon.status().get("engine_restarts") == 1, 10, "another engine")
    settled()
    again = passes()

    # A LoRA comes, is stored with a scene and goes.
    (daemon.state / "loras").mkdir(exist_ok=True)
    lora = for_pocket(daemon.state / "loras/tape.safetensors")
    wait_for(lambda: {"COMMAND": "PATH_ADDED", "DATA": "/demond/lora/tape"} in browser.commands, 20)
    tablet.send("/demond/lora/tape/enabled", 1)
    daemon.wait_until(lambda: bool(daemon.ask("lora/tape/enabled")), 5, "the LoRA")
    tablet.send("/demond/scene/store", "tape")
    tablet.told("tape: ")
    lora.unlink()
    wait_for(lambda: {"COMMAND": "PATH_REMOVED", "DATA": "/demond/lora/tape"} in browser.commands, 20)
    tablet.send("/demond/scene/recall", "tape")
    tablet.told("LoRA tape is not there; it sounds once it is")

    # Everybody shows what holds, and after a restart it holds still.
    daemon.send("/demond/denoise", 0.625)
    time.sleep(0.5)
    stands = {name: daemon.ask(name) for name in (*SHOWN, "prompt/a", "bpm", "seed")}
    shown = {f"/demond/{name}": stands[name] for name in SHOWN}
    for client in (tablet, browser):
        wait_for(lambda: all(client.now.get(at, value) == value for at, value in shown.items()), 5.0)  # noqa: B023
    wait_for(lambda: patch.shows("denoise") == pytest.approx(0.625), 5.0)
    wait_for(lambda: patch.shows("morph") == stands["morph"] == 0.0, 5.0)
    browser.close()
    assert daemon.end() < 3.0
    after = start_daemon("--config", str(config), device="system")
    after.wait_sounding()
    assert {name: after.ask(name) for name in stands} == stands
    assert (after.status()["scene"], after.status()["scenes"]) == ("tape", 3)
    assert after.end() < 3.0

    # What was heard.
    tape.read()
    pads, techno = (tape.spectrum(*own[scene]) for scene in ("pads", "techno"))

    def toward(begin: float, end: float) -> float:
        """0: as the pads alone, 1: as the techno."""
        from_, to = (float(np.sqrt(((tape.spectrum(begin, end) - way) ** 2).mean())) for way in (pads, techno))
        return from_ / (from_ + to)

    places = np.arange(before[1], morphed[0], tape.later(0.0, 0.5))
    ways = [toward(*before), *(toward(at, tape.later(at, 1.0)) for at in places)]
    spans = {"pads": own["pads"], "techno": own["techno"], "before": before, "morphed": morphed, "again": again}
    print({name: [round(at / tape.later(0.0, 1.0), 2) for at in span] for name, span in spans.items()})
    print("morph, heard:", [round(way, 2) for way in ways], "then", round(toward(*morphed), 2))
    assert ways[0] < 0.3
    assert toward(*morphed) > 0.7
    assert toward(*again) > 0.7, "the recall that an engine died in"
    softest = min(tape.levels(*span).min() for span in own.values())
    changes = tape.levels(before[1], again[1])
    print("softest:", softest, "dB, while it changes", changes.min(), "dB; feedback", sorted(took))
    assert changes.min() > softest - MOST_DIP
    short = tape.levels(own["pads"][0], again[1], 0.05)
    assert short.min() > -70.0, "silence"
