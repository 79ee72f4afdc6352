"""Scores to sound: FluidSynth with a General MIDI soundfont, own voices, reverb, levels."""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.pocket.composer import DRUM_KEYS
from engine.pocket.making.voices import RATE, drum, tone
from engine.pocket.music import Note, Score
from engine.pocket.styles import INSTRUMENTS, TABLE

Stereo = NDArray[np.float32]
KIT_PROGRAMS = {"power": 16, "jazz": 32, "orchestra": 48, "dusty": 0, "hand": 0, "break": 8}
PART_LEVELS = {"drums": 0.95, "bass": 0.9, "chords": 0.62, "pad": 0.42, "lead": 0.8}
LOUDNESS = -16.0
SOUNDFONT = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")


def render(score: Score, seed: int, soundfont: Path = SOUNDFONT) -> Stereo:
    """Play a score.

    Returns `[samples, 2]`, 48 kHz, as long as the score, at -16 LUFS; notes that ring past the end are cut. `seed`
    varies levels, places in the stereo image, brightness and room.
    """
    rng = np.random.default_rng(seed)
    samples = round(score.seconds * RATE)
    mix = {part: PART_LEVELS[part] * 10 ** (rng.uniform(-2.5, 2.5) / 20) for part in PART_LEVELS}
    pans = {"drums": 0.0, "bass": 0.0, "chords": rng.uniform(-0.5, 0.5), "pad": rng.uniform(-0.3, 0.3),
            "lead": rng.uniform(-0.35, 0.35)}  # fmt: skip
    sampled = [n for n in score.notes if _is_sampled(score, n.part)]
    dry = _fluidsynth(score, sampled, mix, pans, soundfont, samples) if sampled else np.zeros((samples, 2), np.float32)
    dry += _synthesize(score, [n for n in score.notes if not _is_sampled(score, n.part)], mix, pans, rng, samples)
    wet = _reverb(dry, rng.uniform(0.5, 1.1) + TABLE[score.style].reverb, seed)
    audio = dry + wet * np.float32(TABLE[score.style].reverb * rng.uniform(0.3, 0.7))
    if score.style == "lo-fi":
        audio = _lowpass(audio, rng.uniform(3500, 6000))
        audio += _crackle(samples, rng)
    elif rng.random() < 0.25:
        audio = _lowpass(audio, rng.uniform(7000, 12000))
    audio *= 10 ** ((LOUDNESS - loudness(audio)) / 20)
    return (0.95 * np.tanh(audio / 0.95)).astype(np.float32)


def missing(soundfont: Path = SOUNDFONT) -> str | None:
    """What rendering lacks here, in a sentence; None where it can be done."""
    if shutil.which("fluidsynth") is None:
        return "there is no fluidsynth to render pieces with (Debian: fluidsynth)"
    return None if soundfont.exists() else f"there is no {soundfont} to render pieces with (Debian: fluid-soundfont-gm)"


def _is_sampled(score: Score, part: str) -> bool:
    if part == "drums":
        return score.instruments["drums"] in KIT_PROGRAMS
    return INSTRUMENTS[score.instruments[part]].program >= 0


def _variable_length(value: int) -> bytes:
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(0x80 | (value & 0x7F))
    return bytes(reversed(out))


def midi_file(score: Score, notes: list[Note], mix: dict[str, float], pans: dict[str, float]) -> bytes:
    """The notes as a standard MIDI file (format 0, 480 ticks a beat)."""
    channels = {"drums": 9, "bass": 0, "chords": 1, "pad": 2, "lead": 3}
    events: list[tuple[int, int, bytes]] = []
    for part, name in score.instruments.items():
        channel = channels[part]
        program = KIT_PROGRAMS.get(name, 0) if part == "drums" else max(INSTRUMENTS[name].program, 0)
        level = mix[part] * (1.0 if part == "drums" else INSTRUMENTS[name].level)
        volume, pan = round(min(127.0, 100 * level**0.5)), round(64 + 63 * pans[part])
        setup = bytes([0xC0 | channel, program]), bytes([0xB0 | channel, 7, volume]), bytes([0xB0 | channel, 10, pan])
        events += [(0, 0, message) for message in setup]
    for note in notes:
        channel, velocity = channels[note.part], round(20 + 105 * note.velocity)
        begin = round(note.start * 480)
        end = max(begin + 30, round((note.start + note.length) * 480))
        events.append((begin, 2, bytes([0x90 | channel, note.pitch, velocity])))
        events.append((end, 1, bytes([0x80 | channel, note.pitch, 0])))
    events.sort(key=lambda e: (e[0], e[1]))
    body = b"\x00\xff\x51\x03" + round(60e6 / score.bpm).to_bytes(3, "big")
    now = 0
    for tick, _, message in events:
        body += _variable_length(tick - now) + message
        now = tick
    body += b"\x00\xff\x2f\x00"
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(body)) + body


