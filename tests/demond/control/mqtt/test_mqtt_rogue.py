"""A broker that is none: what it sends holds nothing up, fills nothing, and ends nothing but its own connection."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from demond.calls import Calls
from demond.control.mqtt import Mqtt
from demond.control.mqtt.client import LONGEST_PACKET, Connection
from demond.control.mqtt.home import home
from demond.sections import MqttSection
from tests.osc_peer import Rig
from tests.rogue import Behaviour, Rogue
from tests.waiting import old_garbage_aside

pytest.importorskip("paho.mqtt.client", reason="paho-mqtt is not installed")

CONNECTED, SUBSCRIBED = b"\x20\x02\x00\x00", b"\x90\x03\x00\x01\x01"
SHORTLY = 8.0


def sized(size: int) -> bytes:
    """How a packet says how long it is."""
    told = b""
    while True:
        size, low = divmod(size, 128)
        told += bytes([low | (128 if size else 0)])
        if not size:
            return told


def said(topic: bytes, payload: bytes) -> bytes:
    """A message."""
    body = struct.pack(">H", len(topic)) + topic + payload
    return b"\x30" + sized(len(body)) + body


@contextlib.contextmanager
def rogue(behaviour: Behaviour) -> Iterator[MqttSection]:
    def broker(peer: socket.socket) -> None:
        peer.recv(4096)
        behaviour(peer)

    made = Rogue(broker)
    try:
        yield MqttSection(host="127.0.0.1", port=made.port, topic="box", discovery="")
    finally:
        made.close()


@contextlib.contextmanager
def connection(behaviour: Behaviour) -> Iterator[tuple[Connection, list[tuple[str, bytes]]]]:
    took: list[tuple[str, bytes]] = []
    with rogue(behaviour) as wanted:
        made = Connection(
            wanted, home("box", ""), lambda topic, payload, _: took.append((topic, payload)), lambda: None
        )
        made.open()
        try:
            yield made, took
        finally:
            made.close()


def wait(test: Callable[[], object], what: Callable[[], object] = lambda: "") -> None:
    until = time.monotonic() + SHORTLY
    while not test():
        assert time.monotonic() < until, what()
        time.sleep(0.01)


def reading(peer: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while peer.recv(1 << 16):
            pass


def test_a_packet_without_end_is_not_kept() -> None:
    size = 40 << 20

    def huge(peer: socket.socket) -> None:
        peer.sendall(CONNECTED + SUBSCRIBED)
        topic = b"\x00\x0ebox/volume/set"
        peer.sendall(b"\x30" + sized(size) + topic)
        for _ in range(size >> 20):
            peer.sendall(bytes(1 << 20))
        peer.sendall(bytes(size % (1 << 20))[len(topic) :] + said(b"box/volume/set", b"-3"))
        reading(peer)

    with connection(huge) as (_, took):
        wait(lambda: took)
    assert took[0][0] == "box/volume/set"
    assert len(took[0][1]) < 2 * LONGEST_PACKET


def test_what_is_no_topic_is_passed_over() -> None:
    def strange(peer: socket.socket) -> None:
        peer.sendall(CONNECTED + SUBSCRIBED + said(b"box/\xff\xfe/set", b"1") + said(b"box/volume/set", b"-3"))
        reading(peer)

    with connection(strange) as (made, took):
        wait(lambda: took)
        assert took == [("box/volume/set", b"-3")]
        assert made.up


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x15\x03\x01\x00\x02\x02\x16"])
def test_one_that_ends_the_connection_without_an_answer_is_told_of(
    answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with connection(lambda peer: peer.sendall(answer)) as (made, _):
        wait(lambda: made.state.endswith("it ends the connection without an answer"), lambda: made.state)
        wait(lambda: any("without an answer" in record.getMessage() for record in caplog.records))


def test_a_flood_of_commands_holds_nothing_and_more_than_can_be_done_is_dropped(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    packets = (said(b"box/volume/set", b"-3") + said(b"box/no\x1b[31m/set", b"\0" * 900)) * 50
    over = threading.Event()

    def flood(peer: socket.socket) -> None:
        peer.sendall(CONNECTED + SUBSCRIBED)
        threading.Thread(target=reading, args=(peer,), daemon=True).start()
        until = time.monotonic() + 2.0
        while time.monotonic() < until:
            peer.sendall(packets)
        over.set()
        time.sleep(SHORTLY)

    worst, running = [0.0], [True]
    server = Rig()

    def beat(last: float) -> None:
        now = time.thread_time()
        worst[0] = max(worst[0], now - last)
        if running[0]:
            server.loop.call_later(0.001, beat, now)

    with rogue(flood) as wanted:
        mqtt = server.call(lambda: Mqtt(wanted, server.store, Calls(), dict, list, list, lambda: True))
        server.call(mqtt.start)
        wait(lambda: mqtt._connection.up)
        with old_garbage_aside():
            server.call(lambda: beat(time.thread_time()))
            spent = server.call(time.thread_time)
            assert over.wait(30)
            spent = server.call(time.thread_time) - spent
            running[0] = False
        wait(lambda: server.store.get("volume") == -3.0)
        asyncio.run_coroutine_threadsafe(mqtt.close(), server.loop).result(10)
    server.close()
    assert spent < 0.6, "what cannot be done is left with the broker"
    assert worst[0] < 0.02
    assert any("commands dropped" in record.getMessage() for record in caplog.records)
    assert len(caplog.records) < 12
