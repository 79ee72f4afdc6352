"""What the daemon tells of itself: the figures of `/demond/status`, meters, the line that systemd shows; no torch."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from demond import __version__
from demond.bridge import Bridge
from demond.desk import Desk
from demond.disk import Disk
from demond.hours.hours import Hours
from demond.journal import Journal
from demond.modulators import Modulators
from demond.performer.supervisor import Supervisor
from demond.playback.layout import SAMPLE_RATE
from demond.scenes.stage import Stage
from demond.sound import Sound


@dataclass(frozen=True)
class Status:
    """Everything that has something to tell; `began` is when the start did."""

    sound: Sound
    desk: Desk
    stage: Stage
    engine: Supervisor
    bridge: Bridge
    modulators: Modulators
    hours: Hours
    journal: Journal
    disk: Disk
    began: float

    def figures(self) -> dict[str, float | int | str]:
        """What `/demond/status` tells."""
        engine, sound, desk, received = self.engine.status, self.sound, self.desk, self.desk.osc.counters
        playback, recorder, counters = sound.playback, sound.recorder, sound.playback.counters()
        midi = desk.files.midi  # a thread may end it meanwhile
        free = self.disk.free_gb
        return {
            **engine.figures,
            **({"state": "resting"} if self.bridge.rests else {}),
            "version": __version__,
            "engine": "running" if engine.running else "starting" if not engine.failure else engine.failure,
            "engine_restarts": engine.restarts,
            "model": self.bridge.model,
            "loading": self.bridge.loading or "",
            "model_refused": self.bridge.model_refused,
            "model_defaults": self.bridge.following.suits,
            "by_hand": self.bridge.following.by_hand,
            "modulated": self.modulators.told,
            "audio": sound.player.state,
            "device": sound.player.info()["device"],
            **self.stage.figures(),
            **self.hours.figures(),
            "midi": ", ".join(midi.ports()) or midi.without if midi is not None else "off",
            "midi_out": ", ".join(desk.outputs.ports()),
            "midi_messages": midi.counts["messages"] if midi is not None else 0,
            "midi_unmapped": midi.counts["unmapped"] if midi is not None else 0,
            "input": sound.listener.state if sound.listener is not None else "off",
            "playing": int(playback.playing),
            "position": round(playback.position / SAMPLE_RATE, 3),
            **desk.sync.figures(),
            "xruns": counters.xruns,
            "late_blocks": counters.late,
            "stale_seconds": round(counters.stale / SAMPLE_RATE, 3),
            "limited_samples": counters.limited,
            "level_match_db": round(playback.matched, 1),
            "recording": int(recorder.recording),
            "recorder": recorder.error or str(recorder.path or ""),
            "recorder_dropped": recorder.dropped,
            "disk_free_gb": free if free is not None else "",
            "problems": self.journal.count,
            "osc_received": received["received"],
            "osc_malformed": received["malformed"],
            "osc_refused": received["refused"],
            "osc_dropped": received["dropped"],
            "mqtt": desk.mqtt.told if desk.mqtt is not None else "off",
            "http": desk.http.state if desk.http is not None else "off",
            "uptime": round(time.monotonic() - self.began, 1),
        }

    def meters(self) -> list[float]:
        """Peak left, right, RMS left, right since the last reading, in dB."""
        meters = self.sound.playback.meters()
        return [20.0 * math.log10(max(level, 1e-5)) for level in (*meters.peak, *meters.rms)]

    def line(self) -> str:
        """What systemd shows as the unit's status."""
        told = self.figures()
        refused = f"; not playing {told['model_refused']}" if told["model_refused"] else ""
        return (
            f"{told['audio']}; engine {told['engine']}, {told.get('generations_per_second', 0)} generations/s, "
            f"{told['xruns']} xruns, {told['stale_seconds']} s stale{refused}"
        )
