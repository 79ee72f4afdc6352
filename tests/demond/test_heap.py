"""How many heaps the threads of a process have."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAPS = """
import ctypes, sys, threading
from demond import heap
if sys.argv[1] == "bounded":
    heap.bound()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
here, held = threading.Barrier(7), []
def work():
    here.wait()
    held.extend(libc.malloc(4000) for _ in range(200))
    here.wait()
for _ in range(6):
    threading.Thread(target=work).start()
here.wait()
here.wait()
libc.malloc_stats()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has heaps of threads")
@pytest.mark.parametrize(("how", "most"), [("bounded", 2), ("free", 16)])
def test_threads_share_two_heaps(how: str, most: int) -> None:
    ran = subprocess.run([sys.executable, "-c", HEAPS, how], capture_output=True, text=True, check=True, timeout=60)
    heaps = ran.stderr.count("Arena ")
    assert 1 <= heaps <= most
    assert (heaps > 2) is (how == "free")
