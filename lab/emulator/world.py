"""What all parts of the emulator share: one lock, the changes that time brings, the instances' revision."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Timings:
    """How long things take, seconds. AWS needs tens of seconds for most; the lab keeps the order."""

    pendingSeconds: float = 1
    stoppingSeconds: float = 1
    hibernatingSeconds: float = 2
    shuttingDownSeconds: float = 1
    # How long a terminated instance stays in Describe answers; AWS: about an hour.
    terminatedSeconds: float = 60
    # VPN connections, gateway attachments, endpoints, block public access: to be made, changed, deleted.
    networkSeconds: float = 0.5
    # Longest that an Auto Scaling group waits before it believes that a new member is unhealthy.
    healthGraceSeconds: float = 30

    def changed(self, values: Any) -> "Timings":
        """A copy with `values` in place.

        Raises ValueError that names the field, what it got and what is allowed.
        """
        if not isinstance(values, dict):
            raise ValueError(f"timings: expected an object of seconds, got {values!r}")
        known = {field.name for field in fields(self)}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"timings: '{name}' is unknown; allowed: {', '.join(sorted(known))}")
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 86400:
                raise ValueError(f"timings: '{name}' must be 0 to 86400 seconds, got {value!r}")
        return replace(self, **values)


class World:
    """One lock for all of moto's state, and an agenda of changes that fall due as time passes.

    The agenda needs no thread: whoever looks at the state runs what is due first, so none is seen too old.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.lock = threading.RLock()
        self.timings = Timings()
        self.revision = 0
        self._clock = clock
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._changed = threading.Condition(self.lock)
        self._watchers: list[Callable[[], None]] = []
        self._look_is_due = False

    def now(self) -> float:
        """Seconds of the clock that the agenda goes by."""
        return self._clock()

    def watch(self, look: Callable[[], None]) -> None:
        """Calls `look` from now on after each change of an instance, when the change is done."""
        self._watchers.append(look)

    def look_again(self) -> None:
        """Lets the watchers look, when what happens now is done."""
        if not self._look_is_due:
            self._look_is_due = True
            self.after(0, self._look)

    def _look(self) -> None:
        self._look_is_due = False
        for look in self._watchers:
            look()

    def after(self, seconds: float, change: Callable[[], None]) -> None:
        """Lets `change` happen in `seconds`, with the lock held."""
        heapq.heappush(self._agenda, (self._clock() + seconds, next(self._order), change))

    def run_due(self) -> None:
        """Does what has fallen due. The caller holds the lock."""
        while self._agenda and self._agenda[0][0] <= self._clock():
            heapq.heappop(self._agenda)[2]()

    def instances_changed(self) -> None:
        """Marks that an instance, its state or its tags are no longer what they were."""
        self.revision += 1
        self.look_again()
        self._changed.notify_all()

    def wait_for_revision_after(self, revision: int, seconds: float) -> None:
        """Returns when the revision is above `revision`, or after `seconds`. The caller holds the lock."""
        deadline = self._clock() + seconds
        while True:
            self.run_due()
            now = self._clock()
            if self.revision > revision or now >= deadline:
                return
            next_change = self._agenda[0][0] if self._agenda else deadline
            self._changed.wait(max(0.0, min(deadline, next_change) - now))


world = World()
