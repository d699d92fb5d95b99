from __future__ import annotations

import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import buildmaster_support
from buildbot.worker.manager import WorkerRegistration
from buildbot.worker.protocols import pb as buildbot_pb
from buildbot.worker.protocols.manager.pb import PBManager
from overflow.worker import _OwnPort
from twisted.application import service
from twisted.cred import credentials, error
from twisted.internet import defer, reactor
from twisted.spread import pb
from twisted.trial import unittest

sys.path[:0] = [str(buildmaster_support.ROOT / "images"), str(buildmaster_support.ROOT / "lab" / "certificates")]

import issue  # noqa: E402
import master_connection  # noqa: E402

PLAIN = "tcp:0:interface=127.0.0.1"
CLOUD = buildmaster_support.WORKERS[0]


class Avatar(pb.Avatar):
    def attached(self, _mind: Any) -> None: ...

    def detached(self, _mind: Any) -> None: ...


class Master(service.MultiService):
    """Buildbot's own ports and registrations of workers, without the rest of a master."""

    def __init__(self) -> None:
        super().__init__()
        self.master = self
        self.initLock = defer.DeferredLock()
        self.pbmanager = PBManager()
        listener = buildbot_pb.Listener(self)
        listener._create_connection = lambda _mind, _name: defer.succeed(Avatar())
        self.workers = SimpleNamespace(pb=listener)
        self.config = SimpleNamespace(protocols={"pb": {"port": PLAIN}})


class Ports(unittest.TestCase):
    timeout = 30

    @defer.inlineCallbacks
    def setUp(self) -> Any:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        folder = Path(temporary.name)
        pair = issue.issue(["127.0.0.1"], datetime.now(timezone.utc).replace(tzinfo=None))
        (folder / "master.crt").write_text(pair["certificate"], encoding="utf-8")
        (folder / "master.key").write_text(pair["privateKey"], encoding="utf-8")
        tls = f"ssl:0:interface=127.0.0.1:privateKey={folder}/master.key:certKey={folder}/master.crt"
        self.master = Master()
        yield self.master.pbmanager.setServiceParent(self.master)
        self.master.startService()
        self.addCleanup(self.master.stopService)
        self.cloud = _OwnPort(self.registration(CLOUD))
        self.cloud.port = tls
        self.in_house = self.registration("ih-1")
        for each in (self.cloud, self.in_house):
            yield each.update(each.worker, self.master.config)

    def registration(self, name: str) -> WorkerRegistration:
        return WorkerRegistration(self.master, SimpleNamespace(workername=name, password="pw"))

    @defer.inlineCallbacks
    def login(self, name: str, port: int, authority: str | None) -> Any:
        factory = pb.PBClientFactory()
        broker = yield master_connection.endpoint(reactor, "127.0.0.1", port, authority, None).connect(factory)
        lost: defer.Deferred[None] = defer.Deferred()
        broker.notifyOnDisconnect(lambda: lost.callback(None))
        try:
            yield factory.login(credentials.UsernamePassword(name.encode(), b"pw"), pb.Referenceable())
        finally:
            factory.disconnect()
            yield lost

    @defer.inlineCallbacks
    def test_a_cloud_worker_is_taken_at_its_own_port_and_others_at_theirs(self) -> Any:
        authority = (buildmaster_support.ROOT / "lab" / "certificates" / "authority.pem").read_text(encoding="utf-8")
        cloud, in_house = self.cloud.getPBPort(), self.in_house.getPBPort()
        yield self.login(CLOUD, cloud, authority)
        yield self.login("ih-1", in_house, None)
        for name, port, trusted in ((CLOUD, in_house, None), ("ih-1", cloud, authority)):
            yield self.assertFailure(self.login(name, port, trusted), error.UnauthorizedLogin, pb.RemoteError)
        self.flushLoggedErrors(error.UnauthorizedLogin)

    @defer.inlineCallbacks
    def test_stays_open_through_a_reconfiguration_and_follows_a_change(self) -> Any:
        before = self.cloud.getPBPort()
        yield self.cloud.update(self.cloud.worker, self.master.config)
        self.assertEqual(self.cloud.getPBPort(), before)
        self.cloud.port = None
        yield self.cloud.update(self.cloud.worker, self.master.config)
        yield self.login(CLOUD, self.cloud.getPBPort(), None)
