"""What a caption says of tempo, key and meter; no torch.

A number counts before a word. What could mean something else is left alone: "a major hit" names no key, a slow attack
no tempo.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.pocket.music import parse_key

LOWEST, HIGHEST = 30.0, 300.0
READ = 2000
"""Characters of a caption that are read; text encoders hear no more either."""

USUAL = (60.0, 160.0)
"""The tempi that words are measured by where nothing is known of the style."""

LEAST_REACH = 0.12
"""The part of a style's middle tempo that words reach from it at least: slow is slow where the style has one tempo."""

_PACES = {
    "larghissimo": -1.6, "largo": -1.2, "lento": -1.1, "adagio": -0.9, "slow": -0.8, "low tempo": -0.8,
    "downtempo": -0.6, "down tempo": -0.6, "slower": -0.5, "andante": -0.4, "leisurely": -0.4,
    "moderato": 0.0, "midtempo": 0.0, "mid tempo": 0.0, "medium tempo": 0.0, "moderate tempo": 0.0,
    "allegretto": 0.2, "brisk": 0.4, "faster": 0.5, "allegro": 0.5, "uptempo": 0.6, "up tempo": 0.6,
    "fast": 0.8, "quick": 0.8, "high tempo": 0.8, "vivace": 0.9, "breakneck": 1.2, "presto": 1.3, "prestissimo": 1.6,
}  # fmt: skip
"""Where words lie between the middle of the usual tempi, 0, and their ends, -1 and 1, or beyond them."""

_DEGREES = {
    **dict.fromkeys(("very", "really", "extremely", "super", "ultra", "incredibly", "so"), 1.5),
    **dict.fromkeys(("rather", "fairly", "quite", "pretty", "slightly", "moderately", "a bit", "a little"), 0.5),
}
_CLAUSES = re.compile(r"[,.;:!?()]")
_NOT = {"not", "no", "never", "nor", "without", "less", "isn't", "don't"}
_OTHERWISE = re.compile(
    r"(?:attack|release|decay|fade|fading|build|building|build-?up|burn|burning|evolving|evolution|moving|change|changing|"
    r"shift|shifting|morph|morphing|swell|sweep|sweeping|filter|lfo|modulation|modulated|tremolo|vibrato|chorus|phaser|"
    r"flanger|delay|echo|pan|panning|rise|rising|crescendo|arp|arpeggio|arpeggiated|arpeggiator|run|lick|fill|picking|"
    r"strumming|fingerpicking|hat|hi-?hat|roll|rolling|trill|shredding|food|forward|lane|car|demo|idea|look|sketch|test)s?\b"
)
"""Words that follow where slow or fast speaks of sound, of playing or of something else, not of tempo."""

_LEVELS = (
    "volume", "level", "gain", "cutoff", "filter", "resonance", "reverb", "delay", "echo", "swing",
    "drive", "distortion", "recorded", "sampled", "mastered", "tuned", "live", "looking",
)  # fmt: skip
"""Words before "at" and a number that is none of a tempo."""

_TEMPO = re.compile(
    rf"\b(?:(?P<degree>{'|'.join(_DEGREES)}) )?"
    rf"\b(?P<word>{'|'.join(sorted(_PACES, key=len, reverse=True)).replace(' ', '[ -]')})\b",
    re.I | re.ASCII,
)
_BPM = "([0-9]{2,3}(?:[.,][0-9]{1,2})?)"
_BPMS = (
    re.compile(
        rf"(?<![0-9])(?<![0-9][.,])(?:{_BPM} ?(?:-|–|to) ?)?{_BPM}[ -]?(?:bpms?\b|beats (?:per|a) minute)", re.I
    ),
    re.compile(rf"\b(?:bpm|tempo)(?: ?[:=] ?| (?:of |is |at |around |about )?)(){_BPM}(?![0-9/]|[.,][0-9])", re.I),
    re.compile(rf"{''.join(rf'(?<!{word} )' for word in _LEVELS)}\bat (){_BPM}(?= ?(?:$|[;!)]|[.,](?![0-9])))", re.I),
)
_MODES = "major|minor|maj|min|moll|dur|dorian|phrygian|lydian|mixolydian|aeolian|ionian"
_KEY = re.compile(
    r"(?:\b(?P<before>(?i:in|key(?: of| is)?(?: ?[:=])?)) ?)?"
    r"(?<![\w'#♯♭-])(?P<letter>[A-Ga-g])(?P<sign>[#♯♭b]|[ -](?i:sharp|flat))?"
    rf"(?:[ -]?(?i:(?:harmonic |natural |melodic )?(?P<mode>{_MODES}))|(?P<short>m))?(?![\w#♯♭'/])"
)
_CLOSED = re.compile(r" ?(?:$|[,.;:!?()\[\]|+&/]|-+ |– )")
_APART = re.compile(r" (?:[0-9]|(?:at|and|with|key|scale|chords?|bpm)\b)")
_SIGNS = {"sharp": "#", "♯": "#", "flat": "b", "♭": "b"}
_METERS = {"2": "2/4", "3": "3/4", "4": "4/4", "6": "6/8"}
_METER = re.compile(
    r"(?<![0-9/.,])(?:(?P<fraction>[234])/4|(?P<eighths>6)/8)(?![0-9/])|\b(?P<waltz>waltz(?:es)?|valse)\b"
    r"|\bin (?P<beats>[2346]|two|three|four|six)(?= ?(?:$|[,.;:!?()]))",
    re.I,
)
_COUNTS = {"two": "2", "three": "3", "four": "4", "six": "6"}


