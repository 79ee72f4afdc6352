"""Declarations of nodes: ports, parameters, and the function that must match them."""

from __future__ import annotations

import difflib
import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from engine.nodes.values import TYPES, Kind

Function = TypeVar("Function", bound=Callable[..., Any])
ParameterKind = Literal["number", "integer", "boolean", "string", "select", "data"]

_PYTHON: dict[str, Any] = {
    "number": float,
    "integer": int,
    "boolean": bool,
    "string": str,
    "select": str,
    "data": object,
}


class DeclarationError(TypeError):
    """A node whose function and declaration do not agree."""


@dataclass(frozen=True)
class Port:
    """An input or output."""

    name: str
    kind: Kind
    optional: bool = False


@dataclass(frozen=True)
class Parameter:
    """A value a node is set to.

    `kind` `data` is plain data as TOML writes it, or none. `fixed` says why only the default is taken; such a
    parameter is there for graphs written elsewhere, and the function never sees it. `hidden` ones are left out of
    short listings.
    """

    name: str
    kind: ParameterKind
    default: Any
    low: float = -math.inf
    high: float = math.inf
    step: float | None = None
    choices: tuple[str, ...] = ()
    hidden: bool = False
    optional: bool = False
    fixed: str = ""

    def check(self, value: object) -> Any:
        """`value` as the node takes it; raises ValueError that says what was expected."""
        if self.fixed:
            if value != self.default:
                raise ValueError(f"only takes {self.default!r}: {self.fixed}")
            return value
        if value is None and self.optional:
            return None
        if self.kind == "data":
            return _plain(value)
        if self.kind in ("number", "integer"):
            return self._number(value)
        if not isinstance(value, _PYTHON[self.kind]):
            raise ValueError(f"expected {_A[self.kind]}, got {value!r}")
        if self.choices and value not in self.choices:
            raise ValueError(f"expected one of {_some(self.choices)}, got {value!r}{suggest(value, self.choices)}")
        return value

    def _number(self, value: object) -> float | int:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"expected {_A[self.kind]}, got {value!r}")
        if self.kind == "integer" and value != int(value):
            raise ValueError(f"expected a whole number, got {value!r}")
        if not self.low <= value <= self.high:
            raise ValueError(f"must lie in {self.low:g}..{self.high:g}, got {value:g}")
        return int(value) if self.kind == "integer" else float(value)

    def range(self) -> str:
        """The legal values in words."""
        if self.choices:
            return _some(self.choices)
        if math.isfinite(self.low) or math.isfinite(self.high):
            return f"{self.low:g}..{self.high:g}"
        return ""


_A = {
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "string": "a text",
    "select": "a text",
}


def _some(choices: tuple[str, ...], most: int = 8) -> str:
    shown = ", ".join(choices[:most])
    return shown if len(choices) <= most else f"{shown} ... ({len(choices)} in all)"


