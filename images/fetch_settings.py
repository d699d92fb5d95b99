"""What a worker's builds need to fetch their sources: `fetch.json`, which `overflow-fetch` reads. It holds no secret."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from instance_metadata import Refused

FILE = "fetch.json"
# Amazon S3 user guide, "General purpose bucket naming rules".
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
WORD = re.compile(r"[a-z0-9-]{1,63}")


class FetchSettings(NamedTuple):
    """Origin to mirror; bucket, region and level of the records, or None; PEM text of the build network's authority, or None."""

    mirrors: dict[str, str]
    records: dict[str, str] | None
    authorities: str | None


def parse_fetch_settings(data: dict[str, Any]) -> FetchSettings:
    """From the user data, whose `certificateAuthority` has been checked. @raise Refused naming the key and the fix

    Without `mirrors` and `records` the user data is an older scaler's, as between two steps of an update of the
    stack: such a VM fetches from the origins.
    """
    fix = "let the scaler replace this VM"
    mirrors, records = data.get("mirrors", {}), data.get("records")
    if not isinstance(mirrors, dict) or not all(is_origin(url) for pair in mirrors.items() for url in pair):
        raise Refused(f"user data: 'mirrors' is {mirrors!r}, allowed is an object of URLs, https://HOST each; {fix}")
    if records is not None and not is_records(records):
        raise Refused(f"user data: 'records' is {records!r}, allowed is null or bucket, region and level; {fix}")
    return FetchSettings(mirrors, records, data.get("certificateAuthority"))


def is_origin(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and (parts.port or 443) > 0
    except ValueError:
        return False


def is_records(value: object) -> bool:
    if not isinstance(value, dict) or set(value) != {"bucket", "region", "level"}:
        return False
    bucket, *words = (value[key] for key in ("bucket", "region", "level"))
    return (
        isinstance(bucket, str)
        and BUCKET.fullmatch(bucket) is not None
        and all(isinstance(word, str) and WORD.fullmatch(word) for word in words)
    )


def write_fetch_settings(home: Path, worker: str, settings: FetchSettings) -> None:
    """Writes the file whole or not at all. Builds may read it: they run as the worker does."""
    text = json.dumps(
        {
            "worker": worker,
            "mirrors": settings.mirrors,
            "records": settings.records,
            "certificateAuthority": settings.authorities,
        },
        indent=2,
    )
    temporary = home / f"{FILE}.new"
    temporary.write_text(text + "\n", encoding="utf-8")
    os.replace(temporary, home / FILE)
