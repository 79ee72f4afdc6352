"""Plans that vary: other pieces in the same style, key, tempo and meter, bar by bar."""

import pytest
import torch

from engine import Prompt, Variation
from engine.pocket.composer import compose
from engine.pocket.music import parse_key
from engine.pocket.plan import CHORD, ONSETS
from engine.pocket.planner import PocketPlanner
from engine.pocket.styles import STYLES

FRAMES, BARS = 300, 6
GROOVE = [ONSETS[lane] for lane in ("kick", "snare", "hat")]


def plan(caption: str, variation: Variation, *, key: str | None = None, seed: int = 42) -> torch.Tensor:
    return PocketPlanner().hints(FRAMES, Prompt(caption, bpm=120.0, key=key, time_signature="4"), seed, variation)[0]


def notes(hints: torch.Tensor) -> set[int]:
    """The pitch classes that sound anywhere."""
    chroma = hints[:, CHORD : CHORD + 36].reshape(-1, 3, 12)
    return {int(note) for note in torch.nonzero(chroma.amax((0, 1)) > 0)}


@pytest.mark.parametrize("style", STYLES)
def test_a_variation_is_another_piece_in_the_same_key_tempo_and_meter(style: str) -> None:
    own = plan(style, Variation(), key="A minor")
    assert torch.equal(
        own, PocketPlanner().hints(FRAMES, Prompt(style, bpm=120.0, key="A minor", time_signature="4"), 42)[0]
    )
    scale = parse_key("A minor").pitch_classes()  # type: ignore[union-attr]
    others = [plan(style, Variation(number, another=another), key="A minor") for number in (1, 2) for another in (0, 1)]
    for other in others:
        assert not torch.equal(other, own)
        assert torch.equal(other[:, :7], own[:, :7]), "beat and bar moved"
    played = [compose(style, 42, bpm=120, key=parse_key("A minor"), bars=BARS, variation=n) for n in (1, 2, 3)]
    strange = [n for score in played for n in score.notes if n.part == "bass" and n.pitch % 12 not in scale]
    assert len(strange) <= 0.2 * sum(n.part == "bass" for score in played for n in score.notes)


@pytest.mark.parametrize("style", ["techno", "house", "jazz", "rock"])
def test_the_groove_stays_but_in_another_piece(style: str) -> None:
    own = plan(style, Variation())[:75, GROOVE]  # one bar and a half, before the first fill
    assert torch.equal(plan(style, Variation(7))[:75, GROOVE] > 0, own > 0)
    others = [plan(style, Variation(number, another=True))[:75, GROOVE] > 0 for number in range(1, 9)]
    assert any(not torch.equal(other, own > 0) for other in others)


def test_a_key_that_nobody_names_stays_that_of_the_seed() -> None:
    for variation in (Variation(3), Variation(3, another=True), Variation(3, 4, 0.5)):
        heard = notes(plan("ambient", variation))
        assert len(heard | notes(plan("ambient", Variation()))) <= 7


def test_bars_change_over_one_by_one_and_stay_changed() -> None:
    first, second = (plan("techno", Variation(number)) for number in (4, 5))
    bars = [slice(bar * FRAMES // BARS, (bar + 1) * FRAMES // BARS) for bar in range(BARS)]
    before: set[int] = set()
    for step in range(BARS + 1):
        mixed = plan("techno", Variation(4, 5, step / BARS))
        changed = {n for n, bar in enumerate(bars) if torch.equal(mixed[bar], second[bar])}
        kept = {n for n, bar in enumerate(bars) if torch.equal(mixed[bar], first[bar])}
        assert len(changed) == step
        assert len(kept) == BARS - step
        assert before <= changed
        before = changed


def test_parts_that_do_not_play_are_left_out_of_the_plan() -> None:
    thin = plan("techno", Variation(without=("drums", "lead")))
    assert not thin[:, GROOVE].any()
    assert thin[:, ONSETS["bass"]].any()


def test_plans_are_handed_out_to_be_written_to() -> None:
    plan("techno", Variation(1)).zero_()
    assert plan("techno", Variation(1)).any()
