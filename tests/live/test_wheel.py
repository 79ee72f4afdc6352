"""A wheel, as a machine without a compiler gets it: with the compiled callback, for every Python that is supported."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import free_port
from tests.live.box import copy_checkout

TRY = "from demond.playback.native import is_built; import demond; print(is_built(), demond.__file__)"


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout + done.stderr


def test_a_wheel_plays_with_the_compiled_callback(tmp_path: Path) -> None:
    copy_checkout(tmp_path / "checkout")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, "./checkout", cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    assert "-cp311-abi3-linux_" in wheel.name
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
