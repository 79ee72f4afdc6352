"""One epoch of the loop: what it is made from, what was generated of it, and what of that lies in the loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray

from demond.performer.coverage import NOTHING, Coverage
from demond.performer.material import Material
from demond.performer.requests import Requests
from demond.performer.spans import Spans, span_seconds
from engine import Request, Session, Span
from engine.device import device_of

MOST_TAPS = 8


class Song:
    """A loop of latents `[1, T, 64]` of which generations bring a span each, the whole of a short one.

    Before the first of them it is the source as it is; without a source the first one's span is repeated all over.
    `edition` counts the values that a generation is made from: a frame made from older ones lacks the newest.
    `generation` counts what finished, `repeats` how many in a row of them changed nothing; `accepted` is the last
    request, of the whole song, that the ring took; `refused` is the edition of which nothing finite came, `left_out`
    the last one before a LoRA was left out; `loras` acted in the newest generation, with their strengths.
    """

    def __init__(self, material: Material, session: Session) -> None:
        self.material = material
        self.requests = Requests(session, material.frames)
        self.coverage = Coverage(material.frames)
        self.latent = None if material.source is None else material.source.latent
        self.accepted: Request | None = None
        self.edition = 0
        self.refused: int | None = None
        self.left_out = NOTHING
        self.loras: Mapping[str, float] = {}
        self.generation = 0
        self.repeats = 0
        self._earlier: deque[torch.Tensor] = deque(maxlen=MOST_TAPS)
        self._margin = session.codec.margin
        self._frame_rate = session.frame_rate

    def follows(self, material: Material) -> bool:
        """Whether other material can be taken on without a new epoch: no source in either, and the same length."""
        free = material.source is None and self.material.source is None
        return free and material.frames == self.material.frames

    def spans(self, asked: float) -> Spans:
        """The spans that the decoder sees where the performer asks for `asked` seconds."""
        seconds = span_seconds(asked, self.material.frames / self._frame_rate)
        return Spans(self.material.frames, round(seconds * self._frame_rate))

    def tap(self, number: int) -> torch.Tensor | None:
        """The song as the last generation left it, or the `number`-th last, or the first where there were fewer."""
        return self._earlier[min(number, len(self._earlier)) - 1] if self._earlier else None

    def request_for(self, span: Span, request: Request) -> Request:
        """A request of the whole song made one of a span, with the newest values' edition."""
        whole = span.frames == self.material.frames
        return replace(request, span=None if whole else span, tag=self.edition)

    def span(self, request: Request) -> Span:
        """Where in the song a request lies."""
        return request.span or Span(0, self.material.frames)

    def lacking(self, under_way: Iterable[Request]) -> NDArray[np.bool_]:
        """Which frames were not made from the newest values, nor are by one of the requests `under_way`."""
        lacking = self.coverage.edition < self.edition
        for request in under_way:
            if request.tag == self.edition:
                span = self.span(request)
                lacking[self._spans(span).kept(span.at)] = False
        return lacking

    @property
    def made_from(self) -> int:
        """The edition of the newest values that something of the latent was made from."""
        return int(self.coverage.edition.max())

    def take(self, latent: torch.Tensor, request: Request, loras: Mapping[str, float]) -> None:
        """Put a finished span `[1, W, 64]`, in which `loras` acted, in its place, except where there is something newer
        already."""
        span, edition, frames = self.span(request), request.tag, self.material.frames
        assert isinstance(edition, int)
        spans, made_from = self._spans(span), self.coverage.edition
        inside, kept = spans.inside(span.at), spans.kept(span.at)
        if self.latent is None:
            place = torch.arange(frames, device=latent.device)
            self.latent = latent[:, (place - span.at) % frames % span.frames]
        share, before = spans.shares(made_from[inside] < edition), span.cut(self.latent)
        after = latent if (share == 1.0).all() else before.lerp(latent, _beside(latent, share)[:, None])
        self.latent = span.put(self.latent, after)
        changed = np.zeros(frames, dtype=np.bool_)
        changed[inside] = (after != before).any(dim=-1)[0].cpu().numpy()
        self._earlier.appendleft(self.latent)
        self.loras = loras
        self.generation += 1
        self.repeats = 0 if changed.any() else self.repeats + 1
        self.coverage.make(changed, self.generation, self._margin)
        made_from[kept] = np.maximum(made_from[kept], edition)

    def _spans(self, span: Span) -> Spans:
        return Spans(self.material.frames, span.frames)


def _beside(latent: torch.Tensor, share: NDArray[np.float32]) -> torch.Tensor:
    return device_of(latent.device).upload([torch.from_numpy(share)])[0]
