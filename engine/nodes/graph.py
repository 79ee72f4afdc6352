"""Graphs of nodes as plain data, from TOML or Python, and the check that finds everything wrong with one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from engine.errors import reason
from engine.nodes.parameters import NodeParameter, suggest
from engine.nodes.registry import NODES, NodeType
from engine.nodes.values import PortKind

INPUTS = "inputs"
_TABLES = ("nodes", INPUTS, "outputs")


class GraphError(ValueError):
    """A graph that cannot be run; `problems` says every reason, each with the node and port it is about."""

    def __init__(self, problems: list[str], name: str = "") -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{name}: {problem}" if name else problem for problem in problems))


@dataclass(frozen=True)
class Handle:
    """A node that was added to a graph: an argument for others, `handle["port"]` where it has several outputs."""

    name: str

    def __getitem__(self, port: str) -> str:
        return f"{self.name}.{port}"


@dataclass
class Graph:
    """Nodes with their arguments, the inputs the graph asks for, and the outputs it gives.

    `nodes` holds a table per node: its `type`, a reference `"node.port"` (or `"node"`, or `"inputs.name"`) per
    connected input, a value per parameter. Numbers and choices take references too. `inputs` holds a table per input:
    its `type`, and a `file` for audio. `outputs` holds references; without any, whatever nobody uses is one.
    """

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    name: str = ""
    folder: Path = Path()

    @classmethod
    def load(cls, path: str | Path) -> Graph:
        """Read a TOML file. Raises GraphError."""
        path = Path(path)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise GraphError([f"cannot be read: {reason(error)}"], str(path)) from error
        return cls.parse(text, name=str(path), folder=path.parent)

    @classmethod
    def parse(cls, text: str, *, name: str = "", folder: Path = Path()) -> Graph:
        """Read TOML; files are looked for beside `folder`. Raises GraphError."""
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise GraphError([f"is no TOML: {error}"], name) from error
        problems = [f"{key}: unknown table{suggest(key, _TABLES)}" for key in tables if key not in _TABLES]
        for key in _TABLES:
            if not isinstance(tables.setdefault(key, {}), dict):
                problems.append(f"{key}: expected a table")
                tables[key] = {}
        for key in ("nodes", INPUTS):
            problems += [
                f"{key}.{each}: expected a table with a type"
                for each, table in tables[key].items()
                if not isinstance(table, dict)
            ]
            tables[key] = {each: table for each, table in tables[key].items() if isinstance(table, dict)}
        graph = cls(tables["nodes"], tables[INPUTS], tables["outputs"], name, folder)
        if problems:
            _, _, more = _resolve(graph, NODES)
            raise GraphError(problems + more, name)
        return graph

    def add(self, node_type: str, node_name: str = "", /, **arguments: Any) -> Handle:
        """Place a node; handles among the arguments are connections."""
        name = node_name or _free(node_type, self.nodes)
        if name in self.nodes:
            raise GraphError([f"nodes.{name}: is there already"], self.name)
        self.nodes[name] = {"type": node_type, **{k: _reference(v) for k, v in arguments.items()}}
        return Handle(name)

    def add_input(self, name: str, kind: PortKind | str) -> str:
        """Ask for an input; returns the reference to it."""
        self.inputs[name] = {"type": str(kind)}
        return f"{INPUTS}.{name}"

    def add_output(self, name: str, source: Handle | str) -> None:
        """Give a node's output out under `name`."""
        self.outputs[name] = _reference(source)


def _free(node_type: str, taken: Mapping[str, object]) -> str:
    base = node_type.lower()
    return next(n for n in (base, *(f"{base}{i}" for i in range(2, len(taken) + 3))) if n not in taken)


def _reference(value: Any) -> Any:
    return value.name if isinstance(value, Handle) else value


@dataclass(frozen=True)
class Link:
    """Where a value comes from: the `index`-th output of a node, or an input of the graph."""

    node: str
    port: str
    kind: PortKind
    index: int = 0


@dataclass(eq=False)
class NodeStep:
    """A checked node: where its arguments come from and what its parameters are set to."""

    name: str
    type: NodeType
    links: dict[str, Link]
    values: dict[str, Any]


def check(graph: Graph, registry: Mapping[str, NodeType] = NODES) -> tuple[list[NodeStep], dict[str, Link]]:
    """The nodes the outputs depend on, in an order they can run in, and the outputs. Raises GraphError."""
    steps, outputs, problems = _resolve(graph, registry)
    if problems:
        raise GraphError(problems, graph.name)
    needed: set[str] = set()
    waiting = [link.node for link in outputs.values() if link.node != INPUTS]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += [link.node for link in steps[name].links.values() if link.node != INPUTS]
    return [step for step in steps.values() if step.name in needed], outputs


