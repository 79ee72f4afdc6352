"""systemd's notification protocol (sd_notify(3)): a datagram to $NOTIFY_SOCKET, nothing where there is none."""

from __future__ import annotations

import os
import socket

from engine.names import shown


def notify(*assignments: str) -> bool:
    """Send assignments such as "READY=1"; never waits nor raises, but is False where there was no room for them."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return True
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            sender.sendto("\n".join(map(shown, assignments)).encode(), socket.MSG_DONTWAIT, address)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def watchdog_seconds() -> float | None:
    """How often systemd wants a sign of life, halved for safety; None where it wants none."""
    try:
        period = int(os.environ["WATCHDOG_USEC"]) / 1e6
    except (KeyError, ValueError):
        return None
    if os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    return period / 2 if period > 0 else None
