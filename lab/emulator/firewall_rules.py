"""The rules of a DNS Firewall rule group.

docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateFirewallRule.html
"""

import json
from typing import Any

from moto.route53resolver.exceptions import ResourceNotFoundException
from moto.route53resolver.responses import Route53ResolverResponse

from .overlay import add
from .resolver_store import Record, Refused, find, new_id, now, page, records

KIND = "firewall-rule"
_ACTIONS = ("ALLOW", "BLOCK", "ALERT")
_REDIRECTIONS = ("INSPECT_REDIRECTION_DOMAIN", "TRUST_REDIRECTION_DOMAIN")
_OVERRIDE = ("BlockOverrideDomain", "BlockOverrideDnsType", "BlockOverrideTtl")
_CHANGEABLE = (
    "Name",
    "Priority",
    "Action",
    "BlockResponse",
    *_OVERRIDE,
    "FirewallDomainRedirectionAction",
    "Qtype",
    "DnsThreatProtection",
    "ConfidenceThreshold",
)
Key = tuple[str, str, str | None]


def install() -> None:
    add(
        Route53ResolverResponse,
        create_firewall_rule,
        update_firewall_rule,
        delete_firewall_rule,
        list_firewall_rules,
    )


def create_firewall_rule(self: Route53ResolverResponse) -> str:
    """A rule names a domain list or a threat, never both."""
    backend = self.route53resolver_backend
    group = find(backend, "firewall-rule-group", self._get_param("FirewallRuleGroupId"))
    list_id, threat = self._get_param("FirewallDomainListId"), self._get_param("DnsThreatProtection")
    if bool(list_id) == bool(threat):
        message = "Specify either FirewallDomainListId or DnsThreatProtection."
        raise Refused("ValidationException", message)
    if list_id:
        find(backend, "firewall-domain-list", list_id)
    rule = {name: self._get_param(name) for name in _CHANGEABLE if self._get_param(name) is not None}
    if list_id:
        rule = {"FirewallDomainRedirectionAction": _REDIRECTIONS[0], **rule, "FirewallDomainListId": list_id}
    else:
        rule["FirewallThreatProtectionId"] = new_id("rslvr-ftp")
    rule.update(FirewallRuleGroupId=group["Id"], CreatorRequestId=self._get_param("CreatorRequestId"))
    _check(rule, _others(backend, group["Id"]))
    rule["CreationTime"] = rule["ModificationTime"] = now()
    records(backend, KIND)[_key(rule)] = rule
    return json.dumps({"FirewallRule": rule})


def _key(rule: Record) -> Key:
    matched = rule.get("FirewallDomainListId") or rule["FirewallThreatProtectionId"]
    return rule["FirewallRuleGroupId"], matched, rule.get("Qtype")


def _others(backend: Any, group_id: str, apart_from: Record | None = None) -> list[Record]:
    in_group = (r for r in records(backend, KIND).values() if r["FirewallRuleGroupId"] == group_id)
    return [r for r in in_group if r is not apart_from]


def _check(rule: Record, others: list[Record]) -> None:
    action, response = rule["Action"], rule.get("BlockResponse")
    if action not in _ACTIONS:
        raise Refused("ValidationException", f"Action must be one of {', '.join(_ACTIONS)}, got '{action}'.")
    if rule.get("FirewallDomainRedirectionAction", _REDIRECTIONS[0]) not in _REDIRECTIONS:
        raise Refused(
            "ValidationException",
            f"FirewallDomainRedirectionAction must be one of {', '.join(_REDIRECTIONS)}.",
        )
    if (action == "BLOCK") != (response is not None):
        raise Refused(
            "ValidationException", "[RSLVR-02016] BlockResponse is for the action BLOCK, which needs it."
        )
    if (response == "OVERRIDE") != any(name in rule for name in _OVERRIDE) or (
        response == "OVERRIDE" and not all(name in rule for name in _OVERRIDE)
    ):
        raise Refused(
            "ValidationException", f"The response OVERRIDE, and no other, needs {', '.join(_OVERRIDE)}."
        )
    if rule.get("DnsThreatProtection") and (action == "ALLOW" or not rule.get("ConfidenceThreshold")):
        raise Refused("ValidationException", "A threat rule blocks or alerts, and needs ConfidenceThreshold.")
    if any(other["Priority"] == rule["Priority"] for other in others):
        raise Refused("ConflictException", f"Another rule of the group has the priority {rule['Priority']}.")
    if any(_key(other) == _key(rule) for other in others):
        raise Refused(
            "ConflictException", "Another rule of the group has the same domain list and query type."
        )


def _rule(response: Route53ResolverResponse) -> Record:
    """By domain list (or threat) and query type; else the only rule of the list."""
    backend, group_id = response.route53resolver_backend, response._get_param("FirewallRuleGroupId")
    matched = response._get_param("FirewallDomainListId") or response._get_param("FirewallThreatProtectionId")
    exact = records(backend, KIND).get((group_id, matched, response._get_param("Qtype")))
    same_list = [r for r in _others(backend, group_id) if _key(r)[1] == matched]
    if exact is None and len(same_list) != 1:
        raise ResourceNotFoundException(f"[RSLVR-02025] Can't find the rule of '{group_id}' for '{matched}'.")
    return exact or same_list[0]


def update_firewall_rule(self: Route53ResolverResponse) -> str:
    backend, old = self.route53resolver_backend, _rule(self)
    rule = {**old, **{n: self._get_param(n) for n in _CHANGEABLE if self._get_param(n) is not None}}
    # What belongs to a block goes with it.
    gone = set() if rule["Action"] == "BLOCK" else {"BlockResponse"}
    gone |= set() if rule.get("BlockResponse") == "OVERRIDE" and not gone else set(_OVERRIDE)
    asked = {name for name in gone if self._get_param(name) is not None}
    rule = {name: value for name, value in rule.items() if name not in gone or name in asked}
    _check(rule, _others(backend, rule["FirewallRuleGroupId"], old))
    rule["ModificationTime"] = now()
    del records(backend, KIND)[_key(old)]
    records(backend, KIND)[_key(rule)] = rule
    return json.dumps({"FirewallRule": rule})


def delete_firewall_rule(self: Route53ResolverResponse) -> str:
    rule = _rule(self)
    if rule.get("Qtype") != self._get_param("Qtype"):
        raise Refused("ValidationException", f"The rule has the query type '{rule.get('Qtype')}': name it.")
    del records(self.route53resolver_backend, KIND)[_key(rule)]
    return json.dumps({"FirewallRule": rule})


def list_firewall_rules(self: Route53ResolverResponse) -> str:
    backend, group_id = self.route53resolver_backend, self._get_param("FirewallRuleGroupId")
    find(backend, "firewall-rule-group", group_id)
    wanted = {name: self._get_param(name) for name in ("Priority", "Action")}
    found = [r for r in _others(backend, group_id) if all(v is None or r[n] == v for n, v in wanted.items())]
    return page(self, "FirewallRules", sorted(found, key=lambda rule: rule["Priority"]))
