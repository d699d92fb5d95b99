"""The build network's own way from its machines to its servers: in the lab none of them has the address that its name stands for.

An HTTP proxy that opens tunnels (RFC 9110, 9.3.6) by name, and to nothing but the names it was told.
"""

from __future__ import annotations

import selectors
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CHUNK_BYTES = 65536
CONNECT_SECONDS = 5


Neighbours = set[int]
"""Ports of the connections that the switch has open: those of the build network's own machines."""


class Switch(ThreadingHTTPServer):
    """`routes`: `name:port` to the loopback port that plays it."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, routes: dict[str, int], neighbours: Neighbours) -> None:
        super().__init__(("127.0.0.1", port), SwitchHandler)
        self.routes = routes
        self.neighbours = neighbours

    def handle_error(self, _request: Any, _address: Any) -> None:
        """A connection that breaks is its two ends' affair."""


class SwitchHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Switch

    def do_CONNECT(self) -> None:
        self.close_connection = True
        port = self.server.routes.get(self.path.lower())
        if port is None:
            self.send_error(403, f"The build network has no {self.path}")
            return
        try:
            far = socket.create_connection(("127.0.0.1", port), CONNECT_SECONDS)
        except OSError as error:
            self.send_error(502, f"{self.path} does not answer: {type(error).__name__}")
            return
        own_port = far.getsockname()[1]
        self.server.neighbours.add(own_port)
        try:
            with far:
                self.send_response_only(200, "Connection established")
                self.end_headers()
                splice(self.connection, far)
        finally:
            self.server.neighbours.discard(own_port)

    def log_message(self, *_: Any) -> None:
        """The origins write a log."""


def splice(left: socket.socket, right: socket.socket) -> None:
    """Hands on in both directions until both have ended or one breaks."""
    for side in (left, right):
        side.settimeout(None)
    with selectors.DefaultSelector() as selector:
        selector.register(left, selectors.EVENT_READ, right)
        selector.register(right, selectors.EVENT_READ, left)
        while selector.get_map():
            for key, _ in selector.select():
                data = key.fileobj.recv(CHUNK_BYTES)  # type: ignore[union-attr]
                if data:
                    key.data.sendall(data)
                else:
                    selector.unregister(key.fileobj)
                    key.data.shutdown(socket.SHUT_WR)
