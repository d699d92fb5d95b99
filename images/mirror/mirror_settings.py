"""What a mirror's user data says, checked; and the lab's way to put it on other addresses."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from pathlib import Path
from typing import NamedTuple

from instance_metadata import Refused

# Far above what 16 KB of user data can be meant to hold: a bound, so that a broken file cannot fill the memory.
MAX_JSON_BYTES = 1024 * 1024
GZIP_MAGIC = b"\x1f\x8b"

LEVEL = re.compile(r"[a-z][a-z0-9-]{0,30}")
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
ADDRESS = re.compile(r"^(\s*(?:listen|server) )([0-9.]+:[0-9]+)(?=[ ;])", re.MULTILINE)


class MirrorSettings(NamedTuple):
    level: str
    configuration: str
    certificate_secret_arn: str | None
    certificate_authority: str | None
    records_bucket: str
    region: str


def parse_settings(user_data: bytes) -> MirrorSettings:
    """Checks the user data, gzipped or plain. @raise Refused naming the key, what is allowed and the fix"""
    fix = "let 'overflow up' replace this VM"
    try:
        data = json.loads(_plain(user_data))
    except (ValueError, OSError, EOFError, zlib.error) as error:
        raise Refused(f"user data is not JSON ({type(error).__name__}); {fix}") from None
    if not isinstance(data, dict) or data.get("overflow") != 1 or data.get("role") != "mirror":
        got = (data.get("overflow"), data.get("role")) if isinstance(data, dict) else type(data).__name__
        raise Refused(f"user data: 'overflow' and 'role' are {got!r}, allowed are 1 and 'mirror'; {fix}")

    def text(key: str, pattern: re.Pattern[str] | None = None) -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value or (pattern is not None and not pattern.fullmatch(value)):
            shown = repr(value) if pattern is not None else type(value).__name__
            raise Refused(f"user data: '{key}' is {shown}, allowed is {pattern.pattern if pattern else 'text'}; {fix}")
        return value

    def optional(key: str) -> str | None:
        return None if data.get(key) is None else text(key)

    return MirrorSettings(
        level=text("level", LEVEL),
        configuration=text("configuration"),
        certificate_secret_arn=optional("certificateSecretArn"),
        certificate_authority=optional("certificateAuthority"),
        records_bucket=text("recordsBucket", BUCKET),
        region=text("region", REGION),
    )


def _plain(user_data: bytes) -> bytes:
    if not user_data.startswith(GZIP_MAGIC):
        return user_data
    with gzip.GzipFile(fileobj=io.BytesIO(user_data)) as file:
        data = file.read(MAX_JSON_BYTES + 1)
    if len(data) > MAX_JSON_BYTES:
        raise ValueError("too long")
    return data


def apply_addresses(configuration: str, file: Path) -> str:
    """The same configuration on other addresses; everything else stays to the letter.

    Each address of a `listen` or `server` directive must be in the file: none may be left pointing elsewhere.
    @raise Refused naming the file and the address
    """
    try:
        addresses = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"--address-map {file}: {type(error).__name__}; allowed is a JSON object") from None
    if not isinstance(addresses, dict):
        raise Refused(f"--address-map {file}: {type(addresses).__name__}, allowed is a JSON object")

    def replace(match: re.Match[str]) -> str:
        here = addresses.get(match[2])
        if not isinstance(here, str) or not re.fullmatch(r"[0-9.]+:[0-9]+", here):
            raise Refused(f"--address-map {file}: {match[2]} is {here!r}, allowed is ADDRESS:PORT; add it")
        return match[1] + here

    return ADDRESS.sub(replace, configuration)
