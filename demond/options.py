"""What the command line says about one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from demond.parameters import Value
from demond.places import Places
from demond.sections import Config


@dataclass(frozen=True)
class Options:
    """What the command line says about one run."""

    config: Config  # as the file has it
    running: Config  # with what the command line says in its place
    config_path: Path | None  # as named; None is where it is looked for
    state: Path
    model: str | None = None  # instead of the configured one
    record: str | None = None
    seconds: float | None = None
    in_process: bool = False
    overrides: Mapping[str, Value] = field(default_factory=dict)

    @property
    def places(self) -> Places:
        """The folders that files lie in."""
        engine, files = self.running.engine, self.running.files
        model = self.model or engine.model
        return Places(self.state.absolute(), files.sources, files.models, model, files.recordings_gb, files.free_gb)
