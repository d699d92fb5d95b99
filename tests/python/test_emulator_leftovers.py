import unittest

from emulator_support import IMAGE, REGION, Conformance, Emulator, make_network


class Leftovers(Conformance):
    """A stack of every kind goes up and down in an account of its own."""

    def test_a_fresh_account_has_none_and_neither_has_one_after_destroy(self) -> None:
        fresh = Emulator()
        try:
            self.stand_up_and_down(fresh)
        finally:
            fresh.stop()

    def test_what_balances_scales_and_stores_counts_until_it_is_gone(self) -> None:
        fresh = Emulator()
        try:
            self.balance_and_store(fresh)
        finally:
            fresh.stop()

    def balance_and_store(self, fresh: Emulator) -> None:
        def kinds() -> list[str]:
            return sorted({each["kind"] for each in fresh.lab("GET", "/lab/leftovers")})

        ec2, elb, auto, s3 = (fresh.client(name) for name in ("ec2", "elbv2", "autoscaling", "s3"))
        vpc, subnet = make_network(ec2)
        ec2.create_tags(Resources=[vpc], Tags=[{"Key": "overflow:environment", "Value": "staging"}])
        made = elb.create_load_balancer(Name="b", Type="network", Scheme="internal", Subnets=[subnet])
        balancer = made["LoadBalancers"][0]["LoadBalancerArn"]
        made = elb.create_target_group(Name="t", Protocol="TCP", Port=443, VpcId=vpc)
        group = made["TargetGroups"][0]["TargetGroupArn"]
        ec2.create_launch_template(LaunchTemplateName="launch", LaunchTemplateData={"ImageId": IMAGE})
        auto.create_auto_scaling_group(
            AutoScalingGroupName="g",
            MinSize=1,
            MaxSize=1,
            VPCZoneIdentifier=subnet,
            LaunchTemplate={"LaunchTemplateName": "launch"},
            TargetGroupARNs=[group],
        )
        s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        standing = ["auto-scaling-group", "bucket", "instance", "launch-template", "load-balancer"]
        self.assertEqual(
            [k for k in kinds() if k != "volume"],
            [*standing, "network-interface", "subnet", "target-group", "vpc"],
        )
        # Neither the balancer's interfaces nor those of the group's instances bear tags: their VPC tells.
        found = fresh.lab("GET", "/lab/leftovers")
        interfaces = [each["environment"] for each in found if each["kind"] == "network-interface"]
        self.assertEqual(set(interfaces), {"staging"})
        s3.delete_bucket(Bucket="bucket")
        auto.delete_auto_scaling_group(AutoScalingGroupName="g", ForceDelete=True)
        elb.delete_load_balancer(LoadBalancerArn=balancer)
        elb.delete_target_group(TargetGroupArn=group)
        ec2.delete_launch_template(LaunchTemplateName="launch")
        self.until(kinds, ["subnet", "vpc"])
        ec2.delete_subnet(SubnetId=subnet)
        ec2.delete_vpc(VpcId=vpc)
        self.assertEqual(kinds(), [])

    def stand_up_and_down(self, fresh: Emulator) -> None:
        def left() -> list:
            return fresh.lab("GET", "/lab/leftovers")

        def kinds() -> list[str]:
            return sorted(each["kind"] for each in left())

        ec2, kms, iam = fresh.client("ec2"), fresh.client("kms"), fresh.client("iam")
        self.assertEqual(left(), [])
        ec2.describe_vpcs()
        self.assertEqual(left(), [])
        vpc, subnet = make_network(ec2)
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName="alias/k", TargetKeyId=key)
        iam.create_role(RoleName="r", AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[]}')
        logs = fresh.client("logs")
        logs.create_log_group(logGroupName="g")
        logs.put_resource_policy(policyName="p", policyDocument="{}")
        fresh.client("secretsmanager").create_secret(Name="s", SecretString="x")
        disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 8, "Encrypted": True}}
        call = {
            "ImageId": IMAGE,
            "SubnetId": subnet,
            "BlockDeviceMappings": [disk],
            "MinCount": 1,
            "MaxCount": 1,
        }
        instance = ec2.run_instances(**call)["Instances"][0]["InstanceId"]
        gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
        customer = ec2.create_customer_gateway(Type="ipsec.1", IpAddress="192.0.2.1", BgpAsn=65000)[
            "CustomerGateway"
        ]["CustomerGatewayId"]
        vpn = ec2.create_vpn_connection(
            Type="ipsec.1",
            CustomerGatewayId=customer,
            VpnGatewayId=gateway,
            PreSharedKeyStorage="SecretsManager",
        )["VpnConnection"]["VpnConnectionId"]
        expected = [
            "customer-gateway",
            "instance",
            "key",
            "key-alias",
            "log-group",
            "log-resource-policy",
            "network-interface",
            "role",
            "secret",
            "secret",
        ]
        self.assertEqual(kinds(), [*expected, "subnet", "volume", "vpc", "vpn-connection", "vpn-gateway"])
        ec2.terminate_instances(InstanceIds=[instance])
        ec2.delete_vpn_connection(VpnConnectionId=vpn)
        ec2.delete_vpn_gateway(VpnGatewayId=gateway)
        ec2.delete_customer_gateway(CustomerGatewayId=customer)
        self.until(lambda: [k for k in kinds() if k in ("network-interface", "volume")], [])
        ec2.delete_subnet(SubnetId=subnet)
        ec2.delete_vpc(VpcId=vpc)
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        iam.delete_role(RoleName="r")
        logs.delete_log_group(logGroupName="g")
        logs.delete_resource_policy(policyName="p")
        fresh.client("secretsmanager").delete_secret(SecretId="s", RecoveryWindowInDays=7)
        self.assertEqual(left(), [])

    def test_names_alarms_and_topics_count_and_vanish(self) -> None:
        fresh = Emulator()
        try:
            self.name_and_forget(fresh)
        finally:
            fresh.stop()

    def name_and_forget(self, fresh: Emulator) -> None:
        def kinds() -> list[str]:
            return sorted({each["kind"] for each in fresh.lab("GET", "/lab/leftovers")})

        vpc, _ = make_network(fresh.client("ec2"))
        before = kinds()
        resolver, route53, sns = (fresh.client(each) for each in ("route53resolver", "route53", "sns"))
        named = {"Name": "n", "CreatorRequestId": "1"}
        group = resolver.create_firewall_rule_group(**named)["FirewallRuleGroup"]["Id"]
        domains = resolver.create_firewall_domain_list(**named)["FirewallDomainList"]["Id"]
        association = resolver.associate_firewall_rule_group(
            **named, FirewallRuleGroupId=group, VpcId=vpc, Priority=101
        )["FirewallRuleGroupAssociation"]["Id"]
        zone = route53.create_hosted_zone(
            Name="a.internal", CallerReference="1", VPC={"VPCId": vpc, "VPCRegion": REGION}
        )["HostedZone"]["Id"]
        topic = sns.create_topic(Name="t")["TopicArn"]
        fresh.client("cloudwatch").put_composite_alarm(AlarmName="a", AlarmRule="FALSE")
        made = {"alarm", "hosted-zone", "topic"}
        made |= {f"dns-firewall-{kind}" for kind in ("domain-list", "rule-group", "rule-group-association")}
        self.assertEqual(set(kinds()) - set(before), made)
        resolver.disassociate_firewall_rule_group(FirewallRuleGroupAssociationId=association)
        listed = resolver.list_firewall_rule_group_associations
        self.until(lambda: listed()["FirewallRuleGroupAssociations"], [])
        resolver.delete_firewall_rule_group(FirewallRuleGroupId=group)
        resolver.delete_firewall_domain_list(FirewallDomainListId=domains)
        route53.delete_hosted_zone(Id=zone)
        sns.delete_topic(TopicArn=topic)
        fresh.client("cloudwatch").delete_alarms(AlarmNames=["a"])
        self.assertEqual(kinds(), before)


if __name__ == "__main__":
    unittest.main()
