"""A terminal that is drawn on whole, by the control sequences that all of them know, and given back as it was."""

from __future__ import annotations

import contextlib
import os
import sys
import termios
import tty
import unicodedata
from collections.abc import Sequence
from typing import Any

_BEGIN, _END = "\x1b[?1049h\x1b[?25l\x1b[2J", "\x1b[?25h\x1b[?1049l"
"""The other screen of the terminal and no cursor; and back."""
USUAL = (80, 24)


def usable() -> bool:
    """Whether what is printed goes to a terminal that can be drawn on."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


class Screen:
    """The terminal of this process, from `enter` to `leave`."""

    def __init__(self) -> None:
        self._out, self._in = sys.stdout.fileno(), sys.stdin.fileno() if sys.stdin.isatty() else None
        self._before: list[Any] | None = None
        self._drawn: list[str] = []

    @property
    def keys(self) -> int | None:
        """The descriptor that keys are read from; None where there are none."""
        return self._in

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines."""
        try:
            columns, lines = os.get_terminal_size(self._out)
        except OSError:
            return USUAL
        return (columns, lines) if columns and lines else USUAL

    def enter(self) -> None:
        """Take the terminal: keys are read one by one, and not shown."""
        if self._in is not None:
            self._before = termios.tcgetattr(self._in)
            tty.setcbreak(self._in, termios.TCSANOW)
        self._drawn = []
        self._write(_BEGIN)

    def leave(self) -> None:
        """Give it back as it was, as far as it is still there."""
        with contextlib.suppress(OSError):
            self._write(_END)
        if self._in is not None and self._before is not None:
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(self._in, termios.TCSADRAIN, self._before)

    def redraw(self) -> None:
        """Draw everything anew at the next `draw`."""
        self._drawn = []

    def draw(self, lines: Sequence[str]) -> None:
        """Show these lines from the top, cut to what there is room for; only what is other than before is written."""
        columns, height = self.size
        fresh = [cut(line, columns) for line in lines[:height]] + [""] * (height - len(lines))
        changed = [
            f"\x1b[{number + 1};1H{line}\x1b[K"
            for number, line in enumerate(fresh)
            if number >= len(self._drawn) or line != self._drawn[number]
        ]
        self._drawn = fresh
        if changed:
            self._write("".join(changed))

    def _write(self, text: str) -> None:
        data = text.encode(sys.stdout.encoding or "utf-8", "replace")
        while data:
            data = data[os.write(self._out, data) :]


def cut(text: str, columns: int) -> str:
    """As much of a line as fits into so many columns."""
    if text.isascii():
        return text[:columns]
    taken = 0
    for place, character in enumerate(text):
        wide = unicodedata.east_asian_width(character) in "WF"
        taken += 0 if unicodedata.combining(character) else 2 if wide else 1
        if taken > columns:
            return text[:place]
    return text
