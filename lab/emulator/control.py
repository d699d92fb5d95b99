"""The lab's own endpoints, `/lab/...`: JSON in, JSON out."""

import json
from collections.abc import Callable
from typing import Any

from .call_log import call_log
from .faults import faults, parse_fault
from .leftovers import leftovers
from .targets import set_targets, targets
from .views import function_code, functions, instances, schedules, set_tunnels
from .vpc_names import answer_of
from .world import world

# Longest that one look at the instances may wait; longer than any client's poll, shorter than its patience.
MAXIMUM_WAIT_SECONDS = 60

Reply = tuple[int, str, bytes]
Query = dict[str, str]


def answer(method: str, path: str, query: Query, body: bytes) -> Reply:
    """Status, content type and body for a request below `/lab/`. Takes the world's lock itself."""
    with world.lock:
        world.run_due()
        try:
            if path.startswith("/lab/functions/") and path.endswith("/code") and method == "GET":
                return _code(path.removeprefix("/lab/functions/").removesuffix("/code"))
            route = _ROUTES.get((method, path))
            if route is None:
                allowed = ", ".join(f"{m} {p}" for m, p in sorted(_ROUTES))
                return _json(404, {"error": f"no {method} {path}; there is: {allowed}"})
            return _json(200, route(query, json.loads(body) if body else None))
        except ValueError as refused:
            return _json(400, {"error": str(refused)})


def _json(status: int, value: Any) -> Reply:
    return status, "application/json", json.dumps(value).encode()


def _code(name: str) -> Reply:
    code = function_code(name)
    if code is None:
        return _json(404, {"error": f"no function '{name}'"})
    return 200, "application/zip", code


def _number(query: Query, name: str, default: float) -> float:
    try:
        return float(query.get(name, default))
    except ValueError:
        raise ValueError(f"'{name}' must be a number, got '{query[name]}'") from None


def _instances(query: Query, _: Any) -> Any:
    if "after" in query:
        seconds = min(max(_number(query, "waitSeconds", 0), 0), MAXIMUM_WAIT_SECONDS)
        world.wait_for_revision_after(int(_number(query, "after", 0)), seconds)
    return {"revision": world.revision, "instances": instances()}


def _add_fault(_: Query, body: Any) -> Any:
    faults.add(parse_fault(body))
    return _faults(_, None)


def _clear_faults(_: Query, __: Any) -> Any:
    faults.clear()
    return []


def _faults(_: Query, __: Any) -> Any:
    return [fault.as_json() for fault in faults.pending()]


def _timings(_: Query, __: Any) -> Any:
    return vars(world.timings)


def _set_timings(_: Query, body: Any) -> Any:
    world.timings = world.timings.changed(body)
    return vars(world.timings)


def _calls(query: Query, _: Any) -> Any:
    return call_log.after(int(_number(query, "after", 0)))


def _tunnels(_: Query, body: Any) -> Any:
    return set_tunnels(body)


def _leftovers(_: Query, __: Any) -> Any:
    return leftovers()


def _dns(query: Query, _: Any) -> Any:
    return answer_of(query.get("vpcId", ""), query.get("name", ""), query.get("type", "A"))


_ROUTES: dict[tuple[str, str], Callable[[Query, Any], Any]] = {
    ("GET", "/lab/health"): lambda _, __: {"status": "ok"},
    ("GET", "/lab/instances"): _instances,
    ("GET", "/lab/faults"): _faults,
    ("POST", "/lab/faults"): _add_fault,
    ("DELETE", "/lab/faults"): _clear_faults,
    ("GET", "/lab/timings"): _timings,
    ("PUT", "/lab/timings"): _set_timings,
    ("GET", "/lab/functions"): lambda _, __: functions(),
    ("GET", "/lab/schedules"): lambda _, __: schedules(),
    ("POST", "/lab/tunnels"): _tunnels,
    ("GET", "/lab/targets"): lambda _, __: targets(),
    ("POST", "/lab/targets"): lambda _, body: set_targets(body),
    ("GET", "/lab/calls"): _calls,
    ("GET", "/lab/leftovers"): _leftovers,
    ("GET", "/lab/dns"): _dns,
}
