"""VPN connections that keep every option, have tunnels of their own, take time, and can be changed.

docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConnection.html and the pages of its siblings
"""

import json
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.vpn_connections import VPNConnection, VPNConnectionBackend
from moto.ec2.responses import EC2Response
from moto.ec2.responses.vpn_connections import VPNConnections
from moto.secretsmanager.models import secretsmanager_backends

from .overlay import add, replace
from .vpn_configuration import Ends, configuration
from .vpn_tunnels import new_tunnel
from .world import world

# docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnectionOptionsSpecification.html
_DEFAULT_OPTIONS: dict[str, Any] = {
    "EnableAcceleration": False,
    "StaticRoutesOnly": False,
    "LocalIpv4NetworkCidr": "0.0.0.0/0",
    "RemoteIpv4NetworkCidr": "0.0.0.0/0",
    "OutsideIpAddressType": "PublicIpv4",
    "TunnelInsideIpVersion": "ipv4",
    "TunnelBandwidth": "standard",
}
_STORAGES = ("Standard", "SecretsManager")


def install() -> None:
    create_with_moto = VPNConnections.create_vpn_connection

    def create_vpn_connection(self: EC2Response) -> ActionResult:
        self.error_on_dryrun()
        check_gateways(
            self.ec2_backend, self._get_param("CustomerGatewayId"), self._get_param("VpnGatewayId")
        )
        options = {**_DEFAULT_OPTIONS, **self._get_param("Options", {})}
        storage = self._get_param("PreSharedKeyStorage") or "Standard"
        if storage not in _STORAGES:
            raise EC2ClientError(
                "InvalidParameterValue", f"PreSharedKeyStorage must be one of {', '.join(_STORAGES)}."
            )
        asked = (options.pop("TunnelOptions", None) or [])[:2]
        tunnels = _new_tunnels(self.ec2_backend, [*asked, *[{}] * (2 - len(asked))])
        connection = create_with_moto(self).result["VpnConnection"]
        connection.complete(options, tunnels, storage)
        return ActionResult({"VpnConnection": connection})

    replace(VPNConnections, create_vpn_connection)
    replace(VPNConnectionBackend, delete_vpn_connection)
    for name in ("options", "vgw_telemetry", "routes", "customer_gateway_configuration", "category"):
        setattr(VPNConnection, name, getattr(_Shown, name))
    add(VPNConnection, complete, store_keys, find_tunnel)


class _Shown:
    """The members of an answer, as properties of moto's VPNConnection."""

    @property
    def category(self: Any) -> str:
        return "VPN"

    @property
    def options(self: Any) -> dict[str, Any]:
        return {
            **self.kept_options,
            "TunnelOptions": [tunnel.shown(self.redact) for tunnel in self.kept_tunnels],
        }

    @options.setter
    def options(self: Any, _: Any) -> None:
        """moto's constructor has nothing to say here."""

    @property
    def vgw_telemetry(self: Any) -> list[dict[str, Any]]:
        return [tunnel.telemetry() for tunnel in self.kept_tunnels]

    @property
    def routes(self: Any) -> list[dict[str, str]]:
        return [
            {"DestinationCidrBlock": block, "State": state} for block, state in self.static_blocks.items()
        ]

    @property
    def customer_gateway_configuration(self: Any) -> str | None:
        """Only while the connection is pending or available."""
        if self.state not in ("pending", "available"):
            return None
        customer = self.ec2_backend.get_customer_gateway(self.customer_gateway_id)
        gateway = self.ec2_backend.vpn_gateways.get(self.vpn_gateway_id)
        ends = Ends(
            connection_id=self.id,
            connection_type=self.type,
            customer_gateway_id=customer.id,
            customer_address=customer.ip_address or "",
            customer_asn=str(customer.bgp_asn or getattr(customer, "bgp_asn_extended", "") or "65000"),
            vpn_gateway_id=self.vpn_gateway_id or "",
            amazon_asn=str(gateway.amazon_side_asn) if gateway else "64512",
            static_routes=bool(self.kept_options["StaticRoutesOnly"]),
            redact=self.redact,
        )
        return configuration(ends, self.kept_tunnels)


