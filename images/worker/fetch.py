"""Fetches a file through the trust level's mirror, or from its origin over the link where the mirror does not serve.

    overflow-fetch https://files.example.org/packages/x.tar.gz x.tar.gz --sha256 9f86d0…

Standard library only, Python 3.9 or newer. What it knows stands in the file that OVERFLOW_FETCH names
(/etc/overflow/fetch.json), which the worker's bootstrap writes. Proxies are taken from HTTPS_PROXY, HTTP_PROXY and
NO_PROXY. Prints one line of JSON; the destination is written whole or not at all. Exit codes: 0, 1 when the file could
not be had, 2 for a wrong command line or settings. A fall-back leaves a record in the records bucket.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import re
import socket
import ssl
import sys
import time
import urllib.request
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

SETTINGS_FILE = "/etc/overflow/fetch.json"
CONNECT_SECONDS = 5
# A mirror lets VMs that want the same file wait for the first one's fetch, for 10 minutes at most (proxy_cache_lock_timeout).
ANSWER_SECONDS = 630
# Whether the other end still lives is asked meanwhile: dead after 25 s.
KEEPALIVE = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3}
CHUNK_BYTES = 256 * 1024
MOST_REDIRECTS = 5
RECORD_SECONDS = 5


class Failed(Exception):
    """One source did not give the file; the message says why, in words fit for a record."""


class Settings(NamedTuple):
    worker: str
    mirrors: dict[str, str]
    records: dict[str, str] | None
    authority: str | None


class Fetched(NamedTuple):
    bytes: int
    sha256: str
    cache: str | None


def read_settings(path: Path) -> Settings:
    """@raise ValueError naming the file and the key"""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: {error}; the worker's bootstrap writes it (OVERFLOW_FETCH names another)") from None
    if not isinstance(data, dict) or not isinstance(data.get("worker"), str) or not isinstance(data.get("mirrors"), dict):
        raise ValueError(f"{path}: needs 'worker' and 'mirrors'; let the worker's bootstrap write it again")
    mirrors = {origin_of(urlsplit(key)): str(value).rstrip("/") for key, value in data["mirrors"].items()}
    return Settings(data["worker"], mirrors, data.get("records"), data.get("certificateAuthority"))


def origin_of(url: SplitResult) -> str:
    """`https://host`, with the port where it is not the scheme's own."""
    port = url.port
    usual = {"https": 443, "http": 80}.get(url.scheme)
    return f"{url.scheme}://{(url.hostname or '').lower()}" + ("" if port in (None, usual) else f":{port}")


def shown(url: str) -> str:
    """The URL without its query and credentials: a record or a log may not hold them."""
    parts = urlsplit(url)
    return origin_of(parts) + (parts.path or "/")


def open_connection(url: SplitResult, context: ssl.SSLContext) -> http.client.HTTPConnection:
    """A connection to the URL's host, through the environment's proxy if there is one for it. @raise OSError"""
    host = url.hostname or ""
    port = url.port or (443 if url.scheme == "https" else 80)
    proxy = urllib.request.getproxies().get(url.scheme)
    if proxy is not None and urllib.request.proxy_bypass(f"{host}:{port}"):
        proxy = None
    if proxy is None:
        via = (host, port)
    else:
        parts = urlsplit(proxy if "//" in proxy else f"//{proxy}")
        via = (parts.hostname or "", parts.port or 80)
    connection: http.client.HTTPConnection
    if url.scheme == "https":
        connection = http.client.HTTPSConnection(*via, timeout=CONNECT_SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(*via, timeout=CONNECT_SECONDS)
    if proxy is not None:
        # Plain http, too: a tunnel hides from the proxy nothing that it should see, and needs no second way of asking.
        connection.set_tunnel(host, port)
    connection.connect()
    return connection


def wait_for_answer(connection: http.client.HTTPConnection) -> None:
    sock = connection.sock
    sock.settimeout(ANSWER_SECONDS)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, seconds in KEEPALIVE.items():
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), seconds)


def download(url: str, target: Path, sha256: str | None, context: ssl.SSLContext, settings: Settings | None) -> Fetched:
    """Fetches into `target`. With `settings` it stays with the mirrors: a redirect to what they do not serve is a failure.

    @raise Failed
    """
    for _hop in range(MOST_REDIRECTS + 1):
        parts = urlsplit(url)
        try:
            connection = open_connection(parts, context)
        except (OSError, http.client.HTTPException) as error:
            raise Failed(f"connect: {reason_of(error)}") from None
        try:
            wait_for_answer(connection)
            query = f"?{parts.query}" if parts.query else ""
            connection.request("GET", (parts.path or "/") + query, headers={"User-Agent": "overflow-fetch"})
            response = connection.getresponse()
            if response.status in (301, 302, 303, 307, 308):
                url = redirected(url, response.headers.get("Location"), settings)
                continue
            if response.status != 200:
                raise Failed(f"status {response.status}")
            return save(response, target, sha256)
        except (OSError, http.client.HTTPException) as error:
            raise Failed(f"broken off: {reason_of(error)}") from None
        finally:
            connection.close()
    raise Failed(f"more than {MOST_REDIRECTS} redirects")


def redirected(url: str, location: str | None, settings: Settings | None) -> str:
    """Where a redirect leads. @raise Failed if it leaves https, or the mirrors when those are asked"""
    if location is None:
        raise Failed("a redirect without a location")
    target = urljoin(url, location)
    origin = origin_of(urlsplit(target))
    if settings is not None:
        if origin in settings.mirrors.values():
            return target
        mirror = settings.mirrors.get(origin)
        if mirror is None:
            raise Failed(f"a redirect to {origin}, which no mirror serves")
        return mirrored(target, mirror)
    if urlsplit(url).scheme == "https" and not origin.startswith("https://"):
        raise Failed(f"a redirect from https to {origin}")
    return target


