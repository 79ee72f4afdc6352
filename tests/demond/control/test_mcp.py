"""`demond mcp`, played by the protocol's own client."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from demond.cli import main
from demond.control.asking import Asker
from demond.control.mcp import Tools, server
from demond.control.osc import OscServer
from demond.parameters import Argument, Parameter, lora_rows
from demond.store import Store
from engine.curves import Wave
from tests.conftest import free_port
from tests.osc_peer import Rig, rig

LISTED = {"loras": lambda: [("tape", "Tape", "hiss", 0.75, 0, "")], "scene/list": lambda: [("verse",), ("chorus",)]}
PROBLEM = ("2026-05-01T20:15:00+00:00", "error", "the disk is full")
LISTED["problems"] = lambda: [PROBLEM]


@pytest.fixture
def running() -> Iterator[Rig]:
    with rig(status=lambda: {"engine": "running", "xruns": 0, "uptime": 1.5}, listings=LISTED) as made:
        yield made


def played(port: int, play: Callable[[Client], Coroutine[Any, Any, Any]], patience: float = 5.0) -> Any:
    """Play through the protocol, within this process."""

    async def run() -> Any:
        asker = Asker("127.0.0.1", port, patience)
        async with Client(server(Tools(asker))) as client:
            try:
                return await play(client)
            finally:
                asker.close()

    return asyncio.run(run())


def call(port: int, tool: str, **arguments: object) -> Any:
    """What a tool gives, or its error as text."""

    async def play(client: Client) -> Any:
        result = await client.call_tool(tool, arguments)
        if result.is_error:
            return result.content[0].text
        given = result.structured_content
        return given["result"] if given is not None and set(given) == {"result"} else given

    return played(port, play)


def test_over_standard_input_and_output(running: Rig) -> None:
    async def play() -> None:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "demond", "mcp", "--port", str(running.port)]
        )
        async with Client(command) as client:
            assert client.server_info is not None
            assert client.server_info.name == "demond"
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert {"get", "set", "do", "list_controls", "listing", "status", "store_scene", "recall_scene"} == set(
                tools
            )
            set_it = await client.call_tool("set", {"name": "denoise", "value": 0.25})
            assert (set_it.is_error, set_it.structured_content) == (False, {"denoise": 0.25})
            wrong = await client.call_tool("set", {"name": "denoisse", "value": 0.25})
            assert wrong.is_error
            assert "there is no such address" in wrong.content[0].text
            assert "denoise" in wrong.content[0].text
            [controls, status] = (await client.list_resources()).resources
            assert (str(controls.uri), str(status.uri)) == ("demond://controls", "demond://status")
            told = json.loads((await client.read_resource("demond://controls")).contents[0].text)
            assert len(told) == len(running.store.rows)

    asyncio.run(play())
    assert running.store.get("denoise") == 0.25


@pytest.mark.parametrize(
    ("name", "value", "held", "told"),
    [
        ("depth", 6, 6, 6),
        ("sde", True, True, True),
        ("prompt/a", "slow warm dub", "slow warm dub", "slow warm dub"),
        ("guidance_mode", "full", "full", "full"),
        ("velocity_scale", [1.0, 1.5, 0.5], (1.0, 1.5, 0.5), [1.0, 1.5, 0.5]),
        ("velocity_scale", [0.5, 1.0] * 300, (0.5, 1.0) * 300, [0.5, 1.0] * 300),
        ("initial_noise", None, None, "none"),
    ],
)
def test_values_of_every_kind(running: Rig, name: str, value: object, held: object, told: object) -> None:
    assert call(running.port, "set", name=name, value=value) == {name: told}
    assert running.store.get(name) == held
    assert call(running.port, "get", names=[name]) == {name: told}


def test_a_wave_is_set_and_told_as_text(running: Rig) -> None:
    told = call(running.port, "set", name="velocity_scale", value="wave sine 4b 0.25 1")
    assert told == {"velocity_scale": "wave sine 4b 0.25 1.0 0.0"}
    assert isinstance(running.store.get("velocity_scale"), Wave)
    assert call(running.port, "set", name="velocity_scale", value=told["velocity_scale"]) == told


def test_a_time_is_glided_over(running: Rig) -> None:
    call(running.port, "set", name="denoise", value=0.0, seconds=60.0)
    assert running.store.target("denoise") == 0.0
    assert float(running.store.get("denoise")) > 0.5
    call(running.port, "set", name="velocity_scale", value=[1.0, 0.5, 1.0], seconds=60.0)
    assert running.store.target("velocity_scale") == (1.0, 0.5, 1.0)


@pytest.mark.parametrize(
    ("tool", "arguments", "sentence"),
    [
        ("set", {"name": "depth", "value": "four"}, 'depth: wants a whole number 1..8, got text "four"'),
        ("get", {"names": ["dept"]}, "there is no value dept"),
        ("do", {"action": "plya"}, "there is no such address"),
        ("do", {"action": "subscribe"}, "subscribe: is neither a control nor an action"),
        ("do", {"action": "play", "arguments": ["x", "y"]}, "play: takes no argument, got 2"),
        ("list_controls", {"search": "trombone"}, "trombone: is in no name and no description"),
        ("recall_scene", {"name": "nowhere"}, "scene/recall: "),
    ],
)
def test_what_is_refused_is_told_in_demonds_words(
    running: Rig, tool: str, arguments: dict[str, object], sentence: str
) -> None:
    before = running.store.targets()
    assert sentence in call(running.port, tool, **arguments)
    assert running.store.targets() == before


def test_what_is_clamped_is_noted(running: Rig) -> None:
    assert call(running.port, "set", name="depth", value=99) == {"depth": 8, "notes": ["clamped to 8"]}


def test_controls_are_told_from_the_table_and_the_daemon(running: Rig) -> None:
    running.call(running.store.admit, lora_rows("tape-2.1", 0.75))
    everything = {each["name"]: each for each in call(running.port, "list_controls")}
    assert "channel/0" in everything
    assert "channel/1" not in everything
    denoise = everything["denoise"]
    assert (denoise["kind"], denoise["low"], denoise["high"]) == ("float", 0.0, 1.0)
    assert denoise["value"] == denoise["default"] == 0.7
    assert denoise["description"] == running.store.rows["denoise"].description
    assert everything["lora/tape-2.1/strength"]["value"] == 0.75
    assert "value" not in everything["play"]
    assert [each["name"] for each in call(running.port, "list_controls", search="group/*")] == [
        f"group/{number}" for number in range(8)
    ]
    assert {"velocity_scale"} <= {each["name"] for each in call(running.port, "list_controls", search="velocity")}


def test_actions_answer_with_their_sentence(running: Rig) -> None:
    done = []
    running.store.handle("play", lambda: done.append("play"))
    running.store.handle("record", lambda path: f"recording into {path}")
    assert call(running.port, "do", action="play") == "done"
    assert call(running.port, "do", action="record", arguments=["take.wav"]) == "recording into take.wav"
    assert done == ["play"]


def test_what_takes_time_is_waited_for(running: Rig) -> None:
    def follow(name: str, value: object, origin: object) -> None:
        if name == "source":
            running.server.note("/demond/source", "is under way", origin)
            running.loop.call_later(0.1, running.server.note, "/demond/source", "is heard", origin)
        if name == "model":
            running.server.note("/demond/model", "is under way", origin)
            running.loop.call_later(0.1, running.server.error, "/demond/model", "there is no such model", origin)

    running.store.listen(follow)
    told = call(running.port, "set", name="source", value="song.wav")
    assert told == {"source": "song.wav", "notes": ["is under way", "is heard"]}
    assert "model: there is no such model" in call(running.port, "set", name="model", value="x")


def test_scenes_are_stored_and_recalled(running: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    name, controls, seconds = (
        Argument("name", "string"),
        Argument("controls", "string", optional=True),
        Argument("seconds", "float", optional=True),
    )
    rows = [
        Parameter("scene/store", "action", arguments=(name, controls), to=("daemon",)),
        Parameter("scene/recall", "action", arguments=(name, seconds), to=("daemon",)),
    ]
    running.call(running.store.admit, [row for row in rows if row.name not in running.store.rows])
    performed: list[tuple[object, ...]] = []
    monkeypatch.setattr(running.store, "perform", lambda *given: performed.append(given) or f"{given[1]} it is")
    assert call(running.port, "store_scene", name="verse") == "verse it is"
    assert call(running.port, "store_scene", name="verse", controls="prompt/*") == "verse it is"
    assert call(running.port, "recall_scene", name="verse", seconds=2.5) == "verse it is"
    assert call(running.port, "recall_scene", name="verse") == "verse it is"
    assert performed == [
        ("scene/store", "verse"),
        ("scene/store", "verse", "prompt/*"),
        ("scene/recall", "verse", 2.5),
        ("scene/recall", "verse"),
    ]


def test_listings_and_status(running: Rig) -> None:
    assert call(running.port, "listing", what="scenes") == [["verse"], ["chorus"]]
    assert call(running.port, "listing", what="problems") == [
        ["2026-05-01T20:15:00+00:00", "error", "the disk is full"]
    ]
    assert call(running.port, "listing", what="loras") == [["tape", "Tape", "hiss", 0.75, 0, ""]]
    assert call(running.port, "status") == {"engine": "running", "xruns": 0, "uptime": 1.5}


def test_it_comes_back_when_the_daemon_does() -> None:
    port = free_port()

    async def play(client: Client) -> None:
        nobody = await client.call_tool("status", {})
        assert nobody.is_error
        assert f"no demond answers on 127.0.0.1 port {port}" in nobody.content[0].text
        assert "is it running there?" in nobody.content[0].text
        for xruns in range(2):
            made = OscServer(Store(), "127.0.0.1", port, lambda xruns=xruns: {"xruns": xruns})
            assert (await client.call_tool("status", {})).structured_content == {"xruns": xruns}
            made.close()
            await asyncio.sleep(0)

    played(port, play)


def test_without_the_package_it_says_what_brings_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    assert main(["mcp"]) == 1
    assert capsys.readouterr() == (
        "",
        "demond mcp: this needs the Model Context Protocol's package; pip install 'demond[mcp]' brings it\n",
    )


def test_what_cannot_be_written_as_osc_is_refused(running: Rig) -> None:
    assert "denoise: " in call(running.port, "set", name="denoise", value=10**30)
