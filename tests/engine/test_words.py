"""What a caption says of tempo, key and meter, as people type it, and what it does not say."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from engine.words import Said, said


@pytest.mark.parametrize(
    ("caption", "bpm"),
    [
        ("techno, 140 bpm", 140), ("140bpm techno", 140), ("house at 96bpm", 96), ("bpm: 120", 120), ("BPM 87.5", 87.5),
        ("tempo of 99, jazz", 99), ("tempo=101", 101), ("120-130 bpm", 125), ("techno at 140", 140),
        ("90 beats per minute", 90), ("808 kick,140 bpm", 140), ("87,5 BPM", 87.5), ("30 bpm", 30), ("300 bpm", 300),
        ("slow, 140 bpm", 140), ("140-bpm hardcore", 140), ("acid 303 - 140 bpm", 140), ("trap, 808 - 140 bpm", 140),
        ("no reverb, house at 124", 124),
    ],
)  # fmt: skip
def test_numbers_are_tempi_and_count_before_words(caption: str, bpm: float) -> None:
    assert said(caption).bpm == bpm


@pytest.mark.parametrize(
    "caption",
    ["29 bpm", "301 bpm", "9999 bpm", "bpm", "80s synth", "808 drums", "at 440 Hz", "at 140 km/h", "tempo 4/4",
     "𝟙𝟚𝟘 bpm", "1984", "at 16.000", "reverb at 40", "volume at 80, dark", "recorded at 96", "live at 54",
     "tuned at 43.2", "drum and bass 174", "4 on the floor", "16 bit", "303 acid", "7/8"],
)  # fmt: skip
def test_other_numbers_are_no_tempi(caption: str) -> None:
    assert said(caption) in (Said(), Said(time_signature="4", took=("4/4",)))


def test_tempo_words_lie_in_order() -> None:
    words = ("larghissimo", "very slow", "slow", "a bit slow", "mid-tempo", "allegretto", "uptempo", "fast",
             "super fast", "prestissimo")  # fmt: skip
    tempi = [said(word).bpm or 0.0 for word in words]
    assert tempi == sorted(set(tempi))
    assert 25 < tempi[0] < tempi[-1] < 200
    assert said("slow").bpm == 70.0
    assert said("slow", (60.0, 84.0)).bpm == 62.0
    assert said("fast", (126.0, 138.0)).bpm == 145.0


@pytest.mark.parametrize(
    "caption",
    ["warm pads with a slow beat", "slow", "Slow, dark", "a slow-paced ballad", "slow strings", "no drums, slow",
     "slow tempo", "low tempo", "slow solo piano", "slow filtered house", "slow movement", "slow rap"],
)  # fmt: skip
def test_slow_is_slow(caption: str) -> None:
    assert said(caption).bpm == 70.0


@pytest.mark.parametrize(
    "caption",
    ["slow attack", "slow-attack pads", "slowly evolving drone", "slow evolving texture", "fast arpeggios",
     "fast hi-hats", "not too fast", "never slow", "breakfast", "steadfast", "slow build-up", "half-time", "fast food",
     "life in the fast lane", "a quick sketch"],
)  # fmt: skip
def test_what_is_slow_or_fast_in_sound_or_playing_is_no_tempo(caption: str) -> None:
    assert said(caption) == Said()


@pytest.mark.parametrize(
    ("caption", "key"),
    [
        ("techno in A minor", "A minor"), ("F# minor", "F# minor"), ("Bb major, slow", "Bb major"),
        ("C dorian jazz", "C dorian"), ("in Am", "A minor"), ("key of Am", "A minor"), ("key: Dm", "D minor"),
        ("house, C#m", "C# minor"), ("Bbm", "Bb minor"), ("f sharp minor", "F# minor"), ("E-flat major", "Eb major"),
        ("d minor", "D minor"), ("techno A minor 140 bpm", "A minor"), ("A minor, dark", "A minor"),
        ("in a minor, dark", "A minor"), ("A harmonic minor", "A minor"), ("C-Dur", "C major"), ("f♯ min", "F# minor"),
        ("prelude in C", "C major"), ("in F#, soft", "F# major"), ("in the key of G", "G major"),
        ("b-Moll", "Bb minor"), ("B-Dur", "Bb major"),
    ],
)  # fmt: skip
def test_keys(caption: str, key: str) -> None:
    assert said(caption).key == key


@pytest.mark.parametrize(
    "caption",
    ["a major hit", "A major hit", "a minor detail", "in a minor way", "in a cathedral", "E piano", "Am techno", "I am",
     "C", "in C minus", "b-sides", "Amaj7", "minor chords", "major", "in d", "plan B", "C# locrian", "bass in a bar"],
)  # fmt: skip
def test_what_is_no_key(caption: str) -> None:
    assert said(caption).key is None


@pytest.mark.parametrize(
    ("caption", "beats"),
    [("3/4", "3"), ("in 6/8", "6"), ("4/4 kick", "4"), ("2/4 polka", "2"), ("a waltz", "3"), ("jazz in 3", "3"),
     ("in three, slow", "3"), ("in 3 parts", None), ("12/8", None), ("5/4", None), ("1/4 notes", None),
     ("24/3/4", None), ("4/48", None)],
)  # fmt: skip
def test_meters(caption: str, beats: str | None) -> None:
    assert said(caption).time_signature == beats


def test_it_tells_what_it_took_for_what() -> None:
    found = said("Very slow waltz in Am")
    assert found == Said(50.0, "A minor", "3", ('"Very slow": 50 bpm', '"Am": A minor', '"waltz": 3/4'))
    assert said("F# minor, 140 bpm, 6/8").took == ("140 bpm", "F# minor", "6/8")


@pytest.mark.parametrize("piece", ["slow ", "not slow ", "key ", "a ", "1-", "in ", "9", "at 12 ", "very ", " ", "C#"])
def test_long_captions_take_no_time(piece: str) -> None:
    began = time.process_time()
    said(piece * (65536 // len(piece)))
    assert time.process_time() - began < 0.1


def test_reading_loads_no_torch() -> None:
    script = "import sys, engine.words; print('torch' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
