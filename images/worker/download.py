"""One file from one place, by HTTP: proxies, redirects, a body that is whole. `fetch.py` decides which places are asked."""

from __future__ import annotations

import hashlib
import http.client
import socket
import ssl
import urllib.request
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

CONNECT_SECONDS = 5
# A mirror lets VMs that want the same file wait for the first one's fetch, for 10 minutes at most (proxy_cache_lock_timeout).
ANSWER_SECONDS = 630
# Whether the other end still lives is asked meanwhile: dead after 25 s.
KEEPALIVE = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3}
CHUNK_BYTES = 256 * 1024
MOST_REDIRECTS = 5


class Failed(Exception):
    """One source did not give the file; the message says why, in words fit for a record."""


class Fetched(NamedTuple):
    bytes: int
    sha256: str
    cache: str | None


def origin_of(url: SplitResult) -> str:
    """`https://host`, with the port where it is not the scheme's own."""
    port = url.port
    usual = {"https": 443, "http": 80}.get(url.scheme)
    return f"{url.scheme}://{(url.hostname or '').lower()}" + ("" if port in (None, usual) else f":{port}")


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


def download(url: str, target: Path, sha256: str | None, context: ssl.SSLContext, mirrors: dict[str, str] | None) -> Fetched:
    """Fetches into `target`. With `mirrors` it stays with these: a redirect to what they do not serve is a failure.

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
                url = redirected(url, response.headers.get("Location"), mirrors)
                continue
            if response.status != 200:
                raise Failed(f"status {response.status}")
            return save(response, target, sha256)
        except (OSError, http.client.HTTPException) as error:
            raise Failed(f"broken off: {reason_of(error)}") from None
        finally:
            connection.close()
    raise Failed(f"more than {MOST_REDIRECTS} redirects")


def redirected(url: str, location: str | None, mirrors: dict[str, str] | None) -> str:
    """Where a redirect leads. @raise Failed if it leaves https, or the mirrors when those are asked"""
    if location is None:
        raise Failed("a redirect without a location")
    target = urljoin(url, location)
    origin = origin_of(urlsplit(target))
    if mirrors is not None:
        if origin in mirrors.values():
            return target
        mirror = mirrors.get(origin)
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
