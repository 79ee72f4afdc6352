"""Scenes as a player has them: stored, recalled in time, listed, renamed, moved, undone, kept on disk."""

import asyncio
import contextlib
import os
import threading
import time
import tomllib
from types import SimpleNamespace

import pytest

from demond.calls import Calls
from demond.clock import Clock as Beat
from demond.control.mapping.binding import Binding
from demond.control.mapping.reading import read
from demond.modulators import Modulators
from demond.parameters import ACTIONS, FOLLOWING, OVERTAKEN, ControlError
from demond.places import Places
from demond.scenes import library
from demond.scenes.scene import file_name
from demond.scenes.stage import Stage
from demond.store import Store
from demond.undo import Undo
from engine.curves import Ramp, Wave


class Seconds:
    now = 100.0

    def __call__(self):
        return self.now


class Rig:
    """A stage over a real store in simulated time, on a folder."""

    def __init__(self, folder, rows=()):
        self.now = Seconds()
        self.store = Store(self.now)
        self.playback = SimpleNamespace(length=96_000, playing=True, position=0, region=lambda length: (0, length))
        self.calls, self.undo = Calls(), Undo()
        self.beat = Beat(self.store, self.playback, self.now)
        self.stage = Stage(self.store, self.calls, self.beat, self.undo, Places(folder), self.now)
        for name in ACTIONS:
            if name in self.stage.handlers:
                self.store.handle(name, self.calls.done(name, self.stage.handlers[name]))
        self.store.handle("undo", self.calls.done("undo", self.undo.undo))

    async def do(self, action, *arguments):
        result = self.store.perform(action, *arguments)
        return await result if isinstance(result, asyncio.Future) else result

    def pass_(self, seconds):
        self.now.now += seconds
        self.stage.recall.step()

    def set(self, **values):
        self.store.set_many({name.replace("__", "/"): value for name, value in values.items()})

    def get(self, *names):
        return [self.store.get(name) for name in names]


def on_stage(folder, play):
    async def run():
        rig = Rig(folder)
        await rig.stage.start()
        result = await play(rig)
        await rig.stage.finish()
        return result

    return asyncio.run(run())


def test_a_scene_comes_back_with_what_follows_and_what_is_by_hand(tmp_path):
    async def play(rig):
        rig.set(denoise=0.3, prompt__a="verse\nslow", ode_noise=Ramp(0.0, 0.5), steps=20, sde=True)
        answer = await rig.do("scene/store", "verse")
        assert answer.startswith("verse: ")
        assert answer.endswith("number 1")
        rig.set(denoise=0.9, prompt__a="else", ode_noise=0.0, steps=None, sde=False, key="A minor", volume=-20.0)
        await rig.do("scene/recall", "verse")
        wanted = [0.3, "verse\nslow", Ramp(0.0, 0.5), 20, True, "", 0.0]
        assert rig.get("denoise", "prompt/a", "ode_noise", "steps", "sde", "key", "volume") == wanted
        assert rig.store.following() == FOLLOWING - {"steps"}
        assert rig.stage.figures()["scene"] == "verse"
        assert await rig.do("undo") == "scene verse taken back"
        wanted = [0.9, "else", 0.0, False, "A minor", -20.0]
        assert rig.get("denoise", "prompt/a", "ode_noise", "sde", "key", "volume") == wanted
        assert rig.store.following() == FOLLOWING - {"key"}

    on_stage(tmp_path, play)
    text = (tmp_path / "scenes/verse.toml").read_text()
    assert 'ode_noise = "ramp 0 0.5"' in text
    assert tomllib.loads(text)["values"]["key"] == "none"


