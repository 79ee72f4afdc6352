"""Three minutes of an installation's life, with something breaking every few seconds; `soak.py` does hours."""

from __future__ import annotations

from pathlib import Path

from tests.live.soak import soak

MINUTES, EVERY_SECONDS = 3.0, 12.0


def test_it_lives_through_everything(tmp_path: Path) -> None:
    verdicts = soak(MINUTES, EVERY_SECONDS, 1, tmp_path / "soak")
    assert [f"{promise}: {seen}" for promise, seen, kept in verdicts if not kept] == []
