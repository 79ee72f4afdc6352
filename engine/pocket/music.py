"""Notes, keys and scores: the symbolic side of the pocket model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PITCH_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
}
DRUM_LANES = ("kick", "snare", "hat", "perc")


@dataclass(frozen=True)
class Key:
    """A tonic (pitch class 0..11, C = 0) and the name of a scale in `SCALES`."""

    tonic: int
    mode: str

    @property
    def name(self) -> str:
        """The key as a prompt writes it, such as `F# minor`."""
        return f"{PITCH_NAMES[self.tonic]} {self.mode}"

    @property
    def is_minor(self) -> bool:
        """Whether the third above the tonic is minor."""
        return 3 in SCALES[self.mode]

    def pitch(self, degree: int) -> int:
        """Semitones above C of a scale degree, counted from 0 and continued over octaves."""
        scale = SCALES[self.mode]
        octave, step = divmod(degree, len(scale))
        return self.tonic + scale[step] + 12 * octave

    def pitch_classes(self) -> set[int]:
        """The pitch classes of the scale."""
        return {(self.tonic + step) % 12 for step in SCALES[self.mode]}


def parse_key(text: str | None) -> Key | None:
    """Read a key such as `C major`, `f# min`, `Bb dorian` or `Am`; None if there is none in it."""
    match = re.match(r"\s*([A-Ga-g])\s*(#|♯|sharp\b|b(?![a-z])|♭|flat\b)?\s*([A-Za-z]*)", text or "")
    if match is None:
        return None
    letter, accidental, mode = match.group(1).upper(), match.group(2) or "", match.group(3).lower()
    tonic = PITCH_NAMES.index(letter)
    tonic += 1 if accidental in ("#", "♯", "sharp") else -1 if accidental else 0
    if mode in SCALES:
        return Key(tonic % 12, mode)
    if mode in ("m", "min", "aeolian", "moll"):
        return Key(tonic % 12, "minor")
    if mode in ("", "maj", "ionian", "dur"):
        return Key(tonic % 12, "major")
    return None


@dataclass(frozen=True)
class Note:
    """One note: start and length in beats, MIDI pitch (or drum key), velocity 0..1, name of its part."""

    start: float
    length: float
    pitch: int
    velocity: float
    part: str


@dataclass(frozen=True)
class Chord:
    """A chord: start and length in beats, its bass pitch class and its pitch classes."""

    start: float
    length: float
    root: int
    pitches: tuple[int, ...]


@dataclass
class Score:
    """A composition: what the renderer plays, and what the plan and the labels say about it."""

    style: str
    bpm: float
    key: Key
    beats_per_bar: int
    bars: int
    instruments: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    chords: list[Chord] = field(default_factory=list)
    energy: list[float] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)

    @property
    def beats(self) -> int:
        """Length in beats."""
        return self.bars * self.beats_per_bar

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.beats * 60.0 / self.bpm
