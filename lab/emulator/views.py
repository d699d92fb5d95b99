"""What the lab's other processes need to see of the region: instances, functions, schedules."""

import hashlib
import json
from typing import Any

from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.ec2.models import ec2_backends
from moto.scheduler.models import scheduler_backends

# docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html (defaults of asynchronous invocation)
DEFAULT_RETRIES, DEFAULT_EVENT_AGE_SECONDS = 2, 21600


def instances() -> list[dict[str, Any]]:
    """Every instance of every region in use, terminated ones until they vanish."""
    return [
        {
            "id": instance.id,
            "state": instance.state,
            "name": _tags(backend, instance.id).get("Name", ""),
            "tags": _tags(backend, instance.id),
            "userData": str(instance.user_data) if instance.user_data is not None else "",
            "privateIp": instance.private_ip,
            "hibernateConfigured": instance.hibernation_configured,
            "stopMode": instance.stop_mode,
            "instanceMetadataTags": _metadata_tags(instance),
            "launchedAtMs": int(instance.launch_time.timestamp() * 1000),
        }
        for _, _, backend in ec2_backends.iter_backends()
        for reservation in backend.reservations.values()
        for instance in reservation.instances
    ]


def _metadata_tags(instance: Any) -> str:
    """`enabled` or `disabled`; not asked for is disabled.

    docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html
    """
    return str(getattr(instance.metadata_options, "instance_metadata_tags", None) or "disabled")


def _tags(backend: Any, resource_id: str) -> dict[str, str]:
    return dict(backend.tags.get(resource_id, {}))


def _functions() -> list[LambdaFunction]:
    return [f for _, _, backend in lambda_backends.iter_backends() for f in backend.list_functions()]


def functions() -> list[dict[str, Any]]:
    return [
        {
            "name": function.function_name,
            "arn": function.function_arn.removesuffix(":$LATEST"),
            "runtime": function.run_time,
            "handler": function.handler,
            "timeoutSeconds": function.timeout,
            "memoryMib": function.memory_size,
            "reservedConcurrency": function.reserved_concurrency,
            "environment": dict(function.environment_vars),
            "revision": _revision(function),
            **_asynchronous(function),
        }
        for function in _functions()
    ]


def _revision(function: LambdaFunction) -> str:
    """Differs when the code, or how it is to be run, does: a runner then starts the function anew."""
    run_as = [
        function.code_sha_256,
        function.run_time,
        function.handler,
        function.timeout,
        function.environment_vars,
    ]
    return hashlib.sha256(json.dumps(run_as, sort_keys=True).encode()).hexdigest()


def _asynchronous(function: LambdaFunction) -> dict[str, int]:
    config = function.event_invoke_config[0].config if function.event_invoke_config else {}
    return {
        "maximumRetryAttempts": config.get("MaximumRetryAttempts", DEFAULT_RETRIES),
        "maximumEventAgeSeconds": config.get("MaximumEventAgeInSeconds", DEFAULT_EVENT_AGE_SECONDS),
    }


def function_code(name: str) -> bytes | None:
    """The deployment package of the function; None if there is none of this name."""
    return next((function.code_bytes for function in _functions() if function.function_name == name), None)


def schedules() -> list[dict[str, Any]]:
    return [
        {
            "name": schedule.name,
            "group": schedule.group_name,
            "expression": schedule.schedule_expression,
            "enabled": schedule.state == "ENABLED",
            "targetArn": schedule.target["Arn"],
            "input": schedule.target.get("Input", "{}"),
            "maximumRetryAttempts": schedule.target["RetryPolicy"].get("MaximumRetryAttempts", 185),
            "maximumEventAgeSeconds": schedule.target["RetryPolicy"].get("MaximumEventAgeInSeconds", 86400),
        }
        for _, _, backend in scheduler_backends.iter_backends()
        for group in backend.schedule_groups.values()
        for schedule in group.schedules.values()
    ]


def set_tunnels(body: Any) -> list[dict[str, str]]:
    """Sets VPN tunnels UP or DOWN: `{status, vpnConnectionId?, outsideIpAddress?}`; by default all."""
    if not isinstance(body, dict) or body.get("status") not in ("UP", "DOWN"):
        raise ValueError(f"tunnels: expected an object with 'status' UP or DOWN, got {body!r}")
    connection_id, address = body.get("vpnConnectionId"), body.get("outsideIpAddress")
    chosen = [
        (connection, tunnel)
        for _, _, backend in ec2_backends.iter_backends()
        for connection in backend.vpn_connections.values()
        if connection.state in ("pending", "available") and connection_id in (None, connection.id)
        for tunnel in connection.kept_tunnels
        if address in (None, tunnel.outside_address)
    ]
    for _, tunnel in chosen:
        tunnel.set_status(body["status"])
    return [
        {
            "vpnConnectionId": connection.id,
            "outsideIpAddress": tunnel.outside_address,
            "status": tunnel.status,
        }
        for connection, tunnel in chosen
    ]
