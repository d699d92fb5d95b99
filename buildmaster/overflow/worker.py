"""A cloud worker, which may attach at a port of its own.

Buildbot 4.3 has one port for all workers. A company whose in-house workers attach in clear, and that cannot change them
all at once, gives the cloud workers a second one, by TLS: their names are known there and nowhere else.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from buildbot.worker import Worker
from twisted.internet import defer


class CloudWorker(Worker):
    """A `Worker` that attaches at `port` (a Twisted port description), or where all workers do."""

    def checkConfig(self, name: str, password: Any, port: str | None = None, **options: Any) -> Any:
        return super().checkConfig(name, password, **options)

    @defer.inlineCallbacks
    def reconfigService(self, name: str, password: Any, port: str | None = None, **options: Any) -> Any:
        if self.registration is None:
            registration = yield self.master.workers.register(self)
            self.registration = _OwnPort(registration)
        self.registration.port = port
        yield super().reconfigService(name, password, **options)


class _OwnPort:
    """A worker's registration that takes its port from the worker, not from `c['protocols']`."""

    def __init__(self, registration: Any) -> None:
        self.registration = registration
        self.port: str | None = None

    def update(self, worker: Any, config: Any) -> Any:
        own = config if self.port is None else SimpleNamespace(protocols={"pb": {"port": self.port}})
        return self.registration.update(worker, own)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.registration, name)
