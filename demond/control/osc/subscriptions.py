"""Who wants to hear about which values, how often and until when. Lives in one asyncio loop, one thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from demond.control.osc.packets import Arguments, Messages
from demond.control.osc.patterns import Index, is_pattern
from demond.control.osc.sockets import Peer
from demond.control.osc.values import arguments_of
from demond.parameters import PREFIX, ControlError, Parameter
from demond.store import Store

SLOWEST, FASTEST, USUAL = 0.1, 100.0, 30.0
MOST_SUBSCRIBERS, MOST_OF_HOST, MOST_OF_ONE = 64, 32, 8
STATUS, METERS, LORAS = PREFIX + "status", PREFIX + "meters", PREFIX + "lora/"


Send = Callable[[Peer, Messages], bool]
"""Carries messages to a peer, which are made as they are sent; False where too much waits to be sent there."""


@dataclass(slots=True)
class Subscriber:
    """One destination: what is to be sent (`changed`), what it set itself (`own`), what was ramping when last sent."""

    asker: Peer
    to: Peer
    rate: float
    expires: float
    patterns: dict[str, frozenset[str]] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    changed: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    moving: set[str] = field(default_factory=set)
    sent: float = 0.0
    timer: asyncio.TimerHandle | None = None

    def choose(self, patterns: dict[str, frozenset[str]]) -> None:
        self.patterns = patterns
        self.topics = frozenset().union(*patterns.values())


class Subscriptions:
    """All subscribers of a server; `lease` is in seconds."""

    def __init__(
        self,
        store: Store,
        loop: asyncio.AbstractEventLoop,
        send: Send,
        lease: float,
    ) -> None:
        self.lease = lease
        self._store = store
        self._loop = loop
        self._send = send
        self._all: dict[Peer, Subscriber] = {}
        self._rows: Mapping[str, Parameter] = {}
        self._values: dict[str, str] = {}
        self._index = Index(())

    def __len__(self) -> int:
        return len(self._all)

    def add(self, asker: Peer, to: Peer, pattern: str, rate: float) -> None:
        """Let `to` hear what the pattern matches, from now on for one lease, beginning with every value as it is.

        Asking again renews; another pattern is heard besides. Raises ControlError and BadPattern.
        """
        self._look()
        topics = self._topics(pattern)
        if not topics and not pattern.startswith(LORAS):
            raise ControlError("subscribe", f"nothing matches the pattern {pattern}")
        if not SLOWEST <= rate <= FASTEST:
            raise ControlError("subscribe", f"wants a rate of {SLOWEST:g}..{FASTEST:g} per second, got {rate:g}")
        self._check_room(asker, to, pattern)
        subscriber = self._all.get(to)
        if subscriber is None:
            subscriber = self._all[to] = Subscriber(asker, to, rate, 0.0)
        subscriber.asker, subscriber.rate = asker, rate
        subscriber.expires = self._loop.time() + self.lease
        subscriber.choose({**subscriber.patterns, pattern: topics})
        names = [name for address, name in self._values.items() if address in topics]
        self._send(to, [(PREFIX + "subscribed", (pattern, rate, self.lease))])
        self._send(to, self._told(names))

    def knows(self, peer: Peer) -> bool:
        """Say whether a peer hears something, or asked for it."""
        return peer in self._all or any(subscriber.asker == peer for subscriber in self._all.values())

    def _check_room(self, asker: Peer, to: Peer, pattern: str) -> None:
        """Raise ControlError where a peer, or all of them, have as many subscriptions as there may be."""
        asked = [s for s in self._all.values() if s.asker == asker]
        if sum(len({*s.patterns} - {pattern} if s.to == to else s.patterns) for s in asked) >= MOST_OF_ONE:
            raise ControlError("subscribe", f"takes at most {MOST_OF_ONE} patterns and ports of one sender")
        if to not in self._all:
            if len(self._all) >= MOST_SUBSCRIBERS:
                raise ControlError("subscribe", f"there are {MOST_SUBSCRIBERS} subscribers already")
            if sum(known.address[0] == to.address[0] for known in self._all) >= MOST_OF_HOST:
                raise ControlError("subscribe", f"takes at most {MOST_OF_HOST} subscribers of one host")

    def remove(self, to: Peer, pattern: str | None) -> None:
        """Take one pattern away from a destination, or all of them."""
        subscriber = self._all.get(to)
        if subscriber is None:
            return
        rest = {p: topics for p, topics in subscriber.patterns.items() if pattern not in (None, p)}
        if rest:
            subscriber.choose(rest)
        else:
            self._forget(subscriber)

    def renew(self, asker: Peer) -> None:
        """Begin the lease anew for everything this peer asked for."""
        for subscriber in self._all.values():
            if subscriber.asker == asker:
                subscriber.expires = self._loop.time() + self.lease

    def expire(self) -> None:
        """Forget those whose lease has ended."""
        now = self._loop.time()
        for subscriber in [s for s in self._all.values() if s.expires <= now]:
            self._forget(subscriber)

    def change(self, name: str, origin: object) -> None:
        """Note that a value changed; it is sent, at the latest with the next change, to all but its origin."""
        self._look()
        address = PREFIX + name
        for subscriber in self._all.values():
            if address not in subscriber.topics:
                continue
            if origin == subscriber.asker:
                subscriber.own.add(name)
                subscriber.changed.discard(name)
            else:
                subscriber.own.discard(name)
                subscriber.changed.add(name)
                self._plan(subscriber)

    def confirm(self, name: str, asker: Peer) -> None:
        """Send a peer what a value is though it set it itself, because it is not what it asked for."""
        for subscriber in self._all.values():
            if subscriber.asker == asker and PREFIX + name in subscriber.topics:
                subscriber.changed.add(name)
                self._plan(subscriber)

    def wants(self, topic: str) -> bool:
        """Say whether anybody hears this address."""
        return any(topic in subscriber.topics for subscriber in self._all.values())

    def tell(self, messages: Messages, topic: str | None = None) -> None:
        """Send messages now to all who hear the topic, or to everybody."""
        kept = list(messages)
        for subscriber in self._all.values():
            if topic is None or topic in subscriber.topics:
                self._send(subscriber.to, kept)

    def close(self) -> None:
        """Forget everybody."""
        for subscriber in list(self._all.values()):
            self._forget(subscriber)

    def _topics(self, pattern: str) -> frozenset[str]:
        if not is_pattern(pattern):
            return frozenset((pattern,)) if pattern in self._values or pattern in (STATUS, METERS) else frozenset()
        return frozenset(self._index.select(pattern))

    def _look(self) -> None:
        """Take the rows of LoRAs that came or went into what the patterns match."""
        if self._rows is self._store.rows:
            return
        self._rows = self._store.rows
        self._values = {row.address: row.name for row in self._rows.values() if row.kind != "action"}
        self._index = Index((*self._values, STATUS, METERS))
        for subscriber in self._all.values():
            subscriber.choose({pattern: self._topics(pattern) for pattern in subscriber.patterns})

    def _plan(self, subscriber: Subscriber) -> None:
        if subscriber.timer is None:
            due = max(self._loop.time(), subscriber.sent + 1.0 / subscriber.rate)
            subscriber.timer = self._loop.call_at(due, self._flush, subscriber)

    def _flush(self, subscriber: Subscriber) -> None:
        subscriber.timer = None
        subscriber.sent = self._loop.time()
        moving = {n for n in self._store.ramping() if PREFIX + n in subscriber.topics} - subscriber.own
        names = (subscriber.changed | moving | (subscriber.moving - subscriber.own)) & self._store.rows.keys()
        subscriber.changed, subscriber.moving = set(), moving
        if names and not self._send(subscriber.to, self._told(sorted(names))):
            subscriber.changed = names
        if moving or subscriber.changed:
            self._plan(subscriber)

    def _told(self, names: Iterable[str]) -> Iterator[tuple[str, Arguments]]:
        """What tells the values of these controls, as they are when it is sent."""
        return ((PREFIX + n, arguments_of(self._store.get(n))) for n in names if n in self._store.rows)

    def _forget(self, subscriber: Subscriber) -> None:
        if subscriber.timer is not None:
            subscriber.timer.cancel()
        del self._all[subscriber.to]
