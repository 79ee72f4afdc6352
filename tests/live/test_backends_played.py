"""Backends of the decoder while music plays: the whole daemon, by OpenVINO and without it."""

from __future__ import annotations

import math
import time
from importlib.util import find_spec

import pytest

from tests.conftest import Daemon

pytestmark = pytest.mark.skipif(find_spec("openvino") is None, reason="pip install openvino")

SECONDS = 30.0

# The daemon as it is, but for an executor that goes wrong once it has played a while.
FAILING = """
import sys
from itertools import count
from engine.decoder.openvino import OpenVinoDecoder

right, calls = OpenVinoDecoder.__call__, count()

def wrong(decoder, rows):
    answers = right(decoder, rows)
    if next(calls) < 40:
        return answers
    {what}

OpenVinoDecoder.__call__ = wrong
from demond.cli import main
sys.exit(main(sys.argv[1:]))
"""
RAISES = "raise RuntimeError('the runtime is gone')"
NOT_FINITE = "return [answer * float('nan') for answer in answers]"


def play_until(daemon: Daemon, decoder: str, seconds: float = SECONDS) -> dict[str, object]:
    """Move a fader until `decoder` runs; what the status tells then."""
    until, due = time.monotonic() + seconds, 0.0
    while True:
        daemon.send("/demond/denoise", 0.6 + 0.3 * math.sin(time.monotonic()))
        time.sleep(0.02)
        if (now := time.monotonic()) >= due:
            due, status = now + 0.5, daemon.status()
            if status.get("engine_decoder") == decoder:
                return status
            assert now < until, f"{decoder} does not run; {status}; log:\n{daemon.log[-3000:]}"


def play(daemon: Daemon, seconds: float) -> dict[str, object]:
    """Move a fader for a while; what the status tells then."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        daemon.send("/demond/denoise", 0.6 + 0.3 * math.sin(time.monotonic()))
        time.sleep(0.02)
    return daemon.status()


@pytest.mark.parametrize("moving", [True, False], ids=["moving", "settled"])
def test_auto_plays_by_openvino_without_a_gap(start_daemon, moving: bool) -> None:
    daemon = start_daemon("--decoder", "auto")
    daemon.wait_until(lambda: "OSC on" in daemon.log, SECONDS, "OSC")
    daemon.wait_until(lambda: daemon.status().get("engine_making") == "decoder openvino", SECONDS, "its making")
    daemon.wait_sounding()
    if moving:
        play_until(daemon, "openvino")
    else:
        daemon.wait_until(lambda: daemon.status().get("engine_decoder") == "openvino", SECONDS, "openvino")
    before = daemon.status()["generation"]
    after = play(daemon, 3.0)
    assert after["generation"] > before
    assert (after["late_blocks"], after["xruns"], after["not_finite"]) == (0, 0, 0)
    assert (after["engine_decoder"], after["engine_fallback"]) == ("openvino", "")
    assert daemon.log.count("openvino runs from now on") == 1


@pytest.mark.parametrize(
    ("what", "said"),
    [(RAISES, "openvino failed: the runtime is gone"), (NOT_FINITE, "openvino gave numbers that are not finite")],
    ids=["raises", "not_finite"],
)
def test_eager_takes_over_from_what_fails_and_it_is_told_once(start_daemon, what: str, said: str) -> None:
    daemon = start_daemon("--decoder", "openvino", "--in-process", program=("-c", FAILING.format(what=what)))
    daemon.wait_sounding()
    play_until(daemon, "openvino")
    fallen = play_until(daemon, "eager")
    after = play(daemon, 3.0)
    assert after["engine_fallback"] == fallen["engine_fallback"] == f"decoder: {said}; eager runs in its place"
    assert daemon.log.count(said) == 1
    assert after["generation"] > fallen["generation"]
    assert (after["late_blocks"], after["xruns"], after["engine_restarts"]) == (0, 0, 0)
    assert "Traceback" not in daemon.log
