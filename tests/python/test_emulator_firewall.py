import unittest
import uuid

from emulator_cases import NetworkCase
from emulator_support import start_emulator


def setUpModule() -> None:
    start_emulator()


class FirewallCase(NetworkCase):
    def setUp(self) -> None:
        super().setUp()
        self.resolver = self.emulator.client("route53resolver")

    def named(self, name: str) -> dict:
        return {"Name": name, "CreatorRequestId": uuid.uuid4().hex}

    def domain_list(self, *domains: str) -> str:
        made = self.resolver.create_firewall_domain_list(**self.named("list"))["FirewallDomainList"]["Id"]
        self.resolver.update_firewall_domains(
            FirewallDomainListId=made, Operation="REPLACE", Domains=list(domains)
        )
        return made

    def group(self) -> str:
        made = self.resolver.create_firewall_rule_group(**self.named("group"))
        return made["FirewallRuleGroup"]["Id"]

    def rule(self, group: str, priority: int, **arguments) -> dict:
        call = {
            **self.named(f"rule-{priority}"),
            "FirewallRuleGroupId": group,
            "Priority": priority,
            **arguments,
        }
        return self.resolver.create_firewall_rule(**call)["FirewallRule"]

    def associate(self, group: str, priority: int = 101, **arguments) -> str:
        call = {"FirewallRuleGroupId": group, "VpcId": self.vpc, "Priority": priority, **arguments}
        made = self.resolver.associate_firewall_rule_group(**self.named("association"), **call)
        return made["FirewallRuleGroupAssociation"]["Id"]

    def association(self, association_id: str) -> dict:
        call = {"FirewallRuleGroupAssociationId": association_id}
        found = self.resolver.get_firewall_rule_group_association(**call)
        return found["FirewallRuleGroupAssociation"]


class DomainLists(FirewallCase):
    """docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_UpdateFirewallDomains.html"""

    def test_domains_are_added_removed_and_replaced(self) -> None:
        made, update = self.domain_list("b.example", "*.A.example."), self.resolver.update_firewall_domains

        def domains() -> list:
            return self.resolver.list_firewall_domains(FirewallDomainListId=made)["Domains"]

        self.assertEqual(domains(), ["b.example.", "*.a.example."])
        update(FirewallDomainListId=made, Operation="ADD", Domains=["c.example", "b.example"])
        update(FirewallDomainListId=made, Operation="REMOVE", Domains=["b.example"])
        self.assertEqual(domains(), ["*.a.example.", "c.example."])
        for operation, domain in (("REMOVE", "d.example"), ("ADD", "a.*.example"), ("ADD", "a b")):
            call = {"FirewallDomainListId": made, "Operation": operation, "Domains": [domain]}
            self.fails_with("ValidationException", update, **call)

        def status() -> str:
            found = self.resolver.get_firewall_domain_list(FirewallDomainListId=made)["FirewallDomainList"]
            self.assertEqual(found["DomainCount"], 2)
            return found["Status"]

        self.until(status, "COMPLETE")

    def test_long_lists_come_in_pages(self) -> None:
        made = self.domain_list(*(f"d{number}.example" for number in range(5)))
        pages = self.resolver.get_paginator("list_firewall_domains")
        found = pages.paginate(FirewallDomainListId=made, PaginationConfig={"PageSize": 2})
        self.assertEqual([len(page["Domains"]) for page in found], [2, 2, 1])

    def test_a_list_in_use_cannot_go(self) -> None:
        made, group = self.domain_list("a.example"), self.group()
        self.rule(group, 100, FirewallDomainListId=made, Action="ALLOW")
        delete = self.resolver.delete_firewall_domain_list
        self.fails_with("ConflictException", delete, FirewallDomainListId=made)
        self.resolver.delete_firewall_rule(FirewallRuleGroupId=group, FirewallDomainListId=made)
        delete(FirewallDomainListId=made)

        def there() -> bool:
            lists = self.resolver.list_firewall_domain_lists()["FirewallDomainLists"]
            return made in [each["Id"] for each in lists]

        self.until(there, False)
        self.fails_with("ResourceNotFoundException", delete, FirewallDomainListId=made)


