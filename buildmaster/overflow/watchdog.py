"""Notices workers that are connected in name only.

Buildbot 4.3 has no setting that finds a frozen worker: its keep-alive interval is one hour without a time limit for
the answer, and TCP stays up while a VM sleeps or a tunnel swallows packets. Meanwhile builds are given to it and hang.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from buildbot import config
from buildbot.util import misc, service
from buildbot.worker.protocols import pb
from twisted.internet import defer, task
from twisted.python import log

from overflow import closing


class Watchdog(service.BuildbotService):
    """Pings the cloud workers and drops those that do not answer; the master then retries their builds elsewhere.

    In-house workers are left as the company has them: a machine too busy to answer for some seconds keeps its build.
    """

    name = "overflow-watchdog"

    def checkConfig(self, workers: Collection[str], every_seconds: float = 20, grace_seconds: float = 10) -> None:
        if not 0 < grace_seconds <= every_seconds:
            config.error(
                f"Watchdog: grace_seconds: got {grace_seconds!r}, allowed: more than 0 and at most every_seconds "
                f"({every_seconds!r}); a worker must have answered before the next ping"
            )

    def reconfigService(self, workers: Collection[str], every_seconds: float = 20, grace_seconds: float = 10) -> None:
        self.workers = tuple(workers)
        self.every_seconds = every_seconds
        self.grace_seconds = grace_seconds
        self._dead_last_round: dict[str, Any] = {}
        closing.install()
        if self.running:
            self._loop.stop()
            self._start_loop()

    @defer.inlineCallbacks
    def startService(self) -> Any:
        yield super().startService()
        self._start_loop()
        yield forget_stale_connections(self.master)

    @defer.inlineCallbacks
    def stopService(self) -> Any:
        if self._loop.running:
            self._loop.stop()
        yield super().stopService()

    def _start_loop(self) -> None:
        self._loop = task.LoopingCall(self.check_all)
        self._loop.clock = self.master.reactor
        self._loop.start(self.every_seconds, now=False).addErrback(log.err, "overflow watchdog stopped")

    def check_all(self) -> Any:
        """One round; fires when every worker has answered or was dropped, `grace_seconds` at the latest."""
        return defer.DeferredList([self._check(name) for name in self.workers])

    @defer.inlineCallbacks
    def _check(self, name: str) -> Any:
        manager = self.master.workers
        connection = manager.connections.get(name)
        if connection is not None:
            ping = defer.maybeDeferred(connection.remotePrint, "overflow watchdog")
            try:
                yield misc.cancelAfter(self.grace_seconds, ping, self.master.reactor)
            except Exception as error:
                log.msg(f"overflow watchdog: dropping worker '{name}': no answer ({type(error).__name__})")
                drop(connection)
        yield self._release_phantom(name)

    @defer.inlineCallbacks
    def _release_phantom(self, name: str) -> Any:
        """Detaches a worker whose connection died within its attach.

        The master then missed the disconnection: it holds the worker for connected, refuses every new process of
        that name and cannot shut down. Acts on the second round that sees the same dead connection, so that a
        disconnection under way is left to finish.
        """
        manager = self.master.workers
        worker = manager.workers.get(name)
        held = None if worker is None else worker.conn
        dead_before = self._dead_last_round.pop(name, None)
        if held is None or not is_dead(held):
            return
        if dead_before is not held:
            self._dead_last_round[name] = held
            return
        log.msg(f"overflow watchdog: releasing worker '{name}' from a connection that died while it attached")
        refused = manager.connections.get(name)
        yield worker.detached()
        # A live process that was refused meanwhile stays connected without being attached; it must come anew.
        if refused is not None and refused is not held:
            drop(refused)


def is_dead(connection: Any) -> bool:
    """True for a PB connection without transport."""
    if not isinstance(connection, pb.Connection):
        return False
    return connection.mind is None or bool(connection.mind.broker.disconnected)


def drop(connection: Any) -> None:
    """Closes a connection; one that is half gone already only counts as closed."""
    try:
        connection.loseConnection()
    except Exception as error:
        log.msg(f"overflow watchdog: connection was gone already ({type(error).__name__})")


@defer.inlineCallbacks
def forget_stale_connections(master: Any) -> Any:
    """Clears "connected" marks of workers that this process never saw: left in the database by a killed master.

    A worker may attach while this runs: one that did is marked again.
    """
    records = yield master.data.get(("workers",))
    for record in records:
        here = any(entry["masterid"] == master.masterid for entry in record["connected_to"])
        if not here or record["name"] in master.workers.connections:
            continue
        log.msg(f"overflow watchdog: worker '{record['name']}' was marked connected by an earlier run; cleared")
        yield master.data.updates.workerDisconnected(workerid=record["workerid"], masterid=master.masterid)
        worker = master.workers.workers.get(record["name"])
        if worker is not None and worker.conn is not None:
            yield master.data.updates.workerConnected(
                workerid=record["workerid"], masterid=master.masterid, workerinfo=record["workerinfo"]
            )
