"""The procedural composer: style, tempo, key and seed in, a score out."""

from __future__ import annotations

import random
from typing import Any

from engine.pocket.music import Chord, Key, Note, Score
from engine.pocket.styles import INSTRUMENTS, TABLE, Style

DRUM_KEYS = {
    "kick": 36, "snare": 38, "clap": 39, "rim": 37, "hat": 42, "open": 46, "ride": 51,
    "shaker": 70, "tamb": 54, "crash": 49, "tom": 45,
}  # fmt: skip
LANE_OF = {
    "kick": "kick", "snare": "snare", "clap": "snare", "rim": "snare", "hat": "hat", "open": "hat", "ride": "hat",
    "shaker": "hat", "tamb": "hat", "crash": "perc", "tom": "perc",
}  # fmt: skip
LANE_OF_KEY = {key: LANE_OF[name] for name, key in DRUM_KEYS.items()}

COMPING: dict[str, str] = {
    "stab": "...x..x....x..x.",
    "dub": "......x.......x.",
    "offbeat": "..x...x...x...x.",
    "house": "x..x..x...x..x..",
    "charleston": "x.....x.........",
    "jazz": "..x......x....x.",
    "eighths": "x.x.x.x.x.x.x.x.",
    "ostinato": "x.xxx.xxx.xxx.xx",
    "strum": "x...x.x...x.x.x.",
    "gallop": "x.xxx.xxx.xxx.xx",
    "chug": "xxx.xxx.xxx.x.x.",
    "lazy": "x......x..x.....",
}
BASS_LINES: dict[str, str] = {
    "rolling": ".xxx.xxx.xxx.xxx",
    "sixteen": "x.xx.xx.x.xx.xxx",
    "offbeat": "..x...x...x...x.",
    "octave": "x.o.x.o.x.o.x.o.",
    "funk": "x..x..o...x.x.o.",
    "eighths": "x.x.x.x.x.x.x.x.",
    "gallop": "x.xxx.xxx.xxx.xx",
    "root": "x.......x.......",
    "fifth": "x.......f.......",
    "lazy": "x.....x...f.....",
    "reese": "x.........x.....",
    "syncopated": "x..x..x...x..f..",
}


def compose(
    style: str,
    seed: int,
    *,
    bpm: float | None = None,
    key: Key | None = None,
    beats_per_bar: int | None = None,
    bars: int = 8,
    loop: bool = False,
    variation: int = 0,
) -> Score:
    """Write one piece.

    What is not given is drawn from the style. The same arguments give the same score. With `loop` the piece keeps
    one energy and ends in a fill, so that it can start over. A `variation` other than 0 is played as the piece of the
    seed is, with its groove and its rhythms, and has other chords, melodies and fills.
    """
    rng = random.Random(f"{style}/{seed}")
    table = TABLE[style]
    drawn_bpm = float(round(rng.uniform(*table.bpm)))
    drawn_key = Key(rng.randrange(12), rng.choice(table.modes))
    drawn_meter = rng.choice(table.meters)

    def written(rng: random.Random, played: dict[str, Any], *, varied: bool) -> Score:
        score = Score(style, bpm or drawn_bpm, key or drawn_key, beats_per_bar or drawn_meter, bars)
        writer = _Writer(score, table, rng, played)
        writer.plan_energy(loop)
        writer.harmony(varied=varied)
        writer.drums()
        writer.bass()
        writer.comp()
        writer.pad()
        writer.lead()
        score.notes.sort(key=lambda n: (n.start, n.pitch))
        score.moods = _moods(score, table, rng)
        return score

    played: dict[str, Any] = {}
    score = written(rng, played, varied=False)
    return written(random.Random(f"{style}/{seed}/{variation}"), played, varied=True) if variation else score


def _moods(score: Score, table: Style, rng: random.Random) -> list[str]:
    moods = []
    low, high = table.bpm
    tempo = (score.bpm - low) / max(high - low, 1.0)
    if score.key.is_minor:
        moods.append("dark" if "dark" in table.moods else "sad")
    else:
        moods.append("happy" if "happy" in table.moods else "bright")
    if tempo > 0.6:
        moods.append("energetic")
    elif tempo < 0.4:
        moods.append("calm")
    moods.extend(m for m in table.moods if m in ("dreamy", "epic", "groovy", "hypnotic"))
    density = len(score.notes) / max(score.seconds, 1.0)
    moods.append("dense" if density > 12 else "sparse" if density < 6 else "bright")
    rng.shuffle(moods)
    return list(dict.fromkeys(moods))


