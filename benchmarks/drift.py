"""What an hour of drift comes to, turn by turn of the loop, rendered by the engine's own parts.

    python -m benchmarks.drift --drift 0.2 0.5 --picture drift.svg

For every prompt and drift: the change from turn to turn and the distance from the start, in dB of a log-mel spectrogram
of 60 dB; over ten minutes each the spectral centroid and the loudness beside those of the whole; key and tempo as they
are heard there. The picture shows the curves.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import torch

from demond.parameters import defaults
from demond.parameters.table import OPENING_PROMPT
from demond.performer.drift import following, place
from demond.performer.requests import Requests
from demond.playback.loop import Walk
from engine import Condition, Prompt, Request, Session, analysis
from engine.pocket.making.render import loudness
from engine.spectrum import mel_decibels, spectrogram

RANGE = 60.0
"""Decibels below the loudest band that count."""
STRETCH = 600.0
"""Seconds of music that one mean is over."""
COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf")
WIDTH, HEIGHT, LEFT, GAP = 860, 190, 52, 46


def distance(a: torch.Tensor, b: torch.Tensor) -> float:
    """How far two log-mel spectrograms are apart, in dB."""
    floor = b.max() - RANGE
    return float((a.clamp(min=floor) - b.clamp(min=floor)).abs().mean())


def centroid(audio: np.ndarray) -> float:
    """Where the middle of the spectrum lies, in Hz."""
    magnitudes = spectrogram(torch.from_numpy(audio).mean(0)).sum(0).sqrt()
    hertz = torch.linspace(0.0, 24000.0, len(magnitudes))
    return float((magnitudes * hertz).sum() / magnitudes.sum())


@dataclass
class Hour:
    """What was measured, turn by turn: the change since the turn before, the distance from the first, centroid and
    loudness; and for every stretch of ten minutes its key and tempo."""

    title: str
    seconds: float
    step: list[float] = field(default_factory=list)
    start: list[float] = field(default_factory=list)
    centroid: list[float] = field(default_factory=list)
    loudness: list[float] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    tempi: list[float] = field(default_factory=list)

    def stretches(self, values: Sequence[float]) -> np.ndarray:
        """The means of ten minutes each."""
        turns = max(1, round(STRETCH / self.seconds))
        whole = [values[at : at + turns] for at in range(0, max(1, len(values) - turns // 2), turns)]
        return np.array([np.mean(each) for each in whole])

    @property
    def levels(self) -> np.ndarray:
        """The loudness of ten minutes each."""
        return 10.0 * np.log10(self.stretches([10.0 ** (each / 10.0) for each in self.loudness]))

    def table(self) -> Iterator[str]:
        """What it comes to, in lines."""
        yield self.title
        yield f"  from turn to turn  {_range(self.step)} dB"
        yield f"  from the start     {_range(self.start[20:] or self.start)} dB from the 20th turn on"
        centroids, levels = self.stretches(self.centroid), self.levels
        apart = 100.0 * (centroids / np.mean(centroids) - 1.0)
        yield (
            "  centroid           "
            + " ".join(f"{hertz:.0f}" for hertz in centroids)
            + " Hz in ten minutes each, "
            + (f"{apart.min():+.1f} to {apart.max():+.1f} %")
        )
        yield (
            "  loudness           "
            + " ".join(f"{level:.1f}" for level in levels)
            + " LUFS, "
            + (f"{(levels - levels.mean()).min():+.2f} to {(levels - levels.mean()).max():+.2f} LU")
        )
        yield f"  key                {', '.join(self.keys)}"
        yield f"  tempo              {', '.join(f'{each:g}' for each in self.tempi)}"


def _range(values: Sequence[float]) -> str:
    low, high = np.percentile(values, (5, 95))
    mean, least, most = np.mean(values), min(values), max(values)
    return f"{mean:.2f} on average, {low:.2f} to {high:.2f} in 9 of 10 turns, {least:.2f} to {most:.2f} in all,"


def played(session: Session, values: Mapping[str, Any], seconds: float) -> Iterator[tuple[str, np.ndarray]]:
    """The turns of a loop as the performer would have them, for so long: of each its section and its sound
    `[2, samples]`."""
    said = session.said(values["prompt/a"])
    values = {**values, "bpm": said.bpm or values["bpm"], "key": said.key or ""}
    prompt = Prompt(values["prompt/a"], bpm=values["bpm"], key=values["key"] or None, time_signature="4")
    frames = session.loop_frames(round(values["length"] * session.frame_rate), bpm=values["bpm"], time_signature="4")
    tokens = Condition(session.encode_text(prompt))
    dcw, walk = Requests(session, frames).dcw(values), Walk()
    for _ in range(round(seconds * session.frame_rate / frames)):
        now = place(walk, values)
        hints = session.plan(frames, prompt, seed=values["seed"], variation=now.variation)
        request = Request(
            session.context(hints),
            (tokens,),
            seed=now.seed,
            toward=now.toward,
            turned=now.turned,
            steps=values["steps"],
            shift=values["shift"],
            dcw=dcw,
        )
        yield now.section, session.decode(session.generate(request), cyclic=True)
        walk = following(walk, values)


def measured(given: Mapping[str, Any], minutes: float) -> Hour:
    """What so many minutes of a loop come to, for values beside the defaults."""
    torch.set_num_threads(1)
    session = Session.load(decoder="eager")
    values = {**defaults(), **asdict(session.defaults), **given}
    form = "" if values["form"] == "free" else f", {values['form']}"
    hour = Hour(f"{values['prompt/a']}, drift {values['drift']:g}{form}", values["length"])
    first = before = torch.zeros(0)
    latest: deque[np.ndarray] = deque(maxlen=math.ceil(analysis.HEARD_SECONDS / values["length"]))
    for number, (section, audio) in enumerate(played(session, values, 60.0 * minutes), 1):
        mel = mel_decibels(torch.from_numpy(audio))
        if len(first):
            hour.step.append(distance(mel, before))
            hour.start.append(distance(mel, first))
        else:
            first = mel
            hour.seconds = audio.shape[1] / session.sample_rate
        before = mel
        hour.sections.append(section)
        hour.centroid.append(centroid(audio))
        hour.loudness.append(loudness(np.concatenate([audio, audio], axis=1).T))
        latest.append(audio)
        if number % round(STRETCH / hour.seconds) == 0:
            heard = np.concatenate(latest, axis=1)
            hour.keys.append(analysis.key(heard) or "none")
            hour.tempi.append(analysis.tempo(heard) or 0.0)
    return hour


def picture(hours: Sequence[Hour]) -> str:
    """The curves of hours, as SVG: the distance from the start, the change from turn to turn, loudness and centroid in
    ten minutes each beside their means."""
    minutes = max(hour.seconds * len(hour.centroid) / 60.0 for hour in hours)
    panels: list[tuple[str, list[tuple[np.ndarray, np.ndarray]], tuple[float, float, float]]] = []

    def along(hour: Hour, values: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
        return hour.seconds * (1.0 + np.arange(len(values))) / 60.0, np.asarray(values)

    def stretched(hour: Hour, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return STRETCH / 60.0 * (0.5 + np.arange(len(values))), values

    highest = float(np.ceil(max(max(hour.start) for hour in hours)))
    panels.append(("distance from the first turn, dB", [along(h, h.start) for h in hours], (0.0, highest, 2.0)))
    panels.append(("change from turn to turn, dB", [along(h, h.step) for h in hours], (0.0, highest, 2.0)))
    levels = [stretched(h, h.levels - h.levels.mean()) for h in hours]
    panels.append(("loudness in ten minutes each, LU from the mean", levels, (-1.0, 1.0, 0.5)))
    bright = [stretched(h, 100.0 * ((each := h.stretches(h.centroid)) / each.mean() - 1.0)) for h in hours]
    panels.append(("spectral centroid in ten minutes each, % from the mean", bright, (-20.0, 20.0, 10.0)))
    height = len(panels) * (HEIGHT + GAP) + 24 * len(hours) + 20
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="12" fill="#222">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for number, (title, curves, (low, high, ticks)) in enumerate(panels):
        lines += _panel(title, curves, low, high, ticks, minutes, number * (HEIGHT + GAP) + 24)
    for number, hour in enumerate(hours):
        y = len(panels) * (HEIGHT + GAP) + 24 * number + 20
        lines.append(f'<path d="M{LEFT} {y - 4}h24" stroke="{COLOURS[number % len(COLOURS)]}" stroke-width="2"/>')
        lines.append(f'<text x="{LEFT + 32}" y="{y}">{hour.title}</text>')
    return "\n".join([*lines, "</svg>", ""])


def _panel(
    title: str,
    curves: Sequence[tuple[np.ndarray, np.ndarray]],
    low: float,
    high: float,
    ticks: float,
    minutes: float,
    top: int,
) -> Iterator[str]:
    """A panel of curves over minutes, with its title and lines across."""
    across, down = (WIDTH - LEFT - 12) / minutes, HEIGHT / (high - low)
    yield f'<text x="{LEFT}" y="{top - 8}">{title}</text>'
    for tick in np.arange(low, high + 1e-9, ticks):
        y = top + (high - tick) * down
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - 12}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>'
    for minute in np.arange(0.0, minutes + 0.5, 10.0):
        x, y = LEFT + minute * across, top + HEIGHT + 16
        yield f'<text x="{x:.1f}" y="{y}" text-anchor="middle">{minute:g} min</text>'
    for number, (x, y) in enumerate(curves):
        places = zip(LEFT + x * across, top + (high - np.clip(y, low, high)) * down, strict=True)
        line = "L".join(f"{a:.0f} {b:.0f}" for a, b in places)
        colour = COLOURS[number % len(COLOURS)]
        yield f'<path d="M{line}" fill="none" stroke="{colour}" stroke-width="1.3"/>'


def main() -> None:
    """Measure, print and draw."""
    options = argparse.ArgumentParser(description="What an hour of drift comes to.")
    options.add_argument("--prompt", nargs="+", default=[OPENING_PROMPT, "techno, synth bass"])
    options.add_argument("--drift", nargs="+", type=float, default=[0.2, 0.5])
    options.add_argument("--form", choices=("free", "sections"), default="free")
    options.add_argument("--minutes", type=float, default=60.0)
    options.add_argument("--seed", type=int, default=42)
    options.add_argument("--jobs", type=int, default=2, help="how many are rendered at once")
    options.add_argument("--picture", type=Path, metavar="FILE", help="an SVG file to be drawn")
    asked = options.parse_args()
    wanted = [
        {"prompt/a": prompt, "drift": drift, "form": asked.form, "seed": asked.seed}
        for prompt in asked.prompt
        for drift in asked.drift
    ]
    hours = []
    with ProcessPoolExecutor(asked.jobs, mp_context=multiprocessing.get_context("spawn")) as workers:
        for hour in workers.map(measured, wanted, repeat(asked.minutes)):
            hours.append(hour)
            print("\n".join(hour.table()), flush=True)
    if asked.picture is not None:
        asked.picture.write_text(picture(hours), "utf-8")


if __name__ == "__main__":
    main()