def test_after_a_restart_the_scene_is_the_same(tmp_path):
    async def first(rig):
        rig.set(denoise=0.25, apg_momentum=Wave("sine", 0.5, 0.25, 0.0), lyrics='"""\n[values]\nx = 1', seed=7)
        await rig.do("scene/store", "Strophe – ✨")
        await rig.do("scene/store", "some", "denoise lyrics")

    async def then(rig):
        assert [(row[0], row[1], row[3]) for row in rig.stage.listed()][1] == ("some", 2, 2)
        rig.set(seed=1)
        answer = await rig.do("scene/number", 1.0000001)
        assert "not" not in answer
        assert rig.get("denoise", "lyrics", "seed") == [0.25, '"""\n[values]\nx = 1', 7]
        assert rig.store.get("apg_momentum") == rig.store.row("apg_momentum").coerce(Wave("sine", 0.5, 0.25, 0.0))[0]
        assert rig.stage.figures()["scene"] == "Strophe – ✨"

    on_stage(tmp_path, first)
    on_stage(tmp_path, then)
    assert all(path.name.isascii() for path in (tmp_path / "scenes").iterdir())


def test_numbers_move_in_their_taper_and_words_switch_at_half(tmp_path):
    async def play(rig):
        rig.set(denoise=1.0, window=8.0, dcw_mode="low", sde=True, steps=20, guidance=5.0, seed=1)
        await rig.do("scene/store", "b")
        rig.set(denoise=0.0, window=2.0, dcw_mode="high", sde=False, steps=10, guidance=1.0, seed=2)
        await rig.do("scene/recall", "b", 8.0)
        names = ("denoise", "window", "steps", "guidance", "dcw_mode", "sde", "seed")
        seen = [rig.get(*names)]
        for _ in range(4):
            rig.pass_(2.0)
            seen.append(rig.get(*names))
        assert [row[0] for row in seen] == pytest.approx([0.0, 0.25, 0.5, 0.75, 1.0])
        assert seen[2][1] == pytest.approx(4.0), "not in its taper"
        assert [row[2] for row in seen] == [10, 12, 15, 18, 20]
        assert [row[3] for row in seen] == [1.0, 2.0, 3.0, 4.0, 5.0]
        assert [row[4:] for row in seen] == [["high", False, 2]] * 2 + [["low", True, 1]] * 3

    on_stage(tmp_path, play)


def test_a_recall_that_names_no_time_takes_that_of_the_control(tmp_path):
    """As a program change, which can say none; and no scene changes it unless it names it."""

    async def play(rig):
        rig.set(denoise=1.0, recall_time=5.0)
        await rig.do("scene/store", "b")
        await rig.do("scene/store", "fast", "recall_time")
        rig.set(denoise=0.0, recall_time=8.0)
        file = tmp_path / "programs.toml"
        file.write_text("[[midi]]\ntype = 'program'\nto = 'scene/number'\nin = [0, 127]\nout = [1, 128]\n")
        Binding(read(file)[0].entries[0], rig.store)._follow(0, None)
        await asyncio.wait_for(asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}), 5.0)
        rig.pass_(2.0)
        assert rig.get("denoise", "recall_time") == [pytest.approx(0.25), 8.0]
        await rig.do("scene/recall", "b", 0.0)
        assert rig.get("denoise") == [1.0]
        await rig.do("scene/recall", "fast", 0.0)
        assert rig.get("recall_time") == [5.0]
        assert (await rig.do("scene/number", 1.0)).endswith(" over 5 s")

    on_stage(tmp_path, play)


def test_what_followed_when_stored_is_let_go_at_the_end(tmp_path):
    async def play(rig):
        rig.store.follow({"guidance": 3.0})
        await rig.do("scene/store", "loose")
        rig.set(guidance=7.0)
        await rig.do("scene/recall", "loose", 4.0)
        rig.pass_(2.0)
        assert rig.store.get("guidance") == 5.0
        assert "guidance" not in rig.store.following()
        rig.pass_(2.0)
        assert rig.store.following() == FOLLOWING

    on_stage(tmp_path, play)


