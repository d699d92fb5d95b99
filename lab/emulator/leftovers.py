"""What stands in the region beyond a fresh account: everything that somebody would still have to delete.

Not counted: the default VPC and its parts, what goes with its owner (a VPC's main route table, default group
and network ACL), AWS's own (prefix lists, service keys), and what is already on its way out (terminated
instances, deleted VPN parts, keys and secrets scheduled for deletion).
"""

from collections.abc import Callable, Iterator
from typing import Any

from moto.core.base_backend import BackendDict

Leftover = dict[str, str | None]
_GONE = ("deleted", "deleting", "terminated", "delete-complete", "shutting-down")


def leftovers() -> list[Leftover]:
    """`[{kind, id, environment}]`, sorted, of every service and region that was used.

    `environment` is the tag `overflow:environment` of an EC2 resource, else null. Interfaces that a service
    made (for a load balancer, an endpoint, a function, a group's instance) bear none: their VPC's counts.
    """
    found = [
        {"kind": kind, "id": resource_id, "environment": _environment(backend, resource_id)}
        for service in BackendDict._instances
        for _, _, backend in service.iter_backends()
        for kind, resource_id in _COLLECTORS.get(service.service_name, _nothing)(backend)
    ]
    return sorted(found, key=lambda each: (str(each["kind"]), str(each["id"])))


def _environment(backend: Any, resource_id: str) -> str | None:
    tags = getattr(backend, "tags", None)
    if not isinstance(tags, dict):
        return None
    interface = getattr(backend, "enis", {}).get(resource_id)
    owners = [resource_id, *([interface.subnet.vpc_id] if interface else [])]
    found = (tags.get(owner, {}).get("overflow:environment") for owner in owners)
    return next((environment for environment in found if environment), None)


def _nothing(_: Any) -> "Found":
    return iter(())


Found = Iterator[tuple[str, str]]


def _ec2(backend: Any) -> Found:
    fresh = {vpc.id for vpc in backend.vpcs.values() if vpc.is_default}
    yield from (
        ("instance", i.id) for r in backend.reservations.values() for i in r.instances if i.state not in _GONE
    )
    yield from (("vpc", vpc_id) for vpc_id in backend.vpcs if vpc_id not in fresh)
    yield from (
        ("subnet", s.id) for z in backend.subnets.values() for s in z.values() if s.vpc_id not in fresh
    )
    for groups in backend.groups.values():
        yield from (("security-group", g.id) for g in groups.values() if not g.is_default)
    yield from (("route-table", t.id) for t in backend.route_tables.values() if not t.main_association_id)
    yield from (("network-acl", a.id) for a in backend.network_acls.values() if not a.default)
    yield from (("dhcp-options", dhcp_id) for dhcp_id in backend.dhcp_options_sets)
    yield from (("network-interface", eni.id) for eni in backend.enis.values())
    yield from (("volume", volume_id) for volume_id in backend.volumes)
    yield from (("vpc-endpoint", e.id) for e in backend.vpc_end_points.values() if e.state not in _GONE)
    yield from (("launch-template", template_id) for template_id in backend.launch_templates)
    yield from (("flow-log", log_id) for log_id in backend.flow_logs)
    yield from (("elastic-ip", a.allocation_id) for a in backend.addresses)
    yield from (("internet-gateway", gateway_id) for gateway_id in backend.internet_gateways)
    yield from (("nat-gateway", g.id) for g in backend.nat_gateways.values() if g.state not in _GONE)
    yield from (("vpc-peering", p.id) for p in backend.vpc_pcxs.values() if p._status.code not in _GONE)
    yield from (("transit-gateway", g.id) for g in backend.transit_gateways.values() if g.state not in _GONE)
    yield from (("vpn-gateway", g.id) for g in backend.vpn_gateways.values() if g.state not in _GONE)
    yield from (
        ("customer-gateway", g.id) for g in backend.customer_gateways.values() if g.state not in _GONE
    )
    yield from (("vpn-connection", c.id) for c in backend.vpn_connections.values() if c.state not in _GONE)
    for prefix_list in backend.managed_prefix_lists.values():
        if prefix_list.owner_id == backend.account_id and prefix_list.state not in _GONE:
            yield "prefix-list", prefix_list.id
    for exclusion in getattr(backend, "vpc_block_public_access_exclusions", {}).values():
        if not exclusion["State"].startswith("delete"):
            yield "vpc-block-public-access-exclusion", exclusion["ExclusionId"]


