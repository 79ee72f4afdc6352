"""The performer against the real loop and callback, in simulated time: the listener hears what the clock renders."""

import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
import torch

import engine
from demond.curves import Ramp
from demond.parameters import defaults
from demond.performer.performer import SEAM, Performer, cut_window
from demond.performer.score import Material
from demond.playback.loop import Loop
from demond.playback.native import Renderer
from engine.conditioning import PromptTokens

HOP, RATE, FRAMES = 1920, 25, 150
SCALE = 1e-3


class Listener:
    """A clock whose passing time is rendered from the loop, noting which generation lay under the playhead."""

    def __init__(self, loop):
        self.now = 0.0
        self.loop = loop
        self.renderer = Renderer(loop.segment)
        self.heard = []
        self._owed = 0.0

    def advance(self, seconds):
        self._owed += seconds * 48000
        while self._owed >= 480:
            self._owed -= 480
            self.now += 0.01
            self.renderer.render(np.zeros((480, 2), np.float32))
            if self.loop.length and self.loop.settled:
                bank = self.loop.segment.banks[self.loop._committed()]
                value = bank[int(self.loop.position) % self.loop.length, 0]
                self.heard.append((self.now, round(float(value) / SCALE)))


class Session:
    """Stands in for the engine's session with known costs: each generation decodes to its own constant."""

    sample_rate, frame_rate, hop = 48000, RATE, HOP

    def __init__(self, listener, tick=0.1, decode=0.05, ticks_per_finish=2):
        self.listener, self.tick_cost, self.decode_cost = listener, tick, decode
        self.ticks_per_finish = ticks_per_finish
        self.finish_times, self.ticks, self.requests, self.still = {}, 0, [], False
        self.depth, self.busy = 4, True
        self.encoded, self.refused, self.gate = [], None, threading.Event()
        self.gate.set()

    def __len__(self):
        return self.depth

    def stream(self, depth):
        return self

    def new_epoch(self):
        return 1

    def set_shared(self, shared):
        self.shared = shared

    def submit(self, request):
        self.requests.append(request)

    def tick(self):
        self.listener.advance(self.tick_cost)
        self.ticks += 1
        if self.ticks % self.ticks_per_finish:
            return []
        generation = 1 if self.still else len(self.finish_times) + 1
        self.finish_times[generation] = self.listener.now
        return [SimpleNamespace(latent=torch.full((1, self.requests[-1].context.shape[1], 64), float(generation)))]

    def decode(self, latent, start, stop, *, cyclic):
        self.listener.advance(self.decode_cost * (stop - start) / RATE)
        return np.full((2, (stop - start) * HOP), float(latent[0, 0, 0]) * SCALE, np.float32)

    def prepare_source(self, path, *, hints):
        if path.name == "noise.txt":
            raise ValueError("noise.txt: no audio in it")
        return engine.Source(torch.zeros(1, 75, 64), torch.zeros(1, 75, 64), 3.0)

    def loop_frames(self, near, **_):
        return FRAMES

    def plan(self, frames, **_):
        return torch.zeros(1, frames, 64)

    def read_text(self, caption, *, bpm, **_):
        if caption == self.refused:
            raise ValueError("cannot be encoded")
        self.gate.wait(5)
        self.encoded.append(bpm)
        return caption

    def encode_prompt(self, text):
        return PromptTokens(torch.zeros(1, 1, 8), torch.zeros(1, 1, 8))

    def encode_timbre(self, reference=None):
        return torch.zeros(1, 1, 8)

    blend_tokens = staticmethod(engine.Session.blend_tokens)

    def null_tokens(self):
        return torch.zeros(1, 1, 8)

    def context(self, hints, *, strength=1.0, chunk_mask=None):
        return torch.zeros(1, hints.shape[1], 128)


@pytest.fixture
def stage():
    loop = Loop.create(20)
    loop.play()
    listener = Listener(loop)
    reports = []

    def perform(seconds, performer):
        end = listener.now + seconds
        while listener.now < end:
            if not performer.step():
                listener.advance(0.02)
                time.sleep(0.001)

    def make(**costs):
        session = Session(listener, **costs)
        performer = Performer(session, loop, defaults(), lambda *report: reports.append(report), lambda: listener.now)
        return session, performer

    yield SimpleNamespace(loop=loop, listener=listener, reports=reports, perform=perform, make=make)
    loop.unlink()


