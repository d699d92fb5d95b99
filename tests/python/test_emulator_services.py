import json
import threading
import unittest

from emulator_support import ACCOUNT, REGION, TRUST, Conformance, start_emulator


def setUpModule() -> None:
    start_emulator()


class Schedules(Conformance):
    """docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html"""

    def test_the_lab_sees_schedules(self) -> None:
        scheduler = self.emulator.client("scheduler")
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:scaler"
        retry = {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}
        target = {
            "Arn": arn,
            "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/r",
            "Input": '{"a":1}',
            "RetryPolicy": retry,
        }
        call = {"Name": "wake", "ScheduleExpression": "rate(1 minute)", "FlexibleTimeWindow": {"Mode": "OFF"}}
        scheduler.create_schedule(**call, Target=target)
        expected = {
            "name": "wake",
            "group": "default",
            "expression": "rate(1 minute)",
            "enabled": True,
            "targetArn": arn,
            "input": '{"a":1}',
            "maximumRetryAttempts": 0,
            "maximumEventAgeSeconds": 60,
        }
        self.assertEqual(self.emulator.lab("GET", "/lab/schedules"), [expected])
        scheduler.update_schedule(**call, Target=target, State="DISABLED")
        self.assertFalse(self.emulator.lab("GET", "/lab/schedules")[0]["enabled"])
        scheduler.delete_schedule(Name="wake")
        self.assertEqual(self.emulator.lab("GET", "/lab/schedules"), [])


class Tables(Conformance):
    """docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html"""

    @classmethod
    def setUpClass(cls) -> None:
        cls.tables = cls.emulator.client("dynamodb")
        keys = {"KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}
        attributes = [{"AttributeName": "pk", "AttributeType": "S"}]
        cls.tables.create_table(
            TableName="t",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=attributes,
            SSESpecification={"Enabled": True},
            **keys,
        )

    def test_a_lease_is_taken_once_by_a_conditional_write(self) -> None:
        def take(holder: str, fence: int) -> None:
            self.tables.update_item(
                TableName="t",
                Key={"pk": {"S": "lease"}},
                UpdateExpression="SET holder = :h, fence = :f",
                ConditionExpression="attribute_not_exists(pk) OR fence = :before",
                ExpressionAttributeValues={
                    ":h": {"S": holder},
                    ":f": {"N": str(fence)},
                    ":before": {"N": str(fence - 1)},
                },
            )

        take("a", 1)
        error = self.fails_with("ConditionalCheckFailedException", lambda: take("b", 1))
        self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        take("b", 2)
        item = self.tables.get_item(TableName="t", Key={"pk": {"S": "lease"}}, ConsistentRead=True)["Item"]
        self.assertEqual(item, {"pk": {"S": "lease"}, "holder": {"S": "b"}, "fence": {"N": "2"}})

    def test_parallel_takers_of_one_fence_are_told_apart(self) -> None:
        outcomes: list[str] = []

        def take(number: int) -> None:
            tables = self.emulator.client("dynamodb")
            try:
                item = {"pk": {"S": "race"}, "holder": {"N": str(number)}}
                tables.put_item(TableName="t", Item=item, ConditionExpression="attribute_not_exists(pk)")
                outcomes.append("won")
            except tables.exceptions.ConditionalCheckFailedException:
                outcomes.append("lost")

        threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(outcomes), ["lost"] * 7 + ["won"])

    def test_a_failed_condition_can_show_the_item(self) -> None:
        self.tables.put_item(TableName="t", Item={"pk": {"S": "shown"}, "v": {"N": "1"}})
        condition = {
            "ConditionExpression": "attribute_not_exists(pk)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        error = self.fails_with(
            "ConditionalCheckFailedException",
            self.tables.put_item,
            TableName="t",
            Item={"pk": {"S": "shown"}},
            **condition,
        )
        self.assertEqual(error.response["Item"], {"pk": {"S": "shown"}, "v": {"N": "1"}})


