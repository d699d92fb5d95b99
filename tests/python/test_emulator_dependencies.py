import unittest

from emulator_cases import NetworkCase
from emulator_support import IMAGE, start_emulator


def setUpModule() -> None:
    start_emulator()


class Dependencies(NetworkCase):
    """docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html"""

    def refused(self, call, **arguments) -> None:
        self.fails_with("DependencyViolation", call, **arguments)

    def test_an_instance_holds_its_subnet_and_group_until_it_is_terminated(self) -> None:
        group = self.group("workers")
        call = {
            "ImageId": IMAGE,
            "SubnetId": self.subnet,
            "SecurityGroupIds": [group],
            "MinCount": 1,
            "MaxCount": 1,
        }
        instance_id = self.ec2.run_instances(**call)["Instances"][0]["InstanceId"]
        self.emulator.lab("PUT", "/lab/timings", {"shuttingDownSeconds": 600})
        try:
            self.ec2.terminate_instances(InstanceIds=[instance_id])
            self.refused(self.ec2.delete_subnet, SubnetId=self.subnet)
            self.refused(self.ec2.delete_security_group, GroupId=group)
        finally:
            self.emulator.lab("PUT", "/lab/timings", {"shuttingDownSeconds": 0.05})

    def test_a_vpc_can_be_deleted_when_nothing_is_left_in_it(self) -> None:
        group = self.group("last")
        table = self.ec2.create_route_table(VpcId=self.vpc)["RouteTable"]["RouteTableId"]
        gateway = self.ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
        self.ec2.attach_vpn_gateway(VpnGatewayId=gateway, VpcId=self.vpc)
        steps = (
            (self.ec2.delete_subnet, {"SubnetId": self.subnet}),
            (self.ec2.delete_security_group, {"GroupId": group}),
            (self.ec2.delete_route_table, {"RouteTableId": table}),
            (self.ec2.detach_vpn_gateway, {"VpnGatewayId": gateway, "VpcId": self.vpc}),
        )
        for call, arguments in steps:
            self.refused(self.ec2.delete_vpc, VpcId=self.vpc)
            call(**arguments)

        def attachment() -> str:
            seen = self.ec2.describe_vpn_gateways(VpnGatewayIds=[gateway])["VpnGateways"][0]
            return seen["VpcAttachments"][0]["State"]

        self.until(attachment, "detached")
        self.ec2.delete_vpc(VpcId=self.vpc)
        self.fails_with("InvalidVpcID.NotFound", self.ec2.describe_vpcs, VpcIds=[self.vpc])
        self.assertEqual(self.ec2.describe_network_acls(Filters=self.of_vpc())["NetworkAcls"], [])
        self.assertEqual(self.ec2.describe_security_groups(Filters=self.of_vpc())["SecurityGroups"], [])
        self.assertEqual(self.ec2.describe_route_tables(Filters=self.of_vpc())["RouteTables"], [])

    def test_a_group_named_in_another_s_rule_stays(self) -> None:
        named, naming = self.group("named"), self.group("naming")
        rule = [
            {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": named}]}
        ]
        self.ec2.authorize_security_group_ingress(GroupId=naming, IpPermissions=rule)
        self.refused(self.ec2.delete_security_group, GroupId=named)
        self.ec2.revoke_security_group_ingress(GroupId=naming, IpPermissions=rule)
        self.ec2.delete_security_group(GroupId=named)

    def test_defaults_go_with_their_vpc_alone(self) -> None:
        default = self.ec2.describe_security_groups(Filters=self.of_vpc())["SecurityGroups"][0]["GroupId"]
        acl = self.ec2.describe_network_acls(Filters=self.of_vpc())["NetworkAcls"][0]["NetworkAclId"]
        self.fails_with("CannotDelete", self.ec2.delete_security_group, GroupId=default)
        self.fails_with("InvalidParameterValue", self.ec2.delete_network_acl, NetworkAclId=acl)
        self.refused(self.ec2.delete_route_table, RouteTableId=self.main_table())

    def test_the_default_group_can_be_emptied(self) -> None:
        # docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
        group = self.ec2.describe_security_groups(Filters=self.of_vpc())["SecurityGroups"][0]
        self.ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=group["IpPermissions"])
        self.ec2.revoke_security_group_egress(
            GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"]
        )
        after = self.ec2.describe_security_groups(GroupIds=[group["GroupId"]])["SecurityGroups"][0]
        self.assertEqual((after["IpPermissions"], after["IpPermissionsEgress"]), ([], []))

    def test_dhcp_options_outlive_the_vpc_and_not_the_other_way(self) -> None:
        # docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSet.html
        configuration = [{"Key": "domain-name-servers", "Values": ["AmazonProvidedDNS"]}]
        options = self.ec2.create_dhcp_options(DhcpConfigurations=configuration)["DhcpOptions"][
            "DhcpOptionsId"
        ]
        self.ec2.associate_dhcp_options(DhcpOptionsId=options, VpcId=self.vpc)
        self.refused(self.ec2.delete_dhcp_options, DhcpOptionsId=options)
        self.ec2.delete_subnet(SubnetId=self.subnet)
        self.ec2.delete_vpc(VpcId=self.vpc)
        self.ec2.delete_dhcp_options(DhcpOptionsId=options)


if __name__ == "__main__":
    unittest.main()
