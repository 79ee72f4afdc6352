"""What the page asks for beside OSCQuery, and what a browser is told that it may do."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import logging
import math
import re
import socket
import time
from collections.abc import Iterator
from importlib.resources import files

import numpy as np
import pytest

from demond import picture
from demond.control.http import metrics, page
from demond.control.http.page import REST, Page
from demond.control.http.paths import Paths
from demond.control.osc.access import Standing
from demond.journal import MOST, Journal
from demond.parameters import PARAMETERS, lora_rows
from demond.playback.loop import Loop
from demond.store import Store
from tests.http_peer import HttpRig, http_rig

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
HTML = files("demond.control.http").joinpath("page.html").read_text("utf-8")
DOOR = files("demond.control.http").joinpath("door.html").read_text("utf-8")


class Desk:
    """All that the page is made from, with a loop of some seconds."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.loop = Loop.create(12.0)
        self.figures: dict[str, object] = {"engine": "running", "tick_ms": 12.5}
        self.scenes: list[tuple[object, ...]] = []

    def page(self, store) -> Page:
        return Page(store, lambda: self.figures, self.journal, self.loop, {"scene/list": lambda: self.scenes})

    def sound(self, seconds: float, hertz: float) -> None:
        """A sine in the second half of the loop."""
        time = np.arange(int(48000 * seconds)) / 48000
        wave = np.where(time >= seconds / 2, 0.5 * np.sin(2 * np.pi * hertz * time), 0.0).astype(np.float32)
        self.loop.begin(len(wave), np.stack([wave, wave]))
        self.loop.commit()

    def problem(self, text: str, level: int = logging.WARNING) -> None:
        self.journal.handle(logging.LogRecord("demond", level, __file__, 1, text, (), None))


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.loop.unlink()
    made.loop.close()


@pytest.fixture
def rig(desk: Desk) -> Iterator[HttpRig]:
    with http_rig(paths=lambda store: desk.page(store).paths) as made:
        yield made


def test_browsers_are_led_to_the_page_and_nobody_else(rig: HttpRig) -> None:
    with http_rig() as plain:
        as_ever = plain.raw("/")[2]
    for accept in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
        status, headers, body = rig.raw("/", **accept)
        assert (status, headers["Content-Type"], body) == (200, "application/json", as_ever)
    status, headers, _ = rig.raw("/", Accept=BROWSER)
    assert (status, headers["Location"]) == (303, "/ui")
    assert rig.raw("/?HOST_INFO", Accept=BROWSER)[1]["Content-Type"] == "application/json"
    assert rig.raw("/demond/denoise", Accept=BROWSER)[1]["Content-Type"] == "application/json"
    assert rig.get("/ui", method="POST")[0] == 405
    assert rig.get("/ui/nothing")[0] == 404
    assert plain_root_of_a_server_without_a_page() == 200


def plain_root_of_a_server_without_a_page() -> int:
    with http_rig() as plain:
        return plain.raw("/", Accept=BROWSER)[0]


