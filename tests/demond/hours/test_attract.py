"""Where nobody is, a scene of its own; the first touch comes back, and counts."""

import asyncio
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from demond.calls import Calls
from demond.clock import Clock as Beat
from demond.hours.attract import Attract
from demond.hours.book import HOURS, Book, read_noted
from demond.hours.hours import Hours
from demond.origins import CLOCK, ENGINE, SCHEDULE
from demond.places import Places
from demond.scenes.stage import Stage
from demond.sections import AtTable, AttractSection, Config, ScheduleSection
from demond.store import Store
from demond.undo import Undo
from tests.waiting import eventually

IDLE = AttractSection(0.2, "rest", 0.0, 0.0)
AGAIN = AttractSection(0.2, "", 0.0, 0.0)


class Rig:
    """A stage, its scenes and who minds where nobody is, over a real store; no engine."""

    def __init__(self, folder: Path, section=IDLE):
        self.store, self.calls, self.undo = Store(), Calls(), Undo()
        playback = SimpleNamespace(length=0, playing=False)
        self.stage = Stage(self.store, self.calls, Beat(self.store, playback), self.undo, Places(folder))
        self.book = Book(folder / HOURS, self.stage.writer, read_noted(folder / HOURS))
        self.attract = Attract(section, self.store, self.stage, self.undo, self.calls, self.book, self._save)
        for name, handler in {**self.stage.handlers, "undo": self.undo.undo}.items():
            self.store.handle(name, self._heard(name, handler))
        self.attract.begin()

    def _heard(self, name, handler):
        def do(*arguments):
            self.attract.acted(name)
            return handler(*arguments)

        return do

    async def _save(self):
        return "saved"

    async def begin(self, **scenes):
        await self.stage.start()
        for name, values in scenes.items():
            before = {each: self.store.get(each) for each in values}
            self.store.load(values, origin=ENGINE)
            await self.stage.handlers["scene/store"](name, " ".join(values))
            self.store.load(before, origin=ENGINE)
        self.attract.stay()
        self.running = asyncio.ensure_future(self.attract.run())
        await asyncio.sleep(0)

    async def do(self, action, *arguments):
        result = self.store.perform(action, *arguments)
        return await result if isinstance(result, asyncio.Future) else result

    async def idle(self):
        await eventually(lambda: self.attract.figures()["attract"] == "scene rest")

    @property
    def told(self):
        return self.attract.figures()["attract"]


REST = {"prompt/a": "a choir of whales", "blend": 0.25, "denoise": 0.9}
USUAL = ("warm ambient pads with a slow beat", 0.0, 0.7)


def playing(rig):
    return tuple(rig.store.get(name) for name in ("prompt/a", "blend", "denoise"))


def run(work):
    asyncio.run(asyncio.wait_for(work(), 20))


def test_nobody_is_there_and_the_first_touch_comes_back_and_counts(tmp_path):
    async def work():
        rig = Rig(tmp_path)
        await rig.begin(rest=REST)
        assert rig.told.startswith("in ")
        await rig.idle()
        assert (*playing(rig), rig.stage.scene) == ("a choir of whales", 0.25, 0.9, "rest")
        rig.store.set_many({"blend": 0.6, "volume": -6.0}, origin="a fader")
        await eventually(lambda: playing(rig)[0] == USUAL[0])
        assert playing(rig) == (USUAL[0], pytest.approx(0.6), 0.7)
        assert (rig.store.get("volume"), rig.stage.scene) == (-6.0, "")
        await rig.idle()  # and from there again
        rig.store.set("denoise", 0.1, origin="a fader")
        await eventually(lambda: playing(rig)[0] == USUAL[0])
        assert playing(rig) == (USUAL[0], pytest.approx(0.6), pytest.approx(0.1))

    run(work)


def test_a_hand_holds_it_off_and_what_is_no_hand_does_not(tmp_path):
    async def work():
        rig = Rig(tmp_path, replace(IDLE, idle=0.5))
        await rig.begin(rest=REST)
        for step in range(20):
            rig.store.set("volume", -float(step), origin="a fader")
            await asyncio.sleep(0.03)
            assert rig.told.startswith("in ")
        loop = asyncio.get_running_loop()
        until = loop.time() + 2.0
        while rig.told != "scene rest" and loop.time() < until:
            rig.store.set("bpm", 90.0 + loop.time() % 10, origin=CLOCK)
            rig.store.set("seed", int(1000 * loop.time()) % 1000, origin=ENGINE)
            await asyncio.sleep(0.01)
        assert rig.told == "scene rest"

    run(work)


