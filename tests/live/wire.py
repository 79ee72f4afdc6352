"""MIDI ports on a JACK server in a process of their own, which can be killed as a cable is pulled."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator


class Wire:
    """Runs `code` with a name until `unplug`: it says "ready", then sends what `send` gives it, and may print lines."""

    def __init__(self, code: str, name: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def send(self, *messages: str) -> None:
        """Send messages, written as hex."""
        assert self.process.stdin is not None
        self.process.stdin.writelines(f"{message}\n" for message in messages)
        self.process.stdin.flush()

    def lines(self) -> Iterator[str]:
        """Give what is printed, until the end."""
        assert self.process.stdout is not None
        return map(str.strip, self.process.stdout)

    def unplug(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
