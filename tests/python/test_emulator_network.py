import unittest

from emulator_support import IMAGE, REGION, Conformance, Emulator, make_network

emulator: Emulator


def setUpModule() -> None:
    global emulator
    emulator = Emulator()


def tearDownModule() -> None:
    emulator.stop()


class NetworkCase(Conformance):
    def setUp(self) -> None:
        self.ec2 = emulator.client("ec2")
        self.vpc, self.subnet = make_network(self.ec2)

    def of_vpc(self):
        return [{"Name": "vpc-id", "Values": [self.vpc]}]

    def main_table(self) -> str:
        return self.ec2.describe_route_tables(Filters=self.of_vpc())["RouteTables"][0]["RouteTableId"]

    def group(self, name: str) -> str:
        return self.ec2.create_security_group(GroupName=name, Description="test", VpcId=self.vpc)["GroupId"]


class Dependencies(NetworkCase):
    """docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html"""

    def refused(self, call, **arguments) -> None:
        self.fails_with("DependencyViolation", call, **arguments)

    def test_an_instance_holds_its_subnet_and_group_until_it_is_terminated(self) -> None:
        group = self.group("workers")
        call = {"ImageId": IMAGE, "SubnetId": self.subnet, "SecurityGroupIds": [group], "MinCount": 1, "MaxCount": 1}
        instance_id = self.ec2.run_instances(**call)["Instances"][0]["InstanceId"]
        emulator.lab("PUT", "/lab/timings", {"shuttingDownSeconds": 600})
        try:
            self.ec2.terminate_instances(InstanceIds=[instance_id])
            self.refused(self.ec2.delete_subnet, SubnetId=self.subnet)
            self.refused(self.ec2.delete_security_group, GroupId=group)
        finally:
            emulator.lab("PUT", "/lab/timings", {"shuttingDownSeconds": 0.05})

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
        seen = lambda: self.ec2.describe_vpn_gateways(VpnGatewayIds=[gateway])["VpnGateways"][0]["VpcAttachments"][0]["State"]  # noqa: E731
        self.until(seen, "detached")
        self.ec2.delete_vpc(VpcId=self.vpc)
        self.fails_with("InvalidVpcID.NotFound", self.ec2.describe_vpcs, VpcIds=[self.vpc])
        self.assertEqual(self.ec2.describe_network_acls(Filters=self.of_vpc())["NetworkAcls"], [])
        self.assertEqual(self.ec2.describe_security_groups(Filters=self.of_vpc())["SecurityGroups"], [])
        self.assertEqual(self.ec2.describe_route_tables(Filters=self.of_vpc())["RouteTables"], [])

    def test_a_group_named_in_another_s_rule_stays(self) -> None:
        named, naming = self.group("named"), self.group("naming")
        rule = [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": named}]}]
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
        self.ec2.revoke_security_group_egress(GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"])
        after = self.ec2.describe_security_groups(GroupIds=[group["GroupId"]])["SecurityGroups"][0]
        self.assertEqual((after["IpPermissions"], after["IpPermissionsEgress"]), ([], []))

    def test_dhcp_options_outlive_the_vpc_and_not_the_other_way(self) -> None:
        # docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSet.html
        configuration = [{"Key": "domain-name-servers", "Values": ["AmazonProvidedDNS"]}]
        options = self.ec2.create_dhcp_options(DhcpConfigurations=configuration)["DhcpOptions"]["DhcpOptionsId"]
        self.ec2.associate_dhcp_options(DhcpOptionsId=options, VpcId=self.vpc)
        self.refused(self.ec2.delete_dhcp_options, DhcpOptionsId=options)
        self.ec2.delete_subnet(SubnetId=self.subnet)
        self.ec2.delete_vpc(VpcId=self.vpc)
        self.ec2.delete_dhcp_options(DhcpOptionsId=options)


class Endpoints(NetworkCase):
    """docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html"""

    def one(self, endpoint_id: str):
        return self.ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint_id])["VpcEndpoints"][0]

    def interface(self, **arguments):
        call = {
            "VpcId": self.vpc,
            "VpcEndpointType": "Interface",
            "ServiceName": f"com.amazonaws.{REGION}.ec2",
            "SubnetIds": [self.subnet],
            **arguments,
        }
        return self.ec2.create_vpc_endpoint(**call)["VpcEndpoint"]

    def with_names(self) -> None:
        for attribute in ("EnableDnsSupport", "EnableDnsHostnames"):
            self.ec2.modify_vpc_attribute(VpcId=self.vpc, **{attribute: {"Value": True}})

    def test_an_interface_endpoint_has_addresses_names_and_groups(self) -> None:
        self.with_names()
        group = self.group("endpoints")
        made = self.interface(SecurityGroupIds=[group], PrivateDnsEnabled=True)
        self.assertEqual(made["State"], "pending")
        self.until(lambda: self.one(made["VpcEndpointId"])["State"], "available")
        endpoint = self.one(made["VpcEndpointId"])
        self.assertEqual([g["GroupId"] for g in endpoint["Groups"]], [group])
        names = [entry["DnsName"] for entry in endpoint["DnsEntries"]]
        self.assertTrue(names[0].startswith(f"{endpoint['VpcEndpointId']}-"), names)
        self.assertTrue(names[0].endswith(f".ec2.{REGION}.vpce.amazonaws.com"), names)
        self.assertEqual(names[-1], f"ec2.{REGION}.amazonaws.com")
        ids = endpoint["NetworkInterfaceIds"]
        interface = self.ec2.describe_network_interfaces(NetworkInterfaceIds=ids)["NetworkInterfaces"][0]
        self.assertTrue(interface["PrivateIpAddress"].startswith("10.130.0."))
        self.assertEqual((interface["InterfaceType"], interface["RequesterManaged"]), ("vpc_endpoint", True))
        self.assertEqual([g["GroupId"] for g in interface["Groups"]], [group])
        self.fails_with("DependencyViolation", self.ec2.delete_security_group, GroupId=group)
        self.fails_with("DependencyViolation", self.ec2.delete_subnet, SubnetId=self.subnet)
        self.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint["VpcEndpointId"]])
        seen = lambda: self.ec2.describe_vpc_endpoints(Filters=self.of_vpc())["VpcEndpoints"]  # noqa: E731
        self.until(seen, [])
        self.ec2.delete_subnet(SubnetId=self.subnet)
        self.ec2.delete_security_group(GroupId=group)

    def test_without_groups_it_takes_the_default_one(self) -> None:
        default = self.ec2.describe_security_groups(Filters=self.of_vpc())["SecurityGroups"][0]["GroupId"]
        self.assertEqual([g["GroupId"] for g in self.interface(PrivateDnsEnabled=False)["Groups"]], [default])

    def test_private_names_need_both_dns_attributes(self) -> None:
        self.fails_with("InvalidParameter", self.interface, PrivateDnsEnabled=True)

    def test_subnets_and_groups_of_an_endpoint_change(self) -> None:
        second = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock="10.130.9.0/24")["Subnet"]["SubnetId"]
        group = self.group("changed")
        endpoint_id = self.interface(PrivateDnsEnabled=False)["VpcEndpointId"]
        default = self.one(endpoint_id)["Groups"][0]["GroupId"]
        self.ec2.modify_vpc_endpoint(
            VpcEndpointId=endpoint_id,
            AddSubnetIds=[second],
            RemoveSubnetIds=[self.subnet],
            AddSecurityGroupIds=[group],
            RemoveSecurityGroupIds=[default],
        )
        endpoint = self.one(endpoint_id)
        self.assertEqual((endpoint["SubnetIds"], [g["GroupId"] for g in endpoint["Groups"]]), ([second], [group]))
        ids = endpoint["NetworkInterfaceIds"]
        interface = self.ec2.describe_network_interfaces(NetworkInterfaceIds=ids)["NetworkInterfaces"][0]
        self.assertEqual([g["GroupId"] for g in interface["Groups"]], [group])
        self.ec2.delete_subnet(SubnetId=self.subnet)

    def test_a_gateway_endpoint_routes_the_prefix_list(self) -> None:
        # docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
        name, table = f"com.amazonaws.{REGION}.s3", self.main_table()
        policy = '{"Version":"2012-10-17","Statement":[]}'
        call = {"VpcId": self.vpc, "ServiceName": name, "RouteTableIds": [table], "PolicyDocument": policy}
        endpoint = self.ec2.create_vpc_endpoint(**call)["VpcEndpoint"]
        self.assertEqual((endpoint["State"], endpoint["PolicyDocument"]), ("available", policy))
        lists = self.ec2.describe_prefix_lists(Filters=[{"Name": "prefix-list-name", "Values": [name]}])["PrefixLists"]
        self.assertEqual(len(lists), 1)
        self.assertGreater(len(lists[0]["Cidrs"]), 0)
        managed = self.ec2.describe_managed_prefix_lists(Filters=[{"Name": "prefix-list-name", "Values": [name]}])
        self.assertEqual(managed["PrefixLists"][0]["PrefixListId"], lists[0]["PrefixListId"])
        self.assertEqual(managed["PrefixLists"][0]["OwnerId"], "AWS")
        routes = lambda: self.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]  # noqa: E731
        through = [r for r in routes() if r.get("DestinationPrefixListId") == lists[0]["PrefixListId"]]
        self.assertEqual([r["GatewayId"] for r in through], [endpoint["VpcEndpointId"]])
        self.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint["VpcEndpointId"], RemoveRouteTableIds=[table])
        self.assertEqual([r for r in routes() if "DestinationPrefixListId" in r], [])
        self.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint["VpcEndpointId"], AddRouteTableIds=[table])
        self.assertEqual(len([r for r in routes() if "DestinationPrefixListId" in r]), 1)
        self.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint["VpcEndpointId"]])
        self.assertEqual([r for r in routes() if "DestinationPrefixListId" in r], [])

    def test_unknown_endpoints_and_services_are_refused(self) -> None:
        answer = self.ec2.delete_vpc_endpoints(VpcEndpointIds=["vpce-0123456789abcdef0"])
        self.assertEqual(answer["Unsuccessful"][0]["Error"]["Code"], "InvalidVpcEndpoint.NotFound")
        call = {"VpcId": self.vpc, "ServiceName": f"com.amazonaws.{REGION}.ec2"}
        self.fails_with("InvalidServiceName", self.ec2.create_vpc_endpoint, **call)


