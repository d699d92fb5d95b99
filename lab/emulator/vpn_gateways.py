"""Gateways at both ends of a VPN connection, and the routes that the virtual private gateway propagates.

docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html
"""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.exceptions import EC2ClientError, InvalidVpnGatewayAttachmentError
from moto.ec2.models.customer_gateways import CustomerGatewayBackend
from moto.ec2.models.route_tables import Route, RouteTable
from moto.ec2.models.vpn_gateway import VPCGatewayAttachment, VpnGatewayBackend
from moto.ec2.responses import EC2Response
from moto.ec2.responses.customer_gateways import CustomerGateways
from moto.ec2.responses.route_tables import RouteTables

from .overlay import add, replace
from .world import world

# docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnGateway.html
DEFAULT_AMAZON_ASN = "64512"
_LIVE = ("attaching", "attached")


def install() -> None:
    create_gateway = VpnGatewayBackend.create_vpn_gateway
    create_customer = CustomerGateways.create_customer_gateway
    delete_customer = CustomerGatewayBackend.delete_customer_gateway
    describe_gateways, describe_customers = (
        VpnGatewayBackend.describe_vpn_gateways,
        CustomerGatewayBackend.describe_customer_gateways,
    )

    def create_vpn_gateway(
        self: Any, gateway_type: str = "ipsec.1", amazon_side_asn: Any = None, *rest: Any, **more: Any
    ) -> Any:
        return create_gateway(self, gateway_type, str(amazon_side_asn or DEFAULT_AMAZON_ASN), *rest, **more)

    def describe_vpn_gateways(self: Any, filters: Any = None, vpn_gw_ids: list[str] | None = None) -> Any:
        for gateway_id in vpn_gw_ids or []:
            self.get_vpn_gateway(gateway_id)
        return describe_gateways(self, filters, vpn_gw_ids)

    def describe_customer_gateways(
        self: Any, filters: Any = None, customer_gateway_ids: list[str] | None = None
    ) -> Any:
        for gateway_id in customer_gateway_ids or []:
            self.get_customer_gateway(gateway_id)
        return describe_customers(self, filters, customer_gateway_ids)

    def create_customer_gateway(self: EC2Response) -> ActionResult:
        """An identical request answers with the gateway that is there; a device name tells them apart."""
        wanted = tuple(self._get_param(name) for name in _IDENTITY)
        for gateway in self.ec2_backend.customer_gateways.values():
            if gateway.state == "available" and gateway.identity == wanted:
                return ActionResult({"CustomerGateway": gateway})
        gateway = create_customer(self).result["CustomerGateway"]
        gateway.identity = wanted
        gateway.certificate_arn = self._get_param("CertificateArn")
        gateway.device_name = self._get_param("DeviceName")
        gateway.bgp_asn_extended = self._get_param("BgpAsnExtended")
        gateway.bgp_asn = gateway.bgp_asn and str(gateway.bgp_asn)
        return ActionResult({"CustomerGateway": gateway})

    def delete_customer_gateway(self: Any, customer_gateway_id: str) -> None:
        if _connections(self, "customer_gateway_id", customer_gateway_id):
            raise EC2ClientError("IncorrectState", "The customer gateway is in use.")
        delete_customer(self, customer_gateway_id)

    replace(VpnGatewayBackend, create_vpn_gateway, describe_vpn_gateways)
    replace(VpnGatewayBackend, attach_vpn_gateway, detach_vpn_gateway, delete_vpn_gateway)
    replace(CustomerGateways, create_customer_gateway)
    replace(CustomerGatewayBackend, delete_customer_gateway, describe_customer_gateways)
    add(RouteTables, enable_vgw_route_propagation, disable_vgw_route_propagation)
    _show_propagation()


_IDENTITY = ("Type", "IpAddress", "PublicIp", "BgpAsn", "BgpAsnExtended", "DeviceName", "CertificateArn")


def _connections(backend: Any, attribute: str, gateway_id: str) -> list[Any]:
    return [
        c
        for c in backend.vpn_connections.values()
        if getattr(c, attribute) == gateway_id and c.state not in ("deleting", "deleted")
    ]


def is_attached(gateway: Any, vpc_id: str) -> bool:
    attachment = gateway.attachments.get(vpc_id)
    return attachment is not None and attachment.state in _LIVE


