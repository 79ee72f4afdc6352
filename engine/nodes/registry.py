"""Node types, read off the functions that do their work."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from engine.nodes.parameters import PLAIN, NodeParameter, spelled, take_apart
from engine.nodes.values import TYPES, PortKind

Function = TypeVar("Function", bound=Callable[..., Any])

_KINDS: Mapping[object, PortKind] = {carried: kind for kind, carried in TYPES.items()}


class DeclarationError(TypeError):
    """A function that no node can be made of."""


@dataclass(frozen=True)
class Port:
    """An input or output."""

    name: str
    kind: PortKind
    optional: bool = False

    @classmethod
    def of(cls, name: str, annotation: object) -> Port:
        """The input that an argument of a node's function is; ValueError says why there is none."""
        carried, optional, _ = take_apart(annotation)
        if carried in PLAIN:
            raise ValueError(f"a parameter needs a default, and {spelled(carried)} is no input")
        return cls(name, _kind(carried), optional)


def _kind(carried: object) -> PortKind:
    if carried not in _KINDS:
        raise ValueError(f"no port carries {spelled(carried)}")
    return _KINDS[carried]


@dataclass(frozen=True, eq=False)
class NodeType:
    """A registered operation.

    `state` makes what one node of a graph keeps between runs. A `continuous` node runs in every run, and is told
    whether its arguments `changed`.
    """

    name: str
    category: str
    function: Callable[..., Any]
    description: str
    inputs: Mapping[str, Port]
    outputs: Mapping[str, Port]
    parameters: Mapping[str, NodeParameter]
    state: Callable[[], object] | None = None
    continuous: bool = False


_registry: dict[str, NodeType] = {}
NODES: Mapping[str, NodeType] = MappingProxyType(_registry)
"""Every registered node type by name."""


def node(
    name: str,
    category: str,
    *,
    outputs: str,
    fixed: Mapping[str, Iterable[NodeParameter]] = MappingProxyType({}),
    state: type | None = None,
    continuous: bool = False,
    registry: dict[str, NodeType] = _registry,
) -> Callable[[Function], Function]:
    """Register the decorated function as a node type; its docstring describes it.

    The function takes everything by keyword. An argument without a default is an input: its type is what a kind of
    port carries, `| None` where nothing needs to be connected. One with a default is a parameter: a float, int, bool,
    str, a Literal of texts, or object for plain data, `| None` where none can be chosen; `Number`, `Choices` and
    `HIDDEN` annotate it. `fixed` has the parameters it never sees, by the argument they are listed after. It takes
    `state` if there is one, `changed` if it is continuous, and returns what `outputs` names, a tuple if that is
    several. Raises DeclarationError with everything that is wrong.
    """

    def register(function: Function) -> Function:
        told: dict[str, object] = {} if state is None else {"state": state}
        told |= {"changed": bool} if continuous else {}
        inputs, parameters, problems = _arguments(function, told, fixed)
        ports, faults = _outputs(function, outputs.split())
        problems += faults
        if not function.__doc__:
            problems.append("has no docstring")
        if name in registry:
            problems.append("is already registered")
        if problems:
            raise DeclarationError(f"node {name}: " + "; ".join(problems))
        description = inspect.cleandoc(function.__doc__ or "")
        registry[name] = NodeType(
            name, category, function, description, inputs, ports, parameters, state=state, continuous=continuous
        )
        return function

    return register


def _arguments(
    function: Callable[..., Any], told: Mapping[str, object], fixed: Mapping[str, Iterable[NodeParameter]]
) -> tuple[dict[str, Port], dict[str, NodeParameter], list[str]]:
    """The inputs and parameters of a function that is `told` some arguments besides, and what is wrong with them."""
    arguments, hints = inspect.signature(function).parameters, get_type_hints(function, include_extras=True)
    inputs: dict[str, Port] = {}
    parameters: dict[str, NodeParameter] = {}
    problems = [f"argument {name} is missing" for name in {**told, **fixed} if name not in arguments]
    for name, argument in arguments.items():
        try:
            if argument.kind is not argument.KEYWORD_ONLY:
                raise ValueError("must be keyword-only, and named one by one")
            if name in told:
                if hints.get(name) != told[name]:
                    raise ValueError(f"must be annotated {spelled(told[name])}")
            elif argument.default is argument.empty:
                inputs[name] = Port.of(name, hints.get(name))
            else:
                parameters[name] = NodeParameter.of(name, hints.get(name), argument.default)
        except ValueError as error:
            problems.append(f"argument {name}: {error}")
        for parameter in fixed.get(name, ()):
            if parameter.name in arguments:
                problems.append(f"argument {parameter.name}: is fixed, and the function never sees it")
            parameters[parameter.name] = parameter
    return inputs, parameters, problems


def _outputs(function: Callable[..., Any], names: list[str]) -> tuple[dict[str, Port], list[str]]:
    """The outputs of a function by the names that were given, and what is wrong with them."""
    returned = get_type_hints(function).get("return")
    carried = get_args(returned) if get_origin(returned) is tuple else (returned,)
    if len(carried) != len(names):
        return {}, [f"returns {spelled(returned)}, and {len(names)} outputs have names"]
    try:
        return {name: Port(name, _kind(each)) for name, each in zip(names, carried, strict=True)}, []
    except ValueError as error:
        return {}, [f"its result: {error}"]
