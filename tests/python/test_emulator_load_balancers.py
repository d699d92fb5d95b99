import unittest

from emulator_cases import BalancerCase
from emulator_support import IMAGE, start_emulator


def setUpModule() -> None:
    start_emulator()


class LoadBalancers(BalancerCase):
    """docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html"""

    def test_a_network_load_balancer_has_its_own_names_and_becomes_active(self) -> None:
        made = self.balancer("own-names")
        identifier = made["LoadBalancerArn"].rsplit("/", 1)[-1]
        self.assertIn(":loadbalancer/net/own-names/", made["LoadBalancerArn"])
        self.assertEqual(made["DNSName"], f"own-names-{identifier}.elb.eu-central-1.amazonaws.com")
        self.assertEqual(made["CanonicalHostedZoneId"], "Z3F0SRJ5LGBH90")
        self.assertEqual((made["Type"], made["Scheme"], made["State"]["Code"]), ("network", "internal", "provisioning"))
        arns = [made["LoadBalancerArn"]]

        def state() -> str:
            return self.elb.describe_load_balancers(LoadBalancerArns=arns)["LoadBalancers"][0]["State"]["Code"]

        self.until(state, "active")
        self.fails_with("DuplicateLoadBalancerName", self.balancer, name="own-names")

    def test_its_interfaces_hold_subnet_and_group_until_it_is_gone(self) -> None:
        made = self.balancer("held", SecurityGroups=[self.group])
        described = [{"Name": "description", "Values": [f"ELB {made['LoadBalancerArn'].split('loadbalancer/')[1]}"]}]

        def interfaces() -> list:
            return self.ec2.describe_network_interfaces(Filters=described)["NetworkInterfaces"]

        self.assertEqual([each["SubnetId"] for each in interfaces()], [self.subnet])
        self.assertEqual([g["GroupId"] for g in interfaces()[0]["Groups"]], [self.group])
        self.fails_with("DependencyViolation", self.ec2.delete_security_group, GroupId=self.group)
        self.elb.delete_load_balancer(LoadBalancerArn=made["LoadBalancerArn"])
        self.elb.delete_load_balancer(LoadBalancerArn=made["LoadBalancerArn"])
        self.until(interfaces, [])
        self.ec2.delete_security_group(GroupId=self.group)
        self.ec2.delete_subnet(SubnetId=self.subnet)

    def test_security_groups_are_a_choice_of_creation(self) -> None:
        # docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
        open_one = self.balancer("without-groups")["LoadBalancerArn"]
        change = self.elb.set_security_groups
        self.fails_with(
            "InvalidConfigurationRequest", change, LoadBalancerArn=open_one, SecurityGroups=[self.group]
        )
        closed = self.balancer("with-groups", SecurityGroups=[self.group])
        self.assertEqual(closed["EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"], "on")
        arn = closed["LoadBalancerArn"]
        answer = change(
            LoadBalancerArn=arn,
            SecurityGroups=[self.group],
            EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic="off",
        )
        self.assertEqual(answer["SecurityGroupIds"], [self.group])
        seen = self.elb.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"][0]
        self.assertEqual(seen["EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"], "off")
        self.fails_with("InvalidConfigurationRequest", change, LoadBalancerArn=arn, SecurityGroups=[])

    def test_protection_and_listeners_refuse_deletion(self) -> None:
        arn = self.balancer("protected")["LoadBalancerArn"]
        group = self.target_group("protected")
        listener = self.listener(arn, group)
        self.assertIn(":listener/net/protected/", listener)
        self.fails_with("DuplicateListener", self.listener, balancer=arn, group=group)
        self.fails_with("ResourceInUse", self.elb.delete_target_group, TargetGroupArn=group)
        protection = {"Key": "deletion_protection.enabled", "Value": "true"}
        self.elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[protection])
        self.fails_with("OperationNotPermitted", self.elb.delete_load_balancer, LoadBalancerArn=arn)
        self.elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[{**protection, "Value": "false"}])
        self.elb.delete_load_balancer(LoadBalancerArn=arn)
        self.fails_with("ListenerNotFound", self.elb.describe_listeners, ListenerArns=[listener])
        self.elb.delete_target_group(TargetGroupArn=group)


class Targets(BalancerCase):
    """docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html"""

    def test_health_is_what_the_lab_saw(self) -> None:
        group = self.target_group("seen")
        call = {"ImageId": IMAGE, "SubnetId": self.subnet, "MinCount": 1, "MaxCount": 1}
        instance = self.ec2.run_instances(**call)["Instances"][0]["InstanceId"]
        self.ec2.get_waiter("instance_running").wait(InstanceIds=[instance], WaiterConfig={"Delay": 1})
        self.elb.register_targets(TargetGroupArn=group, Targets=[{"Id": instance}])
        self.assertEqual(self.health(group), {instance: ("unused", "Target.NotInUse")})
        balancer = self.balancer("seen")["LoadBalancerArn"]
        self.listener(balancer, group)
        self.assertEqual(self.health(group), {instance: ("initial", "Elb.InitialHealthChecking")})
        wanted = [t for t in self.emulator.lab("GET", "/lab/targets") if t["instanceId"] == instance]
        self.assertEqual(
            wanted,
            [
                {
                    "targetGroupArn": group,
                    "instanceId": instance,
                    "port": 443,
                    "check": {"protocol": "HTTP", "port": 8081, "path": "/heartbeat"},
                    "state": "initial",
                }
            ],
        )
        saw = {"instanceId": instance, "healthy": True}
        self.assertEqual([t["state"] for t in self.emulator.lab("POST", "/lab/targets", saw)], ["healthy"])
        self.assertEqual(self.health(group), {instance: ("healthy", None)})
        self.emulator.lab("POST", "/lab/targets", {**saw, "port": 443, "healthy": False})
        self.assertEqual(self.health(group), {instance: ("unhealthy", "Target.FailedHealthChecks")})
        self.elb.deregister_targets(TargetGroupArn=group, Targets=[{"Id": instance}])
        asked = [{"Id": instance}]
        states = self.elb.describe_target_health(TargetGroupArn=group, Targets=asked)["TargetHealthDescriptions"]
        self.assertEqual(states[0]["TargetHealth"]["State"], "draining")
        self.assertEqual(self.health(group), {})

    def test_what_the_lab_says_is_checked(self) -> None:
        said = self.refused("POST", "/lab/targets", {"instanceId": "web-1", "healthy": True})
        self.assertIn("'instanceId' must be an instance id, got 'web-1'", said)
        said = self.refused("POST", "/lab/targets", {"instanceId": "i-0123456789abcdef0", "healthy": "yes"})
        self.assertIn("'healthy' must be true or false, got 'yes'", said)

    def test_a_group_of_a_network_load_balancer_starts_with_its_attributes(self) -> None:
        # docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
        group = self.target_group("attributes")
        answer = self.elb.describe_target_group_attributes(TargetGroupArn=group)["Attributes"]
        attributes = {each["Key"]: each["Value"] for each in answer}
        self.assertEqual(attributes["preserve_client_ip.enabled"], "true")
        self.assertEqual(attributes["deregistration_delay.connection_termination.enabled"], "false")
        self.elb.modify_target_group(TargetGroupArn=group, Matcher={"HttpCode": "200"})
        seen = self.elb.describe_target_groups(TargetGroupArns=[group])["TargetGroups"][0]
        self.assertEqual((seen["Matcher"]["HttpCode"], seen["HealthCheckPath"]), ("200", "/heartbeat"))


if __name__ == "__main__":
    unittest.main()
