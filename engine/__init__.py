"""The instrument: a ring of diffusion generations, usable alone from Python."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.dcw import DCW
    from engine.errors import (
        CheckpointError,
        DecodeError,
        EngineError,
        EngineUnavailable,
        LoraError,
        RequestError,
        SourceError,
    )
    from engine.prompt import Prompt
    from engine.request import Condition, Guidance, Request, Shared, Span
    from engine.session import Session
    from engine.source import Source
    from engine.stream import Finished, Stream
    from engine.variation import Variation

_HOMES = {
    "DCW": "dcw",
    "CheckpointError": "errors",
    "DecodeError": "errors",
    "EngineError": "errors",
    "EngineUnavailable": "errors",
    "LoraError": "errors",
    "RequestError": "errors",
    "SourceError": "errors",
    "Prompt": "prompt",
    "Condition": "request",
    "Guidance": "request",
    "Request": "request",
    "Shared": "request",
    "Session": "session",
    "Source": "source",
    "Finished": "stream",
    "Stream": "stream",
    "Span": "request",
    "Variation": "variation",
}

__all__ = [
    "DCW",
    "CheckpointError",
    "Condition",
    "DecodeError",
    "EngineError",
    "EngineUnavailable",
    "Finished",
    "Guidance",
    "LoraError",
    "Prompt",
    "Request",
    "RequestError",
    "Session",
    "Shared",
    "Source",
    "SourceError",
    "Span",
    "Stream",
    "Variation",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import engine` alone stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"engine.{_HOMES[name]}"), name)
