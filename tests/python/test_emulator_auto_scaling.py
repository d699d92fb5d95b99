import unittest

from emulator_cases import GroupCase
from emulator_support import encoded, start_emulator


def setUpModule() -> None:
    start_emulator()


class Members(GroupCase):
    """docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html"""

    def test_a_group_launches_its_members_from_the_template(self) -> None:
        self.make("launches", desired=2)
        ids = self.in_service("launches", 2)
        seen = {i["id"]: i for i in self.emulator.lab("GET", "/lab/instances")["instances"]}
        self.assertEqual({seen[i]["userData"] for i in ids}, {encoded("role: mirror")})
        self.assertEqual({seen[i]["name"] for i in ids}, {"mirror-try"})
        answer = self.ec2.describe_instances(InstanceIds=ids)["Reservations"]
        instances = [i for reservation in answer for i in reservation["Instances"]]
        self.assertEqual(sorted(i["SubnetId"] for i in instances), sorted([self.subnet, self.other]))
        for instance in instances:
            self.assertEqual([g["GroupId"] for g in instance["NetworkInterfaces"][0]["Groups"]], [self.group])
            tags = {tag["Key"]: tag["Value"] for tag in instance["Tags"]}
            self.assertEqual(tags["aws:autoscaling:groupName"], "launches")
            self.assertEqual(tags["aws:ec2launchtemplate:version"], "1")
            self.assertNotIn("kept", tags)
        member = self.one("launches")["Instances"][0]
        self.assertEqual(member["LaunchTemplate"]["Version"], "1")
        self.assertEqual(sorted(self.one("launches")["AvailabilityZones"]), sorted(self.zones))

    def test_what_is_terminated_or_stopped_is_replaced(self) -> None:
        self.make("replaces", desired=1)
        (first,) = self.in_service("replaces", 1)
        self.ec2.terminate_instances(InstanceIds=[first])
        self.until(lambda: first not in self.members("replaces"), True)
        (second,) = self.in_service("replaces", 1)
        self.ec2.stop_instances(InstanceIds=[second])
        self.until(lambda: second not in self.members("replaces"), True)
        self.in_service("replaces", 1)
        causes = self.auto.describe_scaling_activities(AutoScalingGroupName="replaces")["Activities"]
        self.assertEqual(len([a for a in causes if a["Description"].startswith("Launching")]), 3)

    def test_with_checks_by_the_load_balancer_the_unhealthy_are_replaced(self) -> None:
        # docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html
        group = self.target_group("judged")
        self.listener(self.balancer("judged")["LoadBalancerArn"], group)
        self.make("judged", desired=1, TargetGroupARNs=[group], HealthCheckType="ELB", HealthCheckGracePeriod=300)
        (first,) = self.in_service("judged", 1)
        self.assertEqual(self.health(group), {first: ("initial", "Elb.InitialHealthChecking")})
        self.emulator.lab("POST", "/lab/targets", {"instanceId": first, "healthy": True})
        self.assertEqual(self.in_service("judged", 1), [first])
        self.emulator.lab("POST", "/lab/targets", {"instanceId": first, "healthy": False})
        self.until(lambda: first not in self.members("judged"), True)
        (second,) = self.in_service("judged", 1)
        self.until(lambda: list(self.health(group)), [second])

    def test_capacity_follows_what_is_asked_and_the_limits(self) -> None:
        self.make("sized", desired=1, most=2)
        self.in_service("sized", 1)
        ask = self.auto.set_desired_capacity
        self.fails_with("ValidationError", ask, AutoScalingGroupName="sized", DesiredCapacity=3)
        ask(AutoScalingGroupName="sized", DesiredCapacity=2)
        both = self.in_service("sized", 2)
        self.auto.update_auto_scaling_group(AutoScalingGroupName="sized", MinSize=0, MaxSize=1)
        self.assertEqual(self.one("sized")["DesiredCapacity"], 1)
        self.until(lambda: len(self.members("sized")), 1)
        self.assertIn(self.members("sized")[0], both)
        taken = self.auto.terminate_instance_in_auto_scaling_group(
            InstanceId=self.members("sized")[0], ShouldDecrementDesiredCapacity=True
        )
        self.assertIn("Terminating EC2 instance", taken["Activity"]["Description"])
        self.until(lambda: self.members("sized"), [])

    def test_a_launch_that_fails_shows_and_is_tried_again(self) -> None:
        fault = {"action": "RunInstances", "code": "InsufficientInstanceCapacity", "message": "none left"}
        self.emulator.lab("POST", "/lab/faults", fault)
        self.make("patient", desired=1)
        latest = self.auto.describe_scaling_activities(AutoScalingGroupName="patient")["Activities"][-1]
        self.assertEqual(latest["StatusCode"], "Failed")
        self.assertIn("none left", latest["StatusMessage"])
        self.in_service("patient", 1)

    def test_deletion_needs_force_while_there_are_members_and_takes_them_with_it(self) -> None:
        # docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html
        self.make("doomed", desired=1)
        (member,) = self.in_service("doomed", 1)
        self.fails_with("AlreadyExists", self.make, name="doomed", desired=1)
        delete = self.auto.delete_auto_scaling_group
        self.fails_with("ResourceInUse", delete, AutoScalingGroupName="doomed")
        self.ec2.delete_launch_template(LaunchTemplateId=self.template)
        delete(AutoScalingGroupName="doomed", ForceDelete=True)
        self.until(lambda: self.one("doomed"), None)
        seen = self.ec2.describe_instances(InstanceIds=[member])["Reservations"][0]["Instances"][0]
        self.assertEqual(seen["State"]["Name"], "terminated")
        self.fails_with("ValidationError", delete, AutoScalingGroupName="doomed")


