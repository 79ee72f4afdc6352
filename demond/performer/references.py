"""What the music listens to beside its source: timbre, structure and x0 target, prepared in the workshop."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import torch

from demond.performer.library import Library
from demond.performer.workshop import Finished, Workshop
from engine import Session, SourceError

NAMES = ("timbre", "structure", "target")
Key = tuple[str | None, int]
NOTHING: Key = (None, 0)


class References:
    """The references in use; one that cannot be had leaves the one before it.

    `silence` and `timbre` are timbre tokens `[1, 1, H]`, without a reference and with it (None before the first was
    made); `structure` are hints and `target` a latent, both `[1, T, 64]` of their own length or None.
    """

    def __init__(self, session: Session, library: Library, workshop: Workshop) -> None:
        self._session = session
        self._library = library
        self._workshop = workshop
        self._held: dict[str, Key] = {}
        self.silence: torch.Tensor | None = None
        self.timbre: torch.Tensor | None = None
        self.structure: torch.Tensor | None = None
        self.target: torch.Tensor | None = None
        workshop.want("timbre", NOTHING, session.encode_timbre)

    def want(self, values: Mapping[str, Any]) -> None:
        """Have what the values name prepared, where it is not."""
        for name in NAMES:
            called = values[name]
            key: Key = (called, self._library.edition(called))
            if self._held.get(name) == key:
                self._workshop.have(name, key)
            else:
                self._workshop.want(name, key, partial(self._make, name, called) if called else lambda: None)

    def take(self, outcome: Finished) -> str | None:
        """Use what was prepared; returns what it is called."""
        result = outcome.result
        assert result is None or isinstance(result, torch.Tensor)
        if outcome.name == "timbre":
            if self.silence is None:
                self.silence = result
            self.timbre = self.silence if result is None else result
        elif outcome.name == "structure":
            self.structure = result
        else:
            self.target = result
        self._held[outcome.name] = outcome.key
        called: str | None = outcome.key[0]
        return called

    def _make(self, name: str, called: str) -> torch.Tensor:
        source = self._library.load(called, hints=name == "structure")
        if name == "timbre":
            return self._session.encode_timbre(source)
        if name == "target":
            return source.latent
        if source.hints is None:
            raise SourceError("this model has no tokenizer to take structure with")
        return source.hints
