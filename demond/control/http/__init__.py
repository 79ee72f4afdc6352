"""OSCQuery over HTTP and WebSocket: what can be played, for clients that draw themselves. One asyncio loop; no torch.

aiohttp is imported by `server` and `listen` alone, which `port` loads once the daemon sounds.
"""

from demond.control.http.port import HttpPort

__all__ = ["HttpPort"]
