import unittest

from emulator_cases import NetworkCase
from emulator_support import start_emulator


def setUpModule() -> None:
    start_emulator()


class GroupRules(NetworkCase):
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html"""

    def setUp(self) -> None:
        super().setUp()
        self.one = self.group("rules")
        self.prefix_list = self.ec2.describe_prefix_lists()["PrefixLists"][0]["PrefixListId"]

    def permission(self, port: int, **targets):
        return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **targets}

    def rule(self, rule_id: str):
        return self.ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule_id])["SecurityGroupRules"][0]

    def test_every_kind_of_rule_keeps_its_description(self) -> None:
        permissions = [
            self.permission(443, PrefixListIds=[{"PrefixListId": self.prefix_list, "Description": "to S3"}]),
            self.permission(9989, IpRanges=[{"CidrIp": "10.20.0.0/16", "Description": "to the master"}]),
            self.permission(80, UserIdGroupPairs=[{"GroupId": self.one, "Description": "to itself"}]),
        ]
        call = {"GroupId": self.one, "IpPermissions": permissions}
        made = self.ec2.authorize_security_group_egress(**call)["SecurityGroupRules"]
        described = [self.rule(rule["SecurityGroupRuleId"])["Description"] for rule in made]
        self.assertEqual(described, ["to S3", "to the master", "to itself"])
        shown = self.ec2.describe_security_groups(GroupIds=[self.one])["SecurityGroups"][0]
        by_port = {p.get("FromPort"): p for p in shown["IpPermissionsEgress"]}
        self.assertEqual(by_port[443]["PrefixListIds"], permissions[0]["PrefixListIds"])
        self.assertEqual(by_port[9989]["IpRanges"], permissions[1]["IpRanges"])
        self.assertEqual(by_port[80]["UserIdGroupPairs"][0]["Description"], "to itself")

    def test_a_description_does_not_make_a_rule_another(self) -> None:
        first = self.permission(443, UserIdGroupPairs=[{"GroupId": self.one, "Description": "a"}])
        second = self.permission(443, UserIdGroupPairs=[{"GroupId": self.one, "Description": "b"}])
        authorize = self.ec2.authorize_security_group_ingress
        authorize(GroupId=self.one, IpPermissions=[first])
        call = {"GroupId": self.one, "IpPermissions": [second]}
        self.fails_with("InvalidPermission.Duplicate", authorize, **call)
        self.ec2.revoke_security_group_ingress(**call)
        shown = self.ec2.describe_security_groups(GroupIds=[self.one])["SecurityGroups"][0]
        self.assertEqual(shown["IpPermissions"], [])

    def test_a_rule_changes_under_its_id(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
        permission = self.permission(443, PrefixListIds=[{"PrefixListId": self.prefix_list}])
        call = {"GroupId": self.one, "IpPermissions": [permission]}
        rule_id = self.ec2.authorize_security_group_egress(**call)["SecurityGroupRules"][0][
            "SecurityGroupRuleId"
        ]

        def modify(**rule):
            change = {"SecurityGroupRuleId": rule_id, "SecurityGroupRule": rule}
            self.ec2.modify_security_group_rules(GroupId=self.one, SecurityGroupRules=[change])

        other = self.ec2.describe_prefix_lists()["PrefixLists"][1]["PrefixListId"]
        modify(IpProtocol="tcp", FromPort=80, ToPort=81, PrefixListId=other, Description="new")
        rule = self.rule(rule_id)
        self.assertEqual((rule["FromPort"], rule["ToPort"], rule["PrefixListId"]), (80, 81, other))
        self.assertEqual(rule["Description"], "new")
        wrong = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 81, "CidrIpv4": "10.0.0.0/8"}
        self.fails_with("InvalidParameterValue", modify, **wrong)
        self.ec2.revoke_security_group_egress(GroupId=self.one, SecurityGroupRuleIds=[rule_id])
        call = {"GroupId": self.one, "SecurityGroupRuleIds": [rule_id]}
        code, revoke = "InvalidSecurityGroupRuleId.NotFound", self.ec2.revoke_security_group_egress
        self.fails_with(code, revoke, **call)


class AccessLists(NetworkCase):
    """docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html"""

    def setUp(self) -> None:
        super().setUp()
        self.acl = self.ec2.create_network_acl(VpcId=self.vpc)["NetworkAcl"]["NetworkAclId"]
        self.entry = {"NetworkAclId": self.acl, "RuleNumber": 100, "Egress": False}

    def entries(self) -> list:
        return self.ec2.describe_network_acls(NetworkAclIds=[self.acl])["NetworkAcls"][0]["Entries"]

    def test_a_new_list_denies_everything(self) -> None:
        seen = [(e["RuleNumber"], e["Egress"], e["RuleAction"]) for e in self.entries()]
        self.assertCountEqual(seen, [(32767, True, "deny"), (32767, False, "deny")])

    def test_icmp_types_are_kept(self) -> None:
        rule = {"Protocol": "1", "RuleAction": "allow", "CidrBlock": "10.20.0.0/16"}
        self.ec2.create_network_acl_entry(**self.entry, **rule, IcmpTypeCode={"Type": 3, "Code": 4})
        entry = next(e for e in self.entries() if e["RuleNumber"] == 100)
        self.assertEqual(entry["IcmpTypeCode"], {"Type": 3, "Code": 4})
        ports = {"Protocol": "6", "RuleAction": "allow", "CidrBlock": "10.20.0.0/16"}
        self.ec2.replace_network_acl_entry(**self.entry, **ports, PortRange={"From": 443, "To": 443})
        entry = next(e for e in self.entries() if e["RuleNumber"] == 100)
        self.assertEqual((entry["Protocol"], entry["PortRange"]), ("6", {"From": 443, "To": 443}))
        self.assertNotIn("IcmpTypeCode", entry)

    def test_what_is_not_there_is_named_as_such(self) -> None:
        unknown = ["acl-0123456789abcdef0"]
        self.fails_with("InvalidNetworkAclID.NotFound", self.ec2.describe_network_acls, NetworkAclIds=unknown)
        self.fails_with("InvalidNetworkAclEntry.NotFound", self.ec2.delete_network_acl_entry, **self.entry)

    def test_a_list_in_use_stays(self) -> None:
        lists = self.ec2.describe_network_acls(
            Filters=[{"Name": "association.subnet-id", "Values": [self.subnet]}]
        )
        association = lists["NetworkAcls"][0]["Associations"][0]["NetworkAclAssociationId"]
        self.ec2.replace_network_acl_association(AssociationId=association, NetworkAclId=self.acl)
        self.fails_with("DependencyViolation", self.ec2.delete_network_acl, NetworkAclId=self.acl)
        self.ec2.delete_subnet(SubnetId=self.subnet)
        self.ec2.delete_network_acl(NetworkAclId=self.acl)


class Routes(NetworkCase):
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html"""

    def test_a_route_leads_only_through_a_gateway_of_its_network(self) -> None:
        gateways = (
            self.ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"],
            self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"],
        )
        for gateway in gateways:
            call = {
                "RouteTableId": self.main_table(),
                "DestinationCidrBlock": "10.20.0.0/16",
                "GatewayId": gateway,
            }
            self.fails_with("InvalidParameterValue", self.ec2.create_route, **call)

    def test_a_prefix_list_keeps_its_name_and_counts_its_versions(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyManagedPrefixList.html
        call = {"PrefixListName": "build-network", "MaxEntries": 5, "AddressFamily": "IPv4"}
        made = self.ec2.create_managed_prefix_list(**call, Entries=[{"Cidr": "10.20.0.0/16"}])["PrefixList"]
        change = {"PrefixListId": made["PrefixListId"], "AddEntries": [{"Cidr": "10.21.0.0/16"}]}
        changed = self.ec2.modify_managed_prefix_list(**change, CurrentVersion=1)["PrefixList"]
        self.assertEqual((changed["PrefixListName"], changed["Version"]), ("build-network", 2))
        stale = {**change, "CurrentVersion": 1}
        self.fails_with("PrefixListVersionMismatch", self.ec2.modify_managed_prefix_list, **stale)


if __name__ == "__main__":
    unittest.main()
