import json
import unittest
import urllib.error
import uuid
from urllib.parse import urlencode

from emulator_cases import NetworkCase
from emulator_support import REGION, start_emulator


def setUpModule() -> None:
    start_emulator()


class ResolverCase(NetworkCase):
    def setUp(self) -> None:
        super().setUp()
        self.resolver = self.emulator.client("route53resolver")
        for attribute in ("EnableDnsSupport", "EnableDnsHostnames"):
            self.ec2.modify_vpc_attribute(VpcId=self.vpc, **{attribute: {"Value": True}})

    def request(self) -> dict:
        return {"CreatorRequestId": uuid.uuid4().hex}

    def endpoint(self) -> str:
        addresses = [{"SubnetId": self.subnet}, {"SubnetId": self.subnet, "Ip": "10.130.0.40"}]
        made = self.resolver.create_resolver_endpoint(
            **self.request(),
            Direction="OUTBOUND",
            SecurityGroupIds=[self.group(f"dns-{uuid.uuid4().hex[:6]}")],
            IpAddresses=addresses,
        )["ResolverEndpoint"]
        self.assertEqual(
            (made["Status"], made["Protocols"], made["HostVPCId"]), ("CREATING", ["Do53"], self.vpc)
        )
        self.until(lambda: self.one(made["Id"])["Status"], "OPERATIONAL")
        return made["Id"]

    def one(self, endpoint: str) -> dict:
        return self.resolver.get_resolver_endpoint(ResolverEndpointId=endpoint)["ResolverEndpoint"]

    def forward(self, endpoint: str, domain: str, *servers: str) -> str:
        made = self.resolver.create_resolver_rule(
            **self.request(),
            RuleType="FORWARD",
            DomainName=domain,
            ResolverEndpointId=endpoint,
            TargetIps=[{"Ip": server} for server in servers],
        )
        return made["ResolverRule"]["Id"]

    def dns(self, name: str, vpc: str | None = None) -> dict:
        return self.emulator.lab("GET", "/lab/dns?" + urlencode({"vpcId": vpc or self.vpc, "name": name}))


class Endpoints(ResolverCase):
    """docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateResolverEndpoint.html"""

    def test_its_interfaces_keep_the_subnet_until_it_is_gone(self) -> None:
        made = self.endpoint()
        self.fails_with("DependencyViolation", self.ec2.delete_subnet, SubnetId=self.subnet)
        drop = self.resolver.disassociate_resolver_endpoint_ip_address
        few = {"ResolverEndpointId": made, "IpAddress": {"SubnetId": self.subnet, "Ip": "10.130.0.40"}}
        self.fails_with("InvalidRequestException", drop, **few)
        third = {"SubnetId": self.subnet, "Ip": "10.130.0.41"}
        self.resolver.associate_resolver_endpoint_ip_address(ResolverEndpointId=made, IpAddress=third)
        drop(**few)
        self.resolver.update_resolver_endpoint(ResolverEndpointId=made, Name="out", Protocols=["Do53", "DoH"])
        self.until(lambda: self.one(made)["Status"], "OPERATIONAL")
        self.assertEqual((self.one(made)["Name"], self.one(made)["Protocols"]), ("out", ["Do53", "DoH"]))
        self.resolver.delete_resolver_endpoint(ResolverEndpointId=made)
        self.assertEqual(self.one(made)["Status"], "DELETING")
        listed = self.resolver.list_resolver_endpoints
        self.until(lambda: made in [e["Id"] for e in listed()["ResolverEndpoints"]], False)
        self.ec2.delete_subnet(SubnetId=self.subnet)

    def test_rules_need_an_outbound_endpoint_and_keep_it(self) -> None:
        made = self.endpoint()
        rule = self.forward(made, "Corp.Example.", "10.20.0.53")
        found = self.resolver.get_resolver_rule(ResolverRuleId=rule)["ResolverRule"]
        self.assertEqual(found["DomainName"], "corp.example.")
        self.assertEqual(found["TargetIps"], [{"Ip": "10.20.0.53", "Port": 53, "Protocol": "Do53"}])
        self.fails_with(
            "InvalidRequestException", self.resolver.delete_resolver_endpoint, ResolverEndpointId=made
        )
        create = self.resolver.create_resolver_rule
        bare = {**self.request(), "RuleType": "FORWARD", "DomainName": "b.example"}
        self.fails_with("InvalidParameterException", create, **bare)
        config = {"Name": "corp", "TargetIps": [{"Ip": "10.20.0.54", "Port": 5353}]}
        self.resolver.update_resolver_rule(ResolverRuleId=rule, Config=config)
        self.resolver.associate_resolver_rule(ResolverRuleId=rule, VPCId=self.vpc)
        self.assertEqual(self.dns("git.corp.example"), {"answer": "forwarded", "to": ["10.20.0.54:5353"]})
        twin = self.forward(made, "corp.example", "10.20.0.55")
        both = {"ResolverRuleId": twin, "VPCId": self.vpc}
        self.fails_with("InvalidRequestException", self.resolver.associate_resolver_rule, **both)
        self.fails_with("ResourceInUseException", self.resolver.delete_resolver_rule, ResolverRuleId=rule)
        self.resolver.disassociate_resolver_rule(ResolverRuleId=rule, VPCId=self.vpc)
        listed = self.resolver.list_resolver_rule_associations
        self.until(lambda: listed()["ResolverRuleAssociations"], [])
        self.resolver.delete_resolver_rule(ResolverRuleId=rule)
        self.assertEqual(self.dns("git.corp.example"), {"answer": "public"})


