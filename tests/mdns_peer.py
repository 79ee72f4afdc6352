"""A browser of mDNS services on this machine's loopback."""

from __future__ import annotations

import time
from collections.abc import Callable

from zeroconf import ServiceBrowser, ServiceInfo, Zeroconf

HTTP, OSC = "_oscjson._tcp.local.", "_osc._udp.local."


class Browser:
    """What is found on this machine, by type and name."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], ServiceInfo | None] = {}
        self._zeroconf = Zeroconf(interfaces=["127.0.0.1"])
        ServiceBrowser(self._zeroconf, [HTTP, OSC], self)

    def add_service(self, zeroconf: Zeroconf, kind: str, name: str) -> None:
        self.found[kind, name] = zeroconf.get_service_info(kind, name)

    update_service = add_service

    def remove_service(self, zeroconf: Zeroconf, kind: str, name: str) -> None:
        self.found.pop((kind, name), None)

    def ports(self) -> set[tuple[str, int]]:
        return {(kind, info.port) for (kind, _), info in list(self.found.items()) if info is not None}

    def close(self) -> None:
        self._zeroconf.close()


def wait(test: Callable[[], bool], seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < until
        time.sleep(0.02)