def complete(self: Any, options: dict[str, Any], tunnels: list[Any], storage: str) -> None:
    """What moto's constructor does not take."""
    self.kept_options, self.kept_tunnels, self.static_blocks = options, tunnels, {}
    self.redact = storage == "SecretsManager"
    self.pre_shared_key_arn = None
    self.store_keys()
    settle(self, "pending", "available")


def store_keys(self: Any) -> None:
    """Keeps the keys in a secret of this connection, if that is where they are to be kept."""
    if not self.redact:
        return
    secrets = secretsmanager_backends[self.ec2_backend.account_id][self.ec2_backend.region_name]
    text = json.dumps({f"psk{number}": tunnel.key for number, tunnel in enumerate(self.kept_tunnels, 1)})
    if self.pre_shared_key_arn:
        secrets.put_secret_value(self.pre_shared_key_arn, text, None, None, ["AWSCURRENT"])
        return
    name, why = f"s2svpn!{self.id}", "Pre-shared keys of a Site-to-Site VPN connection"
    made = secrets.create_secret(name, text, None, why, [], None, None, [], False)
    self.pre_shared_key_arn = json.loads(made)["ARN"] if isinstance(made, str) else made["ARN"]


def find_tunnel(self: Any, outside_address: str) -> Any:
    for tunnel in self.kept_tunnels:
        if tunnel.outside_address == outside_address:
            return tunnel
    message = f"VpnTunnelOutsideIpAddress: {self.id} has no tunnel at '{outside_address}'."
    raise EC2ClientError("InvalidParameterValue", message)


def settle(connection: Any, before: str, after: str) -> None:
    """Puts the connection into the state `before`; `after` follows, unless something else comes between."""

    def arrive() -> None:
        if connection.state == before:
            connection.state = after

    connection.state = before
    world.after(world.timings.networkSeconds, arrive)


def _live(backend: Any) -> list[Any]:
    return [c for c in backend.vpn_connections.values() if c.state not in ("deleting", "deleted")]


def _new_tunnels(backend: Any, asked: list[dict[str, Any]]) -> list[Any]:
    tunnels: list[Any] = []
    for options in asked:
        known = [t for c in _live(backend) for t in c.kept_tunnels] + tunnels
        # A block asked for by the second tunnel must not be given to the first.
        inside = {t.inside_block for t in known} | {
            o["TunnelInsideCidr"] for o in asked if o is not options and "TunnelInsideCidr" in o
        }
        tunnels.append(new_tunnel(options, {t.outside_address for t in known}, inside))
    return tunnels


def check_gateways(backend: Any, customer_gateway_id: str, vpn_gateway_id: str | None) -> None:
    """Raises EC2's errors unless both ends exist and are available."""
    customer = backend.get_customer_gateway(customer_gateway_id)
    if customer.state != "available":
        message = f"The customer gateway '{customer.id}' is not available."
        raise EC2ClientError("InvalidCustomerGatewayState", message)
    if vpn_gateway_id and backend.get_vpn_gateway(vpn_gateway_id).state != "available":
        raise EC2ClientError("InvalidVpnGatewayState", f"The gateway '{vpn_gateway_id}' is not available.")


def delete_vpn_connection(self: Any, vpn_connection_id: str) -> Any:
    """Deleting, then deleted; its secret goes with it."""
    connection = self.describe_vpn_connections([vpn_connection_id])[0]
    if connection.state in ("deleting", "deleted"):
        return connection
    if connection.pre_shared_key_arn:
        secrets = secretsmanager_backends[self.account_id][self.region_name]
        secrets.delete_secret(connection.pre_shared_key_arn, None, True)
    settle(connection, "deleting", "deleted")
    return connection