class Refreshes(GroupCase):
    """docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html"""

    def status(self, name: str) -> str:
        return self.auto.describe_instance_refreshes(AutoScalingGroupName=name)["InstanceRefreshes"][0]["Status"]

    def second_version(self) -> None:
        data = {"ImageId": "ami-0fedcba9876543210", "InstanceType": "m7i.large"}
        self.ec2.create_launch_template_version(LaunchTemplateId=self.template, LaunchTemplateData=data)

    def test_every_member_is_replaced_by_one_of_the_new_version(self) -> None:
        self.make("renewed", desired=2, most=4, version="$Latest")
        old = self.in_service("renewed", 2)
        self.second_version()
        preferences = {"MinHealthyPercentage": 100, "MaxHealthyPercentage": 150}
        start = self.auto.start_instance_refresh
        start(AutoScalingGroupName="renewed", Preferences=preferences)
        self.fails_with("InstanceRefreshInProgress", start, AutoScalingGroupName="renewed")
        serving = []

        def done() -> str:
            states = [m["LifecycleState"] for m in self.one("renewed")["Instances"]]
            serving.append(states.count("InService"))
            return self.status("renewed")

        self.until(done, "Successful")
        self.assertGreaterEqual(min(serving), 2)
        new = self.in_service("renewed", 2)
        self.assertEqual(set(old) & set(new), set())
        versions = [m["LaunchTemplate"]["Version"] for m in self.one("renewed")["Instances"]]
        self.assertEqual(versions, ["2", "2"])

    def test_a_group_of_one_is_renewed_too_and_matching_members_are_skipped(self) -> None:
        self.make("single", desired=1, version="$Latest")
        (old,) = self.in_service("single", 1)
        self.auto.start_instance_refresh(AutoScalingGroupName="single", Preferences={"SkipMatching": True})
        self.until(lambda: self.status("single"), "Successful")
        self.assertEqual(self.in_service("single", 1), [old])
        self.second_version()
        self.auto.start_instance_refresh(AutoScalingGroupName="single")
        self.until(lambda: self.status("single"), "Successful")
        self.assertNotEqual(self.in_service("single", 1), [old])

    def test_a_refresh_waits_for_health_and_can_be_cancelled(self) -> None:
        group = self.target_group("halted")
        self.listener(self.balancer("halted")["LoadBalancerArn"], group)
        self.make("halted", desired=1, most=2, TargetGroupARNs=[group], HealthCheckType="ELB")
        (old,) = self.in_service("halted", 1)
        self.emulator.lab("POST", "/lab/targets", {"instanceId": old, "healthy": True})
        preferences = {"MinHealthyPercentage": 100, "MaxHealthyPercentage": 200}
        self.auto.start_instance_refresh(AutoScalingGroupName="halted", Preferences=preferences)
        self.in_service("halted", 2)
        self.assertEqual(self.status("halted"), "InProgress")
        self.auto.cancel_instance_refresh(AutoScalingGroupName="halted")
        self.until(lambda: self.status("halted"), "Cancelled")
        self.until(lambda: self.members("halted"), [old])
        cancel = self.auto.cancel_instance_refresh
        self.fails_with("ActiveInstanceRefreshNotFound", cancel, AutoScalingGroupName="halted")


if __name__ == "__main__":
    unittest.main()
