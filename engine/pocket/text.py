"""The pocket text encoder: words to tags to a few tokens."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from engine.checkpoints.module import read_config, read_weights
from engine.pocket.lexicon import TAGS, phrases
from engine.pocket.music import SCALES, Key, parse_key
from engine.pocket.styles import INSTRUMENT_TAGS, MOODS, STYLES, TABLE
from engine.words import Said, said

WIDTH, VECTOR = 80, 50
SLOTS = ("style", "instrument", "mood", "bpm", "key", "meter")
BPM_POINTS = 16
DEFAULT_STYLE = "lo-fi"
IGNORED = {
    "a", "an", "and", "the", "of", "with", "in", "for", "to", "at", "on", "by", "from", "is", "it", "some", "very",
    "music", "song", "track", "tune", "style", "sound", "sounds", "play", "make", "like", "sort", "kind", "me", "my",
    "no", "not", "without", "bpm", "key", "this", "that", "as", "or", "but", "i", "you", "we", "feel", "feeling",
    "major", "minor", "piece", "sharp", "flat", "tempo", "quick", "brisk", "paced", "mid",
}  # fmt: skip


@dataclass
class Reading:
    """What was read in a prompt: weights of tags 0..1, the metas that it gives, and what its caption said of those."""

    styles: dict[str, float] = field(default_factory=dict)
    instruments: dict[str, float] = field(default_factory=dict)
    moods: dict[str, float] = field(default_factory=dict)
    bpm: float | None = None
    key: Key | None = None
    meter: int | None = None
    said: Said = field(default_factory=Said)

    @property
    def style(self) -> str:
        """The style that counts most, the default one where none was read."""
        return max(self.styles, key=lambda name: self.styles[name], default=DEFAULT_STYLE)


def split_prompt(text: str) -> tuple[str, dict[str, str]]:
    """Part the caption and the metas of ACE-Step's prompt template; any other text is all caption."""
    caption = re.search(r"# Caption[ \t]*\n(.*?)(?=\n\s*# Metas|\Z)", text, re.S)
    metas = re.search(r"# Metas\s*\n(.*)", text, re.S)
    pairs = re.findall(r"-\s*(\w+)\s*:\s*([^\n<]+)", metas.group(1)) if metas else []
    return (caption.group(1) if caption else text), {name.lower(): value.strip() for name, value in pairs}


def _number(text: str | None) -> float | None:
    match = re.search(r"\d+(?:\.\d+)?", text or "")
    return min(float(match.group()), 1000.0) if match else None


