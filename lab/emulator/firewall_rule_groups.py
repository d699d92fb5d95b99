"""Groups of DNS Firewall rules, and the VPCs that they are associated with.

docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-groups.html
"""

import json
from typing import Any

from moto.route53resolver.responses import Route53ResolverResponse

from .overlay import add
from .resolver_store import (
    Record,
    Refused,
    find,
    forget,
    keep,
    made_before,
    need_vpc,
    new_id,
    now,
    page,
    records,
)
from .world import world

KIND = "firewall-rule-group"
ASSOCIATION = "firewall-rule-group-association"
# docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_AssociateFirewallRuleGroup.html
_PRIORITIES = range(101, 9900)
_SHOWN = ("Id", "Arn", "Name", "OwnerId", "CreatorRequestId", "ShareStatus")


def install() -> None:
    add(
        Route53ResolverResponse,
        create_firewall_rule_group,
        get_firewall_rule_group,
        list_firewall_rule_groups,
        delete_firewall_rule_group,
        associate_firewall_rule_group,
        get_firewall_rule_group_association,
        list_firewall_rule_group_associations,
        update_firewall_rule_group_association,
        disassociate_firewall_rule_group,
    )


def _rules(backend: Any, group_id: str) -> list[Record]:
    return [r for r in records(backend, "firewall-rule").values() if r["FirewallRuleGroupId"] == group_id]


def _answer(backend: Any, record: Record) -> str:
    return json.dumps({"FirewallRuleGroup": {**record, "RuleCount": len(_rules(backend, record["Id"]))}})


def create_firewall_rule_group(self: Route53ResolverResponse) -> str:
    backend = self.route53resolver_backend
    record = made_before(backend, KIND, self._get_param("CreatorRequestId")) or keep(
        self,
        KIND,
        {
            "Id": new_id("rslvr-frg"),
            "Status": "COMPLETE",
            "StatusMessage": "",
            "OwnerId": backend.account_id,
            "ShareStatus": "NOT_SHARED",
        },
    )
    return _answer(backend, record)


def get_firewall_rule_group(self: Route53ResolverResponse) -> str:
    backend = self.route53resolver_backend
    return _answer(backend, find(backend, KIND, self._get_param("FirewallRuleGroupId")))


def list_firewall_rule_groups(self: Route53ResolverResponse) -> str:
    kept = records(self.route53resolver_backend, KIND).values()
    return page(self, "FirewallRuleGroups", [{key: r[key] for key in _SHOWN} for r in kept])


def delete_firewall_rule_group(self: Route53ResolverResponse) -> str:
    """First its associations must go, then its rules."""
    backend = self.route53resolver_backend
    record = find(backend, KIND, self._get_param("FirewallRuleGroupId"))
    used = [a for a in records(backend, ASSOCIATION).values() if a["FirewallRuleGroupId"] == record["Id"]]
    if used:
        message = (
            f"The DNS Firewall rule group '{record['Id']}' is associated with the VPC '{used[0]['VpcId']}'."
        )
        raise Refused("ConflictException", message)
    if _rules(backend, record["Id"]):
        message = (
            f"[RSLVR-02103] The DNS Firewall rule group '{record['Id']}' still has rules. Delete them first."
        )
        raise Refused("ValidationException", message)
    forget(backend, KIND, record)
    return json.dumps({"FirewallRuleGroup": {**record, "Status": "DELETING", "RuleCount": 0}})


def associate_firewall_rule_group(self: Route53ResolverResponse) -> str:
    backend = self.route53resolver_backend
    made = made_before(backend, ASSOCIATION, self._get_param("CreatorRequestId"))
    if made is not None:
        return json.dumps({"FirewallRuleGroupAssociation": made})
    group = find(backend, KIND, self._get_param("FirewallRuleGroupId"))
    vpc_id = need_vpc(backend, self._get_param("VpcId")).id
    others = [a for a in records(backend, ASSOCIATION).values() if a["VpcId"] == vpc_id]
    if any(a["FirewallRuleGroupId"] == group["Id"] for a in others):
        message = (
            f"The DNS Firewall rule group '{group['Id']}' is already associated with the VPC '{vpc_id}'."
        )
        raise Refused("ConflictException", message)
    priority = _free_priority(self._get_param("Priority"), others)
    record = keep(
        self,
        ASSOCIATION,
        {
            "Id": new_id("rslvr-frgassoc"),
            "FirewallRuleGroupId": group["Id"],
            "VpcId": vpc_id,
            "Priority": priority,
            "MutationProtection": self._get_param("MutationProtection") or "DISABLED",
            "StatusMessage": "",
        },
    )
    _settle(record)
    return json.dumps({"FirewallRuleGroupAssociation": record})


def _free_priority(priority: int, others: list[Record]) -> int:
    if priority not in _PRIORITIES:
        raise Refused(
            "ValidationException",
            "[RSLVR-02017] The priority value you provided is reserved. Provide a number between '100' and "
            "'9900'.",
        )
    if any(a["Priority"] == priority for a in others):
        message = f"Another rule group of the VPC '{others[0]['VpcId']}' has the priority {priority}."
        raise Refused("ConflictException", message)
    return priority


def _settle(record: Record) -> None:
    def settle() -> None:
        if record["Status"] == "UPDATING":
            record["Status"] = "COMPLETE"

    record["Status"] = "UPDATING"
    world.after(world.timings.networkSeconds, settle)


def _association(response: Route53ResolverResponse) -> Record:
    association_id = response._get_param("FirewallRuleGroupAssociationId")
    return find(response.route53resolver_backend, ASSOCIATION, association_id)


def get_firewall_rule_group_association(self: Route53ResolverResponse) -> str:
    return json.dumps({"FirewallRuleGroupAssociation": _association(self)})


def list_firewall_rule_group_associations(self: Route53ResolverResponse) -> str:
    wanted = {key: self._get_param(key) for key in ("FirewallRuleGroupId", "VpcId", "Priority", "Status")}
    found = [
        record
        for record in records(self.route53resolver_backend, ASSOCIATION).values()
        if all(value is None or record[key] == value for key, value in wanted.items())
    ]
    return page(self, "FirewallRuleGroupAssociations", found)


def _refuse_protected(record: Record) -> None:
    if record["MutationProtection"] == "ENABLED":
        message = (
            "[RSLVR-02307] The DNS Firewall rule group association is under mutation protection. Remove the "
            "mutation protection and try again."
        )
        raise Refused("ValidationException", message)


def update_firewall_rule_group_association(self: Route53ResolverResponse) -> str:
    """Under mutation protection only a request that takes the protection away is heard."""
    record, protection = _association(self), self._get_param("MutationProtection")
    if protection != "DISABLED":
        _refuse_protected(record)
    priority = self._get_param("Priority")
    if priority is not None and priority != record["Priority"]:
        kept = records(self.route53resolver_backend, ASSOCIATION).values()
        record["Priority"] = _free_priority(priority, [a for a in kept if a["VpcId"] == record["VpcId"]])
    record["Name"] = self._get_param("Name") or record["Name"]
    record["MutationProtection"] = protection or record["MutationProtection"]
    record["ModificationTime"] = now()
    _settle(record)
    return json.dumps({"FirewallRuleGroupAssociation": record})


def disassociate_firewall_rule_group(self: Route53ResolverResponse) -> str:
    record, backend = _association(self), self.route53resolver_backend
    _refuse_protected(record)
    record["Status"] = "DELETING"
    world.after(world.timings.networkSeconds, lambda: forget(backend, ASSOCIATION, record))
    return json.dumps({"FirewallRuleGroupAssociation": record})
