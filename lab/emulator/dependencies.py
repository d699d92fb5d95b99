"""What still stands on a network part: EC2 refuses to delete it with DependencyViolation until nothing does.

docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html
docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
"""

from collections.abc import Iterator
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.ec2.exceptions import DependencyViolationError, EC2ClientError
from moto.ec2.models.dhcp_options import DHCPOptionsSetBackend
from moto.ec2.models.network_acls import NetworkAclBackend
from moto.ec2.models.route_tables import RouteBackend
from moto.ec2.models.security_groups import SecurityGroupBackend
from moto.ec2.models.subnets import SubnetBackend
from moto.ec2.models.vpcs import VPCBackend

from .overlay import replace


def install() -> None:
    drop_subnet, drop_group = SubnetBackend.delete_subnet, SecurityGroupBackend.delete_security_group
    drop_table, drop_acl = RouteBackend.delete_route_table, NetworkAclBackend.delete_network_acl

    def delete_subnet(self: Any, subnet_id: str) -> Any:
        subnet = self.get_subnet(subnet_id)
        _refuse("subnet", subnet_id, [e.id for e in _interfaces(self) if e.subnet.id == subnet_id])
        _refuse(
            "subnet",
            subnet_id,
            [f.function_name for f in _functions(self) if subnet_id in _configured(f, "SubnetIds")],
        )
        for table in self.route_tables.values():
            table._associations = {
                a: target for a, target in table._associations.items() if target != subnet_id
            }
        for acl in self.network_acls.values():
            acl._associations = {k: a for k, a in acl._associations.items() if a.subnet_id != subnet_id}
        return drop_subnet(self, subnet.id)

    def delete_security_group(self: Any, name: str | None = None, group_id: str | None = None) -> None:
        group = (
            self.get_security_group_from_id(group_id) if group_id else self.get_security_group_from_name(name)
        )
        if group is not None and group.is_default and group.vpc_id in self.vpcs:
            raise EC2ClientError(
                "CannotDelete",
                f'the specified group: "{group.id}" name: "default" cannot be deleted by a user',
            )
        if group is not None:
            _refuse("group", group.id, list(_users_of_group(self, group.id)), article="resource")
        drop_group(self, name, group_id)

    def delete_route_table(self: Any, route_table_id: str) -> None:
        table = self.get_route_table(route_table_id)
        _refuse(
            "routeTable", route_table_id, [table.main_association_id] if table.main_association_id else []
        )
        drop_table(self, route_table_id)

    def delete_network_acl(self: Any, network_acl_id: str) -> Any:
        acl = self.network_acls.get(network_acl_id)
        if acl is not None and acl.default:
            raise EC2ClientError(
                "InvalidParameterValue", f"cannot delete default network ACL {network_acl_id}"
            )
        return drop_acl(self, network_acl_id)

    replace(SubnetBackend, delete_subnet)
    replace(SecurityGroupBackend, delete_security_group)
    replace(RouteBackend, delete_route_table)
    replace(NetworkAclBackend, delete_network_acl)
    replace(VPCBackend, delete_vpc)
    replace(DHCPOptionsSetBackend, delete_dhcp_options_set)


def _refuse(kind: str, resource_id: str, users: list[Any], article: str = "The") -> None:
    if users:
        raise DependencyViolationError(
            f"{article} {kind} '{resource_id}' has dependencies and cannot be deleted."
        )


def _interfaces(backend: Any) -> list[Any]:
    return list(backend.enis.values())


def _functions(backend: Any) -> list[Any]:
    """Functions of the account and region: Lambda keeps interfaces in their subnets, with their groups."""
    regions = lambda_backends[backend.account_id]
    return (
        list(regions[backend.region_name].list_functions())
        if dict.__contains__(regions, backend.region_name)
        else []
    )


def _configured(function: Any, name: str) -> list[str]:
    return (function._vpc_config or {}).get(name) or []


def _users_of_group(backend: Any, group_id: str) -> Iterator[str]:
    for interface in _interfaces(backend):
        if any(group.id == group_id for group in interface.group_set):
            yield interface.id
    for endpoint in backend.vpc_end_points.values():
        if endpoint.state not in ("deleting", "deleted") and group_id in endpoint.security_group_ids:
            yield endpoint.id
    for function in _functions(backend):
        if group_id in _configured(function, "SecurityGroupIds"):
            yield function.function_name
    for groups in backend.groups.values():
        for other in groups.values():
            if other.id != group_id and group_id in _named_by_rules(other):
                yield other.id


def _named_by_rules(group: Any) -> set[str]:
    rules = [*group.ingress_rules, *group.egress_rules]
    return {rule.source_group.get("GroupId") for rule in rules}


def delete_vpc(self: Any, vpc_id: str) -> Any:
    """Takes its main route table, default group and default network ACL with it, and nothing else."""
    vpc = self.get_vpc(vpc_id)
    _refuse("vpc", vpc_id, list(_users_of_vpc(self, vpc_id)))
    for table_id in [t.id for t in self.route_tables.values() if t.vpc_id == vpc_id]:
        del self.route_tables[table_id]
    for acl_id in [a.id for a in self.network_acls.values() if a.vpc_id == vpc_id]:
        del self.network_acls[acl_id]
    self.groups.pop(vpc_id, None)
    return self.vpcs.pop(vpc.id)


def _users_of_vpc(backend: Any, vpc_id: str) -> Iterator[str]:
    yield from (s.id for zone in backend.subnets.values() for s in zone.values() if s.vpc_id == vpc_id)
    yield from (e.id for e in _interfaces(backend) if e.subnet.vpc_id == vpc_id)
    yield from (g.id for g in backend.groups.get(vpc_id, {}).values() if not g.is_default)
    yield from (
        t.id for t in backend.route_tables.values() if t.vpc_id == vpc_id and not t.main_association_id
    )
    yield from (a.id for a in backend.network_acls.values() if a.vpc_id == vpc_id and not a.default)
    yield from (i.id for i in backend.internet_gateways.values() if i.vpc and i.vpc.id == vpc_id)
    for gateway in backend.vpn_gateways.values():
        attachment = gateway.attachments.get(vpc_id)
        if attachment is not None and attachment.state != "detached":
            yield gateway.id
    for endpoint in backend.vpc_end_points.values():
        if endpoint.vpc_id == vpc_id and endpoint.state not in ("deleting", "deleted"):
            yield endpoint.id


def delete_dhcp_options_set(self: Any, options_id: str) -> None:
    if options_id not in self.dhcp_options_sets:
        raise EC2ClientError(
            "InvalidDhcpOptionID.NotFound", f"The dhcpOption ID '{options_id}' does not exist"
        )
    users = [vpc.id for vpc in self.vpcs.values() if vpc.dhcp_options and vpc.dhcp_options.id == options_id]
    _refuse("dhcpOptions", options_id, users)
    self.dhcp_options_sets.pop(options_id)
