"""Actions that peers ask for: carried out, and how they end told to who asked, where that takes time. One thread."""

from __future__ import annotations

import asyncio
from functools import partial

from demond.calls import asked_by
from demond.control.osc.peers import Peer
from demond.control.osc.telling import ERROR, NOTE, Telling
from demond.parameters import UNDER_WAY, ControlError, Parameter
from demond.store import Store
from engine.errors import in_words

MOST_ASKERS = 64


class Acts:
    """Has the store perform actions, and tells by `telling`."""

    def __init__(self, store: Store, telling: Telling) -> None:
        self._store = store
        self._telling = telling
        self._asked: dict[asyncio.Future[object], dict[Peer, None]] = {}

    def __call__(self, row: Parameter, arguments: tuple[object, ...], peer: Peer) -> None:
        """Carry out an action; ControlError where that is refused."""
        with asked_by(peer):
            result = self._store.perform(row.name, *arguments)
        if isinstance(result, asyncio.Future):
            askers = self._asked.setdefault(result, {})
            if not askers:
                result.add_done_callback(partial(self._acted, row))
            if len(askers) < MOST_ASKERS and peer not in askers:
                askers[peer] = None
                self._telling.tell(peer, NOTE, row.address, UNDER_WAY)
        elif isinstance(result, str):
            self._telling.tell(peer, NOTE, row.address, self._telling.disclosed_note(result, peer))

    def _acted(self, row: Parameter, done: asyncio.Future[object]) -> None:
        """Tell those who asked how an action ended that took time."""
        askers = self._asked.pop(done)
        if done.cancelled():
            return
        error = done.exception()
        for peer in askers:
            if error is not None:
                reason = error.reason if isinstance(error, ControlError) else in_words(error)
                self._telling.tell(peer, ERROR, row.address, self._telling.disclosed(row.address, reason, peer))
            elif done.result() is not None:
                note = self._telling.disclosed_note(str(done.result()), peer)
                self._telling.tell(peer, NOTE, row.address, note)
