"""Destinations that the configuration names, told what changes unasked. Lives in one asyncio loop, one thread."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import socket
import threading
from collections.abc import Callable, Iterable
from typing import NamedTuple

from demond.control.osc.patterns import BadPattern, Index
from demond.control.osc.peers import Address
from demond.control.osc.sockets import Sockets
from demond.control.osc.subscriptions import EVERYTHING, Subscriptions
from demond.parameters import PREFIX
from engine.errors import in_words

RETRY_SECONDS = 20.0

_TO = re.compile(r"(?:\[([^\[\]\s]+)\]|([^\[\]:\s]+)):(\d{1,5})", re.ASCII)

_log = logging.getLogger(__name__)


class Target(NamedTuple):
    """Where to (as "192.168.1.7:9000"), what (a pattern, empty for all values) and how often a second."""

    to: str
    pattern: str
    rate: float


class Feedback:
    """Finds the addresses of targets, names in a thread beside the loop, and has `subscriptions` tell them.

    `begin` is called when there is somebody to tell.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        sockets: Sockets,
        subscriptions: Subscriptions,
        begin: Callable[[], None],
    ) -> None:
        self._loop = loop
        self._sockets = sockets
        self._subscriptions = subscriptions
        self._begin = begin
        self._over = threading.Event()

    def set(self, targets: Iterable[Target]) -> None:
        """Tell these, in place of those before, beginning with everything as it is. ValueError as `endpoint`."""
        self.close()
        self._over = threading.Event()
        for target in targets:
            try:
                found = _addresses(target.to, socket.AI_NUMERICHOST)
            except (OSError, UnicodeError):
                threading.Thread(target=self._look_up, args=(target, self._over), daemon=True).start()
            else:
                self._tell(target, found, self._over)

    def close(self) -> None:
        """Tell them no more."""
        self._over.set()
        self._subscriptions.forget_configured()

    def _look_up(self, target: Target, over: threading.Event) -> None:
        """Ask what address a name has until it has one. In a thread of its own: that may take long."""
        told = False
        while not over.is_set():
            try:
                found = _addresses(target.to)
            except (OSError, UnicodeError) as error:
                if not told:
                    _log.warning(
                        "[[osc.feedback]] to %s: %s; it is looked up again and again", target.to, in_words(error)
                    )
                told = True
                over.wait(RETRY_SECONDS)
            else:
                with contextlib.suppress(RuntimeError):  # the loop has ended
                    self._loop.call_soon_threadsafe(self._tell, target, found, over)
                return

    def _tell(self, target: Target, found: list[tuple[int, Address]], over: threading.Event) -> None:
        if over.is_set():
            return
        try:
            peer = self._sockets.reach(*found[0])
        except OSError as error:
            _log.error("[[osc.feedback]] to %s: cannot be reached: %s", target.to, in_words(error))
            return
        if self._sockets.own(peer):
            _log.error("[[osc.feedback]] to %s: is demond's own port; name one that something else hears", target.to)
            return
        self._subscriptions.configure(peer, full_pattern(target.pattern), target.rate)
        self._begin()
        _log.info("OSC feedback to %s port %s", *peer.address[:2])


def endpoint(to: str) -> tuple[str, int]:
    """Read an address or name and a port, IPv6 in brackets; ValueError says what is wanted."""
    found = _TO.fullmatch(to)
    if found is None or not 1 <= int(found[3]) <= 65535:
        raise ValueError('wants address:port, as "192.168.1.7:9000" or "[fd00::7]:9000"')
    return found[1] or found[2], int(found[3])


def wrong_endpoint(to: str) -> str:
    """Say what is wanted where this is no address and port; an empty text if it is."""
    try:
        endpoint(to)
    except ValueError as error:
        return f'{error}, got "{to}"'
    return ""


def wrong_pattern(pattern: str) -> str:
    """Say what is wrong with a pattern; an empty text if nothing is."""
    try:
        Index(()).select(full_pattern(pattern))
    except BadPattern as error:
        return f"wants a pattern of addresses: {error}"
    return ""


def full_pattern(pattern: str) -> str:
    """The pattern that is meant where the first part may be left out, and everything for none."""
    return pattern if pattern.startswith("/") else PREFIX + pattern if pattern else EVERYTHING


def _addresses(to: str, flags: int = 0) -> list[tuple[int, Address]]:
    """The addresses that are meant, IPv4 first: most surfaces hear that alone. OSError or UnicodeError for none."""
    host, port = endpoint(to)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM, flags=flags)
    return sorted(((family, address) for family, *_, address in found), key=lambda each: each[0] != socket.AF_INET)
