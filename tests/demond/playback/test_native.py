"""Which callback plays: the compiled one only where it shares the bytes that the rest of demond means."""

from __future__ import annotations

import subprocess
import sys

import pytest

from demond.playback.native import is_built

ANOTHER_LAYOUT = "layout.FIELDS = [*layout.FIELDS, ('more', 'Q', 1)]"
ANOTHER_MEANING = "layout.MAGIC += 1"
OF_BEFORE = "sys.modules['demond.playback._callback'] = types.SimpleNamespace(ffi=None, lib=types.SimpleNamespace())"
NO_LIBRARY = """
sys.modules.pop("demond.playback._callback", None)
folder = tempfile.TemporaryDirectory()
pathlib.Path(folder.name, "_callback.abi3.so").write_bytes(b"no library")
demond.playback.__path__.insert(0, folder.name)
"""
PLAYED = """
import importlib, pathlib, sys, tempfile, types
import numpy as np
import demond.playback
from demond.playback import Loop, layout, native
{before}
native = importlib.reload(native)
loop = Loop.create(1.0)
loop.begin(48000, np.random.default_rng(1).uniform(-0.5, 0.5, (2, 48000)).astype(np.float32))
loop.commit()
loop.play()
out = np.zeros((4800, 2), np.float32)
native.Renderer(loop.segment).render(out)
loop.unlink()
print(native.is_built(), bool(np.abs(out).max() > 0.1), native.WHY_NOT)
"""


def played(before: str) -> str:
    """What a process says of its callback in which something was done before that was loaded."""
    return subprocess.run(
        [sys.executable, "-c", PLAYED.format(before=before)], check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()


@pytest.mark.skipif(not is_built(), reason="the C callback was not built: there is no compiler")
@pytest.mark.parametrize("before", [ANOTHER_LAYOUT, ANOTHER_MEANING, OF_BEFORE])
def test_a_callback_of_another_version_is_left_alone_and_its_twin_plays(before: str) -> None:
    assert played(before) == "False True was built for another version of demond"


def test_a_callback_that_cannot_be_loaded_is_named() -> None:
    assert played(NO_LIBRARY).startswith("False True cannot be loaded (")
