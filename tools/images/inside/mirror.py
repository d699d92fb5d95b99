"""Runs the mirror's units' own commands inside the image: cache volume, bootstrap with the profile's credentials, nginx, log."""

from __future__ import annotations

import base64
import gzip
import http.client
import json
import os
import re
import socket
import ssl
import subprocess
from pathlib import Path

from support import (
    ACCESS_KEY,
    AWS,
    HERE,
    ORIGIN,
    PATH,
    Failed,
    Handler,
    check_ssh,
    checked,
    commands,
    digest,
    expect,
    main,
    make_network,
    run,
    sealed,
    serve,
    serve_metadata,
    server_context,
    wait_for,
)

UNIT = "overflow-mirror.service"
HOME = Path("/var/lib/overflow-mirror")
ORIGIN_PORT = 8443
CACHE = HOME / "cache"
FILE = os.urandom(5_000_000)
ENVIRONMENT = {"PATH": PATH, "AWS_ENDPOINT_URL": f"http://{AWS}"}
ranges: list[str | None] = []
stored: dict[str, bytes] = {}


class Origin(Handler):
    """A file server that answers a range."""

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        ranges.append(wanted)
        match = re.fullmatch(r"bytes=(\d+)-(\d+)", wanted or "")
        if match is None:
            return self.answer(200, FILE, ETag='"1"', Cache_Control="max-age=3600")
        start, end = int(match[1]), min(int(match[2]), len(FILE) - 1)
        part = f"bytes {start}-{end}/{len(FILE)}"
        return self.answer(206, FILE[start : end + 1], ETag='"1"', Cache_Control="max-age=3600", Content_Range=part)


class Aws(Handler):
    """GetSecretValue and PutObject, to those who come with the profile's credentials."""

    secret = ""

    def admitted(self) -> bool:
        return ACCESS_KEY in self.headers.get("Authorization", "") and self.headers.get("X-Amz-Security-Token") == "t"

    def do_POST(self) -> None:
        self.body()
        if not self.admitted() or self.headers.get("X-Amz-Target") != "secretsmanager.GetSecretValue":
            return self.answer(403)
        return self.answer(200, json.dumps({"SecretString": Aws.secret}).encode())

    def do_PUT(self) -> None:
        body = self.body()
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = unchunked(body)
        stored[self.path] = body
        self.answer(200 if self.admitted() else 403)


def unchunked(body: bytes) -> bytes:
    """Source: Amazon S3 API reference, "Signature calculations … multiple chunks"."""
    whole = b""
    while body:
        head, _, rest = body.partition(b"\r\n")
        size = int(head.split(b";")[0], 16)
        if size == 0:
            break
        whole, body = whole + rest[:size], rest[size + 2 :]
    return whole


def check() -> None:
    given = json.loads((HERE / "given.json").read_text("utf-8"))
    make_network()
    sealed("mirror")
    check_ssh()
    check_cache_volume()

    Aws.secret = json.dumps(given["mirror"])
    serve(Aws, AWS, 80)
    serve(Origin, ORIGIN, ORIGIN_PORT, server_context(given["origin"]))
    serve_metadata(base64.b64decode(given["userData"]), "mirror")
    # What systemd does for StateDirectory=.
    run("install", "-d", "-o", "mirror", "-g", "mirror", "-m", "0700", str(HOME))
    for command in commands(UNIT, "ExecStartPre"):
        run(*command, env=ENVIRONMENT)
    [command] = commands(UNIT, "ExecStart", "net_bind_service")
    with (HERE / "mirror.log").open("wb") as log:
        mirror = subprocess.Popen(command, env=ENVIRONMENT, stdout=log, stderr=log)
    try:
        wait_for("the heartbeat", lambda: alive(mirror) and heartbeat() == 200)
        checked("the unit's ExecStart: secret read with the profile's credentials, nginx took configuration and ports 443, 8081")
        check_serving(given)
        for name in ("overflow-mirror-renew.service", "overflow-mirror-logs.service"):
            [command] = commands(name, "ExecStart")
            run(*command, env=ENVIRONMENT)
        [(key, body)] = stored.items()
        lines = [json.loads(line) for line in gzip.decompress(body).splitlines()]
        expect(re.fullmatch(r"/[a-z0-9-]+/mirror/try/\d{4}-\d\d-\d\d/i-[0-9a-f]+-\d{6}\.jsonl\.gz", key) is not None, key)
        expect(len(lines) >= 3, f"the log has {len(lines)} lines")
        checked(f"the timers' commands: certificate looked at, log of {len(lines)} requests put into the bucket")
    finally:
        mirror.terminate()
        mirror.wait()
        run("umount", str(CACHE))


