from __future__ import annotations

import hashlib
import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

from buildmaster_support import WORKERS, credentials_file, pools_file, write_pair

from overflow.files import PoolsError, load_directory, pools_version
from overflow.identity import worker_password
from overflow.patterns import matches, matches_any


class Identity(unittest.TestCase):
    def test_derives_the_password_that_the_scaler_derives(self) -> None:
        # The same vector is pinned in the scaler's tests.
        self.assertEqual(
            worker_password("test-key", "bld-linux64-ec2-001"), "QK3Ks86lSltNO9_-yT7ZgCYv6d0x19JCuAq4dN6kX1s"
        )

    def test_gives_each_name_and_each_key_its_own(self) -> None:
        passwords = {worker_password(key, name) for key in ("a", "b") for name in ("x", "y")}
        self.assertEqual(len(passwords), 4)


class Patterns(unittest.TestCase):
    def test_a_star_is_any_run_and_the_whole_name_must_match(self) -> None:
        for pattern, name, expected in [
            ("linux64-*", "linux64-opt", True),
            ("linux64-*", "linux64-", True),
            ("linux64-*", "my-linux64-opt", False),
            ("*-opt", "linux64-opt", True),
            ("l*x*t", "linux64-opt", True),
            ("linux64", "linux64-opt", False),
            ("*", "", True),
            ("", "a", False),
            ("a*a", "a", False),
        ]:
            with self.subTest(pattern=pattern, name=name):
                self.assertIs(matches(pattern, name), expected)

    def test_other_signs_of_shells_and_regular_expressions_stand_for_themselves(self) -> None:
        for pattern, name in [("linux?4", "linux64"), ("[ab]", "a"), (".", "x"), ("a+", "aa"), ("a|b", "a")]:
            with self.subTest(pattern=pattern):
                self.assertFalse(matches(pattern, name))
                self.assertTrue(matches(pattern, pattern))

    def test_no_pattern_lets_nothing_through(self) -> None:
        self.assertFalse(matches_any([], "linux64-opt"))


class Files(unittest.TestCase):
    def setUp(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)

    def problems(self) -> str:
        with self.assertRaises(PoolsError) as raised:
            load_directory(self.folder)
        return str(raised.exception)

    def test_version_is_the_digest_of_the_canonical_json_of_the_other_fields(self) -> None:
        canonical = '{"a":{"b":1,"c":"é"},"schema":1}'
        expected = "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
        self.assertEqual(pools_version({"version": "x", "schema": 1, "a": {"c": "é", "b": 1}}), expected)

    def test_reads_several_environments_side_by_side(self) -> None:
        write_pair(self.folder, pools_file("staging"), credentials_file("staging"))
        write_pair(self.folder, pools_file("production", workers=["p-001"]), credentials_file("production"))
        production, staging = load_directory(self.folder)
        self.assertEqual(staging.workers, tuple(WORKERS))
        self.assertEqual(production.workers, ("p-001",))
        self.assertEqual(production.pools[0].key, "key of production")
        self.assertNotIn("key of", repr(production))
        self.assertNotIn("secret of", repr(production))

    def test_an_empty_folder_has_no_environment(self) -> None:
        self.assertEqual(load_directory(self.folder), ())

    def test_fails_on_a_folder_that_is_not_there(self) -> None:
        with self.assertRaisesRegex(PoolsError, "not a directory; create it"):
            load_directory(self.folder / "none")

    def test_fails_on_a_file_changed_by_hand(self) -> None:
        changed = pools_file()
        changed["pools"][0]["builders"] = ["*"]
        write_pair(self.folder, changed, credentials_file())
        self.assertRegex(self.problems(), r"staging\.json: version: got 'sha256:.*edited by hand")

    def test_fails_on_credentials_that_others_may_read(self) -> None:
        write_pair(self.folder, pools_file(), credentials_file(), mode=0o640)
        self.assertIn("mode 0640 lets others read secrets, allowed is 0600", self.problems())

    def test_fails_on_half_a_pair(self) -> None:
        write_pair(self.folder, pools_file(), credentials_file())
        (self.folder / "staging.json").unlink()
        self.assertIn("credentials without 'staging.json'", self.problems())
        write_pair(self.folder, pools_file(), credentials_file())
        (self.folder / "staging.credentials.json").unlink()
        self.assertIn("staging.credentials.json: missing", self.problems())

    def test_names_every_problem_at_once_and_never_a_secret(self) -> None:
        pools = pools_file(builders="linux64-*", workers=["bad name", "x" * 51])
        write_pair(self.folder, pools, credentials_file("other", scalerPassword=17, workerKeys={"mac": "hush"}))
        text = self.problems()
        for part in ["builders: got 'linux64-*'", "'bad name'", "x" * 51, "environment: got 'other'", "scalerPassword", "['mac']"]:
            self.assertIn(part, text)
        self.assertNotIn("hush", text)
        self.assertNotIn("17", text)

    def test_fails_on_values_of_the_wrong_shape(self) -> None:
        cases: list[tuple[Any, Any]] = [
            ([], credentials_file()),
            ({**pools_file(), "schema": 2}, credentials_file()),
            ({**pools_file(), "schema": True}, credentials_file()),
            ({**pools_file(), "pools": "linux64"}, credentials_file()),
            ({**pools_file(), "pools": ["linux64"]}, credentials_file()),
            ({**pools_file(), "environment": ""}, credentials_file()),
            (pools_file(), {}),
            (pools_file(), credentials_file(schema=9)),
            (pools_file(), credentials_file(workerKeys=["k"])),
            (pools_file(), credentials_file(workerKeys={"linux64": ""})),
        ]
        for pools, credentials in cases:
            with self.subTest(pools=pools, credentials=credentials), tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                write_pair(folder, {"environment": "staging"}, credentials)
                (folder / "staging.json").write_text(json.dumps(pools), encoding="utf-8")
                with self.assertRaises(PoolsError):
                    load_directory(folder)

    def test_fails_on_text_that_is_not_json_without_quoting_it(self) -> None:
        write_pair(self.folder, pools_file(), credentials_file())
        (self.folder / "staging.credentials.json").write_text('{"scalerPassword": "hush"', encoding="utf-8")
        text = self.problems()
        self.assertIn("unreadable", text)
        self.assertNotIn("hush", text)

    def test_fails_when_two_environments_claim_a_worker_or_an_account(self) -> None:
        write_pair(self.folder, pools_file("staging"), credentials_file("staging", scalerUser="overflow"))
        write_pair(self.folder, pools_file("production"), credentials_file("production", scalerUser="overflow"))
        text = self.problems()
        self.assertIn(f"worker '{WORKERS[0]}' is in the environments 'production' and 'staging'", text)
        self.assertIn("scalerUser 'overflow' is in the environments", text)


if __name__ == "__main__":
    unittest.main()
