"""The scalers' accounts: they may pause and unpause their own environment's workers, and nothing else.

Both classes wrap what the company has instead of mixing rules into it: its users, its rules and their order keep
their meaning, whatever kind of login it uses.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from typing import Any

from buildbot.data.exceptions import InvalidPathError
from buildbot.data.workers import WorkerEndpoint
from buildbot.interfaces import IConfigured
from buildbot.www.auth import AuthBase, CustomAuth
from buildbot.www.authz.authz import Forbidden
from twisted.internet import defer
from twisted.web import resource
from zope.interface import implementer

# What a scaler reads; anything else (logs, steps, changes, secrets in properties) stays with the company's rules.
READABLE = frozenset({"master", "builder", "buildrequest", "build", "worker"})
ACTIONS = frozenset({"pause", "unpause"})


@implementer(IConfigured)
class ScalerAuthz:
    """Answers for the scalers' accounts itself and passes everybody else on to the company's `Authz`.

    Buildbot has no matcher for workers, and a plain `match_WorkerEndpoint` would also catch reading.
    """

    def __init__(self, company: Any, workers_by_user: Mapping[str, Collection[str]]) -> None:
        self.company = company
        self.workers_by_user = {user: frozenset(workers) for user, workers in workers_by_user.items()}
        self.master: Any = None

    def getConfigDict(self) -> Any:
        return self.company.getConfigDict()

    def setMaster(self, master: Any) -> None:
        self.master = master
        self.company.setMaster(master)

    @defer.inlineCallbacks
    def assertUserAllowed(self, ep: Any, action: Any, options: Any, user: Mapping[str, Any]) -> Any:
        """Returns if allowed. @raise Forbidden if not (the REST API answers 403)"""
        own_workers = self.workers_by_user.get(user.get("username", ""))
        if own_workers is None:
            yield self.company.assertUserAllowed(ep, action, options, user)
            return
        try:
            endpoint, arguments = self.master.data.getEndpoint(ep)
        except (InvalidPathError, TypeError):
            endpoint, arguments = None, {}
        verb = (action.decode() if isinstance(action, bytes) else action).lower()
        if verb == "get":
            if getattr(getattr(endpoint, "rtype", None), "name", None) not in READABLE:
                yield self.company.assertUserAllowed(ep, action, options, user)
            return
        if verb in ACTIONS and isinstance(endpoint, WorkerEndpoint):
            worker = yield endpoint.get(None, arguments)
            if worker is not None and worker["name"] in own_workers:
                return
        raise Forbidden(b"a scaler may only pause and unpause the cloud workers of its own environment")


class ScalerAuth(AuthBase):
    """Login of the scalers by HTTP Basic at /auth/login; every other login is the company's, of whatever kind."""

    def __init__(self, company: Any, passwords: Mapping[str, str]) -> None:
        super().__init__()
        self.company = company
        self.scalers = _Passwords(passwords)

    def __getattr__(self, name: str) -> Any:
        # Reached for names that AuthBase lacks: what a kind of login adds of its own (e.g. OAuth's `homeUri`).
        if name == "company":
            raise AttributeError(name)
        return getattr(self.company, name)

    def reconfigAuth(self, master: Any, new_config: Any) -> None:
        super().reconfigAuth(master, new_config)
        self.company.reconfigAuth(master, new_config)
        self.scalers.reconfigAuth(master, new_config)

    def maybeAutoLogin(self, request: Any) -> Any:
        return self.company.maybeAutoLogin(request)

    def getLoginResource(self) -> Any:
        return _LoginByUser(self)

    def getLogoutResource(self) -> Any:
        return self.company.getLogoutResource()

    def updateUserInfo(self, request: Any) -> Any:
        username = request.getSession().user_info.get("username")
        side = self.scalers if username in self.scalers.passwords else self.company
        return side.updateUserInfo(request)

    def getConfigDict(self) -> Any:
        return self.company.getConfigDict()


class _Passwords(CustomAuth):
    def __init__(self, passwords: Mapping[str, str]) -> None:
        super().__init__()
        self.passwords = dict(passwords)

    def check_credentials(self, username: bytes, password: bytes) -> bool:
        expected = self.passwords.get(username.decode("utf-8", "replace"))
        return expected is not None and hmac.compare_digest(expected.encode(), password)


class _LoginByUser(resource.Resource):
    """The login page: a scaler's by the user that the Basic header names, else the company's."""

    def __init__(self, auth: ScalerAuth) -> None:
        super().__init__()
        self.auth = auth

    def _chosen(self, request: Any) -> Any:
        username = (request.getUser() or b"").decode("utf-8", "replace")
        side = self.auth.scalers if username in self.auth.scalers.passwords else self.auth.company
        return side.getLoginResource()

    def getChildWithDefault(self, path: bytes, request: Any) -> Any:
        return self._chosen(request).getChildWithDefault(path, request)

    def render(self, request: Any) -> Any:
        return self._chosen(request).render(request)
