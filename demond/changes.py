"""Names in the log what the music changes to, and by whom; a flood of changes is a line a second. No torch."""

from __future__ import annotations

import asyncio
import logging

from demond.parameters import Value

LOG_SECONDS = 1.0
LONGEST_SHOWN = 80

_log = logging.getLogger("demond")


class Changes:
    """Logs every control that changed once a second at most, with its newest value. For the event loop alone."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._changed: dict[str, tuple[Value, object]] = {}

    def note(self, name: str, value: Value, origin: object) -> None:
        """Have it logged that a control has this value now, by whom where that is known."""
        if not self._changed:
            self._loop.call_later(LOG_SECONDS, self._tell)
        self._changed[name] = value, origin

    def _tell(self) -> None:
        changed, self._changed = self._changed, {}
        for name, (value, origin) in changed.items():
            _log.info("%s: %s%s", name, _shown(value), "" if origin is None else f", by {origin}")


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if not isinstance(value, str):
        return "none"
    text = repr(value)  # no line break or direction mark of it reaches the log
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}... ({len(value)} characters)"
