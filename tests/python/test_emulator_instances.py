import unittest

from emulator_support import IMAGE, Conformance, Emulator, encoded, make_network

emulator: Emulator


def setUpModule() -> None:
    global emulator
    emulator = Emulator()


def tearDownModule() -> None:
    emulator.stop()


class InstanceCase(Conformance):
    def setUp(self) -> None:
        self.ec2 = emulator.client("ec2")
        self.vpc, self.subnet = make_network(self.ec2)

    def run_one(self, **arguments):
        request = {"ImageId": IMAGE, "InstanceType": "c6i.large", "SubnetId": self.subnet, "MinCount": 1, "MaxCount": 1}
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


class Lifecycle(InstanceCase):
    """docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html"""

    def test_an_instance_is_pending_before_it_runs(self) -> None:
        instance = self.run_one()
        self.assertEqual(instance["State"], {"Code": 0, "Name": "pending"})
        self.assertNotIn("StateReason", instance)
        self.until(lambda: self.state(instance["InstanceId"]), "running")

    def test_each_state_takes_its_time(self) -> None:
        instance_id = self.running()
        emulator.lab("PUT", "/lab/timings", {"stoppingSeconds": 600})
        try:
            answer = self.ec2.stop_instances(InstanceIds=[instance_id])["StoppingInstances"][0]
            self.assertEqual(answer["PreviousState"]["Name"], "running")
            self.assertEqual(answer["CurrentState"], {"Code": 64, "Name": "stopping"})
            self.assertEqual(self.state(instance_id), "stopping")
            self.fails_with("IncorrectInstanceState", self.ec2.start_instances, InstanceIds=[instance_id])
        finally:
            emulator.lab("PUT", "/lab/timings", {"stoppingSeconds": 0.05})

    def test_a_pending_instance_cannot_be_stopped(self) -> None:
        emulator.lab("PUT", "/lab/timings", {"pendingSeconds": 600})
        try:
            instance_id = self.run_one()["InstanceId"]
            self.fails_with("IncorrectInstanceState", self.ec2.stop_instances, InstanceIds=[instance_id])
            self.assertEqual(self.state(instance_id), "pending")
        finally:
            emulator.lab("PUT", "/lab/timings", {"pendingSeconds": 0.05})

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
        self.assertEqual((answer["PreviousState"]["Name"], answer["CurrentState"]["Name"]), ("stopped", "pending"))
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
        self.assertEqual((answer["PreviousState"]["Name"], answer["CurrentState"]["Name"]), ("running", "running"))
        self.assertEqual(self.one(instance_id)["LaunchTime"], before)

    def test_a_terminated_instance_gives_back_what_it_held_and_then_vanishes(self) -> None:
        instance_id = self.running()
        answer = self.ec2.terminate_instances(InstanceIds=[instance_id])["TerminatingInstances"][0]
        self.assertEqual(answer["CurrentState"]["Name"], "shutting-down")
        emulator.lab("PUT", "/lab/timings", {"terminatedSeconds": 0.3})
        try:
            self.until(lambda: self.state(instance_id), "terminated")
            self.assertNotIn("SubnetId", self.one(instance_id))
            inside = [{"Name": "subnet-id", "Values": [self.subnet]}]
            self.assertEqual(self.ec2.describe_network_interfaces(Filters=inside)["NetworkInterfaces"], [])
            attached = [{"Name": "attachment.instance-id", "Values": [instance_id]}]
            self.assertEqual(self.ec2.describe_volumes(Filters=attached)["Volumes"], [])
            self.until(lambda: [i["id"] for i in emulator.lab("GET", "/lab/instances")["instances"] if i["id"] == instance_id], [])
            self.fails_with("InvalidInstanceID.NotFound", self.ec2.describe_instances, InstanceIds=[instance_id])
        finally:
            emulator.lab("PUT", "/lab/timings", {"terminatedSeconds": 60})

    def test_a_dry_run_starts_nothing(self) -> None:
        before = len(emulator.lab("GET", "/lab/instances")["instances"])
        with self.assertRaisesRegex(Exception, "DryRunOperation"):
            self.run_one(DryRun=True)
        self.assertEqual(len(emulator.lab("GET", "/lab/instances")["instances"]), before)


