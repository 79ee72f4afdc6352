"""Play and words that wait for the beat, bar or turn, and taps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

import pytest

from demond.calls import Calls
from demond.clock import Anchor, Clock
from demond.clock import link as link_module
from demond.clock.held import HELD, Held
from demond.clock.lock import Lock
from demond.clock.sync import Sync
from demond.clock.transport import Transport
from demond.moving import Move
from demond.origins import NO_HANDS
from demond.parameters import ControlError
from demond.playback.loop import Loop
from demond.store import Store
from tests.waiting import eventually


class Stage:
    """A clock in real time, fast enough that a bar is soon; `sent` is what an engine was told, `notes` who asked."""

    def __init__(self, loop: Loop) -> None:
        self.store, self.loop, self.time = Store(), loop, 30.0
        self.store.set("bpm", 300.0)
        self.clock = Clock(self.store, loop)
        self.sent: list[dict[str, object]] = []
        self.sent_at: list[float] = []
        self.notes: list[tuple[str, str]] = []
        self.errors: list[tuple[str, str, object]] = []
        self.held = Held(self.store, self.clock, self.send, lambda *n: self.notes.append(n))
        self.lock = Lock(loop, self.clock, lambda: 300.0, lambda: 0.0)
        self.transport = Transport(self.store, loop, self.clock, self.lock, lambda: self.time)

    def send(self, values: Mapping[str, object]) -> None:
        self.sent.append(dict(values))
        self.sent_at.append(self.clock.beat())

    def hand(self, **values: object) -> dict[str, object]:
        """Set these by hand and drain them."""
        return self.set("somebody", **values)

    def set(self, origin: object, **values: object) -> dict[str, object]:
        self.store.set_many({name.replace("__", "/"): value for name, value in values.items()}, origin=origin)
        return self.held.sift(self.store.drain())

    def bar(self) -> list[float]:
        """Where the beat is as a timer for the next bar comes, once it did: later only where the loop is held up."""
        came: list[float] = []
        left = 4.0 - self.clock.beat() % 4.0
        asyncio.get_running_loop().call_later(left * 60.0 / 300.0, lambda: came.append(self.clock.beat()))
        return came

    def error(self, address: str, reason: str, to: object = None) -> None:
        self.errors.append((address, reason, to))

    def sync(self) -> Sync:
        return Sync(self.store, self.loop, self.clock, self.lock, self.transport, Calls(), self, False)


def staged(play: Callable[[Stage], Awaitable[None]]) -> None:
    async def run() -> None:
        loop = Loop.create(2.0)
        try:
            await play(Stage(loop))
        finally:
            loop.unlink()

    asyncio.run(run())


def test_words_and_blend_wait_for_the_bar_and_the_newest_is_sent() -> None:
    async def play(stage: Stage) -> None:
        stage.store.drain()
        assert stage.hand(prompt__a="x", denoise=0.5) == {"prompt/a": "x", "denoise": 0.5}
        stage.store.set("quantize", "bar")
        stage.store.drain()
        stage.clock.lead(Anchor(stage.clock._now(), 1.5, 300.0))
        bar = stage.bar()
        assert stage.hand(prompt__a="techno", denoise=0.7) == {"denoise": 0.7}
        assert stage.hand(blend=0.3, prompt__a="ambient", depth=3) == {"depth": 3}
        assert sorted(stage.notes) == [("blend", "waits for the next bar"), ("prompt/a", "waits for the next bar")]
        await eventually(lambda: bool(stage.sent and bar))
        assert stage.sent_at == [pytest.approx(bar[0], abs=0.15)]
        assert bar[0] >= 3.99
        assert stage.sent == [{"prompt/a": "ambient", "blend": 0.3}]

    staged(play)


def test_what_is_held_goes_on_as_soon_as_nothing_is_waited_for() -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("quantize", "bar")
        stage.store.drain()
        stage.clock.lead(Anchor(stage.clock._now(), 0.5, 30.0))
        assert stage.hand(weight__b=0.4) == {}
        stage.store.set("quantize", "off")
        assert stage.held.sift({"quantize": "off"}) == {"weight/b": 0.4, "quantize": "off"}
        assert stage.held.sift({}) == {}

    staged(play)


@pytest.mark.parametrize("origin", sorted(NO_HANDS))
def test_what_no_hand_sets_has_its_own_time_and_goes_before_what_a_hand_set_earlier(origin: str) -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("quantize", "bar")
        stage.store.drain()
        stage.clock.lead(Anchor(stage.clock._now(), 0.5, 300.0))
        assert stage.hand(prompt__a="techno", blend=0.2) == {}
        assert stage.set(origin, prompt__a="ambient") == {"prompt/a": "ambient"}
        await eventually(lambda: bool(stage.sent))
        assert stage.sent == [{"blend": 0.2}]

    staged(play)


def test_what_modulators_move_does_not_wait() -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("quantize", "bar")
        stage.store.drain()
        stage.clock.lead(Anchor(stage.clock._now(), 0.5, 30.0))
        stage.store.modulate({"blend": Move(0.25)})
        assert stage.held.sift(stage.store.drain()) == {"blend": 0.25}

    staged(play)


def test_a_ramp_by_hand_goes_on_from_where_it_is_once_its_time_has_come() -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("quantize", "beat")
        stage.store.drain()
        stage.clock.lead(Anchor(stage.clock._now(), 0.5, 300.0))
        stage.store.set("blend", 1.0, seconds=30.0, origin="somebody")
        assert stage.held.sift(stage.store.drain()) == {}
        await eventually(lambda: bool(stage.sent))
        await asyncio.sleep(0.02)
        stage.clock.lead(Anchor(stage.clock._now(), 0.5, 30.0))
        assert stage.clock.until("beat") > 0.05
        assert stage.held.sift(stage.store.drain()).keys() == {"blend"}

    staged(play)


def test_what_waits_for_a_bar_waits_for_the_bar_that_comes_though_the_clock_leaps_or_changes() -> None:
    async def play(stage: Stage) -> None:
        came: list[float] = []
        stage.clock.lead(Anchor(stage.clock._now(), 0.1, 30.0))  # 7.8 s to go
        stage.clock.at("bar", lambda: came.append(stage.clock.beat()))
        await asyncio.sleep(0.02)
        stage.clock.lead(Anchor(stage.clock._now(), 6.5, 300.0))
        await eventually(lambda: bool(came))
        assert 7.99 < came[0] < 10.0
        stage.clock.lead(Anchor(stage.clock._now(), 0.1, 300.0))
        called_off = stage.clock.at("bar", lambda: came.append(0.0))
        await asyncio.sleep(0.15)
        called_off()
        stage.clock.lead(Anchor(stage.clock._now(), 3.9, 300.0))
        await asyncio.sleep(0.1)
        assert len(came) == 1

    staged(play)


def test_a_loop_that_is_held_up_over_the_bar_is_no_bar_late() -> None:
    async def play(stage: Stage) -> None:
        came: list[float] = []
        stage.clock.lead(Anchor(stage.clock._now(), 3.4, 300.0))  # 0.12 s to go
        stage.clock.at("bar", lambda: came.append(stage.clock.beat()))
        time.sleep(0.2)
        await eventually(lambda: bool(came))
        assert 4.0 <= came[0] < 8.0

    staged(play)


def test_all_that_says_what_the_music_should_be_is_held_and_nothing_else() -> None:
    assert {"prompt/d", "weight/a", "blend", "blend_mode", "lyrics", "negative_prompt", "key"} <= HELD
    assert not {"bpm", "denoise", "source", "model", "volume"} & HELD


def test_play_waits_and_says_so_and_stop_calls_it_off() -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("quantize", "bar")
        stage.clock.lead(Anchor(stage.clock._now(), 0.5, 300.0))
        said = stage.transport.play()
        assert said == "plays at the next bar, in 0.7 s"
        assert not stage.loop.playing
        stage.transport.stop()
        await asyncio.sleep(stage.clock.until("bar") + 0.05)
        assert not stage.loop.playing
        began: list[float] = []
        stage.transport.moved = lambda: began.append(stage.clock.beat())
        bar = stage.bar()
        stage.transport.play()
        await eventually(lambda: stage.loop.playing and bar)
        assert began == [pytest.approx(bar[0], abs=0.15)]
        assert bar[0] >= 7.99
        assert stage.transport.play() is None, "it plays"

    staged(play)


def test_a_panic_while_play_waits_is_silent() -> None:
    async def play(stage: Stage) -> None:
        stage.store.set("quantize", "beat")
        stage.clock.lead(Anchor(stage.clock._now(), 0.5, 300.0))
        stage.transport.play()
        stage.store.reset(origin="panic")
        await asyncio.sleep(stage.clock.until("beat") + 0.05)
        assert not stage.loop.playing

    staged(play)


def test_taps_set_the_tempo_by_hand_while_nobody_leads_it() -> None:
    async def play(stage: Stage) -> None:
        assert stage.transport.tap() == "the first tap; the next one says the tempo"
        for _ in range(4):
            stage.time += 0.486
            said = stage.transport.tap()
        assert said == "123.5 bpm"
        assert stage.store.get("bpm") == 123.5
        assert "bpm" not in stage.store.following()
        stage.time += 0.02
        stage.transport.tap()
        stage.time += 0.02
        assert stage.transport.tap() == "300 bpm", "no more than the tempo may be"
        stage.store.set("sync", "midi")
        with pytest.raises(ControlError, match="the tempo is led: sync is midi"):
            stage.transport.tap()

    staged(play)


def test_without_link_whoever_asks_for_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "is_installed", lambda: False)

    async def play(stage: Stage) -> None:
        stage.sync()
        stage.store.set("sync", "link", origin="somebody")
        assert stage.errors == [("/demond/sync", link_module.MISSING, "somebody")]
        assert stage.store.get("sync") == "off"

    staged(play)