def test_stored_and_taken_back_amid_a_recall_is_where_it_leads(tmp_path):
    async def play(rig):
        rig.set(denoise=1.0, dcw_mode="pix", prompt__a="new")
        await rig.do("scene/store", "b", "denoise dcw_mode prompt/a guidance")
        rig.set(denoise=0.0, dcw_mode="low", prompt__a="old", guidance=9.0)
        await rig.do("scene/recall", "b", 4.0)
        rig.pass_(1.0)
        await rig.do("scene/store", "c", "denoise dcw_mode prompt/a guidance")
        assert rig.stage.library.find("", "c").values == rig.stage.library.find("", "b").values
        await rig.do("undo")
        assert await rig.do("undo") == "scene b taken back"
        rig.pass_(9.0)
        assert rig.get("denoise", "dcw_mode", "prompt/a", "guidance") == [0.0, "low", "old", 9.0]

    on_stage(tmp_path, play)


def test_a_hand_wins_for_its_control_and_a_panic_ends_it(tmp_path):
    async def play(rig):
        rig.set(denoise=1.0, sde=True, prompt__a="new", volume=-10.0, dcw_mode="pix")
        await rig.do("scene/store", "b")
        rig.set(denoise=0.0, sde=False, prompt__a="old", volume=0.0, dcw_mode="low")
        await rig.do("scene/recall", "b", 4.0)
        rig.pass_(1.0)
        rig.set(denoise=0.1, prompt__a="by hand")
        rig.store.set("sde", True, origin="a port")
        rig.store.set("sde", False, origin="a port")
        rig.pass_(4.0)
        assert rig.get("denoise", "sde", "prompt/a", "volume", "dcw_mode") == [0.1, False, "by hand", -10.0, "pix"]
        await rig.do("scene/recall", "b", 4.0)
        rig.store.reset(origin="panic")
        rig.pass_(4.0)
        assert rig.get("denoise", "prompt/a", "volume") == [0.7, "by hand", 0.0]
        assert rig.stage.crossing.sides() == ()

    on_stage(tmp_path, play)


def test_a_panic_calls_off_a_recall_that_is_still_read(tmp_path):
    async def play(rig):
        rig.set(denoise=0.1)
        await rig.do("scene/store", "b")
        asked = rig.store.perform("scene/recall", "b")
        rig.store.reset(origin="panic")
        assert (await asked).startswith("is not heard")
        rig.pass_(4.0)
        assert rig.get("denoise") == [0.7]
        rig.store.reset(origin="panic")
        await rig.do("scene/recall", "b")
        assert rig.get("denoise") == [0.1]

    on_stage(tmp_path, play)


def heard(rig):
    """What is heard of each text of prompt a."""
    sides = rig.stage.crossing.sides()
    own = 1.0 - sum(side.share for side in sides)
    shares = {rig.store.get("prompt/a"): own}
    for side in sides:
        shares[side.values["prompt/a"]] = shares.get(side.values["prompt/a"], 0.0) + side.share
    return {text: round(share, 6) for text, share in shares.items() if share > 1e-9}


def test_prompts_cross_over_by_their_shares_also_from_the_middle_of_another_recall(tmp_path):
    async def play(rig):
        for name in "xyz":
            rig.set(prompt__a=name, blend=0.25 if name == "y" else 0.0)
            await rig.do("scene/store", name)
        rig.set(prompt__a="old", blend=0.0)
        await rig.do("scene/recall", "y", 4.0)
        seen = [heard(rig)]
        for _ in range(4):
            rig.pass_(1.0)
            seen.append(heard(rig))
        assert seen == [
            {"old": 1.0}, {"old": 0.75, "y": 0.25}, {"old": 0.5, "y": 0.5}, {"old": 0.25, "y": 0.75}, {"y": 1.0}
        ]  # fmt: skip
        assert rig.get("prompt/a", "blend") == ["y", 0.25]
        rig.pass_(10.0)
        assert rig.stage.crossing.sides() == ()

        await rig.do("scene/recall", "x", 4.0)
        rig.pass_(3.0)
        before = heard(rig)
        assert before == {"y": 0.25, "x": 0.75}
        await rig.do("scene/recall", "z", 4.0)
        assert heard(rig) == before
        rig.pass_(1.0)
        assert heard(rig) == {"y": 0.1875, "x": 0.5625, "z": 0.25}
        await rig.do("scene/recall", "y", 2.0)
        assert heard(rig) == {"y": 0.1875, "x": 0.5625, "z": 0.25}
        rig.pass_(1.0)
        assert heard(rig) == pytest.approx({"y": 0.59375, "x": 0.28125, "z": 0.125}, abs=1e-5)
        rig.pass_(1.0)
        assert heard(rig) == {"y": 1.0}

    on_stage(tmp_path, play)


