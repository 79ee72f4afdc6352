"""`/metrics`: the figures of `/demond/status` as Prometheus reads them, in its text format 0.0.4. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from demond.control.http.paths import Answer, Asked
from engine.names import shown, without_folders

KIND = "text/plain; version=0.0.4; charset=utf-8"
MILLI, GIGA = 1e-3, 1e9

Figures = Mapping[str, object]


class Metric(NamedTuple):
    """What a figure is to Prometheus: in base units by `scale`. A `counter` begins anew with what it counts."""

    figure: str
    name: str
    type: Literal["gauge", "counter"]
    help: str
    scale: float = 1.0


METRICS = (
    Metric("uptime", "uptime_seconds", "gauge", "How long demond has run."),
    Metric("playing", "playing", "gauge", "1 while the loop plays, 0 while it is stopped."),
    Metric("engine_restarts", "engine_restarts_total", "counter", "How often the engine was started again."),
    Metric("tick_ms", "tick_seconds", "gauge", "What a step of all generations under way takes.", MILLI),
    Metric("decode_ms", "decode_seconds", "gauge", "What decoding a window takes.", MILLI),
    Metric("generations_per_second", "generations_per_second", "gauge", "Generations that were finished of late."),
    Metric("in_flight", "generations_in_flight", "gauge", "Generations under way."),
    Metric("lead", "lead_seconds", "gauge", "How far ahead of the playhead is decoded."),
    Metric("loop_seconds", "loop_seconds", "gauge", "How long the loop is."),
    Metric("turn", "turns_total", "counter", "Turns of the loop with which the music has moved by itself."),
    Metric("xruns", "xruns_total", "counter", "Blocks after which the device told of lost output."),
    Metric("late_blocks", "late_blocks_total", "counter", "Blocks that came more than one block late."),
    Metric("stale_seconds", "stale_seconds_total", "counter", "Music played past what the engine had promised."),
    Metric("limited_samples", "limited_samples_total", "counter", "Samples that the limiter held down."),
    Metric("recording", "recording", "gauge", "1 while what is heard is recorded."),
    Metric("recorder_dropped", "recorder_dropped_samples", "gauge", "Samples that the newest recording lacks."),
    Metric("disk_free_gb", "disk_free_bytes", "gauge", "Room on the disk of the state folder.", GIGA),
    Metric("tempo", "tempo_bpm", "gauge", "The tempo that the beat has."),
    Metric("sync_offset_ms", "sync_offset_seconds", "gauge", "How far the loop is from the beat that leads.", MILLI),
    Metric("scenes", "scenes", "gauge", "Scenes that are stored."),
    Metric("problems", "problems_total", "counter", "Warnings and errors that the log told."),
    Metric("osc_received", "osc_packets_received_total", "counter", "OSC packets that came."),
    Metric("osc_malformed", "osc_packets_malformed_total", "counter", "OSC packets that were none."),
    Metric("osc_refused", "osc_packets_refused_total", "counter", "OSC packets of hosts that are not heard."),
    Metric("osc_dropped", "osc_packets_dropped_total", "counter", "OSC packets that were more than could be done."),
    Metric("midi_messages", "midi_messages_total", "counter", "MIDI messages since controllers were opened."),
    Metric("midi_unmapped", "midi_unmapped_total", "counter", "Of those such that nothing is mapped to."),
    Metric("not_finite", "not_finite_total", "counter", "Generations and windows of this engine that were no numbers."),
    Metric("loudness", "loudness_lufs", "gauge", "Loudness of the loop."),
    Metric("level_match_db", "level_match_decibels", "gauge", "How much louder the loop is played for its loudness."),
)
"""Figures that are numbers; one that is not there, or not known, is left out."""
STATES = ("preparing", "generating", "settled", "frozen")
"""What the engine may be doing."""
FACTS = ("version", "model", "device", "engine_device", "engine_dtype", "engine_decoder", "engine_vae")
"""Figures that are words, and seldom others."""


def answering(figures: Callable[[], Figures]) -> Callable[[Asked], Answer]:
    """Who answers at `/metrics`."""

    def answer(asked: Asked) -> Answer:
        now = figures()
        if asked.confined:
            now = {**now, **{fact: without_folders(str(now[fact])) for fact in FACTS if fact in now}}
        return Answer(written(now).encode(), KIND)

    return answer


def written(figures: Figures) -> str:
    """These figures, each with what it is; numbers that nothing is known of are left out."""
    return "".join(f"{line}\n" for line in _lines(figures))


def _lines(figures: Figures) -> Iterator[str]:
    facts = ",".join(f'{fact}="{_escaped(str(figures.get(fact, "")))}"' for fact in FACTS)
    yield from _metric("info", "gauge", "What plays, by which model and on which device.", f"{{{facts}}} 1")
    up = int(figures.get("engine") == "running")
    yield from _metric("engine_up", "gauge", "1 while the engine runs.", f" {up}")
    sounding = int(figures.get("audio") == "playing")
    yield from _metric("audio_up", "gauge", "1 while an audio device plays, 0 in the null output.", f" {sounding}")
    quiet = int(bool(figures.get("quiet")))
    yield from _metric("quiet", "gauge", "1 in a quiet of the schedule, also where a hand has it play.", f" {quiet}")
    if "state" in figures:
        states = [f'{{state="{state}"}} {int(figures["state"] == state)}' for state in STATES]
        yield from _metric("engine_state", "gauge", "What the engine is doing, by 1.", *states)
    for metric in METRICS:
        value = figures.get(metric.figure)
        if isinstance(value, (int, float)) and math.isfinite(value):
            yield from _metric(metric.name, metric.type, metric.help, f" {value * metric.scale:.10g}")


def _metric(name: str, kind: str, help: str, *samples: str) -> Iterator[str]:
    yield f"# HELP demond_{name} {help}"
    yield f"# TYPE demond_{name} {kind}"
    for sample in samples:
        yield f"demond_{name}{sample}"


def _escaped(text: str) -> str:
    """A label's value as the format has it, whatever bytes a name has."""
    return shown(text).replace("\\", r"\\").replace('"', r"\"")
