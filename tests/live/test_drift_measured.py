"""What twenty turns of drift come to with the shipped model, measured as its benchmark does."""

import numpy as np
import pytest

from benchmarks.drift import measured
from demond.parameters.table import OPENING_PROMPT

MINUTES = 5.4
"""Of loops of about twelve seconds: 27 turns."""


@pytest.mark.parametrize("prompt", [OPENING_PROMPT, "techno, synth bass", "calm piano", "house"])
def test_half_drift_moves_1_to_3_db_a_turn_and_is_3_to_8_db_away_after_twenty(prompt: str) -> None:
    hour = measured({"prompt/a": prompt, "drift": 0.5, "form": "free", "seed": 42}, MINUTES)
    assert 1.0 < np.mean(hour.step) < 3.0
    assert 3.0 < np.mean(hour.start[18:]) < 8.0
    early, late = np.split(np.array(hour.loudness[:26]), 2)
    assert abs(np.mean(early) - np.mean(late)) < 1.0
    assert max(hour.loudness) - min(hour.loudness) < 4.0
