"""Fetches a file through the trust level's mirror, or from its origin over the link where the mirror does not serve.

    overflow-fetch https://files.example.org/packages/x.tar.gz x.tar.gz --sha256 9f86d0…

Standard library only, Python 3.9 or newer. What it knows stands in the file that OVERFLOW_FETCH names
(/etc/overflow/fetch.json), which the worker's bootstrap writes. Proxies are taken from HTTPS_PROXY, HTTP_PROXY and
NO_PROXY. Prints one line of JSON; the destination is written whole or not at all. Exit codes: 0, 1 when the file could
not be had, 2 for a wrong command line or settings. A fall-back leaves a record in the records bucket.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import ssl
import sys
import time
import urllib.request
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

# Python is started without the script's own folder, so that a build's files stay out.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from download import Failed, Fetched, download, mirrored, origin_of, reason_of  # noqa: E402

SETTINGS_FILE = "/etc/overflow/fetch.json"
RECORD_SECONDS = 5


class Settings(NamedTuple):
    worker: str
    mirrors: dict[str, str]
    records: dict[str, str] | None
    authority: str | None


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


def shown(url: str) -> str:
    """The URL without its query and credentials: a record or a log may not hold them."""
    parts = urlsplit(url)
    return origin_of(parts) + (parts.path or "/")


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
            fetched = download(mirrored(url, mirror), target, sha256, context, settings.mirrors)
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
