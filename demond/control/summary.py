"""How a demond is, in a few lines for people, from what it tells of itself. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from engine.names import shown

MOST_PROBLEMS = 5

Row = tuple[str, str]
"""What a line is about, empty where it goes on with the one before, and the line."""


class Problem(NamedTuple):
    """A problem as it is told: an ISO time, warning or error, what was said."""

    time: str
    level: str
    text: str

    @property
    def when(self) -> str:
        """The time here, with the day where that is another."""
        try:
            at = datetime.fromisoformat(self.time).astimezone()
        except (ValueError, OverflowError):
            return shown(self.time)
        today = at.date() == datetime.now().astimezone().date()
        return f"{at:%H:%M:%S}" if today else f"{at:%Y-%m-%d %H:%M:%S}"

    def __str__(self) -> str:
        return f"{self.when} {shown(self.level)}: {shown(self.text)}"


@dataclass
class Facts:
    """What a demond tells: the figures of its status, what controls stand at, and its last problems."""

    figures: Mapping[str, object] = field(default_factory=dict)
    controls: Mapping[str, object] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    def text(self, name: str) -> str:
        """A figure as text without anything that cannot be seen; empty where there is none."""
        return shown(str(self.figures.get(name, "")))

    def number(self, name: str) -> float:
        """A figure as a number; 0 where it is none that can be."""
        value = self.figures.get(name)
        return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else 0.0


def rows(facts: Facts) -> Iterator[Row]:
    """How it is, the most important first; what there is nothing to say of is left out."""
    for part in (_plays, _model, _source, _sound, _engine, _clock, _controllers, _network, _recording):
        label = part.__name__.removeprefix("_")
        for line in filter(None, part(facts)):
            yield label, line
            label = ""


def problems(facts: Facts) -> Iterator[Row]:
    """How many problems there were, and the last of them."""
    count = int(facts.number("problems"))
    yield "problems", f"{count} since the start" if count else "none since the start"
    for problem in facts.problems[-MOST_PROBLEMS:]:
        yield "", str(problem)


def state(facts: Facts) -> str:
    """One word, or a few, for what it is doing."""
    if not facts.text("model") and not facts.number("position"):  # the loop sounds on where an engine died
        return "starting"
    return "playing" if facts.number("playing") else "stopped"


def uptime(facts: Facts) -> str:
    """How long it has run."""
    minutes, _ = divmod(int(facts.number("uptime")), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h {minutes} min" if days else f"{hours} h {minutes} min"


# -- the lines --------------------------------------------------------------------------------------------------


def _plays(facts: Facts) -> Iterator[str]:
    told = {name: text for name, text in facts.controls.items() if name.startswith("prompt/") and text}
    for name in sorted(told):
        letter = "" if len(told) == 1 else f"{shown(name.removeprefix('prompt/'))}: "
        yield f'{letter}"{shown(str(told[name]))}"'
    cue = f"; cue {facts.text('cue')}" if facts.text("cue") else ""
    quiet = f"; {facts.text('quiet')}" if facts.text("quiet") else ""
    coming = f"; next {facts.text('schedule_next')}" if facts.text("schedule_next") else ""
    attract = f"; attract {facts.text('attract')}" if facts.text("attract") else ""
    section = f"; section {facts.text('section')}, turn {facts.text('turn')}" if facts.text("section") else ""
    yield f"scene {facts.text('scene') or 'none'} of {facts.text('scenes') or 0}{cue}{section}{quiet}{coming}{attract}"


def _model(facts: Facts) -> Iterator[str]:
    runs = ", ".join(filter(None, [facts.text("engine_device"), facts.text("engine_dtype")]))
    by = f"; decoder {facts.text('engine_decoder')}, vae {facts.text('engine_vae')}" if runs else ""
    yield f"{facts.text('model') or 'none yet'}{f' on {runs}' if runs else ''}{by}"
    if facts.text("loading"):
        yield f"loading {facts.text('loading')}"
    if facts.text("model_refused"):
        yield f"not playing {facts.text('model_refused')}"
    if facts.text("engine_making"):
        yield f"being made ready: {facts.text('engine_making')}"
    yield facts.text("engine_fallback")
    if facts.text("loras"):
        yield f"LoRAs {facts.text('loras')}"


def _source(facts: Facts) -> Iterator[str]:
    source = str(facts.controls.get("source") or "none")
    said = [f"{facts.number('source_bpm'):g} bpm" if facts.number("source_bpm") else "", facts.text("source_key")]
    yield ", ".join(filter(None, [shown(source), *said]))
    if facts.text("preparing"):
        yield f"preparing {facts.text('preparing')}"


def _sound(facts: Facts) -> Iterator[str]:
    audio, device = facts.text("audio"), facts.text("device")
    where = {"playing": f"on {device}", "null": "into the null output"}.get(audio, f"into the null output, {audio}")
    volume = facts.controls.get("volume")
    level = (
        ""
        if volume is None
        else ", muted"
        if facts.controls.get("mute") in (True, 1)
        else f", volume {shown(str(volume))} dB"
    )
    yield f"{state(facts)} {where}{level}"
    loud = [
        f"{facts.text(name)} {unit}"
        for name, unit in (("loudness", "LUFS"), ("level_match_db", "dB of level match"))
        if facts.text(name)
    ]
    gaps = (
        f"{facts.text('xruns')} xruns, {facts.text('late_blocks')} late blocks, {facts.text('stale_seconds')} s stale"
    )
    yield ", ".join([gaps, *loud])
    if facts.text("input") not in ("", "off"):
        yield f"input {facts.text('input')}"


def _engine(facts: Facts) -> Iterator[str]:
    restarts = f"{facts.text('engine_restarts')} restarts"
    if "state" not in facts.figures:
        yield f"{facts.text('engine')}, {restarts}"
        return
    yield (
        f"{facts.text('state')}, {facts.text('generations_per_second')} generations/s, {restarts}, "
        f"tick {facts.text('tick_ms')} ms, decode {facts.text('decode_ms')} ms, lead {facts.text('lead')} s"
    )


def _clock(facts: Facts) -> Iterator[str]:
    offset = facts.text("sync_offset_ms")
    yield (
        f"{facts.text('tempo')} bpm, bar {facts.text('bar')}, sync {facts.text('sync')}"
        f"{f', {offset} ms off' if offset else ''}"
    )


def _controllers(facts: Facts) -> Iterator[str]:
    midi = facts.text("midi")
    unmapped = f", {facts.text('midi_unmapped')} mapped to nothing" if facts.number("midi_unmapped") else ""
    messages = f"; {facts.text('midi_messages')} messages{unmapped}" if facts.number("midi_messages") else ""
    yield f"MIDI {midi or 'none'}{messages}"
    if facts.text("midi_out"):
        yield f"shows on {facts.text('midi_out')}"


def _network(facts: Facts) -> Iterator[str]:
    lost = [f"{facts.text(f'osc_{name}')} {name}" for name in ("malformed", "refused", "dropped")]
    yield f"OSC {facts.text('osc_received')} packets, {', '.join(lost)}; HTTP {facts.text('http')}"
    if facts.text("mqtt") not in ("", "off"):
        yield f"MQTT {facts.text('mqtt')}"


def _recording(facts: Facts) -> Iterator[str]:
    file = facts.text("recorder")
    dropped = f", {facts.text('recorder_dropped')} samples missing" if facts.number("recorder_dropped") else ""
    on = f"into {file}{dropped}" if facts.number("recording") else f"off, last: {file}{dropped}" if file else "off"
    room = f"; {facts.text('disk_free_gb')} GB free" if facts.text("disk_free_gb") else ""
    yield on + room
