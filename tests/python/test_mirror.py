from __future__ import annotations

import gzip
import importlib.util
import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import unittest
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from unittest import mock

MIRROR = Path(__file__).resolve().parents[2] / "images" / "mirror"
sys.path[:0] = [str(MIRROR.parent), str(MIRROR)]

import mirror_settings  # noqa: E402
import ship_logs  # noqa: E402
from instance_metadata import NotYet, Refused  # noqa: E402

# By its path: the worker's bootstrap has the same name.
spec = importlib.util.spec_from_file_location("mirror_bootstrap", MIRROR / "bootstrap.py")
assert spec is not None and spec.loader is not None
bootstrap = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bootstrap)

CONFIGURATION = """\
http {
  upstream files {
    server 10.20.0.31:443 max_fails=1 fail_timeout=2s;
    server 10.20.0.31:443 down;
  }
  server {
    listen 0.0.0.0:443 ssl;
    # server 1.2.3.4:5 is no directive here
    proxy_set_header Host 10.20.0.31:443;
  }
}
"""
PAIR = ("-----BEGIN CERTIFICATE-----\nchain", "-----BEGIN PRIVATE KEY-----\nhush")


def user_data(**changes: Any) -> bytes:
    data = {"overflow": 1, "role": "mirror", "environment": "staging", "level": "try", "configuration": CONFIGURATION}
    data |= {"certificateSecretArn": None, "certificateAuthority": None, "recordsBucket": "records", "region": "us-east-1"}
    return json.dumps({**data, **changes}).encode()


class Home(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = Path(temporary.name)

    def file(self, name: str, text: str) -> Path:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


class Settings(unittest.TestCase):
    def test_are_read_gzipped_or_plain(self) -> None:
        for data in (user_data(), gzip.compress(user_data())):
            settings = mirror_settings.parse_settings(data)
            self.assertEqual((settings.level, settings.configuration, settings.region), ("try", CONFIGURATION, "us-east-1"))

    def test_are_refused_with_the_key_and_the_fix(self) -> None:
        for data, part in [
            (b"not json", "not JSON"),
            (gzip.compress(user_data())[:-9], "not JSON (EOFError)"),
            (gzip.compress(b" " * 2_000_000), "not JSON (ValueError)"),
            (user_data(overflow=2), "'overflow' and 'role' are (2, 'mirror')"),
            (user_data(role="worker"), "'overflow' and 'role' are (1, 'worker')"),
            (user_data(level="../x"), "'level' is '../x'"),
            (user_data(configuration=""), "'configuration'"),
            (user_data(certificateSecretArn=7), "'certificateSecretArn' is int"),
            (user_data(recordsBucket="Records"), "'recordsBucket' is 'Records'"),
            (user_data(region=None), "'region' is None"),
        ]:
            with self.subTest(part=part), self.assertRaises(Refused) as raised:
                mirror_settings.parse_settings(data)
            self.assertIn(part, str(raised.exception))
            self.assertIn("replace this VM", str(raised.exception))


class Addresses(Home):
    def test_are_replaced_in_listen_and_server_alone(self) -> None:
        here = {"0.0.0.0:443": "127.0.0.1:4001", "10.20.0.31:443": "127.0.0.1:4002"}
        changed = mirror_settings.apply_addresses(CONFIGURATION, self.file("map", json.dumps(here)))
        self.assertIn("listen 127.0.0.1:4001 ssl;", changed)
        self.assertEqual(changed.count("server 127.0.0.1:4002 "), 2)
        self.assertIn("proxy_set_header Host 10.20.0.31:443;", changed)
        self.assertIn("# server 1.2.3.4:5", changed)

    def test_must_all_be_known(self) -> None:
        for text, part in [
            ('{"0.0.0.0:443": "127.0.0.1:1"}', "10.20.0.31:443 is None"),
            ('{"10.20.0.31:443": "127.0.0.1:1; include x"}', "allowed is ADDRESS:PORT"),
            ("[]", "allowed is a JSON object"),
            ("{", "allowed is a JSON object"),
        ]:
            with self.subTest(text=text), self.assertRaises(Refused) as raised:
                mirror_settings.apply_addresses(CONFIGURATION, self.file("map", text))
            self.assertIn(part, str(raised.exception))


class Certificate(Home):
    def read(self, answer: Any) -> tuple[str, str]:
        client = mock.Mock()
        client.get_secret_value.side_effect = answer if isinstance(answer, Exception) else None
        client.get_secret_value.return_value = answer
        with mock.patch("boto3.client", return_value=client):
            return bootstrap.read_certificate("arn:x", "us-east-1")

    def test_is_a_pair_of_pem_texts(self) -> None:
        text = json.dumps({"certificate": PAIR[0], "privateKey": PAIR[1]})
        self.assertEqual(self.read({"SecretString": text}), PAIR)

    def test_is_awaited_where_it_is_not_there_yet_and_refused_where_it_is_none(self) -> None:
        from botocore.exceptions import ClientError

        with self.assertRaises(NotYet):
            self.read(ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "GetSecretValue"))
        swapped = json.dumps({"certificate": PAIR[1], "privateKey": PAIR[0]})
        for answer in ({"SecretBinary": b""}, {"SecretString": "hush"}, {"SecretString": "[]"}, {"SecretString": swapped}):
            with self.subTest(answer=answer), self.assertRaises(Refused) as raised:
                self.read(answer)
            self.assertNotIn("hush", str(raised.exception))

    def test_is_written_once_its_key_for_its_owner_alone(self) -> None:
        self.assertTrue(bootstrap.write_certificate(self.home, PAIR))
        self.assertEqual(stat.S_IMODE((self.home / "certificate.key").stat().st_mode), 0o600)
        self.assertFalse(bootstrap.write_certificate(self.home, PAIR))
        self.assertTrue(bootstrap.write_certificate(self.home, (PAIR[0], PAIR[1] + "x")))

    def test_authorities_are_the_systems_and_the_build_networks(self) -> None:
        settings = mirror_settings.parse_settings(user_data(certificateAuthority="ours"))
        system = self.file("system.pem", "theirs")
        self.assertEqual(bootstrap.trusted_authorities(settings, system), "theirs\nours")
        with self.assertRaisesRegex(Refused, "--system-authorities: there is no file"):
            bootstrap.trusted_authorities(settings, self.home / "missing.pem")


