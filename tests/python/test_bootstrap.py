from __future__ import annotations

import ast
import inspect
import json
import os
import runpy
import stat
import subprocess
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

IMAGES = Path(__file__).resolve().parents[2] / "images"
PATH = IMAGES / "bootstrap.py"
sys.path.insert(0, str(IMAGES))

import bootstrap  # noqa: E402
import fetch_settings  # noqa: E402
import instance_metadata  # noqa: E402
from buildbot_worker.pbutil import AutoLoginPBFactory  # noqa: E402
from twisted.application.internet import ClientService  # noqa: E402

NAME = "bld-linux64-ec2-001"
MIRRORS = {"https://pypi.org": "https://pypi.try.mirror.staging.overflow.internal"}
AUTHORITY = (IMAGES.parent / "lab" / "certificates" / "authority.pem").read_text(encoding="utf-8")


def user_data(**changes: Any) -> bytes:
    master = {"host": "10.20.0.10", "port": 9989, "tls": False, **changes.pop("to", {})}
    data = {"overflow": 1, "worker": NAME, "master": master, "certificateAuthority": None, "password": "hush"}
    return json.dumps({**data, **changes}).encode()


class Metadata:
    """An instance metadata service that demands IMDSv2; the first `missing` reads answer 404."""

    def __init__(self, data: bytes, name: str, missing: int = 0) -> None:
        self.missing = missing
        self.tokens: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_arguments: Any) -> None:
                pass

            def answer(self, status: int, body: bytes = b"") -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_PUT(self) -> None:
                if self.path != "/latest/api/token" or not self.headers["X-aws-ec2-metadata-token-ttl-seconds"]:
                    return self.answer(400)
                outer.tokens.append(f"token-{len(outer.tokens)}")
                return self.answer(200, outer.tokens[-1].encode())

            def do_GET(self) -> None:
                if self.headers["X-aws-ec2-metadata-token"] not in outer.tokens:
                    return self.answer(401)
                if outer.missing > 0:
                    outer.missing -= 1
                    return self.answer(404)
                known = {"/latest/user-data": data, "/latest/meta-data/tags/instance/Name": name.encode()}
                return self.answer(200, known[self.path]) if self.path in known else self.answer(404)

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Identity(unittest.TestCase):
    def refused(self, data: bytes, name: str = NAME) -> str:
        with self.assertRaises(bootstrap.Refused) as raised:
            bootstrap.parse_identity(data, name)
        self.assertNotIn("hush", str(raised.exception))
        return str(raised.exception)

    def test_takes_what_the_scaler_writes(self) -> None:
        identity = bootstrap.parse_identity(user_data(), NAME)
        nothing = fetch_settings.FetchSettings({}, None, None)
        self.assertEqual(tuple(identity), (NAME, "10.20.0.10", 9989, "hush", None, nothing))

    def test_takes_where_builds_fetch_from(self) -> None:
        records = {"bucket": "overflow-staging-123456789012-records", "region": "eu-central-1", "level": "try"}
        data = user_data(mirrors=MIRRORS, records=records, certificateAuthority=AUTHORITY)
        self.assertEqual(bootstrap.parse_identity(data, NAME).fetch, (MIRRORS, records, AUTHORITY))

    def test_takes_the_authority_where_the_master_speaks_tls(self) -> None:
        identity = bootstrap.parse_identity(user_data(to={"tls": True}, certificateAuthority=AUTHORITY), NAME)
        self.assertEqual(identity.authorities, AUTHORITY)
        # Others than the master may need it: mirrors do.
        plain = bootstrap.parse_identity(user_data(certificateAuthority=AUTHORITY), NAME)
        self.assertIsNone(plain.authorities)

    def test_fails_when_the_tag_and_the_user_data_differ(self) -> None:
        text = self.refused(user_data(), "bld-linux64-ec2-002")
        self.assertIn("tag Name is 'bld-linux64-ec2-002'", text)
        self.assertIn(f"user data is for '{NAME}'", text)

    def test_fails_on_user_data_of_the_wrong_shape(self) -> None:
        for data, part in [
            (b"not json, hush", "not JSON"),
            (b'["hush"]', "'overflow' is 'list'"),
            (user_data(overflow=2), "'overflow' is 2"),
            (user_data(worker="a b"), "'worker' is 'a b'"),
            (user_data(worker=None), "'worker'"),
            (user_data(master="10.20.0.10"), "'master' is str"),
            (user_data(master={"host": "a b", "port": 1}), "'master.host'"),
            (user_data(master={"host": "h", "port": True}), "'master.port'"),
            (user_data(master={"host": "h", "port": 65536}), "'master.port' is 65536"),
            (user_data(to={"tls": None}), "'master.tls' is None, allowed is true or false"),
            (user_data(to={"tls": True}), "'certificateAuthority' is null: nobody to trust"),
            (user_data(certificateAuthority="ca.pem"), "'certificateAuthority' is no PEM text"),
            (user_data(certificateAuthority=["x"]), "'certificateAuthority' is no PEM text"),
            (user_data(certificateAuthority=AUTHORITY.replace("M", "N", 9)), "'certificateAuthority' is no PEM text"),
            (user_data(password=""), "'password'"),
            (user_data(mirrors=["https://pypi.org"]), "'mirrors' is ['https://pypi.org'], allowed is an object of URLs"),
            (user_data(mirrors={"pypi.org": "https://m"}), "'mirrors' is {'pypi.org'"),
            (user_data(mirrors={"https://pypi.org": 1}), "'mirrors'"),
            (user_data(mirrors={"https://pypi.org": "https://h:port"}), "'mirrors'"),
            (user_data(records={"bucket": "b"}), "'records' is {'bucket': 'b'}, allowed is null or bucket, region"),
            (user_data(records={"bucket": "UP", "region": "r", "level": "try"}), "'records'"),
            (user_data(records={"bucket": "bucket", "region": "r", "level": "a/b"}), "'records'"),
        ]:
            with self.subTest(data=data):
                self.assertIn(part, self.refused(data))


