"""What graphs and declarations are refused for."""

import pytest
import torch
from torch import Tensor

from engine.nodes import Graph, GraphError, NodeError, NodeType, PortKind, Runner, node
from engine.nodes.graph import check
from engine.nodes.values import Mask

WRONG = """
[input]
[nodes.load]
type = "LoadModell"

[nodes.text]
type = "EncodeText"
clip = "load.clip"
tagz = "jazz"
bpm = 301
key = "C maj"
time_signature = "curve"
tags = 3

[nodes.curve]
type = "CurveRamp"
length = 2.5
start = true

[nodes.math]
type = "CurveMath"
curve_a = "curv"
curve_b = "curve.curves"

[nodes.config]
type = "DiffusionConfig"
noise_on_cpu = false

[nodes.blend]
type = "LatentBlend"
latent_a = "inputs.a"
latent_b = "inputs.b"
blend_curve = "config"
alpha = "curve"

[nodes.decode]
type = "VAEDecodeAudio"
latent = "two"

[nodes.two]
type = "AudioInfo"
audio = 5

[nodes.none]

[inputs.a]
type = "LATENT"

[inputs.c]
type = "SOUND"
name = "x"

[outputs]
mix = "decode.sound"
"""

PROBLEMS = """
input: unknown table; did you mean 'inputs'?
inputs.c.type: expected a kind of port, got 'SOUND'
inputs.c.name: unknown key
nodes.load: unknown type 'LoadModell'; did you mean 'LoadModel'?
nodes.none: has no type
nodes.text.tagz: EncodeText has no such input or parameter; did you mean 'tags'?
nodes.text.bpm: must lie in 30..300, got 301
nodes.text.key: expected one of C major, C minor, C# major, C# minor, D major, D minor, D# major, D# minor \
... (24 in all), got 'C maj'; did you mean 'C major'?
nodes.text.time_signature: takes TEXT, but curve.curve gives CURVE
nodes.text.tags: expected a text, got 3
nodes.curve.length: expected a whole number, got 2.5
nodes.curve.start: expected a number, got True
nodes.math.curve_a: there is no node 'curv'; did you mean 'curve'?
nodes.math.curve_b: CurveRamp has no output 'curves'; did you mean 'curve'?
nodes.config.noise_on_cpu: only takes True: noise is always drawn on the CPU, so that a seed means the same anywhere
nodes.blend.latent_b: there is no input 'b'
nodes.blend.blend_curve: takes CURVE, but config.config gives CONFIG
nodes.blend.alpha: takes NUMBER, but curve.curve gives CURVE
nodes.decode.latent: two has several outputs; say which: two.bpm, two.key, two.duration, two.sample_rate, \
two.channels
nodes.decode.vae: is not connected; VAEDecodeAudio needs a VAE
nodes.two.audio: expected a reference like "node.port", got 5
outputs.mix: VAEDecodeAudio has no output 'sound'
"""


def test_every_problem_of_a_file_is_told_at_once() -> None:
    with pytest.raises(GraphError) as caught:
        Graph.parse(WRONG, name="wrong.toml")
    assert sorted(caught.value.problems) == sorted(PROBLEMS.strip().splitlines())
    assert str(caught.value).startswith("wrong.toml: input: unknown table")


def test_circles_are_named() -> None:
    graph = Graph()
    graph.add("InvertMask", "a", mask="c")
    graph.add("InvertMask", "b", mask="a")
    graph.add("InvertMask", "c", mask="b")
    with pytest.raises(GraphError, match="circle: ") as caught:
        Runner(graph)
    assert set(caught.value.problems[0].partition(": ")[2].split(" -> ")) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[nodes.a\n", r"bad\.toml: is no TOML: .*line 1"),
        ("nodes = 3\n", "nodes: expected a table"),
        ("nodes.a = 3\n", "nodes.a: expected a table with a type"),
        ('nodes.a = {type = ["x"]}\n', "nodes.a: unknown type"),
        ("inputs.a = {type = []}\n", "inputs.a.type: expected a kind of port"),
        ('inputs.a = {type = "MASK", file = "x.wav"}\n', "inputs.a.file: expected the name of a file"),
        ('nodes.inputs = {type = "CurveRamp"}\n', "no name for a node"),
        ('outputs.mix = "inputs.soud"\ninputs.sound = {type = "AUDIO"}\n', "did you mean 'sound'"),
    ],
)
def test_broken_files_are_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(GraphError, match=reason):
        Runner(Graph.parse(text, name="bad.toml"))


def test_inputs_are_checked() -> None:
    graph = Graph()
    graph.add("InvertMask", mask=graph.add_input("mask", PortKind.MASK))
    with pytest.raises(GraphError, match=r"inputs\.mask: was given no value"):
        Runner(graph).run()
    with pytest.raises(GraphError, match=r"inputs\.mask: expected MASK, got int\n.*did you mean 'mask'"):
        Runner(graph, {"mask": 3, "mas": 4})
    graph.inputs["sound"] = {"type": "AUDIO", "file": "absent.wav"}
    with pytest.raises(GraphError, match=r"inputs\.sound: .*absent\.wav: no such file"):
        Runner(graph)
    with pytest.raises(GraphError, match="is there already"):
        graph.add("CurveRamp", "invertmask")


def test_setting_a_parameter_is_checked_and_changes_nothing_when_refused() -> None:
    graph = Graph()
    graph.add("CurveConstant", "a", value=0.25, length=2)
    runner = Runner(graph)
    for name, value, reason in (
        ("a.valu", 1.0, "did you mean 'value'"),
        ("b.value", 1.0, "no node 'b'"),
        ("a.value", "high", "expected a number"),
        ("a.value", float("nan"), "expected a number"),
        ("a.length", 0, r"1\.\.15000"),
    ):
        with pytest.raises(GraphError, match=reason):
            runner.set(name, value)
    assert runner.run()["a.curve"].tolist() == [0.25, 0.25]


def test_only_what_the_outputs_need_is_run_in_order() -> None:
    graph = Graph()
    graph.nodes["sum"] = {"type": "CurveMath", "curve_a": "a", "curve_b": "b"}
    for name in ("a", "b", "spare"):
        graph.add("CurveConstant", name, length=1)
    graph.add_output("total", "sum")
    steps, _ = check(graph)
    assert [step.name for step in steps][-1] == "sum"
    assert {step.name for step in steps} == {"a", "b", "sum"}
    runner = Runner(graph)
    assert runner.run()["total"].item() == 2.0
    runner.set("b.value", 3)
    assert runner.run()["total"].item() == 4.0
    assert runner.executed == ("b", "sum")


def lying() -> Tensor:
    """Says Tensor."""
    return "no tensor"  # type: ignore[return-value]


def test_a_node_that_gives_something_else_than_it_declares_is_caught() -> None:
    registry: dict[str, NodeType] = {}
    node("Test", "test", outputs="curve", registry=registry)(lying)
    graph = Graph()
    graph.add("Test", "liar")
    with pytest.raises(NodeError, match=r"liar \(Test\): gave str as curve"):
        Runner(graph, registry=registry).run()


def test_what_comes_through_an_input_of_any_kind_is_checked_where_it_arrives() -> None:
    graph = Graph()
    graph.add("InvertMask", "invert", mask=graph.add_input("mask", PortKind.ANY))
    assert Runner(graph, {"mask": Mask(torch.tensor([0.25]))}).run()["invert.mask"].values.tolist() == [0.75]
    with pytest.raises(NodeError, match=r"invert \(InvertMask\): takes MASK as mask, was given int"):
        Runner(graph, {"mask": 3}).run()
