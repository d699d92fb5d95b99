"""Resolver rules: which domains are forwarded, and to whom; and the VPCs that they hold in.

docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-DSN-queries-to-vpc.html
"""

import json
from typing import Any

from moto.route53resolver.exceptions import InvalidParameterException, InvalidRequestException
from moto.route53resolver.models import Route53ResolverBackend
from moto.route53resolver.responses import Route53ResolverResponse

from .overlay import add, replace
from .resolver_store import now
from .world import world

_DNS_PORT = 53


def install() -> None:
    make, associate, dissociate = (
        Route53ResolverBackend.create_resolver_rule,
        Route53ResolverBackend.associate_resolver_rule,
        Route53ResolverBackend.disassociate_resolver_rule,
    )
    drop = Route53ResolverBackend.delete_resolver_rule

    def create_resolver_rule(self: Any, **named: Any) -> Any:
        """FORWARD rules need an outbound endpoint and somebody to forward to."""
        targets, endpoint_id = named["target_ips"], named["resolver_endpoint_id"]
        if named["rule_type"] == "FORWARD" and not (targets and endpoint_id):
            raise InvalidParameterException("A FORWARD rule needs ResolverEndpointId and TargetIps.")
        if endpoint_id:
            _need_outbound(self, endpoint_id)
        named["domain_name"] = named["domain_name"].lower().rstrip(".")
        named["target_ips"] = _completed(targets)
        return make(self, **named)

    def associate_resolver_rule(self: Any, resolver_rule_id: str, name: str, vpc_id: str) -> Any:
        """One rule a domain in a VPC."""
        rule = self.resolver_rules.get(resolver_rule_id)
        for other in self.resolver_rule_associations.values():
            conflicting = self.resolver_rules[other.resolver_rule_id]
            if rule and other.vpc_id == vpc_id and conflicting.domain_name == rule.domain_name:
                message = (
                    "Cannot associate rules with same domain name with same VPC. Conflict with resolver rule "
                    f"'{conflicting.id}'"
                )
                raise InvalidRequestException(message)
        association = associate(self, resolver_rule_id, name, vpc_id)
        association.status = "CREATING"

        def settle() -> None:
            if association.status == "CREATING":
                association.status = "COMPLETE"

        world.after(world.timings.networkSeconds, settle)
        return association

    def disassociate_resolver_rule(self: Any, resolver_rule_id: str, vpc_id: str) -> Any:
        """It is seen as DELETING until it is gone."""
        association = dissociate(self, resolver_rule_id, vpc_id)
        kept = self.resolver_rule_associations
        kept[association.id] = association
        world.after(world.timings.networkSeconds, lambda: kept.pop(association.id, None) and None)
        return association

    def delete_resolver_rule(self: Any, resolver_rule_id: str) -> Any:
        rule = drop(self, resolver_rule_id)
        self.tagger.delete_all_tags_for_resource(rule.arn)
        return rule

    replace(
        Route53ResolverBackend,
        create_resolver_rule,
        associate_resolver_rule,
        disassociate_resolver_rule,
        delete_resolver_rule,
    )
    add(Route53ResolverResponse, update_resolver_rule)


def _need_outbound(backend: Any, endpoint_id: str) -> None:
    if backend.get_resolver_endpoint(endpoint_id).direction != "OUTBOUND":
        raise InvalidParameterException(f"The resolver endpoint '{endpoint_id}' is not for outbound queries.")


def _completed(targets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"Port": _DNS_PORT, "Protocol": "Do53", **target} for target in targets]


def update_resolver_rule(self: Route53ResolverResponse) -> str:
    """docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_UpdateResolverRule.html"""
    backend = self.route53resolver_backend
    rule, config = backend.get_resolver_rule(self._get_param("ResolverRuleId")), self._get_param("Config")
    if "ResolverEndpointId" in config:
        _need_outbound(backend, config["ResolverEndpointId"])
        rule.resolver_endpoint_id = config["ResolverEndpointId"]
    if "TargetIps" in config:
        if not config["TargetIps"]:
            raise InvalidParameterException("A FORWARD rule needs TargetIps.")
        rule.target_ips = _completed(config["TargetIps"])
    rule.name = config.get("Name", rule.name)
    rule.status, rule.modification_time = "UPDATING", now()

    def settle() -> None:
        if rule.status == "UPDATING":
            rule.status = "COMPLETE"

    world.after(world.timings.networkSeconds, settle)
    return json.dumps({"ResolverRule": rule.description()})
