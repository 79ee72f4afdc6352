"""Drift: where the music is after so many turns, when a turn begins, and what is heard of it where."""

import math
import time
from itertools import pairwise

import numpy as np
import pytest
import torch

from demond.parameters import defaults
from demond.performer.drift import CYCLE, CYCLE_TURNS, Drift, Place, following, place, section
from demond.performer.performer import Performer
from demond.playback.loop import Loop, Walk
from demond.playback.native import Renderer
from engine import Session
from engine.variation import AS_SEEDED
from tests.demond.performer.test_performer import FRAMES, HOP, generations_since, play_long

SECONDS = FRAMES * HOP / 48000

torch.set_num_threads(1)


def values(**given):
    return defaults() | {"form": "free"} | given


def places(turns, **given):
    """Where the music is in each of so many turns."""
    walk, found = Walk(), []
    for _ in range(turns):
        found.append(place(walk, values(**given)))
        walk = following(walk, values(**given))
    return found


def angle(a, b):
    """The angle between the noises of two places, in degrees."""

    def parts(each):
        turned = 0.5 * math.pi * each.turned
        return {each.seed: math.cos(turned), each.toward: math.sin(turned)}

    one, other = parts(a), parts(b)
    return math.degrees(math.acos(min(1.0, sum(share * other.get(seed, 0.0) for seed, share in one.items()))))


def test_nothing_moves_at_0_and_all_is_the_seeds_own_in_the_first_turn():
    assert {(p.seed, p.turned, p.variation.first, p.variation.share) for p in places(50, drift=0.0)} == {
        (42, 0.0, 0, 0.0)
    }
    for drift in (0.0, 0.2, 1.0):
        first = places(1, drift=drift)[0]
        assert (first.seed, first.turned, first.section) == (42, 0.0, "")
        assert (first.variation.first, first.variation.share, first.variation.without) == (0, 0.0, frozenset())
    assert Place(1).variation is AS_SEEDED


@pytest.mark.parametrize(("drift", "least", "most"), [(0.1, 5, 18), (0.2, 20, 34), (0.5, 45, 69), (1.0, 89.9, 90.1)])
def test_the_noise_turns_by_so_many_degrees_in_each_turn_and_never_comes_back(drift, least, most):
    walked = places(400, drift=drift)
    angles = [angle(a, b) for a, b in pairwise(walked)]
    assert least - 0.1 <= min(angles)
    assert max(angles) <= most
    assert all(angle(walked[0], each) == pytest.approx(90.0) for each in walked[40:])
    assert len({each.seed for each in walked}) >= 400 * drift * 0.9


def test_seeds_side_by_side_do_not_play_the_same_one_after_the_other():
    one, other = ({each.seed for each in places(100, drift=1.0, seed=seed)} for seed in (42, 43))
    assert not one & other


def test_pieces_change_over_bar_by_bar_and_at_1_all_at_once():
    half = [each.variation for each in places(60, drift=0.5)]
    assert all(0.0 <= each.share < 1.0 and each.second == each.first + 1 and not each.another for each in half)
    assert 8 <= half[-1].first <= 12
    whole = [each.variation for each in places(60, drift=1.0)]
    assert [each.first for each in whole] == list(range(60))
    assert all(each.another and each.share == 0.0 for each in whole)
    walk = following(Walk(7, 3.3, 2.4), values(drift=1.0))
    assert walk.piece == 3.0, "another piece that is a mixture"


def test_the_fader_changes_the_pace_and_not_the_place():
    walk = Walk(10, 3.2, 1.1)
    for drift in (0.1, 0.9):
        assert place(walk, values(drift=drift)) == place(walk, values(drift=0.5))


