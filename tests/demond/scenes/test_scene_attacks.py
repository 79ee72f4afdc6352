"""What scenes and cues meet from outside: floods, files that nobody meant, and hands beside the daemon's."""

import asyncio
import errno
import random
import time

import pytest

from demond.calls import LOG_SECONDS, Calls
from demond.parameters import ControlError
from demond.scenes import writer
from demond.scenes.scene import Scene
from tests.demond.scenes.test_scenes import on_stage
from tests.waiting import old_garbage_aside

LONGEST_HOLD = 0.05  # seconds; some hold it for that long on a machine that is busy


async def longest_hold(work):
    """What work returns or raises, and for how long at most it held the loop."""
    loop, holds = asyncio.get_running_loop(), [0.0]

    async def watch():
        while True:
            began = time.thread_time()
            await asyncio.sleep(0)
            holds.append(time.thread_time() - began)  # of this thread: others may have the processor meanwhile

    with old_garbage_aside():
        watching = loop.create_task(watch())
        await asyncio.sleep(0)
        try:
            result = await work
        except ControlError as error:
            result = error
    watching.cancel()
    return result, max(holds)


@pytest.mark.parametrize("controls", ["* " * 8000, "[!" * 4000 + "*", " ".join(f"zq{n}" for n in range(4000))])
def test_what_a_scene_is_to_hold_is_bounded(tmp_path, controls):
    async def play(rig):
        return await longest_hold(rig.do("scene/store", "x", controls)), len(rig.stage.library)

    (error, held), stored = on_stage(tmp_path, play)
    assert "wants at most 64 names or patterns of 100 characters" in str(error)
    assert stored == 0
    assert held < LONGEST_HOLD


def test_names_that_are_nearly_alike_hold_nothing_up(tmp_path):
    rng, letters = random.Random(1), list(("abcdefghijklmnopqrstuvwxyz" * 4)[:100])

    def shuffled():
        rng.shuffle(letters)
        return "".join(letters)

    async def play(rig):
        for _ in range(256):
            rig.stage.library.put([scene_of(shuffled())])
        return await longest_hold(rig.do("scene/delete", shuffled()))

    error, held = on_stage(tmp_path, play)
    assert "there is no scene" in str(error)
    assert held < LONGEST_HOLD


def scene_of(name, number=1):
    return Scene.of(name, number, {"volume": -6.0})


def test_a_file_of_mistakes_is_refused_with_the_first_of_them(tmp_path, caplog):
    (tmp_path / "exports").mkdir()
    (tmp_path / "cues").mkdir()
    wrong = "".join(f'[[scene]]\nname = "s{n}"\nnumber = "x"\n[scene.values]\nfoo{n} = 1\n' for n in range(3000))
    (tmp_path / "exports" / "wrong.toml").write_text(wrong)
    (tmp_path / "exports" / "deep.toml").write_text(
        f'[[scene]]\nname = "s"\n[scene.values]\n{".".join("a" * 2000)} = 1\n'
    )
    (tmp_path / "cues" / "wrong.toml").write_text('[[cue]]\nscene = "no"\n' * 5000)

    async def play(rig):
        told = []
        for action, file in (("scene/import", "wrong"), ("scene/import", "deep"), ("cue/load", "wrong")):
            told.append(await longest_hold(rig.do(action, file)))
        return told, len(rig.stage.library), len(rig.stage.cues.cues)

    told, scenes, cues = on_stage(tmp_path, play)
    (first, _), (deep, _), (cue, _) = told
    assert "wrong.toml:3: scene #1 number" in str(first)
    assert "and 80 more" in str(first)
    assert "nested too deeply" in str(deep)
    assert "and 80 more" in str(cue)
    assert (scenes, cues) == (0, 0)
    assert max(held for _, held in told) < LONGEST_HOLD
    assert len(caplog.records) < 60


