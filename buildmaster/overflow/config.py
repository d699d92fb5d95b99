"""What a `master.cfg` calls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from buildbot.config import BuilderConfig
from buildbot.config.errors import ConfigErrors
from buildbot.www.auth import NoAuth, UserPasswordAuth
from buildbot.www.authz.authz import Authz
from twisted.python import log

from overflow.access import ScalerAuth, ScalerAuthz
from overflow.files import Environment, Pool, PoolsError, load_directory
from overflow.identity import worker_password
from overflow.next_worker import in_house_first
from overflow.patterns import matches, matches_any
from overflow.watchdog import Watchdog
from overflow.worker import CloudWorker


class Overflow:
    """The cloud workers of all environments whose files lie in one directory.

    `extend(c)` does everything; the other methods are its parts, for a `master.cfg` that wants them one by one.
    """

    def __init__(self, environments: tuple[Environment, ...]) -> None:
        self.environments = environments
        self.worker_names = [worker for environment in environments for worker in environment.workers]
        self.next_worker = in_house_first(self.worker_names)

    @classmethod
    def load(cls, directory: str | Path) -> Overflow:
        """Reads the pools and credentials files of every environment in `directory`.

        @raise ConfigErrors (Buildbot refuses the configuration and a running master keeps its old one) with every
            problem found
        """
        try:
            return cls(load_directory(directory))
        except PoolsError as error:
            raise ConfigErrors(error.problems) from error

    @property
    def pools(self) -> list[Pool]:
        return [pool for environment in self.environments for pool in environment.pools]

    def workers(self, port: str | None = None, **options: Any) -> list[CloudWorker]:
        """The cloud workers, one build at a time each. `options` are handed to every Buildbot `Worker`.

        @param port: where they attach, as Twisted describes ports; None: where all workers do, `c['protocols']`

        Builds carry the properties `overflow_environment` and `overflow_pool`, so that reports can tell them apart.
        """
        return [
            CloudWorker(
                name,
                worker_password(pool.key, name),
                **{
                    "port": port,
                    "max_builds": 1,
                    # A cloud worker is away most of the time: that is nothing to be told about.
                    "missing_timeout": None,
                    "properties": {"overflow_environment": pool.environment, "overflow_pool": pool.name},
                    **options,
                },
            )
            for pool in self.pools
            for name in pool.workers
        ]

    def worker_names_for(self, builder: str) -> list[str]:
        """Cloud workers that this builder is let through to; none if no pool's patterns match it."""
        return [name for pool in self.pools if matches_any(pool.builders, builder) for name in pool.workers]

    def in_house_first(self, inner: Callable[..., Any] | None = None) -> Callable[..., Any]:
        """A `nextWorker` that leaves the choice among in-house workers to the company's own `inner`."""
        return in_house_first(self.worker_names, inner)

    def auth(self, company: Any = None) -> ScalerAuth:
        """Adds the scalers' accounts to the company's: a Buildbot auth object, or a dict of users and passwords."""
        if company is None:
            company = NoAuth()
        elif isinstance(company, (dict, list)):
            company = UserPasswordAuth(company)
        passwords = {each.scaler_user: each.scaler_password for each in self.environments}
        if isinstance(company, UserPasswordAuth):
            taken = {user.decode() if isinstance(user, bytes) else user for user in company.checkers[0].users}
            if clash := sorted(taken & set(passwords)):
                raise ConfigErrors(
                    [f"auth: the users {clash} are the company's and a scaler's; rename the scaler's in the stack's settings"]
                )
        return ScalerAuth(company, passwords)

    def authz(self, company: Authz | None = None) -> ScalerAuthz:
        """Limits the scalers to pausing and unpausing their own workers; all others follow the company's rules."""
        workers_by_user = {each.scaler_user: each.workers for each in self.environments}
        return ScalerAuthz(company if company is not None else Authz(), workers_by_user)

    def extend(
        self,
        c: dict[str, Any],
        watchdog_seconds: float = 20,
        watchdog_grace_seconds: float = 10,
        worker_port: str | None = None,
    ) -> None:
        """Adds to a complete `BuildmasterConfig` the cloud workers, in-house first, the watchdog and the scalers' role.

        @param watchdog_seconds: between two pings of a cloud worker
        @param watchdog_grace_seconds: a worker that has not answered by then is dropped
        @param worker_port: where cloud workers attach, and nobody else, e.g. `ssl:9990:privateKey=…:certKey=…`; None:
            where all workers do, `c['protocols']`
        @raise ConfigErrors with every problem found; `c` is then as it was
        """
        builders = [b if isinstance(b, BuilderConfig) else BuilderConfig(**b) for b in c.get("builders", [])]
        self._refuse(c)
        for warning in self._warnings(c, builders):
            log.msg(f"overflow: WARNING: {warning}")
        www = dict(c["www"])
        www["auth"] = self.auth(www.get("auth"))
        www["authz"] = self.authz(www.get("authz"))
        watchdog = Watchdog(
            workers=self.worker_names, every_seconds=watchdog_seconds, grace_seconds=watchdog_grace_seconds
        )
        for builder in builders:
            cloud = self.worker_names_for(builder.name)
            if cloud:
                builder.workernames = [*builder.workernames, *cloud]
                builder.nextWorker = self.in_house_first(builder.nextWorker or c.get("select_next_worker"))
        c["www"] = www
        c["builders"] = builders
        c["workers"] = [*c.get("workers", []), *self.workers(worker_port)]
        c["services"] = [*c.get("services", []), watchdog]
        for environment in self.environments:
            log.msg(f"overflow: {environment.name}: {len(environment.workers)} workers, pools {environment.version}")

    def _refuse(self, c: dict[str, Any]) -> None:
        problems = []
        if not c.get("www"):
            problems.append("c['www'] is not set: the scaler reads the queue through the REST API; set its port")
        own = {worker.name for worker in c.get("workers", [])}
        for name in sorted(own & set(self.worker_names)):
            problems.append(f"worker '{name}' is the company's and a cloud pool's; rename the company's")
        if problems:
            raise ConfigErrors(problems)

    def _warnings(self, c: dict[str, Any], builders: list[BuilderConfig]) -> list[str]:
        warnings = []
        if "authz" not in c["www"]:
            warnings.append("c['www']['authz'] is not set: anybody who reaches the port may pause and kill workers")
        for pool in self.pools:
            for pattern in pool.builders:
                if not any(matches(pattern, builder.name) for builder in builders):
                    warnings.append(f"{pool.environment}/{pool.name}: pattern '{pattern}' matches no builder")
        # Not refused: to merge equal requests is a company's choice. But while a VM wakes up requests wait, and
        # waiting ones are what Buildbot merges, so a builder that never merged in practice may begin to.
        for builder in builders:
            collapse = builder.collapseRequests
            if collapse is None:
                collapse = c.get("collapseRequests", True)
            if collapse is not False and self.worker_names_for(builder.name):
                warnings.append(
                    f"builder '{builder.name}' merges equal waiting requests; to have each built in the cloud, "
                    "set collapseRequests=False"
                )
        return warnings