class Rules(FirewallCase):
    """docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateFirewallRule.html"""

    def setUp(self) -> None:
        super().setUp()
        self.domains, self.of = self.domain_list("a.example"), self.group()

    def test_defaults_and_changes(self) -> None:
        made = self.rule(
            self.of, 100, FirewallDomainListId=self.domains, Action="BLOCK", BlockResponse="NODATA"
        )
        self.assertEqual(made["FirewallDomainRedirectionAction"], "INSPECT_REDIRECTION_DOMAIN")
        call = {"FirewallRuleGroupId": self.of, "FirewallDomainListId": self.domains}
        changed = self.resolver.update_firewall_rule(
            **call, Action="ALLOW", FirewallDomainRedirectionAction="TRUST_REDIRECTION_DOMAIN"
        )["FirewallRule"]
        self.assertNotIn("BlockResponse", changed)
        self.assertEqual(
            self.resolver.list_firewall_rules(FirewallRuleGroupId=self.of)["FirewallRules"], [changed]
        )

    def test_what_a_rule_may_not_be(self) -> None:
        block = {"FirewallDomainListId": self.domains, "Action": "BLOCK", "BlockResponse": "NXDOMAIN"}
        threat = {"DnsThreatProtection": "DGA", "ConfidenceThreshold": "HIGH"}
        wrong = [
            {"FirewallDomainListId": self.domains, "Action": "BLOCK"},
            {"FirewallDomainListId": self.domains, "Action": "ALLOW", "BlockResponse": "NODATA"},
            {**block, "BlockResponse": "OVERRIDE"},
            {**block, "BlockOverrideDomain": "b.example"},
            {"Action": "ALLOW"},
            {**threat, **block},
            {**threat, "Action": "ALLOW"},
        ]
        for arguments in wrong:
            with self.subTest(arguments):
                self.fails_with("ValidationException", self.rule, group=self.of, priority=100, **arguments)
        self.rule(self.of, 100, **block)
        other = {**block, "FirewallDomainListId": self.domain_list("b.example")}
        self.fails_with("ConflictException", self.rule, group=self.of, priority=100, **other)
        self.fails_with("ConflictException", self.rule, group=self.of, priority=200, **block)
        self.rule(self.of, 200, **block, Qtype="AAAA")
        self.rule(self.of, 300, **threat, Action="ALERT")
        unknown = {**block, "FirewallDomainListId": "rslvr-fdl-0123456789abcdef"}
        self.fails_with("ResourceNotFoundException", self.rule, group=self.of, priority=400, **unknown)


class Associations(FirewallCase):
    """docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_AssociateFirewallRuleGroup.html"""

    def test_under_mutation_protection_nothing_changes_but_the_protection(self) -> None:
        made = self.associate(self.group(), MutationProtection="ENABLED")
        self.until(lambda: self.association(made)["Status"], "COMPLETE")
        call = {"FirewallRuleGroupAssociationId": made}
        update, drop = (
            self.resolver.update_firewall_rule_group_association,
            self.resolver.disassociate_firewall_rule_group,
        )
        refused = self.fails_with("ValidationException", drop, **call)
        self.assertIn("RSLVR-02307", str(refused))
        self.fails_with("ValidationException", update, **call, Priority=200)
        update(**call, MutationProtection="DISABLED", Priority=200)
        self.assertEqual(self.association(made)["Priority"], 200)
        drop(**call)
        self.assertEqual(self.association(made)["Status"], "DELETING")

    def test_priorities_and_groups_are_unique_in_a_vpc(self) -> None:
        first, second = self.group(), self.group()
        self.associate(first)
        self.fails_with("ConflictException", self.associate, group=first, priority=102)
        self.fails_with("ConflictException", self.associate, group=second, priority=101)
        for priority in (100, 9900):
            self.fails_with("ValidationException", self.associate, group=second, priority=priority)
        elsewhere = {"group": second, "priority": 102, "VpcId": "vpc-0123456789abcdef0"}
        self.fails_with("ResourceNotFoundException", self.associate, **elsewhere)

    def test_a_group_goes_after_its_associations_and_its_rules(self) -> None:
        group, domains = self.group(), self.domain_list("a.example")
        self.rule(group, 100, FirewallDomainListId=domains, Action="ALLOW")
        association, call = self.associate(group), {"FirewallRuleGroupId": group}
        delete = self.resolver.delete_firewall_rule_group
        self.fails_with("ConflictException", delete, **call)
        self.resolver.disassociate_firewall_rule_group(FirewallRuleGroupAssociationId=association)
        listed = self.resolver.list_firewall_rule_group_associations
        self.until(lambda: listed(**call)["FirewallRuleGroupAssociations"], [])
        refused = self.fails_with("ValidationException", delete, **call)
        self.assertIn("RSLVR-02103", str(refused))
        self.resolver.delete_firewall_rule(**call, FirewallDomainListId=domains)
        delete(**call)
        self.fails_with("ResourceNotFoundException", self.resolver.get_firewall_rule_group, **call)

    def test_tags_and_the_call_log(self) -> None:
        arn = self.resolver.create_firewall_rule_group(**self.named("tagged"))["FirewallRuleGroup"]["Arn"]
        self.resolver.tag_resource(ResourceArn=arn, Tags=[{"Key": "owner", "Value": "build"}])
        self.assertEqual(self.resolver.list_tags_for_resource(ResourceArn=arn)["Tags"][0]["Value"], "build")
        calls = [
            c for c in self.emulator.lab("GET", "/lab/calls?after=0") if arn.split("/")[1] in c["resources"]
        ]
        self.assertEqual([c["action"] for c in calls][:2], ["CreateFirewallRuleGroup", "TagResource"])


if __name__ == "__main__":
    unittest.main()
