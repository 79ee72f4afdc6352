"""Ableton Link with another peer on this machine."""

from __future__ import annotations

import asyncio

import pytest

from demond.calls import Calls
from demond.clock import Clock
from demond.clock.lock import Lock
from demond.clock.sync import Sync
from demond.clock.transport import Transport
from demond.playback.loop import Loop
from demond.store import Store
from tests.waiting import eventually

aalink = pytest.importorskip("aalink")


def test_it_joins_follows_and_never_stomps_the_tempo_of_a_session() -> None:
    async def run() -> None:
        peer = aalink.Link(133.0)
        peer.quantum, peer.start_stop_sync_enabled, peer.enabled = 4, True, True
        await asyncio.sleep(1.0)
        store, loop = Store(), Loop.create(12.0)
        store.set("bpm", 90.0)
        clock = Clock(store, loop)
        lock = Lock(loop, clock, lambda: float(str(store.get("bpm"))), lambda: 0.0)
        transport = Transport(store, loop, clock, lock)
        sync = Sync(store, loop, clock, lock, transport, Calls(), None, False)  # type: ignore[arg-type]
        work = asyncio.ensure_future(sync.run())
        try:
            store.set("sync", "link")
            await eventually(lambda: sync.figures()["sync"] == "link: 1 peers")
            await eventually(lambda: store.get("bpm") == 133.0)
            assert peer.tempo == pytest.approx(133.0, abs=0.001)
            assert clock.tempo == pytest.approx(133.0, abs=0.001)
            away = []
            for _ in range(5):
                beats = (clock.beat() - peer.beat) % 4.0
                away.append(min(beats, 4.0 - beats) * 60 / 133)
                await asyncio.sleep(0.1)
            assert sorted(away)[2] < 0.003, away
            peer.tempo = 120.0
            await eventually(lambda: store.get("bpm") == 120.0)
            peer.playing = True
            await eventually(lambda: loop.playing)
            transport.stop()
            await eventually(lambda: not peer.playing)
            store.set("sync", "off")
            await eventually(lambda: peer.num_peers == 0)
        finally:
            work.cancel()
            sync.close()
            peer.enabled = False
            loop.unlink()

    asyncio.run(run())
