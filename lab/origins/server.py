"""One https origin: files of fixed content, validators, a log."""

from __future__ import annotations

import hashlib
import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .switch import Neighbours

# A client that neither asks nor goes away holds a thread for that long, seconds.
IDLE_SECONDS = 60
# Any fixed time: the content never changes.
LAST_MODIFIED = "Thu, 01 Jan 2026 00:00:00 GMT"


class RequestLog:
    """One JSON line a request, from all threads: `atMs` (Unix milliseconds), `from` (`in-house`, or `link`: a VM), `host`, `method`,
    `path`, `status`, `bytes` of the body sent."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", encoding="utf-8", buffering=1)
        self._lock = threading.Lock()

    def add(self, **request: Any) -> None:
        with self._lock:
            self._file.write(json.dumps({"atMs": round(time.time() * 1000), **request}) + "\n")

    def close(self) -> None:
        self._file.close()


class Origin(ThreadingHTTPServer):
    """Serves one host's files under its own certificate."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, port: int, host: str, files: dict[str, bytes], tls: ssl.SSLContext, log: RequestLog, neighbours: Neighbours
    ) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.host = host
        self.files = files
        self.tags = {path: f'"{hashlib.sha256(body).hexdigest()[:32]}"' for path, body in files.items()}
        self.tls = tls
        self.log = log
        self.neighbours = neighbours

    def get_request(self) -> tuple[ssl.SSLSocket, Any]:
        connection, address = super().get_request()
        connection.settimeout(IDLE_SECONDS)
        # The handshake is made by the connection's own thread: a client that is slow at it holds up nobody.
        return self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, _request: Any, _address: Any) -> None:
        """A client that went away, or that did not trust the certificate, is no fault of the origin's."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "origin"
    sys_version = ""
    server: Origin

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, with_body: bool) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        path = self.path.partition("?")[0]
        body = self.server.files.get(path) if host == self.server.host else None
        if body is None:
            self._send(404, b"Not found.\n", {"Content-Type": "text/plain"}, with_body)
            return
        validators = {
            "ETag": self.server.tags[path],
            "Last-Modified": LAST_MODIFIED,
            "Cache-Control": "public, max-age=60",
        }
        if self.headers.get("If-None-Match") == self.server.tags[path]:
            self._send(304, None, validators, with_body)
        else:
            self._send(200, body, {**validators, "Content-Type": "application/x-tar"}, with_body)

    def _send(self, status: int, body: bytes | None, headers: dict[str, str], with_body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        sent = body if with_body and body is not None else b""
        self.wfile.write(sent)
        self.server.log.add(
            **{"from": "in-house" if self.client_address[1] in self.server.neighbours else "link"},
            host=self.server.host,
            method=self.command,
            path=self.path,
            status=status,
            bytes=len(sent),
        )

    def log_message(self, *_: Any) -> None:
        """`RequestLog` is the log."""