@pytest.mark.parametrize("slowness", [1, 2, 3, 5, 7, 10])
@pytest.mark.parametrize("region", [(0, 0), (2 * 48000, 4 * 48000)], ids=["whole", "region"])
def test_slow_ticks_leave_no_hole_and_no_stale_stretch(stage, slowness, region):
    session, performer = stage.make(tick=0.05 * slowness, decode=0.05)
    stage.loop.set_region(*region)
    stage.perform(16 + 2 * slowness, performer)
    performer.close()
    heard = stage.listener.heard
    generations = np.array([generation for _, generation in heard])
    assert len(heard) > 500
    assert generations.min() >= 1, "something was played that was never decoded"
    interval = float(np.median(np.diff(list(session.finish_times.values()))))
    ages = [at - session.finish_times[generation] for at, generation in heard if at > heard[0][0] + 6 * interval]
    assert max(ages) < 1.5 * interval + 0.4, "the listener was left with old music"
    assert stage.loop.counters().stale < 48000 * interval


def test_values_that_keep_moving_still_take_effect(stage):
    session, performer = stage.make()
    stage.perform(3, performer)
    bpms = [performer._values["bpm"]]
    for step in range(60):
        performer.update({"bpm": 120.0 + step})
        performer.step()
        time.sleep(0.002)
        bpms.append(session.encoded[-1])
    performer.close()
    assert len(set(bpms)) > 10


def test_text_that_is_ready_only_after_the_ring_has_settled_is_still_played(stage):
    session, performer = stage.make()
    session.still = True
    stage.perform(5, performer)
    session.gate.clear()
    performer.update({"prompt/a": "something slow to encode"})
    stage.perform(8, performer)
    before = session.requests[-1].conditions[0].tokens
    session.gate.set()
    until = time.monotonic() + 2
    while session.requests[-1].conditions[0].tokens is before and time.monotonic() < until:
        stage.perform(0.1, performer)
    performer.close()
    assert session.requests[-1].conditions[0].tokens is not before


def test_a_prompt_that_is_ready_before_the_first_plays_alone(stage):
    session, performer = stage.make()
    session.refused = "broken"
    performer.update({"prompt/a": "broken", "prompt/b": "jazz", "blend": 0.0})
    stage.perform(3, performer)
    performer.close()
    assert len(session.requests[-1].conditions) == 1
    assert any(kind == "problem" for kind, _ in stage.reports)


def test_a_sudden_tenfold_slowdown_plays_older_music_but_never_silence(stage):
    session, performer = stage.make(tick=0.05)
    stage.perform(6, performer)
    session.tick_cost = 0.5
    stage.perform(15, performer)
    performer.close()
    assert min(generation for _, generation in stage.listener.heard) >= 1


def test_a_settled_ring_rests_and_a_change_wakes_it(stage):
    session, performer = stage.make()
    session.still = True
    stage.perform(8, performer)
    rested = session.ticks
    stage.perform(3, performer)
    assert session.ticks == rested
    performer.update({"denoise": 0.5})
    stage.perform(1, performer)
    assert session.ticks > rested
    assert session.requests[-1] is not session.requests[0]
    performer.close()


def test_freeze_stops_the_ticks_and_the_loop_sounds_on(stage):
    session, performer = stage.make()
    stage.perform(6, performer)
    performer.update({"freeze": True})
    performer.step()
    ticks = session.ticks
    stage.perform(3, performer)
    assert session.ticks == ticks
    assert stage.loop.playing
    performer.update({"freeze": False})
    stage.perform(1, performer)
    assert session.ticks > ticks
    performer.close()


def test_a_new_source_enters_with_one_crossfade_and_its_own_length(stage):
    session, performer = stage.make()
    stage.perform(5, performer)
    performer.update({"source": "song.wav"})
    stage.perform(5, performer)
    performer.close()
    assert stage.loop.length == 75 * HOP
    assert session.requests[-1].source is not None
    assert min(generation for _, generation in stage.listener.heard) >= 1
    assert [kind for kind, _ in stage.reports].count("entered") == 2


