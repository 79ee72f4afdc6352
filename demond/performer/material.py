"""What the ring works on: a source, or a loop without one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from demond.performer.link import Values
from demond.performer.sources import Sources
from engine import Session, Source, SourceError


@dataclass(frozen=True)
class Material:
    """What the ring works on: the `material_key` it was made from, its length in latent frames
    (the last may be used in part) and in samples, and where there is one the source, its structure hints `[1, T, 64]`
    and what it is called."""

    key: tuple[Any, ...]
    frames: int
    samples: int
    hints: torch.Tensor | None = None
    source: Source | None = None
    called: str | None = None


def material_key(values: Values) -> tuple[Any, ...]:
    """The values that decide the material; equal keys mean equal material."""
    if values["source"]:
        return ("source", values["source"])
    return ("plan", *(values[name] for name in ("length", "bpm", "time_signature")))


def make_material(
    session: Session, sources: Sources, values: Values, capacity: int, told: Callable[[float], None]
) -> Material:
    """Prepare the source, or a loop without one, of `capacity` samples at most; slow, for the workshop.

    `told` hears how far it is. Raises SourceError.
    """
    if values["source"]:
        source = sources.load(values["source"], told)
        if source.seconds * session.sample_rate > capacity:
            room = capacity / session.sample_rate
            raise SourceError(f"{values['source']}: is {source.seconds:.0f} s long; the memory holds {room:.0f} s")
        hints = source.hints if source.hints is not None else session.silence(source.latent.shape[1])
        samples = round(source.seconds * session.sample_rate)
        return Material(material_key(values), source.latent.shape[1], samples, hints, source, values["source"])
    near = min(round(values["length"] * session.frame_rate), capacity // session.hop - session.frame_rate)
    frames = session.loop_frames(near, bpm=values["bpm"], time_signature=values["time_signature"])
    return Material(material_key(values), frames, frames * session.hop)