def test_at_once_what_was_heard_is_kept_until_the_new_prompts_are_ready(tmp_path):
    async def play(rig):
        rig.set(prompt__a="new")
        await rig.do("scene/store", "new")
        rig.set(prompt__a="old")
        await rig.do("scene/recall", "new")
        assert [(side.share, side.values["prompt/a"]) for side in rig.stage.crossing.sides()] == [(0.0, "old")]
        assert rig.store.get("prompt/a") == "new"
        rig.pass_(10.0)
        assert rig.stage.crossing.sides() == ()

    on_stage(tmp_path, play)


def test_the_library_is_kept_in_order_and_every_change_is_taken_back(tmp_path):
    def order(rig):
        return [row[:2] for row in rig.stage.listed()]

    async def play(rig):
        for name in ("a", "b", "c", "d"):
            await rig.do("scene/store", name, "denoise")
        await rig.do("scene/delete", "b")
        assert order(rig) == [("a", 1), ("c", 3), ("d", 4)], "the others keep their numbers"
        await rig.do("scene/move", "d", 1)
        assert order(rig) == [("d", 1), ("a", 2), ("c", 3)]
        await rig.do("scene/rename", "a", "Ä")
        with pytest.raises(ControlError, match="a scene c already"):
            await rig.do("scene/rename", "Ä", "c")
        rig.set(denoise=0.1)
        await rig.do("scene/store", "c", "denoise")
        for what in ("store c", "rename a", "move d", "delete b"):
            assert await rig.do("undo") == f"scene/{what} taken back"
        assert order(rig) == [("a", 1), ("b", 2), ("c", 3), ("d", 4)]
        rig.set(denoise=0.5)
        await rig.do("scene/recall", "c")
        assert rig.store.get("denoise") == 0.7, "not the one that was stored first"
        for action, name, said in (
            ("recall", "e", "there is no scene 'e'"),
            ("number", 9, "no scene has the number 9"),
            ("store", "x" * 101, "1..100 characters"),
            ("store", "two\nlines", "line breaks"),
        ):
            with pytest.raises(ControlError, match=said):
                await rig.do(f"scene/{action}", name)
        with pytest.raises(ControlError, match=r'blent.*did you mean "blend"'):
            await rig.do("scene/store", "e", "prompt/* blent")

    on_stage(tmp_path, play)
    assert sorted(path.name for path in (tmp_path / "scenes").iterdir()) == ["a.toml", "b.toml", "c.toml", "d.toml"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", ".", "a/b", "COM1", "-rf", "Ж", "\u202etxt", "a" * 90, "ß"])
def test_no_name_leads_out_of_the_folder(name):
    made = file_name(name)
    assert made.isascii()
    assert made.isprintable()
    assert "/" not in made
    assert made[0] not in ".-"
    assert len(made) < 100
    assert file_name(name + "x") != made


def test_what_no_longer_fits_is_told_and_the_rest_comes(tmp_path):
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes/by-hand.toml").write_text(
        '[values]\ndenoise = 0.2\nvolume = "loud"\nshift = 99.0\ngone = 1\n[values.lora.warm]\nenabled = true\n'
    )
    (tmp_path / "scenes/broken.toml").write_text("name = ")

    async def play(rig):
        assert [row[:2] + row[3:] for row in rig.stage.listed()] == [("by-hand", 1, 3)]
        answer = await rig.do("scene/recall", "by-hand")
        assert rig.get("denoise", "volume", "shift") == [0.2, 0.0, 6.0]
        for part in (
            "volume: wants",
            "gone: there is no such control",
            "shift: clamped to 6",
            "LoRA warm is not there",
        ):
            assert part in answer
        assert rig.store.targets()["lora/warm/enabled"] is True

    on_stage(tmp_path, play)