class Settings(ResolverCase):
    def test_of_a_vpc(self) -> None:
        # docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-vpc-configuration.html
        call = {"ResourceId": self.vpc}
        seen = self.resolver.get_firewall_config(**call)["FirewallConfig"]
        self.assertEqual(seen["FirewallFailOpen"], "DISABLED")
        self.resolver.update_firewall_config(**call, FirewallFailOpen="ENABLED")
        self.assertEqual(
            self.resolver.get_firewall_config(**call)["FirewallConfig"]["FirewallFailOpen"], "ENABLED"
        )
        self.resolver.update_resolver_config(**call, AutodefinedReverseFlag="DISABLE")

        def reverse() -> str:
            return self.resolver.get_resolver_config(**call)["ResolverConfig"]["AutodefinedReverse"]

        self.until(reverse, "DISABLED")
        unknown = {"ResourceId": "vpc-0123456789abcdef0"}
        self.fails_with("ResourceNotFoundException", self.resolver.get_firewall_config, **unknown)
        update = self.resolver.update_resolver_dnssec_config
        self.fails_with("ResourceNotFoundException", update, **unknown, Validation="ENABLE")

    def test_query_logging(self) -> None:
        # docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html
        arn = f"arn:aws:logs:{REGION}:123456789012:log-group:/overflow/queries"
        create = self.resolver.create_resolver_query_log_config
        call = {"Name": "queries", "DestinationArn": arn, "CreatorRequestId": "1"}
        self.fails_with("InvalidParameterException", create, **call)
        self.emulator.client("logs").create_log_group(logGroupName="/overflow/queries")
        made = create(**call)["ResolverQueryLogConfig"]
        self.assertRegex(made["Id"], r"^rqlc-[0-9a-f]{16}$")
        both = {"ResolverQueryLogConfigId": made["Id"], "ResourceId": self.vpc}
        association = self.resolver.associate_resolver_query_log_config(**both)[
            "ResolverQueryLogConfigAssociation"
        ]
        self.assertRegex(association["Id"], r"^rqlca-[0-9a-f]{16}$")
        delete = self.resolver.delete_resolver_query_log_config
        self.fails_with("InvalidRequestException", delete, ResolverQueryLogConfigId=made["Id"])
        self.resolver.disassociate_resolver_query_log_config(**both)
        listed = self.resolver.list_resolver_query_log_config_associations
        self.until(lambda: listed()["ResolverQueryLogConfigAssociations"], [])
        delete(ResolverQueryLogConfigId=made["Id"])
        self.until(lambda: self.resolver.list_resolver_query_log_configs()["ResolverQueryLogConfigs"], [])