class Run(Home):
    def run_bootstrap(self, *options: str) -> subprocess.CompletedProcess[str]:
        arguments = [sys.executable, str(MIRROR / "bootstrap.py"), "--home", str(self.home / "mirror"), *options]
        return subprocess.run(arguments, capture_output=True, text=True, timeout=30, check=False)

    def test_ends_with_a_reason_when_no_metadata_comes(self) -> None:
        done = self.run_bootstrap("--metadata", "http://127.0.0.1:1", "--wait-seconds", "0.3", "--nginx", "true")
        self.assertEqual(done.returncode, bootstrap.EX_TEMPFAIL)
        self.assertIn("no settings from http://127.0.0.1:1 within 0.3 s", done.stderr)

    def test_refuses_an_nginx_that_is_not_there(self) -> None:
        done = self.run_bootstrap("--nginx", "no-such-nginx")
        self.assertEqual((done.returncode, done.stderr), (78, "bootstrap: --nginx: there is no program 'no-such-nginx'\n"))

    def test_says_which_setting_an_nginx_without_slices_needs(self) -> None:
        words = "#!/bin/sh\necho 'unknown directive \"slice\"' >&2\nexit 1\n"
        nginx = self.file("nginx", words)
        nginx.chmod(0o755)
        with self.assertRaisesRegex(Refused, "set slice: false in overflow:mirrors"):
            bootstrap.check_configuration(str(nginx), self.home)


class Logs(Home):
    now = datetime(2026, 11, 24, 9, 5, 7, tzinfo=timezone.utc)

    def setUp(self) -> None:
        super().setUp()
        (self.home / "logs" / "closed").mkdir(parents=True)
        about = {"level": "try", "bucket": "records", "region": "us-east-1", "instance": "i-1"}
        self.file("mirror.json", json.dumps(about))
        self.client = mock.Mock()
        self.sent: dict[str, bytes] = {}
        self.client.put_object.side_effect = lambda Key, Body, **_: self.sent.update({Key: gzip.decompress(Body.read())})

    def ship(self, now: datetime = now) -> int:
        with mock.patch("boto3.client", return_value=self.client), mock.patch("builtins.print"):
            return ship_logs.ship(self.home, now)

    def test_go_below_their_levels_prefix_and_leave_nothing_behind(self) -> None:
        self.file("logs/access.jsonl", "one\n")
        self.assertEqual(self.ship(), 0)
        self.assertEqual(self.sent, {"mirror/try/2026-11-24/i-1-090507.jsonl.gz": b"one\n"})
        self.assertEqual(list((self.home / "logs").rglob("*.*")), [])

    def test_have_nginx_write_on_into_a_new_file(self) -> None:
        log = self.file("logs/access.jsonl", "one\n")
        self.file("nginx.pid", str(os.getpid()))
        old = signal.signal(signal.SIGUSR1, lambda *_: log.touch())
        self.addCleanup(signal.signal, signal.SIGUSR1, old)
        self.assertEqual(self.ship(), 0)
        self.assertEqual(log.read_text(), "")

    def test_are_not_sent_when_there_are_none(self) -> None:
        self.file("logs/access.jsonl", "")
        self.assertEqual(self.ship(), 0)
        self.assertEqual(self.sent, {})

    def test_stay_until_the_bucket_can_be_reached(self) -> None:
        from botocore.exceptions import EndpointConnectionError

        put = self.client.put_object.side_effect
        self.client.put_object.side_effect = EndpointConnectionError(endpoint_url="https://s3")
        self.file("logs/access.jsonl", "one\n")
        self.assertEqual(self.ship(), 1)
        self.client.put_object.side_effect = put
        self.file("logs/access.jsonl", "two\n")
        self.assertEqual(self.ship(self.now.replace(hour=10)), 0)
        self.assertEqual(list(self.sent.values()), [b"one\n", b"two\n"])

    def test_make_room_from_the_oldest_on(self) -> None:
        folder = self.home / "logs" / "closed"
        for hour in (1, 2, 3):
            self.file(f"logs/closed/2026-11-24-0{hour}0000.jsonl", "x" * 10)
        self.assertEqual(ship_logs.make_room(folder, 20), ["2026-11-24-010000.jsonl"])
        self.assertEqual(len(list(folder.iterdir())), 2)


if __name__ == "__main__":
    unittest.main()
