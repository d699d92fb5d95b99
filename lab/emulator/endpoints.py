"""VPC endpoints: interfaces with addresses of their subnets and AWS's names, gateways with routes.

docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidSecurityGroupNotFoundError
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.responses import EC2Response
from moto.ec2.responses.vpcs import VPCs
from moto.ec2.utils import random_resource_id

from .overlay import replace
from .world import world

_GATEWAY_SERVICES = ("s3", "dynamodb")


def install() -> None:
    replace(VPCs, create_vpc_endpoint, modify_vpc_endpoint, delete_vpc_endpoints, describe_prefix_lists)


def create_vpc_endpoint(self: EC2Response) -> ActionResult:
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html"""
    backend = self.ec2_backend
    vpc = backend.get_vpc(self._get_param("VpcId"))
    kind, service = self._get_param("VpcEndpointType") or "Gateway", self._get_param("ServiceName")
    prefix_list = _prefix_list(backend, service) if kind == "Gateway" else None
    groups = self._get_param("SecurityGroupIds", [])
    private_names = kind == "Interface" and self._get_param("PrivateDnsEnabled", True)
    _check(backend, vpc, kind, service, prefix_list, groups, private_names)
    self.error_on_dryrun()
    if kind == "Interface" and not groups:
        groups = [backend.get_default_security_group(vpc.id).id]
    endpoint = VPCEndPoint(
        backend,
        f"vpce-{random_resource_id(17)}",
        vpc.id,
        service,
        kind,
        self._get_param("PolicyDocument"),
        route_table_ids=[],
        subnet_ids=[],
        security_group_ids=list(groups),
        tags=self._parse_tag_specification().get("vpc-endpoint", {}),
        private_dns_enabled=private_names,
        destination_prefix_list_id=prefix_list.id if prefix_list else None,
    )
    backend.vpc_end_points[endpoint.id] = endpoint
    for table_id in self._get_param("RouteTableIds", []):
        _add_table(backend, endpoint, table_id)
    for subnet_id in self._get_param("SubnetIds", []):
        _add_subnet(backend, endpoint, subnet_id)
    endpoint.dns_entries = names_of(backend, endpoint)  # type: ignore[assignment]
    endpoint.ip_address_type = self._get_param("IpAddressType") or "ipv4"  # type: ignore[attr-defined]
    endpoint.dns_options = {"DnsRecordIpType": "ipv4"}  # type: ignore[attr-defined]
    endpoint.state = "pending" if kind == "Interface" else "available"
    world.after(world.timings.networkSeconds, lambda: _become(endpoint, "pending", "available"))
    return ActionResult({"VpcEndpoint": endpoint})


def _prefix_list(backend: Any, service: str) -> Any:
    return next((p for p in backend.managed_prefix_lists.values() if p.prefix_list_name == service), None)


def _check(
    backend: Any, vpc: Any, kind: str, service: str, prefix_list: Any, groups: list[str], private_names: bool
) -> None:
    if kind == "Gateway" and (prefix_list is None or service.rsplit(".", 1)[-1] not in _GATEWAY_SERVICES):
        raise EC2ClientError("InvalidServiceName", f"The Vpc Endpoint Service '{service}' does not exist")
    for group_id in groups:
        if backend.get_security_group_from_id(group_id) is None:
            raise InvalidSecurityGroupNotFoundError(group_id)
    if private_names and not (vpc.enable_dns_support and vpc.enable_dns_hostnames):
        message = (
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes "
            f"set to true for {vpc.id}"
        )
        raise EC2ClientError("InvalidParameter", message)


def _add_table(backend: Any, endpoint: Any, table_id: str) -> None:
    if table_id not in endpoint.route_table_ids:
        prefixes = endpoint.destination_prefix_list_id
        backend.create_route(table_id, None, gateway_id=endpoint.id, destination_prefix_list_id=prefixes)
        endpoint.route_table_ids.append(table_id)


def _remove_table(backend: Any, endpoint: Any, table_id: str) -> None:
    if table_id in endpoint.route_table_ids:
        endpoint.route_table_ids.remove(table_id)
        if table_id in backend.route_tables:
            backend.delete_route(table_id, None, None, endpoint.destination_prefix_list_id)


def _add_subnet(backend: Any, endpoint: Any, subnet_id: str) -> None:
    """One requester-managed interface in the subnet."""
    if subnet_id in endpoint.subnet_ids:
        return
    subnet = backend.get_subnet(subnet_id)
    address = subnet.get_available_subnet_ip(instance=endpoint)
    description = f"VPC Endpoint Interface {endpoint.id}"
    interface = backend.create_network_interface(
        subnet, address, group_ids=list(endpoint.security_group_ids), description=description
    )
    interface.interface_type, interface.requester_managed, interface.status = "vpc_endpoint", True, "in-use"
    endpoint.subnet_ids.append(subnet_id)
    endpoint.network_interface_ids.append(interface.id)


def _remove_subnet(backend: Any, endpoint: Any, subnet_id: str) -> None:
    for interface_id in list(endpoint.network_interface_ids):
        interface = backend.enis[interface_id]
        if interface.subnet.id == subnet_id:
            interface.subnet.del_subnet_ip(interface.private_ip_address)
            del backend.enis[interface_id]
            endpoint.network_interface_ids.remove(interface_id)
    if subnet_id in endpoint.subnet_ids:
        endpoint.subnet_ids.remove(subnet_id)


