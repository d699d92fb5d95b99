import io
import json
import threading
import unittest
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from emulator_support import REGION, Conformance, Emulator, make_network

emulator: Emulator
runner: ThreadingHTTPServer
ACCOUNT = "123456789012"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)


class Runner(BaseHTTPRequestHandler):
    """A function runner that answers with what it was asked."""

    def do_POST(self) -> None:
        payload = self.rfile.read(int(self.headers["Content-Length"])).decode()
        kind = self.headers["X-Invocation-Type"]
        body = json.dumps({"path": self.path, "payload": json.loads(payload), "kind": kind}).encode()
        self.send_response(202 if kind == "Event" else 200)
        if "fail" in payload:
            self.send_header("X-Function-Error", "Unhandled")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def setUpModule() -> None:
    global emulator, runner
    runner = ThreadingHTTPServer(("127.0.0.1", 0), Runner)
    threading.Thread(target=runner.serve_forever, daemon=True).start()
    emulator = Emulator(OVERFLOW_FUNCTIONS_URL=f"http://127.0.0.1:{runner.server_port}")


def tearDownModule() -> None:
    emulator.stop()
    runner.shutdown()
    runner.server_close()


def package(text: str = "exports.handler = async () => 1") -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("index.js", text)
    return memory.getvalue()


