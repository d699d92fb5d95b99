"""The instance metadata service, as the bootstraps need it: IMDSv2, one read of the user data and of who this VM is."""

from __future__ import annotations

import argparse
import http.client
from urllib.parse import urlsplit

# EC2 user guide, "Use IMDSv2": a session token, asked for by PUT, goes with every read.
TOKEN_PATH = "/latest/api/token"
USER_DATA_PATH = "/latest/user-data"
NAME_TAG_PATH = "/latest/meta-data/tags/instance/Name"
INSTANCE_ID_PATH = "/latest/meta-data/instance-id"
TOKEN_TTL_SECONDS = "60"
ANSWER_TIMEOUT_SECONDS = 5
# EC2 user guide, "Add user data": at most 16 kB before base64.
MAX_ANSWER_BYTES = 16 * 1024


class NotYet(Exception):
    """The metadata service, or a part of it, is not there yet: worth another try."""


class Refused(Exception):
    """What was read can not be used; no retry mends it."""


def read_metadata(base: str) -> tuple[bytes, str]:
    """User data and the tag `Name`, by IMDSv2. @raise NotYet while something is missing"""
    return read_both(base, NAME_TAG_PATH)


def read_instance(base: str) -> tuple[bytes, str]:
    """User data and the instance's id, by IMDSv2. @raise NotYet while something is missing"""
    return read_both(base, INSTANCE_ID_PATH)


def read_both(base: str, path: str) -> tuple[bytes, str]:
    token = call(base, "PUT", TOKEN_PATH, {"X-aws-ec2-metadata-token-ttl-seconds": TOKEN_TTL_SECONDS})
    headers = {"X-aws-ec2-metadata-token": token.decode("ascii", "replace").strip()}
    user_data = call(base, "GET", USER_DATA_PATH, headers)
    return user_data, call(base, "GET", path, headers).decode("utf-8", "replace").strip()


def call(base: str, method: str, path: str, headers: dict[str, str]) -> bytes:
    parts = urlsplit(base)
    # Not urllib: it would send the credential through a proxy named in the environment.
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=ANSWER_TIMEOUT_SECONDS)
    try:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        body = response.read(MAX_ANSWER_BYTES + 1)
    except (OSError, http.client.HTTPException) as error:
        raise NotYet(f"{method} {path}: {type(error).__name__}") from None
    finally:
        connection.close()
    if response.status != 200:
        hint = "; is InstanceMetadataTags enabled in the launch template?" if path == NAME_TAG_PATH else ""
        raise NotYet(f"{method} {path}: HTTP {response.status}{hint}")
    if len(body) > MAX_ANSWER_BYTES:
        raise Refused(f"{method} {path}: longer than {MAX_ANSWER_BYTES} bytes; let the scaler replace this VM")
    return body


def metadata_url(value: str) -> str:
    """An option's value as the service's address. @raise argparse.ArgumentTypeError on anything but plain http"""
    try:
        parts = urlsplit(value)
        usable = parts.scheme == "http" and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        usable = False
    if not usable:
        raise argparse.ArgumentTypeError(f"got {value!r}, allowed is http://HOST[:PORT]")
    return value
