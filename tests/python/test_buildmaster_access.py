from __future__ import annotations

import unittest
from types import SimpleNamespace
from typing import Any

import buildmaster_support  # noqa: F401 (sets the path)
from buildmaster_support import result_of

from buildbot.data.builders import BuildersEndpoint
from buildbot.data.exceptions import InvalidPathError
from buildbot.data.logs import LogEndpoint
from buildbot.data.workers import WorkerEndpoint
from buildbot.www.auth import NoAuth, UserPasswordAuth
from buildbot.www.authz.authz import Authz, Forbidden
from buildbot.www.authz.endpointmatchers import AnyControlEndpointMatcher, AnyEndpointMatcher
from buildbot.www.authz.roles import RolesFromUsername
from overflow.access import ScalerAuth, ScalerAuthz
from twisted.cred.credentials import UsernamePassword
from twisted.internet import defer

SCALER = {"username": "overflow-staging"}
ADMIN = {"username": "admin"}
OWN, FOREIGN = "bld-linux64-ec2-001", "ih-linux64-001"


class FakeData:
    """Answers the paths of a data API with real endpoints over a fake list of workers."""

    def getEndpoint(self, path: Any) -> Any:
        if path[0] == "workers" and len(path) == 2:
            endpoint = WorkerEndpoint(SimpleNamespace(name="worker"), None)
            endpoint.get = lambda _spec, kwargs: defer.succeed({"name": kwargs["name"]} if kwargs["name"] else None)
            return endpoint, {"name": path[1]}
        if path == ("builders",):
            return BuildersEndpoint(SimpleNamespace(name="builder"), None), {}
        if path[0] == "logs":
            return LogEndpoint(SimpleNamespace(name="log"), None), {}
        raise InvalidPathError("/".join(path))


class Rights(unittest.TestCase):
    def setUp(self) -> None:
        company = Authz(
            allowRules=[AnyControlEndpointMatcher(role="admins")],
            roleMatchers=[RolesFromUsername(roles=["admins"], usernames=["admin"])],
        )
        self.authz = ScalerAuthz(company, {"overflow-staging": [OWN]})
        self.authz.setMaster(SimpleNamespace(data=FakeData()))

    def allowed(self, user: dict[str, Any], path: tuple[str, ...], action: Any) -> bool:
        try:
            result_of(self.authz.assertUserAllowed(path, action, {}, user))
        except Forbidden:
            return False
        return True

    def test_a_scaler_may_pause_and_unpause_its_own_workers_only(self) -> None:
        for action in ("pause", "unpause", b"pause"):
            self.assertTrue(self.allowed(SCALER, ("workers", OWN), action), action)
            self.assertFalse(self.allowed(SCALER, ("workers", FOREIGN), action), action)
            self.assertFalse(self.allowed(SCALER, ("workers", ""), action), action)

    def test_a_scaler_may_do_nothing_else(self) -> None:
        for action in ("kill", "stop", "force", "PAUSED"):
            self.assertFalse(self.allowed(SCALER, ("workers", OWN), action), action)
        self.assertFalse(self.allowed(SCALER, ("builders",), "pause"))
        self.assertFalse(self.allowed(SCALER, ("no", "such", "path"), "pause"))

    def test_a_scaler_may_read_the_queue_even_where_the_company_closes_reading(self) -> None:
        company = Authz(allowRules=[AnyEndpointMatcher(role="staff")])
        closed = ScalerAuthz(company, {"overflow-staging": [OWN]})
        closed.setMaster(SimpleNamespace(data=FakeData()))
        self.authz = closed
        self.assertTrue(self.allowed(SCALER, ("builders",), "GET"))
        self.assertFalse(self.allowed(SCALER, ("logs", "1"), "GET"))
        self.assertFalse(self.allowed({"anonymous": True}, ("builders",), "GET"))

    def test_the_company_keeps_its_own_rules(self) -> None:
        self.assertTrue(self.allowed(ADMIN, ("workers", FOREIGN), "kill"))
        self.assertFalse(self.allowed({"anonymous": True}, ("workers", OWN), "pause"))
        self.assertTrue(self.allowed({"anonymous": True}, ("workers", OWN), "GET"))

    def test_a_path_that_is_no_tuple_is_no_error(self) -> None:
        # Buildbot's websocket asks with the text 'masters'.
        class Strict(FakeData):
            def getEndpoint(self, path: Any) -> Any:
                raise TypeError("not a path")

        self.authz.setMaster(SimpleNamespace(data=Strict()))
        result_of(self.authz.assertUserAllowed("masters", "get", {}, SCALER))


class Login(unittest.TestCase):
    def setUp(self) -> None:
        self.auth = ScalerAuth(UserPasswordAuth({"admin": "pw"}), {"overflow-staging": "secret"})

    def test_accepts_the_scaler_by_its_password_only(self) -> None:
        accepted = self.auth.scalers.requestAvatarId(UsernamePassword(b"overflow-staging", b"secret"))
        self.assertEqual(result_of(accepted), b"overflow-staging")
        for user, password in [(b"overflow-staging", b"wrong"), (b"overflow-staging", b""), (b"admin", b"secret"), (b"\xff", b"x")]:
            self.assertFalse(self.auth.scalers.check_credentials(user, password))

    def test_looks_like_the_companys_login_to_the_web_page(self) -> None:
        self.assertEqual(self.auth.getConfigDict(), {"name": "UserPasswordAuth"})
        self.assertEqual(ScalerAuth(NoAuth(), {}).getConfigDict(), {"name": "NoAuth"})

    def test_hands_out_what_the_companys_kind_of_login_adds(self) -> None:
        company = NoAuth()
        company.homeUri = "https://builds.example"
        self.assertEqual(ScalerAuth(company, {}).homeUri, "https://builds.example")

    def test_describes_each_user_by_its_own_side(self) -> None:
        session = SimpleNamespace(user_info={"username": "overflow-staging"}, updateSession=lambda _request: None)
        result_of(self.auth.updateUserInfo(SimpleNamespace(getSession=lambda: session)))
        self.assertEqual(session.user_info["email"], "overflow-staging")


if __name__ == "__main__":
    unittest.main()
