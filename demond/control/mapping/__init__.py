"""Mapping files: which control of which device moves which parameter; no torch."""

from demond.control.mapping.mappings import (
    DEFAULT,
    Mappings,
    check,
    describe,
    shipped_folder,
)
from demond.control.mapping.player import Player
from demond.control.mapping.problems import MappingErrors, Problem

__all__ = [
    "DEFAULT",
    "MappingErrors",
    "Mappings",
    "Player",
    "Problem",
    "check",
    "describe",
    "shipped_folder",
]