class _Writer:
    """Writes the parts of a score one after another; `played` is how, and what stands there already is kept to."""

    def __init__(self, score: Score, table: Style, rng: random.Random, played: dict[str, Any]) -> None:
        self.score, self.table, self.rng, self.played = score, table, rng, played
        self.steps = score.beats_per_bar * 4

    def swung(self, step: float) -> float:
        beat, inside = divmod(step / 4.0, 1.0)
        if self.table.swing and abs(inside - 0.5) < 0.01:
            inside += self.table.swing
        elif self.table.swing and abs(inside - 0.75) < 0.01:
            inside += self.table.swing * 0.5
        return beat + inside

    def pattern(self, text: str) -> str:
        return (text * 2)[: self.steps]

    def add(self, bar: int, step: float, steps: float, pitch: int, velocity: float, part: str) -> None:
        start = bar * self.score.beats_per_bar + self.swung(step)
        velocity = max(0.15, min(1.0, velocity * self.rng.uniform(0.92, 1.05)))
        self.score.notes.append(Note(start, max(steps / 4.0, 0.08), pitch, velocity, part))

    def plan_energy(self, loop: bool) -> None:
        if loop:
            level = self.played.setdefault("energy", self.rng.choice((0.85, 1.0, 1.0)))
            self.score.energy = [level] * self.score.bars
            return
        levels: list[float] = []
        while len(levels) < self.score.bars:
            levels += [self.rng.choice((0.45, 0.7, 0.85, 1.0, 1.0, 1.0))] * self.rng.choice((4, 4, 8))
        self.score.energy = levels[: self.score.bars]

    def harmony(self, *, varied: bool) -> None:
        score, rng = self.score, self.rng
        if varied:
            degrees = sorted({degree for each in self.table.progressions for degree in each})
            progression, span = (0, *rng.choices(degrees, k=3)), rng.choice((1, *self.table.chord_bars))
        else:
            progression, span = rng.choice(self.table.progressions), rng.choice(self.table.chord_bars)
        sizes = {2: (0, 4), 3: (0, 2, 4), 4: (0, 2, 4, 6), 5: (0, 2, 4, 6, 8)}[self.table.chord_size]
        for bar in range(score.bars):
            degree = progression[(bar // span) % len(progression)]
            pitches = tuple(score.key.pitch(degree + step) % 12 for step in sizes)
            start = bar * score.beats_per_bar
            score.chords.append(Chord(start, score.beats_per_bar, score.key.pitch(degree) % 12, pitches))
        self.degrees = [progression[(bar // span) % len(progression)] for bar in range(score.bars)]

    def drums(self) -> None:
        rng, score = self.rng, self.score
        if self.played.setdefault("drums", rng.random()) >= self.table.drum_share:
            return
        groove = self.played.setdefault("groove", rng.choice(self.table.grooves))
        if not groove:
            return
        score.instruments["drums"] = self.table.kit
        drop = {name for name in groove if name in ("shaker", "rim", "tom", "ride") and rng.random() < 0.25}
        drop = self.played.setdefault("drop", drop)
        for bar in range(score.bars):
            energy = score.energy[bar]
            fill = bar % 4 == 3 and energy > 0.6 and rng.random() < 0.6
            for name, text in groove.items():
                if name in drop or (energy < 0.6 and name not in ("hat", "ride", "shaker", "tom")):
                    continue
                if name == "crash" and bar % 4:
                    continue
                for step, mark in enumerate(self.pattern(text)):
                    if mark == "." or (fill and step >= self.steps - 4 and name != "kick"):
                        continue
                    accent = 1.0 if step % 4 == 0 else 0.8 if step % 2 == 0 else 0.62
                    level = accent if name in ("hat", "ride", "shaker", "open") else 0.95
                    self.add(bar, step, 1, DRUM_KEYS[name], level * (0.45 if mark == "o" else 0.95), "drums")
            if fill:
                names = ("tom", "snare") if self.table.kit in ("power", "orchestra", "break") else ("snare",)
                for step in range(self.steps - 4, self.steps):
                    if rng.random() < 0.75:
                        self.add(bar, step, 1, DRUM_KEYS[rng.choice(names)], 0.7, "drums")

    def bass_pitch(self, pitch_class: int) -> int:
        floor = self.table.bass_floor
        return floor + (pitch_class - floor) % 12

    def bass(self) -> None:
        rng, score = self.rng, self.score
        score.instruments["bass"] = rng.choice(self.table.bass)
        line = rng.choice(self.table.bass_lines)
        for bar, chord in enumerate(score.chords):
            root = self.bass_pitch(chord.root)
            fifth = root + (chord.pitches[1] - chord.root if len(chord.pitches) == 2 else 7) % 12
            if score.energy[bar] < 0.5 and rng.random() < 0.5 and line != "drone":
                continue
            if line == "drone":
                self.add(bar, 0, self.steps, root, 0.75, "bass")
            elif line == "walk":
                self.walk(bar, root)
            else:
                text = self.pattern(BASS_LINES[line])
                marks = [i for i, mark in enumerate(text) if mark != "."]
                for i, step in enumerate(marks):
                    until = marks[i + 1] if i + 1 < len(marks) else self.steps
                    short = line in ("rolling", "sixteen", "offbeat", "funk", "gallop", "octave")
                    steps = min(until - step, 2) * 0.85 if short else (until - step) * 0.95
                    pitch = {"o": root + 12, "f": fifth}.get(text[step], root)
                    if line == "sixteen" and rng.random() < 0.15:
                        pitch += rng.choice((12, 3, 7))
                    self.add(bar, step, steps, pitch, 0.85, "bass")

    def walk(self, bar: int, root: int) -> None:
        degrees = self.degrees
        target = self.bass_pitch(self.score.chords[(bar + 1) % len(degrees)].root)
        pitches = [root]
        for beat in range(1, self.score.beats_per_bar - 1):
            chord = self.score.chords[bar].pitches
            pitches.append(self.bass_pitch(chord[beat % len(chord)]) + (12 if self.rng.random() < 0.15 else 0))
        pitches.append(target + self.rng.choice((-1, 1)))
        for beat, pitch in enumerate(pitches):
            self.add(bar, beat * 4, 3.6, pitch, 0.85 if beat % 2 == 0 else 0.75, "bass")

    def voicing(self, chord: Chord, center: int) -> list[int]:
        pitches = sorted(center - 5 + (p - center + 5) % 12 for p in chord.pitches)
        if self.table.chord_size == 2:
            low = center - 5 + (chord.root - center + 5) % 12
            return [low, low + 7, low + 12]
        return pitches

    def comp(self) -> None:
        rng, score = self.rng, self.score
        score.instruments["chords"] = rng.choice(self.table.chords)
        style = rng.choice(self.table.comping)
        if style == "waltz" and score.beats_per_bar != 3:
            style = "arp8"
        order = rng.choice(("up", "down", "updown", "random"))
        for bar, chord in enumerate(score.chords):
            notes = self.voicing(chord, self.table.chord_center)
            if style in ("long", "sustain"):
                if style == "long" and bar and score.chords[bar - 1].pitches == chord.pitches and bar % 2:
                    continue
                same = bar + 1 < score.bars and score.chords[bar + 1].pitches == chord.pitches and bar % 2 == 0
                for pitch in notes:
                    self.add(bar, 0, self.steps * (2 if same and style == "long" else 1) * 0.98, pitch, 0.65, "chords")
            elif style in ("arp8", "arp16", "alberti", "pick"):
                self.arpeggio(bar, notes, style, order)
            elif style == "waltz":
                for beat in (1, 2):
                    for pitch in notes:
                        self.add(bar, beat * 4, 3, pitch, 0.6, "chords")
            else:
                self.chop(bar, notes, style)

    def arpeggio(self, bar: int, notes: list[int], style: str, order: str) -> None:
        ladder = [*notes, notes[0] + 12]
        if style == "alberti":
            ladder = [notes[0], notes[-1], notes[1 % len(notes)], notes[-1]]
        elif order == "down":
            ladder = ladder[::-1]
        elif order == "updown":
            ladder = ladder + ladder[-2:0:-1]
        stride = 1 if style == "arp16" else 2
        for i, step in enumerate(range(0, self.steps, stride)):
            pitch = self.rng.choice(ladder) if order == "random" and style != "alberti" else ladder[i % len(ladder)]
            self.add(bar, step, stride * (0.9 if stride == 1 else 1.6), pitch, 0.6 + 0.15 * (step % 4 == 0), "chords")

    def chop(self, bar: int, notes: list[int], style: str) -> None:
        text = self.pattern(COMPING[style])
        marks = [i for i, mark in enumerate(text) if mark != "."]
        for i, step in enumerate(marks):
            until = marks[i + 1] if i + 1 < len(marks) else self.steps
            lengths = {"strum": until - step, "lazy": until - step, "charleston": 3, "jazz": 2, "eighths": 1.9}
            steps = lengths.get(style, 1.2)
            muted = style in ("gallop", "chug") and step % 4 != 0
            for j, pitch in enumerate(notes[:2] if muted else notes):
                delay = 0.06 * j if style == "strum" else 0.0
                self.add(bar, step + delay, min(steps, until - step), pitch, 0.5 if muted else 0.75, "chords")

    def pad(self) -> None:
        rng, score = self.rng, self.score
        if not self.table.pad or rng.random() >= self.table.pad_share:
            return
        score.instruments["pad"] = rng.choice(self.table.pad)
        for bar, chord in enumerate(score.chords):
            if score.energy[bar] >= 0.6 or rng.random() < 0.7:
                for pitch in self.voicing(chord, self.table.chord_center + 3)[:3]:
                    self.add(bar, 0, self.steps * 0.98, pitch, 0.5, "pad")

    def lead(self) -> None:
        rng, score = self.rng, self.score
        if rng.random() >= self.table.lead_share:
            return
        score.instruments["lead"] = rng.choice(self.table.lead)
        motifs = [self.motif() for _ in range(2)]
        form = rng.choice(("AABA", "ABAB", "AAAB"))
        for bar in range(score.bars):
            if score.energy[bar] < 0.6:
                continue
            motif = motifs["AB".index(form[(bar // 2) % 4])][bar % 2]
            chord = score.chords[bar]
            previous = self.table.lead_center
            for step, steps, contour, strong in motif:
                pitch = self.melody_pitch(chord, previous + contour, strong)
                previous = pitch
                self.add(bar, step, steps * 0.95, pitch, 0.8 if strong else 0.68, "lead")

    def motif(self) -> list[list[tuple[int, int, int, bool]]]:
        rng = self.rng
        bars = []
        for _ in range(2):
            notes, step = [], rng.choice((0, 0, 0, 2))
            while step < self.steps:
                fast = rng.random() < self.table.lead_density
                steps = (
                    rng.choice((1, 2, 2, 2) if fast and self.table.lead_density > 0.65 else (2, 2, 3))
                    if fast
                    else rng.choice((4, 4, 6, 8))
                )
                steps = min(steps, self.steps - step)
                if rng.random() < 0.82:
                    notes.append((step, steps, rng.choice((-4, -2, -2, -1, 0, 1, 2, 2, 3, 5)), step % 4 == 0))
                step += steps
            bars.append(notes)
        return bars

    def melody_pitch(self, chord: Chord, wanted: int, strong: bool) -> int:
        center = self.table.lead_center
        wanted = max(center - 9, min(center + 10, wanted))
        allowed = set(chord.pitches) if strong else self.score.key.pitch_classes()
        return min(range(wanted - 6, wanted + 7), key=lambda p: (p % 12 not in allowed, abs(p - wanted)))


def instrument_tags(score: Score) -> list[str]:
    """The tags of the instruments that sound in a score, in a fixed order."""
    parts = {note.part for note in score.notes}
    tags = {INSTRUMENTS[name].tag for part, name in score.instruments.items() if part in parts and part != "drums"}
    if "drums" in parts:
        tags.add("drums")
    return sorted(tags)
