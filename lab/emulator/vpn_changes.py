"""Changes of a VPN connection: to another gateway, of its options, of one tunnel, of its static routes.

docs.aws.amazon.com/vpn/latest/s2svpn/modify-vpn-target.html and the pages of its siblings
"""

import ipaddress
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses import EC2Response
from moto.ec2.responses.vpn_connections import VPNConnections

from .overlay import add
from .vpn_connections import check_gateways, settle

_OPTIONS = (
    "LocalIpv4NetworkCidr",
    "RemoteIpv4NetworkCidr",
    "LocalIpv6NetworkCidr",
    "RemoteIpv6NetworkCidr",
    "TunnelBandwidth",
)


def install() -> None:
    add(
        VPNConnections,
        modify_vpn_connection,
        modify_vpn_connection_options,
        modify_vpn_tunnel_options,
        create_vpn_connection_route,
        delete_vpn_connection_route,
    )


def _named(response: EC2Response) -> Any:
    return response.ec2_backend.describe_vpn_connections([response._get_param("VpnConnectionId")])[0]


def _changing(response: EC2Response) -> Any:
    response.error_on_dryrun()
    connection = _named(response)
    if connection.state != "available":
        message = f"The VPN connection '{connection.id}' is {connection.state}; it must be available."
        raise EC2ClientError("IncorrectState", message)
    return connection


def _changed(connection: Any) -> ActionResult:
    settle(connection, "pending", "available")
    return ActionResult({"VpnConnection": connection})


def modify_vpn_connection(self: EC2Response) -> ActionResult:
    """Moves the connection to another gateway, at either end."""
    connection = _changing(self)
    customer = self._get_param("CustomerGatewayId") or connection.customer_gateway_id
    gateway = self._get_param("VpnGatewayId") or connection.vpn_gateway_id
    check_gateways(self.ec2_backend, customer, gateway)
    connection.customer_gateway_id, connection.vpn_gateway_id = customer, gateway
    return _changed(connection)


def modify_vpn_connection_options(self: EC2Response) -> ActionResult:
    connection = _changing(self)
    connection.kept_options.update({n: self._get_param(n) for n in _OPTIONS if self._get_param(n)})
    return _changed(connection)


def modify_vpn_tunnel_options(self: EC2Response) -> ActionResult:
    connection = _changing(self)
    tunnel = connection.find_tunnel(self._get_param("VpnTunnelOutsideIpAddress"))
    tunnel.modify(self._get_param("TunnelOptions", {}))
    if self._get_param("PreSharedKeyStorage"):
        connection.redact = self._get_param("PreSharedKeyStorage") == "SecretsManager"
    connection.store_keys()
    return _changed(connection)


def create_vpn_connection_route(self: EC2Response) -> EmptyResult:
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConnectionRoute.html"""
    connection = _named(self)
    if not connection.kept_options["StaticRoutesOnly"]:
        message = f"The VPN connection '{connection.id}' does not use static routes."
        raise EC2ClientError("InvalidParameterValue", message)
    block = str(ipaddress.ip_network(self._get_param("DestinationCidrBlock"), strict=False))
    connection.static_blocks.setdefault(block, "available")
    return EmptyResult()


def delete_vpn_connection_route(self: EC2Response) -> EmptyResult:
    connection = _named(self)
    block = self._get_param("DestinationCidrBlock")
    if connection.static_blocks.pop(block, None) is None:
        message = f"no route with destination-cidr-block {block} in '{connection.id}'"
        raise EC2ClientError("InvalidRoute.NotFound", message)
    return EmptyResult()
