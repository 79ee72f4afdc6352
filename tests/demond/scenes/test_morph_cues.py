"""A fader between two scenes, and scenes in their order."""

import pytest

from demond.moving import Move
from demond.parameters import ControlError
from demond.problems import Problems
from demond.scenes.cues import Cues, read_cues
from tests.demond.scenes.test_scenes import heard, on_stage

CUES = """
name = "Evening"
[[cue]]
scene = "calm"
name = "Doors"
follow = 30.0
[[cue]]
scene = "storm"
seconds = 4.0
follow_turns = 2
quantize = "bar"
[[cue]]
scene = "calm"
"""


async def with_ends(rig):
    rig.set(denoise=0.2, window=2.0, dcw_mode="low", prompt__a="calm", weight__a=0.5, steps=10)
    await rig.do("scene/store", "calm")
    rig.set(denoise=0.6, window=8.0, dcw_mode="pix", prompt__a="storm", weight__a=1.0, steps=20)
    await rig.do("scene/store", "storm")


def move(rig, value):
    rig.store.set("morph", value)
    rig.stage.morph.move(rig.store.get("morph"))
    return rig.get("denoise", "window", "dcw_mode", "prompt/a", "weight/a", "steps")


def test_morph_interpolates_in_the_taper_and_prompts_cross_over(tmp_path):
    async def play(rig):
        await with_ends(rig)
        rig.set(denoise=1.0)
        assert await rig.do("scene/morph", "calm", "storm") == "morph goes from calm (0) to storm (1)"
        assert rig.store.get("denoise") == 1.0, "naming the ends moved something"
        assert move(rig, 0.0)[0] == 1.0, "a fader that stands still moved something"
        move(rig, 0.1)
        assert move(rig, 0.0) == [0.2, 2.0, "low", "calm", 0.5, 10]
        assert heard(rig) == {"calm": 1.0}
        assert move(rig, 0.25)[:1] == pytest.approx([0.3])
        assert heard(rig) == {"calm": 0.75, "storm": 0.25}
        assert move(rig, 0.5) == [pytest.approx(0.4), pytest.approx(4.0), "pix", "storm", 1.0, 15]
        assert heard(rig) == {"calm": 0.5, "storm": 0.5}
        assert move(rig, 1.0) == [0.6, 8.0, "pix", "storm", 1.0, 20]
        assert heard(rig) == {"storm": 1.0}
        assert await rig.do("undo") == "morph taken back"
        assert rig.get("denoise", "morph") == [1.0, 0.0], "the fader stands where it stood, too"
        rig.stage.morph.move(rig.store.get("morph"))
        assert rig.store.get("denoise") == 1.0

    on_stage(tmp_path, play)


def test_what_a_hand_moves_is_left_alone_until_the_fader_is_at_an_end(tmp_path):
    async def play(rig):
        await with_ends(rig)
        await rig.do("scene/morph", "calm", "storm")
        move(rig, 0.3)
        rig.set(denoise=0.9, prompt__a="by hand")
        assert heard(rig) == {"by hand": 1.0}
        assert move(rig, 0.7)[:4] == [0.9, pytest.approx(2.0 * 4.0**0.7), "pix", "by hand"]
        assert heard(rig) == {"by hand": 1.0}
        assert move(rig, 1.0) == [0.6, 8.0, "pix", "storm", 1.0, 20]
        assert move(rig, 0.75)[0] == pytest.approx(0.5)

    on_stage(tmp_path, play)


def test_a_recall_takes_over_from_a_morph_and_a_morph_from_a_recall(tmp_path):
    async def play(rig):
        await with_ends(rig)
        rig.set(denoise=0.0, prompt__a="third")
        await rig.do("scene/store", "third")
        await rig.do("scene/morph", "calm", "storm")
        move(rig, 0.25)
        await rig.do("scene/recall", "third", 4.0)
        assert heard(rig) == {"calm": 0.75, "storm": 0.25}
        rig.pass_(2.0)
        assert heard(rig) == {"calm": 0.375, "storm": 0.125, "third": 0.5}
        assert move(rig, 0.5)[0] == pytest.approx(0.4)
        rig.pass_(2.0)
        assert rig.get("denoise", "prompt/a") == [pytest.approx(0.4), "storm"]
        assert heard(rig) == {"calm": 0.5, "storm": 0.5}

    on_stage(tmp_path, play)


def test_a_panic_stays_a_panic_wherever_the_fader_stands(tmp_path):
    async def play(rig):
        await with_ends(rig)
        await rig.do("scene/morph", "calm", "storm")
        move(rig, 0.75)
        before = rig.store.reset(origin="panic")
        rig.stage.morph.move(rig.store.get("morph"))
        assert rig.get("denoise", "morph") == [0.7, 0.0]
        assert rig.stage.crossing.sides() == ()
        rig.store.load({**before, "denoise": 0.9}, origin="undo")
        rig.stage.morph.move(rig.store.get("morph"))
        assert rig.get("denoise", "morph") == [0.9, 0.75]
        assert move(rig, 1.0)[0] == 0.6

    on_stage(tmp_path, play)


