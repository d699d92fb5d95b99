import unittest

from emulator_cases import VpnCase
from emulator_support import make_network, start_emulator


def setUpModule() -> None:
    start_emulator()


class Gateways(VpnCase):
    """docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html"""

    def setUp(self) -> None:
        super().setUp()
        self.vpc, _ = make_network(self.ec2)
        tables = self.ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [self.vpc]}])[
            "RouteTables"
        ]
        self.table = tables[0]["RouteTableId"]

    def attachment(self) -> list[str]:
        gateway = self.ec2.describe_vpn_gateways(VpnGatewayIds=[self.gateway])["VpnGateways"][0]
        return [a["State"] for a in gateway["VpcAttachments"]]

    def attach(self) -> None:
        self.ec2.attach_vpn_gateway(VpnGatewayId=self.gateway, VpcId=self.vpc)
        self.until(self.attachment, ["attached"])

    def routes(self) -> dict[str, tuple[str, str, str]]:
        table = self.ec2.describe_route_tables(RouteTableIds=[self.table])["RouteTables"][0]
        return {r["DestinationCidrBlock"]: (r["GatewayId"], r["Origin"], r["State"]) for r in table["Routes"]}

    def test_attaching_and_detaching_take_time(self) -> None:
        made = self.ec2.attach_vpn_gateway(VpnGatewayId=self.gateway, VpcId=self.vpc)["VpcAttachment"]
        self.assertEqual(made["State"], "attaching")
        self.until(self.attachment, ["attached"])
        self.ec2.detach_vpn_gateway(VpnGatewayId=self.gateway, VpcId=self.vpc)
        self.assertEqual(self.attachment(), ["detaching"])
        self.until(self.attachment, ["detached"])
        call = self.ec2.detach_vpn_gateway
        self.fails_with(
            "InvalidVpnGatewayAttachment.NotFound", call, VpnGatewayId=self.gateway, VpcId=self.vpc
        )

    def test_a_vpc_has_one_gateway_and_a_gateway_one_vpc(self) -> None:
        self.attach()
        other_vpc, _ = make_network(self.ec2)
        other_gateway = self.ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]
        self.assertEqual(other_gateway["AmazonSideAsn"], 64512)
        call, code = self.ec2.attach_vpn_gateway, "VpnGatewayAttachmentLimitExceeded"
        self.fails_with(code, call, VpnGatewayId=self.gateway, VpcId=other_vpc)
        self.fails_with(code, call, VpnGatewayId=other_gateway["VpnGatewayId"], VpcId=self.vpc)

    def test_gateways_in_use_cannot_be_deleted(self) -> None:
        self.attach()
        self.fails_with("IncorrectState", self.ec2.delete_vpn_gateway, VpnGatewayId=self.gateway)
        self.ec2.detach_vpn_gateway(VpnGatewayId=self.gateway, VpcId=self.vpc)
        self.until(self.attachment, ["detached"])
        connection_id = self.available()
        self.fails_with("IncorrectState", self.ec2.delete_vpn_gateway, VpnGatewayId=self.gateway)
        self.fails_with("IncorrectState", self.ec2.delete_customer_gateway, CustomerGatewayId=self.customer)
        self.ec2.delete_vpn_connection(VpnConnectionId=connection_id)
        self.ec2.delete_vpn_gateway(VpnGatewayId=self.gateway)
        self.ec2.delete_customer_gateway(CustomerGatewayId=self.customer)

    def test_propagation_needs_an_attached_gateway_and_shows_the_static_routes(self) -> None:
        enable = {"RouteTableId": self.table, "GatewayId": self.gateway}
        self.fails_with("Gateway.NotAttached", self.ec2.enable_vgw_route_propagation, **enable)
        self.attach()
        self.ec2.enable_vgw_route_propagation(**enable)
        table = self.ec2.describe_route_tables(RouteTableIds=[self.table])["RouteTables"][0]
        self.assertEqual(table["PropagatingVgws"], [{"GatewayId": self.gateway}])
        connection_id = self.available(Options={"StaticRoutesOnly": True})
        route = {"VpnConnectionId": connection_id, "DestinationCidrBlock": "10.20.0.0/16"}
        self.ec2.create_vpn_connection_route(**route)
        self.assertEqual(
            self.one(connection_id)["Routes"],
            [{"DestinationCidrBlock": "10.20.0.0/16", "State": "available"}],
        )
        self.assertEqual(self.routes()["10.20.0.0/16"], (self.gateway, "EnableVgwRoutePropagation", "active"))
        self.ec2.delete_vpn_connection_route(**route)
        self.assertNotIn("10.20.0.0/16", self.routes())
        self.ec2.disable_vgw_route_propagation(**enable)
        table = self.ec2.describe_route_tables(RouteTableIds=[self.table])["RouteTables"][0]
        self.assertEqual(table["PropagatingVgws"], [])

    def test_routes_through_a_detached_gateway_are_black_holes(self) -> None:
        self.attach()
        self.ec2.create_route(
            RouteTableId=self.table, DestinationCidrBlock="10.20.0.0/16", GatewayId=self.gateway
        )
        self.assertEqual(self.routes()["10.20.0.0/16"], (self.gateway, "CreateRoute", "active"))
        self.ec2.detach_vpn_gateway(VpnGatewayId=self.gateway, VpcId=self.vpc)
        self.assertEqual(self.routes()["10.20.0.0/16"][2], "blackhole")

    def test_an_identical_customer_gateway_is_the_same(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html
        call = {"Type": "ipsec.1", "IpAddress": "192.0.2.77", "BgpAsn": 65020}

        def make(**more) -> str:
            return self.ec2.create_customer_gateway(**call, **more)["CustomerGateway"]["CustomerGatewayId"]

        self.assertEqual(make(), make())
        self.assertNotEqual(make(), make(DeviceName="staging"))


if __name__ == "__main__":
    unittest.main()