def test_all_scenes_go_to_a_file_and_come_from_it(tmp_path):
    async def out(rig):
        rig.set(denoise=0.1, prompt__a="long " * 3000)
        await rig.do("scene/store", "one")
        rig.set(steps=3)
        await rig.do("scene/store", "two", "steps key")
        assert (await rig.do("scene/export", "tour")).endswith("exports/tour.toml")
        assert (await rig.do("scene/export", "tour")).endswith("exports/tour-2.toml")

    on_stage(tmp_path / "a", out)
    (tmp_path / "b/exports").mkdir(parents=True)
    file = tmp_path / "b/exports/tour.toml"
    file.write_bytes((tmp_path / "a/exports/tour.toml").read_bytes())

    async def back(rig):
        await rig.do("scene/store", "two", "denoise")
        assert await rig.do("scene/import", "tour") == "2 scenes taken, 1 in the place of others"
        assert [row[:2] for row in rig.stage.listed()] == [("two", 1), ("one", 2)]
        await rig.do("scene/recall", "one")
        assert rig.store.get("prompt/a") == "long " * 3000
        await rig.do("undo")
        assert await rig.do("undo") == "scene/import tour.toml taken back"
        assert [row[:2] for row in rig.stage.listed()] == [("two", 1)]
        file.write_text(
            '[[scene]]\nname = "x"\n[scene.values]\ndenoise = "much"\n[scene.values.group]\n9 = 1\n[[scene]]\n'
        )
        with pytest.raises(ControlError) as refused:
            await rig.do("scene/import", str(file))
        for part in ("tour.toml:4: scene #1 values denoise", "tour.toml:6: scene #1 values group 9", "tour.toml:7: "):
            assert part in str(refused.value)
        assert [row[:2] for row in rig.stage.listed()] == [("two", 1)]

    on_stage(tmp_path / "b", back)


def test_a_disk_that_takes_nothing_is_told_and_the_scene_is_there(tmp_path):
    (tmp_path / "scenes").write_text("no folder")

    async def play(rig):
        rig.set(denoise=0.3)
        assert "kept in memory, and not saved" in await rig.do("scene/store", "a")
        rig.set(denoise=0.4)
        await rig.do("scene/recall", "a")
        assert rig.store.get("denoise") == 0.3
        os.unlink(tmp_path / "scenes")

    on_stage(tmp_path, play)
    assert (tmp_path / "scenes/a.toml").exists(), "not tried again"


def test_a_recall_waits_for_its_boundary_and_the_newest_wins(tmp_path):
    async def play(rig):
        for name, value in (("a", 0.1), ("b", 0.2)):
            rig.set(denoise=value)
            await rig.do("scene/store", name, "denoise")
        rig.set(denoise=0.9)
        waiting = []
        rig.beat.at = lambda quantum, do: waiting.append((quantum, do)) or (lambda: waiting.pop(0))
        first = rig.store.perform("scene/recall", "a")
        second = rig.store.perform("scene/recall", "b")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(second), 0.02)
        assert (await first).startswith("is not heard")
        third = rig.store.perform("scene/recall", "a")
        assert (await second).startswith("is not heard")
        assert rig.store.get("denoise") == 0.9
        await asyncio.sleep(0)
        assert [quantum for quantum, _ in waiting] == ["off"]
        waiting[0][1]()
        assert (await third).startswith("a: 1 controls")
        assert rig.store.get("denoise") == 0.1

    on_stage(tmp_path, play)


def test_a_flood_holds_nothing_up(tmp_path):
    async def play(rig):
        await rig.do("scene/store", "a", "denoise")
        asked = [rig.store.perform("scene/recall", "a") for _ in range(500)]
        answers = await asyncio.gather(*asked)
        assert [answer.startswith("is not heard") for answer in answers] == [True] * 499 + [False]
        stored = [rig.store.perform("scene/store", f"s{number}") for number in range(64)]  # no names, no thread
        with pytest.raises(ControlError, match="too much is asked for at once"):
            rig.store.perform("scene/store", "one more")
        turns = 0
        while len(rig.stage.listed()) < 65:
            before = len(rig.stage.listed())
            await asyncio.sleep(0)
            assert len(rig.stage.listed()) <= before + 1, "more than one in a turn of the loop"
            turns += 1
        assert turns >= 64
        await asyncio.gather(*stored)

    on_stage(tmp_path, play)


