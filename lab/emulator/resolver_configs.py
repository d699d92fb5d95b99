"""What Resolver does in a VPC: fail open, reverse names, DNSSEC. Every VPC has these; none is ever deleted.

docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-vpc-configuration.html
docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_UpdateResolverConfig.html
docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dnssec-validation.html
"""

import json
from typing import Any

from moto.route53resolver.models import Route53ResolverBackend
from moto.route53resolver.responses import Route53ResolverResponse

from .overlay import add, replace
from .resolver_store import Record, Refused, need_vpc, new_id, page, records
from .world import world

_FAIL_OPEN = ("ENABLED", "DISABLED", "USE_LOCAL_RESOURCE_SETTING")
# What is asked for, and how it is called while it happens and after.
_REVERSE = {"ENABLE": ("ENABLING", "ENABLED"), "DISABLE": ("DISABLING", "DISABLED")}


def install() -> None:
    change_dnssec = Route53ResolverBackend.update_resolver_dnssec_config

    def update_resolver_dnssec_config(self: Any, resource_id: str, validation: str) -> Any:
        need_vpc(self, resource_id)
        return change_dnssec(self, resource_id, validation)

    add(
        Route53ResolverResponse,
        get_firewall_config,
        list_firewall_configs,
        update_firewall_config,
        get_resolver_config,
        list_resolver_configs,
        update_resolver_config,
    )
    replace(Route53ResolverBackend, update_resolver_dnssec_config)


def _of_vpc(response: Route53ResolverResponse, kind: str, prefix: str, fresh: Record) -> Record:
    backend = response.route53resolver_backend
    vpc = need_vpc(backend, response._get_param("ResourceId"))
    kept = records(backend, kind)
    if vpc.id not in kept:
        kept[vpc.id] = {"Id": new_id(prefix), "ResourceId": vpc.id, "OwnerId": backend.account_id, **fresh}
    return kept[vpc.id]


def _listed(response: Route53ResolverResponse, kind: str, key: str) -> str:
    """Those of VPCs that are still there."""
    backend = response.route53resolver_backend
    kept = records(backend, kind).items()
    return page(response, key, [record for vpc_id, record in kept if vpc_id in backend.ec2_backend.vpcs])


def _firewall(response: Route53ResolverResponse) -> Record:
    return _of_vpc(response, "firewall-config", "rslvr-fc", {"FirewallFailOpen": "DISABLED"})


def get_firewall_config(self: Route53ResolverResponse) -> str:
    return json.dumps({"FirewallConfig": _firewall(self)})


def list_firewall_configs(self: Route53ResolverResponse) -> str:
    return _listed(self, "firewall-config", "FirewallConfigs")


def update_firewall_config(self: Route53ResolverResponse) -> str:
    value = self._get_param("FirewallFailOpen")
    if value not in _FAIL_OPEN:
        raise Refused(
            "ValidationException", f"FirewallFailOpen must be one of {', '.join(_FAIL_OPEN)}, got '{value}'."
        )
    record = _firewall(self)
    record["FirewallFailOpen"] = value
    return json.dumps({"FirewallConfig": record})


def _resolver(response: Route53ResolverResponse) -> Record:
    return _of_vpc(response, "resolver-config", "rslvr-rc", {"AutodefinedReverse": "ENABLED"})


def get_resolver_config(self: Route53ResolverResponse) -> str:
    return json.dumps({"ResolverConfig": _resolver(self)})


def list_resolver_configs(self: Route53ResolverResponse) -> str:
    return _listed(self, "resolver-config", "ResolverConfigs")


def update_resolver_config(self: Route53ResolverResponse) -> str:
    flag = self._get_param("AutodefinedReverseFlag")
    if flag not in _REVERSE:
        message = f"AutodefinedReverseFlag must be one of {', '.join(_REVERSE)}, got '{flag}'."
        raise Refused("InvalidParameterException", message)
    record, (before, after) = _resolver(self), _REVERSE[flag]
    if record["AutodefinedReverse"] != after:
        record["AutodefinedReverse"] = before

    def settle() -> None:
        if record["AutodefinedReverse"] == before:
            record["AutodefinedReverse"] = after

    world.after(world.timings.networkSeconds, settle)
    return json.dumps({"ResolverConfig": record})