def test_actions_are_hands_and_bring_what_they_say_over_what_was_before(tmp_path):
    async def work():
        rig = Rig(tmp_path)
        await rig.begin(rest=REST, quick={"denoise": 0.3})
        await rig.idle()
        rig.attract.acted("save")
        assert rig.told == "scene rest"
        await rig.do("scene/recall", "quick")
        assert playing(rig) == (USUAL[0], 0.0, pytest.approx(0.3))
        assert rig.stage.scene == "quick"

    run(work)


def test_undo_takes_it_back(tmp_path):
    async def work():
        rig = Rig(tmp_path)
        await rig.begin(rest=REST, quick={"denoise": 0.3})
        await rig.do("scene/recall", "quick")
        await rig.idle()
        assert await rig.do("undo") == "attract taken back"
        assert (*playing(rig), rig.stage.scene) == (USUAL[0], 0.0, pytest.approx(0.3), "quick")
        await rig.idle()
        rig.store.set("volume", -3.0, origin="a fader")
        await eventually(lambda: rig.told != "scene rest")
        assert await rig.do("undo") == "scene quick taken back"
        assert playing(rig) == USUAL

    run(work)


def test_the_schedule_ends_it_and_the_touch_comes_back_to_what_that_brought(tmp_path):
    async def work():
        rig = Rig(tmp_path)
        await rig.begin(rest=REST, dusk={"denoise": 0.3})
        await rig.idle()
        await rig.stage.recall_for(SCHEDULE, "dusk", 0.0, at_once=True, beneath=rig.attract.leave)
        assert playing(rig) == (USUAL[0], 0.0, pytest.approx(0.3))
        await rig.idle()
        rig.store.set("volume", -3.0, origin="a fader")
        await eventually(lambda: rig.told != "scene rest")
        assert playing(rig) == (USUAL[0], 0.0, pytest.approx(0.3))

    run(work)


def test_a_scene_of_the_schedule_that_is_missing_leaves_it_be(tmp_path, caplog):
    async def work():
        rig = Rig(tmp_path, AttractSection(0.0))
        await rig.begin(rest=REST)
        schedule = ScheduleSection(at=(AtTable("00:00", scene="dusk", seconds=0.0),))
        config = replace(Config(), schedule=schedule, attract=IDLE)
        transport = SimpleNamespace(moved=None)
        hours = Hours(
            config, rig.store, rig.stage, rig.undo, rig.calls, transport, lambda: True, lambda rests: None, rig._save,
            tmp_path,
        )  # fmt: skip
        running = asyncio.ensure_future(hours.attract.run())
        await eventually(lambda: hours.figures()["attract"] == "scene rest")
        assert hours.begin()
        await eventually(lambda: "schedule: there is no scene 'dusk'" in caplog.text)
        assert (hours.figures()["attract"], playing(rig)[2]) == ("scene rest", 0.9)
        assert hours.figures()["schedule_next"].endswith("00:00 scene dusk")
        await rig.stage.handlers["scene/store"]("dusk", "blend")
        hours.configure(config)
        await eventually(lambda: rig.stage.scene == "dusk")
        assert playing(rig) == (USUAL[0], 0.25, 0.7)
        running.cancel()

    run(work)


def test_what_waits_for_its_beat_leaves_it_be_until_then(tmp_path):
    async def work():
        rig, waiting = Rig(tmp_path), []
        await rig.begin(rest=REST, dusk={"denoise": 0.3}, quick={"denoise": 0.5})
        await rig.idle()
        rig.stage._clock = SimpleNamespace(at=lambda quantum, begin: waiting.append(begin) or (lambda: None))
        asked = rig.stage.recall_for(SCHEDULE, "dusk", 0.0, at_once=False, beneath=rig.attract.leave)
        await eventually(lambda: waiting)
        assert (rig.told, playing(rig)[0]) == ("scene rest", REST["prompt/a"])
        recalled = rig.store.perform("scene/recall", "quick")
        await eventually(lambda: len(waiting) == 2)
        waiting[1]()
        await asyncio.gather(asked, recalled)
        assert playing(rig) == (USUAL[0], 0.0, pytest.approx(0.5))

    run(work)


