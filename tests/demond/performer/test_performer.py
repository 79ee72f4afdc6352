"""The performer against the real loop and callback, in simulated time: the listener hears what the clock renders."""

import itertools
import threading
import time
from dataclasses import asdict
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
import pytest
import torch

import engine
from demond.parameters import FOLLOWING, SUITED, defaults
from demond.performer.link import Entered, Fallen, Lora, Own, Refused, Saying
from demond.performer.material import Material
from demond.performer.performer import Performer
from demond.performer.windows import SEAM, cut_window
from demond.playback.callback import ABSURD
from demond.playback.loop import Loop
from demond.playback.native import Renderer
from engine import words
from engine.backends import Running, Runs
from engine.checkpoints import Defaults
from engine.codec.codec import LOUDEST
from engine.conditioning import PromptTokens
from engine.curves import Ramp, Wave
from engine.stream import Stream
from engine.words import Said

HOP, RATE, FRAMES = 1920, 25, 150
LONG = 300 * RATE
AS_IT_CAME = 2000.0
SCALE = 1e-3

torch.set_num_threads(1)


class Listener:
    """A clock whose passing time is rendered from the loop, noting which generation lay under the playhead where."""

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
                bank = self.loop.segment.banks[self.loop.committed]
                place = int(self.loop.position) % self.loop.length
                self.heard.append((self.now, round(float(bank[place, 0]) / SCALE), place // HOP))


class Clock:
    """A decoder whose every call takes its time and whose generations come out as one number: that of the last call."""

    device, token_width, loras = torch.device("cpu"), 8, ()

    def __init__(self, listener, cost):
        self.listener, self.cost, self.per_second = listener, cost, 0.0
        self.calls, self.ended, self.frames = 0, {}, set()
        self.lost, self.most_rows = None, 8

    def __call__(self, rows):
        if len(rows) > self.most_rows:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 1.50 GiB. GPU 0 has")
        self.listener.advance(self.cost + self.per_second * sum(row.x.shape[1] for row in rows) / RATE)
        self.calls += 1
        self.ended[self.calls] = self.listener.now
        self.frames |= {row.x.shape[1] for row in rows}
        answers = [(row.x - float(self.calls)) / row.t for row in rows]
        return answers if self.lost is None else [answer * self.lost for answer in answers]


class Ring(Stream):
    """The ring itself, noting what it is given."""

    def __init__(self, decoder, depth):
        super().__init__(decoder, depth)
        self.requests, self.shared = [], None

    def submit(self, request, *, repeat):
        super().submit(request, repeat=repeat)
        self.requests.append(request)

    def set_shared(self, shared):
        super().set_shared(shared)
        self.shared = shared


class Session:
    """Stands in for the engine's session with known costs: each generation decodes to its own constant."""

    sample_rate, frame_rate, hop = 48000, RATE, HOP
    codec = SimpleNamespace(margin=2)
    defaults = Defaults()
    device, dtype = "cpu", "float32"
    making: ClassVar[dict[str, str]] = {}

    def __init__(self, listener, tick=0.1, decode=0.05):
        self.listener, self.decode_cost = listener, decode
        self.clock = Clock(listener, tick)
        self.encoded, self.refused, self.gate = [], None, threading.Event()
        self.soundless = False
        self.memory = None
        self.rests = []
        self.running = Running(decoder=Runs("eager"), vae=Runs("eager"))
        self.timbre = torch.zeros(1, 1, 8)
        self.gate.set()

    def doubt(self):
        return False

    def judge(self, finite):
        pass

    def rest(self):
        self.rests.append(self.clock.calls)

    def stream(self, depth):
        self.ring = Ring(self.clock, depth)
        return self.ring

    @property
    def requests(self):
        return self.ring.requests

    def decode(self, latent, start, stop, *, cyclic):
        self.listener.advance(self.decode_cost * (stop - start) / RATE)
        if self.memory is not None:
            raise self.memory
        if self.soundless:
            raise engine.DecodeError("no sound")
        values = latent[0, np.arange(start, stop) % latent.shape[1], 0].numpy() * np.float32(SCALE)
        return np.repeat(values, HOP)[None].repeat(2, axis=0)

    def prepare_source(self, path, *, hints, told):
        if path.name == "noise.txt":
            raise ValueError("noise.txt: no audio in it")
        frames = self.long if path.name == "long.wav" else 75
        return engine.Source(torch.full((1, frames, 64), AS_IT_CAME), torch.zeros(1, frames, 64), frames / RATE)

    def largest_lora(self, strengths):
        return next(iter(strengths), None)

    def loop_frames(self, near, **_):
        return FRAMES

    def plan(self, frames, prompt, *, seed, variation):
        return torch.zeros(1, frames, 64)

    def read_text(self, prompt):
        if prompt.caption == self.refused:
            raise ValueError("cannot be encoded")
        self.gate.wait(5)
        self.encoded.append(prompt.bpm)
        return prompt

    def encode_prompt(self, text):
        return PromptTokens(torch.zeros(1, 1, 8), torch.zeros(1, 1, 8))

    def encode_timbre(self):
        return self.timbre

    blend_tokens = staticmethod(engine.Session.blend_tokens)
    fit_length = staticmethod(engine.Session.fit_length)
    said = staticmethod(words.said)
    mix = engine.Session.mix

    def null_tokens(self):
        return torch.zeros(1, 1, 8)

    def context(self, hints, *, strength=1.0, chunk_mask=None):
        return torch.zeros(1, hints.shape[1], 128)


@pytest.fixture
def stage():
    loop = Loop.create(301)
    loop.play()
    listener = Listener(loop)
    reports = []

    def perform(seconds, performer, moving=False):
        """Play, with a fader that moves or with nothing that changes; what is being made takes no simulated time."""
        end, gate = listener.now + seconds, performer._session.gate
        while listener.now < end:
            if moving:
                performer.update({"denoise": 0.5 + 0.5 * (listener.now % 1.0)})
            if not performer.step():
                if not (performer.preparing and gate.is_set()):
                    listener.advance(0.02)
                time.sleep(0.001)

    def make(**costs):
        session = Session(listener, **costs)
        session.long = min(LONG, loop.capacity // HOP)
        values = defaults() | {"dcw": False, "drift": 0.0}
        performer = Performer(session, loop, values, reports.append, lambda: listener.now)
        return session, performer

    yield SimpleNamespace(loop=loop, listener=listener, reports=reports, perform=perform, make=make)
    loop.unlink()


@pytest.mark.parametrize("slowness", [1, 3, 10])
@pytest.mark.parametrize("region", [(0, 0), (2 * 48000, 4 * 48000)], ids=["whole", "region"])
def test_slow_ticks_leave_no_hole_and_no_stale_stretch(stage, slowness, region):
    session, performer = stage.make(tick=0.05 * slowness, decode=0.05)
    stage.loop.set_region(*region)
    stage.perform(16 + 2 * slowness, performer, moving=True)
    performer.close()
    heard = stage.listener.heard
    generations = np.array([generation for _, generation, _ in heard])
    assert len(heard) > 500
    assert generations.min() >= 1, "something was played that was never decoded"
    interval = 2 * float(np.median(np.diff(list(session.clock.ended.values()))))
    ages = [at - session.clock.ended[generation] for at, generation, _ in heard if at > heard[0][0] + 6 * interval]
    assert max(ages) < 1.5 * interval + 0.4, "the listener was left with old music"
    assert stage.loop.counters().stale < 48000 * interval


@pytest.mark.parametrize("seconds", [0.5, 2.0, 6.0])
@pytest.mark.parametrize("crossfade", [0.002, 0.04, 0.2])
def test_what_was_before_is_gone_once_it_has_settled_however_short_the_loop_is(stage, seconds, crossfade):
    session, performer = stage.make(tick=0.05, decode=0.1)
    stage.loop.set_region(48000, 48000 + round(seconds * 48000))
    performer.update({"crossfade": crossfade})
    stage.perform(5, performer)
    for seed in range(5):
        performer.update({"seed": seed})
        stage.perform(5.3, performer)
        assert performer.settled
        heard = stage.loop.segment.banks[stage.loop.committed][slice(*stage.loop.region(stage.loop.length)), 0]
        assert np.unique(np.round(heard / SCALE, 2)).tolist() == [session.clock.calls]
    performer.close()


def test_values_that_keep_moving_still_take_effect(stage):
    session, performer = stage.make()
    stage.perform(3, performer)
    bpms, steps, until = {performer.values["bpm"]}, itertools.cycle(range(60)), time.monotonic() + 10
    while len(bpms) <= 10 and time.monotonic() < until:
        performer.update({"bpm": 120.0 + next(steps)})
        performer.step()
        time.sleep(0.002)
        bpms.add(session.encoded[-1])
    performer.close()
    assert len(bpms) > 10


def test_text_that_is_ready_only_after_the_ring_has_settled_is_still_played(stage):
    session, performer = stage.make()
    stage.perform(5, performer)
    session.gate.clear()
    performer.update({"prompt/a": "something slow to encode"})
    stage.perform(8, performer)
    before = session.requests[-1].conditions[0].tokens
    session.gate.set()
    until = time.monotonic() + 10
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
    assert any(isinstance(report, Refused) for report in stage.reports)


def test_a_sudden_tenfold_slowdown_plays_older_music_but_never_silence(stage):
    session, performer = stage.make(tick=0.05)
    stage.perform(6, performer, moving=True)
    session.clock.cost = 0.5
    stage.perform(15, performer, moving=True)
    performer.close()
    assert min(generation for _, generation, _ in stage.listener.heard) >= 1


def test_a_settled_ring_rests_and_a_change_wakes_it(stage):
    session, performer = stage.make()
    stage.perform(8, performer)
    rested = session.clock.calls
    performer.update({"follow_source": True, "volume": -6.0})
    stage.perform(3, performer)
    assert session.clock.calls == rested
    performer.update({"denoise": 0.5})
    stage.perform(1, performer)
    assert session.clock.calls > rested
    assert session.requests[-1] is not session.requests[0]
    performer.close()


@pytest.mark.parametrize(("name", "every"), [("cfg_rescale", 0.02), ("denoise", 0.25)], ids=["tick", "slot"])
def test_what_modulators_move_is_heard_as_soon_as_what_a_hand_moves_and_the_ring_rests_again(stage, name, every):
    session, performer = stage.make(tick=0.03)
    stage.perform(8, performer)
    began, took = stage.listener.now, []
    while stage.listener.now < began + 6.0:
        performer.update({name: 0.5 + 0.25 * np.sin(stage.listener.now - began)})
        stage.perform(every, performer)
        took.append(float(session.ring.shared.cfg_rescale))
    ended = session.clock.ended
    ages = [at - ended[generation] for at, generation, _ in stage.listener.heard if at > began + 2.0]
    assert max(ages) < 0.7, "what is heard is not what was made last"
    if name == "cfg_rescale":
        assert len(set(took)) > 0.9 * len(took), "slots do not take it at their next step"
    stage.perform(8, performer)
    rested = session.clock.calls
    stage.perform(1, performer)
    assert session.clock.calls == rested
    assert performer.settled
    performer.close()


def test_freeze_stops_the_ticks_and_the_loop_sounds_on(stage):
    session, performer = stage.make()
    stage.perform(6, performer)
    performer.update({"freeze": True})
    performer.step()
    ticks = session.clock.calls
    stage.perform(3, performer, moving=True)
    assert session.clock.calls == ticks
    assert stage.loop.playing
    performer.update({"freeze": False})
    stage.perform(1, performer, moving=True)
    assert session.clock.calls > ticks
    performer.close()


def test_a_new_source_enters_with_one_crossfade_and_its_own_length(stage):
    session, performer = stage.make()
    stage.perform(5, performer)
    performer.update({"source": "./song.wav"})
    stage.perform(5, performer)
    performer.close()
    assert stage.loop.length == 75 * HOP
    assert session.requests[-1].source is not None
    assert min(generation for _, generation, _ in stage.listener.heard) >= 1
    assert [type(report) for report in stage.reports].count(Entered) == 2


def test_a_source_that_is_no_audio_is_reported_and_changes_nothing(stage):
    session, performer = stage.make()
    stage.perform(5, performer)
    performer.update({"source": "./noise.txt"})
    ticks = session.clock.calls
    stage.perform(2, performer)
    assert Refused("source", "./noise.txt", "noise.txt: no audio in it") in stage.reports
    assert stage.loop.length == FRAMES * HOP
    assert session.clock.calls > ticks
    performer.update({"source": None})
    stage.perform(2, performer)
    assert [type(report) for report in stage.reports].count(Entered) == 1, "the old source entered again"
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
    performer.update({"dcw": True, "dcw_mult": 0.25, "dcw_phase": 0.5, "dcw_threshold": 0.125})
    stage.perform(1, performer)
    performer.close()
    dcw = session.ring.shared.dcw
    assert (dcw.mult, dcw.phase, dcw.threshold) == (0.25, 0.5, 0.125)


def test_status_tells_times_and_rates(stage):
    _, performer = stage.make(tick=0.1, decode=0.05)
    stage.perform(8, performer, moving=True)
    performer.close()
    status = performer.status()
    assert status["tick_ms"] == pytest.approx(100, abs=15)
    assert 2 < status["generations_per_second"] < 5
    assert status["loop_seconds"] == FRAMES / RATE
    assert status["state"] == "generating"


def test_a_backend_that_fell_away_is_reported_once_and_stays_in_the_status(stage):
    session, performer = stage.make()
    stage.perform(1, performer)
    assert not [report for report in stage.reports if isinstance(report, Fallen)]
    session.running.told("decoder")("eager", "tensorrt failed: gone")
    stage.perform(2, performer)
    session.running.told("vae")("eager", "compile failed: gone")
    stage.perform(2, performer)
    session.making = {"vae": "onnx"}
    assert performer.status()["engine_making"] == "vae onnx"
    performer.close()
    said = [f"{part} failed: gone; eager runs in its place" for part in ("decoder: tensorrt", "vae: compile")]
    assert [report.sentence for report in stage.reports if isinstance(report, Fallen)] == said
    status = performer.status()
    assert (status["engine_decoder"], status["engine_vae"], status["engine_dtype"]) == ("eager", "eager", "float32")
    assert status["engine_fallback"] == "; ".join(said)


def test_the_session_is_told_to_rest_once_music_sounds_and_nothing_is_to_be_done(stage):
    session, performer = stage.make()
    stage.perform(4, performer, moving=True)
    assert not session.rests
    stage.perform(4, performer)
    performer.close()
    assert performer.settled
    assert set(session.rests) == {session.clock.calls}


@pytest.mark.parametrize("samples", [5 * HOP, 5 * HOP - 1, 4 * HOP + 700, 4 * HOP + 100])
def test_the_seam_is_at_the_sources_own_length_and_has_no_step(samples):
    """A slow wave that does not fit the loop: only the crossfade at the seam may be steeper than the wave."""
    frames = 5
    material = Material((), frames, samples)
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


def play_long(stage, seconds, moving=False, **costs):
    """A source of five minutes, of which the decoder sees 8 s, after it has played for a while."""
    session, performer = stage.make(**costs)
    performer.update({"source": "./long.wav", "context": 8.0})
    while not stage.loop.length:
        performer.step()
        time.sleep(0.001)
    stage.perform(seconds, performer, moving)
    return session, performer


def generations_since(stage, moment=0.0):
    """Which generations were heard from a moment on: 0 is a hole, AS_IT_CAME the source."""
    return np.array([generation for at, generation, _ in stage.listener.heard if at >= moment])


@pytest.mark.parametrize(("slowness", "moving"), [(1, False), (3, False), (6, False), (3, True), (6, True)])
def test_a_long_source_is_generated_window_by_window_just_ahead_of_the_playhead(stage, slowness, moving):
    session, performer = play_long(stage, 30.0, moving, tick=0.05 * slowness)
    performer.close()
    heard = generations_since(stage)
    assert len(heard) > 2000
    assert heard.min() >= 1, "a hole"
    assert heard.max() <= session.clock.calls, "the source was heard as it is"
    assert session.clock.frames == {200}, "the decoder did not see its window"
    playhead = stage.listener.heard[-1][2]
    made = np.flatnonzero(performer.song.coverage.edition >= 0)
    assert playhead + 25 < made[made < session.long // 2].max() < playhead + 600
    if not moving:
        assert session.clock.calls < 8 * 12, "more was generated than was needed"


@pytest.mark.parametrize("slowness", [1, 3, 6])
def test_seek_is_followed_to_anywhere_in_a_bounded_number_of_ticks(stage, slowness):
    session, performer = play_long(stage, 10.0, tick=0.05 * slowness)
    for place in (0.5, 0.93, 0.2):
        stage.loop.seek(int(place * session.long) * HOP)
        sought, calls = stage.listener.now, session.clock.calls
        stage.perform(8, performer)
        heard = generations_since(stage, sought + 0.05)
        new = (heard > calls) & (heard <= session.clock.calls)
        first = int(np.argmax(new))
        assert (heard > 0).all(), "a hole"
        assert 0 < heard[first] - calls <= 8 + 2, "the ring did not turn to where the listener is"
        assert sought + 0.05 + 0.01 * first - session.clock.ended[heard[first]] < 0.6
        assert new[first + 5 :].all(), "the music did not stay with the listener"
    performer.close()


def test_seek_right_after_the_entry_meets_no_silence(stage):
    _, performer = play_long(stage, 0.3)
    stage.loop.seek(150 * 48000)
    sought = stage.listener.now
    stage.perform(3, performer)
    performer.close()
    assert (generations_since(stage, sought) > 0).all()


def test_windows_go_around_the_end_of_a_long_loop(stage):
    session, performer = play_long(stage, 3.0)
    stage.loop.seek((session.long - 150) * HOP)
    stage.perform(2, performer)
    sought = stage.listener.now
    stage.perform(10, performer)
    performer.close()
    assert {place for at, _, place in stage.listener.heard if at > sought} >= {session.long - 1, 0, 1}
    heard = generations_since(stage, sought)
    assert heard.min() >= 1
    assert heard.max() <= session.clock.calls
    assert any(request.span.at + 200 > session.long for request in session.requests)


def test_a_region_of_a_long_source_is_one_window_and_rests(stage):
    session, performer = play_long(stage, 3.0)
    stage.loop.set_region(100 * 48000, 104 * 48000)
    stage.loop.seek(100 * 48000)
    stage.perform(2, performer)
    performer.update({"denoise": 0.5})
    asked, changed = len(session.requests), stage.listener.now
    stage.perform(12, performer)
    performer.close()
    assert len({request.span for request in session.requests[asked:]}) == 1
    assert len(set(generations_since(stage, changed + 3))) == 1
    assert performer.status()["state"] == "settled"


@pytest.mark.parametrize(("context", "frames"), [(0.0, 15 * RATE), (600.0, None), (30.0, 750), (4.0, 100)])
def test_the_context_changes_while_it_plays_without_a_gap(stage, context, frames):
    session, performer = play_long(stage, 6.0)
    changed, calls = stage.listener.now, session.clock.calls
    performer.update({"context": context})
    stage.perform(6, performer)
    performer.close()
    heard = generations_since(stage, changed)
    assert heard.min() >= 1
    assert calls < heard[-1] <= session.clock.calls
    span = session.requests[-1].span
    assert (span and span.frames) == frames


def test_a_card_that_is_fast_enough_is_shown_as_much_as_lets_a_knob_be_heard_soon(stage):
    """Once it is clear, and from the next turn of a knob on: nothing is made anew for it."""
    session, performer = stage.make(tick=0.0, decode=0.01)
    session.long, session.clock.per_second = 60 * RATE, 0.0008
    performer.update({"source": "./long.wav", "steps": 2, "depth": 2})
    stage.perform(6, performer)
    assert session.clock.frames == {60 * RATE}
    assert performer.status()["context_seconds"] == 60.0
    assert performer.status()["state"] == "settled"
    stage.perform(4, performer, moving=True)
    assert performer.status()["context_seconds"] == 30.0
    generations = len(session.requests)
    stage.perform(6, performer, moving=True)
    assert {request.span.frames for request in session.requests[generations:]} == {30 * RATE}
    stage.perform(6, performer)
    performer.close()
    assert performer.status()["state"] == "settled"
    assert generations_since(stage).min() >= 1


def test_freeze_in_a_long_source_leaves_it_as_it_came_where_nothing_was_generated(stage):
    session, performer = play_long(stage, 5.0)
    performer.update({"freeze": True})
    calls, frozen = session.clock.calls, stage.listener.now
    stage.perform(25, performer)
    heard = generations_since(stage, frozen)
    assert session.clock.calls == calls
    assert heard.min() > 0
    assert heard[-1] == AS_IT_CAME
    performer.update({"freeze": False})
    stage.perform(4, performer)
    performer.close()
    assert calls < generations_since(stage)[-1] <= session.clock.calls


def test_a_loop_without_a_source_is_generated_window_by_window_too(stage):
    session, performer = stage.make(tick=0.05)
    performer.update({"context": 2.0})
    stage.perform(12, performer)
    performer.close()
    assert generations_since(stage).min() >= 1
    assert session.clock.frames == {50}
    assert (performer.song.coverage.edition == performer.song.edition).all()
    assert performer.status()["state"] == "settled"


def test_feedback_in_a_long_source_goes_on_around_the_playhead(stage):
    session, performer = play_long(stage, 3.0)
    performer.update({"feedback": 0.5})
    calls, since = session.clock.calls, stage.listener.now
    stage.perform(6, performer)
    performer.close()
    assert session.clock.calls > calls + 20
    assert len(set(generations_since(stage, since + 2))) > 6
    fed = session.requests[-1].source[0, :, 0]
    assert fed[stage.listener.heard[-1][2]] < 0.6 * AS_IT_CAME
    assert fed[-1000] == AS_IT_CAME


def test_a_request_that_the_engine_refuses_is_reported_once_and_the_last_one_goes_on(stage):
    session, performer = play_long(stage, 3.0)
    performer.update({"shift": 1000.0})
    calls = session.clock.calls
    stage.perform(12, performer)
    performer.close()
    problems = [report for report in stage.reports if isinstance(report, Refused)]
    assert len(problems) == 1
    assert "shift" in problems[0].reason
    assert session.clock.calls > calls
    assert generations_since(stage).max() <= session.clock.calls


def refusals(stage):
    return [(report.name, report.value) for report in stage.reports if isinstance(report, Refused)]


def test_values_that_lead_to_nothing_finite_are_told_and_what_there_was_plays_on(stage):
    session, performer = stage.make()
    stage.perform(6, performer)
    before = performer.song.latent
    session.clock.lost = float("nan")
    performer.update({"velocity_scale": 2.0})
    stage.perform(4, performer)
    assert refusals(stage) == [("velocity_scale", 2.0)]
    calls = session.clock.calls
    stage.perform(4, performer)
    assert session.clock.calls == calls, "the same values were tried again"
    assert performer.song.latent is before
    assert performer.status()["not_finite"] >= 1
    performer.update({"guidance": 15.0})
    stage.perform(4, performer)
    assert refusals(stage)[1:] == [("guidance", 15.0)]
    session.clock.lost = None
    performer.update({"velocity_scale": 1.0})
    stage.perform(6, performer)
    performer.close()
    assert performer.song.latent is not before
    assert len(refusals(stage)) == 2
    assert min(generation for _, generation, _ in stage.listener.heard) >= 1


@pytest.mark.parametrize("better", [True, False])
def test_what_is_not_finite_is_made_again_by_eager_before_anything_is_refused(stage, better):
    session, performer = stage.make()
    stage.perform(6, performer)
    before, judged, doubts = performer.song.latent, [], iter((True, False, False))

    def doubt():
        if better:
            session.clock.lost = None
        return next(doubts)

    session.doubt, session.judge = doubt, lambda finite: judged.append(finite)
    session.clock.lost = float("nan")
    performer.update({"velocity_scale": 2.0})
    stage.perform(6, performer)
    performer.close()
    assert set(judged) == {better}
    assert refusals(stage) == ([] if better else [("velocity_scale", 2.0)])
    assert (performer.song.latent is before) is not better


def test_a_fader_that_moves_where_nothing_is_finite_is_told_of_once(stage):
    session, performer = stage.make()
    stage.perform(4, performer)
    performer.update({"feedback": 0.5})
    session.clock.lost = float("inf")
    stage.perform(6, performer, moving=True)
    assert [name for name, _ in refusals(stage)] == ["denoise"]
    assert bool(torch.isfinite(performer.song.tap(1)).all())
    session.clock.lost = None
    stage.perform(6, performer, moving=True)
    performer.close()
    assert len(refusals(stage)) == 1
    assert performer.song.generation > performer.status()["not_finite"]


def test_too_little_memory_is_told_with_what_to_do_and_what_there_was_plays_on(stage):
    session, performer = stage.make()
    stage.perform(4, performer)
    before, session.clock.most_rows = performer.song.latent, 0
    performer.update({"velocity_scale": 0.5})
    stage.perform(4, performer)
    (told,) = [report for report in stage.reports if isinstance(report, Refused)]
    assert (told.name, told.value) == ("velocity_scale", 0.5)
    assert "1.50 GiB more are needed; take a smaller depth" in told.reason
    calls = session.clock.calls
    stage.perform(4, performer)
    assert session.clock.calls == calls, "it was tried again"
    assert performer.song.latent is before
    for moving in range(20):
        performer.update({"velocity_scale": 0.5 + moving / 100})
        performer.step()
    performer.update({"depth": 3})
    stage.perform(2, performer)
    assert refusals(stage)[1:] == [("depth", 3)]
    session.clock.most_rows = 8
    performer.update({"depth": 2})
    stage.perform(6, performer)
    performer.close()
    assert performer.song.latent is not before
    assert len(refusals(stage)) == 2
    assert min(generation for _, generation, _ in stage.listener.heard) >= 1


def test_too_little_memory_to_decode_is_told_and_what_there_was_plays_on(stage):
    session, performer = stage.make()
    stage.perform(4, performer)
    session.memory = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 30.00 MiB. GPU 0 has")
    performer.update({"velocity_scale": 0.5})
    stage.perform(4, performer)
    (told,) = [report for report in stage.reports if isinstance(report, Refused)]
    assert "30.00 MiB more are needed; take a shorter window" in told.reason
    session.memory, calls = None, session.clock.calls
    performer.update({"seed": 7})
    stage.perform(4, performer)
    performer.close()
    assert len(refusals(stage)) == 1
    assert max(generation for _, generation, _ in stage.listener.heard) > calls
    assert min(generation for _, generation, _ in stage.listener.heard) >= 1


def test_a_song_that_memory_is_too_small_to_decode_does_not_enter(stage):
    session, performer = stage.make()
    stage.perform(4, performer)
    session.memory = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 30.00 MiB. GPU 0 has")
    performer.update({"source": "./song.wav"})
    stage.perform(4, performer)
    (told,) = [report for report in stage.reports if isinstance(report, Refused)]
    assert "30.00 MiB more are needed; take a shorter window" in told.reason
    performer.close()
    assert stage.loop.length == FRAMES * HOP


def test_what_was_begun_before_a_doubt_does_not_end_it(stage):
    session, performer = stage.make()
    judged = []
    session.judge = lambda finite: judged.append(finite)
    stage.perform(4, performer)
    performer.update({"velocity_scale": 0.5})
    performer.step()
    performer.song.left_out = performer.song.edition
    judged.clear()
    stage.perform(4, performer)
    assert judged == []
    performer.update({"velocity_scale": 0.7})
    stage.perform(4, performer)
    performer.close()
    assert judged
    assert all(judged)


def test_the_span_is_chosen_by_when_a_generation_comes_out(stage, monkeypatch):
    _, performer = stage.make()
    asked = []
    monkeypatch.setattr(performer._pace, "choose", lambda song, steps, *_, **__: asked.append(steps))
    performer.update({"steps": 8})
    stage.perform(1, performer)
    monkeypatch.setattr(Ring, "behind", 1)
    performer.update({"velocity_scale": 0.5})
    stage.perform(1, performer)
    performer.close()
    assert list(dict.fromkeys(asked)) == [8, 9]


def test_a_source_that_leads_to_nothing_finite_does_not_enter(stage):
    session, performer = stage.make()
    stage.perform(4, performer)
    session.clock.lost = float("nan")
    performer.update({"source": "./song.wav"})
    stage.perform(4, performer)
    assert refusals(stage) == [("source", "./song.wav")]
    session.clock.lost = None
    performer.update({"source": None})
    stage.perform(4, performer)
    performer.close()
    assert stage.loop.length == FRAMES * HOP
    assert min(generation for _, generation, _ in stage.listener.heard) >= 1


def test_what_is_decoded_is_never_silenced_by_the_callback():
    assert LOUDEST <= ABSURD


def test_windows_without_sound_are_left_out(stage):
    session, performer = stage.make()
    stage.perform(6, performer)
    heard = performer.song.generation
    session.soundless = True
    performer.update({"seed": 5})
    stage.perform(6, performer)
    assert ("seed", 5) in refusals(stage)
    performer.update({"source": "./song.wav"})
    stage.perform(4, performer)
    assert ("source", "./song.wav") in refusals(stage)
    assert stage.loop.length == FRAMES * HOP
    assert max(generation for _, generation, _ in stage.listener.heard) <= session.clock.calls
    assert stage.listener.heard[-1][1] == stage.listener.heard[-500][1]
    session.soundless = False
    performer.update({"source": None, "seed": 6})
    stage.perform(6, performer)
    performer.close()
    assert performer.song.generation >= 1
    assert stage.listener.heard[-1][1] > heard
    assert min(generation for _, generation, _ in stage.listener.heard) >= 1


def test_a_lora_without_which_no_sound_came_either_stays_on(stage, monkeypatch):
    monkeypatch.setattr("demond.performer.loras._load", lambda *_: True)
    monkeypatch.setattr("demond.performer.loras._drop", lambda *_: False)
    session, performer = stage.make()
    session.clock.loras = names = ("bad", "fine", "good")
    stage.perform(6, performer)
    session.soundless = True
    performer.update({"loras": {name: Lora(name, (), (), 1.0) for name in names}})
    stage.perform(0.5, performer)
    while ("lora/bad/enabled", True) not in refusals(stage):
        stage.perform(0.1, performer)
    clean = session.clock.calls
    decode = session.decode

    def sounds(latent, start, stop, *, cyclic):
        session.soundless = bool((latent <= clean).any())
        return decode(latent, start, stop, cyclic=cyclic)

    monkeypatch.setattr(session, "decode", sounds)
    stage.perform(6, performer)
    performer.close()
    assert refusals(stage) == [("lora/bad/enabled", True)]
    assert performer.status()["loras"] == "fine, good"
    assert performer.status()["not_finite"] > 1


def test_windows_without_sound_of_a_song_that_comes_in_are_told(stage, monkeypatch):
    session, performer = stage.make()
    decode, windows = session.decode, []

    def only_the_opening(*args, **kwargs):
        windows.append(args)
        if len(windows) > 1 and not stage.loop.length:
            raise engine.DecodeError("no sound")
        return decode(*args, **kwargs)

    monkeypatch.setattr(session, "decode", only_the_opening)
    stage.perform(4, performer)
    performer.close()
    assert performer.song is not None
    assert [name for name, _ in refusals(stage)] == ["request"]


def test_loras_are_no_control_to_be_named(stage):
    session, performer = stage.make()
    stage.perform(4, performer)
    session.clock.lost = float("nan")
    performer.update({"loras": {"none": Lora("none", None, (), 1.0)}})
    stage.perform(4, performer)
    performer.close()
    assert [name for name, _ in refusals(stage)] == ["request"]


@pytest.fixture
def following(stage):
    """A performer whose values follow, all but those named, with the lengths of loops that it asked the model for."""
    asked = []

    def make(*by_hand, **values):
        session, performer = stage.make()
        performer.close()
        session.defaults = Defaults(steps=3, shift=2.0, guidance_mode="full", guidance=4.0, dcw=False)
        session.loop_frames = lambda near, **tempo: asked.append(tempo) or FRAMES
        values = defaults() | {"drift": 0.0} | values | {"following": FOLLOWING - set(by_hand)}
        stage.reports.clear()
        return session, Performer(session, stage.loop, values, stage.reports.append, lambda: stage.listener.now)

    return SimpleNamespace(make=make, asked=asked)


def test_what_follows_stands_at_what_model_and_prompts_say_from_the_first_generation_on(stage, following):
    written = {"prompt/a": "  ", "prompt/c": "techno, 140 bpm", "prompt/d": "house, 90 bpm, in 3"}
    session, performer = following.make(**written)
    (own,) = stage.reports
    assert own.says.keys() == {"model", "prompt/c", "prompt/d"}
    assert own.says["model"]["dcw"] == Saying(False, "dcw off")
    assert own.says["prompt/c"] == {"bpm": Saying(140.0, "140 bpm")}
    assert own.says["prompt/d"] == {"time_signature": Saying("3", '"in 3": 3/4')}
    assert own.values == asdict(session.defaults) | {"bpm": 140.0, "key": "", "time_signature": "3"}
    stage.perform(3, performer)
    assert following.asked == [{"bpm": 140.0, "time_signature": "3"}]
    assert set(session.encoded) == {140.0}
    assert {(request.steps, request.shift, request.guidance.mode) for request in session.requests} == {(3, 2.0, "full")}
    assert (session.ring.shared.guidance, session.ring.shared.dcw) == (4.0, None)
    performer.update({"prompt/c": "techno"})
    assert performer.values["bpm"] == 90.0
    performer.update({"prompt/d": "house"})
    assert performer.values["bpm"] == 120.0
    performer.close()
    told = [report for report in stage.reports if isinstance(report, Own)]
    assert [each.values["bpm"] for each in told] == [140.0, 90.0, 120.0]


def test_the_loudest_prompt_counts_and_one_that_is_not_heard_says_nothing(stage, following):
    written = {"prompt/a": "techno", "prompt/b": "dub, 70 bpm in C minor", "prompt/c": "", "prompt/d": "100 bpm"}
    _, performer = following.make(**written, **{"weight/d": 0.0})

    def stands(**values):
        performer.update(values)
        return performer.values["bpm"], performer.values["key"]

    assert stands() == (120.0, "")
    assert stands(blend=0.4) == (70.0, "C minor")
    assert stands(**{"prompt/a": "techno, 140 bpm"}) == (140.0, "C minor")
    assert stands(blend=0.6) == (70.0, "C minor")
    assert stands(blend=0.0) == (140.0, "")
    assert stands(blend=Wave("sine", 0.01, 0.5, 0.6, low=0.0, high=1.0)) == (70.0, "C minor")
    assert stands(**{"weight/d": (0.5, 1.0, 1.0)}) == (100.0, "C minor")
    told = [{name: [*said] for name, said in each.says.items() if name != "model"} for each in stage.reports]
    assert told[-3:] == [
        {"prompt/a": ["bpm"]}, {"prompt/b": ["bpm", "key"]}, {"prompt/d": ["bpm"], "prompt/b": ["key"]}
    ]  # fmt: skip
    assert stands(**{f"weight/{letter}": 0.0 for letter in "abcd"}) == (140.0, ""), "a is played then"
    performer.close()


def test_what_is_set_by_hand_is_played_and_what_is_let_go_is_not(stage, following):
    session, performer = following.make("steps", "bpm", steps=5, bpm=100.0, **{"prompt/a": "techno, 140 bpm"})
    stage.perform(3, performer)
    assert {request.steps for request in session.requests} == {5}
    assert set(session.encoded) == {100.0}
    edition = performer.song.edition
    performer.update({"following": FOLLOWING - {"steps"}})
    assert (performer.values["bpm"], performer.values["steps"]) == (140.0, 5)
    assert performer.song.edition == edition + 1, "it is generated anew"
    performer.update({"following": FOLLOWING, "steps": 3})
    stage.perform(3, performer)
    assert session.requests[-1].steps == 3
    assert following.asked[-1]["bpm"] == 140.0
    edition = performer.song.edition
    performer.update({"steps": 8})
    assert performer.song.edition == edition, "what follows is told to the store, which says it again"
    performer.update({"following": FOLLOWING - {"steps"}, "steps": 8})
    assert performer.values["steps"] == 8
    performer.close()
    assert len([report for report in stage.reports if isinstance(report, Own)]) == 1


def test_what_the_table_does_not_take_of_a_models_or_a_prompts_words_is_left_out(stage):
    session, performer = stage.make()
    performer.close()
    session.defaults = Defaults(steps=500, guidance_mode="loud")  # type: ignore[arg-type]
    session.said = lambda caption: Said(1000.0, "H", "7", ("loud", "wrong", "odd"))
    performer = Performer(session, stage.loop, defaults() | {"following": FOLLOWING}, stage.reports.append)
    performer.close()
    values = {name: performer.values[name] for name in ("steps", "guidance_mode", "bpm", "key", "time_signature")}
    assert values == {"steps": 100, "guidance_mode": "off", "bpm": 300.0, "key": "", "time_signature": "4"}
    assert stage.reports[-1].says["model"].keys() == SUITED - {"guidance_mode"}
