"""What the music listens to beside its source: timbre, structure and x0 target, prepared in the workshop."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch

from demond.parameters import AUDIO
from demond.performer.link import Holds, Refused, Report, Values
from demond.performer.sources import Sources
from demond.performer.workshop import Progress, Workshop
from engine import Session, SourceError
from engine.errors import in_words

REFERENCES = tuple(name for name in AUDIO if name != "source")


class References:
    """The references in use; one that cannot be had leaves the one before it.

    `timbre` is a token `[1, 1, H]`, silence's without a reference, None before the first was made; `structure` are
    hints and `target` a latent, both `[1, T, 64]` of their own length or None. `report` takes what is heard now and
    what cannot be.
    """

    def __init__(
        self,
        session: Session,
        sources: Sources,
        workshop: Workshop,
        report: Callable[[Report], None],
    ) -> None:
        self._session = session
        self._sources = sources
        self._workshop = workshop
        self._report = report
        self._held: dict[str, str] = {}
        self._made: dict[str, torch.Tensor | None] = {}
        self._want("timbre", None)

    @property
    def timbre(self) -> torch.Tensor | None:
        return self._made.get("timbre")

    @property
    def structure(self) -> torch.Tensor | None:
        return self._made.get("structure")

    @property
    def target(self) -> torch.Tensor | None:
        return self._made.get("target")

    def want(self, values: Values) -> None:
        """Have what the values name prepared, where it is not."""
        for name in REFERENCES:
            self._want(name, values[name])

    def _want(self, name: str, called: str | None) -> None:
        key = called or ""
        if self._held.get(name) == key:
            self._workshop.have(name, key)
        else:
            progress = Progress(called or "")
            make, take = partial(self._make, name, called, progress), partial(self._take, name, called)
            fail = partial(self._fail, name, called)
            self._workshop.want(name, key, make, take, fail, kind="audio" if called else "thought", progress=progress)

    def _take(self, name: str, called: str | None, made: torch.Tensor | None) -> None:
        self._made[name], self._held[name] = made, called or ""
        self._report(Holds(name, called))

    def _fail(self, name: str, called: str | None, error: Exception) -> None:
        self._report(Refused(name, called, in_words(error), self._workshop.coming(name, called)))

    def _make(self, name: str, called: str | None, progress: Progress) -> torch.Tensor | None:
        if not called:
            return self._session.encode_timbre() if name == "timbre" else None
        source = self._sources.load(called, progress, hints=name == "structure")
        if name == "timbre":
            return self._session.encode_timbre(source)
        if name == "target":
            return source.latent
        if source.hints is None:
            raise SourceError("this model has no tokenizer to take structure with")
        return source.hints
