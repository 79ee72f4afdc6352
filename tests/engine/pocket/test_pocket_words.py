"""Prompts, plans and scores of the pocket model."""

from __future__ import annotations

import itertools

import pytest
import torch

from engine.checkpoints.folders import SHIPPED
from engine.conditioning.text import format_caption
from engine.pocket.composer import compose, instrument_tags
from engine.pocket.music import Key, parse_key
from engine.pocket.plan import ONSETS, PRESENT, score_plan
from engine.pocket.planner import PocketPlanner, free_key
from engine.pocket.styles import STYLES, TABLE
from engine.pocket.text import WIDTH, PocketText
from engine.prompt import Prompt


@pytest.fixture(scope="module")
def text() -> PocketText:
    return PocketText.from_pretrained(SHIPPED / "text_encoder")


@pytest.fixture(scope="module")
def planner() -> PocketPlanner:
    return PocketPlanner.from_pretrained(SHIPPED / "planner")


def prompt(caption: str, bpm: float | None = None, meter: str | None = None, key: str | None = None) -> str:
    return format_caption(Prompt(caption, bpm=bpm, time_signature=meter, key=key))


def test_order_commas_and_case_do_not_matter(text: PocketText) -> None:
    words = ["dark", "techno", "synth bass"]
    tokens = [text.caption(prompt(sep.join(order))) for order in itertools.permutations(words) for sep in (" ", ", ")]
    assert all(torch.equal(tokens[0], other) for other in tokens)
    assert torch.equal(tokens[0], text.caption(prompt("DARK Techno; synth BASS!")))
    assert tokens[0].shape == (1, 6, WIDTH)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_is_understood(text: PocketText, style: str) -> None:
    found = text.parse(f"some {style} music").styles
    assert max(found, key=lambda name: found[name]) == style


@pytest.mark.parametrize(
    ("caption", "style"),
    [
        ("a symphony", "orchestral"), ("8-bit video game", "chiptune"), ("DnB", "drum and bass"), ("bebop", "jazz"),
        ("solo piano", "piano"), ("country", "folk"), ("thrash", "metal"), ("soundscape", "ambient"),
    ],
)  # fmt: skip
def test_free_words_land_near_their_style(text: PocketText, caption: str, style: str) -> None:
    assert text.parse(caption).styles.get(style, 0.0) >= 0.5


def test_unknown_words_change_nothing(text: PocketText) -> None:
    plain = text.caption(prompt("jazz"))
    assert torch.equal(plain, text.caption(prompt("jazz qwrtzp xylomorphic")))


def test_metas_and_template_are_read(text: PocketText) -> None:
    found = text.parse(prompt("house", 124, "3", "F# minor"))
    assert (found.bpm, found.key, found.meter) == (124.0, Key(6, "minor"), 3)
    empty = text.parse(prompt(""))
    assert (empty.bpm, empty.key, empty.meter, empty.styles) == (None, None, None, {})
    assert "bpm" not in text.parse(prompt("")).moods


def test_what_the_caption_says_counts_where_no_field_does(text: PocketText) -> None:
    found = text.parse(prompt("slow waltz, jazz, F#m"))
    assert (found.bpm, found.key, found.meter) == (109.0, Key(6, "minor"), 3)
    found = text.parse(prompt("slow waltz at 90 bpm, jazz, F#m", 124, "4", "C major"))
    assert (found.bpm, found.key, found.meter) == (124.0, Key(0, "major"), 4)


@pytest.mark.parametrize("style", STYLES)
def test_slow_is_slower_than_a_style_and_fast_is_faster(planner: PocketPlanner, style: str) -> None:
    low, high = TABLE[style].bpm
    slow, usual, fast = (planner.said(f"{style}{words}").bpm for words in (", slow", "", ", fast"))
    assert slow is not None
    assert usual is not None
    assert fast is not None
    assert usual == round((low + high) / 2)
    assert slow < 0.92 * usual
    assert fast > 1.08 * usual
    assert 0.85 * low < slow
    assert fast < 1.15 * high


def test_the_planner_tells_what_it_takes_a_caption_for(planner: PocketPlanner) -> None:
    assert planner.said("ambient").took == ("ambient: 72 bpm",)
    assert planner.said("ambient in D, slow").took == ('"slow": 62 bpm', '"D": D major')
    assert planner.said("ambient at 70 bpm, slow").took == ("70 bpm",)
    assert planner.said("").took == ("lo-fi: 81 bpm",)


def beat(hints: torch.Tensor) -> float:
    """The tempo of a plan, by the turns of its beat phase."""
    angle = torch.atan2(hints[0, :, 1], hints[0, :, 0]).double()
    turned = torch.remainder(angle.diff(), 2 * torch.pi).sum() / (2 * torch.pi)
    return float(turned / (hints.shape[1] - 1) * 25 * 60)


