import json
import tempfile
import threading
import time
import unittest
import urllib.error
from pathlib import Path

from emulator_support import IMAGE, Conformance, Emulator, make_network

emulator: Emulator
folder: tempfile.TemporaryDirectory


def setUpModule() -> None:
    global emulator, folder
    folder = tempfile.TemporaryDirectory()
    emulator = Emulator(OVERFLOW_CALL_LOG=str(Path(folder.name) / "calls.jsonl"))


def tearDownModule() -> None:
    emulator.stop()
    folder.cleanup()


class ControlCase(Conformance):
    def setUp(self) -> None:
        self.ec2 = emulator.client("ec2")

    def tearDown(self) -> None:
        emulator.lab("DELETE", "/lab/faults")

    def launch(self, **arguments) -> str:
        _, subnet = make_network(self.ec2)
        call = {"ImageId": IMAGE, "SubnetId": subnet, "MinCount": 1, "MaxCount": 1, **arguments}
        return self.ec2.run_instances(**call)["Instances"][0]["InstanceId"]

    def refused(self, method: str, path: str, body) -> str:
        with self.assertRaises(urllib.error.HTTPError) as refused:
            emulator.lab(method, path, body)
        self.assertEqual(refused.exception.code, 400)
        return json.loads(refused.exception.read())["error"]


class Faults(ControlCase):
    """docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"""

    def fault(self, **body) -> None:
        emulator.lab("POST", "/lab/faults", body)

    def test_the_next_calls_fail_and_then_no_more(self) -> None:
        self.fault(action="DescribeVpcs", code="RequestLimitExceeded", times=2)
        for _ in range(2):
            error = self.fails_with("RequestLimitExceeded", self.ec2.describe_vpcs)
            self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 503)
        self.ec2.describe_vpcs()
        self.assertEqual(emulator.lab("GET", "/lab/faults"), [])

    def test_statuses_are_aws_s_unless_said_otherwise(self) -> None:
        for body, status in (
            ({"code": "InsufficientInstanceCapacity"}, 500),
            ({"code": "InternalError"}, 500),
            ({"code": "UnauthorizedOperation"}, 400),
            ({"code": "UnauthorizedOperation", "httpStatus": 403}, 403),
        ):
            self.fault(action="DescribeSubnets", **body)
            error = self.fails_with(body["code"], self.ec2.describe_subnets)
            self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], status)

    def test_only_calls_that_name_the_instance_fail(self) -> None:
        first, second = self.launch(), self.launch()
        self.fault(action="TerminateInstances", code="InternalError", instanceIds=[first])
        self.ec2.terminate_instances(InstanceIds=[second])
        self.fails_with("InternalError", self.ec2.terminate_instances, InstanceIds=[first])

    def test_an_sdk_that_retries_gets_over_a_short_fault(self) -> None:
        self.fault(action="DescribeVpcs", code="InternalError", times=2)
        answer = emulator.client("ec2", attempts=3).describe_vpcs()
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 2)

    def test_other_services_fail_in_their_own_form(self) -> None:
        self.fault(action="*", code="ThrottlingException", times=3)
        self.fails_with("ThrottlingException", emulator.client("dynamodb").list_tables)
        self.fails_with("ThrottlingException", emulator.client("iam").list_roles)
        self.fails_with("ThrottlingException", emulator.client("lambda").list_functions)

    def test_a_wrong_fault_is_refused_with_what_is_allowed(self) -> None:
        self.assertIn("'action'", self.refused("POST", "/lab/faults", {"code": "InternalError"}))
        wrong = {"action": "RunInstances", "code": "InternalError", "times": 0}
        self.assertIn("1 to 1000000, got 0", self.refused("POST", "/lab/faults", wrong))
        wrong = {"action": "RunInstances", "code": "InternalError", "instances": []}
        self.assertIn("'instances'", self.refused("POST", "/lab/faults", wrong))