def names_of(backend: Any, endpoint: Any) -> list[dict[str, str]]:
    """Regional name, one name a zone and, with private DNS, the service's own name."""
    if endpoint.vpc_endpoint_type != "Interface":
        return []
    service = endpoint.service_name.rsplit(".", 1)[-1]
    if not hasattr(endpoint, "name_suffix"):
        endpoint.name_suffix, endpoint.zone_id = random_resource_id(8), f"Z{random_resource_id(13).upper()}"
    tail = f"{service}.{backend.region_name}.vpce.amazonaws.com"
    base = f"{endpoint.id}-{endpoint.name_suffix}"
    zones = sorted({backend.get_subnet(subnet_id).availability_zone for subnet_id in endpoint.subnet_ids})
    names = [f"{base}.{tail}", *(f"{base}-{zone}.{tail}" for zone in zones)]
    entries = [{"dns_name": name, "hosted_zone_id": endpoint.zone_id} for name in names]
    if endpoint.private_dns_enabled:
        entries.append(
            {"dns_name": f"{service}.{backend.region_name}.amazonaws.com", "hosted_zone_id": endpoint.zone_id}
        )
    return entries


def modify_vpc_endpoint(self: EC2Response) -> ActionResult:
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html"""
    backend = self.ec2_backend
    endpoint = backend.describe_vpc_endpoints([self._get_param("VpcEndpointId")])[0]
    self.error_on_dryrun()
    if self._get_param("ResetPolicy"):
        endpoint.policy_document = VPCEndPoint(
            backend, "", endpoint.vpc_id, "", None, None, []
        ).policy_document
    endpoint.policy_document = self._get_param("PolicyDocument") or endpoint.policy_document
    if self._get_param("PrivateDnsEnabled") is not None:
        endpoint.private_dns_enabled = self._get_param("PrivateDnsEnabled")
    removed, added = self._get_param("RemoveSecurityGroupIds", []), self._get_param("AddSecurityGroupIds", [])
    kept = [g for g in endpoint.security_group_ids if g not in removed]
    endpoint.security_group_ids = [*kept, *(g for g in added if g not in kept)]
    groups = [backend.get_security_group_from_id(group_id) for group_id in endpoint.security_group_ids]
    for interface_id in endpoint.network_interface_ids:
        backend.enis[interface_id]._group_set = list(groups)
    for subnet_id in self._get_param("RemoveSubnetIds", []):
        _remove_subnet(backend, endpoint, subnet_id)
    for subnet_id in self._get_param("AddSubnetIds", []):
        _add_subnet(backend, endpoint, subnet_id)
    for table_id in self._get_param("RemoveRouteTableIds", []):
        _remove_table(backend, endpoint, table_id)
    for table_id in self._get_param("AddRouteTableIds", []):
        _add_table(backend, endpoint, table_id)
    endpoint.dns_entries = names_of(backend, endpoint)
    return ActionResult({"Return": True})


def delete_vpc_endpoints(self: EC2Response) -> ActionResult:
    """Unknown ids are named as unsuccessful, the rest goes. Interfaces stay until the deletion is done."""
    self.error_on_dryrun()
    backend, refused = self.ec2_backend, []
    for endpoint_id in self._get_param("VpcEndpointIds", []):
        endpoint = backend.vpc_end_points.get(endpoint_id)
        if endpoint is None:
            message = f"The Vpc Endpoint Id '{endpoint_id}' does not exist"
            refused.append(
                {
                    "ResourceId": endpoint_id,
                    "Error": {"Code": "InvalidVpcEndpoint.NotFound", "Message": message},
                }
            )
        elif endpoint.state != "deleting":
            _delete(backend, endpoint)
    return ActionResult({"Unsuccessful": refused})


def _delete(backend: Any, endpoint: Any) -> None:
    endpoint.state = "deleting"
    for table_id in list(endpoint.route_table_ids):
        _remove_table(backend, endpoint, table_id)

    def gone() -> None:
        for subnet_id in list(endpoint.subnet_ids):
            _remove_subnet(backend, endpoint, subnet_id)
        backend.vpc_end_points.pop(endpoint.id, None)
        backend.tags.pop(endpoint.id, None)

    world.after(world.timings.networkSeconds, gone)


def describe_prefix_lists(self: EC2Response) -> ActionResult:
    """AWS's own lists with their blocks.

    docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePrefixLists.html
    """
    wanted, filters = self._get_param("PrefixListIds", []), self._filters_from_querystring()
    found = self.ec2_backend.describe_managed_prefix_lists(prefix_list_ids=wanted, filters=filters)
    lists = [
        {
            "PrefixListId": each.id,
            "PrefixListName": each.prefix_list_name,
            "Cidrs": [entry["Cidr"] for entry in list(each.entries.values())[-1]],
        }
        for each in found
        if each.prefix_list_name.startswith("com.amazonaws.")
    ]
    if len(lists) < len(wanted):
        raise EC2ClientError("InvalidPrefixListId.NotFound", "A prefix list of the request does not exist")
    return ActionResult({"PrefixLists": lists})


def _become(endpoint: Any, before: str, after: str) -> None:
    if endpoint.state == before:
        endpoint.state = after
