"""What a function must be to become a node."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from torch import Tensor

from engine.nodes import DeclarationError, NodeType, node
from engine.nodes.parameters import HIDDEN, Choices, Number, only
from engine.nodes.values import Latent

Level = Annotated[float, Number(0.0, 1.0)]


class Memory:
    """What a node keeps."""


def declare(function: Any, outputs: str = "curve", **declaration: Any) -> NodeType:
    registry: dict[str, NodeType] = {}
    node("Test", "test", outputs=outputs, registry=registry, **declaration)(function)
    return registry["Test"]


def good(
    *,
    curve: Tensor,
    mask: Latent | None,
    level: Annotated[float, Number(0.0, 1.0, 0.05), HIDDEN] = 0.5,
    count: Annotated[int, Number(1, 4)] = 2,
    on: bool = True,
    mode: Literal["a", "b"] | None = None,
    name: Annotated[str, Choices(("x", "y"))] = "x",
    more: object = None,
    state: Memory,
    changed: bool,
) -> tuple[Tensor, float]:
    """Fine.

    And more.
    """
    return curve * level, level


def test_a_signature_says_everything() -> None:
    declared = declare(good, "curve level", fixed={"level": [only("fast", False, "it is")]}, state=Memory,
                       continuous=True)  # fmt: skip
    assert declared.description == "Fine.\n\nAnd more."
    assert [(p.name, p.kind, p.optional) for p in declared.inputs.values()] == [
        ("curve", "CURVE", False),
        ("mask", "LATENT", True),
    ]
    assert [(p.name, p.kind) for p in declared.outputs.values()] == [("curve", "CURVE"), ("level", "NUMBER")]
    parameters = declared.parameters
    assert {p.name: (p.kind, p.default) for p in parameters.values()} == {
        "level": ("number", 0.5),
        "fast": ("boolean", False),
        "count": ("integer", 2),
        "on": ("boolean", True),
        "mode": ("select", None),
        "name": ("select", "x"),
        "more": ("data", None),
    }
    assert list(parameters) == ["level", "fast", "count", "on", "mode", "name", "more"]
    assert [p.name for p in parameters.values() if p.hidden] == ["level", "fast", "more"]
    assert (parameters["level"].low, parameters["level"].high, parameters["level"].step) == (0.0, 1.0, 0.05)
    assert (parameters["count"].step, parameters["on"].step) == (1, None)
    assert parameters["mode"].choices == ("a", "b")
    assert parameters["mode"].optional
    assert not parameters["name"].optional


def undeclared(*, curve: Tensor, lvel: dict[str, float]) -> Tensor:
    """Takes what no port carries."""
    return curve


def plain(*, curve: Tensor, level: float) -> Tensor:
    """Has a parameter without a default."""
    return curve


def unannotated(*, curve) -> Tensor:  # type: ignore[no-untyped-def]
    """Does not say what it takes."""
    return curve


def defaulting(*, curve: Tensor, mask: Latent | None = None) -> Tensor:
    """Has an input with a default."""
    return curve


def swallowing(*, curve: Tensor, **kwargs: object) -> Tensor:
    """Could read anything."""
    return curve


def gathering(*curves: Tensor) -> Tensor:
    """Could read any number."""
    return curves[0]


def positional(curve: Tensor, *, level: Level = 0.0) -> Tensor:
    """Takes one by place."""
    return curve


def outside(*, curve: Tensor, level: Level = 2.0, mode: Literal["a"] = "b") -> Tensor:  # type: ignore[assignment]
    """Has defaults that nobody may choose."""
    return curve


def returning(*, curve: Tensor) -> list[Tensor]:
    """Gives what no port carries."""
    return [curve]


def forgetting(*, curve: Tensor, state: dict[str, int]) -> Tensor:
    """Keeps something else than it is declared to."""
    return curve


def silent(*, curve: Tensor) -> Tensor:
    return curve


@pytest.mark.parametrize(
    ("function", "declaration", "reasons"),
    [
        (undeclared, {}, ["argument lvel: no port carries dict[str, float]"]),
        (plain, {}, ["argument level: a parameter needs a default"]),
        (unannotated, {}, ["argument curve: no port carries None"]),
        (defaulting, {}, ["argument mask: a parameter is", "not Latent"]),
        (swallowing, {}, ["argument kwargs: must be keyword-only"]),
        (gathering, {}, ["argument curves: must be keyword-only"]),
        (positional, {}, ["argument curve: must be keyword-only"]),
        (outside, {}, ["argument level: must lie in 0..1, got 2", "argument mode: expected one of a, got 'b'"]),
        (returning, {}, ["no port carries list"]),
        (silent, {"outputs": "curve mask"}, ["has no docstring", "returns Tensor, and 2 outputs have names"]),
        (silent, {"state": Memory}, ["argument state is missing"]),
        (silent, {"continuous": True}, ["argument changed is missing"]),
        (forgetting, {}, ["argument state: no port carries dict"]),
        (forgetting, {"state": Memory}, ["argument state: must be annotated Memory"]),
        (silent, {"fixed": {"lvel": [only("fast", False, "it is")]}}, ["argument lvel is missing"]),
        (silent, {"fixed": {"curve": [only("curve", False, "it is")]}}, ["argument curve: is fixed"]),
    ],
)
def test_functions_that_no_node_can_be_made_of_are_refused(
    function: Any, declaration: dict[str, Any], reasons: list[str]
) -> None:
    with pytest.raises(DeclarationError) as caught:
        declare(function, **declaration)
    for reason in reasons:
        assert reason in str(caught.value)


def fine(*, curve: Tensor) -> Tensor:
    """Fine."""
    return curve


def test_a_name_is_registered_once() -> None:
    registry: dict[str, NodeType] = {}
    node("Test", "test", outputs="curve", registry=registry)(fine)
    with pytest.raises(DeclarationError, match="already registered"):
        node("Test", "test", outputs="curve", registry=registry)(fine)