def _plain(value: object) -> Any:
    """A copy of plain data."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"expected finite numbers, got {value!r}")
        return value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    raise ValueError(f"expected numbers, texts, lists or tables, got {type(value).__name__}")


def suggest(name: object, known: Iterable[str]) -> str:
    """ "; did you mean ...?" where something known is close to `name`, else nothing."""
    lowered = {each.lower(): each for each in known}
    close = difflib.get_close_matches(str(name).lower(), lowered, n=1, cutoff=0.6)
    return f"; did you mean {lowered[close[0]]!r}?" if close else ""


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
    parameters: Mapping[str, Parameter]
    state: Callable[[], object] | None = None
    continuous: bool = False


_registry: dict[str, NodeType] = {}
NODES: Mapping[str, NodeType] = MappingProxyType(_registry)
"""Every registered node type by name."""


def node(
    name: str,
    category: str,
    *,
    inputs: str = "",
    outputs: str = "",
    parameters: Iterable[Parameter] = (),
    state: type | None = None,
    continuous: bool = False,
    registry: dict[str, NodeType] = _registry,
) -> Callable[[Function], Function]:
    """Register the decorated function as a node type; its docstring describes it.

    Ports are written `"model:MODEL timbre_ref:LATENT?"`, the question mark making an input optional. The function
    takes one keyword argument per input and parameter, annotated with the type of its kind (`| None` where optional),
    `state` if there is one, and `changed` if it is continuous; it returns its output, or a tuple of them. Raises
    DeclarationError when function and declaration do not agree.
    """

    def register(function: Function) -> Function:
        declared = NodeType(
            name=name,
            category=category,
            function=function,
            description=inspect.cleandoc(function.__doc__ or ""),
            inputs=_ports(name, inputs),
            outputs=_ports(name, outputs),
            parameters={parameter.name: parameter for parameter in parameters},
            state=state,
            continuous=continuous,
        )
        problems = [*_problems(declared, state), *([f"{name} is already registered"] if name in registry else [])]
        if problems:
            raise DeclarationError(f"node {name}: " + "; ".join(problems))
        registry[name] = declared
        return function

    return register


def _ports(name: str, text: str) -> dict[str, Port]:
    ports = {}
    for part in text.split():
        port, _, kind = part.partition(":")
        optional = kind.endswith("?")
        if kind.rstrip("?") not in Kind.__members__:
            raise DeclarationError(f"node {name}: port {part}: expected name:KIND{suggest(kind, Kind.__members__)}")
        ports[port] = Port(port, Kind[kind.rstrip("?")], optional)
    return ports


def _problems(declared: NodeType, state: type | None) -> list[str]:
    """Where the function's signature departs from the declaration."""
    signature = inspect.signature(declared.function)
    hints = get_type_hints(declared.function)
    expected = {port.name: _annotation(TYPES[port.kind], port.optional) for port in declared.inputs.values()}
    problems = [f"{name} is both input and parameter" for name in expected if name in declared.parameters]
    seen = [parameter for parameter in declared.parameters.values() if not parameter.fixed]
    expected |= {parameter.name: _annotation(_PYTHON[parameter.kind], parameter.optional) for parameter in seen}
    if state is not None:
        expected["state"] = state
    if declared.continuous:
        expected["changed"] = bool
    for name, argument in signature.parameters.items():
        if argument.kind is not argument.KEYWORD_ONLY:
            problems.append(f"argument {name} must be keyword-only, and named one by one")
        elif name not in expected:
            problems.append(f"argument {name} is not declared{suggest(name, expected)}")
        elif argument.default is not argument.empty:
            problems.append(f"argument {name} has a default of its own; the declaration gives it")
        elif hints.get(name) != expected[name]:
            problems.append(f"argument {name} must be annotated {_spelled(expected[name])}")
    problems += [
        f"{name} is declared, and no argument takes it" for name in expected if name not in signature.parameters
    ]
    for parameter in declared.parameters.values():
        try:
            parameter.check(parameter.default)
        except ValueError as error:
            problems.append(f"default of {parameter.name}: {error}")
    if not declared.description:
        problems.append("has no docstring")
    returned = hints.get("return")
    wanted = [TYPES[port.kind] for port in declared.outputs.values()]
    given = list(get_args(returned)) if get_origin(returned) is tuple else [returned]
    if given != wanted:
        problems.append(f"must return {', '.join(_spelled(kind) for kind in wanted) or 'something'}")
    return problems


def _annotation(kind: Any, optional: bool) -> Any:
    return kind | None if optional and kind is not object else kind


def _spelled(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)


def number(
    name: str,
    default: float,
    low: float = -math.inf,
    high: float = math.inf,
    *,
    step: float = 0.01,
    hidden: bool = False,
) -> Parameter:
    """A real number in `low`..`high`."""
    return Parameter(name, "number", default, low, high, step, hidden=hidden)


def integer(name: str, default: int, low: int, high: int) -> Parameter:
    """A whole number in `low`..`high`."""
    return Parameter(name, "integer", default, low, high, 1)


def boolean(name: str, default: bool, *, hidden: bool = False) -> Parameter:
    """A switch."""
    return Parameter(name, "boolean", default, hidden=hidden)


def string(name: str, default: str = "", *, hidden: bool = False) -> Parameter:
    """Any text."""
    return Parameter(name, "string", default, hidden=hidden)


def select(name: str, default: str | None, choices: tuple[str, ...], *, hidden: bool = False) -> Parameter:
    """One of some texts, or none where none is the default."""
    return Parameter(name, "select", default, choices=choices, hidden=hidden, optional=default is None)


def data(name: str) -> Parameter:
    """Hidden plain data, none by default."""
    return Parameter(name, "data", None, hidden=True, optional=True)


def fixed(name: str, default: object, why: str) -> Parameter:
    """A hidden parameter that only takes its default."""
    kinds: dict[type, ParameterKind] = {bool: "boolean", float: "number", str: "string"}
    return Parameter(name, kinds.get(type(default), "data"), default, hidden=True, optional=default is None, fixed=why)
