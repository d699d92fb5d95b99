"""Failures on request: the next calls of an action, all or those that name an instance, fail with a code."""

import re
from dataclasses import dataclass
from typing import Any

# Statuses of the codes that are no client error.
# docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (server error codes)
SERVER_ERROR_STATUS = {
    "InsufficientInstanceCapacity": 500,
    "InsufficientCapacity": 500,
    "InternalError": 500,
    "InternalFailure": 500,
    "InternalServerError": 500,
    "RequestLimitExceeded": 503,
    "ServiceUnavailable": 503,
    "Unavailable": 503,
}
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9.]*")


@dataclass
class Fault:
    """`times` calls of `action` ("*": of any) are still to fail."""

    action: str
    code: str
    times: int
    http_status: int
    instance_ids: tuple[str, ...]
    message: str

    def meets(self, action: str, request_text: str) -> bool:
        if self.times < 1 or self.action not in ("*", action):
            return False
        return not self.instance_ids or any(instance_id in request_text for instance_id in self.instance_ids)

    def as_json(self) -> dict[str, Any]:
        return {
            "action": self.action,
            "code": self.code,
            "times": self.times,
            "httpStatus": self.http_status,
            "instanceIds": list(self.instance_ids),
        }


def parse_fault(body: Any) -> Fault:
    """Reads the body of `POST /lab/faults`.

    Raises ValueError that names the field, what it got and what is allowed.
    """
    if not isinstance(body, dict):
        raise ValueError(f"fault: expected an object, got {body!r}")
    unknown = set(body) - {"action", "code", "times", "httpStatus", "instanceIds", "message"}
    if unknown:
        raise ValueError(f"fault: unknown field {sorted(unknown)[0]!r}")
    action, code, times = body.get("action"), body.get("code"), body.get("times", 1)
    if not isinstance(action, str) or not (action == "*" or _CODE.fullmatch(action)):
        raise ValueError(
            f"fault: 'action' must name an API action, such as StartInstances, or '*', got {action!r}"
        )
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise ValueError(
            f"fault: 'code' must be an error code, such as InsufficientInstanceCapacity, got {code!r}"
        )
    if isinstance(times, bool) or not isinstance(times, int) or not 1 <= times <= 1_000_000:
        raise ValueError(f"fault: 'times' must be 1 to 1000000, got {times!r}")
    status = body.get("httpStatus", SERVER_ERROR_STATUS.get(code, 400))
    if isinstance(status, bool) or not isinstance(status, int) or not 400 <= status <= 599:
        raise ValueError(f"fault: 'httpStatus' must be 400 to 599, got {status!r}")
    ids = body.get("instanceIds", [])
    if not isinstance(ids, list) or not all(isinstance(i, str) and i.startswith("i-") for i in ids):
        raise ValueError(f"fault: 'instanceIds' must be a list of instance ids, got {ids!r}")
    message = body.get("message", "failed on request of the lab")
    return Fault(action, code, times, status, tuple(ids), str(message))


class Faults:
    """The failures asked for, oldest first."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def pending(self) -> list[Fault]:
        return list(self._faults)

    def take(self, action: str, request_text: str) -> Fault | None:
        """The fault that this call runs into, counted down; None if it may pass."""
        for fault in self._faults:
            if fault.meets(action, request_text):
                fault.times -= 1
                if fault.times == 0:
                    self._faults.remove(fault)
                return fault
        return None


faults = Faults()