@pytest.mark.parametrize("action", ["scene/import", "scene/export", "cue/load"])
def test_files_are_read_and_written_one_at_a_time(tmp_path, action):
    async def play(rig):
        await rig.do("scene/store", "verse", "volume")
        first = rig.store.perform(action, "file")
        with pytest.raises(ControlError, match="is under way already"):
            rig.store.perform(action, "file")
        await asyncio.gather(first, return_exceptions=True)
        await asyncio.gather(rig.store.perform(action, "file"), return_exceptions=True)

    on_stage(tmp_path, play)


def test_thousands_of_scenes_come_and_move_without_holding_the_loop(tmp_path):
    (tmp_path / "exports").mkdir()
    many = "".join(f'[[scene]]\nname = "s{n}"\n[scene.values]\nvolume = -6.0\n' for n in range(3000))
    (tmp_path / "exports" / "many.toml").write_text(many)

    async def play(rig):
        rig.stage.writer.put = lambda path, content: None  # a disk of its own is not what is asked here
        taken, held = await longest_hold(rig.do("scene/import", "many"))
        moved, held_more = await longest_hold(rig.do("scene/move", "s2999", 1.0))
        return taken, moved, held, held_more, rig.stage.listed()

    taken, moved, held, held_more, listed = on_stage(tmp_path, play)
    assert taken == "3000 scenes taken, 0 in the place of others"
    assert moved == "s2999 has the number 1 now"
    assert [each[:2] for each in listed[:2]] == [("s2999", 1), ("s0", 2)]
    assert max(held, held_more) < LONGEST_HOLD


def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path, caplog):
    folder = tmp_path / "scenes"
    folder.mkdir()
    broken = 'name = "verse\n[values]\nvolume = -3.0  # as in the last show\n'
    (folder / "verse.toml").write_text(broken)

    async def play(rig):
        assert (await rig.do("scene/store", "verse", "volume")).startswith("verse: 1 controls")
        assert rig.stage.library.names == ("verse",)

    on_stage(tmp_path, play)
    assert "verse.toml: left out" in caplog.text
    assert (folder / "verse.toml").read_text() == broken
    assert 'name = "verse"' in (folder / "verse-2.toml").read_text()


def test_on_a_full_disk_no_file_goes_before_another_is_there(tmp_path, monkeypatch):
    def full(path, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    async def play(rig):
        folder = tmp_path / "scenes"
        await rig.do("scene/store", "verse", "volume")
        with monkeypatch.context() as patched:
            patched.setattr(writer, "write_whole", full)
            assert "not saved: no space left" in await rig.do("scene/rename", "verse", "chorus")
            assert [path.name for path in folder.iterdir()] == ["verse.toml"]
            await rig.do("undo")
            assert await rig.stage.writer.saved(()) == ""
            assert [path.name for path in folder.iterdir()] == ["verse.toml"]
            await rig.do("scene/rename", "verse", "chorus")
        rig.stage.writer._again()
        await rig.stage.writer.saved(())
        assert [path.name for path in folder.iterdir()] == ["chorus.toml"]

    on_stage(tmp_path, play)


def test_numbers_of_a_file_that_osc_cannot_tell_are_not_taken(tmp_path):
    folder = tmp_path / "scenes"
    folder.mkdir()
    (folder / "a.toml").write_text(f"number = {2**70}\ncontrols = {2**70}\n[values]\nvolume = -3.0\n")

    async def play(rig):
        return rig.stage.listed()

    assert [(name, number, controls) for name, number, _, controls in on_stage(tmp_path, play)] == [("a", 1, 1)]


def test_a_flood_of_what_fails_fills_no_log(caplog):
    async def fail(number):
        raise ControlError("scene/recall", f"no {number}")

    async def run():
        calls = Calls()
        await asyncio.gather(*(calls.task(fail(n)) for n in range(500)), return_exceptions=True)
        await asyncio.sleep(0)
        calls._logged -= LOG_SECONDS
        await asyncio.gather(calls.task(fail(500)), return_exceptions=True)
        await asyncio.sleep(0)

    asyncio.run(run())
    assert [record.message for record in caplog.records] == [
        "scene/recall: no 0",
        "scene/recall: no 500 (and 499 more not logged)",
    ]
