import unittest

from emulator_cases import InstanceCase
from emulator_support import IMAGE, encoded, start_emulator


def setUpModule() -> None:
    start_emulator()


class Launch(InstanceCase):
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html"""

    def template(self, name: str, **data) -> str:
        made = self.ec2.create_launch_template(
            LaunchTemplateName=name, LaunchTemplateData={"ImageId": IMAGE, **data}
        )
        return made["LaunchTemplate"]["LaunchTemplateId"]

    def run_template(self, template: str, version: str, **arguments):
        launch = {"LaunchTemplateId": template, "Version": version}
        call = {"LaunchTemplate": launch, "SubnetId": self.subnet, "MinCount": 1, "MaxCount": 1, **arguments}
        return self.ec2.run_instances(**call)["Instances"][0]

    def tags(self, instance) -> dict[str, str]:
        return {tag["Key"]: tag["Value"] for tag in instance["Tags"]}

    def test_template_and_call_are_merged_and_the_call_wins(self) -> None:
        group = self.ec2.create_security_group(GroupName="workers", Description="w", VpcId=self.vpc)[
            "GroupId"
        ]
        template = self.template(
            "merged",
            InstanceType="c6i.xlarge",
            SecurityGroupIds=[group],
            UserData=encoded("from the template"),
            MetadataOptions={
                "HttpTokens": "required",
                "HttpPutResponseHopLimit": 1,
                "InstanceMetadataTags": "enabled",
            },
            HibernationOptions={"Configured": True},
            BlockDeviceMappings=[
                {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 30, "VolumeType": "gp3", "Encrypted": True}}
            ],
            TagSpecifications=[
                {
                    "ResourceType": "instance",
                    "Tags": [{"Key": "overflow:pool", "Value": "linux64"}, {"Key": "Name", "Value": "t"}],
                },
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
        seen = next(
            i
            for i in self.emulator.lab("GET", "/lab/instances")["instances"]
            if i["id"] == instance["InstanceId"]
        )
        self.assertEqual((seen["name"], seen["userData"]), ("bld-linux64-ec2-001", encoded("from the call")))
        self.assertEqual(
            (seen["privateIp"], seen["hibernateConfigured"]), (instance["PrivateIpAddress"], True)
        )

    def test_groups_of_a_template_s_interface_show_on_the_instance(self) -> None:
        group = self.ec2.create_security_group(GroupName="nic", Description="w", VpcId=self.vpc)["GroupId"]
        nic = {
            "DeviceIndex": 0,
            "SubnetId": self.subnet,
            "Groups": [group],
            "AssociatePublicIpAddress": False,
        }
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
        self.assertEqual(
            kinds, {"1": "c6i.large", "2": "c6i.xlarge", "$Latest": "c6i.xlarge", "$Default": "c6i.large"}
        )
        self.fails_with(
            "InvalidLaunchTemplateId.VersionNotFound", self.run_template, template=template, version="7"
        )

    def test_deleted_versions_are_gone_and_their_numbers_are_not_given_again(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html
        template = self.template("deleting", InstanceType="c6i.large")
        data = {"ImageId": IMAGE, "InstanceType": "c6i.xlarge"}
        self.ec2.create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData=data)
        answer = self.ec2.delete_launch_template_versions(LaunchTemplateId=template, Versions=["1", "2"])
        self.assertEqual(
            [v["VersionNumber"] for v in answer["SuccessfullyDeletedLaunchTemplateVersions"]], [2]
        )
        self.assertEqual(
            [v["VersionNumber"] for v in answer["UnsuccessfullyDeletedLaunchTemplateVersions"]], [1]
        )
        again = self.ec2.create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData=data)
        self.assertEqual(again["LaunchTemplateVersion"]["VersionNumber"], 3)

    def test_a_template_s_own_tags_stay_out_of_its_data(self) -> None:
        specification = [{"ResourceType": "launch-template", "Tags": [{"Key": "a", "Value": "b"}]}]
        data = {"ImageId": IMAGE}
        made = self.ec2.create_launch_template(
            LaunchTemplateName="own", LaunchTemplateData=data, TagSpecifications=specification
        )
        template = made["LaunchTemplate"]
        self.assertEqual(template["Tags"], [{"Key": "a", "Value": "b"}])
        versions = self.ec2.describe_launch_template_versions(LaunchTemplateId=template["LaunchTemplateId"])
        self.assertEqual(versions["LaunchTemplateVersions"][0]["LaunchTemplateData"], data)

    def test_an_unknown_template_is_named_as_such(self) -> None:
        unknown = ["lt-0123456789abcdef0"]
        call = self.ec2.describe_launch_templates
        self.fails_with("InvalidLaunchTemplateId.NotFound", call, LaunchTemplateIds=unknown)

    def test_the_same_token_makes_the_same_instance(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/APIReference/Run_Instance_Idempotency.html
        first = self.run_one(ClientToken="t-1")
        self.until(lambda: self.state(first["InstanceId"]), "running")
        again = self.run_one(ClientToken="t-1")
        self.assertEqual(again["InstanceId"], first["InstanceId"])
        self.assertEqual(again["State"]["Name"], "running")
        self.assertNotEqual(self.run_one(ClientToken="t-2")["InstanceId"], first["InstanceId"])
        self.fails_with(
            "IdempotentParameterMismatch", self.run_one, ClientToken="t-1", InstanceType="c6i.xlarge"
        )

    def test_a_token_outlives_its_instance(self) -> None:
        instance_id = self.run_one(ClientToken="t-3")["InstanceId"]
        self.emulator.lab("PUT", "/lab/timings", {"terminatedSeconds": 0})
        self.ec2.terminate_instances(InstanceIds=[instance_id])
        self.until(lambda: instance_id in str(self.emulator.lab("GET", "/lab/instances")), False)
        again = self.run_one(ClientToken="t-3")
        self.assertEqual((again["InstanceId"], again["State"]["Name"]), (instance_id, "terminated"))

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
        self.ec2.create_tags(
            Resources=[instance_id], Tags=[{"Key": "overflow:environment", "Value": "filters"}]
        )
        filters = [
            {"Name": "tag:overflow:environment", "Values": ["filters"]},
            {"Name": "instance-state-name", "Values": ["running"]},
        ]
        found = self.ec2.describe_instances(Filters=filters)["Reservations"]
        self.assertEqual([i["InstanceId"] for r in found for i in r["Instances"]], [instance_id])
        reason = [{"Name": "state-reason-code", "Values": ["Client.UserInitiatedHibernate"]}, filters[0]]
        self.assertEqual(self.ec2.describe_instances(Filters=reason)["Reservations"], [])


if __name__ == "__main__":
    unittest.main()
