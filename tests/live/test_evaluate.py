"""`python -m engine.pocket evaluate` on a fresh checkout: figures with and without the soundfont, and sounds as their
prompts say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.pocket.making.render import missing

pytestmark = pytest.mark.live


def figures(work: Path, path: str) -> tuple[dict[str, Any], str]:
    command = [sys.executable, "-m", "engine.pocket", "--work", work, "evaluate", "--quick", "--out", work / "it.json"]
    work.mkdir()
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, env=os.environ | {"PATH": path})
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads((work / "it.json").read_text()), done.stderr


def test_without_a_soundfont_it_says_so_and_measures_what_can_be(tmp_path: Path) -> None:
    found, told = figures(tmp_path / "work", "/nowhere")
    assert "there is no fluidsynth to render pieces with" in told
    assert "Traceback" not in told
    assert found.keys() == {"training", "prompts", "speed", "size_mb"}
    for caption, row in found["prompts"].items():
        assert -22.0 < row["loudness_lufs"] < -12.0, caption
    for caption in ("techno, 140 bpm", "drum and bass, fast", "house with a warm bass"):
        row = found["prompts"][caption]
        assert row["tempo"] == pytest.approx(row["bpm"], rel=0.04), caption


@pytest.mark.skipif(missing() is not None, reason=missing() or "")
def test_it_renders_the_pieces_that_it_needs(tmp_path: Path) -> None:
    found, told = figures(tmp_path / "work", os.environ["PATH"])
    assert "compose: 100%" in told
    assert found["generator"]["style_accuracy"] > 0.8
    steps = found["steps"]
    assert steps["distance_of_played_db"]["8 steps"] <= 0.3
    assert steps["distance_of_played_db"]["16 steps"] <= 0.5
    assert steps["distance_of_correction_db"]["16 steps"] > 2.0