class Answers(ResolverCase):
    """`GET /lab/dns`: what a closed VPC resolves, from what was made through the API."""

    def private_zone(self, name: str, **records: str) -> None:
        route53 = self.emulator.client("route53")
        vpc = {"VPCId": self.vpc, "VPCRegion": REGION}
        made = route53.create_hosted_zone(Name=name, CallerReference=uuid.uuid4().hex, VPC=vpc)["HostedZone"][
            "Id"
        ]
        changes = [
            {
                "Action": "CREATE",
                "ResourceRecordSet": {
                    "Name": f"{label}.{name}",
                    "Type": "A",
                    "TTL": 60,
                    "ResourceRecords": [{"Value": value}],
                },
            }
            for label, value in records.items()
        ]
        route53.change_resource_record_sets(HostedZoneId=made, ChangeBatch={"Changes": changes})

    def close(self, *allowed: str) -> None:
        group = self.resolver.create_firewall_rule_group(**self.request(), Name="g")["FirewallRuleGroup"][
            "Id"
        ]
        rules = (
            ("allow", {"Action": "ALLOW"}, allowed),
            ("block", {"Action": "BLOCK", "BlockResponse": "NODATA"}, ("*",)),
        )
        for priority, (name, action, domains) in enumerate(rules, 100):
            made = self.resolver.create_firewall_domain_list(**self.request(), Name=name)[
                "FirewallDomainList"
            ]["Id"]
            self.resolver.update_firewall_domains(
                FirewallDomainListId=made, Operation="ADD", Domains=list(domains)
            )
            call = {
                "FirewallRuleGroupId": group,
                "FirewallDomainListId": made,
                "Priority": priority,
                "Name": name,
            }
            self.resolver.create_firewall_rule(**self.request(), **call, **action)
        call = {"FirewallRuleGroupId": group, "VpcId": self.vpc, "Priority": 101, "Name": "a"}
        self.resolver.associate_firewall_rule_group(**self.request(), **call)

    def test_firewall_zones_and_endpoints_together(self) -> None:
        service = f"ec2.{REGION}.amazonaws.com"
        endpoint = self.ec2.create_vpc_endpoint(
            VpcId=self.vpc,
            ServiceName=f"com.amazonaws.{REGION}.ec2",
            VpcEndpointType="Interface",
            SubnetIds=[self.subnet],
        )["VpcEndpoint"]
        self.private_zone("staging.overflow.internal", master="10.20.0.10")
        interface = self.ec2.describe_network_interfaces(NetworkInterfaceIds=endpoint["NetworkInterfaceIds"])
        at = {"answer": "address", "addresses": [interface["NetworkInterfaces"][0]["PrivateIpAddress"]]}
        self.until(lambda: self.dns(service), at)
        self.assertEqual(self.dns(endpoint["DnsEntries"][1]["DnsName"]), at)
        self.close("*.staging.overflow.internal", service)
        self.assertEqual(self.dns(service), at)
        self.assertEqual(self.dns(endpoint["DnsEntries"][0]["DnsName"])["answer"], "blocked")
        self.assertEqual(self.dns("master.staging.overflow.internal")["addresses"], ["10.20.0.10"])
        self.assertEqual(self.dns("none.staging.overflow.internal"), {"answer": "nxdomain"})
        blocked = {"answer": "blocked", "rule": "block", "response": "NODATA"}
        self.assertEqual(self.dns("pypi.org"), blocked)
        other = self.ec2.create_vpc(CidrBlock="10.131.0.0/16")["Vpc"]["VpcId"]
        self.assertEqual(self.dns("master.staging.overflow.internal", other), {"answer": "public"})

    def test_without_host_names_no_private_zone_and_without_support_no_answer(self) -> None:
        self.private_zone("a.example", b="10.0.0.1")
        self.ec2.modify_vpc_attribute(VpcId=self.vpc, EnableDnsHostnames={"Value": False})
        self.assertEqual(self.dns("b.a.example"), {"answer": "public"})
        self.ec2.modify_vpc_attribute(VpcId=self.vpc, EnableDnsSupport={"Value": False})
        self.assertEqual(self.dns("b.a.example"), {"answer": "unanswered"})

    def test_questions_that_cannot_be_answered_are_refused_with_the_reason(self) -> None:
        for query, reason in (
            ({"vpcId": self.vpc}, "'name' is missing"),
            ({"vpcId": "vpc-1", "name": "a.example"}, "there is no VPC 'vpc-1'"),
            ({"vpcId": self.vpc, "name": "a.example", "type": "MX"}, "'type' must be one of A, AAAA"),
        ):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                self.emulator.lab("GET", "/lab/dns?" + urlencode(query))
            self.assertIn(reason, json.loads(refused.exception.read())["error"])


if __name__ == "__main__":
    unittest.main()
