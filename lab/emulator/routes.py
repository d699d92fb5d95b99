"""Routes lead only through gateways of their own network; prefix lists keep their name and version.

docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyManagedPrefixList.html
"""

from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.managed_prefixes import ManagedPrefixListBackend
from moto.ec2.models.route_tables import RouteBackend

from .overlay import replace
from .vpn_gateways import is_attached


def install() -> None:
    make, change = RouteBackend.create_route, RouteBackend.replace_route
    modify_list = ManagedPrefixListBackend.modify_managed_prefix_list

    def create_route(self: Any, route_table_id: str, *places: Any, **targets: Any) -> Any:
        _check_gateway(self, route_table_id, targets.get("gateway_id"))
        return make(self, route_table_id, *places, **targets)

    def replace_route(self: Any, route_table_id: str, *places: Any, **targets: Any) -> Any:
        _check_gateway(self, route_table_id, targets.get("gateway_id"))
        return change(self, route_table_id, *places, **targets)

    def modify_managed_prefix_list(
        self: Any,
        add_entry: Any,
        remove_entry: Any,
        prefix_list_id: Any = None,
        current_version: Any = None,
        prefix_list_name: Any = None,
    ) -> Any:
        kept = self.managed_prefix_lists.get(prefix_list_id)
        if kept is None:
            raise EC2ClientError(
                "InvalidPrefixListID.NotFound", f"The prefix list ID '{prefix_list_id}' does not exist"
            )
        if (add_entry or remove_entry) and current_version != kept.version:
            message = f"The prefix list '{prefix_list_id}' has version {kept.version}, not {current_version}."
            raise EC2ClientError("PrefixListVersionMismatch", message)
        return modify_list(
            self,
            add_entry,
            remove_entry,
            prefix_list_id,
            current_version,
            prefix_list_name or kept.prefix_list_name,
        )

    replace(RouteBackend, create_route, replace_route)
    replace(ManagedPrefixListBackend, modify_managed_prefix_list)


def _check_gateway(backend: Any, route_table_id: str, gateway_id: Any) -> None:
    if not str(gateway_id).startswith(("vgw-", "igw-")):
        return
    table = backend.get_route_table(route_table_id)
    if str(gateway_id).startswith("vgw-"):
        inside = is_attached(backend.get_vpn_gateway(gateway_id), table.vpc_id)
    else:
        vpc = backend.get_internet_gateway(gateway_id).vpc
        inside = vpc is not None and vpc.id == table.vpc_id
    if not inside:
        message = (
            f"route table {route_table_id} and network gateway {gateway_id} belong to different networks"
        )
        raise EC2ClientError("InvalidParameterValue", message)