class Switches(NetworkCase):
    def test_vpc_block_public_access(self) -> None:
        # docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
        seen = lambda: self.ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]  # noqa: E731
        self.assertEqual(seen()["InternetGatewayBlockMode"], "off")
        call = self.ec2.modify_vpc_block_public_access_options
        call(InternetGatewayBlockMode="block-bidirectional")
        self.until(lambda: seen()["State"], "update-complete")
        self.assertEqual(seen()["InternetGatewayBlockMode"], "block-bidirectional")
        self.fails_with("InvalidParameterValue", call, InternetGatewayBlockMode="block-all")
        call(InternetGatewayBlockMode="off")

    def test_exclusions_from_it(self) -> None:
        create = self.ec2.create_vpc_block_public_access_exclusion
        made = create(VpcId=self.vpc, InternetGatewayExclusionMode="allow-egress")["VpcBlockPublicAccessExclusion"]
        ids = [made["ExclusionId"]]
        describe = self.ec2.describe_vpc_block_public_access_exclusions
        seen = lambda: describe(ExclusionIds=ids)["VpcBlockPublicAccessExclusions"][0]["State"]  # noqa: E731
        self.until(seen, "create-complete")
        self.assertTrue(made["ResourceArn"].endswith(f":vpc/{self.vpc}"))
        self.ec2.delete_vpc_block_public_access_exclusion(ExclusionId=ids[0])
        self.until(seen, "delete-complete")
        both = {"VpcId": self.vpc, "SubnetId": self.subnet, "InternetGatewayExclusionMode": "allow-egress"}
        self.fails_with("InvalidParameterCombination", create, **both)

    def test_serial_console(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-access-to-serial-console.html
        self.assertFalse(self.ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"])
        self.ec2.enable_serial_console_access()
        self.assertTrue(self.ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"])
        self.ec2.disable_serial_console_access()
        self.assertFalse(self.ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"])

    def test_images_and_snapshots(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html
        self.ec2.enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")
        self.assertEqual(self.ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"], "block-new-sharing")
        self.ec2.disable_image_block_public_access()
        self.assertEqual(self.ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"], "unblocked")
        self.ec2.enable_snapshot_block_public_access(State="block-all-sharing")
        self.assertEqual(self.ec2.get_snapshot_block_public_access_state()["State"], "block-all-sharing")
        self.ec2.disable_snapshot_block_public_access()
        self.assertEqual(self.ec2.get_snapshot_block_public_access_state()["State"], "unblocked")

    def test_metadata_defaults(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html
        self.ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=1)
        level = self.ec2.get_instance_metadata_defaults()["AccountLevel"]
        self.assertEqual((level["HttpTokens"], level["HttpPutResponseHopLimit"]), ("required", 1))
        self.ec2.modify_instance_metadata_defaults(HttpTokens="no-preference", HttpPutResponseHopLimit=-1)
        self.assertNotIn("HttpTokens", self.ec2.get_instance_metadata_defaults()["AccountLevel"])

    def test_volumes_are_encrypted_when_that_is_the_default(self) -> None:
        # docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
        self.ec2.enable_ebs_encryption_by_default()
        try:
            call = {"ImageId": IMAGE, "SubnetId": self.subnet, "MinCount": 1, "MaxCount": 1}
            instance_id = self.ec2.run_instances(**call)["Instances"][0]["InstanceId"]
            attached = [{"Name": "attachment.instance-id", "Values": [instance_id]}]
            volumes = self.ec2.describe_volumes(Filters=attached)["Volumes"]
            self.assertEqual([volume["Encrypted"] for volume in volumes], [True])
        finally:
            self.ec2.disable_ebs_encryption_by_default()


if __name__ == "__main__":
    unittest.main()