def test_sections_are_of_4_to_16_turns_and_the_theme_comes_back():
    form = {"drift": 0.5, "form": "sections"}
    walked = places(4 * CYCLE_TURNS, **form)
    assert walked == places(4 * CYCLE_TURNS, **form)
    begins = sorted({section(turn, 42).begins for turn in range(4 * CYCLE_TURNS)})
    assert len(begins) == 4 * len(CYCLE)
    lengths = [b - a for a, b in pairwise([*begins, 4 * CYCLE_TURNS])]
    assert set(lengths) <= set(range(4, 17))
    assert len(set(lengths)) > 3
    themes = [at for at in begins if walked[at].section == "theme"]
    assert len(themes) == 12
    for theme in themes[1:]:
        assert walked[theme : theme + 4] == walked[themes[0] : themes[0] + 4], "the theme does not come back"
    wandered = {walked[at + 3].seed for at in begins if walked[at].section in ("variation", "break")}
    assert len(wandered) == 12, "variations are the same ones"
    assert {each.section for each in walked if each.variation.without} == {"intro", "break"}
    assert [each.section for each in walked] != [each.section for each in places(4 * CYCLE_TURNS, seed=7, **form)]
    assert {each.section for each in places(200, drift=0.0, form="sections")} == {""}
    began = time.thread_time()
    assert section(10**9, 42).begins > 10**9 - 16
    assert time.thread_time() - began < 0.05


class Playing:
    """A loop of two seconds and its playhead."""

    def __init__(self, seconds=2.0):
        self.loop = Loop.create(10)
        self.renderer = Renderer(self.loop.segment)
        self.loop.begin(round(seconds * 48000))
        self.loop.commit()
        self.loop.play()
        self.values = values(drift=0.5)
        self.drift = Drift(self.loop, self.values)
        self.turned_at = []

    def play(self, seconds, ahead=0.5):
        """Play on; notes how far from the seam turns are begun."""
        for _ in range(round(seconds * 100)):
            self.renderer.render(np.zeros((480, 2), np.float32))
            if self.drift.turns(self.values, ahead):
                self.turned_at.append(self.loop.left / 48000)


@pytest.fixture
def playing():
    made = []

    def make(**given):
        made.append(Playing(**given))
        return made[-1]

    yield make
    for each in made:
        each.loop.unlink()


def test_a_turn_is_begun_once_before_every_seam(playing):
    player = playing(seconds=5.0)
    player.play(24.9)
    assert player.turned_at == pytest.approx([0.5] * 5, abs=0.011)
    assert player.drift.turn == player.loop.walk.turn == 5
    assert player.drift.after_seam
    player.play(0.2)
    assert not player.drift.after_seam


@pytest.mark.parametrize(("seconds", "turns"), [(2.0, 6), (5.0, 4), (1.0, 6)])
def test_short_loops_go_around_several_times(playing, seconds, turns):
    player = playing(seconds=seconds)
    player.play(24.2)
    assert player.drift.turn == turns


def test_jumps_by_hand_and_standing_still_are_no_turns(playing):
    player = playing(seconds=5.0)
    player.play(3.0)
    for _ in range(5):
        player.loop.seek(0)
        player.play(3.0)
    assert player.drift.turn == 0
    player.loop.stop()
    player.play(20.0)
    assert player.drift.turn == 0
    player.loop.play()
    player.play(4.0)
    assert player.drift.turn == 1


def test_a_region_is_what_turns(playing):
    player = playing(seconds=9.0)
    player.loop.set_region(48000, 6 * 48000)
    player.play(20.5)
    assert player.drift.turn == 4
    assert player.turned_at == pytest.approx([0.5] * 4, abs=0.011)


def test_freeze_and_0_stop_it(playing):
    player = playing(seconds=5.0)
    for still in ({"freeze": True}, {"drift": 0.0}):
        player.values = values(drift=0.5) | still
        player.play(21.0)
        assert player.drift.turn == 0
        assert player.drift.rest(player.values, 0.5) == math.inf
    player.values = values(drift=0.5)
    player.play(6.0)
    assert player.drift.turn > 0


