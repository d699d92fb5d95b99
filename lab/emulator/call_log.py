"""Who called what, when, and what came of it.

No secret, no user data: only names of actions, errors and ids.
"""

import json
import re
import time
from collections import deque
from pathlib import Path
from typing import Any, TextIO

# Calls kept for `GET /lab/calls`; the file keeps all.
KEPT_CALLS = 50_000
_RESOURCE_ID = re.compile(
    r"\b(?:acl|ami|cgw|dopt|eigw|eipalloc|eni|fl|i|igw|lt|nat|pl|r|rtb|rtbassoc|sg|sgr|snap|subnet|tgw|vgw|vol|vpc|vpce|vpn)"
    r"-[0-9a-f]{8,17}\b"
    r"|\b(?:rslvr-(?:[a-z]+)|rqlca?|rdsc)-[0-9a-f]{16,17}\b"
    r"|(?<=hostedzone/)Z[0-9A-Z]{1,31}\b"
)
_CREATING = ("Create", "Run", "Allocate", "Import", "Copy", "Register", "Associate")
_ERROR_CODE = re.compile(r"<Code>([^<]+)</Code>|\"(?:__type|Code)\"\s*:\s*\"(?:[^\"#]*#)?([^\"]+)\"")
# Request members that name a resource of a service without prefixed ids.
_NAMING = (
    "AlarmName",
    "AlarmNames",
    "AliasName",
    "FunctionName",
    "GroupName",
    "InstanceProfileName",
    "KeyId",
    "Name",
    "PolicyName",
    "RoleName",
    "SecretId",
    "SubscriptionArn",
    "TableName",
    "TopicArn",
    "logGroupName",
    "policyName",
)
_CALLER = re.compile(r"Credential=([^/,\s]+)/")


def caller_of(authorization: str) -> str:
    """The access key id in a SigV4 Authorization header: who calls. `unknown` without one."""
    found = _CALLER.search(authorization)
    return found.group(1) if found else "unknown"


class CallLog:
    def __init__(self) -> None:
        self._calls: deque[dict[str, Any]] = deque(maxlen=KEPT_CALLS)
        self._sequence = 0
        self._file: TextIO | None = None

    def append_to(self, path: Path) -> None:
        """Also writes each call to `path`, one JSON object a line."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8")

    def record(
        self, service: str, action: str, caller: str, status: int, error: str | None, resources: list[str]
    ) -> None:
        self._sequence += 1
        call = {
            "sequence": self._sequence,
            "atMs": int(time.time() * 1000),
            "service": service,
            "action": action,
            "caller": caller,
            "status": status,
            "error": error,
            "resources": resources,
        }
        self._calls.append(call)
        if self._file:
            self._file.write(json.dumps(call) + "\n")
            self._file.flush()

    def after(self, sequence: int) -> list[dict[str, Any]]:
        return [call for call in self._calls if call["sequence"] > sequence]


def error_code(headers: dict[str, Any], body: str) -> str:
    """The error code in an AWS error answer; `Unknown` if it shows none."""
    for name, value in headers.items():
        if name.lower() == "x-amzn-errortype":
            return str(value).split(":")[0].rsplit("#", 1)[-1]
    found = _ERROR_CODE.search(body)
    return (found.group(1) or found.group(2)) if found else "Unknown"


def resources_of(action: str, request_texts: list[str], named: dict[str, Any], answer: str) -> list[str]:
    """Ids and names that a call is about, sorted: those it asks for, and those that a creating call got."""
    ids = {found for text in request_texts for found in _RESOURCE_ID.findall(text)}
    if action.startswith(_CREATING):
        ids.update(_RESOURCE_ID.findall(answer))
    for value in (named.get(key) for key in _NAMING):
        ids.update(
            str(item) for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)
        )
    return sorted(ids)


call_log = CallLog()