class Instances(ControlCase):
    def look(self, after: int, wait: float):
        return emulator.lab("GET", f"/lab/instances?after={after}&waitSeconds={wait}")

    def test_a_look_waits_for_the_next_change(self) -> None:
        instance_id = self.launch()
        self.until(lambda: {i["id"]: i["state"] for i in self.look(0, 0)["instances"]}[instance_id], "running")
        revision = self.look(0, 0)["revision"]
        answers: list = []
        waiting = threading.Thread(target=lambda: answers.append(self.look(revision, 20)))
        waiting.start()
        self.ec2.create_tags(Resources=[instance_id], Tags=[{"Key": "Name", "Value": "bld-linux64-ec2-001"}])
        waiting.join(20)
        self.assertGreater(answers[0]["revision"], revision)
        seen = next(i for i in answers[0]["instances"] if i["id"] == instance_id)
        self.assertEqual((seen["name"], seen["state"]), ("bld-linux64-ec2-001", "running"))

    def test_a_look_wakes_for_a_change_that_time_brings(self) -> None:
        instance_id = self.launch()
        states: list[str] = []
        revision, deadline = 0, time.monotonic() + 20
        while states[-1:] != ["running"] and time.monotonic() < deadline:
            answer = self.look(revision, 20)
            revision = answer["revision"]
            states.append(next(i["state"] for i in answer["instances"] if i["id"] == instance_id))
        self.assertEqual(states[-1], "running")
        self.assertLess(len(states), 4)

    def test_a_look_without_news_answers_when_its_time_is_up(self) -> None:
        revision = self.look(0, 0)["revision"]
        self.assertGreaterEqual(self.look(revision, 0)["revision"], revision)
        self.assertIn("waitSeconds", self.refused("GET", "/lab/instances?after=1&waitSeconds=soon", None))


class Timings(ControlCase):
    def test_timings_change_one_by_one(self) -> None:
        before = emulator.lab("GET", "/lab/timings")
        after = emulator.lab("PUT", "/lab/timings", {"hibernatingSeconds": 0.1})
        self.assertEqual(after, {**before, "hibernatingSeconds": 0.1})
        self.assertIn("'bootingSeconds' is unknown", self.refused("PUT", "/lab/timings", {"bootingSeconds": 1}))
        self.assertIn("0 to 86400", self.refused("PUT", "/lab/timings", {"pendingSeconds": -1}))


class Calls(ControlCase):
    def test_calls_are_told_apart_by_caller_action_and_outcome(self) -> None:
        start = len(emulator.lab("GET", "/lab/calls"))
        scaler = emulator.client("ec2", caller="lab-scaler")
        instance_id = self.launch(UserData='{"password":"hunter2-i-0123456789abcdef0"}')
        self.fails_with("InvalidInstanceID.NotFound", scaler.start_instances, InstanceIds=["i-0aaaaaaaaaaaaaaaa"])
        secret = emulator.client("secretsmanager", caller="lab-provider")
        secret.create_secret(Name="calls", SecretString="hunter2-sg-0123456789abcdef0")
        calls = emulator.lab("GET", "/lab/calls")[start:]
        run = next(c for c in calls if c["action"] == "RunInstances")
        self.assertEqual((run["service"], run["caller"], run["status"], run["error"]), ("ec2", "lab-test", 200, None))
        self.assertIn(instance_id, run["resources"])
        failed = next(c for c in calls if c["action"] == "StartInstances")
        self.assertEqual((failed["caller"], failed["status"]), ("lab-scaler", 400))
        self.assertEqual((failed["error"], failed["resources"]), ("InvalidInstanceID.NotFound", ["i-0aaaaaaaaaaaaaaaa"]))
        made = next(c for c in calls if c["action"] == "CreateSecret")
        self.assertEqual((made["service"], made["caller"], made["resources"]), ("secretsmanager", "lab-provider", ["calls"]))
        self.assertEqual([c["sequence"] for c in calls], list(range(start + 1, start + 1 + len(calls))))
        text = (Path(folder.name) / "calls.jsonl").read_text()
        self.assertEqual([json.loads(line) for line in text.splitlines()][start:], calls)
        self.assertNotIn("hunter2", text)
        self.assertNotIn("0123456789abcdef0", text.split("RunInstances")[1].split("\n")[0].replace(IMAGE, ""))

    def test_what_the_emulator_lacks_is_an_error_and_not_a_page(self) -> None:
        error = self.fails_with("NotImplemented", self.ec2.describe_capacity_reservations)
        self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 501)
        self.assertIn("DescribeCapacityReservations", str(error))


