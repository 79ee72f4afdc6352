"""The table of controls: rows, the table itself, and how it is printed. No torch."""

from demond.parameters.row import (
    PREFIX,
    Argument,
    ControlError,
    Parameter,
    Taper,
    Value,
    default_text,
    suggest,
    takes,
)
from demond.parameters.table import (
    ACTIONS,
    AUDIO,
    PARAMETERS,
    absent,
    bound_for,
    defaults,
    find,
    find_target,
    lora_of,
    lora_rows,
    place_of,
)

__all__ = [
    "ACTIONS",
    "AUDIO",
    "PARAMETERS",
    "PREFIX",
    "Argument",
    "ControlError",
    "Parameter",
    "Taper",
    "Value",
    "absent",
    "bound_for",
    "default_text",
    "defaults",
    "find",
    "find_target",
    "lora_of",
    "lora_rows",
    "place_of",
    "suggest",
    "takes",
]