def test_files_that_were_put_there_or_edited_are_read_again_with_every_problem(tmp_path):
    folder = tmp_path / "scenes"

    async def play(rig):
        rig.set(denoise=0.25)
        for name in ("a", "b", "c"):
            await rig.do("scene/store", name, "denoise blend")
        text = (folder / "a.toml").read_text()
        assert await asyncio.to_thread(rig.stage.reread) == []
        (folder / "a.toml").write_text(text.replace("0.25", "0.75"))
        (folder / "b.toml").unlink()
        (folder / "c.toml").write_text(text.replace('"a"', '"c"').replace("0.25", "[values"))
        (folder / "hand.toml").write_text("[values]\ndenoise = 0.5\nwibble = 1\nseed = 'x'\n")
        (folder / "none.toml").write_text("= 1")
        (folder / "twice.toml").write_text('name = "a"\n')
        told = [str(each).partition(" (at ")[0] for each in await asyncio.to_thread(rig.stage.reread)]
        assert told[0].startswith("c.toml: kept as it was: ")
        assert told[1:] == [
            "hand.toml: wibble: there is no such control",
            'hand.toml: seed: wants a whole number 0..4294967295, got text "x"',
            "none.toml: left out: Invalid statement",
            "twice.toml: left out: the scene 'a' is in a.toml already",
        ]
        assert [(name, number, count) for name, number, _, count in rig.stage.listed()] == [
            ("a", 1, 2), ("hand", 2, 1), ("c", 3, 2),
        ]  # fmt: skip
        for name, wanted in (("a", 0.75), ("hand", 0.5), ("c", 0.25)):
            await rig.do("scene/recall", name)
            assert rig.get("denoise") == [wanted]

    on_stage(tmp_path, play)


def test_what_is_stored_while_files_are_read_again_is_not_lost(tmp_path, monkeypatch):
    """Nor what a full disk has not taken, nor does a deleted scene come back."""

    async def play(rig):
        for name in ("kept", "gone"):
            rig.set(denoise=0.25)
            await rig.do("scene/store", name, "denoise")
        reading, go_on = threading.Event(), threading.Event()
        real = library.read_folder

        def slow(*given):
            read = real(*given)
            reading.set()
            assert go_on.wait(5)
            return read

        monkeypatch.setattr(library, "read_folder", slow)
        again = asyncio.ensure_future(asyncio.to_thread(rig.stage.reread))
        assert await asyncio.to_thread(reading.wait, 5)
        rig.set(denoise=0.75)
        await asyncio.gather(rig.do("scene/store", "kept", "denoise"), rig.do("scene/delete", "gone"))
        await rig.do("scene/store", "new", "denoise")
        go_on.set()
        assert await again == []
        assert rig.stage.library.names == ("kept", "new")
        rig.set(denoise=0.0)
        await rig.do("scene/recall", "kept")
        assert rig.get("denoise") == [0.75]

        def full(path, data):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("demond.scenes.writer.write_whole", full)
        await rig.do("scene/store", "unsaved", "denoise")
        assert await asyncio.to_thread(rig.stage.reread) == []
        assert "unsaved" in rig.stage.library.names
        monkeypatch.undo()

    on_stage(tmp_path, play)


