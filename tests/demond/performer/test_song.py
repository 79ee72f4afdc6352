"""A song takes spans in: newest wins, neighbours are blended, and what did not change is not decoded again."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from demond.performer.material import Material
from demond.performer.song import Song
from engine import Request, Span

FRAMES = 200
SESSION = SimpleNamespace(codec=SimpleNamespace(margin=3), frame_rate=25)


def make_song(source=True):
    latent = SimpleNamespace(latent=torch.zeros(1, FRAMES, 64)) if source else None
    song = Song(Material((), FRAMES, FRAMES * 1920, source=latent), SESSION)
    song.edition = 1
    return song


def request(at, frames, edition=1):
    span = None if frames == FRAMES else Span(at, frames)
    return Request(torch.zeros(1, FRAMES, 128), (), span=span, tag=edition)


def random(frames, seed=0):
    return torch.randn(1, frames, 64, generator=torch.Generator().manual_seed(seed))


def test_a_whole_generation_comes_out_as_it_is():
    song, latent = make_song(), random(FRAMES)
    assert song.lacking(()).all()
    assert not song.lacking([request(0, FRAMES)]).any(), "it is under way"
    assert song.lacking([request(0, FRAMES, edition=0)]).all(), "one with older values is not"
    song.take(latent, request(0, FRAMES), {})
    assert torch.equal(song.latent, latent)
    assert not song.lacking(()).any()
    assert (song.coverage.made == 1).all()
    song.coverage.mark(0, FRAMES)
    song.edition = 2
    song.take(latent.clone(), request(0, FRAMES, edition=2), {})
    assert song.coverage.next_window(np.arange(FRAMES), FRAMES) is None, "the same again was decoded again"
    assert not song.lacking(()).any()


def test_a_span_lies_in_its_place_and_its_edges_still_lack():
    song, latent = make_song(), random(80)
    song.take(latent, request(150, 80), {})
    inside = (150 + np.arange(80)) % FRAMES
    assert torch.equal(song.latent[:, inside], latent)
    assert not song.latent[:, 30:150].any()
    assert set(np.flatnonzero(~song.lacking(()))) == set(inside[10:-10])
    assert set(np.flatnonzero(song.coverage.made)) == {*inside, 147, 148, 149, 30, 31, 32}


def test_neighbours_of_the_same_values_are_blended_over_the_edge():
    song, first, second = make_song(), torch.full((1, 80, 64), 1.0), torch.full((1, 80, 64), 2.0)
    song.take(first, request(0, 80), {})
    song.take(second, request(50, 80), {})
    heard = song.latent[0, :, 0]
    assert (heard[:70] == 1.0).all(), "what was good was made anew"
    torch.testing.assert_close(heard[70:80], 1.0 + torch.arange(1, 11) / 11)
    assert (heard[80:130] == 2.0).all()
    assert set(np.flatnonzero(~song.lacking(()))) == set(range(10, 120))


def test_newer_values_take_the_place_of_older_ones_and_never_the_other_way_round():
    song, old, new = make_song(), torch.full((1, 80, 64), 1.0), torch.full((1, 80, 64), 2.0)
    song.edition = 2
    song.take(new, request(40, 80, edition=2), {})
    song.take(old, request(60, 80, edition=1), {})
    assert (song.latent[0, 50:110, 0] == 2.0).all()
    assert (song.latent[0, 120:140, 0] == 1.0).all()
    song.take(new, request(95, 80, edition=2), {})
    assert (song.latent[0, 120:175, 0] == 2.0).all()


def test_without_a_source_the_first_span_stands_in_everywhere():
    song, latent = make_song(source=False), random(80)
    song.take(latent, request(150, 80), {})
    everywhere = song.latent[:, (150 + np.arange(FRAMES)) % FRAMES]
    assert torch.equal(everywhere, torch.cat([latent, latent, latent], dim=1)[:, :FRAMES])
    assert song.lacking(()).sum() == FRAMES - 60
    assert song.coverage.next_window(np.arange(FRAMES), FRAMES) == (0, FRAMES), "all of it is to be decoded"


@pytest.mark.parametrize(("asked", "size"), [(0.0, 200), (3.0, 75), (600.0, 200), (0.1, 50)])
def test_the_context_is_in_frames_of_the_song(asked, size):
    assert make_song().spans(asked).size == size
