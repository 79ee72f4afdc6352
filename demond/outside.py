"""How those outside are told, whichever way they came."""

from __future__ import annotations

from typing import Protocol


class Outside(Protocol):
    """Tells those outside what went wrong, whoever `to` stands for or everybody, and who asked what became of it."""

    def error(self, address: str, reason: str, to: object = None) -> None: ...

    def note(self, address: str, text: str, to: object) -> None: ...
