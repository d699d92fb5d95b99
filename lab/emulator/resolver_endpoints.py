"""Resolver endpoints: interfaces through which queries enter or leave a VPC.

docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-outbound-queries.html
"""

import json
from typing import Any

from moto.ec2.exceptions import InvalidSubnetIdError
from moto.route53resolver.exceptions import InvalidParameterException, InvalidRequestException
from moto.route53resolver.models import ResolverEndpoint, Route53ResolverBackend
from moto.route53resolver.responses import Route53ResolverResponse

from .overlay import replace
from .resolver_store import now
from .world import world

_LEAST_ADDRESSES = 2
_PROTOCOLS = ("Do53", "DoH", "DoH-FIPS")
# Request member → attribute; False, IPv4 and Do53 are AWS's defaults.
_SETTINGS: dict[str, tuple[str, Any]] = {
    "Protocols": ("protocols", ["Do53"]),
    "ResolverEndpointType": ("endpoint_type", "IPV4"),
    "RniEnhancedMetricsEnabled": ("interface_metrics", False),
    "TargetNameServerMetricsEnabled": ("name_server_metrics", False),
}


def install() -> None:
    describe = ResolverEndpoint.description
    answer_create, make = (
        Route53ResolverResponse.create_resolver_endpoint,
        Route53ResolverBackend.create_resolver_endpoint,
    )
    associate, disassociate = (
        Route53ResolverBackend.associate_resolver_endpoint_ip_address,
        Route53ResolverBackend.disassociate_resolver_endpoint_ip_address,
    )

    def description(self: ResolverEndpoint) -> dict[str, Any]:
        settings = {name: getattr(self, attribute, fresh) for name, (attribute, fresh) in _SETTINGS.items()}
        return {**describe(self), **settings}

    def create_resolver_endpoint(self: Route53ResolverResponse) -> str:
        _need_subnets(self.route53resolver_backend, self._get_param("IpAddresses"))
        _check_settings(self)
        made = json.loads(answer_create(self))["ResolverEndpoint"]
        endpoint = self.route53resolver_backend.resolver_endpoints[made["Id"]]
        _write_settings(self, endpoint)
        _settle(endpoint, "CREATING")
        return json.dumps({"ResolverEndpoint": endpoint.description()})

    def associate_resolver_endpoint_ip_address(
        self: Any, resolver_endpoint_id: str, value: dict[str, Any]
    ) -> Any:
        _need_subnets(self, [value])
        endpoint = associate(self, resolver_endpoint_id, value)
        _mark_interfaces(endpoint)
        _settle(endpoint, "UPDATING")
        return endpoint

    def disassociate_resolver_endpoint_ip_address(
        self: Any, resolver_endpoint_id: str, value: dict[str, Any]
    ) -> Any:
        endpoint = self.get_resolver_endpoint(resolver_endpoint_id)
        if len(endpoint.ip_addresses) <= _LEAST_ADDRESSES:
            raise InvalidRequestException("Resolver endpoint needs to have at least 2 IP addresses")
        disassociate(self, resolver_endpoint_id, value)
        _settle(endpoint, "UPDATING")
        return endpoint

    def make_endpoint(self: Any, *given: Any, **named: Any) -> Any:
        endpoint = make(self, *given, **named)
        _mark_interfaces(endpoint)
        return endpoint

    make_endpoint.__name__ = "create_resolver_endpoint"
    replace(ResolverEndpoint, description)
    replace(Route53ResolverResponse, create_resolver_endpoint, update_resolver_endpoint)
    replace(
        Route53ResolverBackend,
        make_endpoint,
        associate_resolver_endpoint_ip_address,
        disassociate_resolver_endpoint_ip_address,
        delete_resolver_endpoint,
    )


def _need_subnets(backend: Any, addresses: list[dict[str, Any]]) -> None:
    for address in addresses:
        try:
            backend.ec2_backend.get_subnet(address["SubnetId"])
        except InvalidSubnetIdError:
            message = f"The subnet ID '{address['SubnetId']}' does not exist"
            raise InvalidParameterException(message) from None


def _mark_interfaces(endpoint: ResolverEndpoint) -> None:
    """They are AWS's: nobody else may take them away."""
    for interface_id in endpoint.eni_ids:
        interface = endpoint.ec2_backend.enis[interface_id]
        interface.requester_managed, interface.status = True, "in-use"


def _check_settings(response: Route53ResolverResponse) -> None:
    for protocol in response._get_param("Protocols", []):
        if protocol not in _PROTOCOLS:
            raise InvalidParameterException(
                f"Protocols must be of {', '.join(_PROTOCOLS)}, got '{protocol}'."
            )


def _write_settings(response: Route53ResolverResponse, endpoint: ResolverEndpoint) -> None:
    for name, (attribute, _) in _SETTINGS.items():
        if response._get_param(name) is not None:
            setattr(endpoint, attribute, response._get_param(name))


def _settle(endpoint: ResolverEndpoint, before: str) -> None:
    def settle() -> None:
        if endpoint.status == before:
            endpoint.status = "OPERATIONAL"

    endpoint.status, endpoint.modification_time = before, now()
    world.after(world.timings.networkSeconds, settle)


def update_resolver_endpoint(self: Route53ResolverResponse) -> str:
    endpoint = self.route53resolver_backend.get_resolver_endpoint(self._get_param("ResolverEndpointId"))
    _check_settings(self)
    if self._get_param("Name") is not None:
        endpoint.update_name(self._get_param("Name"))
    _write_settings(self, endpoint)
    _settle(endpoint, "UPDATING")
    return json.dumps({"ResolverEndpoint": endpoint.description()})


def delete_resolver_endpoint(self: Any, resolver_endpoint_id: str) -> ResolverEndpoint:
    """Its rules must go first; its interfaces stay until the deletion is done."""
    endpoint = self.get_resolver_endpoint(resolver_endpoint_id)
    rules = [rule.id for rule in self.resolver_rules.values() if rule.resolver_endpoint_id == endpoint.id]
    if rules:
        message = (
            "Cannot delete resolver endpoint unless its related resolver rules are deleted.  The following "
            f"rules still exist for this resolver endpoint:  {','.join(rules)}"
        )
        raise InvalidRequestException(message)
    if endpoint.status != "DELETING":
        endpoint.status = "DELETING"

        def gone() -> None:
            self.resolver_endpoints.pop(endpoint.id, None)
            self.tagger.delete_all_tags_for_resource(endpoint.arn)
            for interface_id in endpoint.eni_ids:
                interface = self.ec2_backend.enis.pop(interface_id)
                interface.subnet.del_subnet_ip(interface.private_ip_address)

        world.after(world.timings.networkSeconds, gone)
    return endpoint
