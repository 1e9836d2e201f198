"""The connection below HTTP."""

from __future__ import annotations

import socket
import struct

from aiohttp import web


def reset(request: web.Request) -> None:
    """Close with a TCP reset, so that the other side sees an error and no end."""
    if request.transport:
        endpoint = request.transport.get_extra_info("socket")
        endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
