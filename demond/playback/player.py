"""Keeps the loop sounding: on the device where there is one, else into a null output so that time goes on."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Sequence
from typing import Any

from demond.playback.child import Child
from demond.playback.clocked import Clocked
from demond.playback.layout import SAMPLE_RATE
from demond.playback.loop import Loop
from demond.playback.native import BUILD_COMMAND, WHY_NOT, Renderer, is_built
from demond.playback.pipe import BLOCK_SECONDS, SCHEME, Pipe
from engine.errors import in_words

_LOST_SECONDS = 1.0  # without a callback
_SILENT_SECONDS = 30.0  # without a word of the device's process before it plays
_RESTART_SECONDS = 1.0
_NULL_FRAMES = 4096  # many, as each block wakes a thread


class Player:
    """Plays a loop on the device that `device` means (devices.resolve), into a pipe (pipe.Pipe), or on "null".

    Where the device is missing, refuses or goes away, the loop plays into a null output, the log says so once, and
    the device is opened as soon as it is there. `samplerate` None is 48 kHz where the device can, else its own rate;
    `blocksize` 0 is the device's choice, `channels` those of it that are played (channels.sides). Raises OSError
    where standard output is to be played into and cannot be.
    """

    def __init__(
        self,
        loop: Loop,
        device: str | None = None,
        *,
        blocksize: int = 0,
        samplerate: float | None = None,
        channels: Sequence[int] = (),
        log: logging.Logger | None = None,
        client: str = "demond",
        native: bool | None = None,
    ) -> None:
        self.loop = loop
        self.device = device or "default"
        self._options: dict[str, Any] = {
            "device": device,
            "blocksize": blocksize,
            "samplerate": samplerate,
            "channels": list(channels),
            "client": client,
            "native": native,
        }
        self._log = log or logging.getLogger(__name__)
        self._renderer = Renderer(loop.segment, native=native)
        self._pipe = Pipe(self.device, self._read, self._behind) if self.device.startswith(SCHEME) else None
        self._clocked: Clocked | None = None
        self._child: Child | None = None
        self._told_missing = False
        self._playing_on: dict[str, Any] | None = None
        self._state = "stopped"
        self._stop = threading.Event()
        self._started = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="player", daemon=True)

    @property
    def state(self) -> str:
        """ "playing", "null", "stopped" or "waiting for DEVICE: why"."""
        return self._state

    def info(self) -> dict[str, Any]:
        """What plays: state, device, host, rate, channels, blocksize, latency, native, realtime."""
        header, on = self.loop.segment.header, self._playing_on or {}
        return {
            "state": self._state,
            "device": on.get("name", "null"),
            "host": on.get("host", ""),
            "rate": header.device_rate,
            "channels": header.channels,
            "blocksize": header.frames,
            "latency": on.get("latency", 0.0),
            "native": on.get("native", self._renderer.native),
            "realtime": on.get("realtime", False),
        }

    @property
    def pid(self) -> int | None:
        """The process that holds the device; None while there is none."""
        child = self._child
        return None if child is None else child.process.pid

    def start(self) -> None:
        """Starts the output and returns when it plays or the reason is known why it does not."""
        if not self._renderer.native and not is_built():
            self._log.warning(
                "the C audio callback %s; the Python one plays, with gaps wherever the machine is busy. "
                "In the checkout: %s",
                WHY_NOT,
                BUILD_COMMAND,
            )
        self._state = "null" if self.device == "null" else f"waiting for {self.device}: opening it"
        self._start_clocked()
        if self.device == "null":
            return
        if self._pipe is None:
            self._keeper.start()
        self._started.wait(10.0)

    def stop(self, fade: float = 0.02) -> None:
        """Fades out over `fade` seconds and closes the output."""
        self.loop.fade_out(fade)
        until = time.monotonic() + fade + 1.0
        while not self.loop.silent and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(0.05)  # for what the limiter and the device still hold
        self._stop.set()
        if self._keeper.is_alive():
            self._keeper.join()
        self._stop_clocked()
        if self._pipe is not None:
            self._pipe.close()
        self._state = "stopped"

    def _keep(self) -> None:
        """The keeper's thread: one device process after the other."""
        while not self._stop.is_set():
            try:
                reason = self._run_process()
            except Exception as error:
                reason = f"{type(error).__name__}: {in_words(error)}"
            finally:
                if self._child is not None:
                    self._child.end()
                    self._child = None
            if self._playing_on is not None:
                self._playing_on = None
                self._say_waiting(f"lost: {reason}")
                self._told_missing = True
            elif not self._stop.is_set():
                self._say_waiting(reason)
            if not self._stop.is_set():
                self._start_clocked()
                self._stop.wait(_RESTART_SECONDS)

    def _run_process(self) -> str:
        """Starts a process for the device and serves it until it ends; the reason for which it did."""
        self._child = Child("device_process", self.loop.name, json.dumps(self._options))
        spoke = time.monotonic()
        callbacks, moved = -1, 0.0
        while not self._stop.is_set():
            message = self._child.hear(_LOST_SECONDS / 4)
            now = time.monotonic()
            if message is not None:
                spoke = now
                if not message:
                    return self._child.ended("it stopped taking sound")
                self._obey(self._child, message)
                moved = now
            if self._playing_on is not None:
                if self.loop.segment.header.callbacks != callbacks:
                    callbacks, moved = self.loop.segment.header.callbacks, now
                elif now - moved > _LOST_SECONDS:
                    return "it stopped taking sound"
            elif now - spoke > _SILENT_SECONDS:
                return "opening it takes too long"
        return "stopped"

    def _obey(self, child: Child, message: dict[str, Any]) -> None:
        if "waiting" in message:
            self._say_waiting(message["waiting"], missing=message["missing"])
        elif "ready" in message:
            self._stop_clocked()
            self.loop.set_device(message["ready"]["rate"], message["ready"]["channels"], self._options["channels"])
            child.say("start")
        else:
            self._say_playing(message["playing"])

    def _say_playing(self, on: dict[str, Any]) -> None:
        converted = "" if on["rate"] == SAMPLE_RATE else " by sample-rate conversion"
        clocked = "" if on.get("clocked", True) else ", which has no clock, by that of this machine"
        realtime = "" if on["realtime"] else ", without real-time priority"
        where = f"{on['name']}, {on['host']}"
        self._log.info("playing on %s at %.0f Hz%s%s%s", where, on["rate"], converted, clocked, realtime)
        self._playing_on = on
        self._state = "playing"
        self._told_missing = False
        self._started.set()

    def _read(self, why_not: str) -> None:
        """The pipe has a reader, or says why it has none; in the thread of its clock."""
        if why_not:
            self._playing_on = None
            self._say_waiting(why_not)
        elif self._pipe is not None:
            rate = self.loop.segment.header.device_rate
            self._say_playing({"name": self.device, "host": self._pipe.format, "rate": rate, "realtime": True})

    def _behind(self) -> None:
        self._log.warning("%s: its reader is slower than the music, and misses what it does not take", self.device)

    def _say_waiting(self, reason: str, *, missing: bool = False) -> None:
        """Says once why nothing is heard, and that time goes on."""
        state = f"waiting for {self.device}: {reason}"
        if state != self._state and not self._stop.is_set():
            self._state = state
            if not (missing and self._told_missing):
                self._log.warning("%s; playing into the null output meanwhile", state)
            self._told_missing = missing
        self._started.set()

    def _start_clocked(self) -> None:
        """Have time go on without a device: into the pipe, or into nothing."""
        if self._clocked is None:
            header, played = self.loop.segment.header, self._options["channels"]
            if self._pipe is None:
                frames = self._options["blocksize"] or _NULL_FRAMES
                self.loop.set_device(header.device_rate, 2)
                self._clocked = Clocked(self._renderer, frames)
            else:
                rate = self._options["samplerate"] or SAMPLE_RATE
                self.loop.set_device(rate, max(played, default=2), played)
                self._clocked = Clocked(self._renderer, round(rate * BLOCK_SECONDS), self._pipe.take)
            self._clocked.start()

    def _stop_clocked(self) -> None:
        if self._clocked is not None:
            self._clocked.stop()
            self._clocked = None
