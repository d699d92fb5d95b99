"""Stands before every AWS call: injects faults, turns gaps of moto into AWS errors, logs the call."""

import functools
import json
import sys
import traceback
from collections.abc import Callable
from typing import Any

from moto.core.responses import BaseResponse

from .call_log import call_log, caller_of, error_code, resources_of
from .errors import Answer, error_answer
from .faults import faults

# Request members that may carry secrets or user data: never looked at for the log.
_PRIVATE = {
    "CiphertextBlob",
    "Environment",
    "ExpressionAttributeValues",
    "Item",
    "Plaintext",
    "PreSharedKey",
    "SecretBinary",
    "SecretString",
    "UserData",
    "ZipFile",
}


def install() -> None:
    """Wraps the method through which every service of moto answers; those that override it call it too."""
    BaseResponse.call_action = _watched(BaseResponse.call_action)  # type: ignore[method-assign]


def _watched(call_action: Callable[[BaseResponse], Answer]) -> Callable[[BaseResponse], Answer]:
    @functools.wraps(call_action)
    def watched(response: BaseResponse) -> Answer:
        service = response.boto3_service_name
        action = response._get_action() or "Unknown"
        texts, named = _request_of(response)
        status, headers, body = _answer(call_action, response, service, action, texts)
        text = (
            body
            if isinstance(body, str)
            else body.decode("utf-8", "replace")
            if isinstance(body, bytes)
            else ""
        )
        error = error_code(headers, text) if status >= 400 else None
        resources = resources_of(action, texts, named, text if error is None else "")
        call_log.record(
            service, action, caller_of(response.headers.get("Authorization", "")), status, error, resources
        )
        return status, headers, body

    return watched


def _answer(
    call_action: Callable[[BaseResponse], Answer],
    response: BaseResponse,
    service: str,
    action: str,
    texts: list[str],
) -> Answer:
    fault = faults.take(action, " ".join(texts))
    if fault:
        return error_answer(service, fault.http_status, fault.code, fault.message)
    try:
        return call_action(response)
    except NotImplementedError as gap:
        return error_answer(
            service, 501, "NotImplemented", f"the lab's emulator lacks {service} {action}: {gap}"
        )
    except (
        Exception
    ) as fault_of_ours:  # a bug in the emulator must reach the caller as AWS would say it, not as a page
        traceback.print_exc(file=sys.stderr)
        kind = type(fault_of_ours).__name__
        return error_answer(
            service, 500, "InternalFailure", f"the lab's emulator failed in {service} {action}: {kind}"
        )


def _request_of(response: BaseResponse) -> tuple[list[str], dict[str, Any]]:
    """The request's texts, private members left out, and its members by name (one value each)."""
    body: Any = response.body
    named: dict[str, Any] = dict(body) if isinstance(body, dict) else {}
    if isinstance(body, str | bytes) and body[:1] in ("{", b"{"):
        try:
            named = json.loads(body)
        except ValueError:
            named = {}
    named.update({key: values[0] for key, values in response.querystring.items() if values})
    public = {key: value for key, value in named.items() if key.rsplit(".", 1)[-1] not in _PRIVATE}
    return [str(value) for value in public.values()] + [response.path], public
