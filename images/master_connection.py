"""How a worker reaches its master: by TLS with the authorities pinned, through an HTTP proxy, both or neither.

`buildbot.tac` calls `connect`. Buildbot 4.3.0 has parts of this in its Worker, but not what a cloud worker needs:
through a proxy its TLS trusts the system's authorities, a tunnel that the proxy refuses or drops is waited for for ever, a
refused certificate counts as a connection that was made, and `maxdelay` is read by nobody (up to a minute passes between
two attempts). So the connection is made here, and Buildbot is given one that is ready to log in.

Needs Twisted with TLS (`pyopenssl`, `service_identity`) only where TLS is asked for. Python 3.9 or newer.
"""

from __future__ import annotations

import re
from typing import Any

from twisted.application.internet import ClientService, backoffPolicy
from twisted.internet import defer, error, interfaces, protocol
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.python import log
from zope.interface import implementer

# Longest that a proxy may take to open a tunnel, or the master to prove who it is; each crosses the link a few times.
STAGE_SECONDS = 10
# Longest answer of a proxy; it is a status line and a few headers.
MAX_ANSWER_BYTES = 16 * 1024

CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


class Stage(protocol.Protocol):
    """Speaks first on a new connection; once that went well, everything is handed to the protocol behind it."""

    inner: Any = None

    def __init__(self, factory: Any, clock: Any) -> None:
        self.behind = factory
        self.clock = clock
        self.ready: defer.Deferred[Any] = defer.Deferred(lambda _ready: self.transport.abortConnection())

    def connectionMade(self) -> None:
        limit = self.clock.callLater(STAGE_SECONDS, self.fail, error.TimeoutError(f"no answer in {STAGE_SECONDS} s"))
        self.ready.addBoth(lambda result: (limit.active() and limit.cancel(), result)[1])
        self.begin()

    def begin(self) -> None:
        """The first words, if this side has them."""

    def heard(self, data: bytes) -> None:
        """Bytes that came before this stage was over."""

    def hand_over(self) -> None:
        self.inner = self.behind.buildProtocol(self.transport.getPeer())
        self.inner.makeConnection(self.transport)
        self.ready.callback(self.inner)

    def fail(self, reason: Exception) -> None:
        if not self.ready.called:
            self.ready.errback(reason)
            self.transport.abortConnection()

    def dataReceived(self, data: bytes) -> None:
        if self.inner is None:
            self.heard(data)
        else:
            self.inner.dataReceived(data)

    def connectionLost(self, reason: Any = protocol.connectionDone) -> None:
        if self.inner is not None:
            self.inner.connectionLost(reason)
        elif not self.ready.called:
            self.ready.errback(reason)


class Tunnel(Stage):
    """Asks an HTTP proxy for a tunnel. Source: RFC 9110, 9.3.6."""

    def __init__(self, factory: Any, clock: Any, target: str) -> None:
        super().__init__(factory, clock)
        self.target = target
        self.answer = b""

    def begin(self) -> None:
        self.transport.write(f"CONNECT {self.target} HTTP/1.1\r\nHost: {self.target}\r\n\r\n".encode())

    def heard(self, data: bytes) -> None:
        self.answer += data
        head, end, rest = self.answer.partition(b"\r\n\r\n")
        status = head.split(b"\r\n", 1)[0].decode("latin-1")
        if not end:
            if len(self.answer) > MAX_ANSWER_BYTES:
                self.fail(error.ConnectError(string="the proxy's answer has no end"))
        elif re.match(r"HTTP/\d\.\d 2\d\d\b", status):
            self.hand_over()
            if rest:
                self.inner.dataReceived(rest)
        else:
            self.fail(error.ConnectError(string=f"the proxy answers: {status[:100]}"))


@implementer(interfaces.IHandshakeListener)
class Handshake(Stage):
    """Waits until the other end has proved who it is."""

    def handshakeCompleted(self) -> None:
        # Twisted calls this for a certificate of another name, too; it has given the connection up by then.
        if not self.transport.disconnecting and not self.ready.called:
            self.hand_over()