class Hibernation(InstanceCase):
    """docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-instances.html"""

    def test_a_stop_says_whether_it_was_a_hibernation(self) -> None:
        slept, stopped = self.run_hibernatable(), self.running()
        self.until(lambda: self.state(slept), "running")
        self.ec2.stop_instances(InstanceIds=[slept], Hibernate=True)
        self.ec2.stop_instances(InstanceIds=[stopped])
        for instance_id in (slept, stopped):
            self.until(lambda: self.state(instance_id), "stopped")
        self.assertEqual(self.one(slept)["StateReason"]["Code"], "Client.UserInitiatedHibernate")
        self.assertEqual(self.one(stopped)["StateReason"]["Code"], "Client.UserInitiatedShutdown")
        self.assertRegex(self.one(stopped)["StateTransitionReason"], r"^User initiated \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d GMT\)$")
        modes = {i["id"]: i["stopMode"] for i in emulator.lab("GET", "/lab/instances")["instances"]}
        self.assertEqual((modes[slept], modes[stopped]), ("hibernate", "stop"))
        self.assertTrue(self.one(slept)["HibernationOptions"]["Configured"])

    def test_an_instance_not_configured_for_it_refuses_to_hibernate(self) -> None:
        instance_id = self.running()
        call = self.ec2.stop_instances
        self.fails_with("UnsupportedHibernationConfiguration", call, InstanceIds=[instance_id], Hibernate=True)
        self.assertEqual(self.state(instance_id), "running")

    def test_hibernation_needs_an_encrypted_root_volume(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html
        disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 30, "VolumeType": "gp3"}}
        refused = {"HibernationOptions": {"Configured": True}, "BlockDeviceMappings": [disk]}
        self.fails_with("UnsupportedHibernationConfiguration", self.run_one, **refused)