class Tac(unittest.TestCase):
    identity = bootstrap.Identity(NAME, "10.20.0.10", 9989, "hu'sh\"\\", AUTHORITY, fetch_settings.FetchSettings({}, None, None))

    def test_is_python_whatever_the_password_holds(self) -> None:
        for proxy in (None, ("127.0.0.1", 8080), ("::1", 8080)):
            tree = ast.parse(bootstrap.render_tac(self.identity, proxy))
            texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
            self.assertTrue({NAME, "10.20.0.10", 9989, self.identity.password, AUTHORITY, 30, 5} <= texts)

    def test_reaches_the_master_through_the_proxy_only_if_told_to(self) -> None:
        self.assertIn("('127.0.0.1', 8080))", bootstrap.render_tac(self.identity, ("127.0.0.1", 8080)))
        self.assertIn("END CERTIFICATE-----\\n', None)", bootstrap.render_tac(self.identity, None))

    def test_gives_the_worker_one_way_to_the_master(self) -> None:
        with tempfile.TemporaryDirectory() as home:
            path = Path(home) / "buildbot.tac"
            path.write_text(bootstrap.render_tac(self.identity, ("127.0.0.1", 8080)), encoding="utf-8")
            namespace = runpy.run_path(str(path))
        services = [each for each in namespace["worker"] if isinstance(each, ClientService)]
        self.assertEqual(len(services), 1)
        # A policy's delay has some jitter; Buildbot's own goes up to a minute.
        self.assertLess(namespace["worker"].bf._timeoutForAttempt(50), 10)
        self.assertIn("_timeoutForAttempt", inspect.getsource(AutoLoginPBFactory.failedToGetPerspective))

    def test_takes_addresses_of_proxies(self) -> None:
        self.assertEqual(bootstrap.proxy_address("127.0.0.1:8080"), ("127.0.0.1", 8080))
        self.assertEqual(bootstrap.proxy_address("[::1]:8080"), ("::1", 8080))


