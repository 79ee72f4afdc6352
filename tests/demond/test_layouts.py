"""Shipped surfaces are what the table makes, readers of their formats accept them, demond obeys what they send."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import py2tosc
import pytest
from py2max.core.patcher import Patcher
from py2max.lint import has_errors, lint

from demond.cli import main
from demond.control.mapping import Mappings
from demond.control.mapping.mappings import shipped_folder
from demond.layouts import listings, surface
from demond.layouts.made import made
from demond.layouts.surface import Widget, by_number, pages, placed
from demond.parameters import PARAMETERS, Parameter
from tests.osc_peer import Client, Rig, rig

SURFACES = ("touchosc.tosc", "max.maxpat", "puredata.pd", "open-stage-control.json")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(made())


def text_of(name: str, content: bytes) -> str:
    return (zlib.decompress(content) if name.endswith(".tosc") else content).decode("utf-8")


def movable() -> list[Parameter]:
    return [row for row in PARAMETERS.values() if not row.arguments]


def test_the_shipped_files_are_what_is_made(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        shipped = (shipped_folder() / name).read_bytes()
        assert text_of(name, shipped) == text_of(name, content), f"demond layouts mappings --replace makes {name} anew"


@pytest.mark.parametrize("name", SURFACES)
def test_every_control_is_on_every_surface(files: dict[str, bytes], name: str) -> None:
    text = text_of(name, files[name])
    for row in movable():
        address = by_number(surface.of(row)) if row.kind == "enum" and name.endswith((".tosc", ".pd")) else row.address
        written = f"oscformat {address[1:].replace('/', ' ')};" if name.endswith(".pd") else address
        assert written in text, row.name


def test_a_control_that_is_new_is_on_every_surface_and_in_every_listing(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Parameter("sparkle", "float", 0, 3, 1.5, description="how it sparkles", to=("daemon",))
    for module in (surface, listings):
        monkeypatch.setattr(module, "PARAMETERS", MappingProxyType({**PARAMETERS, "sparkle": new}))
    for name, content in made().items():
        assert name == "choices.toml" or "sparkle" in text_of(name, content), name


def test_no_place_lies_over_another() -> None:
    for page in pages():
        frames = [frame for _, frame in placed(page, 1024, 700, 8)]
        for at, one in enumerate(frames):
            assert 0 <= one.x <= one.x + one.width <= 1024, page.title
            assert 0 <= one.y <= one.y + one.height <= 700, page.title
            for other in frames[at + 1 :]:
                apart = one.x + one.width <= other.x or other.x + other.width <= one.x
                assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y, page.title


# -- the formats' own readers -----------------------------------------------------------------------------------------


def test_touchosc_layouts_are_valid(files: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "demond.tosc"
    path.write_bytes(files["touchosc.tosc"])
    document = py2tosc.load(path)
    assert [str(issue) for issue in py2tosc.validate(document)] == []
    controls = list(document.root.walk())
    assert len({control.id for control in controls}) == len(controls)
    fader = next(control for control in controls if control.get("name") == "Play/volume")
    message = fader.messages[0]
    assert (message.arguments[0].scale_min, message.arguments[0].scale_max) == (-90, 6)
    assert message.send
    assert message.receive
    assert not message.feedback


def test_max_patches_are_read_and_whole(files: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "demond.maxpat"
    path.write_bytes(files["max.maxpat"])
    findings = lint(Patcher.from_file(path))
    assert not has_errors(findings), [str(finding) for finding in findings]
    patcher = json.loads(files["max.maxpat"], parse_constant=pytest.fail)["patcher"]
    boxes = {each["box"]["id"]: each["box"] for each in patcher["boxes"]}
    for each in patcher["lines"]:
        (source, outlet), (destination, inlet) = each["patchline"]["source"], each["patchline"]["destination"]
        assert outlet < boxes[source]["numoutlets"]
        assert inlet < boxes[destination]["numinlets"]


def test_a_session_of_open_stage_control_is_plain_json(files: dict[str, bytes]) -> None:
    session = json.loads(files["open-stage-control.json"], parse_constant=pytest.fail)
    assert session["type"] == "session"
    ids: list[str] = []
    for tab in session["content"]["tabs"]:
        for widget in tab["widgets"]:
            ids.append(widget["id"])
            assert {"type", "left", "top", "width", "height"} <= widget.keys()
    assert len(set(ids)) == len(ids)


# -- what they send ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server() -> Iterator[Rig]:
    with rig() as running:
        mappings = Mappings.load(["touchosc", "choices"])
        running.call(running.server.set_aliases, mappings.aliases(running.store))
        for row in PARAMETERS.values():
            if row.kind == "action":
                running.store.handle(row.name, lambda *arguments: None)
        yield running


def sent_by(widget: Widget) -> list[tuple[float | str, ...]]:
    """What a widget sends when it is moved through all of its travel."""
    match widget.kind:
        case "button":
            return [widget.send or (1.0,)]
        case "text":
            return [("a word",)]
        case "choice":
            return [(word,) for word in widget.choices]
        case "toggle":
            return [(1,), (0,)]
    return [(widget.low,), (widget.high,), (round((widget.low + widget.high) / 2, 0 if widget.whole else 3),)]


def test_demond_takes_all_that_a_surface_sends(server: Rig) -> None:
    words = {"key": "A minor", "language": "en", "model": "pocket"}
    with Client(server.port) as client:
        for page in pages():
            for widget in page.widgets():
                if widget.address.startswith("/3/") or widget.address.startswith("/demond/mod/"):
                    continue  # moves a LoRA that is enabled, where there is one; names another control
                for arguments in sent_by(widget):
                    said = (words[widget.label],) if widget.label in words else arguments
                    client.send(widget.address, *said)
        assert client.sync() == [], "no error, and no note that it was taken for something else"


def test_choices_go_by_number_both_ways(server: Rig) -> None:
    with Client(server.port) as client:
        client.send("/choice/guidance_mode", 2.0)
        client.ask("/demond/ping")
        assert server.store.get("guidance_mode") == "initialize"
        server.store.set("guidance_mode", "self")
        heard = client.ask("/demond/subscribe", "/choice/guidance_mode")
        assert ("/choice/guidance_mode", 3.0) in heard


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_writes_for_a_host_and_keeps_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["layouts", str(tmp_path / "new"), "--host", "192.168.1.5", "--port", "9200"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(made())
    assert "udpsend 192.168.1.5 9200" in (tmp_path / "new" / "max.maxpat").read_text("utf-8")
    assert "connect 192.168.1.5 9200" in (tmp_path / "new" / "puredata.pd").read_text("utf-8")
    mine = tmp_path / "new" / "puredata.pd"
    mine.write_text("mine")
    assert main(["layouts", str(tmp_path / "new")]) == 1
    assert "puredata.pd" in capsys.readouterr().err
    assert mine.read_text() == "mine"
    assert main(["layouts", str(tmp_path / "new"), "--replace"]) == 0
    assert mine.read_text() != "mine"


def test_every_label_of_touchosc_fits_its_place() -> None:
    document = py2tosc.loads(dict(made())["touchosc.tosc"])
    labels = [control for control in document.walk() if control.control_type == py2tosc.ControlType.LABEL]
    said = [(str(label.value("text").default), label.frame) for label in labels]
    assert {"a: slow warm dub", "techno", "bar"} <= {text for text, _ in said}
    for text, frame in said:
        assert len(text) * 6 <= frame.w, f"{text!r} is longer than {frame.w:g} points"
        assert frame.h >= 14
