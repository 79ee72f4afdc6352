"""Curves as blobs of floats: taken, refused, and told where they have very many points."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pytest

from demond.control.osc import encode
from tests.osc_peer import Client, Rig, rig


@pytest.fixture
def server() -> Iterator[Rig]:
    with rig() as running:
        yield running


@pytest.fixture
def client(server: Rig) -> Iterator[Client]:
    with Client(server.port) as made:
        yield made


def blob(*points: float) -> bytes:
    return struct.pack(f">{len(points)}f", *points)


@pytest.mark.parametrize("count", [3, 100, 256, 257, 400, 4096])
def test_a_blob_is_the_curve_of_its_floats(server: Rig, client: Client, count: int) -> None:
    points = [step % 128 / 64 for step in range(count)]
    assert client.ask("/demond/velocity_scale", blob(*points)) == []
    assert server.store.get("velocity_scale") == tuple(points)
    [(address, *told)] = client.ask("/demond/get", "velocity_scale")
    assert address == "/demond/velocity_scale"
    assert told == (points if count <= 256 else [blob(*points)])


def test_a_blob_with_a_time_is_gone_to(server: Rig, client: Client) -> None:
    client.ask("/demond/velocity_scale", blob(1.0, 1.5, 1.0), 0.05)
    assert server.store.target("velocity_scale") == (1.0, 1.5, 1.0)
    assert client.ask("/demond/velocity_scale", blob(0.5)) == []
    assert server.store.get("velocity_scale") == 0.5


@pytest.mark.parametrize("size", [0, 1, 5, 4 * 4096 + 1, 4 * 4097])
def test_a_blob_of_another_length_is_refused(server: Rig, client: Client, size: int) -> None:
    before = server.store.get("velocity_scale")
    told = f"wants a blob of 1..4096 floats of 4 bytes each, got {size} bytes"
    client.raw(encode("/demond/velocity_scale", [bytes(size)]))
    assert client.sync() == [("/demond/error", "/demond/velocity_scale", told)]
    assert server.store.get("velocity_scale") == before


def test_a_blob_of_what_are_no_numbers_is_refused(server: Rig, client: Client) -> None:
    for wrong in (float("nan"), float("inf")):
        [(error, address, reason)] = client.ask("/demond/velocity_scale", blob(1.0, wrong, 1.0))
        assert (error, address) == ("/demond/error", "/demond/velocity_scale")
        assert "wants a finite number" in reason
    assert client.ask("/demond/seed", blob(1.0))[0][0] == "/demond/error"
    assert server.store.get("velocity_scale") == 1.0


def test_subscribers_hear_long_curves_as_blobs(server: Rig, client: Client) -> None:
    with Client(server.port) as other:
        other.ask("/demond/subscribe", "velocity_scale", 100)
        points = [step / 4096 for step in range(4096)]
        client.send("/demond/velocity_scale", blob(*points))
        assert other.hear(1) == [("/demond/velocity_scale", blob(*points))]
        client.send("/demond/velocity_scale", *points[:100])
        assert other.hear(1)[0][1:] == pytest.approx(tuple(points[:100]))
