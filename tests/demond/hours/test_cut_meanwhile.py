"""A power cut while a scene is on its way: what hands have set since is there, and so is the rest of it."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest

from demond.calls import Calls
from demond.clock import Clock
from demond.hours.hours import Hours
from demond.origins import ENGINE
from demond.places import Places
from demond.scenes.stage import Stage
from demond.sections import AtTable, AttractSection, Config, ScheduleSection
from demond.state import Autosave, State, restored
from demond.undo import Undo
from tests.waiting import eventually

DUSK = {"prompt/a": "a choir of whales", "key": "A minor", "blend": 0.25, "denoise": 0.9}
USUAL = ("warm ambient pads with a slow beat", "", 0.0, 0.7)
NOTHING = Config()
SCHEDULED = replace(NOTHING, schedule=ScheduleSection(at=(AtTable("00:00", scene="dusk", seconds=60.0),)))
ATTRACTED = replace(NOTHING, attract=AttractSection(1.0, "dusk", 0.0, 60.0))


class Box:
    """What of a daemon has to do with it, over a state folder."""

    def __init__(self, folder, config):
        self.state, calls, undo = State(folder), Calls(), Undo()
        self.store = restored(self.state, {})
        clock = Clock(self.store, SimpleNamespace(length=0, playing=False))
        self.stage = Stage(self.store, calls, clock, undo, Places(folder))
        self.autosave = Autosave(self.store, self.state, self.stage.recall.coming)
        self.stage.recall.moved = self.autosave.look
        self.hours = Hours(
            config, self.store, self.stage, undo, calls, SimpleNamespace(), lambda: True, lambda rests: None,
            self.autosave.save, folder,
        )  # fmt: skip
        self.hours.begin()

    @property
    def values(self):
        return tuple(self.store.target(name) for name in DUSK)

    async def saved(self):
        """Have on the disk what is to be there by itself within two seconds."""
        await self.autosave.save()
        await asyncio.sleep(0)
        await self.stage.writer.saved([])

    async def dusk(self):
        """Have a scene."""
        before = {name: self.store.get(name) for name in DUSK}
        self.store.load(DUSK, origin=ENGINE)
        await self.stage.handlers["scene/store"]("dusk", " ".join(DUSK))
        self.store.set_many({**before, "key": None}, origin=ENGINE)


@asynccontextmanager
async def powered(folder, config=NOTHING):
    """A box until its power is cut."""
    box = Box(folder, config)
    await box.stage.start()
    running = [asyncio.ensure_future(each()) for each in (box.autosave.run, box.hours.attract.run)]
    try:
        yield box
    finally:
        for task in running:
            task.cancel()
        box.state.close()


def run(work):
    asyncio.run(asyncio.wait_for(work(), 20))


def test_a_hand_that_moves_something_while_the_schedule_brings_a_scene(tmp_path):
    async def work():
        async with powered(tmp_path) as box:
            await box.dusk()
            box.hours.configure(SCHEDULED)
            await eventually(lambda: box.stage.scene == "dusk")
            box.store.set("blend", 0.6, origin="a hand")
            await box.saved()
            assert box.store.get("prompt/a") == USUAL[0], "it is on its way"
        async with powered(tmp_path, SCHEDULED) as box:
            await asyncio.sleep(0.1)
            assert box.values == (DUSK["prompt/a"], "A minor", pytest.approx(0.6), pytest.approx(0.9))
            assert box.stage.scene == "dusk"

    run(work)


def test_a_hand_that_goes_on_while_it_brings_back_what_was_before(tmp_path):
    async def work():
        async with powered(tmp_path) as box:
            await box.dusk()
            box.hours.configure(ATTRACTED)
            await eventually(lambda: box.values[0] == DUSK["prompt/a"])
            await box.saved()
            box.store.set("denoise", 0.1, origin="a hand")
            await eventually(lambda: box.hours.figures()["attract"].startswith("in "))
            box.store.set("blend", 0.6, origin="a hand")
            await box.saved()
        later = replace(NOTHING, attract=replace(ATTRACTED.attract, idle=60.0))
        async with powered(tmp_path, later) as box:
            await asyncio.sleep(0.1)
            assert box.values == (USUAL[0], USUAL[1], pytest.approx(0.6), pytest.approx(0.1))
            assert (box.stage.scene, "key" in box.store.following()) == ("", True)

    run(work)


def test_a_scene_that_a_hand_recalls_is_there_once_it_is_begun(tmp_path):
    async def work():
        async with powered(tmp_path) as box:
            await box.dusk()
            await box.saved()
            await box.stage.handlers["scene/recall"]("dusk", 60.0)
            await eventually(lambda: box.state.load()[0].get("prompt/a") == DUSK["prompt/a"])
        async with powered(tmp_path) as box:
            assert (*box.values, box.stage.scene) == (*map(pytest.approx, DUSK.values()), "dusk")

    run(work)


def test_what_a_scene_would_have_brought_is_not_saved_once_it_is_left(tmp_path):
    async def work():
        async with powered(tmp_path) as box:
            await box.dusk()
            await box.stage.handlers["scene/recall"]("dusk", 60.0)
            await eventually(lambda: box.state.load()[0].get("prompt/a") == DUSK["prompt/a"])
            box.stage.recall.cancel()
            await eventually(lambda: box.state.load()[0].get("prompt/a") == USUAL[0])

    run(work)
