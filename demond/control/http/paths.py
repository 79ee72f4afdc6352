"""What is answered by GET beside OSCQuery: a table of paths, and who answers each. No HTTP in here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

UI, DOOR = "/ui", "/ui/secret"
"""Where browsers are led, and what is shown in its place to who has to say the secret first."""


class Asked(NamedTuple):
    """A question: what stands behind the path, and the headers, without regard to the case of their names; `confined`
    is whether whoever asks is told no paths of files."""

    query: Mapping[str, str]
    headers: Mapping[str, str]
    confined: bool


class Answer(NamedTuple):
    """What is answered: bytes, their type, and headers beside."""

    body: bytes
    kind: str = "application/json"
    headers: Mapping[str, str] = MappingProxyType({"Cache-Control": "no-store"})


Paths = Mapping[str, Callable[[Asked], Answer | Awaitable[Answer]]]
"""By path who answers it, in the event loop and in its turn; what takes more than a few milliseconds goes aside and is
waited for."""
