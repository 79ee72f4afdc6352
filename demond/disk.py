"""How much room a disk has left, for who asks often: nobody waits for a disk that hangs. No torch."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from pathlib import Path

LOOK_SECONDS = 10.0
"""Between two looks, and only while somebody asks."""
GIGABYTE = 1e9


class Disk:
    """The disk that a folder lies on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._free: float | None = None
        self._looked = -LOOK_SECONDS
        self._thread: threading.Thread | None = None

    @property
    def free_gb(self) -> float | None:
        """Gigabytes that were free when it was looked last; None where that is not known."""
        now = time.monotonic()
        if now - self._looked >= LOOK_SECONDS and (self._thread is None or not self._thread.is_alive()):
            self._looked = now
            self._thread = threading.Thread(target=self._look, name="disk", daemon=True)
            self._thread.start()
        return self._free

    def _look(self) -> None:
        free = None
        with contextlib.suppress(OSError):
            free = round(shutil.disk_usage(self._folder).free / GIGABYTE, 2)
        self._free = free
