from __future__ import annotations

import hashlib
import io
import json
import socket
import tarfile
import tempfile
import threading
import unittest
from pathlib import Path
from urllib.parse import urlsplit

from lab.origins.content import content
from lab.origins.server import RequestLog
from lab.origins.switch import Switch

MANIFEST = Path(__file__).resolve().parents[2] / "lab" / "master" / "sources.json"


class Content(unittest.TestCase):
    def test_is_what_builds_expect_to_the_byte(self) -> None:
        for source in json.loads(MANIFEST.read_text(encoding="utf-8")):
            with self.subTest(url=source["url"]):
                url = urlsplit(source["url"])
                body = content()[url.hostname or ""][url.path]
                self.assertEqual(len(body), source["bytes"])
                self.assertEqual(hashlib.sha256(body).hexdigest(), source["sha256"])
                with tarfile.open(fileobj=io.BytesIO(body)) as archive:
                    for entry in archive:
                        self.assertTrue(entry.isfile() and "/" not in entry.name, entry.name)


class Log(unittest.TestCase):
    def test_is_one_line_of_json_a_request(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "requests.jsonl"
            log = RequestLog(file)
            log.add(host="h", bytes=1)
            log.add(host="h", bytes=2)
            log.close()
            lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
            self.assertEqual([line["bytes"] for line in lines], [1, 2])
            self.assertGreater(lines[0]["atMs"], 1_700_000_000_000)


class TheSwitch(unittest.TestCase):
    def setUp(self) -> None:
        self.far = socket.create_server(("127.0.0.1", 0))
        self.neighbours: set[int] = set()
        routes = {"sources.corp.example:443": self.far.getsockname()[1], "dead.corp.example:443": 1}
        self.switch = Switch(0, routes, self.neighbours)
        threading.Thread(target=self.switch.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def tearDown(self) -> None:
        self.switch.shutdown()
        self.switch.server_close()
        self.far.close()

    def ask(self, address: str) -> tuple[socket.socket, str]:
        near = socket.create_connection(("127.0.0.1", self.switch.server_port), 5)
        near.sendall(f"CONNECT {address} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        return near, near.recv(1000).decode().splitlines()[0]

    def test_leads_to_a_server_by_its_name_both_ways_and_passes_the_end_on(self) -> None:
        near, answer = self.ask("Sources.corp.example:443")
        with near:
            self.assertEqual(answer, "HTTP/1.1 200 Connection established")
            far, address = self.far.accept()
            with far:
                self.assertEqual(self.neighbours, {address[1]})
                near.sendall(b"question")
                self.assertEqual(far.recv(100), b"question")
                far.sendall(b"answer")
                far.shutdown(socket.SHUT_WR)
                self.assertEqual((near.recv(100), near.recv(100)), (b"answer", b""))

    def test_leads_nowhere_else(self) -> None:
        for address, status in [("pypi.org:443", 403), ("sources.corp.example:22", 403), ("dead.corp.example:443", 502)]:
            near, answer = self.ask(address)
            near.close()
            with self.subTest(address=address):
                self.assertTrue(answer.startswith(f"HTTP/1.1 {status} "), answer)
        self.assertEqual(self.neighbours, set())


if __name__ == "__main__":
    unittest.main()
