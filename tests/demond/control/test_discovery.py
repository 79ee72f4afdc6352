"""Found by mDNS, as another program's browser finds it, and nothing said where nobody can reach it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from demond.control import discovery
from demond.control.discovery import Discovery, Service, wanted
from tests.http_peer import http_rig
from tests.mdns_peer import HTTP, OSC, Browser, wait

LOOPBACK, ANY, LAN = ("127.0.0.1", "::1"), ("0.0.0.0",), ("192.168.1.5",)


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    yield made
    made.close()


def test_both_services_are_found_and_say_goodbye(browser: Browser) -> None:
    with http_rig(advertise="always") as rig:
        services = {(HTTP, rig.http.state), (OSC, rig.port)}
        wait(lambda: services <= browser.ports())
        for (_, name), info in browser.found.items():
            assert info is not None
            if info.port in (rig.http.state, rig.port):
                assert name.startswith("demond ")
                assert set(info.parsed_addresses()) <= {"127.0.0.1", "::1"}
                assert info.properties == {b"txtvers": b"1"}
    wait(lambda: not services & browser.ports())


@pytest.mark.parametrize(
    ("hosts", "advertise", "told"),
    [
        (LOOPBACK, "auto", False), (LOOPBACK, "always", True), (LOOPBACK, "never", False),
        (ANY, "auto", True), (ANY, "never", False), (LAN, "auto", True),
    ],
)  # fmt: skip
def test_what_is_told(hosts: tuple[str, ...], advertise: str, told: bool) -> None:
    assert bool(wanted([Service(HTTP, 9131, hosts)], advertise)) is told


@pytest.mark.parametrize(
    ("hosts", "zone", "reached"),
    [
        (LOOPBACK, "network", []),
        (LOOPBACK, "loopback", ["127.0.0.1", "::1"]),
        (ANY, "network", ["192.168.1.5", "10.0.0.7"]),
        (ANY, "loopback", []),
        (("0.0.0.0", "::"), "network", ["192.168.1.5", "10.0.0.7", "fd00::7"]),
        (LAN, "network", ["192.168.1.5"]),
    ],
)
def test_no_network_hears_of_loopback(hosts: tuple[str, ...], zone: str, reached: list[str]) -> None:
    there = {"network": ["192.168.1.5", "10.0.0.7", "fd00::7"], "loopback": ["127.0.0.1", "::1"]}
    assert discovery._reached(Service(HTTP, 9131, hosts), zone, there[zone]) == reached


def test_without_zeroconf_nothing_is_told_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(discovery, "installed", lambda: False)
    with caplog.at_level(logging.INFO):
        for advertise in ("auto", "always"):
            made = Discovery([Service(HTTP, 40004, LOOPBACK)], advertise)
            made.start()
            made.close()
            made.join()
    assert [record.message for record in caplog.records] == [discovery.MISSING]
