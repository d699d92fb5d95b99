import unittest

from emulator_cases import NetworkCase
from emulator_support import IMAGE, start_emulator


def setUpModule() -> None:
    start_emulator()


class Switches(NetworkCase):
    def test_vpc_block_public_access(self) -> None:
        # docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html

        def seen() -> dict:
            return self.ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]

        self.assertEqual(seen()["InternetGatewayBlockMode"], "off")
        call = self.ec2.modify_vpc_block_public_access_options
        call(InternetGatewayBlockMode="block-bidirectional")
        self.until(lambda: seen()["State"], "update-complete")
        self.assertEqual(seen()["InternetGatewayBlockMode"], "block-bidirectional")
        self.fails_with("InvalidParameterValue", call, InternetGatewayBlockMode="block-all")
        call(InternetGatewayBlockMode="off")

    def test_exclusions_from_it(self) -> None:
        create = self.ec2.create_vpc_block_public_access_exclusion
        answer = create(VpcId=self.vpc, InternetGatewayExclusionMode="allow-egress")
        made = answer["VpcBlockPublicAccessExclusion"]
        ids = [made["ExclusionId"]]
        describe = self.ec2.describe_vpc_block_public_access_exclusions

        def seen() -> str:
            return describe(ExclusionIds=ids)["VpcBlockPublicAccessExclusions"][0]["State"]

        self.until(seen, "create-complete")
        self.assertTrue(made["ResourceArn"].endswith(f":vpc/{self.vpc}"))
        self.ec2.delete_vpc_block_public_access_exclusion(ExclusionId=ids[0])
        self.until(seen, "delete-complete")
        both = {"VpcId": self.vpc, "SubnetId": self.subnet, "InternetGatewayExclusionMode": "allow-egress"}
        self.fails_with("InvalidParameterCombination", create, **both)

    def test_serial_console(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-access-to-serial-console.html
        self.assertFalse(self.ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"])
        self.ec2.enable_serial_console_access()
        self.assertTrue(self.ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"])
        self.ec2.disable_serial_console_access()
        self.assertFalse(self.ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"])

    def test_images_and_snapshots(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html
        self.ec2.enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")
        self.assertEqual(
            self.ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"], "block-new-sharing"
        )
        self.ec2.disable_image_block_public_access()
        self.assertEqual(
            self.ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"], "unblocked"
        )
        self.ec2.enable_snapshot_block_public_access(State="block-all-sharing")
        self.assertEqual(self.ec2.get_snapshot_block_public_access_state()["State"], "block-all-sharing")
        self.ec2.disable_snapshot_block_public_access()
        self.assertEqual(self.ec2.get_snapshot_block_public_access_state()["State"], "unblocked")

    def test_metadata_defaults(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html
        self.ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=1)
        level = self.ec2.get_instance_metadata_defaults()["AccountLevel"]
        self.assertEqual((level["HttpTokens"], level["HttpPutResponseHopLimit"]), ("required", 1))
        self.ec2.modify_instance_metadata_defaults(HttpTokens="no-preference", HttpPutResponseHopLimit=-1)
        self.assertNotIn("HttpTokens", self.ec2.get_instance_metadata_defaults()["AccountLevel"])

    def test_an_instance_takes_the_metadata_defaults_that_its_launch_leaves_open(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html (order of precedence)
        self.ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=1)
        try:
            call = {"ImageId": IMAGE, "SubnetId": self.subnet, "MinCount": 1, "MaxCount": 1}
            options = {"HttpPutResponseHopLimit": 3}
            made = self.ec2.run_instances(**call, MetadataOptions=options)["Instances"][0]
            seen = made["MetadataOptions"]
            self.assertEqual((seen["HttpTokens"], seen["HttpPutResponseHopLimit"]), ("required", 3))
        finally:
            self.ec2.modify_instance_metadata_defaults(HttpTokens="no-preference", HttpPutResponseHopLimit=-1)

    def test_allowed_images(self) -> None:
        # docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-allowed-amis.html
        self.assertEqual(self.ec2.get_allowed_images_settings()["State"], "disabled")
        criteria = [{"ImageProviders": ["123456789012"], "ImageNames": ["worker-*"]}]
        replace = self.ec2.replace_image_criteria_in_allowed_images_settings
        replace(ImageCriteria=criteria)
        self.ec2.enable_allowed_images_settings(AllowedImagesSettingsState="enabled")
        seen = self.ec2.get_allowed_images_settings()
        self.assertEqual((seen["State"], seen["ImageCriteria"]), ("enabled", criteria))
        self.fails_with("InvalidParameterValue", replace, ImageCriteria=criteria * 11)
        self.ec2.disable_allowed_images_settings()
        self.assertEqual(self.ec2.get_allowed_images_settings()["State"], "disabled")

    def test_volumes_are_encrypted_when_that_is_the_default(self) -> None:
        # docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
        self.ec2.enable_ebs_encryption_by_default()
        try:
            call = {"ImageId": IMAGE, "SubnetId": self.subnet, "MinCount": 1, "MaxCount": 1}
            instance_id = self.ec2.run_instances(**call)["Instances"][0]["InstanceId"]
            attached = [{"Name": "attachment.instance-id", "Values": [instance_id]}]
            volumes = self.ec2.describe_volumes(Filters=attached)["Volumes"]
            self.assertEqual([volume["Encrypted"] for volume in volumes], [True])
        finally:
            self.ec2.disable_ebs_encryption_by_default()


if __name__ == "__main__":
    unittest.main()