@pytest.mark.parametrize(
    ("caption", "bpm"),
    [("techno, 140 bpm", 140), ("ambient, slow", 62), ("ambient", 72), ("drum and bass, fast", 189)],
)
def test_plans_obey_the_caption_but_the_prompt_first(planner: PocketPlanner, caption: str, bpm: float) -> None:
    frames = planner.loop_frames(bpm, None, 400)
    assert beat(planner.hints(frames, Prompt(caption), 1)) == pytest.approx(bpm, rel=0.01)
    frames = planner.loop_frames(100.0, None, 400)
    assert beat(planner.hints(frames, Prompt(caption, bpm=100.0), 1)) == pytest.approx(100.0, rel=0.01)


def test_plans_obey_key_and_meter_of_the_caption(planner: PocketPlanner) -> None:
    fields = Prompt("techno", bpm=132.0, key="F# minor", time_signature="3")
    words = Prompt("techno, F# minor, 3/4")
    assert torch.equal(planner.hints(300, words, 5), planner.hints(300, fields, 5))
    assert not torch.equal(planner.hints(300, Prompt("techno, F# minor"), 5), planner.hints(300, fields, 5))


def test_an_empty_prompt_has_a_default_style(text: PocketText) -> None:
    assert torch.equal(text.caption(prompt("")), text.caption(prompt("lo-fi")))


def test_lyrics_are_one_constant_token(text: PocketText) -> None:
    assert torch.equal(text.lyrics("la la la"), text.lyrics(""))
    assert text.lyrics("").shape == (1, 1, WIDTH)


@pytest.mark.parametrize(
    ("written", "key"),
    [("C major", Key(0, "major")), ("f# min", Key(6, "minor")),
     ("Bb dorian", Key(10, "dorian")), ("Am", Key(9, "minor")),
     ("E", Key(4, "major")), ("N/A", None), ("", None), (None, None)],
)  # fmt: skip
def test_keys_are_read(written: str | None, key: Key | None) -> None:
    assert parse_key(written) == key or (written == "N/A" and parse_key(written) is None)


@pytest.mark.parametrize(("bpm", "meter"), [(120.0, "4"), (97.3, "3/4"), (174.0, "4"), (63.0, None), (128.0, "6/8")])
@pytest.mark.parametrize("near", [200, 300, 600])
def test_loops_hold_whole_bars(planner: PocketPlanner, bpm: float, meter: str | None, near: int) -> None:
    frames = planner.loop_frames(bpm, meter, near)
    beats = 3 if meter in ("3/4", "6/8") else 4
    bars = frames / (beats * 1500.0 / bpm)
    assert abs(bars - round(bars)) * (beats * 1500.0 / bpm) <= 0.5
    assert 0.6 * near <= frames <= 1.5 * near


def test_hints_wrap_on_a_bar(planner: PocketPlanner) -> None:
    frames = planner.loop_frames(128.0, "4", 300)
    prompt = Prompt("techno", bpm=128.0, key="A minor", time_signature="4")
    hints = planner.hints(frames, prompt, 2)
    assert hints.shape == (1, frames, 64)
    step = hints[0, 1:, 2:4] - hints[0, :-1, 2:4]
    wrap = hints[0, 0, 2:4] - hints[0, -1, 2:4]
    torch.testing.assert_close(wrap.norm(), step.norm(dim=1).mean(), rtol=0.02, atol=1e-3)
    again = planner.hints(frames, prompt, 2)
    assert torch.equal(hints, again)


@pytest.mark.parametrize("frames", [25, 111, 300, 601])
def test_hints_of_any_length(planner: PocketPlanner, frames: int) -> None:
    hints = planner.hints(frames, Prompt())
    assert hints.shape == (1, frames, 64)
    assert torch.isfinite(hints).all()
    assert (hints[..., PRESENT] == 1.0).all()


@pytest.mark.parametrize("style", STYLES)
def test_scores_stay_in_their_key_and_repeat(style: str) -> None:
    score = compose(style, 5, bars=4, key=Key(2, "minor"), bpm=110.0)
    assert score.notes == compose(style, 5, bars=4, key=Key(2, "minor"), bpm=110.0).notes
    assert instrument_tags(score)
    pitched = [n for n in score.notes if n.part in ("chords", "pad", "lead")]
    inside = [n.pitch % 12 in score.key.pitch_classes() for n in pitched]
    assert sum(inside) >= 0.85 * len(inside)
    assert all(0 <= n.start < score.beats + 1e-6 for n in score.notes)


def test_a_plan_shows_four_on_the_floor() -> None:
    score = compose("techno", 1, bars=4, bpm=125.0, beats_per_bar=4, loop=True)
    plan = score_plan(score, 192)
    kicks = torch.nonzero(plan[:, ONSETS["kick"]]).flatten()
    assert {round(float(k) / 12.0) for k in kicks} >= set(range(16))


@pytest.mark.parametrize("seed", [0, 1, 42])
def test_keys_that_nobody_names_share_their_notes_and_suit_the_style(seed: int) -> None:
    keys = {style: free_key(style, seed) for style in STYLES}
    assert len({frozenset(key.pitch_classes()) for key in keys.values()}) == 1
    assert all(key.mode in TABLE[style].modes for style, key in keys.items())
