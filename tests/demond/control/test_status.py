"""`demond status`, asked of a server."""

from __future__ import annotations

import asyncio
import json
import math
import socket
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import pytest

from demond.cli import main
from demond.control.asking import Answer, _next
from demond.control.monitor import Page, Watch
from demond.control.osc import Access
from demond.control.osc.packets import Malformed, Message, decode, encode
from demond.control.screen import Screen
from demond.control.summary import Facts, Problem, problems, rows, state, uptime
from tests.conftest import free_port
from tests.osc_peer import Rig, rig
from tests.rogue import Rogue

FIGURES = {
    "version": "0.2.0",
    "uptime": 2 * 86400 + 3 * 3600 + 240.0,
    "engine": "running",
    "state": "generating",
    "tick_ms": 22.99,
    "engine_restarts": 1,
    "engine_making": "decoder onnx",
    "model": "pocket",
    "loading": "turbo: fetching 40 %",
    "preparing": "source loop.wav 25 %",
    "audio": "waiting for USB: it is away",
    "xruns": 2,
    "scene": "verse",
    "scenes": 3,
    "playing": 1,
    "midi": "nanoKONTROL2:out",
    "midi_messages": 320,
    "midi_unmapped": 5,
    "recording": 1,
    "recorder": "/srv/take\x1b[2J.flac",
    "problems": 2,
}
PROBLEMS = [
    ("2026-05-01T20:15:00.000+00:00", "warning", "the device is gone"),
    ("2026-05-01T20:15:01.000+00:00", "error", "values are not saved"),
]


@pytest.fixture
def running() -> Iterator[Rig]:
    with rig(status=lambda: FIGURES, listings={"problems": lambda: PROBLEMS}) as made:
        made.store.set("prompt/b", "techno")
        yield made


def test_it_is_one_page(running: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--port", str(running.port)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    lines = told.out.splitlines()
    assert lines[0] == f"demond 0.2.0 on 127.0.0.1 port {running.port}, up 2 d 3 h 4 min"
    assert len(lines) < 40
    for part in (
        'b: "techno"',
        "scene verse of 3",
        "loading turbo: fetching 40 %",
        "being made ready: decoder onnx",
        "preparing source loop.wav 25 %",
        "playing into the null output, waiting for USB: it is away, volume 0.0 dB",
        "2 xruns",
        "tick 22.99 ms",
        "1 restarts",
        "MIDI nanoKONTROL2:out; 320 messages, 5 mapped to nothing",
        "into /srv/take\\x1b[2J.flac",
        "problems     2 since the start",
        "error: values are not saved",
    ):
        assert part in told.out, part


def test_all_of_it_is_one_json_object(running: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--json", "--port", str(running.port)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == FIGURES
    assert (told["controls"]["prompt/b"], told["controls"]["freeze"]) == ("techno", False)
    assert told["problems"] == [dict(zip(("time", "level", "text"), each, strict=True)) for each in PROBLEMS]


@pytest.mark.parametrize("command", ["status", "monitor"])
def test_where_there_is_none_a_sentence_says_so(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    assert main([command, "--port", str(port)]) == 69
    told = capsys.readouterr()
    assert told.out == ""
    said = f"demond {command}: no demond answers on 127.0.0.1 port {port} (Connection refused); is it running there?\n"
    assert told.err == said


def test_a_host_that_is_not_heard_is_told_that_nobody_answers(capsys: pytest.CaptureFixture[str]) -> None:
    with rig("127.0.0.1", access=Access((), (), "", anywhere=True)) as made:
        made.server._access._standings["127.0.0.1"] = type(made.server._access.of("127.0.0.1")).REFUSED
        assert main(["status", "--port", str(made.port)]) == 69
    assert "no demond answers" in capsys.readouterr().err


def test_what_is_not_known_is_left_out_and_the_day_of_a_problem_is_told_where_it_is_another() -> None:
    labels = [label for label, _ in rows(Facts())]
    assert labels == ["plays", "model", "source", "sound", "", "engine", "clock", "controllers", "network", "recording"]
    assert [line for _, line in problems(Facts())] == ["none since the start"]
    assert uptime(Facts({"uptime": 61.0})) == "0 h 1 min"
    assert len(Problem(datetime.now(UTC).isoformat(), "error", "x").when) == len("20:15:00")
    assert Problem("2020-05-01T20:15:00+00:00", "error", "x").when.startswith("2020-05-0")
    assert Problem("once", "error", "x").when == "once"


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"attract": "in 40 s"}, "scene none of 0; attract in 40 s"),
        ({"attract": "scene rest", "scene": "rest", "scenes": 1}, "scene rest of 1; attract scene rest"),
        ({"quiet": "quiet until Tu 08:00", "schedule_next": "Tu 08:00 plays"},
         "scene none of 0; quiet until Tu 08:00; next Tu 08:00 plays"),
        ({"quiet": "", "schedule_next": "", "attract": ""}, "scene none of 0"),
    ],
)  # fmt: skip
def test_what_happens_by_itself_is_told_as_it_is(figures: dict[str, object], told: str) -> None:
    assert dict(rows(Facts(figures)))["plays"] == told


