"""Network load balancers as AWS keeps them: true names, interfaces in their subnets, states that take time.

docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html and its siblings
docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.elbv2.exceptions import (
    DuplicateListenerError,
    DuplicateLoadBalancerName,
    ELBClientError,
    InvalidConfigurationRequest,
    LoadBalancerNotFoundError,
    SubnetNotFoundError,
)
from moto.elbv2.models import AvailabilityZone, ELBv2Backend, FakeLoadBalancer
from moto.elbv2.responses import ELBV2Response

from .overlay import replace
from .world import world

# docs.aws.amazon.com/general/latest/gr/elb.html: the zones of network load balancers' own names, by region.
_ZONES = {
    "eu-central-1": "Z3F0SRJ5LGBH90",
    "eu-west-1": "Z2IFOLAFXWLO4F",
    "eu-west-2": "ZD4D7Y8KGAS4G",
    "eu-west-3": "Z1CMS0P5QUZ6D5",
    "us-east-1": "Z26RNL4JYFTOTI",
    "us-east-2": "ZLMOA37VPKANP",
    "us-west-1": "Z24FKFUX50B4VW",
    "us-west-2": "Z18D5FSROUN65G",
}
# docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-load-balancer-attributes.html
_ATTRIBUTES = {
    "access_logs.s3.enabled": "false",
    "access_logs.s3.bucket": "",
    "access_logs.s3.prefix": "",
    "deletion_protection.enabled": "false",
    "dns_record.client_routing_policy": "any_availability_zone",
    "ipv6.deny_all_igw_traffic": "false",
    "load_balancing.cross_zone.enabled": "false",
    "secondary_ips.auto_assigned.per_subnet": "0",
    "zonal_shift.config.enabled": "false",
}


def install() -> None:
    make = ELBv2Backend.create_load_balancer

    def create_load_balancer(self: Any, name: str, *arguments: Any, **options: Any) -> Any:
        if any(balancer.name == name for balancer in self.load_balancers.values()):
            raise DuplicateLoadBalancerName()
        for group_id in options.get("security_groups") or []:
            _demand_group(self, group_id)
        options["scheme"] = options.get("scheme") or "internet-facing"
        balancer = make(self, name, *arguments, **options)
        if balancer.type == "network":
            _as_network(self, balancer)
        world.after(world.timings.networkSeconds, lambda: _become_active(balancer))
        return balancer

    listen = ELBv2Backend.create_listener

    def create_listener(self: Any, load_balancer_arn: str, protocol: str, port: Any, *a: Any, **k: Any) -> Any:
        balancer = self.load_balancers.get(load_balancer_arn)
        if balancer and any(str(each.port) == str(port) for each in balancer.listeners.values()):
            raise DuplicateListenerError()
        return listen(self, load_balancer_arn, protocol, port, *a, **k)

    replace(ELBv2Backend, create_load_balancer, create_listener, delete_load_balancer, set_subnets)
    replace(FakeLoadBalancer, activate)
    replace(ELBV2Response, set_security_groups)


def _as_network(backend: Any, balancer: Any) -> None:
    """Turns what moto makes of every load balancer into a network load balancer."""
    del backend.load_balancers[balancer.arn]
    tags = backend.tagging_service.get_tag_dict_for_resource(balancer.arn)
    backend.tagging_service.delete_all_tags_for_resource(balancer.arn)
    balancer.arn = balancer.arn.replace(":loadbalancer/app/", ":loadbalancer/net/")
    backend.load_balancers[balancer.arn] = balancer
    backend.tagging_service.tag_resource(balancer.arn, [{"Key": k, "Value": v} for k, v in tags.items()])
    identifier = balancer.arn.rsplit("/", 1)[-1]
    balancer.dns_name = f"{balancer.name}-{identifier}.elb.{backend.region_name}.amazonaws.com"
    balancer.canonical_hosted_zone_id = _ZONES.get(
        backend.region_name, balancer.canonical_hosted_zone_id
    )
    balancer.attrs = dict(_ATTRIBUTES)
    if balancer.security_groups:
        balancer.enforce_security_group_inbound_rules_on_private_link_traffic = "on"
    for subnet in balancer.subnets:
        _add_interface(backend, balancer, subnet)


def _become_active(balancer: Any) -> None:
    if balancer.state == "provisioning":
        balancer.state = "active"


def activate(self: FakeLoadBalancer) -> None:
    """Looking at a load balancer does not make it active; time does."""


def _description(balancer: Any) -> str:
    return "ELB " + balancer.arn.split(":loadbalancer/", 1)[1]


def interfaces_of(backend: Any, balancer: Any) -> list[Any]:
    """The interfaces of a network load balancer: one a subnet, whose address is the balancer's there."""
    return [e for e in backend.ec2_backend.enis.values() if e.description == _description(balancer)]


