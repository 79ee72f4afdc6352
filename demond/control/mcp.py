"""`demond mcp`: the door for agents. Controls, actions and listings of a running demond as tools of the Model Context
Protocol, spoken over standard input and output.

The tools are few; what can be played by them is told from the table and by the daemon itself.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping
from fnmatch import fnmatchcase
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from demond import __version__
from demond.control.asking import Answer, Asker, NobodyError, facts, plain, row_of, value_of, values
from demond.control.osc.packets import Arguments
from demond.parameters import PARAMETERS, PREFIX, ControlError, Parameter, takes
from demond.parameters.table import ROWS

if TYPE_CHECKING:
    from mcp.server import MCPServer

EXIT_FAILURE = 1
MISSING = "this needs the Model Context Protocol's package; pip install 'demond[mcp]' brings it"
CONTROLS, STATUS = "demond://controls", "demond://status"
MOST_ARGUMENTS = 256
"""Points of a curve that are sent as arguments; more go as a blob."""
JSON = "application/json"

Tool = Callable[..., Coroutine[Any, Any, Any]]

QUESTIONS = frozenset(("atomic", "dump", "get", "list", "ping", "secret", "status", "subscribe", "unsubscribe"))
LISTS = {"loras": "loras", "scenes": "scene/list", "cues": "cue/list", "problems": "problems"}
"""What can be listed, and the name that is asked for."""

INTRODUCTION = """\
demond plays a diffusion model as a musical instrument, live: what is set is heard within moments, and goes on sounding.
Every control has a name, as "denoise" or "prompt/a"; list_controls says what each does and takes, set and get change
and read them, do carries out actions. Numbers glide where a time is given. A value out of range is clamped, which is
told; what is refused changes nothing, and the error says what was wanted. People may be playing at the same time:
read before you write, and change little at once."""

_FOLDED = re.compile(r"(channel|group)/[1-9]\d*|mod/[2-9]/.*")

Given = float | int | bool | str | list[float] | None
Fact = dict[str, Any]


class Tools:
    """What an agent can do, each as a tool, by asking one daemon. ControlError and NobodyError where that fails."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    async def list_controls(self, search: str = "") -> list[Fact]:
        """Say of controls and actions what they do, take and stand at now.

        `search` is a word that is in a name or description, or a pattern of names, as "lora/*" or "prompt/?"; without,
        everything is listed, but of numbered ones that are alike only the first.
        """
        now = dict(values((await self._asker.ask("dump")).messages))
        listed = (await self._asker.ask("list")).messages
        told = [_told(message.arguments, now) for message in listed if message.address == PREFIX + "list"]
        found = [each for each in told if (_meant(each, search) if search else not _FOLDED.fullmatch(each["name"]))]
        if search and not found:
            raise ControlError(search, "is in no name and no description; list_controls without a search lists all")
        return found

    async def get(self, names: list[str]) -> Fact:
        """Read what controls stand at. A name may be a pattern, as "group/*"; "//*" is every control."""
        return dict(values((await self._asker.ask("get", names)).messages))

    async def set(self, name: str, value: Given, seconds: float = 0.0) -> Fact:
        """Set one control, at once or gliding there over some seconds, and return what it stands at then.

        A curve is a number, a list of at least three points over the song, or text: "wave sine 0.25 0.2 0.8" (shape,
        rate in Hz or as "4b" beats, depth, offset), "ramp 0 1", "none". A text or an enumeration is one string, on and
        off are true and false, null is none. What takes time to be heard, as a model or a source, is waited for.
        """
        answer = await self._asker.ask(_control(name), _arguments(value, seconds))
        now = dict(values((await self._asker.ask("get", [name])).messages))
        return {**now, **({"notes": answer.notes} if answer.notes else {})}

    async def do(self, action: str, arguments: list[str | float] | None = None) -> str:
        """Carry out an action, as "play" or "stop", with the arguments that it takes."""
        return _sentence(await self._asker.ask(_control(action), arguments or []))

    async def listing(self, what: Literal["loras", "scenes", "cues", "problems"]) -> list[list[Any]]:
        """List what there is. Of a LoRA: id, name, trigger words, recommended strength, whether it sounds (1), why it
        cannot be loaded; it is turned on by set of lora/ID/enabled. Of scenes and cues: their names first. Of the last
        problems: when it was, warning or error, what was said.
        """
        asked = LISTS[what]
        answer = await self._asker.ask(asked)
        return [[plain(each) for each in m.arguments] for m in answer.messages if m.address == PREFIX + asked]

    async def store_scene(self, name: str, controls: str = "") -> str:
        """Keep what controls stand at as a scene of that name: all of them, or those that a pattern matches."""
        return _sentence(await self._asker.ask("scene/store", [name, *([controls] if controls else [])]))

    async def recall_scene(self, name: str, seconds: float | None = None) -> str:
        """Go to a scene, at once (0) or gliding there over some seconds, else those of the control recall_time.
        do("undo") goes back."""
        return _sentence(await self._asker.ask("scene/recall", [name, *([] if seconds is None else [seconds])]))

    async def status(self) -> Fact:
        """Say how demond is: the engine, the model that plays, the audio device, the transport, what is recorded."""
        return facts((await self._asker.ask("status")).messages)


