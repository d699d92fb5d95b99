"""The credential of one cloud worker."""

from __future__ import annotations

import base64
import hashlib
import hmac


def worker_password(key: str, worker_name: str) -> str:
    """Password of a worker: base64url, without padding, of HMAC-SHA256 (RFC 2104) of its name under its pool's key.

    The scaler derives the same one and hands it to the VM, so no list of passwords is stored or sent, and a
    password that leaks opens one name only.
    """
    digest = hmac.new(key.encode(), worker_name.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
