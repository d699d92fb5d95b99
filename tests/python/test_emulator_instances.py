import unittest

from emulator_cases import InstanceCase
from emulator_support import start_emulator


def setUpModule() -> None:
    start_emulator()


class Lifecycle(InstanceCase):
    """docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html"""

    def test_an_instance_is_pending_before_it_runs(self) -> None:
        instance = self.run_one()
        self.assertEqual(instance["State"], {"Code": 0, "Name": "pending"})
        self.assertNotIn("StateReason", instance)
        self.until(lambda: self.state(instance["InstanceId"]), "running")

    def test_each_state_takes_its_time(self) -> None:
        instance_id = self.running()
        self.emulator.lab("PUT", "/lab/timings", {"stoppingSeconds": 600})
        try:
            answer = self.ec2.stop_instances(InstanceIds=[instance_id])["StoppingInstances"][0]
            self.assertEqual(answer["PreviousState"]["Name"], "running")
            self.assertEqual(answer["CurrentState"], {"Code": 64, "Name": "stopping"})
            self.assertEqual(self.state(instance_id), "stopping")
            self.fails_with("IncorrectInstanceState", self.ec2.start_instances, InstanceIds=[instance_id])
        finally:
            self.emulator.lab("PUT", "/lab/timings", {"stoppingSeconds": 0.05})

    def test_a_pending_instance_cannot_be_stopped(self) -> None:
        self.emulator.lab("PUT", "/lab/timings", {"pendingSeconds": 600})
        try:
            instance_id = self.run_one()["InstanceId"]
            self.fails_with("IncorrectInstanceState", self.ec2.stop_instances, InstanceIds=[instance_id])
            self.assertEqual(self.state(instance_id), "pending")
        finally:
            self.emulator.lab("PUT", "/lab/timings", {"pendingSeconds": 0.05})

    def test_one_refused_instance_holds_the_whole_call(self) -> None:
        stopped, ended = self.running(), self.running()
        self.ec2.stop_instances(InstanceIds=[stopped])
        self.ec2.terminate_instances(InstanceIds=[ended])
        self.until(lambda: self.state(stopped), "stopped")
        self.fails_with("IncorrectInstanceState", self.ec2.start_instances, InstanceIds=[stopped, ended])
        self.assertEqual(self.state(stopped), "stopped")

    def test_a_start_keeps_the_address_and_renews_the_launch_time(self) -> None:
        instance_id = self.running()
        before = self.one(instance_id)
        self.ec2.stop_instances(InstanceIds=[instance_id])
        self.until(lambda: self.state(instance_id), "stopped")
        self.assertEqual(self.one(instance_id)["PrivateIpAddress"], before["PrivateIpAddress"])
        answer = self.ec2.start_instances(InstanceIds=[instance_id])["StartingInstances"][0]
        self.assertEqual(
            (answer["PreviousState"]["Name"], answer["CurrentState"]["Name"]), ("stopped", "pending")
        )
        self.until(lambda: self.state(instance_id), "running")
        after = self.one(instance_id)
        self.assertEqual(after["PrivateIpAddress"], before["PrivateIpAddress"])
        self.assertGreaterEqual(after["LaunchTime"], before["LaunchTime"])
        self.assertEqual(after["StateTransitionReason"], "")
        self.assertNotIn("StateReason", after)

    def test_starting_a_running_instance_changes_nothing(self) -> None:
        instance_id = self.running()
        before = self.one(instance_id)["LaunchTime"]
        answer = self.ec2.start_instances(InstanceIds=[instance_id])["StartingInstances"][0]
        self.assertEqual(
            (answer["PreviousState"]["Name"], answer["CurrentState"]["Name"]), ("running", "running")
        )
        self.assertEqual(self.one(instance_id)["LaunchTime"], before)

    def test_a_terminated_instance_gives_back_what_it_held_and_then_vanishes(self) -> None:
        instance_id = self.running()
        answer = self.ec2.terminate_instances(InstanceIds=[instance_id])["TerminatingInstances"][0]
        self.assertEqual(answer["CurrentState"]["Name"], "shutting-down")
        self.emulator.lab("PUT", "/lab/timings", {"terminatedSeconds": 0.3})
        try:
            self.until(lambda: self.state(instance_id), "terminated")
            self.assertNotIn("SubnetId", self.one(instance_id))
            inside = [{"Name": "subnet-id", "Values": [self.subnet]}]
            self.assertEqual(self.ec2.describe_network_interfaces(Filters=inside)["NetworkInterfaces"], [])
            attached = [{"Name": "attachment.instance-id", "Values": [instance_id]}]
            self.assertEqual(self.ec2.describe_volumes(Filters=attached)["Volumes"], [])
            self.until(
                lambda: [
                    i["id"]
                    for i in self.emulator.lab("GET", "/lab/instances")["instances"]
                    if i["id"] == instance_id
                ],
                [],
            )
            self.fails_with(
                "InvalidInstanceID.NotFound", self.ec2.describe_instances, InstanceIds=[instance_id]
            )
        finally:
            self.emulator.lab("PUT", "/lab/timings", {"terminatedSeconds": 60})

    def test_a_dry_run_starts_nothing(self) -> None:
        before = len(self.emulator.lab("GET", "/lab/instances")["instances"])
        with self.assertRaisesRegex(Exception, "DryRunOperation"):
            self.run_one(DryRun=True)
        self.assertEqual(len(self.emulator.lab("GET", "/lab/instances")["instances"]), before)


class Hibernation(InstanceCase):
    """docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-instances.html"""

    def test_a_stop_says_whether_it_was_a_hibernation(self) -> None:
        slept, stopped = self.run_hibernatable(), self.running()
        self.until(lambda: self.state(slept), "running")
        self.ec2.stop_instances(InstanceIds=[slept], Hibernate=True)
        self.ec2.stop_instances(InstanceIds=[stopped])
        self.until(lambda: [self.state(slept), self.state(stopped)], ["stopped", "stopped"])
        self.assertEqual(self.one(slept)["StateReason"]["Code"], "Client.UserInitiatedHibernate")
        self.assertEqual(self.one(stopped)["StateReason"]["Code"], "Client.UserInitiatedShutdown")
        self.assertRegex(
            self.one(stopped)["StateTransitionReason"],
            r"^User initiated \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d GMT\)$",
        )
        modes = {i["id"]: i["stopMode"] for i in self.emulator.lab("GET", "/lab/instances")["instances"]}
        self.assertEqual((modes[slept], modes[stopped]), ("hibernate", "stop"))
        self.assertTrue(self.one(slept)["HibernationOptions"]["Configured"])

    def test_an_instance_not_configured_for_it_refuses_to_hibernate(self) -> None:
        instance_id = self.running()
        call = self.ec2.stop_instances
        self.fails_with(
            "UnsupportedHibernationConfiguration", call, InstanceIds=[instance_id], Hibernate=True
        )
        self.assertEqual(self.state(instance_id), "running")

    def test_hibernation_needs_an_encrypted_root_volume(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html
        disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 30, "VolumeType": "gp3"}}
        refused = {"HibernationOptions": {"Configured": True}, "BlockDeviceMappings": [disk]}
        self.fails_with("UnsupportedHibernationConfiguration", self.run_one, **refused)


if __name__ == "__main__":
    unittest.main()
