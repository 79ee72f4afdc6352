"""What subscribers are told regularly: status, meters, the analysis; here begins and ends what a monitor wants.

Lives in one asyncio loop, one thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from demond.control.osc.analysed import Analysed
from demond.control.osc.packets import Arguments
from demond.control.osc.seldom import SeldomLog
from demond.control.osc.subscriptions import METERS, STATUS, Subscriptions
from demond.control.osc.watched import Watched

METERS_SECONDS = 0.05
STATUS_SECONDS = 0.5


class Reports:
    """Sends status and meters to subscribers and ends leases, as long as there are any subscribers."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        subscriptions: Subscriptions,
        status: Callable[[], Mapping[str, object]],
        meters: Callable[[], Sequence[float]] | None,
        analysed: Analysed,
        watched: Watched,
        log: SeldomLog,
    ) -> None:
        self._loop = loop
        self._log = log
        self._subscriptions = subscriptions
        self._status = status
        self._meters = meters
        self._analysed = analysed
        self._watched = watched
        self._timer: asyncio.TimerHandle | None = None
        self._beats = 0

    def status(self) -> tuple[str, Arguments]:
        """The message that tells the status."""
        words: list[object] = []
        for key, value in self._status().items():
            plain = value if isinstance(value, (int, float, str)) else str(value)
            words += [key, int(plain) if isinstance(plain, bool) else plain]
        return STATUS, words

    def begin(self) -> None:
        """Begin to report, unless that has begun: there is a subscriber."""
        self._analysed.begin()
        self._watched.look()
        if self._timer is None:
            self._beat()

    def close(self) -> None:
        """Report no more."""
        self._analysed.close()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _beat(self) -> None:
        self._timer = self._loop.call_later(METERS_SECONDS, self._beat) if len(self._subscriptions) else None
        self._beats += 1
        try:
            self._report()
        except Exception as error:
            self._log.warning("nothing reported: %s", error, exc_info=error)

    def _report(self) -> None:
        subscriptions = self._subscriptions
        if self._beats % round(STATUS_SECONDS / METERS_SECONDS) == 0:
            subscriptions.expire()
            if subscriptions.wants(STATUS):
                subscriptions.tell([self.status()], STATUS)
            self._watched.look()
        if self._meters is not None and subscriptions.wants(METERS):
            subscriptions.tell([(METERS, tuple(self._meters()))], METERS)
