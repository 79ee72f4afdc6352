"""What is imported is declared, what is declared is used, and the version is said once."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import demond
from demond.doctor import LIBRARIES
from engine import backends
from engine.checkpoints.folders import SHIPPED

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = SETTINGS["project"]
OURS = {"demond", "engine", "tests", "benchmarks", "engine_checks", "fake_trt", "lora_checks", "original", "trt_checks"}
BACKENDS = tuple(backends._LIBRARIES)
"""Extras that bring a backend; nothing else imports what they bring."""
FEATURES = ("discovery", "link", "mcp", "midi", "mqtt")
"""Extras that bring what demond can do without."""
TOOLS = {"ruff", "mypy", "pytest-xdist"}
BUILD = {"cffi": "setup.py compiles the callback by it, which needs it when it runs", "setuptools": "builds"}


NOT_DATA = {".py", ".png", ".so", ".o"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(requirements: list[str]) -> set[str]:
    names = {canonical(re.split(r"[\s<>=~!\[;]", requirement)[0]) for requirement in requirements}
    return names - {"demond"}


def imported(*folders: str) -> set[str]:
    """Distributions of everything that modules of these folders import, wherever in them."""
    modules = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for statement in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(statement, ast.Import):
                modules |= {alias.name for alias in statement.names}
            elif isinstance(statement, ast.ImportFrom) and not statement.level:
                modules.add(statement.module or "")
    tops = {module.partition(".")[0] for module in modules} - OURS - sys.stdlib_module_names
    known = packages_distributions()
    return {canonical(distribution) for top in tops for distribution in known.get(top, [top])}


def test_what_is_imported_is_declared_and_what_is_declared_is_used() -> None:
    core, extras = declared(PROJECT["dependencies"]), PROJECT["optional-dependencies"]
    making, test = declared(extras["making"]), declared(extras["test"])
    features = set().union(*(declared(extras[name]) for name in FEATURES))
    backends = set().union(*(declared(extras[name]) for name in BACKENDS))
    used = imported("engine", "demond") | {"tensorrt-cu13"}  # imported as tensorrt, which is not installed here
    used.discard("tensorrt")
    assert used - BUILD.keys() <= core | making | backends | features
    assert core | making | backends | features <= used | BUILD.keys()
    for_making = imported("engine/pocket/making")
    assert making <= for_making
    assert used - for_making <= core | backends | features | BUILD.keys()
    in_tests = imported("tests", "benchmarks")
    assert in_tests <= core | making | backends | features | test
    assert test <= in_tests | TOOLS


def test_an_extra_brings_all_that_its_backend_needs() -> None:
    for name, libraries in backends._LIBRARIES.items():
        brought = {each.removesuffix("-cu13") for each in declared(PROJECT["optional-dependencies"][name])}
        assert brought == set(libraries), name


def test_the_doctor_misses_nothing_that_an_install_does_not_bring() -> None:
    assert {canonical(name) for name in LIBRARIES} <= declared(PROJECT["dependencies"])


def test_every_file_of_the_packages_is_packaged() -> None:
    """Pictures are for who reads the documentation where it lies."""
    packages = {"engine": ROOT / "engine", "demond": ROOT / "demond"}
    packages |= {f"demond.{name}": ROOT / name for name in ("mappings", "systemd")}
    assert packages.keys() == SETTINGS["tool"]["setuptools"]["package-data"].keys()
    for name, patterns in SETTINGS["tool"]["setuptools"]["package-data"].items():
        packaged = {path for pattern in patterns for path in packages[name].glob(pattern)}
        there = {path for path in packages[name].rglob("*") if path.is_file() and path.suffix not in NOT_DATA}
        assert not {path for path in there if "__pycache__" not in path.parts} - packaged, name
    assert SHIPPED / "defaults.json" in (ROOT / "engine").rglob("*.json")


def test_pythons_that_are_supported_are_those_that_install_sh_takes() -> None:
    oldest, newest = re.findall(r"3\.(\d+)", PROJECT["requires-python"])
    taken = re.search(
        r"not \(3, (\d+)\) <= sys.version_info\[:2\] <= \(3, (\d+)\)", (ROOT / "systemd/install.sh").read_text()
    )
    assert taken is not None
    assert (taken[1], int(taken[2]) + 1) == (oldest, int(newest))


def test_what_modules_read_beside_them_is_packaged() -> None:
    patterns = SETTINGS["tool"]["setuptools"]["package-data"]["demond"]
    packaged = {path for pattern in patterns for path in (ROOT / "demond").glob(pattern)}
    pages = set((ROOT / "demond").rglob("*.html"))
    assert len(pages) == 2
    assert pages <= packaged


def test_the_version_is_said_once() -> None:
    assert "version" in PROJECT["dynamic"]
    told = subprocess.run([sys.executable, "-m", "demond", "--version"], capture_output=True, text=True, check=True)
    assert told.stdout == f"demond {demond.__version__}\n"
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^## (\S+)", changes, re.MULTILINE)
    assert newest is not None
    assert demond.__version__.startswith(newest[1])
