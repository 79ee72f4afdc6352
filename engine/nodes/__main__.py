"""`python -m engine.nodes`: lists the nodes; `run graph.toml`: runs a graph and writes its audio."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from engine.errors import in_words
from engine.files import new_path
from engine.nodes import NODES, Audio, Graph, NodeType, Runner


def main(arguments: list[str] | None = None) -> int:
    """List the nodes, or run a graph; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m engine.nodes", description="Nodes of the engine, and their graphs."
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("list", help="every node with its ports and parameters (the default)")
    run = commands.add_parser("run", help="run a graph once and write every audio output as a WAV file")
    run.add_argument("graph", type=Path, help="a TOML file")
    run.add_argument("--input", action="append", default=[], metavar="NAME=FILE", help="the file of an audio input")
    run.add_argument(
        "--set", action="append", default=[], metavar="NODE.PARAMETER=VALUE", help="a value in TOML's form"
    )
    run.add_argument("--out", type=Path, default=Path(), help="folder to write to (here if not given)")
    given = parser.parse_args(arguments)
    if given.command != "run":
        print(listing())
        return 0
    try:
        run_graph(given.graph, _pairs(given.input), _pairs(given.set), given.out)
    except (ValueError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return 1
    return 0


def listing() -> str:
    """Every registered node, by category."""
    lines = []
    for category in sorted({each.category for each in NODES.values()}):
        lines.append(category)
        lines += [line for each in NODES.values() if each.category == category for line in _described(each)]
    return "\n".join([*lines, f"{len(NODES)} nodes"])


def _described(declared: NodeType) -> list[str]:
    inputs = ", ".join(f"{p.name}: {p.kind}{'?' if p.optional else ''}" for p in declared.inputs.values())
    outputs = ", ".join(f"{p.name}: {p.kind}" for p in declared.outputs.values())
    lines = [f"  {declared.name} ({inputs}) -> {outputs}"]
    lines += [f"      {line}".rstrip() for line in declared.description.splitlines() if line]
    for parameter in declared.parameters.values():
        default = "none" if parameter.default is None else repr(parameter.default)
        words = [f"    - {parameter.name}: {parameter.kind} = {default}", parameter.range()]
        words.append(f"(only that: {parameter.fixed})" if parameter.fixed else "(hidden)" if parameter.hidden else "")
        lines.append("  ".join(word for word in words if word))
    return lines


def run_graph(path: Path, inputs: dict[str, str], values: dict[str, str], out: Path) -> None:
    """Run the graph in `path` once; audio outputs become new files `<name>.wav` in `out`, all are printed."""
    import soundfile

    runner = Runner(Graph.load(path), inputs)
    for name, text in values.items():
        runner.set(name, _value(text))
    results = runner.run()
    out.mkdir(parents=True, exist_ok=True)
    for name, result in results.items():
        if isinstance(result, Audio):
            file = new_path(out / f"{name}.wav")
            soundfile.write(file, result.samples.T, result.sample_rate, subtype="FLOAT")
            print(f"{file}: {result.samples.shape[1] / result.sample_rate:.2f} s")
        else:
            shown = f"{result:g}" if isinstance(result, float) else result
            print(f"{name}: {shown if isinstance(shown, str) else type(result).__name__}")


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise ValueError(f"{each}: expected NAME=VALUE")
        pairs[name] = value
    return pairs


def _value(text: str) -> Any:
    """A value as TOML reads it; what is no TOML is a text."""
    import tomllib

    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


if __name__ == "__main__":
    sys.exit(main())