class Later:
    """Timers that a test lets expire."""

    def __init__(self):
        self.now, self.timers = 0.0, []

    def __call__(self, seconds, do):
        timer = (self.now + seconds, do)
        self.timers.append(timer)
        return lambda: timer in self.timers and self.timers.remove(timer)

    def pass_(self, seconds):
        until = self.now + seconds
        while due := [timer for timer in self.timers if timer[0] <= until]:
            first = min(due, key=lambda timer: timer[0])
            self.timers.remove(first)
            self.now = first[0]
            first[1]()
        self.now = until


class Turns:
    """A loop of four seconds."""

    def __init__(self, later):
        self.later, self.playing = later, True

    def until(self, quantum):
        return 4.0 - self.later.now % 4.0 if self.playing else 0.0


@pytest.fixture
def cues(tmp_path):
    (tmp_path / "evening.toml").write_text(CUES)
    later = Later()
    played = []
    made = Cues(Turns(later), lambda cue: played.append((later.now, cue.scene)), lambda: None, lambda: later.now, later)
    made.take(read_cues(tmp_path / "evening.toml", ("calm", "storm")))
    later.now = 1.0
    return made, later, played


def test_cues_go_back_and_follow_by_time_and_by_turns(cues):
    made, later, played = cues
    assert made.listed() == [(1, "Doors", "calm", 0), (2, "storm", "storm", 0), (3, "calm", "calm", 0)]
    assert made.go() == "cue 1 Doors: calm"
    assert made.go().startswith("one press"), "no debounce"
    assert (made.told, made.listed()[0][3]) == ("1 Doors", 1)
    later.pass_(29.0)
    assert len(played) == 1
    later.pass_(1.5)
    assert played[-1] == (31.0, "storm")
    later.pass_(20.0)
    assert played[-1] == (36.0, "calm"), "not after two turns"
    assert made.told == "3 calm"
    with pytest.raises(ControlError, match="3 calm is the last of 3 cues"):
        made.go()
    assert made.back() == "cue 2 storm: storm"
    made.stop()
    later.pass_(100.0)
    assert len(played) == 4


def test_turns_are_not_counted_while_nothing_plays(cues):
    made, later, played = cues
    made._clock.playing = False
    made.take(made.cues, 2)
    later.pass_(60.0)
    assert played == []
    made._clock.playing = True
    later.pass_(9.0)
    assert [scene for _, scene in played] == ["calm"]


def test_all_problems_of_a_cue_list_are_told(tmp_path):
    (tmp_path / "bad.toml").write_text(
        '[[cue]]\nscene = "clam"\nseconds = -1\n[[cue]]\nname = ""\nfollow = 3\nfollow_turns = 1\nquantise = "bar"\n'
    )
    with pytest.raises(Problems) as refused:
        read_cues(tmp_path / "bad.toml", ("calm",))
    for part in (
        "bad.toml:2: cue #1 scene: found 'clam', expected the name of a scene (did you mean \"calm\"?)",
        "bad.toml:3: cue #1 seconds: found -1",
        "bad.toml:4: cue #2: scene is missing",
        "bad.toml:5: cue #2 name",
        "bad.toml:7: cue #2 follow_turns: does not go with follow",
        'bad.toml:8: cue #2 quantise: unknown key (did you mean "quantize"?)',
    ):
        assert part in str(refused.value)


def test_the_current_cue_and_the_morph_outlive_the_daemon(tmp_path):
    (tmp_path / "cues").mkdir(parents=True)
    (tmp_path / "cues/evening.toml").write_text(CUES)

    async def play(rig):
        await with_ends(rig)
        await rig.do("scene/morph", "storm", "calm")
        assert (await rig.do("cue/load", "evening")).startswith("3 cues")
        assert await rig.do("cue/go") == "cue 1 Doors: calm"
        with pytest.raises(ControlError, match="cannot be read"):
            await rig.do("cue/load", "no such")
        assert rig.stage.figures()["cue"] == "1 Doors"

    async def again(rig):
        assert rig.stage.figures() == {"scene": "calm", "scenes": 2, "cue": "1 Doors"}
        assert move(rig, 0.25)[0] == pytest.approx(0.5)
        rig.now.now += 1.0
        assert await rig.do("cue/go") == "cue 2 storm: storm"

    on_stage(tmp_path, play)
    on_stage(tmp_path, again)


def test_a_modulator_that_moves_the_fader_hides_nothing_from_undo(tmp_path):
    async def play(rig):
        await with_ends(rig)
        rig.set(denoise=0.0)
        await rig.do("scene/store", "third")
        rig.set(denoise=0.9)
        await rig.do("scene/morph", "calm", "storm")
        await rig.do("scene/recall", "third")
        for _ in range(3):
            rig.store.modulate({"morph": Move(0.5)})
            rig.stage.morph.move(rig.store.played("morph"))
            assert rig.store.get("denoise") == pytest.approx(0.4)
        assert await rig.do("undo") == "scene third taken back"
        assert rig.store.get("denoise") == 0.9

    on_stage(tmp_path, play)