def test_it_outlives_a_power_cut(tmp_path):
    async def before():
        rig = Rig(tmp_path)
        await rig.begin(rest=REST)
        rig.store.set("denoise", 0.5, origin="a fader")
        await rig.idle()
        await rig.stage.writer.finish()

    async def after():
        rig = Rig(tmp_path, AttractSection(2.0, "rest", 0.0, 0.0))
        rig.store.load(REST, origin=ENGINE)  # what was saved, or not
        await rig.begin()
        await eventually(lambda: playing(rig) == ("a choir of whales", 0.25, 0.9))
        assert rig.told == "scene rest"
        rig.store.set("volume", -3.0, origin="a fader")
        await eventually(lambda: rig.told != "scene rest")
        assert playing(rig) == (USUAL[0], 0.0, pytest.approx(0.5))
        await eventually(lambda: rig.book.noted.away is None)

    run(before)
    run(after)


@pytest.mark.parametrize("section", [AttractSection(0.0), AttractSection(5.0, "other", 0.0, 0.0)])
def test_what_is_no_longer_configured_comes_back_at_the_start(tmp_path, section):
    async def before():
        rig = Rig(tmp_path)
        await rig.begin(rest=REST)
        await rig.idle()
        await rig.stage.writer.finish()

    async def after():
        rig = Rig(tmp_path, section)
        rig.store.load(REST, origin=ENGINE)
        await rig.begin()
        await eventually(lambda: playing(rig) == USUAL)

    run(before)
    run(after)


def test_without_a_scene_it_goes_back_to_where_the_hands_began(tmp_path):
    async def work():
        rig = Rig(tmp_path, AGAIN)
        await rig.begin(quick={"denoise": 0.3})
        rig.store.set("key", "A minor", origin="a hand")
        rig.store.set("blend", 0.4, origin="a hand")
        await rig.do("scene/recall", "quick")
        await eventually(lambda: rig.book.noted.away is not None)
        await eventually(lambda: playing(rig) == USUAL)
        assert "key" in rig.store.following()
        assert (rig.told, rig.stage.scene) == ("", "")
        rig.store.set("denoise", 0.2, origin=SCHEDULE)  # what no hand does is where they begin
        rig.store.set("blend", 0.9, origin="a hand")
        await eventually(lambda: playing(rig) == (USUAL[0], 0.0, pytest.approx(0.2)))

    run(work)


def test_where_the_hands_began_outlives_a_power_cut(tmp_path):
    async def before():
        rig = Rig(tmp_path, AttractSection(60.0))
        await rig.begin()
        rig.store.set("blend", 0.4, origin="a hand")
        await eventually(lambda: rig.book.noted.away is not None)
        await rig.stage.writer.finish()

    async def after():
        rig = Rig(tmp_path, AGAIN)
        rig.store.load({"blend": 0.4}, origin=ENGINE)
        await rig.begin()
        await eventually(lambda: playing(rig) == USUAL)

    run(before)
    run(after)


def test_a_scene_that_is_missing_is_said_once_until_somebody_comes(tmp_path, caplog):
    async def work():
        rig = Rig(tmp_path)
        await rig.begin()
        await asyncio.sleep(0.7)
        assert caplog.text.count("there is no scene 'rest'") == 1
        assert playing(rig) == USUAL
        rig.store.load(REST, origin=ENGINE)
        await rig.do("scene/store", "rest", " ".join(REST))
        await rig.idle()

    run(work)


def test_another_configuration_counts_at_once(tmp_path):
    async def work():
        rig = Rig(tmp_path)
        await rig.begin(rest=REST)
        await rig.idle()
        rig.attract.configure(AttractSection(0.0, back=0.0))
        assert (rig.told, playing(rig)) == ("", USUAL)
        rig.attract.configure(IDLE)
        await rig.idle()

    run(work)