class Functions(Conformance):
    """docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html and the pages of its siblings"""

    def setUp(self) -> None:
        self.functions, self.iam = emulator.client("lambda"), emulator.client("iam")
        self.name = self.id().rsplit(".", 1)[-1][-60:]
        role = self.iam.create_role(RoleName=self.name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        self.made = self.functions.create_function(
            FunctionName=self.name,
            Runtime="nodejs22.x",
            Handler="index.handler",
            Role=role,
            Code={"ZipFile": package()},
            Timeout=180,
            MemorySize=256,
            Environment={"Variables": {"OVERFLOW_TABLE": "table"}},
        )

    def seen(self):
        return next(f for f in emulator.lab("GET", "/lab/functions") if f["name"] == self.name)

    def test_the_lab_sees_what_was_configured(self) -> None:
        self.functions.put_function_concurrency(FunctionName=self.name, ReservedConcurrentExecutions=2)
        config = {"FunctionName": self.name, "MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}
        self.functions.put_function_event_invoke_config(**config)
        seen = self.seen()
        self.assertEqual(seen["arn"], f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.name}")
        self.assertEqual((seen["runtime"], seen["handler"], seen["timeoutSeconds"]), ("nodejs22.x", "index.handler", 180))
        self.assertEqual((seen["memoryMib"], seen["reservedConcurrency"]), (256, 2))
        self.assertEqual(seen["environment"], {"OVERFLOW_TABLE": "table"})
        self.assertEqual((seen["maximumRetryAttempts"], seen["maximumEventAgeSeconds"]), (0, 60))

    def test_code_and_configuration_change_the_revision(self) -> None:
        first = self.seen()["revision"]
        code = package("exports.handler = async () => 2")
        self.functions.update_function_code(FunctionName=self.name, ZipFile=code)
        second = self.seen()["revision"]
        self.assertNotEqual(first, second)
        self.assertEqual(emulator.lab("GET", f"/lab/functions/{self.name}/code"), code)
        self.functions.update_function_configuration(FunctionName=self.name, Environment={"Variables": {"A": "b"}})
        self.assertNotEqual(self.seen()["revision"], second)
        self.assertEqual(self.seen()["environment"], {"A": "b"})

    def test_the_last_event_configuration_holds(self) -> None:
        # docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
        for attempts in (2, 0):
            self.functions.put_function_event_invoke_config(FunctionName=self.name, MaximumRetryAttempts=attempts)
        self.functions.update_function_event_invoke_config(FunctionName=self.name, MaximumEventAgeInSeconds=61)
        kept = self.functions.get_function_event_invoke_config(FunctionName=self.name)
        self.assertEqual((kept["MaximumRetryAttempts"], kept["MaximumEventAgeInSeconds"]), (0, 61))

    def test_an_invocation_runs_at_the_runner(self) -> None:
        # docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
        answer = self.functions.invoke(FunctionName=self.name, Payload=b'{"a": 1}')
        self.assertEqual(answer["StatusCode"], 200)
        expected = {"path": f"/functions/{self.name}/invocations", "payload": {"a": 1}, "kind": "RequestResponse"}
        self.assertEqual(json.loads(answer["Payload"].read()), expected)
        self.assertNotIn("FunctionError", answer)
        arn = self.made["FunctionArn"]
        self.assertEqual(self.functions.invoke(FunctionName=arn, InvocationType="Event", Payload=b"{}")["StatusCode"], 202)
        failed = self.functions.invoke(FunctionName=self.name, Payload=b'{"fail": true}')
        self.assertEqual(failed["FunctionError"], "Unhandled")
        self.assertEqual(self.functions.invoke(FunctionName=self.name, InvocationType="DryRun")["StatusCode"], 204)
        self.fails_with("ResourceNotFoundException", self.functions.invoke, FunctionName="absent")

    def test_get_function_and_permission(self) -> None:
        self.functions.add_permission(
            FunctionName=self.name, StatementId="s", Action="lambda:InvokeFunction", Principal="scheduler.amazonaws.com"
        )
        policy = json.loads(self.functions.get_policy(FunctionName=self.name)["Policy"])
        self.assertEqual(policy["Statement"][0]["Principal"], {"Service": "scheduler.amazonaws.com"})
        configuration = self.functions.get_function(FunctionName=self.name)["Configuration"]
        self.assertEqual((configuration["State"], configuration["LastUpdateStatus"]), ("Active", "Successful"))
        self.functions.delete_function(FunctionName=self.name)
        self.fails_with("ResourceNotFoundException", self.functions.get_function, FunctionName=self.name)

    def test_a_function_holds_its_groups_and_subnets(self) -> None:
        # docs.aws.amazon.com/lambda/latest/dg/foundation-networking.html
        ec2 = emulator.client("ec2")
        vpc, subnet = make_network(ec2)
        group = ec2.create_security_group(GroupName="f", Description="f", VpcId=vpc)["GroupId"]
        config = {"SubnetIds": [subnet], "SecurityGroupIds": [group]}
        self.functions.update_function_configuration(FunctionName=self.name, VpcConfig=config)
        self.fails_with("DependencyViolation", ec2.delete_security_group, GroupId=group)
        self.fails_with("DependencyViolation", ec2.delete_subnet, SubnetId=subnet)
        self.functions.delete_function(FunctionName=self.name)
        ec2.delete_security_group(GroupId=group)
        ec2.delete_subnet(SubnetId=subnet)


class Schedules(Conformance):
    """docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html"""

    def test_the_lab_sees_schedules(self) -> None:
        scheduler = emulator.client("scheduler")
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:scaler"
        retry = {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}
        target = {"Arn": arn, "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/r", "Input": '{"a":1}', "RetryPolicy": retry}
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
        self.assertEqual(emulator.lab("GET", "/lab/schedules"), [expected])
        scheduler.update_schedule(**call, Target=target, State="DISABLED")
        self.assertFalse(emulator.lab("GET", "/lab/schedules")[0]["enabled"])
        scheduler.delete_schedule(Name="wake")
        self.assertEqual(emulator.lab("GET", "/lab/schedules"), [])


class Tables(Conformance):
    """docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html"""

    @classmethod
    def setUpClass(cls) -> None:
        cls.tables = emulator.client("dynamodb")
        keys = {"KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}
        attributes = [{"AttributeName": "pk", "AttributeType": "S"}]
        cls.tables.create_table(
            TableName="t", BillingMode="PAY_PER_REQUEST", AttributeDefinitions=attributes, SSESpecification={"Enabled": True}, **keys
        )

    def test_a_lease_is_taken_once_by_a_conditional_write(self) -> None:
        def take(holder: str, fence: int) -> None:
            self.tables.update_item(
                TableName="t",
                Key={"pk": {"S": "lease"}},
                UpdateExpression="SET holder = :h, fence = :f",
                ConditionExpression="attribute_not_exists(pk) OR fence = :before",
                ExpressionAttributeValues={":h": {"S": holder}, ":f": {"N": str(fence)}, ":before": {"N": str(fence - 1)}},
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
            tables = emulator.client("dynamodb")
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
        condition = {"ConditionExpression": "attribute_not_exists(pk)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        error = self.fails_with(
            "ConditionalCheckFailedException", self.tables.put_item, TableName="t", Item={"pk": {"S": "shown"}}, **condition
        )
        self.assertEqual(error.response["Item"], {"pk": {"S": "shown"}, "v": {"N": "1"}})


class Keys(Conformance):
    """docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"""

    def test_a_key_with_alias_rotation_policy_and_deletion(self) -> None:
        kms = emulator.client("kms")
        policy = json.dumps({"Version": "2012-10-17", "Statement": []})
        key = kms.create_key(Policy=policy, Description="disks", Tags=[{"TagKey": "a", "TagValue": "b"}])["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName="alias/overflow-test", TargetKeyId=key)
        kms.enable_key_rotation(KeyId=key)
        self.assertTrue(kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"])
        self.assertEqual(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"], policy)
        self.assertEqual(kms.describe_key(KeyId="alias/overflow-test")["KeyMetadata"]["KeyId"], key)
        self.assertEqual(kms.list_resource_tags(KeyId=key)["Tags"], [{"TagKey": "a", "TagValue": "b"}])
        kms.delete_alias(AliasName="alias/overflow-test")
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        self.assertEqual(kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"], "PendingDeletion")


class Secrets(Conformance):
    """docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html"""

    def test_a_secret_s_life(self) -> None:
        secrets = emulator.client("secretsmanager")
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
        iam = emulator.client("iam")
        document = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})
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


class Logs(Conformance):
    """docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html"""

    def test_a_group_with_key_retention_and_tags(self) -> None:
        logs = emulator.client("logs")
        key = emulator.client("kms").create_key()["KeyMetadata"]["Arn"]
        logs.create_log_group(logGroupName="/overflow/vpn", kmsKeyId=key, tags={"a": "b"})
        logs.put_retention_policy(logGroupName="/overflow/vpn", retentionInDays=30)
        group = logs.describe_log_groups(logGroupNamePrefix="/overflow/vpn")["logGroups"][0]
        self.assertEqual((group["kmsKeyId"], group["retentionInDays"]), (key, 30))
        self.assertEqual(logs.list_tags_for_resource(resourceArn=group["arn"].removesuffix(":*"))["tags"], {"a": "b"})
        logs.delete_log_group(logGroupName="/overflow/vpn")
        self.assertEqual(logs.describe_log_groups(logGroupNamePrefix="/overflow/vpn")["logGroups"], [])


class Caller(Conformance):
    """docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"""

    def test_the_account(self) -> None:
        self.assertEqual(emulator.client("sts").get_caller_identity()["Account"], ACCOUNT)


if __name__ == "__main__":
    unittest.main()
