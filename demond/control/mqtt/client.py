"""A connection to an MQTT broker, by paho-mqtt in a thread of its own: made again for ever, told seldom."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from demond.control.mqtt.home import OFFLINE, ONLINE, Home
from demond.sections import MqttSection
from engine.errors import in_words
from engine.names import shown

if TYPE_CHECKING:
    from paho.mqtt.client import Client

MISSING = 'MQTT needs paho-mqtt: pip install "demond[mqtt]"'
KEEPALIVE_SECONDS = 30
AGAIN_SECONDS = (1, 60)
"""From one try to connect to the next: twice as long each time, and at most."""
TOLD_SECONDS = (2.0, 600.0)
"""From one line of the log to the next at least: twice as long after each, until nothing was to be told for long."""
MOST_QUEUED = 1000
LONGEST_PACKET = 1 << 17
"""Bytes of a packet: more than the longest topic and the longest command. Others may send 256 MiB."""
QOS = 1

_log = logging.getLogger(__name__)


def installed() -> bool:
    """Whether there is what speaks MQTT."""
    return importlib.util.find_spec("paho") is not None


class Connection:
    """The connection that a configuration names. `took(topic, payload, retained)` and `connected()` are called in a
    thread of its own, and so is nothing else."""

    def __init__(
        self,
        wanted: MqttSection,
        home: Home,
        took: Callable[[str, bytes, bool], None],
        connected: Callable[[], None],
    ) -> None:
        self.state = f"waiting for {wanted.host} port {wanted.port}"
        self._wanted = wanted
        self._home = home
        self._took = took
        self._connected = connected
        self._client: Client | None = None
        self._told, self._told_at, self._gap = self.state, -TOLD_SECONDS[1], TOLD_SECONDS[0]
        self._telling = threading.Lock()
        self._refused = False

    @property
    def up(self) -> bool:
        """Whether the broker is there."""
        return self._client is not None and self._client.is_connected()

    def open(self) -> None:
        """Begin to connect; for a thread, as it loads what does that. It never fails, and may be called again."""
        if self._client is None:
            try:
                self._client = self._made()
            except Exception as error:
                self._down(in_words(error) or type(error).__name__)
                return
        self._client.loop_start()  # which does nothing where it runs

    def say(self) -> None:
        """Tell the log how it stands, where that is news; one that comes and goes fills no log."""
        shortest, longest = TOLD_SECONDS
        with self._telling:
            since = time.monotonic() - self._told_at
            self._gap = shortest if since >= 2 * longest else self._gap
            if self.state == self._told or since < self._gap:
                return
            self._told, self._told_at, self._gap = self.state, time.monotonic(), min(2 * self._gap, longest)
        up = self._told.startswith("connected")
        _log.log(logging.INFO if up else logging.WARNING, "MQTT: %s%s", self._told, "" if up else "; tried for ever")

    def publish(self, topic: str, payload: str) -> None:
        """Have a message kept by the broker; lost where it is not there."""
        if self._client is not None and self._client.is_connected():
            self._client.publish(topic, payload, QOS, retain=True)

    def tell(self, topic: str, payload: str) -> None:
        """Send a message that nobody keeps."""
        if self._client is not None and self._client.is_connected():
            self._client.publish(topic, payload, 0)

    def close(self) -> None:
        """Say goodbye, and end; for a thread."""
        if self._client is not None:
            self.publish(self._home.available, OFFLINE)
            self._client.disconnect()
            self._client.loop_stop()

    def _made(self) -> Client:
        from paho.mqtt.client import Client
        from paho.mqtt.enums import CallbackAPIVersion

        class Bounded(Client):
            """Keeps no more of a packet than shows that it is too long."""

            def _sock_recv(self, bufsize: int) -> bytes:
                del self._in_packet["packet"][LONGEST_PACKET:]
                return super()._sock_recv(min(bufsize, LONGEST_PACKET))

        wanted = self._wanted
        client = Bounded(CallbackAPIVersion.VERSION2)
        if wanted.user:
            client.username_pw_set(wanted.user, _password(wanted))
        if wanted.tls:
            client.tls_set(ca_certs=str(Path(wanted.ca).expanduser()) if wanted.ca else None)
        client.will_set(self._home.available, OFFLINE, QOS, retain=True)
        client.reconnect_delay_set(*AGAIN_SECONDS)
        client.max_queued_messages_set(MOST_QUEUED)
        client.on_connect = self._on_connect
        client.on_connect_fail = self._on_connect_fail
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        client.connect_async(wanted.host, wanted.port, KEEPALIVE_SECONDS)
        return client

    # -- in paho's thread -------------------------------------------------------------------------------------------

    def _on_connect(self, client: Client, userdata: Any, flags: Any, reason: Any, properties: Any) -> None:
        self._refused = bool(reason.is_failure)
        if self._refused:
            self._down(f"it refuses: {str(reason).lower()}")
            return
        self.state = f"connected to {self._wanted.host} port {self._wanted.port}"
        self.say()
        client.subscribe(self._home.commands, QOS)
        self.publish(self._home.available, ONLINE)
        self._connected()

    def _on_connect_fail(self, client: Client, userdata: Any) -> None:
        error = sys.exc_info()[1]
        self._down(in_words(error) if error is not None else "it cannot be reached")

    def _on_disconnect(self, client: Client, userdata: Any, flags: Any, reason: Any, properties: Any) -> None:
        refused, self._refused = self._refused, False
        if reason.is_failure and not refused:
            up = self.state.startswith("connected")
            self._down("the connection ended" if up else "it ends the connection without an answer")

    def _on_message(self, client: Client, userdata: Any, message: Any) -> None:
        with contextlib.suppress(UnicodeDecodeError):  # of a topic that is none
            self._took(message.topic, message.payload, bool(message.retain))

    def _down(self, why: str) -> None:
        self.state = f"waiting for {self._wanted.host} port {self._wanted.port}: {shown(why)}"
        self.say()


def _password(wanted: MqttSection) -> str | None:
    """The password, from its file where one is named. Raises OSError and ValueError."""
    if wanted.password_file:
        return Path(wanted.password_file).expanduser().read_text("utf-8").rstrip("\r\n")
    return wanted.password or None
