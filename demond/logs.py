"""How the log is written: lines for people, for the journal, or JSON."""

from __future__ import annotations

import json
import logging
import os

from engine.names import shown


class JsonLines(logging.Formatter):
    """A JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        level = record.levelname.lower()
        entry = {"time": record.created, "level": level, "name": record.name, "text": record.getMessage()}
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry)


class Lines(logging.Formatter):
    """Level as systemd's <N> prefix (sd-daemon(3)) where the journal reads us; elsewhere as a word, after the time."""

    _PRIORITIES = ((logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6), (logging.NOTSET, 7))

    def __init__(self, journal: bool) -> None:
        super().__init__()
        self._journal = journal

    def format(self, record: logging.LogRecord) -> str:
        text = f"{record.name}: {shown(record.getMessage())}"
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            text = "\n".join([text, *(f"    {shown(line)}" for line in trace.split("\n"))])
        if not self._journal:
            level = f"{record.levelname.lower()}: " if record.levelno != logging.INFO else ""
            return f"{self.formatTime(record, '%H:%M:%S')} {level}{text}"
        priority = next(number for level, number in self._PRIORITIES if record.levelno >= level)
        return "\n".join(f"<{priority}>{line}" for line in text.splitlines())


def journal_reads() -> bool:
    """Whether standard error goes to the journal: what systemd started hands JOURNAL_STREAM on, to terminals too."""
    try:
        there = os.fstat(2)
    except OSError:
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{there.st_dev}:{there.st_ino}"


def set_up(level: str, as_json: bool) -> None:
    """Have what this process logs go to standard error, as lines or as JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else Lines(journal_reads()))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