class Leftovers(Conformance):
    """A stack of every kind goes up and down in an account of its own."""

    def test_a_fresh_account_has_none_and_neither_has_one_after_destroy(self) -> None:
        fresh = Emulator()
        try:
            self.stand_up_and_down(fresh)
        finally:
            fresh.stop()

    def stand_up_and_down(self, fresh: Emulator) -> None:
        left = lambda: fresh.lab("GET", "/lab/leftovers")  # noqa: E731
        kinds = lambda: sorted(each["kind"] for each in left())  # noqa: E731
        ec2, kms, iam = fresh.client("ec2"), fresh.client("kms"), fresh.client("iam")
        self.assertEqual(left(), [])
        ec2.describe_vpcs()
        self.assertEqual(left(), [])
        vpc, subnet = make_network(ec2)
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName="alias/k", TargetKeyId=key)
        iam.create_role(RoleName="r", AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[]}')
        fresh.client("logs").create_log_group(logGroupName="g")
        fresh.client("secretsmanager").create_secret(Name="s", SecretString="x")
        disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 8, "Encrypted": True}}
        call = {"ImageId": IMAGE, "SubnetId": subnet, "BlockDeviceMappings": [disk], "MinCount": 1, "MaxCount": 1}
        instance = ec2.run_instances(**call)["Instances"][0]["InstanceId"]
        gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
        customer = ec2.create_customer_gateway(Type="ipsec.1", IpAddress="192.0.2.1", BgpAsn=65000)["CustomerGateway"]["CustomerGatewayId"]
        vpn = ec2.create_vpn_connection(
            Type="ipsec.1", CustomerGatewayId=customer, VpnGatewayId=gateway, PreSharedKeyStorage="SecretsManager"
        )["VpnConnection"]["VpnConnectionId"]
        expected = ["customer-gateway", "instance", "key", "key-alias", "log-group", "network-interface", "role", "secret", "secret"]
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
        fresh.client("logs").delete_log_group(logGroupName="g")
        fresh.client("secretsmanager").delete_secret(SecretId="s", RecoveryWindowInDays=7)
        self.assertEqual(left(), [])


class Process(unittest.TestCase):
    def test_it_listens_on_loopback_alone_and_writes_below_its_folder(self) -> None:
        port = int(emulator.url.rsplit(":", 1)[1])
        listening = [
            line.split()[1]
            for table in ("/proc/net/tcp", "/proc/net/tcp6")
            for line in Path(table).read_text().splitlines()[1:]
            if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")
        ]
        self.assertEqual(listening, [f"0100007F:{port:04X}"])
        opened = [str(link.readlink()) for link in Path(f"/proc/{emulator.process.pid}/fd").iterdir()]
        written = [name for name in opened if name.startswith("/") and not name.startswith(("/dev/", "/proc/"))]
        self.assertEqual(written, [str(Path(folder.name) / "calls.jsonl")])

    def test_one_connection_serves_many_requests(self) -> None:
        import http.client

        connection = http.client.HTTPConnection("127.0.0.1", int(emulator.url.rsplit(":", 1)[1]))
        try:
            sockets = set()
            for _ in range(3):
                connection.request("GET", "/lab/health")
                self.assertEqual(json.loads(connection.getresponse().read()), {"status": "ok"})
                sockets.add(connection.sock.getsockname())
            self.assertEqual(len(sockets), 1)
        finally:
            connection.close()


if __name__ == "__main__":
    unittest.main()
