"""What the daemon tells of itself: the figures of `/demond/status`, meters, the line that systemd shows; no torch."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

from demond.bridge import Bridge
from demond.clock.sync import Sync
from demond.control.http import HttpPort
from demond.control.midi.outputs import Outputs
from demond.files import Files
from demond.modulators import Modulators
from demond.performer.supervisor import Supervisor
from demond.playback.input import Input
from demond.playback.layout import SAMPLE_RATE
from demond.playback.loop import Loop
from demond.playback.player import Player
from demond.playback.recorder import Recorder
from demond.scenes.stage import Stage


@dataclass(frozen=True)
class Status:
    """Everything that has something to tell; `received` are the OSC server's counters, `began` when the start did."""

    playback: Loop
    player: Player
    recorder: Recorder
    listener: Input | None
    engine: Supervisor
    bridge: Bridge
    files: Files
    modulators: Modulators
    received: Mapping[str, int]
    http: HttpPort | None
    began: float
    outputs: Outputs
    stage: Stage
    sync: Sync

    def figures(self) -> dict[str, float | int | str]:
        """What `/demond/status` tells."""
        engine, counters = self.engine.status, self.playback.counters()
        midi = self.files.midi  # a thread may end it meanwhile
        return {
            **engine.figures,
            "engine": "running" if engine.running else "starting" if not engine.failure else engine.failure,
            "engine_restarts": engine.restarts,
            "model": self.bridge.model,
            "loading": self.bridge.loading or "",
            "model_refused": self.bridge.model_refused,
            "model_defaults": self.bridge.following.suits,
            "by_hand": self.bridge.following.by_hand,
            "modulated": self.modulators.told,
            "audio": self.player.state,
            "device": self.player.info()["device"],
            **self.stage.figures(),
            "midi": ", ".join(midi.ports()) if midi is not None else "off",
            "midi_out": ", ".join(self.outputs.ports()),
            "input": self.listener.state if self.listener is not None else "off",
            "playing": int(self.playback.playing),
            "position": round(self.playback.position / SAMPLE_RATE, 3),
            **self.sync.figures(),
            "xruns": counters.xruns,
            "late_blocks": counters.late,
            "stale_seconds": round(counters.stale / SAMPLE_RATE, 3),
            "limited_samples": counters.limited,
            "recording": int(self.recorder.recording),
            "recorder": self.recorder.error or str(self.recorder.path or ""),
            "recorder_dropped": self.recorder.dropped,
            "osc_received": self.received["received"],
            "osc_malformed": self.received["malformed"],
            "osc_refused": self.received["refused"],
            "osc_dropped": self.received["dropped"],
            "http": self.http.state if self.http is not None else "off",
            "uptime": round(time.monotonic() - self.began, 1),
        }

    def meters(self) -> list[float]:
        """Peak left, right, RMS left, right since the last reading, in dB."""
        meters = self.playback.meters()
        return [20.0 * math.log10(max(level, 1e-5)) for level in (*meters.peak, *meters.rms)]

    def line(self) -> str:
        """What systemd shows as the unit's status."""
        told = self.figures()
        refused = f"; not playing {told['model_refused']}" if told["model_refused"] else ""
        return (
            f"{told['audio']}; engine {told['engine']}, {told.get('generations_per_second', 0)} generations/s, "
            f"{told['xruns']} xruns, {told['stale_seconds']} s stale{refused}"
        )