class StagedFactory(protocol.Factory):
    noisy = False

    def __init__(self, behind: Any, build: Any) -> None:
        self.behind = behind
        self.protocol = build

    # Buildbot's factory counts on both: it ends its keep-alives by them.
    def doStart(self) -> None:
        super().doStart()
        self.behind.doStart()

    def doStop(self) -> None:
        self.behind.doStop()
        super().doStop()


@implementer(interfaces.IStreamClientEndpoint)
class Staged:
    """An endpoint that is connected when its stage is over."""

    def __init__(self, endpoint: Any, stage: Any, *arguments: Any) -> None:
        self.endpoint = endpoint
        self.stage = stage
        self.arguments = arguments

    def connect(self, factory: Any) -> Any:
        staged = StagedFactory(factory, lambda: self.stage(factory, *self.arguments))
        return self.endpoint.connect(staged).addCallback(lambda stage: stage.ready)


def endpoint(reactor: Any, host: str, port: int, authorities: str | None, proxy: tuple[str, int] | None) -> Any:
    """Where the master is. `authorities` is the PEM text of those who may vouch for it, nobody else may; None: no TLS."""
    way = HostnameEndpoint(reactor, *(proxy or (host, port)))
    if proxy is not None:
        way = Staged(way, Tunnel, reactor, f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
    if authorities is None:
        return way
    from twisted.internet.ssl import Certificate, optionsForClientTLS, trustRootFromCertificates

    trusted = trustRootFromCertificates([Certificate.loadPEM(each) for each in CERTIFICATE.findall(authorities)])
    # Checks the name too, or the address: `host` is what the certificate must be for.
    return Staged(wrapClientTLS(optionsForClientTLS(host, trustRoot=trusted), way), Handshake, reactor)


@implementer(interfaces.IStreamClientEndpoint)
class Telling:
    """An endpoint that says in the log why it could not connect, once for each reason in a row."""

    def __init__(self, way: Any, name: str) -> None:
        self.way = way
        self.name = name
        self.told: str | None = None

    def __repr__(self) -> str:
        # Twisted's log names the endpoint at each new attempt.
        return f"the master at {self.name}"

    def connect(self, factory: Any) -> Any:
        return self.way.connect(factory).addCallbacks(self._connected, self._failed)

    def _connected(self, result: Any) -> Any:
        self.told = None
        return result

    def _failed(self, failure: Any) -> Any:
        words = reason(failure.value)
        if not failure.check(defer.CancelledError) and words != self.told:
            self.told = words
            log.msg(f"cannot attach to the master at {self.name}: {words}")
        return failure


def reason(fault: BaseException) -> str:
    """Why a connection failed, and for TLS what mends it."""
    kind = type(fault).__name__
    if kind == "VerificationError":
        return "its certificate is for another name; it must name this address (overflow:master.address)"
    if kind == "Error" and fault.args:
        text = "; ".join(str(each[-1]) for each in fault.args[0]) or "TLS failed"
        if "certificate verify failed" in text:
            return "its certificate is not from the CA of overflow:buildNetwork.certificateAuthority, or is not valid today"
        if "wrong version number" in text or "packet length too long" in text:
            return "its port speaks no TLS, and overflow:master.transport is tls (buildmaster/README.md)"
        return f"TLS: {text}"
    return str(fault) or kind


def connect(worker: Any, way: Any, name: str, max_delay_seconds: float) -> None:
    """Has a Buildbot `Worker` that does not run yet attach by this endpoint instead of its own, again and again."""
    for service in list(worker):
        if isinstance(service, ClientService):
            worker.removeService(service)
    # Half a second at first, half as much again each time, with some jitter: a resumed VM is wanted at once.
    policy = backoffPolicy(initialDelay=0.5, maxDelay=max_delay_seconds)
    worker.addService(ClientService(Telling(way, name), worker.bf, retryPolicy=policy))
    # The wait after a refused login, too: the master may learn of this worker only now. Buildbot offers no other way.
    worker.bf._timeoutForAttempt = policy
