"""Closes TLS connections of workers that can no longer say good-bye.

To close a connection, TLS sends an alert and waits for the other end's. A frozen, dead or cut-off machine sends none, and
Buildbot 4.3 waits for it without end: the worker stays "connected", builds go on hanging in it, and when the machine comes
back its new process is refused as a duplicate. Over plain TCP nobody waits, so this shows with TLS only.
"""

from __future__ import annotations

from typing import Any

from buildbot.worker.protocols import pb
from twisted.internet.interfaces import ISSLTransport

# A living worker answers within one way there and back; Buildbot drops what was not sent yet in any case.
GOODBYE_SECONDS = 1

_politely = pb.Connection.loseConnection


def lose_connection(connection: Any) -> None:
    """As Buildbot does, but by TLS the connection is given up when no good-bye came within a second."""
    transport = connection.mind.broker.transport
    _politely(connection)
    if ISSLTransport.providedBy(transport):
        # Does nothing where the connection has ended meanwhile.
        connection.master.reactor.callLater(GOODBYE_SECONDS, transport.abortConnection)


def install() -> None:
    """Has every worker's connection of this process closed so, whoever asks for it: Buildbot itself, too."""
    pb.Connection.loseConnection = lose_connection
