"""Open Sound Control over UDP and TCP: packets, patterns, subscriptions, the server. One asyncio loop; no torch."""

from demond.control.osc.access import Access
from demond.control.osc.feedback import Target
from demond.control.osc.packets import Arguments, Malformed, encode
from demond.control.osc.peers import Peer
from demond.control.osc.ports import PortInUseError
from demond.control.osc.server import OscServer

__all__ = ["Access", "Arguments", "Malformed", "OscServer", "Peer", "PortInUseError", "Target", "encode"]