def _iam(backend: Any) -> Found:
    yield from (
        ("role", role.name)
        for role in backend.roles.values()
        if not role.path.startswith("/aws-service-role/")
    )
    yield from (("policy", arn) for arn in backend.managed_policies if f"::{backend.account_id}:" in arn)
    yield from (("instance-profile", profile.name) for profile in backend.instance_profiles.values())
    yield from (("user", name) for name in backend.users)


def _kms(backend: Any) -> Found:
    for key in backend.keys.values():
        # The keys of AWS services carry an alias that customers cannot give.
        if key.key_state == "PendingDeletion" or any(name.startswith("alias/aws/") for name in key.aliases):
            continue
        yield "key", key.id
        yield from (("key-alias", name) for name in key.aliases)


def _secrets(backend: Any) -> Found:
    yield from (("secret", s.name) for s in backend.secrets.values() if not s.is_deleted())


def _lambda(backend: Any) -> Found:
    yield from (("function", function.function_name) for function in backend.list_functions())


def _scheduler(backend: Any) -> Found:
    for group in backend.schedule_groups.values():
        yield from (("schedule", f"{group.name}/{name}") for name in group.schedules)
        if group.name != "default":
            yield "schedule-group", group.name


def _resolver(backend: Any) -> Found:
    """Not counted: the settings of a VPC, which it has from the start."""
    overlaid = backend.__dict__.get("overlaid", {})
    for kind in ("firewall-domain-list", "firewall-rule-group", "firewall-rule-group-association"):
        yield from (
            (f"dns-{kind}", each["Id"])
            for each in overlaid.get(kind, {}).values()
            if not _going(each["Status"])
        )
    for kind in ("endpoint", "rule", "rule_association", "query_log_config", "query_log_config_association"):
        kept = getattr(backend, f"resolver_{kind}s").values()
        yield from (
            (f"resolver-{kind.replace('_', '-')}", each.id) for each in kept if not _going(each.status)
        )


def _going(status: str) -> bool:
    return status.lower() in _GONE


def _logs(backend: Any) -> Found:
    yield from (("log-group", name) for name in backend.groups)
    yield from (("log-resource-policy", name) for name in backend.resource_policies)


def _elbv2(backend: Any) -> Found:
    yield from (("load-balancer", arn) for arn in backend.load_balancers)
    yield from (("target-group", arn) for arn in backend.target_groups)


def _named(kind: str, attribute: str) -> Callable[[Any], Found]:
    def collect(backend: Any) -> Found:
        return ((kind, str(name)) for name in getattr(backend, attribute))

    return collect


_COLLECTORS: dict[str, Callable[[Any], Found]] = {
    "ec2": _ec2,
    "iam": _iam,
    "kms": _kms,
    "secretsmanager": _secrets,
    "lambda": _lambda,
    "scheduler": _scheduler,
    "dynamodb": _named("table", "tables"),
    "logs": _logs,
    "route53resolver": _resolver,
    "s3": _named("bucket", "buckets"),
    "sns": _named("topic", "topics"),
    "sqs": _named("queue", "queues"),
    "cloudwatch": _named("alarm", "alarms"),
    "route53": _named("hosted-zone", "zones"),
    "elbv2": _elbv2,
    "autoscaling": _named("auto-scaling-group", "autoscaling_groups"),
}
