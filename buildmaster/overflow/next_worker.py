"""In-house first: which free worker takes the next build."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from twisted.internet import defer


def in_house_first(cloud: Sequence[str], inner: Callable[..., Any] | None = None) -> Callable[..., Any]:
    """A `nextWorker` for BuilderConfig: a free in-house worker always goes before a cloud worker.

    @param cloud: names of the cloud workers, in order; every other worker is in-house. Among free cloud workers the
        first in that order is taken, so work packs onto few VMs and the others fall idle and are suspended.
    @param inner: the company's own `nextWorker`; it keeps its choice among the in-house workers. Without it one of
        them is taken at random, as Buildbot does.
    """
    order = {name: index for index, name in enumerate(cloud)}
    # Buildbot's default: any free worker, so that wear and caches spread.
    choose = inner or (lambda _builder, workers, _request: random.choice(workers))

    @defer.inlineCallbacks
    def next_worker(builder: Any, workers: Sequence[Any], request: Any) -> Any:
        in_house = [candidate for candidate in workers if candidate.worker.workername not in order]
        if in_house:
            chosen = yield choose(builder, in_house, request)
            if chosen is not None:
                return chosen
        free = [candidate for candidate in workers if candidate.worker.workername in order]
        return min(free, key=lambda candidate: order[candidate.worker.workername], default=None)

    return next_worker