def test_a_thousand_scenes_are_quick(tmp_path):
    async def fill(rig):
        await rig.do("scene/store", "scene-1")
        text = (tmp_path / "scenes/scene-1.toml").read_text()
        for number in range(2, 1001):
            of_it = text.replace('"scene-1"', f'"scene-{number}"').replace("number = 1\n", f"number = {number}\n")
            (tmp_path / f"scenes/scene-{number}.toml").write_text(of_it)

    async def look(rig):
        listed, recalled = [], []
        for _ in range(4):
            began = time.process_time()
            assert len(rig.stage.listed()) == 1000
            listed.append(time.process_time() - began)
            began = time.process_time()
            await rig.do("scene/recall", "scene-500", 4.0)
            recalled.append(time.process_time() - began)
        return sorted(listed[1:])[1], sorted(recalled[1:])[1]

    on_stage(tmp_path, fill)
    listed, recalled = on_stage(tmp_path, look)
    assert listed < 0.05
    assert recalled < 0.02


def test_program_zero_recalls_the_first_scene_also_beyond_a_bank(tmp_path):
    file = tmp_path / "programs.toml"
    file.write_text("[[midi]]\ntype = 'program'\nto = 'scene/number'\nin = [0, 16383]\nout = [1, 16384]\n")

    async def play(rig):
        for value in (0.1, 0.2):
            rig.set(denoise=value)
            await rig.do("scene/store", f"s{value}", "denoise")
        await rig.do("scene/move", "s0.2", 300)
        mapping, problems = read(file)
        assert problems == []
        binding = Binding(mapping.entries[0], rig.store)
        for program, wanted in ((0, 0.1), (299, 0.2)):
            binding._follow(program, None)
            await asyncio.wait_for(asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}), 5.0)
            assert rig.store.get("denoise") == wanted

    on_stage(tmp_path / "state", play)


def test_modulators_come_back_though_what_they_move_now_would_make_a_ring(tmp_path):
    async def play(rig):
        Modulators(rig.store, rig.playback, rig.beat, None, lambda: None, rig.calls.soon)
        rig.set(mod__1__to="mod/2/rate", mod__2__to="denoise")
        await rig.do("scene/store", "one")
        rig.set(mod__1__to="", mod__2__to="")
        rig.set(mod__1__to="denoise", mod__2__to="mod/1/rate")
        with pytest.raises(ControlError, match="move itself"):
            rig.set(mod__1__to="mod/2/rate")
        for seconds in (0.0, 1.0):
            assert "not as it was" not in await rig.do("scene/recall", "one", seconds)
            rig.pass_(seconds)
            assert rig.get("mod/1/to", "mod/2/to") == ["mod/2/rate", "denoise"]
            await rig.do("undo")
            assert rig.get("mod/1/to", "mod/2/to") == ["denoise", "mod/1/rate"]

    on_stage(tmp_path, play)


def test_which_scene_is_up_is_told_by_its_number(tmp_path):
    async def play(rig):
        assert rig.stage.number == 0
        for name in ("one", "two"):
            await rig.do("scene/store", name)
        await rig.do("scene/number", 2)
        assert rig.stage.number == 2
        await rig.do("scene/move", "two", 5)
        assert rig.stage.number == 5
        await rig.do("scene/delete", "two")
        assert rig.stage.number == 0

    on_stage(tmp_path, play)


def test_undo_while_a_scene_waits_is_of_that_scene(tmp_path):
    async def play(rig):
        for name, value in (("one", 0.1), ("two", 0.2)):
            rig.set(denoise=value)
            await rig.do("scene/store", name)
        rig.set(denoise=0.9)
        await rig.do("scene/recall", "one")
        rig.set(quantize="bar")
        rig.now.now += 0.5
        waits = rig.store.perform("scene/recall", "two")
        await asyncio.sleep(0.01)
        assert not waits.done()
        assert await rig.do("undo") == "scene two taken back"
        assert await waits == OVERTAKEN
        assert rig.store.get("denoise") == 0.1
        for _ in range(3):
            waits = rig.store.perform("scene/recall", "two")
            await asyncio.sleep(0.01)
        rig.now.now += 1.5  # the bar has come
        assert (await waits).startswith("two: ")
        assert [await rig.do("undo"), await rig.do("undo")] == ["scene two taken back", "scene one taken back"]
        assert rig.store.get("denoise") == 0.9

    on_stage(tmp_path, play)
