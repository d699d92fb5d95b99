"""Lists of what nobody can make here, neither by moto nor by the lab: they are empty, as in an account without any.

docs.aws.amazon.com/AWSEC2/latest/APIReference/OperationList-query.html
docs.aws.amazon.com/directconnect/latest/APIReference/API_DescribeVirtualInterfaces.html
docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html
"""

import json
from typing import Any
from urllib.parse import unquote

from moto.awslambda import urls as lambda_urls
from moto.awslambda.responses import LambdaResponse
from moto.core.responses import ActionResult
from moto.directconnect.responses import DirectConnectResponse
from moto.ec2.responses import EC2Response

from .overlay import add

# The call, the member of its answer, and the call that would make one.
_EC2_LISTS = (
    ("describe_client_vpn_endpoints", "ClientVpnEndpoints", "create_client_vpn_endpoint"),
    ("describe_instance_connect_endpoints", "InstanceConnectEndpoints", "create_instance_connect_endpoint"),
    (
        "describe_local_gateway_route_table_vpc_associations",
        "LocalGatewayRouteTableVpcAssociations",
        "create_local_gateway_route_table_vpc_association",
    ),
    (
        "describe_network_interface_permissions",
        "NetworkInterfacePermissions",
        "create_network_interface_permission",
    ),
    ("describe_route_server_peers", "RouteServerPeers", "create_route_server_peer"),
    ("describe_transit_gateway_connects", "TransitGatewayConnects", "create_transit_gateway_connect"),
)
_DIRECT_CONNECT_LISTS = (
    ("describe_virtual_interfaces", "virtualInterfaces", "create_private_virtual_interface"),
    ("describe_direct_connect_gateways", "directConnectGateways", "create_direct_connect_gateway"),
)
_URLS = r"{0}/(?P<api_version>[^/]+)/functions/(?P<function_name>[\w_:%-]+)/urls/?$"


def install() -> None:
    for name, member, maker in _EC2_LISTS:
        _add_empty(EC2Response, name, maker, ActionResult({member: []}))
    for name, member, maker in _DIRECT_CONNECT_LISTS:
        _add_empty(DirectConnectResponse, name, maker, json.dumps({member: []}))
    lambda_urls.url_paths[_URLS] = LambdaResponse.dispatch
    add(LambdaResponse, list_function_url_configs)


def _add_empty(owner: type, name: str, maker: str, answer: Any) -> None:
    if hasattr(owner, maker):
        raise RuntimeError(f"moto's {owner.__name__} can {maker}: the list of {name} is not always empty")

    def describe(self: Any) -> Any:
        return answer

    describe.__name__ = name
    add(owner, describe)


def list_function_url_configs(self: LambdaResponse) -> str:
    """A function has one address at most: moto knows no qualifiers."""
    function = self.backend.get_function(unquote(self.path.rstrip("/").split("/")[-2]))
    config = function.url_config
    return json.dumps({"FunctionUrlConfigs": [config.to_dict()] if config else []})