@dataclass(frozen=True)
class Said:
    """What a caption says, None where it says nothing: beats per minute, a key as "F# minor", beats of a bar as "3".

    `took` tells what each was read from, as `"slow": 66 bpm`.
    """

    bpm: float | None = None
    key: str | None = None
    time_signature: str | None = None
    took: tuple[str, ...] = ()


def said(caption: str, usual: tuple[float, float] = USUAL) -> Said:
    """Read a caption; `usual` are the tempi of its style, by which tempo words are measured."""
    text = " ".join(caption[:READ].split())
    tempo = _number(text) or _pace(text, usual)
    key, meter = _key(text), _meter(text)
    return Said(
        None if tempo is None else tempo[0],
        None if key is None else key[0],
        None if meter is None else meter[0],
        tuple(took for _, took in filter(None, (tempo, key, meter))),
    )


def took(words: str, meaning: str) -> str:
    """How it is told what words were taken for."""
    return meaning if words == meaning else f'"{words}": {meaning}'


def _number(text: str) -> tuple[float, str] | None:
    for pattern in _BPMS:
        for found in pattern.finditer(text):
            *lower, bpm = (float(number.replace(",", ".")) for number in found.groups() if number)
            if lower and LOWEST <= lower[0] < bpm:
                bpm = (lower[0] + bpm) / 2.0
            if LOWEST <= bpm <= HIGHEST:
                return bpm, took(found[0], f"{bpm:g} bpm")
    return None


def _pace(text: str, usual: tuple[float, float]) -> tuple[float, str] | None:
    middle = sum(usual) / 2.0
    reach = max(usual[1] - middle, LEAST_REACH * middle)
    for found in _TEMPO.finditer(text):
        before = _CLAUSES.split(text[max(0, found.start() - 40) : found.start()].lower())[-1].split()[-3:]
        if not _NOT & {*before} and not _OTHERWISE.match(text[found.end() + 1 : found.end() + 16].lower()):
            degree = _DEGREES.get((found["degree"] or "").lower(), 1.0)
            pace = _PACES[found["word"].lower().replace("-", " ")]
            bpm = float(round(middle + reach * pace * degree))
            return bpm, took(found[0], f"{bpm:g} bpm")
    return None


def _key(text: str) -> tuple[str, str] | None:
    for found in _KEY.finditer(text):
        if _is_key(found, text[found.end() : found.end() + 16]):
            letter, sign = found["letter"].upper(), (found["sign"] or "").strip(" -").lower()
            if letter == "B" and not sign and (found["mode"] or "").lower() in ("dur", "moll"):
                sign = "b"  # a German B
            key = parse_key(f"{letter}{sign} {found['mode'] or found['short'] or ''}")
            if key is not None:
                name = f"{letter}{_SIGNS.get(sign, sign)} {key.mode}"
                return name, took(text[found.start("letter") : found.end()], name)
    return None


def _is_key(found: re.Match[str], after: str) -> bool:
    """Whether a letter that may be a key's is meant as one: an article is, a note's name and an `m` may be none."""
    before, letter, closed = (found["before"] or "").lower(), found["letter"], bool(_CLOSED.match(after))
    if before.startswith("key"):
        return letter.isupper() or found["mode"] is not None
    if found["mode"] is None:
        named = bool(before) and letter.isupper() and (closed or found["short"] is not None)
        return named or (letter.isupper() and found["sign"] is not None and found["short"] is not None)
    if letter not in "Aa" or found["sign"]:
        return True
    apart = closed or bool(_APART.match(after))
    return apart and bool(before) if letter == "a" else apart or bool(before)


def _meter(text: str) -> tuple[str, str] | None:
    found = _METER.search(text)
    if found is None:
        return None
    beats = found["fraction"] or found["eighths"] or ("3" if found["waltz"] else found["beats"].lower())
    beats = _COUNTS.get(beats, beats)
    return beats, took(found[0], _METERS[beats])
