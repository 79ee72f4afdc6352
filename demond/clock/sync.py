"""Who leads the beat: nobody, MIDI clock or Ableton Link, as the control `sync` says. No torch."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from demond.calls import Calls
from demond.clock import link
from demond.clock.beats import Anchor, Clock
from demond.clock.grid import nearest
from demond.clock.link import Link
from demond.clock.lock import STEP_SECONDS, Lock
from demond.clock.midi import Event, MidiClock
from demond.clock.transport import Transport
from demond.origins import CLOCK, NO_HANDS
from demond.outside import Outside
from demond.parameters import Value
from demond.playback.loop import Loop
from demond.store import Store

NEWS = 0.008
"""Part of the tempo by which what leads must differ until new music is made for it; less is a matter of speed."""
STEADY_SECONDS = 1.0
"""For which it has to differ."""


class Sync:
    """Leads the clock, the playhead and `bpm` by what `sync` names; sleeps while it names nothing and nobody is led.

    Made in the event loop, to which it belongs; `clock_in` is for the thread of MIDI. Where it `leads`, others follow
    our beat, which is held to what is heard then.
    """

    def __init__(
        self,
        store: Store,
        playback: Loop,
        clock: Clock,
        lock: Lock,
        transport: Transport,
        calls: Calls,
        outside: Outside,
        leads: bool,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._playback = playback
        self._clock = clock
        self._lock = lock
        self._transport = transport
        self._outside = outside
        self._leads = leads
        self._now = now
        self._source = "off"
        self._link: Link | None = None
        self._played = False
        self._strays: float | None = None
        self._wake = asyncio.Event()
        self._midi = MidiClock(calls.soon(self._heard), lambda: clock.tempo, now)
        self._asked = calls.inside(self._choose)
        self._tempo_set = calls.inside(self._keep_tempo)
        clock.align = self._align
        store.listen(self._changed)
        self._choose(str(store.get("sync")), None)

    def clock_in(self, port: str, data: Sequence[int], at: float) -> None:
        """Take a system message of a MIDI port that came at this monotonic time."""
        if self._source == "midi":
            self._midi.take(port, data, at)

    def wake(self) -> None:
        """Look again whether anybody is led."""
        self._wake.set()

    async def run(self) -> None:
        """Keep everything together, 25 times a second while there is something to keep."""
        while True:
            self._wake.clear()
            if not self.step():
                await self._wake.wait()
            else:
                await asyncio.sleep(STEP_SECONDS)

    def step(self) -> bool:
        """Do it once; whether it has to be done again."""
        if self._source == "off":
            if self._leads:
                self._align()
            else:
                self._clock.let_go()
            return not self._lock.ease() or self._leads
        anchor = self._anchor()
        if anchor is not None:
            self._clock.lead(anchor)
            self._lead_tempo(anchor.tempo)
        if self._clock.led:
            self._lock.step()
        elif self._leads:
            self._align()
        if self._link is not None and self._playback.playing is not self._played:
            self._played = self._playback.playing
            self._link.play(self._played)
        return True

    def figures(self) -> dict[str, float | int | str]:
        """What `/demond/status` tells."""
        source = self._source
        if source == "midi":
            source = f"midi: {self._midi.port or 'waiting for a port that sends clock'}"
        elif self._link is not None:
            source = f"link: {self._link.peers} peers"
        offset = self._lock.offset
        beat = self._clock.beat()
        return {
            "sync": source,
            "tempo": round(self._clock.tempo, 2),
            "beat": round(beat, 2),
            "bar": int(beat // self._clock.bar) + 1,
            "sync_offset_ms": round(1000.0 * offset, 2) if offset is not None else "",
        }

    def close(self) -> None:
        """Leave a session."""
        if self._link is not None:
            self._link.close()
            self._link = None

    # -- who leads ----------------------------------------------------------------------------------------------

    def _changed(self, name: str, value: Value, origin: object) -> None:
        if name == "sync":
            self._asked(str(value), origin)
        elif name == "bpm" and origin != CLOCK and self._source != "off":
            self._tempo_set(origin)

    def _keep_tempo(self, origin: object) -> None:
        """Have `bpm` be the tempo that leads, before anything is made for another that a hand or a scene set."""
        if not self._clock.led or not self._settled or not self._is_news(self._clock.tempo):
            return
        self._store.set("bpm", round(self._clock.tempo, 1), origin=CLOCK)
        if origin not in NO_HANDS:
            self._outside.error("/demond/bpm", f"is led: sync is {self._source}", to=origin)

    @property
    def _settled(self) -> bool:
        """Whether the tempo of what leads is known well."""
        return self._link.settled if self._link is not None else self._midi.settled

    def _is_news(self, tempo: float) -> bool:
        """Whether `bpm` is another tempo, and can be this one."""
        bpm, row = self._store.target("bpm"), self._store.row("bpm")
        return isinstance(bpm, (int, float)) and abs(tempo / bpm - 1.0) > NEWS and row.low <= tempo <= row.high

    def _choose(self, source: str, origin: object) -> None:
        if source == "link" and not link.is_installed():
            self._outside.error("/demond/sync", link.MISSING, to=origin)
            self._store.set("sync", "off", origin=CLOCK)
            return
        self.close()
        self._source = source
        self._strays = None
        if source == "link":
            self._played = self._playback.playing
            self._link = Link(self._clock.tempo, self._clock.bar, self._peers_play, self._now)
        self._wake.set()

    def _anchor(self) -> Anchor | None:
        if self._link is None:
            return self._midi.anchor()
        bpm = self._store.get("bpm")
        return self._link.anchor(float(bpm) if isinstance(bpm, (int, float)) else 120.0, self._clock.bar)

    def _lead_tempo(self, tempo: float) -> None:
        """Have `bpm` be the tempo that leads once it has been another for a while."""
        if not self._settled or not self._is_news(tempo):
            self._strays = None
            return
        now = self._now()
        self._strays = self._strays if self._strays is not None else now
        if now - self._strays >= STEADY_SECONDS:
            self._strays = None
            self._store.set("bpm", round(tempo, 1), origin=CLOCK)

    def _align(self) -> None:
        """Have the clock's beat be the one that is heard, where nobody else leads it."""
        if self._source != "off" and self._clock.led:
            return
        mark, grid = self._playback.mark, self._lock.grid()
        if mark is None or grid is None or not self._playback.playing:
            return
        heard = self._lock.heard(mark)
        beat = self._clock.beat(heard)
        off = nearest(grid.beat(mark.position) - beat, grid.cycle)
        share = 0.2 if abs(off) < 0.1 and self._leads else 1.0
        self._clock.move(Anchor(heard, beat + share * off, grid.tempo))

    # -- what those who lead say --------------------------------------------------------------------------------

    def _heard(self, event: Event, beat: float) -> None:
        """Do what MIDI says of playing."""
        if self._source != "midi":
            return
        match event:
            case "stop":
                self._transport.stop()
            case "position":
                grid = self._lock.grid()
                if grid is not None and not self._playback.playing:
                    self._playback.seek(round(grid.position(beat)))
            case _:
                self.step()
                self._transport.begin(anew=event == "start")

    def _peers_play(self, playing: bool) -> None:
        """Do what another peer of the session did."""
        if self._link is None or self._playback.playing is playing:
            return
        if playing:
            self.step()
            self._transport.begin(anew=False)
        else:
            self._transport.stop()
        self._played = playing
