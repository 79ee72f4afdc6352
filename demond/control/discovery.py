"""Tells the network by mDNS where OSC and OSCQuery are, by zeroconf where that is installed. A thread of its own."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import socket
import threading
from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple

from demond.control.osc.peers import is_loopback, plain
from engine.errors import in_words

if TYPE_CHECKING:
    from zeroconf import Zeroconf

ADVERTISE = ("auto", "always", "never")
"""Where others can reach what is advertised; on this machine alone as well; not."""

LOOK_SECONDS = 10.0
"""Between two looks for networks that came or went."""
JOIN_SECONDS = 1.5
MISSING = 'what is to be found by mDNS needs zeroconf: pip install "demond[discovery]"'

_log = logging.getLogger(__name__)


class Service(NamedTuple):
    """What can be found: its type, its port, the addresses it listens on."""

    type: str
    port: int
    hosts: tuple[str, ...]


def installed() -> bool:
    """Whether there is what advertises."""
    return importlib.util.find_spec("zeroconf") is not None


def wanted(services: Sequence[Service], advertise: str) -> list[Service]:
    """Those of the services that are to be found: those beyond this machine, or all where that is asked for."""
    if advertise == "never":
        return []
    return [service for service in services if advertise == "always" or not all(map(is_loopback, service.hosts))]


class Discovery:
    """Advertises services from `start` to `close`: to networks by the addresses there, on this machine by loopback.

    A name that is taken is followed by a number. Networks that come later are taken in.
    """

    def __init__(self, services: Sequence[Service], advertise: str) -> None:
        self._services = wanted(services, advertise)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="discovery", daemon=True)

    def start(self) -> None:
        """Begin, where there is something to be found."""
        if not self._services:
            return
        if installed():
            self._thread.start()
        else:
            _log.warning(MISSING)

    def close(self) -> None:
        """Begin to say goodbye."""
        self._ended.set()

    def join(self) -> None:
        """Wait for it to be said."""
        if self._thread.is_alive():
            self._thread.join(JOIN_SECONDS)

    def _run(self) -> None:
        told: dict[str, tuple[str, ...]] | None = None
        open_now: list[Zeroconf] = []
        problem = ""
        while True:
            try:
                found = _zones()
                if found != told:
                    _end(open_now)
                    told, open_now = found, self._begin(found)
            except Exception as error:
                if str(error) != problem:
                    _log.warning("nothing is advertised by mDNS: %s; tried again and again", in_words(error))
                problem, told = str(error), None
            if self._ended.wait(LOOK_SECONDS):
                break
        _end(open_now)

    def _begin(self, zones: dict[str, tuple[str, ...]]) -> list[Zeroconf]:
        """Advertise in every zone what listens there; one that fails leaves the others."""
        from zeroconf import ServiceInfo, Zeroconf

        begun: list[Zeroconf] = []
        host = socket.gethostname().partition(".")[0][:40] or "here"
        for zone, addresses in zones.items():
            there = [(service, at) for service in self._services if (at := _reached(service, zone, addresses))]
            interfaces = [address for address in addresses if ":" not in address]
            if not there or not interfaces or self._ended.is_set():
                continue
            begun.append(zeroconf := Zeroconf(interfaces=interfaces))
            for service, at in there:
                info = ServiceInfo(
                    service.type,
                    f"demond {host}.{service.type}",
                    port=service.port,
                    properties={"txtvers": "1"},
                    server=f"demond-{host}-{service.port}.local.",
                    parsed_addresses=at,
                )
                zeroconf.register_service(info, allow_name_change=True)
                _log.info("found by mDNS as %s, %s port %s", info.name, ", ".join(at), service.port)
        return begun


def _zones() -> dict[str, tuple[str, ...]]:
    """The addresses of this machine, those of networks apart from loopback: neither is ever told in the other."""
    import ifaddr

    zones: dict[str, list[str]] = {"network": [], "loopback": []}
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            address = ip.ip if isinstance(ip.ip, str) else ip.ip[0]
            if not (":" in address and ip_address(plain(address)).is_link_local):
                zones["loopback" if is_loopback(address) else "network"].append(address)
    return {zone: tuple(sorted(addresses)) for zone, addresses in zones.items()}


def _reached(service: Service, zone: str, addresses: Sequence[str]) -> list[str]:
    """At which of these addresses a service is reached; on loopback only what is nowhere else."""
    if (zone == "loopback") is not all(map(is_loopback, service.hosts)):
        return []
    every = {"0.0.0.0": ".", "::": ":"}
    kinds = {every[host] for host in service.hosts if host in every}
    return [address for address in addresses if address in service.hosts or any(kind in address for kind in kinds)]


def _end(open_now: list[Zeroconf]) -> None:
    for zeroconf in open_now:
        with contextlib.suppress(Exception):
            zeroconf.unregister_all_services()
        with contextlib.suppress(Exception):
            zeroconf.close()
    open_now.clear()
