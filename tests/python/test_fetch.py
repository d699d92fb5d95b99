from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "images" / "worker"))

import download  # noqa: E402
import fetch  # noqa: E402

BODY = b"content " * 1000
SHA256 = hashlib.sha256(BODY).hexdigest()


class Site:
    """Answers by path with (status, headers, body); remembers what it was asked and given."""

    def __init__(self, pages: dict[str, tuple[int, dict[str, str], bytes]]) -> None:
        self.asked: list[str] = []
        self.given: dict[str, bytes] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_arguments: Any) -> None:
                pass

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                status, headers, body = pages.get(self.path.split("?")[0], (404, {}, b""))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def do_PUT(self) -> None:
                outer.given[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.end_headers()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Fetch(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        self.dest = self.folder / "x"
        self.pages = {"/x": (200, {"X-Overflow-Cache": "HIT"}, BODY)}
        self.origin = self.site({"/x": (200, {}, BODY)})
        self.mirror = self.site(self.pages)
        self.s3 = self.site({})

    def site(self, pages: dict[str, tuple[int, dict[str, str], bytes]]) -> Site:
        site = Site(pages)
        self.addCleanup(site.close)
        return site

    def fetch(
        self, *options: str, path: str = "/x", mirrors: dict[str, str] | None = None, s3: str | None = None
    ) -> tuple[int, dict[str, Any], str]:
        settings = self.folder / "fetch.json"
        known = {self.origin.url: self.mirror.url} if mirrors is None else mirrors
        records = {"bucket": "records", "region": "us-east-1", "level": "try"}
        about = {"worker": "bld-1", "mirrors": known, "records": records, "certificateAuthority": None}
        settings.write_text(json.dumps(about))
        environment = {"OVERFLOW_FETCH": str(settings), "AWS_ENDPOINT_URL_S3": s3 or self.s3.url, "http_proxy": ""}
        output, words = io.StringIO(), io.StringIO()
        with mock.patch.dict(os.environ, environment), contextlib.redirect_stdout(output):
            with contextlib.redirect_stderr(words):
                code = fetch.main([self.origin.url + path, str(self.dest), *options])
        lines = output.getvalue().splitlines()
        self.assertLessEqual(len(lines), 1)
        return code, json.loads(lines[0]) if lines else {}, words.getvalue()

    def record(self) -> dict[str, Any]:
        [(path, text)] = self.s3.given.items()
        self.assertRegex(path, r"^/records/fallbacks/try/\d{4}-\d\d-\d\d/bld-1-[0-9a-f-]{36}\.json$")
        return json.loads(text)

    def test_takes_what_the_mirror_has_and_leaves_no_record(self) -> None:
        code, said, _ = self.fetch("--sha256", SHA256.upper(), path="/x?token=hush")
        self.assertEqual((code, self.dest.read_bytes()), (0, BODY))
        self.assertEqual((said["via"], said["cache"], said["fallback"], said["sha256"]), ("mirror", "HIT", None, SHA256))
        self.assertEqual((self.mirror.asked, self.origin.asked, self.s3.given), (["/x?token=hush"], [], {}))
        self.assertNotIn("hush", json.dumps(said))

    def test_goes_to_the_origin_where_the_mirror_fails_and_says_why(self) -> None:
        for page, reason in [
            ((502, {}, b""), "status 502"),
            ((404, {}, b""), "status 404"),
            ((200, {}, b"another"), f"sha256 is {hashlib.sha256(b'another').hexdigest()}"),
            ((200, {"Content-Length": "9999"}, BODY), r"cut short: 8000 of 9999 bytes|broken off: IncompleteRead"),
            ((302, {"Location": "https://elsewhere.example/x"}, b""), "a redirect to https://elsewhere.example, which no mirror"),
            ((302, {}, b""), "a redirect without a location"),
            ((302, {"Location": "/x"}, b""), "more than 5 redirects"),
        ]:
            with self.subTest(reason=reason):
                self.pages["/x"] = page
                self.s3.given.clear()
                code, said, _ = self.fetch("--sha256", SHA256)
                self.assertEqual((code, said["via"], self.dest.read_bytes()), (0, "origin", BODY))
                self.assertRegex(said["fallback"], f"^({reason})")
                record = self.record()
                self.assertEqual((record["outcome"], record["mirror"], record["bytes"]), ("fetched", self.mirror.url, len(BODY)))
                self.assertEqual((record["origin"], record["path"]), (self.origin.url, "/x"))

    def test_goes_to_the_origin_where_nobody_is_at_the_mirror(self) -> None:
        code, said, _ = self.fetch(mirrors={self.origin.url: "http://127.0.0.1:1"})
        self.assertEqual((code, said["via"]), (0, "origin"))
        self.assertTrue(said["fallback"].startswith("connect: ConnectionRefusedError"))

    def test_follows_a_redirect_from_one_mirror_to_the_next(self) -> None:
        files = self.site({"/y": (200, {}, BODY)})
        self.pages["/x"] = (302, {"Location": "https://files.example.org/y"}, b"")
        mirrors = {self.origin.url: self.mirror.url, "https://files.example.org": files.url}
        code, said, _ = self.fetch(mirrors=mirrors)
        self.assertEqual((code, said["via"], self.origin.asked), (0, "mirror", []))

    def test_fetches_from_an_origin_without_a_mirror_as_no_fall_back(self) -> None:
        code, said, _ = self.fetch(mirrors={})
        self.assertEqual((code, said["via"], said["fallback"], self.s3.given), (0, "origin", None, {}))

    def test_leaves_the_destination_as_it_was_when_nobody_has_the_file(self) -> None:
        self.dest.write_bytes(b"old")
        code, said, words = self.fetch(path="/missing?token=hush")
        self.assertEqual((code, said["error"], self.dest.read_bytes()), (1, "status 404", b"old"))
        self.assertEqual(self.record()["outcome"], "failed")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["fetch.json", "x"])
        self.assertNotIn("hush", words + json.dumps(said) + json.dumps(self.record()))

    def test_gives_the_file_even_where_its_record_cannot_be_left(self) -> None:
        self.pages["/x"] = (502, {}, b"")
        code, _, words = self.fetch(s3="http://127.0.0.1:1")
        self.assertEqual(code, 0)
        self.assertIn("no record of the fall-back: ", words)

    def test_refuses_a_wrong_command_line_or_settings(self) -> None:
        for arguments, part in [
            (["ftp://x/y", "d"], "allowed is https://HOST"),
            (["https://user:hush@x/y", "d"], "without credentials"),
            (["https://x/y z", "d"], "allowed is https://HOST"),
            (["https://x/y", "d", "--sha256", "abc"], "allowed are 64 hexadecimal digits"),
        ]:
            words = io.StringIO()
            with self.subTest(arguments=arguments), contextlib.redirect_stderr(words), self.assertRaises(SystemExit) as ended:
                fetch.main(arguments)
            self.assertEqual(ended.exception.code, 2)
            self.assertIn(part, words.getvalue())
            self.assertNotIn("hush", words.getvalue())
        for text, part in [("{", "Expecting"), ("[]", "needs 'worker' and 'mirrors'")]:
            path = self.folder / "broken.json"
            path.write_text(text)
            with self.subTest(text=text), self.assertRaisesRegex(ValueError, part):
                fetch.read_settings(path)

    def test_never_follows_from_https_into_the_clear(self) -> None:
        with self.assertRaisesRegex(download.Failed, "a redirect from https to http://x"):
            download.redirected("https://x/a", "http://x/a", None)


if __name__ == "__main__":
    unittest.main()