def test_a_source_that_is_no_audio_is_reported_and_changes_nothing(stage):
    session, performer = stage.make()
    stage.perform(5, performer)
    performer.update({"source": "noise.txt"})
    ticks = session.ticks
    stage.perform(2, performer)
    assert ("problem", ("source", "noise.txt", "noise.txt: no audio in it")) in stage.reports
    assert stage.loop.length == FRAMES * HOP
    assert session.ticks > ticks
    performer.update({"source": None})
    stage.perform(2, performer)
    assert [kind for kind, _ in stage.reports].count("entered") == 1, "the old source entered again"
    performer.close()


def test_silent_prompts_cost_no_rows_and_blending_two_makes_two_conditions(stage):
    session, performer = stage.make()
    stage.perform(2, performer)
    assert len(session.requests[-1].conditions) == 1
    performer.update({"prompt/b": "jazz", "blend": 0.25})
    stage.perform(3, performer)
    conditions = session.requests[-1].conditions
    assert [condition.weight for condition in conditions] == [0.75, 0.25]
    performer.update({"blend": 1.0})
    stage.perform(1, performer)
    assert len(session.requests[-1].conditions) == 1
    performer.close()


def test_tokens_are_mixed_for_one_pass_where_weights_are_numbers(stage):
    session, performer = stage.make()
    performer.update({"prompt/b": "jazz", "blend": 0.25, "blend_mode": "tokens"})
    stage.perform(3, performer)
    (mixed,) = session.requests[-1].conditions
    performer.update({"denoise": 0.5})
    stage.perform(1, performer)
    assert session.requests[-1].conditions[0].tokens is mixed.tokens, "mixed anew for nothing"
    performer.update({"blend": Ramp(0.0, 1.0)})
    stage.perform(1, performer)
    assert [condition.weight.shape for condition in session.requests[-1].conditions] == [(FRAMES,), (FRAMES,)]
    performer.update({"blend": 0.5, "prompt_start/b": 0.5, "prompt_end/a": 0.75})
    stage.perform(1, performer)
    performer.close()
    parts = [(part.start, part.end, part.weight) for part in session.requests[-1].conditions]
    assert parts == [(0.0, 0.75, 0.5), (0.5, 1.0, 0.5)]


def test_dcw_faders_reach_the_ring(stage):
    session, performer = stage.make()
    performer.update({"dcw_mult": 0.25, "dcw_phase": 0.5, "dcw_threshold": 0.125})
    stage.perform(1, performer)
    performer.close()
    dcw = session.shared.dcw
    assert (dcw.mult, dcw.phase, dcw.threshold) == (0.25, 0.5, 0.125)


def test_status_tells_times_and_rates(stage):
    _, performer = stage.make(tick=0.1, decode=0.05)
    stage.perform(8, performer)
    performer.close()
    status = performer.status()
    assert status["tick_ms"] == pytest.approx(100, abs=15)
    assert 2 < status["generations_per_second"] < 5
    assert status["loop_seconds"] == FRAMES / RATE
    assert status["state"] == "generating"


@pytest.mark.parametrize("samples", [5 * HOP, 5 * HOP - 1, 4 * HOP + 700, 4 * HOP + 100])
def test_the_seam_is_at_the_sources_own_length_and_has_no_step(samples):
    """A slow wave that does not fit the loop: only the crossfade at the seam may be steeper than the wave."""
    frames = 5
    material = Material((), frames, samples, torch.zeros(1, frames, 64), None)
    wave = np.sin(2 * np.pi * 3 * np.arange(frames * HOP) / (frames * HOP)).astype(np.float32)
    decoded = np.stack([wave, wave])
    loop = Loop.create(1)
    try:
        loop.begin(samples)
        for start, count in ((0, 2), (2, 2), (4, 1), (0, 2)):
            index = np.arange(start * HOP - SEAM, (start + count + 1) * HOP) % (frames * HOP)
            first, audio = cut_window(decoded[:, index], start, count, material, HOP, SEAM)
            loop.patch(first, audio, fade=SEAM, pending=True)
        played = loop.segment.banks[1][:samples, 0].copy()
    finally:
        loop.unlink()
    inner = slice(SEAM, samples - max(SEAM, samples - 4 * HOP))
    np.testing.assert_allclose(played[inner], wave[inner], atol=1e-5)
    steps = np.abs(np.diff(np.append(played, played[0])))
    assert steps.max() < 2.0 / min(SEAM, samples - 4 * HOP) + 3 * np.abs(np.diff(wave)).max()
