"""Cases that several modules of conformance tests start from."""

from emulator_support import IMAGE, Conformance, encoded, make_network


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


class BalancerCase(NetworkCase):
    """One subnet, one group, and parts of a network load balancer on demand."""

    def setUp(self) -> None:
        super().setUp()
        self.elb = self.emulator.client("elbv2")
        self.group = super().group("balancer")

    def balancer(self, name: str, **arguments):
        call = {"Name": name, "Type": "network", "Scheme": "internal", "Subnets": [self.subnet], **arguments}
        return self.elb.create_load_balancer(**call)["LoadBalancers"][0]

    def target_group(self, name: str) -> str:
        check = {"HealthCheckProtocol": "HTTP", "HealthCheckPort": "8081", "HealthCheckPath": "/heartbeat"}
        call = {"Name": name, "Protocol": "TCP", "Port": 443, "VpcId": self.vpc, **check}
        return self.elb.create_target_group(**call)["TargetGroups"][0]["TargetGroupArn"]

    def listener(self, balancer: str, group: str) -> str:
        action = {"Type": "forward", "TargetGroupArn": group}
        call = {"LoadBalancerArn": balancer, "Protocol": "TCP", "Port": 443, "DefaultActions": [action]}
        return self.elb.create_listener(**call)["Listeners"][0]["ListenerArn"]

    def health(self, group: str) -> dict[str, tuple[str, str | None]]:
        answer = self.elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        return {
            each["Target"]["Id"]: (each["TargetHealth"]["State"], each["TargetHealth"].get("Reason"))
            for each in answer
        }


class GroupCase(BalancerCase):
    """Two subnets in two zones, a launch template, and Auto Scaling groups on demand."""

    def setUp(self) -> None:
        super().setUp()
        self.auto = self.emulator.client("autoscaling")
        first = self.ec2.describe_subnets(SubnetIds=[self.subnet])["Subnets"][0]["AvailabilityZone"]
        zone = "eu-central-1b" if first != "eu-central-1b" else "eu-central-1c"
        made = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock="10.130.9.0/24", AvailabilityZone=zone)
        self.other, self.zones = made["Subnet"]["SubnetId"], [first, zone]
        tags = [{"Key": "Name", "Value": "mirror-try"}]
        data = {
            "ImageId": IMAGE,
            "InstanceType": "m7i.large",
            "SecurityGroupIds": [self.group],
            "UserData": encoded("role: mirror"),
            "TagSpecifications": [{"ResourceType": "instance", "Tags": tags}],
        }
        made = self.ec2.create_launch_template(LaunchTemplateName=self.id()[-60:], LaunchTemplateData=data)
        self.template = made["LaunchTemplate"]["LaunchTemplateId"]

    def tearDown(self) -> None:
        """Groups would go on to launch, for nothing."""
        for group in self.auto.describe_auto_scaling_groups()["AutoScalingGroups"]:
            self.auto.delete_auto_scaling_group(
                AutoScalingGroupName=group["AutoScalingGroupName"], ForceDelete=True
            )

    def make(self, name: str, desired: int, most: int = 2, version: str = "1", **arguments) -> None:
        tag = {"ResourceId": name, "ResourceType": "auto-scaling-group"}
        self.auto.create_auto_scaling_group(
            AutoScalingGroupName=name,
            MinSize=0,
            MaxSize=most,
            DesiredCapacity=desired,
            VPCZoneIdentifier=f"{self.subnet},{self.other}",
            LaunchTemplate={"LaunchTemplateId": self.template, "Version": version},
            Tags=[
                {**tag, "Key": "overflow:role", "Value": "mirror", "PropagateAtLaunch": True},
                {**tag, "Key": "kept", "Value": "here", "PropagateAtLaunch": False},
            ],
            **arguments,
        )

    def one(self, name: str):
        found = self.auto.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]
        return found[0] if found else None

    def members(self, name: str) -> list[str]:
        return [member["InstanceId"] for member in self.one(name)["Instances"]]

    def in_service(self, name: str, count: int) -> list[str]:
        """The members, once there are `count` and all of them are in service."""

        def states() -> list[str]:
            return [member["LifecycleState"] for member in self.one(name)["Instances"]]

        self.until(states, ["InService"] * count)
        return self.members(name)


class ControlCase(Conformance):
    def setUp(self) -> None:
        self.ec2 = self.emulator.client("ec2")

    def tearDown(self) -> None:
        self.emulator.lab("DELETE", "/lab/faults")

    def launch(self, **arguments) -> str:
        _, subnet = make_network(self.ec2)
        call = {"ImageId": IMAGE, "SubnetId": subnet, "MinCount": 1, "MaxCount": 1, **arguments}
        return self.ec2.run_instances(**call)["Instances"][0]["InstanceId"]
