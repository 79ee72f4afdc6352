"""The map of the house is true: it names every module, and nothing that is not there."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
MODULE = re.compile(r"[\w.]+\.(?:py|c)\b")


def tree() -> list[str]:
    """Every module that the tree lists, by its path."""
    listed, folders = [], []
    for line in MAP.split("## The tree")[1].split("```")[1].splitlines():
        depth, entry = (len(line) - len(line.lstrip())) // 2, line.strip()
        if not entry:
            continue
        del folders[depth:]
        if re.match(r"\w+/(\s|$)", entry):
            folders.append(entry.split("/")[0])
            continue
        for word in entry.split("   ")[0].split():
            if MODULE.fullmatch(word):
                listed.append("/".join([*folders, word]))
    return listed


def test_the_tree_names_every_module_and_no_other() -> None:
    there = {
        path.relative_to(ROOT).as_posix()
        for package in ("engine", "demond")
        for pattern in ("*.py", "*.c")
        for path in (ROOT / package).rglob(pattern)
        if path.name != "__init__.py" and not {"examples", "making"} & set(path.parts)
    }
    assert sorted(tree()) == sorted(path for path in there if "_callback" not in path or "build_callback" in path)


def test_every_path_in_the_text_is_there() -> None:
    text = MAP.split("## The tree")[0]
    named = set(re.findall(r"`((?:demond|engine|tests|benchmarks|mappings|systemd)/[\w./]*)`", text))
    assert len(named) > 20
    assert not [path for path in named if "NAME" not in path and not (ROOT / path).exists()]


def imports() -> dict[str, set[str]]:
    """Of every module what it imports of ours, wherever in it and for whatever reason."""
    files = [path for package in ("engine", "demond") for path in (ROOT / package).rglob("*.py")]
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in files}
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        graph[name] = set()
        for found in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(found, ast.Import):
                graph[name] |= {alias.name for alias in found.names}
            elif isinstance(found, ast.ImportFrom) and found.module is not None:
                graph[name] |= {found.module, *(f"{found.module}.{alias.name}" for alias in found.names)}
        graph[name] &= modules.keys()
    return graph


def test_arrows_point_one_way() -> None:
    graph = imports()
    assert not [name for name, of in graph.items() if name.startswith("engine") and any("demond" in m for m in of)]
    outer = ("demond.control", "demond.service", "demond.desk", "demond.bridge")
    inner = ("demond.performer", "demond.playback", "demond.parameters", "demond.store")
    assert not [(name, m) for name, of in graph.items() if name.startswith(inner) for m in of if m.startswith(outer)]


def test_there_is_no_circle_of_imports() -> None:
    list(TopologicalSorter(imports()).static_order())