def alive(mirror: subprocess.Popen) -> bool:
    if mirror.poll() is not None:
        raise Failed((HERE / "mirror.log").read_text("utf-8", "replace")[-800:])
    return True


def heartbeat() -> int:
    try:
        return ask("127.0.0.1", http.client.HTTPConnection("127.0.0.1", 8081, timeout=5), "/heartbeat")[0]
    except OSError:
        return 0


def ask(host: str, connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes, str | None]:
    connection.request("GET", path, headers={"Host": host})
    response = connection.getresponse()
    return response.status, response.read(), response.headers.get("X-Overflow-Cache")


def ask_mirror(name: str, host: str, authority: str, path: str) -> tuple[int, bytes, str | None]:
    context = ssl.create_default_context(cadata=authority)
    connection = http.client.HTTPSConnection(name, timeout=20, context=context)
    connection.sock = context.wrap_socket(socket.create_connection(("127.0.0.1", 443), timeout=20), server_hostname=name)
    return ask(host, connection, path)


def check_serving(given: dict) -> None:
    name, authority = given["name"], given["authority"]
    status, body, cache = ask_mirror(name, name, authority, "/archives/file")
    expect((status, digest(body), cache) == (200, digest(FILE), "MISS"), f"first: {status}, {len(body)} bytes, {cache}")
    expect(len(ranges) > 1 and None not in ranges, f"the origin was asked for {ranges}, not for slices")
    asked = len(ranges)
    status, body, cache = ask_mirror(name, name, authority, "/archives/file")
    expect((status, digest(body), cache, len(ranges)) == (200, digest(FILE), "HIT", asked), f"second: {status}, {cache}")
    expect(any(CACHE.rglob("*")), "nothing lies on the cache's volume")
    checked(f"served by TLS with the fetched certificate: {asked} slices once from the origin by TLS, then from the cache")
    status, _body, _cache = ask_mirror(name, "elsewhere.example", authority, "/archives/file")
    expect(status == 404 and len(ranges) == asked, f"an unknown host is answered {status}")
    checked("an unknown host is answered 404")


def loop_device(name: str) -> str:
    image = HERE / name
    with image.open("wb") as file:
        file.truncate(256 * 1024 * 1024)
    return run("losetup", "--find", "--show", str(image)).strip()


def check_cache_volume() -> None:
    """Blank: formatted; ours: mounted as it is; anything else: refused, untouched."""
    script = commands("overflow-mirror-cache.service", "ExecStart")[0][0]
    foreign = loop_device("foreign.img")
    run("mkfs.ext4", "-q", "-L", "data", foreign)
    before = run("blkid", "--probe", foreign)
    refused = subprocess.run([script, str(CACHE), foreign], capture_output=True, text=True, check=False)
    expect(refused.returncode == 78 and "holds something else" in refused.stderr, f"{refused.returncode} {refused.stderr}")
    expect(run("blkid", "--probe", foreign) == before, "a foreign volume was written to")
    blank = loop_device("blank.img")
    run(script, str(CACHE), blank)
    (CACHE / "kept").write_text("x", encoding="ascii")
    run("umount", str(CACHE))
    run(script, str(CACHE), blank)
    # A second start finds it mounted.
    run(script, str(CACHE), blank)
    expect((CACHE / "kept").exists(), "the cache was formatted again")
    (CACHE / "kept").unlink()
    options = run("findmnt", "--noheadings", "--output", "OPTIONS", str(CACHE))
    expect(all(word in options for word in ("nosuid", "nodev", "noexec", "noatime")), options)
    checked("the cache's volume: blank is formatted, ours is kept, another's is refused untouched")


if __name__ == "__main__":
    main(check)