def _fluidsynth(
    score: Score, notes: list[Note], mix: dict[str, float], pans: dict[str, float], soundfont: Path, samples: int
) -> Stereo:
    with tempfile.TemporaryDirectory() as folder:
        midi, raw = Path(folder) / "score.mid", Path(folder) / "score.raw"
        midi.write_bytes(midi_file(score, notes, mix, pans))
        command = ["fluidsynth", "-ni", "-q", "-R", "0", "-C", "0", "-g", "0.5", "-r", str(RATE), "-T", "raw",
                   "-O", "s16", "-F", str(raw), str(soundfont), str(midi)]  # fmt: skip
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        audio = np.fromfile(raw, dtype="<i2").reshape(-1, 2).astype(np.float32) / 32768.0
    out = np.zeros((samples, 2), np.float32)
    out[: min(samples, len(audio))] = audio[:samples]
    return out * 1.6


def _synthesize(
    score: Score, notes: list[Note], mix: dict[str, float], pans: dict[str, float], rng: np.random.Generator,
    samples: int,
) -> Stereo:  # fmt: skip
    out = np.zeros((samples, 2), np.float32)
    brightness = {part: float(rng.uniform(0.7, 1.5)) for part in PART_LEVELS}
    variant = float(rng.uniform())
    names = {key: name for name, key in DRUM_KEYS.items()}
    hit = cache(lambda lane, level: drum(score.instruments["drums"], lane, level, variant))
    play = cache(lambda voice, pitch, level, seconds, bright: tone(voice, pitch, level, seconds, bright))
    for note in notes:
        begin = round(note.start * 60.0 / score.bpm * RATE)
        velocity = round(note.velocity * 16) / 16
        if note.part == "drums":
            wave = hit(names.get(note.pitch, "tom"), velocity)
            level = mix["drums"] * 0.5
        else:
            instrument = INSTRUMENTS[score.instruments[note.part]]
            seconds = round(note.length * 60.0 / score.bpm, 3)
            wave = play(instrument.voice, note.pitch, velocity, seconds, brightness[note.part])
            level = mix[note.part] * instrument.level * (0.5 if note.part == "pad" else 0.7)
        end = min(samples, begin + len(wave))
        angle = (pans[note.part] + 1.0) * np.pi / 4
        gains = np.array([np.cos(angle), np.sin(angle)], np.float32) * np.float32(level)
        out[begin:end] += wave[: end - begin, None] * gains
    return out


def _reverb(audio: Stereo, seconds: float, seed: int) -> Stereo:
    from scipy.signal import fftconvolve

    rng = np.random.default_rng(seed + 1)
    length = int(seconds * RATE)
    time = np.arange(length) / RATE
    tail = rng.standard_normal((length, 2)) * np.exp(-time / (seconds / 5.0))[:, None]
    tail[: int(0.008 * RATE)] = 0.0
    room = _lowpass(tail.astype(np.float32), 5000)
    room /= np.sqrt((room**2).sum(0, keepdims=True))
    source = _highpass(audio, 180)
    wet: Stereo = fftconvolve(source, room, axes=0)[: len(audio)].astype(np.float32)
    return wet


def _lowpass(audio: Stereo, frequency: float) -> Stereo:
    from scipy.signal import butter, sosfilt

    low: Stereo = sosfilt(butter(2, frequency, "low", fs=RATE, output="sos"), audio, axis=0).astype(np.float32)
    return low


def _highpass(audio: Stereo, frequency: float) -> Stereo:
    from scipy.signal import butter, sosfilt

    high: Stereo = sosfilt(butter(2, frequency, "high", fs=RATE, output="sos"), audio, axis=0).astype(np.float32)
    return high


def _crackle(samples: int, rng: np.random.Generator) -> Stereo:
    out = np.zeros(samples, np.float32)
    where = rng.integers(0, samples, max(1, samples // RATE * 9))
    out[where] = rng.uniform(-0.12, 0.12, len(where))
    hiss = rng.standard_normal(samples).astype(np.float32) * 0.0008
    return _lowpass((out + hiss)[:, None].repeat(2, 1), 6000)


def loudness(audio: Stereo) -> float:
    """Integrated loudness in LUFS of `[samples, 2]` at 48 kHz (ITU-R BS.1770, absolute and relative gate)."""
    from scipy.signal import lfilter

    shelf = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585])
    pass_ = ([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621])
    weighted = lfilter(*pass_, lfilter(*shelf, audio, axis=0), axis=0)
    power = np.cumsum(np.concatenate([np.zeros(1), (weighted**2).sum(1)]))
    block, hop = int(0.4 * RATE), int(0.1 * RATE)
    starts = np.arange(0, max(1, len(audio) - block + 1), hop)
    ends = np.minimum(starts + block, len(audio))
    blocks = (power[ends] - power[starts]) / np.maximum(ends - starts, 1)
    levels = -0.691 + 10 * np.log10(blocks + 1e-12)
    kept = blocks[levels > -70.0]
    if len(kept) == 0:
        return -70.0
    gate = -0.691 + 10 * np.log10(kept.mean()) - 10.0
    kept = blocks[(levels > -70.0) & (levels > gate)]
    return float(-0.691 + 10 * np.log10(kept.mean()))
