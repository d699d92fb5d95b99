from __future__ import annotations

import sys
import unittest
from datetime import datetime
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "lab" / "certificates"
sys.path.insert(0, str(FOLDER))

import issue  # noqa: E402
from cryptography import x509  # noqa: E402
from cryptography.hazmat.primitives import serialization  # noqa: E402


class Authority(unittest.TestCase):
    def test_is_the_one_that_is_checked_in_and_says_that_it_protects_nothing(self) -> None:
        made = issue.authority()
        self.assertEqual(
            made.public_bytes(serialization.Encoding.PEM).decode(),
            (FOLDER / "authority.pem").read_text(encoding="utf-8"),
        )
        self.assertIn("protects nothing", made.subject.rfc4514_string())

    def test_vouches_for_servers_only(self) -> None:
        self.assertEqual(issue.authority().extensions.get_extension_for_class(x509.BasicConstraints).value.path_length, 0)
        leaf = x509.load_pem_x509_certificate(issue.issue(["pypi.org", "10.20.0.30"], NOW)["certificate"].encode())
        leaf.verify_directly_issued_by(issue.authority())
        self.assertFalse(leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        self.assertEqual([str(name.value) for name in names], ["pypi.org", "10.20.0.30"])

    def test_has_a_new_key_for_each_certificate(self) -> None:
        keys = {issue.issue(["pypi.org"], NOW)["privateKey"] for _ in range(3)}
        self.assertEqual(len(keys), 3)


NOW = datetime(2026, 11, 24)

if __name__ == "__main__":
    unittest.main()
