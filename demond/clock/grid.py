"""Where the beats are in a loop; pure."""

from __future__ import annotations

from dataclasses import dataclass

from demond.playback.layout import SAMPLE_RATE

FRAME_SECONDS = 0.04
TOLERANCE = 0.005
"""Part of its length by which a loop may miss whole beats and still be taken to hold them, as its music does."""


NEAR = 0.1
"""Beats by which the start of a region may miss a beat and still be taken to be on it."""


@dataclass(frozen=True)
class Grid:
    """The beats of the part of a loop that repeats, from sample `start` to `end`: `first` is the beat at its start,
    `whole` how many beats it holds where that is a whole number, else 0. `cycle` beats after one, everything is as at
    that one: a bar, or a beat where the loop holds no whole bars."""

    start: int
    end: int
    first: float
    per_sample: float
    whole: int
    cycle: int

    @property
    def tempo(self) -> float:
        """Beats a minute, as they sound where the playhead goes at its own speed."""
        return self.per_sample * SAMPLE_RATE * 60.0

    def beat(self, position: float) -> float:
        """The beat at a sample."""
        return self.first + (position - self.start) * self.per_sample

    def position(self, beat: float) -> float:
        """The sample at which a beat, taken as one of the loop's, is."""
        return self.start + ((beat - self.first) / self.per_sample) % (self.end - self.start)


def grid_of(start: int, end: int, bpm: float, bar: int) -> Grid:
    """The grid of what repeats between two samples, of music at `bpm` with `bar` beats in a bar."""
    seconds, first = (end - start) / SAMPLE_RATE, start / SAMPLE_RATE * bpm / 60.0
    beats = seconds * bpm / 60.0
    whole = round(beats)
    if whole < 1 or abs(whole - beats) * 60.0 / bpm > max(FRAME_SECONDS / 2 + 0.001, TOLERANCE * seconds):
        whole = 0
    per_sample = whole / (end - start) if whole else bpm / 60.0 / SAMPLE_RATE
    first = round(first) if abs(first - round(first)) < NEAR else first
    return Grid(start, end, first, per_sample, whole, bar if whole and whole % bar == 0 else 1)


def nearest(beats: float, cycle: float) -> float:
    """A distance in beats brought within half a cycle of 0."""
    return beats - round(beats / cycle) * cycle