def test_it_rests_until_the_next_turn_is_due(playing):
    player = playing(seconds=5.0)
    player.play(1.0)
    assert player.drift.rest(player.values, 0.5) == pytest.approx(3.5, abs=0.02)
    player.play(3.7)
    assert player.drift.rest(player.values, 0.5) == pytest.approx(0.3, abs=0.02), "after the seam something is due"


def test_the_next_engine_goes_on_where_this_one_was(playing):
    player = playing(seconds=5.0)
    player.play(17.0)
    again = Drift(player.loop, player.values)
    assert (again.turn, again.place(player.values)) == (3, player.drift.place(player.values))
    player.play(5.0)
    assert again.place(player.values) == player.drift.place(player.values), "one that rehearses is left behind"
    again.restart(values(seed=9))
    assert (again.turn, again.place(values(seed=9))) == (0, place(Walk(), values(seed=9)))


# -- the performer ----------------------------------------------------------------------------------------------


def heard_turns(stage, since=0.0):
    """Of each turn of the loop that was heard as a whole which generations, by the place where they were."""
    turns, before = [[]], -1
    for at, generation, frame in stage.listener.heard:
        if at < since:
            continue
        if frame < before:
            turns.append([])
        turns[-1].append((frame, generation))
        before = frame
    return turns[1:-1]


def test_every_turn_is_of_one_generation_and_another_one_from_its_start_to_its_end(stage):
    session, performer = stage.make()
    performer.update({"drift": 0.5})
    stage.perform(5 * SECONDS, performer)
    performer.close()
    turns = heard_turns(stage)
    assert len(turns) >= 3
    first = [{generation for _, generation in turn} for turn in turns]
    assert all(len(each) == 1 for each in first), first
    played = [each.pop() for each in first]
    assert played == sorted(set(played)), "a turn was played twice"
    seeds = [(request.seed, request.turned) for request in session.requests]
    assert len(set(seeds)) >= 4
    assert performer.status()["turn"] >= 4
    assert session.clock.calls <= 8 * len(session.requests), "more is made than a generation a turn"
    assert len(session.requests) <= performer.status()["turn"] + 1


def test_a_hand_is_heard_at_once_also_right_before_the_seam(stage):
    session, performer = stage.make(tick=0.03)
    performer.update({"drift": 0.5})
    stage.perform(1.2 * SECONDS, performer)
    for left in (0.5 * SECONDS, 1.1):
        while not 0.0 < stage.loop.left / 48000 - left < 0.1:
            stage.perform(0.02, performer)
        moved, calls = stage.listener.now, session.clock.calls
        performer.update({"denoise": performer.values["denoise"] - 0.1})
        stage.perform(0.8, performer)
        assert generations_since(stage, moved)[-1] > calls, "it waits for the turn"
        assert stage.loop.left / 48000 > left - 1.0
    stage.perform(2.5 * SECONDS, performer)
    performer.close()
    assert all(len({generation for _, generation in turn}) == 1 for turn in heard_turns(stage)[-1:])


def test_values_that_move_all_the_time_do_not_keep_it_from_drifting(stage):
    _, performer = stage.make(tick=0.02)
    performer.update({"drift": 0.5})
    stage.perform(3.5 * SECONDS, performer, moving=True)
    performer.close()
    assert performer.status()["turn"] >= 3
    assert generations_since(stage, SECONDS).min() >= 1


def test_at_0_the_ring_rests_and_the_seeds_own_plays(stage):
    session, performer = stage.make()
    stage.perform(2 * SECONDS, performer)
    calls = session.clock.calls
    stage.perform(2 * SECONDS, performer)
    performer.close()
    assert session.clock.calls == calls
    assert {(request.seed, request.turned) for request in session.requests} == {(42, 0.0)}
    assert performer.rest == math.inf


