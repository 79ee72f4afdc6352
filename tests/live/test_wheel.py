"""A wheel, as a machine without a compiler or a checkout gets it: whole, with the compiled callback, every Python."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import free_port
from tests.live.box import copy_checkout

TRY = "from demond.playback.native import is_built; import demond; print(is_built(), demond.__file__)"
PLAIN = """
import sys
import demond.service, demond.commands, engine
from demond.control.midi.input import without
from demond.playback.native import Renderer, is_built
print(is_built(), Renderer, "torch" in sys.modules, without())
"""
NEITHER = {".png", ".o"}
"""Pictures are for who reads the documentation where it lies."""
MORE = {"pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE"}
PYTHONS = ("3.12", "3.13")


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A copy of the checkout; its sdist; the wheel that was built of the sdist, where there is no checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    checkout = folder / "checkout"
    copy_checkout(checkout)
    (checkout / "demond/__pycache__").mkdir()
    (checkout / "demond/__pycache__/stale.cpython-311.pyc").touch()
    build = "from setuptools import build_meta; build_meta.build_sdist('..')"
    run(sys.executable, "-c", build, cwd=checkout)
    (sdist,) = folder.glob("*.tar.gz")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, sdist, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return checkout, sdist, wheel


def files(folder: Path, *names: str) -> set[str]:
    found = {path for name in names for path in (folder / name).rglob("*") if path.is_file()}
    return {
        path.relative_to(folder).as_posix()
        for path in found
        if path.suffix not in NEITHER and "__pycache__" not in path.parts
    }


def test_an_sdist_has_the_sources_and_nothing_else(made: tuple[Path, Path, Path]) -> None:
    checkout, sdist, _ = made
    with tarfile.open(sdist) as archive:
        there = {name.partition("/")[2] for name in archive.getnames() if archive.getmember(name).isfile()}
    there = {name for name in there if Path(name).suffix not in NEITHER}
    made_by_it = {"PKG-INFO", "setup.cfg", *(name for name in there if name.startswith("demond.egg-info/"))}
    assert there - made_by_it == files(checkout, "demond", "engine", "mappings", "systemd") | MORE


def test_a_wheel_has_all_that_plays_and_nothing_else(made: tuple[Path, Path, Path]) -> None:
    checkout, _, wheel = made
    assert "-cp311-abi3-linux_" in wheel.name
    there = {name for name in zipfile.ZipFile(wheel).namelist() if Path(name).suffix not in NEITHER}
    expected = files(checkout, "demond", "engine")
    expected |= {f"demond/{name}" for name in files(checkout, "mappings", "systemd")}
    expected.add("demond/playback/_callback.abi3.so")
    assert {name for name in there if ".dist-info/" not in name} == expected


def test_a_wheel_plays_with_the_compiled_callback(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    wheel = made[2]
    fresh = tmp_path / "fresh"
    try:
        run(sys.executable, "-m", "venv", fresh, cwd=tmp_path)
        run(fresh / "bin/python", "-m", "pip", "install", "-q", wheel, cwd=tmp_path)
        assert run(fresh / "bin/python", "-c", TRY, cwd=tmp_path).startswith(f"True {fresh}")
        where = ("--device", "null", "--port", str(free_port()), "--state", "state")
        played = run(fresh / "bin/demond", *where, "--for", "15", cwd=tmp_path)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)  # more than a gigabyte
    assert "sounding after" in played
    assert "callback was not built" not in played


@pytest.mark.parametrize("version", PYTHONS)
def test_other_pythons_run_the_same_wheel(made: tuple[Path, Path, Path], tmp_path: Path, version: str) -> None:
    """All but torch, which for another Python would be fetched whole: what the daemon is, and its compiled callback."""
    pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    python = shutil.which(f"python{version}", path="/usr/local/bin:/usr/bin") or next(iter(pyenv), None)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    fresh = tmp_path / "fresh" / "bin/python"
    run(python, "-m", "venv", tmp_path / "fresh", cwd=tmp_path)
    wheel = made[2]
    run(fresh, "-m", "pip", "install", "-q", "--no-deps", wheel, cwd=tmp_path)
    needs = run(
        fresh, "-c", "from importlib.metadata import requires; print(*requires('demond'), sep='\\n')", cwd=tmp_path
    ).splitlines()
    heavy = ("torch", "diffusers", "transformers", "huggingface")
    plain = [each for each in needs if "extra ==" not in each and not each.startswith(heavy)]
    run(fresh, "-m", "pip", "install", "-q", "--only-binary", ":all:", *plain, cwd=tmp_path)
    told = run(fresh, "-c", PLAIN, cwd=tmp_path)
    assert told.startswith("True <class 'demond.playback.native.Renderer'> False ")
    assert ("plays without MIDI" in told) == (version == "3.13")
