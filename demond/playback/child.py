"""Processes of this package that hold a device, and the JSON lines they speak; the daemon's end."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any


class Child:
    """`python -m demond.playback.MODULE ARGUMENTS`; it ends with its standard input."""

    def __init__(self, module: str, *arguments: str) -> None:
        root = str(Path(__file__).parents[2])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._heard = b""
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"demond.playback.{module}", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        )

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """What it says next; empty when it has ended, None when it says nothing in time."""
        assert self.process.stdout is not None
        if b"\n" not in self._heard:
            stdout = self.process.stdout.fileno()
            if not select.select([stdout], [], [], seconds)[0]:
                return None
            data = os.read(stdout, 65536)
            if not data:
                return {}
            self._heard += data
        if b"\n" not in self._heard:
            return None
        line, _, self._heard = self._heard.partition(b"\n")
        said: dict[str, Any] = json.loads(line)
        return said

    def say(self, line: str) -> None:
        """Say one line to it. Raises OSError where it has ended."""
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def ended(self, usual: str) -> str:
        """Why it ended; `usual` where it did so by itself."""
        code = self.process.wait(5.0)
        if code == 0:
            return usual
        return f"its process ended with {f'signal {-code}' if code < 0 else f'status {code}'}"

    def end(self) -> None:
        """Kill it."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