def _add_interface(backend: Any, balancer: Any, subnet: Any) -> None:
    address = subnet.get_available_subnet_ip(instance=balancer)
    interface = backend.ec2_backend.create_network_interface(
        subnet, address, group_ids=list(balancer.security_groups or []), description=_description(balancer)
    )
    if not balancer.security_groups:
        interface._group_set = []
    interface.interface_type, interface.requester_managed = "network_load_balancer", True
    interface.status = "in-use"


def _remove_interface(interface: Any) -> None:
    interface.subnet.del_subnet_ip(interface.private_ip_address)
    interface.ec2_backend.enis.pop(interface.id, None)


def _demand_group(backend: Any, group_id: str) -> Any:
    group = backend.ec2_backend.get_security_group_from_id(group_id)
    if group is None:
        message = f"Security group '{group_id}' does not exist"
        raise ELBClientError("InvalidSecurityGroup", message)
    return group


def delete_load_balancer(self: ELBv2Backend, arn: str) -> None:
    """Takes its listeners with it; that it is gone already is no error. Its interfaces follow a little later."""
    balancer = self.load_balancers.get(arn)
    if balancer is None:
        return
    if balancer.attrs.get("deletion_protection.enabled") == "true":
        message = f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
        raise ELBClientError("OperationNotPermitted", message)
    del self.load_balancers[arn]
    self.tagging_service.delete_all_tags_for_resource(arn)
    left = interfaces_of(self, balancer)
    world.after(world.timings.networkSeconds, lambda: [_remove_interface(each) for each in left] and None)


def set_subnets(
    self: ELBv2Backend, arn: str, subnets: list[str], subnet_mappings: list[dict[str, Any]]
) -> list[AvailabilityZone]:
    """Unlike an application load balancer, a network load balancer may stand in one zone."""
    balancer = self.load_balancers.get(arn)
    if balancer is None:
        raise LoadBalancerNotFoundError()
    wanted = []
    for subnet_id in [*subnets, *(mapping["SubnetId"] for mapping in subnet_mappings)]:
        subnet = self.ec2_backend.get_subnet(subnet_id)
        if subnet is None or subnet.vpc_id != balancer.vpc_id:
            raise SubnetNotFoundError()
        wanted.append(subnet)
    zones = [subnet.availability_zone for subnet in wanted]
    if len(set(zones)) < len(zones):
        raise InvalidConfigurationRequest("A load balancer cannot be attached to two subnets of one zone")
    if len(zones) < 2 and balancer.type != "network":
        raise InvalidConfigurationRequest("At least two subnets in two zones must be specified")
    balancer.subnets = wanted
    if balancer.type == "network":
        standing = {interface.subnet.id: interface for interface in interfaces_of(self, balancer)}
        for subnet_id, interface in standing.items():
            if subnet_id not in {subnet.id for subnet in wanted}:
                _remove_interface(interface)
        for subnet in wanted:
            if subnet.id not in standing:
                _add_interface(self, balancer, subnet)
    return [AvailabilityZone(subnet) for subnet in wanted]


def set_security_groups(self: ELBV2Response) -> ActionResult:
    """docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSecurityGroups.html"""
    backend, arn = self.elbv2_backend, self._get_param("LoadBalancerArn")
    balancer = backend.load_balancers.get(arn)
    if balancer is None:
        raise LoadBalancerNotFoundError()
    group_ids = self._get_param("SecurityGroups", [])
    groups = [_demand_group(backend, group_id) for group_id in group_ids]
    if balancer.type == "network" and bool(group_ids) != bool(balancer.security_groups):
        verb = "added to" if group_ids else "removed from"
        message = f"Security groups cannot be {verb} a network load balancer after its creation"
        raise InvalidConfigurationRequest(message)
    balancer.security_groups = group_ids
    answer: dict[str, Any] = {"SecurityGroupIds": group_ids}
    if balancer.type == "network":
        for interface in interfaces_of(backend, balancer):
            interface._group_set = list(groups)
        enforced = self._get_param("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic")
        name = "enforce_security_group_inbound_rules_on_private_link_traffic"
        setattr(balancer, name, enforced or getattr(balancer, name))
        answer["EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"] = getattr(balancer, name)
    return ActionResult(answer)
