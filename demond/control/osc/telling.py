"""What the server tells: answers to who asked, errors and notes to whom they concern, values to subscribers."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable, Hashable, Iterable, Iterator, MutableMapping
from itertools import starmap

from demond.control.osc.access import Access, Rooms
from demond.control.osc.addresses import Addresses
from demond.control.osc.packets import Arguments, Messages, bundled, encode, encode_all
from demond.control.osc.peers import Address, Peer, is_loopback
from demond.control.osc.seldom import SeldomLog
from demond.control.osc.sockets import Sockets
from demond.control.osc.subscriptions import MONITOR, STATUS, Subscriptions
from demond.control.osc.turns import Turns, Work
from demond.parameters import HEARD, OVERTAKEN, PREFIX, UNDER_WAY
from demond.store import Store
from engine.errors import in_words
from engine.names import without_folders

TOLD_BYTES = 4096
"""What values that wait to be told are taken to keep."""
MOST_KEPT = 4096
"""Addresses of which it is kept how they were written last."""
LONGEST_TEXT, LONGEST_ADDRESS = 500, 200
"""Characters of what is told in errors and notes."""
ERROR, NOTE, PROBLEMS = PREFIX + "error", PREFIX + "note", PREFIX + "problems"
UNPLAYABLE, UNDONE, DONE = "is not there or cannot be played", "cannot be done", "done"
_AROUND = "'\"()[]<>,;:."
"""What may stand around a word of a sentence."""


class Telling:
    """Sends by `sockets`, in turns where that may be much; `subscriptions` are who is told what changes.

    By UDP, a peer outside this machine that has not subscribed is answered no more than a few times what it sent: it
    may not be who it says. A connection shows who is at its end, so it is answered at any length, as far as that is
    read. Lives in one asyncio loop, one thread.
    """

    def __init__(
        self,
        store: Store,
        loop: asyncio.AbstractEventLoop,
        sockets: Sockets,
        turns: Turns,
        access: Access,
        addresses: Addresses,
        counters: MutableMapping[str, int],
        log: SeldomLog,
        lease: float,
    ) -> None:
        self._sockets = sockets
        self._turns = turns
        self._access = access
        self._addresses = addresses
        self._counters = counters
        self._log = log
        self._rooms = Rooms()
        self._connected: dict[Peer, Callable[[bytes], None]] = {}
        self._last: dict[str, tuple[Arguments, bytes]] = {}  # by address: what was said last, and how that is written
        self.subscriptions = Subscriptions(store, loop, self.deliver, lease)

    def connect(self, address: Address, send: Callable[[bytes], None]) -> Peer:
        """Have a peer that is told what it listens to by `send`, a message at a time, until `disconnect`.

        `send` returns at once, and raises OSError (EAGAIN) while there is no room.
        """
        peer = Peer(self._sockets.link(), address)
        self._connected[peer] = send
        self.subscriptions.connect(peer)
        return peer

    def disconnect(self, peer: Peer) -> None:
        """Forget such a peer."""
        del self._connected[peer]
        self.subscriptions.disconnect(peer)

    def begin(self, peer: Peer, size: int) -> None:
        """Begin to answer a packet of this size."""
        if not peer.connected:
            self._rooms.begin(peer, size)

    def gone(self, peer: Peer) -> None:
        """Tell a peer nothing any more: its connection has ended."""
        self.subscriptions.remove(peer, None)

    def key(self, peer: Peer) -> Hashable:
        """Whose turn it is: programs on this machine each have theirs, hosts outside one each."""
        host = str(peer.address[0])
        return peer if is_loopback(host) else host

    def confined(self, peer: Peer) -> bool:
        """Whether a peer names files only as they are permitted."""
        return not (self._access.anywhere and is_loopback(str(peer.address[0])))

    def disclosed(self, address: str, reason: str, peer: Peer) -> str:
        """Why something is refused, without the paths of an action to who is confined to folders."""
        row = self._addresses.rows.get(address)
        action = row is not None and row.kind == "action"
        return UNDONE if action and "/" in reason and self.confined(peer) else reason

    def disclosed_note(self, text: str, peer: Peer) -> str:
        """What came of an action, without the paths that it names to who is confined to folders."""
        if not self.confined(peer):
            return text
        words = (word.strip(_AROUND) for word in text.split())
        paths = any(word.startswith("/") and word not in self._addresses.rows for word in words)
        return DONE if paths else text

    def error(self, address: str, reason: str, to: object) -> None:
        """Tell the peer that was the origin of something what is wrong, or all subscribers.

        What could not be played is not described to those who are confined to folders: it may tell what lies where.
        """
        row = self._addresses.rows.get(address)
        vague = UNPLAYABLE if row is not None and row.rate == "rebuild" else ""
        for peer in [to] if isinstance(to, Peer) else self.subscriptions.destinations():
            text = vague if vague and self.confined(peer) else reason
            if peer is to:
                self.tell(peer, ERROR, address, text)
            else:
                self.deliver(peer, [(ERROR, (address[:LONGEST_ADDRESS], text[:LONGEST_TEXT]))])

    def note(self, address: str, text: str, to: object) -> None:
        """Tell the peer that was the origin of something how it goes; nobody else is told.

        Outside this machine, who has not subscribed is told the beginning and the end of what takes time alone.
        """
        if isinstance(to, Peer) and (text in (UNDER_WAY, HEARD, OVERTAKEN) or not self._bounded(to)):
            self.tell(to, NOTE, address, text)

    def tell(self, peer: Peer, kind: str, address: str, text: str) -> None:
        """Send an error, shortened to what may be answered, or a note, whole or not at all."""
        address = address[:LONGEST_ADDRESS]
        room = self._room(peer)
        if room is not None and kind == ERROR:
            room -= len(encode(kind, (address, "")))
            text = text.encode("utf-8", "backslashreplace")[: max(0, room)].decode("utf-8", "ignore")
        self.answer(peer, [(kind, (address, text[:LONGEST_TEXT]))])

    def answer(self, peer: Peer, messages: Messages, spare: int = 0) -> bool:
        """Answer at once; False, and nothing is sent, where that and `spare` bytes are more than may be answered.

        On a connection only what more is to come after, which `spare` is for, has to wait until enough was read.
        """
        streamed = peer.connected and peer not in self._connected
        room = self._sockets.room(peer) if streamed and spare else self._room(peer)
        try:
            to = self.subscriptions.answers_to(peer)
            messages = self._disclosed(to, messages)
            packets: Iterable[bytes] = starmap(encode, messages) if to in self._connected else encode_all(messages)
            if room is not None:
                packets = list(packets)
                size = sum(map(len, packets))
                if size + spare > room:
                    return False
                if not peer.connected:
                    self._rooms.take(peer, size)
            for packet in packets:
                self._send(to, packet)
        except (OSError, ValueError) as error:
            self._unsent(peer, error)
        return True

    def _bounded(self, to: Peer) -> bool:
        """Whether a peer is answered only a few times what it sent: not on this machine, and not subscribers."""
        return not (to.connected or is_loopback(str(to.address[0])) or self.subscriptions.knows(to))

    def _room(self, to: Peer) -> int | None:
        """How many bytes a peer may be answered now; None for any number."""
        return self._rooms.left(to) if self._bounded(to) else None

    def deliver(self, to: Peer, messages: Messages) -> bool:
        """Tell a subscriber, in turns; False where too much waits for it already."""
        return self._turns.do(self.key(to), self._delivery(to, self._disclosed(to, messages)), TOLD_BYTES)

    def _disclosed(self, to: Peer, messages: Messages) -> Messages:
        """Messages as a peer may hear them: without the folders of files in sentences where it is confined to some."""
        return messages if not self.confined(to) else (self._without_folders(to, *each) for each in messages)

    def _without_folders(self, to: Peer, address: str, arguments: Arguments) -> tuple[str, Arguments]:
        if address == MONITOR and arguments[0] == "osc":
            kind, where, what, value, why = map(str, arguments)
            return address, (kind, where, what, without_folders(value), self.disclosed(what, why, to))
        if address in (STATUS, PROBLEMS):
            return address, [without_folders(word) if isinstance(word, str) else word for word in arguments]
        return address, arguments

    def _delivery(self, to: Peer, messages: Messages) -> Work:
        """Send messages, but for packets that cannot be; where the peer has no room now, the rest is not taken."""
        packets = self._encoded(to, messages)
        for packet in packets if to in self._connected else bundled(packets):
            if self._sockets.behind(to):
                self._sockets.look()
                return
            try:
                self._send(to, packet)
            except OSError as error:
                if to not in self._connected:  # where that is no news
                    self._unsent(to, error)
                if error.errno in (errno.EAGAIN, errno.ENOBUFS):
                    return
            yield

    def _send(self, to: Peer, packet: bytes) -> None:
        send = self._connected.get(to)
        if send is None:
            self._sockets.send(to, packet)
        else:
            send(packet)

    def _encoded(self, to: Peer, messages: Messages) -> Iterator[bytes]:
        for address, arguments in messages:
            last = self._last.get(address)
            if last is None or last[0] is not arguments:
                try:
                    last = arguments, encode(address, arguments)
                except ValueError as error:
                    self._unsent(to, error)
                    continue
                if len(self._last) >= MOST_KEPT:
                    self._last.clear()
                self._last[address] = last
            yield last[1]

    def _unsent(self, to: Peer, error: Exception) -> None:
        self._counters["unsent"] += 1
        self._log.warning("nothing sent to %s: %s", to.address[0], in_words(error))