def test_the_loop_that_sounds_while_another_engine_starts_is_no_start() -> None:
    figures = {"engine": "starting", "playing": 1, "audio": "null"}
    assert state(Facts({**figures, "position": 0.0})) == "starting"
    assert state(Facts({**figures, "position": 3.2, "engine_restarts": 1})) == "playing"
    assert state(Facts({**figures, "position": 3.2, "playing": 0})) == "stopped"


EVIL = "\x1b]0;owned\x07\x1b[2J\u202e\r\n\x9b31m"


def answering(answers: Mapping[str, Sequence[tuple[str, Sequence[object]]]]) -> Rogue:
    """Who answers over TCP what no demond would."""

    def answer(peer: socket.socket) -> None:
        with peer.makefile("rb") as heard:
            while size := heard.read(4):
                asked = decode(heard.read(int.from_bytes(size, "big")))
                assert isinstance(asked, Message)
                told = [encode(address, words) for address, words in answers.get(asked.address, ())]
                if asked.address == "/demond/ping":
                    told = [encode("/demond/pong", asked.arguments)]
                for each in told:
                    peer.sendall(len(each).to_bytes(4, "big") + each)

    return Rogue(answer)


FIGURE_NAMES = ("uptime", "position", "loop_seconds", "playing", "problems", "scene", "version", "midi_messages")


@pytest.mark.parametrize("figure", [EVIL, math.inf, -math.inf, math.nan, 1e30])
def test_what_no_demond_would_say_is_shown_and_not_obeyed(
    figure: float | str, capfd: pytest.CaptureFixture[str]
) -> None:
    told = [word for name in FIGURE_NAMES for word in (name, figure)]
    rogue = answering(
        {
            "/demond/status": [("/demond/status", [*told, "engine", EVIL])],
            "/demond/dump": [("/demond/volume", [figure]), ("/demond/prompt/a", [EVIL])],
            "/demond/problems": [("/demond/problems", [EVIL, EVIL, EVIL])],
        }
    )
    try:
        assert main(["status", "--port", str(rogue.port)]) == 0
    finally:
        rogue.close()
    out = capfd.readouterr().out
    assert all(line.isprintable() for line in out.split("\n"))
    watch = Watch()
    for message in (
        Message("/demond/status", tuple(told)),
        Message("/demond/meters", (figure,) * 4),
        Message("/demond/monitor", ("osc", *[EVIL] * 4)),
        Message("/demond/monitor", (EVIL,) * 5),
        Message("/demond/error", (EVIL, EVIL)),
    ):
        for event in watch.take(message):
            assert event.text.isprintable()
    for event in (*watch.problems([]), *watch.problems([Problem(EVIL, EVIL, EVIL)])):
        assert event.text.isprintable()
    screen = Screen()
    drawn: list[str] = []
    screen.draw = drawn.extend  # type: ignore[assignment]
    Page(screen, "127.0.0.1", 9130).look(watch, EVIL)
    assert len(drawn) > 10
    assert all(line.isprintable() for line in drawn)


def test_a_refusal_is_shown_and_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    rogue = answering({"/demond/status": [("/demond/error", ["/demond/status", EVIL])]})
    assert main(["status", "--port", str(rogue.port)]) == 1
    assert capsys.readouterr().err.rstrip("\n").isprintable()
    rogue.close()


def test_a_packet_that_is_longer_than_any_is_none() -> None:
    async def read() -> None:
        reader = asyncio.StreamReader()
        reader.feed_data(b"\xff\xff\xff\xf0")
        reader.feed_eof()
        await _next(reader, Answer())

    with pytest.raises(Malformed, match="4294967280 bytes"):
        asyncio.run(read())