def serve(host: str, port: int, secret: str = "") -> int:
    """Speak the protocol over standard input and output until that ends; nothing else is written there."""
    try:
        import mcp.server  # noqa: F401
    except ImportError:
        print(f"demond mcp: {MISSING}", file=sys.stderr)
        return EXIT_FAILURE
    server(Tools(Asker(host, port, secret=secret))).run("stdio")
    return 0


def server(tools: Tools) -> MCPServer[Any]:
    """The server that has these tools, and the controls and the status as resources."""
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ResourceError, ToolError
    from mcp.types import ToolAnnotations

    def guarded(tool: Tool, error: type[Exception]) -> Tool:
        """A tool whose errors are told by their sentences."""

        @wraps(tool)
        async def wrapped(*arguments: object, **named: object) -> Any:
            try:
                return await tool(*arguments, **named)
            except (ControlError, NobodyError) as problem:
                raise error(str(problem)) from None

        return wrapped

    made: MCPServer[Any] = MCPServer(
        "demond", instructions=INTRODUCTION, version=__version__, log_level="WARNING", subscriptions=False
    )
    asks, acts = ToolAnnotations(read_only_hint=True), ToolAnnotations(destructive_hint=False)
    more = {"set": _takes("Controls", _values_of_the_table()), "do": _takes("Actions", _actions_of_the_table())}
    for kind, tools_of_it in (
        (asks, (tools.list_controls, tools.get, tools.listing, tools.status)),
        (acts, (tools.set, tools.do, tools.store_scene, tools.recall_scene)),
    ):
        for tool in tools_of_it:
            described = "\n\n".join(filter(None, [inspect.getdoc(tool), more.get(tool.__name__)]))
            made.add_tool(guarded(tool, ToolError), annotations=kind, description=described)

    @made.resource(CONTROLS, mime_type=JSON, description="Every control: what it does, takes and stands at now")
    async def controls() -> str:
        return json.dumps(await guarded(tools.list_controls, ResourceError)("*"))

    @made.resource(STATUS, mime_type=JSON, description="How demond is")
    async def status() -> str:
        return json.dumps(await guarded(tools.status, ResourceError)())

    return made


def _takes(what: str, rows: Iterable[Parameter]) -> str:
    """What rows take, for who chooses among them; of numbered ones the first."""
    return f"{what}: " + "; ".join(f"{row.name} ({_taken(row)})" for row in rows if not _FOLDED.fullmatch(row.name))


def _control(name: str) -> str:
    """A name that may be one of a control; ControlError for one of a question."""
    name = name.removeprefix(PREFIX)
    if name in QUESTIONS:
        raise ControlError(name, "is neither a control nor an action; list_controls says what there is")
    return name


def _values_of_the_table() -> Iterable[Parameter]:
    return (row for row in ROWS if row.kind != "action")


def _actions_of_the_table() -> Iterable[Parameter]:
    return (row for row in ROWS if row.kind == "action")


def _taken(row: Parameter) -> str:
    if row.kind != "action":
        return takes(row)
    return " ".join(f"[{a.name}]" if a.optional else a.name for a in row.arguments) or "no arguments"


def _told(listed: Arguments, values: Mapping[str, object]) -> Fact:
    """What is told of a control: what the daemon lists, what it stands at, what the table says of it."""
    name, kind, unit, *rest = listed
    told: Fact = {"name": name, "kind": kind}
    row = PARAMETERS.get(str(name)) or (row_of(str(name)) if str(name).startswith("lora/") else None)
    if kind in ("float", "int", "curve"):
        told |= {"low": plain(rest[0]), "high": plain(rest[1]), "default": value_of(rest[2:])}
    elif rest:
        told["choices"] = rest
    if unit:
        told["unit"] = unit
    if name in values:
        told["value"] = values[str(name)]
    if row is not None:
        told |= {"takes": _taken(row), "description": row.description}
    return told


def _meant(told: Fact, search: str) -> bool:
    name, wanted = str(told["name"]).lower(), search.lower()
    if any(sign in wanted for sign in "*?["):
        return fnmatchcase(name, wanted)
    return wanted in name or wanted in str(told.get("description", "")).lower()


def _arguments(value: Given, seconds: float) -> list[object]:
    """What sets a control to a value: a list as one argument, so that a time can follow."""
    told: object = "none" if value is None else value
    if isinstance(value, list):
        told = np.array(value, ">f4").tobytes() if len(value) > MOST_ARGUMENTS else value
    return [told, seconds] if seconds else [told]


def _sentence(answer: Answer) -> str:
    return "; ".join(answer.notes) or "done"
