"""A minute of everything that may come from outside at once, and the music goes on."""

from __future__ import annotations

from pathlib import Path

from benchmarks.connected import ATTACKERS
from benchmarks.fuzz import fuzz

SECONDS = 60.0


def test_nothing_from_outside_stops_the_sound(tmp_path: Path) -> None:
    verdicts = fuzz(SECONDS, 1, [*ATTACKERS], tmp_path)
    assert [f"{promise}: {seen}" for promise, seen, kept in verdicts if not kept] == []