def _resolve(graph: Graph, registry: Mapping[str, NodeType]) -> tuple[dict[str, NodeStep], dict[str, Link], list[str]]:
    """Every node that has a known type, in running order, the outputs, and everything that is wrong."""
    problems = list(_input_problems(graph))
    steps: dict[str, NodeStep] = {}
    for name, table in graph.nodes.items():
        if name == INPUTS or "." in name or not name:
            problems.append(f"nodes.{name}: is no name for a node; use one without dots that is not {INPUTS!r}")
        node_type = table.get("type")
        if node_type is None:
            problems.append(f"nodes.{name}: has no type")
        elif not isinstance(node_type, str) or node_type not in registry:
            problems.append(f"nodes.{name}: unknown type {node_type!r}{suggest(node_type, registry)}")
        else:
            steps[name] = NodeStep(name, registry[node_type], {}, {})
    for step in steps.values():
        problems += _fill(step, graph, steps)
    try:
        before = {name: {link.node for link in step.links.values()} - {INPUTS} for name, step in steps.items()}
        steps = {name: steps[name] for name in TopologicalSorter(before).static_order()}
    except CycleError as error:
        problems.append("nodes go round in a circle: " + " -> ".join(f"{name}" for name in error.args[1]))
    outputs: dict[str, Link] = {}
    for name, reference in graph.outputs.items():
        link = _follow(reference, graph, steps)
        if isinstance(link, Link):
            outputs[name] = link
        elif link:
            problems.append(f"outputs.{name}: {link}")
    if not graph.outputs:
        used = {(link.node, link.port) for step in steps.values() for link in step.links.values()}
        for name, step in steps.items():
            for index, port in enumerate(step.type.outputs.values()):
                if (name, port.name) not in used:
                    outputs[f"{name}.{port.name}"] = Link(name, port.name, port.kind, index)
    return steps, outputs, problems


def _input_problems(graph: Graph) -> Iterator[str]:
    for name, table in graph.inputs.items():
        kind = table.get("type")
        if not isinstance(kind, str) or kind not in PortKind.__members__:
            yield f"inputs.{name}.type: expected a kind of port, got {kind!r}{suggest(kind, PortKind.__members__)}"
        for key in table:
            if key not in ("type", "file"):
                yield f"inputs.{name}.{key}: unknown key{suggest(key, ('type', 'file'))}"
        if "file" in table and (kind != PortKind.AUDIO or not isinstance(table["file"], str)):
            yield f"inputs.{name}.file: expected the name of a file for an input of type AUDIO"


def _fill(step: NodeStep, graph: Graph, steps: Mapping[str, NodeStep]) -> Iterator[str]:
    """Give a step its links and values; yields what is wrong with its arguments."""
    at, declared = f"nodes.{step.name}", step.type
    for key, value in graph.nodes[step.name].items():
        if key == "type":
            continue
        parameter = declared.parameters.get(key)
        wanted = declared.inputs[key].kind if key in declared.inputs else _linked(parameter, value, graph)
        if wanted is not None:
            link = _follow(value, graph, steps)
            if not isinstance(link, Link):
                if link:
                    yield f"{at}.{key}: {link}"
            elif not wanted.accepts(link.kind):
                yield f"{at}.{key}: takes {wanted}, but {link.node}.{link.port} gives {link.kind}"
            else:
                step.links[key] = link
        elif parameter is not None:
            try:
                step.values[key] = parameter.check(value)
            except ValueError as error:
                yield f"{at}.{key}: {error}"
        else:
            known = [*declared.inputs, *declared.parameters]
            yield f"{at}.{key}: {declared.name} has no such input or parameter{suggest(key, known)}"
    for port in declared.inputs.values():
        if not port.optional and port.name not in graph.nodes[step.name]:
            yield f"{at}.{port.name}: is not connected; {declared.name} needs a {port.kind}"
    for parameter in declared.parameters.values():
        if parameter.name not in step.links:
            step.values.setdefault(parameter.name, parameter.default)


def _linked(parameter: NodeParameter | None, value: object, graph: Graph) -> PortKind | None:
    """The kind of output that a parameter's value refers to; None where it is a value."""
    if parameter is None or parameter.fixed or not isinstance(value, str):
        return None
    if parameter.kind in ("number", "integer"):
        return PortKind.NUMBER
    chosen = value in parameter.choices or value.partition(".")[0] not in (INPUTS, *graph.nodes)
    return None if parameter.kind != "select" or chosen else PortKind.TEXT


def _follow(reference: object, graph: Graph, steps: Mapping[str, NodeStep]) -> Link | str:
    """What a reference points at, or what is wrong with it; an empty text where that was said elsewhere."""
    if not isinstance(reference, str):
        return f'expected a reference like "node.port", got {reference!r}'
    name, _, port = reference.partition(".")
    if name == INPUTS:
        if port not in graph.inputs:
            return f"there is no input {port!r}{suggest(port, graph.inputs)}"
        kind = str(graph.inputs[port].get("type"))
        return Link(INPUTS, port, PortKind[kind]) if kind in PortKind.__members__ else ""
    if name not in graph.nodes:
        return f"there is no node {name!r}{suggest(name, graph.nodes)}"
    if name not in steps:
        return ""
    outputs = list(steps[name].type.outputs.values())
    if not port and len(outputs) > 1:
        return f"{name} has several outputs; say which: {', '.join(f'{name}.{each.name}' for each in outputs)}"
    for index, output in enumerate(outputs):
        if port in ("", output.name):
            return Link(name, output.name, output.kind, index)
    return f"{steps[name].type.name} has no output {port!r}{suggest(port, [o.name for o in outputs])}"
