"""The OSC server: addresses to the store, answers to the asker, changes to subscribers. One asyncio loop, one thread.

Addresses beside those of the table: /demond/get, list, loras, ping, subscribe, unsubscribe, status; from here come
/demond/error ADDRESS REASON, /demond/note ADDRESS TEXT, /demond/pong, /demond/subscribed, /demond/meters.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from demond.control.mapping import Alias
from demond.control.osc.addresses import Addresses
from demond.control.osc.floods import newest
from demond.control.osc.interpreter import Change, Interpreter
from demond.control.osc.packets import Arguments, Bundle, Malformed, Messages, decode, encode_all
from demond.control.osc.queries import Queries
from demond.control.osc.reports import Reports
from demond.control.osc.seldom import SeldomLog
from demond.control.osc.sockets import Peer, Received, Sockets
from demond.control.osc.subscriptions import Subscriptions
from demond.control.osc.values import value_of
from demond.parameters import PREFIX, ControlError, Parameter, Value
from demond.store import Outcome, Store

LEASE_SECONDS = 60.0
HORIZON_SECONDS = 60.0
MOST_WAITING = 1024

_log = logging.getLogger(__name__)


class OscServer:
    """Listens on one port of a host, as `Sockets` opens it, in the running loop, from when it is made until `close`.

    `status()` returns what /demond/status tells, `meters()` levels in dB, `loras()` what /demond/loras tells of each;
    `lease` is in seconds. Everything runs in that loop; changes of the store may come from any thread.
    """

    def __init__(
        self,
        store: Store,
        host: str,
        port: int,
        status: Callable[[], Mapping[str, object]] = dict,
        meters: Callable[[], Sequence[float]] | None = None,
        loras: Callable[[], Sequence[Arguments]] = tuple,
        *,
        lease: float = LEASE_SECONDS,
    ) -> None:
        """Open the port and listen. Raises PortInUseError, or OSError for a host that is not here."""
        self.counters = dict.fromkeys(("received", "malformed", "errors", "late", "refused", "unsent"), 0)
        self._store = store
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._seldom = SeldomLog(_log)
        self._waiting: set[asyncio.TimerHandle] = set()
        self._addresses = Addresses(store)
        self._sockets = Sockets(host, port, self._loop, self._take, self._seldom)
        self._subscriptions = Subscriptions(store, self._loop, self._send, lease)
        self._reports = Reports(self._loop, self._subscriptions, status, meters)
        queries = Queries(store, self._addresses, self._subscriptions, self._reports, loras, self._send)
        self._interpreter = Interpreter(self._addresses, queries.commands, self._act)
        store.listen(self._changed)
        _log.info("OSC on %s", ", ".join(f"{host} port {self.port}" for host in self._sockets.hosts()))

    @property
    def port(self) -> int:
        """The port that is listened on, also where any free one was asked for."""
        return self._sockets.port

    def close(self) -> None:
        """Stop listening, forget subscribers and bundles that wait."""
        self._store.unlisten(self._changed)
        for handle in self._waiting:
            handle.cancel()
        self._waiting.clear()
        self._reports.close()
        self._subscriptions.close()
        self._sockets.close()

    def set_aliases(self, aliases: Mapping[str, Alias]) -> None:
        """Let more addresses be played: each is called with the arguments and the origin to give to the store."""
        self._addresses.set_aliases(aliases)

    def error(self, address: str, reason: str, to: object = None) -> None:
        """Send /demond/error to the peer that was the origin of something, or to all subscribers."""
        message = (PREFIX + "error", (address, reason))
        if isinstance(to, Peer):
            self._send(to, [message])
        else:
            self._subscriptions.tell([message])

    def note(self, address: str, text: str, to: object) -> None:
        """Send /demond/note to the peer that was the origin of something; nobody else is told."""
        if isinstance(to, Peer):
            self._send(to, [(PREFIX + "note", (address, text))])

    def _send(self, to: Peer, messages: Messages) -> None:
        try:
            for packet in encode_all(messages):
                self._sockets.send(to, packet)
        except (OSError, ValueError) as error:
            self.counters["unsent"] += 1
            self._seldom.warning("nothing sent to %s: %s", to.address[0], error)

    # -- receiving ----------------------------------------------------------------------------------------------

    def _take(self, link: int, batch: Sequence[Received]) -> None:
        self.counters["received"] += len(batch)
        self._addresses.refresh()
        for data, address in newest(batch, self._addresses.heads):
            self.receive(data, Peer(link, address))

    def receive(self, data: bytes, peer: Peer) -> None:
        """Obey one packet and answer to its sender."""
        try:
            packet = decode(data)
        except Malformed as error:
            self.counters["malformed"] += 1
            self._seldom.warning("no OSC from %s: %s", peer.address[0], error)
            return
        if isinstance(packet, Bundle):
            self._bundle(packet, peer)
            return
        row = self._addresses.rows.get(packet.address)
        try:
            if row is not None and row.kind != "action":
                value, seconds = value_of(row, packet.arguments)
                outcome = self._store.set(row.name, value, seconds=seconds, origin=peer)
                if outcome.note:
                    self._note(row.name, outcome, peer)
            else:
                change = Change()
                self._interpreter.plan(packet.address, packet.arguments, change)
                self._carry_out(change, peer)
        except ControlError as error:
            self._refuse(packet.address, error, peer)

    def _bundle(self, bundle: Bundle, peer: Peer) -> None:
        """Obey a bundle: everything in it is understood and possible, or nothing is done."""
        now = time.time()
        changes: dict[float | None, Change] = {}
        for due, message in bundle.messages():
            if due is not None and due <= now:
                self.counters["late"] += 1
                due = None
            try:
                if due is not None:
                    self._check_time(due - now, len(changes))
                change = changes.setdefault(due, Change())
                known = len(change.items)
                self._interpreter.plan(message.address, message.arguments, change)
                for item in change.items[known:]:
                    self._store.check(*item)
            except ControlError as error:
                self.counters["refused"] += 1
                self._refuse(message.address, error, peer, "; nothing of the bundle was done")
                return
        for due, change in changes.items():
            if due is None:
                self._carry_out_bundle(change, peer)
            else:
                self._wait(due - now, change, peer)

    def _check_time(self, ahead: float, more: int) -> None:
        if ahead > HORIZON_SECONDS:
            raise ControlError("bundle", f"is due in {ahead:.0f} seconds; at most {HORIZON_SECONDS:g} are kept")
        if len(self._waiting) + more >= MOST_WAITING:
            raise ControlError("bundle", f"cannot wait: {MOST_WAITING} bundles wait already")

    def _wait(self, ahead: float, change: Change, peer: Peer) -> None:
        def due() -> None:
            self._waiting.discard(handle)
            self._carry_out_bundle(change, peer)

        handle = self._loop.call_later(ahead, due)
        self._waiting.add(handle)

    def _carry_out_bundle(self, change: Change, peer: Peer) -> None:
        try:
            self._carry_out(change, peer)
        except ControlError as error:
            self._refuse(PREFIX + error.name, error, peer)

    def _carry_out(self, change: Change, peer: Peer) -> None:
        if change.items:
            outcomes = self._store.set_many(change.items, peer)
            for item, outcome in zip(change.items, outcomes, strict=True):
                if outcome.note:
                    self._note(item[0], outcome, peer)
        for address, step in change.steps:
            try:
                step(peer)
            except ControlError as error:
                self._refuse(address, error, peer)

    def _note(self, name: str, outcome: Outcome, peer: Peer) -> None:
        self._send(peer, [(PREFIX + "note", (PREFIX + name, outcome.note))])
        self._subscriptions.confirm(name, peer)

    def _refuse(self, address: str, error: ControlError, peer: Peer, more: str = "") -> None:
        self.counters["errors"] += 1
        reason = error.reason if address in (error.name, PREFIX + error.name) else str(error)
        self._seldom.warning("%s from %s refused: %s", address, peer.address[0], reason)
        self.error(address, reason + more, peer)
        row = self._addresses.names.get(error.name)
        if row is not None and row.kind != "action":
            self._subscriptions.confirm(error.name, peer)

    def _act(self, row: Parameter, arguments: tuple[object, ...], peer: Peer) -> None:
        result = self._store.perform(row.name, *arguments)
        if isinstance(result, asyncio.Future):
            result.add_done_callback(partial(self._acted, row, peer))
        elif isinstance(result, str):
            self._send(peer, [(PREFIX + "note", (row.address, result))])

    def _acted(self, row: Parameter, peer: Peer, done: asyncio.Future[object]) -> None:
        """Tell the asker how an action ended that took time."""
        if done.cancelled():
            return
        error = done.exception()
        if error is not None:
            self.error(row.address, error.reason if isinstance(error, ControlError) else str(error), peer)
        else:
            self._send(peer, [(PREFIX + "note", (row.address, str(done.result())))])

    # -- telling ------------------------------------------------------------------------------------------------

    def _changed(self, name: str, value: Value, origin: object) -> None:
        if not len(self._subscriptions):
            return
        if threading.get_ident() == self._thread:
            self._subscriptions.change(name, origin)
        else:
            try:
                self._loop.call_soon_threadsafe(self._subscriptions.change, name, origin)
            except RuntimeError:
                _log.debug("the loop has ended before %s could be told", name)