class PocketText(nn.Module):
    """Reads a prompt with a lexicon, and what the lexicon lacks with a small table of word vectors (GloVe).

    `caption` and `lyrics` return `[1, L, 80]`. Order, commas and case do not matter; unknown words say nothing.
    """

    vectors: Tensor

    def __init__(self, words: list[str] | None = None, vectors: Tensor | None = None) -> None:
        super().__init__()
        self.words = words or []
        self.index = {word: row for row, word in enumerate(self.words)}
        self.register_buffer("vectors", vectors if vectors is not None else torch.zeros(0, VECTOR, dtype=torch.int8))
        self.known = phrases()
        self._anchors: tuple[Tensor, Tensor] | None = None

    @classmethod
    def from_pretrained(cls, folder: str | Path, **_: Any) -> PocketText:
        """Load from a folder with `config.json` (the words) and `diffusion_pytorch_model.safetensors`."""
        words = read_config(Path(folder))["words"].split()
        return cls(words, read_weights(Path(folder), shapes={"vectors": (len(words), VECTOR)})["vectors"])

    def save_pretrained(self, folder: str | Path) -> None:
        """Write what `from_pretrained` reads."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        config = {"_class_name": "PocketText", "text_hidden_dim": WIDTH, "words": " ".join(self.words)}
        (folder / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
        save_file({"vectors": self.vectors.cpu().contiguous()}, folder / "diffusion_pytorch_model.safetensors")

    def parse(self, text: str) -> Reading:
        """Read a caption, alone or inside the prompt template."""
        caption, metas = split_prompt(text)
        reading = Reading()
        for (kind, name), weight in zip(TAGS, self._tag_weights(caption), strict=True):
            if weight > 0.0:
                {"style": reading.styles, "instrument": reading.instruments, "mood": reading.moods}[kind][name] = weight
        total = sum(reading.styles.values())
        if total > 1.0:
            reading.styles = {name: weight / total for name, weight in reading.styles.items()}
        reading.said = said(caption, TABLE[reading.style].bpm)
        reading.bpm = _number(metas.get("bpm")) or reading.said.bpm
        keyscale = metas.get("keyscale", "N/A")
        reading.key = parse_key(reading.said.key if keyscale.upper().startswith("N/A") else keyscale)
        meter = _number(metas.get("timesignature")) or _number(reading.said.time_signature)
        reading.meter = int(meter) if meter and 2 <= meter <= 12 else None
        return reading

    def _tag_weights(self, caption: str) -> list[float]:
        words = re.findall(r"[a-z0-9]+", caption.lower())
        weights = [0.0] * len(TAGS)
        near: list[tuple[int, float]] = []
        at = 0
        while at < len(words):
            for size in (4, 3, 2, 1):
                phrase = " ".join(words[at : at + size])
                tags = self.known.get(phrase) or self.known.get(phrase.removesuffix("s"))
                if tags and at + size <= len(words):
                    for tag in tags:
                        weights[tag] = 1.0
                    break
            else:
                size = 1
                near += self._near(words[at])
            at += size
        exact = {kind for (kind, _), weight in zip(TAGS, weights, strict=True) if weight}
        for tag, weight in near:
            if TAGS[tag][0] not in exact:
                weights[tag] = max(weights[tag], weight)
        names = [name for _, name in TAGS]
        if not any(weights[: len(STYLES)]) and weights[names.index("piano", len(STYLES))] == 1.0:
            others = [w for (kind, n), w in zip(TAGS, weights, strict=True) if kind == "instrument" and n != "piano"]
            if not any(others):
                weights[STYLES.index("piano")] = 1.0
        return weights

    def _row(self, word: str) -> int | None:
        return self.index.get(word, self.index.get(word.removesuffix("s")))

    def _vector(self, word: str) -> Tensor | None:
        row = self._row(word)
        if row is None:
            return None
        vector = self.vectors[row].float()
        unit: Tensor = vector / (vector.norm() + 1e-6)
        return unit

    def _near(self, word: str) -> list[tuple[int, float]]:
        """Tags whose words lie near a word that the lexicon does not have, with weights up to 0.8."""
        vector = None if word in IGNORED or word.isdigit() else self._vector(word)
        if vector is None:
            return []
        if self._anchors is None:
            self._anchors = self._build_anchors()
        table, owners = self._anchors
        if not len(table):
            return []
        similarity = table @ vector
        order = similarity.argsort(descending=True)[:3]
        found: dict[int, float] = {}
        for row in order.tolist():
            weight = min(0.8, max(0.0, (float(similarity[row]) - 0.55) * 3.0))
            if weight > 0.05:
                owner = int(owners[row])
                found[owner] = max(found.get(owner, 0.0), weight)
        return list(found.items())

    def _build_anchors(self) -> tuple[Tensor, Tensor]:
        pairs = [
            (row, tag) for phrase, tags in self.known.items() if (row := self._row(phrase)) is not None for tag in tags
        ]
        rows, owners = torch.tensor(pairs, dtype=torch.long).reshape(-1, 2).T
        vectors = self.vectors[rows].float()
        return vectors / (vectors.norm(dim=1, keepdim=True) + 1e-6), owners

    def caption(self, text: str) -> Tensor:
        """Encode a prompt as six tokens `[1, 6, 80]`: style, instruments, moods, tempo, key, meter."""
        reading = self.parse(text)
        if not reading.styles and not reading.instruments and not reading.moods:
            reading.styles = {reading.style: 1.0}
        return encode(reading).to(self.vectors.device)

    def lyrics(self, text: str = "") -> Tensor:
        """One constant token `[1, 1, 80]`: words that would be sung are accepted and not used."""
        token = torch.zeros(1, 1, WIDTH, device=self.vectors.device)
        token[..., -1] = 1.0
        return token


def encode(reading: Reading) -> Tensor:
    """The tokens of what was read `[1, 6, 80]`; what was not said is marked as that."""
    tokens = torch.zeros(1, len(SLOTS), WIDTH)
    slot = {name: row for row, name in enumerate(SLOTS)}
    for row in range(len(SLOTS)):
        tokens[0, row, row] = 1.0
    content = len(SLOTS)
    for name, values, weights in (
        ("style", STYLES, reading.styles),
        ("instrument", INSTRUMENT_TAGS, reading.instruments),
        ("mood", MOODS, reading.moods),
    ):
        for column, value in enumerate(values):
            tokens[0, slot[name], content + column] = 2.0 * weights.get(value, 0.0)
        tokens[0, slot[name], -2] = 0.0 if weights else 1.0
    if reading.bpm:
        place = (math.log2(max(40.0, min(240.0, reading.bpm)) / 40.0) / math.log2(6.0)) * (BPM_POINTS - 1)
        points = torch.exp(-0.5 * (torch.arange(BPM_POINTS) - place) ** 2 / 0.8)
        tokens[0, slot["bpm"], content : content + BPM_POINTS] = 2.0 * points
    else:
        tokens[0, slot["bpm"], -2] = 1.0
    if reading.key:
        tokens[0, slot["key"], content + reading.key.tonic] = 2.0
        tokens[0, slot["key"], content + 12 + list(SCALES).index(reading.key.mode)] = 1.5
        tokens[0, slot["key"], content + 18 + int(reading.key.is_minor)] = 1.5
    else:
        tokens[0, slot["key"], -2] = 1.0
    if reading.meter:
        tokens[0, slot["meter"], content + min(reading.meter, 8)] = 2.0
    else:
        tokens[0, slot["meter"], -2] = 1.0
    return tokens
