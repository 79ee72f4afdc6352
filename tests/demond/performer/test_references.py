"""References, feedback and repaint through the performer with the shipped model: it plays what the engine makes of the
same request."""

import re
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
import soundfile
import torch

from demond.parameters import defaults
from demond.performer.link import Answered, Asked, Entered, Figures, Holds, Preparing, Refused, SaveLatent
from demond.performer.performer import Performer
from demond.performer.sources import Sources
from demond.playback.loop import Loop
from demond.playback.native import Renderer
from engine import Condition, Guidance, Prompt, Request, Session, SourceError

RATE = 48000
QUICK = {"drift": 0.0, "length": 2.0, "steps": 2, "depth": 1, "dcw": False, "prompt/a": "piano", "bpm": 120.0}


@pytest.fixture(scope="module")
def session():
    return Session.load(decoder="eager")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Three short pieces of sound that have nothing in common, and something that is no sound."""
    folder = tmp_path_factory.mktemp("audio")
    at = np.arange(2 * RATE) / RATE
    noise = np.random.default_rng(3).normal(0, 0.2, 2 * RATE) * (at % 0.5 < 0.1)
    for name, sound in (
        ("low", 0.4 * np.sin(2 * np.pi * 110 * at)),
        ("high", 0.3 * np.sign(np.sin(2 * np.pi * 1760 * at))),
        ("beat", noise),
    ):
        soundfile.write(folder / f"{name}.wav", np.stack([sound, sound], axis=1), RATE)
    (folder / "text.wav").write_text("this is no audio")
    return folder


class Stage:
    """A performer over the real loop and callback, a twentieth of a second at a time."""

    def __init__(self, session, state, values):
        self.loop = Loop.create(20)
        self.loop.play()
        self.now, self.heard, self.reports = 0.0, [], []
        self.renderer = Renderer(self.loop.segment)
        self.performer = Performer(
            session, self.loop, {**defaults(), **QUICK, **values}, self.report, lambda: self.now, state
        )

    def report(self, report):
        if not isinstance(report, Figures):
            self.reports.append(report)

    def told(self, kind):
        return [report for report in self.reports if isinstance(report, kind)]

    def step(self):
        if not self.performer.step():
            time.sleep(0.001)
        self.now += 0.05
        block = np.zeros((RATE // 20, 2), np.float32)
        self.renderer.render(block)
        if self.loop.length:
            self.heard.append(block)

    def until(self, condition, what):
        end = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < end, f"{what}; reports: {self.reports}"
            self.step()

    def settle(self):
        self.until(lambda: self.performer.settled and self.performer.status()["state"] == "settled", "settled")
        return self.latent

    def change(self, **values):
        self.performer.update({name.replace("__", "/"): value for name, value in values.items()})
        self.step()
        return self.settle()

    @property
    def latent(self):
        return self.performer.song.latent

    def close(self):
        self.performer.close()
        self.loop.unlink()


@pytest.fixture
def start(session, tmp_path):
    stages = []

    def make(**values):
        stages.append(Stage(session, tmp_path, values))
        return stages[-1]

    yield make
    for stage in stages:
        stage.close()


def planned(session, task="text2music", **timbre):
    """The request that QUICK comes to, made by hand."""
    frames = session.loop_frames(50, bpm=120.0, time_signature="4")
    prompt = Prompt("piano", bpm=120.0, time_signature="4", duration=frames / 25, task=task)
    hints = session.plan(frames, prompt, seed=42)
    tokens = session.encode_text(prompt, **timbre)
    return Request(session.context(hints), (Condition(tokens),), seed=42, steps=2)


def same(a, b):
    return torch.allclose(a, b, atol=1e-5)


def test_a_timbre_reference_counts_by_its_strength(session, start, files):
    stage = start()
    plain = stage.settle()
    assert same(plain, session.generate(planned(session)))
    source = session.prepare_source(files / "high.wav")
    latents = [stage.change(timbre=str(files / "high.wav"))]
    latents += [stage.change(timbre_strength=strength) for strength in (0.5, 0.0)]
    for latent, strength in zip(latents, (1.0, 0.5, 0.0), strict=True):
        assert same(latent, session.generate(planned(session, timbre=source, timbre_strength=strength)))
    assert not same(latents[0], plain)
    assert same(latents[2], plain)
    assert same(stage.change(timbre=None, timbre_strength=1.0), plain)
    heard = [report.value for report in stage.told(Holds) if report.name == "timbre"]
    assert heard == [None, str(files / "high.wav"), None]


def test_a_structure_reference_stands_in_for_the_plans_and_blends_with_it(session, start, files):
    stage = start(structure=str(files / "beat.wav"))
    request, hints = planned(session, task="cover"), session.prepare_source(files / "beat.wav").hints
    frames = request.context.shape[1]
    whole = session.fit_length(hints, frames)
    assert same(stage.settle(), session.generate(replace(request, context=session.context(whole))))
    half = session.mix(request.context[..., :64], hints, 0.5)
    assert same(stage.change(structure_blend=0.5), session.generate(replace(request, context=session.context(half))))
    weak = session.context(whole, strength=0.25)
    assert same(stage.change(structure_blend=1.0, hint_strength=0.25), session.generate(replace(request, context=weak)))


def test_both_references_count_by_their_strengths_beside_a_source(session, start, files):
    low, high, beat = (session.prepare_source(files / f"{name}.wav") for name in ("low", "high", "beat"))
    stage = start(source=str(files / "low.wav"), timbre=str(files / "high.wav"), structure=str(files / "beat.wav"))
    prompt = Prompt("piano", bpm=120.0, time_signature="4", duration=2, task="cover")
    tokens = [session.encode_text(prompt, timbre=high, timbre_strength=strength) for strength in (1.0, 0.25)]
    plain = Request(session.context(beat), (Condition(tokens[0]),), seed=42, steps=2, denoise=0.7, source=low.latent)
    assert same(stage.settle(), session.generate(plain))
    mixed = session.context(session.mix(low.hints, beat.hints, 0.5), strength=0.75)
    weaker = replace(plain, context=mixed, conditions=(Condition(tokens[1]),))
    assert same(stage.change(timbre_strength=0.25, structure_blend=0.5, hint_strength=0.75), session.generate(weaker))


def test_guidance_leads_away_from_the_negative_prompt_of_the_same_timbre(session, start, files):
    stage = start(guidance_mode="full", guidance=4.0, negative_prompt="metal", timbre=str(files / "low.wav"), bpm=120.0)
    source = session.prepare_source(files / "low.wav")
    request = planned(session, timbre=source)
    away = session.encode_text(Prompt("metal", bpm=120.0, time_signature="4", duration=2), timbre=source)
    guided = replace(request, guidance=Guidance("full", 4.0, cfg_rescale=0.0, negative=away))
    assert same(stage.settle(), session.generate(guided))


def test_feedback_lets_a_loop_without_source_evolve_and_the_ring_go_on(session, start):
    stage = start(denoise=0.6)
    first = stage.settle()
    stage.performer.update({"feedback": 0.5})
    expected, seen = first, []
    while len(seen) < 4:
        before = stage.latent
        stage.until(lambda: stage.latent is not before, "it evolves")  # noqa: B023
        seen.append(stage.latent)
    for latent in seen:
        request = replace(planned(session), source=expected, denoise=1.0 - 0.5 * 0.4)
        expected = session.generate(request)
        assert same(latent, expected)
        expected = latent
    assert stage.performer.status()["state"] == "generating"
    assert same(stage.change(feedback=0.0), first)


def test_feedback_mixes_the_tapped_generation_into_the_source(session, start, files):
    stage = start(source=str(files / "low.wav"), denoise=0.5)
    first = stage.settle()
    source = session.prepare_source(files / "low.wav")
    stage.performer.update({"feedback": 0.25, "feedback_tap": 3, "seed": 7})
    stage.until(lambda: not torch.equal(stage.latent, first), "it went on")
    tokens = session.encode_text(Prompt("piano", bpm=120.0, time_signature="4", duration=2, task="cover"))
    request = Request(session.context(source), (Condition(tokens),), seed=7, steps=2, denoise=0.5)
    assert same(stage.latent, session.generate(replace(request, source=source.latent.lerp(first, 0.25))))


def test_feedback_that_has_arrived_rests(start, files):
    stage = start(source=str(files / "low.wav"), feedback=0.5, denoise=0.0)
    source = stage.settle()
    stage.performer.update({"seed": 1})
    assert torch.equal(stage.settle(), source)


def test_only_the_region_is_painted_anew_and_the_rest_is_heard_by_the_model(session, start, files):
    stage = start(source=str(files / "beat.wav"), denoise=1.0, dcw=True, repaint_start=0.48, repaint_end=1.2)
    latent, source = stage.settle(), session.prepare_source(files / "beat.wav")
    inside = torch.zeros(50)
    inside[12:30] = 1.0
    torch.testing.assert_close(latent[:, inside == 0], source.latent[:, inside == 0], atol=1e-5, rtol=0)
    assert float((latent - source.latent)[:, inside == 1].abs().mean()) > 0.2
    everywhere = stage.change(repaint_start=0.0, repaint_end=0.0, dcw=False)
    tokens = session.encode_text(Prompt("piano", bpm=120.0, time_signature="4", duration=2, task="cover"))
    cover = Request(session.context(source), (Condition(tokens),), seed=42, steps=2, source=source.latent)
    assert same(everywhere, session.generate(cover))
    tokens = session.encode_text(Prompt("piano", bpm=120.0, time_signature="4", duration=2, task="repaint"))
    repaint = replace(
        cover,
        context=session.context(source.latent, chunk_mask=inside),
        conditions=(Condition(tokens),),
        mask=inside,
        original=source.latent,
    )
    assert same(stage.change(repaint_start=0.48, repaint_end=1.2), session.generate(repaint))


def test_a_saved_generation_is_a_target_a_source_and_a_reference(session, start, files, tmp_path):
    stage = start()
    first = stage.settle()
    stage.performer.answer(Asked(1, SaveLatent("first")))
    stage.until(lambda: Answered(1, "latent:first") in stage.reports, "saved")
    assert not same(stage.change(seed=9), first)
    assert same(stage.change(target="latent:first", x0_target=1.0), first)
    stage.performer.answer(Asked(2, SaveLatent("../first")))
    stage.until(lambda: any(each.number == 2 and each.problem for each in stage.told(Answered)), "refused")
    assert not same(stage.change(target=str(files / "low.wav")), first)
    assert same(stage.change(source="latent:first", target=None, x0_target=0.0, denoise=0.0), first)
    stage.performer.update({"target": "latent:second"})
    stage.until(lambda: stage.told(Refused), "problem")
    (problem,) = stage.told(Refused)
    assert (problem.name, problem.value) == ("target", "latent:second")
    assert "there are: first" in problem.reason
    assert [path.name for path in (tmp_path / "latents").iterdir()] == ["first.safetensors"]


def test_a_name_that_is_taken_gets_a_number_and_the_first_stays(start):
    stage = start(x0_target=1.0)
    first = stage.settle()
    stage.performer.answer(Asked(1, SaveLatent("it")))
    stage.until(lambda: isinstance(stage.reports[-1], Answered), "saved")
    stage.change(target="latent:it", seed=9)
    other = stage.change(target=None)
    assert not same(other, first)
    assert same(stage.change(target="latent:it"), first)
    stage.change(target=None)
    stage.performer.answer(Asked(2, SaveLatent("it")))
    stage.until(lambda: Answered(2, "latent:it-2") in stage.reports, "saved")
    assert same(stage.change(target="latent:it"), first)
    assert same(stage.change(target="latent:it-2"), other)


@pytest.mark.parametrize("name", ["timbre", "structure", "target", "source"])
def test_what_is_no_audio_is_reported_and_what_there_was_stays(name, start, files):
    good, bad = str(files / "high.wav"), str(files / "text.wav")
    stage = start(**{name: good}, x0_target=0.5, denoise=0.8)
    before = stage.settle()
    stage.performer.update({name: bad})
    stage.until(lambda: isinstance(stage.reports[-1], Refused), "problem")
    problem = stage.reports[-1]
    assert (problem.name, problem.value) == (name, bad)
    assert "text.wav" in problem.reason
    assert same(stage.change(seed=42), before)
    told = len(stage.reports)
    assert same(stage.change(**{name: good}), before)
    assert stage.reports[told:] == [], "what was there was made again"


@pytest.mark.live
def test_changes_while_it_sounds_leave_no_gap_and_hold_up_no_tick(session, start, files, tmp_path):
    long = tmp_path / "long.wav"
    sound = np.random.default_rng(1).normal(0, 0.1, (5 * RATE, 2))
    soundfile.write(long, sound, RATE)
    stage = start(denoise=0.7)
    stage.settle()
    stage.heard.clear()
    shift = 3.0
    for change in (
        {"timbre": str(long)},
        {"structure": str(long)},
        {"prompt/a": "techno"},
        {"source": str(files / "beat.wav")},
        {"timbre": None, "structure": None, "source": None, "prompt/b": "jazz"},
    ):
        stage.performer.update(change)
        idle = 0
        while stage.performer.preparing or idle < 2:
            shift += 0.001
            stage.performer.update({"shift": shift})
            generation, song = stage.performer.song.generation, stage.performer.song
            stage.step()
            stage.step()
            moved = stage.performer.song is not song or song.generation > generation
            assert moved or stage.performer.entering, "preparing held up the ring"
            idle += not stage.performer.preparing
    heard = np.concatenate(stage.heard)
    level = np.sqrt((heard.reshape(-1, 480, 2) ** 2).mean((1, 2)))
    assert len(heard) > RATE
    assert [type(report) for report in stage.reports].count(Entered) == 3
    assert [type(report) for report in stage.reports].count(Refused) == 0
    assert level.max() > 0.01
    silent = np.flatnonzero(level < 1e-5)
    assert len(silent) == 0, f"silence at {silent[:5] / 100} s"


def test_a_source_that_was_overtaken_is_played_where_the_next_cannot_be_had(start, files):
    stage, first, second = start(), str(files / "low.wav"), str(files / "text.wav")
    stage.settle()
    stage.performer.update({"source": first})
    stage.step()
    stage.performer.update({"source": second})
    stage.until(lambda: any(each.name == "source" for each in stage.told(Refused)), "refused")
    said = [report for report in stage.reports if isinstance(report, Holds | Refused) and report.name == "source"]
    assert [(type(report), report.value) for report in said] == [(Refused, second)], "what is not heard is not told so"
    assert said[0].instead == first
    stage.change(source=first)
    assert stage.performer.song.material.called == first
    assert [report.source for report in stage.told(Entered)] == [None, first]


def test_what_can_be_seen_to_be_no_source_is_refused_while_another_is_prepared(start, files, monkeypatch):
    gate, stage, low, text = threading.Event(), start(), str(files / "low.wav"), str(files)
    stage.settle()
    prepare = stage.performer._session.prepare_source
    slow = lambda path, **how: (how["told"](0.3), gate.wait(20)) and prepare(path, **how)  # noqa: E731
    monkeypatch.setattr(stage.performer._session, "prepare_source", slow)
    stage.performer.update({"source": low})
    stage.until(lambda: stage.performer.status()["preparing"], "begun")
    stage.performer.update({"source": text})
    stage.until(lambda: stage.told(Refused), "refused")
    assert not gate.is_set()
    assert [(report.value, report.instead) for report in stage.told(Refused)] == [(text, low)]
    stage.performer.update({"source": low})
    stage.step()
    gate.set()
    stage.settle()
    assert stage.performer.song.material.called == low
    assert len(stage.told(Refused)) == 1


def test_going_back_to_what_is_heard_forgets_what_was_overtaken(start, files):
    stage, bad = start(), str(files / "text.wav")
    stage.settle()
    stage.performer.update({"source": str(files / "low.wav")})
    stage.step()
    stage.change(source=None)
    stage.performer.update({"source": bad})
    stage.until(lambda: stage.told(Refused), "refused")
    stage.change(source=None)
    assert stage.performer.song.material.called is None
    assert [report.instead for report in stage.told(Refused)] == [None]


def test_what_is_refused_late_changes_nothing_of_what_was_asked_for_since(start, files):
    stage, first, bad, third = start(), str(files / "low.wav"), str(files / "text.wav"), str(files / "high.wav")
    stage.settle()
    for source in (first, third):
        stage.performer.update({"source": source})
        stage.step()
    stage.performer._refuse_source(bad, SourceError(f"{bad}: no audio in it"))
    assert stage.told(Refused) == [Refused("source", bad, f"{bad}: no audio in it")]
    assert not stage.told(Holds)[3:]
    stage.settle()
    assert stage.performer.song.material.called == third
    assert stage.told(Entered)[-1].source == third


def test_preparing_is_told_with_how_far_it_is(start, files, monkeypatch):
    monkeypatch.setattr("demond.performer.workshop.TELL_SECONDS", 0.0)
    gate, stage, low = threading.Event(), start(), str(files / "low.wav")
    stage.settle()
    prepare = stage.performer._session.prepare_source

    def slow(path, **how):
        how["told"](0.3)
        gate.wait(20)
        return prepare(path, **how)

    monkeypatch.setattr(stage.performer._session, "prepare_source", slow)
    stage.performer.update({"source": low, "prompt/a": "drums"})
    said = Preparing("source", low, "is being prepared, 30 %")
    stage.until(lambda: said in stage.told(Preparing), "preparing")
    assert stage.performer.status()["preparing"] == f"source {low} 30 %"
    tokens = stage.performer.prompts.tokens["a"]
    stage.performer.update({"prompt/a": "flute"})
    stage.until(lambda: stage.performer.prompts.tokens["a"] is not tokens, "a prompt while a source hangs")
    gate.set()
    stage.settle()
    assert stage.performer.status()["preparing"] == ""
    assert stage.performer.song.material.called == low


def test_audio_is_found_by_its_name_in_the_folders_and_nowhere_else(session, files, tmp_path, monkeypatch):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    (two / "low.wav").write_bytes((files / "low.wav").read_bytes())
    (one / "out.wav").symlink_to(files / "high.wav")
    sources = Sources(session, tmp_path, (one, two))
    heard = []
    for called in ("low", "low.wav", str(two / "low.wav")):
        assert sources.load(called, heard.append).seconds == 2.0
    assert heard[-1] == 1.0
    monkeypatch.chdir(files)
    for called, words in (
        ("high.wav", f"high.wav: no such file in {one}, {two}"),
        ("out", f"out: leads out of {one}; name what it leads to"),
        (str(one / ".." / "two" / "low.wav"), "leads out of"),
    ):
        with pytest.raises(SourceError, match=re.escape(words)):
            sources.load(called, heard.append)
    assert sources.load("./high.wav", heard.append).seconds == 2.0
