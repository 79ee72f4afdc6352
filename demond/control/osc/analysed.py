"""Tells subscribers the analysis, each at its own rate. Lives in one asyncio loop, one thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from demond.analysis import Heard
from demond.control.osc.seldom import SeldomLog
from demond.control.osc.subscriptions import ANALYSIS, FASTEST_ANALYSIS, Send, Subscriber, Subscriptions

BETWEEN = 1.0 / FASTEST_ANALYSIS
"""From one reading to the next, in seconds, however rarely it is told: nothing that begins is missed."""
EARLY = 0.25 * BETWEEN
"""How much too early somebody may be told, so that a rate that divides the readings' is kept evenly."""


@dataclass(slots=True)
class _Next:
    """When a subscriber is told next, and the strongest that began since it was told last."""

    due: float
    onset: float = 0.0


class Analysed:
    """Reads as long as somebody hears it, and not at all where nobody does."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        subscriptions: Subscriptions,
        analysis: Callable[[], Heard] | None,
        send: Send,
        log: SeldomLog,
    ) -> None:
        self._loop = loop
        self._subscriptions = subscriptions
        self._analysis = analysis
        self._send = send
        self._log = log
        self._timer: asyncio.TimerHandle | None = None
        self._next: dict[Subscriber, _Next] = {}

    def begin(self) -> None:
        """Begin to read, where that has not begun and somebody hears it."""
        if self._timer is None and self._analysis is not None and self._subscriptions.wants(ANALYSIS):
            self._beat(self._loop.time())

    def close(self) -> None:
        """Read no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _beat(self, due: float) -> None:
        self._timer = None
        hearers = self._subscriptions.hearers(ANALYSIS)
        now = self._loop.time()
        self._next = {each: self._next.get(each) or _Next(now) for each in hearers}
        if not hearers:
            return
        later = max(due + BETWEEN, now)
        self._timer = self._loop.call_at(later, self._beat, later)
        try:
            self._tell(now + EARLY)
        except Exception as error:
            self._log.warning("nothing analysed: %s", error, exc_info=error)

    def _tell(self, now: float) -> None:
        assert self._analysis is not None
        heard = self._analysis()
        for subscriber, following in self._next.items():
            following.onset = max(following.onset, heard.onset)
            if following.due > now:
                continue
            between = 1.0 / subscriber.pace
            following.due = max(following.due + between, now - between)
            told = (*heard.levels, *heard.bands, following.onset, heard.beat, heard.bar)
            following.onset = 0.0
            self._send(subscriber.to, [(ANALYSIS, told)])
