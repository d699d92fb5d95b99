"""Invocations of functions, handed to the lab's function runner without holding the region's lock.

docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

import json
import os
import re
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, unquote

from .call_log import call_log, caller_of
from .faults import faults
from .views import function_code
from .world import world

# A function runs 15 minutes at most: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MAXIMUM_RUN_SECONDS = 900
RUNNER_VARIABLE = "OVERFLOW_FUNCTIONS_URL"

_PATH = re.compile(r"/2015-03-31/functions/(?P<function>.+)/invocations/?")

Answer = tuple[int, list[tuple[str, str]], bytes]


def is_invocation(path: str) -> bool:
    return _PATH.fullmatch(path) is not None


def invoke(environ: dict[str, Any], path: str, payload: bytes) -> Answer:
    """Runs the function and passes its answer through, or says why it could not, as Lambda would."""
    match = _PATH.fullmatch(path)
    assert match is not None
    name = function_name(unquote(match["function"]))
    kind = environ.get("HTTP_X_AMZ_INVOCATION_TYPE", "RequestResponse")
    caller = caller_of(environ.get("HTTP_AUTHORIZATION", ""))
    answer = _run(name, kind, payload)
    error = next((value for key, value in answer[1] if key == "x-amzn-ErrorType"), None)
    with world.lock:
        call_log.record("lambda", "Invoke", caller, answer[0], error, [name])
    return answer


def function_name(reference: str) -> str:
    """The name in a function's name, partial ARN or ARN, with or without a qualifier."""
    parts = reference.split(":")
    if "function" in parts:
        return parts[parts.index("function") + 1]
    # account:name has digits first; name:qualifier has not.
    return parts[1] if len(parts) > 1 and parts[0].isdigit() else parts[0]


def _run(name: str, kind: str, payload: bytes) -> Answer:
    with world.lock:
        fault = faults.take("Invoke", name)
        known = function_code(name) is not None
    if fault:
        return _error(fault.http_status, fault.code, fault.message)
    if not known:
        return _error(404, "ResourceNotFoundException", f"Function not found: {name}")
    if kind == "DryRun":
        return 204, [], b""
    runner = os.environ.get(RUNNER_VARIABLE)
    if not runner:
        return _error(
            500, "ServiceException", f"no function runner: {RUNNER_VARIABLE} is not set for the emulator"
        )
    return _forward(f"{runner.rstrip('/')}/functions/{quote(name)}/invocations", kind, payload)


def _forward(url: str, kind: str, payload: bytes) -> Answer:
    headers = {"Content-Type": "application/json", "X-Invocation-Type": kind}
    request = urllib.request.Request(url, data=payload or b"{}", headers=headers, method="POST")
    try:
        with _direct.open(request, timeout=MAXIMUM_RUN_SECONDS) as answer:
            return _passed_through(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as refused:
        return _passed_through(refused.code, refused.headers, refused.read())
    except OSError as unreachable:
        return _error(500, "ServiceException", f"the function runner does not answer: {unreachable}")


def _passed_through(status: int, headers: Any, body: bytes) -> Answer:
    passed = [
        ("Content-Type", headers.get("Content-Type", "application/json")),
        ("X-Amz-Executed-Version", "$LATEST"),
    ]
    if headers.get("X-Function-Error"):
        passed.append(("X-Amz-Function-Error", headers["X-Function-Error"]))
    if headers.get("x-amzn-ErrorType"):
        passed.append(("x-amzn-ErrorType", headers["x-amzn-ErrorType"]))
    return status, passed, body


def _error(status: int, code: str, message: str) -> Answer:
    body = json.dumps({"Type": "User" if status < 500 else "Service", "Message": message}).encode()
    return status, [("Content-Type", "application/json"), ("x-amzn-ErrorType", code)], body


# The runner is on loopback: no proxy of the environment may come between.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
