from __future__ import annotations

import unittest
from types import SimpleNamespace
from typing import Any

import buildmaster_support  # noqa: F401 (sets the path)
from buildmaster_support import result_of

from buildbot.worker.protocols import pb
from overflow import closing
from overflow.watchdog import Watchdog, forget_stale_connections
from twisted.internet import defer, task
from twisted.internet.interfaces import ISSLTransport
from zope.interface import implementer

NAME = "bld-linux64-ec2-001"


class FakeConnection(pb.Connection):
    """A PB connection without a network: `answers` says whether a ping comes back."""

    def __init__(self, answers: bool = True, disconnected: bool = False) -> None:
        self.answers = answers
        self.mind = SimpleNamespace(broker=SimpleNamespace(disconnected=disconnected))
        self.dropped = 0

    def remotePrint(self, message: str) -> Any:
        if self.mind.broker.disconnected:
            raise RuntimeError("dead reference")
        return defer.succeed(None) if self.answers else defer.Deferred()

    def loseConnection(self) -> None:
        self.dropped += 1


class FakeWorker:
    def __init__(self, conn: Any = None) -> None:
        self.conn = conn
        self.detachments = 0

    def detached(self) -> Any:
        self.detachments += 1
        self.conn = None
        return defer.succeed(None)


class WatchdogRounds(unittest.TestCase):
    def setUp(self) -> None:
        self.clock = task.Clock()
        self.worker = FakeWorker()
        self.connections: dict[str, Any] = {}
        manager = SimpleNamespace(connections=self.connections, workers={NAME: self.worker})
        self.watchdog = Watchdog(workers=[NAME, "bld-linux64-ec2-002"], every_seconds=20, grace_seconds=10)
        self.watchdog.reconfigService([NAME, "bld-linux64-ec2-002"], every_seconds=20, grace_seconds=10)
        # Buildbot finds the master by the parent service.
        self.watchdog.parent = SimpleNamespace(master=SimpleNamespace(workers=manager, reactor=self.clock))

    def attach(self, connection: Any) -> Any:
        self.worker.conn = self.connections[NAME] = connection
        return connection

    def test_leaves_a_worker_that_answers(self) -> None:
        connection = self.attach(FakeConnection())
        result_of(self.watchdog.check_all())
        self.clock.advance(60)
        self.assertEqual((connection.dropped, self.worker.detachments), (0, 0))

    def test_drops_a_worker_that_does_not_answer_after_the_grace_and_not_before(self) -> None:
        connection = self.attach(FakeConnection(answers=False))
        round_over = self.watchdog.check_all()
        self.clock.advance(9.9)
        self.assertEqual(connection.dropped, 0)
        self.clock.advance(0.2)
        self.assertEqual(connection.dropped, 1)
        result_of(round_over)

    def test_leaves_workers_that_are_not_its_own(self) -> None:
        self.connections["ih-linux64-001"] = FakeConnection(answers=False)
        result_of(self.watchdog.check_all())
        self.assertEqual(self.connections["ih-linux64-001"].dropped, 0)

    def test_releases_a_worker_held_by_a_dead_connection_at_the_second_round(self) -> None:
        self.worker.conn = FakeConnection(disconnected=True)
        result_of(self.watchdog.check_all())
        self.assertEqual(self.worker.detachments, 0)
        result_of(self.watchdog.check_all())
        self.assertEqual(self.worker.detachments, 1)

    def test_makes_a_process_that_was_refused_meanwhile_come_anew(self) -> None:
        self.worker.conn = FakeConnection(disconnected=True)
        refused = self.connections[NAME] = FakeConnection()
        result_of(self.watchdog.check_all())
        self.assertEqual(refused.dropped, 0)
        result_of(self.watchdog.check_all())
        self.assertEqual((refused.dropped, self.worker.detachments), (1, 1))

    def test_leaves_a_disconnection_that_finishes_by_itself(self) -> None:
        self.worker.conn = FakeConnection(disconnected=True)
        result_of(self.watchdog.check_all())
        self.worker.conn = FakeConnection(disconnected=True)
        result_of(self.watchdog.check_all())
        self.assertEqual(self.worker.detachments, 0)

    def test_survives_a_connection_that_is_half_gone(self) -> None:
        connection = self.attach(FakeConnection())
        connection.mind = None
        connection.loseConnection = lambda: connection.mind.broker
        result_of(self.watchdog.check_all())
        result_of(self.watchdog.check_all())
        self.assertEqual(self.worker.detachments, 1)


@implementer(ISSLTransport)
class TlsTransport:
    """A TLS transport whose other end says no good-bye."""

    def __init__(self) -> None:
        self.asked_to_end = 0
        self.aborted = 0

    def loseConnection(self) -> None:
        self.asked_to_end += 1

    def abortConnection(self) -> None:
        self.aborted += 1


class Closing(unittest.TestCase):
    def close(self, transport: Any) -> task.Clock:
        clock = task.Clock()
        connection = pb.Connection.__new__(pb.Connection)
        connection.mind = SimpleNamespace(broker=SimpleNamespace(transport=transport))
        connection.master = SimpleNamespace(reactor=clock)
        connection._keepalive_action_handler = SimpleNamespace(stop=lambda: None)
        connection.loseConnection()
        return clock

    def setUp(self) -> None:
        closing.install()

    def test_by_tls_waits_a_second_for_the_other_end_and_no_longer(self) -> None:
        transport = TlsTransport()
        clock = self.close(transport)
        clock.advance(0.9)
        self.assertEqual((transport.asked_to_end, transport.aborted), (1, 0))
        clock.advance(0.2)
        self.assertEqual((transport.asked_to_end, transport.aborted), (1, 1))

    def test_of_a_plain_connection_is_as_it_was(self) -> None:
        asked: list[str] = []
        clock = self.close(SimpleNamespace(loseConnection=lambda: asked.append("end")))
        self.assertEqual((asked, clock.getDelayedCalls()), (["end"], []))


class StaleConnections(unittest.TestCase):
    def setUp(self) -> None:
        self.calls: list[Any] = []
        self.records = [
            {"workerid": 1, "name": "gone", "connected_to": [{"masterid": 7}], "workerinfo": {}},
            {"workerid": 2, "name": "live", "connected_to": [{"masterid": 7}], "workerinfo": {}},
            {"workerid": 3, "name": "away", "connected_to": [], "workerinfo": {}},
            {"workerid": 4, "name": "other", "connected_to": [{"masterid": 8}], "workerinfo": {}},
        ]
        self.workers = {"gone": FakeWorker(), "live": FakeWorker(object())}
        updates = SimpleNamespace(
            workerDisconnected=lambda **arguments: self.note("disconnected", arguments),
            workerConnected=lambda **arguments: self.note("connected", arguments),
        )
        data = SimpleNamespace(get=lambda _path: defer.succeed(self.records), updates=updates)
        manager = SimpleNamespace(connections={"live": object()}, workers=self.workers)
        self.master = SimpleNamespace(masterid=7, data=data, workers=manager)

    def note(self, what: str, arguments: dict[str, Any]) -> Any:
        self.calls.append((what, arguments["workerid"]))
        return defer.succeed(None)

    def test_clears_what_this_master_never_saw_and_nothing_else(self) -> None:
        result_of(forget_stale_connections(self.master))
        self.assertEqual(self.calls, [("disconnected", 1)])

    def test_marks_a_worker_again_that_attached_meanwhile(self) -> None:
        self.workers["gone"].conn = object()
        result_of(forget_stale_connections(self.master))
        self.assertEqual(self.calls, [("disconnected", 1), ("connected", 1)])


if __name__ == "__main__":
    unittest.main()
