"""Mapping files: which control of which device moves which parameter; no torch."""

from demond.control.mapping.mappings import (
    DEFAULT,
    MappingErrors,
    Mappings,
    check,
    describe,
    shipped_folder,
)
from demond.control.mapping.player import Player

__all__ = [
    "DEFAULT",
    "MappingErrors",
    "Mappings",
    "Player",
    "check",
    "describe",
    "shipped_folder",
]
