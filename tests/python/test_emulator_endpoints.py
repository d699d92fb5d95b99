import unittest

from emulator_cases import NetworkCase
from emulator_support import REGION, start_emulator


def setUpModule() -> None:
    start_emulator()


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
        self.until(lambda: self.ec2.describe_vpc_endpoints(Filters=self.of_vpc())["VpcEndpoints"], [])
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
        self.assertEqual(
            (endpoint["SubnetIds"], [g["GroupId"] for g in endpoint["Groups"]]), ([second], [group])
        )
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
        lists = self.ec2.describe_prefix_lists(Filters=[{"Name": "prefix-list-name", "Values": [name]}])[
            "PrefixLists"
        ]
        self.assertEqual(len(lists), 1)
        self.assertGreater(len(lists[0]["Cidrs"]), 0)
        managed = self.ec2.describe_managed_prefix_lists(
            Filters=[{"Name": "prefix-list-name", "Values": [name]}]
        )
        self.assertEqual(managed["PrefixLists"][0]["PrefixListId"], lists[0]["PrefixListId"])
        self.assertEqual(managed["PrefixLists"][0]["OwnerId"], "AWS")

        def routes() -> list:
            return self.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]

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


if __name__ == "__main__":
    unittest.main()
