"""What was done and can be taken back, in the order in which it happened. No torch."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from demond.parameters import ControlError

MOST_UNDONE = 32


class Undo:
    """A stack of what can be taken back; for the event loop alone."""

    def __init__(self) -> None:
        self._done: deque[tuple[str, Callable[[], object]]] = deque(maxlen=MOST_UNDONE)

    def note(self, what: str, back: Callable[[], object]) -> None:
        """Note that something was done, in words, and how it is taken back."""
        self._done.append((what, back))

    def forget(self, back: Callable[[], object]) -> None:
        """Note no longer what is taken back by this."""
        self._done = deque((each for each in self._done if each[1] is not back), maxlen=MOST_UNDONE)

    def undo(self) -> str:
        """Take back what was done last and not taken back yet. Raises ControlError where there is nothing."""
        if not self._done:
            raise ControlError("undo", "there is nothing to take back")
        what, back = self._done.pop()
        back()
        return f"{what} taken back"