class Launch(InstanceCase):
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html"""

    def template(self, name: str, **data) -> str:
        made = self.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData={"ImageId": IMAGE, **data})
        return made["LaunchTemplate"]["LaunchTemplateId"]

    def run_template(self, template: str, version: str, **arguments):
        launch = {"LaunchTemplateId": template, "Version": version}
        call = {"LaunchTemplate": launch, "SubnetId": self.subnet, "MinCount": 1, "MaxCount": 1, **arguments}
        return self.ec2.run_instances(**call)["Instances"][0]

    def tags(self, instance) -> dict[str, str]:
        return {tag["Key"]: tag["Value"] for tag in instance["Tags"]}

    def test_template_and_call_are_merged_and_the_call_wins(self) -> None:
        group = self.ec2.create_security_group(GroupName="workers", Description="w", VpcId=self.vpc)["GroupId"]
        template = self.template(
            "merged",
            InstanceType="c6i.xlarge",
            SecurityGroupIds=[group],
            UserData=encoded("from the template"),
            MetadataOptions={"HttpTokens": "required", "HttpPutResponseHopLimit": 1, "InstanceMetadataTags": "enabled"},
            HibernationOptions={"Configured": True},
            BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 30, "VolumeType": "gp3", "Encrypted": True}}],
            TagSpecifications=[
                {"ResourceType": "instance", "Tags": [{"Key": "overflow:pool", "Value": "linux64"}, {"Key": "Name", "Value": "t"}]},
                {"ResourceType": "volume", "Tags": [{"Key": "overflow:pool", "Value": "linux64"}]},
            ],
        )
        name = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "bld-linux64-ec2-001"}]}]
        made = self.run_template(template, "$Latest", TagSpecifications=name, UserData="from the call")
        instance = self.one(made["InstanceId"])
        self.assertEqual(instance["InstanceType"], "c6i.xlarge")
        self.assertEqual([g["GroupId"] for g in instance["SecurityGroups"]], [group])
        self.assertEqual(instance["MetadataOptions"]["HttpTokens"], "required")
        self.assertEqual(instance["MetadataOptions"]["InstanceMetadataTags"], "enabled")
        self.assertTrue(instance["HibernationOptions"]["Configured"])
        self.assertEqual(
            self.tags(instance),
            {
                "overflow:pool": "linux64",
                "Name": "bld-linux64-ec2-001",
                "aws:ec2launchtemplate:id": template,
                "aws:ec2launchtemplate:version": "1",
            },
        )
        data = self.ec2.describe_instance_attribute(InstanceId=instance["InstanceId"], Attribute="userData")
        self.assertEqual(data["UserData"]["Value"], encoded("from the call"))
        disk = instance["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
        volume = self.ec2.describe_volumes(VolumeIds=[disk])["Volumes"][0]
        self.assertEqual((volume["Size"], volume["Encrypted"], volume["VolumeType"]), (30, True, "gp3"))
        self.assertEqual(volume["Tags"], [{"Key": "overflow:pool", "Value": "linux64"}])
        seen = next(i for i in emulator.lab("GET", "/lab/instances")["instances"] if i["id"] == instance["InstanceId"])
        self.assertEqual((seen["name"], seen["userData"]), ("bld-linux64-ec2-001", encoded("from the call")))
        self.assertEqual((seen["privateIp"], seen["hibernateConfigured"]), (instance["PrivateIpAddress"], True))

    def test_groups_of_a_template_s_interface_show_on_the_instance(self) -> None:
        group = self.ec2.create_security_group(GroupName="nic", Description="w", VpcId=self.vpc)["GroupId"]
        nic = {"DeviceIndex": 0, "SubnetId": self.subnet, "Groups": [group], "AssociatePublicIpAddress": False}
        template = self.template("nic", InstanceType="c6i.large", NetworkInterfaces=[nic])
        launch = {"LaunchTemplateId": template}
        made = self.ec2.run_instances(LaunchTemplate=launch, MinCount=1, MaxCount=1)["Instances"][0]
        instance = self.one(made["InstanceId"])
        self.assertEqual([g["GroupId"] for g in instance["SecurityGroups"]], [group])
        self.assertEqual(instance["SubnetId"], self.subnet)
        self.assertNotIn("PublicIpAddress", instance)
        both = {"LaunchTemplate": launch, "SubnetId": self.subnet, "MinCount": 1, "MaxCount": 1}
        self.fails_with("InvalidParameterCombination", self.ec2.run_instances, **both)

    def test_versions_by_number_latest_and_default(self) -> None:
        template = self.template("versions", InstanceType="c6i.large")
        second = {"ImageId": IMAGE, "InstanceType": "c6i.xlarge"}
        self.ec2.create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData=second)
        kinds = {v: self.run_template(template, v)["InstanceType"] for v in ("1", "2", "$Latest", "$Default")}
        self.assertEqual(kinds, {"1": "c6i.large", "2": "c6i.xlarge", "$Latest": "c6i.xlarge", "$Default": "c6i.large"})
        self.fails_with("InvalidLaunchTemplateId.VersionNotFound", self.run_template, template=template, version="7")

    def test_deleted_versions_are_gone_and_their_numbers_are_not_given_again(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html
        template = self.template("deleting", InstanceType="c6i.large")
        data = {"ImageId": IMAGE, "InstanceType": "c6i.xlarge"}
        self.ec2.create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData=data)
        answer = self.ec2.delete_launch_template_versions(LaunchTemplateId=template, Versions=["1", "2"])
        self.assertEqual([v["VersionNumber"] for v in answer["SuccessfullyDeletedLaunchTemplateVersions"]], [2])
        self.assertEqual([v["VersionNumber"] for v in answer["UnsuccessfullyDeletedLaunchTemplateVersions"]], [1])
        again = self.ec2.create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData=data)
        self.assertEqual(again["LaunchTemplateVersion"]["VersionNumber"], 3)

    def test_a_template_s_own_tags_stay_out_of_its_data(self) -> None:
        specification = [{"ResourceType": "launch-template", "Tags": [{"Key": "a", "Value": "b"}]}]
        data = {"ImageId": IMAGE}
        made = self.ec2.create_launch_template(LaunchTemplateName="own", LaunchTemplateData=data, TagSpecifications=specification)
        template = made["LaunchTemplate"]
        self.assertEqual(template["Tags"], [{"Key": "a", "Value": "b"}])
        versions = self.ec2.describe_launch_template_versions(LaunchTemplateId=template["LaunchTemplateId"])
        self.assertEqual(versions["LaunchTemplateVersions"][0]["LaunchTemplateData"], data)

    def test_the_same_token_makes_the_same_instance(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/APIReference/Run_Instance_Idempotency.html
        first = self.run_one(ClientToken="t-1")
        self.until(lambda: self.state(first["InstanceId"]), "running")
        again = self.run_one(ClientToken="t-1")
        self.assertEqual(again["InstanceId"], first["InstanceId"])
        self.assertEqual(again["State"]["Name"], "running")
        self.assertNotEqual(self.run_one(ClientToken="t-2")["InstanceId"], first["InstanceId"])
        self.fails_with("IdempotentParameterMismatch", self.run_one, ClientToken="t-1", InstanceType="c6i.xlarge")

    def test_images_any_well_formed_id_and_no_other(self) -> None:
        self.assertEqual(self.run_one(ImageId="ami-0f0f0f0f")["ImageId"], "ami-0f0f0f0f")
        self.fails_with("InvalidAMIID.Malformed", self.run_one, ImageId="ami-mirror")

    def test_tags_with_the_reserved_prefix_are_refused(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html
        instance_id = self.running()
        tags = [{"Key": "aws:ec2launchtemplate:id", "Value": "x"}]
        self.fails_with("InvalidParameterValue", self.ec2.create_tags, Resources=[instance_id], Tags=tags)

    def test_filters_by_tag_state_and_state_reason(self) -> None:
        instance_id = self.running()
        self.ec2.create_tags(Resources=[instance_id], Tags=[{"Key": "overflow:environment", "Value": "filters"}])
        filters = [{"Name": "tag:overflow:environment", "Values": ["filters"]}, {"Name": "instance-state-name", "Values": ["running"]}]
        found = self.ec2.describe_instances(Filters=filters)["Reservations"]
        self.assertEqual([i["InstanceId"] for r in found for i in r["Instances"]], [instance_id])
        reason = [{"Name": "state-reason-code", "Values": ["Client.UserInitiatedHibernate"]}, filters[0]]
        self.assertEqual(self.ec2.describe_instances(Filters=reason)["Reservations"], [])


if __name__ == "__main__":
    unittest.main()
