"""Mapping files: which control of which device moves which parameter; no torch."""

from demond.control.mapping.alias import Alias
from demond.control.mapping.mappings import (
    DEFAULT,
    MappingErrors,
    Mappings,
    check,
    describe,
    shipped_folder,
)
from demond.control.mapping.port import MappedPort

__all__ = [
    "DEFAULT",
    "Alias",
    "MappedPort",
    "MappingErrors",
    "Mappings",
    "check",
    "describe",
    "shipped_folder",
]
