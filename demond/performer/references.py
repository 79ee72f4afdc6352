"""What the music listens to beside its source: timbre, structure and x0 target, prepared in the workshop."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import torch

from demond.performer.sources import Sources
from demond.performer.workshop import Finished, Workshop
from engine import Session, SourceError

NAMES = ("timbre", "structure", "target")
Key = tuple[str | None, int]
NOTHING: Key = (None, 0)


class References:
    """The references in use; one that cannot be had leaves the one before it.

    `timbre` is a token `[1, 1, H]`, silence's without a reference, None before the first was made; `structure` are
    hints and `target` a latent, both `[1, T, 64]` of their own length or None.
    """

    def __init__(self, session: Session, sources: Sources, workshop: Workshop) -> None:
        self._session = session
        self._sources = sources
        self._workshop = workshop
        self._held: dict[str, Key] = {}
        self.timbre: torch.Tensor | None = None
        self.structure: torch.Tensor | None = None
        self.target: torch.Tensor | None = None
        workshop.want("timbre", NOTHING, session.encode_timbre)

    def want(self, values: Mapping[str, Any]) -> None:
        """Have what the values name prepared, where it is not."""
        for name in NAMES:
            called = values[name]
            key: Key = (called, self._sources.version(called))
            if self._held.get(name) == key:
                self._workshop.have(name, key)
            else:
                self._workshop.want(name, key, partial(self._make, name, called))

    def take(self, outcome: Finished) -> str | None:
        """Use what was prepared; returns what it is called."""
        result = outcome.result
        assert result is None or isinstance(result, torch.Tensor)
        if outcome.name == "timbre":
            self.timbre = result
        elif outcome.name == "structure":
            self.structure = result
        else:
            self.target = result
        self._held[outcome.name] = outcome.key
        called: str | None = outcome.key[0]
        return called

    def _make(self, name: str, called: str | None) -> torch.Tensor | None:
        if not called:
            return self._session.encode_timbre() if name == "timbre" else None
        source = self._sources.load(called, hints=name == "structure")
        if name == "timbre":
            return self._session.encode_timbre(source)
        if name == "target":
            return source.latent
        if source.hints is None:
            raise SourceError("this model has no tokenizer to take structure with")
        return source.hints
