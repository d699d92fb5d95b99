"""Target groups: what is registered, and the health that the lab saw, which nobody but the lab can check.

docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
"""

from typing import Any

from moto.elbv2.models import ELBv2Backend, FakeHealthStatus, FakeTargetGroup, elbv2_backends

from .overlay import replace
from .world import world

# docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
_TCP_ATTRIBUTES: dict[str, Any] = {
    "deregistration_delay.timeout_seconds": "300",
    "deregistration_delay.connection_termination.enabled": "false",
    "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
    "preserve_client_ip.enabled": "true",
    "proxy_protocol_v2.enabled": "false",
    "stickiness.enabled": "false",
    "stickiness.type": "source_ip",
    "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
    "target_health_state.unhealthy.connection_termination.enabled": "true",
    "target_health_state.unhealthy.draining_interval_seconds": "0",
}
# docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
_WORDS = {
    "Elb.InitialHealthChecking": ("initial", "Initial health checks in progress"),
    "Target.DeregistrationInProgress": ("draining", "Target deregistration is in progress"),
    "Target.FailedHealthChecks": ("unhealthy", "Health checks failed"),
    "Target.InvalidState": ("unused", "Target is not in the running state"),
    "Target.NotInUse": ("unused", "Target group is not configured to receive traffic from the load balancer"),
    "Target.NotRegistered": ("unused", "Target is not registered to the target group"),
}

# Instance and port (None: any) → whether the lab found it healthy.
_seen: dict[tuple[str, int | None], bool] = {}


def install() -> None:
    make = ELBv2Backend.create_target_group

    def create_target_group(self: Any, name: str, **options: Any) -> Any:
        group = make(self, name, **options)
        if group.protocol in ("TCP", "UDP", "TCP_UDP", "TLS"):
            group.attributes = dict(_TCP_ATTRIBUTES)
            if group.health_check_protocol != "TCP" and not options.get("matcher"):
                group.matcher = {"HttpCode": "200-399"}
        return group

    replace(ELBv2Backend, create_target_group)
    replace(FakeTargetGroup, health_for, deregister, deregister_terminated_instances)
    FakeTargetGroup.load_balancer_arns = property(_load_balancers, _ignored)  # type: ignore[assignment]
    change = ELBv2Backend.modify_target_group

    def modify_target_group(self: Any, arn: str, *arguments: Any, **options: Any) -> Any:
        group = change(self, arn, *arguments, **options)
        # moto keeps the matcher for HTTP groups only; a TCP group checked by HTTP has one, too.
        codes = options.get("http_codes") or (arguments[7] if len(arguments) > 7 else None)
        if codes is not None:
            group.matcher = {"HttpCode": codes}
        return group

    replace(ELBv2Backend, modify_target_group)


def _load_balancers(group: Any) -> list[str]:
    """The load balancers whose listeners forward to the group now."""
    backend = elbv2_backends[group.account_id][group.region_name]
    return [
        balancer.arn
        for balancer in backend.load_balancers.values()
        if any(
            group.arn in backend._get_target_group_arns_from(action_data=action.data)
            for listener in balancer.listeners.values()
            for rule in listener.rules.values()
            for action in rule.actions
        )
    ]


def _ignored(group: Any, _: list[str]) -> None:
    """moto's own list is not kept: it never forgets."""


def deregister(self: FakeTargetGroup, targets: list[dict[str, Any]]) -> None:
    """A deregistered target drains for a while. That it is not registered is no error."""
    for target in targets:
        known = self.targets.pop(target["Id"], None)
        if known:
            self.deregistered_targets[target["Id"]] = known
            world.after(world.timings.networkSeconds, lambda gone=target["Id"]: _forget(self, gone))


def _forget(group: Any, target_id: str) -> None:
    group.deregistered_targets.pop(target_id, None)


def deregister_terminated_instances(self: FakeTargetGroup, instance_ids: list[str]) -> None:
    deregister(self, [{"Id": instance_id} for instance_id in instance_ids])


def health_for(self: FakeTargetGroup, target: dict[str, Any], ec2_backend: Any) -> FakeHealthStatus:
    known = self.targets.get(target["Id"])
    port = int((known or target).get("Port") or self.port)
    state, reason, description = "healthy", None, None
    found = _reason(self, target["Id"], port, ec2_backend)
    if found:
        reason, (state, description) = found, _WORDS[found]
    return FakeHealthStatus(target["Id"], str(port), self.health_check_port, state, reason, description)


def _reason(group: Any, target_id: str, port: int, ec2_backend: Any) -> str | None:
    """Why the target is not healthy; None if it is."""
    if target_id in group.deregistered_targets:
        return "Target.DeregistrationInProgress"
    if target_id not in group.targets:
        return "Target.NotRegistered"
    if not group.load_balancer_arns:
        return "Target.NotInUse"
    if target_id.startswith("i-"):
        instance = ec2_backend.get_instance_by_id(target_id)
        if instance is None or instance.state != "running":
            return "Target.InvalidState"
    healthy = _seen.get((target_id, port), _seen.get((target_id, None)))
    if healthy is None:
        return "Elb.InitialHealthChecking"
    return None if healthy else "Target.FailedHealthChecks"


def failing(backend: Any, group_arn: str, instance_id: str) -> str | None:
    """AWS's reason why the target is not healthy; None if it is, or if no load balancer would ask."""
    group = backend.target_groups[group_arn]
    reason = group.health_for({"Id": instance_id}, backend.ec2_backend).reason
    return None if reason in (None, "Target.NotInUse") else str(reason)


def targets() -> list[dict[str, Any]]:
    """Every registered target, how its group wants it checked, and its health."""
    return [
        {
            "targetGroupArn": group.arn,
            "instanceId": target_id,
            "port": int(target.get("Port") or group.port),
            "check": {
                "protocol": group.health_check_protocol,
                "port": _check_port(group, target),
                "path": group.health_check_path,
            },
            "state": group.health_for({"Id": target_id}, backend.ec2_backend).status,
        }
        for _, _, backend in elbv2_backends.iter_backends()
        for group in backend.target_groups.values()
        for target_id, target in group.targets.items()
    ]


def _check_port(group: Any, target: dict[str, Any]) -> int:
    port = group.health_check_port
    return int(target.get("Port") or group.port) if port in (None, "traffic-port") else int(port)


def set_targets(body: Any) -> list[dict[str, Any]]:
    """Notes what the lab saw: `{instanceId, port?, healthy}`; without a port, of all ports of the instance.

    Answers the targets that it is about, as `targets` does. Raises ValueError that names the field.
    """
    if not isinstance(body, dict):
        raise ValueError(f"targets: expected an object, got {body!r}")
    instance_id, port, healthy = body.get("instanceId"), body.get("port"), body.get("healthy")
    if not isinstance(instance_id, str) or not instance_id.startswith("i-"):
        raise ValueError(f"targets: 'instanceId' must be an instance id, got {instance_id!r}")
    if not isinstance(healthy, bool):
        raise ValueError(f"targets: 'healthy' must be true or false, got {healthy!r}")
    if port is not None and (isinstance(port, bool) or not isinstance(port, int) or not 1 <= port <= 65535):
        raise ValueError(f"targets: 'port' must be 1 to 65535, got {port!r}")
    if port is None:
        for other in [key for key in _seen if key[0] == instance_id]:
            del _seen[other]
    if _seen.get((instance_id, port)) != healthy:
        _seen[(instance_id, port)] = healthy
        world.look_again()
    return [t for t in targets() if t["instanceId"] == instance_id and port in (None, t["port"])]
