"""Cases that several modules of conformance tests start from."""

import json
import urllib.error

from emulator_support import IMAGE, Conformance, make_network


class InstanceCase(Conformance):
    def setUp(self) -> None:
        self.ec2 = self.emulator.client("ec2")
        self.vpc, self.subnet = make_network(self.ec2)

    def run_one(self, **arguments):
        request = {
            "ImageId": IMAGE,
            "InstanceType": "c6i.large",
            "SubnetId": self.subnet,
            "MinCount": 1,
            "MaxCount": 1,
        }
        return self.ec2.run_instances(**{**request, **arguments})["Instances"][0]

    def run_hibernatable(self) -> str:
        disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 30, "VolumeType": "gp3", "Encrypted": True}}
        return self.run_one(HibernationOptions={"Configured": True}, BlockDeviceMappings=[disk])["InstanceId"]

    def one(self, instance_id: str):
        return self.ec2.describe_instances(InstanceIds=[instance_id])["Reservations"][0]["Instances"][0]

    def state(self, instance_id: str) -> str:
        return self.one(instance_id)["State"]["Name"]

    def running(self, **arguments) -> str:
        instance_id = self.run_one(**arguments)["InstanceId"]
        self.until(lambda: self.state(instance_id), "running")
        return instance_id


class NetworkCase(Conformance):
    def setUp(self) -> None:
        self.ec2 = self.emulator.client("ec2")
        self.vpc, self.subnet = make_network(self.ec2)

    def of_vpc(self):
        return [{"Name": "vpc-id", "Values": [self.vpc]}]

    def main_table(self) -> str:
        return self.ec2.describe_route_tables(Filters=self.of_vpc())["RouteTables"][0]["RouteTableId"]

    def group(self, name: str) -> str:
        return self.ec2.create_security_group(GroupName=name, Description="test", VpcId=self.vpc)["GroupId"]


class VpnCase(Conformance):
    """docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html"""

    def setUp(self) -> None:
        self.ec2 = self.emulator.client("ec2")
        made = self.ec2.create_customer_gateway(
            Type="ipsec.1", IpAddress="192.0.2.10", BgpAsn=65010, DeviceName=self.id()[-60:]
        )
        self.customer = made["CustomerGateway"]["CustomerGatewayId"]
        self.gateway = self.ec2.create_vpn_gateway(Type="ipsec.1", AmazonSideAsn=64620)["VpnGateway"][
            "VpnGatewayId"
        ]

    def connect(self, **arguments):
        call = {
            "Type": "ipsec.1",
            "CustomerGatewayId": self.customer,
            "VpnGatewayId": self.gateway,
            **arguments,
        }
        return self.ec2.create_vpn_connection(**call)["VpnConnection"]

    def one(self, connection_id: str):
        return self.ec2.describe_vpn_connections(VpnConnectionIds=[connection_id])["VpnConnections"][0]

    def available(self, **arguments) -> str:
        connection_id = self.connect(**arguments)["VpnConnectionId"]
        self.until(lambda: self.one(connection_id)["State"], "available")
        return connection_id


class ControlCase(Conformance):
    def setUp(self) -> None:
        self.ec2 = self.emulator.client("ec2")

    def tearDown(self) -> None:
        self.emulator.lab("DELETE", "/lab/faults")

    def launch(self, **arguments) -> str:
        _, subnet = make_network(self.ec2)
        call = {"ImageId": IMAGE, "SubnetId": subnet, "MinCount": 1, "MaxCount": 1, **arguments}
        return self.ec2.run_instances(**call)["Instances"][0]["InstanceId"]

    def refused(self, method: str, path: str, body) -> str:
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.emulator.lab(method, path, body)
        self.assertEqual(refused.exception.code, 400)
        return json.loads(refused.exception.read())["error"]