def test_the_page_may_do_what_stands_in_it_alone(rig: HttpRig) -> None:
    for path, text in (("/ui", HTML), ("/ui/secret", DOOR)):
        status, headers, body = rig.raw(path)
        assert (status, body.decode()) == (200, text)
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        for tag in ("script", "style"):
            parts = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
            digests = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts]
            assert policy[f"{tag}-src"] == (" ".join(f"'sha256-{each}'" for each in digests) or "'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_the_page_is_one_file_that_asks_nobody_else_and_writes_text_alone() -> None:
    assert len(HTML.encode()) < 80_000
    for text in (HTML, DOOR):
        assert re.findall(r"https?://[^'\"\s]+", text.replace("http://www.w3.org/2000/svg", "")) == []
        assert not re.search(r"<(link|script)[^>]+(href|src)=\"(?!data:)", text)
        assert not re.search(r"\bstyle=|\son\w+=", text)
    for never in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc"):
        assert never not in HTML, never


def test_every_control_is_there_once_with_what_the_table_says(rig: HttpRig) -> None:
    told = rig.get("/ui/controls")[1]
    rows = {row["name"]: row for group in told["groups"] for row in group["rows"]}
    assert sum(len(group["rows"]) for group in told["groups"]) == len(PARAMETERS)
    assert rows.keys() == PARAMETERS.keys()
    for name, row in PARAMETERS.items():
        assert (rows[name]["kind"], rows[name]["about"]) == (row.kind, row.description)
        assert rows[name].get("unit", "") == row.unit
        assert rows[name].get("choices", []) == list(row.choices)
    assert told["groups"][0]["title"] == "At hand"
    assert REST not in [group["title"] for group in told["groups"]]
    assert rows["volume"]["default"] == [0.0]
    assert (rows["length"]["low"], rows["length"]["high"], rows["length"]["taper"]) == (2, 60, "log")
    assert (rows["bpm"]["follows"], "default" in rows["bpm"]) == ("prompts", False)
    assert rows["scene/recall"]["arguments"] == [["name", "string", False], ["seconds", "float", True]]


def test_a_lora_and_a_scene_that_come_are_another_version(desk: Desk, rig: HttpRig) -> None:
    def versions() -> tuple[int, int]:
        state = rig.get("/ui/state")[1]
        return state["controls"], state["lists"]

    first = versions()
    assert versions() == first
    rig.store.admit(list(lora_rows("tape", 0.5)))
    second = versions()
    assert (second[0] > first[0], second[1]) == (True, first[1])
    told = rig.get("/ui/controls")[1]
    assert told["controls"] == second[0]
    (loras,) = [group["rows"] for group in told["groups"] if group["title"] == "LoRAs"]
    assert [row["name"] for row in loras] == ["lora/tape/enabled", "lora/tape/strength", "lora_triggers"]
    assert loras[1]["default"] == [0.5]
    desk.scenes = [("<b>", 1, "2026-05-01T20:15:00+00:00", 3)]
    third = versions()
    assert (third[0], third[1] > second[1]) == (second[0], True)
    assert rig.get("/ui/lists")[1] == {"lists": third[1], "scene/list": [list(desk.scenes[0])]}


def test_the_state_has_figures_and_new_problems_alone(desk: Desk, rig: HttpRig) -> None:
    desk.figures["lead"] = math.inf
    desk.problem("the device is gone")
    desk.problem("nothing plays", logging.ERROR)
    state = rig.get("/ui/state")[1]
    assert state["figures"] == {"engine": "running", "tick_ms": 12.5, "lead": None}
    assert [each[1:] for each in state["said"]] == [["warning", "the device is gone"], ["error", "nothing plays"]]
    assert abs(state["said"][0][0] - state["now"]) < 60
    assert state["problems"] == 2
    assert rig.get("/ui/state?problems=2")[1]["said"] == []
    for number in range(MOST):
        desk.problem(f"number {number}")
    state = rig.get("/ui/state?problems=2")[1]
    assert (len(state["said"]), state["problems"]) == (MOST, MOST + 2)
    assert state["loop"] == {"length": 0.0, "region": [0.0, 0.0], "picture": ""}


def test_who_is_told_no_paths_is_told_of_problems_without_folders(desk: Desk) -> None:
    desk.problem("/home/me/state/values.toml cannot be written; see /demond/status, 3/4 (/srv/b c)")
    for anywhere, text in (
        (True, "/home/me/state/values.toml cannot be written; see /demond/status, 3/4 (/srv/b c)"),
        (False, "values.toml cannot be written; see /demond/status, 3/4 (b c)"),
    ):
        with http_rig(paths=lambda store: desk.page(store).paths, anywhere=anywhere) as rig:
            assert [each[2] for each in rig.get("/ui/state")[1]["said"]] == [text]


def test_nor_in_what_the_figures_say(desk: Desk) -> None:
    desk.figures |= {"device": "pipe:/srv/x/out", "recorder": "/home/me/recordings/a.wav"}
    with http_rig(paths=lambda store: desk.page(store).paths, anywhere=False) as rig:
        figures = rig.get("/ui/state")[1]["figures"]
    assert (figures["device"], figures["recorder"], figures["tick_ms"]) == ("pipe:out", "a.wav", 12.5)


def test_the_picture_shows_what_lies_in_the_loop(desk: Desk, rig: HttpRig) -> None:
    status, headers, empty = rig.raw("/ui/loop")
    size = int(headers["X-Columns"]), int(headers["X-Rows"])
    assert (status, len(empty), set(empty)) == (200, size[0] * size[1], {0})
    marks = set()
    for hertz in (452.0, 1800.0):
        desk.sound(8.0, hertz)
        loop = rig.get("/ui/state")[1]["loop"]
        assert loop["length"] == 8.0
        marks.add(loop["picture"])
        seen = np.frombuffer(rig.raw("/ui/loop")[2], np.uint8).reshape(size)
        row = size[1] * math.log(hertz / picture.LOWEST) / math.log(picture.HIGHEST / picture.LOWEST)
        middle = seen[3 * size[0] // 4]
        assert abs(int(middle.argmax()) - row) <= 1
        assert int(middle.max()) > 220
        assert int(seen[size[0] // 4].max()) == 0
    assert len(marks) == 2
    before = rig.get("/ui/state")[1]["loop"]["picture"]
    desk.loop.patch(48000, np.full((2, 9600), 0.1, np.float32), fade=480)
    assert rig.get("/ui/state")[1]["loop"]["picture"] != before, "a fifth of a second is other now"


def test_a_picture_is_drawn_once_and_holds_up_nothing(
    desk: Desk, rig: HttpRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sound(12.0, 440.0)
    drawn: list[int] = []
    really = picture.Picture.draw
    monkeypatch.setattr(picture.Picture, "draw", lambda self: drawn.append(1) or really(self))
    rig.get("/ui/state")
    worst = rig.worst_turn(lambda: [rig.raw("/ui/loop") for _ in range(3)])
    assert drawn == [1]
    assert worst < 0.02


def test_what_is_drawn_over_is_what_would_be_drawn_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    desk.sound(11.0, 300.0)
    seen = picture.Picture(desk.loop)
    seen.draw()
    looked: list[int] = []
    really = picture._power
    monkeypatch.setattr(picture, "_power", lambda *what: looked.append(len(what[1])) or really(*what))
    for start in (0, 100_000, 11 * 48000 - 20_000):
        looked.clear()
        desk.loop.patch(start, random.normal(0.0, 0.1, (2, 48000)).astype(np.float32), fade=1000)
        over = seen.draw()
        assert 40 < sum(looked) < 60, "a second of eleven, and what lies beside it"
        assert over == picture.Picture(desk.loop).draw()
    looked.clear()
    seen.draw()
    assert sum(looked) == 0
    desk.sound(6.0, 300.0)
    assert seen.draw() == picture.Picture(desk.loop).draw()


def asked_by_many(rig: HttpRig, path: str) -> None:
    """Forty connections ask at once, four times each."""
    asking = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 4
    with contextlib.ExitStack() as stack:
        peers = [stack.enter_context(socket.create_connection(("127.0.0.1", rig.http.state))) for _ in range(40)]
        for peer in peers:
            peer.settimeout(10)
            peer.sendall(asking)
        for peer in peers:
            answered = b""
            while answered.count(b"HTTP/1.1 200 OK") < 4:
                answered += peer.recv(1 << 16)


def test_many_who_look_at_it_are_answered_in_turn(desk: Desk) -> None:
    def figures() -> dict[str, object]:
        until = time.thread_time() + 0.002
        while time.thread_time() < until:
            pass
        return desk.figures

    def paths(store: Store) -> Paths:
        page = Page(store, figures, desk.journal, desk.loop, {"scene/list": lambda: desk.scenes})
        return {**page.paths, "/metrics": metrics.answering(figures)}

    with http_rig(paths=paths) as rig:
        for path in ("/ui/state", "/metrics"):
            assert rig.worst_turn(lambda path=path: asked_by_many(rig, path)) < 0.02


def test_what_many_ask_for_is_made_once(desk: Desk, rig: HttpRig, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    really = page._groups
    monkeypatch.setattr(page, "_groups", lambda rows: made.append(1) or really(rows))
    asked_by_many(rig, "/ui/controls")
    assert len(made) == 1
    rig.store.admit(list(lora_rows("tape", 0.5)))
    asked_by_many(rig, "/ui/controls")
    assert len(made) == 2


def test_a_browser_that_has_to_say_the_secret_gets_a_form_for_it(desk: Desk) -> None:
    with http_rig(paths=lambda store: desk.page(store).paths, secret="tulip") as rig:
        rig.access._standings["127.0.0.1"] = Standing.PLAYER
        status, headers, body = rig.raw("/ui", Accept=BROWSER)
        assert (status, body.decode()) == (403, DOOR)
        assert "form-action 'self'" in headers["Content-Security-Policy"]
        assert rig.get("/ui/state")[0] == 403
        assert "SECRET=WORD" in rig.get("/ui/state")[1]
        assert rig.raw("/ui?SECRET=tulip", Accept=BROWSER)[0] == 200
        assert rig.get("/ui/state")[0] == 200
    with http_rig(paths=lambda store: desk.page(store).paths) as rig:
        rig.access._standings["127.0.0.1"] = Standing.REFUSED
        status, _, body = rig.raw("/ui", Accept=BROWSER)
        assert (status, b"<form" in body) == (403, False), "no word would help"


def test_pages_of_other_sites_and_names_get_nothing(rig: HttpRig) -> None:
    for path in ("/ui", "/ui/state", "/ui/controls", "/ui/lists", "/ui/loop"):
        assert rig.raw(path, Origin="http://evil.example")[0] == 403
        assert rig.raw(path, Host="evil.example")[0] == 403


def test_nor_where_a_name_leads_the_browser_of_another_host_here(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demond.control.http.server.is_loopback", lambda host: False)
    with http_rig(paths=lambda store: desk.page(store).paths) as rig:
        for path in ("/ui", "/ui/state", "/ui/controls", "/ui/lists", "/ui/loop"):
            assert rig.raw(path, Host="evil.example:9131")[0] == 403
            assert rig.raw(path, Host="192.168.1.7:9131")[0] == 200
        assert rig.raw("/demond/denoise", Host="demond.example:9131")[0] == 200
