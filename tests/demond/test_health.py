"""Ready, starting and alive, as systemd is told it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from demond import health as module
from demond.health import Health
from tests.waiting import eventually


def said_by(
    monkeypatch: pytest.MonkeyPatch, *, state: str, length: int = 1, require_device: bool = False, playing: bool = True
) -> list[str]:
    """What is told in the first looks at a player in this state."""
    said: list[str] = []
    monkeypatch.setattr(module, "notify", lambda *told: said.extend(told) or True)
    for name in ("LOOK_SECONDS", "TELL_SECONDS"):
        monkeypatch.setattr(module, name, 0.01)
    playback: Any = SimpleNamespace(length=length, playing=playing, counters=lambda: SimpleNamespace(callbacks=7))
    status: Any = SimpleNamespace(line=lambda: state, began=0.0)
    engine: Any = SimpleNamespace(status=SimpleNamespace(watched_at=0.0))
    player: Any = SimpleNamespace(state=state)
    health = Health(playback, player, engine, status, require_device=require_device)

    async def look() -> None:
        running = asyncio.ensure_future(health.run())
        await eventually(lambda: sum(text.startswith("STATUS=") for text in said) >= 3)
        running.cancel()

    asyncio.run(look())
    return said


@pytest.mark.parametrize("state", ["playing", "null", "waiting for default: there is no output device"])
def test_it_is_ready_where_it_plays_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    said = said_by(monkeypatch, state=state)
    assert said.count("READY=1") == 1
    assert f"STATUS={state}" in said
    assert not any(text.startswith("EXTEND") for text in said)


@pytest.mark.parametrize(
    ("state", "length", "require_device"), [("waiting for USB: it is away", 1, True), ("playing", 0, False)]
)
def test_until_it_is_ready_systemd_is_asked_to_wait(
    monkeypatch: pytest.MonkeyPatch, state: str, length: int, require_device: bool
) -> None:
    said = said_by(monkeypatch, state=state, length=length, require_device=require_device)
    assert "READY=1" not in said
    assert said.count("EXTEND_TIMEOUT_USEC=30000000") >= 2


def test_with_its_device_the_one_that_requires_it_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "READY=1" in said_by(monkeypatch, state="playing", require_device=True)


@pytest.mark.parametrize(
    ("playing", "told"),
    [(True, "s, into the null output"), (False, "s, into the null output, stopped until it is to play")],
)
def test_the_log_tells_music_from_silence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, playing: bool, told: str
) -> None:
    caplog.set_level("INFO", "demond")
    said_by(monkeypatch, state="waiting for USB: it is away", playing=playing)
    assert caplog.messages[-1].startswith("sounding after ")
    assert caplog.messages[-1].endswith(told)
