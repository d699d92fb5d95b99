from __future__ import annotations

import contextlib
import socket
import ssl
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from twisted.internet import defer, protocol, reactor
from twisted.trial import unittest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "images"), str(ROOT / "lab" / "certificates")]

import issue  # noqa: E402
import master_connection  # noqa: E402
from cryptography import x509  # noqa: E402
from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec  # noqa: E402

AUTHORITY = (ROOT / "lab" / "certificates" / "authority.pem").read_text(encoding="utf-8")


def another_authority() -> str:
    """A CA of the same name with another key."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    certificate = (
        x509.CertificateBuilder(issue.AUTHORITY_NAME, issue.AUTHORITY_NAME, key.public_key(), 1)
        .not_valid_before(now)
        .not_valid_after(issue.AUTHORITY_UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


class Server:
    """Listens on a free port and treats each connection in a thread of its own; remembers what was said to it."""

    def __init__(self, treat: Callable[[socket.socket, Server], None]) -> None:
        self.heard: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.treat = treat
        self.open: list[socket.socket] = []
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.open.append(connection)
            threading.Thread(target=self.run, args=(connection,), daemon=True).start()

    def run(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            self.treat(connection, self)

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in self.open:
            connection.close()
        self.thread.join()


def greet(connection: socket.socket, server: Server) -> None:
    """Sends a greeting, as a master does, and hears one answer."""
    connection.sendall(b"hello")
    server.heard.append(connection.recv(100))


def greet_by_tls(*names: str) -> Callable[[socket.socket, Server], None]:
    pair = issue.issue(names, datetime.now(timezone.utc).replace(tzinfo=None))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(pair["certificate"] + pair["privateKey"])
        file.flush()
        context.load_cert_chain(file.name)

    def treat(connection: socket.socket, server: Server) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            greet(secured, server)

    return treat


def tunnel_to(port: int, answer: tuple[bytes, ...] = (b"HTTP/1.1 200 Yes\r\n\r\n",)) -> Callable[[socket.socket, Server], None]:
    """An HTTP proxy whose answer comes in these pieces, and then a tunnel to a port."""

    def treat(connection: socket.socket, server: Server) -> None:
        server.heard.append(connection.recv(1000).split(b"\r\n")[0])
        for piece in answer:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(piece)
        if b"200" not in answer[0]:
            return connection.close()
        upstream = socket.create_connection(("127.0.0.1", port))
        server.open.append(upstream)

        def pump(source: socket.socket, sink: socket.socket) -> None:
            with contextlib.suppress(OSError):
                while data := source.recv(4096):
                    sink.sendall(data)
            with contextlib.suppress(OSError):
                sink.shutdown(socket.SHUT_RDWR)

        threading.Thread(target=pump, args=(upstream, connection), daemon=True).start()
        return pump(connection, upstream)

    return treat


class Client(protocol.Protocol):
    """Answers a greeting with a secret."""

    def __init__(self) -> None:
        self.greeted: defer.Deferred[bytes] = defer.Deferred()
        self.lost: defer.Deferred[None] = defer.Deferred()

    def dataReceived(self, data: bytes) -> None:
        self.transport.write(b"secret")
        self.greeted.callback(data)

    def connectionLost(self, reason: Any = protocol.connectionDone) -> None:
        self.lost.callback(None)


class Connection(unittest.TestCase):
    timeout = 30

    def serve(self, treat: Callable[[socket.socket, Server], None]) -> Server:
        server = Server(treat)
        self.addCleanup(server.close)
        return server

    @defer.inlineCallbacks
    def attach(self, host: str, port: int, authorities: str | None, proxy: int | None = None) -> Any:
        way = master_connection.endpoint(
            reactor, host, port, authorities, None if proxy is None else ("127.0.0.1", proxy)
        )
        client = yield way.connect(protocol.Factory.forProtocol(Client))
        greeting = yield client.greeted
        client.transport.loseConnection()
        yield client.lost
        return greeting

    @defer.inlineCallbacks
    def refused(self, *arguments: Any) -> Any:
        """Why no connection was made."""
        try:
            yield self.attach(*arguments)
        except Exception as fault:  # noqa: BLE001 (whatever it is, the worker's log says it)
            return master_connection.reason(fault)
        return self.fail("it attached")

    @defer.inlineCallbacks
    def test_attaches_in_clear_only_where_no_authority_is_given(self) -> Any:
        master = self.serve(greet)
        self.assertEqual((yield self.attach("127.0.0.1", master.port, None)), b"hello")

    @defer.inlineCallbacks
    def test_attaches_by_tls_to_an_address_and_to_a_name_that_the_certificate_is_for(self) -> Any:
        master = self.serve(greet_by_tls("localhost", "127.0.0.1"))
        for host in ("127.0.0.1", "localhost"):
            self.assertEqual((yield self.attach(host, master.port, AUTHORITY)), b"hello")

    @defer.inlineCallbacks
    def test_trusts_each_of_several_authorities(self) -> Any:
        master = self.serve(greet_by_tls("127.0.0.1"))
        self.assertEqual((yield self.attach("127.0.0.1", master.port, another_authority() + AUTHORITY)), b"hello")

    @defer.inlineCallbacks
    def test_attaches_by_tls_through_a_proxy_to_the_name_behind_it(self) -> Any:
        master = self.serve(greet_by_tls("10.20.0.10"))
        # The answer comes in pieces, as it may over a slow link.
        proxy = self.serve(tunnel_to(master.port, (b"HTTP/1.1 200 Y", b"es\r\nVia: x\r\n", b"\r\n")))
        self.assertEqual((yield self.attach("10.20.0.10", 9989, AUTHORITY, proxy.port)), b"hello")
        self.assertEqual(proxy.heard, [b"CONNECT 10.20.0.10:9989 HTTP/1.1"])

    @defer.inlineCallbacks
    def test_refuses_a_certificate_of_another_authority_and_says_nothing_to_that_master(self) -> Any:
        master = self.serve(greet_by_tls("127.0.0.1", "10.20.0.10"))
        proxy = self.serve(tunnel_to(master.port))
        for host, port, way in (("127.0.0.1", master.port, None), ("10.20.0.10", 9989, proxy.port)):
            words = yield self.refused(host, port, another_authority(), way)
            self.assertIn("is not from the CA of overflow:buildNetwork.certificateAuthority", words)
        self.assertNotIn(b"secret", master.heard)

    @defer.inlineCallbacks
    def test_refuses_a_certificate_for_another_address_or_name(self) -> Any:
        master = self.serve(greet_by_tls("10.20.0.11", "buildmaster.corp.example"))
        proxy = self.serve(tunnel_to(master.port))
        for host, port, way in (
            ("127.0.0.1", master.port, None),
            ("localhost", master.port, None),
            ("10.20.0.10", 9989, proxy.port),
            ("other.corp.example", 9989, proxy.port),
        ):
            words = yield self.refused(host, port, AUTHORITY, way)
            self.assertIn("its certificate is for another name", words)
        self.assertNotIn(b"secret", master.heard)

    @defer.inlineCallbacks
    def test_never_falls_back_to_a_plain_connection(self) -> Any:
        master = self.serve(greet)
        self.assertIn("its port speaks no TLS", (yield self.refused("127.0.0.1", master.port, AUTHORITY)))
        self.assertNotIn(b"secret", b"".join(master.heard))

    @defer.inlineCallbacks
    def test_fails_at_once_when_the_proxy_refuses_or_drops_the_tunnel(self) -> Any:
        refusing = self.serve(tunnel_to(1, (b"HTTP/1.1 403 Forbidden\r\n\r\n",)))
        dropping = self.serve(lambda connection, _server: connection.close())
        endless = self.serve(lambda connection, _server: connection.sendall(b"x" * 20_000))
        self.assertIn("the proxy answers: HTTP/1.1 403 Forbidden", (yield self.refused("h", 1, None, refusing.port)))
        self.assertIn("Connection", (yield self.refused("h", 1, None, dropping.port)))
        self.assertIn("has no end", (yield self.refused("h", 1, None, endless.port)))

    @defer.inlineCallbacks
    def test_gives_up_on_a_proxy_or_a_master_that_says_nothing(self) -> Any:
        self.patch(master_connection, "STAGE_SECONDS", 0.1)
        silent = self.serve(lambda connection, _server: None)
        self.assertIn("no answer in 0.1 s", (yield self.refused("h", 1, None, silent.port)))
        self.assertIn("no answer in 0.1 s", (yield self.refused("127.0.0.1", silent.port, AUTHORITY)))