def attach_vpn_gateway(self: Any, vpn_gateway_id: str, vpc_id: str) -> Any:
    """One VPC a gateway, one gateway a VPC."""
    gateway = self.get_vpn_gateway(vpn_gateway_id)
    self.get_vpc(vpc_id)
    if gateway.state != "available":
        raise EC2ClientError("IncorrectState", f"The gateway '{vpn_gateway_id}' is {gateway.state}.")
    if is_attached(gateway, vpc_id):
        return gateway.attachments[vpc_id]
    if any(a.state != "detached" for a in gateway.attachments.values()):
        raise EC2ClientError(
            "VpnGatewayAttachmentLimitExceeded", f"The gateway '{vpn_gateway_id}' has a VPC already."
        )
    if any(is_attached(other, vpc_id) for other in self.vpn_gateways.values()):
        raise EC2ClientError(
            "VpnGatewayAttachmentLimitExceeded", f"The vpc '{vpc_id}' has a VPN gateway already."
        )
    attachment = VPCGatewayAttachment(vpc_id, state="attaching")
    gateway.attachments = {vpc_id: attachment}
    world.after(world.timings.networkSeconds, lambda: _become(attachment, "attaching", "attached"))
    return attachment


def detach_vpn_gateway(self: Any, vpn_gateway_id: str, vpc_id: str) -> Any:
    gateway = self.get_vpn_gateway(vpn_gateway_id)
    attachment = gateway.attachments.get(vpc_id)
    if attachment is None or attachment.state == "detached":
        raise InvalidVpnGatewayAttachmentError(vpn_gateway_id, vpc_id)
    attachment.state = "detaching"
    world.after(world.timings.networkSeconds, lambda: _become(attachment, "detaching", "detached"))
    return attachment


def _become(attachment: Any, before: str, after: str) -> None:
    if attachment.state == before:
        attachment.state = after


def delete_vpn_gateway(self: Any, vpn_gateway_id: str) -> Any:
    gateway = self.get_vpn_gateway(vpn_gateway_id)
    attached = any(a.state != "detached" for a in gateway.attachments.values())
    if attached or _connections(self, "vpn_gateway_id", vpn_gateway_id):
        raise EC2ClientError("IncorrectState", "The VPN gateway is in use.")
    gateway.state = "deleted"
    return gateway


def _table_and_gateway(response: EC2Response) -> tuple[Any, Any]:
    table = response.ec2_backend.get_route_table(response._get_param("RouteTableId"))
    return table, response.ec2_backend.get_vpn_gateway(response._get_param("GatewayId"))


def enable_vgw_route_propagation(self: EC2Response) -> EmptyResult:
    """The gateway must be attached to the table's network.

    docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableVgwRoutePropagation.html
    """
    table, gateway = _table_and_gateway(self)
    self.error_on_dryrun()
    if not is_attached(gateway, table.vpc_id):
        message = (
            f"The gateway '{gateway.id}' is not attached to the network of the route table '{table.id}'."
        )
        raise EC2ClientError("Gateway.NotAttached", message)
    table.propagating = {*getattr(table, "propagating", set()), gateway.id}
    return EmptyResult()


def disable_vgw_route_propagation(self: EC2Response) -> EmptyResult:
    table, gateway = _table_and_gateway(self)
    self.error_on_dryrun()
    table.propagating = getattr(table, "propagating", set()) - {gateway.id}
    return EmptyResult()


def _show_propagation() -> None:
    """Puts propagating gateways, propagated routes and black holes into what route tables show."""

    def propagating_vgws(self: RouteTable) -> list[dict[str, str]]:
        return [{"GatewayId": gateway_id} for gateway_id in sorted(getattr(self, "propagating", ()))]

    def routes(self: RouteTable) -> list[Any]:
        return [*self._routes.values(), *_propagated(self)]

    def state(self: Route) -> str:
        gateway = self.gateway
        if (
            gateway is not None
            and gateway.id.startswith("vgw-")
            and not is_attached(gateway, self.route_table.vpc_id)
        ):
            return "blackhole"
        return "active"

    RouteTable.propagating_vgws = property(propagating_vgws)  # type: ignore[attr-defined]
    RouteTable.routes = property(routes)  # type: ignore[method-assign,assignment]
    Route.state = property(state)  # type: ignore[method-assign,assignment]


def _propagated(table: RouteTable) -> list[dict[str, str]]:
    """Static VPN routes of the gateways that propagate; the table's own route for the same block wins."""
    own = {route.destination_cidr_block for route in table._routes.values()}
    return [
        {
            "DestinationCidrBlock": block,
            "GatewayId": gateway_id,
            "Origin": "EnableVgwRoutePropagation",
            "State": "active",
        }
        for gateway_id in sorted(getattr(table, "propagating", ()))
        for connection in _connections(table.ec2_backend, "vpn_gateway_id", gateway_id)
        for block in connection.static_blocks
        if block not in own
    ]
