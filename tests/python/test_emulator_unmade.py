import unittest

from emulator_support import Conformance, start_emulator


def setUpModule() -> None:
    start_emulator()


class Unmade(Conformance):
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/OperationList-query.html"""

    def test_lists_of_what_nobody_can_make_here_are_empty(self) -> None:
        ec2 = self.emulator.client("ec2")
        direct = self.emulator.client("directconnect")
        answers = {
            "ClientVpnEndpoints": ec2.describe_client_vpn_endpoints(),
            "InstanceConnectEndpoints": ec2.describe_instance_connect_endpoints(),
            "LocalGatewayRouteTableVpcAssociations": ec2.describe_local_gateway_route_table_vpc_associations(),
            "NetworkInterfacePermissions": ec2.describe_network_interface_permissions(),
            "RouteServerPeers": ec2.describe_route_server_peers(),
            "TransitGatewayConnects": ec2.describe_transit_gateway_connects(),
            "virtualInterfaces": direct.describe_virtual_interfaces(),
            "directConnectGateways": direct.describe_direct_connect_gateways(),
        }
        for member, answer in answers.items():
            with self.subTest(member):
                self.assertEqual(answer[member], [])

    def test_a_function_that_is_not_there_has_no_list_of_addresses(self) -> None:
        functions = self.emulator.client("lambda")
        self.fails_with(
            "ResourceNotFoundException", functions.list_function_url_configs, FunctionName="nobodys"
        )


if __name__ == "__main__":
    unittest.main()