class Keys(Conformance):
    """docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"""

    def test_a_key_with_alias_rotation_policy_and_deletion(self) -> None:
        kms = self.emulator.client("kms")
        policy = json.dumps({"Version": "2012-10-17", "Statement": []})
        key = kms.create_key(Policy=policy, Description="disks", Tags=[{"TagKey": "a", "TagValue": "b"}])[
            "KeyMetadata"
        ]["KeyId"]
        kms.create_alias(AliasName="alias/overflow-test", TargetKeyId=key)
        kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=180)
        status = kms.get_key_rotation_status(KeyId=key)
        self.assertEqual((status["KeyRotationEnabled"], status["RotationPeriodInDays"]), (True, 180))
        self.assertEqual(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"], policy)
        self.assertEqual(kms.describe_key(KeyId="alias/overflow-test")["KeyMetadata"]["KeyId"], key)
        self.assertEqual(kms.list_resource_tags(KeyId=key)["Tags"], [{"TagKey": "a", "TagValue": "b"}])
        kms.delete_alias(AliasName="alias/overflow-test")
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        self.assertEqual(kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"], "PendingDeletion")


class Secrets(Conformance):
    """docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html"""

    def test_a_secret_s_life(self) -> None:
        secrets = self.emulator.client("secretsmanager")
        password = secrets.get_random_password(PasswordLength=40, ExcludePunctuation=True)["RandomPassword"]
        self.assertRegex(password, r"^[A-Za-z0-9]{40}$")
        arn = secrets.create_secret(Name="pool-key", Tags=[{"Key": "a", "Value": "b"}])["ARN"]
        self.fails_with("ResourceNotFoundException", secrets.get_secret_value, SecretId=arn)
        secrets.put_secret_value(SecretId=arn, SecretString=password)
        self.assertEqual(secrets.get_secret_value(SecretId=arn)["SecretString"], password)
        secrets.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)
        self.fails_with("ResourceNotFoundException", secrets.describe_secret, SecretId=arn)


class Identities(Conformance):
    """docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html"""

    def test_roles_with_policies_and_profiles_hold_each_other(self) -> None:
        iam = self.emulator.client("iam")
        document = json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
            }
        )
        iam.create_role(RoleName="held", AssumeRolePolicyDocument=TRUST)
        iam.put_role_policy(RoleName="held", PolicyName="inline", PolicyDocument=document)
        policy = iam.create_policy(PolicyName="kept", PolicyDocument=document)["Policy"]["Arn"]
        iam.attach_role_policy(RoleName="held", PolicyArn=policy)
        iam.create_instance_profile(InstanceProfileName="held")
        iam.add_role_to_instance_profile(InstanceProfileName="held", RoleName="held")
        for release in (
            lambda: iam.remove_role_from_instance_profile(InstanceProfileName="held", RoleName="held"),
            lambda: iam.detach_role_policy(RoleName="held", PolicyArn=policy),
            lambda: iam.delete_role_policy(RoleName="held", PolicyName="inline"),
        ):
            self.fails_with("DeleteConflict", iam.delete_role, RoleName="held")
            release()
        iam.delete_role(RoleName="held")
        self.fails_with("NoSuchEntity", iam.get_role, RoleName="held")
        iam.delete_instance_profile(InstanceProfileName="held")
        iam.delete_policy(PolicyArn=policy)

    def test_aws_s_own_policies_can_be_attached(self) -> None:
        # docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html
        iam = self.emulator.client("iam")
        iam.create_role(RoleName="aws", AssumeRolePolicyDocument=TRUST)
        arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
        iam.attach_role_policy(RoleName="aws", PolicyArn=arn)
        attached = iam.list_attached_role_policies(RoleName="aws")["AttachedPolicies"]
        self.assertEqual([policy["PolicyArn"] for policy in attached], [arn])
        self.assertEqual(iam.get_policy(PolicyArn=arn)["Policy"]["Path"], "/service-role/")
        unknown = "arn:aws:iam::aws:policy/NoSuchPolicy"
        self.fails_with("NoSuchEntity", iam.attach_role_policy, RoleName="aws", PolicyArn=unknown)


class Logs(Conformance):
    """docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html"""

    def test_a_group_with_key_retention_and_tags(self) -> None:
        logs = self.emulator.client("logs")
        key = self.emulator.client("kms").create_key()["KeyMetadata"]["Arn"]
        logs.create_log_group(logGroupName="/overflow/vpn", kmsKeyId=key, tags={"a": "b"})
        logs.put_retention_policy(logGroupName="/overflow/vpn", retentionInDays=30)
        group = logs.describe_log_groups(logGroupNamePrefix="/overflow/vpn")["logGroups"][0]
        self.assertEqual((group["kmsKeyId"], group["retentionInDays"]), (key, 30))
        self.assertEqual(
            logs.list_tags_for_resource(resourceArn=group["arn"].removesuffix(":*"))["tags"], {"a": "b"}
        )
        logs.disassociate_kms_key(logGroupName="/overflow/vpn")
        seen = logs.describe_log_groups(logGroupNamePrefix="/overflow/vpn")["logGroups"][0]
        self.assertNotIn("kmsKeyId", seen)
        logs.associate_kms_key(logGroupName="/overflow/vpn", kmsKeyId=key)
        seen = logs.describe_log_groups(logGroupNamePrefix="/overflow/vpn")["logGroups"][0]
        self.assertEqual(seen["kmsKeyId"], key)
        logs.delete_log_group(logGroupName="/overflow/vpn")
        self.assertEqual(logs.describe_log_groups(logGroupNamePrefix="/overflow/vpn")["logGroups"], [])


class Caller(Conformance):
    """docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"""

    def test_the_account(self) -> None:
        self.assertEqual(self.emulator.client("sts").get_caller_identity()["Account"], ACCOUNT)


if __name__ == "__main__":
    unittest.main()
