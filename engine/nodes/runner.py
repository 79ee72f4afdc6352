"""Runs a graph again and again, each time only what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from engine.nodes.graph import INPUTS, Graph, GraphError, Link, NodeStep, check
from engine.nodes.parameters import suggest
from engine.nodes.registry import NODES, NodeType
from engine.nodes.values import TYPES, Audio, Latent, Model, PortKind
from engine.series import canonical
from engine.session import Session


class NodeError(ValueError):
    """A node that could not do its work; says which and why."""


@dataclass(eq=False)
class _Done:
    """What a node gave, and the arguments it gave it for."""

    values: Mapping[str, Any]
    inputs: Mapping[str, Any]
    outputs: tuple[Any, ...]


class Runner:
    """A graph that is ready to run.

    A node runs again when a parameter has another value or an input is another object than before; `StreamDenoise`
    runs in every run, and keeps its ring between them. `executed` names the nodes the last run did run. Not for
    several threads at once.
    """

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[str, Any] | None = None,
        *,
        registry: Mapping[str, NodeType] = NODES,
    ) -> None:
        """Check `graph` and take its `inputs`, see `put`. Raises GraphError with every problem."""
        self._graph = graph
        self._steps, self._outputs = check(graph, registry)
        self._inputs: dict[str, Any] = {}
        self._done: dict[str, _Done] = {}
        self._states: dict[str, object] = {}
        self.executed: tuple[str, ...] = ()
        files = {name: graph.folder / table["file"] for name, table in graph.inputs.items() if "file" in table}
        problems: list[str] = []
        for name, value in {**files, **(inputs or {})}.items():
            try:
                self.put(name, value)
            except GraphError as error:
                problems += error.problems
            except ValueError as error:
                problems.append(f"inputs.{name}: {error}")
        if problems:
            raise GraphError(problems, graph.name)

    def put(self, name: str, value: Any) -> None:
        """Give an input of the graph its value.

        Audio may be a file or samples at 48 kHz, a model, clip or vae a Session, a curve a number or a series, a latent
        a tensor. Raises GraphError, SourceError, RequestError.
        """
        if name not in self._graph.inputs:
            raise GraphError([f"inputs.{name}: the graph asks for no such input{suggest(name, self._graph.inputs)}"])
        kind = PortKind[self._graph.inputs[name]["type"]]
        value = _received(kind, value, name)
        if not isinstance(value, TYPES[kind]):
            raise GraphError([f"inputs.{name}: expected {kind}, got {type(value).__name__}"])
        self._inputs[name] = value

    def set(self, name: str, value: Any) -> None:
        """Set the parameter `"node.parameter"` from the next run on. Raises GraphError and changes nothing."""
        node, _, parameter = name.partition(".")
        steps = {step.name: step for step in self._steps}
        if node not in steps:
            raise GraphError([f"{name}: there is no node {node!r}{suggest(node, steps)}"])
        declared = steps[node].type.parameters
        if parameter not in declared:
            raise GraphError([f"{name}: {steps[node].type.name} has no such parameter{suggest(parameter, declared)}"])
        if parameter in steps[node].links:
            raise GraphError([f"{name}: is connected to {steps[node].links[parameter].node}"])
        try:
            steps[node].values[parameter] = declared[parameter].check(value)
        except ValueError as error:
            raise GraphError([f"{name}: {error}"]) from error

    def run(self) -> dict[str, Any]:
        """The graph's outputs by name. Raises NodeError naming the node that failed, GraphError for a missing input."""
        wanted = [link for step in self._steps for link in step.links.values()] + list(self._outputs.values())
        missing = sorted({link.port for link in wanted if link.node == INPUTS and link.port not in self._inputs})
        if missing:
            raise GraphError([f"inputs.{name}: was given no value" for name in missing], self._graph.name)
        executed = []
        for step in self._steps:
            if self._advance(step):
                executed.append(step.name)
        self.executed = tuple(executed)
        return {name: self._value(link) for name, link in self._outputs.items()}

    def _value(self, link: Link) -> Any:
        return self._inputs[link.port] if link.node == INPUTS else self._done[link.node].outputs[link.index]

    def _advance(self, step: NodeStep) -> bool:
        """Run a step if it has to be; whether it was."""
        declared = step.type
        inputs = {name: self._value(link) for name, link in step.links.items() if name in declared.inputs}
        for name, value in inputs.items():
            if not isinstance(value, TYPES[declared.inputs[name].kind]):
                wanted, got = declared.inputs[name].kind, type(value).__name__
                raise NodeError(f"{step.name} ({declared.name}): takes {wanted} as {name}, was given {got}")
        try:
            linked = {
                name: declared.parameters[name].check(self._value(link))
                for name, link in step.links.items()
                if name in declared.parameters
            }
            values = {**step.values, **linked}
            done = self._done.get(step.name)
            changed = done is None or not _same(done, values, inputs)
            if not changed and not declared.continuous:
                return False
            shown = {name: value for name, value in values.items() if not declared.parameters[name].fixed}
            absent = dict.fromkeys(declared.inputs)
            if declared.state is not None:
                if step.name not in self._states:
                    self._states[step.name] = declared.state()
                shown["state"] = self._states[step.name]
            if declared.continuous:
                shown["changed"] = changed
            given = declared.function(**{**absent, **inputs, **shown})
        except ValueError as error:
            raise NodeError(f"{step.name} ({declared.name}): {error}") from error
        except Exception as error:
            error.add_note(f"in node {step.name} ({declared.name})")
            raise
        outputs = given if len(declared.outputs) > 1 else (given,)
        for port, output in zip(declared.outputs.values(), outputs, strict=True):
            if not isinstance(output, TYPES[port.kind]):
                raise NodeError(f"{step.name} ({declared.name}): gave {type(output).__name__} as {port.name}")
        self._done[step.name] = _Done(values, inputs, outputs)
        return True


def _same(done: _Done, values: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool:
    return done.values == values and all(done.inputs[name] is value for name, value in inputs.items())


def _received(kind: PortKind, value: Any, name: str) -> Any:
    """What a caller gave, as ports pass it on."""
    if kind is PortKind.AUDIO and isinstance(value, str | Path | np.ndarray | Tensor):
        return Audio.load(value)
    if isinstance(value, Session):
        if kind is PortKind.MODEL:
            return Model(value)
        if kind is PortKind.VAE:
            return value.codec
    if kind is PortKind.LATENT and isinstance(value, Tensor):
        return Latent(value)
    if kind is PortKind.CURVE:
        return canonical(value, name).flatten()
    if kind is PortKind.NUMBER and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value