def save(response: http.client.HTTPResponse, target: Path, sha256: str | None) -> Fetched:
    digest = hashlib.sha256()
    count = 0
    with target.open("wb") as file:
        while chunk := response.read(CHUNK_BYTES):
            digest.update(chunk)
            count += len(chunk)
            file.write(chunk)
    # http.client ends quietly where a body with a length is cut short (read with a size).
    length = response.headers.get("Content-Length")
    if length is not None and count != int(length):
        raise Failed(f"cut short: {count} of {length} bytes")
    if sha256 is not None and digest.hexdigest() != sha256:
        raise Failed(f"sha256 is {digest.hexdigest()}")
    return Fetched(count, digest.hexdigest(), response.headers.get("X-Overflow-Cache"))


def mirrored(url: str, mirror: str) -> str:
    parts = urlsplit(url)
    return mirror + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def reason_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def put_record(settings: Settings, record: dict[str, Any], context: ssl.SSLContext) -> None:
    """Leaves the record in the bucket, unsigned: the bucket admits the level's own gateway endpoint. @raise Failed"""
    records = settings.records
    if records is None:
        return
    day = datetime.fromtimestamp(record["atMs"] / 1000, timezone.utc).strftime("%Y-%m-%d")
    key = f"fallbacks/{records['level']}/{day}/{settings.worker}-{uuid.uuid4()}.json"
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    if endpoint:
        base = f"{endpoint.rstrip('/')}/{records['bucket']}"
    else:
        base = f"https://{records['bucket']}.s3.{records['region']}.amazonaws.com"
    request = urllib.request.Request(f"{base}/{key}", json.dumps(record).encode(), method="PUT")
    request.add_header("Content-Type", "application/json")
    # No proxy: S3 is reached by the gateway endpoint, which is what the bucket asks for.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    try:
        opener.open(request, timeout=RECORD_SECONDS).close()
    except OSError as error:
        raise Failed(reason_of(error)) from None


def fetch(url: str, target: Path, sha256: str | None, settings: Settings) -> dict[str, Any]:
    """The file from the mirror, else from the origin. @return what is printed"""
    context = ssl.create_default_context()
    if settings.authority is not None:
        context.load_verify_locations(cadata=settings.authority)
    start = time.monotonic()
    parts = urlsplit(url)
    origin = origin_of(parts)
    mirror = settings.mirrors.get(origin)
    fetched, reason, error = None, None, None
    if mirror is not None:
        try:
            fetched = download(mirrored(url, mirror), target, sha256, context, settings)
        except Failed as failure:
            reason = str(failure)
    via = "mirror" if fetched is not None else "origin"
    if fetched is None:
        try:
            fetched = download(url, target, sha256, context, None)
        except Failed as failure:
            error = str(failure)
    milliseconds = round((time.monotonic() - start) * 1000)
    got = fetched or Fetched(0, "", None)
    if reason is not None:
        outcome = "fetched" if error is None else "failed"
        level = None if settings.records is None else settings.records["level"]
        record = {"atMs": round(time.time() * 1000), "worker": settings.worker, "level": level, "origin": origin}
        record |= {"mirror": mirror, "path": parts.path or "/", "reason": reason, "outcome": outcome}
        record |= {"bytes": got.bytes, "milliseconds": milliseconds}
        try:
            put_record(settings, record, context)
        except Failed as failure:
            print(f"overflow-fetch: no record of the fall-back: {failure}", file=sys.stderr)
    result = {"url": shown(url), "dest": None, "via": via, "cache": got.cache if via == "mirror" else None}
    result |= {"fallback": reason, "bytes": got.bytes, "sha256": got.sha256 or None, "milliseconds": milliseconds}
    return {**result, "error": error}


def web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("https", "http") and bool(parts.hostname) and (parts.port or 80) > 0
        usable = usable and parts.username is None and value.isascii() and not re.search(r"[\x00-\x20]", value)
    except ValueError:
        usable = False
    if not usable:
        raise argparse.ArgumentTypeError("allowed is https://HOST[:PORT]/PATH without credentials")
    return value


def checksum(value: str) -> str:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", value):
        raise argparse.ArgumentTypeError(f"got {value!r}, allowed are 64 hexadecimal digits")
    return value.lower()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", type=web_address, help="where the file is at its origin")
    parser.add_argument("dest", type=Path, help="file to write")
    parser.add_argument("--sha256", type=checksum, help="what the file must be; another one is refused")
    options = parser.parse_args(arguments)
    try:
        settings = read_settings(Path(os.environ.get("OVERFLOW_FETCH", SETTINGS_FILE)))
    except ValueError as error:
        print(f"overflow-fetch: {error}", file=sys.stderr)
        return 2
    # Beside the destination, so that the last step is a rename; of this process alone.
    temporary = options.dest.with_name(f"{options.dest.name}.{os.getpid()}.part")
    try:
        result = fetch(options.url, temporary, options.sha256, settings)
        if result["error"] is None:
            os.replace(temporary, options.dest)
    except OSError as error:
        print(f"overflow-fetch: {options.dest}: {error}", file=sys.stderr)
        return 1
    finally:
        temporary.unlink(missing_ok=True)
    print(json.dumps({**result, "dest": str(options.dest)}))
    if result["error"] is not None:
        print(f"overflow-fetch: {result['url']}: {result['error']}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