class Run(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = Path(temporary.name) / "worker"

    def run_bootstrap(self, url: str, *options: str) -> subprocess.CompletedProcess[str]:
        arguments = [sys.executable, str(PATH), "--metadata", url, "--home", str(self.home), "--write-only", *options]
        # A proxy of the environment must not be given the credential.
        environment = {**os.environ, "http_proxy": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1"}
        return subprocess.run(arguments, env=environment, capture_output=True, text=True, timeout=30, check=False)

    def serve(self, *arguments: Any, **options: Any) -> Metadata:
        metadata = Metadata(*arguments, **options)
        self.addCleanup(metadata.close)
        return metadata

    def test_writes_the_worker_for_its_owner_alone_and_says_no_password(self) -> None:
        done = self.run_bootstrap(self.serve(user_data(), NAME).url)
        self.assertEqual(done.returncode, 0, done.stderr)
        tac = self.home / "buildbot.tac"
        self.assertEqual(stat.S_IMODE(tac.stat().st_mode), 0o600)
        self.assertIn("'hush'", tac.read_text(encoding="utf-8"))
        self.assertIn(NAME, done.stdout)
        self.assertNotIn("hush", done.stdout + done.stderr)

    def test_takes_the_place_of_an_older_identity(self) -> None:
        self.home.mkdir()
        (self.home / "buildbot.tac").write_text("old", encoding="utf-8")
        os.chmod(self.home / "buildbot.tac", 0o644)
        (self.home / "buildbot.tac.new").write_text("torn", encoding="utf-8")
        self.assertEqual(self.run_bootstrap(self.serve(user_data(), NAME).url).returncode, 0)
        self.assertEqual(stat.S_IMODE((self.home / "buildbot.tac").stat().st_mode), 0o600)
        self.assertIn(NAME, (self.home / "buildbot.tac").read_text(encoding="utf-8"))

    def test_waits_for_metadata_that_comes_late(self) -> None:
        done = self.run_bootstrap(self.serve(user_data(), NAME, missing=2).url)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("waiting: GET /latest/user-data: HTTP 404", done.stdout)

    def test_ends_with_a_reason_when_no_metadata_comes(self) -> None:
        done = self.run_bootstrap("http://127.0.0.1:1", "--wait-seconds", "0.5")
        self.assertEqual(done.returncode, bootstrap.EX_TEMPFAIL)
        self.assertIn("no identity from http://127.0.0.1:1 within 0.5 s", done.stderr)

    def test_hints_at_the_launch_template_when_the_tag_is_missing(self) -> None:
        metadata = self.serve(user_data(), NAME)
        with self.assertRaisesRegex(instance_metadata.NotYet, "InstanceMetadataTags"):
            instance_metadata.call(metadata.url, "GET", instance_metadata.NAME_TAG_PATH, {})

    def test_ends_at_once_and_writes_nothing_when_the_identity_is_wrong(self) -> None:
        done = self.run_bootstrap(self.serve(user_data(), "another").url)
        self.assertEqual(done.returncode, bootstrap.EX_CONFIG)
        self.assertIn("tag Name is 'another'", done.stderr)
        self.assertFalse((self.home / "buildbot.tac").exists())

    def test_refuses_wrong_options(self) -> None:
        for options, part in [
            (["--proxy", "nowhere"], "got 'nowhere', allowed is HOST:PORT"),
            (["--proxy", "h:70000"], "allowed is HOST:PORT"),
            (["--metadata", "https://x"], "allowed is http://HOST[:PORT]"),
            (["--metadata", "http://h:port"], "allowed is http://HOST[:PORT]"),
        ]:
            with self.subTest(options=options):
                done = self.run_bootstrap("http://127.0.0.1:1", *options)
                self.assertEqual(done.returncode, 2)
                self.assertIn(part, done.stderr)


if __name__ == "__main__":
    unittest.main()
