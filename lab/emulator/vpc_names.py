"""Reads from the emulator's state which names a VPC knows: firewall, private zones, rules, endpoints."""

from collections.abc import Iterator
from typing import Any

from moto.core.base_backend import BackendDict
from moto.ec2.models import ec2_backends
from moto.route53.models import route53_backends
from moto.route53resolver.models import route53resolver_backends

from .dns import ADDRESS_KINDS, Answer, FirewallRule, Record, ResolverRule, VpcNames, Zone, normal, resolve
from .endpoints import names_of
from .firewall_domain_lists import domains_of
from .resolver_store import records


def answer_of(vpc_id: str, name: str, kind: str = "A") -> Answer:
    """What Amazon's resolver in the VPC answers; see `dns.resolve`.

    A VPC without `enableDnsSupport` has no resolver: `unanswered`. Raises ValueError for an unknown VPC.
    """
    if kind not in ADDRESS_KINDS:
        raise ValueError(f"'type' must be one of {', '.join(ADDRESS_KINDS)}, got '{kind}'")
    if not name:
        raise ValueError("'name' is missing; it must be a domain name")
    for account, region, backend in ec2_backends.iter_backends():
        if vpc_id in backend.vpcs:
            vpc = backend.vpcs[vpc_id]
            if not _on(vpc.enable_dns_support):
                return {"answer": "unanswered"}
            return resolve(_names(account, region, backend, vpc), name, kind)
    raise ValueError(f"'vpcId': there is no VPC '{vpc_id}'")


def _on(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


def _names(account: str, region: str, backend: Any, vpc: Any) -> VpcNames:
    resolver = route53resolver_backends[account][region]
    endpoints = list(_endpoints(backend, vpc.id))
    private = [(name, addresses) for name, addresses, of_service in endpoints if of_service]
    # Private zones, and private names of endpoints, which are zones of AWS's own, need host names in the VPC.
    zones = [*_zones(account, vpc.id, region), *(_zone_of(*each) for each in private)]
    return VpcNames(
        firewall=tuple(_firewall(resolver, vpc.id)),
        zones=tuple(zones if _on(vpc.enable_dns_hostnames) else ()),
        rules=tuple(_rules(resolver, vpc.id)),
        public_addresses={name: addresses for name, addresses, of_service in endpoints if not of_service},
        balancers=frozenset(_balancers()),
    )


def _firewall(resolver: Any, vpc_id: str) -> Iterator[FirewallRule]:
    """Groups by the priority of their association, rules by their own."""
    kept = records(resolver, "firewall-rule-group-association").values()
    for association in sorted((a for a in kept if a["VpcId"] == vpc_id), key=lambda a: a["Priority"]):
        rules = records(resolver, "firewall-rule").values()
        group = [r for r in rules if r["FirewallRuleGroupId"] == association["FirewallRuleGroupId"]]
        for rule in sorted(group, key=lambda r: r["Priority"]):
            list_id = rule.get("FirewallDomainListId")
            yield FirewallRule(
                name=rule["Name"],
                action=rule["Action"],
                domains=tuple(normal(domain) for domain in domains_of(resolver, list_id)) if list_id else (),
                trusts_redirection=rule.get("FirewallDomainRedirectionAction") == "TRUST_REDIRECTION_DOMAIN",
                query_type=rule.get("Qtype"),
                response=rule.get("BlockResponse"),
            )


def _zones(account: str, vpc_id: str, region: str) -> Iterator[Zone]:
    for partition in route53_backends[account].values():
        for zone in partition.zones.values():
            if zone.private_zone and {"vpc_id": vpc_id, "vpc_region": region} in zone.vpcs:
                by_name: dict[str, tuple[Record, ...]] = {}
                for kept in zone.rrsets:
                    alias = normal(kept.alias_target["DNSName"]) if kept.alias_target else None
                    record = Record(str(kept.type), tuple(kept.records or ()), alias)
                    by_name[normal(kept.name)] = (*by_name.get(normal(kept.name), ()), record)
                yield Zone(normal(zone.name), by_name)


def _zone_of(name: str, addresses: tuple[str, ...]) -> Zone:
    return Zone(name, {name: (Record("A", addresses),)})


def _rules(resolver: Any, vpc_id: str) -> Iterator[ResolverRule]:
    for association in resolver.resolver_rule_associations.values():
        if association.vpc_id == vpc_id:
            rule = resolver.resolver_rules[association.resolver_rule_id]
            targets = [f"{target['Ip']}:{target['Port']}" for target in rule.target_ips or []]
            yield ResolverRule(
                normal(rule.domain_name), tuple(targets) if rule.rule_type == "FORWARD" else ()
            )


def _endpoints(backend: Any, vpc_id: str) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Names of interface endpoints with their addresses, and whether the name is the service's own."""
    for endpoint in backend.vpc_end_points.values():
        if (
            endpoint.vpc_id != vpc_id
            or endpoint.vpc_endpoint_type != "Interface"
            or endpoint.state != "available"
        ):
            continue
        interfaces = [backend.enis[interface_id] for interface_id in endpoint.network_interface_ids]
        for name in (entry["dns_name"] for entry in names_of(backend, endpoint)):
            zonal = [i for i in interfaces if f"-{i.subnet.availability_zone}." in name]
            addresses = tuple(i.private_ip_address for i in zonal or interfaces)
            yield name, addresses, ".vpce." not in name


def _balancers() -> Iterator[str]:
    for service in BackendDict._instances:
        if service.service_name == "elbv2":
            for _, _, backend in service.iter_backends():
                yield from (normal(balancer.dns_name) for balancer in backend.load_balancers.values())