def test_freeze_before_the_new_turn_is_there_leaves_the_old_one(stage):
    _, performer = stage.make()
    performer.update({"drift": 0.5})
    while performer.status()["turn"] < 2:
        stage.perform(0.02, performer)
    performer.update({"freeze": True})
    frozen = stage.listener.now
    stage.perform(2 * SECONDS, performer)
    assert len(set(generations_since(stage, frozen))) == 1
    assert performer.status()["turn"] == 1
    generation = performer.song.generation
    performer.update({"freeze": False})
    while performer.song.generation == generation:
        stage.perform(0.02, performer)
    assert performer.song.accepted.turned == pytest.approx(0.75), "the turn that was given up is heard"
    stage.perform(2 * SECONDS, performer)
    performer.close()
    assert performer.status()["turn"] >= 2


def test_an_engine_that_is_started_amid_it_goes_on(stage):
    session, performer = stage.make()
    performer.update({"drift": 0.5})
    stage.perform(3.5 * SECONDS, performer)
    performer.close()
    turn, seed = performer.status()["turn"], session.requests[-1].seed
    session, performer = stage.make()
    performer.update({"drift": 0.5})
    stage.perform(0.3 * SECONDS, performer)
    assert performer.status()["turn"] == turn
    assert session.requests[-1].seed == seed
    performer.update({"seed": 7})
    stage.perform(0.1, performer)
    performer.close()
    assert performer.status()["turn"] == 0
    assert (session.requests[-1].seed, session.requests[-1].turned) == (7, 0.0)


@pytest.mark.parametrize("slowness", [10, 40])
def test_a_machine_that_is_too_slow_plays_on(stage, slowness):
    _, performer = stage.make(tick=0.05 * slowness)
    performer.update({"drift": 0.5})
    stage.perform(40 + slowness, performer)
    performer.close()
    assert generations_since(stage).min() >= 1
    assert performer.status()["turn"] >= 5
    assert len(set(generations_since(stage))) >= 3


def test_a_song_of_spans_is_another_from_its_start_on(stage):
    session, performer = play_long(stage, 4.0, tick=0.05)
    performer.update({"drift": 0.5})
    stage.loop.seek((session.long - 12 * 25) * HOP)
    stage.perform(4.0, performer)
    before = {(request.seed, request.turned) for request in session.requests}
    assert before == {(42, 0.0)}
    sought = stage.listener.now
    stage.perform(16.0, performer)
    performer.close()
    new = next(n for n, request in enumerate(session.requests) if request.turned)
    began = 8 * new  # calls of the decoder before it, as one generation runs after the other
    heard = [(frame, generation) for at, generation, frame in stage.listener.heard if at > sought]
    assert {generation <= began for frame, generation in heard if frame > session.long // 2} == {True}
    assert {generation > began for frame, generation in heard if 2 < frame < session.long // 2} == {True}


def test_the_same_seed_plays_the_same_whatever_the_ticks_take():
    session = Session.load(decoder="eager")

    def play(jitter):
        """The turns of a loop by their number: their latents, and how they were heard."""
        drawn = np.random.default_rng(jitter)
        loop, now, turns, block = Loop.create(10), [0.0], {}, np.zeros((480, 2), np.float32)
        blocks = []
        loop.play()
        renderer = Renderer(loop.segment)
        quick = {"length": 4.0, "steps": 1, "depth": 1, "drift": 0.5, "prompt/a": "techno"}
        performer = Performer(session, loop, defaults() | quick, lambda _: None, lambda: now[0])
        while 3 not in turns:
            if not performer.step() and not loop.length:
                time.sleep(0.001)
            for _ in range(1 + int(drawn.integers(0, 2 + jitter))):
                now[0] += 0.01
                before = loop.left
                renderer.render(block)
                if loop.left > before + 480:
                    blocks = []
                    turns[performer.status()["turn"]] = performer.song.latent, blocks
                blocks.append(block.copy())
        performer.close()
        loop.unlink()
        return {turn: (latent, np.concatenate(heard)) for turn, (latent, heard) in turns.items()}

    one, other = play(0), play(8)
    assert torch.equal(one[2][0], other[2][0]), "not the same to the last bit"
    np.testing.assert_allclose(one[2][1], other[2][1], atol=1e-5)
    assert np.abs(one[2][1] - one[1][1]).max() > 0.01
